//! Faults of a file that can be mended: characters that XML doesn't allow or doesn't know, and an end
//! that is missing.
//!
//! **Invariant:** nothing that a file declares is expanded. What stood in the file stands in what is
//! mended, but for characters that nobody sees, and a tag that is torn; each fault is told.

use std::collections::HashMap;
use std::ops::Range;

use memchr::memchr2;

use super::fault;
use super::tags::{self, Markup};
use crate::import::entity;

/// What was mended.
#[derive(Debug, PartialEq, Eq)]
pub struct Mended {
    /// The text, such as a parser may take it.
    pub text: String,
    /// What was wrong with it, and what was done.
    pub notes: Vec<String>,
}

/// Mends a file, if there is something to mend.
pub fn mend(text: &str) -> Option<Mended> {
    let mut notes = Vec::new();
    let seen = without_controls(text, &mut notes);
    let named = Names::default().put_right(&seen, &mut notes);
    let text = closed(named, &mut notes)?;
    (!notes.is_empty()).then_some(Mended { text, notes })
}

/// The text without characters that XML doesn't allow. An escape and what follows it become the one
/// control that means the same, which XML allows: so the whole of a sequence goes when it is cleaned.
fn without_controls(text: &str, notes: &mut Vec<String>) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c == ESCAPE
            && let Some(&next) = chars.peek()
            && let Some(control) = control(next)
        {
            kept.push(control);
            chars.next();
        } else if is_allowed(c) {
            kept.push(c);
        }
    }
    if kept != text {
        notes.push("it holds control characters; they were taken out".to_owned());
    }
    kept
}

const ESCAPE: char = '\u{1b}';

/// The control that means the same as an escape and this character.
fn control(behind: char) -> Option<char> {
    let is_control = matches!(behind, '@'..='_');
    char::from_u32(u32::from(behind) + 0x40).filter(|_| is_control)
}

