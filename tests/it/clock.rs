//! Clocks that are wrong, are set, or stand elsewhere: nothing is lost, counted twice, or due on the
//! wrong day.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use recto::app::Start;
use recto::app::settings::{Asked, Settings};
use recto::course::id::FullId;
use recto::study::card::Card;
use recto::study::event::{Did, Event, Hold};
use recto::study::progress::Progress;

use crate::harness::Trip;

const BERLIN: &str = "CET-1CEST,M3.5.0,M10.5.0/3";
const LINE_ISLANDS: &str = "<+14>-14";

/// A learner in `zone`, in the library, with what was done before.
fn sit(progress: Progress, zone: &str, moment: &str) -> Trip {
    let settings = Settings {
        shuffle: Asked::No,
        ..Settings::default()
    };
    let start = Start {
        progress,
        zone: Some(TimeZone::posix(zone).unwrap()),
        ..Start::default()
    };
    Trip::with("every", settings, start).at(moment)
}

/// Three questions are answered; those that were known are due again in two days or more.
fn begin(zone: &str, moment: &str) -> Trip {
    let trip = sit(Progress::default(), zone, moment).section("ask");
    let trip = trip.keys("<tab> n 1 <enter> f n 1 2 <enter> s n 2 <enter> g L");
    assert_eq!(answers(&trip.log).len(), 3);
    trip
}

/// The same learner sits down again.
fn again(trip: Trip, zone: &str, moment: &str) -> Trip {
    let mut next = sit(trip.app.progress, zone, moment);
    next.log = trip.log;
    next
}

fn answers(log: &[Event]) -> Vec<(Timestamp, FullId)> {
    let answers = log.iter().filter_map(|event| match &event.did {
        Did::Answer(question, _) => Some((event.at, question.clone())),
        _ => None,
    });
    answers.collect()
}

/// Every answer is there, once; what the log comes to is what is shown.
#[track_caller]
fn nothing_is_lost(trip: &Trip) {
    let mut folded = Progress::default();
    folded.record_all(trip.log.iter().cloned());
    assert_eq!(folded, trip.app.progress);
    let (_, state) = folded.courses().next().unwrap();
    for (at, question) in answers(&trip.log) {
        let attempts = state.questions[&question].attempts();
        assert_eq!(attempts.filter(|attempt| attempt.at == at).count(), 1);
    }
    let attempts = state.questions.values().map(|one| one.attempts().count());
    assert_eq!(attempts.sum::<usize>(), answers(&trip.log).len());
}

fn n_due(trip: &Trip) -> usize {
    trip.app.progress.n_due(trip.app.day(trip.now()).last())
}

fn holds(trip: &Trip) -> Vec<Hold> {
    let holds = trip.log.iter().filter_map(|event| match &event.did {
        Did::Hold { hold, .. } => Some(*hold),
        _ => None,
    });
    holds.collect()
}

#[test]
fn a_review_goes_on_when_the_day_ends() {
    // 3:50 to 4:10 in the morning, where days begin at 4.
    let trip = begin(BERLIN, "2026-11-23T10:00:00+01:00");
    let trip = again(trip, BERLIN, "2026-12-24T03:50:00+01:00");
    let trip = trip.keys("r").sees("Review › 1 of 3").keys("x 3");
    let trip = trip.at("2026-12-24T04:10:00+01:00").sees("2 of 3");
    // What is put off now is put off until the next morning, not until this one.
    let trip = trip.keys("b").sees("3 of 3").keys("x 3");
    let trip = trip.sees("2 questions in 20 minutes");
    let morning = "2026-12-25T04:00:00+01:00".parse().unwrap();
    assert_eq!(holds(&trip), [Hold::Until(morning)]);
    nothing_is_lost(&trip);
    assert_eq!(n_due(&trip), 0);
    let trip = trip.keys("<esc> r").sees("Nothing is due.").keys("<esc>");
    let trip = trip.at("2026-12-25T03:59:00+01:00").keys("r");
    let trip = trip.sees("Nothing is due.").keys("<esc>");
    trip.at("2026-12-25T04:00:00+01:00")
        .keys("r")
        .sees("1 of 1");
}

#[test]
fn midnight_is_no_end_of_a_day() {
    let trip = begin(BERLIN, "2026-11-23T10:00:00+01:00");
    let trip = again(trip, BERLIN, "2026-12-23T23:55:00+01:00");
    let trip = trip.keys("r x 3").at("2026-12-24T00:05:00+01:00");
    let trip = trip.sees("2 of 3").keys("b x 3");
    let morning = "2026-12-24T04:00:00+01:00".parse().unwrap();
    assert_eq!(holds(&trip), [Hold::Until(morning)]);
    nothing_is_lost(&trip);
    assert_eq!(n_due(&trip), 0);
}

#[test]
fn what_is_due_at_ten_is_due_from_the_morning_of_that_day() {
    let trip = begin(BERLIN, "2026-11-23T10:00:00+01:00");
    let (_, state) = trip.app.progress.courses().next().unwrap();
    let dues = state.cards().filter_map(|card| card.due());
    let last = dues.max().unwrap();
    let day = trip.app.day(last);
    for (moment, is_due) in [
        (day.start, true),
        (day.start - SignedDuration::from_mins(1), false),
    ] {
        let later = trip.app.day(moment).last();
        assert_eq!(trip.app.progress.n_due(later) == 3, is_due, "{moment}");
    }
}

