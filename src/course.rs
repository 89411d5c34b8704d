//! What there is to study: a course, its tree of sections, and one section once it is loaded.
//!
//! **Invariant:** nothing here reads a file, knows the learner, or can fail. Broken content arrives
//! as a value beside its [`Problem`](problem::Problem)s.

pub mod block;
pub mod check;
pub mod edition;
pub mod exam;
pub mod id;
pub mod lines;
pub mod naming;
pub mod passage;
pub mod problem;
pub mod question;

use crate::text::Clean;
use block::{Block, Inline};
use exam::Exam;
use id::{CourseId, QuestionId, SectionId};
use question::{Group, Question};

/// A course as its `course.toml` tells it: enough to draw the library and the contents. The text of
/// its sections is loaded one at a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Course {
    /// Stable name of the course; progress refers to it.
    pub id: CourseId,
    /// What it is called.
    pub title: Clean,
    /// BCP 47 tag of the language it is written in, such as `en-GB`.
    pub language: Clean,
    /// Who wrote it.
    pub authors: Vec<Clean>,
    /// Where the material comes from, in a line.
    pub source: Clean,
    /// The licence, in a line.
    pub licence: Clean,
    /// What it is about.
    pub description: Vec<Block>,
    /// Thanks and third-party notices.
    pub acknowledgements: Vec<Block>,
    /// What the learner should be able to do after it.
    pub outcomes: Vec<Aim>,
    /// Whom it is for.
    pub audience: Audience,
    /// Sections in reading order; the tree is in their levels.
    pub sections: Vec<Heading>,
    /// Exams that the author has set, the one to offer first before the others.
    pub exams: Vec<Exam>,
    /// Words explained.
    pub glossary: Vec<Term>,
    /// Works cited.
    pub references: Vec<Reference>,
}

/// Whom a course is for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Audience {
    /// Whoever wants to know what it is about.
    #[default]
    Anyone,
    /// Those who are new to Recto: it is offered to them first.
    Newcomers,
}

impl Course {
    /// The section at `index`, and those below it.
    pub fn family(&self, index: usize) -> impl Iterator<Item = &Heading> {
        let mut sections = self.sections.iter().skip(index);
        let first = sections.next();
        let level = first.map_or(0, |first| first.level);
        let below = sections.take_while(move |section| section.level > level);
        first.into_iter().chain(below)
    }

    /// The section that a learner names: by its id, its number, or its title.
    pub fn section_named(&self, wanted: &str) -> Option<usize> {
        let id = SectionId::new(wanted);
        self.sections.iter().position(|section| {
            Some(&section.id) == id.as_ref()
                || section.number.as_deref() == Some(wanted)
                || section.title.to_lowercase() == wanted.to_lowercase()
        })
    }
}

/// A line of the contents: a section before its text is loaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// Stable name: the number, or the slug of the title.
    pub id: SectionId,
    /// `1.4`, where it is numbered.
    pub number: Option<Clean>,
    /// The title without its number.
    pub title: Clean,
    /// 1 for the top level; `1.4.1` has 3.
    pub level: u8,
    /// Name of its files without the ending.
    pub file: String,
}

impl Heading {
    /// `1.4 Communities of practice`, or the bare title where there is no number.
    pub fn full_title(&self) -> String {
        match &self.number {
            Some(number) => format!("{number} {}", self.title),
            None => self.title.to_string(),
        }
    }
}

/// A learning outcome of the course. (An [`crate::study::grade::Outcome`] is something else.)
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aim {
    /// Name that questions refer to.
    pub id: Clean,
    /// What the learner will be able to do.
    pub text: Clean,
}

/// An entry of the glossary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// The word.
    pub term: Clean,
    /// What it means.
    pub definition: Vec<Block>,
    /// Related terms.
    pub see: Vec<Clean>,
}

/// A work cited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// Name that the text may link to.
    pub id: Clean,
    /// The entry as it is printed.
    pub text: Vec<Inline>,
}

/// A section with its text and its questions.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// Which section of the course this is.
    pub id: SectionId,
    /// The title, with its number.
    pub title: Clean,
    /// The text, in reading order.
    pub blocks: Vec<Block>,
    /// Footnotes, in the order of their first mention.
    pub footnotes: Vec<Footnote>,
    /// The questions, in the order in which they are offered: by their place in the text, those
    /// without a place at the end, else as written.
    pub questions: Vec<Question>,
    /// Introductions that parts of a question share.
    pub groups: Vec<Group>,
}

impl Section {
    /// The question of that name.
    pub fn question(&self, id: &QuestionId) -> Option<&Question> {
        self.questions.iter().find(|q| q.id == *id)
    }

    /// The group that `question` belongs to.
    pub fn group_of(&self, question: &Question) -> Option<&Group> {
        let name = question.group.as_ref()?;
        self.groups.iter().find(|group| group.id == *name)
    }
}

/// A note that stands below the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Footnote {
    /// Label in the source.
    pub label: Clean,
    /// What it says.
    pub blocks: Vec<Block>,
}
