//! Marks a response: one arm for each kind, pure.
//!
//! **Invariant:** the same question and response always give the same outcome, and a score is
//! always from 0 to 1.

mod near;
mod number;
mod parts;
mod text;

use super::event::{Certainty, Rating, Response};
use crate::course::question::{Kind, Options, Question};

/// What became of an answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// In a word.
    pub verdict: Verdict,
    /// 0 to 1; `None` where only the learner can mark it, or nobody does.
    pub score: Option<f64>,
    /// What Recto has to say of the response itself ("that is not a number").
    pub remark: Option<String>,
    /// What the learner may have meant, where they missed it by a slip.
    pub near: Option<Near>,
    /// Of an answer in parts: one for each item or gap, in the author's order.
    pub parts: Vec<Part>,
}

/// An answer that is a slip of the fingers from a better one. The learner decides what it was.
#[derive(Debug, Clone, PartialEq)]
pub struct Near {
    /// What may have been meant, in the author's words; more than one where several gaps are near.
    pub meant: Vec<String>,
    /// The score if it was.
    pub score: f64,
}

/// What became of a part of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// In a word.
    pub verdict: PartVerdict,
    /// What Recto has to say of it.
    pub remark: Option<String>,
    /// What may have been meant.
    pub near: Option<String>,
}

/// The outcome of a part in a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartVerdict {
    /// It is right.
    Right,
    /// It is not.
    Wrong,
    /// There is nothing in it.
    Empty,
}

impl PartVerdict {
    fn of(right: bool) -> Self {
        if right { Self::Right } else { Self::Wrong }
    }
}

impl Part {
    fn plain(verdict: PartVerdict) -> Self {
        Self {
            verdict,
            remark: None,
            near: None,
        }
    }

    /// Is it right?
    pub fn is_right(&self) -> bool {
        self.verdict == PartVerdict::Right
    }
}

impl Outcome {
    fn scored(score: f64) -> Self {
        Self {
            score: Some(score),
            ..Self::unscored(Verdict::of(score))
        }
    }

    fn unscored(verdict: Verdict) -> Self {
        Self {
            verdict,
            score: None,
            remark: None,
            near: None,
            parts: Vec::new(),
        }
    }

    fn all_or_nothing(right: bool) -> Self {
        Self::scored(if right { 1.0 } else { 0.0 })
    }

    fn remarking(self, remark: impl Into<String>) -> Self {
        Self {
            remark: Some(remark.into()),
            ..self
        }
    }

    /// The same after the learner has said that they meant what was [near](Self::near).
    #[must_use]
    pub fn counted(mut self) -> Self {
        let Some(near) = self.near.take() else {
            return self;
        };
        for part in &mut self.parts {
            if let Some(meant) = part.near.take() {
                part.verdict = PartVerdict::Right;
                part.remark = Some(format!("you meant \"{meant}\": counted"));
            }
        }
        Self {
            verdict: Verdict::of(near.score),
            score: Some(near.score),
            remark: Some(format!("you meant {}: counted", listed(&near.meant))),
            ..self
        }
    }
}

/// Words in quotes, with commas between.
pub fn listed(words: &[String]) -> String {
    let quoted: Vec<_> = words.iter().map(|words| format!("\"{words}\"")).collect();
    quoted.join(", ")
}

/// An outcome in a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// All of it.
    Right,
    /// Some of it.
    Partly,
    /// None of it.
    Wrong,
    /// The learner is to mark it.
    ToMark,
    /// Not marked at all.
    Unmarked,
}

impl Verdict {
    /// The word for a score: right from 1, wrong at 0, partly between.
    pub fn of(score: f64) -> Self {
        if score >= 1.0 {
            Self::Right
        } else if score > 0.0 {
            Self::Partly
        } else {
            Self::Wrong
        }
    }
}

