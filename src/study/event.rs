//! Everything that a learner can have done. The log is a list of these; progress is their fold.
//!
//! **Invariant:** an event is a fact and never changes. What was taken back is told by a later one.

use jiff::Timestamp;

use crate::course::id::{CourseId, FullId, SectionId};
use crate::course::passage::Anchor;
use crate::text::Clean;

/// One thing done, at one moment.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// When, to the millisecond (see [`moment`]). Together with the question it names an answer.
    pub at: Timestamp,
    /// In which course.
    pub course: CourseId,
    /// What.
    pub did: Did,
}

/// `at` as an event keeps it: to the millisecond, within the years that every reader of TOML takes. A
/// clock that is further off than that is wrong in any case.
pub fn moment(at: Timestamp) -> Timestamp {
    let millisecond = at.as_millisecond().clamp(YEAR_1, LAST);
    Timestamp::from_millisecond(millisecond).expect("it lies in the years 1 to 9999")
}

/// The first millisecond of the year 1.
const YEAR_1: i64 = -62_135_596_800_000;
/// The last whole second that a [`Timestamp`] holds.
const LAST: i64 = 253_402_207_200_000;

/// What was done.
#[derive(Debug, Clone, PartialEq)]
pub enum Did {
    /// A question was answered and its answer shown.
    Answer(FullId, Given),
    /// An answer was marked by the learner: which key points it has.
    Mark {
        /// The question.
        question: FullId,
        /// When the answer was given.
        of: Timestamp,
        /// One for each key point, in order; empty for a question without points.
        points: Vec<bool>,
        /// 0 to 1.
        score: f64,
    },
    /// The proposed rating was changed, or given where none was proposed.
    Rate {
        /// The question.
        question: FullId,
        /// When the answer was given.
        of: Timestamp,
        /// How well it was recalled.
        rating: Rating,
    },
    /// What the learner noted beside an answer.
    Note {
        /// The question.
        question: FullId,
        /// When the answer was given.
        of: Timestamp,
        /// The learner's words.
        text: String,
    },
    /// An answer was taken back, with all that was said of it.
    Undo {
        /// The question.
        question: FullId,
        /// When the answer was given.
        of: Timestamp,
    },
    /// A question was put off, put away, or taken up again.
    Hold {
        /// The question.
        question: FullId,
        /// Which of these.
        hold: Hold,
    },
    /// A course was put away, or taken back.
    Shelve(Stand),
    /// A section was read to its end.
    Read(SectionId),
    /// The learner left off here.
    Place(SectionId, Anchor),
    /// An exam was begun. The event's time names it.
    Exam(Paper),
    /// An exam was handed in. Its answers say themselves that they are of it.
    HandIn {
        /// When it was begun.
        exam: Timestamp,
    },
}

impl Did {
    /// What was done, as the log names it.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Answer(..) => "answer",
            Self::Mark { .. } => "mark",
            Self::Rate { .. } => "rate",
            Self::Note { .. } => "note",
            Self::Undo { .. } => "undo",
            Self::Hold { hold, .. } => match hold {
                Hold::Free => "resume",
                Hold::Until(_) => "bury",
                Hold::Away => "suspend",
            },
            Self::Exam(_) => "exam",
            Self::HandIn { .. } => "hand-in",
            Self::Shelve(Stand::Away) => "put-away",
            Self::Shelve(Stand::Open) => "take-back",
            Self::Read(_) => "read",
            Self::Place(..) => "place",
        }
    }

    /// The question that it is about, if it is about one.
    pub fn question(&self) -> Option<&FullId> {
        match self {
            Self::Answer(question, _)
            | Self::Mark { question, .. }
            | Self::Rate { question, .. }
            | Self::Note { question, .. }
            | Self::Undo { question, .. }
            | Self::Hold { question, .. } => Some(question),
            Self::Shelve(_)
            | Self::Read(_)
            | Self::Place(..)
            | Self::Exam(_)
            | Self::HandIn { .. } => None,
        }
    }
}

