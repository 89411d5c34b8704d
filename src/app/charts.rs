//! The screen of charts.

pub mod words;
