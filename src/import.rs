//! Courses of other makers become ours: files of foreign formats come in, the domain goes out, with a
//! note on each thing that was changed or left out.
//!
//! **Invariant:** nothing here touches the disk, the network or the clock. What is read is bounded in
//! depth, number and size before it is walked; all text is cleaned on its way into the domain; nothing
//! is dropped without a [`Note`].

pub mod archive;
pub mod assembly;
pub mod cartridge;
mod draft;
pub mod encoding;
pub mod entity;
pub mod epub;
mod flat;
mod flow;
pub mod format;
mod grid;
pub mod html;
mod labels;
mod letters;
pub mod markdown;
pub mod mathml;
pub mod ouxml;
mod package;
pub mod page_text;
mod qti;
pub mod strange;
mod timing;
pub mod web;

use std::borrow::Cow;

use crate::course::{Course, Section};
use crate::text::Clean;

/// Bytes of text that are read of one course, but of OU-XML, which takes less: on its way it becomes up to
/// nine times as much, and a small machine has to bear it. The longest courses known have a tenth.
const WHOLE: usize = 64 << 20;
/// Bytes of one file of text.
const LARGEST: usize = 32 << 20;

/// What may still be read of the texts of a course.
#[derive(Debug)]
pub struct Allowance(usize);

impl Default for Allowance {
    fn default() -> Self {
        Self(WHOLE)
    }
}

impl Allowance {
    /// Takes from it what a file has; refuses what would be too much.
    pub fn spend(&mut self, n: usize) -> Result<(), Refusal> {
        let left = self.0.checked_sub(n);
        self.0 = left.ok_or_else(|| {
            let what = format!("its texts have more than {} MB", WHOLE >> 20);
            Refusal::new(what, "import a part of them")
        })?;
        Ok(())
    }
}

/// A course that was read from foreign files.
#[derive(Debug, Clone, PartialEq)]
pub struct Imported {
    /// The course; its sections are those of `sections`, in the same order.
    pub course: Course,
    /// The sections with their text and questions.
    pub sections: Vec<Section>,
    /// Pictures that came along.
    pub pictures: Vec<Picture>,
    /// What was changed, guessed or left out.
    pub notes: Vec<Note>,
}

/// A picture that came along.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Its file in the course: `figures/` and a safe name.
    pub path: String,
    /// Its bytes, as they came.
    pub bytes: Vec<u8>,
}

/// Something that was changed, guessed or left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Where: the section, or the path of an element.
    pub place: Clean,
    /// What, as a sentence without its full stop.
    pub what: Clean,
}

/// Why a file can't be imported at all: what is wrong where, as a sentence without its full stop, and
/// what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// What is wrong, and where in the file.
    pub what: String,
    /// What to do.
    pub advice: String,
}

impl Refusal {
    /// A refusal with the way out. What it quotes of the file is cleaned.
    pub fn new(what: impl Into<String>, advice: impl Into<String>) -> Self {
        let clean = |text: String| Clean::trimmed(&text).to_string();
        Self {
            what: clean(what.into()),
            advice: clean(advice.into()),
        }
    }
}

/// What an import is given.
#[derive(Clone, Copy)]
pub enum Input<'a> {
    /// One file.
    File {
        /// Its name, without folders: a hint, never trusted.
        name: &'a str,
        /// What is in it.
        bytes: &'a [u8],
    },
    /// Many files under their names: a folder, or an archive.
    Files {
        /// The name of the folder or archive.
        name: &'a str,
        /// What is in it.
        files: &'a dyn Files,
    },
}

/// Many files under their names.
pub trait Files {
    /// The names of all files, sorted, with `/` between their parts; none leads out.
    fn names(&self) -> &[String];

    /// The bytes of the file of that name; the error is a sentence without its full stop.
    fn read(&self, name: &str) -> Result<Cow<'_, [u8]>, String>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_refusal_quotes_is_clean() {
        let refusal = Refusal::new("expected '=' not '\0\u{1b}[31m'", " \u{202e}try\nagain ");
        assert_eq!(refusal.what, "expected '=' not ''");
        assert_eq!(refusal.advice, "try again");
    }
}
