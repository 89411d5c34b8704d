//! One entry of a progress log: an [`Event`] as TOML, and back.
//!
//! Every entry has `at` and `course`, and ends with `did`. What else it has depends on that:
//!
//! | did | keys |
//! |---|---|
//! | `answer` | `question`; one of `response` (text), `picked` (indexes of options, from 0), `said` (true or false), `known = false`; where there is one: `score`, `rating`, `sure`, `hint = true`, `seconds` |
//! | `mark` | `question`, `of` (the `at` of the answer), `points`, `score` |
//! | `rate` | `question`, `of`, `rating` |
//! | `note` | `question`, `of`, `note` |
//! | `undo` | `question`, `of` |
//! | `read` | `section` |
//! | `place` | `section`, `block`, `offset` |
//!
//! `rating` is again, hard, good or easy; `sure` is guess, fairly or sure. Keys are read in any order.
//!
//! **Invariant:** what is written is valid TOML, one key a line and every string on one line, with
//! nothing in it that would steer a terminal. `did` is the last line, so that an entry that was cut
//! short anywhere, be it at the end of a line, is seen to be.

use std::fmt::Write as _;

use jiff::Timestamp;
use jiff::civil;
use jiff::tz::Offset;
use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};
use toml::value::Datetime;

use crate::course::id::{CourseId, FullId, SectionId};
use crate::course::passage::Anchor;
use crate::study::event::{Certainty, Did, Event, Given, Rating, Response, moment};

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
            put(&mut out, "note", Value::Text(text));
            "note"
        }
        Did::Undo { question, of } => {
            put_question(&mut out, question, Some(*of));
            "undo"
        }
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
        Value::Picks(picks) => write!(out, "{picks:?}"),
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
    let shape: Shape = toml::from_str(&piece[start..]).map_err(|error| Flaw {
        at: start + error.span().map_or(0, |span| span.start),
        what: error
            .message()
            .lines()
            .next()
            .unwrap_or("it is broken")
            .to_owned(),
    })?;
    shape.into_entry().map_err(|what| Flaw { at: 0, what })
}

/// An entry as it is written. Every key may be missing, and may be unknown.
#[derive(Debug, Default)]
struct Shape {
    at: Option<Datetime>,
    course: Option<String>,
    question: Option<String>,
    section: Option<String>,
    did: Option<String>,
    response: Option<String>,
    picked: Option<Vec<usize>>,
    said: Option<bool>,
    known: Option<bool>,
    score: Option<f64>,
    rating: Option<String>,
    sure: Option<String>,
    hint: Option<bool>,
    seconds: Option<u32>,
    of: Option<Datetime>,
    points: Option<Vec<bool>>,
    note: Option<String>,
    block: Option<u32>,
    offset: Option<u32>,
    /// Was there a key or a name that isn't among the known ones?
    unknown: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Key {
    At,
    Course,
    Question,
    Section,
    Did,
    Response,
    Picked,
    Said,
    Known,
    Score,
    Rating,
    Sure,
    Hint,
    Seconds,
    Of,
    Points,
    Note,
    Block,
    Offset,
    #[serde(other)]
    Other,
}

/// By hand, for the sake of [`Shape::unknown`]: `flatten` would read everything twice.
impl<'de> Deserialize<'de> for Shape {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Keys;

        impl<'de> Visitor<'de> for Keys {
            type Value = Shape;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("the keys of an entry")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Shape, A::Error> {
                let mut shape = Shape::default();
                while let Some(key) = map.next_key()? {
                    match key {
                        Key::At => shape.at = map.next_value()?,
                        Key::Course => shape.course = map.next_value()?,
                        Key::Question => shape.question = map.next_value()?,
                        Key::Section => shape.section = map.next_value()?,
                        Key::Did => shape.did = map.next_value()?,
                        Key::Response => shape.response = map.next_value()?,
                        Key::Picked => shape.picked = map.next_value()?,
                        Key::Said => shape.said = map.next_value()?,
                        Key::Known => shape.known = map.next_value()?,
                        Key::Score => shape.score = map.next_value()?,
                        Key::Rating => shape.rating = map.next_value()?,
                        Key::Sure => shape.sure = map.next_value()?,
                        Key::Hint => shape.hint = map.next_value()?,
                        Key::Seconds => shape.seconds = map.next_value()?,
                        Key::Of => shape.of = map.next_value()?,
                        Key::Points => shape.points = map.next_value()?,
                        Key::Note => shape.note = map.next_value()?,
                        Key::Block => shape.block = map.next_value()?,
                        Key::Offset => shape.offset = map.next_value()?,
                        Key::Other => {
                            map.next_value::<IgnoredAny>()?;
                            shape.unknown = true;
                        }
                    }
                }
                Ok(shape)
            }
        }

