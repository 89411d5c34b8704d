//! What is known of a document before it is walked: that it can be, and what its ids name.
//!
//! **Invariant:** one pass over all elements, without recursion.

use roxmltree::Document;

use super::{Xml, attribute, child, name};
use crate::import::Refusal;
use crate::text::Clean;

/// Elements that may lie in one another.
const DEEPEST: usize = 256;

/// What the ids of a document name.
#[derive(Debug, Default)]
pub struct Index<'d> {
    /// Each id, with its element's number.
    pub ids: Vec<(&'d str, usize)>,
    /// Fields that the learner fills, each with the heading of its question.
    pub fields: Vec<(&'d str, Clean)>,
    /// Elements and pieces of text.
    pub nodes: u32,
    /// Sections and questions.
    pub parts: usize,
    /// Words that stand where only elements can, each with the name of what they stand in.
    pub stray: Vec<(&'d str, &'d str)>,
}

impl<'d> Index<'d> {
    /// Goes once over a document; refuses one that is too deep.
    pub fn of(document: &'d Document<'d>) -> Result<Self, Refusal> {
        let mut index = Self::default();
        let mut depth = 0;
        let mut next = Some(document.root_element());
        while let Some(node) = next {
            index.nodes += 1;
            if node.is_element() {
                index.take(node);
            } else if let Some(words) = node.text().filter(|_| node.is_text()) {
                let outer = node.parent().map(name).filter(|name| holds_none(name));
                let is_blank = || words.bytes().all(|byte| byte.is_ascii_whitespace());
                index
                    .stray
                    .extend(outer.filter(|_| !is_blank()).map(|outer| (outer, words)));
            }
            if let Some(child) = node.first_child() {
                depth += 1;
                if depth > DEEPEST {
                    let what = format!("more than {DEEPEST} elements lie in one another");
                    return Err(Refusal::new(what, "import a file that its server made"));
                }
                next = Some(child);
                continue;
            }
            let mut last = node;
            next = loop {
                if let Some(sibling) = last.next_sibling() {
                    break Some(sibling);
                }
                let Some(parent) = last.parent() else {
                    break None;
                };
                depth = depth.saturating_sub(1);
                last = parent;
            };
        }
        Ok(index)
    }

    fn take(&mut self, node: Xml<'d>) {
        self.parts += usize::from(is_part(name(node)));
        // Most have none.
        if node.attributes().len() == 0 {
            return;
        }
        let Some(id) = attribute(node, "id") else {
            return;
        };
        self.ids.push((id, node.id().get_usize()));
        if name(node) == "FreeResponse" {
            let mut outer = node.ancestors();
            let question =
                outer.find(|outer| matches!(name(*outer), "Activity" | "Exercise" | "SAQ" | "ITQ"));
            let heading = question.and_then(|question| child(question, "Heading"));
            self.fields
                .extend(heading.map(|heading| (id, Clean::trimmed(&super::text(heading)))));
        }
    }
}

/// Does a section or a question come of an element of that name?
fn is_part(name: &str) -> bool {
    matches!(
        name,
        "Session"
            | "Section"
            | "SubSection"
            | "SubSubSection"
            | "Activity"
            | "Exercise"
            | "SAQ"
            | "ITQ"
            | "Part"
            | "Introduction"
            | "Summary"
    )
}

/// Do words have no place in an element of that name, so that nothing looks for them there?
fn holds_none(name: &str) -> bool {
    matches!(
        name,
        "BulletedList"
            | "NumberedList"
            | "UnNumberedList"
            | "BulletedSubsidiaryList"
            | "NumberedSubsidiaryList"
            | "UnNumberedSubsidiaryList"
            | "Table"
            | "tbody"
            | "thead"
            | "tfoot"
            | "tr"
            | "Interaction"
            | "SingleChoice"
            | "MultipleChoice"
            | "Matching"
            | "VoiceRecorder"
            | "Figure"
            | "MediaContent"
            | "LearningOutcomes"
            | "FrontMatter"
            | "Imprint"
            | "BackMatter"
            | "Glossary"
            | "GlossaryItem"
            | "References"
            | "Dialogue"
    )
}
