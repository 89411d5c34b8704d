//! Where a line breaks: first fit over the break opportunities of UAX #14.
//!
//! **Invariant:** no row is wider than it may be, but for a single grapheme that is too wide by
//! itself. The rows and the blanks and line ends between them are the text. Takes linear time.

use std::ops::Range;

use unicode_linebreak::linebreaks;
use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};
use unicode_width::UnicodeWidthStr;

use super::{is_plain, width};

/// Characters that are looked at to see whether a break splits a grapheme: more than a clean
/// grapheme has, and an even number, so that letters of flags stay in pairs.
const NEAR: usize = 64;

/// The rows of `text`, as ranges of its bytes: the first at most `first` cells wide, the others
/// `rest` (0 counts as 1). `\n` begins a new row; blanks at the end of a row are in none. There is
/// always at least one row.
pub fn wrap(text: &str, first: usize, rest: usize) -> Vec<Range<usize>> {
    let mut rows = Rows {
        done: Vec::with_capacity(text.len() / rest.max(1) + 1),
        limit: first.max(1),
        rest: rest.max(1),
    };
    let mut base = 0;
    for line in text.split('\n') {
        rows.fill(line, base);
        base += line.len() + 1;
    }
    rows.done
}

struct Rows {
    done: Vec<Range<usize>>,
    /// Cells of the row that is being filled.
    limit: usize,
    /// Cells of those that follow.
    rest: usize,
}

impl Rows {
    /// Adds the rows of a line that starts at byte `base`.
    fn fill(&mut self, line: &str, base: usize) {
        // The row so far, without the blanks at its end; the cells up to here, with them.
        let (mut row, mut used) = (0..0, 0);
        let mut start = 0;
        for (end, _) in linebreaks(line) {
            if is_inside_grapheme(line, end) {
                continue;
            }
            let piece = &line[start..end];
            let word = piece.trim_end_matches(is_blank);
            let blanks = width(&piece[word.len()..]);
            let cells = width(word);
            if !word.is_empty() && used + cells > self.limit {
                if used > 0 || !row.is_empty() {
                    self.push(row, base);
                }
                (row, used) = self.split(word, start, base);
            } else {
                used += cells;
                if !word.is_empty() {
                    row.end = start + word.len();
                }
            }
            used += blanks;
            start = end;
        }
        self.push(row, base);
    }

    /// Begins a row with a word, breaking it where no row can hold it. Gives that row so far.
    fn split(&mut self, word: &str, start: usize, base: usize) -> (Range<usize>, usize) {
        let (mut from, mut used) = (0, 0);
        if word.is_ascii() && !word.contains(' ') {
            while word.len() - from > self.limit {
                let to = from + self.limit;
                self.push(start + from..start + to, base);
                from = to;
            }
            used = word.len() - from;
        } else {
            for (at, grapheme) in word.grapheme_indices(true) {
                let cells = grapheme.width();
                if used > 0 && used + cells > self.limit {
                    let row = word[from..at].trim_end_matches(is_blank);
                    self.push(start + from..start + from + row.len(), base);
                    (from, used) = (at, 0);
                }
                // A "word" may have blanks in it: no break is allowed in `yes !`.
                if used == 0 && grapheme.chars().all(is_blank) {
                    from = at + grapheme.len();
                } else {
                    used += cells;
                }
            }
        }
        (start + from..start + word.len(), used)
    }

    fn push(&mut self, row: Range<usize>, base: usize) {
        self.done.push(base + row.start..base + row.end);
        self.limit = self.rest;
    }
}

/// Does a break at `at` split a grapheme? UAX #14 does not promise that it won't.
pub(super) fn is_inside_grapheme(line: &str, at: usize) -> bool {
    let (before, behind) = line.split_at(at);
    if before.ends_with(stands_alone) && behind.starts_with(stands_alone) {
        return false;
    }
    // Flags are paired from the start of their row of letters, which may be the whole text: what
    // stands too far before has no say, so that a text of flags takes linear time.
    let near = before
        .char_indices()
        .rev()
        .take(NEAR)
        .last()
        .map_or(at, |(near, _)| near);
    let line = &line[near..];
    // It may ask for more of the text, but never where it has the whole.
    !GraphemeCursor::new(at - near, line.len(), true)
        .is_boundary(line, 0)
        .unwrap_or(true)
}

/// Signs that never join with another of them to one grapheme: a short way for most of the world.
fn stands_alone(c: char) -> bool {
    is_plain(c)
        || matches!(c, '\u{3000}'..='\u{3029}' | '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}'
            | '\u{3400}'..='\u{9fff}')
}

/// A blank that may hang over the end of a row.
pub(super) fn is_blank(c: char) -> bool {
    c.is_whitespace() && !matches!(c, '\u{a0}' | '\u{2007}' | '\u{202f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, first: usize, rest: usize, expected: &[&str]) {
        let rows: Vec<&str> = wrap(text, first, rest)
            .into_iter()
            .map(|row| &text[row])
            .collect();
        assert_eq!(rows, expected, "{text:?} in {first}, {rest}");
    }

    #[test]
    fn breaks_between_words() {
        check("", 5, 5, &[""]);
        check("one two three", 7, 7, &["one two", "three"]);
        check("one two three", 3, 7, &["one", "two", "three"]);
        check("one two three", 3, 9, &["one", "two three"]);
        check("one  two   ", 3, 3, &["one", "two"]);
        check("well-known fact", 5, 5, &["well-", "known", "fact"]);
        check("see (here)", 7, 7, &["see", "(here)"]);
        check("10\u{a0}km away", 5, 5, &["10\u{a0}km", "away"]);
        check("yes ! no", 3, 3, &["yes", "!", "no"]);
        check("日本語の本", 4, 4, &["日本", "語の", "本"]);
        check("🇬🇧🇫🇷🇩🇪", 4, 4, &["🇬🇧🇫🇷", "🇩🇪"]);
    }

    #[test]
    fn line_ends_begin_a_row() {
        check("a\nb", 9, 9, &["a", "b"]);
        check("a\n\nb\n", 9, 9, &["a", "", "b", ""]);
        check("  indent\n  more", 9, 9, &["  indent", "  more"]);
    }

    #[test]
    fn words_longer_than_a_row_are_broken_between_graphemes() {
        check("abcdefgh ij", 3, 3, &["abc", "def", "gh", "ij"]);
        check("x abcdef", 4, 4, &["x", "abcd", "ef"]);
        check(
            "e\u{301}e\u{301}e\u{301}",
            2,
            2,
            &["e\u{301}e\u{301}", "e\u{301}"],
        );
        check(
            "👩\u{200d}🚀👩\u{200d}🚀",
            3,
            3,
            &["👩\u{200d}🚀", "👩\u{200d}🚀"],
        );
    }

    #[test]
    fn a_glyph_too_wide_has_a_row_of_its_own() {
        check("日本a", 1, 1, &["日", "本", "a"]);
        check("ab", 0, 0, &["a", "b"]);
    }
}
