//! What is known of a file before it is walked: that it can be, what its ids name, its terms.
//!
//! **Invariant:** one pass over all elements, without recursion.

use std::collections::HashMap;

use roxmltree::{Document, Error};

use super::{Xml, attribute, name};
use crate::import::Refusal;
use crate::text::Clean;

/// Elements that may lie in one another.
const DEEPEST: usize = 256;

/// What ids name, and the terms of the glossary.
#[derive(Debug, Default)]
pub struct Index<'a> {
    /// The element of each id; the first, where there are more.
    pub ids: HashMap<&'a str, Xml<'a>>,
    /// The terms of the glossary, by their small letters.
    pub terms: HashMap<String, Clean>,
}

impl<'a> Index<'a> {
    /// Goes once over a document; refuses one that is too deep.
    pub fn of(document: &'a Document<'a>) -> Result<Self, Refusal> {
        let mut index = Self::default();
        let mut depth = 0;
        let mut next = Some(document.root_element());
        while let Some(node) = next {
            if node.is_element() {
                index.take(node);
            }
            if let Some(child) = node.first_child() {
                depth += 1;
                if depth > DEEPEST {
                    let what = format!("more than {DEEPEST} elements lie in one another");
                    return Err(Refusal::new(what, "import a file that its server made"));
                }
                next = Some(child);
                continue;
            }
            let mut last = node;
            next = loop {
                if let Some(sibling) = last.next_sibling() {
                    break Some(sibling);
                }
                let Some(parent) = last.parent() else {
                    break None;
                };
                depth = depth.saturating_sub(1);
                last = parent;
            };
        }
        Ok(index)
    }

    fn take(&mut self, node: Xml<'a>) {
        let has_attributes = node.attributes().len() > 0;
        if let Some(id) = has_attributes.then(|| attribute(node, "id")).flatten() {
            self.ids.entry(id).or_insert(node);
        }
        if name(node) == "Term" {
            let words: String = node
                .descendants()
                .filter_map(|inner| inner.text().filter(|_| inner.is_text()))
                .collect();
            let term = Clean::trimmed(&words);
            if !term.is_empty() {
                self.terms.entry(term.to_lowercase()).or_insert(term);
            }
        }
    }
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

/// The encoding that a file says it is in.
pub fn label(bytes: &[u8]) -> Option<&str> {
    const FAR: usize = 256;
    let start = &bytes[..bytes.len().min(FAR)];
    let end = start.windows(2).position(|pair| pair == b"?>")?;
    let declaration = str::from_utf8(&start[..end]).ok()?;
    let (_, value) = declaration.split_once("encoding")?;
    let value = value.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    value[1..].split(quote).next()
}

/// Why a file can't be read as XML, and in which element.
pub fn refusal(text: &str, error: &Error) -> Refusal {
    let path = path_at(text, error);
    let place = if path.is_empty() {
        String::new()
    } else {
        format!(" in {path}")
    };
    match error {
        Error::DtdDetected => Refusal::new(
            "the file has a document type of its own (<!DOCTYPE …>), which is not safe to read",
            "take it out, or download the course again",
        ),
        Error::NodesLimitReached => {
            Refusal::new("the file has too many elements", "split it into its units")
        }
        error => Refusal::new(
            format!(
                "this is no well-formed XML{place}: {}",
                Clean::trimmed(&error.to_string())
            ),
            "download the course again",
        ),
    }
}

/// The elements that are open where an error is, such as `Item/Unit/Session`: the whole of a file may
/// be one line, so its line says little.
fn path_at(text: &str, error: &Error) -> String {
    const MOST: usize = 12;
    let place = error.pos();
    let rows = place.row.saturating_sub(1) as usize;
    let start: usize = text.split_inclusive('\n').take(rows).map(str::len).sum();
    let columns = place.col.saturating_sub(1) as usize;
    let end = text[start..]
        .char_indices()
        .nth(columns)
        .map_or(text.len(), |(at, _)| start + at);
    let mut open: Vec<&str> = Vec::new();
    let mut rest = &text[..end];
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.find("-->").map_or("", |end| &comment[end..]);
            continue;
        }
        let Some(close) = rest.find('>') else { break };
        let tag = &rest[..close];
        rest = &rest[close..];
        if tag.starts_with('/') {
            open.pop();
        } else if !tag.starts_with(['!', '?']) && !tag.ends_with('/') {
            let end = tag.find(char::is_whitespace).unwrap_or(tag.len());
            open.push(&tag[..end]);
        }
    }
    let from = open.len().saturating_sub(MOST);
    Clean::trimmed(&open[from..].join("/")).to_string()
}
