//! When a question is due again.
