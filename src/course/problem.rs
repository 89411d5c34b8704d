//! A fault in content, with its place and the way out.

use std::fmt;

/// Where something stands in a course's files.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default, Hash)]
pub struct Place {
    /// File, relative to the course folder.
    pub file: String,
    /// Line, from 1; 0 where the fault is the file's as a whole.
    pub line: usize,
    /// Column in characters, from 1; 0 where the line is.
    pub column: usize,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if self.line > 0 {
            write!(f, ":{}:{}", self.line, self.column.max(1))?;
        }
        Ok(())
    }
}

/// A fault in content. It never stops the rest of the course from being read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// Where it is.
    pub place: Place,
    /// What is wrong, as a sentence without its full stop.
    pub what: String,
    /// What to do about it.
    pub advice: String,
}

impl Problem {
    /// A fault with the way out.
    pub fn new(place: Place, what: impl Into<String>, advice: impl Into<String>) -> Self {
        Self {
            place,
            what: what.into(),
            advice: advice.into(),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.what)?;
        if self.advice.is_empty() {
            Ok(())
        } else {
            write!(f, "; {}", self.advice)
        }
    }
}
