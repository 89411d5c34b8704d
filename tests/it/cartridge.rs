//! Course packages come in: Common Cartridge, as Canvas exports it and as it is meant, and SCORM.

use std::fs::File;
use std::path::Path;

use recto::course::Section;
use recto::course::block::{Block, Target};
use recto::course::question::Kind;
use recto::export::course;
use recto::import::archive::Archive;
use recto::import::{Files as _, Imported, Input, Refusal, cartridge, format};

use crate::ouxml_count::{bag, imported_text, recall};
use crate::ouxml_files::Folder;

fn package(files: &[(&str, &str)]) -> Folder {
    Folder::of(files.iter().map(|(name, text)| (*name, text.as_bytes())))
}

fn read(files: &[(&str, &str)]) -> Result<Imported, Refusal> {
    cartridge::read(&Input::Files {
        name: "bread.imscc",
        files: &package(files),
    })
}

fn titles(imported: &Imported) -> Vec<String> {
    let headings = imported.course.sections.iter();
    headings
        .map(|heading| format!("{} {}", heading.level, heading.full_title()))
        .collect()
}

fn text(blocks: &[Block]) -> String {
    let text: String = blocks.iter().map(Block::text).collect();
    let lines = text.lines().filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join(" / ")
}

fn notes(imported: &Imported) -> String {
    let notes = imported.notes.iter();
    notes
        .map(|note| format!("{}: {}\n", note.place, note.what))
        .collect()
}

/// A list with these contents and parts.
fn manifest(items: &str, resources: &str) -> String {
    format!(
        "<?xml version='1.0' encoding='UTF-8'?><manifest identifier='m' \
         xmlns='http://www.imsglobal.org/xsd/imsccv1p3/imscp_v1p1' \
         xmlns:lomimscc='http://ltsc.ieee.org/xsd/imsccv1p3/LOM/manifest'><metadata><schema>IMS Common \
         Cartridge</schema><schemaversion>1.3.0</schemaversion><lomimscc:lom><lomimscc:general><lomimscc:title>\
         <lomimscc:string language='en'>Bread</lomimscc:string></lomimscc:title><lomimscc:language>en-GB\
         </lomimscc:language><lomimscc:description><lomimscc:string>How it rises.</lomimscc:string>\
         </lomimscc:description></lomimscc:general><lomimscc:rights><lomimscc:description><lomimscc:string>\
         CC BY 4.0</lomimscc:string></lomimscc:description></lomimscc:rights></lomimscc:lom></metadata>\
         <organizations><organization identifier='o' structure='rooted-hierarchy'><item identifier='r'>{items}\
         </item></organization></organizations><resources>{resources}</resources></manifest>"
    )
}

/// What Canvas would make of a small course: the files of `tests/fixtures/cartridge`.
fn canvas() -> Vec<(String, String)> {
    fn add(folder: &Path, before: &str, files: &mut Vec<(String, String)>) {
        for entry in folder.read_dir().unwrap() {
            let entry = entry.unwrap();
            let name = format!("{before}{}", entry.file_name().to_str().unwrap());
            if entry.path().is_dir() {
                add(&entry.path(), &format!("{name}/"), files);
            } else {
                files.push((name, std::fs::read_to_string(entry.path()).unwrap()));
            }
        }
    }
    let mut files = Vec::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/cartridge");
    add(&folder, "", &mut files);
    files
}

fn borrowed(files: &[(String, String)]) -> Vec<(&str, &str)> {
    files
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_str()))
        .collect()
}

fn bread() -> Imported {
    read(&borrowed(&canvas())).unwrap()
}

/// The section of that title.
fn section<'i>(imported: &'i Imported, title: &str) -> &'i Section {
    let mut sections = imported.sections.iter();
    sections.find(|section| *section.title == *title).unwrap()
}

/// Where the words of a block lead.
fn targets(block: &Block) -> Vec<Target> {
    let line = block.lines().concat();
    line.into_iter()
        .filter_map(|inline| inline.target)
        .collect()
}

