//! TeX to readable text.

/// The formula as text that can be read on a line, or `None` where that can't be done.
pub fn readable(_tex: &str) -> Option<String> {
    None
}
