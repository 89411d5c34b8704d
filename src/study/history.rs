//! What became of one question: every answer to it, what was said of each, and when it is due.
//!
//! **Invariant:** what is put in may come in any order, twice, or before the answer that it is
//! about; once settled, the same facts always give the same history. Where two things were said of
//! an answer, the later one counts; an answer once taken back stays so.

use std::cmp::Ordering;

use jiff::Timestamp;

use super::event::{Certainty, Did, Given, Rating, Response, moment};
use super::grade::propose;
use super::schedule::{self, Schedule};
use crate::course::id::FullId;

/// Everything that was done with a question.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct History {
    /// One for each answer that was given or spoken of, by the time of the answer.
    entries: Vec<Entry>,
    schedule: Option<Schedule>,
    /// Was something put in since it was settled last?
    stirred: bool,
}

/// An answer that stands, as it is known today.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Attempt<'a> {
    /// When it was given. With the question it names the answer.
    pub at: Timestamp,
    /// What the learner said.
    pub response: &'a Response,
    /// 0 to 1: the learner's mark, else Recto's.
    pub score: Option<f64>,
    /// How well it was recalled: as the learner rated it, else as the mark proposes.
    pub rating: Option<Rating>,
    /// How sure the learner was.
    pub certainty: Option<Certainty>,
    /// Was the hint looked at?
    pub hinted: bool,
    /// Which key points the learner ticked; empty if they weren't marked.
    pub points: &'a [bool],
    /// What the learner noted beside it.
    pub note: Option<&'a str>,
    /// Seconds from the question's showing to the answer.
    pub seconds: Option<u32>,
}

#[derive(Debug, Clone, PartialEq)]
struct Entry {
    at: Timestamp,
    /// `None` while only things said of it are known.
    given: Option<Given>,
    said: Option<Box<Said>>,
}

/// What was said of an answer, each with the time of saying it.
#[derive(Debug, Clone, Default, PartialEq)]
struct Said {
    mark: Option<(Timestamp, Mark)>,
    rating: Option<(Timestamp, Rating)>,
    note: Option<(Timestamp, String)>,
    undone: Option<Timestamp>,
}

#[derive(Debug, Clone, PartialEq)]
struct Mark {
    points: Vec<bool>,
    score: f64,
}

impl History {
    /// The answers that stand, oldest first.
    pub fn attempts(&self) -> impl DoubleEndedIterator<Item = Attempt<'_>> {
        self.entries.iter().filter_map(Entry::attempt)
    }

    /// The newest answer that stands.
    pub fn latest(&self) -> Option<Attempt<'_>> {
        self.attempts().next_back()
    }

    /// When it is due again; `None` if it was never rated.
    pub fn schedule(&self) -> Option<&Schedule> {
        self.schedule.as_ref()
    }

    /// Takes in what was done at `at`; what isn't about a question is no matter of this.
    /// [`History::settle`] makes it count.
    pub(super) fn put(&mut self, at: Timestamp, did: Did) {
        let Some(new) = Entry::of(at, did) else {
            return;
        };
        self.stirred = true;
        match self.entries.last_mut() {
            Some(last) if last.at == new.at => last.join(new),
            _ => self.entries.push(new),
        }
    }

    /// Puts in order what was put in.
    pub(super) fn settle(&mut self) {
        if !self.stirred {
            return;
        }
        self.stirred = false;
        if !self.entries.is_sorted_by(|a, b| a.at < b.at) {
            self.entries.sort_by_key(|entry| entry.at);
            self.entries.dedup_by(|later, earlier| {
                let same = later.at == earlier.at;
                if same {
                    earlier.join(Entry {
                        at: later.at,
                        given: later.given.take(),
                        said: later.said.take(),
                    });
                }
                same
            });
        }
        let attempts = self.attempts();
        let rated: Vec<_> = attempts
            .filter_map(|attempt| Some((attempt.at, attempt.rating?)))
            .collect();
        self.schedule = schedule::after(&rated);
    }

    /// Every fact that it is made of, each with its time; putting them in gives it again.
    pub(super) fn facts(&self, question: &FullId) -> Vec<(Timestamp, Did)> {
        self.entries
            .iter()
            .flat_map(|entry| entry.facts(question))
            .collect()
    }

    /// When answers were given, those included that were taken back.
    pub(super) fn answered(&self) -> impl DoubleEndedIterator<Item = Timestamp> {
        let given = self.entries.iter().filter(|entry| entry.given.is_some());
        given.map(|entry| entry.at)
    }
}

