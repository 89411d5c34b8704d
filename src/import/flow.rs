//! Words and blocks that come one after the other become paragraphs and what stands between them.
//!
//! **Invariant:** no paragraph is empty, and no word is lost.

use crate::course::block::{Block, Face, FaceKind, Inline, Target};
use crate::text::Clean;

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
