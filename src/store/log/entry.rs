//! One entry of a progress log: an [`Event`] as TOML, and back.
//!
//! Every entry has `at` and `course`, and ends with `did`. What else it has depends on that:
//!
//! | did | keys |
//! |---|---|
//! | `answer` | `question`; one of `response` (words), `picked` (numbers of options in the author's order, from 1), `said` (true or false), `placed` (for each item in the author's order the number of its target, from 1; 0 for none), `ordered` (numbers of items in the author's order, from 1, in the order given), `filled` (words, for each gap), `known = false`; where there is one: `score`, `rating`, `sure`, `hint = true`, `seconds`, `exam` (the `at` of the exam that it was given in) |
//! | `mark` | `question`, `of` (the `at` of the answer), `points`, `score` |
//! | `rate` | `question`, `of`, `rating` |
//! | `note` | `question`, `of`, `text` |
//! | `undo` | `question`, `of` |
//! | `bury` | `question`, `until` |
//! | `suspend`, `resume` | `question` |
//! | `put-away`, `take-back` | the course as a whole |
//! | `exam` | `questions` (their names, as they are asked), `seed`, `pass` (hundredths), where there is one `limit` (seconds) and `title` (of an exam that the author has set); its `at` names the exam |
//! | `hand-in` | `exam` (the `at` of its beginning) |
//! | `read` | `section` |
//! | `place` | `section`, `block`, `offset` |
//!
//! `rating` is again, hard, good or easy; `sure` is guess, fairly or sure. Keys are read in any order, and
//! so is all else that TOML allows; an entry that stands as it is written here takes a shorter way,
//! with the same outcome.
//!
//! **Invariant:** what is written is valid TOML, one key a line and every string on one line, with
//! nothing in it that would steer a terminal. `did` is the last line, so that an entry that was cut
//! short anywhere, be it at the end of a line, is seen to be.

mod line;
mod shape;

use std::fmt::Write as _;

use jiff::Timestamp;

use crate::course::id::FullId;
use crate::study::event::{Did, Event, Given, Hold, Response, Stand, moment};

/// The line that an entry begins with.
pub const BOUNDARY: &str = "[[event]]";

/// What an entry that could be read holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The event; `None` if it is of a kind that this version doesn't know.
    pub event: Option<Event>,
    /// Does it hold anything that this version doesn't know?
    pub unknown: bool,
}

/// Why an entry could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flaw {
    /// Byte of the entry where it shows.
    pub at: usize,
    /// What is wrong.
    pub what: String,
}

/// `event` as an entry, with the blank line before it.
pub fn write(event: &Event) -> String {
    let mut out = format!("\n{BOUNDARY}\n");
    put(&mut out, "at", Value::Moment(event.at));
    put(&mut out, "course", Value::Text(event.course.as_str()));
    let did = match &event.did {
        Did::Answer(question, given) => {
            put_question(&mut out, question, None);
            put_given(&mut out, given);
            "answer"
        }
        Did::Mark {
            question,
            of,
            points,
            score,
        } => {
            put_question(&mut out, question, Some(*of));
            put(&mut out, "points", Value::Ticks(points));
            put(&mut out, "score", Value::Share(*score));
            "mark"
        }
        Did::Rate {
            question,
            of,
            rating,
        } => {
            put_question(&mut out, question, Some(*of));
            put(&mut out, "rating", Value::Text(rating.name()));
            "rate"
        }
        Did::Note { question, of, text } => {
            put_question(&mut out, question, Some(*of));
            put(&mut out, "text", Value::Text(text));
            "note"
        }
        Did::Undo { question, of } => {
            put_question(&mut out, question, Some(*of));
            "undo"
        }
        Did::Hold { question, hold } => {
            put_question(&mut out, question, None);
            match hold {
                Hold::Free => "resume",
                Hold::Until(until) => {
                    put(&mut out, "until", Value::Moment(*until));
                    "bury"
                }
                Hold::Away => "suspend",
            }
        }
        Did::Exam(paper) => {
            if let Some(title) = &paper.title {
                put(&mut out, "title", Value::Text(title));
            }
            put(&mut out, "questions", Value::Names(&paper.questions));
            put(&mut out, "seed", Value::Count(paper.seed));
            if let Some(limit) = paper.limit {
                put(&mut out, "limit", Value::Count(limit));
            }
            put(&mut out, "pass", Value::Count(paper.pass.into()));
            "exam"
        }
        Did::HandIn { exam } => {
            put(&mut out, "exam", Value::Moment(*exam));
            "hand-in"
        }
        Did::Shelve(Stand::Away) => "put-away",
        Did::Shelve(Stand::Open) => "take-back",
        Did::Read(section) => {
            put(&mut out, "section", Value::Text(section.as_str()));
            "read"
        }
        Did::Place(section, anchor) => {
            put(&mut out, "section", Value::Text(section.as_str()));
            put(&mut out, "block", Value::Count(anchor.block));
            put(&mut out, "offset", Value::Count(anchor.offset));
            "place"
        }
    };
    put(&mut out, "did", Value::Text(did));
    out
}

