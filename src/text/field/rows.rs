//! The rows of a field, and which place in the text is where on them.
//!
//! **Invariant:** there is at least one row, the first begins with the text, and what lies between
//! two rows is blanks and at most one line end. The last column is the cursor's: no row reaches it,
//! but for a glyph that is too wide by itself.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::text::wrap::wrap;
use crate::text::{cut, width};

/// The rows of `text` in `columns`, as ranges of its bytes, without line ends. Of the blanks at a
/// row's end there are as many as fit.
pub fn lay(text: &str, columns: usize) -> Vec<Range<usize>> {
    let cells = columns.saturating_sub(1).max(1);
    let wrapped = wrap(text, cells, cells);
    let mut rows = Vec::with_capacity(wrapped.len());
    let mut start = 0;
    for (nth, row) in wrapped.iter().enumerate() {
        // Wrapping drops blanks before a word that it has to break.
        if start < row.start {
            rows.push(with_blanks(text, start..start, row.start, cells));
        }
        let next = wrapped.get(nth + 1).map_or(text.len(), |next| next.start);
        let line_end = line_end(text, row.end..next);
        rows.push(with_blanks(
            text,
            row.clone(),
            line_end.unwrap_or(next),
            cells,
        ));
        start = line_end.map_or(next, |end| end + 1);
    }
    rows
}

/// The row and column of the byte `at`.
pub fn find(text: &str, rows: &[Range<usize>], at: usize, columns: usize) -> (usize, usize) {
    let row = rows
        .partition_point(|row| row.start <= at)
        .saturating_sub(1);
    let column = width(&text[rows[row].start..at]);
    (row, column.min(columns.saturating_sub(1)))
}

/// The byte at a column of a row, or the row's last place if it ends before.
pub fn byte_at(text: &str, rows: &[Range<usize>], row: usize, column: usize) -> usize {
    let (start, last) = (rows[row].start, last_place(text, rows, row));
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
pub fn last_place(text: &str, rows: &[Range<usize>], row: usize) -> usize {
    let Range { start, end } = rows[row];
    let Some(next) = rows.get(row + 1) else {
        return text.len();
    };
    line_end(text, end..next.start).unwrap_or_else(|| {
        let last = text[start..next.start].grapheme_indices(true).next_back();
        start + last.map_or(0, |(at, _)| at)
    })
}

fn line_end(text: &str, gap: Range<usize>) -> Option<usize> {
    text[gap.clone()].find('\n').map(|at| gap.start + at)
}

/// A row with as many of the blanks up to `end` as there is room for.
fn with_blanks(text: &str, row: Range<usize>, end: usize, cells: usize) -> Range<usize> {
    if row.end == end {
        return row;
    }
    let room = cells.saturating_sub(width(&text[row.clone()]));
    row.start..row.end + cut(&text[row.end..end], room).len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, columns: usize, expected: &[&str]) {
        let rows = lay(text, columns);
        let rows: Vec<&str> = rows.into_iter().map(|row| &text[row]).collect();
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
        let rows = lay(text, 5);
        for (at, row, column) in [
            (0, 0, 0),
            (3, 0, 3),
            (4, 1, 0),
            (7, 1, 3),
            (8, 2, 0),
            (11, 2, 2),
            (14, 2, 4),
        ] {
            assert_eq!(find(text, &rows, at, 5), (row, column), "byte {at}");
            assert_eq!(byte_at(text, &rows, row, column), at, "byte {at}");
        }
        // The second half of a wide glyph belongs to it, and all that is behind a row to its end.
        assert_eq!(byte_at(text, &rows, 2, 1), 8);
        assert_eq!(byte_at(text, &rows, 0, 9), 3);
        assert_eq!(byte_at(text, &rows, 1, 9), 7);
        assert_eq!(byte_at(text, &rows, 2, 9), text.len());
    }
}
