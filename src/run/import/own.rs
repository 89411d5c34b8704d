//! Courses that are in our own format already, such as those that `recto export --format markdown` writes.
//!
//! They come in like all others: read, written anew, checked. What is no part of them stays behind.
//!
//! **Invariant:** what stays behind is named in a note.

use std::collections::{BTreeMap, BTreeSet};

use crate::course::{check, problem};
use crate::import::{Allowance, Files, Imported, Note, Picture, Refusal};
use crate::run::world;
use crate::store::course_file::{self, COURSE_FILE};
use crate::store::source::{Source, Texts};
use crate::text::Clean;

/// So many files that stay behind are named.
const MOST_NAMED: usize = 10;

/// Is it a course of ours?
pub fn knows(files: &dyn Files) -> bool {
    has(files, COURSE_FILE)
}

/// Reads a course of ours.
pub fn read(name: &str, files: &dyn Files) -> Result<Imported, Refusal> {
    let mut notes = Vec::new();
    let texts = Texts {
        name: name.strip_suffix(".zip").unwrap_or(name).to_owned(),
        files: texts(files, &mut notes)?.into(),
    };
    let source = Source::Texts(texts);
    let (course, mut problems) = course_file::course(&source).map_err(|error| {
        let problem = error.into_problem();
        Refusal::new(
            format!("{}: {}", problem.place, problem.what),
            problem.advice,
        )
    })?;
    let mut sections = Vec::new();
    for index in 0..course.sections.len() {
        let (section, more) = world::section(&source, &course, index);
        problems.extend(more);
        sections.push(section);
    }
    notes.extend(problems.into_iter().map(|problem| Note {
        place: Clean::words(&problem.place.to_string()),
        what: Clean::words(&problem.what),
    }));
    let mut imported = Imported {
        course,
        sections,
        pictures: Vec::new(),
        notes,
    };
    pictures(files, &mut imported);
    stay_behind(files, &mut imported);
    Ok(imported)
}

/// The files of text, by their names.
fn texts(files: &dyn Files, notes: &mut Vec<Note>) -> Result<BTreeMap<String, Vec<u8>>, Refusal> {
    let mut texts = BTreeMap::new();
    let mut left = Allowance::default();
    let ending = |name: &str| Some(name.rsplit_once('.')?.1.to_owned());
    let is_text = |name: &&String| matches!(ending(name).as_deref(), Some("md" | "toml"));
    for name in files.names().iter().filter(is_text) {
        match files.read(name) {
            Ok(bytes) => {
                left.spend(bytes.len())?;
                texts.insert(name.clone(), bytes.into_owned());
            }
            Err(why) => notes.push(unread(name, &why)),
        }
    }
    Ok(texts)
}

/// Takes the pictures along that the course shows.
fn pictures(files: &dyn Files, imported: &mut Imported) {
    let sections = imported.sections.iter();
    let mut paths: BTreeSet<_> = sections.flat_map(check::pictures_in).collect();
    paths.extend(check::pictures(&imported.course));
    // Those that are not there are told by the check.
    for path in paths.into_iter().filter(|path| has(files, path)) {
        match files.read(path) {
            Ok(bytes) => imported.pictures.push(Picture {
                path: path.to_string(),
                bytes: bytes.into_owned(),
            }),
            Err(why) => imported.notes.push(unread(path, &why)),
        }
    }
}

fn has(files: &dyn Files, name: &str) -> bool {
    let names = files.names();
    names
        .binary_search_by(|known| known.as_str().cmp(name))
        .is_ok()
}

fn unread(name: &str, why: &str) -> Note {
    Note {
        place: Clean::words(name),
        what: Clean::words(&format!("it can’t be read: {why}")),
    }
}

/// Names the files that are no part of the course.
fn stay_behind(files: &dyn Files, imported: &mut Imported) {
    let headings = imported.course.sections.iter();
    let mut taken: BTreeSet<String> = headings
        .flat_map(|heading| ["md", "toml"].map(|end| format!("{}.{end}", heading.file)))
        .collect();
    taken.insert(COURSE_FILE.to_owned());
    taken.extend(imported.pictures.iter().map(|picture| picture.path.clone()));
    let rest: Vec<_> = files
        .names()
        .iter()
        .filter(|name| !taken.contains(*name))
        .map(|name| problem::quoted(name))
        .collect();
    if rest.is_empty() {
        return;
    }
    let mut named = rest[..rest.len().min(MOST_NAMED)].join(", ");
    if rest.len() > MOST_NAMED {
        named.push_str(", …");
    }
    imported.notes.push(Note {
        place: imported.course.title.clone(),
        what: Clean::words(&format!(
            "files that are no part of the course stayed behind ({}): {named}",
            rest.len()
        )),
    });
}
