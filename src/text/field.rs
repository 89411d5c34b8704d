//! An edit buffer.
