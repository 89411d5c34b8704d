//! Which files of a folder are read, and in which order: that of mdBook's `SUMMARY.md` and `book.toml` where
//! they are there, else that of their names.
//!
//! **Invariant:** no file is read twice, and one that is left out is told.

use std::collections::HashSet;

use super::reader::Reader;
use super::{is_named, stem};
use crate::course::block::Block;
use crate::import::{Files, encoding, flat, html};
use crate::markup::decode;
use crate::markup::entry::{Document, Found, Purpose};
use crate::markup::markdown;
use crate::text::Clean;

/// Sections lie no deeper in one another.
const DEEPEST: usize = 8;

/// What is known of a course before its texts are read.
#[derive(Default)]
pub struct Book {
    /// What it is called.
    pub title: String,
    authors: Vec<Clean>,
    language: Clean,
    description: Vec<Block>,
    /// Its texts in reading order.
    pub chapters: Vec<Chapter>,
    /// Texts that the summary doesn't name.
    beside: Vec<String>,
    /// Chapters that are named and not written yet.
    unwritten: Vec<String>,
}

/// A text, or a heading that stands above some.
#[derive(Debug, PartialEq, Eq)]
pub struct Chapter {
    /// Its file; a heading has none.
    pub path: Option<String>,
    /// What it is called, if that is not in its file; may be empty.
    pub title: String,
    /// Its level; 1 is the top.
    pub level: u8,
}

/// The file that says in which order a book is read.
pub fn summary(names: &[String]) -> Option<&String> {
    highest(names, "SUMMARY.md")
}

/// The file of that name that lies in the fewest folders.
fn highest<'n>(names: &'n [String], wanted: &str) -> Option<&'n String> {
    let is_it = |name: &&String| {
        let file = name.rsplit('/').next().unwrap_or_default();
        file.eq_ignore_ascii_case(wanted)
    };
    let found = names.iter().filter(is_it);
    found.min_by_key(|name| name.matches('/').count())
}

impl Book {
    /// The book in a folder.
    pub fn of(files: &dyn Files) -> Self {
        let mut book = Self::default();
        let names = files.names();
        if let Some(bytes) = highest(names, "book.toml").and_then(|name| files.read(name).ok()) {
            book.about(&bytes);
        }
        let pages: Vec<_> = names.iter().filter(|name| is_text(name)).collect();
        let listed = summary(names).and_then(|name| Some((name, files.read(name).ok()?)));
        if let Some((name, bytes)) = listed {
            let text = encoding::read(&bytes, None).text;
            book.list(name, &text, names);
            let told: HashSet<_> = book
                .chapters
                .iter()
                .filter_map(|each| each.path.as_ref())
                .collect();
            let beside = pages
                .iter()
                .filter(|page| !told.contains(*page) && **page != name);
            book.beside = beside.map(ToString::to_string).collect();
        }
        if book.chapters.iter().all(|chapter| chapter.path.is_none()) {
            let mut pages = pages;
            pages.sort_by_cached_key(|name| order(name));
            book.chapters = pages.into_iter().map(|name| Chapter::top(name)).collect();
            book.beside.clear();
        }
        book
    }

    /// What `book.toml` says.
    fn about(&mut self, bytes: &[u8]) {
        let decoded = decode::decode(bytes);
        let text = decode::blank_controls(&decoded.text);
        let mut found = Found::new("book.toml", &text, &decoded, Purpose::Study);
        let document = Document::read(&text, &[], &mut found);
        let Some(about) = document.head().and_then(|head| head.table("book")) else {
            return;
        };
        self.title = about
            .words("title", &mut found)
            .unwrap_or_default()
            .to_string();
        self.authors = about.list("authors", &mut found);
        self.language = about.words("language", &mut found).unwrap_or_default();
        self.description = about.blocks("description", &mut found);
    }

    /// The chapters that a summary names; `file` is its own name.
    fn list(&mut self, file: &str, text: &str, names: &[String]) {
        let mut outer: Vec<usize> = Vec::new();
        let mut part = 0;
        let mut seen = HashSet::new();
        let mut is_first = true;
        for line in text.lines() {
            if let Some(title) = line.strip_prefix("# ") {
                // The first heading is the summary's own.
                if !std::mem::take(&mut is_first) {
                    part = 1;
                    self.chapters.push(Chapter {
                        path: None,
                        title: plain(title),
                        level: 1,
                    });
                }
                continue;
            }
            let Some(entry) = Entry::of(line) else {
                continue;
            };
            is_first = false;
            while outer.last().is_some_and(|indent| *indent >= entry.indent) {
                outer.pop();
            }
            let depth = part + outer.len() + 1;
            outer.push(entry.indent);
            let title = plain(entry.title);
            let path = html::resolve(file, entry.address).map(|(path, _)| path);
            match path.filter(|path| !entry.address.is_empty() && names.contains(path)) {
                Some(path) if seen.insert(path.clone()) => self.chapters.push(Chapter {
                    path: Some(path),
                    title,
                    level: u8::try_from(depth.min(DEEPEST)).expect("it is small"),
                }),
                Some(_) => {}
                None => self.unwritten.push(title),
            }
        }
    }

