//! Where a course's files come from: a folder on disk, the binary, or what was read before.
//!
//! **Invariant:** nothing outside of the course's folder is ever opened, whatever a course asks for,
//! and nothing but plain files.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read as _};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use crate::store::bundled::Bundled;

/// A larger file is not read.
const LARGEST: u64 = 64 << 20;

/// So much of a file is read at first where its start may be enough.
const FIRST: u64 = 4096;

/// So many files of a folder are listed; a folder with more is no course. An import writes fewer.
const MOST_FILES: usize = 250_000;

/// Where a course's files come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// A folder on disk.
    Folder(PathBuf),
    /// A course that is built in.
    Bundled(Bundled),
    /// A course whose texts were read before.
    Texts(Texts),
}

/// The texts of a course, in memory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Texts {
    /// What the course's folder, or its archive, is called.
    pub name: String,
    /// Each file's bytes, by its name in the folder.
    pub files: Arc<BTreeMap<String, Vec<u8>>>,
}

/// How files looked from outside: when each was written, and how long it was.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Look(Vec<Option<(SystemTime, u64)>>);

impl Source {
    /// The name of the course's folder.
    pub fn folder_name(&self) -> String {
        match self {
            Self::Folder(path) => {
                // With a `/` at its end, a link would look like what it leads to.
                let path = path.components().as_path();
                let is_true = path.file_name().is_some() && !path.is_symlink();
                let full = (!is_true).then(|| fs::canonicalize(path).ok()).flatten();
                let full = full.as_deref().unwrap_or(path);
                full.file_name()
                    .unwrap_or_default()
                    .to_string_lossy()
                    .into_owned()
            }
            Self::Bundled(bundled) => bundled.name.to_owned(),
            Self::Texts(texts) => texts.name.clone(),
        }
    }

    /// The bytes of a file of the course. `name` is relative to the course's folder, with `/`.
    pub fn read(&self, name: &str) -> io::Result<Cow<'static, [u8]>> {
        let name = name.trim_start_matches("./");
        if !is_inside(name) {
            return Err(leads_out());
        }
        match self {
            Self::Folder(folder) => read_file(folder, name).map(Cow::Owned),
            Self::Bundled(bundled) => bundled
                .read(name)
                .ok_or_else(|| io::ErrorKind::NotFound.into()),
            Self::Texts(texts) => match texts.files.get(name) {
                Some(bytes) => Ok(bytes.clone().into()),
                None => Err(io::ErrorKind::NotFound.into()),
            },
        }
    }

    /// The bytes of a file up to a while behind the first `stop`, or all of them.
    pub fn read_until(&self, name: &str, stop: &[u8]) -> io::Result<Cow<'static, [u8]>> {
        let Self::Folder(folder) = self else {
            let bytes = self.read(name)?;
            let end = memchr::memmem::find(&bytes, stop).map(|at| at + stop.len());
            return Ok(match (bytes, end) {
                (Cow::Borrowed(bytes), Some(end)) => Cow::Borrowed(&bytes[..end]),
                (bytes, _) => bytes,
            });
        };
        if !is_inside(name) {
            return Err(leads_out());
        }
        let mut file = open(folder, name)?;
        let mut bytes = Vec::new();
        let mut amount = FIRST;
        while file.by_ref().take(amount).read_to_end(&mut bytes)? > 0
            && memchr::memmem::find(&bytes, stop).is_none()
        {
            // Ever more at a time, so that a long file is not searched over and over.
            amount = bytes.len() as u64;
        }
        Ok(bytes.into())
    }

    /// How files of the course look from outside: another look means other content. A course that
    /// is built in never changes, and one whose folder is gone looks like nothing.
    pub fn look(&self, names: &[String]) -> Look {
        let Self::Folder(folder) = self else {
            return Look::default();
        };
        let one = |name: &String| {
            let metadata = fs::metadata(folder.join(name)).ok()?;
            Some((metadata.modified().ok()?, metadata.len()))
        };
        Look(names.iter().map(one).collect())
    }

    /// Is there such a plain file in the course?
    pub fn has(&self, name: &str) -> bool {
        let name = name.trim_start_matches("./");
        match self {
            _ if !is_inside(name) => false,
            Self::Folder(folder) => inside(folder, name).is_ok_and(|path| path.is_file()),
            Self::Bundled(bundled) => bundled.has(name),
            Self::Texts(texts) => texts.files.contains_key(name),
        }
    }

    /// Names of all files, sorted, without those that are hidden.
    pub fn files(&self) -> io::Result<Vec<String>> {
        let mut names = match self {
            Self::Folder(folder) => list(folder)?,
            Self::Bundled(bundled) => bundled.names().map(str::to_owned).collect(),
            Self::Texts(texts) => texts.files.keys().cloned().collect(),
        };
        names.sort();
        Ok(names)
    }
}

/// Does a name stay below the folder that it counts from? It must also be safe to show.
pub fn is_inside(name: &str) -> bool {
    let path = Path::new(name);
    !name.is_empty()
        && !name.chars().any(char::is_control)
        && !name.contains(['\\', '\0', ':'])
        && path
            .components()
            .all(|part| matches!(part, Component::Normal(_) | Component::CurDir))
}

