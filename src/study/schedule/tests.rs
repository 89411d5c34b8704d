//! Schedules against the reference: a published history, histories by chance, and what must hold for
//! whatever history and weights.

use super::*;
use Rating::{Again, Easy, Good, Hard};
use proptest::collection::vec;
use proptest::prelude::*;

const START: Timestamp = Timestamp::constant(1_795_428_000, 0);

fn scheduler() -> Scheduler {
    Scheduler::default()
}

fn day(n: u32) -> Timestamp {
    after_days(START, n)
}

fn is_near(a: f32, b: f32) -> bool {
    (a - b).abs() <= 1e-3 * b.max(1.0)
}

/// Stability, difficulty and interval before rounding, from the reference implementation with
/// its default weights and a retention of 0.9, each review on the rounded due day.
#[test]
fn follows_the_reference() {
    let golden = [
        (Good, 2.3065, 2.1181),
        (Good, 10.9643, 2.1112),
        (Easy, 77.1075, 1.0),
        (Again, 3.7513, 7.0270),
        (Good, 10.4938, 7.0152),
        (Hard, 19.3403, 8.0038),
        (Good, 38.1590, 7.9910),
    ];
    let mut schedule: Option<Schedule> = None;
    let mut history = Vec::new();
    for (rating, stability, difficulty) in golden {
        let at = schedule.map_or(START, |s| s.due);
        let got = scheduler().next(schedule.as_ref(), at, rating);
        assert!(is_near(got.stability, stability), "{got:?}");
        assert!(is_near(got.difficulty, difficulty), "{got:?}");
        // At a retention of 0.9 the interval is the stability.
        let days = got.due.duration_since(at).as_secs_f32() / DAY.as_secs_f32();
        assert!(is_near(days, stability.round()), "{got:?}");
        history.push((at, rating));
        assert_eq!(scheduler().after(&history), Some(got));
        schedule = Some(got);
    }
    let last = schedule.unwrap();
    assert_eq!((last.reps, last.lapses), (7, 1));
}

#[test]
fn the_intervals_are_those_that_follow() {
    assert_eq!(scheduler().intervals(None, START), [1, 1, 2, 8]);
    let first = scheduler().next(None, START, Good);
    assert_eq!(first.due, day(2));
    let offered = scheduler().intervals(Some(&first), day(2));
    for (days, rating) in offered.into_iter().zip(Rating::ALL) {
        let due = scheduler().next(Some(&first), day(2), rating).due;
        assert_eq!(due, after_days(day(2), days));
    }
    assert!(offered.is_sorted());
}

#[test]
fn it_is_due_from_the_end_of_its_interval_on() {
    let schedule = scheduler().next(None, START, Good);
    assert!(!schedule.is_due(day(1)));
    assert!(!schedule.is_due(day(2) - SignedDuration::from_millis(1)));
    assert!(schedule.is_due(day(2)));
    assert!(schedule.is_due(day(900)));
}

#[test]
fn the_next_day_is_a_day_even_a_little_earlier() {
    let first = scheduler().next(None, START, Again);
    let next = |hours| {
        let at = START + SignedDuration::from_hours(hours);
        scheduler().next(Some(&first), at, Good).stability
    };
    assert!(is_near(next(22), next(24)) && is_near(next(35), next(24)));
    assert!(is_near(next(36), next(48)) && next(36) > next(24));
    assert!(is_near(next(11), next(0)) && next(11) < next(12));
}

#[test]
fn what_is_known_fades() {
    let schedule = scheduler().next(None, START, Easy);
    assert!(is_near(scheduler().retrievability(&schedule, START), 1.0));
    assert!((0.9..0.91).contains(&scheduler().retrievability(&schedule, day(8))));
    assert!((0.89..0.9).contains(&scheduler().retrievability(&schedule, day(9))));
    assert!(
        scheduler().retrievability(&schedule, day(80))
            < scheduler().retrievability(&schedule, day(8))
    );
    // A clock that went back proves nothing.
    assert!(is_near(
        scheduler().retrievability(&schedule, START - DAY),
        1.0
    ));
}

#[test]
fn weights_that_nobody_can_have_are_refused() {
    let usual = *scheduler().weights();
    assert_eq!(Scheduler::new(usual), Some(scheduler()));
    for (at, wrong) in [
        (7, f32::NAN),
        (12, f32::INFINITY),
        (0, 9.0),
        (3, 1.0),
        (20, 0.0),
        (20, 1.0),
    ] {
        let mut weights = usual;
        weights[at] = wrong;
        assert_eq!(Scheduler::new(weights), None, "{at}: {wrong}");
    }
}

