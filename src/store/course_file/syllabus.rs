//! A course without its texts: which sections and questions there are.
//!
//! **Invariant:** it names the questions that [`section`](super::section) gives, and tells no
//! faults: those are told where a section is opened.

use std::collections::HashSet;

use crate::course::id::FullId;
use crate::course::{Course, Heading};
use crate::markup::decode;
use crate::markup::entry::{Document, Found, Purpose};
use crate::markup::question;
use crate::store::source::Source;
use crate::study::stats::{Asked, Marking, Syllabus, Topic};

/// A course without its texts. What can't be read has no questions.
pub fn syllabus(source: &Source, course: &Course) -> Syllabus {
    let topic = |heading: &Heading| Topic::new(heading, asked(source, heading));
    let mut syllabus = Syllabus::new(course);
    syllabus.sections = course.sections.iter().map(topic).collect();
    syllabus
}

/// The questions of a section, without its text and theirs.
pub fn asked(source: &Source, heading: &Heading) -> Vec<Asked> {
    let file = format!("{}.toml", heading.file);
    let Ok(bytes) = source.read(&file) else {
        return Vec::new();
    };
    let decoded = decode::decode(&bytes);
    let text = decode::blank_controls(&decoded.text);
    let mut found = Found::new(&file, &text, &decoded, Purpose::Study);
    let document = Document::read(&text, &["question", "group"], &mut found);
    let mut ids = HashSet::new();
    let entries = document.entries("question", &mut found);
    let asked = entries.iter().map(|entry| Asked {
        id: FullId {
            section: heading.id.clone(),
            question: question::id(entry, &mut found),
        },
        marking: Marking::of(question::kind(entry, &mut found).is_marked()),
        aims: entry.list("outcome", &mut found),
    });
    // Of two that share an id, the first is asked.
    asked
        .filter(|asked| ids.insert(asked.id.question.clone()))
        .collect()
}