    /// Tells a course what is known of it.
    pub fn tell(&self, reader: &mut Reader) {
        let course = &mut reader.course.course;
        course.authors.clone_from(&self.authors);
        course.language = self.language.clone();
        course.description.clone_from(&self.description);
    }

    /// Tells a course, once it is read, what of the book is not in it.
    pub fn tell_rest(&self, reader: &mut Reader) {
        let title = reader.course.course.title.to_string();
        let beside = self
            .beside
            .iter()
            .filter(|file| !reader.included.contains(*file));
        let beside: Vec<_> = beside.map(String::as_str).collect();
        let unwritten: Vec<_> = self.unwritten.iter().map(String::as_str).collect();
        for (names, what) in [
            (beside, "texts that the summary doesn’t name were left out"),
            (unwritten, "chapters are named that are not there"),
        ] {
            if !names.is_empty() {
                let what = format!("{what}: {}", names.join(", "));
                reader.course.note_at(&title, &what);
            }
        }
    }
}

impl Chapter {
    fn top(path: &str) -> Self {
        Self {
            path: Some(path.to_owned()),
            title: String::new(),
            level: 1,
        }
    }
}

/// A line of a summary.
struct Entry<'t> {
    /// Columns by which it is set in.
    indent: usize,
    title: &'t str,
    address: &'t str,
}

impl<'t> Entry<'t> {
    fn of(line: &'t str) -> Option<Self> {
        let rest = line.trim_start();
        let blanks = &line[..line.len() - rest.len()];
        let indent = blanks.chars().map(|c| if c == '\t' { 4 } else { 1 }).sum();
        let number = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        let bullet = rest.strip_prefix(['-', '*', '+']);
        let numbered = || {
            number
                .strip_prefix(['.', ')'])
                .filter(|_| number.len() < rest.len())
        };
        let rest = bullet.or_else(numbered).unwrap_or(rest).trim();
        let (title, address) = rest.strip_prefix('[')?.split_once("](")?;
        let address = &address[..address.rfind(')')?];
        let address = address.trim_start_matches('<').trim_end_matches('>');
        Some(Self {
            indent,
            title,
            address,
        })
    }
}

/// The words of a line of Markdown.
fn plain(line: &str) -> String {
    flat::words(&markdown::inline(line)).to_string()
}

/// Is it a text that readers are meant to see?
fn is_text(name: &str) -> bool {
    is_named(name)
        && !name
            .split('/')
            .any(|part| part.starts_with('.') || part == "node_modules")
}

/// What a name is ordered by: folder by folder, what introduces a folder first, numbers by their size.
fn order(name: &str) -> Vec<(u8, u64, String)> {
    let mut key = Vec::new();
    let mut parts = name.split('/').peekable();
    while let Some(part) = parts.next() {
        let is_file = parts.peek().is_none();
        let part = if is_file { stem(part) } else { part }.to_lowercase();
        if is_file && matches!(&*part, "readme" | "index") {
            key.push((0, 0, String::new()));
            continue;
        }
        let mut rest = &*part;
        while let Some(first) = rest.chars().next() {
            let is_number = first.is_ascii_digit();
            let end = rest.find(|c: char| c.is_ascii_digit() != is_number);
            let (chunk, behind) = rest.split_at(end.unwrap_or(rest.len()));
            key.push(match chunk.parse() {
                Ok(number) if is_number => (2, number, String::new()),
                _ => (3, 0, chunk.to_owned()),
            });
            rest = behind;
        }
        key.push((1, 0, String::new()));
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_summary_gives_the_order() {
        let names = ["src/a.md", "src/b/c.md", "src/d.md", "src/SUMMARY.md"].map(str::to_owned);
        let text = "# Summary\n\n[A *first*](a.md)\n\n# Part\n\n- [B](b/c.md)\n    - [Draft]()\n  * [D](./d.md)\n\
                    - [Again](a.md)\n- [Out](../../x.md)\n---\n";
        let mut book = Book::default();
        book.list("src/SUMMARY.md", text, &names);
        let found: Vec<_> = book
            .chapters
            .iter()
            .map(|each| (each.path.as_deref(), &*each.title, each.level))
            .collect();
        assert_eq!(
            found,
            [
                (Some("src/a.md"), "A first", 1),
                (None, "Part", 1),
                (Some("src/b/c.md"), "B", 2),
                (Some("src/d.md"), "D", 3),
            ]
        );
        assert_eq!(book.unwritten, ["Draft", "Out"]);
    }

    #[test]
    fn numbers_in_names_are_ordered_by_size() {
        let mut names = [
            "b/10-x.md",
            "b/9-x.md",
            "a.md",
            "b/README.md",
            "ch2.md",
            "ch10.md",
            "index.md",
        ];
        names.sort_by_cached_key(|name| order(name));
        assert_eq!(
            names,
            [
                "index.md",
                "a.md",
                "b/README.md",
                "b/9-x.md",
                "b/10-x.md",
                "ch2.md",
                "ch10.md"
            ]
        );
    }
}
