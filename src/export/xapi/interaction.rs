//! Kinds of question as the format's sorts of interaction, and responses in the form that each wants.
//!
//! **Invariant:** what is right is told only where it can be told exactly. A question of an unknown
//! kind, or a response of another kind than its question's, is told without a form.

use serde_json::{Value, json};

use super::iri::Names;
use crate::course::block::{Block, Inline};
use crate::course::question::{
    GapKey, Gaps, Kind, NumberKey, Options, Question, TextKey, Tolerance,
};
use crate::study::event::Response;
use crate::study::words::line;

/// What stands between the parts of a response.
const AND: &str = "[,]";
/// What stands between the ends of a range.
const TO: &str = "[:]";
/// What stands between an item and its target.
const WITH: &str = "[.]";

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
        Kind::Text(_) | Kind::Gaps(_) => "fill-in",
        Kind::Number(_) => "numeric",
        Kind::Match(_) | Kind::Sort(_) => "matching",
        Kind::Order(_) => "sequencing",
        Kind::Unknown(_) => "other",
    });
    let listed = |lines: Vec<&[Inline]>| -> Value {
        let lines = lines.into_iter().enumerate();
        let listed = lines.map(|(at, content)| {
            json!({ "id": id(at), "description": names.in_language(&line(content)) })
        });
        listed.collect()
    };
    match &question.kind {
        Kind::Choice(options) | Kind::Choices(options) => {
            let choices = options.choices.iter().map(|choice| &*choice.text);
            definition["choices"] = listed(choices.collect());
        }
        Kind::Order(sequence) => {
            let items = sequence.items.iter().map(|item| &*item.text);
            definition["choices"] = listed(items.collect());
        }
        Kind::Match(pairing) | Kind::Sort(pairing) => {
            let items = pairing.items.iter().map(|item| &*item.text);
            definition["source"] = listed(items.collect());
            definition["target"] = listed(pairing.targets.iter().map(Vec::as_slice).collect());
        }
        _ => {}
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
        Kind::Text(TextKey { accept, case, .. }) => {
            let lead = if *case { "{case_matters=true}" } else { "" };
            let exact = accept.iter().filter(|words| !words.contains('*'));
            exact.map(|words| format!("{lead}{words}")).collect()
        }
        Kind::Number(key) => vec![range(key)],
        Kind::Match(pairing) | Kind::Sort(pairing) => {
            vec![pairs(pairing.items.iter().map(|item| Some(item.target)))]
        }
        Kind::Order(sequence) => vec![ids(0..sequence.items.len())],
        Kind::Gaps(gaps) => right_words(gaps).into_iter().collect(),
        Kind::Open { .. } | Kind::Activity | Kind::Unknown(_) => Vec::new(),
    }
}

fn right_options(options: &Options) -> Vec<String> {
    let choices = options.choices.iter().enumerate();
    let right = choices.filter(|(_, choice)| choice.correct);
    right.map(|(at, _)| id(at)).collect()
}

/// Words that are right in every gap; `None` where one takes patterns only.
fn right_words(gaps: &Gaps) -> Option<String> {
    let words = gaps.gaps.iter().map(|gap| match &gap.key {
        GapKey::Typed(key) => {
            let exact = key.accept.iter().find(|words| !words.contains('*'));
            exact.map(ToString::to_string)
        }
        GapKey::Chosen(_) => Some(gap.right()),
    });
    let words: Option<Vec<_>> = words.collect();
    words.map(|words| words.join(AND))
}

/// Each item that is put somewhere, with its target.
fn pairs(targets: impl Iterator<Item = Option<usize>>) -> String {
    let pairs = targets.enumerate();
    let pairs = pairs.filter_map(|(at, target)| Some(format!("{}{WITH}{}", id(at), id(target?))));
    pairs.collect::<Vec<_>>().join(AND)
}

fn ids(parts: impl Iterator<Item = usize>) -> String {
    parts.map(id).collect::<Vec<_>>().join(AND)
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

/// The response in the form that its question's interaction has; `None` where it has none, or names
/// parts that the question has no more.
pub fn response(question: &Question, response: &Response) -> Option<String> {
    if !is_within(question, response) {
        return None;
    }
    let words = match (&question.kind, response) {
        (Kind::Choice(_) | Kind::Choices(_), Response::Picked(picks)) => ids(picks.iter().copied()),
        (Kind::TrueFalse { .. }, Response::Said(said)) => said.to_string(),
        // A number with its unit, or by another custom, is none for the format.
        (Kind::Number(_), Response::Written(words)) => {
            let number: f64 = words.trim().parse().ok()?;
            return number.is_finite().then(|| words.trim().to_owned());
        }
        (
            Kind::Open { .. } | Kind::Activity | Kind::Text(_) | Kind::Unknown(_),
            Response::Written(words),
        ) => words.clone(),
        (Kind::Match(_) | Kind::Sort(_), Response::Placed(targets)) => {
            pairs(targets.iter().copied())
        }
        (Kind::Order(_), Response::Ordered(items)) => ids(items.iter().copied()),
        (Kind::Gaps(_), Response::Filled(words)) if !response.is_empty() => words.join(AND),
        _ => return None,
    };
    Some(words).filter(|words| !words.trim().is_empty())
}

/// Are all parts that the response names parts of the question?
fn is_within(question: &Question, response: &Response) -> bool {
    let below = |parts: &[usize], n: usize| parts.iter().all(|part| *part < n);
    match (&question.kind, response) {
        (Kind::Choice(options) | Kind::Choices(options), Response::Picked(picks)) => {
            below(picks, options.choices.len())
        }
        (Kind::Order(sequence), Response::Ordered(items)) => below(items, sequence.items.len()),
        (Kind::Match(pairing) | Kind::Sort(pairing), Response::Placed(targets)) => {
            let n = pairing.targets.len();
            targets.len() <= pairing.items.len()
                && targets.iter().flatten().all(|target| *target < n)
        }
        _ => true,
    }
}