/// Marks `response`.
///
/// An `activity` and a kind that this version doesn't know are never marked; an `open` question
/// is for the learner to mark. To everything else, "I don't know" is wrong. A response of another
/// kind than the question's (its kind was changed meanwhile) is wrong, with a remark.
pub fn grade(question: &Question, response: &Response) -> Outcome {
    match (&question.kind, response) {
        (Kind::Activity | Kind::Unknown(_), _) => Outcome::unscored(Verdict::Unmarked),
        (_, Response::DontKnow) => Outcome::scored(0.0),
        (Kind::Open { .. }, Response::Written(_)) => Outcome::unscored(Verdict::ToMark),
        (Kind::Choice(options), Response::Picked(picks)) => {
            Outcome::all_or_nothing(is_right_choice(options, picks))
        }
        (Kind::Choices(options), Response::Picked(picks)) => {
            Outcome::scored(score_choices(options, picks))
        }
        (Kind::TrueFalse { correct }, Response::Said(said)) => {
            Outcome::all_or_nothing(correct == said)
        }
        (Kind::Text(key), Response::Written(written)) => text::mark(key, written),
        (Kind::Number(key), Response::Written(written)) => number::mark(key, written),
        (Kind::Match(key) | Kind::Sort(key), Response::Placed(placed)) => {
            parts::mark_pairing(key, placed)
        }
        (Kind::Order(key), Response::Ordered(items)) => parts::mark_sequence(key, items),
        (Kind::Gaps(key), Response::Filled(words)) => parts::mark_gaps(key, words),
        (kind, _) => Outcome::scored(0.0).remarking(format!(
            "that is no answer to a question of kind {}",
            kind.name()
        )),
    }
}

/// Exactly one option, and a right one.
fn is_right_choice(options: &Options, picks: &[usize]) -> bool {
    let [pick] = picks else { return false };
    options
        .choices
        .get(*pick)
        .is_some_and(|choice| choice.correct)
}

/// Each right option that was picked earns one part of as many as there are right ones, each wrong
/// pick costs one, never below nothing. Picking everything shows nothing, so it earns nothing,
/// but where everything is right.
fn score_choices(options: &Options, picks: &[usize]) -> f64 {
    let n_right = options.choices.iter().filter(|c| c.correct).count();
    let n_wrong = options.choices.len() - n_right;
    let mut seen = picks.to_vec();
    seen.sort_unstable();
    seen.dedup();
    let hits = seen
        .iter()
        .filter(|&&pick| options.choices.get(pick).is_some_and(|c| c.correct))
        .count();
    let misses = seen.len() - hits;
    if n_right == 0 {
        // Nothing is right, so picking nothing is.
        return if misses == 0 { 1.0 } else { 0.0 };
    }
    if n_wrong > 0 && misses >= n_wrong {
        return 0.0;
    }
    ratio(hits.saturating_sub(misses), n_right)
}

/// The score of a marked answer: the share of its key points that it has. Without points there is
/// nothing to count and the score is 0: then the learner gives one.
pub fn score_of(points: &[bool]) -> f64 {
    if points.is_empty() {
        return 0.0;
    }
    ratio(points.iter().filter(|&&has| has).count(), points.len())
}

