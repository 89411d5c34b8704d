//! TeX to readable text. Not built yet: every formula is shown as its source.

/// The formula as text that can be read on a line, or `None` where that can't be done (so far: never).
pub fn readable(_tex: &str) -> Option<String> {
    None
}
