//! What leaves of the learner's own: the sheet of answers and the notes, to the letter, and with
//! words in them that nobody writes who means well.

use jiff::tz::TimeZone;
use recto::course::block::{Block, Inline};
use recto::course::question::{Kind, Point};
use recto::course::{Course, Section};
use recto::export::document::Document;
use recto::export::{html, markdown, notes, sheet};
use recto::study::day::Calendar;
use recto::study::event::{Did, Response};
use recto::study::progress::Progress;
use recto::text::Clean;

use crate::study_record::{HOSTILE, answer, every, parse_html, said, studied};

type Make = fn(&Course, &[Section], &Progress) -> Document;

const MAKES: [Make; 2] = [
    |course, sections, progress| {
        sheet::document(
            course,
            sections,
            progress.course(&course.id),
            None,
            &Calendar::new(TimeZone::UTC, Calendar::BEGINS),
        )
    },
    |course, sections, progress| {
        notes::document(
            course,
            sections,
            progress.course(&course.id),
            None,
            &Calendar::new(TimeZone::UTC, Calendar::BEGINS),
        )
    },
];

/// With an activity and a question that is gone, each with words beside it.
fn more() -> Progress {
    let mut progress = studied();
    let of = "2026-11-23T23:30:00Z";
    let note = |text: &str| {
        let text = text.to_owned();
        move |question, of| Did::Note {
            question,
            of,
            text: text.clone(),
        }
    };
    let yours = "2026-11-22T10:00:00Z";
    progress.record_all([
        said(
            "ask/gone",
            of,
            note("It was about tea."),
            "2026-11-23T23:31:00Z",
        ),
        answer(
            yours,
            "1.4/last",
            Response::Written("one\ntwo".into()),
            None,
        ),
        answer(
            "2026-11-22T11:00:00Z",
            "1.4/last",
            Response::Written("three".into()),
            None,
        ),
        answer(
            "2026-11-22T12:00:00Z",
            "ask/word",
            Response::DontKnow,
            Some(0.0),
        ),
        answer(
            "2026-11-22T12:01:00Z",
            "ask/some",
            Response::Picked(vec![0, 1, 8]),
            Some(1.0),
        ),
    ]);
    progress
}

#[test]
fn the_sheet_reads_like_this() {
    let (course, sections) = every();
    let words = markdown::write(&MAKES[0](&course, &sections, &more()));
    insta::assert_snapshot!("answer-sheet", words);
}

#[test]
fn the_notes_read_like_this() {
    let (course, sections) = every();
    let words = markdown::write(&MAKES[1](&course, &sections, &more()));
    insta::assert_snapshot!("notes", words);
}

#[test]
fn with_nothing_done_all_questions_wait_and_no_note_is_there() {
    let (course, sections) = every();
    let none = Progress::default();
    let n: usize = sections.iter().map(|section| section.questions.len()).sum();
    let words = markdown::write(&MAKES[0](&course, &sections, &none));
    assert_eq!(words.matches("**Not answered yet**").count(), n);
    let words = markdown::write(&MAKES[1](&course, &sections, &none));
    assert!(words.contains("There are no notes yet."), "{words}");
}

#[test]
fn hostile_words_are_words_on_the_sheet_and_in_the_notes() {
    let (mut course, mut sections) = every();
    let hostile = Clean::words(HOSTILE);
    course.title = hostile.clone();
    for question in sections
        .iter_mut()
        .flat_map(|section| &mut section.questions)
    {
        question.title = Some(hostile.clone());
        question.prompt = vec![Block::Paragraph(vec![Inline::plain(hostile.clone())])];
        if let Kind::Open { points } = &mut question.kind {
            let point = Point {
                text: hostile.clone(),
                accept: Vec::new(),
            };
            points.push(point);
        }
    }
    let mut progress = more();
    let of = "2026-11-25T10:00:00Z";
    let note = |question, of| Did::Note {
        question,
        of,
        text: HOSTILE.to_owned(),
    };
    for question in ["ask/word", "1.4/last", "gone/gone"] {
        progress.record_all([
            answer(
                of,
                question,
                Response::Written(HOSTILE.to_owned()),
                Some(0.5),
            ),
            said(question, of, note, "2026-11-25T10:01:00Z"),
        ]);
    }
    for make in MAKES {
        let document = make(&course, &sections, &progress);
        let words = html::write(&document);
        let xml = parse_html(&words);
        let text: String = xml.descendants().filter_map(|node| node.text()).collect();
        assert!(
            text.matches("<script>alert(1)</script> ]]> -->").count() > 6,
            "{text}"
        );
        assert!(!words.contains(['\u{1b}', '\u{202e}', '\0']));
        let words = markdown::write(&document);
        assert!(words.contains("\\<script>"));
        let bare = words.replace("\\<", "");
        let tag = bare.match_indices('<').find(|(at, _)| {
            bare[at + 1..].starts_with(|c: char| c.is_ascii_alphabetic() || "/!?".contains(c))
        });
        assert_eq!(tag, None, "{words}");
        assert!(!words.contains(['\u{1b}', '\u{202e}', '\0']));
    }
}
