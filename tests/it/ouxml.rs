//! OU-XML becomes a course: nothing of it is lost, and what must not come in doesn't.

use std::path::{Path, PathBuf};

use recto::course::block::Block;
use recto::course::check::{self, Marks};
use recto::course::question::Kind;
use recto::import::{Imported, Input, ouxml};

use crate::outline;
use crate::ouxml_count::is_whole;

fn import(name: &str, bytes: &[u8]) -> Imported {
    ouxml::read(&Input::File { name, bytes }).unwrap()
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

/// A course is read in pieces where it is long, its sessions too where they are, and as a whole where
/// what stands around the pieces is long itself.
#[track_caller]
fn is_the_same_in_pieces(name: &str, text: &str) {
    let long = format!("<!-- </Session> {} -->", "-x".repeat(70_000));
    let in_pieces = text.replace("</Session>", &format!("{long}</Session>"));
    let whole = in_pieces.replacen("<Item", &format!("<Item pad='{}'", " ".repeat(200_000)), 1);
    assert_ne!(in_pieces, text);
    let expected = import(name, whole.as_bytes());
    assert_eq!(import(name, in_pieces.as_bytes()), expected, "{name}");
    assert_eq!(import(name, text.as_bytes()), expected, "{name}");
    let long = format!("<!-- </Section> {} -->", "-x".repeat(600_000));
    let in_small_pieces = text.replace("</Section>", &format!("{long}</Section>"));
    assert_eq!(import(name, in_small_pieces.as_bytes()), expected, "{name}");
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
        (b"<?xml?><!-- --><!DOCTYPE Item [<!ENTITY a 'b'>]>", true),
        (b"<!DOCTYPE html>", false),
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
fn words_where_none_can_stand_are_told() {
    let source = "<Item><Session><Title>A</Title><Table><tbody><tr>lost<td>kept</td></tr></tbody>\
                  </Table>\n<BulletedList> <ListItem>kept</ListItem>\n</BulletedList></Session></Item>";
    let imported = import("x.xml", source.as_bytes());
    let notes: Vec<_> = imported.notes.iter().map(|note| &*note.what).collect();
    assert_eq!(
        notes,
        ["words in <tr>, where none can stand, were left out: “lost”"]
    );
}

#[test]
fn what_leads_nowhere_is_told_once_a_section() {
    let lost =
        |n: usize| format!("<CrossRef idref='x{n}'>x</CrossRef><olink targetdoc='D{n}'>y</olink>");
    let all: String = (0..9).map(|n| lost(n % 7)).collect();
    let source = format!("<Item><Session><Title>A</Title>{all}</Session></Item>");
    let imported = import("x.xml", source.as_bytes());
    let notes: Vec<_> = imported.notes.iter().map(|note| &*note.what).collect();
    let expected = [
        "references to x0, x1, x2, x3, x4 … lead nowhere; they are words now",
        "links to the documents d0, d1, d2, d3, d4 …, which are not here, are words now",
    ];
    assert_eq!(notes, expected);
}

#[test]
fn what_is_discussed_is_the_answer_where_nothing_else_is() {
    let source = "<Item><Session><Title>A</Title><SAQ><Question>q</Question><Discussion type='Comment'>d\
                  </Discussion></SAQ><Activity><Question>q</Question><Discussion>d</Discussion></Activity>\
                  </Session></Item>";
    let imported = import("x.xml", source.as_bytes());
    let [saq, activity] = &imported.sections[0].questions[..] else {
        panic!("there are two");
    };
    assert_eq!((saq.answer.len(), saq.discussion.len()), (2, 0));
    assert_eq!((activity.answer.len(), activity.discussion.len()), (0, 1));
}

#[test]
fn a_section_that_holds_others_may_be_empty() {
    let source = "<Item><Session><Title>A</Title><Section><Title>B</Title>b</Section></Session>\
                  <Session><Title>C</Title></Session></Item>";
    let imported = import("x.xml", source.as_bytes());
    let problems = imported.sections.iter().map(|section| {
        let problems = check::section(
            &imported.course,
            &check::Known::of(&imported.course),
            section,
            &Marks::default(),
        );
        let what = problems.iter().map(|problem| problem.what.clone());
        what.collect::<Vec<_>>()
    });
    let expected = [vec![], vec![], vec!["the section is empty".to_owned()]];
    assert_eq!(problems.collect::<Vec<_>>(), expected);
}

#[test]
fn matches_stand_as_they_were_printed() {
    let pair = |option: &str, letter: &str| {
        format!("<Option>{option}</Option><Match{letter}>of {option}</Match>")
    };
    let targets = |letters: [&str; 3]| {
        let pairs: String = ["rye", "oats", "wheat"]
            .iter()
            .zip(letters)
            .map(|(option, letter)| pair(option, letter))
            .collect();
        let source = format!(
            "<Item><Session><Title>A</Title><Activity><Question>q</Question><Interaction><Matching>\
             {pairs}</Matching></Interaction></Activity></Session></Item>"
        );
        let imported = import("x.xml", source.as_bytes());
        let Kind::Match(key) = &imported.sections[0].questions[0].kind else {
            panic!("it is none");
        };
        for item in &key.items {
            assert_eq!(
                *key.targets[item.target][0].text,
                *format!("of {}", item.text[0].text)
            );
        }
        let targets = key
            .targets
            .iter()
            .map(|target| target[0].text[3..].to_owned());
        (targets.collect::<Vec<_>>(), key.shuffle)
    };
    let is = |order: [&str; 3], shuffle| (order.map(str::to_owned).to_vec(), shuffle);
    let plain = ["rye", "oats", "wheat"];
    let told = targets([" x_letter='c'", " x_letter='a'", " x_letter='b'"]);
    assert_eq!(told, is(["oats", "wheat", "rye"], false));
    // It would give the answers away.
    let same = targets([" x_letter='a'", " x_letter='b'", " x_letter='c'"]);
    assert_eq!(same, is(plain, true));
    assert_eq!(
        targets([" x_letter='b'", "", " x_letter='a'"]),
        is(plain, true)
    );
    assert_eq!(
        targets([" x_letter='b'", " x_letter='b'", " x_letter='a'"]),
        is(plain, true)
    );
}

#[test]
fn what_is_offered_after_a_course_is_no_study() {
    let offer = |inner: &str| {
        format!(
            "<Item><Session><Title>A</Title>a</Session><Session><Title>Keep on learning</Title>\
             <Paragraph>Look at our degrees.</Paragraph>{inner}</Session></Item>"
        )
    };
    let imported = import("x.xml", offer("").as_bytes());
    assert_eq!(imported.sections.len(), 1);
    let known: String = imported
        .course
        .acknowledgements
        .iter()
        .map(Block::text)
        .collect();
    assert_eq!(known, "Keep on learning\nLook at our degrees.\n");
    assert_eq!(imported.notes.len(), 1);
    let asked = "<Activity><Question>Which?</Question></Activity>";
    assert_eq!(import("x.xml", offer(asked).as_bytes()).sections.len(), 2);
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

#[test]
fn what_other_makers_write_is_read_too() {
    let imported = import(
        "loaf.xml",
        b"<Item><ItemTitle>Loaf</ItemTitle><Unit><Session><Title>Dough</Title>\
          <Section><Paragraph>Flour.</Paragraph></Section><Section><Paragraph>Water.</Paragraph></Section>\
          <Section><Title>Oven</Title><MediaContent type='image' src='a/loaf.png'><Caption>A loaf</Caption>\
          <Description>It is round.</Description></MediaContent></Section>\
          <Section><ProgramListing><Paragraph>heat</Paragraph><Paragraph/><Paragraph>bake</Paragraph>\
          </ProgramListing></Section></Session></Unit></Item>",
    );
    let titles = imported.course.sections.iter();
    let titles: Vec<_> = titles
        .map(|heading| (heading.level, &*heading.title))
        .collect();
    assert_eq!(titles, [(1, "Dough"), (2, "Oven"), (2, "Untitled")]);
    let [dough, oven, last] = &imported.sections[..] else {
        panic!()
    };
    assert_eq!(dough.blocks.len(), 2);
    let [Block::Figure(figure)] = &oven.blocks[..] else {
        panic!("{:?}", oven.blocks)
    };
    assert_eq!(
        (&*figure.path, &*figure.alternative),
        ("loaf.png", "It is round.")
    );
    assert_eq!(last.blocks[0].text().trim_end(), "heat\n\nbake");
}
