//! OU-XML becomes a course: nothing of it is lost, and what must not come in doesn't.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use recto::course::block::{Block, Inline};
use recto::course::question::{Kind, Question};
use recto::import::{Imported, Input, ouxml};
use roxmltree::{Document, Node};

use crate::outline;

fn import(name: &str, bytes: &[u8]) -> Imported {
    ouxml::read(&Input::File { name, bytes }).unwrap()
}

/// How often each word occurs.
pub type Bag = HashMap<String, usize>;

pub fn bag(text: &str) -> Bag {
    let mut bag = Bag::new();
    let text = text.replace(['\u{ad}', '\u{feff}'], "").to_lowercase();
    let words = text.split(|c: char| !c.is_alphanumeric());
    for word in words.filter(|word| !word.is_empty()) {
        *bag.entry(word.to_owned()).or_default() += 1;
    }
    bag
}

/// The words that a reader of the source sees, counted without any code of ours; formulas apart, for
/// they are put into other signs.
fn source_text(xml: &Document) -> String {
    const UNSEEN: [&str; 16] = [
        "settings",
        "meta",
        "EditorComment",
        "AuthorComment",
        "Equation",
        "InlineEquation",
        "Chemistry",
        "InlineChemistry",
        "CourseCode",
        "ItemID",
        "UnitID",
        "TOC",
        "Covers",
        "IndexTerm",
        "Parameters",
        "math",
    ];
    const INLINE: [&str; 15] = [
        "b",
        "i",
        "u",
        "sub",
        "sup",
        "a",
        "font",
        "language",
        "smallCaps",
        "CrossRef",
        "olink",
        "GlossaryTerm",
        "ComputerCode",
        "ComputerUI",
        "Number",
    ];
    fn walk(node: Node, out: &mut String) {
        let name = node.tag_name().name();
        if node.is_text() {
            out.push_str(node.text().unwrap());
        }
        if !node.is_element() || UNSEEN.contains(&name) {
            return;
        }
        let ends = if INLINE.contains(&name) { "" } else { "\n" };
        out.push_str(ends);
        for child in node.children() {
            walk(child, out);
        }
        out.push_str(ends);
    }
    let mut out = String::new();
    walk(xml.root_element(), &mut out);
    out
}

/// All text that came.
pub fn imported_text(imported: &Imported) -> String {
    let mut out = String::new();
    let course = &imported.course;
    let mut say = |text: &str| {
        out.push_str(text);
        out.push('\n');
    };
    let line = |line: &[Inline]| line.iter().map(|inline| &*inline.text).collect::<String>();
    let all = |blocks: &[Block]| blocks.iter().map(Block::text).collect::<String>();
    say(&course.title);
    course.authors.iter().for_each(|author| say(author));
    say(&all(&course.description));
    say(&all(&course.acknowledgements));
    course.outcomes.iter().for_each(|aim| say(&aim.text));
    for term in &course.glossary {
        say(&term.term);
        say(&all(&term.definition));
    }
    course
        .references
        .iter()
        .for_each(|one| say(&line(&one.text)));
    for section in &imported.sections {
        say(&section.title);
        say(&all(&section.blocks));
        section
            .footnotes
            .iter()
            .for_each(|note| say(&all(&note.blocks)));
        for group in &section.groups {
            group.title.iter().for_each(|title| say(title));
            group
                .minutes
                .iter()
                .for_each(|n| say(&format!("{n} minutes")));
            say(&all(&group.introduction));
        }
        for question in &section.questions {
            question.title.iter().for_each(|title| say(title));
            question
                .minutes
                .iter()
                .for_each(|n| say(&format!("{n} minutes")));
            say(&question.prefill);
            for blocks in [
                &question.prompt,
                &question.answer,
                &question.discussion,
                &question.reflection,
            ] {
                say(&all(blocks));
            }
            match &question.kind {
                Kind::Choice(options) | Kind::Choices(options) => {
                    for choice in &options.choices {
                        say(&line(&choice.text));
                        say(&all(&choice.feedback));
                    }
                }
                Kind::Match(key) => {
                    key.items.iter().for_each(|item| say(&line(&item.text)));
                    // Each item shows its own target, though one may serve more of them.
                    for item in &key.items {
                        say(&line(&key.targets[item.target]));
                    }
                }
                _ => {}
            }
        }
    }
    out
}

