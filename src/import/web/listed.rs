//! Pages of OpenLearn for which a course has a place of its own.
//!
//! **Invariant:** told by their titles, and of OpenLearn alone.

/// What such a page holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Back {
    /// What the learner should be able to do.
    Outcomes,
    /// Works cited.
    References,
    /// Thanks, and whose rights they are.
    Acknowledgements,
}

impl Back {
    /// What a page of that title holds; [`is_back`] says whether it is one.
    pub fn of(title: &str) -> Self {
        match title.trim().to_lowercase().as_str() {
            "learning outcomes" => Self::Outcomes,
            "references" => Self::References,
            _ => Self::Acknowledgements,
        }
    }
}

/// Has a course a place of its own for a page of that title?
pub fn is_back(title: &str) -> bool {
    matches!(
        title.trim().to_lowercase().as_str(),
        "learning outcomes"
            | "references"
            | "acknowledgements"
            | "acknowledgments"
            | "copyright notice"
    )
}
