//! The study record: what it counts, and that nothing of a course or a name is markup in it.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use proptest::prelude::*;
use pulldown_cmark::{Event as Mark, Options, Parser};
use recto::course::block::{Block, Face, FaceKind, Inline, Target};
use recto::course::id::{CourseId, FullId, SectionId};
use recto::course::{Aim, Course, Section};
use recto::export::document::{Document, Voice};
use recto::export::record::{self, Maker};
use recto::export::{html, markdown, svg};
use recto::store::course_file;
use recto::study::day::Calendar;
use recto::study::event::{Did, Event, Given, Paper, Rating, Response};
use recto::study::exam::Bank;
use recto::study::progress::Progress;
use recto::study::record::{Record, record as fold};
use recto::text::Clean;
use roxmltree::{Document as Xml, ParsingOptions};

use crate::harness::source_of;

/// What nobody writes who means well.
pub const HOSTILE: &str = "<script>alert(1)</script> ]]> --> &lt; \"q\" 'q' `a` *b* [x](javascript:y) | \u{1b}[2J\u{202e}\u{0}\u{fffe}";

pub fn every() -> (Course, Vec<Section>) {
    let source = source_of("every");
    let (course, _) = course_file::course(&source).unwrap();
    let sections = 0..course.sections.len();
    let sections = sections.map(|at| course_file::section(&source, &course, at).0);
    let sections = sections.collect();
    (course, sections)
}

pub fn at(time: &str) -> Timestamp {
    time.parse().unwrap()
}

pub fn event(time: &str, did: Did) -> Event {
    Event {
        at: at(time),
        course: CourseId::new("every").unwrap(),
        did,
    }
}

pub fn answer(time: &str, question: &str, response: Response, score: Option<f64>) -> Event {
    let given = Given {
        response,
        score,
        rating: score.map(|score| {
            if score < 1.0 {
                Rating::Hard
            } else {
                Rating::Easy
            }
        }),
        certainty: None,
        hinted: false,
        seconds: Some(90),
        exam: None,
    };
    event(time, Did::Answer(FullId::parse(question).unwrap(), given))
}

pub fn said(question: &str, of: &str, did: impl Fn(FullId, Timestamp) -> Did, time: &str) -> Event {
    event(time, did(FullId::parse(question).unwrap(), at(of)))
}

/// A few days of study.
pub fn studied() -> Progress {
    let mut slow = answer(
        "2026-11-20T09:00:00Z",
        "ask/one",
        Response::Picked(vec![1]),
        Some(0.0),
    );
    if let Did::Answer(_, given) = &mut slow.did {
        given.seconds = Some(9_000);
    }
    let open = "2026-11-21T09:00:00Z";
    let undone = "2026-11-25T09:00:00Z";
    let mut progress = Progress::default();
    progress.record_all([
        slow,
        answer(
            "2026-11-22T09:00:00Z",
            "ask/one",
            Response::Picked(vec![0]),
            Some(1.0),
        ),
        answer(
            open,
            "ask/conditions",
            Response::Written("a <b>domain</b>\n- shared".into()),
            None,
        ),
        said(
            "ask/conditions",
            open,
            |question, of| Did::Mark {
                question,
                of,
                points: vec![true],
                score: 0.5,
            },
            "2026-11-21T09:01:00Z",
        ),
        said(
            "ask/conditions",
            open,
            |question, of| Did::Note {
                question,
                of,
                text: "I missed *half*.".into(),
            },
            "2026-11-21T09:02:00Z",
        ),
        answer(undone, "ask/so", Response::Said(true), Some(1.0)),
        said(
            "ask/so",
            undone,
            |question, of| Did::Undo { question, of },
            "2026-11-25T09:01:00Z",
        ),
        answer(
            "2026-11-23T23:30:00Z",
            "ask/gone",
            Response::Picked(vec![2]),
            Some(1.0),
        ),
        event(
            "2026-11-19T22:30:00Z",
            Did::Read(SectionId::new("introduction").unwrap()),
        ),
    ]);
    progress
}

