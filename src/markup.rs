//! What files say becomes text, blocks and questions: bytes become text, Markdown becomes blocks, TOML
//! becomes entries and these become questions.
//!
//! **Invariant:** nothing here opens a file, and reading cannot fail: what is wrong in a text is a
//! [`Problem`](crate::course::problem::Problem) with its place, beside what could be read.

pub mod decode;
pub mod entry;
pub mod markdown;
pub mod normal;
pub mod question;
pub mod report;
pub mod write;
