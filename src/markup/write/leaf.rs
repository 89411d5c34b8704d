//! What can be said within a line that is not words, and how: maths, code, raised and lowered words.
//!
//! **Invariant:** what is said to be writable reads back as what it was.

use crate::text::maths as tex;

/// The source of a formula that is read as `text`, or `None`.
pub fn maths(text: &str) -> Option<String> {
    if text.is_empty() || text.trim() != text || text.contains(['$', '|', '\n']) {
        return None;
    }
    let reads =
        |source: &String| is_balanced(source) && tex::readable(source).as_deref() == Some(text);
    let plain = text.to_owned();
    let said = format!("\\text{{{text}}}");
    // What can't be read is shown as its source.
    let is_source = || is_balanced(text) && tex::readable(text).is_none();
    if reads(&plain) {
        return Some(plain);
    }
    if reads(&said) {
        return Some(said);
    }
    is_source().then_some(plain)
}

/// Do the braces of a formula close each other, and does nothing escape its end?
fn is_balanced(source: &str) -> bool {
    let mut depth = 0_usize;
    let mut bytes = source.bytes();
    while let Some(byte) = bytes.next() {
        match byte {
            b'\\' if bytes.next().is_none() => return false,
            b'{' => depth += 1,
            b'}' if depth == 0 => return false,
            b'}' => depth -= 1,
            _ => {}
        }
    }
    depth == 0
}

/// Can `text` stand between signs that raise or lower it? At both ends it needs letters or numbers: else
/// the parser may take a sign for the start of something.
pub fn is_script(text: &str) -> bool {
    let is_plain = |c: char| {
        c.is_alphanumeric() || matches!(c, '+' | '-' | '−' | '.' | ',' | '(' | ')' | '/' | '=')
    };
    let is_edge = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let has_edges = is_edge(text.chars().next()) && is_edge(text.chars().next_back());
    has_edges && text.len() <= 60 && text.chars().all(is_plain)
}

/// The ticks that can stand around `text` in a line.
pub fn fence(text: &str) -> String {
    let mut taken: Vec<_> = text.split(|c| c != '`').map(str::len).collect();
    taken.sort_unstable();
    taken.dedup();
    let n = (1..).zip(taken.iter().filter(|n| **n > 0));
    let n = n.take_while(|(n, taken)| n == *taken).count() + 1;
    "`".repeat(n)
}
