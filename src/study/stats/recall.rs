//! How much was recalled when it was asked again, against what the schedule had predicted.
//!
//! **Invariant:** only reviews count: ratings that come a day or more after the one before. A first
//! answer shows nothing of memory, and a second try of the same sitting little.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

use super::days::Dates;
use super::mean::{Mean, share};
use crate::study::event::Rating;
use crate::study::history::History;
use crate::study::schedule::{Schedule, Scheduler};

const DAY: SignedDuration = SignedDuration::from_hours(24);

/// Some reviews: how many were recalled, and how many should have been.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Recall {
    /// Reviews that were recalled: rated hard, good or easy.
    pub recalled: u32,
    /// For each review, the chance of recall that was predicted for its moment.
    predicted: Mean,
}

/// From so many reviews on, something can be said of them.
pub const ENOUGH: u32 = 30;

/// How much is kept, against what was predicted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// Too few reviews to tell.
    TooFew,
    /// As much; the difference may be chance.
    AsPredicted,
    /// Less.
    Less,
    /// More.
    More,
}

/// The reviews of all time and those of each month.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Retention {
    /// All reviews.
    pub all: Recall,
    /// Those of each month in which there were any; a month is named by its first day.
    pub months: BTreeMap<Date, Recall>,
}

impl Recall {
    /// How many reviews.
    pub fn reviews(&self) -> u32 {
        self.predicted.n()
    }

    /// The share that was recalled, 0 to 1.
    pub fn measured(&self) -> Option<f64> {
        share(self.recalled, self.reviews())
    }

    /// The share that should have been recalled: the mean of what was predicted for each review.
    pub fn predicted(&self) -> Option<f64> {
        self.predicted.get()
    }

    /// How what was recalled compares with what was predicted.
    pub fn judged(&self) -> Kept {
        let (Some(measured), Some(predicted)) = (self.measured(), self.predicted()) else {
            return Kept::TooFew;
        };
        if self.reviews() < ENOUGH {
            return Kept::TooFew;
        }
        // Two standard errors of a share: chance alone is further off once in twenty times.
        let chance = 2.0 * (predicted * (1.0 - predicted) / f64::from(self.reviews())).sqrt();
        if measured < predicted - chance {
            Kept::Less
        } else if measured > predicted + chance {
            Kept::More
        } else {
            Kept::AsPredicted
        }
    }

    fn take(&mut self, rating: Rating, predicted: f32) {
        self.recalled += u32::from(rating != Rating::Again);
        self.predicted.add(f64::from(predicted));
    }
}

impl Retention {
    /// Takes in the reviews of one question.
    pub(super) fn take(&mut self, history: &History, scheduler: &Scheduler, dates: &mut Dates<'_>) {
        let mut known: Option<Schedule> = None;
        // Ratings that the schedule has not been told yet: it is computed where it is asked.
        let mut waiting: Vec<(Timestamp, Rating)> = Vec::new();
        for attempt in history.attempts() {
            let Some(rating) = attempt.rating else {
                continue;
            };
            let before = waiting.last().map(|(at, _)| *at);
            if before.is_some_and(|before| attempt.at.duration_since(before) >= DAY) {
                known = scheduler.resume(known, &waiting);
                waiting.clear();
                let predicted = known
                    .as_ref()
                    .map_or(1.0, |known| scheduler.retrievability(known, attempt.at));
                let month = dates.date(attempt.at).first_of_month();
                self.all.take(rating, predicted);
                self.months
                    .entry(month)
                    .or_default()
                    .take(rating, predicted);
            }
            waiting.push((attempt.at, rating));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_that_may_be_chance_is_none() {
        for (reviews, recalled, kept) in [
            (0, 0, Kept::TooFew),
            (29, 0, Kept::TooFew),
            // Two standard errors of 0.9 are 0.110 of 30 and 0.030 of 400.
            (30, 24, Kept::AsPredicted),
            (30, 23, Kept::Less),
            (400, 349, Kept::AsPredicted),
            (400, 347, Kept::Less),
            (400, 371, Kept::AsPredicted),
            (400, 373, Kept::More),
        ] {
            let mut recall = Recall::default();
            for n in 0..reviews {
                let rating = if n < recalled {
                    Rating::Hard
                } else {
                    Rating::Again
                };
                recall.take(rating, 0.9);
            }
            assert_eq!(recall.judged(), kept, "{recalled} of {reviews}");
        }
    }
}