fn folded(course: &Course, progress: &Progress) -> Record {
    let zone = TimeZone::fixed(jiff::tz::offset(1));
    let syllabus = course_file::syllabus(&source_of("every"), course);
    fold(
        (&syllabus, &Bank::new(every().1)),
        progress,
        (at("2026-11-26T10:00:00Z"), &Calendar::new(zone, 0)),
    )
}

fn maker() -> Maker {
    Maker {
        name: Some(Clean::words("Ada <Lovelace>")),
        day: Date::constant(2026, 11, 26),
    }
}

#[test]
fn it_counts_what_stands() {
    let (course, _) = every();
    let record = folded(&course, &studied());
    // Half past ten at night in London is the same day in Paris; half past eleven is the next.
    let days = (Date::constant(2026, 11, 19), Date::constant(2026, 11, 24));
    assert_eq!(record.days, Some(days));
    let figures = &record.figures;
    let tally = &figures.tally;
    assert_eq!((record.n_answers, tally.seconds), (4, 600 + 3 * 90));
    assert_eq!(figures.n_gone, 1);
    assert_eq!((tally.questions, tally.marked, tally.answered), (14, 11, 2));
    assert_eq!(tally.mastered, 1, "only the one that was known well");
    assert_eq!((tally.scores.n(), tally.scores.get()), (2, Some(0.75)));
    let outcome = &figures.aims[0].tally;
    assert_eq!((outcome.questions, outcome.answered), (2, 2));
    assert_eq!(
        record.read,
        [Some(Date::constant(2026, 11, 19)), None, None, None]
    );
    let nothing = folded(&course, &Progress::default());
    assert_eq!(
        (nothing.days, nothing.n_answers, nothing.read),
        (None, 0, vec![None; 4])
    );
}

#[test]
fn what_was_just_forgotten_is_not_mastered() {
    let (course, _) = every();
    for (rating, n) in [(Rating::Easy, 1), (Rating::Hard, 1), (Rating::Again, 0)] {
        let mut progress = Progress::default();
        let mut given = answer(
            "2026-11-26T09:00:00Z",
            "ask/so",
            Response::Said(true),
            Some(1.0),
        );
        if let Did::Answer(_, given) = &mut given.did {
            given.rating = Some(rating);
        }
        progress.record(&given);
        let tally = folded(&course, &progress).figures.tally;
        assert_eq!(tally.mastered, n, "{rating:?}");
    }
}

#[test]
fn exams_that_were_handed_in_are_told() {
    let (course, _) = every();
    let mut progress = studied();
    let begun = "2026-11-25T12:00:00Z";
    let paper = Paper {
        title: None,
        questions: ["ask/so", "ask/word"]
            .map(|id| FullId::parse(id).unwrap())
            .into(),
        seed: 7,
        limit: None,
        pass: 50,
    };
    let mut given = answer(
        "2026-11-25T12:01:00Z",
        "ask/so",
        Response::Said(true),
        Some(1.0),
    );
    if let Did::Answer(_, given) = &mut given.did {
        given.exam = Some(at(begun));
    }
    progress.record_all([
        event(begun, Did::Exam(paper.clone())),
        event("2026-11-26T08:00:00Z", Did::Exam(paper)),
        given,
    ]);
    let words = |progress: &Progress| {
        let record = folded(&course, progress);
        markdown::write(&record::document(&course, &record, &maker()))
    };
    assert!(!words(&progress).contains("## Exams"), "none was handed in");
    progress.record(&event(
        "2026-11-25T12:02:00Z",
        Did::HandIn { exam: at(begun) },
    ));
    let words = words(&progress);
    let row = "| 25 November 2026 | 2 | 1 of 2 marks, 50 %. Passed; 50 % were needed. |\n\n";
    assert!(words.contains(row), "{words}");
}

