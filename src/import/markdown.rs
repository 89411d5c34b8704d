//! Markdown: a file, a folder of them, or an mdBook, with questions in our own syntax, in that of
//! mdbook-quiz, or as the cards of hashcards.
//!
//! **Invariant:** every word that Markdown would show comes in, or a note tells of it. Files and their
//! sizes are bounded; nothing leads out of the folder.

mod book;
mod cards;
mod fence;
mod front;
mod headed;
mod include;
mod parts;
mod places;
mod quiz;
mod reader;

use crate::course::problem::quoted;
use crate::import::{Allowance, Files, Imported, Input, Refusal, archive, encoding};
use book::Book;
use reader::Reader;

/// Files of a course.
const MOST: usize = 5000;
/// The file that makes a folder a course of ours.
const OURS: &str = "course.toml";

/// Is it Markdown?
pub fn knows(input: &Input) -> bool {
    match *input {
        Input::File { name, bytes } => is_page(name, bytes),
        Input::Files { files, .. } => {
            let names = files.names();
            if book::summary(names).is_some() {
                return true;
            }
            let is_web = |name: &String| has_ending(name, &["html", "htm", "xhtml"]);
            let mut pages = names.iter().filter(|name| is_named(name)).take(20);
            !names.iter().any(is_web)
                && pages.any(|name| files.read(name).is_ok_and(|bytes| is_page(name, &bytes)))
        }
    }
}

/// Reads a file, or a folder of them as one course.
pub fn read(input: &Input) -> Result<Imported, Refusal> {
    match *input {
        Input::File { name, bytes } => {
            let mut reader = Reader::new("", stem(name), None);
            let text = reader.text(name, bytes)?;
            reader.pages.insert(name.to_owned());
            reader.single(name, &text);
            reader.finish(name)
        }
        Input::Files { name, files } => folder(name, files),
    }
}

fn folder(name: &str, files: &dyn Files) -> Result<Imported, Refusal> {
    if files.names().iter().any(|name| name == OURS) {
        let what = format!("{} is a course of Recto already", quoted(name));
        return Err(Refusal::new(
            what,
            "import it without saying which format it is in",
        ));
    }
    let book = Book::of(files);
    if book.chapters.len() > MOST {
        let what = format!("there are more than {MOST} files of text in it");
        return Err(Refusal::new(what, "import a part of them"));
    }
    let mut reader = Reader::new(&book.title, stem(name), Some(files));
    book.tell(&mut reader);
    let paths = book
        .chapters
        .iter()
        .filter_map(|chapter| chapter.path.clone());
    reader.pages.extend(paths);
    let mut left = Allowance::default();
    for chapter in &book.chapters {
        let Some(path) = &chapter.path else {
            reader.course.open(chapter.level, &chapter.title);
            continue;
        };
        match files.read(path) {
            Ok(bytes) => {
                left.spend(bytes.len())?;
                let text = reader.text(path, &bytes)?;
                reader.page(path, &text, chapter.level, &chapter.title);
            }
            Err(why) => {
                let what = format!("the chapter “{}” was left out: {why}", chapter.title);
                reader.course.note_at(path, &what);
            }
        }
    }
    book.tell_rest(&mut reader);
    reader.finish(name)
}

/// Is it Markdown that could be read? What is not called so must show it.
fn is_page(name: &str, bytes: &[u8]) -> bool {
    const FAR: usize = 64 << 10;
    let start = &bytes[..bytes.len().min(FAR)];
    let decoded = encoding::read(start, None).text;
    let text = decoded.trim_start();
    let begins = |with: &str| {
        let start = text.get(..with.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(with))
    };
    let n_controls = text
        .chars()
        .filter(|c| c.is_control() && !c.is_whitespace())
        .count();
    let is_other =
        archive::is_zip(bytes) || ["%PDF", "<!doctype html", "<html"].into_iter().any(begins);
    if text.is_empty() || is_other || (n_controls > 8 && n_controls * 50 > text.len()) {
        return false;
    }
    let mut lines = text.lines();
    let is_headed = lines.next().is_some_and(parts::is_heading)
        && lines.next().is_some_and(|line| line.trim().is_empty());
    is_named(name) || is_headed || cards::are_in(text)
}

/// Is it called as files of Markdown are?
fn is_named(name: &str) -> bool {
    has_ending(name, &["md", "markdown", "mdown", "mkd"])
}

fn has_ending(name: &str, endings: &[&str]) -> bool {
    let (_, end) = name.rsplit_once('.').unwrap_or_default();
    endings
        .iter()
        .any(|ending| end.eq_ignore_ascii_case(ending))
}

/// A file's name without its folders and its ending.
fn stem(name: &str) -> &str {
    let name = name.rsplit('/').next().unwrap_or(name);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}
