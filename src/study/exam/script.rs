//! What a learner writes in an exam that is running, and how much of its time has gone.
//!
//! **Invariant:** time goes on while Recto is closed, and never goes back: a clock that was set back
//! costs what it had shown, and gives nothing. What is written after the end is not taken.

use std::collections::BTreeSet;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use crate::course::id::FullId;
use crate::study::desk::Draft;
use crate::study::event::{Did, Given, Paper, moment};
use crate::study::exam::Bank;
use crate::study::grade;
use crate::study::progress::CourseProgress;

/// The script of an exam that has not been handed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Script {
    /// When it was begun. With the course it names the exam.
    pub begun: Timestamp,
    /// What is asked.
    pub paper: Paper,
    /// One for each question of the paper.
    pub entries: Vec<Entry>,
    /// The question that is being looked at.
    pub at: usize,
    /// How much of the time has gone.
    pub used: Duration,
    /// What the clock showed when that was reckoned last.
    pub seen: Timestamp,
}

/// What there is to one question.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entry {
    /// The answer so far.
    pub draft: Option<Draft>,
    /// Does the learner want to come back to it?
    pub flag: Flag,
    /// For how long it was looked at.
    pub time: Duration,
}

/// Does the learner want to come back to a question?
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Flag {
    /// Not that they said so.
    #[default]
    Down,
    /// They do.
    Up,
}

impl Entry {
    /// Is something answered?
    pub fn is_answered(&self) -> bool {
        let draft = self.draft.as_ref();
        draft.is_some_and(|draft| !draft.response.is_empty())
    }
}

/// A minute.
const MINUTE: Duration = Duration::from_secs(60);
const SECOND: Duration = Duration::from_secs(1);

impl Script {
    /// The script of an exam that begins now.
    pub fn begin(paper: Paper, now: Timestamp) -> Self {
        Self {
            begun: moment(now),
            entries: vec![Entry::default(); paper.questions.len()],
            paper,
            at: 0,
            used: Duration::ZERO,
            seen: now,
        }
    }

    /// Time goes on at the question that is being looked at.
    pub fn tick(&mut self, now: Timestamp) {
        let passed = self.pass_to(now);
        if let Some(entry) = self.entries.get_mut(self.at) {
            entry.time = entry.time.saturating_add(passed);
        }
    }

    /// The learner has come back. How long were they away?
    pub fn resume(&mut self, now: Timestamp) -> Duration {
        self.pass_to(now)
    }

    /// How long it is since the clock was looked at last. Some of it may lie behind the end.
    fn pass_to(&mut self, now: Timestamp) -> Duration {
        let passed = now.duration_since(self.seen);
        let passed = passed.max(SignedDuration::ZERO).unsigned_abs();
        self.seen = now;
        self.used = self.used.saturating_add(passed);
        passed
    }

    /// How much of the time is left; `None` if there is no limit.
    pub fn left(&self) -> Option<Duration> {
        let limit = Duration::from_secs(self.paper.limit?.into());
        Some(limit.saturating_sub(self.used))
    }

    /// Is the time over?
    pub fn is_over(&self) -> bool {
        self.left() == Some(Duration::ZERO)
    }

    /// In how long the time left has to be looked at again: at each full minute, and at each second
    /// of the last one. `None` if there is no limit.
    pub fn next_look(&self) -> Option<Duration> {
        let left = self.left()?;
        let step = if left > MINUTE { MINUTE } else { SECOND };
        let beyond = left.as_millis() % step.as_millis();
        Some(match u64::try_from(beyond) {
            Ok(0) | Err(_) => step.min(left),
            Ok(beyond) => Duration::from_millis(beyond),
        })
    }

    /// The moment that is reached in the exam's own time, not later than its end.
    pub fn ended(&self) -> Timestamp {
        let limit = self
            .paper
            .limit
            .map(|limit| Duration::from_secs(limit.into()));
        let used = limit.map_or(self.used, |limit| limit.min(self.used));
        let used = SignedDuration::try_from(used).unwrap_or(SignedDuration::MAX);
        moment(self.begun.checked_add(used).unwrap_or(Timestamp::MAX))
    }

    /// Goes to the question at that place, if there is one.
    pub fn go_to(&mut self, at: usize) -> bool {
        let is_there = at < self.entries.len();
        if is_there {
            self.at = at;
        }
        is_there
    }

    /// Keeps the answer so far to the question that is being looked at; `None` empties it.
    pub fn write(&mut self, draft: Option<Draft>) {
        if self.is_over() {
            return;
        }
        if let Some(entry) = self.entries.get_mut(self.at) {
            entry.draft = draft.filter(|draft| !draft.response.is_empty());
        }
    }

