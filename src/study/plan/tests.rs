//! Plans: what holds for each of them, and what becomes of one that is followed and made anew each
//! day.

use super::sketch::{FURTHEST, NO_BURDEN, days, signed};
use super::*;
use crate::study::event::Rating;
use jiff::SignedDuration;
use jiff::civil::date;
use jiff::tz::TimeZone;
use proptest::collection::vec;
use proptest::prelude::*;

const NOW: Timestamp = Timestamp::constant(1_795_435_200, 0);
const NONE: Load = Load {
    n_new: 0,
    n_review: 0,
};

fn calendar() -> Calendar {
    Calendar::new(TimeZone::UTC, Calendar::BEGINS)
}

fn today() -> Date {
    calendar().date(NOW)
}

fn day(n: usize) -> Date {
    today().saturating_add(SignedDuration::from_hours(24 * signed(n)))
}

fn aim(n_days: usize) -> Aim {
    Aim {
        exam: day(n_days),
        most: None,
        done: NONE,
    }
}

fn planned(cards: &[Card], aim: &Aim) -> Plan {
    plan(cards, aim, &Scheduler::default(), &calendar(), NOW)
}

fn new(n: usize) -> Vec<Card> {
    let card = Card {
        schedule: None,
        recalled: 0,
    };
    vec![card; n]
}

/// A question that was answered some days ago.
fn known(days_ago: usize, ratings: &[Rating]) -> Card {
    let at = |n: usize| NOW - SignedDuration::from_hours(24 * signed(days_ago + n));
    let history: Vec<_> = ratings
        .iter()
        .enumerate()
        .map(|(n, rating)| (at(ratings.len() - 1 - n), *rating))
        .collect();
    let recalled = ratings.iter().filter(|rating| **rating != Rating::Again);
    Card {
        schedule: Scheduler::default().after(&history),
        recalled: u32::try_from(recalled.count()).unwrap(),
    }
}

fn any_cards() -> impl Strategy<Value = Vec<Card>> {
    let ratings = vec(prop::sample::select(&Rating::ALL[..]), 1..6);
    let card = prop_oneof![
        Just(new(1)[0]),
        (1..90_usize, ratings).prop_map(|(days_ago, ratings)| known(days_ago, &ratings)),
    ];
    vec(card, 0..150)
}

/// What the plan says of each day, counted from its cards.
fn counted(cards: &[Card], plan: &Plan) -> Vec<(Date, Load)> {
    let mut days: Vec<_> = plan.days.iter().map(|(date, _)| (*date, NONE)).collect();
    for (card, asks) in cards.iter().zip(&plan.asks) {
        for (n, ask) in asks.iter().enumerate() {
            let at = days.binary_search_by_key(ask, |(date, _)| *date).unwrap();
            let load = &mut days[at].1;
            if n == 0 && card.schedule.is_none() {
                load.n_new += 1;
            } else {
                load.n_review += 1;
            }
        }
    }
    days
}

fn spread(loads: impl Iterator<Item = usize> + Clone) -> usize {
    loads.clone().max().unwrap_or(0) - loads.min().unwrap_or(0)
}

