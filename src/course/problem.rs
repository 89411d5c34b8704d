//! A fault in content, with its place and the way out.

use std::fmt;
use std::sync::Arc;

use crate::text::Clean;

/// Where something stands in a course's files.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default, Hash)]
pub struct Place {
    /// File, relative to the course folder. Shared, since a file has many places.
    pub file: Arc<str>,
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

/// A name from a course's files as it stands in a message: cleaned, and cut where it is long.
pub fn quoted(name: &str) -> String {
    const LONGEST: usize = 60;
    match name.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("“{}…”", Clean::words(&name[..end])),
        None => format!("“{}”", Clean::words(name)),
    }
}

/// The known name that is most like `name`, if any of the first few hundred is like it at all.
pub fn nearest<'k>(name: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let name = name.to_lowercase();
    known
        .into_iter()
        .take(500)
        .map(|known| (strsim::jaro_winkler(&name, &known.to_lowercase()), known))
        .filter(|(likeness, _)| *likeness > 0.7)
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, known)| known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_where_what_and_what_to_do() {
        let place = Place {
            file: "1.md".into(),
            line: 3,
            column: 7,
        };
        let problem = Problem::new(place, "a link leads nowhere", "mend it");
        assert_eq!(
            problem.to_string(),
            "1.md:3:7: a link leads nowhere; mend it"
        );
        let whole = Place {
            file: "1.md".into(),
            ..Place::default()
        };
        assert_eq!(
            Problem::new(whole, "it is empty", "").to_string(),
            "1.md: it is empty"
        );
        assert_eq!(quoted(&"x".repeat(100)).chars().count(), 63);
    }

    #[test]
    fn knows_what_was_meant() {
        let known = ["prompt", "hint", "answer"];
        assert_eq!(nearest("promt", known), Some("prompt"));
        assert_eq!(nearest("Hints", known), Some("hint"));
        assert_eq!(nearest("xyzzy", known), None);
    }
}
