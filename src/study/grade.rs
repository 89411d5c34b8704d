//! Marks a response: one function for each kind, pure.
//!
//! **Invariant:** the same question and response always give the same outcome.

use super::event::{Rating, Response};
use crate::course::question::Question;

/// What became of an answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// In a word.
    pub verdict: Verdict,
    /// 0 to 1; `None` where only the learner can mark it, or nobody does.
    pub score: Option<f64>,
    /// What Recto has to say of the response itself ("that is not a number").
    pub remark: Option<String>,
}

/// An outcome in a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// All of it.
    Right,
    /// Some of it.
    Partly,
    /// None of it.
    Wrong,
    /// The learner is to mark it.
    ToMark,
    /// Not marked at all.
    Unmarked,
}

/// Marks `response`.
pub fn grade(_question: &Question, _response: &Response) -> Outcome {
    Outcome {
        verdict: Verdict::Unmarked,
        score: None,
        remark: None,
    }
}

/// The rating that a score stands for.
pub fn propose(_score: f64, _hinted: bool) -> Rating {
    Rating::Good
}