proptest! {
    #[test]
    fn everything_is_recalled_twice_and_comes_last_shortly_before(
        cards in any_cards(),
        n_days in 2..80_usize,
    ) {
        let plan = planned(&cards, &aim(n_days));
        prop_assert!(plan.is_whole(), "{plan:?}");
        prop_assert_eq!(plan.days.len(), n_days);
        for (card, asks) in cards.iter().zip(&plan.asks) {
            prop_assert!(asks.is_sorted_by(|a, b| a < b), "{asks:?}");
            prop_assert!(asks.iter().all(|ask| *ask >= today()));
            prop_assert!(card.recalled + u32::try_from(asks.len()).unwrap() >= 2);
            // Who came a last time before today isn't asked any more.
            let before = || calendar().date(card.schedule.unwrap().last);
            let last = asks.last().copied().unwrap_or_else(before);
            let last = days(last, day(n_days));
            prop_assert!((1..=3).contains(&last), "{last} days before");
        }
        prop_assert_eq!(&counted(&cards, &plan), &plan.days);
        prop_assert_eq!(planned(&cards, &aim(n_days)), plan);
    }

    #[test]
    fn work_is_spread_evenly(cards in any_cards(), n_days in 4..80_usize) {
        let plan = planned(&cards, &aim(n_days));
        let (learn, last) = plan.days.split_at(n_days - LAST_DAYS);
        prop_assert!(spread(last.iter().map(|(_, load)| load.sum())) <= 1, "{last:?}");
        // Of what was never recalled, no day has more than its share.
        let fresh = cards.iter().filter(|card| card.recalled == 0).count();
        let share = fresh.div_ceil(learn.len());
        prop_assert!(learn.iter().all(|(_, load)| load.n_new <= share), "{learn:?}");
        let most = learn.iter().map(|(_, load)| load.sum()).max().unwrap();
        // Each question falls due only so often; that is what there is to spread.
        let all: usize = plan.asks.iter().map(Vec::len).sum();
        prop_assert!(most <= (all * 5).div_ceil(4 * learn.len()).max(NO_BURDEN) + 1, "{learn:?}");
    }

    #[test]
    fn no_limit_is_exceeded_and_what_it_costs_is_said(
        cards in any_cards(),
        n_days in 0..40_usize,
        most in 0..30_usize,
    ) {
        let plan = planned(&cards, &Aim { most: Some(most), ..aim(n_days) });
        prop_assert!(plan.days.iter().all(|(_, load)| load.sum() <= most), "{plan:?}");
        prop_assert_eq!(&counted(&cards, &plan), &plan.days);
        let seldom = cards.iter().zip(&plan.asks).filter(|(card, asks)| {
            usize::try_from(card.recalled).unwrap() + asks.len() < 2
        });
        prop_assert_eq!(plan.n_seldom, seldom.count());
        let late = day(n_days.saturating_sub(LAST_DAYS));
        let early = plan.asks.iter().filter(|asks| asks.last().is_none_or(|last| *last < late));
        prop_assert!(plan.n_early <= early.count());
        for asks in &plan.asks {
            prop_assert!(asks.is_sorted_by(|a, b| a < b), "{asks:?}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Who follows the plan, and has it made anew each morning, gets there.
    #[test]
    fn a_plan_that_is_followed_holds(cards in any_cards(), n_days in 2..40_usize) {
        let scheduler = Scheduler::default();
        let first = planned(&cards, &aim(n_days));
        let mut cards = cards;
        let mut last = vec![0; cards.len()];
        for (card, last) in cards.iter().zip(&mut last) {
            *last = card.schedule.map_or(0, |known| days(today(), calendar().date(known.last)));
        }
        let mut n_asked = 0;
        for n in 0..n_days {
            let now = NOW + SignedDuration::from_hours(24 * signed(n));
            let plan = plan(&cards, &aim(n_days), &scheduler, &calendar(), now);
            for (at, asks) in plan.asks.iter().enumerate() {
                if asks.first() == Some(&day(n)) {
                    let card = &mut cards[at];
                    card.schedule = Some(scheduler.next(card.schedule.as_ref(), now, Rating::Good));
                    card.recalled += 1;
                    last[at] = signed(n);
                    n_asked += 1;
                }
            }
        }
        for (card, last) in cards.iter().zip(&last) {
            prop_assert!(card.recalled >= 2, "{card:?}");
            prop_assert!(last + 3 >= signed(n_days), "{card:?} came last on day {last} of {n_days}");
        }
        let planned: usize = first.asks.iter().map(Vec::len).sum();
        prop_assert!(n_asked <= planned + planned / 2 + 5, "{n_asked} of {planned}");
    }
}

#[test]
fn new_questions_come_in_their_order_and_are_spread_over_the_days_to_learn() {
    let plan = planned(&new(40), &aim(11));
    let n_new: Vec<_> = plan.days.iter().map(|(_, load)| load.n_new).collect();
    assert_eq!(n_new, [5, 5, 5, 5, 5, 5, 5, 5, 0, 0, 0]);
    assert!(plan.asks.is_sorted_by_key(|asks| asks[0]));
    let last: Vec<_> = plan.days[8..].iter().map(|(_, load)| load.sum()).collect();
    assert_eq!(last, [14, 13, 13]);
    // What was begun first is known best, and what is known least comes nearest to the exam.
    assert_eq!(plan.asks[0].last(), Some(&day(8)));
    assert_eq!(plan.asks[39].last(), Some(&day(10)));
}

#[test]
fn what_falls_due_is_asked_then_and_debts_are_paid_oldest_first() {
    let cards = [
        known(3, &[Rating::Good, Rating::Good]),
        known(40, &[Rating::Good, Rating::Good]),
    ];
    let plan = planned(&cards, &aim(60));
    let due = cards[0].schedule.unwrap().due;
    assert_eq!(plan.asks[0][0], calendar().date(due));
    assert_eq!(plan.asks[1][0], today());
    // A debt of 600 is paid bit by bit, beside 300 that are new.
    let mut cards: Vec<_> = (0..600)
        .map(|n| known(20 + n % 60, &[Rating::Good, Rating::Good]))
        .collect();
    cards.extend(new(300));
    let plan = planned(&cards, &aim(60));
    let learn = &plan.days[..57];
    let sums = learn.iter().map(|(_, load)| load.sum());
    let mean = sums.clone().sum::<usize>() / learn.len();
    assert!(sums.max().unwrap() <= mean * 3 / 2, "{learn:?}");
    let first = |at: usize| plan.asks[at][0];
    assert!(first(59) < first(0), "80 days ago comes before 20 days ago");
}

#[test]
fn what_comes_too_late_is_said() {
    let cards = [new(5), vec![known(9, &[Rating::Good, Rating::Hard]); 3]].concat();
    for n_days in [0, 1, 2] {
        let plan = planned(&cards, &aim(n_days));
        let wanted = [(8, 5), (0, 5), (0, 0)][n_days];
        assert_eq!((plan.n_early, plan.n_seldom), wanted, "{n_days}");
        assert_eq!(plan.is_whole(), n_days == 2);
        assert_eq!(plan.days.len(), n_days);
    }
    let past = Aim {
        exam: today().yesterday().unwrap(),
        ..aim(0)
    };
    assert_eq!(planned(&cards, &past), planned(&cards, &aim(0)));
}

#[test]
fn with_a_limit_the_last_days_are_as_many_as_it_takes() {
    let limit = |most| Aim {
        most: Some(most),
        ..aim(30)
    };
    let plan = planned(&new(100), &limit(10));
    assert_eq!((plan.n_seldom, plan.n_early), (0, 70));
    assert!(plan.asks.iter().all(|asks| asks.len() >= 2));
    let plan = planned(&new(100), &limit(5));
    assert!(plan.n_seldom > 0, "150 times are too few");
    let plan = planned(&new(100), &limit(40));
    assert!(plan.is_whole(), "{plan:?}");
}

#[test]
fn what_was_done_today_is_not_planned_again() {
    let scheduler = Scheduler::default();
    for n_days in [3, 30] {
        let cards = new(60);
        let morning = planned(&cards, &aim(n_days));
        let today_asked = |plan: &Plan| plan.days[0].1.sum();
        let mut noon = cards.clone();
        for card in noon.iter_mut().take(today_asked(&morning) / 2) {
            card.schedule = Some(scheduler.next(None, NOW, Rating::Good));
            card.recalled = 1;
        }
        let n_done = today_asked(&morning) / 2;
        let done = Load {
            n_new: n_done,
            n_review: 0,
        };
        let again = planned(
            &noon,
            &Aim {
                done,
                ..aim(n_days)
            },
        );
        assert!(again.is_whole(), "{again:?}");
        assert_eq!(today_asked(&again) + n_done, today_asked(&morning));
        assert!(again.asks[..n_done].iter().all(|asks| asks[0] > today()));
    }
}

#[test]
fn what_was_missed_today_comes_tomorrow() {
    let mut cards = new(30);
    cards[7].schedule = Some(Scheduler::default().next(None, NOW, Rating::Again));
    let done = Load {
        n_new: 1,
        n_review: 0,
    };
    let plan = planned(&cards, &Aim { done, ..aim(13) });
    assert_eq!(plan.asks[7][0], day(1));
    assert!(plan.is_whole());
}

#[test]
fn who_came_last_yesterday_is_done() {
    let firm = known(1, &[Rating::Easy, Rating::Easy, Rating::Easy]);
    let plan = planned(&[firm], &aim(2));
    assert_eq!(plan.asks, [vec![]]);
    assert!(plan.is_whole());
    let weak = known(1, &[Rating::Good, Rating::Again, Rating::Good]);
    assert_eq!(planned(&[weak], &aim(2)).asks[0].len(), 1);
}

#[test]
fn a_great_many_are_planned_at_once_and_an_exam_may_be_far_away() {
    let cards = [new(25_000), vec![known(9, &[Rating::Good]); 25_000]].concat();
    let plan = planned(&cards, &aim(180));
    assert!(plan.is_whole());
    let far = Aim {
        exam: date(9999, 12, 31),
        ..aim(0)
    };
    assert_eq!(planned(&new(3), &far).days.len(), FURTHEST);
}
