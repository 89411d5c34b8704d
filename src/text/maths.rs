//! TeX to readable text.
