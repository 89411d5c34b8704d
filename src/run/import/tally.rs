//! What came in, counted.
//!
//! **Invariant:** counts what the course has, not what its source says of itself.

use std::collections::HashSet;

use crate::course::block::Block;
use crate::course::question::Question;
use crate::course::{Course, Section, check};

/// What there is of each sort in a course.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// Sections.
    pub sections: usize,
    /// Questions; the parts of one count once.
    pub questions: usize,
    /// What can be answered.
    pub parts: usize,
    /// Questions, counted as in `questions`, that have something to reveal: an answer, a discussion, a
    /// reflection or a key.
    pub with_answer: usize,
    /// Tables, wherever they stand.
    pub tables: usize,
    /// Figures, wherever they stand.
    pub figures: usize,
    /// Terms of the glossary.
    pub glossary: usize,
    /// Words of the text, of the questions and of what they reveal.
    pub words: usize,
}

impl Tally {
    /// What the course has of itself.
    pub fn of(course: &Course) -> Self {
        let mut tally = Self {
            sections: course.sections.len(),
            glossary: course.glossary.len(),
            ..Self::default()
        };
        let about = [&course.description, &course.acknowledgements];
        let terms = course.glossary.iter().map(|term| &term.definition);
        tally.add_blocks(about.into_iter().chain(terms).flatten());
        tally
    }

    /// Adds what a section has.
    pub fn add(&mut self, section: &Section) {
        self.parts += section.questions.len();
        let mut groups = HashSet::new();
        let mut answered = HashSet::new();
        for question in &section.questions {
            if let Some(group) = &question.group {
                groups.insert(group);
                if reveals(question) {
                    answered.insert(group);
                }
            } else {
                self.questions += 1;
                self.with_answer += usize::from(reveals(question));
            }
        }
        self.questions += groups.len();
        self.with_answer += answered.len();
        self.add_blocks(check::blocks_of(section));
    }

    fn add_blocks<'b>(&mut self, blocks: impl Iterator<Item = &'b Block>) {
        let mut text = String::new();
        for block in blocks {
            block.push_text(&mut text);
            check::each_block(std::iter::once(block), &mut |block| match block {
                Block::Table(_) => self.tables += 1,
                Block::Figure(_) => self.figures += 1,
                _ => {}
            });
        }
        let words = text.split_whitespace();
        self.words += words
            .filter(|word| word.contains(char::is_alphanumeric))
            .count();
    }
}

/// Has it something to show once it was answered?
fn reveals(question: &Question) -> bool {
    let shown = [&question.answer, &question.discussion, &question.reflection];
    shown.iter().any(|blocks| !blocks.is_empty()) || !question.kind.is_written()
}
