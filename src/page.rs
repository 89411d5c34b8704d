//! Typesetting: blocks become rows of styled runs at a width. Pure, and below the terminal.
//!
//! **Invariant:** no row is wider than the page, but for rows marked [`Row::wide`]; anchors never go
//! back down the page; every run that shows course text says where in its block's text it stands, so
//! that finding, lighting and the reading place never depend on the width. (Raised and lowered
//! letters and marks of footnotes are shown otherwise than written, and have no place of their own;
//! [`Page::cells_of`] lights them with what stands before them.)

mod block;
mod galley;
mod setter;
mod table;

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use crate::course::Section;
use crate::course::block::{Block, Target};
use crate::course::id::QuestionId;
use crate::course::passage::{Anchor, Passage};
use crate::text::width;
use setter::Setter;

/// A section laid out at a width.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Page {
    /// The rows, top to bottom.
    pub rows: Vec<Row>,
    /// Rows on which a heading starts, ascending; the section's title is one.
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
    /// The place of its first character; of a title, a label or a rule, the place of what follows;
    /// of a blank row, the end of what stands above it. All rows of a table row have its start; where
    /// a table is told in records, the header's words count to the first of them.
    pub anchor: Anchor,
    /// May it be wider than the page? Then it is panned, not wrapped. Code is, and a glyph of two
    /// cells on a page of one.
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
pub fn lay(section: &Section, width: usize, glyphs: Glyphs) -> Page {
    let mut setter = Setter::new(Some(section), width, glyphs);
    setter.title(&section.title);
    setter.top_level(&section.blocks);
    setter.footnotes(&section.footnotes);
    setter.page
}

/// Lays out blocks that stand alone, such as a prompt. Their anchors count from the first of them.
pub fn lay_blocks(blocks: &[Block], width: usize, glyphs: Glyphs) -> Page {
    let mut setter = Setter::new(None, width, glyphs);
    setter.top_level(blocks);
    setter.page
}

impl Page {
    /// The row at a place: the first of the rows with the last anchor that is not behind it. A
    /// reading place is kept as the top row's anchor until the learner scrolls; it then gives the
    /// same row again after any changes of the width. 0 on an empty page.
    pub fn row_of(&self, anchor: Anchor) -> usize {
        let behind = self.rows.partition_point(|row| row.anchor <= anchor);
        let last = behind.checked_sub(1).map(|n| self.rows[n].anchor);
        self.rows.partition_point(|row| Some(row.anchor) < last)
    }

    /// The cells that a passage covers: for each row on which it shows, the row and its columns, in
    /// reading order. A row of a table may be in it more than once.
    pub fn cells_of(&self, passage: Passage) -> Vec<(usize, Range<usize>)> {
        let block = passage.start.block;
        let end = Anchor {
            block,
            offset: passage.end,
        };
        let first = self.row_of(passage.start);
        let rows = (first..)
            .zip(&self.rows[first..])
            .take_while(|(_, row)| row.anchor < end)
            .filter(|(_, row)| row.anchor.block == block);
        let mut cells: Vec<(usize, Range<usize>)> = Vec::new();
        for (n, row) in rows {
            for columns in row.columns_of(passage.start.offset, passage.end) {
                match cells.last_mut() {
                    Some((row, last)) if *row == n && last.end == columns.start => {
                        last.end = columns.end;
                    }
                    _ => cells.push((n, columns)),
                }
            }
        }
        cells
    }
}

impl Row {
    /// The columns of each run that show some of the bytes from `start` to before `end`.
    fn columns_of(&self, start: u32, end: u32) -> impl Iterator<Item = Range<usize>> {
        let mut column = 0;
        // The byte behind the last run that has a place.
        let mut behind = None;
        self.runs.iter().filter_map(move |run| {
            let left = column;
            column += width(&run.text);
            let Some(at) = run.at else {
                let is_lit = behind.is_some_and(|behind| start <= behind && behind < end);
                let is_blank = run.text.trim().is_empty();
                return (is_lit && !is_blank).then_some(left..column);
            };
            let run_end = at.saturating_add(place(run.text.len()));
            behind = Some(run_end);
            if run_end <= start || at >= end {
                return None;
            }
            let (mut from, mut to) = (column, left);
            let mut cell = left;
            for (byte, grapheme) in run.text.grapheme_indices(true) {
                let byte = at.saturating_add(place(byte));
                let cells = width(grapheme);
                if byte < end && byte.saturating_add(place(grapheme.len())) > start {
                    from = from.min(cell);
                    to = cell + cells;
                }
                cell += cells;
            }
            (from < to).then_some(from..to)
        })
    }
}

/// A count of bytes as it is kept in anchors and runs.
fn place(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap_or(u32::MAX)
}