#[test]
fn as_markdown_it_reads_like_this() {
    let (course, _) = every();
    let record = folded(&course, &studied());
    let words = markdown::write(&record::document(&course, &record, &maker()));
    insta::assert_snapshot!("study-record", words);
}

/// The XML of a document, of which nothing but `tags` and `attributes` may be made.
fn parse<'a>(words: &'a str, tags: &[&str], attributes: &[&str]) -> Xml<'a> {
    let options = ParsingOptions {
        allow_dtd: true,
        ..ParsingOptions::default()
    };
    let xml =
        Xml::parse_with_options(words, options).unwrap_or_else(|error| panic!("{error}\n{words}"));
    for node in xml.descendants().filter(roxmltree::Node::is_element) {
        let name = node.tag_name().name();
        assert!(tags.contains(&name), "<{name}>");
        for attribute in node.attributes() {
            assert!(
                attributes.contains(&attribute.name()),
                "{}",
                attribute.name()
            );
        }
        let link = node.attribute("href").unwrap_or("https://");
        assert!(
            link.starts_with("https://") || link.starts_with("http://"),
            "{link}"
        );
    }
    xml
}

const HTML: [&str; 32] = [
    "html",
    "head",
    "meta",
    "title",
    "style",
    "body",
    "main",
    "h1",
    "h2",
    "h3",
    "h4",
    "p",
    "ul",
    "ol",
    "li",
    "table",
    "caption",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "strong",
    "em",
    "code",
    "pre",
    "blockquote",
    "footer",
    "div",
    "a",
    "br",
    "hr",
];
const HTML_ATTRIBUTES: [&str; 9] = [
    "lang",
    "dir",
    "charset",
    "name",
    "content",
    "http-equiv",
    "scope",
    "href",
    "class",
];

pub fn parse_html(words: &str) -> Xml<'_> {
    parse(words, &HTML, &HTML_ATTRIBUTES)
}

fn parse_svg(words: &str) -> Xml<'_> {
    let attributes = [
        "width",
        "height",
        "viewBox",
        "role",
        "aria-labelledby",
        "font-family",
        "text-anchor",
        "id",
        "fill",
        "x",
        "y",
        "stroke",
        "stroke-width",
        "font-size",
        "font-weight",
    ];
    parse(
        words,
        &["svg", "title", "desc", "rect", "g", "text"],
        &attributes,
    )
}

fn hostile_course() -> Course {
    let (mut course, _) = every();
    let hostile = Clean::words(HOSTILE);
    course.title = hostile.clone();
    course.language = Clean::words("en\" onload=\"x");
    course.authors = vec![hostile.clone()];
    course.source = hostile.clone();
    course.licence = hostile.clone();
    let aim = Aim {
        id: Clean::words("read"),
        text: hostile,
    };
    course.outcomes = vec![aim; 300];
    course
}

#[test]
fn the_sheet_of_a_hostile_course_is_a_sheet() {
    let course = hostile_course();
    let record = folded(&course, &studied());
    let maker = Maker {
        name: Some(Clean::words(&HOSTILE.repeat(40))),
        ..maker()
    };
    let words = svg::write(&course, &record, &maker);
    let xml = parse_svg(&words);
    let texts = || xml.descendants().filter(|node| node.has_tag_name("text"));
    let said: Vec<_> = texts().filter_map(|node| node.text()).collect();
    assert!(
        said.iter().any(|line| line.contains("<script>")),
        "it is text: {said:?}"
    );
    assert!(said.iter().any(|line| line.ends_with(" more")), "{said:?}");
    let mut last = 0.0;
    for node in texts() {
        let y: f64 = node.attribute("y").unwrap().parse().unwrap();
        assert!(y > last && y < 285.0, "{last} {y}");
        last = y;
    }
    let title = xml
        .descendants()
        .find(|node| node.has_tag_name("title"))
        .unwrap();
    assert!(title.text().unwrap().contains("<script>alert(1)</script>"));
}

