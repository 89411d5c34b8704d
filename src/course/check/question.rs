//! Questions that nobody can answer, or that refer to nothing.

mod parts;

use std::collections::HashSet;

use crate::course::block::{Block, Inline};
use crate::course::check::advise;
use crate::course::id::SectionId;
use crate::course::passage;
use crate::course::problem::{Place, Problem, nearest, quoted};
use crate::course::question::{Kind, Options, Question};
use crate::course::{Course, Section};
use crate::text::Clean;

/// Adds what is wrong with the questions of a section.
pub fn check(course: &Course, section: &Section, problems: &mut Vec<Problem>) {
    let aims: HashSet<_> = course.outcomes.iter().map(|aim| &aim.id).collect();
    let mut text = Text::new(section);
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
        let Some(evidence) = &question.evidence else {
            continue;
        };
        match evidence.elsewhere(&section.id) {
            None if !text.has(&evidence.phrase) => {
                let what = format!(
                    "gives evidence that is not in the text: {}",
                    quoted(&evidence.phrase)
                );
                let advice = "copy a phrase of this section's text, or write #heading";
                say(what, advice.into());
            }
            Some(id) if !course.sections.iter().any(|known| known.id == *id) => {
                let what = format!(
                    "gives evidence in the section {}, which is not there",
                    quoted(id.as_str())
                );
                let known = course.sections.iter().map(|known| known.id.as_str());
                let near = nearest(id.as_str(), known);
                say(what, advise(near, "write the id of a section"));
            }
            _ => {}
        }
    }
}

/// The text of a section, to look for evidence in.
struct Text<'s> {
    section: &'s Section,
    /// Folded, once it is asked for.
    folded: Option<Vec<String>>,
}

impl<'s> Text<'s> {
    fn new(section: &'s Section) -> Self {
        Self {
            section,
            folded: None,
        }
    }

    /// Is that phrase, or that `#heading`, in it?
    fn has(&mut self, phrase: &str) -> bool {
        if phrase.starts_with('#') {
            return passage::find(self.section, phrase).is_some();
        }
        let section = self.section;
        let fold = || {
            passage::texts(section)
                .iter()
                .map(|text| passage::fold(text))
                .collect()
        };
        let texts = self.folded.get_or_insert_with(fold);
        let phrase = passage::fold(phrase.trim());
        let mut texts = texts.iter();
        texts.any(|text| memchr::memmem::find(text.as_bytes(), phrase.as_bytes()).is_some())
    }
}

/// What a question gives for its evidence in another section.
#[derive(Debug, Clone)]
pub struct Claim {
    /// The question, as problems name it.
    question: String,
    place: Place,
    phrase: Clean,
}

/// The claims of a section's questions on others, by these.
pub fn claims(section: &Section) -> impl Iterator<Item = (SectionId, Claim)> {
    section.questions.iter().filter_map(|question| {
        let evidence = question.evidence.as_ref()?;
        let there = evidence.elsewhere(&section.id)?;
        let claim = Claim {
            question: quoted(question.id.as_str()),
            place: question.place.clone(),
            phrase: evidence.phrase.clone(),
        };
        Some((there.clone(), claim))
    })
}

/// Claims on a section whose text doesn't have what they say.
pub fn unfounded(section: &Section, claims: &[Claim]) -> Vec<Problem> {
    let mut text = Text::new(section);
    let claims = claims.iter().filter(|claim| !text.has(&claim.phrase));
    let problem = |claim: &Claim| {
        let what = format!(
            "{} gives evidence that is not in the text of section {}: {}",
            claim.question,
            section.id,
            quoted(&claim.phrase)
        );
        let advice = "copy a phrase of that section's text, or write #heading";
        Problem::new(claim.place.clone(), what, advice)
    };
    claims.map(problem).collect()
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
