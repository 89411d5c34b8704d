//! A course as it is written on disk: `course.toml`, and for each section a text in Markdown with
//! its questions in TOML beside it.
//!
//! **Invariant:** a fault costs itself only. `course.toml` alone gives the course; a section's files
//! are read when it is opened. Files of a newer format are left untouched.

mod exam;
mod outline;
mod quick;
#[cfg(test)]
mod schema;
mod syllabus;

use std::collections::HashMap;
use std::{fmt, io};

pub use self::syllabus::{asked, syllabus};
use crate::course::block::Block;
use crate::course::check::Marks;
use crate::course::id::{CourseId, QuestionId};
use crate::course::naming;
use crate::course::problem::{Problem, quoted};
use crate::course::{Aim, Audience, Course, Reference, Section, Term};
use crate::markup::decode;
use crate::markup::entry::{Document, Entry, Found, Purpose};
use crate::markup::markdown;
use crate::markup::question;
use crate::markup::report;
use crate::store::course_file::outline::Written;
use crate::store::source::Source;
use crate::text::Clean;

/// The format that this version writes, and the newest that it reads.
pub const FORMAT: u32 = 1;

/// The file that makes a folder a course.
pub const COURSE_FILE: &str = "course.toml";

/// The keys of a course.
pub const COURSE: &[&str] = &[
    "format",
    "id",
    "title",
    "language",
    "authors",
    "licence",
    "source",
    "description",
    "acknowledgements",
    "audience",
    "outcome",
    "section",
    "exam",
    "glossary",
    "reference",
];
/// The keys of a learning outcome.
pub const OUTCOME: &[&str] = &["id", "text"];
/// The keys of a term of the glossary.
pub const GLOSSARY: &[&str] = &["term", "definition", "see"];
/// The keys of a reference.
pub const REFERENCE: &[&str] = &["id", "text"];

/// Why a course can't be opened at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CannotRead {
    /// Its `course.toml` can't be read.
    Missing(Problem),
    /// It is written for a newer Recto.
    Newer(Problem),
    /// Its `course.toml` is broken throughout.
    Broken(Problem),
}

impl CannotRead {
    /// What is wrong, and what to do.
    pub fn problem(&self) -> &Problem {
        match self {
            Self::Missing(problem) | Self::Newer(problem) | Self::Broken(problem) => problem,
        }
    }

    /// What is wrong, and what to do, kept.
    pub fn into_problem(self) -> Problem {
        match self {
            Self::Missing(problem) | Self::Newer(problem) | Self::Broken(problem) => problem,
        }
    }
}

impl fmt::Display for CannotRead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.problem().fmt(f)
    }
}

impl std::error::Error for CannotRead {}

/// A course as `course.toml` tells it, and the faults found on the way.
pub fn course(source: &Source) -> Result<(Course, Vec<Problem>), CannotRead> {
    load(source, Purpose::Study).map(|loaded| (loaded.course, loaded.problems))
}

/// A course, with all that a check needs.
#[derive(Debug)]
pub struct LoadedCourse {
    /// The course.
    pub course: Course,
    /// Where its entries stand.
    pub marks: Marks,
    /// The faults found on the way.
    pub problems: Vec<Problem>,
}

/// Reads `course.toml`, to be checked.
pub fn load_course(source: &Source) -> Result<LoadedCourse, CannotRead> {
    load(source, Purpose::Check)
}

