//! How learning is done here: what a learner can do, how an answer is marked, what all of it
//! amounts to, and when a question is due again.
//!
//! **Invariant:** time and chance are arguments; nothing here reads a clock or a file, or can fail.

pub mod card;
pub mod chance;
pub mod day;
pub mod desk;
pub mod event;
pub mod exam;
pub mod forget;
pub mod grade;
pub mod history;
pub mod language;
pub mod plan;
pub mod points;
pub mod progress;
pub mod record;
pub mod schedule;
pub mod session;
pub mod stats;
pub mod words;
