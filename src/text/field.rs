//! An edit buffer: a text, a cursor, and what can be undone.
//!
//! **Invariant:** the text is made of clean pieces (see [`Clean::lines`]) and at most 1 MiB long;
//! without line ends if the field has one line. The cursor stands between graphemes. Knows no keys
//! and draws nothing.

mod history;
mod rows;

use std::mem;
use std::ops::Range;

use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};

use crate::text::{Clean, is_plain};
use history::{Change, History, Small, Sort};

/// The longest text, in bytes.
const LONGEST: usize = 1 << 20;

/// How many lines a field may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lines {
    /// A line end becomes a blank.
    One,
    /// A line end begins a line.
    Many,
}

/// What can be done in a field, but for typing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edit {
    /// Begins a line, where there may be many.
    Newline,
    /// Deletes what is before the cursor.
    DeleteBack,
    /// Deletes what is behind the cursor.
    DeleteForward,
    /// Deletes back to where a word begins.
    DeleteWord,
    /// Deletes back to where the line begins, or the line end before it if it begins here.
    DeleteToStart,
    /// Deletes to where the line ends, or the line end itself if it is here.
    DeleteToEnd,
    /// Goes to the glyph before.
    Left,
    /// Goes behind the next glyph.
    Right,
    /// Goes to the row above, to the same column if it can.
    Up,
    /// Goes to the row below, to the same column if it can.
    Down,
    /// Goes back to where a word begins.
    WordLeft,
    /// Goes on to where a word ends.
    WordRight,
    /// Goes to the start of the row.
    RowStart,
    /// Goes to the last place of the row.
    RowEnd,
    /// Goes to the start of the text.
    TextStart,
    /// Goes to the end of the text.
    TextEnd,
    /// Takes back the last step.
    Undo,
    /// Does it again.
    Redo,
}

/// A field as it is drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldRows {
    /// Each row as a range of bytes of the text, without its line end. Blanks that hang over the end
    /// of a row are in none.
    pub rows: Vec<Range<usize>>,
    /// The cursor's row, and its column, which is less than the width.
    pub cursor: (usize, usize),
}

/// A text that is being edited.
#[derive(Debug, Clone)]
pub struct Field {
    text: String,
    cursor: usize,
    lines: Lines,
    history: History,
    /// The column that going up and down keeps to.
    goal: Option<usize>,
    /// A joiner that was typed: it waits for what it joins, as keys come one by one.
    joiner: Option<char>,
}

impl Field {
    /// A field with a text in it, the cursor at its end.
    pub fn new(text: &str, lines: Lines) -> Self {
        let mut text = clean(text, lines);
        text.truncate(border_before(&text, LONGEST));
        Self {
            cursor: text.len(),
            text,
            lines,
            history: History::default(),
            goal: None,
            joiner: None,
        }
    }

    /// The text as it is now.
    pub fn text(&self) -> String {
        self.text.clone()
    }

    /// Is there no text in it?
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Does it have one line, whatever is typed?
    pub fn is_one_line(&self) -> bool {
        self.lines == Lines::One
    }

    /// Puts another text in the place of this one, the cursor at its end. Can be undone.
    pub fn set_text(&mut self, text: &str) {
        self.settle();
        let mut text = clean(text, self.lines);
        text.truncate(border_before(&text, LONGEST));
        let end = text.len();
        self.replace(0..self.text.len(), text, end, None);
    }