    /// Raises the flag of the question that is being looked at, or takes it down. How is it now?
    pub fn flag(&mut self) -> Flag {
        let Some(entry) = self.entries.get_mut(self.at) else {
            return Flag::Down;
        };
        entry.flag = match entry.flag {
            Flag::Down => Flag::Up,
            Flag::Up => Flag::Down,
        };
        entry.flag
    }

    /// The places of the questions that have no answer.
    pub fn empty(&self) -> Vec<usize> {
        self.places(|entry| !entry.is_answered())
    }

    /// The places of the questions that are flagged.
    pub fn flagged(&self) -> Vec<usize> {
        self.places(|entry| entry.flag == Flag::Up)
    }

    fn places(&self, wanted: impl Fn(&Entry) -> bool) -> Vec<usize> {
        let entries = self.entries.iter().enumerate();
        let places = entries.filter(|(_, entry)| wanted(entry));
        places.map(|(at, _)| at).collect()
    }

    /// Hands it in: what belongs on the log, each with its time. What the log has of it already (an
    /// earlier handing in was cut short) is not told again. `known` is what was done in the course.
    pub fn hand_in(&self, bank: &Bank, known: Option<&CourseProgress>) -> Vec<(Timestamp, Did)> {
        let exam = self.begun;
        let told: BTreeSet<&FullId> = known
            .map(|known| answered_in(known, exam))
            .unwrap_or_default();
        let at = self.ended();
        let pairs = self.paper.questions.iter().zip(&self.entries);
        let answers = pairs
            .filter(|(id, _)| !told.contains(id))
            .filter_map(|(id, entry)| {
                let given = given(entry, id, bank, exam)?;
                Some((at, Did::Answer(id.clone(), given)))
            });
        answers.chain([(at, Did::HandIn { exam })]).collect()
    }
}

/// The questions that have an answer of that exam.
fn answered_in(known: &CourseProgress, exam: Timestamp) -> BTreeSet<&FullId> {
    let paper = known.exams.get(&exam).and_then(|exam| exam.paper.as_ref());
    let questions = paper.map_or(&[][..], |paper| &paper.questions);
    let is_told = |id: &&FullId| {
        let history = known.questions.get(*id);
        history.is_some_and(|history| history.attempts().any(|attempt| attempt.exam == Some(exam)))
    };
    questions.iter().filter(is_told).collect()
}

