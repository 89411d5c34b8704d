//! An edit buffer: a text, a cursor, and what can be undone.
//!
//! **Invariant:** the text stays as it is when it is cleaned again (see [`Clean::lines`] and
//! [`Clean::line`]), and is at most 1 MiB long. The cursor stands between graphemes. An edit costs
//! what it changes, whatever else there is in the text. Knows no keys and draws nothing.
//!
//! [`Clean::lines`]: crate::text::Clean::lines
//! [`Clean::line`]: crate::text::Clean::line

mod body;
mod history;
mod rows;

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use body::{Body, border_before, border_behind};
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

/// A text that is being edited.
#[derive(Debug, Clone)]
pub struct Field {
    body: Body,
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
        let body = Body::new(text, lines);
        Self {
            cursor: body.text.len(),
            body,
            lines,
            history: History::default(),
            goal: None,
            joiner: None,
        }
    }

    /// The text as it is now.
    pub fn text(&self) -> &str {
        &self.body.text
    }

    /// Is there no text in it?
    pub fn is_empty(&self) -> bool {
        self.body.text.is_empty()
    }

    /// Does it have one line, whatever is typed?
    pub fn is_one_line(&self) -> bool {
        self.lines == Lines::One
    }

    /// Puts another text in the place of this one, the cursor at its end. Can be undone.
    pub fn set_text(&mut self, text: &str) {
        self.settle();
        self.replace(0..self.body.text.len(), text, None);
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
        self.replace(self.cursor..self.cursor, &words, small)
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
                self.fit(width);
                let row = self.cursor_cell().0;
                self.cursor = self.body.rows.byte_at(&self.body.text, row, 0);
            }
            Edit::RowEnd => {
                self.fit(width);
                let row = self.cursor_cell().0;
                self.cursor = self.body.rows.last_place(&self.body.text, row);
            }
            Edit::TextStart => self.cursor = 0,
            Edit::TextEnd => self.cursor = self.body.text.len(),
            Edit::Undo => self.cursor = self.history.undo(&mut self.body).unwrap_or(cursor),
            Edit::Redo => self.cursor = self.history.redo(&mut self.body).unwrap_or(cursor),
        }
    }

    /// Puts the cursor where the mouse points: a row and a column of the field in this width.
    /// Behind the end of a row or of the text is at it.
    pub fn place(&mut self, row: usize, column: usize, width: usize) {
        self.settle();
        self.fit(width);
        self.cursor = self.body.rows.byte_at(&self.body.text, row, column);
    }

    /// The cursor, as a byte of the text.
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// Puts the cursor at a byte of the text, or where the glyph begins that this byte is in.
    pub fn set_cursor(&mut self, byte: usize) {
        self.settle();
        self.cursor = border_before(&self.body.text, byte);
    }

    /// Lays the text in rows of this width, if it isn't laid so yet. The last column is left to
    /// the cursor. Until the width changes, the rows follow every edit.
    pub fn fit(&mut self, width: usize) {
        self.body.rows.fit(&self.body.text, width);
    }

    /// How many rows there are; none before the first [`Field::fit`].
    pub fn n_rows(&self) -> usize {
        self.body.rows.len()
    }

    /// A row of the text, without its line end. Blanks that hang over its end are not in it.
    pub fn row(&self, row: usize) -> &str {
        let range = self.body.rows.get(row);
        range.map_or("", |range| &self.body.text[range])
    }

    /// The cursor's row, and its column, which is less than the width.
    pub fn cursor_cell(&self) -> (usize, usize) {
        self.body.rows.find(&self.body.text, self.cursor)
    }

    /// What comes next stands for itself: no step, no column and no joiner goes on.
    fn settle(&mut self) {
        self.history.close();
        self.goal = None;
        self.joiner = None;
    }

    fn climb(&mut self, edit: Edit, goal: Option<usize>, width: usize) {
        self.fit(width);
        let (row, column) = self.cursor_cell();
        let goal = goal.unwrap_or(column);
        self.goal = Some(goal);
        let row = match edit {
            Edit::Up => row.checked_sub(1),
            _ => Some(row + 1).filter(|&row| row < self.n_rows()),
        };
        if let Some(row) = row {
            self.cursor = self.body.rows.byte_at(&self.body.text, row, goal);
        }
    }

    fn delete(&mut self, range: Range<usize>, sort: Option<Sort>) {
        let small = sort.map(|sort| Small {
            sort,
            is_blank: is_blank(&self.body.text[range.clone()]),
        });
        self.replace(range, "", small);
    }

    /// The one way in which the text changes, but for taking that back. False if not all of the
    /// words had room.
    fn replace(&mut self, range: Range<usize>, words: &str, small: Option<Small>) -> bool {
        let mended = self.body.mended(range, words, self.lines);
        let removed = &self.body.text[mended.range.clone()];
        if removed == mended.words {
            self.cursor = border_behind(&self.body.text, mended.end);
            return mended.fits;
        }
        let change = Change {
            at: mended.range.start,
            removed: removed.to_owned(),
            added: mended.words,
        };
        self.body.splice(mended.range, &change.added);
        let before = self.cursor;
        self.cursor = border_behind(&self.body.text, mended.end);
        self.history.record(change, (before, self.cursor), small);
        mended.fits
    }

    fn glyph_before(&self) -> usize {
        let glyph = self.body.text[..self.cursor].graphemes(true).next_back();
        self.cursor - glyph.map_or(0, str::len)
    }

    fn glyph_behind(&self) -> usize {
        let glyph = self.body.text[self.cursor..].graphemes(true).next();
        self.cursor + glyph.map_or(0, str::len)
    }

    fn word_start(&self) -> usize {
        let mut pieces = self.body.text[..self.cursor].split_word_bound_indices();
        let start = pieces.rfind(|(_, piece)| piece.contains(char::is_alphanumeric));
        border_before(&self.body.text, start.map_or(0, |(at, _)| at))
    }

    fn word_end(&self) -> usize {
        let mut pieces = self.body.text[self.cursor..].split_word_bound_indices();
        let end = pieces.find(|(_, piece)| piece.contains(char::is_alphanumeric));
        let end = end.map_or(self.body.text.len(), |(at, piece)| {
            self.cursor + at + piece.len()
        });
        border_behind(&self.body.text, end)
    }

    fn line_start(&self) -> usize {
        match self.body.text[..self.cursor].rfind('\n') {
            Some(at) if at + 1 == self.cursor => at,
            before => before.map_or(0, |at| at + 1),
        }
    }

    fn line_end(&self) -> usize {
        match self.body.text[self.cursor..].find('\n') {
            Some(0) => self.cursor + 1,
            behind => behind.map_or(self.body.text.len(), |at| self.cursor + at),
        }
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

#[cfg(test)]
mod tests;
