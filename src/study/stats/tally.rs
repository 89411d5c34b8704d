//! How much of a section, a course or an outcome is read, answered and mastered.
//!
//! **Invariant:** what is not marked is never mastered, and is left out of what could be.

use jiff::Timestamp;

use super::mean::{Mean, share};
use super::syllabus::Marking;
use crate::study::day::Day;
use crate::study::event::Rating;
use crate::study::history::{Attempt, History};
use crate::study::schedule::{RETENTION, Scheduler};

/// So much of an answer counts as time spent, in seconds: who leaves the desk is not studying.
pub const LONGEST: u32 = 600;

/// What was done with some questions, and what is known of them.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Tally {
    /// Sections.
    pub sections: u32,
    /// Those read to their end.
    pub read: u32,
    /// Questions.
    pub questions: u32,
    /// Those with an answer that stands.
    pub answered: u32,
    /// Questions on which the learner is marked.
    pub marked: u32,
    /// Those that [are mastered](is_mastered).
    pub mastered: u32,
    /// Those that are to be asked again today.
    pub due: u32,
    /// The scores of the last answers, 0 to 1.
    pub scores: Mean,
    /// How firmly each answered question is known, 0 to 1: see [`strength`].
    pub strengths: Mean,
    /// Seconds spent on answers, each counted up to [`LONGEST`].
    pub seconds: u64,
}

impl Tally {
    /// A question, with what was done with it.
    pub(super) fn of(
        marking: Marking,
        history: Option<&History>,
        scheduler: &Scheduler,
        (now, today): (Timestamp, &Day),
    ) -> Self {
        let latest = history.and_then(History::latest);
        let mut tally = Self {
            questions: 1,
            answered: u32::from(latest.is_some()),
            ..Self::default()
        };
        if marking == Marking::Unmarked {
            return tally;
        }
        tally.marked = 1;
        if let (Some(history), Some(latest)) = (history, latest) {
            tally.mastered = u32::from(is_mastered(history, scheduler, now));
            tally.due = u32::from(history.due().is_some_and(|due| due < today.end));
            if let Some(score) = latest.score {
                tally.scores.add(score);
            }
            if let Some(strength) = strength(history, scheduler, now) {
                tally.strengths.add(strength);
            }
        }
        tally
    }

    /// Takes in another.
    pub(super) fn add(&mut self, other: &Self) {
        self.sections += other.sections;
        self.read += other.read;
        self.questions += other.questions;
        self.answered += other.answered;
        self.marked += other.marked;
        self.mastered += other.mastered;
        self.due += other.due;
        self.scores.join(other.scores);
        self.strengths.join(other.strengths);
        self.seconds += other.seconds;
    }

    /// How much of what could be is mastered, 0 to 1.
    pub fn mastery(&self) -> Option<f64> {
        share(self.mastered, self.marked)
    }
}

/// Is it known for now? It was recalled when it was last asked, is due in the future, and the chance
/// that it is still known is 0.9 or more.
///
/// A question that was just not recalled is due in the future and fresh in mind, too; it is not
/// mastered.
pub fn is_mastered(history: &History, scheduler: &Scheduler, now: Timestamp) -> bool {
    let recalled = history
        .latest()
        .is_some_and(|latest| latest.rating != Some(Rating::Again));
    let known = history.schedule().is_some_and(|schedule| {
        !schedule.is_due(now) && scheduler.retrievability(schedule, now) >= RETENTION
    });
    recalled && known
}

/// How much of the answer the learner would give now, 0 to 1: the last score, faded by the chance
/// that it is still known. `None` if it was never marked. (To take the mean of the two would call a
/// question half known that was just not known at all: what was read a moment ago is fresh.)
pub fn strength(history: &History, scheduler: &Scheduler, now: Timestamp) -> Option<f64> {
    let score = history.latest()?.score?;
    let kept = scheduler.retrievability(history.schedule()?, now);
    Some(score * f64::from(kept))
}

/// The seconds that an answer counts as time spent.
pub fn seconds(attempt: &Attempt<'_>) -> u32 {
    attempt.seconds.unwrap_or(0).min(LONGEST)
}