fn load(source: &Source, purpose: Purpose) -> Result<LoadedCourse, CannotRead> {
    let bytes = source
        .read(COURSE_FILE)
        .map_err(|error| CannotRead::Missing(missing(&error)))?;
    let decoded = decode::decode(&bytes);
    let text = decode::blank_controls(&decoded.text);
    let mut found = Found::new(COURSE_FILE, &text, &decoded, purpose);
    let plain = match purpose {
        Purpose::Study => plain(&text),
        Purpose::Check => None,
    };
    let (document, plain) = plain.unwrap_or_else(|| {
        let names = ["outcome", "section", "exam", "glossary", "reference"];
        (Document::read(&text, &names, &mut found), Vec::new())
    });
    let head = document.head();
    if let Some(newer) = head.and_then(|head| newer_format(&head, &mut found)) {
        return Err(CannotRead::Newer(newer));
    }
    let mut sections = plain;
    if sections.is_empty() {
        let entries = document.entries("section", &mut found);
        sections = outline::written(&entries, &mut found);
    }
    if sections.is_empty()
        && !document.is_whole
        && let Some(first) = found.report.first()
    {
        return Err(CannotRead::Broken(first.clone()));
    }
    let mut course = about(head, source, &mut found);
    course.sections = outline::headings(&sections, &mut found);
    course.exams = exam::exams(
        &document.entries("exam", &mut found),
        &course.sections,
        &mut found,
    );
    course.outcomes = outcomes(&document.entries("outcome", &mut found), &mut found);
    course.glossary = glossary(&document.entries("glossary", &mut found), &mut found);
    course.references = references(&document.entries("reference", &mut found), &mut found);
    Ok(LoadedCourse {
        course,
        marks: found.marks,
        problems: found.report.finish(),
    })
}

/// A file whose sections are plain: what stands around them, and they.
fn plain(text: &str) -> Option<(Document<'_>, Vec<Written<'_>>)> {
    let (range, sections) = quick::sections(text)?;
    let around = [0..range.start, range.end..text.len()];
    Some((Document::of_parts(text, &around)?, sections))
}

fn missing(error: &io::Error) -> Problem {
    if error.kind() == io::ErrorKind::NotFound {
        let advice = "a course is a folder with a course.toml; recto new makes one";
        return report::of_file(COURSE_FILE, "there is no such file", advice);
    }
    report::of_file(
        COURSE_FILE,
        format!("it can't be read: {error}"),
        "mend that and try again",
    )
}

fn newer_format(head: &Entry, found: &mut Found) -> Option<Problem> {
    if !head.has("format") {
        found.report.say(
            0,
            "the format is not said",
            format!("start with format = {FORMAT}"),
        );
        return None;
    }
    let format = head.whole("format", found)?;
    if format > FORMAT {
        let place = found.report.place(head.at_key("format"));
        let what = format!("the course is written in format {format}, newer than this Recto");
        return Some(Problem::new(
            place,
            what,
            "update Recto; the course is left as it is",
        ));
    }
    if format == 0 {
        let advice = format!("write format = {FORMAT}");
        found
            .report
            .say(head.at_key("format"), "there is no format 0", advice);
    }
    None
}

/// What the first lines of a course's file say of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lead {
    /// Its id.
    pub id: CourseId,
    /// What it is called.
    pub title: Clean,
    /// Whom it is for.
    pub audience: Audience,
}

/// What a shelf needs to know of a course, from the first lines of its file.
pub fn lead(source: &Source) -> Result<Lead, CannotRead> {
    let bytes = source.read_until(COURSE_FILE, b"\n[[");
    let bytes = bytes.map_err(|error| CannotRead::Missing(missing(&error)))?;
    let decoded = decode::decode(&bytes);
    let text = decode::blank_controls(&decoded.text);
    let text = &text[..text.find("\n[[").map_or(text.len(), |at| at + 1)];
    let mut found = Found::new(COURSE_FILE, text, &decoded, Purpose::Study);
    let document = Document::read(text, &[], &mut found);
    if let Some(head) = document.head() {
        return match newer_format(&head, &mut found) {
            Some(newer) => Err(CannotRead::Newer(newer)),
            None => Ok(Lead {
                id: id(&head, source, &mut found),
                title: head.words("title", &mut found).unwrap_or_default(),
                audience: audience(&head, &mut found),
            }),
        };
    }
    // What looked like the end of the head was not, or it is broken.
    load_course(source).map(|loaded| Lead {
        id: loaded.course.id,
        title: loaded.course.title,
        audience: loaded.course.audience,
    })
}

