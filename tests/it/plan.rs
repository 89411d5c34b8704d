//! Plans towards an exam: what is asked on which day, on the screen and line by line, and what the
//! program says of them.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, date};
use jiff::{SignedDuration, Timestamp};
use recto::app::review::plan;
use recto::plain::plan::{SHOWN, lines};
use recto::store::course_file;
use recto::study::event::{Did, Event, Hold, Rating};
use recto::study::plan::{Agenda, LAST_DAYS};
use recto::study::progress::Progress;
use recto::study::session::{self, Item, Session};

use crate::harness::{Trip, goals, source_of};
use crate::plain::{course, deeds, sit_later};

const DAY: SignedDuration = SignedDuration::from_hours(24);

/// Marked questions of the course that is made for tests.
const MARKED: usize = 11;

fn agenda(trip: &Trip, exam: Date) -> Agenda {
    let goals = goals(&source_of("every"), Some(exam));
    goals[0].agenda(&trip.app.progress, trip.now())
}

/// The learner knows all that is asked.
fn know_all(mut trip: Trip) -> Trip {
    let mut n = 0;
    while trip.app.in_hand().is_some() {
        trip = trip.keys("x 3");
        n += 1;
        assert!(n < 100, "it has no end:\n{}", trip.screen());
    }
    trip
}

/// On which days each question was recalled.
fn recalled(log: &[Event]) -> BTreeMap<String, BTreeSet<Date>> {
    let mut days: BTreeMap<String, BTreeSet<Date>> = BTreeMap::new();
    for event in log {
        let date = event.at.to_zoned(jiff::tz::TimeZone::UTC).date();
        if let Did::Rate {
            question, rating, ..
        } = &event.did
            && *rating == Rating::Good
        {
            days.entry(question.to_string()).or_default().insert(date);
        }
    }
    days
}

#[test]
fn a_plan_that_is_followed_day_by_day_reaches_the_exam() {
    let exam = date(2026, 12, 5);
    let mut trip = Trip::on("every").exam_on("2026-12-05");
    for _ in 0..12 {
        trip = trip.keys("r").sees("plan to 5\u{a0}Dec");
        trip = if agenda(&trip, exam).plan.days[0].1.sum() > 0 {
            know_all(trip.keys("<enter>"))
                .sees("This review is done.")
                .keys("<esc>")
        } else {
            trip.keys("<esc>")
        };
        trip = trip.sees("sections read").wait(DAY);
    }
    let days = recalled(&trip.log);
    assert_eq!(days.len(), MARKED, "{days:?}");
    for (question, days) in &days {
        assert!(days.len() >= 2, "{question}: {days:?}");
        let last = days.last().unwrap().duration_until(exam).as_hours() / 24;
        assert!((1..=3).contains(&last), "{question}: {last} days before");
    }
    // On the day of the exam, and behind it, nothing is planned.
    let over = agenda(&trip, exam);
    assert!(over.plan.days.is_empty() && over.new.is_empty() && over.again.is_empty());
}

#[test]
fn the_plan_stands_before_the_first_question() {
    let trip = Trip::on("every").exam_on("2026-12-05").keys("r");
    let trip = trip
        .sees("Review › Plan")
        .sees("Everything *once*: plan to 5\u{a0}Dec, 12\u{a0}days")
        .sees("Today 2\u{a0}questions, all of them new.")
        .sees("comes last in the 3 days before")
        .sees("Enter begins")
        .sees("█ new   ░ once more")
        .sees("Sat\u{a0}5\u{a0}Dec")
        .sees("the exam");
    assert!(trip.app.wanted_card().is_none(), "nothing is loaded yet");
    let trip = trip.keys("u").sees("nothing to take back").keys("<enter>");
    let trip = know_all(trip.sees("1 of 2"));
    let trip = trip
        .sees("2 questions in")
        .sees("Plan to 5\u{a0}Dec, Everything *once*: tomorrow");
    // What is done is done; the plan is there again.
    let trip = trip
        .keys("<esc> r")
        .sees("Today is done: 2\u{a0}questions, all of them new.");
    trip.misses("begins").keys("<enter>").sees("sections read");
}

#[test]
fn a_plan_fits_every_window_and_scrolls() {
    let mut trip = Trip::on("every").exam_on("2027-05-22").keys("r");
    for (width, height) in [(80, 24), (40, 15), (20, 5), (1, 1), (200, 50)] {
        trip = trip.size(width, height).keys("j k G g");
    }
    let trip = trip
        .size(80, 24)
        .sees("plan to 22\u{a0}May\u{a0}2027, 180\u{a0}days")
        .keys("G");
    trip.sees("Sat\u{a0}22\u{a0}May\u{a0}2027")
        .sees("the exam")
        .keys("<enter>")
        .sees("1 of 1");
}

#[test]
fn no_question_is_asked_twice_and_none_that_is_put_away() {
    let trip = Trip::on("every")
        .section("ask")
        .keys("<tab> n 1 <enter> f 3");
    let trip = trip.keys("S L").exam_on("2026-11-25").wait(DAY);
    let away = trip.log.iter().find_map(|event| match &event.did {
        Did::Hold {
            question,
            hold: Hold::Away,
        } => Some(question.clone()),
        _ => None,
    });
    let away = away.unwrap();
    let mut trip = trip
        .keys("r")
        .sees("1 question is put off or away, and left out.");
    trip = trip.sees("There is too little time:").keys("<enter>");
    let mut asked = Vec::new();
    while trip.app.in_hand().is_some() {
        let card = trip.app.in_hand().unwrap();
        asked.push(card.question().unwrap().id.clone());
        trip = trip.keys("x 3");
    }
    let n = asked.len();
    assert_eq!(n, MARKED - 1);
    assert!(!asked.contains(&away.question), "{asked:?}");
    assert_eq!(asked.into_iter().collect::<BTreeSet<_>>().len(), n);
}

