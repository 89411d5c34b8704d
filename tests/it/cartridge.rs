//! Course packages come in: Common Cartridge, as Canvas exports it and as it is meant, and SCORM.

use std::fs::File;
use std::path::Path;

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

fn page(title: &str, body: &str) -> String {
    format!("<html><head><title>{title}</title></head><body>{body}</body></html>")
}

/// What Canvas would make of a small course.
#[expect(clippy::too_many_lines, reason = "a package is told in one piece")]
fn canvas() -> Vec<(&'static str, String)> {
    let items = "<item identifier='i1'><title>Week 1</title>\
        <item identifier='i2' identifierref='p1'><title>Dough</title></item>\
        <item identifier='h'><title>To do</title></item>\
        <item identifier='i3' identifierref='d1'><title>Your bread</title></item>\
        <item identifier='i4' identifierref='a1'><title>Bake</title></item>\
        <item identifier='i5' identifierref='a2'><title>Taste</title></item></item>\
        <item identifier='i6'><title>Week 2</title>\
        <item identifier='i7' identifierref='q1'><title>Test</title></item>\
        <item identifier='i8' identifierref='w1'><title>More to read</title></item>\
        <item identifier='i9' identifierref='l1'><title>Badge</title></item>\
        <item identifier='i10' identifierref='f1'><title>A sheet</title></item>\
        <item identifier='i11' identifierref='p1'><title>Dough again</title></item>\
        <item identifier='i12' identifierref='nobody'><title>Gone</title></item>\
        <item identifier='i13' identifierref='x1'><title>Strange</title></item>\
        <item identifier='i14' identifierref='g1'><title>The loaf</title></item></item>";
    let resources = "<resource identifier='s' type='associatedcontent/imscc_xmlv1p1/learning-application-resource' \
        href='course_settings/canvas_export.txt'><file href='course_settings/canvas_export.txt'/></resource>\
        <resource identifier='p1' type='webcontent' href='wiki_content/dough.html'><file \
        href='wiki_content/dough.html'/></resource>\
        <resource identifier='p2' type='webcontent' href='wiki_content/salt%20%26%20co.html'><file \
        href='wiki_content/salt%20%26%20co.html'/></resource>\
        <resource identifier='p3' type='webcontent' href='wiki_content/draft.html'><file \
        href='wiki_content/draft.html'/></resource>\
        <resource identifier='d1' type='imsdt_xmlv1p1'><file href='d1.xml'/></resource>\
        <resource identifier='a1' type='associatedcontent/imscc_xmlv1p1/learning-application-resource' \
        href='a1/bake.html'><file href='a1/bake.html'/><file href='a1/assignment_settings.xml'/></resource>\
        <resource identifier='a2' type='assignment_xmlv1p0' href='a2.xml'><file href='a2.xml'/></resource>\
        <resource identifier='q1' type='imsqti_xmlv1p2/imscc_xmlv1p1/assessment'><file \
        href='q1/assessment_qti.xml'/><dependency identifierref='q1m'/></resource>\
        <resource identifier='q1m' type='associatedcontent/imscc_xmlv1p1/learning-application-resource' \
        href='q1/assessment_meta.xml'><file href='q1/assessment_meta.xml'/><file \
        href='non_cc_assessments/q1.xml.qti'/></resource>\
        <resource identifier='w1' type='imswl_xmlv1p1'><file href='w1.xml'/></resource>\
        <resource identifier='l1' type='imsbasiclti_xmlv1p0'><file href='l1.xml'/></resource>\
        <resource identifier='f1' type='webcontent' href='web_resources/sheet.pdf'><file \
        href='web_resources/sheet.pdf'/></resource>\
        <resource identifier='f2' type='webcontent' href='web_resources/film.mp4'><file \
        href='web_resources/film.mp4'/></resource>\
        <resource identifier='g1' type='webcontent' href='web_resources/A loaf.png'><file \
        href='web_resources/A loaf.png'/></resource>\
        <resource identifier='x1' type='imsunknwn_xmlv1p0'><file href='x.bin'/></resource>";
    let quiz = |items: &str| {
        format!(
            "<questestinterop xmlns='http://www.imsglobal.org/xsd/ims_qtiasiv1p2'><assessment ident='q1' \
             title='Test'><section ident='root_section'>{items}</section></assessment></questestinterop>"
        )
    };
    let item = "<item ident='x' title='Question'><presentation><material><mattext texttype='text/html'>\
        &lt;p&gt;Does dough &lt;b&gt;rise&lt;/b&gt;?&lt;/p&gt;</mattext></material><response_lid ident='r1' \
        rcardinality='Single'><render_choice><response_label ident='1'><material><mattext>True</mattext></material>\
        </response_label><response_label ident='2'><material><mattext>False</mattext></material></response_label>\
        </render_choice></response_lid></presentation><resprocessing><respcondition continue='No'><conditionvar>\
        <varequal respident='r1'>1</varequal></conditionvar><setvar action='Set' varname='SCORE'>100</setvar>\
        </respcondition></resprocessing></item>";
    vec![
        ("imsmanifest.xml", manifest(items, resources)),
        ("course_settings/canvas_export.txt", "A joke.".into()),
        (
            "wiki_content/dough.html",
            page(
                "Dough",
                "<h2>Mix</h2><p>Flour and <a href='$WIKI_REFERENCE$/pages/salt%20%26%20co'>salt</a>, then the \
                 <a href='$CANVAS_OBJECT_REFERENCE$/quizzes/q1'>test</a>.</p><p><img \
                 src='%24IMS-CC-FILEBASE%24/A%20loaf.png?canvas_download=1' alt='A loaf'></p><ul><ul><li>deep</li>\
                 </ul></ul>",
            ),
        ),
        ("wiki_content/salt & co.html", page("Salt", "<p>It slows.</p>")),
        (
            "wiki_content/draft.html",
            "<html><head><title>Draft</title><meta name='workflow_state' content='unpublished'></head><body>\
             <p>Not yet.</p></body></html>"
                .into(),
        ),
        (
            "d1.xml",
            "<topic xmlns='http://www.imsglobal.org/xsd/imsccv1p1/imsdt_v1p1'><title>Your bread</title><text \
             texttype='text/html'>&lt;p&gt;Tell of your bread.&lt;/p&gt;</text><attachments><attachment \
             href='x/list.docx'/></attachments></topic>"
                .into(),
        ),
        ("a1/bake.html", page("Assignment: Bake", "<p>Bake a loaf.</p>")),
        ("a1/assignment_settings.xml", "<assignment/>".into()),
        (
            "a2.xml",
            "<assignment><title>Taste</title><text texttype='text/html'>&lt;p&gt;Taste it.&lt;/p&gt;</text>\
             </assignment>"
                .into(),
        ),
        ("q1/assessment_qti.xml", quiz("")),
        (
            "q1/assessment_meta.xml",
            "<quiz><title>Test</title><description>&lt;p&gt;Take your time.&lt;/p&gt;</description></quiz>".into(),
        ),
        ("non_cc_assessments/q1.xml.qti", quiz(item)),
        (
            "w1.xml",
            "<webLink><title>More</title><url href='https://bread.example/more' target='_blank'/></webLink>".into(),
        ),
        (
            "l1.xml",
            "<cartridge_basiclti_link xmlns:blti='x'><blti:title>Badges</blti:title></cartridge_basiclti_link>"
                .into(),
        ),
        ("web_resources/sheet.pdf", "%PDF".into()),
        ("web_resources/film.mp4", "film".into()),
        ("web_resources/A loaf.png", "PNG".into()),
        ("x.bin", "x".into()),
    ]
}