impl Entry {
    fn of(at: Timestamp, did: Did) -> Option<Self> {
        let at = moment(at);
        let mut said = Said::default();
        let of = match did {
            Did::Answer(_, mut given) => {
                given.score = given.score.filter(|score| !score.is_nan());
                given.score = given.score.map(|score| score.clamp(0.0, 1.0));
                return Some(Self {
                    at,
                    given: Some(given),
                    said: None,
                });
            }
            Did::Mark {
                of, points, score, ..
            } => {
                let score = if score.is_nan() {
                    0.0
                } else {
                    score.clamp(0.0, 1.0)
                };
                said.mark = Some((at, Mark { points, score }));
                of
            }
            Did::Rate { of, rating, .. } => {
                said.rating = Some((at, rating));
                of
            }
            Did::Note { of, text, .. } => {
                said.note = Some((at, text));
                of
            }
            Did::Undo { of, .. } => {
                said.undone = Some(at);
                of
            }
            Did::Read(_) | Did::Place(..) => return None,
        };
        Some(Self {
            at: moment(of),
            given: None,
            said: Some(Box::new(said)),
        })
    }

    /// Takes in what else is known of the same answer.
    fn join(&mut self, other: Self) {
        keep_greater(&mut self.given, other.given, compare_given);
        let Some(other) = other.said else { return };
        match &mut self.said {
            Some(said) => said.join(*other),
            none => *none = Some(other),
        }
    }

    fn attempt(&self) -> Option<Attempt<'_>> {
        let given = self.given.as_ref()?;
        let said = self.said.as_deref();
        if said.is_some_and(|said| said.undone.is_some()) {
            return None;
        }
        let mark = said.and_then(|said| said.mark.as_ref());
        let mark = mark.map(|(_, mark)| mark);
        let proposed = mark.map(|mark| propose(mark.score, given.hinted, given.certainty));
        let rated = said.and_then(|said| said.rating);
        let note = said.and_then(|said| said.note.as_ref());
        Some(Attempt {
            at: self.at,
            response: &given.response,
            score: mark.map(|mark| mark.score).or(given.score),
            rating: rated
                .map(|(_, rating)| rating)
                .or(proposed)
                .or(given.rating),
            certainty: given.certainty,
            hinted: given.hinted,
            points: mark.map_or(&[], |mark| &mark.points),
            note: note
                .map(|(_, note)| note.as_str())
                .filter(|note| !note.is_empty()),
            seconds: given.seconds,
        })
    }

    fn facts(&self, question: &FullId) -> Vec<(Timestamp, Did)> {
        let (of, mut facts) = (self.at, Vec::new());
        let question = || question.clone();
        if let Some(given) = &self.given {
            facts.push((of, Did::Answer(question(), given.clone())));
        }
        let Some(said) = &self.said else { return facts };
        if let Some((at, Mark { points, score })) = &said.mark {
            let mark = Did::Mark {
                question: question(),
                of,
                points: points.clone(),
                score: *score,
            };
            facts.push((*at, mark));
        }
        if let Some((at, rating)) = said.rating {
            let question = question();
            facts.push((
                at,
                Did::Rate {
                    question,
                    of,
                    rating,
                },
            ));
        }
        if let Some((at, text)) = &said.note {
            let (question, text) = (question(), text.clone());
            facts.push((*at, Did::Note { question, of, text }));
        }
        if let Some(at) = said.undone {
            let question = question();
            facts.push((at, Did::Undo { question, of }));
        }
        facts
    }
}

impl Said {
    fn join(&mut self, other: Self) {
        keep_greater(&mut self.mark, other.mark, |a, b| {
            let of = |(at, mark): &(Timestamp, Mark)| (*at, mark.points.clone());
            of(a).cmp(&of(b)).then(a.1.score.total_cmp(&b.1.score))
        });
        keep_greater(&mut self.rating, other.rating, Ord::cmp);
        keep_greater(&mut self.note, other.note, Ord::cmp);
        keep_greater(&mut self.undone, other.undone, Ord::cmp);
    }
}

/// Two answers to one question in one millisecond, from two devices: which counts doesn't matter,
/// but it has to be the same one everywhere.
fn compare_given(a: &Given, b: &Given) -> Ordering {
    let score = |given: &Given| given.score.unwrap_or(-1.0);
    let rest = |given: &Given| (given.rating, given.certainty, given.hinted, given.seconds);
    a.response
        .cmp(&b.response)
        .then(score(a).total_cmp(&score(b)))
        .then(rest(a).cmp(&rest(b)))
}

