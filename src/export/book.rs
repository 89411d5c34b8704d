//! A course to be read without Recto: as one page, or as a book.
//!
//! Both are made section by section: the sections are looked at once for what links may lead to, and
//! once more to be written, so that they need not be there all at once.
//!
//! **Invariant:** the same course gives the same bytes. Without the answers, nothing is written of a
//! key, a model answer, a discussion, a reflection or a feedback, nor in an order that would tell,
//! nor a footnote that only these mention.

mod answer;
mod contents;
pub mod epub;
pub mod html;
mod picture;
mod places;
mod question;
mod set;
mod whole;

use std::borrow::{Borrow, Cow};
use std::io;

use crate::course::{Course, Section};
use crate::export::html::escaped;
use places::Places;

/// Are the answers wanted too?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answers {
    /// They are, where they are not seen before they are asked for.
    With,
    /// They are not.
    Without,
}

/// What is to be written, and where in it everything has its place.
#[derive(Debug)]
pub struct Book<'c> {
    course: &'c Course,
    places: Places,
    answers: Answers,
}

impl<'c> Book<'c> {
    /// Of `course` with its `sections`, which are all looked at.
    pub fn new(
        course: &'c Course,
        sections: impl IntoIterator<Item: Borrow<Section>>,
        answers: Answers,
    ) -> Self {
        Self {
            course,
            places: Places::of(course, sections),
            answers,
        }
    }

    /// The tag of the course's language (BCP 47); `und` where it says none that is one.
    fn language(&self) -> &str {
        let tag = &*self.course.language;
        let mut parts = tag.split('-');
        let first = parts.next().unwrap_or_default();
        let is_word = |part: &str| {
            (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric())
        };
        let is_name =
            matches!(first.len(), 2 | 3) && first.bytes().all(|b| b.is_ascii_alphabetic());
        if is_name && parts.all(is_word) {
            tag
        } else {
            "und"
        }
    }

    /// Words of ours, as HTML that says which language they are in, if that is another.
    fn own(&self, words: &str) -> String {
        let words = escaped(words);
        if self.language().split('-').next() == Some("en") {
            words
        } else {
            format!("<span lang=\"en-GB\">{words}</span>")
        }
    }
}

/// Where the files of a course come from: the bytes of the one of that name.
pub type Files<'f> = dyn Fn(&str) -> io::Result<Cow<'static, [u8]>> + 'f;
