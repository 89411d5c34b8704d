//! One answer to a question, with all that was said of it since.
//!
//! **Invariant:** to join two accounts of the same answer is commutative, associative, and changes
//! nothing when it is done again. That makes the order of events not matter.

use std::cmp::Ordering;

use jiff::Timestamp;

use crate::course::id::FullId;
use crate::study::event::{Certainty, Did, Given, Rating, Response, moment};
use crate::study::grade::propose;

/// An answer that was given, or spoken of before its giving was heard of.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// When it was given. With the question it names the answer.
    pub at: Timestamp,
    /// `None` while only things said of it are known.
    pub given: Option<Given>,
    /// What was said of it.
    pub said: Option<Box<Said>>,
}

/// What was said of an answer, each with the time of saying it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Said {
    /// How the learner marked it.
    pub mark: Option<(Timestamp, Mark)>,
    /// How the learner rated it.
    pub rating: Option<(Timestamp, Rating)>,
    /// What the learner noted beside it.
    pub note: Option<(Timestamp, String)>,
    /// That it was taken back.
    pub undone: Option<Timestamp>,
}

/// An answer as the learner marked it.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// Which key points it has.
    pub points: Vec<bool>,
    /// 0 to 1.
    pub score: f64,
}

/// An answer that stands, as it is known today.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Attempt<'a> {
    /// When it was given. With the question it names the answer.
    pub at: Timestamp,
    /// What the learner said.
    pub response: &'a Response,
    /// 0 to 1: the learner's mark, else Recto's.
    pub score: Option<f64>,
    /// How well it was recalled: as the learner rated it, else as the mark proposes.
    pub rating: Option<Rating>,
    /// How sure the learner was.
    pub certainty: Option<Certainty>,
    /// Was the hint looked at?
    pub hinted: bool,
    /// Which key points the learner ticked; empty if they weren't marked.
    pub points: &'a [bool],
    /// What the learner noted beside it.
    pub note: Option<&'a str>,
    /// Seconds from the question's showing to the answer.
    pub seconds: Option<u32>,
    /// When the exam was begun in which it was given, if it was in one.
    pub exam: Option<Timestamp>,
}

impl Answer {
    /// What `did`, done at `at`, says of an answer; `None` if it is about none.
    pub(super) fn of(at: Timestamp, did: Did) -> Option<Self> {
        let at = moment(at);
        let mut said = Said::default();
        let of = match did {
            Did::Answer(_, mut given) => {
                given.score = given.score.filter(|score| !score.is_nan());
                given.score = given.score.map(|score| score.clamp(0.0, 1.0));
                given.exam = given.exam.map(moment);
                return Some(Self {
                    at,
                    given: Some(given),
                    said: None,
                });
            }
            Did::Mark {
                of, points, score, ..
            } => {
                let score = if score.is_nan() {
                    0.0
                } else {
                    score.clamp(0.0, 1.0)
                };
                said.mark = Some((at, Mark { points, score }));
                of
            }
            Did::Rate { of, rating, .. } => {
                said.rating = Some((at, rating));
                of
            }
            Did::Note { of, text, .. } => {
                said.note = Some((at, text));
                of
            }
            Did::Undo { of, .. } => {
                said.undone = Some(at);
                of
            }
            Did::Hold { .. }
            | Did::Shelve(_)
            | Did::Read(_)
            | Did::Place(..)
            | Did::Exam(_)
            | Did::HandIn { .. } => return None,
        };
        Some(Self {
            at: moment(of),
            given: None,
            said: Some(Box::new(said)),
        })
    }

    /// Takes in what else is known of the same answer.
    pub(super) fn join(&mut self, other: Self) {
        keep_greater(&mut self.given, other.given, compare_given);
        let Some(other) = other.said else { return };
        match &mut self.said {
            Some(said) => said.join(*other),
            none => *none = Some(other),
        }
    }

    /// It as it is known today; `None` if it was taken back, or only spoken of.
    pub fn attempt(&self) -> Option<Attempt<'_>> {
        let given = self.given.as_ref()?;
        let said = self.said.as_deref();
        if said.is_some_and(|said| said.undone.is_some()) {
            return None;
        }
        let mark = said.and_then(|said| said.mark.as_ref());
        let mark = mark.map(|(_, mark)| mark);
        let proposed = mark.map(|mark| propose(mark.score, given.hinted, given.certainty));
        let rated = said.and_then(|said| said.rating);
        let note = said.and_then(|said| said.note.as_ref());
        Some(Attempt {
            at: self.at,
            response: &given.response,
            score: mark.map(|mark| mark.score).or(given.score),
            rating: rated
                .map(|(_, rating)| rating)
                .or(proposed)
                .or(given.rating),
            certainty: given.certainty,
            hinted: given.hinted,
            points: mark.map_or(&[], |mark| &mark.points),
            note: note
                .map(|(_, note)| note.as_str())
                .filter(|note| !note.is_empty()),
            seconds: given.seconds,
            exam: given.exam,
        })
    }

    /// The facts that it is made of, each with its time.
    pub(super) fn facts(&self, question: &FullId) -> Vec<(Timestamp, Did)> {
        let (of, mut facts) = (self.at, Vec::new());
        let question = || question.clone();
        if let Some(given) = &self.given {
            facts.push((of, Did::Answer(question(), given.clone())));
        }
        let Some(said) = &self.said else { return facts };
        if let Some((at, Mark { points, score })) = &said.mark {
            let mark = Did::Mark {
                question: question(),
                of,
                points: points.clone(),
                score: *score,
            };
            facts.push((*at, mark));
        }
        if let Some((at, rating)) = said.rating {
            let question = question();
            facts.push((
                at,
                Did::Rate {
                    question,
                    of,
                    rating,
                },
            ));
        }
        if let Some((at, text)) = &said.note {
            let (question, text) = (question(), text.clone());
            facts.push((*at, Did::Note { question, of, text }));
        }
        if let Some(at) = said.undone {
            let question = question();
            facts.push((at, Did::Undo { question, of }));
        }
        facts
    }
}

impl Said {
    fn join(&mut self, other: Self) {
        keep_greater(&mut self.mark, other.mark, |a, b| {
            let of = |(at, mark): &(Timestamp, Mark)| (*at, mark.points.clone());
            of(a).cmp(&of(b)).then(a.1.score.total_cmp(&b.1.score))
        });
        keep_greater(&mut self.rating, other.rating, Ord::cmp);
        keep_greater(&mut self.note, other.note, Ord::cmp);
        keep_greater(&mut self.undone, other.undone, Ord::cmp);
    }
}

/// Two answers to one question in one millisecond, from two devices: which counts doesn't matter,
/// but it has to be the same one everywhere.
fn compare_given(a: &Given, b: &Given) -> Ordering {
    let score = |given: &Given| given.score.unwrap_or(-1.0);
    let rest = |given: &Given| {
        let Given {
            rating,
            certainty,
            hinted,
            seconds,
            exam,
            ..
        } = *given;
        (rating, certainty, hinted, seconds, exam)
    };
    a.response
        .cmp(&b.response)
        .then(score(a).total_cmp(&score(b)))
        .then(rest(a).cmp(&rest(b)))
}

fn keep_greater<T>(slot: &mut Option<T>, other: Option<T>, compare: impl Fn(&T, &T) -> Ordering) {
    let Some(other) = other else { return };
    if slot
        .as_ref()
        .is_none_or(|old| compare(old, &other) == Ordering::Less)
    {
        *slot = Some(other);
    }
}
