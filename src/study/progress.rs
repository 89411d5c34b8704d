//! The fold of all events: what a learner has done, course by course.
//!
//! A course's state can lie elsewhere (in the snapshot, not read yet): then only its [`Summary`] is
//! here, by [`Progress::promise`], until [`Progress::deliver`] brings the rest.
//!
//! **Invariant:** the same events give the same progress, in whatever order they come, from
//! however many devices, and however often each of them comes.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::event::{Did, Event, moment};
use super::history::History;
use crate::course::id::{CourseId, FullId, SectionId};
use crate::course::passage::Anchor;

/// All that was done in all courses.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Progress {
    courses: BTreeMap<CourseId, Held>,
}

/// What was done in one course.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct CourseProgress {
    /// Every question that was ever answered or spoken of.
    pub questions: BTreeMap<FullId, History>,
    /// Every section in which something was done.
    pub sections: BTreeMap<SectionId, SectionProgress>,
    /// Where the learner was last, and when: the newest answer or kept place.
    pub last: Option<(Timestamp, SectionId)>,
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

/// A course's progress in a few numbers: enough for the library.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// How many questions have an answer that stands.
    pub n_answered: usize,
    /// How many sections were read to their end.
    pub n_read: usize,
    /// When each scheduled question is due, ascending.
    pub due: Vec<Timestamp>,
    /// Where the learner was last, and when.
    pub last: Option<(Timestamp, SectionId)>,
}

impl Summary {
    /// How many questions are due.
    pub fn n_due(&self, now: Timestamp) -> usize {
        self.due.partition_point(|due| *due <= now)
    }
}

/// A course's state, and whether it is all of it.
#[derive(Debug, Clone, Default, PartialEq)]
struct Held {
    state: CourseProgress,
    summary: Summary,
    /// Does the greater part of the state lie elsewhere?
    promised: bool,
    /// Was something put in since it was settled last?
    stirred: bool,
}

impl Progress {
    /// Takes in one event.
    pub fn record(&mut self, event: &Event) {
        self.record_all([event.clone()]);
    }

    /// Takes in many events, in time that grows with their number.
    pub fn record_all(&mut self, events: impl IntoIterator<Item = Event>) {
        for event in events {
            let held = self.courses.entry(event.course).or_default();
            held.state.put(moment(event.at), event.did);
            held.stirred = true;
        }
        for held in self.courses.values_mut() {
            held.settle();
        }
    }

    /// What was done in `course`; `None` if nothing was, or if it was only promised so far.
    pub fn course(&self, course: &CourseId) -> Option<&CourseProgress> {
        let held = self.courses.get(course).filter(|held| !held.promised)?;
        Some(&held.state)
    }

    /// The courses that are wholly here.
    pub fn courses(&self) -> impl Iterator<Item = (&CourseId, &CourseProgress)> {
        let whole = self.courses.iter().filter(|(_, held)| !held.promised);
        whole.map(|(id, held)| (id, &held.state))
    }

    /// `course` in a few numbers; `None` if nothing was done in it.
    pub fn summary(&self, course: &CourseId) -> Option<&Summary> {
        self.courses.get(course).map(|held| &held.summary)
    }

    /// Every course in which something was done, in a few numbers.
    pub fn summaries(&self) -> impl Iterator<Item = (&CourseId, &Summary)> {
        self.courses.iter().map(|(id, held)| (id, &held.summary))
    }

    /// How many questions are due, in all courses.
    pub fn n_due(&self, now: Timestamp) -> usize {
        self.courses
            .values()
            .map(|held| held.summary.n_due(now))
            .sum()
    }

    /// The newest answer in `course` that stands: what an undo would take back.
    pub fn last_answer(&self, course: &CourseId) -> Option<(FullId, Timestamp)> {
        let questions = self.course(course)?.questions.iter();
        let latest = questions.filter_map(|(id, history)| Some((history.latest()?.at, id)));
        latest.max().map(|(at, id)| (id.clone(), at))
    }

    /// Makes `summary` stand for a course whose state will be delivered when it is asked for.
    /// Does nothing for a course that is here already.
    pub fn promise(&mut self, course: CourseId, summary: Summary) {
        self.courses.entry(course).or_insert_with(|| Held {
            summary,
            promised: true,
            ..Held::default()
        });
    }

