//! The contents of a book: its parts in order, and how deep each stands.

use super::Book;
use super::places::{Part, section_id};
use crate::export::document::Voice;
use crate::export::html::escaped;

/// A line of the contents.
pub(super) struct Entry {
    /// Which part it is.
    pub part: Part,
    /// How deep it stands: 1 at first, and never more than one deeper than the one before.
    pub depth: usize,
    /// What it is called; never empty.
    pub title: String,
    /// Who calls it so.
    voice: Voice,
}

impl Entry {
    fn ours(part: Part, title: &str) -> Self {
        Self {
            part,
            depth: 1,
            title: title.to_owned(),
            voice: Voice::Recto,
        }
    }

    /// The title as HTML.
    pub fn html(&self, book: &Book<'_>) -> String {
        match self.voice {
            Voice::Recto => book.own(&self.title),
            Voice::Course => escaped(&self.title),
        }
    }
}

impl Book<'_> {
    /// All parts, in order.
    pub(super) fn contents(&self) -> Vec<Entry> {
        let course = self.course;
        let about = Entry::ours(Part::About, "About this course");
        let has_about = !(course.description.is_empty()
            && course.outcomes.is_empty()
            && course.exams.is_empty());
        let sections = course.sections.iter().zip(&self.places.depths);
        let sections = sections.enumerate().map(|(index, (heading, depth))| {
            let title = heading.full_title().trim().to_owned();
            let part = Part::Section(index);
            if title.is_empty() {
                return Entry {
                    depth: *depth,
                    ..Entry::ours(part, &format!("Section {}", index + 1))
                };
            }
            Entry {
                part,
                depth: *depth,
                title,
                voice: Voice::Course,
            }
        });
        let has_end = !(course.acknowledgements.is_empty()
            && course.source.is_empty()
            && course.licence.is_empty());
        let back = [
            (Part::Glossary, "Glossary", !course.glossary.is_empty()),
            (
                Part::References,
                "References",
                !course.references.is_empty(),
            ),
            (Part::End, "Acknowledgements and licence", has_end),
        ];
        let back = back.into_iter().filter(|(_, _, is_there)| *is_there);
        let back = back.map(|(part, title, _)| Entry::ours(part, title));
        let about = has_about.then_some(about);
        about.into_iter().chain(sections).chain(back).collect()
    }
}

/// The id of a part.
pub(super) fn part_id(part: Part) -> String {
    match part {
        Part::About => "about".to_owned(),
        Part::Section(index) => section_id(index),
        Part::Glossary => "glossary".to_owned(),
        Part::References => "references".to_owned(),
        Part::End => "end".to_owned(),
    }
}

/// The contents as lists in lists; `address` says where a part is.
pub(super) fn push_tree(
    out: &mut String,
    book: &Book<'_>,
    entries: &[Entry],
    address: impl Fn(Part) -> String,
) {
    let mut depth = 0;
    for entry in entries {
        if entry.depth > depth {
            out.push_str("<ol>\n");
            depth += 1;
        } else {
            out.push_str("</li>\n");
            while depth > entry.depth {
                out.push_str("</ol>\n</li>\n");
                depth -= 1;
            }
        }
        let (address, title) = (address(entry.part), entry.html(book));
        out.push_str(&format!("<li><a href=\"{address}\">{title}</a>\n"));
    }
    for _ in 0..depth {
        out.push_str("</li>\n</ol>\n");
    }
}
