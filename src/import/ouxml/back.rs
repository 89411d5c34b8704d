//! Back matter: glossary, references, acknowledgements, appendices.
//!
//! **Invariant:** a term stands in the glossary once.

use crate::course::block::Block;
use crate::course::{Reference, Term};
use crate::text::Clean;

use super::{Reader, Xml, child, elements, links, name};

impl Reader<'_> {
    /// Reads the back matter of a unit or of the course.
    pub(super) fn back(&mut self, back: Xml, level: u8) {
        // Nothing in here stands in the section before it.
        self.opened.push((back.id().get_usize(), None));
        for node in elements(back) {
            match name(node) {
                "Glossary" => self.glossary(node),
                "References" => self.references(node),
                "Acknowledgements" | "CourseTeam" => {
                    let blocks = self.blocks_apart(node);
                    self.course.course.acknowledgements.extend(blocks);
                }
                _ if !is_empty(node) => self.chapter(node, level.saturating_add(1)),
                _ => {}
            }
        }
    }

    fn glossary(&mut self, glossary: Xml) {
        for item in elements(glossary) {
            let Some(term) = child(item, "Term").filter(|_| name(item) == "GlossaryItem") else {
                let blocks = self.blocks_apart(item);
                self.course.course.description.extend(blocks);
                continue;
            };
            let term = self.words(term);
            let mut definition = Vec::new();
            for part in elements(item).filter(|part| name(*part) != "Term") {
                definition.extend(self.blocks_apart(part));
            }
            let glossary = &mut self.course.course.glossary;
            let next = glossary.len();
            let at = *self.defined.entry(term.to_lowercase()).or_insert(next);
            match glossary.get_mut(at) {
                // Another file may explain a word again, in the same words or in others.
                Some(known) if at < self.links.n_terms() => {
                    let said =
                        |blocks: &[Block]| blocks.iter().map(Block::text).collect::<String>();
                    if !said(&known.definition).contains(&said(&definition)) {
                        links::cut(&mut definition);
                        known.definition.append(&mut definition);
                    }
                }
                Some(known) => known.definition.append(&mut definition),
                None => glossary.push(Term {
                    term,
                    definition,
                    see: Vec::new(),
                }),
            }
        }
    }

    /// Takes references in, one an entry.
    pub(super) fn references(&mut self, references: Xml) {
        for node in elements(references) {
            let text = self.line(node);
            let words = crate::import::flat::words(&text);
            let is_title = matches!(name(node), "Title" | "Heading");
            if words.is_empty() || is_title && words.eq_ignore_ascii_case("references") {
                continue;
            }
            let all = &mut self.course.course.references;
            let id = Clean::words(&format!("reference-{}", all.len() + 1));
            all.push(Reference { id, text });
        }
    }
}

/// Is there no word in it?
fn is_empty(node: Xml) -> bool {
    node.descendants()
        .filter(roxmltree::Node::is_text)
        .all(|text| text.text().is_none_or(|words| words.trim().is_empty()))
}
