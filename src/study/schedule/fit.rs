//! Fitting a scheduler's weights to what one learner remembered and forgot.
//!
//! New weights are judged by reviews that they were not fitted to: those are fitted to the older
//! four fifths, and have to foretell the newest fifth better than the weights in use. Only then are
//! they fitted to all of it. What is judged by what it was made of always looks better.
//!
//! **Invariant:** it is made of the histories and the scheduler in use alone. The same ones give the
//! same weights.

use fsrs::{ComputeParametersInput, DEFAULT_PARAMETERS, FSRSItem, compute_parameters};
use jiff::Timestamp;

use super::{Scheduler, reviews};
use crate::study::event::Rating;

/// No fit is made of fewer reviews. 21 weights are fitted to 320 of them, and a fifth is 80: of
/// those some eight are forgotten, and with fewer of these chance decides which weights foretell
/// them better.
pub const NEEDED: usize = 400;

/// Of a question's history only the start counts, up to so many reviews. FSRS takes each review with
/// all before it, so that a long history would cost the square of its length.
const DEEPEST: usize = 64;

/// What came of a fit.
#[derive(Debug, Clone, PartialEq)]
pub enum Fit {
    /// There are only so many reviews: fewer than [`NEEDED`].
    TooFew(usize),
    /// There are enough reviews, but of too few questions to learn how a first answer is remembered.
    TooAlike(usize),
    /// The weights in use foretell no worse.
    NoBetter(Judged),
    /// These foretell better.
    Better(Scheduler, Judged),
}

/// How well two schedulers foretell what was remembered.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Judged {
    /// How many reviews there are, a day or more after the one before.
    pub n_reviews: usize,
    /// How many of them were held back, the newest: by these both were judged.
    pub n_judged: usize,
    /// How far the weights in use were off.
    pub before: Loss,
    /// How far the fitted ones were.
    pub after: Loss,
}

/// How far what was foretold was off. Both are weighted towards what was answered lately.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Loss {
    /// The mean of −ln of the chance that was given to what happened. 0 is an oracle; one who says
    /// “half and half” each time has 0.69.
    pub log_loss: f32,
    /// Root of the mean square of what was foretold less what happened, in bins of reviews that are
    /// alike (RMSE by bins), 0 to 1.
    pub rmse_bins: f32,
}

/// Fits weights to `histories`, one for each question and each in the order of time, and judges them
/// against those of `scheduler`, which is in use.
pub fn fit(scheduler: &Scheduler, histories: &[Vec<(Timestamp, Rating)>]) -> Fit {
    let all = Reviews::of(histories);
    let n = all.items.len();
    if n < NEEDED {
        return Fit::TooFew(n);
    }
    let (older, newest) = all.parted_at(n - n / 5);
    let fitted = older.fitted();
    let losses = fitted.and_then(|fitted| Some((newest.loss(scheduler)?, newest.loss(&fitted)?)));
    let Some((before, after)) = losses else {
        return Fit::TooAlike(n);
    };
    let judged = Judged {
        n_reviews: n,
        n_judged: newest.items.len(),
        before,
        after,
    };
    match all.fitted() {
        Some(fitted) if after.log_loss < before.log_loss => Fit::Better(fitted, judged),
        _ => Fit::NoBetter(judged),
    }
}

/// Reviews as FSRS takes them, oldest first: each with those of the same question before it.
struct Reviews {
    items: Vec<FSRSItem>,
    /// Which question each is of.
    questions: Vec<i64>,
}

impl Reviews {
    /// Every review a day or more after the one before: what comes sooner tells of the sitting, and
    /// not of memory. It counts as what went before.
    fn of(histories: &[Vec<(Timestamp, Rating)>]) -> Self {
        let mut found = Vec::new();
        for (question, history) in (0_i64..).zip(histories) {
            let history = &history[..history.len().min(DEEPEST)];
            let all = reviews(None, history);
            for (n, (at, _)) in history.iter().enumerate() {
                if all[n].delta_t > 0 {
                    let reviews = all[..=n].to_vec();
                    found.push((*at, question, FSRSItem { reviews }));
                }
            }
        }
        found.sort_by_key(|(at, question, _)| (*at, *question));
        let (questions, items) = found.into_iter().map(|(_, of, item)| (of, item)).unzip();
        Self { items, questions }
    }

    /// Those before the one at `at`, and the others.
    fn parted_at(&self, at: usize) -> (Self, Self) {
        let part = |range: std::ops::Range<usize>| Self {
            items: self.items[range.clone()].to_vec(),
            questions: self.questions[range].to_vec(),
        };
        (part(0..at), part(at..self.items.len()))
    }

    /// A scheduler that fits them; `None` if they are too alike.
    fn fitted(&self) -> Option<Scheduler> {
        let weights = compute_parameters(ComputeParametersInput {
            train_set: self.items.clone(),
            card_ids: Some(self.questions.clone()),
            ..ComputeParametersInput::default()
        });
        // Where it finds nothing to fit, it gives back the usual ones.
        let weights = weights
            .ok()
            .filter(|weights| *weights != DEFAULT_PARAMETERS);
        Scheduler::new(weights?.try_into().ok()?)
    }

