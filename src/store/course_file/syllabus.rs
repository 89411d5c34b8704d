//! A course without its texts: which sections and questions there are.
//!
//! **Invariant:** it names the questions that [`section`](super::section) gives, and tells no
//! faults: those are told where a section is opened.

use crate::course::id::SectionId;
use crate::course::{Course, Heading};
use crate::store::course_file::entry::{Document, Found, Purpose};
use crate::store::course_file::question;
use crate::store::decode;
use crate::store::source::Source;
use crate::study::stats::{Asked, Syllabus, Topic};

/// A course without its texts. What can't be read has no questions.
pub fn syllabus(source: &Source, course: &Course) -> Syllabus {
    let topic = |heading: &Heading| {
        let file = format!("{}.toml", heading.file);
        Topic::new(heading, questions(source, &file, &heading.id))
    };
    let mut syllabus = Syllabus::new(course);
    syllabus.sections = course.sections.iter().map(topic).collect();
    syllabus
}

fn questions(source: &Source, file: &str, section: &SectionId) -> Vec<Asked> {
    let Ok(bytes) = source.read(file) else {
        return Vec::new();
    };
    let decoded = decode::decode(&bytes);
    let text = decode::blank_controls(&decoded.text);
    let mut found = Found::new(file, &text, &decoded, Purpose::Study);
    let document = Document::read(&text, &["question", "group"], &mut found);
    question::asked(
        &document.entries("question", &mut found),
        section,
        &mut found,
    )
}
