//! The second front end: line by line, without a screen. No cursor is addressed, no border drawn,
//! nothing is told by colour or place: for screen readers, braille lines, `TERM=dumb`, pipes.
//!
//! **Invariant:** what is written holds no escape sequence; what is done gives the same events as
//! the screen.

mod answered;
pub mod exam;
pub mod figures;
pub mod menu;
mod parts;
pub mod plan;
pub mod quiz;
pub mod read;
mod report;
pub mod review;
mod rules;
pub mod table;
