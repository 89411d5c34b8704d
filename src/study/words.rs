//! A response, and the key to a question, in words: for all who print them and for no screen.
//!
//! **Invariant:** every response has words, whatever question it is held against. They are the
//! learner's own as they were written, so they are not clean.

use super::event::Response;
use crate::course::block::Inline;
use crate::course::question::{Gap, Kind, Options, Pairing, Question, TextKey};

/// What the learner gave, in words: options and items by what they say, parts parted by `; `. Empty
/// where nothing was written or chosen.
pub fn in_words(question: &Question, response: &Response) -> String {
    match (&question.kind, response) {
        (Kind::Choice(options) | Kind::Choices(options), Response::Picked(picks)) => {
            joined(picks.iter().map(|pick| option(options, *pick)))
        }
        (Kind::Match(pairing) | Kind::Sort(pairing), Response::Placed(targets)) => {
            pairs(pairing, targets.iter().copied())
        }
        (Kind::Order(sequence), Response::Ordered(items)) => joined(items.iter().map(|at| {
            let item = sequence.items.get(*at);
            item.map_or_else(|| number("item", *at), |item| line(&item.text))
        })),
        _ => bare(response),
    }
}

/// The same where the question isn't known any more: options and items by their numbers, from 1.
pub fn bare(response: &Response) -> String {
    match response {
        Response::Written(words) => words.clone(),
        Response::Picked(picks) => joined(picks.iter().map(|pick| number("option", *pick))),
        Response::Said(true) => "True".to_owned(),
        Response::Said(false) => "False".to_owned(),
        Response::Placed(targets) => pairs(&Pairing::default(), targets.iter().copied()),
        Response::Ordered(items) => joined(items.iter().map(|at| number("item", *at))),
        Response::Filled(words) => {
            let is_empty = |words: &String| words.trim().is_empty();
            if words.iter().all(is_empty) {
                return String::new();
            }
            joined(words.iter().map(|words| {
                if is_empty(words) {
                    NONE.to_owned()
                } else {
                    words.clone()
                }
            }))
        }
        Response::DontKnow => "I don’t know".to_owned(),
    }
}

/// What is right, in words; `None` where the kind has no key that is told so (the points of an open
/// question are told one by one).
pub fn key_in_words(question: &Question) -> Option<String> {
    match &question.kind {
        Kind::Choice(options) | Kind::Choices(options) => {
            let right = options.choices.iter().filter(|choice| choice.correct);
            Some(joined(right.map(|choice| line(&choice.text))))
        }
        Kind::TrueFalse { correct } => Some(bare(&Response::Said(*correct))),
        Kind::Text(TextKey { accept, .. }) => Some(joined(accept.iter().map(ToString::to_string))),
        Kind::Number(key) => Some(match &key.unit {
            Some(unit) => format!("{} {unit}", key.value),
            None => key.value.to_string(),
        }),
        Kind::Match(pairing) | Kind::Sort(pairing) => Some(pairs(
            pairing,
            pairing.items.iter().map(|item| Some(item.target)),
        )),
        Kind::Order(sequence) => Some(joined(sequence.items.iter().map(|item| line(&item.text)))),
        Kind::Gaps(gaps) => Some(joined(gaps.gaps.iter().map(Gap::right))),
        Kind::Open { .. } | Kind::Activity | Kind::Unknown(_) => None,
    }
}

/// Stands where nothing was put.
const NONE: &str = "–";

fn joined(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join("; ")
}

/// Each item that there is or was, with the target that it is put to. Empty where none is.
fn pairs(pairing: &Pairing, targets: impl Iterator<Item = Option<usize>> + Clone) -> String {
    if targets.clone().all(|target| target.is_none()) {
        return String::new();
    }
    joined(targets.enumerate().map(|(at, target)| {
        let item = pairing.items.get(at);
        let item = item.map_or_else(|| number("item", at), |item| line(&item.text));
        let target = target.map_or_else(
            || NONE.to_owned(),
            |target| {
                let known = pairing.targets.get(target);
                known.map_or_else(|| number("target", target), |words| line(words))
            },
        );
        format!("{item} → {target}")
    }))
}

/// An option by what it says; by its number if the question has no such option any more.
fn option(options: &Options, at: usize) -> String {
    let choice = options.choices.get(at);
    choice.map_or_else(|| number("option", at), |choice| line(&choice.text))
}

fn number(what: &str, at: usize) -> String {
    format!("{what} {}", at.saturating_add(1))
}