    /// Does the state of `course` still lie elsewhere?
    pub fn is_promised(&self, course: &CourseId) -> bool {
        self.courses.get(course).is_some_and(|held| held.promised)
    }

    /// Brings what was promised of `course`: the facts that its state is made of. What was
    /// recorded meanwhile stays.
    pub fn deliver(&mut self, course: &CourseId, facts: impl IntoIterator<Item = Event>) {
        if let Some(held) = self.courses.get_mut(course) {
            held.promised = false;
            held.stirred = true;
        }
        self.record_all(facts);
    }
}

impl Held {
    fn settle(&mut self) {
        if self.stirred && !self.promised {
            self.stirred = false;
            self.state.settle();
            self.summary = self.state.summary();
        }
    }
}

impl CourseProgress {
    /// How many questions of `section` have an answer that stands.
    pub fn n_answered(&self, section: &SectionId) -> usize {
        self.sections.get(section).map_or(0, |s| s.n_answered)
    }

    /// Was `section` read to its end?
    pub fn is_read(&self, section: &SectionId) -> bool {
        let section = self.sections.get(section);
        section.is_some_and(|section| section.read.is_some())
    }

    /// How many questions are due.
    pub fn n_due(&self, now: Timestamp) -> usize {
        let schedules = self.questions.values().filter_map(History::schedule);
        schedules.filter(|schedule| schedule.is_due(now)).count()
    }

    /// It in a few numbers.
    pub fn summary(&self) -> Summary {
        let schedules = self.questions.values().filter_map(History::schedule);
        let mut due: Vec<_> = schedules.map(|schedule| schedule.due).collect();
        due.sort_unstable();
        let sections = self.sections.values();
        Summary {
            n_answered: sections.clone().map(|section| section.n_answered).sum(),
            n_read: sections.filter(|section| section.read.is_some()).count(),
            due,
            last: self.last.clone(),
        }
    }

    /// The facts that it is made of, as events of `course`. What was said twice or has been
    /// overtaken is told once, so there may be fewer than were recorded.
    pub fn facts(&self, course: &CourseId) -> Vec<Event> {
        let questions = self.questions.iter();
        let of_questions = questions.flat_map(|(id, history)| history.facts(id));
        let of_sections = self.sections.iter().flat_map(|(id, section)| {
            let read = section.read.map(|at| (at, Did::Read(id.clone())));
            let place = section.place;
            let place = place.map(|(at, anchor)| (at, Did::Place(id.clone(), anchor)));
            read.into_iter().chain(place)
        });
        let facts = of_questions.chain(of_sections);
        facts
            .map(|(at, did)| Event {
                at,
                course: course.clone(),
                did,
            })
            .collect()
    }

    fn put(&mut self, at: Timestamp, did: Did) {
        match did {
            Did::Read(section) => {
                let read = &mut self.sections.entry(section).or_default().read;
                *read = Some(read.map_or(at, |first| first.min(at)));
            }
            Did::Place(section, anchor) => {
                let place = &mut self.sections.entry(section).or_default().place;
                *place = (*place).max(Some((at, anchor)));
            }
            did => {
                if let Some(question) = did.question().cloned() {
                    self.questions.entry(question).or_default().put(at, did);
                }
            }
        }
    }

