//! What became of each part of an answer, in words that both front ends show.
//!
//! **Invariant:** every part is told, in the order in which the learner saw it, with what is right;
//! sign and word come from its verdict, so that neither stands alone.

use crate::app::quiz::{Answered, Quiz};
use crate::app::rows;
use crate::course::block::{Block, Inline};
use crate::course::question::{Gaps, Kind, Pairing, Question, Sequence};
use crate::study::event::Response;
use crate::study::grade::PartVerdict;
use crate::study::words;
use crate::text::Clean;

/// Cells of what is named in a sentence: more is cut.
pub const WIDEST: usize = 200;

/// What an item is put to, as it is named in a sentence.
pub fn name_of(line: &[Inline]) -> String {
    rows::cut(&words::line(line), WIDEST)
}

/// A part of an answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Told<'a> {
    /// What it is about: an item, a gap.
    pub item: Vec<Inline>,
    /// How it stands.
    pub verdict: PartVerdict,
    /// That in words, with what was given and what is right.
    pub words: String,
    /// What the author says of it.
    pub feedback: &'a [Block],
}

/// The parts of an answer; none for a question that is answered as a whole.
pub fn told<'a>(question: &'a Question, quiz: &Quiz, answered: &Answered) -> Vec<Told<'a>> {
    match &question.kind {
        Kind::Match(key) | Kind::Sort(key) => pairing(key, quiz, answered),
        Kind::Order(key) => sequence(key, answered),
        Kind::Gaps(key) => gaps(key, answered),
        _ => Vec::new(),
    }
}

fn verdict(answered: &Answered, at: usize) -> PartVerdict {
    let part = answered.outcome.parts.get(at);
    part.map_or(PartVerdict::Empty, |part| part.verdict)
}

fn pairing<'a>(key: &'a Pairing, quiz: &Quiz, answered: &Answered) -> Vec<Told<'a>> {
    let names: Vec<_> = key.targets.iter().map(|line| name_of(line)).collect();
    let target = |at: usize| names.get(at).cloned().unwrap_or_default();
    let given = |at: usize| match &answered.response {
        Response::Placed(places) => places.get(at).copied().flatten().map(target),
        _ => None,
    };
    let items = quiz
        .order
        .iter()
        .filter_map(|at| Some((*at, key.items.get(*at)?)));
    let told = items.map(|(at, item)| {
        let right = target(item.target);
        let verdict = verdict(answered, at);
        Told {
            item: item.text.clone(),
            verdict,
            words: match given(at) {
                _ if verdict == PartVerdict::Right => format!("right: {right}"),
                Some(given) => format!("you chose: {given}; right: {right}"),
                None => format!("empty; right: {right}"),
            },
            feedback: &item.feedback,
        }
    });
    told.collect()
}

fn sequence<'a>(key: &'a Sequence, answered: &Answered) -> Vec<Told<'a>> {
    let given: &[usize] = match &answered.response {
        Response::Ordered(items) => items,
        _ => &[],
    };
    let mut places = vec![None; key.items.len()];
    for (place, item) in given.iter().enumerate() {
        if let Some(slot) = places.get_mut(*item) {
            *slot = Some(place + 1);
        }
    }
    let told = key
        .items
        .iter()
        .zip(places)
        .enumerate()
        .map(|(at, (item, place))| {
            let verdict = verdict(answered, at);
            let words = match place {
                None => "not put in order".to_owned(),
                Some(_) if verdict == PartVerdict::Right => "in order".to_owned(),
                Some(place) => format!("out of order: you had it as number {place}"),
            };
            Told {
                item: item.text.clone(),
                verdict,
                words,
                feedback: &item.feedback,
            }
        });
    told.collect()
}

fn gaps<'a>(key: &'a Gaps, answered: &Answered) -> Vec<Told<'a>> {
    let filled: &[String] = match &answered.response {
        Response::Filled(words) => words,
        _ => &[],
    };
    let told = key.gaps.iter().enumerate().map(|(at, gap)| {
        let verdict = verdict(answered, at);
        let right = rows::cut(&gap.right(), WIDEST);
        let given = rows::cut(filled.get(at).map_or("", |words| words.trim()), WIDEST);
        let remark = answered
            .outcome
            .parts
            .get(at)
            .and_then(|part| part.remark.as_ref());
        let words = match (verdict, remark) {
            (PartVerdict::Right, Some(remark)) => remark.clone(),
            (PartVerdict::Right, None) => format!("right: \"{given}\""),
            (PartVerdict::Wrong, None) => format!("you gave \"{given}\"; right: \"{right}\""),
            (PartVerdict::Wrong, Some(remark)) => {
                format!("you gave \"{given}\"; right: \"{right}\"; {remark}")
            }
            (PartVerdict::Empty, _) => format!("empty; right: \"{right}\""),
        };
        Told {
            item: vec![Inline::plain(Clean::words(&format!("Gap {}", at + 1)))],
            verdict,
            words,
            feedback: &gap.feedback,
        }
    });
    told.collect()
}
