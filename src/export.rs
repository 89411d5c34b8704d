//! What leaves Recto of the learner's own: the study record, answers beside model answers, notes,
//! statements for other programs; and whole courses. Values of the domain come in, strings go out, or
//! bytes.
//!
//! **Invariant:** nothing here reads or writes a file, or the clock. What comes from a course or a
//! learner is text in what goes out, never markup: nothing of it opens a tag, an entity or a link
//! that its author didn't write as one.

pub mod book;
pub mod course;
pub mod document;
pub mod html;
pub mod markdown;
pub mod notes;
pub mod record;
pub mod sheet;
pub mod svg;
pub mod xapi;

/// This Recto, as it signs what it makes.
pub const MAKER: &str = concat!("Recto ", env!("CARGO_PKG_VERSION"));
