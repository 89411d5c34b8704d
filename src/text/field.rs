//! An edit buffer (stand-in).
use std::ops::Range;
/// a
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lines {
    /// a
    One,
    /// b
    Many,
}
/// f
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    text: String,
    lines: Lines,
}
/// e
#[allow(missing_docs)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edit {
    Newline,
    DeleteBack,
    DeleteForward,
    DeleteWord,
    DeleteToStart,
    DeleteToEnd,
    Left,
    Right,
    Up,
    Down,
    WordLeft,
    WordRight,
    RowStart,
    RowEnd,
    TextStart,
    TextEnd,
    Undo,
    Redo,
}
/// r
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldRows {
    /// r
    pub rows: Vec<Range<usize>>,
    /// c
    pub cursor: (usize, usize),
}
#[allow(missing_docs)]
impl Field {
    pub fn new(text: &str, lines: Lines) -> Self {
        Self {
            text: text.into(),
            lines,
        }
    }
    pub fn text(&self) -> String {
        self.text.clone()
    }
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }
    pub fn is_one_line(&self) -> bool {
        self.lines == Lines::One
    }
    pub fn set_text(&mut self, text: &str) {
        self.text = text.into();
    }
    pub fn insert(&mut self, words: &str) -> bool {
        self.text.push_str(words);
        true
    }
    pub fn edit(&mut self, edit: Edit, _width: usize) {
        if edit == Edit::DeleteBack {
            self.text.pop();
        }
        if edit == Edit::Newline {
            self.text.push('\n');
        }
    }
    pub fn place(&mut self, _row: usize, _column: usize, _width: usize) {}
    pub fn cursor(&self) -> usize {
        self.text.len()
    }
    pub fn set_cursor(&mut self, _byte: usize) {}
    pub fn lay(&self, width: usize) -> FieldRows {
        let rows = if self.text.is_empty() {
            std::iter::once(0..0).collect()
        } else {
            crate::text::wrap::wrap(&self.text, width, width)
        };
        let n = rows.len() - 1;
        let c = crate::text::width(&self.text[rows[n].clone()]);
        FieldRows {
            rows,
            cursor: (n, c),
        }
    }
}
