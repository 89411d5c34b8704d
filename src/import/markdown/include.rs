//! Files that a text of mdBook takes in: `{{#include FILE}}`, the whole of one or some of its lines.
//!
//! **Invariant:** what is taken in is looked at no further, so no file can take itself in; its size is
//! bounded, and what is not there leaves its mark and a note.

use super::reader::Reader;
use crate::course::problem::quoted;
use crate::import::{encoding, html};
use crate::markup::report::floor;

/// What all marks begin with.
const MARK: &str = "{{#";
/// Bytes of a mark.
const LONGEST: usize = 1000;

/// The text with the files that it takes in.
pub fn expand(reader: &mut Reader, text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(MARK) {
        let (before, behind) = rest.split_at(at);
        out.push_str(before);
        let near = &behind[..floor(behind, LONGEST)];
        let end = near.find("}}").map_or(MARK.len(), |end| end + 2);
        let (mark, after) = behind.split_at(end);
        let is_escaped = before.ends_with('\\');
        match mark.strip_suffix("}}").filter(|_| !is_escaped) {
            Some(inside) => match included(reader, &inside[MARK.len()..]) {
                Some(text) => out.push_str(&text),
                None => out.push_str(mark),
            },
            None => out.push_str(mark),
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// What stands in place of a mark.
fn included(reader: &mut Reader, mark: &str) -> Option<String> {
    let mut words = mark.split_whitespace();
    let sort = words.next()?;
    if !matches!(sort, "include" | "rustdoc_include" | "playground") {
        return None;
    }
    let address = words.next()?;
    let (path, lines) = address.split_once(':').unwrap_or((address, ""));
    let bytes = html::resolve(&reader.file, path).and_then(|(path, _)| {
        let bytes = reader.files?.read(&path).ok()?;
        reader.may_include = reader.may_include.checked_sub(bytes.len())?;
        reader.included.insert(path);
        Some(bytes)
    });
    let Some(bytes) = bytes else {
        let what = format!("the file {} that it takes in is not there", quoted(path));
        let file = reader.file.clone();
        reader.course.note_at(&file, &what);
        return None;
    };
    let text = encoding::read(&bytes, None).text.replace("\r\n", "\n");
    let part = part(&text, lines);
    Some(if sort == "playground" {
        format!("```rust\n{part}\n```")
    } else {
        part
    })
}

/// Some lines of a text: all, `5`, `5:`, `:7`, `5:7`, or those between the anchors of a name.
fn part(text: &str, lines: &str) -> String {
    let (first, last) = lines.split_once(':').unwrap_or((lines, lines));
    let number = |number: &str, spare: usize| match number {
        "" => Some(spare),
        number => number.parse().ok(),
    };
    let chosen: Vec<_> =
        if let (Some(first), Some(last)) = (number(first, 1), number(last, usize::MAX)) {
            let n = last.saturating_add(1).saturating_sub(first);
            text.lines().skip(first.saturating_sub(1)).take(n).collect()
        } else {
            let names = |line: &str, sign: &str| {
                let behind = line.split_once(sign).map(|(_, behind)| behind.trim());
                behind.is_some_and(|name| name.split_whitespace().next() == Some(first))
            };
            text.lines()
                .skip_while(|line| !names(line, "ANCHOR:"))
                .take_while(|line| !names(line, "ANCHOR_END:"))
                .filter(|line| !line.contains("ANCHOR:") && !line.contains("ANCHOR_END:"))
                .collect()
        };
    chosen.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_chosen_by_number_or_name() {
        let text = "a\n// ANCHOR: x\nb\n// ANCHOR: y\nc\n// ANCHOR_END: x\nd\n";
        for (lines, expected) in [
            ("1", "a"),
            ("5:", "c\n// ANCHOR_END: x\nd"),
            (":1", "a"),
            ("3:3", "b"),
            ("9:3", ""),
            ("x", "b\nc"),
            ("y", "c\nd"),
            ("z", ""),
        ] {
            assert_eq!(part(text, lines), expected, "{lines}");
        }
        assert_eq!(part(text, "").lines().count(), 7);
    }
}