/// The rating that a score stands for, until the learner gives another:
///
/// | score | rating |
/// |---|---|
/// | below 0.5 | again |
/// | below 1, or with the hint, or by a guess | hard |
/// | 1 | good |
///
/// Easy is never proposed: only the learner knows what was easy. A guess that came off was not
/// recalled well, so it is hard.
pub fn propose(score: f64, hinted: bool, certainty: Option<Certainty>) -> Rating {
    if score >= 1.0 && !hinted && certainty != Some(Certainty::Guess) {
        Rating::Good
    } else if score >= 0.5 {
        Rating::Hard
    } else {
        Rating::Again
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "nobody writes 2^52 options or points"
)]
fn ratio(part: usize, whole: usize) -> f64 {
    part as f64 / whole as f64
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::course::id::QuestionId;
    use crate::course::problem::Place;
    use crate::course::question::{
        Choice, Feedback, Gaps, NumberKey, Pairing, Point, Sequence, TextKey, Tolerance,
    };
    use crate::text::Clean;

    fn question(kind: Kind) -> Question {
        Question {
            id: QuestionId::new("q").unwrap(),
            kind,
            group: None,
            label: None,
            title: None,
            minutes: None,
            prompt: vec![],
            hint: vec![],
            prefill: String::new(),
            answer: vec![],
            discussion: vec![],
            reflection: vec![],
            feedback: Feedback::default(),
            evidence: None,
            aims: vec![],
            difficulty: None,
            source: None,
            place: Place::default(),
        }
    }

    /// `+` for a right option, `-` for a wrong one.
    fn options(key: &str) -> Options {
        let choices = key.chars().map(|c| Choice {
            text: vec![],
            correct: c == '+',
            feedback: vec![],
        });
        Options {
            choices: choices.collect(),
            shuffle: true,
        }
    }

    fn written(text: &str) -> Response {
        Response::Written(text.into())
    }

    fn score(kind: Kind, response: &Response) -> Option<f64> {
        grade(&question(kind), response).score
    }

    #[test]
    fn a_choice_is_right_or_wrong() {
        for (key, picks, wanted) in [
            ("-+-", vec![1], 1.0),
            ("-+-", vec![0], 0.0),
            ("-+-", vec![], 0.0),
            ("-+-", vec![0, 1], 0.0),
            ("-+-", vec![9], 0.0),
            ("++-", vec![0], 1.0),
            ("++-", vec![1], 1.0),
            ("---", vec![1], 0.0),
        ] {
            let response = Response::Picked(picks);
            let got = score(Kind::Choice(options(key)), &response);
            assert_eq!(got, Some(wanted), "{key} {response:?}");
        }
    }

    #[test]
    fn choices_earn_and_cost_parts() {
        for (key, picks, wanted) in [
            ("+-+-", vec![0, 2], 1.0),
            ("+-+-", vec![0], 0.5),
            ("+-+-", vec![], 0.0),
            ("+-+-", vec![0, 1, 2], 0.5),
            ("+-+-", vec![0, 1], 0.0),
            ("+-+-", vec![1], 0.0),
            ("+-+-", vec![1, 3], 0.0),
            ("+-+-", vec![0, 1, 2, 3], 0.0),
            ("+-+-", vec![0, 0, 0], 0.5),
            ("+-+-", vec![0, 2, 9], 0.5),
            // Everything picked shows nothing, however few are wrong …
            ("+++-", vec![0, 1, 2, 3], 0.0),
            ("+++-", vec![0, 1], 2.0 / 3.0),
            // … but where everything is right.
            ("+++", vec![0, 1, 2], 1.0),
            ("---", vec![], 1.0),
            ("---", vec![1], 0.0),
        ] {
            let response = Response::Picked(picks);
            let got = score(Kind::Choices(options(key)), &response);
            assert_eq!(got, Some(wanted), "{key} {response:?}");
        }
    }

    #[test]
    fn true_false_is_what_it_says() {
        for correct in [true, false] {
            for said in [true, false] {
                let wanted = if correct == said { 1.0 } else { 0.0 };
                let got = score(Kind::TrueFalse { correct }, &Response::Said(said));
                assert_eq!(got, Some(wanted));
            }
        }
    }

    #[test]
    fn what_is_written_freely_is_not_marked_by_recto() {
        let open = question(Kind::Open { points: vec![] });
        assert_eq!(grade(&open, &written("x")).verdict, Verdict::ToMark);
        assert_eq!(grade(&open, &written("x")).score, None);
        assert_eq!(grade(&open, &Response::DontKnow).verdict, Verdict::Wrong);
        assert_eq!(grade(&open, &Response::DontKnow).score, Some(0.0));
        for kind in [Kind::Activity, Kind::Unknown(Clean::words("hotspot"))] {
            let free = question(kind);
            for response in [written("x"), Response::DontKnow, Response::Said(true)] {
                assert_eq!(
                    grade(&free, &response),
                    Outcome::unscored(Verdict::Unmarked)
                );
            }
        }
    }

    #[test]
    fn no_kind_takes_dont_know_or_a_foreign_response_for_right() {
        let point = Point {
            text: Clean::words("x"),
            accept: vec![],
        };
        let key = TextKey {
            accept: vec![Clean::words("*")],
            reject: vec![],
            case: false,
        };
        for kind in [
            Kind::Open {
                points: vec![point],
            },
            Kind::Choice(options("+")),
            Kind::Choices(options("+")),
            Kind::TrueFalse { correct: true },
            Kind::Text(key),
            Kind::Match(Pairing::default()),
            Kind::Order(Sequence::default()),
            Kind::Sort(Pairing::default()),
            Kind::Gaps(Gaps::default()),
        ] {
            let question = question(kind);
            let outcome = grade(&question, &Response::DontKnow);
            assert_eq!((outcome.score, outcome.remark), (Some(0.0), None));
        }
        let outcome = grade(&question(Kind::Choice(options("+"))), &written("0"));
        assert_eq!(outcome.verdict, Verdict::Wrong);
        assert_eq!(
            outcome.remark.as_deref(),
            Some("that is no answer to a question of kind choice")
        );
    }

    fn any_kind() -> impl Strategy<Value = Kind> {
        let text = |words: Vec<String>| TextKey {
            accept: words.iter().map(|words| Clean::words(words)).collect(),
            reject: vec![],
            case: false,
        };
        let number = |(value, by)| {
            Kind::Number(NumberKey {
                value,
                tolerance: Tolerance::Percent(by),
                unit: None,
                also: vec![],
            })
        };
        prop_oneof![
            "[-+]{0,4}".prop_map(|key| Kind::Choice(options(&key))),
            "[-+]{0,4}".prop_map(|key| Kind::Choices(options(&key))),
            any::<bool>().prop_map(|correct| Kind::TrueFalse { correct }),
            prop::collection::vec("[a-d*]{0,7}", 0..3)
                .prop_map(move |words| Kind::Text(text(words))),
            (any::<f64>(), 0.0..9.0).prop_map(number),
            Just(Kind::Gaps(Gaps::default())),
            Just(Kind::Open { points: vec![] }),
        ]
    }

    fn any_response() -> impl Strategy<Value = Response> {
        prop_oneof![
            any::<String>().prop_map(Response::Written),
            "[a-d0-9.,/ %½]{0,9}".prop_map(Response::Written),
            prop::collection::vec(0..6_usize, 0..5).prop_map(Response::Picked),
            any::<bool>().prop_map(Response::Said),
            prop::collection::vec(any::<String>(), 0..3).prop_map(Response::Filled),
            Just(Response::DontKnow),
        ]
    }

    proptest! {
        #[test]
        fn a_score_is_always_from_0_to_1(kind in any_kind(), response in any_response()) {
            let outcome = grade(&question(kind), &response);
            let counted = outcome.clone().counted();
            for score in [outcome.score, counted.score].into_iter().flatten() {
                prop_assert!((0.0..=1.0).contains(&score));
            }
        }
    }

    #[test]
    fn a_rating_is_proposed_from_score_hint_and_certainty() {
        use Certainty::{Fairly, Guess, Sure};
        for (score, hinted, certainty, wanted) in [
            (0.0, false, None, Rating::Again),
            (0.49, false, Some(Sure), Rating::Again),
            (0.5, false, None, Rating::Hard),
            (0.99, false, Some(Sure), Rating::Hard),
            (1.0, true, Some(Sure), Rating::Hard),
            (1.0, false, Some(Guess), Rating::Hard),
            (1.0, false, Some(Fairly), Rating::Good),
            (1.0, false, None, Rating::Good),
            (1.0, false, Some(Sure), Rating::Good),
            (f64::NAN, false, None, Rating::Again),
        ] {
            let got = propose(score, hinted, certainty);
            assert_eq!(got, wanted, "{score} {hinted} {certainty:?}");
        }
    }

    #[test]
    fn the_score_of_points_is_their_share() {
        for (points, wanted) in [
            (&[][..], 0.0),
            (&[true, false, true, true], 0.75),
            (&[true], 1.0),
            (&[false], 0.0),
        ] {
            assert!(
                (score_of(points) - wanted).abs() < f64::EPSILON,
                "{points:?}"
            );
        }
    }
}
