//! Books in EPUB 2 and 3.
//!
//! **Invariant:** every chapter that the book lists is read or named in a note; a chapter that is broken
//! costs nothing but itself.

mod book;
pub mod chapter;
mod glossary;
pub mod outline;
mod question;

use crate::course::problem::quoted;
use crate::import::html::{Document, Syntax};
use crate::import::web::Reader;
use crate::import::{Allowance, Imported, Input, Refusal, package};
use crate::text::Clean;
use book::{Book, CONTAINER};

/// Is it a book in EPUB?
pub fn knows(input: &Input) -> bool {
    match input {
        Input::File { .. } => false,
        Input::Files { files, .. } => package::known(*files, CONTAINER).is_some(),
    }
}

/// Reads a book.
pub fn read(input: &Input) -> Result<Imported, Refusal> {
    let Input::Files { name, files } = *input else {
        let what = "a book in EPUB is a zip archive, and this is none";
        return Err(Refusal::new(what, "download it again"));
    };
    let book = book::read(files)?;
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let title = book
        .title
        .clone()
        .or_else(|| first_title(&book))
        .unwrap_or_else(|| stem.to_owned());
    let mut reader = Reader::titled(&title, stem, Some(files));
    describe(&mut reader, &book);
    let pages = book.chapters.iter().map(|chapter| chapter.path.clone());
    reader.pages.extend(pages);
    for note in &book.notes {
        reader.course.note_at(&title, note);
    }
    let mut left = Allowance::default();
    let mut aside = Vec::new();
    for (at, chapter) in book.chapters.iter().enumerate() {
        let bytes = match files.read(&chapter.path) {
            Ok(bytes) => bytes,
            Err(why) => {
                reader
                    .course
                    .note_at(&title, &format!("a chapter can’t be read: {why}"));
                continue;
            }
        };
        left.spend(bytes.len())?;
        let text = crate::import::encoding::read(&bytes, None);
        let document = Document::parse_as(&text.text, Syntax::Xhtml);
        for note in document.notes.iter().map(String::as_str).chain(text.guess) {
            reader.course.note_at(&chapter.path, note);
        }
        if chapter.is_aside {
            aside.push(
                chapter
                    .title
                    .clone()
                    .unwrap_or_else(|| chapter.path.clone()),
            );
        }
        let next = book.chapters.get(at + 1).map(|next| next.level);
        if !chapter::read(&mut reader, chapter, &document, next) {
            let name = chapter.title.as_deref().unwrap_or(&chapter.path);
            let what = format!("{} says nothing; it was left out", quoted(name));
            reader.course.note_at(&title, &what);
        }
    }
    if !aside.is_empty() {
        let list = aside.join(" / ");
        let what = format!("what stands beside the flow of the book comes last: {list}");
        reader.course.note_at(&title, &what);
    }
    reader.finish("the book")
}

/// What the first chapter of the contents is called.
fn first_title(book: &Book) -> Option<String> {
    book.chapters
        .iter()
        .find_map(|chapter| chapter.title.clone())
}

fn describe(reader: &mut Reader, book: &Book) {
    let course = &mut reader.course.course;
    let words = |words: &Option<String>| Clean::trimmed(words.as_deref().unwrap_or_default());
    course.language = words(&book.language);
    course.licence = words(&book.rights);
    course.source = words(&book.source);
    course.authors = book
        .authors
        .iter()
        .map(|author| Clean::trimmed(author))
        .collect();
    if let Some(description) = &book.description {
        // It may be HTML, once more escaped.
        let document = Document::parse(description);
        let blocks = crate::import::html::blocks(
            document.body().children(),
            &mut crate::import::html::Plain,
        );
        course.description = blocks;
    }
}
