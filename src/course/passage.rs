//! Places in a section's text that survive every change of the window: an anchor, a passage, and
//! how a phrase is found.
//!
//! **Invariant:** a place counts bytes of [`Block::text`](super::block::Block::text), never rows.

/// A place in a section: which of its top-level blocks, and how far into that block's text.
/// Footnotes count on after the last block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Hash)]
pub struct Anchor {
    /// Index of the top-level block.
    pub block: u32,
    /// Byte in the block's text.
    pub offset: u32,
}

/// A piece of one block's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Passage {
    /// Where it starts.
    pub start: Anchor,
    /// Byte in the same block's text behind its end.
    pub end: u32,
}
