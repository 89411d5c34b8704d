//! What was done in one course, and what it comes to.
//!
//! **Invariant:** once settled, the summary and the counts are those of the questions and sections,
//! however these came to be.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::Summary;
use crate::course::id::{CourseId, FullId, SectionId};
use crate::course::passage::Anchor;
use crate::study::card::Card;
use crate::study::event::{Did, Event, Paper, Stand, moment};
use crate::study::history::History;
use crate::study::schedule::Scheduler;

/// What was done in one course.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct CourseProgress {
    /// Every question that was ever answered or spoken of.
    pub questions: BTreeMap<FullId, History>,
    /// Every section in which something was done.
    pub sections: BTreeMap<SectionId, SectionProgress>,
    /// Every exam, by when it was begun.
    pub exams: BTreeMap<Timestamp, Exam>,
    summary: Summary,
    /// The questions of which something was put in since it was settled last.
    touched: Vec<FullId>,
}

/// What was done in one section.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SectionProgress {
    /// When it was first read to its end.
    pub read: Option<Timestamp>,
    /// Where the learner left off last, and when.
    pub place: Option<(Timestamp, Anchor)>,
    /// How many of its questions have an answer that stands.
    pub n_answered: usize,
}

/// What is known of an exam. Its answers are with their questions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Exam {
    /// What was asked; `None` while only its end was heard of.
    pub paper: Option<Paper>,
    /// When it was handed in; `None` if it wasn't.
    pub handed_in: Option<Timestamp>,
}

/// Of more questions than that, the days on which all are due are told anew.
const FEW: usize = 32;

impl CourseProgress {
    /// One that was settled before, of its questions and sections; what they come to is counted anew.
    pub fn kept(
        questions: BTreeMap<FullId, History>,
        sections: BTreeMap<SectionId, SectionProgress>,
        exams: BTreeMap<Timestamp, Exam>,
        stand: Option<(Timestamp, Stand)>,
    ) -> Self {
        let mut state = Self {
            questions,
            sections,
            exams,
            ..Self::default()
        };
        for section in state.sections.values_mut() {
            section.n_answered = 0;
        }
        for (id, history) in &state.questions {
            let section = match state.sections.get_mut(&id.section) {
                Some(section) => section,
                None => state.sections.entry(id.section.clone()).or_default(),
            };
            section.n_answered += usize::from(history.is_answered());
            state.summary.n_answered += usize::from(history.is_answered());
            if let Some(at) = history.given().next_back() {
                be_at(&mut state.summary.last, at, &id.section);
            }
        }
        for (id, section) in &state.sections {
            state.summary.n_read += usize::from(section.read.is_some());
            if let Some((at, _)) = section.place {
                be_at(&mut state.summary.last, at, id);
            }
        }
        state.summary.stand = stand;
        state.tell_due();
        state
    }

    /// It in a few numbers.
    pub fn summary(&self) -> &Summary {
        &self.summary
    }

    /// Every question that was rated, or put away, by its name.
    pub fn cards(&self) -> impl Iterator<Item = Card> {
        self.questions.iter().filter_map(|(id, history)| {
            let schedule = history.schedule().copied();
            let hold = history.hold();
            let first = history.attempts().next().map(|first| first.at);
            let first = first.or(hold.map(|(at, _)| at))?;
            (schedule.is_some() || hold.is_some()).then(|| Card {
                question: id.clone(),
                first,
                schedule,
                hold: hold.map(|(_, hold)| hold),
            })
        })
    }

    /// How many questions of `section` have an answer that stands.
    pub fn n_answered(&self, section: &SectionId) -> usize {
        self.sections.get(section).map_or(0, |s| s.n_answered)
    }

    /// Was `section` read to its end?
    pub fn is_read(&self, section: &SectionId) -> bool {
        let section = self.sections.get(section);
        section.is_some_and(|section| section.read.is_some())
    }

    /// The newest answer that stands and was not handed in with an exam.
    pub(super) fn last_answer(&self) -> Option<(FullId, Timestamp)> {
        let questions = self.questions.iter();
        let latest = questions.filter_map(|(id, history)| {
            let mut own = history.attempts().filter(|attempt| attempt.exam.is_none());
            Some((own.next_back()?.at, id))
        });
        latest.max().map(|(at, id)| (id.clone(), at))
    }

    /// The facts that it is made of, as events of `course`. What was said twice or has been
    /// overtaken is told once, so there may be fewer than were recorded.
    pub fn facts(&self, course: &CourseId) -> Vec<Event> {
        let questions = self.questions.iter();
        let of_questions = questions.flat_map(|(id, history)| history.facts(id));
        let of_sections = self.sections.iter();
        let of_sections = of_sections.flat_map(|(id, section)| section.facts(id));
        let of_exams = self.exams.iter();
        let of_exams = of_exams.flat_map(|(begun, exam)| exam.facts(*begun));
        let facts = of_questions.chain(of_sections).chain(of_exams);
        let facts = facts.chain(self.stand());
        facts
            .map(|(at, did)| Event {
                at,
                course: course.clone(),
                did,
            })
            .collect()
    }

    /// Where the course stands, if that was ever said.
    fn stand(&self) -> Option<(Timestamp, Did)> {
        let (at, stand) = self.summary.stand?;
        Some((at, Did::Shelve(stand)))
    }

