//! All lines of words of a section, wherever they stand.
//!
//! **Invariant:** what is asked and what answers it are reached alike.

use crate::course::Section;
use crate::course::block::{Block, Inline};
use crate::course::question::{Kind, Question};

/// Does something to each line of a section: of its text, its notes, its groups and its questions.
pub fn of_section(section: &mut Section, deed: &mut impl FnMut(&mut Vec<Inline>)) {
    let notes = section
        .footnotes
        .iter_mut()
        .flat_map(|note| &mut note.blocks);
    let groups = section
        .groups
        .iter_mut()
        .flat_map(|group| &mut group.introduction);
    for block in section.blocks.iter_mut().chain(notes).chain(groups) {
        block.each_line(deed);
    }
    for question in &mut section.questions {
        of_question(question, deed);
    }
}

/// Does something to each line of a question.
pub fn of_question(question: &mut Question, deed: &mut impl FnMut(&mut Vec<Inline>)) {
    let feedback = &mut question.feedback;
    let texts = [
        &mut question.prompt,
        &mut question.hint,
        &mut question.answer,
        &mut question.discussion,
        &mut question.reflection,
        &mut feedback.always,
        &mut feedback.right,
        &mut feedback.wrong,
    ];
    of_blocks(texts.into_iter().flatten(), deed);
    match &mut question.kind {
        Kind::Choice(options) | Kind::Choices(options) => {
            for choice in &mut options.choices {
                deed(&mut choice.text);
                of_blocks(&mut choice.feedback, deed);
            }
        }
        Kind::Match(key) | Kind::Sort(key) => {
            for item in &mut key.items {
                deed(&mut item.text);
                of_blocks(&mut item.feedback, deed);
            }
            key.targets.iter_mut().for_each(deed);
        }
        Kind::Order(key) => {
            for item in &mut key.items {
                deed(&mut item.text);
                of_blocks(&mut item.feedback, deed);
            }
        }
        Kind::Gaps(key) => {
            of_blocks(&mut key.text, deed);
            for gap in &mut key.gaps {
                of_blocks(&mut gap.feedback, deed);
            }
        }
        Kind::Open { .. }
        | Kind::Activity
        | Kind::TrueFalse { .. }
        | Kind::Text(_)
        | Kind::Number(_)
        | Kind::Unknown(_) => {}
    }
}

fn of_blocks<'b>(
    blocks: impl IntoIterator<Item = &'b mut Block>,
    deed: &mut impl FnMut(&mut Vec<Inline>),
) {
    for block in blocks {
        block.each_line(deed);
    }
}
