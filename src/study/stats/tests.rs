//! Truth tables by hand-made histories.

use super::*;
use crate::course::Aim;
use crate::course::id::QuestionId;
use crate::study::event::{Certainty, Did, Event, Given, Hold, Rating, Response, Stand};
use crate::study::schedule::Scheduler;
use jiff::tz::TimeZone;

/// Noon in UTC on day `n`; day 0 is Monday, 2 November 2026.
fn noon(n: i64) -> Timestamp {
    let start: Timestamp = "2026-11-02T12:00:00Z".parse().unwrap();
    start + jiff::SignedDuration::from_hours(24 * n)
}

fn date(n: i64) -> Date {
    calendar().date(noon(n))
}

fn calendar() -> Calendar {
    Calendar::new(TimeZone::UTC, Calendar::BEGINS)
}

fn course() -> CourseId {
    CourseId::new("tides").unwrap()
}

fn full(id: &str) -> FullId {
    FullId::parse(id).unwrap()
}

/// What an answer says, in short.
#[derive(Clone, Copy)]
struct Told(Option<f64>, Option<Rating>, Option<Certainty>, u32);

const GOOD: Told = Told(Some(1.0), Some(Rating::Good), None, 60);
const AGAIN: Told = Told(Some(0.0), Some(Rating::Again), None, 60);
const DONE: Told = Told(None, None, None, 60);

fn event(at: Timestamp, did: Did) -> Event {
    Event {
        at,
        course: course(),
        did,
    }
}

fn answer(at: Timestamp, id: &str, Told(score, rating, certainty, seconds): Told) -> Event {
    let given = Given {
        response: Response::Said(true),
        score,
        rating,
        certainty,
        hinted: false,
        seconds: Some(seconds),
        exam: None,
    };
    event(at, Did::Answer(full(id), given))
}

fn undo(at: Timestamp, id: &str, of: Timestamp) -> Event {
    let question = full(id);
    event(at, Did::Undo { question, of })
}

fn read(at: Timestamp, id: &str) -> Event {
    event(at, Did::Read(SectionId::new(id).unwrap()))
}

/// A course of two sections: 1 has a, b and the activity c; 2 has d. The outcome `see` is served by
/// a and d, `say` by a, `act` by c, `none` by nothing.
fn syllabus() -> Syllabus {
    let aim = |id| Aim {
        id: Clean::words(id),
        text: Clean::words(id),
    };
    let topic = |id: &str, questions: &[(&str, Marking, &[&str])]| Topic {
        id: SectionId::new(id).unwrap(),
        title: format!("{id} Title"),
        questions: questions
            .iter()
            .map(|(name, marking, aims)| Asked {
                id: FullId {
                    section: SectionId::new(id).unwrap(),
                    question: QuestionId::new(name).unwrap(),
                },
                marking: *marking,
                aims: aims.iter().map(|aim| Clean::words(aim)).collect(),
            })
            .collect(),
    };
    Syllabus {
        id: course(),
        title: Some(Clean::words("Tides")),
        aims: ["see", "say", "act", "none"].map(aim).into(),
        sections: vec![
            topic(
                "1",
                &[
                    ("a", Marking::Marked, &["see", "say", "see"]),
                    ("b", Marking::Marked, &["unheard-of"]),
                    ("c", Marking::Unmarked, &["act"]),
                ],
            ),
            topic("2", &[("d", Marking::Marked, &["see"])]),
        ],
    }
}

fn stats(events: impl IntoIterator<Item = Event>, now: Timestamp) -> Stats {
    let mut progress = Progress::default();
    progress.record_all(events);
    Stats::of(&progress, &[syllabus()], 3, (now, &calendar()))
}

/// Sections, read, questions, answered, marked, mastered.
type Counts = [u32; 6];
/// What was done, the day of the look at it, and the counts of section 1, section 2 and the course.
type Row<'a> = (&'a [Event], i64, Counts, Counts, Counts);

fn counts(tally: &Tally) -> Counts {
    [
        tally.sections,
        tally.read,
        tally.questions,
        tally.answered,
        tally.marked,
        tally.mastered,
    ]
}