fn is_allowed(c: char) -> bool {
    !matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

/// Names of characters, and signs `&` that begin none.
#[derive(Default)]
struct Names {
    /// Those that were looked up, each as the references that stand for it.
    known: HashMap<String, Option<String>>,
    html: usize,
    lone: usize,
    controls: usize,
}

impl Names {
    /// The text with names and numbers of characters that XML knows.
    fn put_right(mut self, text: &str, notes: &mut Vec<String>) -> String {
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        while let Some(found) = memchr2(b'<', b'&', &text.as_bytes()[at..]) {
            let start = at + found;
            out.push_str(&text[at..start]);
            let rest = &text[start..];
            at = if rest.starts_with('&') {
                start + self.reference(rest, &mut out)
            } else {
                // In a comment or the like a name is no name.
                let passed = match tags::passive_end(rest) {
                    Some(end) => end.unwrap_or(rest.len()),
                    None => 1,
                };
                out.push_str(&rest[..passed]);
                start + passed
            };
        }
        out.push_str(&text[at..]);
        self.tell(notes);
        out
    }

    /// Adds what stands for the reference that a text starts with; gives its length.
    fn reference(&mut self, text: &str, out: &mut String) -> usize {
        const LONGEST: usize = 40;
        let inner = &text.as_bytes()[1..];
        let end = inner.iter().take(LONGEST).position(|byte| *byte == b';');
        let name = end.map(|end| &text.as_bytes()[1..=end]);
        let Some(name) = name.and_then(|name| str::from_utf8(name).ok()) else {
            return self.sign(out);
        };
        let whole = name.len() + 2;
        match name {
            "lt" | "gt" | "amp" | "quot" | "apos" => out.push_str(&text[..whole]),
            _ if name.starts_with('#') => match number(&name[1..]) {
                Some(c) if is_allowed(c) => out.push_str(&text[..whole]),
                Some(c) => {
                    self.controls += 1;
                    let behind = text[whole..].chars().next().filter(|_| c == ESCAPE);
                    if let Some(control) = behind.and_then(control) {
                        out.push(control);
                        return whole + 1;
                    }
                }
                None => return self.sign(out),
            },
            _ => {
                let known = self.known.entry(name.to_owned()).or_insert_with(|| {
                    let numbered = |c: char| format!("&#{};", u32::from(c));
                    entity::named(name).map(|chars| chars.chars().map(numbered).collect())
                });
                let Some(known) = known else {
                    return self.sign(out);
                };
                out.push_str(known);
                self.html += 1;
            }
        }
        whole
    }

    /// Adds a sign `&` that begins no reference; gives its length.
    fn sign(&mut self, out: &mut String) -> usize {
        out.push_str("&amp;");
        self.lone += 1;
        1
    }

    fn tell(self, notes: &mut Vec<String>) {
        let mut tell = |n: usize, one: &str, more: &str| match n {
            0 => {}
            1 => notes.push(one.to_owned()),
            n => notes.push(format!("{n} {more}")),
        };
        tell(
            self.html,
            "a name of a character, such as &nbsp;, is HTML’s and not XML’s; it was read as HTML means it",
            "names of characters, such as &nbsp;, are HTML’s and not XML’s; they were read as HTML means them",
        );
        tell(
            self.lone,
            "a sign & stands by itself, where XML has &amp;; it was kept",
            "signs & stand by themselves, where XML has &amp;; they were kept",
        );
        tell(
            self.controls,
            "a control character was taken out",
            "control characters were taken out",
        );
    }
}

/// The character that a reference names by its number.
fn number(digits: &str) -> Option<char> {
    let (digits, radix) = match digits.strip_prefix('x') {
        Some(digits) => (digits, 16),
        None => (digits, 10),
    };
    let is_number = digits.chars().all(|c| c.is_digit(radix));
    let number = u32::from_str_radix(digits, radix).ok();
    number.filter(|_| is_number).and_then(char::from_u32)
}

/// The text with ends for the elements that are open at its end, without a tag that is torn; none, if
/// tags don't match, for then nobody knows what was meant.
fn closed(mut text: String, notes: &mut Vec<String>) -> Option<String> {
    let mut open: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    let mut end = text.len();
    while let Some(markup) = tags::next(&text, at) {
        match markup {
            Markup::Passive(range) => at = range.end,
            Markup::Declaration(_) => return None,
            Markup::Torn(start) => {
                end = start;
                break;
            }
            Markup::Tag(range) => {
                let tag = &text[range.clone()];
                at = range.end;
                if tags::is_end(tag) {
                    let begun = open.pop()?;
                    if tags::name(&text[begun]) != tags::name(tag) {
                        return None;
                    }
                } else if !tags::is_empty(tag) {
                    open.push(range);
                }
            }
        }
    }
    if !open.is_empty() {
        let names = open.iter().map(|tag| tags::name(&text[tag.clone()]));
        let names: Vec<_> = names.map(str::to_owned).collect();
        let path = fault::path(&text[..end]);
        notes.push(format!(
            "it ends too early, in {path}; what stands before is here"
        ));
        text.truncate(end);
        for name in names.iter().rev() {
            text.push_str("</");
            text.push_str(name);
            text.push('>');
        }
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_are_mended_and_told() {
        for (text, expected, told) in [
            ("<a>&nbsp;&eacute;&lt;</a>", "<a>&#160;&#233;&lt;</a>", 1),
            ("<a b='x&nbsp;y'/>", "<a b='x&#160;y'/>", 1),
            (
                "<a>R&D, &, &x y; &lol;</a>",
                "<a>R&amp;D, &amp;, &amp;x y; &amp;lol;</a>",
                1,
            ),
            (
                "<a>&#27;[31m\u{1b}[0m&#x41;&#xfffe;</a>",
                "<a>\u{9b}31m\u{9b}0m&#x41;</a>",
                2,
            ),
            (
                "<a><![CDATA[&nbsp;]]><!-- &nbsp; -->&LT;</a>",
                "<a><![CDATA[&nbsp;]]><!-- &nbsp; -->&#60;</a>",
                1,
            ),
            ("<a><b>one</b><b>tw", "<a><b>one</b><b>tw</b></a>", 1),
            ("<a><b c='d>", "<a></a>", 1),
            ("<a>x<![CDATA[y", "<a>x</a>", 1),
            ("<a>x<!-- ", "<a>x</a>", 1),
        ] {
            let mended = mend(text).unwrap();
            assert_eq!(
                (&*mended.text, mended.notes.len()),
                (expected, told),
                "{text}"
            );
        }
    }

    #[test]
    fn what_nobody_can_know_is_not_mended() {
        for text in [
            "",
            "%PDF-1.7",
            "<a/>",
            "<a><b></a></b>",
            "</a>",
            "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;",
        ] {
            assert_eq!(mend(text), None, "{text}");
        }
    }
}
