//! The sections of a course that are written as most are, read in a fraction of the time that TOML
//! as a whole takes: hundreds of sections shall not make a start slower.
//!
//! **Invariant:** it gives what TOML gives, or nothing: whatever is not as plain as it expects is
//! left to TOML.

use std::ops::Range;

use crate::store::course_file::outline::{Said, Written};

const HEAD: &str = "[[section]]";
/// What may stand behind the sections.
const OTHERS: [&str; 4] = ["[[outcome]]", "[[exam]]", "[[glossary]]", "[[reference]]"];

/// All sections of a `course.toml`, and where they stand. `None`: they are not plain, or there are
/// none.
pub fn sections(text: &str) -> Option<(Range<usize>, Vec<Written<'_>>)> {
    let start = if text.starts_with(HEAD) {
        0
    } else {
        memchr::memmem::find(text.as_bytes(), b"\n[[section]]")? + 1
    };
    let mut sections = Vec::new();
    let mut end = start;
    for line in text[start..].split_inclusive('\n') {
        let at = end;
        let words = line.trim_end_matches(['\n', '\r', ' ', '\t']);
        if words == HEAD {
            sections.push(Written {
                at,
                ..Written::default()
            });
        } else if words.starts_with('[') {
            break;
        } else if !words.is_empty() && !words.starts_with('#') {
            take(sections.last_mut()?, words, at)?;
        }
        end += line.len();
    }
    let is_of_sections = |line: &str| {
        let line = line.trim_start_matches(['[', ' ', '\t', '"', '\'']);
        line.starts_with("section")
    };
    let is_known = |line: &str| {
        let line = line.trim();
        !line.starts_with('[') || OTHERS.contains(&line)
    };
    let is_plain = !text[..start].lines().any(is_of_sections)
        && !text[end..].lines().any(is_of_sections)
        && text[end..].lines().all(is_known);
    is_plain.then_some((start..end, sections))
}

/// Takes in a line `key = value` that stands at a byte of the file.
fn take<'t>(section: &mut Written<'t>, line: &'t str, at: usize) -> Option<()> {
    let (key, value) = line.split_once(" = ")?;
    let at = at + key.len() + " = ".len();
    if key == "level" {
        // No number begins with a 0, and none is longer.
        let is_plain = matches!(value.as_bytes(), [b'1'..=b'9', rest @ ..] if rest.len() < 9 && rest.iter().all(u8::is_ascii_digit));
        let level = value.parse().ok().filter(|_| is_plain)?;
        return section.level.replace((level, at)).is_none().then_some(());
    }
    let slot = match key {
        "number" => &mut section.number,
        "title" => &mut section.title,
        "id" => &mut section.id,
        "file" => &mut section.file,
        _ => return None,
    };
    let inside = value.strip_prefix('"')?.strip_suffix('"')?;
    let is_plain = |c: char| !c.is_control() && c != '"' && c != '\\';
    if !inside.chars().all(is_plain) {
        return None;
    }
    slot.replace(Said { text: inside, at })
        .is_none()
        .then_some(())
}