    /// Types or pastes at the cursor. False if the field is full and some or all was left out.
    pub fn insert(&mut self, words: &str) -> bool {
        self.goal = None;
        let words = match self.joiner.take() {
            Some(joiner) => format!("{joiner}{words}"),
            None => words.to_owned(),
        };
        self.joiner = words.chars().next_back().filter(|&c| is_joiner(c));
        let small = typed(&words);
        if small.is_none() {
            self.history.close();
        }

        // What is typed may change the glyphs beside it: a mark goes on a letter.
        let around = if words.chars().all(is_plain) {
            self.cursor..self.cursor
        } else {
            self.glyph_before()..self.glyph_behind()
        };
        let (head, tail) = (
            &self.text[around.start..self.cursor],
            &self.text[self.cursor..around.end],
        );
        let mut added = clean(&format!("{head}{words}"), self.lines);
        let room = LONGEST - (self.text.len() - around.len());
        let mut fits = added.len() + tail.len() <= room;
        if !fits {
            added.truncate(border_before(&added, room.saturating_sub(tail.len())));
        }
        let cursor = around.start + added.len();
        if !tail.is_empty() {
            added = clean(&(added + tail), self.lines);
        }
        if added.len() > room {
            fits = false;
        } else {
            self.replace(around, added, cursor, small);
        }
        fits
    }

    /// Does an edit. The `width` is that of the rows, for those edits that go by them.
    pub fn edit(&mut self, edit: Edit, width: usize) {
        let goal = self.goal;
        let cursor = self.cursor;
        self.goal = None;
        self.joiner = None;
        if !matches!(edit, Edit::DeleteBack | Edit::DeleteForward) {
            self.history.close();
        }
        match edit {
            Edit::Newline if self.is_one_line() => {}
            Edit::Newline => {
                self.insert("\n");
            }
            Edit::DeleteBack => self.delete(self.glyph_before()..cursor, Some(Sort::Back)),
            Edit::DeleteForward => self.delete(cursor..self.glyph_behind(), Some(Sort::Forward)),
            Edit::DeleteWord => self.delete(self.word_start()..cursor, None),
            Edit::DeleteToStart => self.delete(self.line_start()..cursor, None),
            Edit::DeleteToEnd => self.delete(cursor..self.line_end(), None),
            Edit::Left => self.cursor = self.glyph_before(),
            Edit::Right => self.cursor = self.glyph_behind(),
            Edit::Up | Edit::Down => self.climb(edit, goal, width),
            Edit::WordLeft => self.cursor = self.word_start(),
            Edit::WordRight => self.cursor = self.word_end(),
            Edit::RowStart => {
                let FieldRows { rows, cursor } = self.lay(width);
                self.cursor = rows[cursor.0].start;
            }
            Edit::RowEnd => {
                let FieldRows { rows, cursor } = self.lay(width);
                self.cursor = rows::last_place(&self.text, &rows, cursor.0);
            }
            Edit::TextStart => self.cursor = 0,
            Edit::TextEnd => self.cursor = self.text.len(),
            Edit::Undo => self.cursor = self.history.undo(&mut self.text).unwrap_or(cursor),
            Edit::Redo => self.cursor = self.history.redo(&mut self.text).unwrap_or(cursor),
        }
    }

    /// Puts the cursor where the mouse points: a row and a column of the field in this width.
    /// Behind the end of a row or of the text is at it.
    pub fn place(&mut self, row: usize, column: usize, width: usize) {
        self.settle();
        let rows = rows::lay(&self.text, width);
        let row = row.min(rows.len() - 1);
        self.cursor = rows::byte_at(&self.text, &rows, row, column);
    }

    /// The cursor, as a byte of the text.
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// Puts the cursor at a byte of the text, or where the glyph begins that this byte is in.
    pub fn set_cursor(&mut self, byte: usize) {
        self.settle();
        self.cursor = border_before(&self.text, byte);
    }

    /// The rows and the cursor in this width. The last column is left to the cursor.
    pub fn lay(&self, width: usize) -> FieldRows {
        let rows = rows::lay(&self.text, width);
        let cursor = rows::find(&self.text, &rows, self.cursor, width);
        FieldRows { rows, cursor }
    }

    /// What comes next stands for itself: no step, no column and no joiner goes on.
    fn settle(&mut self) {
        self.history.close();
        self.goal = None;
        self.joiner = None;
    }

