//! A new edition of a course keeps the names that the edition before it had for the same sections and
//! questions, so that what was answered stays with what was asked.
//!
//! **Invariant:** no name of the old edition is given to anything that isn't held to be the same; each
//! old question is the same as one new question at most. The same two editions always give the same
//! names, in time that grows with their length and not with its square.

mod names;
mod pairs;
#[cfg(test)]
mod tests;

use crate::course::id::FullId;
use crate::course::{Course, Section};

/// A course with all its sections.
#[derive(Debug, Clone, Copy)]
pub struct Edition<'c> {
    /// The course.
    pub course: &'c Course,
    /// Its sections, in the order of its contents.
    pub sections: &'c [Section],
}

/// What became of the questions of the old edition that don't simply go on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fates {
    /// They stand in another section now: their old names, and their new ones.
    pub moved: Vec<(FullId, FullId)>,
    /// They are held to be the same, but their words are others.
    pub reworded: Vec<FullId>,
    /// They are not there any more.
    pub gone: Vec<FullId>,
}

/// Gives the sections and questions of a new edition the names that they had in the old one.
pub fn follow(old: Edition, course: &mut Course, sections: &mut [Section]) -> Fates {
    let new = Edition { course, sections };
    let same = pairs::sections(old, new);
    let questions = pairs::questions(old, new, &same);
    names::give(old, course, sections, &same, &questions)
}
