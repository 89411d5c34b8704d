//! A course as the files of our own format: `course.toml`, and for each section its text and its
//! questions.
//!
//! **Invariant:** what is written is read as what it was, ids and all; blocks come into
//! [normal form](crate::markup::normal) on the way. What a reader derives is not written.

mod links;
mod question;
mod tables;
pub mod unanswered;

use std::borrow::Borrow;

use crate::course::exam::{Exam, N_QUESTIONS, PASS};
use crate::course::id::SectionId;
use crate::course::naming;
use crate::course::{Audience, Course, Heading, Section};
use crate::markup::{normal, write};
use links::{Names, Place};
use tables::Toml;

/// The format that is written.
const FORMAT: u32 = 1;

/// The files of `course` with its `sections`, each with its name in the course's folder. Figures are
/// not among them. A section is written when its files are asked for, and not kept.
pub fn files<'c>(
    course: &'c Course,
    sections: &'c [Section],
) -> impl Iterator<Item = (String, String)> + 'c {
    let files = Files::new(course, sections);
    let about = files.about();
    let sections = sections.iter().cloned().enumerate();
    std::iter::once(about)
        .chain(sections.flat_map(move |(index, section)| files.section(index, section)))
}

/// The files of a course whose sections are not all there at once.
#[derive(Debug)]
pub struct Files<'c> {
    course: &'c Course,
    names: Names,
}

impl<'c> Files<'c> {
    /// Of `course`. All its `sections` are looked at, for links may lead to the headings of each.
    pub fn new(course: &'c Course, sections: impl IntoIterator<Item: Borrow<Section>>) -> Self {
        let names = Names::of(sections);
        Self { course, names }
    }

    /// `course.toml`, with its name.
    pub fn about(&self) -> (String, String) {
        ("course.toml".to_owned(), about(self.course, &self.names))
    }

    /// The text of the course's section at `index`, and its questions, where it has some.
    pub fn section(
        &self,
        index: usize,
        mut section: Section,
    ) -> impl Iterator<Item = (String, String)> + use<> {
        let Self { course, names } = self;
        names.follow(Place::Anywhere, &mut section.blocks);
        for note in &mut section.footnotes {
            names.follow(Place::Anywhere, &mut note.blocks);
        }
        normal::section(&mut section);
        let file = &course.sections[index].file;
        let text = (format!("{file}.md"), write::text(&section));
        let is_asked = !section.questions.is_empty() || !section.groups.is_empty();
        let questions = is_asked.then(|| (format!("{file}.toml"), question::file(&section, names)));
        std::iter::once(text).chain(questions)
    }
}

/// `course.toml`
fn about(course: &Course, names: &Names) -> String {
    let mut out = Toml::new(names, Place::Anywhere);
    out.whole("format", FORMAT);
    out.text("id", course.id.as_str());
    out.text("title", &course.title);
    out.text("language", &course.language);
    out.list("authors", &course.authors);
    out.text("licence", &course.licence);
    out.text("source", &course.source);
    out.blocks("description", &course.description);
    out.blocks("acknowledgements", &course.acknowledgements);
    if course.audience == Audience::Newcomers {
        out.text("audience", "newcomers");
    }
    for aim in &course.outcomes {
        out.open("outcome");
        out.text("id", &aim.id);
        out.text("text", &aim.text);
    }
    for (index, heading) in course.sections.iter().enumerate() {
        section(&mut out, heading, index);
    }
    for each in &course.exams {
        exam(&mut out, each);
    }
    for term in &course.glossary {
        out.open("glossary");
        out.text("term", &term.term);
        out.blocks("definition", &term.definition);
        out.list("see", &term.see);
    }
    for reference in &course.references {
        out.open("reference");
        out.text("id", &reference.id);
        out.line("text", &reference.text);
    }
    out.finish()
}

/// A section's entry: id, file and level where they are not what the reader would make of the rest.
fn section(out: &mut Toml<'_>, heading: &Heading, index: usize) {
    let number = heading.number.as_deref();
    out.open("section");
    out.text("number", number.unwrap_or_default());
    out.text("title", &heading.title);
    if heading.id != naming::id(number, &heading.title, index) {
        out.text("id", heading.id.as_str());
    }
    if heading.file != naming::file(number, &heading.title, &heading.id) {
        out.text("file", &heading.file);
    }
    if heading.level != naming::level(number) {
        out.whole("level", heading.level.into());
    }
}

fn exam(out: &mut Toml<'_>, exam: &Exam) {
    out.open("exam");
    out.text("id", &exam.id);
    out.text("title", &exam.title);
    out.blocks("description", &exam.description);
    if exam.n != N_QUESTIONS {
        out.whole("questions", exam.n);
    }
    if let Some(sections) = &exam.sections {
        let ids: Vec<_> = sections.iter().map(SectionId::as_str).collect();
        out.all("sections", &ids);
    }
    if let Some(minutes) = exam.minutes {
        out.whole("minutes", minutes);
    }
    if exam.pass != PASS {
        out.whole("pass", exam.pass.into());
    }
}
