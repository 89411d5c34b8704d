//! Strings and cells: what is safe to draw, and how wide it is. Knows Unicode and nothing else.
//!
//! **Invariant:** a [`Clean`] never holds a control character, an escape sequence, or a character
//! that re-orders the text around it. There is no other way to make one than to clean.

pub mod clean;
pub mod field;
pub mod maths;
pub mod slug;
pub mod wrap;

pub use clean::Clean;

use unicode_width::UnicodeWidthStr;

/// How many cells `text` takes on a terminal, by the measure that ratatui draws with.
pub fn width(text: &str) -> usize {
    text.width()
}