#[test]
fn a_canvas_export_has_its_parts_in_their_places() {
    let files = canvas();
    let folder = package(&borrowed(&files));
    let input = Input::Files {
        name: "bread.imscc",
        files: &folder,
    };
    assert_eq!(
        format::sniff(&input).map(|found| found.name),
        Some("cartridge")
    );
    let imported = bread();
    let course = &imported.course;
    assert_eq!(
        (&*course.title, &*course.language, &*course.licence),
        ("Bread", "en-GB", "CC BY 4.0")
    );
    assert_eq!(text(&course.description), "How it rises.");
    assert_eq!(
        titles(&imported),
        [
            "1 Week 1",
            "2 Dough",
            "2 To do",
            "3 Your bread",
            "3 Bake",
            "3 Taste",
            "1 Week 2",
            "2 Test",
            "2 More to read",
            "2 Badge",
            "2 A sheet",
            "2 Dough again",
            "2 Gone",
            "2 Strange",
            "2 The loaf",
            "1 Beside the contents",
            "2 Salt",
        ]
    );
    assert!(!imported_text(&imported).contains("joke"));
}

#[test]
fn pages_have_their_links_and_pictures() {
    let imported = bread();
    let dough = section(&imported, "Dough");
    assert_eq!(
        text(&dough.blocks),
        "Mix / Flour and salt, then the test. / A loaf / deep"
    );
    let leads = |title| Target::Section(section(&imported, title).id.clone(), None);
    assert_eq!(targets(&dough.blocks[1]), [leads("Salt"), leads("Test")]);
    let again = section(&imported, "Dough again");
    assert_eq!(targets(&again.blocks[0]), [leads("Dough")]);
    let loaf = section(&imported, "The loaf");
    assert!(
        matches!(&loaf.blocks[..], [Block::Figure(figure)] if *figure.path == *"figures/a-loaf.png")
    );
    assert_eq!(imported.pictures.len(), 1, "a picture comes in once");
}

#[test]
fn what_is_to_be_done_is_an_activity() {
    let imported = bread();
    for (title, id, prompt) in [
        (
            "Your bread",
            "discussion",
            "Tell of your bread. / Attached: list.docx",
        ),
        ("Bake", "assignment", "Bake a loaf."),
        ("Taste", "assignment", "Taste it."),
    ] {
        let section = section(&imported, title);
        let [question] = &section.questions[..] else {
            panic!()
        };
        assert_eq!(
            (question.id.as_str(), &question.kind),
            (id, &Kind::Activity)
        );
        assert_eq!(text(&question.prompt), prompt);
        assert_eq!(section.blocks, [Block::Question(question.id.clone())]);
    }
}

#[test]
fn a_quiz_comes_from_the_copy_that_is_whole() {
    let imported = bread();
    let test = section(&imported, "Test");
    assert_eq!(text(&test.blocks), "Take your time.");
    let [question] = &test.questions[..] else {
        panic!()
    };
    assert_eq!(question.kind, Kind::TrueFalse { correct: true });
    assert_eq!(text(&question.prompt), "Does dough rise?");
    assert_eq!(question.title, None);
}

#[test]
fn what_cannot_be_read_is_named() {
    let imported = bread();
    for (title, words) in [
        ("Badge", "Badges"),
        ("A sheet", "sheet.pdf"),
        ("Gone", "not in the package"),
        ("Strange", "imsunknwn_xmlv1p0"),
    ] {
        let section = section(&imported, title);
        assert!(text(&section.blocks).contains(words), "{words}");
        assert!(notes(&imported).contains(words), "{words}");
    }
    let more = section(&imported, "More to read");
    assert_eq!(text(&more.blocks), "https://bread.example/more");
    for words in ["film.mp4", "not published", "don’t list come last (1)"] {
        let notes = notes(&imported);
        assert!(notes.contains(words), "{words}: {notes}");
    }
}

#[test]
fn ids_stay_when_the_course_is_exported_anew() {
    let ids = |files: &[(&str, &str)]| {
        let imported = read(files).unwrap();
        let sections = imported.sections.into_iter();
        sections
            .map(|section| {
                let questions = section.questions.into_iter().map(|question| question.id);
                (section.id, questions.collect::<Vec<_>>())
            })
            .collect::<Vec<_>>()
    };
    let files = canvas();
    let anew: Vec<_> = files
        .iter()
        .map(|(name, text)| {
            let text = text
                .replace("identifier='p1'", "identifier='g77'")
                .replace("identifierref='p1'", "identifierref='g77'")
                .replace("ident='x'", "ident='y9'")
                .replace("<item ", "\n  <item ");
            (name.clone(), text)
        })
        .collect();
    assert_eq!(ids(&borrowed(&files)), ids(&borrowed(&anew)));
}

