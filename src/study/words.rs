//! A response, and the key to a question, in words: for all who print them and for no screen.
//!
//! **Invariant:** every response has words, whatever question it is held against. They are the
//! learner's own as they were written, so they are not clean.

use super::event::Response;
use crate::course::block::Inline;
use crate::course::question::{Kind, Options, Question, TextKey};

/// What the learner gave, in words: options by what they say, their parts parted by `; `. Empty where
/// nothing was written or chosen.
pub fn in_words(question: &Question, response: &Response) -> String {
    match (&question.kind, response) {
        (Kind::Choice(options) | Kind::Choices(options), Response::Picked(picks)) => {
            let words = picks.iter().map(|pick| option(options, *pick));
            words.collect::<Vec<_>>().join("; ")
        }
        _ => bare(response),
    }
}

/// The same where the question isn't known any more: options by their numbers, from 1.
pub fn bare(response: &Response) -> String {
    match response {
        Response::Written(words) => words.clone(),
        Response::Picked(picks) => {
            let numbers: Vec<_> = picks.iter().map(|pick| number(*pick)).collect();
            numbers.join("; ")
        }
        Response::Said(true) => "True".to_owned(),
        Response::Said(false) => "False".to_owned(),
        Response::DontKnow => "I don’t know".to_owned(),
    }
}

/// What is right, in words; `None` where the kind has no key that is told so (the points of an open
/// question are told one by one).
pub fn key_in_words(question: &Question) -> Option<String> {
    match &question.kind {
        Kind::Choice(options) | Kind::Choices(options) => {
            let right = options.choices.iter().filter(|choice| choice.correct);
            let words: Vec<_> = right.map(|choice| line(&choice.text)).collect();
            Some(words.join("; "))
        }
        Kind::TrueFalse { correct } => Some(bare(&Response::Said(*correct))),
        Kind::Text(TextKey { accept, .. }) => {
            let words: Vec<&str> = accept.iter().map(|words| &**words).collect();
            Some(words.join("; "))
        }
        Kind::Number(key) => Some(match &key.unit {
            Some(unit) => format!("{} {unit}", key.value),
            None => key.value.to_string(),
        }),
        Kind::Open { .. } | Kind::Activity | Kind::Unknown(_) => None,
    }
}

/// An option by what it says; by its number if the question has no such option any more.
fn option(options: &Options, at: usize) -> String {
    let choice = options.choices.get(at);
    choice.map_or_else(|| number(at), |choice| line(&choice.text))
}

fn number(at: usize) -> String {
    format!("option {}", at.saturating_add(1))
}

/// The words of a line.
pub fn line(content: &[Inline]) -> String {
    content.iter().map(|inline| &*inline.text).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::id::QuestionId;
    use crate::course::question::{Choice, NumberKey, Tolerance};
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
