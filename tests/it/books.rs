//! A whole course as a page and as an EPUB: both hang together, and neither tells what it is not
//! asked for.

mod hidden;
mod odd;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::io::{self, Read as _};
use std::path::Path;
use std::process::Command;

use jiff::Timestamp;
use recto::course::block::{Block, Inline};
use recto::course::{Course, Section};
use recto::export::book::{Answers, Book, epub, html};
use recto::store::bundled;
use recto::store::course_file;
use recto::store::source::Source;
use recto::text::Clean;
use roxmltree::{Document as Xml, Node, ParsingOptions};

use crate::commands::Home;

const BOTH: [Answers; 2] = [Answers::With, Answers::Without];

/// A course with where its pictures are.
struct Sample {
    course: Course,
    sections: Vec<Section>,
    source: Source,
}

impl Sample {
    fn of(source: Source) -> Self {
        let (course, _) = course_file::course(&source).unwrap();
        let sections = 0..course.sections.len();
        let sections = sections.map(|at| course_file::section(&source, &course, at).0);
        Self {
            sections: sections.collect(),
            course,
            source,
        }
    }

    fn fixture(name: &str) -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/courses");
        Self::of(Source::Folder(folder.join(name)))
    }

    /// Every course that there is here.
    fn all() -> Vec<Self> {
        let fixtures = ["every", "faulty", "figures", "quiz"].map(Self::fixture);
        let bundled = bundled::courses().into_iter().map(Source::Bundled);
        fixtures.into_iter().chain(bundled.map(Self::of)).collect()
    }

    /// The fixture with every kind of question, changed.
    fn changed(change: impl FnOnce(&mut Course, &mut Vec<Section>)) -> Self {
        let mut sample = Self::fixture("every");
        change(&mut sample.course, &mut sample.sections);
        sample
    }

    fn book(&self, answers: Answers) -> Book<'_> {
        Book::new(&self.course, &self.sections, answers)
    }

    fn page(&self, answers: Answers) -> String {
        let files = |name: &str| self.source.read(name);
        html::write(&self.book(answers), &self.sections, &files)
    }

    fn epub(&self, answers: Answers) -> Vec<u8> {
        let files = |name: &str| self.source.read(name);
        let modified = Timestamp::UNIX_EPOCH;
        epub::write(&self.book(answers), &self.sections, &files, modified).unwrap()
    }
}

fn parse(words: &str) -> Xml<'_> {
    let options = ParsingOptions {
        allow_dtd: true,
        ..ParsingOptions::default()
    };
    Xml::parse_with_options(words, options).unwrap_or_else(|error| panic!("{error}\n{words}"))
}

fn elements<'x>(xml: &'x Xml<'x>) -> impl Iterator<Item = Node<'x, 'x>> {
    xml.descendants().filter(Node::is_element)
}

fn named<'x>(xml: &'x Xml<'x>, name: &'static str) -> impl Iterator<Item = Node<'x, 'x>> {
    elements(xml).filter(move |node| node.tag_name().name() == name)
}

fn text(node: Node<'_, '_>) -> String {
    let texts = node.descendants().filter(Node::is_text);
    texts.filter_map(|node| node.text()).collect()
}

/// What stands in a document that is read out.
fn body(xml: &Xml<'_>) -> String {
    text(named(xml, "body").next().unwrap())
}

/// The ids of a document, each of which is there once.
fn ids<'x>(xml: &'x Xml<'x>) -> HashSet<&'x str> {
    let mut ids = HashSet::new();
    for id in elements(xml).filter_map(|node| node.attribute("id")) {
        assert!(ids.insert(id), "{id} is there twice");
    }
    ids
}

/// Headings that skip no level, beginning with the only `h1`; nothing that acts; all that a table, a
/// figure or something folded needs to be understood.
fn is_sound(xml: &Xml<'_>) {
    let mut last = 0;
    for node in elements(xml) {
        let name = node.tag_name().name();
        if let Some(level) = name.strip_prefix('h').and_then(|level| level.parse().ok()) {
            let level: u8 = level;
            assert!(
                level <= last + 1 && (level > 1 || last == 0),
                "{name}: {}",
                text(node)
            );
            last = level;
        }
        assert!(
            !["script", "iframe", "object", "form"].contains(&name),
            "<{name}>"
        );
        for attribute in node.attributes() {
            let name = attribute.name();
            assert!(!name.starts_with("on") && name != "style", "{name}");
        }
        match name {
            "th" => assert_eq!(node.attribute("scope"), Some("col")),
            "img" => assert!(node.attribute("alt").is_some()),
            "details" => {
                assert_eq!(
                    node.first_element_child().unwrap().tag_name().name(),
                    "summary"
                );
            }
            "ul" | "ol" => assert!(
                node.children()
                    .filter(Node::is_element)
                    .all(|item| item.has_tag_name("li") || item.tag_name().name() == "li")
            ),
            _ => {}
        }
    }
    assert!(last > 0, "it has no heading");
}

