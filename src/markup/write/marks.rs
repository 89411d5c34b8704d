//! The small languages within Markdown: words of boxes, addresses, titles.
//!
//! **Invariant:** what is written reads back as what it was.

use crate::course::block::Target;
use crate::markup::markdown::{LABELS, LONGEST_LABEL, is_label};
use crate::text::Clean;

/// The word with which a box of that label begins.
pub fn word(label: &str) -> &str {
    let named = LABELS.iter().find(|(_, name)| *name == label);
    named.map_or(label, |(word, _)| word)
}

/// The label, if it can be that of a box, or what comes nearest.
pub fn label(label: &str) -> Clean {
    let plain = label.replace(['[', ']'], " ");
    let plain = Clean::words(plain.trim_matches(|c: char| !c.is_alphanumeric() && c != ')'));
    let end = (0..=LONGEST_LABEL.min(plain.len()))
        .rev()
        .find(|at| plain.is_char_boundary(*at));
    let plain = plain[..end.unwrap_or(0)].trim_end();
    let plain = if is_label(plain) { plain } else { "Note" };
    // A word that means a label of ours is read as that.
    let meant = LABELS
        .iter()
        .find(|(word, _)| word.eq_ignore_ascii_case(plain));
    Clean::words(meant.map_or(plain, |(_, name)| name))
}

/// An address as it stands between `<` and `>`.
pub fn address(address: &str) -> String {
    let mut out = String::with_capacity(address.len());
    for c in address.chars() {
        match c {
            '<' | '>' | '\\' | '|' => {
                out.push('\\');
                out.push(c);
            }
            '&' => out.push_str("&amp;"),
            '\n' => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// A caption, which is Markdown itself, as the title of a picture.
pub fn title(markdown: &str) -> String {
    let mut out = String::with_capacity(markdown.len());
    for c in markdown.chars() {
        match c {
            '"' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            '&' => out.push_str("&amp;"),
            c => out.push(c),
        }
    }
    out
}

/// Where a link leads, as it stands between `(` and `)`.
pub fn link(target: &Target) -> String {
    let words = match target {
        Target::Web(words) => address(words),
        Target::Heading(slug) => format!("#{}", percent(slug)),
        Target::Section(id, None) => format!("section:{id}"),
        Target::Section(id, Some(slug)) => format!("section:{id}#{}", percent(slug)),
        Target::Term(term) => format!("term:{}", percent(term)),
        // These two are no links in Markdown.
        Target::Footnote(label) => format!("#{}", percent(label)),
        Target::Gap(index) => format!("#{index}"),
    };
    if words.contains([' ', '(', ')', '\\']) || words.is_empty() {
        format!("<{words}>")
    } else {
        words
    }
}

/// What could be taken for something else in a short address, by its number.
fn percent(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in words.chars() {
        match c {
            '%' | '<' | '>' | '\\' | '&' | '#' | '\n' | '"' | '`' | '[' | ']' | '|' => {
                let mut bytes = [0; 4];
                for byte in c.encode_utf8(&mut bytes).bytes() {
                    out.push_str(&format!("%{byte:02X}"));
                }
            }
            c => out.push(c),
        }
    }
    out
}
