//! The keys of an entry, as they were found, and the event that they make.
//!
//! **Invariant:** an entry is broken only if a key that it needs is missing or cannot be meant; what
//! this version doesn't know makes it unknown.

use std::borrow::Cow;

use jiff::Timestamp;
use jiff::civil;
use jiff::tz::Offset;
use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};
use toml::value::Datetime;

use super::Entry;
use crate::course::id::{CourseId, FullId, SectionId};
use crate::course::passage::Anchor;
use crate::study::event::{Certainty, Did, Event, Given, Hold, Paper, Rating, Response, Stand};
use crate::text::Clean;

/// An entry as it is written. Every key may be missing, and may be unknown.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Shape<'a> {
    pub at: Option<When>,
    pub course: Option<Cow<'a, str>>,
    pub question: Option<Cow<'a, str>>,
    pub section: Option<Cow<'a, str>>,
    pub did: Option<Cow<'a, str>>,
    pub response: Option<Cow<'a, str>>,
    /// From 1.
    pub picked: Option<Vec<usize>>,
    pub said: Option<bool>,
    /// From 1; 0 for none.
    pub placed: Option<Vec<usize>>,
    /// From 1.
    pub ordered: Option<Vec<usize>>,
    pub filled: Option<Vec<Cow<'a, str>>>,
    pub known: Option<bool>,
    pub score: Option<f64>,
    pub rating: Option<Cow<'a, str>>,
    pub sure: Option<Cow<'a, str>>,
    pub hint: Option<bool>,
    pub seconds: Option<u32>,
    pub of: Option<When>,
    pub until: Option<When>,
    pub exam: Option<When>,
    pub title: Option<Cow<'a, str>>,
    pub questions: Option<Vec<String>>,
    pub seed: Option<u32>,
    /// In seconds.
    pub limit: Option<u32>,
    /// In hundredths.
    pub pass: Option<u8>,
    pub points: Option<Vec<bool>>,
    pub text: Option<Cow<'a, str>>,
    pub block: Option<u32>,
    pub offset: Option<u32>,
    /// Was there a key or a name that isn't among the known ones?
    pub unknown: bool,
}

/// A date with a time, as it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum When {
    /// A moment.
    Moment(Timestamp),
    /// A date alone, a time without a zone: no moment.
    Vague,
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
    Placed,
    Ordered,
    Filled,
    Known,
    Score,
    Rating,
    Sure,
    Hint,
    Seconds,
    Of,
    Until,
    Exam,
    Title,
    Questions,
    Seed,
    Limit,
    Pass,
    Points,
    Text,
    Block,
    Offset,
    #[serde(other)]
    Other,
}