#[test]
fn counts_what_is_read_answered_and_mastered() {
    let table: [Row; 7] = [
        (
            &[],
            0,
            [1, 0, 3, 0, 2, 0],
            [1, 0, 1, 0, 1, 0],
            [2, 0, 4, 0, 3, 0],
        ),
        (
            &[read(noon(0), "1"), answer(noon(0), "1/a", GOOD)],
            0,
            [1, 1, 3, 1, 2, 1],
            [1, 0, 1, 0, 1, 0],
            [2, 1, 4, 1, 3, 1],
        ),
        // Two days later it is due.
        (
            &[answer(noon(0), "1/a", GOOD)],
            2,
            [1, 0, 3, 1, 2, 0],
            [1, 0, 1, 0, 1, 0],
            [2, 0, 4, 1, 3, 0],
        ),
        // What was just not recalled is not mastered, though due tomorrow and fresh in mind.
        (
            &[answer(noon(0), "1/a", AGAIN)],
            0,
            [1, 0, 3, 1, 2, 0],
            [1, 0, 1, 0, 1, 0],
            [2, 0, 4, 1, 3, 0],
        ),
        // An activity is answered, never mastered.
        (
            &[answer(noon(0), "1/c", DONE)],
            0,
            [1, 0, 3, 1, 2, 0],
            [1, 0, 1, 0, 1, 0],
            [2, 0, 4, 1, 3, 0],
        ),
        // What was taken back was not done.
        (
            &[answer(noon(0), "2/d", GOOD), undo(noon(1), "2/d", noon(0))],
            0,
            [1, 0, 3, 0, 2, 0],
            [1, 0, 1, 0, 1, 0],
            [2, 0, 4, 0, 3, 0],
        ),
        // An answer that the learner is still to mark has no rating: it is answered.
        (
            &[answer(noon(0), "2/d", DONE)],
            0,
            [1, 0, 3, 0, 2, 0],
            [1, 0, 1, 1, 1, 0],
            [2, 0, 4, 1, 3, 0],
        ),
    ];
    for (row, (events, day, one, two, all)) in table.into_iter().enumerate() {
        let stats = stats(events.iter().cloned(), noon(day));
        let course = &stats.courses[0];
        assert_eq!(counts(&course.sections[0].tally), one, "row {row}");
        assert_eq!(counts(&course.sections[1].tally), two, "row {row}");
        assert_eq!(counts(&course.tally), all, "row {row}");
    }
}

#[test]
fn an_outcome_counts_what_serves_it() {
    let stats = stats(
        [
            read(noon(0), "1"),
            answer(noon(0), "1/a", GOOD),
            answer(noon(0), "1/c", DONE),
        ],
        noon(0),
    );
    let aims = &stats.courses[0].aims;
    let got: Vec<_> = aims.iter().map(|aim| counts(&aim.tally)).collect();
    assert_eq!(
        got,
        [
            // `see` is named twice by a, and counts it once.
            [2, 1, 2, 1, 2, 1],
            [1, 1, 1, 1, 1, 1],
            [1, 1, 1, 1, 0, 0],
            [0; 6],
        ]
    );
    assert_eq!(aims[0].questions, [full("1/a"), full("2/d")]);
    assert_eq!(aims[2].tally.mastery(), None);
}

#[test]
fn the_last_score_counts() {
    let half = Told(Some(0.5), Some(Rating::Hard), None, 0);
    let stats = stats(
        [
            answer(noon(0), "1/a", AGAIN),
            answer(noon(1), "1/a", GOOD),
            answer(noon(1), "1/b", half),
            answer(noon(1), "1/c", GOOD),
        ],
        noon(1),
    );
    let one = &stats.courses[0].sections[0].tally;
    assert_eq!((one.scores.n(), one.scores.get()), (2, Some(0.75)));
    assert_eq!(stats.courses[0].sections[1].tally.scores.get(), None);
}

#[test]
fn what_the_course_has_no_more_is_told_apart() {
    let stats = stats(
        [
            answer(noon(0), "1/a", GOOD),
            answer(noon(0), "1/gone", GOOD),
            answer(noon(0), "7/gone", GOOD),
        ],
        noon(9),
    );
    let course = &stats.courses[0];
    assert_eq!((course.tally.answered, course.n_gone), (1, 2));
    assert_eq!(course.tally.seconds, 180, "the time was spent all the same");
    assert_eq!(stats.days.on(date(0)).answers, 3);
    // Nobody can be asked what isn't there.
    assert_eq!(stats.forecast.days[0], 1);
}

