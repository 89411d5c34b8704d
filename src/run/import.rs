//! Courses that come in: what is read of the disk, how it is written, put in place and told.
//!
//! **Invariant:** a course is whole in a folder of its own before any name leads to it; what was half
//! done when the program ends is gone.

mod bar;
mod editions;
mod input;
mod own;
mod place;
mod report;
mod stage;
mod tally;
mod unfinished;
mod work;

pub use place::Course;
pub use report::{Report, json, refused, words};
pub use unfinished::Unfinished;
pub use work::{Order, all};
