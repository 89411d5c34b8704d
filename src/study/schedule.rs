//! When a question is due again: FSRS-6 with the learner's weights, in our own words.
//!
//! Time is counted in days of 24 hours from answer to answer, to the nearest whole one: who answers
//! at ten and the next day at nine has waited a day. A question is due from the moment at which its
//! interval is over, so one that was answered at ten is due at ten again. Knowing it ahead of time
//! never shortens what was learnt; an answer within half a day of the last one is one more try of the
//! same sitting.
//!
//! **Invariant:** a schedule is made of the weights and the history alone: the same ratings at the
//! same times always give the same one.

pub mod fit;

use std::ops::RangeInclusive;

use fsrs::{DEFAULT_PARAMETERS, FSRS, FSRSItem, FSRSReview, MemoryState, current_retrievability};
use jiff::{SignedDuration, Timestamp};

use super::event::Rating;

/// What a learner should still know when a question falls due: so much of it.
pub const RETENTION: f32 = 0.9;

/// From so many times on that a question was forgotten after it had been learnt, something is wrong
/// with how it is learnt.
const LEECH: u32 = 4;

/// No interval is longer, in days.
const LONGEST: f32 = 36_500.0;

const DAY: SignedDuration = SignedDuration::from_hours(24);

/// The numbers that FSRS-6 knows a memory by, in its order.
pub type Weights = [f32; 21];

/// When a question is due, and why then.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Schedule {
    /// It is due from here on.
    pub due: Timestamp,
    /// When it was last answered.
    pub last: Timestamp,
    /// How long it is remembered: the days until the chance of it has fallen to 90 %.
    pub stability: f32,
    /// How hard it is, 1 to 10.
    pub difficulty: f32,
    /// How often it was rated.
    pub reps: u32,
    /// How often it was forgotten after it had been learnt.
    pub lapses: u32,
}

impl Schedule {
    /// Is it to be asked?
    pub fn is_due(&self, now: Timestamp) -> bool {
        self.due <= now
    }

    /// Is it forgotten again and again?
    pub fn is_leech(&self) -> bool {
        self.lapses >= LEECH
    }

    fn memory(&self) -> MemoryState {
        MemoryState {
            stability: self.stability,
            difficulty: self.difficulty,
        }
    }
}

/// FSRS-6 with one learner's weights.
#[derive(Debug, Clone)]
pub struct Scheduler {
    weights: Weights,
    model: FSRS,
}

impl Default for Scheduler {
    /// With the weights that fit most learners.
    fn default() -> Self {
        Self {
            weights: DEFAULT_PARAMETERS,
            model: FSRS::default(),
        }
    }
}

impl PartialEq for Scheduler {
    fn eq(&self, other: &Self) -> bool {
        self.weights == other.weights
    }
}

impl Scheduler {
    /// One with `weights`; `None` if no learner can have them: if one is no finite number, if a new
    /// question that was known better would be due sooner, or if it would be forgotten faster or
    /// slower than FSRS can say. Any other weight beyond what FSRS has seen in learners counts as the
    /// nearest that it has.
    pub fn new(weights: Weights) -> Option<Self> {
        let is_sound = weights[..4].is_sorted() && DECAYS.contains(&weights[20]);
        let model = FSRS::new(&weights).ok().filter(|_| is_sound)?;
        Some(Self { weights, model })
    }

    /// Its weights.
    pub fn weights(&self) -> &Weights {
        &self.weights
    }

    /// The schedule after `history`, which is in the order of time; `None` if nothing was rated.
    pub fn after(&self, history: &[(Timestamp, Rating)]) -> Option<Schedule> {
        self.resume(None, history)
    }

    /// The schedule after `history`, which goes on from `known`. To compute it at once spares the
    /// intervals between, and comes to the same.
    pub fn resume(
        &self,
        known: Option<Schedule>,
        history: &[(Timestamp, Rating)],
    ) -> Option<Schedule> {
        let Some((at, _)) = history.last() else {
            return known;
        };
        let memory = self.remember(known.as_ref(), history);
        let is_new = known.is_none();
        let forgotten = history.iter().skip(usize::from(is_new));
        let forgotten = forgotten.filter(|(_, rating)| *rating == Rating::Again);
        let (reps, lapses) = known.map_or((0, 0), |known| (known.reps, known.lapses));
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Some(Schedule {
            due: after_days(*at, self.interval(memory)),
            last: *at,
            stability: memory.stability,
            difficulty: memory.difficulty,
            reps: reps.saturating_add(count(history.len())),
            lapses: lapses.saturating_add(count(forgotten.count())),
        })
    }

    /// The schedule after one more answer.
    pub fn next(&self, schedule: Option<&Schedule>, at: Timestamp, rating: Rating) -> Schedule {
        self.resume(schedule.copied(), &[(at, rating)])
            .expect("one answer makes a schedule")
    }

    /// In how many days it would be due after each of the four ratings, worst first.
    pub fn intervals(&self, schedule: Option<&Schedule>, now: Timestamp) -> [u32; 4] {
        Rating::ALL.map(|rating| self.interval(self.remember(schedule, &[(now, rating)])))
    }

    /// The chance that it is still known, 0 to 1.
    pub fn retrievability(&self, schedule: &Schedule, now: Timestamp) -> f32 {
        let days = now.duration_since(schedule.last).as_secs_f32() / DAY.as_secs_f32();
        current_retrievability(schedule.memory(), days.max(0.0), self.weights[20])
    }

    /// What is remembered after `history`, of which there is some.
    fn remember(
        &self,
        schedule: Option<&Schedule>,
        history: &[(Timestamp, Rating)],
    ) -> MemoryState {
        let reviews = reviews(schedule.map(|schedule| schedule.last), history);
        self.model
            .memory_state(FSRSItem { reviews }, schedule.map(Schedule::memory))
            .expect("the model keeps finite memories finite, and starts with one")
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "it lies between 1 and 36,500"
    )]
    fn interval(&self, memory: MemoryState) -> u32 {
        let days = self
            .model
            .next_interval(Some(memory.stability), RETENTION, 0);
        days.round().clamp(1.0, LONGEST) as u32
    }
}

/// How fast what is not asked is forgotten (the last weight): FSRS takes what lies beyond for the
/// nearest of these.
const DECAYS: RangeInclusive<f32> = 0.1..=0.8;

/// `history` as FSRS counts it, after an answer at `last`.
fn reviews(mut last: Option<Timestamp>, history: &[(Timestamp, Rating)]) -> Vec<FSRSReview> {
    let reviews = history.iter().map(|(at, rating)| FSRSReview {
        rating: match rating {
            Rating::Again => 1,
            Rating::Hard => 2,
            Rating::Good => 3,
            Rating::Easy => 4,
        },
        delta_t: last.replace(*at).map_or(0, |last| days_between(last, *at)),
    });
    reviews.collect()
}

fn days_between(from: Timestamp, to: Timestamp) -> u32 {
    let days = (to.duration_since(from).as_hours() + 12) / 24;
    u32::try_from(days.max(0)).unwrap_or(u32::MAX)
}

fn after_days(at: Timestamp, days: u32) -> Timestamp {
    let days = i32::try_from(days).unwrap_or(i32::MAX);
    DAY.checked_mul(days)
        .and_then(|days| at.checked_add(days).ok())
        .unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests;
