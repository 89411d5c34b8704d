//! Tables: cells that span become cells that are empty, and what stood in blocks becomes lines.
//!
//! **Invariant:** what stands below a table comes behind it.

use crate::course::block::{Alignment, Block, Inline};
use crate::text::Clean;

use super::blocks::strong;
use super::{Reader, Xml, attribute, elements, name};
use crate::import::flat;
use crate::import::flow::{Flow, Style};
use crate::import::grid::{Cell, Grid};

impl Reader<'_> {
    /// A table, and what stands below it.
    pub(super) fn table(&mut self, node: Xml) -> Vec<Block> {
        let mut grid = Grid::default();
        let mut caption = Vec::new();
        let mut below = Flow::default();
        for part in elements(node) {
            match name(part) {
                "TableHead" | "Title" | "Heading" | "Caption" => {
                    let line = self.line(part);
                    if !caption.is_empty() && !line.is_empty() {
                        caption.push(Inline::plain(Clean::words(" ")));
                    }
                    caption.extend(line);
                }
                "tr" => self.row(part, &mut grid),
                "tbody" | "thead" | "tfoot" => {
                    for row in elements(part) {
                        self.row(row, &mut grid);
                    }
                }
                _ => self.apart(|reader| reader.element(part, &mut below, Style::default())),
            }
        }
        let mut blocks = grid.finish(caption);
        blocks.append(&mut below.finish());
        blocks
    }

    fn row(&mut self, row: Xml, grid: &mut Grid) {
        let cells: Vec<_> = elements(row).collect();
        let is_header = !cells.is_empty() && cells.iter().all(|cell| name(*cell) == "th");
        let is_first = grid.rows.is_empty();
        grid.has_header |= is_first && is_header;
        let mut read = Vec::with_capacity(cells.len());
        for cell in cells {
            let mut line = flat::line(self.blocks_apart(cell));
            if name(cell) == "th" && !(is_first && is_header) {
                line = strong(line);
            }
            let span = |name| attribute(cell, name).and_then(|span| span.parse().ok());
            read.push(Cell {
                line,
                columns: span("colspan").unwrap_or(1).max(1),
                rows: span("rowspan").unwrap_or(1).max(1),
                alignment: alignment(attribute(cell, "class").unwrap_or_default()),
            });
        }
        grid.add(read);
    }
}

fn alignment(class: &str) -> Alignment {
    match class {
        "TableCentered" | "ColumnHeadCentered" => Alignment::Centre,
        "TableRight" | "TableDecimal" | "ColumnHeadRight" => Alignment::Right,
        _ => Alignment::Left,
    }
}