#[test]
fn a_course_that_is_gone_keeps_its_days() {
    let mut progress = Progress::default();
    progress.record(&answer(noon(0), "1/a", GOOD));
    let stats = Stats::of(
        &progress,
        &[Syllabus::lost(course())],
        0,
        (noon(0), &calendar()),
    );
    assert_eq!(stats.courses[0].title, None);
    assert_eq!(stats.courses[0].n_gone, 1);
    assert_eq!(stats.tally().seconds, 60);
    assert_eq!(stats.days.on(date(0)).answers, 1);
}

#[test]
fn streaks_are_days_in_a_row() {
    for (days, today, current, longest) in [
        (&[][..], 5, 0, 0),
        (&[5][..], 5, 1, 1),
        // Today isn't over.
        (&[4][..], 5, 1, 1),
        (&[3][..], 5, 0, 1),
        (&[1, 2, 3, 5][..], 5, 1, 3),
        (&[0, 1, 2, 3, 4, 5][..], 5, 6, 6),
        (&[0, 1, 3, 4][..], 5, 2, 2),
        (&[0, 1, 2, 7][..], 5, 0, 3),
        // Another machine's clock is ahead.
        (&[4, 5, 6][..], 5, 2, 3),
    ] {
        let events = days.iter().map(|day| answer(noon(*day), "1/a", GOOD));
        let stats = stats(events, noon(today));
        let streak = Streak { current, longest };
        assert_eq!(stats.days.streak(stats.today), streak, "{days:?}");
    }
}

#[test]
fn time_is_counted_up_to_a_limit() {
    let long = Told(Some(1.0), Some(Rating::Good), None, 86_400);
    let unknown = event(
        noon(1),
        Did::Answer(
            full("2/d"),
            Given {
                response: Response::DontKnow,
                score: Some(0.0),
                rating: None,
                certainty: None,
                hinted: false,
                seconds: None,
                exam: None,
            },
        ),
    );
    let events = [
        answer(noon(0), "1/a", long),
        answer(noon(0), "1/b", GOOD),
        answer(noon(1), "2/d", AGAIN),
        unknown,
    ];
    let stats = stats(events, noon(1));
    let course = &stats.courses[0];
    assert_eq!(course.sections[0].tally.seconds, u64::from(LONGEST) + 60);
    assert_eq!(stats.tally().seconds, course.tally.seconds);
    assert_eq!(stats.days.on(date(0)).seconds, u64::from(LONGEST) + 60);
    assert_eq!(
        stats.days.between(date(0), date(9)).seconds,
        stats.tally().seconds
    );
    assert_eq!(stats.days.between(date(9), date(0)), Effort::default());
}

#[test]
fn only_reviews_show_what_is_kept() {
    let minutes = |n| noon(0) + jiff::SignedDuration::from_mins(n);
    let hard = Told(Some(0.5), Some(Rating::Hard), None, 0);
    for (events, reviews, recalled) in [
        (vec![], 0, 0),
        (vec![answer(noon(0), "1/a", GOOD)], 0, 0),
        // The second try of a sitting is no review.
        (
            vec![
                answer(noon(0), "1/a", AGAIN),
                answer(minutes(5), "1/a", GOOD),
            ],
            0,
            0,
        ),
        (
            vec![answer(noon(0), "1/a", GOOD), answer(noon(1), "1/a", hard)],
            1,
            1,
        ),
        (
            vec![
                answer(noon(0), "1/a", GOOD),
                answer(noon(2), "1/a", AGAIN),
                answer(noon(2) + jiff::SignedDuration::from_mins(9), "1/a", GOOD),
                answer(noon(5), "1/a", GOOD),
            ],
            2,
            1,
        ),
        // An answer without a rating between two that have one.
        (
            vec![
                answer(noon(0), "1/a", GOOD),
                answer(noon(1), "1/a", DONE),
                answer(noon(2), "1/a", GOOD),
            ],
            1,
            1,
        ),
    ] {
        let all = stats(events, noon(9)).retention.all;
        assert_eq!((all.reviews(), all.recalled), (reviews, recalled));
    }
}

