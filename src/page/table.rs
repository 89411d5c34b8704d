//! Tables to rows.
