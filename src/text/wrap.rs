//! Where a line breaks.
