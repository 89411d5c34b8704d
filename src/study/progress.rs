//! The fold of all events.
