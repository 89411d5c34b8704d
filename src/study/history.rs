//! What became of one question: every answer to it, what was said of each, and when it is due.
//!
//! **Invariant:** what is put in may come in any order, twice, or before the answer that it is
//! about; once settled, the same facts always give the same history. Where two things were said of
//! an answer, the later one counts; an answer once taken back stays so. One more answer costs the
//! same however many there are.

mod answer;
mod moved;

use jiff::Timestamp;

pub use self::answer::{Answer, Attempt, Mark, Said};
use super::event::{Did, Hold, Rating, moment};
use super::schedule::{Schedule, Scheduler};
use crate::course::id::FullId;

/// Everything that was done with a question.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct History {
    /// One for each answer that was given or spoken of. Once settled: by the time of the answer, and
    /// none twice.
    answers: Vec<Answer>,
    /// What the answers come to, without the newest one and with it.
    schedules: Schedules,
    /// Whether it is asked when it is due: what was said of that last.
    hold: Option<(Timestamp, Hold)>,
    /// Is there an answer that stands?
    answered: bool,
    /// When it is to be asked again.
    due: Option<Timestamp>,
    /// How many answers these were made of.
    settled: usize,
    /// The first answer of which something was put in since.
    stirred: Option<usize>,
    /// Were answers put in behind later ones since?
    jumbled: bool,
}

/// When a question is due: without its newest answer (what a change of that one starts from), and
/// with it.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Schedules {
    /// Without the newest answer.
    pub before: Option<Schedule>,
    /// With all answers.
    pub now: Option<Schedule>,
}

impl History {
    /// One that was settled before, of its answers and what they came to. If the answers are not in
    /// the order that was left, they are settled anew.
    pub fn kept(
        answers: Vec<Answer>,
        schedules: Schedules,
        hold: Option<(Timestamp, Hold)>,
        scheduler: &Scheduler,
    ) -> Self {
        let is_settled = answers.is_sorted_by(|a, b| a.at < b.at);
        let mut history = Self {
            settled: answers.len(),
            answers,
            schedules,
            hold,
            answered: false,
            due: None,
            stirred: (!is_settled).then_some(0),
            jumbled: !is_settled,
        };
        history.settle(scheduler);
        history.answered = history.latest().is_some();
        history
    }