/// How many of the words came, and those of which the most are missing.
pub fn recall(source: &Bag, came: &Bag) -> (f64, Vec<(String, usize)>) {
    let mut missing: Vec<_> = source
        .iter()
        .map(|(word, n)| {
            (
                word.clone(),
                n.saturating_sub(came.get(word).copied().unwrap_or(0)),
            )
        })
        .filter(|(_, n)| *n > 0)
        .collect();
    missing.sort_by(|a, b| (b.1, &a.0).cmp(&(a.1, &b.0)));
    let all: usize = source.values().sum();
    let lost: usize = missing.iter().map(|(_, n)| n).sum();
    missing.truncate(12);
    #[expect(clippy::cast_precision_loss, reason = "counts of words are small")]
    let share = 1.0 - lost as f64 / all.max(1) as f64;
    (share, missing)
}

/// Things of a source, counted there and in what came of it.
#[derive(Debug, Default, PartialEq, Eq)]
struct Census {
    parts: usize,
    questions: usize,
    tables: usize,
    terms: usize,
}

fn census_of_source(xml: &Document) -> Census {
    let mut census = Census::default();
    for node in xml.descendants() {
        if node.ancestors().any(|outer| outer.has_tag_name("settings")) {
            continue;
        }
        match node.tag_name().name() {
            "Activity" | "SAQ" | "ITQ" | "Exercise" => {
                census.questions += 1;
                let parts = node.descendants().filter(|part| part.has_tag_name("Part"));
                census.parts += parts.count().max(1);
            }
            "Table" => census.tables += 1,
            "GlossaryItem" => census.terms += 1,
            _ => {}
        }
    }
    census
}

fn census_of_course(imported: &Imported) -> Census {
    fn tables(block: &Block) -> usize {
        let own = usize::from(matches!(block, Block::Table(_)));
        own + block.children().map(tables).sum::<usize>()
    }
    let mut census = Census {
        terms: imported.course.glossary.len(),
        ..Census::default()
    };
    for section in &imported.sections {
        census.parts += section.questions.len();
        let single = |question: &&Question| question.group.is_none();
        census.questions += section.questions.iter().filter(single).count();
        census.questions += section.groups.len();
        let asked = section.questions.iter().flat_map(|question| {
            let Question {
                prompt,
                answer,
                discussion,
                ..
            } = question;
            prompt.iter().chain(answer).chain(discussion)
        });
        census.tables += section
            .blocks
            .iter()
            .chain(asked)
            .map(tables)
            .sum::<usize>();
    }
    census
}

/// Real courses, where they are at hand.
#[expect(clippy::print_stderr, reason = "a test that looks at nothing says so")]
fn real_courses() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let Ok(entries) = root.join("../shared/fixtures/ouxml").read_dir() else {
        eprintln!("skipped: there are no ../shared/fixtures");
        return Vec::new();
    };
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|end| end == "xml"));
    paths.sort();
    paths
}

#[track_caller]
fn is_whole(name: &str, text: &str) {
    let xml = Document::parse(text).unwrap();
    let imported = import(name, text.as_bytes());
    assert_eq!(
        census_of_course(&imported),
        census_of_source(&xml),
        "{name}"
    );
    let (share, missing) = recall(&bag(&source_text(&xml)), &bag(&imported_text(&imported)));
    assert!(share >= 0.999, "{name}: {share:.5}, missing {missing:?}");
}