fn leads_out() -> io::Error {
    io::Error::new(
        io::ErrorKind::PermissionDenied,
        "leads out of the course's folder",
    )
}

/// The path of a file that [`is_inside`], if it is still in the folder when links are followed.
fn inside(folder: &Path, name: &str) -> io::Result<PathBuf> {
    let path = folder.join(name);
    // As a rule there are none below the folder, and to find the true paths would take longer than
    // to read the file.
    let mut below = path.ancestors().take(Path::new(name).components().count());
    if !below.any(Path::is_symlink) {
        return Ok(path);
    }
    let path = fs::canonicalize(path)?;
    if path.starts_with(fs::canonicalize(folder)?) {
        Ok(path)
    } else {
        Err(leads_out())
    }
}

/// Opens a plain file of at most [`LARGEST`] bytes.
fn open(folder: &Path, name: &str) -> io::Result<fs::File> {
    let path = inside(folder, name)?;
    // Asked before opening: to open a pipe would wait for its other end.
    if !fs::metadata(&path)?.is_file() {
        let what = "is not a plain file";
        return Err(io::Error::new(io::ErrorKind::InvalidInput, what));
    }
    let file = fs::File::open(&path)?;
    if file.metadata()?.len() > LARGEST {
        let what = format!("is larger than {} MB", LARGEST >> 20);
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, what));
    }
    Ok(file)
}

fn read_file(folder: &Path, name: &str) -> io::Result<Vec<u8>> {
    let file = open(folder, name)?;
    let size = usize::try_from(file.metadata()?.len()).unwrap_or(0);
    let mut bytes = Vec::with_capacity(size);
    // It may grow while it is read.
    file.take(LARGEST).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn list(folder: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    let mut folders = vec![String::new()];
    while let Some(parent) = folders.pop() {
        for entry in fs::read_dir(folder.join(&parent))? {
            let entry = entry?;
            let name = entry.file_name();
            let Some(name) = name.to_str().filter(|name| !name.starts_with('.')) else {
                continue;
            };
            let name = if parent.is_empty() {
                name.to_owned()
            } else {
                format!("{parent}/{name}")
            };
            // Not through links: they may lead in a circle.
            if entry.file_type()?.is_dir() {
                folders.push(name);
            } else {
                names.push(name);
            }
        }
        if names.len() + folders.len() > MOST_FILES {
            let what = format!("holds more than {MOST_FILES} files");
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, what));
        }
    }
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stays_in_the_folder() {
        for good in ["a.md", "part/a.md", "./a", "a..b", "日本.md"] {
            assert!(is_inside(good), "{good}");
        }
        for bad in [
            "",
            "/etc/passwd",
            "../a",
            "a/../../b",
            "a\\..\\b",
            "C:/x",
            "a\0",
            "..",
        ] {
            assert!(!is_inside(bad), "{bad:?}");
        }
    }

    #[test]
    fn reads_plain_files_only_and_only_below_the_folder() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("course");
        fs::create_dir_all(folder.join("part")).unwrap();
        fs::write(home.path().join("secret"), "s").unwrap();
        fs::write(folder.join("part/a.md"), "text").unwrap();
        let source = Source::Folder(folder.clone());
        assert_eq!(&*source.read("part/a.md").unwrap(), b"text");
        assert!(source.has("part/a.md") && !source.has("part"));
        assert_eq!(source.files().unwrap(), ["part/a.md"]);
        assert!(source.read("../secret").is_err());
        assert_eq!(
            source.read("none").unwrap_err().kind(),
            io::ErrorKind::NotFound
        );
        assert_eq!(
            source.read("part").unwrap_err().to_string(),
            "is not a plain file"
        );
        assert_eq!(source.folder_name(), "course");
    }

    #[cfg(unix)]
    #[test]
    fn follows_no_link_out_and_waits_for_no_pipe() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("course");
        fs::create_dir(&folder).unwrap();
        fs::write(home.path().join("secret"), "s").unwrap();
        std::os::unix::fs::symlink("../secret", folder.join("link.md")).unwrap();
        std::os::unix::fs::symlink("/dev/zero", folder.join("zero.md")).unwrap();
        rustix::fs::mkfifoat(
            rustix::fs::CWD,
            folder.join("pipe.md"),
            rustix::fs::Mode::RUSR,
        )
        .unwrap();
        std::os::unix::fs::symlink("..", folder.join("up")).unwrap();
        fs::write(folder.join("a.md"), "a").unwrap();
        std::os::unix::fs::symlink("a.md", folder.join("b.md")).unwrap();
        std::os::unix::fs::symlink("course", home.path().join("linked")).unwrap();
        let source = Source::Folder(home.path().join("linked/"));
        for name in [
            "link.md",
            "zero.md",
            "pipe.md",
            "up/secret",
            "up/course/a.md/",
            "up/",
        ] {
            assert!(source.read(name).is_err(), "{name}");
            assert!(!source.has(name), "{name}");
        }
        for name in ["a.md", "b.md", "up/course/b.md"] {
            assert_eq!(&*source.read(name).unwrap(), b"a", "{name}");
        }
        assert_eq!(source.folder_name(), "course", "it is named by what it is");
    }
}