fn keep_greater<T>(slot: &mut Option<T>, other: Option<T>, compare: impl Fn(&T, &T) -> Ordering) {
    let Some(other) = other else { return };
    if slot
        .as_ref()
        .is_none_or(|old| compare(old, &other) == Ordering::Less)
    {
        *slot = Some(other);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::id::FullId;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_795_428_000 + second).unwrap()
    }

    fn question() -> FullId {
        FullId::parse("1.4/conditions").unwrap()
    }

    fn answer(text: &str, score: Option<f64>, rating: Option<Rating>) -> Did {
        let given = Given {
            response: Response::Written(text.into()),
            score,
            rating,
            certainty: None,
            hinted: false,
            seconds: Some(7),
        };
        Did::Answer(question(), given)
    }

    fn mark(of: Timestamp, points: &[bool], score: f64) -> Did {
        Did::Mark {
            question: question(),
            of,
            points: points.to_vec(),
            score,
        }
    }

    fn rate(of: Timestamp, rating: Rating) -> Did {
        Did::Rate {
            question: question(),
            of,
            rating,
        }
    }

    fn note(of: Timestamp, text: &str) -> Did {
        Did::Note {
            question: question(),
            of,
            text: text.into(),
        }
    }

    fn undo(of: Timestamp) -> Did {
        Did::Undo {
            question: question(),
            of,
        }
    }

    fn fold(facts: impl IntoIterator<Item = (Timestamp, Did)>) -> History {
        let mut history = History::default();
        for (at, did) in facts {
            history.put(at, did);
        }
        history.settle();
        history
    }

    #[test]
    fn an_answer_is_kept_as_it_was_given() {
        let history = fold([(at(0), answer("x", Some(1.0), Some(Rating::Good)))]);
        let attempt = history.latest().unwrap();
        assert_eq!(attempt.response, &Response::Written("x".into()));
        assert_eq!(
            (attempt.score, attempt.rating),
            (Some(1.0), Some(Rating::Good))
        );
        assert_eq!(
            (attempt.points, attempt.note, attempt.seconds),
            (&[][..], None, Some(7))
        );
        assert_eq!(history.schedule().unwrap().last, at(0));
    }

    #[test]
    fn the_learner_has_the_last_word() {
        let mut facts = vec![
            (at(0), answer("x", None, None)),
            (at(1), mark(at(0), &[true, false, true], 2.0 / 3.0)),
        ];
        let marked = fold(facts.clone());
        assert_eq!(marked.latest().unwrap().points, [true, false, true]);
        assert_eq!(marked.latest().unwrap().rating, Some(Rating::Hard));
        facts.push((at(2), rate(at(0), Rating::Easy)));
        facts.push((at(3), note(at(0), "missed the practice")));
        let rated = fold(facts.clone());
        assert_eq!(rated.latest().unwrap().rating, Some(Rating::Easy));
        assert_eq!(rated.latest().unwrap().note, Some("missed the practice"));
        // A new mark doesn't take back what the learner rated.
        facts.push((at(4), mark(at(0), &[true, true, true], 1.0)));
        facts.push((at(5), note(at(0), "")));
        let again = fold(facts);
        assert_eq!(again.latest().unwrap().score, Some(1.0));
        assert_eq!(again.latest().unwrap().rating, Some(Rating::Easy));
        assert_eq!(again.latest().unwrap().note, None);
    }

    #[test]
    fn what_is_said_before_its_answer_waits_for_it() {
        let said = [
            (at(3), rate(at(0), Rating::Hard)),
            (at(2), mark(at(0), &[true], 1.0)),
            (at(4), note(at(0), "n")),
        ];
        let mut early = fold(said.clone());
        assert_eq!(early.latest(), None);
        assert_eq!(early.schedule(), None);
        early.put(at(0), answer("x", None, None));
        early.settle();
        let usual = fold([(at(0), answer("x", None, None))].into_iter().chain(said));
        assert_eq!(early, usual);
        assert_eq!(early.latest().unwrap().note, Some("n"));
    }

    #[test]
    fn what_was_taken_back_is_gone_with_its_schedule() {
        let first = (at(0), answer("x", Some(1.0), Some(Rating::Good)));
        let second = (at(90_000), answer("y", Some(0.0), Some(Rating::Again)));
        let back = (at(90_001), undo(at(90_000)));
        let history = fold([first.clone(), second, back]);
        assert_eq!(history.schedule(), fold([first]).schedule());
        assert_eq!(history.attempts().count(), 1);
        assert_eq!(history.answered().count(), 2);
    }

    #[test]
    fn order_and_repetition_do_not_matter() {
        let facts: Vec<_> = (0..40)
            .flat_map(|i| {
                let of = at(i * 40_000);
                [
                    (of, answer("x", None, Some(Rating::Good))),
                    (of, answer("other device", None, Some(Rating::Hard))),
                    (
                        at(i),
                        rate(of, Rating::ALL[usize::try_from(i).unwrap() % 4]),
                    ),
                ]
            })
            .collect();
        let wanted = fold(facts.clone());
        assert_eq!(fold(facts.iter().rev().cloned()), wanted);
        assert_eq!(fold(facts.iter().chain(&facts).cloned()), wanted);
        assert_eq!(fold(wanted.facts(&question())), wanted);
        assert_eq!(wanted.attempts().count(), 40);
    }

    #[test]
    fn no_score_is_out_of_bounds() {
        for (score, wanted) in [(f64::NAN, None), (-1.0, Some(0.0)), (7.0, Some(1.0))] {
            let history = fold([(at(0), answer("x", Some(score), None))]);
            assert_eq!(history.latest().unwrap().score, wanted);
            let history = fold([
                (at(0), answer("x", None, None)),
                (at(1), mark(at(0), &[], score)),
            ]);
            assert_eq!(history.latest().unwrap().score, Some(wanted.unwrap_or(0.0)));
        }
    }
}