#[test]
fn the_page_of_a_hostile_course_is_a_page() {
    let course = hostile_course();
    let record = folded(&course, &studied());
    let words = html::write(&record::document(&course, &record, &maker()));
    let xml = parse_html(&words);
    let heads: Vec<_> = xml
        .descendants()
        .filter(|node| node.has_tag_name("th"))
        .collect();
    assert!(
        !heads.is_empty()
            && heads
                .iter()
                .all(|head| head.attribute("scope") == Some("col"))
    );
    assert_eq!(xml.root_element().attribute("lang"), Some("en-GB"));
    assert_eq!(
        xml.descendants()
            .filter(|node| node.has_tag_name("h1"))
            .count(),
        1
    );
    assert!(words.contains("@media print"));
}

fn face(strong: bool, emphasis: bool, kind: FaceKind) -> Face {
    Face {
        strong,
        emphasis,
        struck: false,
        kind,
    }
}

const KINDS: [FaceKind; 3] = [FaceKind::Text, FaceKind::Code, FaceKind::Maths];

fn hostile_inline() -> impl Strategy<Value = Inline> {
    let text = "[-a*_`#+=:.)1<>&|~$!\\[\\]{}(\\\\/\"' \n]{0,12}";
    (
        text,
        any::<bool>(),
        any::<bool>(),
        prop::sample::select(&KINDS[..]),
    )
        .prop_map(|(text, strong, emphasis, kind)| Inline {
            text: Clean::lines(&text),
            face: face(strong, emphasis, kind),
            target: None,
        })
}

/// What is read of Markdown: its words, and that there is nothing but paragraphs and stress in it.
fn read(words: &str) -> String {
    let mut text = String::new();
    for mark in Parser::new_ext(words, Options::all() - Options::ENABLE_SMART_PUNCTUATION) {
        match mark {
            Mark::Text(words) => text.push_str(&words),
            Mark::SoftBreak | Mark::HardBreak => text.push(' '),
            Mark::Start(tag) => assert!(
                matches!(
                    tag,
                    pulldown_cmark::Tag::Paragraph
                        | pulldown_cmark::Tag::Emphasis
                        | pulldown_cmark::Tag::Strong
                        | pulldown_cmark::Tag::Heading {
                            level: pulldown_cmark::HeadingLevel::H1,
                            ..
                        }
                ),
                "{tag:?} in {words}"
            ),
            Mark::End(_) => {}
            other => panic!("{other:?} in {words}"),
        }
    }
    text
}

proptest! {
    #[test]
    fn no_words_are_marks_in_markdown(content in prop::collection::vec(hostile_inline(), 1..5)) {
        let mut document = Document::new("", &Clean::words("en"));
        let expected: String = content.iter().map(|inline| &*inline.text).collect();
        document.say(Voice::Course, [Block::Paragraph(content)]);
        let written = markdown::write(&document);
        // A word joiner may stand beside a mark.
        let is_seen = |c: &char| !c.is_whitespace() && *c != '\u{2060}';
        let squeezed = |words: &str| words.chars().filter(is_seen).collect::<String>();
        prop_assert_eq!(squeezed(&read(&written)), squeezed(&expected), "{}", written);
    }
}

#[test]
fn only_links_into_the_web_are_links() {
    let mut document = Document::new("t", &Clean::words("en"));
    for address in [
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "https://example.org/?a=\"><b",
        "HTTP://example.org",
    ] {
        let link = Inline {
            target: Some(Target::Web(Clean::words(address))),
            ..Inline::plain(Clean::words("there"))
        };
        document.say(Voice::Course, [Block::Paragraph(vec![link])]);
    }
    let words = html::write(&document).replace("HTTP:", "http:");
    let xml = parse_html(&words);
    assert_eq!(
        xml.descendants()
            .filter(|node| node.has_tag_name("a"))
            .count(),
        2
    );
    let words = markdown::write(&document);
    assert!(
        !words.contains("javascript") && words.contains("(HTTP://example.org)"),
        "{words}"
    );
    assert!(
        !words.contains("\"><b"),
        "an address that would end the link early is none: {words}"
    );
}