    fn settle(&mut self) {
        for section in self.sections.values_mut() {
            section.n_answered = 0;
        }
        for (id, history) in &mut self.questions {
            history.settle();
            let n_new = usize::from(history.latest().is_some());
            match self.sections.get_mut(&id.section) {
                Some(section) => section.n_answered += n_new,
                None => {
                    self.sections
                        .entry(id.section.clone())
                        .or_default()
                        .n_answered = n_new;
                }
            }
        }
        let questions = self.questions.iter();
        let answered = questions
            .filter_map(|(id, history)| Some((history.answered().next_back()?, &id.section)));
        let sections = self.sections.iter();
        let left = sections.filter_map(|(id, section)| Some((section.place?.0, id)));
        let last = answered.chain(left).max();
        self.last = last.map(|(at, section)| (at, section.clone()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::event::{Given, Rating, Response};

    const DAY: i64 = 86_400;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_795_428_000 + second).unwrap()
    }

    fn course() -> CourseId {
        CourseId::new("how-teams-work").unwrap()
    }

    fn section(id: &str) -> SectionId {
        SectionId::new(id).unwrap()
    }

    fn question(id: &str) -> FullId {
        FullId::parse(id).unwrap()
    }

    fn event(second: i64, did: Did) -> Event {
        Event {
            at: at(second),
            course: course(),
            did,
        }
    }

    fn answer(second: i64, id: &str, rating: Option<Rating>) -> Event {
        let given = Given {
            response: Response::Said(true),
            score: None,
            rating,
            certainty: None,
            hinted: false,
            seconds: None,
        };
        event(second, Did::Answer(question(id), given))
    }

    fn undo(second: i64, id: &str, of: i64) -> Event {
        let (question, of) = (question(id), at(of));
        event(second, Did::Undo { question, of })
    }

    #[test]
    fn counts_what_was_done() {
        let mut progress = Progress::default();
        progress.record_all([
            answer(0, "1.4/a", Some(Rating::Good)),
            answer(1, "1.4/b", Some(Rating::Easy)),
            answer(2, "1.4/b", Some(Rating::Easy)),
            answer(3, "2/yours", None),
            event(9, Did::Read(section("1.4"))),
            event(4, Did::Read(section("1.4"))),
            event(
                5,
                Did::Place(
                    section("1.3"),
                    Anchor {
                        block: 2,
                        offset: 7,
                    },
                ),
            ),
        ]);
        let state = progress.course(&course()).unwrap();
        assert_eq!(state.n_answered(&section("1.4")), 2);
        assert_eq!(state.n_answered(&section("2")), 1);
        assert_eq!(state.n_answered(&section("1.3")), 0);
        assert!(state.is_read(&section("1.4")) && !state.is_read(&section("1.3")));
        assert_eq!(state.sections[&section("1.4")].read, Some(at(4)));
        assert_eq!(state.last, Some((at(5), section("1.3"))));
        let summary = progress.summary(&course()).unwrap();
        assert_eq!(
            (summary.n_answered, summary.n_read, summary.due.len()),
            (3, 1, 2)
        );
        for (day, n_due) in [(0, 0), (1, 0), (3, 1), (99, 2)] {
            assert_eq!(progress.n_due(at(day * DAY)), n_due);
            assert_eq!(state.n_due(at(day * DAY)), n_due);
        }
        assert_eq!(progress.course(&CourseId::new("other").unwrap()), None);
    }

    #[test]
    fn undo_goes_back_answer_by_answer() {
        let mut progress = Progress::default();
        progress.record(&answer(0, "1.4/a", Some(Rating::Good)));
        progress.record(&answer(1, "1.4/b", Some(Rating::Good)));
        for (second, left) in [(1, "1.4/b"), (0, "1.4/a")] {
            assert_eq!(
                progress.last_answer(&course()),
                Some((question(left), at(second)))
            );
            progress.record(&undo(50 - second, left, second));
        }
        assert_eq!(progress.last_answer(&course()), None);
        assert_eq!(progress.n_due(at(999 * DAY)), 0);
        assert_eq!(progress.summary(&course()).unwrap().n_answered, 0);
    }

    #[test]
    fn a_finer_clock_names_the_same_answer() {
        let mut progress = Progress::default();
        let fine = Timestamp::new(1_795_428_000, 123_456_789).unwrap();
        let mut given = answer(0, "1.4/a", Some(Rating::Good));
        given.at = fine;
        progress.record(&given);
        given.at = moment(fine);
        progress.record(&given);
        let question = question("1.4/a");
        progress.record(&event(9, Did::Undo { question, of: fine }));
        assert_eq!(progress.last_answer(&course()), None);
    }

    /// One question answered 30,000 times, newest first: sorted once, not at each answer.
    #[test]
    fn a_log_in_reverse_is_folded_at_once() {
        let events = (0..30_000)
            .rev()
            .map(|i| answer(i * DAY, "1.4/a", Some(Rating::Good)));
        let mut progress = Progress::default();
        progress.record_all(events);
        assert_eq!(progress.last_answer(&course()).unwrap().1, at(29_999 * DAY));
    }
}