fn borrowed<'a>(files: &'a [(&'static str, String)]) -> Vec<(&'a str, &'a str)> {
    files
        .iter()
        .map(|(name, text)| (*name, text.as_str()))
        .collect()
}

#[test]
#[expect(
    clippy::too_many_lines,
    reason = "one course is looked at in one piece"
)]
fn a_canvas_export_has_its_parts_in_their_places() {
    let files = canvas();
    let files = borrowed(&files);
    let folder = package(&files);
    let input = Input::Files {
        name: "bread.imscc",
        files: &folder,
    };
    assert_eq!(
        format::sniff(&input).map(|found| found.name),
        Some("cartridge")
    );
    let imported = read(&files).unwrap();
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
    let [
        _,
        dough,
        _,
        bread,
        bake,
        taste,
        _,
        test,
        more,
        badge,
        sheet,
        again,
        gone,
        strange,
        loaf,
        ..,
    ] = &imported.sections[..]
    else {
        panic!()
    };
    assert_eq!(
        text(&dough.blocks),
        "Mix / Flour and salt, then the test. / A loaf / deep"
    );
    let links: Vec<_> = dough.blocks[1]
        .lines()
        .concat()
        .into_iter()
        .filter_map(|inline| inline.target)
        .collect();
    let names = [&imported.sections[16].id, &test.id];
    assert_eq!(links, names.map(|id| Target::Section(id.clone(), None)));
    assert_eq!(imported.pictures.len(), 1, "a picture comes in once");
    assert_eq!(imported.pictures[0].path, "figures/a-loaf.png");

    for (section, id, prompt) in [
        (
            bread,
            "discussion",
            "Tell of your bread. / Attached: list.docx",
        ),
        (bake, "assignment", "Bake a loaf."),
        (taste, "assignment", "Taste it."),
    ] {
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
    assert_eq!(text(&test.blocks), "Take your time.");
    assert_eq!(test.questions[0].kind, Kind::TrueFalse { correct: true });
    assert_eq!(text(&test.questions[0].prompt), "Does dough rise?");
    assert_eq!(test.questions[0].title, None);
    assert_eq!(text(&more.blocks), "https://bread.example/more");
    for (section, words) in [
        (badge, "Badges"),
        (sheet, "sheet.pdf"),
        (gone, "not in the package"),
        (strange, "imsunknwn_xmlv1p0"),
    ] {
        assert!(text(&section.blocks).contains(words), "{words}");
        assert!(notes(&imported).contains(words), "{words}");
    }
    let lines = again.blocks[0].lines().concat();
    assert_eq!(
        lines[0].target,
        Some(Target::Section(dough.id.clone(), None))
    );
    assert!(
        matches!(&loaf.blocks[..], [Block::Figure(figure)] if *figure.path == *"figures/a-loaf.png")
    );
    for words in ["film.mp4", "not published", "don’t list come last (1)"] {
        assert!(
            notes(&imported).contains(words),
            "{words}: {}",
            notes(&imported)
        );
    }
    assert!(!imported_text(&imported).contains("joke"));
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
            (*name, text)
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
        let end = name.rsplit('.').next().unwrap_or_default();
        let is_page = end == "html";
        if !(is_page || end == "xml" && !name.contains('/')) {
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
