//! What a learner has done in one course, told as a record: sections, learning outcomes, days, hours,
//! marks.
//!
//! **Invariant:** it says nothing that the answers don't show, and takes time in step with their
//! number. A question that isn't in the course any more counts to the answers and the hours, to
//! nothing else.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;
use jiff::civil::Date;

use super::day::Calendar;
use super::history::History;
use super::progress::{CourseProgress, Progress};
use super::schedule::Scheduler;
use super::stats::{is_mastered, seconds};
use crate::course::id::FullId;
use crate::course::question::Question;
use crate::course::{Course, Section};
use crate::text::Clean;

/// A learner's record of one course.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Record {
    /// The first day on which a question was answered or a section read to its end, and the last.
    pub days: Option<(Date, Date)>,
    /// How many answers stand.
    pub n_answers: usize,
    /// Seconds spent on them, each counted up to [`LONGEST`](super::stats::LONGEST).
    pub seconds: u64,
    /// All questions of the course.
    pub tally: Tally,
    /// Each section, in reading order.
    pub sections: Vec<SectionRecord>,
    /// Each learning outcome, in the course's order.
    pub outcomes: Vec<OutcomeRecord>,
    /// How many questions that were answered are no longer in the course.
    pub n_gone: usize,
}

/// What was done in one section.
#[derive(Debug, Clone, PartialEq)]
pub struct SectionRecord {
    /// Its number and title.
    pub title: String,
    /// The day on which it was first read to its end.
    pub read: Option<Date>,
    /// Its questions.
    pub tally: Tally,
}

/// How far the answers show that a learning outcome is met.
#[derive(Debug, Clone, PartialEq)]
pub struct OutcomeRecord {
    /// What the learner should be able to do.
    pub text: Clean,
    /// The questions that serve it.
    pub tally: Tally,
}

/// Some questions, counted.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Tally {
    /// How many there are.
    pub n: usize,
    /// How many have an answer that stands.
    pub n_answered: usize,
    /// How many are marked at all; activities are not.
    pub n_marked: usize,
    /// How many are mastered: due in the future, and with a chance of 90 % at least to be known now.
    pub n_mastered: usize,
    /// How many have a last answer with a score, and the sum of these scores, each 0 to 1.
    scored: (usize, f64),
}

impl Tally {
    /// The mean of the last scores, 0 to 1; `None` before any.
    pub fn mean(&self) -> Option<f64> {
        let (n, sum) = self.scored;
        #[expect(clippy::cast_precision_loss, reason = "no course has 2^52 questions")]
        (n > 0).then(|| sum / n as f64)
    }

    /// How many questions the mean is made of.
    pub fn n_scored(&self) -> usize {
        self.scored.0
    }

    fn count(&mut self, question: &Question, history: Option<&History>, knows: Knows<'_>) {
        let is_marked = question.kind.is_marked();
        self.n += 1;
        self.n_marked += usize::from(is_marked);
        let Some((history, latest)) = history.and_then(|known| Some((known, known.latest()?)))
        else {
            return;
        };
        self.n_answered += 1;
        if !is_marked {
            return;
        }
        self.n_mastered += usize::from(is_mastered(history, knows.0, knows.1));
        if let Some(score) = latest.score {
            self.scored.0 += 1;
            self.scored.1 += score;
        }
    }
}

/// Who can say what is known, and of which moment.
type Knows<'a> = (&'a Scheduler, Timestamp);

/// The record of `course` with its `sections`, in the course's order, at `now`. Its progress has to be wholly
/// here.
pub fn record(
    course: &Course,
    sections: &[Section],
    progress: &Progress,
    now: Timestamp,
    calendar: &Calendar,
) -> Record {
    let done = progress.course(&course.id);
    let knows = (progress.scheduler(), now);
    let mut record = Record {
        outcomes: course.outcomes.iter().map(unmet).collect(),
        ..Record::default()
    };
    let places: HashMap<&str, usize> = course
        .outcomes
        .iter()
        .enumerate()
        .map(|(at, aim)| (&*aim.id, at))
        .collect();
    for section in sections {
        let state = done.and_then(|done| done.sections.get(&section.id));
        let mut tally = Tally::default();
        for question in &section.questions {
            let id = FullId {
                section: section.id.clone(),
                question: question.id.clone(),
            };
            let history = done.and_then(|done| done.questions.get(&id));
            tally.count(question, history, knows);
            record.tally.count(question, history, knows);
            for at in question.aims.iter().filter_map(|aim| places.get(&**aim)) {
                record.outcomes[*at].tally.count(question, history, knows);
            }
        }
        record.sections.push(SectionRecord {
            title: section.title.to_string(),
            read: state
                .and_then(|state| state.read)
                .map(|at| calendar.date(at)),
            tally,
        });
    }
    if let Some(done) = done {
        record.n_gone = gone(done, sections).len();
        let attempts = || done.questions.values().flat_map(History::attempts);
        record.n_answers = attempts().count();
        record.seconds = attempts().map(|attempt| u64::from(seconds(&attempt))).sum();
        record.days = days(done, calendar);
    }
    record
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

fn unmet(aim: &crate::course::Aim) -> OutcomeRecord {
    OutcomeRecord {
        text: aim.text.clone(),
        tally: Tally::default(),
    }
}

fn days(done: &CourseProgress, calendar: &Calendar) -> Option<(Date, Date)> {
    let answers = done.questions.values().flat_map(History::attempts);
    let answers = answers.map(|attempt| attempt.at);
    let read = done.sections.values().filter_map(|section| section.read);
    let (first, last) = answers.chain(read).fold(None, |span, at| match span {
        None => Some((at, at)),
        Some((first, last)) => Some((at.min(first), at.max(last))),
    })?;
    Some((calendar.date(first), calendar.date(last)))
}
