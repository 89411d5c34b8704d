//! The terminal: what is drawn, what is typed. The only place that knows ratatui and crossterm.
//!
//! **Invariant:** Recto never asks the terminal anything, so it never waits for an answer.

pub mod encode;
pub mod input;
pub mod keys;
pub mod paint;
pub mod screen;
pub mod terminal;
pub mod theme;
pub mod view;
pub mod wait;
