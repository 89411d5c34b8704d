//! The fold of all events: what a learner has done, course by course.
//!
//! A course's state can lie elsewhere (in the snapshot, not read yet): then only its [`Summary`] is
//! here, by [`Progress::promise`], until [`Progress::deliver`] brings the rest.
//!
//! **Invariant:** the same events give the same progress, in whatever order they come, from
//! however many devices, and however often each of them comes. What one more event costs doesn't
//! depend on how many came before.

mod course;

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

pub use self::course::{CourseProgress, Exam, SectionProgress};
use super::event::{Did, Event, Stand, moment};
use super::schedule::Scheduler;
use crate::course::id::{CourseId, FullId, SectionId};

/// What two events that name one answer are apart at least.
const MOMENT: SignedDuration = SignedDuration::from_millis(1);

/// All that was done in all courses.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Progress {
    scheduler: Scheduler,
    courses: BTreeMap<CourseId, Held>,
}

/// A course's progress in a few numbers: enough for the library.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// How many questions have an answer that stands.
    pub n_answered: usize,
    /// How many sections were read to their end.
    pub n_read: usize,
    /// When each question is to be asked again, ascending; those that were put away are left out.
    pub due: Vec<Timestamp>,
    /// What was said last of where the course stands, and when.
    pub stand: Option<(Timestamp, Stand)>,
    /// Where the learner was last, and when: the newest answer or kept place.
    pub last: Option<(Timestamp, SectionId)>,
}

impl Summary {
    /// Where the course stands.
    pub fn stand(&self) -> Stand {
        self.stand.map_or(Stand::Open, |(_, stand)| stand)
    }

    /// When each question is to be asked again, ascending; never, if the course is put away.
    pub fn dues(&self) -> &[Timestamp] {
        match self.stand() {
            Stand::Open => &self.due,
            Stand::Away => &[],
        }
    }

    /// How many questions are due by then.
    pub fn n_due(&self, then: Timestamp) -> usize {
        self.dues().partition_point(|due| *due <= then)
    }

    /// Was nothing answered, and nothing read?
    pub fn is_untouched(&self) -> bool {
        self.n_answered == 0 && self.n_read == 0 && self.last.is_none()
    }
}

/// A course's state, and whether it is all of it.
#[derive(Debug, Clone, Default, PartialEq)]
struct Held {
    /// All of it, or what came since it was promised.
    state: CourseProgress,
    /// The greater part lies elsewhere; this is what it comes to.
    promised: Option<Summary>,
}

impl Progress {
    /// Nothing that was done yet, to be scheduled by `scheduler`.
    pub fn new(scheduler: Scheduler) -> Self {
        Self {
            scheduler,
            courses: BTreeMap::new(),
        }
    }

    /// What says when a question is due.
    pub fn scheduler(&self) -> &Scheduler {
        &self.scheduler
    }

    /// Schedules everything anew by `scheduler`. What was promised has to be delivered before: a
    /// promise was made by the old one.
    pub fn reschedule(&mut self, scheduler: Scheduler) {
        self.scheduler = scheduler;
        for held in self.courses.values_mut() {
            held.state.reschedule(&self.scheduler);
        }
    }

    /// Takes in one event.
    pub fn record(&mut self, event: &Event) {
        self.record_all([event.clone()]);
    }

    /// Takes in what is done `now`, and gives it back for the log. Where the clock was set back since
    /// the learner last said as much, it is told as done a moment later than that: the last word counts.
    pub fn take_in(&mut self, course: &CourseId, now: Timestamp, did: Did) -> Event {
        let history = did
            .question()
            .and_then(|question| self.course(course)?.questions.get(question));
        let before = match did {
            Did::Shelve(_) => self.summary(course).and_then(|summary| summary.stand),
            _ => None,
        };
        let before = before.map(|(at, _)| at);
        let before = before.or_else(|| history?.said(&did));
        let later = before.and_then(|at| at.checked_add(MOMENT).ok());
        let event = Event {
            at: later.map_or(now, |later| later.max(now)),
            course: course.clone(),
            did,
        };
        self.record(&event);
        event
    }

    /// Takes in many events, in time that grows with their number.
    pub fn record_all(&mut self, events: impl IntoIterator<Item = Event>) {
        self.put_all(events);
        self.settle();
    }