fn is_web(address: &str) -> bool {
    address.starts_with("https://") || address.starts_with("http://")
}

#[test]
fn a_page_hangs_together() {
    for sample in Sample::all() {
        for answers in BOTH {
            let words = sample.page(answers);
            let xml = parse(&words);
            is_sound(&xml);
            let ids = ids(&xml);
            for name in ["title", "main", "nav", "header", "h1"] {
                assert_eq!(named(&xml, name).count(), 1, "<{name}>");
            }
            let root = xml.root_element();
            let language = match sample.course.id.as_str() {
                "faulty" => "und",
                _ => &sample.course.language,
            };
            assert_eq!(root.attribute("lang"), Some(language));
            for link in named(&xml, "a") {
                let address = link.attribute("href").unwrap();
                let is_known = address.strip_prefix('#').is_some_and(|id| ids.contains(id));
                assert!(is_known || is_web(address), "{address}");
            }
            for image in named(&xml, "img") {
                assert!(image.attribute("src").unwrap().starts_with("data:image/"));
            }
        }
    }
}

/// The files of an EPUB, but for the first, which makes it one.
fn unpacked(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    // Who looks at the first bytes of a file finds the kind at this place.
    assert_eq!(&bytes[30..58], b"mimetypeapplication/epub+zip");
    let mut zip = zip::ZipArchive::new(io::Cursor::new(bytes)).unwrap();
    let mut files = BTreeMap::new();
    for at in 0..zip.len() {
        let mut file = zip.by_index(at).unwrap();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        let name = file.name().unwrap().into_owned();
        files.insert(name, bytes);
    }
    files.remove("mimetype").unwrap();
    files
}

fn utf8(bytes: &[u8]) -> &str {
    str::from_utf8(bytes).unwrap()
}

/// The pages of an EPUB by their names.
fn pages(files: &BTreeMap<String, Vec<u8>>) -> BTreeMap<&str, &str> {
    let pages = files.iter().filter_map(|(name, bytes)| {
        let page = Path::new(name).extension()? == "xhtml";
        page.then(|| (name.strip_prefix("EPUB/").unwrap(), utf8(bytes)))
    });
    pages.collect()
}

fn is_whole(bytes: &[u8]) {
    let files = unpacked(bytes);
    let container = parse(utf8(&files["META-INF/container.xml"]));
    let root = named(&container, "rootfile").next().unwrap();
    let package = parse(utf8(&files[root.attribute("full-path").unwrap()]));

    // The manifest and the zip name the same files.
    let items: HashMap<_, _> = named(&package, "item")
        .map(|item| (item.attribute("id").unwrap(), item))
        .collect();
    let listed: BTreeSet<_> = items
        .values()
        .map(|item| format!("EPUB/{}", item.attribute("href").unwrap()))
        .collect();
    let mut packed: BTreeSet<_> = files.keys().cloned().collect();
    packed.remove("META-INF/container.xml");
    packed.remove("EPUB/package.opf");
    assert_eq!(listed, packed);
    ids(&package);
    for property in ["dcterms:modified", "schema:accessibilityHazard"] {
        let metas = named(&package, "meta");
        assert!(
            metas
                .filter(|meta| meta.attribute("property") == Some(property))
                .count()
                == 1
        );
    }
    for name in ["identifier", "title", "language"] {
        assert!(
            !text(named(&package, name).next().unwrap())
                .trim()
                .is_empty(),
            "{name}"
        );
    }

    // Every page is sound, and every way leads somewhere.
    let pages = pages(&files);
    let parsed: BTreeMap<_, _> = pages
        .iter()
        .map(|(name, words)| (*name, parse(words)))
        .collect();
    let known: HashMap<_, _> = parsed.iter().map(|(name, xml)| (*name, ids(xml))).collect();
    let leads = |from: &str, address: &str| {
        let (file, id) = address.split_once('#').unwrap_or((address, ""));
        let file = if file.is_empty() { from } else { file };
        known
            .get(file)
            .is_some_and(|ids| id.is_empty() || ids.contains(id))
    };
    for (name, xml) in &parsed {
        is_sound(xml);
        assert!(
            !text(named(xml, "title").next().unwrap()).is_empty(),
            "{name}"
        );
        for link in named(xml, "a") {
            let address = link.attribute("href").unwrap();
            assert!(leads(name, address) || is_web(address), "{name}: {address}");
        }
        for image in named(xml, "img") {
            let place = format!("EPUB/{}", image.attribute("src").unwrap());
            assert!(files.contains_key(&place), "{place}");
        }
    }

    // The contents stand in the order of the book, in both forms.
    let spine: Vec<_> = named(&package, "itemref")
        .map(|item| {
            items[item.attribute("idref").unwrap()]
                .attribute("href")
                .unwrap()
        })
        .collect();
    let nav = &parsed["nav.xhtml"];
    let toc = named(nav, "nav").next().unwrap();
    let told: Vec<_> = toc
        .descendants()
        .filter_map(|node| node.attribute("href"))
        .collect();
    assert!(told == spine[2..] || spine.len() == 2, "{told:?} {spine:?}");
    let ncx = parse(utf8(&files["EPUB/toc.ncx"]));
    let points: Vec<_> = named(&ncx, "content")
        .filter_map(|node| node.attribute("src"))
        .collect();
    assert_eq!((points[0], &points[1..]), (spine[0], &spine[2..]));
    let uid = named(&ncx, "meta")
        .next()
        .unwrap()
        .attribute("content")
        .unwrap();
    assert_eq!(uid, text(named(&package, "identifier").next().unwrap()));
}

