//! The learner's calendar: how much was answered on each day, and how many days in a row.
//!
//! **Invariant:** a day is the learner's own, in the zone where they are now.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::tally;
use crate::study::history::Attempt;

/// The learner's day at a moment.
pub fn day_of(at: Timestamp, zone: &TimeZone) -> Date {
    zone.to_datetime(at).date()
}

/// What was done on each day on which something was answered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Days {
    days: BTreeMap<Date, Day>,
}

/// What was done on a day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Day {
    /// Answers that stand.
    pub answers: u32,
    /// Seconds spent on them, each answer counted up to [`tally::LONGEST`].
    pub seconds: u64,
}

/// Days in a row on which something was answered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Streak {
    /// Those that end today, or yesterday: today isn't over yet.
    pub current: u32,
    /// The most that there ever were.
    pub longest: u32,
}

impl Days {
    pub(super) fn take(&mut self, on: Date, attempt: &Attempt<'_>) {
        let day = self.days.entry(on).or_default();
        day.answers += 1;
        day.seconds += u64::from(tally::seconds(attempt));
    }

    /// What was done on a day.
    pub fn on(&self, day: Date) -> Day {
        self.days.get(&day).copied().unwrap_or_default()
    }

    /// The days on which something was answered, oldest first.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (Date, Day)> {
        self.days.iter().map(|(date, day)| (*date, *day))
    }

    /// What was done from one day to another, both included.
    pub fn between(&self, first: Date, last: Date) -> Day {
        let mut sum = Day::default();
        if first <= last {
            for day in self.days.range(first..=last).map(|(_, day)| day) {
                sum.answers += day.answers;
                sum.seconds += day.seconds;
            }
        }
        sum
    }

    /// How many days in a row, as of today.
    pub fn streak(&self, today: Date) -> Streak {
        let mut streak = Streak::default();
        let mut run = 0;
        let mut before: Option<Date> = None;
        for day in self.days.keys().copied() {
            let follows = before.is_some_and(|before| before.tomorrow().ok() == Some(day));
            run = if follows { run + 1 } else { 1 };
            before = Some(day);
            streak.longest = streak.longest.max(run);
            if day == today || day.tomorrow().ok() == Some(today) {
                streak.current = run;
            }
        }
        streak
    }
}
