//! Elements within a line of words.
//!
//! **Invariant:** no block comes of these but a side note, which stands behind its paragraph.

use crate::course::Footnote;
use crate::course::block::{Block, Face, FaceKind, Inline, Target};
use crate::course::id::SectionId;
use crate::text::Clean;
use crate::text::slug::slug;

use super::{Ground, Reader, Xml, attribute, figure};
use crate::import::flat;
use crate::import::flow::{Flow, Style};

impl Reader<'_> {
    /// Adds an element within a line; says no of one that is none.
    pub(super) fn inline(&mut self, name: &str, node: Xml, flow: &mut Flow, style: Style) -> bool {
        let faced = |change: &dyn Fn(&mut Face)| {
            let mut style = style;
            change(&mut style.face);
            style
        };
        let style = match name {
            "i" | "u" => faced(&|face| face.emphasis = true),
            "b" | "ComputerUI" => faced(&|face| face.strong = true),
            "sub" => faced(&|face| face.kind = FaceKind::Subscript),
            "sup" => faced(&|face| face.kind = FaceKind::Superscript),
            "ComputerCode" => faced(&|face| face.kind = FaceKind::Code),
            "a" | "CrossRef" | "GlossaryTerm" | "olink" => {
                let target = target(name, node);
                let target = target.as_ref().or(style.target);
                self.children(node, flow, Style { target, ..style });
                return true;
            }
            "br" => {
                flow.line_break();
                return true;
            }
            "Hours" | "Minutes" => {
                let unit = if name == "Hours" { " h " } else { " min " };
                self.children(node, flow, style);
                flow.text(unit, style);
                return true;
            }
            "InlineEquation" | "InlineChemistry" => {
                self.inline_maths(node, flow, style);
                return true;
            }
            "InlineFigure" => {
                flow.push(self.inline_figure(node));
                return true;
            }
            "footnote" => {
                self.footnote(node, flow);
                return true;
            }
            "SideNote" => {
                let note = self.boxed("Note", node);
                flow.aside.push(note);
                return true;
            }
            // Shown to nobody: an entry of the index, what the authors tell each other.
            "IndexTerm" | "AuthorComment" | "EditorComment" => return true,
            _ => return false,
        };
        self.children(node, flow, style);
        true
    }

    /// A picture within a line: what it shows leads to it.
    pub(super) fn inline_figure(&mut self, node: Xml) -> Inline {
        let figure = self.figure(node);
        let words = flat::words(&flat::line(vec![Block::Figure(figure.clone())]));
        Inline {
            target: web(&figure.path),
            ..Inline::plain(words)
        }
    }

    fn footnote(&mut self, node: Xml, flow: &mut Flow) {
        let blocks = self.blocks_apart(node);
        if blocks.is_empty() {
            return;
        }
        if self.ground == Ground::Apart {
            flow.text(" (", Style::default());
            for inline in flat::line(blocks) {
                flow.push(inline);
            }
            flow.text(")", Style::default());
            return;
        }
        self.footnotes += 1;
        let label = Clean::words(&self.footnotes.to_string());
        flow.push(Inline {
            text: label.clone(),
            face: Face {
                kind: FaceKind::Superscript,
                ..Face::default()
            },
            target: Some(Target::Footnote(label.clone())),
        });
        self.course.footnote(Footnote { label, blocks });
    }
}

/// Where a link leads. What the files' own ids and terms name is found when all of it is there
/// ([`links`](super::links)); until then a section is a document, and its heading an id there.
fn target(name: &str, node: Xml) -> Option<Target> {
    match name {
        "a" => web(attribute(node, "href")?),
        "CrossRef" => Some(Target::Heading(Clean::trimmed(attribute(node, "idref")?))),
        "olink" => {
            let document = SectionId::new(&slug(attribute(node, "targetdoc")?))?;
            let id = attribute(node, "targetptr").map(Clean::trimmed);
            Some(Target::Section(document, id))
        }
        _ => Some(Target::Term(Clean::trimmed(&super::text(node)))),
    }
}

/// A link to the web, if the address is one.
pub fn web(address: &str) -> Option<Target> {
    figure::is_web(address).then(|| Target::Web(Clean::trimmed(address)))
}