#[test]
fn what_is_predicted_is_what_the_schedule_said() {
    let events = [
        answer(noon(0), "1/a", GOOD),
        answer(noon(2), "1/a", GOOD),
        answer(noon(40), "1/a", AGAIN),
        answer(noon(0), "2/d", GOOD),
        answer(noon(2), "2/d", GOOD),
    ];
    let retention = stats(events, noon(41)).retention;
    let scheduler = Scheduler::default();
    let first = scheduler.next(None, noon(0), Rating::Good);
    let second = scheduler.next(Some(&first), noon(2), Rating::Good);
    let early = f64::from(scheduler.retrievability(&first, noon(2)));
    let late = f64::from(scheduler.retrievability(&second, noon(40)));
    let near = |one: Option<f64>, other: f64| (one.unwrap() - other).abs() < 1e-6;
    assert!(near(retention.all.predicted(), (2.0 * early + late) / 3.0));
    assert!(near(retention.all.measured(), 2.0 / 3.0));
    let months: Vec<_> = retention
        .months
        .iter()
        .map(|(month, recall)| (month.to_string(), recall.reviews(), recall.recalled))
        .collect();
    assert_eq!(
        months,
        [("2026-11-01".into(), 2, 2), ("2026-12-01".into(), 1, 0)]
    );
    let december = retention.months.values().next_back().unwrap();
    assert!(near(december.predicted(), late));
}

#[test]
fn certainty_is_held_against_what_was_right() {
    let said = |certainty, score| Told(Some(score), Some(Rating::Hard), Some(certainty), 0);
    let mut events = Vec::new();
    let at = |n: i64| noon(0) + jiff::SignedDuration::from_mins(n);
    for n in 0..20 {
        let score = if n < 13 { 1.0 } else { 0.0 };
        events.push(answer(at(n), "1/a", said(Certainty::Sure, score)));
    }
    for n in 20..30 {
        let score = if n < 27 { 1.0 } else { 0.0 };
        events.push(answer(at(n), "1/b", said(Certainty::Fairly, score)));
    }
    for n in 30..39 {
        events.push(answer(at(n), "2/d", said(Certainty::Guess, 1.0)));
    }
    // Neither unsaid nor unmarked answers count.
    events.push(answer(at(50), "2/d", GOOD));
    events.push(answer(
        at(51),
        "1/c",
        Told(None, None, Some(Certainty::Sure), 0),
    ));
    let calibration = stats(events.clone(), noon(1)).calibration;
    let got = Certainty::ALL.map(|certainty| {
        let scores = calibration.of(certainty);
        (scores.n(), scores.get(), calibration.judged(certainty))
    });
    assert_eq!(
        got,
        [
            (9, Some(1.0), Judged::TooFew),
            (10, Some(0.7), Judged::Well),
            (20, Some(0.65), Judged::TooSure),
        ]
    );
    assert_eq!(calibration.answers(), 39);
    events.push(answer(at(60), "2/d", said(Certainty::Guess, 1.0)));
    let calibration = stats(events, noon(1)).calibration;
    assert_eq!(calibration.judged(Certainty::Guess), Judged::TooModest);
}

#[test]
fn sure_and_wrong_is_what_the_last_answer_was() {
    let sure = |score| Told(Some(score), Some(Rating::Again), Some(Certainty::Sure), 0);
    let guess = Told(Some(0.0), Some(Rating::Again), Some(Certainty::Guess), 0);
    let stats = stats(
        [
            answer(noon(0), "1/a", sure(0.0)),
            answer(noon(1), "1/a", GOOD),
            answer(noon(0), "1/b", guess),
            answer(noon(1), "1/b", sure(0.4)),
            answer(noon(1), "2/d", guess),
            answer(noon(1), "9/gone", sure(0.0)),
        ],
        noon(1),
    );
    assert_eq!(stats.sure_but_wrong, [(course(), full("1/b"))]);
    assert_eq!(
        stats.forgotten,
        [(course(), full("1/b")), (course(), full("2/d"))]
    );
}

