//! The text of a web page, as “select all, copy” gives it: headings, lists and questions are found by how
//! such pages are written, since all marks are lost.
//!
//! **Invariant:** no line is dropped but those that belong to the page and not to its text, and a note
//! names these. What could be taken in more than one way is told in a note; where nothing is sure, text
//! stays text.

mod build;
mod furniture;
mod lines;
mod question;

use std::cmp::Ordering;

use crate::import::assembly::Assembly;
use crate::import::{Imported, Input, LARGEST, Refusal, encoding};
use build::Builder;

/// Is it text that somebody could read? Formats that are marked are asked before.
pub fn knows(input: &Input) -> bool {
    match input {
        Input::File { bytes, .. } => is_text(bytes),
        Input::Files { files, .. } => {
            let names = files.names();
            let first = names.iter().find(|name| is_named(name));
            let all = names.iter().all(|name| is_named(name) || is_beside(name));
            all && first.is_some_and(|name| files.read(name).is_ok_and(|bytes| is_text(&bytes)))
        }
    }
}

fn is_named(name: &str) -> bool {
    let end = name.rsplit('.').next().unwrap_or_default();
    end.eq_ignore_ascii_case("txt") || end.eq_ignore_ascii_case("text")
}

/// Files that lie beside pages and say nothing.
fn is_beside(name: &str) -> bool {
    let end = name
        .rsplit('.')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    ["png", "jpg", "jpeg", "gif", "svg", "webp"].contains(&&*end)
}

/// Does the start read like prose, and not like what a program wrote for another?
fn is_text(bytes: &[u8]) -> bool {
    const FAR: usize = 64 << 10;
    let start = &bytes[..bytes.len().min(FAR)];
    let text = encoding::read(start, None).text;
    let text = text.trim_start();
    let is_marked =
        text.starts_with(['{', '[', '<']) || text.starts_with("%PDF") || text.starts_with("#!");
    let n_controls = text
        .chars()
        .filter(|c| c.is_control() && !c.is_whitespace())
        .count();
    let is_sentence = |line: &str| {
        let words = line.split_whitespace();
        let n_words = words
            .filter(|word| word.chars().any(char::is_alphabetic))
            .count();
        n_words >= 4
            && line
                .trim_end()
                .ends_with(['.', '?', '!', '…', '”', '’', '"', ')'])
    };
    // Lists of questions for other programs.
    let is_list = ["{=", "{~", "\nANSWER:"]
        .iter()
        .any(|mark| text.contains(mark));
    !is_marked && !is_list && n_controls * 50 <= text.len() && text.lines().any(is_sentence)
}

/// Reads a page, or the pages of a folder in the order of their numbers.
pub fn read(input: &Input) -> Result<Imported, Refusal> {
    let mut pages = Vec::new();
    let mut guesses = Vec::new();
    let name = match input {
        Input::File { name, bytes } => {
            pages.push(((*name).to_owned(), text_of(name, bytes, &mut guesses)?));
            name
        }
        Input::Files { name, files } => {
            let mut left = LARGEST;
            for file in files.names().iter().filter(|file| is_named(file)) {
                let bytes = files
                    .read(file)
                    .map_err(|why| Refusal::new(why, "mend that and try again"))?;
                left = left.checked_sub(bytes.len()).ok_or_else(too_much)?;
                pages.push((file.clone(), text_of(file, &bytes, &mut guesses)?));
            }
            name
        }
    };
    let mut pages: Vec<_> = pages
        .iter()
        .map(|(file, text)| (file, lines::page(text)))
        .collect();
    pages.sort_by(|(a, one), (b, other)| by_number(one.number(), other.number()).then(a.cmp(b)));
    let title = pages.iter().find_map(|(_, page)| page.title.clone());
    let heading = pages.iter().find_map(|(_, page)| page.heading());
    let stem = name.rsplit_once('.').map_or(*name, |(stem, _)| stem);
    let title = title.or(heading).unwrap_or_else(|| stem.to_owned());
    let mut builder = Builder::new(Assembly::new(&title, stem));
    for (place, what) in guesses {
        builder.course.note_at(&place, what);
    }
    for (file, page) in &pages {
        builder.page(file, page);
    }
    let course = builder.finish();
    if !course.is_open() {
        let what = "there is nothing to read in it but what belongs to a web page";
        return Err(Refusal::new(
            what,
            "copy the page’s text once more, all of it",
        ));
    }
    Ok(course.finish())
}

fn text_of(
    name: &str,
    bytes: &[u8],
    guesses: &mut Vec<(String, &'static str)>,
) -> Result<String, Refusal> {
    if bytes.len() > LARGEST {
        return Err(too_much());
    }
    let decoded = encoding::read(bytes, None);
    if decoded.guess.is_some() {
        guesses.push((
            name.to_owned(),
            "the file is not in UTF-8; it was read as Windows-1252",
        ));
    }
    Ok(decoded.text.into_owned())
}

fn too_much() -> Refusal {
    let what = format!("the pages have more than {} MB", LARGEST >> 20);
    Refusal::new(what, "import a part of them")
}

/// By the numbers of their headings, part by part; those without one come last.
fn by_number(one: Option<&str>, other: Option<&str>) -> Ordering {
    let parts = |number: &str| -> Vec<u64> {
        let parts = number.split('.');
        parts.map(|part| part.parse().unwrap_or(u64::MAX)).collect()
    };
    match (one, other) {
        (Some(one), Some(other)) => parts(one).cmp(&parts(other)),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    }
}
