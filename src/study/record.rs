//! What a learner has done in one course, told as a record: its figures, and the days.
//!
//! **Invariant:** it says nothing that the answers don't show, and takes time in step with their
//! number.

use std::collections::{BTreeMap, HashSet};

use jiff::Timestamp;
use jiff::civil::Date;

use super::day::Calendar;
use super::exam::Bank;
use super::exam::report::{Report, Standing};
use super::history::History;
use super::progress::{CourseProgress, Progress};
use super::stats::{CourseStats, Stats, Syllabus};
use crate::course::Section;
use crate::course::id::{FullId, SectionId};

/// A learner's record of one course.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// The figures.
    pub figures: CourseStats,
    /// The first day on which a question was answered or a section read to its end, and the last.
    pub days: Option<(Date, Date)>,
    /// How many answers stand, those included whose questions are no longer in the course.
    pub n_answers: u32,
    /// The exams that were handed in, oldest first, each with its day.
    pub exams: Vec<(Date, Report)>,
    /// The day on which each section of the figures was first read to its end.
    pub read: Vec<Option<Date>>,
}

/// The record of `course`, whose progress must be wholly here, at a moment of a learner with that
/// calendar. `bank` has the course's questions.
pub fn record(
    (course, bank): (&Syllabus, &Bank),
    progress: &Progress,
    (now, calendar): (Timestamp, &Calendar),
) -> Record {
    let mut stats = Stats::of(progress, [course], 0, (now, calendar));
    let figures = stats.courses.pop().expect("each course has its figures");
    let done = progress.course(&course.id);
    let sections = done.iter().flat_map(|done| &done.sections);
    let read: BTreeMap<&SectionId, Date> = sections
        .filter_map(|(id, section)| Some((id, calendar.date(section.read?))))
        .collect();
    let answered = || stats.days.iter().map(|(day, _)| day);
    let days = || answered().chain(read.values().copied());
    let sections = figures.sections.iter();
    let exams = done.map_or_else(Vec::new, |done| Report::all(done, bank));
    let exams = exams.into_iter().rev();
    let exams = exams.filter(|exam| exam.standing() != Standing::Running);
    Record {
        exams: exams
            .map(|exam| (calendar.date(exam.begun), exam))
            .collect(),
        days: days().min().zip(days().max()),
        n_answers: stats.days.iter().map(|(_, day)| day.answers).sum(),
        read: sections
            .map(|section| read.get(&section.id).copied())
            .collect(),
        figures,
    }
}

/// The answered questions that stand in none of `sections`, with what became of them.
pub fn gone<'a>(done: &'a CourseProgress, sections: &[Section]) -> Vec<(&'a FullId, &'a History)> {
    let ids = sections.iter().flat_map(|section| {
        let ids = section.questions.iter().map(|question| &question.id);
        ids.map(|question| (&section.id, question))
    });
    let known: HashSet<_> = ids.collect();
    let questions = done.questions.iter().filter(|(id, history)| {
        history.latest().is_some() && !known.contains(&(&id.section, &id.question))
    });
    questions.collect()
}
