//! Every line of words of a course, to be changed in place.
//!
//! **Invariant:** none is left out, wherever it stands.

use super::block::{Block, Inline};
use super::question::{Kind, Question};
use super::{Course, Section};

impl Course {
    /// Does something to each line of what the course says outside of its sections.
    pub fn each_line(&mut self, deed: &mut impl FnMut(&mut Vec<Inline>)) {
        each(&mut self.description, deed);
        each(&mut self.acknowledgements, deed);
        for exam in &mut self.exams {
            each(&mut exam.description, deed);
        }
        for term in &mut self.glossary {
            each(&mut term.definition, deed);
        }
        for reference in &mut self.references {
            deed(&mut reference.text);
        }
    }
}

impl Section {
    /// Does something to each line of the text, the footnotes and the questions.
    pub fn each_line(&mut self, deed: &mut impl FnMut(&mut Vec<Inline>)) {
        each(&mut self.blocks, deed);
        for note in &mut self.footnotes {
            each(&mut note.blocks, deed);
        }
        for group in &mut self.groups {
            each(&mut group.introduction, deed);
        }
        for question in &mut self.questions {
            question.each_line(deed);
        }
    }
}

impl Question {
    /// Does something to each line of what is asked, offered and revealed.
    pub fn each_line(&mut self, deed: &mut impl FnMut(&mut Vec<Inline>)) {
        for blocks in [
            &mut self.prompt,
            &mut self.hint,
            &mut self.answer,
            &mut self.discussion,
            &mut self.reflection,
            &mut self.feedback.always,
            &mut self.feedback.right,
            &mut self.feedback.wrong,
        ] {
            each(blocks, deed);
        }
        match &mut self.kind {
            Kind::Choice(options) | Kind::Choices(options) => {
                for choice in &mut options.choices {
                    deed(&mut choice.text);
                    each(&mut choice.feedback, deed);
                }
            }
            Kind::Match(pairing) | Kind::Sort(pairing) => {
                for item in &mut pairing.items {
                    deed(&mut item.text);
                    each(&mut item.feedback, deed);
                }
                pairing.targets.iter_mut().for_each(deed);
            }
            Kind::Order(sequence) => {
                for item in &mut sequence.items {
                    deed(&mut item.text);
                    each(&mut item.feedback, deed);
                }
            }
            Kind::Gaps(gaps) => {
                each(&mut gaps.text, deed);
                for gap in &mut gaps.gaps {
                    each(&mut gap.feedback, deed);
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
}

fn each(blocks: &mut [Block], deed: &mut impl FnMut(&mut Vec<Inline>)) {
    for block in blocks {
        block.each_line(deed);
    }
}