/// The course without its entries.
fn about(head: Option<Entry>, source: &Source, found: &mut Found) -> Course {
    let mut course = Course {
        id: default_id(source),
        title: Clean::default(),
        language: Clean::default(),
        authors: Vec::new(),
        source: Clean::default(),
        licence: Clean::default(),
        description: Vec::new(),
        acknowledgements: Vec::new(),
        audience: Audience::Anyone,
        outcomes: Vec::new(),
        sections: Vec::new(),
        exams: Vec::new(),
        glossary: Vec::new(),
        references: Vec::new(),
    };
    if let Some(head) = head {
        head.know(COURSE, &[], found);
        course.id = id(&head, source, found);
        course.title = head.words("title", found).unwrap_or_default();
        course.language = head.words("language", found).unwrap_or_default();
        course.authors = head.list("authors", found);
        course.source = head.words("source", found).unwrap_or_default();
        course.licence = head.words("licence", found).unwrap_or_default();
        course.description = head.blocks("description", found);
        course.acknowledgements = head.blocks("acknowledgements", found);
        course.audience = audience(&head, found);
    }
    if course.title.is_empty() {
        let at = head.map_or(0, |head| head.at_key("title"));
        found.report.say(
            at,
            "the course has no title",
            "write title = \"…\" above the first [[",
        );
        course.title = Clean::words(course.id.as_str());
    }
    course
}

fn audience(head: &Entry, found: &mut Found) -> Audience {
    match head.words("audience", found).as_deref() {
        None => Audience::Anyone,
        Some("newcomers") => Audience::Newcomers,
        Some(other) => {
            let what = format!("there is no audience {}", quoted(other));
            let advice =
                "write audience = \"newcomers\" for a course about Recto itself, or leave it out";
            found.report.say(head.at_key("audience"), what, advice);
            Audience::Anyone
        }
    }
}

fn id(head: &Entry, source: &Source, found: &mut Found) -> CourseId {
    let default = default_id(source);
    let Some(written) = head.words("id", found) else {
        return default;
    };
    CourseId::new(&written).unwrap_or_else(|| {
        let what = format!("{} can't be an id", quoted(&written));
        let advice = format!("use letters, digits, - and _; until then it is {default}");
        found.report.say(head.at_key("id"), what, advice);
        default
    })
}

/// The id of a course that doesn't say one: its folder's name.
pub(crate) fn default_id(source: &Source) -> CourseId {
    let folder = source.folder_name();
    CourseId::new(&folder)
        .or_else(|| CourseId::new(&naming::short_slug(&folder)))
        .or_else(|| CourseId::new("course"))
        .expect("letters make an id")
}

fn outcomes(entries: &[Entry], found: &mut Found) -> Vec<Aim> {
    let mut aims = Vec::new();
    for entry in entries {
        entry.know(OUTCOME, &[], found);
        if let (Some(id), Some(text)) = (entry.words("id", found), entry.words("text", found)) {
            found.mark("outcome", &id, entry.at());
            aims.push(Aim { id, text });
        } else {
            let advice = "write id = \"…\" and text = \"…\"; until then it is left out";
            found
                .report
                .say(entry.at(), "an outcome without its id or its text", advice);
        }
    }
    aims
}

fn glossary(entries: &[Entry], found: &mut Found) -> Vec<Term> {
    let mut terms = Vec::new();
    for entry in entries {
        entry.know(GLOSSARY, &[], found);
        let definition = entry.blocks("definition", found);
        let see = entry.list("see", found);
        if let Some(term) = entry.words("term", found) {
            found.mark("term", &term, entry.at());
            terms.push(Term {
                term,
                definition,
                see,
            });
        } else {
            let advice = "write term = \"…\"; until then it is left out";
            found.report.say(
                entry.at(),
                "an entry of the glossary without its term",
                advice,
            );
        }
    }
    terms
}

fn references(entries: &[Entry], found: &mut Found) -> Vec<Reference> {
    let mut references = Vec::new();
    for entry in entries {
        entry.know(REFERENCE, &[], found);
        let text = entry.line("text", found);
        if text.is_empty() {
            let advice = "write text = \"…\"; until then it is left out";
            found
                .report
                .say(entry.at(), "a reference without its text", advice);
            continue;
        }
        let id = entry.words("id", found).unwrap_or_default();
        references.push(Reference { id, text });
    }
    references
}

