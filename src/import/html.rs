//! HTML and XHTML, as it comes in web pages, EPUB books, course packages and feeds: text becomes a
//! [`Document`], its elements become [`Block`](crate::course::block::Block)s.
//!
//! 1. `Document::parse(text)`, or `parse_as(text, Syntax::Xhtml)` where that is known. It never fails; what
//!    it had to change is in `notes`. A piece of HTML without a `body` will do.
//! 2. [`sections`] parts the content by its headings: each [`Part`] has a heading and the nodes below it.
//!    Open a section of the course for each part, then read its nodes while that section is open.
//! 3. [`blocks`] reads nodes; a [`Guide`] of the format says where links lead, where pictures are, and
//!    takes elements that mean something of their own (questions, footnotes, page furniture) before they
//!    are read as HTML.
//! 4. Links that name other files of the course, or ids, go through [`resolve`] and [`Places`]: give
//!    `Places::link` while reading, `put` what each file and id names, and `lead` at the end.
//!
//! **Invariant:** the tree is bounded in depth and number; scripts and styles never come in; only links to
//! the web lead outside.

mod address;
mod blocks;
pub mod crowd;
mod grow;
mod guide;
mod inline;
mod lists;
mod media;
mod outline;
mod parse;
mod places;
mod table;
mod tree;

#[cfg(test)]
mod tests;

pub use address::resolve;
pub use blocks::{blocks, line};
pub use guide::{Guide, Plain, Reading, web};
pub use media::give_caption;
pub use outline::{Part, sections};
pub use parse::Syntax;
pub use places::Places;
pub use tree::{Document, Node};

/// Elements that may lie in one another.
pub const DEEPEST: usize = 200;
/// Elements and pieces of text of a page.
const MOST_NODES: usize = 2_000_000;
/// Bytes of an attribute.
const LONGEST_ATTRIBUTE: usize = 64 << 10;

/// What is noted of a page that is too deep.
const TOO_DEEP: &str =
    "elements lay too deep in one another; the inmost are read as if they lay beside them";