/// By hand, for the sake of [`Shape::unknown`]: `flatten` would read everything twice.
impl<'de> Deserialize<'de> for Shape<'_> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Keys;

        impl<'de> Visitor<'de> for Keys {
            type Value = Shape<'static>;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("the keys of an entry")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Shape<'static>, A::Error> {
                let mut shape = Shape::default();
                while let Some(key) = map.next_key()? {
                    match key {
                        Key::At => shape.at = map.next_value::<Option<Datetime>>()?.map(When::of),
                        Key::Course => shape.course = words(&mut map)?,
                        Key::Question => shape.question = words(&mut map)?,
                        Key::Section => shape.section = words(&mut map)?,
                        Key::Did => shape.did = words(&mut map)?,
                        Key::Response => shape.response = words(&mut map)?,
                        Key::Picked => shape.picked = map.next_value()?,
                        Key::Said => shape.said = map.next_value()?,
                        Key::Placed => shape.placed = map.next_value()?,
                        Key::Ordered => shape.ordered = map.next_value()?,
                        Key::Filled => {
                            let filled = map.next_value::<Option<Vec<String>>>()?;
                            shape.filled =
                                filled.map(|all| all.into_iter().map(Cow::Owned).collect());
                        }
                        Key::Known => shape.known = map.next_value()?,
                        Key::Score => shape.score = map.next_value()?,
                        Key::Rating => shape.rating = words(&mut map)?,
                        Key::Sure => shape.sure = words(&mut map)?,
                        Key::Hint => shape.hint = map.next_value()?,
                        Key::Seconds => shape.seconds = map.next_value()?,
                        Key::Of => shape.of = map.next_value::<Option<Datetime>>()?.map(When::of),
                        Key::Until => {
                            shape.until = map.next_value::<Option<Datetime>>()?.map(When::of);
                        }
                        Key::Exam => {
                            shape.exam = map.next_value::<Option<Datetime>>()?.map(When::of);
                        }
                        Key::Title => shape.title = words(&mut map)?,
                        Key::Questions => shape.questions = map.next_value()?,
                        Key::Seed => shape.seed = map.next_value()?,
                        Key::Limit => shape.limit = map.next_value()?,
                        Key::Pass => shape.pass = map.next_value()?,
                        Key::Points => shape.points = map.next_value()?,
                        Key::Text => shape.text = words(&mut map)?,
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

/// A string that outlives what it was read from.
fn words<'de, A: MapAccess<'de>>(map: &mut A) -> Result<Option<Cow<'static, str>>, A::Error> {
    Ok(map.next_value::<Option<String>>()?.map(Cow::Owned))
}

impl Shape<'_> {
    pub fn into_entry(mut self) -> Result<Entry, String> {
        let did = need(self.did.take(), "did")?;
        let at = to_moment(need(self.at, "at")?, "at")?;
        let course = need(self.course.take(), "course")?;
        let course = CourseId::new(&course).ok_or_else(|| unfit("course", &course))?;
        let did = match did.as_ref() {
            "answer" => {
                let question = self.question()?;
                self.given()?.map(|given| Did::Answer(question, given))
            }
            "mark" => Some(Did::Mark {
                question: self.question()?,
                of: self.of()?,
                points: self.points.take().unwrap_or_default(),
                score: need(self.score()?, "score")?,
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
                text: need(self.text.take(), "text")?.into_owned(),
            }),
            "undo" => Some(Did::Undo {
                question: self.question()?,
                of: self.of()?,
            }),
            "bury" => Some(Did::Hold {
                question: self.question()?,
                hold: Hold::Until(to_moment(need(self.until, "until")?, "until")?),
            }),
            "suspend" => Some(Did::Hold {
                question: self.question()?,
                hold: Hold::Away,
            }),
            "resume" => Some(Did::Hold {
                question: self.question()?,
                hold: Hold::Free,
            }),
            "put-away" => Some(Did::Shelve(Stand::Away)),
            "take-back" => Some(Did::Shelve(Stand::Open)),
            "exam" => Some(Did::Exam(self.paper()?)),
            "hand-in" => Some(Did::HandIn {
                exam: to_moment(need(self.exam, "exam")?, "exam")?,
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

    fn paper(&mut self) -> Result<Paper, String> {
        let questions = need(self.questions.take(), "questions")?;
        let questions = questions
            .iter()
            .map(|name| FullId::parse(name).ok_or_else(|| unfit("questions", name)));
        let title = self.title.take();
        let title = title.map(|title| Clean::trimmed(&title));
        Ok(Paper {
            title: title.filter(|title| !title.is_empty()),
            questions: questions.collect::<Result<_, _>>()?,
            seed: self.seed.unwrap_or_default(),
            limit: self.limit,
            pass: self.pass.unwrap_or_default().min(100),
        })
    }

    /// The answer; `None` if it was given in a way that this version doesn't know.
    fn given(&mut self) -> Result<Option<Given>, String> {
        let response = if let Some(text) = self.response.take() {
            Response::Written(text.into_owned())
        } else if let Some(picks) = self.picked.take() {
            let picks = from_1(&picks).ok_or("its `picked` has a 0; options count from 1")?;
            Response::Picked(picks)
        } else if let Some(said) = self.said {
            Response::Said(said)
        } else if let Some(targets) = self.placed.take() {
            Response::Placed(targets.iter().map(|target| target.checked_sub(1)).collect())
        } else if let Some(items) = self.ordered.take() {
            let items = from_1(&items).ok_or("its `ordered` has a 0; items count from 1")?;
            Response::Ordered(items)
        } else if let Some(words) = self.filled.take() {
            Response::Filled(words.into_iter().map(Cow::into_owned).collect())
        } else if self.known == Some(false) {
            Response::DontKnow
        } else if self.unknown {
            return Ok(None);
        } else {
            return Err(
                "it has no `response`, `picked`, `said`, `placed`, `ordered`, `filled` or `known`"
                    .to_owned(),
            );
        };
        Ok(Some(Given {
            response,
            score: self.score()?,
            rating: self.rating(),
            certainty: self.certainty(),
            hinted: self.hint.unwrap_or_default(),
            seconds: self.seconds,
            exam: self.exam.map(|exam| to_moment(exam, "exam")).transpose()?,
        }))
    }

    fn score(&self) -> Result<Option<f64>, String> {
        match self.score {
            Some(score) if !(0.0..=1.0).contains(&score) => {
                Err(format!("its `score` is {score}; scores are from 0 to 1"))
            }
            score => Ok(score),
        }
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

/// People count from 1. `None`: there is a 0 among them.
fn from_1(numbers: &[usize]) -> Option<Vec<usize>> {
    numbers.iter().map(|number| number.checked_sub(1)).collect()
}

fn need<T>(value: Option<T>, key: &str) -> Result<T, String> {
    value.ok_or_else(|| format!("it has no `{key}`"))
}

fn unfit(key: &str, id: &str) -> String {
    format!("its `{key}` is no name that can be: {id:?}")
}

fn to_moment(when: When, key: &str) -> Result<Timestamp, String> {
    match when {
        When::Moment(moment) => Ok(moment),
        When::Vague => Err(format!(
            "its `{key}` is no moment: write it as 2026-11-23T10:04:11.123Z"
        )),
    }
}

impl When {
    /// What TOML read.
    fn of(written: Datetime) -> Self {
        let moment = || {
            let (date, time) = (written.date?, written.time?);
            let date = civil::Date::new(
                i16::try_from(date.year).ok()?,
                i8::try_from(date.month).ok()?,
                i8::try_from(date.day).ok()?,
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
        moment().map_or(Self::Vague, Self::Moment)
    }
}
