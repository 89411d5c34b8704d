//! Exams that the author has set, such as a quiz at the end of a course.
//!
//! **Invariant:** an exam says what is asked, and never which questions: these are drawn.

use crate::course::block::Block;
use crate::course::id::SectionId;
use crate::course::{Course, Heading};
use crate::text::Clean;

/// How many questions an exam asks if nobody says so: as many as courses with a badge.
pub const N_QUESTIONS: u32 = 15;
/// How many hundredths of the marks it then takes to pass.
pub const PASS: u8 = 50;

/// An exam of a course, as its author has set it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exam {
    /// Name by which it is asked for.
    pub id: Clean,
    /// What it is called.
    pub title: Clean,
    /// What it is for.
    pub description: Vec<Block>,
    /// How many questions it asks; where there are fewer, all.
    pub n: u32,
    /// From which sections, and those below them; `None`: from all.
    pub sections: Option<Vec<SectionId>>,
    /// How long it may take.
    pub minutes: Option<u32>,
    /// Hundredths of the marks that are needed to pass, 0 to 100.
    pub pass: u8,
}

impl Exam {
    /// The sections of `course` that it asks from, in reading order.
    pub fn sections<'c>(&self, course: &'c Course) -> Vec<&'c Heading> {
        let Some(wanted) = &self.sections else {
            return course.sections.iter().collect();
        };
        let mut sections = Vec::new();
        let mut at = 0;
        while let Some(heading) = course.sections.get(at) {
            if wanted.contains(&heading.id) {
                let family = course.family(at).count();
                sections.extend(&course.sections[at..at + family]);
                at += family;
            } else {
                at += 1;
            }
        }
        sections
    }
}

impl Course {
    /// The exam of that id.
    pub fn exam_named(&self, id: &str) -> Option<&Exam> {
        self.exams.iter().find(|exam| exam.id == id)
    }

    /// The exam to offer to somebody who reads the section at `index`: the one that asks from this
    /// section alone, else the first.
    pub fn exam_at(&self, index: Option<usize>) -> Option<&Exam> {
        let section = index.and_then(|index| self.sections.get(index));
        let is_of_it = |exam: &&Exam| {
            let sections = exam.sections(self);
            sections.len() == 1 && sections.first().copied() == section
        };
        self.exams.iter().find(is_of_it).or(self.exams.first())
    }
}
