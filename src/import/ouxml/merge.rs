//! What several files say of their course, once each.
//!
//! **Invariant:** what a file says twice itself stays: only what another file said before goes.

use std::collections::HashSet;

use crate::course::Course;
use crate::course::block::Block;
use crate::text::Clean;

/// What the files before this one said.
#[derive(Debug, Default)]
pub struct Merge {
    description: Said,
    acknowledgements: Said,
    outcomes: Said,
    references: Said,
}

/// Texts that were said, and the place behind the last of them.
#[derive(Debug, Default)]
struct Said {
    texts: HashSet<String>,
    end: usize,
}

impl Said {
    /// Takes out what was said before, of all behind what was looked at already.
    fn sift<T>(&mut self, all: &mut Vec<T>, text: impl Fn(&T) -> String) {
        let new = all.split_off(self.end);
        let mut texts = Vec::new();
        for one in new {
            let text = text(&one);
            if !self.texts.contains(&text) {
                texts.push(text);
                all.push(one);
            }
        }
        self.texts.extend(texts);
        self.end = all.len();
    }
}

impl Merge {
    /// Takes in what the last file said of the course.
    pub fn take(&mut self, course: &mut Course) {
        let first = self.outcomes.end;
        self.description.sift(&mut course.description, Block::text);
        self.acknowledgements
            .sift(&mut course.acknowledgements, Block::text);
        self.outcomes
            .sift(&mut course.outcomes, |aim| aim.text.to_lowercase());
        for (at, aim) in course.outcomes.iter_mut().enumerate().skip(first) {
            aim.id = Clean::words(&format!("outcome-{}", at + 1));
        }
        let first = self.references.end;
        self.references.sift(&mut course.references, |reference| {
            crate::import::flat::words(&reference.text).to_string()
        });
        for (at, reference) in course.references.iter_mut().enumerate().skip(first) {
            reference.id = Clean::words(&format!("reference-{}", at + 1));
        }
    }
}