    /// Takes in many events, which count when [`Progress::settle`] has been called. So a long log
    /// can be put in part by part.
    pub fn put_all(&mut self, events: impl IntoIterator<Item = Event>) {
        for Event { at, course, did } in events {
            let held = match self.courses.get_mut(&course) {
                Some(held) => held,
                None => self.courses.entry(course).or_default(),
            };
            held.state.put(moment(at), did);
        }
    }

    /// Makes what was put in count.
    pub fn settle(&mut self) {
        for held in self.courses.values_mut() {
            held.state.settle(&self.scheduler);
        }
    }

    /// What was done in `course`; `None` if nothing was, or if it was only promised so far.
    pub fn course(&self, course: &CourseId) -> Option<&CourseProgress> {
        let held = self.courses.get(course);
        held.filter(|held| held.promised.is_none())
            .map(|held| &held.state)
    }

    /// The courses that are wholly here.
    pub fn courses(&self) -> impl Iterator<Item = (&CourseId, &CourseProgress)> {
        let whole = self
            .courses
            .iter()
            .filter(|(_, held)| held.promised.is_none());
        whole.map(|(id, held)| (id, &held.state))
    }

    /// `course` in a few numbers; `None` if nothing was done in it. Of a course that was promised
    /// they are those of the promise.
    pub fn summary(&self, course: &CourseId) -> Option<&Summary> {
        self.courses.get(course).map(Held::summary)
    }

    /// Every course in which something was done, in a few numbers.
    pub fn summaries(&self) -> impl Iterator<Item = (&CourseId, &Summary)> {
        self.courses.iter().map(|(id, held)| (id, held.summary()))
    }

    /// How many questions are due by then, in all courses.
    pub fn n_due(&self, then: Timestamp) -> usize {
        let summaries = self.summaries();
        summaries.map(|(_, summary)| summary.n_due(then)).sum()
    }

    /// Where `course` stands.
    pub fn stand(&self, course: &CourseId) -> Stand {
        let summary = self.summary(course);
        summary.map_or(Stand::Open, Summary::stand)
    }

    /// Was nothing answered, and nothing read, in any course?
    pub fn is_untouched(&self) -> bool {
        self.summaries().all(|(_, summary)| summary.is_untouched())
    }

    /// The newest answer in `course` that stands: what an undo would take back. What was handed in with
    /// an exam stays handed in.
    pub fn last_answer(&self, course: &CourseId) -> Option<(FullId, Timestamp)> {
        self.course(course)?.last_answer()
    }

    /// Makes `summary` stand for a course whose state will be delivered when it is asked for.
    /// Does nothing for a course that is here already.
    pub fn promise(&mut self, course: CourseId, summary: Summary) {
        self.courses.entry(course).or_insert_with(|| Held {
            state: CourseProgress::default(),
            promised: Some(summary),
        });
    }

    /// Does the state of `course` still lie elsewhere?
    pub fn is_promised(&self, course: &CourseId) -> bool {
        let held = self.courses.get(course);
        held.is_some_and(|held| held.promised.is_some())
    }

    /// The courses that were promised and not delivered; those only in which something was done
    /// meanwhile, if `stirred`.
    pub fn promised(&self, stirred: bool) -> Vec<CourseId> {
        let held = self.courses.iter().filter(|(_, held)| {
            held.promised.is_some() && !(stirred && held.state == CourseProgress::default())
        });
        held.map(|(id, _)| id.clone()).collect()
    }

    /// Brings the state of a course that was promised. What was recorded meanwhile stays.
    pub fn deliver(&mut self, course: &CourseId, state: CourseProgress) {
        let Some(held) = self.courses.get_mut(course) else {
            return;
        };
        if held.promised.take().is_some() {
            let meanwhile = std::mem::replace(&mut held.state, state);
            for Event { at, did, .. } in meanwhile.facts(course) {
                held.state.put(at, did);
            }
            held.state.settle(&self.scheduler);
        }
    }

    /// The facts that `other` has and this lacks: recorded here, they make of this what both are
    /// together. Of courses that were only promised nothing is told.
    pub fn lacks(&self, other: &Self) -> Vec<Event> {
        let none = CourseProgress::default();
        let courses = other.courses();
        courses
            .flat_map(|(id, theirs)| {
                let ours = self.course(id).unwrap_or(&none);
                ours.lacks(theirs, id, &self.scheduler)
            })
            .collect()
    }
}