#[test]
fn the_weights_count() {
    let mut weights = *scheduler().weights();
    weights[2] = 5.0;
    weights[20] = 0.5;
    let own = Scheduler::new(weights).unwrap();
    assert_ne!(own, scheduler());
    let first = own.next(None, START, Good);
    assert_eq!(first.due, day(5));
    // However fast it is forgotten, at its stability nine in ten are known.
    assert!(is_near(own.retrievability(&first, day(5)), 0.9));
    let usual = scheduler().retrievability(&first, day(50));
    assert!(own.retrievability(&first, day(50)) < usual);
}

#[test]
fn answering_ahead_does_no_harm() {
    let known = scheduler()
        .after(&[(day(0), Good), (day(2), Good)])
        .unwrap();
    for ahead in [day(2), day(3), day(8)] {
        let got = scheduler().next(Some(&known), ahead, Good);
        assert!(got.stability >= known.stability, "{got:?}");
        assert!(got.due >= known.due, "{got:?}");
    }
}

#[test]
fn forgetting_at_first_sight_is_no_lapse() {
    assert_eq!(scheduler().after(&[(day(0), Again)]).unwrap().lapses, 0);
    assert_eq!(
        scheduler()
            .after(&[(day(0), Again), (day(1), Again)])
            .unwrap()
            .lapses,
        1
    );
    assert_eq!(scheduler().after(&[]), None);
}

#[test]
fn no_history_breaks_it() {
    let times = [
        Timestamp::MIN,
        START,
        START,
        Timestamp::MAX,
        START,
        Timestamp::MIN,
    ];
    for rating in Rating::ALL {
        let history: Vec<_> = times.into_iter().map(|at| (at, rating)).collect();
        let schedule = scheduler().after(&history).unwrap();
        assert!(schedule.stability.is_finite() && schedule.difficulty.is_finite());
        assert!(schedule.due >= schedule.last);
        scheduler().intervals(Some(&schedule), Timestamp::MAX);
    }
    let mut long = Some(scheduler().next(None, START, Easy));
    for _ in 0..500 {
        let at = long.unwrap().due;
        long = Some(scheduler().next(long.as_ref(), at, Easy));
    }
    assert!(long.unwrap().stability.is_finite());
}

/// A learner who remembers otherwise than most: each weight up to half or twice the usual one, within
/// what FSRS takes as it is.
fn any_scheduler() -> impl Strategy<Value = Scheduler> {
    vec(0.5_f32..2.0, 21).prop_map(|factors| {
        let mut weights = DEFAULT_PARAMETERS;
        for (weight, factor) in weights.iter_mut().zip(factors) {
            *weight *= factor;
        }
        weights[..4].sort_by(f32::total_cmp);
        for (at, least, most) in [
            (4, 1.0, 10.0),
            (6, 0.001, 4.0),
            (7, 0.001, 0.75),
            (15, 0.0, 1.0),
            (16, 1.0, 6.0),
            (20, 0.1, 0.8),
        ] {
            weights[at] = weights[at].clamp(least, most);
        }
        Scheduler::new(weights).unwrap()
    })
}

/// Answers one after the other: many on one day, most some days apart, few after years.
fn any_history(most: usize) -> impl Strategy<Value = Vec<(Timestamp, Rating)>> {
    let gap = prop_oneof![
        2 => 0..86_400_i64,
        4 => 86_400..40 * 86_400_i64,
        1 => 0..4_000 * 86_400_i64,
    ];
    let answer = (gap, prop::sample::select(&Rating::ALL[..]));
    vec(answer, 1..=most).prop_map(|answers| {
        let mut at = START;
        let answers = answers.into_iter().map(|(gap, rating)| {
            at += SignedDuration::from_secs(gap);
            (at, rating)
        });
        answers.collect()
    })
}