    fn climb(&mut self, edit: Edit, goal: Option<usize>, width: usize) {
        let FieldRows { rows, cursor } = self.lay(width);
        let goal = goal.unwrap_or(cursor.1);
        self.goal = Some(goal);
        let row = match edit {
            Edit::Up => cursor.0.checked_sub(1),
            _ => Some(cursor.0 + 1).filter(|&row| row < rows.len()),
        };
        if let Some(row) = row {
            self.cursor = rows::byte_at(&self.text, &rows, row, goal);
        }
    }

    fn delete(&mut self, range: Range<usize>, sort: Option<Sort>) {
        let small = sort.map(|sort| Small {
            sort,
            is_blank: is_blank(&self.text[range.clone()]),
        });
        let start = range.start;
        self.replace(range, String::new(), start, small);
    }

    /// The one way in which the text changes.
    fn replace(&mut self, range: Range<usize>, added: String, cursor: usize, small: Option<Small>) {
        let before = mem::replace(&mut self.cursor, cursor);
        if self.text[range.clone()] == added {
            self.cursor = border_behind(&self.text, cursor);
            return;
        }
        let change = Change {
            at: range.start,
            removed: self.text[range.clone()].to_owned(),
            added,
        };
        self.text.replace_range(range, &change.added);
        self.cursor = border_behind(&self.text, cursor);
        self.history.record(change, (before, self.cursor), small);
    }

    fn glyph_before(&self) -> usize {
        let glyph = self.text[..self.cursor].graphemes(true).next_back();
        self.cursor - glyph.map_or(0, str::len)
    }

    fn glyph_behind(&self) -> usize {
        let glyph = self.text[self.cursor..].graphemes(true).next();
        self.cursor + glyph.map_or(0, str::len)
    }

    fn word_start(&self) -> usize {
        let mut pieces = self.text[..self.cursor].split_word_bound_indices();
        let start = pieces.rfind(|(_, piece)| piece.contains(char::is_alphanumeric));
        border_before(&self.text, start.map_or(0, |(at, _)| at))
    }

    fn word_end(&self) -> usize {
        let mut pieces = self.text[self.cursor..].split_word_bound_indices();
        let end = pieces.find(|(_, piece)| piece.contains(char::is_alphanumeric));
        let end = end.map_or(self.text.len(), |(at, piece)| {
            self.cursor + at + piece.len()
        });
        border_behind(&self.text, end)
    }

    fn line_start(&self) -> usize {
        match self.text[..self.cursor].rfind('\n') {
            Some(at) if at + 1 == self.cursor => at,
            before => before.map_or(0, |at| at + 1),
        }
    }

    fn line_end(&self) -> usize {
        match self.text[self.cursor..].find('\n') {
            Some(0) => self.cursor + 1,
            behind => behind.map_or(self.text.len(), |at| self.cursor + at),
        }
    }
}

fn clean(text: &str, lines: Lines) -> String {
    let clean = Clean::lines(text);
    match lines {
        Lines::One => clean.replace('\n', " "),
        Lines::Many => clean.to_string(),
    }
}

/// One letter typed goes on with others; what is pasted and a line end stand for themselves.
fn typed(words: &str) -> Option<Small> {
    let is_one = words.graphemes(true).nth(1).is_none() && !words.contains('\n');
    is_one.then(|| Small {
        sort: Sort::Type,
        is_blank: is_blank(words),
    })
}

fn is_blank(text: &str) -> bool {
    text.starts_with(char::is_whitespace)
}

fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}')
}

/// The last place between graphemes that is not behind `at`.
fn border_before(text: &str, at: usize) -> usize {
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
fn border_behind(text: &str, at: usize) -> usize {
    match border_before(text, at) {
        border if border >= at.min(text.len()) => border,
        border => {
            let glyph = text[border..].graphemes(true).next();
            border + glyph.map_or(0, str::len)
        }
    }
}

#[cfg(test)]
mod tests;
