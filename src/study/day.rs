//! The learner's day, as the learner's clock and not midnight in Greenwich has it.
//!
//! It begins at an hour when most sleep, so that who studies past midnight still studies today. What
//! falls due at any moment of it is due today from its beginning.
//!
//! **Invariant:** the days of a calendar follow each other without a gap or an overlap, whatever the
//! clocks do; every moment, but for those at the ends of time, is in just one of them. Schedules know no days: no calendar changes them.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::schedule::Schedule;

/// Where one day ends and the next begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    zone: TimeZone,
    /// The hour at which a day begins, 0 to 23.
    begins: i8,
}

/// One day of a learner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Day {
    /// Its date: that on which it begins.
    pub date: Date,
    /// Its first moment.
    pub start: Timestamp,
    /// The first moment of the next day.
    pub end: Timestamp,
}

impl Calendar {
    /// The hour at which a day begins, if the learner says nothing else.
    pub const BEGINS: i8 = 4;

    /// Days in `zone` that begin when the clock shows the hour `begins`; an hour that no clock shows
    /// counts as the nearest one that it does.
    pub fn new(zone: TimeZone, begins: i8) -> Self {
        Self {
            zone,
            begins: begins.clamp(0, 23),
        }
    }

    /// The day that it is at `now`.
    pub fn day(&self, now: Timestamp) -> Day {
        let date = self.date(now);
        let next = date.tomorrow().map(|next| self.start(next));
        Day {
            date,
            start: self.start(date),
            end: next.unwrap_or(Timestamp::MAX),
        }
    }

    /// The date of the day that it is at `now`.
    pub fn date(&self, now: Timestamp) -> Date {
        let local = self.zone.to_datetime(now).date();
        // The clocks may have been set back over the hour at which a day begins.
        let latest = local.tomorrow().unwrap_or(local);
        let mut dates = std::iter::successors(Some(latest), |date| date.yesterday().ok());
        let begun = dates.find(|date| self.start(*date) <= now);
        begun.unwrap_or(Date::MIN)
    }

    /// The first moment of a day. Where the clocks jump over its hour, it begins with the jump; where
    /// they show the hour twice, it begins with the first time.
    pub fn start(&self, date: Date) -> Timestamp {
        let local = date.at(self.begins, 0, 0, 0);
        self.zone.to_timestamp(local).unwrap_or(if date.year() < 0 {
            Timestamp::MIN
        } else {
            Timestamp::MAX
        })
    }
}

impl Day {
    /// The last moment: what is due by then is due on this day.
    pub fn last(&self) -> Timestamp {
        let before = self.end.checked_sub(SignedDuration::from_nanos(1));
        before.unwrap_or(self.end)
    }

    /// Is it to be asked on this day, now or later?
    pub fn is_due(&self, schedule: &Schedule) -> bool {
        schedule.due < self.end
    }

