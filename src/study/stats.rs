//! What all answers come to in figures: how much is known, how well it is kept, what is coming.
//!
//! **Invariant:** the figures are made of the progress, the courses and the moment alone. They take
//! time that grows with the number of answers and questions, and with nothing else.

mod calibration;
mod count;
mod days;
mod forecast;
mod mean;
mod recall;
mod syllabus;
mod tally;
#[cfg(test)]
mod tests;

use jiff::Timestamp;
use jiff::civil::Date;

pub use self::calibration::{Calibration, Judged, nominal};
use self::count::Count;
pub use self::days::{Days, Effort, Streak};
pub use self::forecast::{DAYS, Forecast};
pub use self::mean::{Mean, share};
pub use self::recall::{Kept, Recall, Retention};
pub use self::syllabus::{Asked, Marking, Syllabus, Topic};
pub use self::tally::{LONGEST, Tally, is_mastered, seconds, strength};
use super::day::Calendar;
use super::progress::Progress;
use crate::course::id::{CourseId, FullId, SectionId};
use crate::text::Clean;

/// The figures of some courses.
#[derive(Debug, Clone, PartialEq)]
pub struct Stats {
    /// The learner's day.
    pub today: Date,
    /// The courses, in the order in which they were given.
    pub courses: Vec<CourseStats>,
    /// How many courses there are besides, in which nothing was done.
    pub n_untouched: usize,
    /// The calendar of answers.
    pub days: Days,
    /// How much was recalled, against what was predicted.
    pub retention: Retention,
    /// How sure, against how right.
    pub calibration: Calibration,
    /// What will be due. Only what can be asked is counted: marked questions that are in a course and
    /// were not put away.
    pub forecast: Forecast,
    /// The questions of which the last answer was sure, and wrong. (None that was put away.)
    pub sure_but_wrong: Vec<(CourseId, FullId)>,
    /// The questions that were not recalled when they were last asked. (Likewise.)
    pub forgotten: Vec<(CourseId, FullId)>,
}

/// The figures of a course.
#[derive(Debug, Clone, PartialEq)]
pub struct CourseStats {
    /// Which course.
    pub id: CourseId,
    /// What it is called; `None` if there is nothing of it but what was done in it.
    pub title: Option<Clean>,
    /// All of it.
    pub tally: Tally,
    /// Section by section, in reading order.
    pub sections: Vec<SectionStats>,
    /// Outcome by outcome. A question may serve several.
    pub aims: Vec<AimStats>,
    /// Answered questions that the course doesn't have any more.
    pub n_gone: u32,
}

/// The figures of a section.
#[derive(Debug, Clone, PartialEq)]
pub struct SectionStats {
    /// Which section.
    pub id: SectionId,
    /// Its title, with its number.
    pub title: String,
    /// What was done in it.
    pub tally: Tally,
}

/// The figures of a learning outcome.
#[derive(Debug, Clone, PartialEq)]
pub struct AimStats {
    /// Its id.
    pub id: Clean,
    /// What the learner will be able to do.
    pub text: Clean,
    /// What was done for it. Its sections are those with questions that serve it.
    pub tally: Tally,
    /// The questions that serve it.
    pub questions: Vec<FullId>,
}

impl Stats {
    /// The figures of `courses`, whose progress must be wholly here, at a moment of a learner with
    /// that calendar. `n_untouched` further courses have none.
    pub fn of<'s>(
        progress: &Progress,
        courses: impl IntoIterator<Item = &'s Syllabus>,
        n_untouched: usize,
        (now, calendar): (Timestamp, &Calendar),
    ) -> Self {
        let mut count = Count::new(progress, n_untouched, (now, calendar));
        for course in courses {
            count.take(course);
        }
        count.stats
    }

    /// Is there nothing to tell? Nothing was answered, and no section read.
    pub fn is_empty(&self) -> bool {
        let is_read = |course: &CourseStats| course.tally.read > 0;
        self.days.iter().next().is_none() && !self.courses.iter().any(is_read)
    }

    /// The sections in which something was answered, weakest first: by the mean
    /// [`strength`] of their answered questions.
    pub fn weakest(&self) -> Vec<(&CourseStats, &SectionStats)> {
        let of_course = |course| move |section| (course, section);
        let sections = self.courses.iter();
        let mut weak: Vec<(f64, (&CourseStats, &SectionStats))> = sections
            .flat_map(|course| course.sections.iter().map(of_course(course)))
            .filter_map(|pair| Some((pair.1.tally.strengths.get()?, pair)))
            .collect();
        weak.sort_by(|(one, _), (other, _)| one.total_cmp(other));
        weak.into_iter().map(|(_, pair)| pair).collect()
    }

    /// All courses together.
    pub fn tally(&self) -> Tally {
        let mut all = Tally::default();
        for course in &self.courses {
            all.add(&course.tally);
        }
        all
    }
}
