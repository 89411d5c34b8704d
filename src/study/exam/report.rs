//! How an exam ended: made of what was done, at any time. So what the learner marks later counts.
//!
//! Each question is worth one mark. One that is empty has none; one that is no longer in the course,
//! and was not marked while it was, doesn't count.
//!
//! **Invariant:** the same progress and bank give the same report.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use jiff::Timestamp;

use crate::course::id::{FullId, SectionId};
use crate::study::event::Paper;
use crate::study::exam::Bank;
use crate::study::history::Attempt;
use crate::study::progress::CourseProgress;
use crate::text::Clean;

/// How an exam ended.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// When it was begun.
    pub begun: Timestamp,
    /// What was asked.
    pub paper: Paper,
    /// When it was handed in; `None` if it wasn't.
    pub handed_in: Option<Timestamp>,
    /// One for each question, in the paper's order.
    pub marks: Vec<Mark>,
}

/// What became of one question.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// Which.
    pub question: FullId,
    /// What it has earned.
    pub earned: Earned,
}

/// What a question has earned.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Earned {
    /// Nothing: it was left empty.
    Empty,
    /// The learner is to say.
    ToMark,
    /// From 0 to 1.
    Marks(f64),
    /// It is no longer in the course, and doesn't count.
    Gone,
}

/// Marks of some of the questions.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Tally {
    /// How many count.
    pub n: usize,
    /// How many of these are the learner's to mark.
    pub to_mark: usize,
    /// What they have earned.
    pub marks: f64,
}

/// Was it passed?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It was not handed in.
    Running,
    /// Yes, whatever is still to be marked.
    Passed,
    /// No, whatever is still to be marked.
    Failed,
    /// That hangs on what is still to be marked, or nothing counts.
    Open,
}

/// Marks are sums of shares, which no sum of binary fractions hits exactly.
const EXACT: f64 = 1e-9;

impl Report {
    /// Of the exam that was begun then; `None` if nothing is known of what it asked.
    pub fn new(begun: Timestamp, progress: &CourseProgress, bank: &Bank) -> Option<Self> {
        let exam = progress.exams.get(&begun)?;
        let paper = exam.paper.clone()?;
        let marks = paper.questions.iter().map(|id| Mark {
            question: id.clone(),
            earned: match (answer(progress, begun, id), bank.get(id)) {
                (Some(attempt), known) => match (attempt.score, known) {
                    (Some(score), _) => Earned::Marks(score),
                    (None, Some(_)) => Earned::ToMark,
                    (None, None) => Earned::Gone,
                },
                (None, Some(_)) => Earned::Empty,
                (None, None) => Earned::Gone,
            },
        });
        Some(Self {
            begun,
            marks: marks.collect(),
            paper,
            handed_in: exam.handed_in,
        })
    }

    /// All exams of a course of which it is known what they asked, the newest first.
    pub fn all(progress: &CourseProgress, bank: &Bank) -> Vec<Self> {
        let begun = progress.exams.keys().rev();
        begun
            .filter_map(|begun| Self::new(*begun, progress, bank))
            .collect()
    }

    /// The marks of the whole.
    pub fn total(&self) -> Tally {
        self.marks.iter().fold(Tally::default(), Tally::plus)
    }

    /// The marks of each section, in the order in which they are asked first.
    pub fn by_section(&self) -> Vec<(SectionId, Tally)> {
        self.tally(|mark| vec![mark.question.section.clone()])
    }

    /// The marks of each learning outcome, by its name, in the order in which they are asked first.
    /// A question that serves two counts for both.
    pub fn by_outcome(&self, bank: &Bank) -> Vec<(Clean, Tally)> {
        self.tally(|mark| {
            let known = bank.get(&mark.question);
            known.map_or_else(Vec::new, |(_, question)| question.aims.clone())
        })
    }

    fn tally<K: Ord + Clone>(&self, keys: impl Fn(&Mark) -> Vec<K>) -> Vec<(K, Tally)> {
        let mut tallies: Vec<(K, Tally)> = Vec::new();
        let mut places = BTreeMap::new();
        for mark in &self.marks {
            // Once, even where the author named it twice.
            for key in keys(mark).into_iter().collect::<BTreeSet<_>>() {
                let at = *places.entry(key.clone()).or_insert(tallies.len());
                if at == tallies.len() {
                    tallies.push((key, Tally::default()));
                }
                tallies[at].1 = tallies[at].1.plus(mark);
            }
        }
        tallies
    }

    /// Was it passed?
    pub fn standing(&self) -> Standing {
        let Tally { n, to_mark, marks } = self.total();
        let needed = f64::from(self.paper.pass) / 100.0 * count(n) - EXACT;
        if self.handed_in.is_none() {
            Standing::Running
        } else if n == 0 {
            Standing::Open
        } else if marks >= needed {
            Standing::Passed
        } else if marks + count(to_mark) < needed {
            Standing::Failed
        } else {
            Standing::Open
        }
    }

