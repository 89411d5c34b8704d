//! When a question is due again: FSRS-6 with the learner's weights, in our own words.
//!
//! Time is counted in whole days of 24 hours from answer to answer. A question is due from the
//! moment at which its interval is over, so one that was answered at ten is due at ten again.
//! Knowing it ahead of time never shortens what was learnt; an answer within a day of the last one
//! is one more try of the same sitting.
//!
//! **Invariant:** a schedule is made of the weights and the history alone: the same ratings at the
//! same times always give the same one.

use std::ops::RangeInclusive;

use fsrs::{DEFAULT_PARAMETERS, FSRS, FSRSItem, FSRSReview, MemoryState, current_retrievability};
use jiff::{SignedDuration, Timestamp};

use super::event::Rating;

/// What a learner should still know when a question falls due: so much of it.
pub const RETENTION: f32 = 0.9;

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
    /// slower than FSRS can say.
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
    let days = to.duration_since(from).as_hours() / 24;
    u32::try_from(days.max(0)).unwrap_or(u32::MAX)
}

fn after_days(at: Timestamp, days: u32) -> Timestamp {
    let days = i32::try_from(days).unwrap_or(i32::MAX);
    DAY.checked_mul(days)
        .and_then(|days| at.checked_add(days).ok())
        .unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use Rating::{Again, Easy, Good, Hard};

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
}