/// When each question is due, by its name.
fn dues(progress: &Progress) -> BTreeMap<String, Timestamp> {
    let (_, course) = course("every");
    let state = progress.course(&course.id).unwrap();
    let due = |card: recto::study::card::Card| Some((card.question.to_string(), card.due()?));
    state.cards().filter_map(due).collect()
}

#[test]
fn cramming_ahead_never_harms_the_schedule() {
    let trip = Trip::on("every")
        .section("ask")
        .keys("<tab> n 1 <enter> f 3");
    let trip = trip.keys("1 2 <enter> s 3 L").wait(DAY * 3);
    // Known well, so due in weeks; but the exam is tomorrow.
    let trip = know_all(trip.keys("r")).keys("<esc>").wait(DAY * 5);
    let before = dues(&trip.app.progress);
    let mut trip = trip.exam_on("2026-12-02").keys("r <enter>");
    let mut n_ahead = 0;
    while let Some(card) = trip.app.in_hand() {
        let name = format!("ask/{}", card.question().unwrap().id);
        n_ahead += usize::from(before.contains_key(&name));
        trip = trip.keys("x 3");
    }
    let after = dues(&trip.app.progress);
    assert!(n_ahead > 0, "{before:?}");
    for (question, due) in &before {
        assert!(after[question] >= *due, "{question}");
    }
}

/// The same review by a plan on the screen and line by line, a day after something was done.
#[track_caller]
fn same_plan(exam: &str, keys: &str, said: &str) -> String {
    let trip = Trip::on("every").section("ask").keys("<tab> n 1 <enter> f");
    let mut trip = trip.keys("n 1 2 <enter> s L").wait(DAY).exam_on(exam);
    trip.log.clear();
    let progress = trip.app.progress.clone();
    let start = trip.now();
    let (source, course) = course("every");
    let goals = goals(&source, Some(exam.parse().unwrap()));
    let session = {
        let agendas = [goals[0].agenda(&progress, start)];
        let cards: Vec<_> = progress.course(&course.id).unwrap().cards().collect();
        let cards = cards.iter().map(|card| (&course.id, card));
        let day = goals[0].calendar.day(start);
        let items = session::mix(cards, &agendas, Vec::new(), (&day, 1));
        Session::new(items).planned(goals)
    };
    let mut load = |_: &mut Progress, item: &Item| {
        let index = course.section_named(item.question.section.as_str())?;
        let (section, _) = course_file::section(&source, &course, index);
        Some((course.clone(), section))
    };
    let (sitting, ()) = sit_later(start, progress, said, |table| {
        table.review(session, &mut load).unwrap();
    });
    let trip = trip.keys("r <enter>").keys(keys);
    let there = deeds(&trip.log);
    assert!(!there.is_empty());
    assert_eq!(deeds(&sitting.log), there, "{}", sitting.said);
    sitting.said
}

#[test]
fn a_plan_gives_the_same_events_on_both_front_ends() {
    let said = same_plan(
        "2026-11-27",
        "x <enter> b x <enter> <esc>",
        "x\n:tomorrow\nx\nq\n",
    );
    for words in [
        "Everything *once*: plan to 27 Nov, 3 days.",
        "  today: ",
        "  Fri 27 Nov: the exam",
        "Review, 1 of ",
        "Plan to 27 Nov, Everything *once*: today ",
    ] {
        assert!(said.contains(words), "{words:?}:\n{said}");
    }
    assert!(said.find("plan to").unwrap() < said.find("Review, 1 of").unwrap());
    assert!(!said.contains('█'), "{said}");
    // Nobody wants to hear half a year.
    let said = same_plan("2027-05-22", "x <enter> <esc>", "x\nq\n");
    assert!(
        said.contains("`recto review every --by 2027-05-22 --plan` says all days."),
        "{said}"
    );
    assert!(said.lines().count() < SHOWN + 60, "{said}");
}

#[test]
fn both_front_ends_say_the_same_of_a_plan() {
    let trip = Trip::on("every")
        .exam_on("2026-12-05")
        .size(100, 50)
        .keys("r");
    let agenda = agenda(&trip, date(2026, 12, 5));
    let screen = trip.screen().replace('\u{a0}', " ");
    let plain = lines(&agenda, usize::MAX);
    for line in plan::lines(&agenda) {
        let (day, what) = (line.day(agenda.today), line.what());
        let said = format!("  {day}: {what}\n").replace('\u{a0}', " ");
        assert!(plain.contains(&said), "{said:?}:\n{plain}");
        let (day, what) = (day.replace('\u{a0}', " "), what.replace('\u{a0}', " "));
        let is_it = |row: &str| row.trim_start().starts_with(&day) && row.contains(&what);
        assert!(screen.lines().any(is_it), "{day}, {what}:\n{screen}");
    }
}

#[test]
fn the_last_days_are_the_last_days() {
    let trip = Trip::on("every").exam_on("2026-12-05");
    let agenda = agenda(&trip, date(2026, 12, 5));
    let last = &agenda.plan.days[12 - LAST_DAYS..];
    let n: usize = last.iter().map(|(_, load)| load.n_review).sum();
    assert_eq!(n, MARKED);
}