    /// The questions that are known to have less than full marks.
    pub fn wrong(&self) -> BTreeSet<FullId> {
        let wrong = self.marks.iter().filter(|mark| match mark.earned {
            Earned::Empty => true,
            Earned::Marks(score) => score < 1.0,
            Earned::ToMark | Earned::Gone => false,
        });
        wrong.map(|mark| mark.question.clone()).collect()
    }

    /// The places of the questions that are the learner's to mark.
    pub fn to_mark(&self) -> Vec<usize> {
        let marks = self.marks.iter().enumerate();
        let to_mark = marks.filter(|(_, mark)| mark.earned == Earned::ToMark);
        to_mark.map(|(at, _)| at).collect()
    }

    /// How long it took; `None` if it was not handed in.
    pub fn time(&self) -> Option<Duration> {
        let used = self.handed_in?.duration_since(self.begun);
        Some(if used.is_negative() {
            Duration::ZERO
        } else {
            used.unsigned_abs()
        })
    }

    /// Was it handed in because the time was over?
    pub fn is_out_of_time(&self) -> bool {
        let limit = self
            .paper
            .limit
            .map(|limit| Duration::from_secs(limit.into()));
        limit.is_some_and(|limit| self.time().is_some_and(|time| time >= limit))
    }
}

/// The answer that was given to a question in the exam that was begun then.
pub fn answer<'a>(
    progress: &'a CourseProgress,
    begun: Timestamp,
    question: &FullId,
) -> Option<Attempt<'a>> {
    let mut attempts = progress.questions.get(question)?.attempts();
    attempts.rfind(|attempt| attempt.exam == Some(begun))
}

impl Tally {
    fn plus(mut self, mark: &Mark) -> Self {
        self.n += usize::from(mark.earned != Earned::Gone);
        self.to_mark += usize::from(mark.earned == Earned::ToMark);
        if let Earned::Marks(score) = mark.earned {
            self.marks += score;
        }
        self
    }