#[test]
fn a_scorm_package_gives_the_pages_of_its_units() {
    let list = "<manifest xmlns='http://www.imsproject.org/xsd/imscp_rootv1p1p2' \
        xmlns:adlcp='http://www.adlnet.org/xsd/adlcp_rootv1p2'><metadata><schema>ADL SCORM</schema></metadata>\
        <organizations default='B'><organization identifier='A'><title>Old</title></organization>\
        <organization identifier='B'><title>Tides</title><item identifier='I1' identifierref='R1'><title>The moon\
        </title></item><item identifier='I2' identifierref='R2'><title>Play</title></item></organization>\
        </organizations><resources xml:base='content/'><resource identifier='R1' type='webcontent' \
        adlcp:scormtype='sco' href='moon/index.html?start=1'><file href='moon/index.html'/><file \
        href='moon\\page2.html'/><file href='moon/blank.html'/><file href='moon/run.js'/></resource>\
        <resource identifier='R2' type='webcontent' adlcp:scormtype='sco' href='play.html'/></resources></manifest>";
    let files = [
        ("tides/imsmanifest.xml", list),
        (
            "tides/content/moon/index.html",
            "<html><body><h1>The moon</h1><p>It pulls. <a href='page2.html'>On</a></p></body></html>",
        ),
        (
            "tides/content/moon/page2.html",
            "<html><head><title>Twice a day</title></head><body><p>High water.</p></body></html>",
        ),
        (
            "tides/content/moon/blank.html",
            "<html><body></body></html>",
        ),
        ("tides/content/moon/run.js", "run()"),
        (
            "tides/content/play.html",
            "<html><body><script>play()</script></body></html>",
        ),
    ];
    let imported = read(&files).unwrap();
    assert_eq!(&*imported.course.title, "Tides");
    assert_eq!(titles(&imported), ["1 The moon", "2 Twice a day", "1 Play"]);
    let [moon, twice, play] = &imported.sections[..] else {
        panic!()
    };
    assert_eq!(text(&moon.blocks), "It pulls. On");
    let link = moon.blocks[0].lines().concat().pop().unwrap();
    assert_eq!(link.target, Some(Target::Section(twice.id.clone(), None)));
    assert!(text(&play.blocks).contains("without its program"));
}

#[test]
fn a_package_without_contents_is_read_by_its_parts() {
    let list = "<manifest><resources><resource identifier='a' type='webcontent' href='a.html'/><resource \
        identifier='a' type='webcontent' href='b.html'/></resources></manifest>";
    let files = [
        ("imsmanifest.xml", list),
        ("a.html", "<h1>One</h1><p>First.</p>"),
        ("b.html", "<h1>Two</h1><p>Second.</p>"),
        ("c.html", "<h1>Three</h1><p>Third.</p>"),
    ];
    let imported = read(&files).unwrap();
    assert_eq!(titles(&imported), ["1 One", "1 Two", "1 Three"]);
}

#[test]
fn what_is_broken_or_holds_nothing_is_refused() {
    let qti2 = manifest(
        "<item identifier='i' identifierref='q'><title>Q</title></item>",
        "<resource identifier='q' type='imsqti_item_xmlv2p1' href='q.xml'/>",
    );
    for (list, what) in [
        ("<manifest", "broken"),
        (
            "<!DOCTYPE m [<!ENTITY a 'b'>]><manifest>&a;</manifest>",
            "broken",
        ),
        ("<manifest/>", "no page and no question"),
        (&qti2, "imsqti_item_xmlv2p1"),
        (
            "<manifest><resources><resource identifier='a' type='webcontent' href='../../etc/passwd.html'/>\
             </resources></manifest>",
            "no page",
        ),
    ] {
        let refusal = read(&[("imsmanifest.xml", list), ("q.xml", "<x/>")]).unwrap_err();
        assert!(refusal.what.contains(what), "{refusal:?}");
        assert!(!refusal.advice.is_empty());
    }
    assert!(read(&[("a.html", "<p>x</p>")]).is_err());
    let alone = Input::File {
        name: "x.imscc",
        bytes: b"none",
    };
    assert!(cartridge::read(&alone).is_err() && !cartridge::knows(&alone));
}

