//! Front matter: what the course is about, its rights, its outcomes.
//!
//! **Invariant:** rights and addresses are kept as they are printed.

use crate::course::Aim;
use crate::course::block::{Block, Inline};
use crate::text::Clean;

use super::{Reader, Xml, attribute, elements, name};
use crate::import::flat;

impl Reader<'_> {
    /// Reads front matter.
    pub(super) fn front(&mut self, front: Xml) {
        for node in elements(front) {
            match name(node) {
                "ByLine" => self.author(node),
                "Imprint" => self.imprint(node),
                "LearningOutcomes" => self.outcomes(node),
                "Introduction" | "Preface" => self.chapter(node, 1),
                // Made by a machine from what follows, or pictures for a shelf.
                "TOC" | "Covers" => {}
                _ => {
                    let blocks = self.blocks_apart(node);
                    self.course.course.acknowledgements.extend(blocks);
                }
            }
        }
    }

    fn imprint(&mut self, imprint: Xml) {
        let standard = elements(imprint).flat_map(|node| match name(node) {
            "Standard" => elements(node).collect(),
            _ => vec![node],
        });
        for node in standard {
            let mut blocks = self.blocks_apart(node);
            if blocks.is_empty() {
                continue;
            }
            match name(node) {
                "GeneralInfo" => {
                    self.course.course.description.append(&mut blocks);
                    continue;
                }
                "Rights" => self.licence(node),
                "ISBN" => {
                    if let Some(Block::Paragraph(line)) = blocks.first_mut() {
                        line.insert(0, Inline::plain(Clean::words("ISBN ")));
                    }
                }
                _ => {}
            }
            self.course.course.acknowledgements.append(&mut blocks);
        }
    }

    /// The Creative Commons licence that the rights link to, by its short name.
    fn licence(&mut self, rights: Xml) {
        const PLACE: &str = "creativecommons.org/licenses/";
        let links = rights
            .descendants()
            .filter_map(|node| attribute(node, "href"));
        let mut licences = links.filter_map(|address| {
            let (_, path) = address.split_once(PLACE)?;
            let mut parts = path.split('/');
            let name = parts.next()?.to_uppercase();
            let version = parts.next().unwrap_or_default();
            Some(format!("CC {name} {version}").trim().to_owned())
        });
        if let Some(licence) = licences.next() {
            self.course.course.licence = Clean::trimmed(&licence);
        }
    }

    /// Outcomes, and what leads in to them.
    pub(super) fn outcomes(&mut self, node: Xml) {
        for child in elements(node) {
            if name(child) == "LearningOutcome" {
                self.aim(child);
            } else {
                let mut flow = crate::import::flow::Flow::default();
                self.apart(|reader| {
                    reader.element(child, &mut flow, crate::import::flow::Style::default());
                });
                self.course.course.description.append(&mut flow.finish());
            }
        }
    }

    /// Takes an outcome in; gives its words.
    pub(super) fn aim(&mut self, node: Xml) -> Vec<Inline> {
        let line = self.line(node);
        let text = flat::words(&line);
        let aims = &mut self.course.course.outcomes;
        if !text.is_empty() {
            let id = Clean::words(&format!("outcome-{}", aims.len() + 1));
            aims.push(Aim { id, text });
        }
        line
    }
}