#[test]
fn a_clock_set_back_between_answers_loses_none() {
    let trip = begin("UTC0", "2026-11-23T10:00:00Z");
    let trip = again(trip, "UTC0", "2026-12-24T10:00:00Z").keys("r x 3");
    let trip = trip
        .at("2026-12-24T09:00:00Z")
        .sees("2 of 3")
        .keys("x 1 x 3");
    nothing_is_lost(&trip);
    let times: Vec<_> = answers(&trip.log).into_iter().map(|(at, _)| at).collect();
    assert!(times.is_sorted(), "{times:?}");
    // The one that wasn't recalled comes once more, and can be taken back.
    let trip = trip.keys("x 3 u").keys("x 3");
    let trip = trip.sees("Recalled: 2. Not yet: 1.");
    let undone = trip
        .log
        .iter()
        .filter(|event| matches!(event.did, Did::Undo { .. }));
    assert_eq!(undone.count(), 1);
    assert_eq!(n_due(&trip), 0);
}

#[test]
fn a_clock_set_back_between_two_sittings_loses_nothing() {
    let trip = begin("UTC0", "2026-11-23T10:00:00Z");
    // All that was put away later by the clock is taken up again earlier by it.
    let trip = again(trip, "UTC0", "2026-12-24T10:00:00Z").keys("r S S S");
    let trip = trip.at("2026-12-24T10:10:00Z");
    assert_eq!(n_due(&trip), 0);
    let mut trip = again(trip, "UTC0", "2026-12-24T09:00:00Z").section("ask");
    trip = trip
        .keys("<tab> n S n S n S")
        .sees("Taken up again")
        .keys("L");
    assert_eq!(n_due(&trip), 3);
    let trip = trip.keys("r").sees("1 of 3").keys("x 3 x 3 x 3");
    let trip = trip
        .sees("Recalled: 3.")
        .keys("<esc> r")
        .sees("Nothing is due.");
    nothing_is_lost(&trip);
}

#[test]
fn another_zone_is_another_day_and_no_other_schedule() {
    let trip = begin("UTC0", "2026-11-23T10:00:00Z");
    let (_, state) = trip.app.progress.courses().next().unwrap();
    let before: Vec<_> = state.cards().collect();
    let due = before.iter().filter_map(Card::due).max().unwrap();
    // On the eve it is today in the one place already, and in the other not yet.
    let eve = (due - SignedDuration::from_hours(19)).to_string();
    let trip = again(trip, "UTC0", &eve);
    assert!(n_due(&trip) < 3, "{eve}");
    let trip = again(trip, LINE_ISLANDS, &eve);
    assert_eq!(n_due(&trip), 3, "{eve}");
    let (_, state) = trip.app.progress.courses().next().unwrap();
    assert_eq!(state.cards().collect::<Vec<_>>(), before);
    // What was answered there is not asked again at home, where that day has yet to begin.
    let trip = trip.keys("r x 3 x 3 x 3").sees("Recalled: 3.");
    nothing_is_lost(&trip);
    let moment = trip.now().to_string();
    let trip = again(trip, "UTC0", &moment);
    assert_eq!(n_due(&trip), 0);
    trip.keys("r").sees("Nothing is due.");
}

#[test]
fn tomorrow_is_the_next_morning_when_the_clocks_change() {
    for (eve, morning) in [
        ("2027-03-27T23:00:00+01:00", "2027-03-28T04:00:00+02:00"),
        ("2027-10-30T23:00:00+02:00", "2027-10-31T04:00:00+01:00"),
    ] {
        let trip = begin(BERLIN, "2026-11-23T10:00:00+01:00");
        let trip = again(trip, BERLIN, eve).keys("r b b b");
        let wanted: Timestamp = morning.parse().unwrap();
        assert_eq!(holds(&trip), [Hold::Until(wanted); 3]);
        let before = (wanted - SignedDuration::from_mins(1)).to_string();
        let trip = trip
            .keys("<esc>")
            .at(&before)
            .keys("r")
            .sees("Nothing is due.");
        trip.keys("<esc>").at(morning).keys("r").sees("1 of 3");
    }
}

#[test]
fn a_leap_day_is_a_day_like_any_other() {
    let trip = begin(BERLIN, "2026-11-23T10:00:00+01:00");
    let trip = again(trip, BERLIN, "2028-02-28T10:00:00+01:00").keys("r b x 3 x 3");
    let trip = trip.keys("<esc>").at("2028-02-29T09:00:00+01:00");
    let trip = trip.keys("r").sees("1 of 1").keys("b").keys("<esc>");
    assert_eq!(n_due(&trip), 0);
    let leap = ["2028-02-29T04:00:00+01:00", "2028-03-01T04:00:00+01:00"];
    assert_eq!(
        holds(&trip),
        leap.map(|at| Hold::Until(at.parse().unwrap()))
    );
    let trip = trip
        .at("2028-03-01T09:00:00+01:00")
        .keys("r")
        .sees("1 of 1");
    nothing_is_lost(&trip);
}
