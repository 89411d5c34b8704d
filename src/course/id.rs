//! Names that progress refers to. An id never changes once a learner may have answered under it.
//!
//! Ids are shared, not copied: there are as many of them in memory as there are answers.
//!
//! **Invariant:** an id holds letters, digits, `-`, `_` and `.` only: it is safe as a file name and
//! on a screen, and cannot be `.` or `..`.

use std::fmt;
use std::sync::Arc;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arc<str>);

        impl $name {
            /// The id, where `text` is fit to be one.
            pub fn new(text: &str) -> Option<Self> {
                is_fit(text).then(|| Self(text.into()))
            }

            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }
    };
}

id! {
    /// Name of a course: its folder's name, as a rule.
    CourseId
}
id! {
    /// Name of a section in its course: `1.4`, or a slug.
    SectionId
}
id! {
    /// Name of a question in its section.
    QuestionId
}

/// The longest id that is taken, in bytes.
const LONGEST: usize = 120;

fn is_fit(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= LONGEST
        && text.chars().any(char::is_alphanumeric)
        && !text.starts_with('.')
        && text
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'))
}

/// A question's full name in its course: `1.4/conditions`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FullId {
    /// The section that it stands in.
    pub section: SectionId,
    /// Its name there.
    pub question: QuestionId,
}

impl FullId {
    /// Reads `1.4/conditions`.
    pub fn parse(text: &str) -> Option<Self> {
        let (section, question) = text.split_once('/')?;
        Some(Self {
            section: SectionId::new(section)?,
            question: QuestionId::new(question)?,
        })
    }
}

impl fmt::Display for FullId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.section, self.question)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_only_what_is_safe_as_a_file_name() {
        for good in ["1.4", "how-teams-work", "a_b", "日本"] {
            assert!(CourseId::new(good).is_some(), "{good}");
        }
        for bad in ["", ".", "..", "a/b", "a b", "\u{1b}[2J", "-", ".hidden"] {
            assert!(CourseId::new(bad).is_none(), "{bad:?}");
        }
    }

    #[test]
    fn a_full_name_reads_back() {
        let id = FullId::parse("1.4/conditions").unwrap();
        assert_eq!(id.to_string(), "1.4/conditions");
        assert_eq!(FullId::parse("conditions"), None);
    }
}