/// An entry as an answer, marked where the question is still there and Recto can mark it; `None` if
/// nothing is answered.
fn given(entry: &Entry, id: &FullId, bank: &Bank, exam: Timestamp) -> Option<Given> {
    let draft = entry.draft.as_ref().filter(|_| entry.is_answered())?;
    let outcome = bank
        .get(id)
        .map(|(_, question)| grade::grade(question, &draft.response));
    let score = outcome.and_then(|outcome| outcome.score);
    Some(Given {
        response: draft.response.clone(),
        score,
        rating: score.map(|score| grade::propose(score, false, None)),
        certainty: None,
        hinted: false,
        seconds: u32::try_from(entry.time.as_secs()).ok(),
        exam: Some(exam),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::id::CourseId;
    use crate::study::event::{Event, Rating, Response};
    use crate::study::exam::tests::{id, question, section};
    use crate::study::progress::Progress;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_795_428_000 + second).unwrap()
    }

    fn bank() -> Bank {
        let questions = ["a", "b", "c"].map(|id| question(id, None));
        Bank::new([section("1", questions.to_vec())])
    }

    fn paper(limit: Option<u32>) -> Paper {
        Paper {
            title: None,
            questions: ["1/a", "1/b", "1/gone"].map(id).to_vec(),
            seed: 7,
            limit,
            pass: 50,
        }
    }

    fn draft(response: Response) -> Draft {
        Draft {
            response,
            cursor: 0,
            hinted: false,
        }
    }

    fn said(yes: bool) -> Draft {
        draft(Response::Said(yes))
    }

    fn written(words: &str) -> Draft {
        draft(Response::Written(words.to_owned()))
    }

    fn secs(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn time_goes_on_while_nobody_is_there() {
        let mut script = Script::begin(paper(Some(600)), at(0));
        script.tick(at(100));
        assert_eq!(script.left(), Some(secs(500)));
        assert_eq!(script.resume(at(400)), secs(300));
        assert_eq!(script.left(), Some(secs(200)));
        assert_eq!(script.entries[0].time, secs(100), "nobody looked at it");
        script.resume(at(100_000));
        assert!(script.is_over());
        assert_eq!(script.ended(), at(600));
        let mut endless = Script::begin(paper(None), at(0));
        endless.tick(at(100_000));
        assert_eq!((endless.left(), endless.is_over()), (None, false));
        assert_eq!(endless.ended(), at(100_000));
    }

    #[test]
    fn a_clock_that_was_set_back_gives_nothing() {
        let mut script = Script::begin(paper(Some(600)), at(0));
        script.tick(at(300));
        script.resume(at(-3_600));
        assert_eq!(script.left(), Some(secs(300)));
        script.tick(at(-3_500));
        assert_eq!(script.left(), Some(secs(200)), "from there on it counts");
        script.tick(Timestamp::MIN);
        script.tick(Timestamp::MAX);
        assert!(script.is_over());
        assert_eq!(script.ended(), at(600));
    }

    #[test]
    fn the_time_left_is_looked_at_each_minute_then_each_second() {
        let mut script = Script::begin(paper(Some(600)), at(0));
        for (second, wanted) in [(0, 60), (30, 30), (599, 1), (540, 1), (539, 1), (479, 1)] {
            script.used = secs(second);
            assert_eq!(script.next_look(), Some(secs(wanted)), "{second}");
        }
        script.used = Duration::from_millis(599_750);
        assert_eq!(script.next_look(), Some(Duration::from_millis(250)));
        script.used = secs(700);
        assert_eq!(script.next_look(), Some(Duration::ZERO));
        assert_eq!(Script::begin(paper(None), at(0)).next_look(), None);
    }

    #[test]
    fn nothing_is_taken_after_the_end() {
        let mut script = Script::begin(paper(Some(600)), at(0));
        script.write(Some(said(true)));
        script.tick(at(600));
        script.write(Some(said(false)));
        assert_eq!(script.entries[0].draft, Some(said(true)));
    }

    #[test]
    fn what_is_empty_and_flagged_is_known() {
        let mut script = Script::begin(paper(None), at(0));
        assert_eq!(script.empty(), [0, 1, 2]);
        script.write(Some(said(false)));
        assert!(script.go_to(2) && !script.go_to(3));
        script.write(Some(written("  ")));
        assert_eq!(script.flag(), Flag::Up);
        assert_eq!((script.empty(), script.flagged()), (vec![1, 2], vec![2]));
        assert_eq!(script.flag(), Flag::Down);
        assert!(script.flagged().is_empty());
        script.go_to(0);
        script.write(None);
        assert_eq!(script.empty(), [0, 1, 2]);
        let mut nothing = Script::begin(
            Paper {
                questions: vec![],
                ..paper(None)
            },
            at(0),
        );
        nothing.tick(at(1));
        nothing.write(Some(said(true)));
        assert_eq!((nothing.flag(), nothing.go_to(0)), (Flag::Down, false));
        assert_eq!(nothing.hand_in(&bank(), None).len(), 1);
    }

    #[test]
    fn answers_are_handed_in_and_the_empty_ones_are_not() {
        let mut script = Script::begin(paper(Some(600)), at(0));
        script.write(Some(said(true)));
        script.tick(at(9));
        script.go_to(2);
        script.write(Some(written("to one that is gone")));
        let told = script.hand_in(&bank(), None);
        assert_eq!(told.len(), 3);
        let (when, Did::Answer(first, given)) = &told[0] else {
            panic!("{told:?}")
        };
        assert_eq!((*when, first), (at(9), &id("1/a")));
        assert_eq!((given.score, given.rating), (Some(1.0), Some(Rating::Good)));
        assert_eq!((given.exam, given.seconds), (Some(at(0)), Some(9)));
        let (_, Did::Answer(_, gone)) = &told[1] else {
            panic!("{told:?}")
        };
        assert_eq!((gone.score, gone.rating), (None, None));
        assert_eq!(told[2], (at(9), Did::HandIn { exam: at(0) }));
    }

    #[test]
    fn a_handing_in_that_was_cut_short_goes_on_wherever_that_was() {
        let course = CourseId::new("c").unwrap();
        let event = |(at, did)| Event {
            at,
            course: course.clone(),
            did,
        };
        let mut script = Script::begin(paper(Some(600)), at(0));
        script.write(Some(said(true)));
        script.go_to(1);
        script.write(Some(said(false)));
        script.tick(at(9));
        let begun = (script.begun, Did::Exam(script.paper.clone()));
        let told = script.hand_in(&bank(), None);
        let mut whole = Progress::default();
        whole.record_all([begun.clone()].into_iter().chain(told.clone()).map(event));
        for n in 0..told.len() {
            let mut cut = Progress::default();
            cut.record_all(
                [begun.clone()]
                    .into_iter()
                    .chain(told[..n].to_vec())
                    .map(event),
            );
            script.resume(at(100));
            let rest = script.hand_in(&bank(), cut.course(&course));
            assert_eq!(rest.len(), told.len() - n, "{n}");
            cut.record_all(rest.into_iter().map(event));
            let answers = |progress: &Progress| {
                let course = progress.course(&course).unwrap();
                course
                    .questions
                    .values()
                    .map(|history| history.answers().len())
                    .collect::<Vec<_>>()
            };
            assert_eq!(answers(&cut), answers(&whole), "{n}");
        }
    }
}
