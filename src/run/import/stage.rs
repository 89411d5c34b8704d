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
use crate::export;
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
    let files = export::course::files(&course, &sections);
    for (name, text) in &files {
        write(name, text.as_bytes())?;
    }
    at(Step::Checks);
    let source = Source::Folder(folder.path().to_owned());
    let mut tally = Tally::of(&course);
    let (again, differences) = compare(&source, &course, sections, &files, &mut tally)?;
    notes.extend(differences);
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

/// Reads what was written; gives the course, and a note on each section that is not what it was.
fn compare(
    source: &Source,
    course: &Course,
    sections: Vec<Section>,
    files: &[(String, String)],
    tally: &mut Tally,
) -> Result<(Course, Vec<Note>)> {
    let (again, _) = course_file::course(source)?;
    let mut notes = Vec::new();
    let mut sections_again = Vec::new();
    for (index, mut section) in sections.into_iter().enumerate() {
        normal::section(&mut section);
        let (read, _) = course_file::section(source, &again, index);
        tally.add(&read);
        let is_same = bare(&read.blocks) == bare(&section.blocks)
            && read.footnotes.len() == section.footnotes.len();
        if !is_same {
            notes.push(Note {
                place: section.title,
                what: Clean::words("what was written is read differently: look it over there"),
            });
        }
        sections_again.push(read);
    }
    let files_again = export::course::files(&again, &sections_again);
    for ((name, text), (name_again, text_again)) in files.iter().zip(&files_again) {
        if name != name_again || text != text_again {
            notes.push(Note {
                place: Clean::words(name),
                what: Clean::words("what was written is read differently: look it over there"),
            });
        }
    }
    if again.sections.len() != course.sections.len() || files.len() != files_again.len() {
        let what = "some of what was written is not read: look the course over";
        notes.push(Note {
            place: course.title.clone(),
            what: Clean::words(what),
        });
    }
    Ok((again, notes))
}

/// Blocks without the names of headings that links lead to: those are made anew.
fn bare(blocks: &[Block]) -> Vec<Block> {
    let mut blocks = blocks.to_vec();
    for block in &mut blocks {
        block.each_line(&mut |line| {
            for inline in line {
                match &mut inline.target {
                    Some(Target::Heading(slug)) => *slug = Clean::default(),
                    Some(Target::Section(_, slug)) => *slug = None,
                    _ => {}
                }
            }
        });
    }
    blocks
}
