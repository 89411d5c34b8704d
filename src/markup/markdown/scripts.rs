//! Raised and lowered letters inside of words: `m^2^`, `H~2~O`. The parser sees the signs at the
//! edges of words only, where they are seldom wanted. `m<sup>2</sup>` means the same.
//!
//! **Invariant:** all but such pairs comes out as it went in, and the places stay those of the
//! source. What has a backslash before it is left alone; so is code.

use std::collections::VecDeque;
use std::iter::Peekable;
use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

/// What stands between two signs is no longer than this, in bytes.
const LONGEST: usize = 64;

type Placed<'s> = (Event<'s>, Range<usize>);

/// The events of a parser, with such pairs found.
pub struct Scripts<'s, I: Iterator<Item = Placed<'s>>> {
    events: Peekable<I>,
    source: &'s str,
    ready: VecDeque<Placed<'s>>,
    in_code: bool,
}

impl<'s, I: Iterator<Item = Placed<'s>>> Scripts<'s, I> {
    /// Looks through the events of a parser of `source`.
    pub fn new(events: I, source: &'s str) -> Self {
        Self {
            events: events.peekable(),
            source,
            ready: VecDeque::new(),
            in_code: false,
        }
    }

    /// Takes all the text that goes on from `first` without a gap.
    fn take_text(&mut self, first: Placed<'s>) {
        let mut whole = first.1.clone();
        let mut pieces = VecDeque::from([first]);
        let source = self.source;
        let goes_on = |end: usize, next: &Placed<'s>| next.1.start == end && is_plain(next, source);
        while let Some(next) = self.events.next_if(|next| goes_on(whole.end, next)) {
            whole.end = next.1.end;
            pieces.push_back(next);
        }
        let text = &self.source[whole.clone()];
        // The sign behind a backslash opens nothing.
        let skipped = usize::from(self.source[..whole.start].ends_with('\\'));
        let mut from = 0;
        while let Some((signs, inside)) = find(text, from.max(skipped)) {
            self.push_text(text, from..signs.start, whole.start);
            let place = whole.start + signs.start..whole.start + signs.end;
            let (open, close) = match text.as_bytes()[signs.start] {
                b'^' => (Tag::Superscript, TagEnd::Superscript),
                _ => (Tag::Subscript, TagEnd::Subscript),
            };
            self.ready.push_back((Event::Start(open), place.clone()));
            self.push_text(text, inside, whole.start);
            self.ready.push_back((Event::End(close), place));
            from = signs.end;
        }
        if from == 0 {
            self.ready.append(&mut pieces);
        } else {
            self.push_text(text, from..text.len(), whole.start);
        }
    }

    /// Takes `<sup>2</sup>`: tags with nothing but words between them. Others stay tags.
    fn take_tags(&mut self, tag: Placed<'s>, end: &str, open: Tag<'s>, close: TagEnd) {
        let start = tag.1.start;
        let is_text = |next: &Placed<'s>| matches!(next.0, Event::Text(_));
        let mut text = VecDeque::new();
        text.extend(std::iter::from_fn(|| self.events.next_if(is_text)));
        let ends = |next: &Placed<'s>| matches!(&next.0, Event::InlineHtml(tag) if **tag == *end);
        let last = if text.is_empty() {
            None
        } else {
            self.events.next_if(ends)
        };
        if let Some((_, range)) = last {
            let place = start..range.end;
            self.ready.push_back((Event::Start(open), place.clone()));
            self.ready.append(&mut text);
            self.ready.push_back((Event::End(close), place));
        } else {
            self.ready.push_back(tag);
            self.ready.append(&mut text);
        }
    }

    fn push_text(&mut self, text: &'s str, part: Range<usize>, start: usize) {
        if !part.is_empty() {
            let place = start + part.start..start + part.end;
            let event = Event::Text(text[part].into());
            self.ready.push_back((event, place));
        }
    }
}

impl<'s, I: Iterator<Item = Placed<'s>>> Iterator for Scripts<'s, I> {
    type Item = Placed<'s>;

    fn next(&mut self) -> Option<Placed<'s>> {
        if let Some(ready) = self.ready.pop_front() {
            return Some(ready);
        }
        let next = self.events.next()?;
        match next.0 {
            Event::Start(Tag::CodeBlock(_)) => self.in_code = true,
            Event::End(TagEnd::CodeBlock) => self.in_code = false,
            _ if !self.in_code && is_plain(&next, self.source) => {
                self.take_text(next);
                return self.ready.pop_front();
            }
            Event::InlineHtml(ref tag) => {
                if let Some((name, open, close)) = of_tag(tag) {
                    self.take_tags(next, name, open, close);
                    return self.ready.pop_front();
                }
            }
            _ => {}
        }
        Some(next)
    }
}

/// What the tags `<sup>` and `<sub>` stand for, and the tag that ends it.
fn of_tag(tag: &str) -> Option<(&'static str, Tag<'static>, TagEnd)> {
    match tag {
        "<sup>" => Some(("</sup>", Tag::Superscript, TagEnd::Superscript)),
        "<sub>" => Some(("</sub>", Tag::Subscript, TagEnd::Subscript)),
        _ => None,
    }
}

/// Is it text that stands in the source as it is?
fn is_plain((event, range): &Placed<'_>, source: &str) -> bool {
    matches!(event, Event::Text(text) if source.get(range.clone()) == Some(&**text))
}

/// The first pair from a byte on: with its signs, and what is inside.
fn find(text: &str, from: usize) -> Option<(Range<usize>, Range<usize>)> {
    let bytes = text.as_bytes();
    let mut at = from;
    loop {
        at += memchr::memchr2(b'^', b'~', &bytes[at..])?;
        let sign = bytes[at];
        let ends = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'^' | b'~');
        let inside = &bytes[at + 1..bytes.len().min(at + 1 + LONGEST)];
        let n = inside.iter().position(ends).unwrap_or(inside.len());
        let is_pair = n > 0 && inside.get(n) == Some(&sign);
        // Two together strike out, and are the parser's.
        let is_double = |at: usize| sign == b'~' && bytes.get(at) == Some(&b'~');
        let stands_alone = !is_double(at + n + 2) && (at == 0 || !is_double(at - 1));
        if is_pair && stands_alone {
            let end = at + 1 + n;
            return Some((at..end + 1, at + 1..end));
        }
        at += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_inside_of_words_are_found() {
        for (text, expected) in [
            ("m^2^", Some("2")),
            ("H~2~O", Some("2")),
            ("2^10^", Some("10")),
            ("x^n+1^", Some("n+1")),
            ("a^b and c^d", None),
            ("~5 or ~6", None),
            ("a~~b~~", None),
            ("x^^y", None),
            ("x^", None),
            ("", None),
        ] {
            let found = find(text, 0).map(|(_, inside)| &text[inside]);
            assert_eq!(found, expected, "{text:?}");
        }
        let long = format!("a^{}^", "é".repeat(LONGEST));
        assert_eq!(find(&long, 0), None);
    }
}