/// The words of a line, without their faces.
pub fn line(content: &[Inline]) -> String {
    content.iter().map(|inline| &*inline.text).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::id::QuestionId;
    use crate::course::question::{Choice, Gaps, NumberKey, Ordered, Paired, Sequence, Tolerance};
    use crate::text::Clean;

    fn question(kind: Kind) -> Question {
        Question {
            id: QuestionId::new("q").unwrap(),
            kind,
            group: None,
            label: None,
            title: None,
            minutes: None,
            prompt: Vec::new(),
            hint: Vec::new(),
            prefill: String::new(),
            answer: Vec::new(),
            discussion: Vec::new(),
            reflection: Vec::new(),
            feedback: crate::course::question::Feedback::default(),
            evidence: None,
            aims: Vec::new(),
            difficulty: None,
            source: None,
            place: crate::course::problem::Place::default(),
        }
    }

    fn options(words: &[(&str, bool)]) -> Options {
        let choices = words.iter().map(|(words, correct)| Choice {
            text: vec![Inline::plain(Clean::words(words))],
            correct: *correct,
            feedback: Vec::new(),
        });
        Options {
            choices: choices.collect(),
            shuffle: true,
        }
    }

    #[test]
    fn every_response_has_words() {
        let kinds = [
            Kind::Choices(options(&[("tea", true), ("milk", false), ("salt", true)])),
            Kind::TrueFalse { correct: false },
            Kind::Activity,
        ];
        let picked = Response::Picked(vec![0, 2, 6]);
        for (kind, response, words) in [
            (0, &picked, "tea; salt; option 7"),
            (1, &picked, "option 1; option 3; option 7"),
            (
                2,
                &Response::Picked(vec![usize::MAX]),
                "option 18446744073709551615",
            ),
            (0, &Response::Picked(Vec::new()), ""),
            (1, &Response::Said(true), "True"),
            (0, &Response::Said(false), "False"),
            (2, &Response::Written(" a\nb".into()), " a\nb"),
            (0, &Response::DontKnow, "I don’t know"),
        ] {
            let question = question(kinds[kind].clone());
            assert_eq!(in_words(&question, response), words, "{response:?}");
        }
    }

    fn words(text: &str) -> Vec<Inline> {
        vec![Inline::plain(Clean::words(text))]
    }

    fn pairing() -> Pairing {
        let item = |text, target| Paired {
            text: words(text),
            target,
            feedback: Vec::new(),
        };
        Pairing {
            items: vec![item("tea", 1), item("fish", 0)],
            targets: vec![words("eat"), words("drink")],
            shuffle: true,
        }
    }

    fn sequence() -> Sequence {
        let items = ["boil", "pour"].into_iter().map(|text| Ordered {
            text: words(text),
            feedback: Vec::new(),
        });
        Sequence {
            items: items.collect(),
        }
    }

    #[test]
    fn parts_are_told_one_by_one() {
        let pairing = question(Kind::Match(pairing()));
        let sequence = question(Kind::Order(sequence()));
        let gaps = question(Kind::Gaps(Gaps::default()));
        for (question, response, words) in [
            (
                &pairing,
                Response::Placed(vec![Some(0), None]),
                "tea → eat; fish → –",
            ),
            (
                &pairing,
                Response::Placed(vec![None, Some(8), Some(1)]),
                "tea → –; fish → target 9; item 3 → drink",
            ),
            (&pairing, Response::Placed(vec![None, None]), ""),
            (&gaps, Response::Placed(vec![Some(0)]), "item 1 → target 1"),
            (
                &sequence,
                Response::Ordered(vec![1, 0, 5]),
                "pour; boil; item 6",
            ),
            (&gaps, Response::Ordered(vec![1]), "item 2"),
            (
                &gaps,
                Response::Filled(vec!["a".into(), " ".into()]),
                "a; –",
            ),
            (&gaps, Response::Filled(vec![String::new()]), ""),
        ] {
            assert_eq!(in_words(question, &response), words, "{response:?}");
        }
        assert_eq!(
            key_in_words(&pairing).as_deref(),
            Some("tea → drink; fish → eat")
        );
        assert_eq!(key_in_words(&sequence).as_deref(), Some("boil; pour"));
    }

    #[test]
    fn what_is_right_is_told_in_words() {
        let number = |unit: Option<&str>| NumberKey {
            value: 2.5,
            tolerance: Tolerance::Absolute(0.0),
            unit: unit.map(Clean::words),
            also: Vec::new(),
        };
        let text = TextKey {
            accept: vec![Clean::words("storming"), Clean::words("storm*")],
            case: false,
            reject: Vec::new(),
        };
        for (kind, words) in [
            (
                Kind::Choice(options(&[("tea", true), ("milk", false)])),
                Some("tea"),
            ),
            (Kind::TrueFalse { correct: false }, Some("False")),
            (Kind::Text(text), Some("storming; storm*")),
            (Kind::Number(number(Some("km"))), Some("2.5 km")),
            (Kind::Number(number(None)), Some("2.5")),
            (Kind::Activity, None),
            (Kind::Open { points: Vec::new() }, None),
        ] {
            assert_eq!(
                key_in_words(&question(kind.clone())).as_deref(),
                words,
                "{kind:?}"
            );
        }
    }
}
