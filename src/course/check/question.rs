//! Questions that nobody can answer, or that refer to nothing.

mod parts;

use std::collections::HashSet;

use crate::course::block::{Block, Inline};
use crate::course::check::advise;
use crate::course::passage;
use crate::course::problem::{Problem, nearest, quoted};
use crate::course::question::{Kind, Options, Question};
use crate::course::{Course, Section};

/// Adds what is wrong with the questions of a section.
pub fn check(course: &Course, section: &Section, problems: &mut Vec<Problem>) {
    let aims: HashSet<_> = course.outcomes.iter().map(|aim| &aim.id).collect();
    let mut folded = None;
    for question in &section.questions {
        let mut say = |what: String, advice: String| {
            let what = format!("{} {what}", quoted(question.id.as_str()));
            problems.push(Problem::new(question.place.clone(), what, advice));
        };
        if is_blank(&question.prompt) {
            say("asks nothing".into(), "write prompt = \"…\"".into());
        }
        if let Some((what, advice)) = key(question) {
            say(what, advice.into());
        }
        for aim in &question.aims {
            if !aims.contains(aim) {
                let near = nearest(aim, course.outcomes.iter().map(|known| &*known.id));
                let advice = advise(near, "write an [[outcome]] with this id in course.toml");
                say(
                    format!("names the outcome {}, which is not there", quoted(aim)),
                    advice,
                );
            }
        }
        if let Some(evidence) = &question.evidence {
            let is_found = if evidence.starts_with('#') {
                passage::find(section, evidence).is_some()
            } else {
                let texts = folded.get_or_insert_with(|| {
                    passage::texts(section)
                        .iter()
                        .map(|text| passage::fold(text))
                        .collect::<Vec<_>>()
                });
                let phrase = passage::fold(evidence.trim());
                texts
                    .iter()
                    .any(|text| memchr::memmem::find(text.as_bytes(), phrase.as_bytes()).is_some())
            };
            if !is_found {
                let what = format!(
                    "gives evidence that is not in the text: {}",
                    quoted(evidence)
                );
                let advice = "copy a phrase of this section's text, or write #heading";
                say(what, advice.into());
            }
        }
    }
}

/// All blocks of a question.
pub fn blocks(question: &Question) -> impl Iterator<Item = &Block> {
    let own = [
        &question.prompt,
        &question.hint,
        &question.answer,
        &question.discussion,
        &question.reflection,
        &question.feedback.always,
        &question.feedback.right,
        &question.feedback.wrong,
    ];
    own.into_iter()
        .flatten()
        .chain(parts::blocks(&question.kind))
}

/// The lines of a question's options, items and targets.
pub fn lines(question: &Question) -> impl Iterator<Item = &[Inline]> {
    parts::lines(&question.kind).into_iter()
}

fn is_blank(blocks: &[Block]) -> bool {
    blocks.iter().all(|block| block.text().trim().is_empty())
}

/// What is wrong with a question's key, if nobody can answer by it.
fn key(question: &Question) -> Option<(String, &'static str)> {
    match &question.kind {
        Kind::Open { points } if points.is_empty() && is_blank(&question.answer) => Some((
            "has neither an answer nor key points: nobody can mark it".into(),
            "write answer = \"…\", or make its kind activity",
        )),
        Kind::Choice(options) => choices(options).or_else(|| {
            match options.choices.iter().filter(|c| c.correct).count() {
                0 => Some(("has no right option".into(), RIGHT)),
                1 => None,
                n => Some((
                    format!("has {n} right options where one is asked for"),
                    "mark one as correct, or make its kind choices",
                )),
            }
        }),
        Kind::Choices(options) => choices(options).or_else(|| {
            let has_right = options.choices.iter().any(|choice| choice.correct);
            (!has_right).then(|| ("has no right option".into(), RIGHT))
        }),
        Kind::Text(key) => parts::text(key),
        Kind::Number(key) if !key.value.is_finite() => Some((
            "has no number for its answer".into(),
            "write value = and the number",
        )),
        Kind::Match(key) => parts::pairs(key),
        Kind::Sort(key) => parts::categories(key),
        Kind::Order(key) => parts::sequence(key),
        Kind::Gaps(key) => parts::gaps(key),
        _ => None,
    }
}

const RIGHT: &str = "write correct = true at the right one";

fn choices(options: &Options) -> Option<(String, &'static str)> {
    if options.choices.len() < 2 {
        let what = "has fewer than two options".into();
        return Some((
            what,
            "write a [[question.choice]] with text and correct for each",
        ));
    }
    let lines = options.choices.iter().map(|choice| &*choice.text);
    let twin = parts::twin(lines)?;
    Some((
        format!("has the option {} twice", quoted(&twin)),
        "take one of them out",
    ))
}
