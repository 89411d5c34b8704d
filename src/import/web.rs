//! Web pages: a folder or archive of them, as OpenLearn offers one for download; a page that was saved; a
//! feed with pages in it.
//!
//! **Invariant:** what belongs to the site and not to the page (menus, headers, notices) stays out; every other
//! visible word comes in. Pages, pictures and their sizes are bounded.

mod contents;
mod drill;
mod feed;
mod furniture;
mod listed;
mod main_part;
mod pictures;
mod question;
mod reader;
mod site;

use crate::import::{Imported, Input, LARGEST, Refusal, encoding};

use super::html::Document;
pub use pictures::{Album, bare};
pub use reader::Reader;

/// Pages of a course.
const MOST_PAGES: usize = 5000;

/// Is it a web page, or a folder of them?
pub fn knows(input: &Input) -> bool {
    match input {
        Input::File { name, bytes } => is_page(name, bytes),
        Input::Files { files, .. } => {
            let pages = files.names().iter().filter(|name| has_page_name(name));
            pages
                .take(20)
                .any(|name| files.read(name).is_ok_and(|bytes| is_page(name, &bytes)))
        }
    }
}

/// Reads a web page, or a folder of them as one course.
pub fn read(input: &Input) -> Result<Imported, Refusal> {
    match *input {
        Input::File { name, bytes } => {
            if bytes.len() > LARGEST {
                let what = format!("the page has more than {} MB", LARGEST >> 20);
                return Err(Refusal::new(what, "save it in parts"));
            }
            let mut reader = Reader::new(stem(name), None);
            let page = reader.parse(name, bytes);
            reader.single(name, &page);
            reader.finish(&format!(
                "the page {}",
                crate::course::problem::quoted(name)
            ))
        }
        Input::Files { name, files } => site::read(name, files),
    }
}

/// Is it a feed of pages?
pub fn knows_feed(input: &Input) -> bool {
    matches!(input, Input::File { bytes, .. } if feed::knows(bytes))
}

/// Reads a feed; each of its entries becomes a section.
pub fn read_feed(input: &Input) -> Result<Imported, Refusal> {
    match *input {
        Input::File { name, bytes } => feed::read(name, bytes),
        Input::Files { .. } => {
            let what = "a feed is one file, and these are more";
            Err(Refusal::new(what, "import the file of the feed"))
        }
    }
}

/// Does it begin as a page does? A piece of a page has no beginning: its name must say what it is.
fn is_page(name: &str, bytes: &[u8]) -> bool {
    const FAR: usize = 4096;
    let start = encoding::read(&bytes[..bytes.len().min(FAR)], None).text;
    let mut rest = start.trim_start();
    // A declaration, comments and what else stands before the first tag.
    while rest.starts_with("<?") || rest.starts_with("<!--") {
        let end = if rest.starts_with("<?") { "?>" } else { "-->" };
        rest = match rest.split_once(end) {
            Some((_, rest)) => rest.trim_start(),
            None => return false,
        };
    }
    let begins = |with: &str| {
        rest.get(..with.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(with))
    };
    begins("<!doctype html")
        || begins("<html")
        || begins("<head")
        || begins("<body")
        || rest.starts_with('<') && has_page_name(name) && !start.contains("<rss")
}

/// Is it called as pages are?
fn has_page_name(name: &str) -> bool {
    let (_, end) = name.rsplit_once('.').unwrap_or_default();
    matches!(&*end.to_ascii_lowercase(), "html" | "htm" | "xhtml")
}

/// A file's name without its folders and its ending.
fn stem(name: &str) -> &str {
    let name = name.rsplit('/').next().unwrap_or(name);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// The encoding that a page says it is in.
fn label(bytes: &[u8]) -> Option<&str> {
    const FAR: usize = 2048;
    let start = &bytes[..bytes.len().min(FAR)];
    let at = start
        .windows(8)
        .position(|window| window.eq_ignore_ascii_case(b"charset="))
        .map(|at| at + 8)
        .or_else(|| {
            let at = start.windows(9).position(|window| window == b"encoding=")?;
            Some(at + 9)
        })?;
    let rest = &start[at..];
    let rest = rest
        .strip_prefix(b"\"")
        .or(rest.strip_prefix(b"'"))
        .unwrap_or(rest);
    let end = rest
        .iter()
        .position(|byte| !(byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')))?;
    str::from_utf8(&rest[..end]).ok()
}

/// What comes of a page's bytes.
fn parse(bytes: &[u8]) -> (Document, Option<&'static str>) {
    let encoding::Text { text, guess } = encoding::read(bytes, label(bytes));
    (Document::parse(&text), guess)
}
