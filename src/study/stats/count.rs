//! Counts what was done, course by course.
//!
//! **Invariant:** each answer and each question is looked at once.

use std::collections::{BTreeSet, HashMap};

use jiff::Timestamp;

use super::days::{Dates, Days};
use super::syllabus::{Asked, Marking, Syllabus, Topic};
use super::tally::{Tally, seconds};
use super::{AimStats, Calibration, CourseStats, Forecast, Retention, SectionStats, Stats};
use crate::course::id::{CourseId, FullId, SectionId};
use crate::study::day::{Calendar, Day};
use crate::study::event::{Certainty, Rating, Stand};
use crate::study::history::History;
use crate::study::progress::{CourseProgress, Progress};

/// Figures in the making.
pub(super) struct Count<'a> {
    /// What was counted so far.
    pub stats: Stats,
    progress: &'a Progress,
    now: Timestamp,
    today: Day,
    dates: Dates<'a>,
}

/// A score below it is wrong rather than right.
const HALF: f64 = 0.5;

impl<'a> Count<'a> {
    /// Nothing yet.
    pub fn new(
        progress: &'a Progress,
        n_untouched: usize,
        (now, calendar): (Timestamp, &'a Calendar),
    ) -> Self {
        let today = calendar.day(now);
        Self {
            stats: Stats {
                today: today.date,
                courses: Vec::new(),
                n_untouched,
                days: Days::default(),
                retention: Retention::default(),
                calibration: Calibration::default(),
                forecast: Forecast::default(),
                sure_but_wrong: Vec::new(),
                forgotten: Vec::new(),
            },
            progress,
            now,
            today,
            dates: Dates::new(calendar),
        }
    }

    /// Takes in a course.
    pub fn take(&mut self, course: &Syllabus) {
        let nothing = CourseProgress::default();
        let done = self.progress.course(&course.id).unwrap_or(&nothing);
        let seconds = self.take_answers(done);
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
                let one = self.take_question(&course.id, asked, done);
                tally.add(&one);
                for aim in asked.aims.iter().filter_map(|aim| aims.get(&**aim)) {
                    served.insert(*aim);
                    figures.aims[*aim].take(&asked.id, &one);
                }
            }
            for aim in served {
                figures.aims[aim].tally.sections += 1;
                figures.aims[aim].tally.read += tally.read;
            }
            figures.close(topic, tally);
        }
        // Time that was spent in sections which are gone was spent all the same.
        figures.tally.seconds = seconds.values().sum();
        let answered = u32::try_from(done.summary().n_answered).unwrap_or(u32::MAX);
        figures.n_gone = answered.saturating_sub(figures.tally.answered);
        self.stats.courses.push(figures);
    }

    /// Takes in every answer. Gives back the seconds spent in each section.
    fn take_answers<'d>(&mut self, done: &'d CourseProgress) -> HashMap<&'d SectionId, u64> {
        let mut spent: HashMap<&SectionId, u64> = HashMap::new();
        let stats = &mut self.stats;
        for (id, history) in &done.questions {
            for attempt in history.attempts() {
                stats.days.take(self.dates.date(attempt.at), &attempt);
                stats.calibration.take(&attempt);
                *spent.entry(&id.section).or_default() += u64::from(seconds(&attempt));
            }
            let scheduler = self.progress.scheduler();
            stats.retention.take(history, scheduler, &mut self.dates);
        }
        spent
    }

    /// Takes in what is known of a question that the course has, and counts it.
    fn take_question(&mut self, course: &CourseId, asked: &Asked, done: &CourseProgress) -> Tally {
        let history = done.questions.get(&asked.id);
        let stand = done.summary().stand();
        if let (Some(history), Marking::Marked, Stand::Open) = (history, asked.marking, stand) {
            self.take_marked(course, &asked.id, history);
        }
        let scheduler = self.progress.scheduler();
        let mut tally = Tally::of(asked.marking, history, scheduler, (self.now, &self.today));
        if stand == Stand::Away {
            tally.due = 0;
        }
        tally
    }

    /// What was put away is neither forecast nor offered.
    fn take_marked(&mut self, course: &CourseId, question: &FullId, history: &History) {
        let (Some(due), Some(latest)) = (history.due(), history.latest()) else {
            return;
        };
        let stats = &mut self.stats;
        stats.forecast.take(self.dates.date(due), self.today.date);
        let name = || (course.clone(), question.clone());
        let is_wrong = latest.score.is_some_and(|score| score < HALF);
        if is_wrong && latest.certainty == Some(Certainty::Sure) {
            stats.sure_but_wrong.push(name());
        }
        if latest.rating == Some(Rating::Again) {
            stats.forgotten.push(name());
        }
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

    /// Takes in a section of which all questions were counted.
    fn close(&mut self, topic: &Topic, tally: Tally) {
        self.tally.add(&tally);
        self.sections.push(SectionStats {
            id: topic.id.clone(),
            title: topic.title.clone(),
            tally,
        });
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
