//! Mixed content becomes blocks: runs of words and inline elements are paragraphs, whatever stands
//! between them is a block of its own.
//!
//! **Invariant:** an element that isn't known is transparent: what lies in it is read as if it stood
//! there itself.

use crate::course::block::{Block, Face, FaceKind, Inline, Target};
use crate::text::Clean;

use super::{Ground, Reader, Xml, name};

/// How words are set.
#[derive(Clone, Copy, Default)]
pub struct Style<'s> {
    /// Their face.
    pub face: Face,
    /// Where they lead.
    pub target: Option<&'s Target>,
}

/// Blocks while they are put together.
#[derive(Default)]
pub struct Flow {
    /// The blocks so far.
    pub blocks: Vec<Block>,
    line: Vec<Inline>,
    /// What stands beside the line, and comes behind it.
    pub aside: Vec<Block>,
}

impl Flow {
    /// Adds words to the line.
    pub fn text(&mut self, text: &str, style: Style) {
        if self.line.is_empty() && is_blank(text) {
            return;
        }
        let text = match style.face.kind {
            FaceKind::Code => Clean::line(text),
            _ => Clean::words(text),
        };
        if !text.is_empty() {
            self.push(Inline {
                text,
                face: style.face,
                target: style.target.cloned(),
            });
        }
    }

    /// Adds a run to the line.
    pub fn push(&mut self, inline: Inline) {
        self.line.push(inline);
    }

    /// Breaks the line within its paragraph.
    pub fn line_break(&mut self) {
        self.push(Inline::plain(Clean::lines("\n")));
    }

    /// Ends the line: it is a paragraph, if it says anything.
    pub fn end_line(&mut self) {
        if self.line.iter().any(|inline| !is_blank(&inline.text)) {
            // Of just the right size: there are very many of them.
            let line = self.line.drain(..).collect();
            self.blocks.push(Block::Paragraph(line));
        }
        self.line.clear();
        self.blocks.append(&mut self.aside);
    }

    /// Adds a block of its own.
    pub fn block(&mut self, block: Block) {
        self.end_line();
        self.blocks.push(block);
    }

    /// The blocks.
    pub fn finish(mut self) -> Vec<Block> {
        self.end_line();
        self.blocks
    }
}

fn is_blank(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_whitespace())
}

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
        super::flat::line(self.blocks_apart(node))
    }

    /// What lies in an element, as plain words.
    pub(super) fn words(&mut self, node: Xml) -> Clean {
        super::flat::words(&self.line(node))
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
