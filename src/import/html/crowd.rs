//! Elements with very many attributes, each of which would be compared with all others.
//!
//! **Invariant:** one pass over the text; what is not in a tag stays as it is.

use std::borrow::Cow;
use std::ops::Range;

use memchr::memmem;

/// Attributes of an element that are read.
const MOST: usize = 200;

/// What is noted where it was so.
pub const NOTE: &str = "an element had hundreds of attributes; the last of them were left out";

/// The text without the attributes that are too many in their tag, and whether there were any.
pub fn thin(text: &str) -> (Cow<'_, str>, bool) {
    let mut out = String::new();
    let mut kept = 0;
    let bytes = text.as_bytes();
    let mut at = 0;
    let mut before = 0;
    while let Some(open) = memchr::memchr(b'<', &bytes[at..]).map(|found| at + found) {
        at = open + 1;
        if bytes[at..].starts_with(b"!--") {
            at = comment_end(bytes, at + 3);
            continue;
        }
        let start = at + usize::from(bytes.get(at) == Some(&b'/'));
        if !bytes.get(start).is_some_and(u8::is_ascii_alphabetic) {
            continue;
        }
        let tag = Tag::read(bytes, start, before);
        if let Some(excess) = tag.excess {
            out.push_str(&text[kept..excess.start]);
            kept = excess.end;
        }
        at = tag.end;
        // What looks like a tag in a script ends with the script; if it was one, it goes on.
        before = if bytes.get(at) == Some(&b'<') {
            tag.n_attributes
        } else {
            0
        };
    }
    if kept == 0 {
        return (Cow::Borrowed(text), false);
    }
    out.push_str(&text[kept..]);
    (Cow::Owned(out), true)
}

/// Where a comment ends whose text begins at `start`.
fn comment_end(bytes: &[u8], start: usize) -> usize {
    let rest = &bytes[start..];
    if rest.starts_with(b">") || rest.starts_with(b"->") {
        return start;
    }
    memmem::find(rest, b"-->").map_or(bytes.len(), |found| start + found + 3)
}

/// A tag, or what looks like one.
struct Tag {
    end: usize,
    n_attributes: usize,
    /// Where in the text stands what is too much.
    excess: Option<Range<usize>>,
}

impl Tag {
    /// Reads a tag whose name begins at `start`, after so many attributes that may belong to it too.
    fn read(bytes: &[u8], start: usize, before: usize) -> Self {
        let mut n_attributes = before;
        let mut excess = None;
        let mut at = start;
        // Is the sign before this one a blank or a stroke, or an equals sign?
        let (mut after_gap, mut after_equals) = (false, false);
        while let Some(byte) = bytes.get(at) {
            match byte {
                b'>' => break,
                b'<' if ends_raw_text(&bytes[at..]) => break,
                b'"' | b'\'' if after_equals => {
                    let rest = &bytes[at + 1..];
                    at += memchr::memchr(*byte, rest).map_or(rest.len(), |found| found + 1);
                    (after_gap, after_equals) = (true, false);
                }
                b'=' if !after_gap => after_equals = true,
                byte if byte.is_ascii_whitespace() => after_gap = true,
                b'/' if !after_equals => after_gap = true,
                _ => {
                    if after_gap && !after_equals {
                        n_attributes += 1;
                        if n_attributes >= MOST && excess.is_none() {
                            excess = Some(at);
                        }
                    }
                    (after_gap, after_equals) = (false, false);
                }
            }
            at += 1;
        }
        let end = at.min(bytes.len());
        Self {
            end,
            n_attributes,
            excess: excess.map(|from| from..end),
        }
    }
}

/// Does a script or a style end here?
fn ends_raw_text(bytes: &[u8]) -> bool {
    let is = |end: &[u8]| {
        bytes
            .get(..end.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(end))
    };
    is(b"</script") || is(b"</style")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_crowd_is_thinned() {
        for text in [
            "<p class=\"a b c\">a < b</p><!-- <a b c --><x/>",
            "",
            "<",
            "<a href=x/y title='it > is'>é</a>",
            "<p",
            "<!-->",
        ] {
            assert_eq!(thin(text), (Cow::Borrowed(text), false));
        }
        let many: String = (0..1000).map(|n| format!(" a{n}=\"{n} > \"")).collect();
        let source = format!("x<p{many}>y é</p>");
        let (thinned, is_thinner) = thin(&source);
        assert!(
            is_thinner && thinned.ends_with(">y é</p>") && thinned.len() < 4000,
            "{thinned}"
        );
        let bare = "<p".to_owned() + &" a".repeat(1000) + ">y";
        assert!(thin(&bare).0.len() < 500);
        let script = format!("<script>i<n {}</script><p a>x", "w ".repeat(1000));
        assert!(thin(&script).0.ends_with("</script><p a>x"));
    }
}
