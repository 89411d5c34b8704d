//! The small languages within Markdown: words of boxes, addresses, titles.
//!
//! **Invariant:** what is written reads back as what it was.

use crate::course::block::Target;
use crate::markup::markdown::LABELS;
use crate::text::Clean;

/// The word with which a box of that label begins, and the label that it is read with.
pub fn label(label: &str) -> (String, Clean) {
    let named = LABELS.iter().find(|(_, name)| *name == label);
    if let Some((word, name)) = named {
        return ((*word).to_owned(), Clean::words(name));
    }
    let is_word = |c: char| c.is_alphanumeric();
    let word: String = label
        .trim()
        .chars()
        .map(|c| if is_word(c) { c } else { '-' })
        .collect();
    let word = match word.trim_matches('-') {
        "" => "NOTE",
        word => word,
    };
    // A word that means a label of ours is read as that.
    let meant = LABELS
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(word));
    let name = meant.map_or(word, |(_, name)| name);
    (word.to_owned(), Clean::words(name))
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
