//! Where tags begin and end in a file, without a parser.
//!
//! **Invariant:** one pass over the text; what is said of a tag holds for any file that is well-formed.

use std::ops::Range;

use memchr::{memchr, memchr_iter, memchr3_iter, memmem};

/// Something between `<` and `>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Markup {
    /// A start tag, an end tag, or an empty element.
    Tag(Range<usize>),
    /// A comment, an instruction, or words that are no markup.
    Passive(Range<usize>),
    /// A document type.
    Declaration(Range<usize>),
    /// Any of them, without its end.
    Torn(usize),
}

/// It has no end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Torn;

/// The first markup at or behind `at`.
pub fn next(text: &str, at: usize) -> Option<Markup> {
    let start = at + memchr(b'<', &text.as_bytes()[at..])?;
    let rest = &text[start..];
    let end = if let Some(end) = passive_end(rest) {
        let end = end.ok();
        end.map(|end| Markup::Passive(start..start + end))
    } else {
        let is_declaration = rest.starts_with("<!");
        tag_end(rest).map(|end| {
            if is_declaration {
                Markup::Declaration(start..start + end)
            } else {
                Markup::Tag(start..start + end)
            }
        })
    };
    Some(end.unwrap_or(Markup::Torn(start)))
}

/// The first tag of that name at or behind `at`; none, if what stands before it is torn.
pub fn next_named(text: &str, mut at: usize, wanted: &str) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    let first = wanted.as_bytes().first()?;
    'on: loop {
        for found in memchr_iter(b'<', &bytes[at..]) {
            let start = at + found;
            let mut inner = start + 1;
            match bytes.get(inner) {
                Some(b'!' | b'?') => {
                    at = start + passive_end(&text[start..])?.ok()?;
                    continue 'on;
                }
                Some(b'/') => inner += 1,
                _ => {}
            }
            if bytes.get(inner) == Some(first) && name(&text[start..]) == wanted {
                return Some(start..start + tag_end(&text[start..])?);
            }
        }
        return None;
    }
}

/// Behind the comment or the like that a text starts with, if it starts with one.
pub fn passive_end(text: &str) -> Option<Result<usize, Torn>> {
    const SORTS: [(&str, &str); 3] = [("<!--", "-->"), ("<?", "?>"), ("<![CDATA[", "]]>")];
    let (start, end) = SORTS.iter().find(|(start, _)| text.starts_with(start))?;
    let inner = &text.as_bytes()[start.len()..];
    let at = memmem::find(inner, end.as_bytes());
    Some(at.map(|at| start.len() + at + end.len()).ok_or(Torn))
}

/// Behind the tag that a text starts with. A value may hold `>`.
fn tag_end(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut quote = None;
    for at in memchr3_iter(b'>', b'"', b'\'', bytes) {
        match (quote, bytes[at]) {
            (None, b'>') => return Some(at + 1),
            (None, mark) => quote = Some(mark),
            (Some(open), mark) if open == mark => quote = None,
            _ => {}
        }
    }
    None
}

/// The name in a tag, with its prefix.
pub fn name(tag: &str) -> &str {
    let inner = tag.trim_start_matches(['<', '/']);
    let end = inner.find(|c: char| c.is_ascii_whitespace() || matches!(c, '>' | '/'));
    &inner[..end.unwrap_or(inner.len())]
}

/// A name without its prefix.
pub fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// Is it an end tag?
pub fn is_end(tag: &str) -> bool {
    tag.starts_with("</")
}

/// Is it the whole of an element that is empty?
pub fn is_empty(tag: &str) -> bool {
    tag.ends_with("/>")
}
