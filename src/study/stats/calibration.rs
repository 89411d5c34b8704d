//! How sure the learner was, against how right.
//!
//! **Invariant:** only answers of which both are known count.

use super::mean::Mean;
use crate::study::event::Certainty;
use crate::study::history::Attempt;

/// For each certainty, how right the answers were.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Calibration {
    /// The scores of the answers that were a guess, fairly sure, sure; in this order.
    scores: [Mean; 3],
}

/// From so many answers on, something can be said of them.
pub const ENOUGH: u32 = 10;

/// So far off is still well judged: ten in a hundred.
const NEAR: f64 = 0.1;

/// How certainty and truth go together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Judged {
    /// Too few answers to tell.
    TooFew,
    /// About as often right as it should be.
    Well,
    /// Less often right: surer than it should be.
    TooSure,
    /// More often right: better than thought.
    TooModest,
}

impl Calibration {
    pub(super) fn take(&mut self, attempt: &Attempt<'_>) {
        if let (Some(certainty), Some(score)) = (attempt.certainty, attempt.score) {
            self.scores[certainty as usize].add(score);
        }
    }

    /// The scores of answers of that certainty: how many, and the share that was right.
    pub fn of(&self, certainty: Certainty) -> Mean {
        self.scores[certainty as usize]
    }

    /// How many answers said how sure the learner was.
    pub fn answers(&self) -> u32 {
        self.scores.iter().map(Mean::n).sum()
    }

    /// How well the learner judges answers of that certainty.
    pub fn judged(&self, certainty: Certainty) -> Judged {
        let scores = self.of(certainty);
        match scores.get() {
            Some(right) if scores.n() >= ENOUGH => {
                let beyond = right - nominal(certainty);
                if beyond < -NEAR {
                    Judged::TooSure
                } else if beyond > NEAR {
                    Judged::TooModest
                } else {
                    Judged::Well
                }
            }
            _ => Judged::TooFew,
        }
    }
}

/// What a certainty is taken to promise: the share of such answers that should be right. The words
/// have no figures of their own; these are about what people mean by them.
pub fn nominal(certainty: Certainty) -> f64 {
    match certainty {
        Certainty::Guess => 0.4,
        Certainty::Fairly => 0.75,
        Certainty::Sure => 0.95,
    }
}
