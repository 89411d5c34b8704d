//! Links within a course: they name files and ids, which are known as sections only once all is read.
//!
//! **Invariant:** a link leads to a section, or to a heading that is there; what leads nowhere is words.

use std::collections::HashMap;

use crate::course::block::Target;
use crate::course::check;
use crate::import::Imported;
use crate::text::Clean;

/// What the files and ids of a course name.
#[derive(Debug, Default)]
pub struct Places {
    known: HashMap<Clean, Place>,
}

/// What is named.
#[derive(Debug)]
enum Place {
    /// A section by its index, and the heading in it.
    Section(usize, Option<Clean>),
    /// A term of the glossary.
    Term(Clean),
}

impl Places {
    /// A link to an id in a file (an empty one: to the file), until [`Places::lead`] sets it.
    pub fn link(file: &str, id: &str) -> Target {
        Target::Heading(key(file, id))
    }

    /// Keeps that a file, or an id in it, names the section of that index, and the heading of that slug in it.
    /// What is named twice is the first.
    pub fn put(&mut self, file: &str, id: &str, section: usize, heading: Option<Clean>) {
        let place = Place::Section(section, heading);
        self.known.entry(key(file, id)).or_insert(place);
    }

    /// Keeps that an id in a file names a term of the glossary.
    pub fn put_term(&mut self, file: &str, id: &str, term: Clean) {
        let place = Place::Term(term);
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
        let headings: Vec<_> = imported.sections.iter().map(check::slugs).collect();
        let mut n_lost = 0;
        for (at, section) in imported.sections.iter_mut().enumerate() {
            section.each_line(&mut |line| {
                for inline in line {
                    let Some(Target::Heading(key)) = &inline.target else {
                        continue;
                    };
                    let Some(place) = self.find(key) else {
                        n_lost += 1;
                        inline.target = None;
                        continue;
                    };
                    inline.target = match place {
                        Place::Term(term) => Some(Target::Term(term.clone())),
                        Place::Section(there, heading) => {
                            let known = headings.get(*there);
                            let is_there =
                                |slug: &&Clean| known.is_some_and(|known| known.contains(*slug));
                            let heading = heading.as_ref().filter(is_there).cloned();
                            if *there == at {
                                heading.map(Target::Heading)
                            } else {
                                let id = ids.get(*there).cloned();
                                id.map(|id| Target::Section(id, heading))
                            }
                        }
                    };
                }
            });
        }
        let course = &mut imported.course;
        let outside = course.description.iter_mut();
        let terms = course
            .glossary
            .iter_mut()
            .flat_map(|term| &mut term.definition);
        for block in outside.chain(&mut course.acknowledgements).chain(terms) {
            block.each_line(&mut |line| {
                for inline in line {
                    if let Some(Target::Heading(key)) = &inline.target {
                        inline.target = match self.find(key) {
                            Some(Place::Section(there, _)) => {
                                ids.get(*there).map(|id| Target::Section(id.clone(), None))
                            }
                            Some(Place::Term(term)) => Some(Target::Term(term.clone())),
                            None => None,
                        };
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
