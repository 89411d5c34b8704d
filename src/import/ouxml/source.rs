//! The bytes of an OU-XML file become text, and its text a document.
//!
//! **Invariant:** size, number of elements and of attributes are bounded before a parser sees them; no
//! document type is read.

use std::borrow::Cow;

use roxmltree::{Document, Error, ParsingOptions};

use super::fault;
use super::index::Index;
use super::mend::{self, Mended};
use crate::import::{Refusal, encoding};

/// Bytes of a file.
pub const LARGEST: usize = 256 << 20;
/// A file as text.
pub struct Source<'s> {
    /// Its name.
    pub name: &'s str,
    text: Cow<'s, str>,
    /// What had to be guessed.
    pub guess: Option<&'static str>,
}

impl<'s> Source<'s> {
    /// Refuses bytes that are too many, or would take too long.
    pub fn of(name: &'s str, bytes: &'s [u8]) -> Result<Self, Refusal> {
        if bytes.len() > LARGEST {
            let what = format!("the file has more than {} MB", LARGEST >> 20);
            return Err(Refusal::new(what, "split it into its units"));
        }
        let encoding::Text { text, guess } = encoding::read(bytes, label(bytes));
        if fault::has_crowd(&text) {
            let what = "an element of the file has thousands of attributes";
            return Err(Refusal::new(what, fault::AGAIN));
        }
        Ok(Self { name, text, guess })
    }

    /// How much may come of it.
    pub fn budget(&self) -> Budget {
        Budget::of(self.text.len())
    }

    /// From the first sign on: no blank may stand before a declaration.
    pub fn text(&self) -> &str {
        self.text.trim_start()
    }
}

/// The encoding that a file says it is in.
fn label(bytes: &[u8]) -> Option<&str> {
    const FAR: usize = 256;
    let start = &bytes[..bytes.len().min(FAR)];
    let end = start.windows(2).position(|pair| pair == b"?>")?;
    let declaration = str::from_utf8(&start[..end]).ok()?;
    let (_, value) = declaration.split_once("encoding")?;
    let value = value.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    value[1..].split(quote).next()
}

/// A file's name without its folders and its ending.
pub fn stem(name: &str) -> &str {
    let name = name.rsplit('/').next().unwrap_or(name);
    name.split('.').next().unwrap_or_default()
}

/// How much may still come of a file. What it becomes takes more room than it does itself: the more, the
/// less it says in each element.
#[derive(Debug, Clone, Copy)]
pub struct Budget {
    /// Elements and pieces of text.
    pub nodes: u32,
    /// Sections and questions.
    pub parts: usize,
}

impl Budget {
    /// The budget of a file of so many bytes. Real ones have 18 to 120 bytes for each element or piece of
    /// text, and thousands for each section and question.
    pub fn of(bytes: usize) -> Self {
        let nodes = 1_000_000 + bytes / 16;
        Self {
            nodes: u32::try_from(nodes).unwrap_or(u32::MAX),
            parts: 50_000 + bytes / 1000,
        }
    }

    /// Takes from it what a document has.
    pub fn spend(&mut self, index: &Index) -> Result<(), Refusal> {
        self.nodes = self.nodes.saturating_sub(index.nodes);
        let Some(left) = self.parts.checked_sub(index.parts) else {
            let what = "the file has far too many sections and questions for its size";
            return Err(Refusal::new(what, fault::AGAIN));
        };
        self.parts = left;
        Ok(())
    }
}

/// A document, if it is one that is safe to walk.
pub fn parse(text: &str, budget: Budget) -> Result<Document<'_>, Error> {
    let options = ParsingOptions {
        allow_dtd: false,
        nodes_limit: budget.nodes,
        ..ParsingOptions::default()
    };
    Document::parse_with_options(text, options)
}

/// The text mended, where the parser refused it and that helps.
pub fn mend(text: &str, error: &Error) -> Result<Mended, Refusal> {
    let mended = match error {
        Error::DtdDetected | Error::NodesLimitReached => None,
        _ => mend::mend(text),
    };
    mended.ok_or_else(|| fault::refusal(text, error))
}

/// Is this the start of an OU-XML file? One that declares a document type is too: it is refused for that.
pub fn is_item(bytes: &[u8]) -> bool {
    const FAR: usize = 4096;
    let start = &bytes[..bytes.len().min(FAR)];
    let text = encoding::read(start, None).text;
    let mut rest = text.trim_start();
    while let Some(at) = rest.find('<') {
        rest = &rest[at..];
        let end = if rest.starts_with("<!--") {
            "-->"
        } else if rest.starts_with("<?") {
            "?>"
        } else {
            break;
        };
        let Some(end_at) = rest.find(end) else {
            return false;
        };
        rest = &rest[end_at + end.len()..];
    }
    let declared = rest.strip_prefix("<!DOCTYPE").map(str::trim_start);
    let name = declared.or(rest.strip_prefix('<')).unwrap_or_default();
    let end = name.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/'));
    end.is_some_and(|end| &name[..end] == "Item")
}
