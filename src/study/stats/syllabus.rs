//! What there is to study, as far as figures need it: sections, and the names of their questions.
//!
//! **Invariant:** no text of a course is in here, so that many courses are read in little time.

use crate::course::id::{CourseId, FullId, SectionId};
use crate::course::{Aim, Course, Heading};
use crate::text::Clean;

/// A course without its texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Syllabus {
    /// Which course.
    pub id: CourseId,
    /// What it is called; `None` if there is nothing of it but what was done in it.
    pub title: Option<Clean>,
    /// Its learning outcomes.
    pub aims: Vec<Aim>,
    /// Its sections in reading order.
    pub sections: Vec<Topic>,
}

/// A section without its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Topic {
    /// Which section.
    pub id: SectionId,
    /// Its title, with its number.
    pub title: String,
    /// Its questions, in any order.
    pub questions: Vec<Asked>,
}

/// A question without its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Which question.
    pub id: FullId,
    /// Is the learner marked on it?
    pub marking: Marking,
    /// The learning outcomes that it serves, by their ids.
    pub aims: Vec<Clean>,
}

/// Whether an answer is marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Marking {
    /// It is, and the question is asked again when it is due.
    Marked,
    /// It is not: what the learner makes of an activity is theirs.
    Unmarked,
}

impl Syllabus {
    /// A course of which the sections are still to be put in.
    pub fn new(course: &Course) -> Self {
        Self {
            id: course.id.clone(),
            title: Some(course.title.clone()),
            aims: course.outcomes.clone(),
            sections: Vec::new(),
        }
    }

    /// A course of which there is nothing here but what was done in it.
    pub fn lost(id: CourseId) -> Self {
        Self {
            id,
            title: None,
            aims: Vec::new(),
            sections: Vec::new(),
        }
    }
}

impl Topic {
    /// A section with its questions.
    pub fn new(heading: &Heading, questions: Vec<Asked>) -> Self {
        Self {
            id: heading.id.clone(),
            title: heading.full_title(),
            questions,
        }
    }
}

impl Marking {
    /// Marked, if it is.
    pub fn of(is_marked: bool) -> Self {
        if is_marked {
            Self::Marked
        } else {
            Self::Unmarked
        }
    }
}