#[test]
fn nothing_of_a_real_course_is_lost() {
    for path in real_courses() {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        is_whole(&name, &std::fs::read_to_string(&path).unwrap());
    }
}

const BREAD: &str = include_str!("../fixtures/ouxml/bread.xml");

#[test]
fn every_construct_has_its_place() {
    let imported = import("bread.xml", BREAD.as_bytes());
    let mut out = outline::course(&imported.course);
    for section in &imported.sections {
        out.push_str(&outline::section(section));
    }
    for note in &imported.notes {
        out.push_str(&format!("noted in {:?}: {}\n", &*note.place, note.what));
    }
    insta::assert_snapshot!(out);
}

#[test]
fn nothing_of_the_bread_course_is_lost() {
    is_whole("bread.xml", BREAD);
}

/// A course is read in pieces where it is long, and as a whole where what stands around the pieces is
/// long itself.
#[track_caller]
fn is_the_same_in_pieces(name: &str, text: &str) {
    let long = format!("<!-- </Session> {} -->", "-x".repeat(70_000));
    let in_pieces = text.replace("</Session>", &format!("{long}</Session>"));
    let whole = in_pieces.replacen("<Item", &format!("<Item pad='{}'", " ".repeat(200_000)), 1);
    assert_ne!(in_pieces, text);
    let expected = import(name, whole.as_bytes());
    assert_eq!(import(name, in_pieces.as_bytes()), expected, "{name}");
    assert_eq!(import(name, text.as_bytes()), expected, "{name}");
}

#[test]
fn a_course_in_pieces_is_the_same() {
    is_the_same_in_pieces("bread.xml", BREAD);
    for path in real_courses() {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        is_the_same_in_pieces(&name, &std::fs::read_to_string(&path).unwrap());
    }
}

#[test]
fn what_must_not_come_in_does_not() {
    let imported = import("bread.xml", BREAD.as_bytes());
    let all = format!("{imported:?}");
    for words in [
        "commented out",
        "deleted words",
        "never shown",
        "hush",
        "secret",
        "mill.example",
        "/etc/passwd",
        "not this one",
    ] {
        assert!(!all.contains(words), "{words} came in");
    }
}

#[test]
fn a_course_exported_anew_gives_the_same() {
    let before = import("bread.xml", BREAD.as_bytes());
    let anew = BREAD
        .replace("utm_source=here", "utm_source=there")
        .replace("<version>2019", "<version>2026")
        .replace("x_imagesrc=", "x_contenthash=\"77\" x_imagesrc=")
        .replace("</Paragraph><Paragraph>", "</Paragraph>\n   <Paragraph>");
    assert_ne!(anew, BREAD);
    assert_eq!(import("renamed.xml", anew.as_bytes()), before);
}

#[test]
fn is_known_by_its_content() {
    let utf_16: Vec<u8> = std::iter::once(0xfeff)
        .chain(BREAD.encode_utf16())
        .flat_map(u16::to_be_bytes)
        .collect();
    for (bytes, expected) in [
        (BREAD.as_bytes(), true),
        (b"\n<Item>", true),
        (&utf_16, true),
        (b"<Items>", false),
        (b"<html>", false),
        (b"Item", false),
        (b"<!-- <Item>", false),
        (b"", false),
    ] {
        let start = String::from_utf8_lossy(&bytes[..bytes.len().min(20)]);
        let input = Input::File { name: "x", bytes };
        assert_eq!(ouxml::knows(&input), expected, "{start}");
    }
    let plain = import("bread.xml", BREAD.as_bytes());
    assert_eq!(import("bread.xml", &utf_16), plain);
}

#[test]
fn western_bytes_are_read_and_told() {
    let says = |label: &str| {
        let mut bytes =
            format!("<?xml version='1.0' encoding='{label}'?><Item><ItemTitle>caf").into_bytes();
        bytes.extend(b"\xe9</ItemTitle><Session/></Item>");
        let imported = import("x.xml", &bytes);
        (imported.course.title.to_string(), imported.notes.len())
    };
    assert_eq!(says("iso-8859-1"), ("café".to_owned(), 0));
    assert_eq!(says("utf-8"), ("café".to_owned(), 1));
}

