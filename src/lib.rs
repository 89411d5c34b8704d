//! Recto: study offline in a terminal. The course text stands on one page, its review questions on
//! the facing page; what the learner does is kept in a TOML log that is only ever appended to.
//!
//! Six floors; a file imports only from floors strictly below its own. In reading order:

// Floor 0: strings and cells.
pub mod text;

// Floor 1: what there is to study.
pub mod course;

// Floor 2: what marks in a text mean, typesetting, and the rules of learning. They do not see each other.
pub mod markup;
pub mod page;
pub mod study;

// Floor 3: state and verbs.
pub mod app;

// Floor 4: the edges. They do not see each other either.
pub mod export;
pub mod plain;
pub mod store;
#[cfg(feature = "terminal")]
pub mod tui;

// Floor 5: the program.
#[cfg(feature = "terminal")]
pub mod cli;
#[cfg(feature = "terminal")]
pub mod run;
