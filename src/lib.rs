//! Recto: study offline in a terminal. The course text stands on one page, its review questions on
//! the facing page; what the learner does is kept in a TOML log that is only ever appended to.
//!
//! Six floors; a file imports only from floors strictly below it. In reading order:

pub mod text;

pub mod course;

pub mod page;
pub mod study;
