//! The text of a field with its rows, and how it changes and stays clean.
//!
//! **Invariant:** the text stays as it is when it is cleaned again, and the rows are those of the
//! text. What a change brings together is cleaned together: it may join, or lose what it stood on.

use std::ops::Range;

use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};

use super::rows::Rows;
use super::{LONGEST, Lines};
use crate::text::{Clean, is_plain};

/// Graphemes on either side that are cleaned with what comes between them. The nearest may join
/// with it, and the next then stands beside that.
const NEAR: usize = 2;

/// A text with its rows.
#[derive(Debug, Clone, Default)]
pub struct Body {
    /// The text.
    pub text: String,
    /// Its rows.
    pub rows: Rows,
}

/// What a change comes to.
#[derive(Debug)]
pub struct Mended {
    /// What of the text gives way.
    pub range: Range<usize>,
    /// What comes in its place.
    pub words: String,
    /// The end of what was put in, in the text that comes of it.
    pub end: usize,
    /// Was there room for all of it?
    pub fits: bool,
}

impl Body {
    /// A clean text, as long as it may be.
    pub fn new(text: &str, lines: Lines) -> Self {
        Self {
            text: clean_start(text, lines, LONGEST),
            rows: Rows::default(),
        }
    }

    /// Puts `words` where `range` is.
    pub fn splice(&mut self, range: Range<usize>, words: &str) {
        self.text.replace_range(range.clone(), words);
        self.rows.change(&self.text, &range, words.len());
    }

    /// What has to be put where, for `words` in the place of `range` to leave a clean text.
    pub fn mended(&self, range: Range<usize>, words: &str, lines: Lines) -> Mended {
        let room = LONGEST - (self.text.len() - range.len());
        if words.len() <= room && words.chars().all(is_plain) && self.is_plain_around(&range) {
            return Mended {
                end: range.start + words.len(),
                range,
                words: words.to_owned(),
                fits: true,
            };
        }
        // An escape sequence without an end must not swallow what stands behind it.
        let whole;
        let words = if words.chars().any(|c| c.is_control() && !c.is_whitespace()) {
            whole = clean(words, lines);
            &whole
        } else {
            words
        };
        let near = self.near(&range);
        let head = &self.text[near.start..range.start];
        let tail = &self.text[range.end..near.end];
        let room = LONGEST - (self.text.len() - near.len());
        let mut whole = clean(&[head, words, tail].concat(), lines);
        let fits = whole.len() <= room;
        let mut words = words;
        let cut;
        if !fits {
            cut = clean_start(words, lines, room.saturating_sub(head.len() + tail.len()));
            words = &cut;
            whole = clean(&[head, words, tail].concat(), lines);
        }
        if whole.len() > room {
            return Mended {
                end: range.end,
                words: self.text[range.clone()].to_owned(),
                range,
                fits,
            };
        }
        let end = if whole.ends_with(tail) {
            whole.len() - tail.len()
        } else {
            clean(&[head, words].concat(), lines).len()
        };
        Mended {
            end: near.start + end,
            range: near,
            words: whole,
            fits,
        }
    }

    fn is_plain_around(&self, range: &Range<usize>) -> bool {
        let is_plain = |c: Option<char>| c.is_none_or(|c| is_plain(c) || c == '\n');
        is_plain(self.text[..range.start].chars().next_back())
            && is_plain(self.text[range.end..].chars().next())
    }

    fn near(&self, range: &Range<usize>) -> Range<usize> {
        let before = self.text[..range.start].grapheme_indices(true).rev();
        let behind = self.text[range.end..].grapheme_indices(true);
        before.take(NEAR).last().map_or(range.start, |(at, _)| at)
            ..range.end
                + behind
                    .take(NEAR)
                    .last()
                    .map_or(0, |(at, glyph)| at + glyph.len())
    }
}

fn clean(text: &str, lines: Lines) -> String {
    match lines {
        Lines::One => Clean::line(text).to_string(),
        Lines::Many => Clean::lines(text).to_string(),
    }
}

/// As much of the clean text as `room` bytes hold.
fn clean_start(text: &str, lines: Lines, room: usize) -> String {
    let mut start = clean(text, lines);
    if start.len() > room {
        start.truncate(border_before(&start, room));
        // What it joined with at its end may be gone.
        start = clean(&start, lines);
    }
    start
}

/// The last place between graphemes that is not behind `at`.
pub fn border_before(text: &str, at: usize) -> usize {
    let at = (0..=at.min(text.len()))
        .rev()
        .find(|&at| text.is_char_boundary(at))
        .unwrap_or(0);
    let mut cursor = GraphemeCursor::new(at, text.len(), true);
    match cursor.is_boundary(text, 0) {
        Ok(false) => cursor.prev_boundary(text, 0).ok().flatten().unwrap_or(0),
        _ => at,
    }
}

/// The first place between graphemes that is not before `at`.
pub fn border_behind(text: &str, at: usize) -> usize {
    match border_before(text, at) {
        border if border >= at.min(text.len()) => border,
        border => {
            let glyph = text[border..].graphemes(true).next();
            border + glyph.map_or(0, str::len)
        }
    }
}
