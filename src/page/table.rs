//! Tables to rows. Each column gets the width that it needs; where there is too little, the widest
//! give first. A table that can't fit becomes a list: `Header: cell`, a record behind the other.
//!
//! **Invariant:** the cost grows with the cells, not with their square. The screen rows of a table
//! row share its place, so places never go back down the page.

use std::ops::Range;

use super::block::DIM;
use super::galley::Galley;
use super::setter::{Setter, Stand, blanks, ornament, rows};
use super::{Look, Role, Run};
use crate::course::block::{Alignment, Inline, Table};
use crate::text::{cut, width};

/// Blanks between columns.
const BETWEEN: usize = 2;
/// No column is narrower than this or its longest word.
const LEAST: usize = 8;
/// Cells of a header that is said again with each record.
const LONGEST_LABEL: usize = 80;

const HEADER: Look = Look {
    bold: true,
    ..PLAIN
};
const CAPTION: Look = Look { bold: true, ..DIM };
const PLAIN: Look = Look {
    role: Role::Text,
    ..DIM
};

/// What a column would like.
#[derive(Debug, Clone, Copy, Default)]
struct Need {
    /// Cells of its longest line.
    line: usize,
    /// Cells of its longest word.
    word: usize,
}

/// The columns as they are set.
struct Columns {
    widths: Vec<usize>,
    /// Do cells wrap? Then blank rows part the rows of the table.
    are_shrunk: bool,
}

impl<'a> Setter<'a> {
    pub fn table(&mut self, table: &'a Table) {
        let caption = self.galley(&table.caption, CAPTION);
        self.set(caption, Stand::Left);
        let (first, rest) = self.room();
        match columns(&self.needs(table), first.min(rest)) {
            Some(columns) => self.grid(table, &columns),
            None => self.records(table),
        }
    }

    fn needs(&self, table: &Table) -> Vec<Need> {
        let mut needs = vec![Need::default(); table.header.len()];
        for cells in std::iter::once(&table.header).chain(&table.rows) {
            if cells.len() > needs.len() {
                needs.resize(cells.len(), Need::default());
            }
            for (need, cell) in needs.iter_mut().zip(cells) {
                let mut galley = Galley::default();
                galley.inlines(cell, PLAIN, 0, &self.notes);
                for line in galley.text.split('\n') {
                    need.line = need.line.max(width(line.trim_end()));
                    need.word = line.split(' ').map(width).fold(need.word, usize::max);
                }
            }
        }
        needs
    }

    fn grid(&mut self, table: &'a Table, columns: &Columns) {
        let top = self.anchor();
        self.table_row(&table.header, &table.alignments, columns, HEADER);
        let mut rule = Vec::new();
        for (n, width) in columns.widths.iter().enumerate() {
            if n > 0 {
                rule.push(blanks(BETWEEN));
            }
            rule.push(ornament(&self.signs.rule.repeat(*width), DIM));
        }
        self.row(rule, top);
        for (n, cells) in table.rows.iter().enumerate() {
            if n > 0 && columns.are_shrunk {
                self.gap();
            }
            self.table_row(cells, &table.alignments, columns, PLAIN);
        }
    }

