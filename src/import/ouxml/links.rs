//! References by the file's own ids become links to sections and headings.
//!
//! **Invariant:** a link leads to a section or a heading that is there; what leads nowhere is words.
//! None leads into an answer: whatever stands within a section leads to its start.

use std::collections::HashSet;

use crate::course::Section;
use crate::course::block::{Block, Inline, Target};
use crate::course::id::SectionId;
use crate::course::question::{Kind, Question};
use crate::import::{Imported, Note};
use crate::text::Clean;

use super::Xml;
use super::index::Index;

/// Where ids lead.
struct Way<'i, 'a> {
    index: &'i Index<'a>,
    /// Elements that began sections, in the order of the file, each with its section.
    opened: &'i [(usize, Option<usize>)],
    ids: Vec<SectionId>,
}

impl Way<'_, '_> {
    /// The section in which an element stands.
    fn section(&self, node: Xml) -> Option<usize> {
        let node = node.id().get_usize();
        let n_before = self.opened.partition_point(|(opened, _)| *opened <= node);
        self.opened.get(n_before.checked_sub(1)?)?.1
    }

    /// Sets the links of a line that stands in the section `here`, whose headings are these.
    /// What leads nowhere is added to `lost`.
    fn lead(
        &self,
        line: &mut [Inline],
        here: Option<usize>,
        headings: &HashSet<Clean>,
        lost: &mut Vec<Clean>,
    ) {
        for inline in line {
            let Some(Target::Heading(id)) = &inline.target else {
                continue;
            };
            let node = self.index.ids.get(&**id);
            if node.is_none() {
                lost.push(id.clone());
            }
            let there = node.and_then(|node| self.section(*node));
            if there == here && headings.contains(id) {
                continue;
            }
            inline.target = there
                .filter(|there| Some(*there) != here)
                .map(|there| Target::Section(self.ids[there].clone(), None));
        }
    }
}

/// Sets all links of a course.
pub fn lead(imported: &mut Imported, index: &Index, opened: &[(usize, Option<usize>)]) {
    let ids = imported.sections.iter().map(|section| section.id.clone());
    let way = Way {
        index,
        opened,
        ids: ids.collect(),
    };
    for (at, section) in imported.sections.iter_mut().enumerate() {
        let mut lost = Vec::new();
        lead_section(section, &way, at, &mut lost);
        imported.notes.extend(lost.iter().map(|id| Note {
            place: section.title.clone(),
            what: Clean::trimmed(&format!(
                "a reference to {id} leads nowhere; it is words now"
            )),
        }));
    }
    let course = &mut imported.course;
    let nowhere = HashSet::new();
    let mut lost = Vec::new();
    let mut outside = |line: &mut Vec<Inline>| way.lead(line, None, &nowhere, &mut lost);
    let about = course.description.iter_mut();
    let about = about.chain(&mut course.acknowledgements);
    let about = about.chain(
        course
            .glossary
            .iter_mut()
            .flat_map(|term| &mut term.definition),
    );
    for block in about {
        block.each_line(&mut outside);
    }
    for reference in &mut course.references {
        outside(&mut reference.text);
    }
}

fn lead_section(section: &mut Section, way: &Way, at: usize, lost: &mut Vec<Clean>) {
    let mut headings = HashSet::new();
    for block in &section.blocks {
        collect(block, &mut headings);
    }
    let nowhere = HashSet::new();
    for block in &mut section.blocks {
        block.each_line(&mut |line| way.lead(line, Some(at), &headings, lost));
    }
    let mut apart = |line: &mut Vec<Inline>| way.lead(line, Some(at), &nowhere, lost);
    let notes = section
        .footnotes
        .iter_mut()
        .flat_map(|note| &mut note.blocks);
    let groups = section
        .groups
        .iter_mut()
        .flat_map(|group| &mut group.introduction);
    for block in notes.chain(groups) {
        block.each_line(&mut apart);
    }
    for question in &mut section.questions {
        each_line(question, &mut apart);
    }
}

/// The names of headings in a block.
fn collect(block: &Block, out: &mut HashSet<Clean>) {
    match block {
        Block::Heading { slug, .. } => {
            out.insert(slug.clone());
        }
        // Most are paragraphs, and nothing lies in them.
        Block::Paragraph(_) => {}
        block => block.children().for_each(|inner| collect(inner, out)),
    }
}

/// Does something to each line of a question.
fn each_line(question: &mut Question, deed: &mut impl FnMut(&mut Vec<Inline>)) {
    let texts = [
        &mut question.prompt,
        &mut question.answer,
        &mut question.discussion,
    ];
    for block in texts.into_iter().flatten() {
        block.each_line(deed);
    }
    match &mut question.kind {
        Kind::Choice(options) | Kind::Choices(options) => {
            for choice in &mut options.choices {
                deed(&mut choice.text);
                for block in &mut choice.feedback {
                    block.each_line(deed);
                }
            }
        }
        Kind::Match(key) => {
            for item in &mut key.items {
                deed(&mut item.text);
            }
            key.targets.iter_mut().for_each(deed);
        }
        _ => {}
    }
}
