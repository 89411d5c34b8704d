//! Keys of questions that are answered part by part, and which of them nobody can answer by.

use std::collections::HashSet;

use crate::course::block::{Block, Inline};
use crate::course::problem::quoted;
use crate::course::question::{Gap, GapKey, Gaps, Kind, Pairing, Sequence, TextKey};

/// What is wrong with a key, and what to do about it.
type Fault = (String, &'static str);

/// What a kind's key says beside the question: feedback, and the text with the gaps.
pub fn blocks(kind: &Kind) -> Vec<&Block> {
    match kind {
        Kind::Choice(key) | Kind::Choices(key) => {
            let feedback = key.choices.iter().map(|choice| &choice.feedback);
            feedback.flatten().collect()
        }
        Kind::Match(key) | Kind::Sort(key) => {
            key.items.iter().flat_map(|item| &item.feedback).collect()
        }
        Kind::Order(key) => key.items.iter().flat_map(|item| &item.feedback).collect(),
        Kind::Gaps(key) => {
            let feedback = key.gaps.iter().flat_map(|gap| &gap.feedback);
            key.text.iter().chain(feedback).collect()
        }
        _ => Vec::new(),
    }
}

/// The lines of a kind's options, items and targets.
pub fn lines(kind: &Kind) -> Vec<&[Inline]> {
    match kind {
        Kind::Choice(key) | Kind::Choices(key) => {
            key.choices.iter().map(|choice| &*choice.text).collect()
        }
        Kind::Match(key) | Kind::Sort(key) => {
            let items = key.items.iter().map(|item| &*item.text);
            items
                .chain(key.targets.iter().map(|target| &**target))
                .collect()
        }
        Kind::Order(key) => key.items.iter().map(|item| &*item.text).collect(),
        _ => Vec::new(),
    }
}

/// Words that two lines share, if any two are the same.
pub fn twin<'a>(lines: impl Iterator<Item = &'a [Inline]>) -> Option<String> {
    let words = |line: &[Inline]| line.iter().map(|inline| &*inline.text).collect::<String>();
    let mut seen = HashSet::new();
    lines
        .map(words)
        .find(|text| !text.is_empty() && !seen.insert(text.clone()))
}

fn twin_item<'a>(lines: impl Iterator<Item = &'a [Inline]>) -> Option<Fault> {
    let what = format!("has the item {} twice", quoted(&twin(lines)?));
    Some((what, "nobody can tell them apart: take one of them out"))
}

/// What is wrong with a `match`.
pub fn pairs(key: &Pairing) -> Option<Fault> {
    if key.items.len() < 2 || key.targets.len() < 2 {
        let what = "has fewer than two pairs that differ".into();
        return Some((
            what,
            "write a [[question.pair]] with left and right for each",
        ));
    }
    twin_item(key.items.iter().map(|item| &*item.text))
}

/// What is wrong with a `sort`.
pub fn categories(key: &Pairing) -> Option<Fault> {
    if key.targets.len() < 2 {
        let what = "has fewer than two categories".into();
        return Some((
            what,
            "write a [[question.category]] with name and items for each",
        ));
    }
    if key.items.is_empty() {
        let what = "has nothing to sort".into();
        return Some((what, "write items = [\"…\"] in its categories"));
    }
    twin_item(key.items.iter().map(|item| &*item.text))
}

/// What is wrong with an `order`.
pub fn sequence(key: &Sequence) -> Option<Fault> {
    if key.items.len() < 2 {
        let what = "has fewer than two items".into();
        return Some((
            what,
            "write a [[question.item]] with text for each, in the right order",
        ));
    }
    twin_item(key.items.iter().map(|item| &*item.text))
}

/// What is wrong with a `gaps`.
pub fn gaps(key: &Gaps) -> Option<Fault> {
    if key.gaps.is_empty() {
        let what = "has no gap".into();
        return Some((
            what,
            "write {{name}} in its text, and a [[question.gap]] with that name",
        ));
    }
    key.gaps.iter().find_map(gap)
}

fn gap(gap: &Gap) -> Option<Fault> {
    let (what, advice) = match &gap.key {
        GapKey::Typed(key) => text(key)?,
        GapKey::Chosen(options) => {
            let mut seen = HashSet::new();
            let twin = options.iter().find(|option| !seen.insert(&option.text));
            if let Some(twin) = twin {
                let what = format!("has the option {} twice", quoted(&twin.text));
                (what, "take one of them out")
            } else if options.len() < 2 {
                (
                    "has fewer than two options".into(),
                    "write options = [\"…\", \"…\"]",
                )
            } else if !options.iter().any(|option| option.correct) {
                (
                    "has no right option".into(),
                    "write correct = [\"…\"] with the right ones",
                )
            } else {
                return None;
            }
        }
    };
    Some((
        format!("has a gap {} that {what}", quoted(&gap.name)),
        advice,
    ))
}

/// What is wrong with words to be written.
pub fn text(key: &TextKey) -> Option<Fault> {
    if key.accept.is_empty() {
        let what = "accepts no answer: nobody can get it right".into();
        return Some((what, "write accept = [\"…\"]"));
    }
    let rejected: HashSet<_> = key.reject.iter().collect();
    let both = key.accept.iter().find(|words| rejected.contains(words))?;
    let what = format!("accepts and rejects {}", quoted(both));
    Some((what, "take it out of accept or of reject"))
}
