//! Kinds of question as the format's sorts of interaction, and responses in the form that each wants.
//!
//! **Invariant:** what is right is told only where it can be told exactly. A question of an unknown
//! kind, or a response of another kind than its question's, is told without a form.

use serde_json::{Value, json};

use super::iri::Names;
use crate::course::block::Block;
use crate::course::question::{Kind, NumberKey, Options, Question, TextKey, Tolerance};
use crate::study::event::Response;
use crate::study::words::line;

/// What stands between the parts of a response.
const AND: &str = "[,]";
/// What stands between the ends of a range.
const TO: &str = "[:]";

/// Adds to `definition` what is asked, and what would be right.
pub fn define(definition: &mut Value, question: &Question, names: &Names) {
    let prompt: String = question.prompt.iter().map(Block::text).collect();
    if !prompt.trim().is_empty() {
        definition["description"] = names.in_language(prompt.trim());
    }
    definition["interactionType"] = json!(match &question.kind {
        Kind::Open { .. } | Kind::Activity => "long-fill-in",
        Kind::Choice(_) | Kind::Choices(_) => "choice",
        Kind::TrueFalse { .. } => "true-false",
        Kind::Text(_) => "fill-in",
        Kind::Number(_) => "numeric",
        Kind::Unknown(_) => "other",
    });
    if let Kind::Choice(options) | Kind::Choices(options) = &question.kind {
        let choices = options.choices.iter().enumerate();
        let choices = choices.map(|(at, choice)| {
            json!({ "id": id(at), "description": names.in_language(&line(&choice.text)) })
        });
        definition["choices"] = choices.collect();
    }
    let right = right(question);
    if !right.is_empty() {
        definition["correctResponsesPattern"] = json!(right);
    }
}

/// Each response that is right; empty where they can't be counted.
fn right(question: &Question) -> Vec<String> {
    match &question.kind {
        // One of them is enough.
        Kind::Choice(options) => right_options(options),
        Kind::Choices(options) => vec![right_options(options).join(AND)],
        Kind::TrueFalse { correct } => vec![correct.to_string()],
        Kind::Text(TextKey { accept, case }) => {
            let lead = if *case { "{case_matters=true}" } else { "" };
            let exact = accept.iter().filter(|words| !words.contains('*'));
            exact.map(|words| format!("{lead}{words}")).collect()
        }
        Kind::Number(key) => vec![range(key)],
        Kind::Open { .. } | Kind::Activity | Kind::Unknown(_) => Vec::new(),
    }
}

fn right_options(options: &Options) -> Vec<String> {
    let choices = options.choices.iter().enumerate();
    let right = choices.filter(|(_, choice)| choice.correct);
    right.map(|(at, _)| id(at)).collect()
}

fn range(key: &NumberKey) -> String {
    let by = match key.tolerance {
        Tolerance::Absolute(by) => by,
        Tolerance::Percent(percent) => key.value.abs() * percent / 100.0,
    };
    format!("{}{TO}{}", key.value - by, key.value + by)
}

/// Options count from 1, in the author's order.
fn id(at: usize) -> String {
    at.saturating_add(1).to_string()
}

/// The response in the form that its question's interaction has; `None` where it has none.
pub fn response(question: &Question, response: &Response) -> Option<String> {
    match (&question.kind, response) {
        (Kind::Choice(_) | Kind::Choices(_), Response::Picked(picks)) => {
            let ids: Vec<_> = picks.iter().map(|pick| id(*pick)).collect();
            (!ids.is_empty()).then(|| ids.join(AND))
        }
        (Kind::TrueFalse { .. }, Response::Said(said)) => Some(said.to_string()),
        // A number with its unit, or by another custom, is none for the format.
        (Kind::Number(_), Response::Written(words)) => {
            let number: f64 = words.trim().parse().ok()?;
            number.is_finite().then(|| words.trim().to_owned())
        }
        (
            Kind::Open { .. } | Kind::Activity | Kind::Text(_) | Kind::Unknown(_),
            Response::Written(words),
        ) => (!words.trim().is_empty()).then(|| words.clone()),
        _ => None,
    }
}
