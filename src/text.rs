//! Strings and cells: what is safe to draw, and how wide it is. Knows Unicode and nothing else.
//!
//! **Invariant:** a [`Clean`] never holds a control character, an escape sequence, or a character
//! that re-orders the text around it. There is no other way to make one than to clean.

pub mod clean;
pub mod field;
pub mod maths;
pub mod scripts;
pub mod slug;
pub mod wrap;

pub use clean::Clean;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// How many cells a line of text takes on a terminal, by the measure that ratatui draws with: the
/// sum over its graphemes. (The width of the string as a whole is less where a script has
/// ligatures, but each grapheme is drawn in cells of its own.)
pub fn width(text: &str) -> usize {
    if text.is_ascii() {
        return text.len();
    }
    if text.chars().all(is_plain) {
        return text.chars().count();
    }
    text.graphemes(true).map(UnicodeWidthStr::width).sum()
}

/// The longest start of `text` that takes at most `cells`, cut between graphemes.
pub fn cut(text: &str, cells: usize) -> &str {
    if text.len() <= cells {
        return text;
    }
    let mut used = 0;
    for (at, grapheme) in text.grapheme_indices(true) {
        used += grapheme.width();
        if used > cells {
            return &text[..at];
        }
    }
    text
}

/// Is it a letter or sign of one cell that nothing beside it changes, and that is clean as it is?
/// Nearly all prose in European languages is made of these; they take the short way everywhere.
fn is_plain(c: char) -> bool {
    matches!(c, ' '..='~' | '\u{a0}'..='\u{ac}' | '\u{ae}'..='\u{2ff}' | '\u{2010}'..='\u{2027}')
}

/// The graphemes of a text: what a reader takes for its letters.
pub fn graphemes(text: &str) -> impl Iterator<Item = &str> {
    text.graphemes(true)
}

/// The one of `known` that `word` was most likely meant to be, if any is near enough.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let likeness = |one: &str| strsim::jaro_winkler(&word.to_lowercase(), &one.to_lowercase());
    known
        .into_iter()
        .map(|one| (likeness(one), one))
        .filter(|(likeness, _)| *likeness >= 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, one)| one)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_character_takes_one_cell_and_joins_with_none() {
        for c in ('\0'..='\u{3000}').filter(|&c| is_plain(c)) {
            let pair = format!("{c}{c}");
            assert_eq!(pair.graphemes(true).count(), 2, "{c:?}");
            assert_eq!(
                pair.graphemes(true)
                    .map(UnicodeWidthStr::width)
                    .sum::<usize>(),
                2,
                "{c:?}"
            );
        }
    }

    #[test]
    fn width_counts_what_is_drawn() {
        for (text, cells) in [
            ("", 0),
            ("team", 4),
            ("naïve – “yes”", 13),
            ("日本", 4),
            ("e\u{301}", 1),
            ("👩\u{200d}🚀", 2),
            ("❤\u{fe0f}", 2),
            ("🇬🇧", 2),
            // One glyph in some fonts, two cells for ratatui.
            ("لا", 2),
        ] {
            assert_eq!(width(text), cells, "{text:?}");
        }
    }

    #[test]
    fn a_cut_never_splits_a_glyph() {
        for (text, cells, expected) in [
            ("team", 4, "team"),
            ("team", 2, "te"),
            ("team", 0, ""),
            ("日本", 3, "日"),
            ("日本", 1, ""),
            ("e\u{301}e\u{301}", 1, "e\u{301}"),
            ("a👩\u{200d}🚀", 2, "a"),
        ] {
            assert_eq!(cut(text, cells), expected, "{text:?} in {cells}");
        }
    }
}
