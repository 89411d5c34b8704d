//! Where in a book everything stands, and how it is found from elsewhere.
//!
//! **Invariant:** ids are made of places, not of names: they are unique, and fit for XML, whatever
//! the course says. Places count from 1.

use std::borrow::Borrow;
use std::collections::HashMap;

use crate::course::block::Block;
use crate::course::id::SectionId;
use crate::course::{Course, Heading, Section};
use crate::text::Clean;

/// A part of a book: of an EPUB, a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// What the course is.
    About,
    /// The section of that index.
    Section(usize),
    /// Words explained.
    Glossary,
    /// Works cited.
    References,
    /// Thanks and licence.
    End,
}

/// What links may lead to.
#[derive(Debug)]
pub(super) struct Places {
    sections: HashMap<SectionId, usize>,
    /// Of each section the headings in its text, by their names.
    headings: Vec<HashMap<Clean, usize>>,
    /// By words in small letters.
    terms: HashMap<String, usize>,
    /// How deep each section stands, 1 at the top, without gaps.
    pub depths: Vec<usize>,
}

impl Places {
    /// Those of `course` with its `sections`.
    pub fn of(course: &Course, sections: impl IntoIterator<Item: Borrow<Section>>) -> Self {
        let ids = course.sections.iter().enumerate();
        let terms = course.glossary.iter().enumerate();
        Self {
            sections: ids.map(|(at, section)| (section.id.clone(), at)).collect(),
            headings: sections
                .into_iter()
                .map(|section| headings(section.borrow()))
                .collect(),
            terms: terms
                .map(|(at, term)| (term.term.to_lowercase(), at))
                .collect(),
            depths: depths(&course.sections),
        }
    }

    /// The section of that id.
    pub fn section(&self, id: &SectionId) -> Option<usize> {
        self.sections.get(id).copied()
    }

    /// The id of a heading of a section.
    pub fn heading(&self, section: usize, slug: &Clean) -> Option<String> {
        let at = self.headings.get(section)?.get(slug)?;
        Some(format!("s{}-h{at}", section + 1))
    }

    /// The id of a term of the glossary.
    pub fn term(&self, term: &str) -> Option<String> {
        self.terms.get(&term.to_lowercase()).copied().map(term_id)
    }
}

/// The id of the section of that index.
pub(super) fn section_id(section: usize) -> String {
    format!("s{}", section + 1)
}

/// The id of the entry of the glossary at that index.
pub(super) fn term_id(at: usize) -> String {
    format!("g{}", at + 1)
}

/// Those of footnotes are lines there.
fn headings(section: &Section) -> HashMap<Clean, usize> {
    let mut names = HashMap::new();
    push_headings(section.blocks.iter(), &mut names);
    names
}

fn push_headings<'b>(blocks: impl Iterator<Item = &'b Block>, names: &mut HashMap<Clean, usize>) {
    for block in blocks {
        if let Block::Heading { slug, .. } = block {
            let next = names.len() + 1;
            names.entry(slug.clone()).or_insert(next);
        }
        push_headings(block.children(), names);
    }
}

/// How many sections each section stands in, itself counted.
fn depths(sections: &[Heading]) -> Vec<usize> {
    let mut above: Vec<u8> = Vec::new();
    let depths = sections.iter().map(|section| {
        above.retain(|level| *level < section.level);
        above.push(section.level);
        above.len()
    });
    depths.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn depths_have_no_gaps() {
        let sections: Vec<_> = [1, 3, 3, 2, 5, 1, 4]
            .into_iter()
            .map(|level| Heading {
                id: SectionId::new("a").unwrap(),
                number: None,
                title: Clean::default(),
                level,
                file: String::new(),
            })
            .collect();
        assert_eq!(depths(&sections), [1, 2, 2, 2, 3, 1, 2]);
    }
}
