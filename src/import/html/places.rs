//! Links within a course: they name files and ids, which are known as sections only once all is read.
//!
//! **Invariant:** a link leads to a section, or to a heading of its own section; what leads nowhere is words.

use std::collections::HashMap;

use crate::course::block::Target;
use crate::import::Imported;
use crate::text::Clean;

/// What the files and ids of a course name.
#[derive(Debug, Default)]
pub struct Places {
    known: HashMap<Clean, Place>,
}

/// A section, and the heading in it that is named.
#[derive(Debug)]
struct Place {
    section: usize,
    heading: Option<Clean>,
}

impl Places {
    /// A link to an id in a file (an empty one: to the file), until [`Places::lead`] sets it.
    pub fn link(file: &str, id: &str) -> Target {
        Target::Heading(key(file, id))
    }

    /// Keeps that a file, or an id in it, names the section of that index, and the heading of that slug in it.
    /// What is named twice is the first.
    pub fn put(&mut self, file: &str, id: &str, section: usize, heading: Option<Clean>) {
        let place = Place { section, heading };
        self.known.entry(key(file, id)).or_insert(place);
    }

    /// What a link names; where its id is none that is there, what its file is.
    fn find(&self, key: &str) -> Option<&Place> {
        let file = || key.rsplit_once('#').map(|(file, _)| self::key(file, ""));
        self.known.get(key).or_else(|| self.known.get(&file()?))
    }

    /// Sets all links of the sections; gives how many led nowhere and are words now.
    pub fn lead(&self, imported: &mut Imported) -> usize {
        let ids: Vec<_> = imported
            .sections
            .iter()
            .map(|section| section.id.clone())
            .collect();
        let mut n_lost = 0;
        for (at, section) in imported.sections.iter_mut().enumerate() {
            section.each_line(&mut |line| {
                for inline in line {
                    let Some(Target::Heading(key)) = &inline.target else {
                        continue;
                    };
                    inline.target = match self.find(key) {
                        None => {
                            n_lost += 1;
                            None
                        }
                        Some(place) if place.section == at => {
                            place.heading.clone().map(Target::Heading)
                        }
                        Some(place) => ids
                            .get(place.section)
                            .map(|id| Target::Section(id.clone(), None)),
                    };
                }
            });
        }
        let course = &mut imported.course;
        let outside = course.description.iter_mut();
        for block in outside.chain(&mut course.acknowledgements) {
            block.each_line(&mut |line| {
                for inline in line {
                    if let Some(Target::Heading(key)) = &inline.target {
                        let section = self.find(key).and_then(|place| ids.get(place.section));
                        inline.target = section.map(|id| Target::Section(id.clone(), None));
                    }
                }
            });
        }
        n_lost
    }
}

fn key(file: &str, id: &str) -> Clean {
    Clean::words(&format!("{file}#{id}"))
}
