//! What a course, its sections and its questions are called in statements.
//!
//! **Invariant:** a name is an IRI, stays the same while the ids and the source of the course do, and
//! is that of one thing only.

use serde_json::{Value, json};

use super::named;
use crate::course::Course;
use crate::course::id::FullId;

/// The names of a course.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Names {
    /// The web address that its source tells, if it tells one.
    home: Option<String>,
    course: String,
    language: Option<String>,
}

impl Names {
    /// Those of `course`.
    pub fn of(course: &Course) -> Self {
        Self {
            home: web_address(&course.source),
            course: course.id.to_string(),
            language: is_language(&course.language).then(|| course.language.to_string()),
        }
    }

    /// The course's own.
    pub fn course(&self) -> String {
        self.iri(&self.course)
    }

    /// A section's, by its id.
    pub fn section(&self, section: &str) -> String {
        self.iri(&format!("{}/{section}", self.course))
    }

    /// A question's.
    pub fn question(&self, question: &FullId) -> String {
        self.iri(&format!("{}/{question}", self.course))
    }

    /// The course's language, if it is told as it should be.
    pub fn language(&self) -> Option<&str> {
        self.language.as_deref()
    }

    /// Words in the course's language, as a map by language.
    pub fn in_language(&self, words: &str) -> Value {
        json!({ self.language().unwrap_or("und"): words })
    }

    fn iri(&self, path: &str) -> String {
        match &self.home {
            Some(home) => format!("{home}#{path}"),
            None => format!("urn:uuid:{}", named(&format!("recto:{path}"))),
        }
    }
}

/// The first web address in a line, without its fragment.
fn web_address(line: &str) -> Option<String> {
    let start = ["https://", "http://"];
    let start = start.iter().filter_map(|scheme| line.find(scheme)).min()?;
    let rest = &line[start..];
    let end =
        rest.find(|c: char| c.is_whitespace() || c.is_control() || "<>\"{}|\\^`#".contains(c));
    let address = &rest[..end.unwrap_or(rest.len())];
    let address =
        address.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '\'', '”', '’', '»']);
    let host = address.split_once("://")?.1;
    host.starts_with(char::is_alphanumeric)
        .then(|| address.to_owned())
}

/// Is it a tag of a language by its form (RFC 5646)? Letters first, then parts of letters and digits.
fn is_language(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let is_first =
        |part: &str| (2..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphabetic());
    let is_part = |part: &str| {
        (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric())
    };
    parts.next().is_some_and(is_first) && parts.all(is_part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_found_in_a_line() {
        for (line, address) in [
            (
                "Written here, https://example.org.",
                Some("https://example.org"),
            ),
            (
                "(see http://a.org/x?y=1#part) or https://b.org",
                Some("http://a.org/x?y=1"),
            ),
            (
                "https://example.org/\"><script>",
                Some("https://example.org/"),
            ),
            ("<https://éa.org/日本>", Some("https://éa.org/日本")),
            ("https:// nothing", None),
            ("javascript:alert(1)", None),
            ("", None),
        ] {
            assert_eq!(web_address(line).as_deref(), address, "{line}");
        }
    }

    #[test]
    fn a_language_has_its_form() {
        for good in ["en", "en-GB", "zh-Hant-TW", "de-1996"] {
            assert!(is_language(good), "{good}");
        }
        for bad in [
            "",
            "e",
            "en_GB",
            "en-",
            "-",
            "en\" x",
            "englishes-x",
            "1en",
            "日本",
        ] {
            assert!(!is_language(bad), "{bad}");
        }
    }
}