    /// How far `scheduler` is off with them.
    fn loss(&self, scheduler: &Scheduler) -> Option<Loss> {
        let (items, questions) = (self.items.clone(), self.questions.clone());
        let model = &scheduler.model;
        let found = model.evaluate_with_card_ids(items, questions, |_| true);
        found.ok().map(|found| Loss {
            log_loss: found.log_loss,
            rmse_bins: found.rmse_bins,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::SignedDuration;

    const START: Timestamp = Timestamp::constant(1_600_000_000, 0);

    /// Chance that is the same each time: a number from 0 to 1, by `SplitMix64`.
    struct Chance(u64);

    impl Chance {
        #[expect(clippy::cast_precision_loss, reason = "24 bits fit")]
        fn next(&mut self) -> f32 {
            self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut z = self.0;
            z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            ((z ^ (z >> 31)) >> 40) as f32 / (1 << 24) as f32
        }
    }

    /// What a learner with such a memory did who was asked when `asked_by` said so, or a little
    /// later.
    fn learner(
        memory: &Scheduler,
        asked_by: &Scheduler,
        n_questions: u16,
        n_reviews: usize,
    ) -> Vec<Vec<(Timestamp, Rating)>> {
        let mut chance = Chance(7);
        let histories = (0..n_questions).map(|question| {
            let mut at = START + SignedDuration::from_hours(i64::from(question) * 7);
            let mut history = vec![(at, Rating::ALL[usize::from(question) % 4])];
            while history.len() <= n_reviews {
                let due = asked_by.after(&history).unwrap().due;
                at = due + due.duration_since(at).mul_f64(f64::from(chance.next()));
                let known = memory.after(&history).unwrap();
                let rating = if chance.next() > memory.retrievability(&known, at) {
                    Rating::Again
                } else if chance.next() < 0.2 {
                    Rating::Hard
                } else {
                    Rating::Good
                };
                history.push((at, rating));
            }
            history
        });
        histories.collect()
    }

    /// One who forgets much faster than most.
    fn forgetful() -> Scheduler {
        let mut weights = *Scheduler::default().weights();
        for weight in &mut weights[..4] {
            *weight *= 0.4;
        }
        weights[8] -= 0.8;
        weights[20] = 0.3;
        Scheduler::new(weights).unwrap()
    }

    #[test]
    fn a_fit_foretells_what_an_unusual_learner_remembers() {
        let usual = Scheduler::default();
        let histories = learner(&forgetful(), &usual, 200, 6);
        let Fit::Better(fitted, judged) = fit(&usual, &histories) else {
            panic!("no better weights were found");
        };
        assert_eq!((judged.n_reviews, judged.n_judged), (1200, 240));
        let Judged { before, after, .. } = judged;
        assert!(after.log_loss < before.log_loss - 0.03, "{judged:?}");
        assert!(after.rmse_bins < before.rmse_bins, "{judged:?}");
        // It comes close to the one whose memory made it all.
        let best = Reviews::of(&histories).loss(&forgetful()).unwrap();
        let found = Reviews::of(&histories).loss(&fitted).unwrap();
        assert!(found.log_loss < best.log_loss + 0.02, "{found:?} {best:?}");
        // Once more, it comes to the same; and what was fitted is not fitted better.
        assert!(matches!(fit(&usual, &histories), Fit::Better(again, _) if again == fitted));
        let Fit::NoBetter(Judged { before, after, .. }) = fit(&fitted, &histories) else {
            panic!("the same reviews hold nothing more");
        };
        assert!(after.log_loss >= before.log_loss);
    }

    #[test]
    fn too_little_is_refused() {
        let usual = Scheduler::default();
        assert_eq!(fit(&usual, &[]), Fit::TooFew(0));
        let mut histories = learner(&usual, &usual, 80, 5);
        assert!(!matches!(fit(&usual, &histories), Fit::TooFew(_)));
        histories[3].pop();
        assert_eq!(fit(&usual, &histories), Fit::TooFew(399));
        // Ten questions don't tell how first answers are remembered, however often they come.
        let few = learner(&usual, &usual, 10, 41);
        assert_eq!(fit(&usual, &few), Fit::TooAlike(410));
    }

    #[test]
    fn what_is_answered_again_within_half_a_day_is_no_review() {
        let hour = |n: i64| (START + SignedDuration::from_hours(n), Rating::Good);
        let history = vec![hour(0), hour(1), hour(11), hour(34), hour(45), hour(180)];
        let found = Reviews::of(&[history]);
        let days = |item: &FSRSItem| item.reviews.iter().map(|review| review.delta_t).collect();
        let days: Vec<Vec<u32>> = found.items.iter().map(days).collect();
        assert_eq!(days, [vec![0, 0, 0, 1], vec![0, 0, 0, 1, 0, 6]]);
    }

    #[test]
    fn reviews_are_taken_in_the_order_of_time() {
        let day = |n: i64| (START + SignedDuration::from_hours(24 * n), Rating::Good);
        let found = Reviews::of(&[vec![day(0), day(9)], vec![day(1), day(3), day(20)]]);
        assert_eq!(found.questions, [1, 0, 1]);
    }

    /// 30,000 answers to one question would be 450 million reviews.
    #[test]
    fn a_long_history_costs_no_square() {
        let day = |n: i64| (START + SignedDuration::from_hours(24 * n), Rating::Good);
        let history: Vec<_> = (0..30_000).map(day).collect();
        assert_eq!(fit(&Scheduler::default(), &[history]), Fit::TooFew(63));
    }
}
