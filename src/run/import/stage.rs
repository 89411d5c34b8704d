//! An import is written where no name leads yet, read again, compared and checked.
//!
//! **Invariant:** what is told of a course is told of what a learner will read.

use std::path::Path;

use anyhow::Result;
use tempfile::TempDir;

use super::tally::Tally;
use super::unfinished::Unfinished;
use super::work::Step;
use crate::course::block::{Block, Target};
use crate::course::edition::Fates;
use crate::course::id::CourseId;
use crate::course::problem::Problem;
use crate::course::{Course, Section};
use crate::export::course::Files;
use crate::import::{Imported, Note};
use crate::markup::normal;
use crate::store::source::Source;
use crate::store::{check, course_file, course_folder};
use crate::text::Clean;

/// A course that is written, but in no place yet.
pub struct Staged {
    /// Where it lies.
    pub folder: TempDir,
    /// Its id.
    pub id: CourseId,
    /// Its title.
    pub title: Clean,
    /// What came.
    pub tally: Tally,
    /// What was changed, guessed or left out.
    pub notes: Vec<Note>,
    /// What is wrong with it.
    pub problems: Vec<Problem>,
    /// What became of the old edition's questions.
    pub fates: Fates,
}

/// Writes a course into a hidden folder in `into`.
pub fn stage(
    imported: Imported,
    into: &Path,
    fates: Fates,
    unfinished: &Unfinished,
    at: &dyn Fn(Step),
) -> Result<Staged> {
    at(Step::Writes);
    let Imported {
        course,
        sections,
        pictures,
        mut notes,
    } = imported;
    let folder = unfinished.write(|| course_folder::stage(into))?;
    unfinished.begin(folder.path());
    let write = |name: &str, bytes: &[u8]| {
        unfinished.write(|| course_folder::write(folder.path(), name, bytes))
    };
    for picture in &pictures {
        write(&picture.path, &picture.bytes)?;
    }
    drop(pictures);
    let source = Source::Folder(folder.path().to_owned());
    let mut tally = Tally::of(&course);
    let files = Files::new(&course, &sections);
    let (name, text) = files.about();
    write(&name, text.as_bytes())?;
    let (again, _) = course_file::course(&source)?;
    if again.glossary.len() != course.glossary.len()
        || again.sections.len() != course.sections.len()
    {
        notes.push(differs(&course.title));
    }
    let headings = again.sections.iter().zip(&course.sections);
    for (_, heading) in headings.filter(|(again, heading)| again != heading) {
        notes.push(differs(&Clean::words(&heading.full_title())));
    }
    for (index, mut section) in sections.into_iter().enumerate() {
        normal::section(&mut section);
        for (name, text) in files.section(index, section.clone()) {
            write(&name, text.as_bytes())?;
        }
        let (read, _) = course_file::section(&source, &again, index);
        tally.add(&read);
        let title = section.title.clone();
        if !is_same((&source, &again), index, section, read) {
            notes.push(differs(&title));
        }
    }
    at(Step::Checks);
    let problems = check::check_source(&source)?;
    Ok(Staged {
        folder,
        id: again.id,
        title: again.title,
        tally,
        notes,
        problems,
        fates,
    })
}

fn differs(place: &Clean) -> Note {
    Note {
        place: place.clone(),
        what: Clean::words("what was written is read differently: look it over there"),
    }
}

/// Is what was read of a section what it was, and would it be written the same? All of it is given up: a
/// section may be long, and is not held twice for longer than it must be.
fn is_same(
    (source, course): (&Source, &Course),
    index: usize,
    section: Section,
    read: Section,
) -> bool {
    let is_text = read.blocks.len() == section.blocks.len()
        && read.footnotes.len() == section.footnotes.len()
        && read.questions.len() == section.questions.len();
    let mut blocks = section.blocks.into_iter().zip(&read.blocks);
    if !is_text || !blocks.all(|(block, read)| bare(block) == bare(read.clone())) {
        return false;
    }
    drop(blocks);
    let files = Files::new(course, [&read]);
    files.section(index, read).all(|(name, text)| {
        let written = source.read(&name);
        written.is_ok_and(|written| *written == *text.as_bytes())
    })
}

/// A block without the names of headings that links lead to: those are made anew.
fn bare(mut block: Block) -> Block {
    block.each_line(&mut |line| {
        for inline in line {
            match &mut inline.target {
                Some(Target::Heading(slug)) => *slug = Clean::default(),
                Some(Target::Section(_, slug)) => *slug = None,
                _ => {}
            }
        }
    });
    block
}
