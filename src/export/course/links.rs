//! Links to headings whose names are not those that a reader would give them.
//!
//! **Invariant:** a link leads to the heading that it led to, under the name with which that is read.

use std::borrow::Borrow;
use std::collections::HashMap;

use crate::course::Section;
use crate::course::block::{Block, Inline, Target};
use crate::course::id::SectionId;
use crate::markup::normal;
use crate::text::Clean;

/// The new names of headings by their old ones, section by section; only of those that have another.
#[derive(Debug, Default)]
pub(super) struct Names(HashMap<SectionId, HashMap<Clean, Clean>>);

/// Where words stand.
#[derive(Debug, Clone, Copy)]
pub(super) enum Place<'s> {
    /// In what belongs to no section, or follows its own headings by itself.
    Anywhere,
    /// In a question of this section.
    Question(&'s SectionId),
}

impl Names {
    /// The names of the headings in `sections`.
    pub fn of(sections: impl IntoIterator<Item: Borrow<Section>>) -> Self {
        let names = sections.into_iter().map(|section| {
            let section = section.borrow();
            let mut names = normal::names(section);
            names.retain(|old, new| old != new);
            (section.id.clone(), names)
        });
        Self(names.filter(|(_, names)| !names.is_empty()).collect())
    }

    /// Lets the links in `blocks` follow.
    pub fn follow(&self, place: Place<'_>, blocks: &mut [Block]) {
        if !self.0.is_empty() {
            for block in blocks {
                block.each_line(&mut |line| self.follow_line(place, line));
            }
        }
    }

    /// Lets the links in `line` follow.
    pub fn follow_line(&self, place: Place<'_>, line: &mut [Inline]) {
        for target in line.iter_mut().filter_map(|inline| inline.target.as_mut()) {
            let (section, slug) = match (target, place) {
                (Target::Section(section, Some(slug)), _) => (&*section, slug),
                (Target::Heading(slug), Place::Question(own)) => (own, slug),
                _ => continue,
            };
            let new = self.0.get(section).and_then(|names| names.get(slug));
            if let Some(new) = new {
                *slug = new.clone();
            }
        }
    }
}