#[test]
fn the_forecast_counts_each_question_once() {
    let easy = Told(Some(1.0), Some(Rating::Easy), None, 0);
    // Good is due after 2 days, easy after 8.
    let events = [
        answer(noon(0), "1/a", GOOD),
        answer(noon(0), "1/b", easy),
        answer(noon(0), "2/d", AGAIN),
    ];
    for (today, due, later) in [
        (0, &[(1, 1), (2, 1), (8, 1)][..], 0),
        (1, &[(0, 1), (1, 1), (7, 1)][..], 0),
        // What has been due for longer is due today.
        (5, &[(0, 2), (3, 1)][..], 0),
        (-21, &[(22, 1), (23, 1), (29, 1)][..], 0),
        (-22, &[(23, 1), (24, 1)][..], 1),
    ] {
        let forecast = stats(events.clone(), noon(today)).forecast;
        let days = forecast.days.iter().copied().enumerate();
        let got: Vec<_> = days.filter(|(_, n)| *n > 0).collect();
        assert_eq!((&got[..], forecast.later), (due, later), "{today}");
    }
    let early: Timestamp = "2026-11-04T04:00:01Z".parse().unwrap();
    // Due at noon is due today, already in the morning.
    assert_eq!(stats(events, early).forecast.days[0], 2);
}

#[test]
fn what_was_put_away_is_not_asked() {
    let hold = |hold| {
        let question = full("1/a");
        event(noon(1), Did::Hold { question, hold })
    };
    for (hold, due) in [
        (Hold::Free, &[(1, 1)][..]),
        (Hold::Until(noon(5)), &[(4, 1)][..]),
        (Hold::Away, &[][..]),
    ]
    .map(|(held, due)| (hold(held), due))
    {
        let sure = Told(Some(0.0), Some(Rating::Again), Some(Certainty::Sure), 0);
        let is_away = due.is_empty();
        let stats = stats([answer(noon(1), "1/a", sure), hold], noon(1));
        let days = stats.forecast.days.iter().copied().enumerate();
        let got: Vec<_> = days.filter(|(_, n)| *n > 0).collect();
        assert_eq!(got, due);
        assert_eq!(stats.forgotten.is_empty(), is_away);
        assert_eq!(stats.sure_but_wrong.is_empty(), is_away);
        assert_eq!(stats.courses[0].tally.answered, 1);
    }
}

#[test]
fn of_a_course_that_was_put_away_nothing_is_due() {
    let sure = Told(Some(0.0), Some(Rating::Again), Some(Certainty::Sure), 0);
    let answered = answer(noon(1), "1/a", sure);
    for (stand, n) in [(Stand::Open, 1), (Stand::Away, 0)] {
        let shelved = event(noon(2), Did::Shelve(stand));
        let stats = stats([answered.clone(), shelved], noon(5));
        assert_eq!(stats.forecast.days.iter().sum::<u32>(), n);
        assert_eq!((stats.tally().due, stats.tally().answered), (n, 1));
        assert_eq!(stats.forgotten.len(), n as usize);
    }
}

#[test]
fn the_weakest_section_comes_first() {
    let stats = stats(
        [
            answer(noon(0), "1/a", GOOD),
            answer(noon(0), "1/b", GOOD),
            answer(noon(0), "1/c", DONE),
            answer(noon(0), "2/d", AGAIN),
        ],
        noon(0),
    );
    let weak: Vec<_> = stats
        .weakest()
        .iter()
        .map(|(_, section)| (section.id.to_string(), section.tally.strengths.get()))
        .collect();
    assert_eq!(
        weak,
        [("2".to_owned(), Some(0.0)), ("1".to_owned(), Some(1.0))]
    );
    // Of a section without a marked answer nothing is known.
    let none = self::stats([answer(noon(0), "1/c", DONE)], noon(0));
    assert_eq!(none.weakest(), []);
}

#[test]
fn figures_are_sound_for_any_history() {
    let times = [Timestamp::MIN, noon(0), noon(0), Timestamp::MAX];
    for now in times {
        for rating in Rating::ALL {
            let told = Told(Some(0.3), Some(rating), Some(Certainty::Sure), u32::MAX);
            let stats = stats(times.map(|at| answer(at, "1/a", told)), now);
            let tally = &stats.courses[0].tally;
            assert!((0.0..=1.0).contains(&tally.strengths.get().unwrap()));
            if let Some(predicted) = stats.retention.all.predicted() {
                assert!((0.0..=1.0).contains(&predicted), "{predicted}");
            }
            assert!(stats.days.streak(stats.today).longest >= 1);
        }
    }
}