        deserializer.deserialize_map(Keys)
    }
}

impl Shape {
    fn into_entry(mut self) -> Result<Entry, String> {
        let did = need(self.did.take(), "did")?;
        let at = to_moment(need(self.at, "at")?, "at")?;
        let course = need(self.course.take(), "course")?;
        let course = CourseId::new(&course).ok_or_else(|| unfit("course", &course))?;
        let did = match did.as_str() {
            "answer" => {
                let question = self.question()?;
                self.given()?.map(|given| Did::Answer(question, given))
            }
            "mark" => Some(Did::Mark {
                question: self.question()?,
                of: self.of()?,
                points: self.points.take().unwrap_or_default(),
                score: need(self.score, "score")?,
            }),
            "rate" => {
                let (question, of) = (self.question()?, self.of()?);
                need(self.rating.as_ref(), "rating")?;
                let rating = self.rating();
                rating.map(|rating| Did::Rate {
                    question,
                    of,
                    rating,
                })
            }
            "note" => Some(Did::Note {
                question: self.question()?,
                of: self.of()?,
                text: need(self.note.take(), "note")?,
            }),
            "undo" => Some(Did::Undo {
                question: self.question()?,
                of: self.of()?,
            }),
            "read" => Some(Did::Read(self.section()?)),
            "place" => {
                let anchor = Anchor {
                    block: need(self.block, "block")?,
                    offset: self.offset.unwrap_or_default(),
                };
                Some(Did::Place(self.section()?, anchor))
            }
            _ => None,
        };
        let unknown = self.unknown || did.is_none();
        let event = did.map(|did| Event { at, course, did });
        Ok(Entry { event, unknown })
    }

    fn question(&mut self) -> Result<FullId, String> {
        let question = need(self.question.take(), "question")?;
        FullId::parse(&question).ok_or_else(|| unfit("question", &question))
    }

    fn section(&mut self) -> Result<SectionId, String> {
        let section = need(self.section.take(), "section")?;
        SectionId::new(&section).ok_or_else(|| unfit("section", &section))
    }

    fn of(&self) -> Result<Timestamp, String> {
        to_moment(need(self.of, "of")?, "of")
    }

    /// The answer; `None` if it was given in a way that this version doesn't know.
    fn given(&mut self) -> Result<Option<Given>, String> {
        let response = if let Some(text) = self.response.take() {
            Response::Written(text)
        } else if let Some(picks) = self.picked.take() {
            Response::Picked(picks)
        } else if let Some(said) = self.said {
            Response::Said(said)
        } else if self.known == Some(false) {
            Response::DontKnow
        } else if self.unknown {
            return Ok(None);
        } else {
            return Err("it has no `response`, `picked`, `said` or `known`".to_owned());
        };
        Ok(Some(Given {
            response,
            score: self.score,
            rating: self.rating(),
            certainty: self.certainty(),
            hinted: self.hint.unwrap_or_default(),
            seconds: self.seconds,
        }))
    }

    fn rating(&mut self) -> Option<Rating> {
        let rating = Rating::named(self.rating.as_ref()?);
        self.unknown |= rating.is_none();
        rating
    }

    fn certainty(&mut self) -> Option<Certainty> {
        let certainty = Certainty::named(self.sure.as_ref()?);
        self.unknown |= certainty.is_none();
        certainty
    }
}

fn need<T>(value: Option<T>, key: &str) -> Result<T, String> {
    value.ok_or_else(|| format!("it has no `{key}`"))
}

fn unfit(key: &str, id: &str) -> String {
    format!("its `{key}` is no name that can be: {id:?}")
}

fn to_moment(written: Datetime, key: &str) -> Result<Timestamp, String> {
    let moment = || {
        let (date, time) = (written.date?, written.time?);
        let (year, month, day) = (date.year, date.month, date.day);
        let date = civil::Date::new(
            i16::try_from(year).ok()?,
            i8::try_from(month).ok()?,
            i8::try_from(day).ok()?,
        );
        let time = civil::Time::new(
            i8::try_from(time.hour).ok()?,
            i8::try_from(time.minute).ok()?,
            // A leap second is the last of its minute.
            i8::try_from(time.second.unwrap_or_default().min(59)).ok()?,
            i32::try_from(time.nanosecond.unwrap_or_default()).ok()?,
        );
        let offset = match written.offset? {
            toml::value::Offset::Z => Offset::UTC,
            toml::value::Offset::Custom { minutes } => {
                Offset::from_seconds(i32::from(minutes) * 60).ok()?
            }
        };
        offset.to_timestamp(date.ok()?.to_datetime(time.ok()?)).ok()
    };
    moment()
        .ok_or_else(|| format!("its `{key}` is no moment: write it as 2026-11-23T10:04:11.123Z"))
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
