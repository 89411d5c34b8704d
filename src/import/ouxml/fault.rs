//! Why a file is no XML that can be read, in words, and where.
//!
//! **Invariant:** the place is told by the elements that are open there: the whole of a file may be one
//! line, and what is parsed may be a piece of it.

use roxmltree::Error;

use super::tags::{self, Markup};
use crate::import::Refusal;
use crate::text::Clean;

/// What to do about a file that is broken.
pub const AGAIN: &str = "download the course again";

/// Why a file can't be read as XML, and in which element.
pub fn refusal(text: &str, error: &Error) -> Refusal {
    match error {
        Error::DtdDetected => Refusal::new(
            "the file has a document type of its own (<!DOCTYPE …>), which is not safe to read",
            "take it out, or download the course again",
        ),
        Error::NodesLimitReached => {
            Refusal::new("the file has too many elements", "split it into its units")
        }
        error => {
            let place = error.pos();
            let path = path(&text[..offset(text, place.row, place.col)]);
            let path = if path.is_empty() {
                path
            } else {
                format!(" in {path}")
            };
            let what = error.to_string().replace(&format!(" at {place}"), "");
            let what = Clean::trimmed(&what);
            Refusal::new(format!("this is no well-formed XML{path}: {what}"), AGAIN)
        }
    }
}

/// The byte at a line and a column, both counted from one.
fn offset(text: &str, row: u32, column: u32) -> usize {
    let rows = row.saturating_sub(1) as usize;
    let start: usize = text.split_inclusive('\n').take(rows).map(str::len).sum();
    let columns = column.saturating_sub(1) as usize;
    let place = text[start..].char_indices().nth(columns);
    place.map_or(text.len(), |(at, _)| start + at)
}

/// The elements that are open at the end of a text, such as `Item/Unit/Session`.
pub fn path(text: &str) -> String {
    const MOST: usize = 12;
    const LONGEST: usize = 40;
    let mut open: Vec<&str> = Vec::new();
    let mut at = 0;
    loop {
        match tags::next(text, at) {
            Some(Markup::Passive(range)) => at = range.end,
            Some(Markup::Tag(range)) => {
                let tag = &text[range.clone()];
                if tags::is_end(tag) {
                    open.pop();
                } else if !tags::is_empty(tag) {
                    open.push(tags::name(tag));
                }
                at = range.end;
            }
            _ => break,
        }
    }
    let from = open.len().saturating_sub(MOST);
    let names: Vec<_> = open[from..]
        .iter()
        .map(|name| name.chars().take(LONGEST).collect::<String>())
        .collect();
    Clean::trimmed(&names.join("/")).to_string()
}

/// Has an element so many attributes that to compare them with each other would take long? No `<` can
/// stand in a tag, so all between two of them is looked at.
pub fn has_crowd(text: &str) -> bool {
    const MOST: usize = 2000;
    let bytes = text.as_bytes();
    let mut n = 0;
    memchr::memchr2_iter(b'<', b'=', bytes).any(|at| {
        if bytes[at] == b'<' {
            n = 0;
        } else if matches!(
            bytes[at + 1..]
                .iter()
                .take(8)
                .find(|byte| !byte.is_ascii_whitespace()),
            Some(b'"' | b'\'')
        ) {
            n += 1;
        }
        n > MOST
    })
}