#[derive(Clone, Copy)]
enum Value<'a> {
    Moment(Timestamp),
    Text(&'a str),
    Share(f64),
    Count(u32),
    Flag(bool),
    Ticks(&'a [bool]),
    Picks(&'a [usize]),
    Names(&'a [FullId]),
    Places(&'a [Option<usize>]),
    Texts(&'a [String]),
}

fn put_question(out: &mut String, question: &FullId, of: Option<Timestamp>) {
    put(out, "question", Value::Text(&question.to_string()));
    if let Some(of) = of {
        put(out, "of", Value::Moment(of));
    }
}

fn put_given(out: &mut String, given: &Given) {
    match &given.response {
        Response::Written(text) => put(out, "response", Value::Text(text)),
        Response::Picked(picks) => put(out, "picked", Value::Picks(picks)),
        Response::Said(said) => put(out, "said", Value::Flag(*said)),
        Response::Placed(targets) => put(out, "placed", Value::Places(targets)),
        Response::Ordered(items) => put(out, "ordered", Value::Picks(items)),
        Response::Filled(words) => put(out, "filled", Value::Texts(words)),
        Response::DontKnow => put(out, "known", Value::Flag(false)),
    }
    if let Some(score) = given.score {
        put(out, "score", Value::Share(score));
    }
    if let Some(rating) = given.rating {
        put(out, "rating", Value::Text(rating.name()));
    }
    if let Some(certainty) = given.certainty {
        put(out, "sure", Value::Text(certainty.name()));
    }
    if given.hinted {
        put(out, "hint", Value::Flag(true));
    }
    if let Some(seconds) = given.seconds {
        put(out, "seconds", Value::Count(seconds));
    }
    if let Some(exam) = given.exam {
        put(out, "exam", Value::Moment(exam));
    }
}

fn put(out: &mut String, key: &str, value: Value<'_>) {
    out.push_str(key);
    out.push_str(" = ");
    let wrote = match value {
        Value::Text(text) => {
            push_string(out, text);
            Ok(())
        }
        Value::Moment(at) => write!(out, "{:.3}", moment(at)),
        // A number that is none counts for nothing, as it does in the fold.
        Value::Share(share) if share.is_nan() => write!(out, "0.0"),
        Value::Share(share) => write!(out, "{:?}", share.clamp(0.0, 1.0)),
        Value::Count(count) => write!(out, "{count}"),
        Value::Flag(flag) => write!(out, "{flag}"),
        Value::Ticks(ticks) => write!(out, "{ticks:?}"),
        Value::Names(names) => {
            // No name has a letter that would need to be escaped.
            let names = names.iter().map(|name| format!("\"{name}\""));
            write!(out, "[{}]", names.collect::<Vec<_>>().join(", "))
        }
        // People count from 1, and read the log.
        Value::Picks(picks) => {
            let numbers: Vec<_> = picks.iter().map(|pick| pick.saturating_add(1)).collect();
            write!(out, "{numbers:?}")
        }
        Value::Places(places) => {
            let number = |place: &Option<usize>| place.map_or(0, |at| at.saturating_add(1));
            let numbers: Vec<_> = places.iter().map(number).collect();
            write!(out, "{numbers:?}")
        }
        Value::Texts(texts) => {
            for (at, text) in texts.iter().enumerate() {
                out.push_str(if at == 0 { "[" } else { ", " });
                push_string(out, text);
            }
            out.push_str(if texts.is_empty() { "[]" } else { "]" });
            Ok(())
        }
    };
    wrote.expect("a String takes everything");
    out.push('\n');
}

/// A basic string on one line. What can't be seen, breaks a line somewhere or turns the text round
/// is written as its number.
fn push_string(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if is_plain(c) => out.push(c),
            c => write!(out, "\\u{:04X}", u32::from(c)).expect("a String takes everything"),
        }
    }
    out.push('"');
}

/// All that isn't lies below `U+10000`, as [`push_string`] needs it.
fn is_plain(c: char) -> bool {
    !c.is_control()
        && !matches!(
            c,
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}'
        )
}

/// Reads `piece`: a line `[[event]]` and what follows it, up to the next one.
pub fn read(piece: &str) -> Result<Entry, Flaw> {
    let start = piece.find('\n').map_or(piece.len(), |end| end + 1);
    let body = &piece[start..];
    let shape = match line::read(body) {
        Some(shape) => shape,
        None => toml::from_str(body).map_err(|error| Flaw {
            at: start + error.span().map_or(0, |span| span.start),
            what: error
                .message()
                .lines()
                .next()
                .unwrap_or("it is broken")
                .to_owned(),
        })?,
    };
    shape.into_entry().map_err(|what| Flaw { at: 0, what })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::id::CourseId;
    use crate::study::event::{Certainty, Rating};

    const ENTRY: &str = r#"[[event]]
at = 2026-11-23T10:04:11.123Z
course = "how-teams-work"
question = "1.4/conditions"
did = "answer"
response = "a shared domain, …"
score = 0.67
rating = "hard"
"#;

    #[test]
    fn an_entry_reads_as_it_was_meant() {
        let entry = read(ENTRY).unwrap();
        assert!(!entry.unknown);
        let event = entry.event.unwrap();
        assert_eq!(event.at.to_string(), "2026-11-23T10:04:11.123Z");
        assert_eq!(
            event.did,
            Did::Answer(
                FullId::parse("1.4/conditions").unwrap(),
                Given {
                    response: Response::Written("a shared domain, …".into()),
                    score: Some(0.67),
                    rating: Some(Rating::Hard),
                    certainty: None,
                    hinted: false,
                    seconds: None,
                    exam: None,
                }
            )
        );
        // Line ends, order, blanks, comments and whole numbers are free.
        let free = ENTRY
            .replace('\n', "\r\n")
            .replace("score = 0.67", "# so-so\r\nscore=1")
            .replace("123Z", "123+00:00");
        let free = read(&free).unwrap().event.unwrap();
        let Did::Answer(_, given) = free.did else {
            panic!()
        };
        assert_eq!((free.at, given.score), (event.at, Some(1.0)));
    }

    #[test]
    fn an_entry_is_written_like_this() {
        let event = Event {
            at: "2026-11-23T10:04:11.1239Z".parse().unwrap(),
            course: CourseId::new("how-teams-work").unwrap(),
            did: Did::Answer(
                FullId::parse("1.4/conditions").unwrap(),
                Given {
                    response: Response::Written("a \"b\"\n\u{1b}[2J\u{202e}é".into()),
                    score: Some(1.0),
                    rating: None,
                    certainty: Some(Certainty::Sure),
                    hinted: true,
                    seconds: Some(9),
                    exam: Some("2026-11-23T09:00:00Z".parse().unwrap()),
                },
            ),
        };
        assert_eq!(
            write(&event),
            r#"
[[event]]
at = 2026-11-23T10:04:11.123Z
course = "how-teams-work"
question = "1.4/conditions"
response = "a \"b\"\n\u001B[2J\u202Eé"
score = 1.0
sure = "sure"
hint = true
seconds = 9
exam = 2026-11-23T09:00:00.000Z
did = "answer"
"#
        );
    }

    #[test]
    fn what_is_not_known_is_told_from_what_is_broken() {
        let with = |from: &str, to: &str| read(&ENTRY.replace(from, to));
        for (from, to) in [
            ("did = \"answer\"", "did = \"sang\""),
            ("response", "sung"),
            ("score", "mood"),
            ("rating = \"hard\"", "rating = \"perfect\""),
            ("rating = \"hard\"", "[more]\na = [1, { b = 2 }]"),
        ] {
            assert!(with(from, to).unwrap().unknown, "{to}");
        }
        for (from, to, what) in [
            ("did = \"answer\"\n", "", "no `did`"),
            ("at = ", "when = ", "no `at`"),
            ("123Z", "123", "no moment"),
            ("2026-11-23T10:04:11.123Z", "\"today\"", "invalid type"),
            (
                "course = \"how-teams-work\"",
                "course = \"../x\"",
                "no name",
            ),
            ("1.4/conditions", "conditions", "no name"),
            ("response = \"a shared domain, …\"\n", "", "no `response`"),
            ("0.67", "\"much\"", "invalid type"),
            ("0.67", "1.67", "`score` is 1.67"),
            ("0.67", "-0.5", "`score` is -0.5"),
            ("0.67", "nan", "`score` is NaN"),
            ("[[event]]\n", "[[event]]\n\0", ""),
        ] {
            let flaw = with(from, to).unwrap_err();
            assert!(flaw.what.contains(what), "{flaw:?}");
        }
        let flaw = with("0.67", "0.6.7").unwrap_err();
        assert!(ENTRY[flaw.at..].starts_with("0.67") || ENTRY[..flaw.at].ends_with("0.6"));
        for piece in ["", "[[event]]", "[[event]]\n", "\n\n"] {
            assert!(read(piece).is_err());
        }
    }

    #[test]
    fn options_count_from_1_in_the_file() {
        let picked = |picks: &str| {
            let piece = ENTRY.replace("response = \"a shared domain, …\"", picks);
            read(&piece).map(|entry| entry.event.unwrap())
        };
        let event = picked("picked = [1, 3]").unwrap();
        let Did::Answer(_, given) = &event.did else {
            panic!()
        };
        assert_eq!(given.response, Response::Picked(vec![0, 2]));
        assert!(write(&event).contains("\npicked = [1, 3]\n"));
        for zero in ["picked = [0]", "picked=[2,0]"] {
            let flaw = picked(zero).unwrap_err();
            assert!(flaw.what.contains("count from 1"), "{flaw:?}");
        }
    }

    #[test]
    fn answers_in_parts_read_as_they_are_written() {
        let given = |key: &str| {
            let piece = ENTRY.replace("response = \"a shared domain, …\"", key);
            read(&piece).map(|entry| entry.event.unwrap())
        };
        let filled = vec!["a, \"b\"\\".to_owned(), String::new(), "\n日".to_owned()];
        for (key, response) in [
            (
                "placed = [2, 0, 1]",
                Response::Placed(vec![Some(1), None, Some(0)]),
            ),
            ("placed = []", Response::Placed(vec![])),
            ("ordered = [3, 1, 2]", Response::Ordered(vec![2, 0, 1])),
            (
                r#"filled = ["a, \"b\"\\", "", "\n日"]"#,
                Response::Filled(filled),
            ),
            ("filled = []", Response::Filled(vec![])),
        ] {
            let event = given(key).unwrap();
            let Did::Answer(_, answer) = &event.did else {
                panic!("{event:?}")
            };
            assert_eq!(answer.response, response);
            assert!(write(&event).contains(&format!("\n{key}\n")), "{key}");
        }
        let flaw = given("ordered = [0, 1]").unwrap_err();
        assert!(flaw.what.contains("count from 1"), "{flaw:?}");
        for wrong in ["placed = [-1]", "ordered = \"1\"", "filled = [1]"] {
            let flaw = given(wrong).unwrap_err();
            assert!(flaw.what.contains("invalid"), "{flaw:?}");
        }
    }

    #[test]
    fn a_note_has_a_text() {
        let note = ENTRY
            .replace("did = \"answer\"", "did = \"note\"")
            .replace("response", "of = 2026-11-23T10:04:11.123Z\ntext");
        let event = read(&note).unwrap().event.unwrap();
        let Did::Note { text, .. } = &event.did else {
            panic!()
        };
        assert_eq!(text, "a shared domain, …");
        assert!(write(&event).contains("\ntext = \"a shared"));
    }
}
