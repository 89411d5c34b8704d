//! A question, the kinds there are, and the key to each.
//!
//! **Invariant:** a [`Kind`] carries its own key, so a question cannot have the key of another kind.

mod parts;

pub use parts::{Gap, GapKey, GapOption, Gaps, Ordered, Paired, Pairing, Sequence};

use super::block::Block;
use super::id::{QuestionId, SectionId};
use super::problem::Place;
use crate::text::Clean;

/// Something that the learner is asked.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// Its name in the section.
    pub id: QuestionId,
    /// What kind it is, with the key.
    pub kind: Kind,
    /// Name of the group whose introduction it shares.
    pub group: Option<Clean>,
    /// `b`, of a part.
    pub label: Option<Clean>,
    /// `Activity 1`.
    pub title: Option<Clean>,
    /// How long it may take.
    pub minutes: Option<u32>,
    /// What is asked.
    pub prompt: Vec<Block>,
    /// A help that doesn't give it away.
    pub hint: Vec<Block>,
    /// What stands in the learner's field to begin with.
    pub prefill: String,
    /// The model answer.
    pub answer: Vec<Block>,
    /// Shown after the answer.
    pub discussion: Vec<Block>,
    /// What the author thought when they did it.
    pub reflection: Vec<Block>,
    /// Shown after any answer, after a right one, after a wrong one.
    pub feedback: Feedback,
    /// The passage that supports the answer.
    pub evidence: Option<Evidence>,
    /// Learning outcomes that it serves.
    pub aims: Vec<Clean>,
    /// Easy, medium or hard.
    pub difficulty: Option<Difficulty>,
    /// Where the question comes from.
    pub source: Option<Clean>,
    /// Where it stands in the files.
    pub place: Place,
}

impl Question {
    /// A question of that kind with nothing said yet.
    pub fn new(id: QuestionId, kind: Kind) -> Self {
        Self {
            id,
            kind,
            group: None,
            label: None,
            title: None,
            minutes: None,
            prompt: Vec::new(),
            hint: Vec::new(),
            prefill: String::new(),
            answer: Vec::new(),
            discussion: Vec::new(),
            reflection: Vec::new(),
            feedback: Feedback::default(),
            evidence: None,
            aims: Vec::new(),
            difficulty: None,
            source: None,
            place: Place::default(),
        }
    }
}

/// The passage that supports an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// The section whose text has it; `None`: the question's own.
    pub section: Option<SectionId>,
    /// A phrase of the text, or `#heading`.
    pub phrase: Clean,
}

impl Evidence {
    /// Where it stands, if that is not in the section `own`.
    pub fn elsewhere(&self, own: &SectionId) -> Option<&SectionId> {
        self.section.as_ref().filter(|section| *section != own)
    }
}

/// What is said after the answer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Feedback {
    /// In any case.
    pub always: Vec<Block>,
    /// After a right answer.
    pub right: Vec<Block>,
    /// After a wrong one.
    pub wrong: Vec<Block>,
}

/// How hard it is, by its author's guess.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Difficulty {
    /// For warming up.
    Easy,
    /// In between.
    Medium,
    /// For those who know.
    Hard,
}

/// What kind of question it is, with its key.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// Written freely, marked by the learner against the points.
    Open {
        /// The key points; may be empty.
        points: Vec<Point>,
    },
    /// Written freely, not marked.
    Activity,
    /// One of several.
    Choice(Options),
    /// Some of several.
    Choices(Options),
    /// Is it so?
    TrueFalse {
        /// It is.
        correct: bool,
    },
    /// A word or a few.
    Text(TextKey),
    /// A number, perhaps with a unit.
    Number(NumberKey),
    /// Items, each to be put to its counterpart.
    Match(Pairing),
    /// Items to be put in order.
    Order(Sequence),
    /// Items, each to be put into its category.
    Sort(Pairing),
    /// A text with gaps to be filled.
    Gaps(Gaps),
    /// A kind that this version can't ask; the prompt and the answer are shown all the same.
    Unknown(Clean),
}

impl Kind {
    /// The name that it has in files.
    pub fn name(&self) -> &str {
        match self {
            Self::Open { .. } => "open",
            Self::Activity => "activity",
            Self::Choice(_) => "choice",
            Self::Choices(_) => "choices",
            Self::TrueFalse { .. } => "true-false",
            Self::Text(_) => "text",
            Self::Number(_) => "number",
            Self::Match(_) => "match",
            Self::Order(_) => "order",
            Self::Sort(_) => "sort",
            Self::Gaps(_) => "gaps",
            Self::Unknown(name) => name,
        }
    }

    /// Is the learner marked on it?
    pub fn is_marked(&self) -> bool {
        !matches!(self, Self::Activity | Self::Unknown(_))
    }

    /// Is it answered by writing freely?
    pub fn is_written(&self) -> bool {
        matches!(self, Self::Open { .. } | Self::Activity | Self::Unknown(_))
    }
}

/// A key point of a model answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    /// The idea.
    pub text: Clean,
    /// Other wordings of it.
    pub accept: Vec<Clean>,
}

/// The options of a choice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// In the author's order.
    pub choices: Vec<Choice>,
    /// May they be shown in another order?
    pub shuffle: bool,
}

/// An option.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What it says.
    pub text: Vec<super::block::Inline>,
    /// Is it right?
    pub correct: bool,
    /// Why, or why not.
    pub feedback: Vec<Block>,
}

/// What counts as right for a short text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextKey {
    /// Accepted answers; `*` stands for anything.
    pub accept: Vec<Clean>,
    /// Known to be wrong, however near they come to what is accepted.
    pub reject: Vec<Clean>,
    /// Does case matter?
    pub case: bool,
}

/// What counts as right for a number.
#[derive(Debug, Clone, PartialEq)]
pub struct NumberKey {
    /// The value, in `unit`. Finite.
    pub value: f64,
    /// How far off is still right.
    pub tolerance: Tolerance,
    /// What the learner may write behind the number.
    pub unit: Option<Clean>,
    /// Further units: one of these is so many of `unit`.
    pub also: Vec<(Clean, f64)>,
}

/// How far off is still right. Neither is negative.
#[derive(Debug, Clone, PartialEq)]
pub enum Tolerance {
    /// So much.
    Absolute(f64),
    /// So many hundredths of the value.
    Percent(f64),
}

/// What parts of a question share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Name that the parts refer to.
    pub id: Clean,
    /// `Self-assessment 1`.
    pub title: Option<Clean>,
    /// How long they may take together.
    pub minutes: Option<u32>,
    /// What stands above the parts.
    pub introduction: Vec<Block>,
}
