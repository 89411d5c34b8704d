//! A page of rows on which lines can be chosen.
//!
//! **Invariant:** the chosen line is in view, whatever is laid out and however high the window is.

use std::ops::Range;

use crate::app::action::Verb;
use crate::app::rows::{self, ACCENT};
use crate::page::{Glyphs, Row};

/// Cells of the cursor's sign, before each line.
pub(super) const SIGN: usize = 2;

/// A page, laid out.
#[derive(Debug, Clone, Default)]
pub(super) struct Page {
    /// All rows.
    pub rows: Vec<Row>,
    /// The first row that shows.
    pub top: usize,
    /// The line under the cursor.
    pub selected: usize,
    /// The first row of each line.
    starts: Vec<usize>,
    /// How many rows show.
    height: usize,
}

impl Page {
    /// Takes in what was laid out anew, for so many rows of the window. Before each line there is
    /// room for the cursor's sign.
    pub fn lay(&mut self, rows: Vec<Row>, starts: Vec<usize>, height: usize, glyphs: Glyphs) {
        (self.rows, self.starts) = (rows, starts);
        self.height = height.max(1);
        self.selected = self.selected.min(self.starts.len().saturating_sub(1));
        for (line, start) in self.starts.iter().enumerate() {
            let sign = match (line == self.selected, glyphs) {
                (false, _) => "  ",
                (true, Glyphs::Unicode) => "▸ ",
                (true, Glyphs::Ascii) => "> ",
            };
            if let Some(row) = self.rows.get_mut(*start) {
                row.runs.insert(0, rows::run(sign, ACCENT));
            }
        }
        let line = self.line();
        // What stands above the first line belongs to it.
        let start = if self.selected == 0 { 0 } else { line.start };
        self.top = self
            .top
            .min(start)
            .max(line.end.saturating_sub(self.height));
        let last = self.rows.len().saturating_sub(self.height);
        self.top = self.top.min(last);
    }

    /// The rows of the line under the cursor.
    fn line(&self) -> Range<usize> {
        let Some(start) = self.starts.get(self.selected).copied() else {
            return 0..0;
        };
        let end = self.starts.get(self.selected + 1).copied();
        // Headings stand between lines; the line itself is one row.
        start..end.unwrap_or(self.rows.len()).min(start + 1)
    }

    /// The same, on the screen.
    pub fn selection(&self) -> Range<usize> {
        let line = self.line();
        line.start.saturating_sub(self.top)..line.end.saturating_sub(self.top)
    }

    /// Moves the cursor. `false`: the verb doesn't move.
    pub fn act(&mut self, verb: Verb) -> bool {
        let last = self.starts.len().saturating_sub(1);
        let page = self.height.max(2) - 1;
        let at = self.selected;
        self.selected = match verb {
            Verb::LineDown => at + 1,
            Verb::LineUp => at.saturating_sub(1),
            Verb::HalfDown => at + page / 2,
            Verb::HalfUp => at.saturating_sub(page / 2),
            Verb::PageDown => at + page,
            Verb::PageUp => at.saturating_sub(page),
            Verb::Top => 0,
            Verb::Bottom => last,
            _ => return false,
        }
        .min(last);
        true
    }

    /// Puts the cursor on the line in that row of the screen. Is there one?
    pub fn choose(&mut self, row: usize) -> bool {
        let line = self
            .starts
            .iter()
            .rposition(|start| *start <= row + self.top);
        if let Some(line) = line {
            self.selected = line;
        }
        line.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_under_the_cursor_is_in_view() {
        for height in [0, 1, 3, 10, 99] {
            let mut page = Page::default();
            let rows = || vec![rows::blank(); 40];
            let starts: Vec<usize> = (5..40).step_by(3).collect();
            page.lay(rows(), starts.clone(), height, Glyphs::Unicode);
            assert_eq!(
                page.top,
                usize::from(height < 6) * 6_usize.saturating_sub(height.max(1))
            );
            for verb in [
                Verb::PageDown,
                Verb::Bottom,
                Verb::LineUp,
                Verb::HalfUp,
                Verb::Top,
            ] {
                assert!(page.act(verb));
                page.lay(rows(), starts.clone(), height, Glyphs::Unicode);
                let line = starts[page.selected];
                let shown = page.top..page.top + height.max(1);
                assert!(shown.contains(&line), "{verb:?} {height}");
                assert_eq!(page.selection(), line - page.top..line - page.top + 1);
            }
            assert!(!page.act(Verb::Quit));
        }
        let mut empty = Page::default();
        empty.lay(Vec::new(), Vec::new(), 10, Glyphs::Ascii);
        assert!(empty.act(Verb::LineDown) && !empty.choose(3));
        assert_eq!(empty.selection(), 0..0);
    }
}