#[test]
fn what_is_broken_is_refused_with_its_place() {
    let deep = format!("<Item>{}{}</Item>", "<b>".repeat(300), "</b>".repeat(300));
    let far_deeper = format!("<Item>{}", "<b>".repeat(100_000));
    let crowd: String = (0..3000).map(|n| format!(" a{n}='x'")).collect();
    let crowd = format!("<Item{crowd}/>");
    let entity = "<!DOCTYPE Item [<!ENTITY a \"b\">]><Item>&a;</Item>";
    for (source, what) in [
        ("", "no well-formed XML"),
        ("%PDF-1.7", "no well-formed XML"),
        ("<html/>", "<html>"),
        (
            "<Item><settings><Session/></settings></Item>",
            "nothing to study",
        ),
        ("<Item><Unit><b><i></b></Unit></Item>", "in Item/Unit/b/i"),
        (
            "<Item><FrontMatter><Imp",
            "it ends too early, in Item/FrontMatter",
        ),
        (entity, "document type"),
        (&deep, "in one another"),
        (&crowd, "thousands of attributes"),
        (&far_deeper, "in one another"),
    ] {
        let bytes = source.as_bytes();
        let refusal = ouxml::read(&Input::File { name: "x", bytes }).unwrap_err();
        assert!(refusal.what.contains(what), "{}", refusal.what);
        assert!(!refusal.what.contains('\u{1b}'));
    }
}

#[test]
fn what_can_be_mended_is_read_and_told() {
    let whole = "<Item><ItemTitle>T</ItemTitle><Session><Title>S</Title><Paragraph>caf&eacute; &amp; \
                 R&D\u{1b}]0;title\u{7}\u{1b}[31m&#27;.</Paragraph><Paragraph>More";
    let imported = import("x.xml", whole.as_bytes());
    let text: String = imported.sections[0]
        .blocks
        .iter()
        .map(Block::text)
        .collect();
    assert_eq!(text, "café & R&D.\nMore\n");
    let notes: Vec<_> = imported.notes.iter().map(|note| &*note.what).collect();
    assert_eq!(notes.len(), 5, "{notes:?}");
    assert!(
        notes.contains(&"it ends too early, in Item/Session/Paragraph; what stands before is here")
    );
}

#[test]
fn a_table_that_would_be_huge_is_a_list() {
    let wide = format!("<tr>{}</tr>", "<td>x</td>".repeat(2000));
    let spans = "<tr><td colspan='9999' rowspan='18446744073709551615'>x</td></tr>".repeat(50);
    let table = format!("{spans}{wide}{}", "<tr><td>y</td></tr>".repeat(2000));
    let source = format!(
        "<Item><Session><Title>T</Title><Table><tbody>{table}</tbody></Table></Session></Item>"
    );
    let imported = import("x.xml", source.as_bytes());
    let [Block::List { items, .. }] = &imported.sections[0].blocks[..] else {
        panic!("it is no list");
    };
    assert_eq!(items.len(), 2051);
}

#[test]
fn very_many_of_one_name_take_no_longer_each() {
    let saq = "<SAQ><Heading>SAQ 1</Heading><Question>q</Question></SAQ>".repeat(20_000);
    let section = "<Session><Title>Same</Title>x</Session>".repeat(20_000);
    let source = format!("<Item><Session>{saq}</Session>{section}</Item>");
    let imported = import("x.xml", source.as_bytes());
    let last = imported.sections[0].questions.last().unwrap();
    assert_eq!(last.id.as_str(), "saq-1-20000");
    assert_eq!(imported.sections.last().unwrap().id.as_str(), "same-20000");
}
