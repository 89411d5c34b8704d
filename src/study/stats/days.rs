//! The learner's calendar: how much was answered on each day, and how many days in a row.
//!
//! **Invariant:** a day is the learner's own, by their calendar.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;

use super::tally;
use crate::study::day::{Calendar, Day};
use crate::study::history::Attempt;

/// The dates of moments. Most moments lie on a day of which there were others.
#[derive(Debug)]
pub(super) struct Dates<'a> {
    calendar: &'a Calendar,
    /// By their first moments.
    known: BTreeMap<Timestamp, Day>,
}

impl<'a> Dates<'a> {
    /// None is known yet.
    pub fn new(calendar: &'a Calendar) -> Self {
        Self {
            calendar,
            known: BTreeMap::new(),
        }
    }

    /// The date of the learner's day at `at`.
    pub fn date(&mut self, at: Timestamp) -> Date {
        let before = self.known.range(..=at).next_back();
        if let Some((_, day)) = before.filter(|(_, day)| day.contains(at)) {
            return day.date;
        }
        let day = self.calendar.day(at);
        self.known.insert(day.start, day);
        day.date
    }
}

/// What was done on each day on which something was answered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Days {
    days: BTreeMap<Date, Effort>,
}

/// What was done on a day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Effort {
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
    pub fn on(&self, day: Date) -> Effort {
        self.days.get(&day).copied().unwrap_or_default()
    }

    /// The days on which something was answered, oldest first.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (Date, Effort)> {
        self.days.iter().map(|(date, day)| (*date, *day))
    }

    /// What was done from one day to another, both included.
    pub fn between(&self, first: Date, last: Date) -> Effort {
        let mut sum = Effort::default();
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

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::SignedDuration;
    use jiff::tz::TimeZone;

    #[test]
    fn a_date_is_the_calendars_in_whatever_order_it_is_asked() {
        let zone = TimeZone::posix("CET-1CEST,M3.5.0,M10.5.0/3").unwrap();
        let calendar = Calendar::new(zone, Calendar::BEGINS);
        let start: Timestamp = "2026-03-20T00:00:00Z".parse().unwrap();
        let mut dates = Dates::new(&calendar);
        for n in 0..2_000 {
            // 7919 is prime to 2,000: every hour of 83 days, back and forth.
            let at = start + SignedDuration::from_hours(n * 7_919 % 2_000);
            assert_eq!(dates.date(at), calendar.date(at), "{at}");
        }
        // The first of them is on the day before: it is not four yet.
        assert_eq!(dates.known.len(), 85);
        for at in [Timestamp::MIN, Timestamp::MAX] {
            assert_eq!(dates.date(at), calendar.date(at), "{at}");
        }
    }
}
