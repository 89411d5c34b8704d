//! What files say becomes text and blocks: bytes become text, Markdown becomes blocks.
//!
//! **Invariant:** nothing here opens a file, and reading cannot fail: what is wrong in a text is a
//! [`Problem`](crate::course::problem::Problem) with its place, beside what could be read.

pub mod decode;
pub mod markdown;
pub mod normal;
pub mod report;
pub mod write;