/// A section with its text and its questions, and the faults found on the way. `index` is one of
/// `course.sections`.
pub fn section(source: &Source, course: &Course, index: usize) -> (Section, Vec<Problem>) {
    let loaded = load_files(source, course, index, Purpose::Study);
    (loaded.section, loaded.problems)
}

/// A section, with all that a check needs.
#[derive(Debug)]
pub struct LoadedSection {
    /// The section.
    pub section: Section,
    /// Where things stand in its files.
    pub marks: Marks,
    /// The faults found on the way.
    pub problems: Vec<Problem>,
}

/// Reads the files of a section, to be checked.
pub fn load_section(source: &Source, course: &Course, index: usize) -> LoadedSection {
    load_files(source, course, index, Purpose::Check)
}

fn load_files(source: &Source, course: &Course, index: usize, purpose: Purpose) -> LoadedSection {
    let heading = &course.sections[index];
    let text = read_text(source, &format!("{}.md", heading.file));
    let mut section = Section {
        id: heading.id.clone(),
        title: Clean::words(&heading.full_title()),
        blocks: text.blocks,
        footnotes: text.footnotes,
        questions: Vec::new(),
        groups: Vec::new(),
    };
    let mut marks = text.marks;
    let mut problems = text.problems;
    read_questions(
        source,
        (&format!("{}.toml", heading.file), purpose),
        &mut section,
        &mut marks,
        &mut problems,
    );
    LoadedSection {
        section,
        marks,
        problems,
    }
}

fn read_text(source: &Source, file: &str) -> markdown::Text {
    match source.read(file) {
        Ok(bytes) => markdown::read_decoded(&decode::decode(&bytes), file),
        Err(error) => {
            let problem = if error.kind() == io::ErrorKind::NotFound {
                let advice = "write it, or take the section out of course.toml";
                report::of_file(file, "the section's text is missing", advice)
            } else {
                let what = format!("the section's text can't be read: {error}");
                report::of_file(file, what, "mend that and open the section again")
            };
            markdown::Text {
                problems: vec![problem],
                ..markdown::Text::default()
            }
        }
    }
}

fn read_questions(
    source: &Source,
    (file, purpose): (&str, Purpose),
    section: &mut Section,
    marks: &mut Marks,
    problems: &mut Vec<Problem>,
) {
    let bytes = match source.read(file) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return,
        Err(error) => {
            let what = format!("the section's questions can't be read: {error}");
            problems.push(report::of_file(
                file,
                what,
                "mend that and open the section again",
            ));
            return;
        }
    };
    let decoded = decode::decode(&bytes);
    let text = decode::blank_controls(&decoded.text);
    let mut found = Found::new(file, &text, &decoded, purpose);
    let document = Document::read(&text, &["question", "group"], &mut found);
    if let Some(head) = document.head() {
        head.know(&["question", "group"], &[], &mut found);
    }
    section.groups = question::groups(&document.entries("group", &mut found), &mut found);
    section.questions = question::questions(&document.entries("question", &mut found), &mut found);
    let mut order = HashMap::new();
    push_order(section.blocks.iter(), &mut order);
    section
        .questions
        .sort_by_key(|question| order.get(&question.id).copied().unwrap_or(usize::MAX));
    marks.append(found.marks);
    problems.extend(found.report.finish());
}

/// The questions that have a place in the text, each with its rank.
fn push_order<'b>(blocks: impl Iterator<Item = &'b Block>, order: &mut HashMap<QuestionId, usize>) {
    for block in blocks {
        if let Block::Question(id) = block {
            let rank = order.len();
            order.entry(id.clone()).or_insert(rank);
        }
        push_order(block.children(), order);
    }
}

/// How many questions a course has, as far as its files can be read without parsing them.
pub fn n_questions(source: &Source, course: &Course) -> usize {
    let count = |bytes: &[u8]| {
        let heads = memchr::memmem::find_iter(bytes, b"[[question]]");
        heads
            .filter(|at| *at == 0 || bytes[at - 1] == b'\n')
            .count()
    };
    let files = course
        .sections
        .iter()
        .map(|heading| format!("{}.toml", heading.file));
    files
        .filter_map(|file| source.read(&file).ok())
        .map(|bytes| count(&bytes))
        .sum()
}