/// FSRS-6 once more, in twice the digits: what is remembered after one more answer, as the wiki of
/// the open spaced repetition project has it. `w` are the weights, `days` the whole days since the
/// last answer, `grade` is 1 to 4.
#[expect(clippy::many_single_char_names, reason = "as the formulas are written")]
fn remembered(w: &[f64], memory: Option<(f64, f64)>, days: f64, grade: usize) -> (f64, f64) {
    let g = f64::from(u8::try_from(grade).unwrap());
    let first_difficulty = |g: f64| w[4] - (w[5] * (g - 1.0)).exp() + 1.0;
    let Some((s, d)) = memory else {
        return (w[grade - 1], first_difficulty(g).clamp(1.0, 10.0));
    };
    let factor = 0.9_f64.powf(-1.0 / w[20]) - 1.0;
    let r = (1.0 + factor * days / s).powf(-w[20]);
    let stability = if days < 1.0 {
        let rise = (w[17] * (g - 3.0 + w[18])).exp() * s.powf(-w[19]);
        s * if grade > 1 { rise.max(1.0) } else { rise }
    } else if grade > 1 {
        let hard = if grade == 2 { w[15] } else { 1.0 };
        let easy = if grade == 4 { w[16] } else { 1.0 };
        let rise = w[8].exp() * (11.0 - d) * s.powf(-w[9]) * ((w[10] * (1.0 - r)).exp() - 1.0);
        s * (1.0 + rise * hard * easy)
    } else {
        let left = d.powf(-w[12]) * ((s + 1.0).powf(w[13]) - 1.0) * (w[14] * (1.0 - r)).exp();
        (w[11] * left).min(s / (w[17] * w[18]).exp())
    };
    let damped = d - w[6] * (g - 3.0) * (10.0 - d) / 9.0;
    let difficulty = w[7] * first_difficulty(4.0) + (1.0 - w[7]) * damped;
    (
        stability.clamp(0.001, 36_500.0),
        difficulty.clamp(1.0, 10.0),
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3_000))]

    #[test]
    fn every_step_is_that_of_the_reference(
        scheduler in prop_oneof![Just(scheduler()), any_scheduler()],
        history in any_history(12),
    ) {
        let model = FSRS::new(scheduler.weights()).unwrap();
        let weights = scheduler.weights().map(f64::from);
        let (mut known, mut exact) = (None::<Schedule>, None);
        for (n, (at, rating)) in history.iter().enumerate() {
            let days = known.map_or(0, |known| days_between(known.last, *at));
            let states = model.next_states(known.as_ref().map(Schedule::memory), RETENTION, days);
            let states = states.unwrap();
            let states = [states.again, states.hard, states.good, states.easy];
            let state = &states[*rating as usize];
            let offered = scheduler.intervals(known.as_ref(), *at);
            prop_assert!(offered.is_sorted(), "{offered:?}");
            let next = scheduler.next(known.as_ref(), *at, *rating);
            prop_assert!((next.stability - state.memory.stability).abs() <= 1e-4, "{next:?}");
            prop_assert!((next.difficulty - state.memory.difficulty).abs() <= 1e-4, "{next:?}");
            prop_assert_eq!(next.due, after_days(*at, offered[*rating as usize]));
            prop_assert!(next.due > next.last && next.last == *at);
            prop_assert!(next.stability.is_finite() && next.difficulty.is_finite());
            let chance = scheduler.retrievability(&next, next.due);
            prop_assert!((0.0..=1.0).contains(&chance), "{chance}");
            // The whole history at once comes to the same, and so does it by the book.
            prop_assert_eq!(scheduler.after(&history[..=n]), Some(next));
            let (stability, difficulty) = remembered(&weights, exact, f64::from(days), *rating as usize + 1);
            exact = Some((stability, difficulty));
            let off = (f64::from(next.stability) / stability - 1.0).abs();
            prop_assert!(off < 2e-3, "{next:?} should have {stability}");
            prop_assert!((f64::from(next.difficulty) - difficulty).abs() < 1e-3, "{next:?}");
            known = Some(next);
        }
    }

    #[test]
    fn to_know_it_ahead_of_time_never_harms(
        scheduler in any_scheduler(),
        history in any_history(8),
        ahead in 0.0..=1.0_f64,
        rating in prop::sample::select(&[Hard, Good, Easy][..]),
    ) {
        let known = scheduler.after(&history).unwrap();
        let at = known.last + known.due.duration_since(known.last).mul_f64(ahead);
        let next = scheduler.next(Some(&known), at, rating);
        prop_assert!(next.stability >= known.stability, "{known:?} {next:?}");
        prop_assert!(next.due >= known.due, "{known:?} {next:?}");
    }
}