#[test]
fn a_quiz_has_the_questions_of_its_banks() {
    let item = |id: &str, words: &str| {
        format!(
            "<item ident='{id}'><presentation><material><mattext>{words}</mattext></material><response_str \
             ident='r'><render_fib/></response_str></presentation></item>"
        )
    };
    let drawn = |bank: &str| {
        format!(
            "<section ident='{bank}'><selection_ordering><selection><sourcebank_ref>{bank}</sourcebank_ref>\
             <selection_number>1</selection_number></selection></selection_ordering></section>"
        )
    };
    let quiz = format!(
        "<questestinterop><assessment ident='q' title='Test'><section ident='root_section'>{}{}{}{}</section>\
         </assessment></questestinterop>",
        item("a", "Own?"),
        drawn("b1"),
        drawn("b1"),
        drawn("none")
    );
    let bank = format!(
        "<questestinterop><objectbank ident='b1'>{}{}</objectbank></questestinterop>",
        item("b", "One of the bank?"),
        item("c", "Another?")
    );
    let resources = "<resource identifier='q' type='imsqti_xmlv1p2/imscc_xmlv1p3/assessment'><file href='q.xml'/>\
                     </resource>";
    let list = manifest(
        "<item identifierref='q'><title>Test</title></item>",
        resources,
    );
    let files = [
        ("imsmanifest.xml", &*list),
        ("q.xml", &*quiz),
        ("non_cc_assessments/b1.xml.qti", &*bank),
    ];
    let imported = read(&files).unwrap();
    let questions = &section(&imported, "Test").questions;
    let asked: Vec<_> = questions
        .iter()
        .map(|question| text(&question.prompt))
        .collect();
    assert_eq!(asked, ["Own?", "One of the bank?", "Another?"]);
    let notes = notes(&imported);
    assert!(
        notes.contains("drawn by chance") && notes.contains("not in the package"),
        "{notes}"
    );
}

#[test]
fn a_page_of_a_title_and_a_program_says_so() {
    let resources = "<resource identifier='a' type='webcontent' href='test.html'><file href='test.html'/></resource>";
    let list = manifest(
        "<item identifierref='a'><title>Test</title></item>",
        resources,
    );
    let page = "<h1>Test</h1><script>ask()</script>";
    let imported = read(&[("imsmanifest.xml", &*list), ("test.html", page)]).unwrap();
    let said = text(&section(&imported, "Test").blocks);
    assert!(said.contains("shows nothing without its program"), "{said}");
}

#[test]
fn a_package_whose_words_are_in_programs_is_refused() {
    let resources = "<resource identifier='a' type='webcontent' href='story.html'><file href='story.html'/></resource>";
    let list = manifest(
        "<item identifierref='a'><title>Tides</title></item>",
        resources,
    );
    let page = "<p>This course can’t be played.</p>";
    let scripts = ["a.js", "data/b.js", "c.swf"].map(|name| (name, "play()"));
    let files = [("imsmanifest.xml", &*list), ("story.html", page)];
    let refusal = read(&[&files[..], &scripts].concat()).unwrap_err();
    assert!(
        refusal.what.contains("drawn by programs"),
        "{}",
        refusal.what
    );
    let spoken = format!("<p>{}</p>", "The sea rises and falls. ".repeat(30));
    let told = [("imsmanifest.xml", &*list), ("story.html", &*spoken)];
    assert!(read(&[&told[..], &scripts].concat()).is_ok());
    assert!(read(&[&files[..], &scripts[..2]].concat()).is_ok());
}

