//! Each kind of block to rows.
