//! Planning towards an exam: which questions to ask on which day, so that each has been recalled
//! twice before it and comes a last time shortly before it.
//!
//! The last days before the exam are for the last time of every question, the weakest nearest to the
//! exam. In the days before these, what was never recalled is spread evenly, and what falls due is
//! asked, the oldest first; where more falls due on a day than there is room, it waits.
//!
//! **Invariant:** a plan asks; it changes no schedule. The same questions on the same day give the
//! same plan, in time that grows with what is asked. No question is asked twice on a day, and none on
//! the day of the exam or later.

mod goal;
mod sketch;

use jiff::Timestamp;
use jiff::civil::Date;

pub use self::goal::{Agenda, Goal};
use self::sketch::Sketch;
use super::day::Calendar;
use super::schedule::{Schedule, Scheduler};

/// So many days before the exam everything is asked a last time.
pub const LAST_DAYS: usize = 3;
/// So often everything is to be recalled before the exam.
pub const TIMES: u32 = 2;

/// A question, as a plan sees it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Card {
    /// When it is due; `None` if it was never answered.
    pub schedule: Option<Schedule>,
    /// On how many days it was recalled: rated hard or better.
    pub recalled: u32,
}

/// What is planned for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Aim {
    /// The day of the exam.
    pub exam: Date,
    /// The most questions that are to be asked on a day; `None` for as many as it takes.
    pub most: Option<usize>,
    /// What was done today already.
    pub done: Load,
}

/// How many questions are asked on a day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Load {
    /// For the first time.
    pub n_new: usize,
    /// Once more.
    pub n_review: usize,
}

impl Load {
    /// All of them.
    pub fn sum(self) -> usize {
        self.n_new + self.n_review
    }
}

/// What to ask when, from today to the day before the exam.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// What is still to be asked on each day, today first.
    pub days: Vec<(Date, Load)>,
    /// For each card, in the order in which they were given, the days on which it is asked.
    pub asks: Vec<Vec<Date>>,
    /// How many cards can't be recalled twice before the exam.
    pub n_seldom: usize,
    /// How many can't be asked in the last days before the exam.
    pub n_early: usize,
}

impl Plan {
    /// Can all that is wanted be done?
    pub fn is_whole(&self) -> bool {
        self.n_seldom == 0 && self.n_early == 0
    }
}

/// A plan for `cards` from `now` on. New ones are begun in the order in which they come.
pub fn plan(
    cards: &[Card],
    aim: &Aim,
    scheduler: &Scheduler,
    calendar: &Calendar,
    now: Timestamp,
) -> Plan {
    let mut sketch = Sketch::new(cards, aim, scheduler, calendar, now);
    let mut natural = sketch.clone();
    natural.learn(usize::MAX);
    sketch.learn(natural.room());
    let wanted = sketch.come_last();
    sketch.into_plan(&wanted)
}

#[cfg(test)]
mod tests;