impl Held {
    fn summary(&self) -> &Summary {
        self.promised
            .as_ref()
            .unwrap_or_else(|| self.state.summary())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::passage::Anchor;
    use crate::study::event::{Given, Hold, Rating, Response};

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
            exam: None,
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
        assert_eq!(state.summary().last, Some((at(5), section("1.3"))));
        let summary = progress.summary(&course()).unwrap();
        assert_eq!(
            (summary.n_answered, summary.n_read, summary.due.len()),
            (3, 1, 2)
        );
        for (day, n_due) in [(0, 0), (1, 0), (3, 1), (99, 2)] {
            assert_eq!(progress.n_due(at(day * DAY)), n_due);
            assert_eq!(state.summary().n_due(at(day * DAY)), n_due);
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
    fn what_was_handed_in_is_not_taken_back() {
        let mut progress = Progress::default();
        progress.record(&answer(0, "1.4/a", Some(Rating::Good)));
        let mut handed_in = answer(1, "1.4/a", Some(Rating::Good));
        if let Did::Answer(_, given) = &mut handed_in.did {
            given.exam = Some(at(0));
        }
        progress.record(&handed_in);
        let own = (question("1.4/a"), at(0));
        assert_eq!(progress.last_answer(&course()), Some(own));
    }

    #[test]
    fn the_last_word_counts_though_the_clock_was_set_back() {
        let (question, of) = (question("1.4/a"), at(0));
        let hold = |hold| Did::Hold {
            question: question.clone(),
            hold,
        };
        let rate = |rating| Did::Rate {
            question: question.clone(),
            of,
            rating,
        };
        let mut progress = Progress::default();
        progress.record(&answer(0, "1.4/a", Some(Rating::Good)));
        let words = [
            (9_000, hold(Hold::Away), 9_000_000),
            (5_400, hold(Hold::Free), 9_000_001),
            (9_000, rate(Rating::Easy), 9_000_000),
            (5_400, rate(Rating::Hard), 9_000_001),
            (9_900, rate(Rating::Good), 9_900_000),
        ];
        for (now, did, told) in words {
            let event = progress.take_in(&course(), at(now), did);
            assert_eq!(event.at.duration_since(of).as_millis(), told);
        }
        for (now, stand, told) in [
            (9_000, Stand::Away, 9_000_000),
            (5_400, Stand::Open, 9_000_001),
        ] {
            let event = progress.take_in(&course(), at(now), Did::Shelve(stand));
            assert_eq!(event.at.duration_since(of).as_millis(), told);
            assert_eq!(progress.stand(&course()), stand);
        }
        let history = &progress.course(&course()).unwrap().questions[&question];
        assert_eq!(history.hold().unwrap().1, Hold::Free);
        assert_eq!(history.latest().unwrap().rating, Some(Rating::Good));
        assert_eq!(history.attempts().count(), 1);
        // An answer is named by its time, and a read section by its first.
        let read = progress.take_in(&course(), at(-9), Did::Read(section("1.4")));
        assert_eq!(read.at, at(-9));
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

    #[test]
    fn what_is_lacking_makes_both_one() {
        let mark = |second, score| {
            let (question, of) = (question("1.4/a"), at(0));
            let points = vec![true];
            event(
                second,
                Did::Mark {
                    question,
                    of,
                    points,
                    score,
                },
            )
        };
        let common = [
            answer(0, "1.4/a", None),
            event(4, Did::Read(section("1.4"))),
        ];
        let mut one = Progress::default();
        one.record_all(common.clone());
        let mut two = one.clone();
        assert_eq!(one.lacks(&two), []);
        one.record(&mark(5, 0.5));
        two.record_all([
            mark(6, 1.0),
            answer(9, "2/b", Some(Rating::Good)),
            event(3, Did::Read(section("1.4"))),
        ]);
        let lacking = one.lacks(&two);
        assert_eq!(lacking.len(), 3, "{lacking:?}");
        assert_eq!(two.lacks(&one), [], "what was overtaken is not told");
        one.record_all(lacking);
        assert_eq!(one, two);
        assert_eq!(Progress::default().lacks(&two).len(), 4);
    }
}