    /// The hundredths that were earned, rounded down: nobody has passed who is told of 49.
    pub fn percent(&self) -> u8 {
        let percent = self.marks / count(self.n.max(1)) * 100.0 + EXACT;
        // Whole, and from 0 to 100.
        (0..=100)
            .rev()
            .find(|whole| f64::from(*whole) <= percent)
            .unwrap_or(0)
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "nobody asks 2^52 questions in an exam"
)]
fn count(n: usize) -> f64 {
    n as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::id::CourseId;
    use crate::study::event::{Did, Event, Given, Response};
    use crate::study::exam::tests::{id, question, section};
    use crate::study::progress::Progress;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_795_428_000 + second).unwrap()
    }

    fn bank() -> Bank {
        let aims = [&["read"][..], &["read", "name", "read"], &[], &["name"]];
        let questions = ["a", "b", "c", "d"].iter().zip(aims).map(|(id, aims)| {
            let mut question = question(id, None);
            question.aims = aims.iter().map(|aim| Clean::words(aim)).collect();
            question
        });
        let questions: Vec<_> = questions.collect();
        Bank::new([section("1", questions.clone()), section("2", questions)])
    }

    fn fold(events: impl IntoIterator<Item = (Timestamp, Did)>) -> CourseProgress {
        let course = CourseId::new("c").unwrap();
        let mut progress = Progress::default();
        progress.record_all(events.into_iter().map(|(at, did)| Event {
            at,
            course: course.clone(),
            did,
        }));
        progress.course(&course).unwrap().clone()
    }

    fn begin(questions: &[&str]) -> (Timestamp, Did) {
        let paper = Paper {
            title: None,
            questions: questions.iter().map(|name| id(name)).collect(),
            seed: 7,
            limit: Some(600),
            pass: 50,
        };
        (at(0), Did::Exam(paper))
    }

    fn answered(
        second: i64,
        name: &str,
        score: Option<f64>,
        exam: Option<i64>,
    ) -> (Timestamp, Did) {
        let given = Given {
            response: Response::Said(true),
            score,
            rating: None,
            certainty: None,
            hinted: false,
            seconds: None,
            exam: exam.map(at),
        };
        (at(second), Did::Answer(id(name), given))
    }

    fn hand_in(second: i64) -> (Timestamp, Did) {
        (at(second), Did::HandIn { exam: at(0) })
    }

    /// One question for each score; `None` is for the learner to mark.
    #[track_caller]
    fn check(scores: &[Option<f64>], empty: usize, percent: u8, wanted: Standing) {
        let names = ["1/a", "1/b", "1/c", "1/d", "2/a", "2/b", "2/c", "2/d"];
        let all = &names[..scores.len() + empty];
        let mut events = vec![begin(all), hand_in(9)];
        for (name, score) in names.iter().zip(scores) {
            events.push(answered(9, name, *score, Some(0)));
        }
        let report = Report::new(at(0), &fold(events), &bank()).unwrap();
        let got = (report.total().percent(), report.standing());
        assert_eq!(got, (percent, wanted), "{scores:?} {empty}");
    }

    #[test]
    fn the_truth_about_passing() {
        let (right, wrong, open) = (Some(1.0), Some(0.0), None);
        check(&[right, wrong], 0, 50, Standing::Passed);
        check(&[right, wrong], 1, 33, Standing::Failed);
        check(&[right], 1, 50, Standing::Passed);
        check(&[], 2, 0, Standing::Failed);
        check(&[right, right, open], 1, 50, Standing::Passed);
        check(&[right, open], 1, 33, Standing::Open);
        check(&[right, open], 6, 12, Standing::Failed);
        check(&[open], 0, 0, Standing::Open);
        check(&[], 0, 0, Standing::Open);
        let third = Some(1.0 / 3.0);
        check(&[third, third, third, right], 0, 50, Standing::Passed);
        check(&[Some(0.499_999), Some(0.5)], 0, 49, Standing::Failed);
        check(&[right; 8], 0, 100, Standing::Passed);
    }

    #[test]
    fn only_what_was_answered_in_it_counts() {
        let events = vec![
            begin(&["1/a", "1/b", "1/gone", "1/lost"]),
            answered(5, "1/a", Some(1.0), None),
            answered(6, "1/a", Some(1.0), Some(77)),
            answered(7, "1/b", Some(0.5), Some(0)),
            answered(8, "1/gone", Some(1.0), Some(0)),
            answered(8, "1/lost", None, Some(0)),
        ];
        let mut report = Report::new(at(0), &fold(events.clone()), &bank()).unwrap();
        let earned: Vec<_> = report.marks.iter().map(|mark| mark.earned).collect();
        let wanted = [
            Earned::Empty,
            Earned::Marks(0.5),
            Earned::Marks(1.0),
            Earned::Gone,
        ];
        assert_eq!(earned, wanted);
        assert_eq!(
            (report.standing(), report.time()),
            (Standing::Running, None)
        );
        assert_eq!(report.total().n, 3);
        assert_eq!(report.wrong(), ["1/a", "1/b"].map(id).into());
        assert!(!report.is_out_of_time());
        report.handed_in = Some(at(600));
        assert!(report.is_out_of_time());
        report.handed_in = Some(at(-5));
        assert_eq!(report.time(), Some(Duration::ZERO));
    }

    #[test]
    fn what_is_marked_later_counts() {
        let mut events = vec![
            begin(&["1/a", "2/d"]),
            answered(9, "1/a", None, Some(0)),
            hand_in(9),
        ];
        let report = Report::new(at(0), &fold(events.clone()), &bank()).unwrap();
        assert_eq!(
            (report.standing(), report.to_mark()),
            (Standing::Open, vec![0])
        );
        assert_eq!(report.wrong(), ["2/d"].map(id).into());
        events.push((
            at(20),
            Did::Mark {
                question: id("1/a"),
                of: at(9),
                points: vec![],
                score: 1.0,
            },
        ));
        let progress = fold(events);
        let report = Report::new(at(0), &progress, &bank()).unwrap();
        assert_eq!(
            (report.standing(), report.to_mark()),
            (Standing::Passed, vec![])
        );
        assert_eq!(Report::all(&progress, &bank()), [report]);
    }

    #[test]
    fn sections_and_outcomes_have_marks_of_their_own() {
        let events = vec![
            begin(&["2/a", "1/b", "1/c", "2/gone"]),
            answered(9, "2/a", Some(1.0), Some(0)),
            answered(9, "1/b", Some(0.5), Some(0)),
            hand_in(9),
        ];
        let report = Report::new(at(0), &fold(events), &bank()).unwrap();
        let tally = |n, marks| Tally {
            n,
            to_mark: 0,
            marks,
        };
        let section = |id| SectionId::new(id).unwrap();
        let wanted = [(section("2"), tally(1, 1.0)), (section("1"), tally(2, 0.5))];
        assert_eq!(report.by_section(), wanted);
        let wanted = [
            (Clean::words("read"), tally(2, 1.5)),
            (Clean::words("name"), tally(1, 0.5)),
        ];
        assert_eq!(report.by_outcome(&bank()), wanted);
    }

    #[test]
    fn of_an_end_without_a_beginning_there_is_no_report() {
        let progress = fold([hand_in(9)]);
        assert_eq!(Report::new(at(0), &progress, &bank()), None);
        assert_eq!(Report::all(&progress, &bank()), []);
    }
}
