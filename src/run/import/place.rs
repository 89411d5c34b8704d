//! Courses are put in their places.
//!
//! **Invariant:** a course that is there gives way only if that was asked for, and only to one of the
//! same id.

use std::path::{Path, PathBuf};

use super::editions::retell;
use super::report::Report;
use super::stage::Staged;
use super::unfinished::Unfinished;
use crate::import::Refusal;
use crate::run::world::World;
use crate::store::course_file::COURSE_FILE;
use crate::store::course_folder;
use crate::store::log::shown;

/// What happens to a course that is there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Course {
    /// It stays.
    Stays,
    /// It gives way to the new one.
    GivesWay,
}

/// Puts a course into its folder in `into`; says what came.
pub fn put(
    world: &mut World,
    staged: Staged,
    into: &Path,
    old: Course,
    unfinished: &Unfinished,
) -> Result<Report, Refusal> {
    let folder = into.join(staged.id.as_str());
    may_take(&folder, old)?;
    let Staged {
        folder: written,
        title,
        id,
        tally,
        mut notes,
        problems,
        fates,
    } = staged;
    // Before the new edition is there: if it ends in between, the same import does the rest.
    notes.extend(retell(world, &id, &title, &fates));
    let path: PathBuf = written.path().to_owned();
    let put = unfinished.end(&path, || course_folder::put(written, &folder));
    put.map_err(|error| Refusal::new(format!("{error:#}"), "mend that and try again"))?;
    Ok(Report {
        id,
        folder,
        title,
        tally,
        notes,
        problems,
    })
}

/// Is the place free, or given up?
pub fn may_take(folder: &Path, old: Course) -> Result<(), Refusal> {
    if folder.symlink_metadata().is_err() {
        return Ok(());
    }
    if !folder.join(COURSE_FILE).is_file() {
        let what = format!("{} is there, and is no course", shown(folder));
        return Err(Refusal::new(
            what,
            "move it away, or name another folder with --into",
        ));
    }
    match old {
        Course::GivesWay => Ok(()),
        Course::Stays => Err(Refusal::new(
            format!("there is a course in {} already", shown(folder)),
            "--replace puts the new one in its place, and your answers follow their questions",
        )),
    }
}