    /// The facts that this lacks of what it and `other` are together.
    pub(super) fn lacks(
        &self,
        other: &Self,
        course: &CourseId,
        scheduler: &Scheduler,
    ) -> Vec<Event> {
        let mut both = self.clone();
        for Event { at, did, .. } in other.facts(course) {
            both.put(at, did);
        }
        both.settle(scheduler);
        let mut lacking = Vec::new();
        for (id, history) in &both.questions {
            lacking.extend(history.facts_beyond(self.questions.get(id), id));
        }
        for (id, section) in &both.sections {
            let known = self.sections.get(id).map(|known| known.facts(id));
            let known = known.unwrap_or_default();
            lacking.extend(
                section
                    .facts(id)
                    .into_iter()
                    .filter(|fact| !known.contains(fact)),
            );
        }
        for (begun, exam) in &both.exams {
            let known = self.exams.get(begun).map(|known| known.facts(*begun));
            let known = known.unwrap_or_default();
            let facts = exam.facts(*begun).into_iter();
            lacking.extend(facts.filter(|fact| !known.contains(fact)));
        }
        if both.summary.stand != self.summary.stand {
            lacking.extend(both.stand());
        }
        let lacking = lacking.into_iter();
        lacking
            .map(|(at, did)| Event {
                at,
                course: course.clone(),
                did,
            })
            .collect()
    }

    /// Takes in what was done at `at`. [`CourseProgress::settle`] makes it count.
    pub(super) fn put(&mut self, at: Timestamp, did: Did) {
        match did {
            Did::Read(section) => {
                let read = &mut self.sections.entry(section).or_default().read;
                self.summary.n_read += usize::from(read.is_none());
                *read = Some(read.map_or(at, |first| first.min(at)));
            }
            Did::Place(section, anchor) => {
                be_at(&mut self.summary.last, at, &section);
                let place = &mut self.sections.entry(section).or_default().place;
                *place = (*place).max(Some((at, anchor)));
            }
            Did::Shelve(stand) => {
                let known = &mut self.summary.stand;
                *known = (*known).max(Some((at, stand)));
            }
            Did::Exam(paper) => {
                let known = &mut self.exams.entry(at).or_default().paper;
                *known = known.take().max(Some(paper));
            }
            Did::HandIn { exam } => {
                let handed_in = &mut self.exams.entry(moment(exam)).or_default().handed_in;
                *handed_in = Some(handed_in.map_or(at, |first| first.min(at)));
            }
            did => {
                let Some(id) = did.question() else { return };
                if matches!(did, Did::Answer(..)) {
                    be_at(&mut self.summary.last, at, &id.section);
                }
                let history = match self.questions.get_mut(id) {
                    Some(history) => history,
                    None => self.questions.entry(id.clone()).or_default(),
                };
                if !history.is_stirred() {
                    self.touched.push(id.clone());
                }
                history.put(at, did);
            }
        }
    }

    /// Makes what was put in count, in time that grows with that alone.
    pub(super) fn settle(&mut self, scheduler: &Scheduler) {
        let touched = std::mem::take(&mut self.touched);
        let is_few = touched.len() <= FEW;
        for id in &touched {
            let Some(history) = self.questions.get_mut(id) else {
                continue;
            };
            let (was_answered, was_due) = (history.is_answered(), history.due());
            history.settle(scheduler);
            let section = match self.sections.get_mut(&id.section) {
                Some(section) => section,
                None => self.sections.entry(id.section.clone()).or_default(),
            };
            for n in [&mut section.n_answered, &mut self.summary.n_answered] {
                *n = *n + usize::from(history.is_answered()) - usize::from(was_answered);
            }
            if is_few {
                let due = &mut self.summary.due;
                if let Some(was) = was_due
                    && let Ok(at) = due.binary_search(&was)
                {
                    due.remove(at);
                }
                if let Some(now) = history.due() {
                    due.insert(due.partition_point(|due| *due <= now), now);
                }
            }
        }
        if !is_few {
            self.tell_due();
        }
    }

    /// Schedules each question anew, by another scheduler than before.
    pub(super) fn reschedule(&mut self, scheduler: &Scheduler) {
        for history in self.questions.values_mut() {
            history.reschedule(scheduler);
        }
        self.tell_due();
    }

    fn tell_due(&mut self) {
        self.summary.due = self.questions.values().filter_map(History::due).collect();
        self.summary.due.sort_unstable();
    }
}

impl SectionProgress {
    fn facts(&self, id: &SectionId) -> Vec<(Timestamp, Did)> {
        let read = self.read.map(|at| (at, Did::Read(id.clone())));
        let place = self
            .place
            .map(|(at, anchor)| (at, Did::Place(id.clone(), anchor)));
        read.into_iter().chain(place).collect()
    }
}

impl Exam {
    fn facts(&self, begun: Timestamp) -> Vec<(Timestamp, Did)> {
        let paper = self.paper.clone().map(|paper| (begun, Did::Exam(paper)));
        let exam = begun;
        let handed_in = self.handed_in.map(|at| (at, Did::HandIn { exam }));
        paper.into_iter().chain(handed_in).collect()
    }
}

/// The learner was in `section` at `at`: is that the last that is known?
fn be_at(last: &mut Option<(Timestamp, SectionId)>, at: Timestamp, section: &SectionId) {
    let is_later = |(then, there): &(Timestamp, SectionId)| (*then, there) < (at, section);
    if last.as_ref().is_none_or(is_later) {
        *last = Some((at, section.clone()));
    }
}