    fn table_row(
        &mut self,
        cells: &'a [Vec<Inline>],
        alignments: &[Alignment],
        columns: &Columns,
        look: Look,
    ) {
        let anchor = self.anchor();
        let mut galleys: Vec<(Galley<'a>, Vec<Range<usize>>)> = cells
            .iter()
            .zip(&columns.widths)
            .map(|(cell, &width)| {
                let galley = self.galley(cell, look);
                let rows = rows(galley.text.trim_end(), width, width);
                (galley, rows)
            })
            .collect();
        let height = galleys
            .iter()
            .map(|(_, rows)| rows.len())
            .max()
            .unwrap_or(0);
        for n in 0..height {
            let row = self.next_row();
            let mut runs = Vec::new();
            // Blanks that are due before the next words.
            let mut due = 0;
            for (column, ((galley, rows), &room)) in
                galleys.iter_mut().zip(&columns.widths).enumerate()
            {
                let range = rows.get(n).cloned().unwrap_or_default();
                let cells = width(&galley.text[range.clone()]);
                let spare = room.saturating_sub(cells);
                let before = match alignments.get(column).copied().unwrap_or_default() {
                    Alignment::Left => 0,
                    Alignment::Centre => spare / 2,
                    Alignment::Right => spare,
                };
                if !range.is_empty() {
                    push_blanks(&mut runs, due + before);
                    galley.runs(&range, row, &mut self.page.links, &mut runs);
                    due = 0;
                }
                due += if range.is_empty() {
                    room
                } else {
                    spare - before
                } + BETWEEN;
            }
            self.row(runs, anchor);
        }
    }

    fn records(&mut self, table: &'a Table) {
        let Some((first, others)) = table.rows.split_first() else {
            for header in &table.header {
                let galley = self.galley(header, HEADER);
                self.hanging(galley);
            }
            return;
        };
        let labels = self.first_record(&table.header, first);
        for cells in others {
            self.gap();
            for (column, cell) in cells.iter().enumerate() {
                let mut galley = Galley::default();
                let label = labels.get(column).map_or("", String::as_str);
                galley.ornament(label, HEADER, self.offset);
                self.add_inlines(&mut galley, cell, PLAIN);
                self.hanging(galley);
            }
        }
    }

    /// The record that the header's words belong to: they are lit here, and its rows have the
    /// header's place. Gives the labels of the other records: there may be very many of these, so
    /// the words of a label have an end.
    fn first_record(&mut self, header: &'a [Vec<Inline>], cells: &'a [Vec<Inline>]) -> Vec<String> {
        let anchor = self.anchor();
        let mut labelled: Vec<Galley<'a>> = header
            .iter()
            .map(|header| self.galley(header, HEADER))
            .collect();
        labelled.resize_with(cells.len().max(header.len()), Galley::default);
        let first = self.next_row();
        let mut labels = Vec::with_capacity(labelled.len());
        for (column, mut galley) in labelled.into_iter().enumerate() {
            let label = cut(galley.text.trim_end(), LONGEST_LABEL);
            let colon = if label.is_empty() { "" } else { ": " };
            labels.push(format!("{label}{colon}"));
            galley.ornament(colon, HEADER, self.offset);
            if let Some(cell) = cells.get(column) {
                self.add_inlines(&mut galley, cell, PLAIN);
            }
            self.hanging(galley);
        }
        for row in &mut self.page.rows[first..] {
            row.anchor = anchor;
        }
        labels
    }
}

fn push_blanks(runs: &mut Vec<Run>, count: usize) {
    if count > 0 {
        runs.push(blanks(count));
    }
}

/// The widths of columns with these needs in `room` cells, or `None` where they can't fit.
fn columns(needs: &[Need], room: usize) -> Option<Columns> {
    let room = room.checked_sub(needs.len().saturating_sub(1) * BETWEEN)?;
    let natural = |need: &Need| need.line.max(1);
    if needs.iter().map(natural).sum::<usize>() <= room {
        let widths = needs.iter().map(natural).collect();
        return Some(Columns {
            widths,
            are_shrunk: false,
        });
    }
    // Rather break no word; but a long one may have to give.
    [usize::MAX, LEAST].into_iter().find_map(|most| {
        let floor = |need: &Need| need.word.clamp(1, most);
        let at_level = |need: &Need, level: usize| natural(need).min(level).max(floor(need));
        let total = |level| {
            needs
                .iter()
                .map(|need| at_level(need, level))
                .sum::<usize>()
        };
        if total(0) > room {
            return None;
        }
        // The highest level to which all columns may rise.
        let (mut fits, mut over) = (0, room + 1);
        while over - fits > 1 {
            let level = fits + (over - fits) / 2;
            if total(level) <= room {
                fits = level;
            } else {
                over = level;
            }
        }
        let mut spare = room - total(fits);
        let widths = needs
            .iter()
            .map(|need| {
                let width = at_level(need, fits);
                let more = usize::from(spare > 0 && width == fits && width < natural(need));
                spare -= more;
                width + more
            })
            .collect();
        Some(Columns {
            widths,
            are_shrunk: true,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(needs: &[(usize, usize)], room: usize, expected: Option<&[usize]>) {
        let needs: Vec<Need> = needs
            .iter()
            .map(|&(line, word)| Need { line, word })
            .collect();
        let widths = columns(&needs, room).map(|columns| columns.widths);
        assert_eq!(widths.as_deref(), expected, "{needs:?} in {room}");
    }

    #[test]
    fn the_widest_columns_give_first() {
        check(&[(5, 5), (7, 4)], 20, Some(&[5, 7]));
        check(&[(5, 5), (40, 4)], 20, Some(&[5, 13]));
        check(&[(30, 5), (40, 4)], 21, Some(&[10, 9]));
        check(&[(30, 12), (40, 4)], 21, Some(&[12, 7]));
        check(&[(30, 12), (40, 12)], 18, Some(&[8, 8]));
        check(&[(30, 12), (40, 12)], 17, None);
        check(&[(0, 0), (3, 3)], 6, Some(&[1, 3]));
        check(&[], 6, Some(&[]));
        check(&[(1, 1); 50], 80, None);
    }
}
