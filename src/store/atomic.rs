//! Replacing a file whole.
//!
//! **Invariant:** whoever opens the file, at whatever moment, even after a power cut, finds all of
//! the old or all of the new.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::Path;

use crate::text::Clean;

/// How much a file matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Care {
    /// It cannot be made again: it is on the disk when the call is over.
    Precious,
    /// It can be made again from others: whole or not at all is enough.
    Cache,
}

/// Puts `bytes` in the place of the file at `path`; makes its folder if need be.
pub fn replace(path: &Path, bytes: &[u8], care: Care) -> io::Result<()> {
    replace_with(path, care, |file| file.write_all(bytes))
}

/// Puts what `write` writes in the place of the file at `path`; makes its folder if need be.
pub fn replace_with(
    path: &Path,
    care: Care,
    write: impl FnOnce(&mut File) -> io::Result<()>,
) -> io::Result<()> {
    // A link stays one: what it leads to is replaced.
    let target = fs::canonicalize(path);
    let target = target.as_deref().unwrap_or(path);
    try_replace(target, care, write).map_err(|error| named(&error, "writing", path))
}

fn try_replace(
    path: &Path,
    care: Care,
    write: impl FnOnce(&mut File) -> io::Result<()>,
) -> io::Result<()> {
    let folder = folder_of(path);
    make_folder(folder)?;
    let mut beside = tempfile::Builder::new()
        .prefix(".recto-")
        .suffix(".new")
        .tempfile_in(folder)?;
    write(beside.as_file_mut())?;
    if care == Care::Precious {
        beside.as_file().sync_all()?;
    }
    beside.persist(path).map_err(|error| error.error)?;
    if care == Care::Precious {
        sync_folder(folder)?;
    }
    Ok(())
}

/// The folder that `path` lies in.
pub fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// Makes `folder` and those above it, for the learner's eyes only.
pub fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Makes sure that a name that is new in `folder` stays.
pub fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

/// `error` with what was being done, and to what.
pub fn named(error: &io::Error, doing: &str, path: &Path) -> io::Error {
    // A file's name can hold anything, and this will be shown.
    let path = Clean::words(&path.to_string_lossy());
    io::Error::new(error.kind(), format!("{doing} {path}: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<_> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn puts_the_new_in_the_place_of_the_old() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a/b/file");
        for (bytes, care) in [
            (&b"one"[..], Care::Precious),
            (b"", Care::Cache),
            (b"two", Care::Cache),
        ] {
            replace(&path, bytes, care).unwrap();
            assert_eq!(fs::read(&path).unwrap(), bytes);
        }
        assert_eq!(names(path.parent().unwrap()), ["file"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_stays_one() {
        let folder = tempfile::tempdir().unwrap();
        let (real, link) = (folder.path().join("real"), folder.path().join("link"));
        fs::write(&real, "old").unwrap();
        std::os::unix::fs::symlink(&real, &link).unwrap();
        replace(&link, b"new", Care::Precious).unwrap();
        assert_eq!(fs::read(&real).unwrap(), b"new");
        assert!(link.symlink_metadata().unwrap().is_symlink());
    }

    #[test]
    fn a_failure_names_the_file_and_leaves_the_old() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        fs::write(&file, "old").unwrap();
        let below = file.join("below");
        let error = replace(&below, b"x", Care::Precious).unwrap_err();
        assert!(
            error
                .to_string()
                .starts_with(&format!("writing {}: ", below.display()))
        );
        let taken = folder.path().join("folder");
        fs::create_dir(&taken).unwrap();
        assert!(replace(&taken, b"x", Care::Precious).is_err());
        assert_eq!(names(folder.path()), ["file", "folder"]);
        assert_eq!(fs::read(&file).unwrap(), b"old");
    }
}
