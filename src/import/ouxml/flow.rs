//! Mixed content becomes blocks: runs of words and inline elements are paragraphs, whatever stands
//! between them is a block of its own.
//!
//! **Invariant:** an element that isn't known is transparent: what lies in it is read as if it stood
//! there itself.

use crate::course::block::{Block, Inline};
use crate::import::flow::{Flow, Style};
use crate::text::Clean;

use super::{Ground, Reader, Xml, name};

impl Reader<'_> {
    /// What lies in an element, as blocks.
    pub(super) fn blocks(&mut self, node: Xml) -> Vec<Block> {
        let mut flow = Flow::default();
        self.children(node, &mut flow, Style::default());
        flow.finish()
    }

    /// The same, where neither questions nor footnotes have a place.
    pub(super) fn blocks_apart(&mut self, node: Xml) -> Vec<Block> {
        self.apart(|reader| reader.blocks(node))
    }

    /// What lies in an element, as one line.
    pub(super) fn line(&mut self, node: Xml) -> Vec<Inline> {
        crate::import::flat::line(self.blocks_apart(node))
    }

    /// What lies in an element, as plain words.
    pub(super) fn words(&mut self, node: Xml) -> Clean {
        crate::import::flat::words(&self.line(node))
    }

    /// Adds what lies in an element.
    pub(super) fn children(&mut self, node: Xml, flow: &mut Flow, style: Style) {
        self.children_but(None, node, flow, style);
    }

    /// The same, without one of them.
    pub(super) fn children_but(
        &mut self,
        skipped: Option<Xml>,
        node: Xml,
        flow: &mut Flow,
        style: Style,
    ) {
        for child in node.children() {
            if child.is_text() {
                flow.text(child.text().unwrap_or_default(), style);
            } else if child.is_element() && Some(child) != skipped {
                self.element(child, flow, style);
            }
        }
    }

    /// Adds an element.
    pub(super) fn element(&mut self, node: Xml, flow: &mut Flow, style: Style) {
        match name(node) {
            "Paragraph" | "SideNoteParagraph" | "AddressLine" | "Reference" | "LearningOutcome"
            | "SourceReference" | "TableFootnote" | "Timing" | "Caption" | "Alternative"
            | "Description" | "Label" | "Remark" | "Speaker" | "ByLine" | "Option" | "Match"
            | "Right" | "Wrong" | "Feedback" | "Term" | "Definition" | "td" | "th" | "tr"
            | "FreeResponse" | "KeyPoint" => {
                flow.end_line();
                self.children(node, flow, style);
                flow.end_line();
            }
            name if self.inline(name, node, flow, style) => {}
            name => self.block(name, node, flow, style),
        }
        if self.ground == Ground::Text && !self.strayed.is_empty() {
            let strayed = self.strayed.drain(..).map(Block::Question);
            flow.aside.extend(strayed);
        }
    }
}
