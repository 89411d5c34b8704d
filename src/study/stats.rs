//! What all answers come to in figures: how much is known, how well it is kept, what is coming.
//!
//! **Invariant:** the figures are made of the progress, the courses and the moment alone. They take
//! time that grows with the number of answers and questions, and with nothing else.

mod calibration;
mod days;
mod forecast;
mod mean;
mod recall;
mod syllabus;
mod tally;
#[cfg(test)]
mod tests;

use std::collections::{BTreeSet, HashMap};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

pub use self::calibration::{Calibration, Judged, nominal};
pub use self::days::{Day, Days, Streak, day_of};
pub use self::forecast::{DAYS, Forecast};
pub use self::mean::{Mean, share};
pub use self::recall::{Kept, Recall, Retention};
pub use self::syllabus::{Asked, Marking, Syllabus, Topic};
pub use self::tally::{LONGEST, Tally, is_mastered, seconds, strength};
use super::event::{Certainty, Rating};
use super::progress::{CourseProgress, Progress};
use super::schedule::Scheduler;
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

/// A score below it is wrong rather than right.
const HALF: f64 = 0.5;

impl Stats {
    /// The figures of `courses`, whose progress must be wholly here, at a moment of a learner in
    /// `zone`. `n_untouched` further courses have none.
    pub fn of(
        progress: &Progress,
        courses: &[Syllabus],
        n_untouched: usize,
        (now, zone): (Timestamp, &TimeZone),
    ) -> Self {
        let mut stats = Self {
            today: day_of(now, zone),
            courses: Vec::new(),
            n_untouched,
            days: Days::default(),
            retention: Retention::default(),
            calibration: Calibration::default(),
            forecast: Forecast::default(),
            sure_but_wrong: Vec::new(),
            forgotten: Vec::new(),
        };
        let nothing = CourseProgress::default();
        for course in courses {
            let done = progress.course(&course.id).unwrap_or(&nothing);
            let seconds = stats.take_answers(done, progress.scheduler(), zone);
            stats.take_course(course, done, &seconds, (now, zone, progress.scheduler()));
        }
        stats
    }

    /// Takes in every answer. Gives back the seconds spent in each section.
    fn take_answers<'a>(
        &mut self,
        done: &'a CourseProgress,
        scheduler: &Scheduler,
        zone: &TimeZone,
    ) -> HashMap<&'a SectionId, u64> {
        let mut spent: HashMap<&SectionId, u64> = HashMap::new();
        for (id, history) in &done.questions {
            for attempt in history.attempts() {
                self.days.take(day_of(attempt.at, zone), &attempt);
                self.calibration.take(&attempt);
                *spent.entry(&id.section).or_default() += u64::from(seconds(&attempt));
            }
            self.retention.take(history, scheduler, zone);
        }
        spent
    }

    /// Takes in what is known of a course.
    fn take_course(
        &mut self,
        course: &Syllabus,
        done: &CourseProgress,
        seconds: &HashMap<&SectionId, u64>,
        (now, zone, scheduler): (Timestamp, &TimeZone, &Scheduler),
    ) {
        let mut figures = CourseStats::new(course);
        let aims = course.aims.iter().enumerate();
        let aims: HashMap<&str, usize> = aims.map(|(at, aim)| (&*aim.id, at)).collect();
        for topic in &course.sections {
            let mut tally = Tally {
                sections: 1,
                read: u32::from(done.is_read(&topic.id)),
                seconds: seconds.get(&topic.id).copied().unwrap_or(0),
                ..Tally::default()
            };
            let mut served = BTreeSet::new();
            for asked in &topic.questions {
                let one = Tally::of(
                    asked.marking,
                    done.questions.get(&asked.id),
                    (now, scheduler),
                );
                tally.add(&one);
                for aim in asked.aims.iter().filter_map(|aim| aims.get(&**aim)) {
                    served.insert(*aim);
                    figures.aims[*aim].take(&asked.id, &one);
                }
                if asked.marking == Marking::Marked {
                    self.take_question(&course.id, &asked.id, done, zone);
                }
            }
            for aim in served {
                figures.aims[aim].tally.sections += 1;
                figures.aims[aim].tally.read += tally.read;
            }
            figures.tally.add(&tally);
            figures.sections.push(SectionStats {
                id: topic.id.clone(),
                title: topic.title.clone(),
                tally,
            });
        }
        // Time that was spent in sections which are gone was spent all the same.
        figures.tally.seconds = seconds.values().sum();
        let answered = u32::try_from(done.summary().n_answered).unwrap_or(u32::MAX);
        figures.n_gone = answered.saturating_sub(figures.tally.answered);
        self.courses.push(figures);
    }

    fn take_question(
        &mut self,
        course: &CourseId,
        question: &FullId,
        done: &CourseProgress,
        zone: &TimeZone,
    ) {
        let Some(history) = done.questions.get(question) else {
            return;
        };
        let (Some(due), Some(latest)) = (history.due(), history.latest()) else {
            return;
        };
        self.forecast.take(day_of(due, zone), self.today);
        let name = || (course.clone(), question.clone());
        let is_wrong = latest.score.is_some_and(|score| score < HALF);
        if is_wrong && latest.certainty == Some(Certainty::Sure) {
            self.sure_but_wrong.push(name());
        }
        if latest.rating == Some(Rating::Again) {
            self.forgotten.push(name());
        }
    }

    /// Is there nothing to tell? Nothing was answered, and no section read.
    pub fn is_empty(&self) -> bool {
        let is_read = |course: &CourseStats| course.tally.read > 0;
        self.days.iter().next().is_none() && !self.courses.iter().any(is_read)
    }

    /// The sections in which something was answered, weakest first: by the mean
    /// [strength](strength) of their answered questions.
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

    /// Seconds spent on answers in all.
    pub fn seconds(&self) -> u64 {
        self.courses.iter().map(|course| course.tally.seconds).sum()
    }
}

impl CourseStats {
    fn new(course: &Syllabus) -> Self {
        let aims = course.aims.iter().map(|aim| AimStats {
            id: aim.id.clone(),
            text: aim.text.clone(),
            tally: Tally::default(),
            questions: Vec::new(),
        });
        Self {
            id: course.id.clone(),
            title: course.title.clone(),
            tally: Tally::default(),
            sections: Vec::new(),
            aims: aims.collect(),
            n_gone: 0,
        }
    }
}

impl AimStats {
    /// Counts a question that serves it, once, however often it says so.
    fn take(&mut self, question: &FullId, one: &Tally) {
        if self.questions.last() != Some(question) {
            self.tally.add(one);
            self.questions.push(question.clone());
        }
    }
}
