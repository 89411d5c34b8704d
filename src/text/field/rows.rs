//! The rows of a field, and which place in the text is where on them.
//!
//! **Invariant:** once laid, there is at least one row, the first begins with the text, and what
//! lies between two rows is blanks and at most one line end. The last column is the cursor's: no
//! row reaches it, but for a glyph that is too wide by itself. A row is found from its start on and
//! from nothing before it, so a change costs the rows that it moves, up to [`REACH`] bytes of them:
//! where a line goes on for longer without the old rows fitting again, one row is left short there.

use std::ops::Range;

use unicode_linebreak::linebreaks;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::text::wrap::{is_blank, is_inside_grapheme};
use crate::text::{cut, width};

/// How far behind a change rows are laid anew: more than any window shows, and quick.
const REACH: usize = 1 << 16;

/// A text broken into rows of a width.
#[derive(Debug, Clone, Default)]
pub struct Rows {
    /// Columns, the cursor's with them; 0 before it is laid.
    columns: usize,
    rows: Vec<Row>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Row {
    /// Its bytes, without the line end; of the blanks at its end as many as fit.
    shown: Range<usize>,
    /// What stands before this byte, and this byte, decided where it ends.
    seen: usize,
}

impl Rows {
    /// Lays `text` in `columns`, if it isn't laid so already.
    pub fn fit(&mut self, text: &str, columns: usize) {
        let columns = columns.max(1);
        if self.columns != columns {
            self.columns = columns;
            self.rows.clear();
            let mut next = Some(0);
            while let Some(start) = next {
                let (row, behind) = row_at(text, start, self.cells());
                self.rows.push(row);
                next = behind;
            }
        }
    }