/// An answer as it was given.
#[derive(Debug, Clone, PartialEq)]
pub struct Given {
    /// What the learner said.
    pub response: Response,
    /// 0 to 1, where Recto could mark it.
    pub score: Option<f64>,
    /// Proposed from the score; `None` where the learner is still to mark it, or never will.
    pub rating: Option<Rating>,
    /// How sure the learner was.
    pub certainty: Option<Certainty>,
    /// Was the hint looked at?
    pub hinted: bool,
    /// Seconds from the question's showing to the answer.
    pub seconds: Option<u32>,
    /// When the exam was begun in which it was given, if it was in one.
    pub exam: Option<Timestamp>,
}

/// Whether a question is asked when it is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Hold {
    /// It is.
    Free,
    /// Not before then.
    Until(Timestamp),
    /// Not until it is taken up again.
    Away,
}

/// Where a course stands for its learner.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stand {
    /// With the others.
    #[default]
    Open,
    /// Behind them: it isn't offered, and none of its questions is due.
    Away,
}

/// The questions of an exam and its rules, as they stood when it was begun.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Paper {
    /// What it is called, if it is of an exam that the course's author has set.
    pub title: Option<Clean>,
    /// In the order in which they are asked.
    pub questions: Vec<FullId>,
    /// What they were drawn by.
    pub seed: u32,
    /// How long it may take, in seconds.
    pub limit: Option<u32>,
    /// Hundredths of the marks that are needed to pass, 0 to 100.
    pub pass: u8,
}

/// What the learner gave. It mirrors [`Kind`](crate::course::question::Kind).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Response {
    /// Words: `open`, `activity`, `text`, `number`.
    Written(String),
    /// Options, by their index in the author's order, ascending: `choice`, `choices`.
    Picked(Vec<usize>),
    /// Yes or no: `true-false`.
    Said(bool),
    /// For each item in the author's order the target that it was put to, by its index in the
    /// author's order: `match`, `sort`.
    Placed(Vec<Option<usize>>),
    /// Items by their index in the author's order, in the order given: `order`.
    Ordered(Vec<usize>),
    /// What stands in each gap, in the order of the text: `gaps`.
    Filled(Vec<String>),
    /// An honest "I don't know". It counts as not recalled.
    DontKnow,
}

impl Response {
    /// Is there nothing in it?
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Written(text) => text.trim().is_empty(),
            Self::Picked(picks) => picks.is_empty(),
            Self::Placed(targets) => targets.iter().all(Option::is_none),
            Self::Ordered(items) => items.is_empty(),
            Self::Filled(words) => words.iter().all(|words| words.trim().is_empty()),
            Self::Said(_) | Self::DontKnow => false,
        }
    }
}

/// How well something was recalled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rating {
    /// Not.
    Again,
    /// With trouble.
    Hard,
    /// Well.
    Good,
    /// Without effort.
    Easy,
}

impl Rating {
    /// All four, worst first.
    pub const ALL: [Self; 4] = [Self::Again, Self::Hard, Self::Good, Self::Easy];

    /// Its name in files and on the screen.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Again => "again",
            Self::Hard => "hard",
            Self::Good => "good",
            Self::Easy => "easy",
        }
    }

    /// The one of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rating| rating.name() == name)
    }
}

/// How sure the learner was before the answer was shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Certainty {
    /// A guess.
    Guess,
    /// Fairly sure.
    Fairly,
    /// Sure.
    Sure,
}

impl Certainty {
    /// All three, least sure first.
    pub const ALL: [Self; 3] = [Self::Guess, Self::Fairly, Self::Sure];

    /// Its name in files and on the screen.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Guess => "guess",
            Self::Fairly => "fairly",
            Self::Sure => "sure",
        }
    }

    /// The one of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|certainty| certainty.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_lies_in_the_years_that_every_reader_takes() {
        for (at, kept) in [
            (Timestamp::MIN, "0001-01-01T00:00:00Z"),
            (Timestamp::MAX, "9999-12-30T22:00:00Z"),
            (
                Timestamp::constant(1, 1_999_999),
                "1970-01-01T00:00:01.001Z",
            ),
        ] {
            assert_eq!(moment(at).to_string(), kept);
            assert_eq!(moment(moment(at)), moment(at));
        }
    }
}
