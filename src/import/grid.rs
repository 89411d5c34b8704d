//! The grid of a table: cells that span become cells that are empty.
//!
//! **Invariant:** the grid is not much bigger than its source: a table that would be is a list of its
//! rows.

use crate::course::block::{Alignment, Block, Inline, Table};

/// A table while its rows are read.
#[derive(Default)]
pub struct Grid {
    /// The rows so far.
    pub rows: Vec<Vec<Vec<Inline>>>,
    /// Is the first row one of headers alone?
    pub has_header: bool,
    alignments: Vec<Alignment>,
    /// Columns that a cell from above still takes, and for how many rows.
    taken: Vec<usize>,
    /// Cells of the source, and of the rows so far.
    cells: usize,
    filled: usize,
    width: usize,
}

/// A cell as it stands in the source.
pub struct Cell {
    /// What it says.
    pub line: Vec<Inline>,
    /// Columns that it takes.
    pub columns: usize,
    /// Rows that it takes.
    pub rows: usize,
    /// How it is set.
    pub alignment: Alignment,
}

impl Grid {
    /// Columns that a cell may span.
    const WIDEST: usize = 64;

    /// Adds a row.
    pub fn add(&mut self, cells: Vec<Cell>) {
        let mut row = Vec::with_capacity(cells.len());
        for mut cell in cells {
            self.cells += 1;
            if self.is_huge(self.filled + row.len()) {
                (cell.columns, cell.rows) = (1, 1);
                self.taken.clear();
            }
            while self.is_taken(row.len()) {
                row.push(Vec::new());
            }
            let at = row.len();
            let columns = cell.columns.min(Self::WIDEST);
            row.push(cell.line);
            row.resize(at + columns, Vec::new());
            if cell.rows > 1 {
                let until = self.rows.len().saturating_add(cell.rows);
                self.taken.resize(self.taken.len().max(at + columns), 0);
                self.taken[at..at + columns].fill(until);
            }
            // The first row that is no header says how its columns are set.
            if self.rows.len() == usize::from(self.has_header) {
                self.alignments.resize(at, Alignment::Left);
                self.alignments.resize(at + columns, cell.alignment);
            }
        }
        self.width = self.width.max(row.len());
        self.filled += row.len();
        self.rows.push(row);
    }

    /// Are so many cells far more than the source has?
    fn is_huge(&self, cells: usize) -> bool {
        cells > 8 * self.cells + 1000
    }

    fn is_taken(&self, column: usize) -> bool {
        self.taken
            .get(column)
            .is_some_and(|until| *until > self.rows.len())
    }

    /// The table, or what comes nearest to it.
    pub fn finish(mut self, caption: Vec<Inline>) -> Vec<Block> {
        let n_cells = self.rows.len().saturating_mul(self.width);
        if self.width == 0 {
            let line = (!caption.is_empty()).then_some(Block::Paragraph(caption));
            return line.into_iter().collect();
        }
        if self.is_huge(n_cells) {
            return listed(self.rows, caption);
        }
        let width = self.width;
        for row in &mut self.rows {
            row.resize(width, Vec::new());
        }
        self.alignments.resize(width, Alignment::Left);
        let header = if self.has_header {
            self.rows.remove(0)
        } else {
            vec![Vec::new(); width]
        };
        vec![Block::Table(Table {
            caption,
            alignments: self.alignments,
            header,
            rows: self.rows,
        })]
    }
}

/// Rows as a list.
fn listed(rows: Vec<Vec<Vec<Inline>>>, caption: Vec<Inline>) -> Vec<Block> {
    let mut blocks = Vec::new();
    if !caption.is_empty() {
        blocks.push(Block::Paragraph(caption));
    }
    let item = |row: Vec<Vec<Inline>>| {
        let cells = row.into_iter().filter(|cell| !cell.is_empty());
        cells.map(Block::Paragraph).collect()
    };
    blocks.push(Block::List {
        start: None,
        items: rows.into_iter().map(item).collect(),
    });
    blocks
}