    /// In `text`, `added` bytes stand now where the bytes of `range` stood.
    pub fn change(&mut self, text: &str, range: &Range<usize>, added: usize) {
        if self.columns == 0 {
            return;
        }
        let moved = |at: usize| at - range.end + range.start + added;
        let end = range.start + added;
        let first = self.rows.partition_point(|row| row.seen < range.start);
        let first = first.min(self.rows.len() - 1);
        // The first old row that may still stand as it is.
        let mut old = first + self.rows[first..].partition_point(|row| row.shown.start < range.end);
        let mut new = Vec::new();
        let mut next = Some(self.rows[first].shown.start);
        while let Some(start) = next {
            while self
                .rows
                .get(old)
                .is_some_and(|row| moved(row.shown.start) < start)
            {
                old += 1;
            }
            let at_old = self.rows.get(old).map(|row| moved(row.shown.start));
            if start >= end && at_old == Some(start) {
                break;
            }
            let (mut row, behind) = row_at(text, start, self.cells());
            next = behind;
            if start > end + REACH
                && let Some(behind) = behind
                && let Some(from) = self.last_start(old, |at| moved(at) <= behind).map(moved)
                && !is_inside_grapheme(&text[start..], from - start)
            {
                row.shown = shown(text, start..from, self.cells());
                next = Some(from);
            }
            new.push(row);
        }
        if next.is_none() {
            old = self.rows.len();
        }
        for row in &mut self.rows[old..] {
            row.shown = moved(row.shown.start)..moved(row.shown.end);
            row.seen = moved(row.seen);
        }
        self.rows.splice(first..old, new);
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// The bytes of a row.
    pub fn get(&self, row: usize) -> Option<Range<usize>> {
        self.rows.get(row).map(|row| row.shown.clone())
    }

    /// The row and column of the byte `at`.
    pub fn find(&self, text: &str, at: usize) -> (usize, usize) {
        let row = self
            .rows
            .partition_point(|row| row.shown.start <= at)
            .saturating_sub(1);
        let start = self.rows.get(row).map_or(at, |row| row.shown.start);
        // Blanks may go on and on behind what shows.
        let column = width(cut(&text[start..at], self.columns));
        (row, column.min(self.columns.saturating_sub(1)))
    }

    /// The byte at a column of a row, or the row's last place if it ends before. Below the last row
    /// is on it.
    pub fn byte_at(&self, text: &str, row: usize, column: usize) -> usize {
        let row = row.min(self.rows.len().saturating_sub(1));
        let last = self.last_place(text, row);
        let start = self.get(row).map_or(last, |row| row.start);
        let mut used = 0;
        for (at, grapheme) in text[start..last].grapheme_indices(true) {
            used += grapheme.width();
            if used > column {
                return start + at;
            }
        }
        last
    }

    /// The last place where a cursor is on this row and not yet on the next.
    pub fn last_place(&self, text: &str, row: usize) -> usize {
        let (Some(row), Some(next)) = (self.get(row), self.get(row + 1)) else {
            return text.len();
        };
        if text[..next.start].ends_with('\n') {
            return next.start - 1;
        }
        let last = text[row.start..next.start]
            .grapheme_indices(true)
            .next_back();
        row.start + last.map_or(0, |(at, _)| at)
    }

    /// The start of the last row, from `first` on, that starts where it may.
    fn last_start(&self, first: usize, may: impl Fn(usize) -> bool) -> Option<usize> {
        let starts = self.rows.get(first..)?.iter().map(|row| row.shown.start);
        starts.take_while(|start| may(*start)).last()
    }

    fn cells(&self) -> usize {
        self.columns.saturating_sub(1).max(1)
    }
}

/// The row that begins at `start`, and where the next one does, if there is one.
fn row_at(text: &str, start: usize, cells: usize) -> (Row, Option<usize>) {
    let (end, seen) = overflow(text, start, cells);
    let row = |end: usize| Row {
        shown: shown(text, start..end, cells),
        seen,
    };
    if end == text.len() {
        return (row(end), None);
    }
    if text[end..].starts_with('\n') {
        return (row(end), Some(end + 1));
    }
    // The glyph that has no room goes onto the next row, and what may not be parted from it.
    let near = &text[start..seen];
    let breaks = linebreaks(near).map(|(at, _)| at);
    let end = breaks
        .take_while(|at| start + at <= end)
        .filter(|at| !is_inside_grapheme(near, *at))
        .last()
        .map_or(end, |at| start + at);
    (row(end), Some(end))
}

/// Where the first glyph stands that has no room in a row from `start`, and where it ends; or the
/// line end; or the end of the text. Blanks always have room.
fn overflow(text: &str, start: usize, cells: usize) -> (usize, usize) {
    let bytes = text.as_bytes();
    let (mut at, mut used) = (start, 0);
    while at < text.len() {
        // A letter before another that joins with nothing needs no look at what a grapheme is.
        let is_letter =
            matches!(bytes[at], b' '..=b'~') && bytes.get(at + 1).is_none_or(u8::is_ascii);
        let (glyph, wide) = if is_letter {
            (&text[at..=at], 1)
        } else {
            let glyph = text[at..].graphemes(true).next().unwrap_or_default();
            (glyph, glyph.width())
        };
        let end = at + glyph.len();
        if glyph == "\n" {
            return (at, end);
        }
        let has_room = used + wide <= cells || glyph.chars().all(is_blank);
        if !has_room && at > start {
            return (at, end);
        }
        used += wide;
        at = end;
    }
    (at, at)
}

/// What shows of a row: of the blanks at its end as many as there is room for.
fn shown(text: &str, row: Range<usize>, cells: usize) -> Range<usize> {
    let words = text[row.clone()].trim_end_matches(is_blank);
    let end = row.start + words.len();
    let room = cells.saturating_sub(width(words));
    row.start..end + cut(&text[end..row.end], room).len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn laid(text: &str, columns: usize) -> Rows {
        let mut rows = Rows::default();
        rows.fit(text, columns);
        rows
    }

    #[track_caller]
    fn check(text: &str, columns: usize, expected: &[&str]) {
        let rows = laid(text, columns);
        let rows: Vec<&str> = rows
            .rows
            .iter()
            .map(|row| &text[row.shown.clone()])
            .collect();
        assert_eq!(rows, expected, "{text:?} in {columns}");
    }

    #[test]
    fn rows_keep_the_blanks_that_fit() {
        check("", 5, &[""]);
        check("one two", 9, &["one two"]);
        check("one two", 5, &["one ", "two"]);
        check("one two", 4, &["one", "two"]);
        check("one     two", 6, &["one  ", "two"]);
        check("one      ", 6, &["one  "]);
        check("      ", 4, &["   "]);
        check("      abcdef", 4, &["   ", "abc", "def"]);
        check("   !!!!", 4, &["   ", "!!!", "!"]);
        check("日本語", 5, &["日本", "語"]);
        check("日本", 1, &["日", "本"]);
        check("ab", 0, &["a", "b"]);
    }

    #[test]
    fn words_go_onto_the_next_row_whole_if_they_can() {
        check("yes ! no", 4, &["yes", "! ", "no"]);
        check("see (here)", 8, &["see ", "(here)"]);
        check("well-known fact", 6, &["well-", "known", "fact"]);
        check("x abcdef", 5, &["x ", "abcd", "ef"]);
        check("🇬🇧🇫🇷🇩🇪", 5, &["🇬🇧🇫🇷", "🇩🇪"]);
    }

    #[test]
    fn line_ends_are_in_no_row() {
        check("a\n", 9, &["a", ""]);
        check("\n\n", 9, &["", "", ""]);
        check(
            "one  \n  two\n   !!!!",
            4,
            &["one", "  ", "two", "   ", "!!!", "!"],
        );
    }

    #[test]
    fn each_place_is_found_where_it_is_shown() {
        let text = "one two\n日本";
        let rows = laid(text, 5);
        for (at, row, column) in [
            (0, 0, 0),
            (3, 0, 3),
            (4, 1, 0),
            (7, 1, 3),
            (8, 2, 0),
            (11, 2, 2),
            (14, 2, 4),
        ] {
            assert_eq!(rows.find(text, at), (row, column), "byte {at}");
            assert_eq!(rows.byte_at(text, row, column), at, "byte {at}");
        }
        // The second half of a wide glyph belongs to it, and all that is behind a row to its end.
        assert_eq!(rows.byte_at(text, 2, 1), 8);
        assert_eq!(rows.byte_at(text, 0, 9), 3);
        assert_eq!(rows.byte_at(text, 1, 9), 7);
        assert_eq!(rows.byte_at(text, 2, 9), text.len());
        assert_eq!(rows.byte_at(text, 9, 9), text.len());
    }

    #[test]
    fn a_change_lays_what_it_moves() {
        let before = "one two three\nfour five six\n日本語\nseven";
        for columns in [1, 4, 6, 9, 40] {
            for (range, added) in [
                (0..0, "x"),
                (4..8, ""),
                (13..14, " "),
                (20..20, "\n\n"),
                (31..34, "a b"),
                (43..43, "!"),
            ] {
                let mut rows = laid(before, columns);
                let mut text = before.to_owned();
                text.replace_range(range.clone(), added);
                rows.change(&text, &range, added.len());
                assert_eq!(
                    rows.rows,
                    laid(&text, columns).rows,
                    "{range:?} {added:?} in {columns}"
                );
            }
        }
    }

    #[test]
    fn far_behind_a_change_a_row_may_be_short() {
        let mut text = "x".repeat(4 * REACH);
        let mut rows = laid(&text, 33);
        let before = rows.len();
        for _ in 0..3 {
            text.insert(0, 'a');
            rows.change(&text, &(0..0), 1);
        }
        assert_eq!(rows.len(), before + 1);
        let short: Vec<_> = rows
            .rows
            .iter()
            .filter(|row| row.shown.len() < 32)
            .collect();
        assert_eq!((short.len(), short[0].shown.len()), (1, 3));
        assert!(short[0].shown.start > REACH);
        let mut end = 0;
        for row in &rows.rows {
            assert_eq!(row.shown.start, end);
            end = row.shown.end;
        }
        assert_eq!(end, text.len());
    }
}
