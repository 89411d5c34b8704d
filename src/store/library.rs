//! The courses that there are: the learner's own, those of further folders, and the bundled ones.
//!
//! **Invariant:** a course that can't be read is listed with its problem, never hidden; a folder of
//! the learner's takes precedence over a bundled course of the same id.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::course::Audience;
use crate::course::id::CourseId;
use crate::store::bundled;
use crate::store::course_file::{self, Lead};
use crate::store::source::Source;
use crate::text::{self, Clean};

/// A course on the shelf.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its id.
    pub id: CourseId,
    /// Its title.
    pub title: Clean,
    /// Whom it is for.
    pub audience: Audience,
    /// Its files.
    pub source: Source,
    /// Why it can't be opened, if it can't.
    pub problem: Option<String>,
}

/// All courses, by title: those in folders of `own`, in `extra` folders, and the bundled ones.
pub fn shelf(own: &Path, extra: &[PathBuf]) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    let folders = std::iter::once(own)
        .chain(extra.iter().map(PathBuf::as_path))
        .flat_map(course_folders);
    let bundled = bundled::courses().into_iter().map(Source::Bundled);
    let mut ids: HashSet<CourseId> = HashSet::new();
    for source in folders.map(Source::Folder).chain(bundled) {
        let is_own = matches!(source, Source::Folder(_));
        let mut entry = entry(source);
        if !ids.insert(entry.id.clone()) {
            if !is_own {
                continue;
            }
            // Progress is kept by id: of two that share one, only the first can be studied.
            let id = &entry.id;
            entry.problem.get_or_insert_with(|| {
                format!("another course has the id \"{id}\": give this one an `id` of its own in its course.toml")
            });
        }
        entries.push(entry);
    }
    entries.sort_by_key(|entry| entry.title.to_lowercase());
    entries
}

/// The course folders at `folder`: itself, or those in it.
fn course_folders(folder: &Path) -> Vec<PathBuf> {
    if folder.join(course_file::COURSE_FILE).is_file() {
        return vec![folder.to_owned()];
    }
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut folders: Vec<PathBuf> = entries
        .filter_map(Result::ok)
        // A course that is still being written lies in a hidden folder.
        .filter(|entry| !entry.file_name().as_encoded_bytes().starts_with(b"."))
        .map(|entry| entry.path())
        .filter(|path| path.join(course_file::COURSE_FILE).is_file())
        .collect();
    folders.sort();
    folders
}

/// What the shelf says of a course. Only the head of its `course.toml` is read, so that many courses
/// cost little.
fn entry(source: Source) -> Entry {
    match course_file::lead(&source) {
        Ok(Lead {
            id,
            title,
            audience,
        }) => Entry {
            id,
            title,
            audience,
            source,
            problem: None,
        },
        Err(error) => Entry {
            id: course_file::default_id(&source),
            title: Clean::words(&source.folder_name()),
            audience: Audience::Anyone,
            problem: Some(error.to_string()),
            source,
        },
    }
}

/// The files of the course that `name` names: an id, or the path of a folder or of its
/// `course.toml`.
pub fn source(shelf: &[Entry], name: &str) -> Option<Source> {
    if let Some(entry) = shelf.iter().find(|entry| entry.id.as_str() == name) {
        return Some(entry.source.clone());
    }
    let path = Path::new(name);
    if path.is_dir() {
        return Some(Source::Folder(path.to_owned()));
    }
    if path
        .file_name()
        .is_some_and(|file| file == course_file::COURSE_FILE)
        && path.is_file()
    {
        let folder = path
            .parent()
            .filter(|parent| !parent.as_os_str().is_empty())
            .unwrap_or(Path::new("."));
        return Some(Source::Folder(folder.to_owned()));
    }
    None
}

/// The same; the error is a sentence, which may name the course that was meant.
pub fn find(shelf: &[Entry], name: &str) -> Result<Source, String> {
    if let Some(source) = source(shelf, name) {
        return Ok(source);
    }
    let near = text::nearest(name, shelf.iter().map(|entry| entry.id.as_str()));
    Err(match near {
        Some(near) => format!(
            "there is no course \"{name}\", and no folder of that name; did you mean \"{near}\"?"
        ),
        None => format!(
            "there is no course \"{name}\", and no folder of that name; `recto list` shows the courses"
        ),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn course(folder: &Path, words: &str) {
        fs::create_dir_all(folder).unwrap();
        fs::write(folder.join("course.toml"), words).unwrap();
    }

    #[test]
    fn the_learners_own_course_takes_precedence() {
        let own = tempfile::tempdir().unwrap();
        course(
            &own.path().join("mine"),
            "format = 1\nid = \"how-teams-work\"\ntitle = \"Mine\"\n",
        );
        let shelf = shelf(own.path(), &[]);
        let entries: Vec<_> = shelf
            .iter()
            .filter(|entry| entry.id.as_str() == "how-teams-work")
            .collect();
        assert_eq!(entries.len(), 1);
        assert_eq!(&*entries[0].title, "Mine");
    }

    #[test]
    fn a_course_that_cant_be_read_is_listed_with_its_problem() {
        let own = tempfile::tempdir().unwrap();
        course(
            &own.path().join("new"),
            "format = 99\ntitle = \"From tomorrow\"\n",
        );
        course(&own.path().join("broken"), "title = [[[");
        let shelf = shelf(own.path(), &[]);
        for id in ["new", "broken"] {
            let entry = shelf.iter().find(|entry| entry.id.as_str() == id).unwrap();
            assert!(
                id == "broken" || entry.problem.as_ref().unwrap().contains("99"),
                "{entry:?}"
            );
        }
    }

    #[test]
    fn a_course_is_found_by_id_and_by_path() {
        let own = tempfile::tempdir().unwrap();
        let folder = own.path().join("tides");
        course(&folder, "format = 1\ntitle = \"Tides\"\n");
        let shelf = shelf(own.path(), &[]);
        let expected = Source::Folder(folder.clone());
        assert_eq!(find(&shelf, "tides"), Ok(expected.clone()));
        assert_eq!(find(&shelf, folder.to_str().unwrap()), Ok(expected.clone()));
        assert_eq!(
            find(&shelf, folder.join("course.toml").to_str().unwrap()),
            Ok(expected)
        );
        assert!(
            find(&shelf, "tide")
                .unwrap_err()
                .contains("did you mean \"tides\"")
        );
    }
}