#[test]
fn broken_parts_cost_nothing_but_themselves() {
    let items = "<item identifier='1' identifierref='d'><title>Talk</title></item>\
        <item identifier='2' identifierref='q'><title>Test</title></item>\
        <item identifier='3' identifierref='p'><title>Page</title></item>\
        <item identifier='4' identifierref='n'><title>None</title></item>\
        <item identifier='5' identifierref='w'><title>Link</title></item>\
        <item identifier='6'><title>End</title></item>";
    let resources = "<resource identifier='d' type='imsdt_xmlv1p1'><file href='d.xml'/><dependency \
        identifierref='d'/></resource><resource identifier='q' type='imsqti_xmlv1p2/imscc_xmlv1p1/assessment'>\
        <file href='q.xml'/></resource><resource identifier='p' type='webcontent' href='p.html'/><resource \
        identifier='n' type='webcontent' href='n.html'/><resource identifier='w' type='imswl_xmlv1p1'><file \
        href='w.xml'/></resource>";
    let list = manifest(items, resources);
    let imported = read(&[
        ("imsmanifest.xml", &list),
        ("d.xml", "<topic><title>"),
        ("q.xml", "<!DOCTYPE q [<!ENTITY a 'b'>]><questestinterop/>"),
        ("p.html", "<p>Unharmed.<table><tr><td rowspan>"),
        (
            "w.xml",
            "<webLink><url href='javascript:alert(1)'/></webLink>",
        ),
    ])
    .unwrap();
    assert_eq!(imported.sections.len(), 6);
    let all: Vec<_> = imported
        .sections
        .iter()
        .map(|section| text(&section.blocks))
        .collect();
    for (said, expected) in all.iter().zip([
        "broken",
        "without questions",
        "Unharmed.",
        "not in the package",
        "javascript:alert(1)",
        "nothing under this heading",
    ]) {
        assert!(said.contains(expected), "{said:?}: {expected}");
    }
    let links = imported.sections[4].blocks[0].lines().concat();
    assert!(links.iter().all(|inline| inline.target.is_none()));
}

#[test]
fn deep_and_circular_lists_come_to_an_end() {
    let n = 50_000;
    let items = format!(
        "{}{}",
        "<item><title>x</title>".repeat(n),
        "</item>".repeat(n)
    );
    let list = manifest(
        &items,
        "<resource identifier='p' type='webcontent' href='p.html'/>",
    );
    let start = std::time::Instant::now();
    let imported = read(&[("imsmanifest.xml", &list), ("p.html", "<p>Here.</p>")]).unwrap();
    assert!(start.elapsed().as_secs() < 20);
    assert!(notes(&imported).contains("only the first"));
}

/// A real package, where it is at hand: nearly every word of its pages comes in, and what comes in is written
/// and reads back.
#[test]
fn a_real_package_keeps_its_words() {
    let path = "../shared/fixtures/imscc/allyworkshop.imscc";
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let Ok(file) = File::open(&path) else {
        eprintln!("skipped: {} is not there", path.display());
        return;
    };
    let archive = Archive::open(file).unwrap();
    let input = Input::Files {
        name: "allyworkshop.imscc",
        files: &archive,
    };
    let imported = (format::sniff(&input).unwrap().read)(&input).unwrap();
    let came = bag(&imported_text(&imported));
    let mut source = String::new();
    for name in archive.names() {
        let bytes = archive.read(name).unwrap();
        if !name.ends_with("html") && !name.ends_with("xml") {
            continue;
        }
        let text = String::from_utf8_lossy(&bytes);
        if text.contains("content=\"unpublished\"") {
            continue;
        }
        if let Some((_, body)) = text.split_once("<body>") {
            source.push_str(&without_tags(body));
        } else if text.contains("<topic ") {
            let body = text
                .split_once("<text ")
                .unwrap()
                .1
                .split_once('>')
                .unwrap()
                .1;
            let body = body.split_once("</text>").unwrap().0;
            let html = body
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&");
            source.push_str(&without_tags(&html));
        }
    }
    let (share, missing) = recall(&bag(&source), &came);
    println!(
        "{share:.4} of {} words; missing {missing:?}",
        bag(&source).values().sum::<usize>()
    );
    assert!(share >= 0.995, "{share}: {missing:?}");
    let tasks = imported
        .sections
        .iter()
        .flat_map(|section| &section.questions)
        .count();
    assert_eq!(
        (imported.sections.len(), tasks),
        (20, 4),
        "{:#?}",
        titles(&imported)
    );
    let n_files = course::files(&imported.course, &imported.sections).count();
    assert!(n_files > imported.sections.len());
}

/// The words between tags.
fn without_tags(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some((text, tag)) = rest.split_once('<') {
        out.push_str(text);
        let is_block = [
            "p", "/p", "li", "/li", "td", "/td", "tr", "br", "h", "/h", "div", "/div", "ul", "ol",
        ]
        .iter()
        .any(|name| tag.starts_with(name));
        out.push_str(if is_block { " " } else { "" });
        rest = tag.split_once('>').map_or("", |(_, rest)| rest);
    }
    out.push_str(rest);
    for (entity, sign) in [
        ("&amp;", "&"),
        ("&nbsp;", " "),
        ("&lt;", "<"),
        ("&gt;", ">"),
    ] {
        out = out.replace(entity, sign);
    }
    out
}
