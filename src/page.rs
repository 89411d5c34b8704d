//! Typesetting: blocks become rows of styled runs at a width. Pure, and below the terminal.
//!
//! **Invariant:** no row is wider than the page, but for rows marked [`Row::wide`]; every run that
//! shows course text says where in its block's text it stands, so that finding, lighting and the
//! reading place never depend on the width.

pub mod block;
pub mod table;

use crate::course::Section;
use crate::course::block::{Block, Target};
use crate::course::id::QuestionId;
use crate::course::passage::Anchor;

/// A section laid out at a width.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Page {
    /// The rows, top to bottom.
    pub rows: Vec<Row>,
    /// Rows on which a heading starts, ascending.
    pub headings: Vec<usize>,
    /// Rows on which a question has its place, ascending, with the question.
    pub questions: Vec<(usize, QuestionId)>,
    /// Links in reading order: the row on which each starts, and where it leads. A run names its
    /// link by the index in here.
    pub links: Vec<(usize, Target)>,
}

/// A line of a page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Row {
    /// Left to right. Blanks between and before are runs too.
    pub runs: Vec<Run>,
    /// The place of its first character; for an ornament, of what follows.
    pub anchor: Anchor,
    /// May it be wider than the page (code)? Then it is panned, not wrapped.
    pub wide: bool,
}

impl Row {
    /// Its characters, without styles.
    pub fn text(&self) -> String {
        self.runs.iter().map(|run| run.text.as_str()).collect()
    }
}

/// A piece of a row in one look.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Run {
    /// What is drawn.
    pub text: String,
    /// How.
    pub look: Look,
    /// Byte in the block's text at which it stands; `None` for ornaments.
    pub at: Option<u32>,
    /// Index in [`Page::links`].
    pub link: Option<u32>,
}

/// How a run is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct Look {
    /// Why it looks so.
    pub role: Role,
    /// Bold.
    pub bold: bool,
    /// Italic.
    pub italic: bool,
    /// What line goes with it.
    pub line: Line,
}

/// A line under or through the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Line {
    /// None.
    #[default]
    None,
    /// Under it.
    Under,
    /// Through it.
    Through,
}

/// Why something looks as it does. A theme gives each role its colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Role {
    /// Running text.
    #[default]
    Text,
    /// Less important.
    Dim,
    /// Titles, focus, links, places of questions.
    Accent,
    /// Right.
    Right,
    /// Wrong.
    Wrong,
    /// Take care; due.
    Caution,
    /// Code, a shade off.
    Code,
}

/// Which signs may be used for ornaments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Glyphs {
    /// `• │ ─ ✓`
    #[default]
    Unicode,
    /// `* | - [x]`
    Ascii,
}

/// Lays out a section's text, `width` cells wide (at least 1): its title, its blocks, its footnotes.
pub fn lay(_section: &Section, _width: usize, _glyphs: Glyphs) -> Page {
    Page::default()
}

/// Lays out blocks that stand alone, such as a prompt. Their anchors count from the first of them.
pub fn lay_blocks(_blocks: &[Block], _width: usize, _glyphs: Glyphs) -> Vec<Row> {
    Vec::new()
}