    /// The answers that stand, oldest first.
    pub fn attempts(&self) -> impl DoubleEndedIterator<Item = Attempt<'_>> {
        self.answers.iter().filter_map(Answer::attempt)
    }

    /// Every answer, those included that were taken back or only spoken of.
    pub fn answers(&self) -> &[Answer] {
        &self.answers
    }

    /// The newest answer that stands.
    pub fn latest(&self) -> Option<Attempt<'_>> {
        self.attempts().next_back()
    }

    /// Its schedule; `None` if it was never rated.
    pub fn schedule(&self) -> Option<&Schedule> {
        self.schedules.now.as_ref()
    }

    /// The same, and what it would be without the newest answer.
    pub fn schedules(&self) -> Schedules {
        self.schedules
    }

    /// Whether it is asked when it is due, and when that was said; `None` if nothing was.
    pub fn hold(&self) -> Option<(Timestamp, Hold)> {
        self.hold
    }

    /// When the learner last said what `did` says anew; `None` if nothing is said anew by it.
    pub(super) fn said(&self, did: &Did) -> Option<Timestamp> {
        let of = match did {
            Did::Hold { .. } => return self.hold.map(|(at, _)| at),
            Did::Mark { of, .. } | Did::Rate { of, .. } | Did::Note { of, .. } => moment(*of),
            _ => return None,
        };
        let answer = self.answers.iter().rfind(|answer| answer.at == of)?;
        let said = answer.said.as_deref()?;
        match did {
            Did::Mark { .. } => said.mark.as_ref().map(|(at, _)| *at),
            Did::Rate { .. } => said.rating.map(|(at, _)| at),
            _ => said.note.as_ref().map(|(at, _)| *at),
        }
    }

    /// When it is to be asked again, as it was settled last: when it is due, or when it was put off
    /// to. `None` if it was never rated, or was put away.
    pub fn due(&self) -> Option<Timestamp> {
        self.due
    }

    /// When those answers that stand were given, and how well each was recalled: what schedules are
    /// made of.
    pub fn ratings(&self) -> Vec<(Timestamp, Rating)> {
        rated(&self.answers)
    }

    /// Was there an answer that stands when it was settled last?
    pub(super) fn is_answered(&self) -> bool {
        self.answered
    }

    /// Was something put in since it was settled last?
    pub(super) fn is_stirred(&self) -> bool {
        self.stirred.is_some()
    }

    /// Takes in what was done at `at`; what isn't about a question is no matter of this.
    /// [`History::settle`] makes it count.
    pub(super) fn put(&mut self, at: Timestamp, did: Did) {
        if let Did::Hold { hold, .. } = did {
            let hold = match hold {
                Hold::Until(until) => Hold::Until(moment(until)),
                hold => hold,
            };
            self.hold = self.hold.max(Some((moment(at), hold)));
            return;
        }
        let Some(new) = Answer::of(at, did) else {
            return;
        };
        let place = if self.jumbled {
            Err(0)
        } else {
            self.answers
                .binary_search_by_key(&new.at, |answer| answer.at)
        };
        let touched = match place {
            Ok(at) => {
                self.answers[at].join(new);
                at
            }
            Err(at) => {
                // To make room among the others for each answer of a log that tells the newest first
                // would take the square of their number.
                self.jumbled |= at < self.answers.len();
                self.answers.push(new);
                at
            }
        };
        self.stirred = Some(self.stirred.map_or(touched, |first| first.min(touched)));
    }

    /// Schedules it anew from its first answer, by another scheduler than before.
    pub(super) fn reschedule(&mut self, scheduler: &Scheduler) {
        self.schedules = Schedules::default();
        self.settled = 0;
        self.stirred = Some(0);
        self.settle(scheduler);
    }

    /// Puts in order what was put in.
    pub(super) fn settle(&mut self, scheduler: &Scheduler) {
        self.settle_answers(scheduler);
        self.due = match (self.schedules.now, self.hold) {
            (None, _) | (_, Some((_, Hold::Away))) => None,
            (Some(schedule), Some((_, Hold::Until(until)))) => Some(schedule.due.max(until)),
            (Some(schedule), _) => Some(schedule.due),
        };
    }

    fn settle_answers(&mut self, scheduler: &Scheduler) {
        let Some(mut first) = self.stirred.take() else {
            return;
        };
        if std::mem::take(&mut self.jumbled) {
            self.put_in_order();
            first = 0;
        }
        let n = self.answers.len();
        let (known, from) = if first >= self.settled {
            (self.schedules.now, self.settled)
        } else if first + 1 == self.settled {
            (self.schedules.before, first)
        } else {
            (None, 0)
        };
        let last = n.saturating_sub(1);
        let Schedules { before, now } = &mut self.schedules;
        *before = scheduler.resume(known, &rated(&self.answers[from..last]));
        *now = scheduler.resume(*before, &rated(&self.answers[last..]));
        self.settled = n;
        self.answered = self.latest().is_some();
    }

    fn put_in_order(&mut self) {
        self.answers.sort_by_key(|answer| answer.at);
        self.answers.dedup_by(|later, earlier| {
            let same = later.at == earlier.at;
            if same {
                earlier.join(Answer {
                    at: later.at,
                    given: later.given.take(),
                    said: later.said.take(),
                });
            }
            same
        });
    }

    /// Every fact that it is made of, each with its time; putting them in gives it again.
    pub(super) fn facts(&self, question: &FullId) -> Vec<(Timestamp, Did)> {
        let facts = self
            .answers
            .iter()
            .flat_map(|answer| answer.facts(question));
        facts.chain(self.hold_fact(question)).collect()
    }

    fn hold_fact(&self, question: &FullId) -> Option<(Timestamp, Did)> {
        let question = question.clone();
        self.hold
            .map(|(at, hold)| (at, Did::Hold { question, hold }))
    }

    /// The facts that `known` doesn't have.
    pub(super) fn facts_beyond(
        &self,
        known: Option<&Self>,
        question: &FullId,
    ) -> Vec<(Timestamp, Did)> {
        let known_hold = known.and_then(|known| known.hold);
        let known = known.map_or(&[][..], |known| &known.answers);
        let lacking = self.answers.iter().flat_map(|answer| {
            let same = known.binary_search_by_key(&answer.at, |known| known.at);
            let same = same.ok().map(|at| &known[at]);
            let mut facts = Vec::new();
            if same != Some(answer) {
                let known = same.map(|same| same.facts(question)).unwrap_or_default();
                facts = answer.facts(question);
                facts.retain(|fact| !known.contains(fact));
            }
            facts
        });
        let hold = self.hold_fact(question).filter(|_| self.hold != known_hold);
        lacking.chain(hold).collect()
    }

    /// When answers were given, those included that were taken back.
    pub(super) fn given(&self) -> impl DoubleEndedIterator<Item = Timestamp> {
        let given = self.answers.iter().filter(|answer| answer.given.is_some());
        given.map(|answer| answer.at)
    }
}

/// When those that stand were given, and how well each was recalled.
fn rated(answers: &[Answer]) -> Vec<(Timestamp, Rating)> {
    let attempts = answers.iter().filter_map(Answer::attempt);
    attempts
        .filter_map(|attempt| Some((attempt.at, attempt.rating?)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::event::{Given, Response};

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
            exam: None,
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
        history.settle(&Scheduler::default());
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
        early.settle(&Scheduler::default());
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
        assert_eq!(history.given().count(), 2);
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

    #[test]
    fn one_by_one_is_all_at_once_wherever_it_is_touched() {
        let mut facts = Vec::new();
        for i in 0..12 {
            let rating = Rating::ALL[usize::try_from(i).unwrap() % 4];
            facts.push((at(i * 90_000), answer("x", None, Some(rating))));
        }
        for i in [11, 10, 3, 0, 11] {
            facts.push((at(2_000_000 + i), rate(at(i * 90_000), Rating::Easy)));
        }
        facts.push((at(3_000_000), undo(at(11 * 90_000))));
        facts.push((
            at(500),
            answer("late to be heard of", None, Some(Rating::Hard)),
        ));
        facts.push((at(4_000_000), undo(at(500))));
        let mut history = History::default();
        for n in 0..facts.len() {
            let (when, did) = facts[n].clone();
            history.put(when, did);
            history.settle(&Scheduler::default());
            assert_eq!(history, fold(facts[..=n].iter().cloned()), "{n}");
            let kept = History::kept(
                history.answers().to_vec(),
                history.schedules(),
                None,
                &Scheduler::default(),
            );
            assert_eq!(kept, history, "{n}");
        }
        let reversed = history.answers().iter().rev().cloned().collect();
        assert_eq!(
            History::kept(reversed, Schedules::default(), None, &Scheduler::default()),
            history
        );
    }
}