#[test]
fn a_book_hangs_together() {
    for sample in Sample::all() {
        for answers in BOTH {
            let bytes = sample.epub(answers);
            is_whole(&bytes);
            assert!(
                bytes == sample.epub(answers),
                "the same course gives the same bytes"
            );
        }
    }
}

#[test]
fn questions_and_answers_lead_to_each_other() {
    let sample = Sample::fixture("every");
    let files = unpacked(&sample.epub(Answers::With));
    let mut n: usize = 0;
    for words in pages(&files).values() {
        let xml = parse(words);
        let says = ("http://www.idpf.org/2007/ops", "type");
        for answer in elements(&xml).filter(|node| node.attribute(says) == Some("answer")) {
            let id = answer.attribute("id").unwrap();
            let way = |node: Node<'_, '_>, to: &str| {
                node.descendants()
                    .any(|node| node.attribute("href") == Some(&format!("#{to}")))
            };
            let asks = id.replace('a', "q");
            let question = elements(&xml)
                .find(|node| node.attribute("id") == Some(&asks))
                .unwrap();
            assert!(way(answer, &asks) && way(question, id), "{id}");
            n += 1;
        }
    }
    let questions = sample
        .sections
        .iter()
        .map(|section| section.questions.len());
    assert!(n > 10 && n <= questions.sum());
}

fn paragraph(words: &str) -> Block {
    Block::Paragraph(vec![Inline::plain(Clean::words(words))])
}

#[test]
fn the_program_brings_a_course_out() {
    let home = Home::new();
    let export = |args: &[&str]| {
        let output = home.recto(&[&["export", "how-teams-work"], args].concat());
        let said = String::from_utf8(output.stderr).unwrap();
        (output.status.code().unwrap(), said)
    };
    let file = |name: &str| home.path().join(name).to_string_lossy().into_owned();
    let (page, book) = (file("a.html"), file("a.epub"));
    assert_eq!(
        export(&["--format", "html", "-o", &page]),
        (0, String::new())
    );
    assert_eq!(
        export(&["--format", "epub", "-o", &book]),
        (0, String::new())
    );
    parse(&std::fs::read_to_string(&page).unwrap());
    is_whole(&std::fs::read(&book).unwrap());
    let whole = std::fs::metadata(&page).unwrap().len();
    assert_eq!(
        export(&["--format", "html", "--without-answers", "-o", &page]).0,
        0
    );
    assert!(std::fs::metadata(&page).unwrap().len() < whole);
    let (with, without) = (file("with"), file("without"));
    for (folder, more) in [(&with, None), (&without, Some("--without-answers"))] {
        let args = ["--format", "markdown", "-o", folder];
        let args: Vec<_> = args.into_iter().chain(more).collect();
        assert_eq!(export(&args), (0, String::new()));
    }
    let size = |folder: &str| -> u64 {
        let files = std::fs::read_dir(folder).unwrap();
        files
            .map(|file| file.unwrap().metadata().unwrap().len())
            .sum()
    };
    assert!(size(&without) < size(&with));
    for (args, wanted) in [
        (&["--format", "epub"][..], "-o FILE.epub"),
        (
            &["--format", "sheet", "--without-answers"],
            "--without-answers goes with",
        ),
        (&["--format", "html", "--name", "A"], "--name goes with"),
    ] {
        let (code, said) = export(args);
        assert!(code == 2 && said.contains(wanted), "{code} {said}");
    }
}

/// The checker of the W3C is not ours to bring along: where `RECTO_EPUBCHECK` names its jar, it is asked.
#[test]
fn epubcheck_finds_nothing() {
    let Some(jar) = std::env::var_os("RECTO_EPUBCHECK") else {
        println!("skipped: RECTO_EPUBCHECK doesn’t name the jar of EPUBCheck");
        return;
    };
    let home = tempfile::tempdir().unwrap();
    for (n, sample) in Sample::all().iter().enumerate() {
        for (which, answers) in BOTH.into_iter().enumerate() {
            let file = home.path().join(format!("{n}-{which}.epub"));
            std::fs::write(&file, sample.epub(answers)).unwrap();
            let mut java = Command::new("java");
            let output = java.arg("-jar").arg(&jar).arg(&file).output().unwrap();
            let said = String::from_utf8_lossy(&output.stderr);
            assert!(
                output.status.success() && said.is_empty(),
                "{}: {said}",
                sample.course.id
            );
        }
    }
}