    /// Is `at` in it?
    pub fn contains(&self, at: Timestamp) -> bool {
        (self.start..self.end).contains(&at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::event::Rating;
    use crate::study::schedule::Scheduler;
    use jiff::civil::date;
    use proptest::prelude::*;

    /// Berlin, New York, Lord Howe (half an hour), and one where the clocks change at midnight.
    const ZONES: [&str; 6] = [
        "UTC0",
        "CET-1CEST,M3.5.0,M10.5.0/3",
        "EST5EDT,M3.2.0,M11.1.0",
        "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0",
        "<-04>4<-03>,M9.1.6/24,M4.1.6/24",
        "<+14>-14",
    ];

    fn calendar(zone: &str, begins: i8) -> Calendar {
        Calendar::new(TimeZone::posix(zone).unwrap(), begins)
    }

    fn berlin() -> Calendar {
        calendar(ZONES[1], Calendar::BEGINS)
    }

    fn at(moment: &str) -> Timestamp {
        moment.parse().unwrap()
    }

    fn hours(day: Day) -> i64 {
        day.end.duration_since(day.start).as_hours()
    }

    #[test]
    fn midnight_during_a_session_changes_nothing_and_the_morning_does() {
        let evening = berlin().day(at("2026-11-26T23:50:00+01:00"));
        assert_eq!(evening.date, date(2026, 11, 26));
        for (moment, date) in [
            ("2026-11-27T00:10:00+01:00", date(2026, 11, 26)),
            ("2026-11-27T03:59:59.999+01:00", date(2026, 11, 26)),
            ("2026-11-27T04:00:00+01:00", date(2026, 11, 27)),
        ] {
            assert_eq!(berlin().date(at(moment)), date, "{moment}");
            assert_eq!(evening.contains(at(moment)), date == evening.date);
        }
        let strict = calendar(ZONES[1], 0);
        assert_eq!(
            strict.date(at("2026-11-27T00:10:00+01:00")),
            date(2026, 11, 27)
        );
    }

    #[test]
    fn a_day_has_23_or_25_hours_when_the_clocks_change() {
        let spring = berlin().day(at("2026-03-28T12:00:00+01:00"));
        let autumn = berlin().day(at("2026-10-24T12:00:00+02:00"));
        let usual = berlin().day(at("2026-06-01T12:00:00+02:00"));
        assert_eq!([spring, autumn, usual].map(hours), [23, 25, 24]);
        // The hour at which a day begins is jumped over, or comes twice.
        let at_two = calendar(ZONES[1], 2);
        assert_eq!(
            at_two.start(date(2026, 3, 29)),
            at("2026-03-29T03:00:00+02:00")
        );
        assert_eq!(
            at_two.start(date(2026, 10, 25)),
            at("2026-10-25T02:00:00+02:00")
        );
        let again = at_two.day(at("2026-10-25T02:00:00+01:00"));
        assert_eq!(again.date, date(2026, 10, 25), "a day begins once");
        // Back over midnight: for an hour the date is yesterday’s again, and the day is not.
        let midnight = calendar(ZONES[4], 0);
        assert_eq!(
            midnight.date(at("2026-04-04T23:30:00-03:00")),
            date(2026, 4, 4)
        );
        assert_eq!(hours(midnight.day(at("2026-04-04T23:30:00-04:00"))), 25);
    }

    #[test]
    fn a_leap_day_is_a_day() {
        let dates = ["2028-02-28", "2028-02-29", "2028-03-01"];
        let mut now = at("2028-02-28T12:00:00+01:00");
        for date in dates {
            assert_eq!(berlin().date(now).to_string(), date);
            now = berlin().day(now).end;
        }
    }

    #[test]
    fn what_is_due_tonight_is_due_this_morning() {
        let answered = at("2026-11-25T22:00:00+01:00");
        let schedule = Scheduler::default().next(None, answered, Rating::Good);
        assert_eq!(schedule.due, at("2026-11-27T22:00:00+01:00"));
        let is_due = |now: &str| berlin().day(at(now)).is_due(&schedule);
        assert!(
            !is_due("2026-11-27T03:00:00+01:00"),
            "that is yesterday's night"
        );
        assert!(is_due("2026-11-27T05:00:00+01:00"));
        assert!(is_due("2026-12-24T05:00:00+01:00"));
        let today = berlin().day(at("2026-11-27T05:00:00+01:00"));
        assert!(schedule.is_due(today.last()));
        let next = Schedule {
            due: today.end,
            ..schedule
        };
        assert!(!today.is_due(&next) && !next.is_due(today.last()));
    }

    #[test]
    fn a_journey_or_a_clock_set_back_changes_no_schedule() {
        let now = at("2026-11-27T10:00:00Z");
        let there = calendar(ZONES[5], Calendar::BEGINS);
        assert_eq!(berlin().date(now), date(2026, 11, 27));
        assert_eq!(
            there.date(now + SignedDuration::from_hours(9)),
            date(2026, 11, 28)
        );
        // Back by a day and a bit, it is simply that day again.
        let back = now - SignedDuration::from_hours(30);
        assert_eq!(berlin().date(back), date(2026, 11, 26));
        let scheduler = Scheduler::default();
        let known = scheduler.next(None, now, Rating::Good);
        let early = scheduler.next(Some(&known), back, Rating::Good);
        assert!(early.stability >= known.stability, "{early:?}");
        assert!(early.due > back);
    }

    #[test]
    fn the_ends_of_time_are_days() {
        for zone in ZONES {
            let calendar = calendar(zone, 23);
            for now in [Timestamp::MIN, Timestamp::MAX] {
                let day = calendar.day(now);
                assert!(day.start <= day.end, "{day:?}");
            }
            let days = SignedDuration::from_hours(48);
            for now in [Timestamp::MIN + days, Timestamp::MAX - days] {
                assert!(calendar.day(now).contains(now), "{zone}");
            }
        }
    }

    proptest! {
        #[test]
        fn days_follow_each_other(
            zone in prop::sample::select(&ZONES[..]),
            begins in 0..24_i8,
            second in 1_700_000_000..1_900_000_000_i64,
        ) {
            let calendar = calendar(zone, begins);
            let now = Timestamp::from_second(second).unwrap();
            let day = calendar.day(now);
            prop_assert!(day.contains(now) && day.contains(day.last()), "{day:?}");
            prop_assert!((22..=26).contains(&hours(day)), "{day:?}");
            prop_assert_eq!(calendar.day(day.start), day);
            let next = calendar.day(day.end);
            prop_assert_eq!(next.date, day.date.tomorrow().unwrap());
            prop_assert_eq!(next.start, day.end);
        }
    }
}
