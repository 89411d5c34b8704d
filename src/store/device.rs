//! The name of this machine: what its progress log is called.
//!
//! **Invariant:** once made, the name stays, so that no two machines ever write one file and no
//! machine writes two.

use std::fs;
use std::hash::{BuildHasher as _, RandomState};
use std::io;
use std::path::Path;

use super::atomic::{self, folder_of, make_folder, named};

/// No name is longer.
const LONGEST: usize = 48;

/// The name kept in the file at `path`, if there is one yet.
pub fn known(path: &Path) -> Option<String> {
    match kept(path) {
        Ok(Kept::Name(name)) => Some(name),
        _ => None,
    }
}

/// The name kept in the file at `path`; made at first use.
pub fn name(path: &Path) -> io::Result<String> {
    let kept = kept(path)?;
    if let Kept::Name(name) = kept {
        return Ok(name);
    }
    let hex = RandomState::new().hash_one(std::process::id()) & 0xffff;
    let name = format!("{}-{hex:04x}", unkept());
    if kept == Kept::NoName {
        // Nothing is lost with it.
        atomic::replace(path, format!("{name}\n").as_bytes(), atomic::Care::Precious)?;
        return Ok(name);
    }
    // Of two Rectos that start for the first time together, the first names the machine.
    make(path, &name).map_err(|error| named(&error, "writing", path))?;
    match self::kept(path)? {
        Kept::Name(first) => Ok(first),
        Kept::NoName | Kept::Nothing => Ok(name),
    }
}

/// What a file says of the name.
#[derive(Debug, PartialEq, Eq)]
enum Kept {
    Name(String),
    /// What stands in it is no name.
    NoName,
    /// There is no such file.
    Nothing,
}

/// The name to go by where none can be kept: the machine's own.
pub fn unkept() -> String {
    let system = rustix::system::uname();
    let host = system.nodename().to_string_lossy();
    let host = host.split('.').next().unwrap_or_default();
    let name: String = host
        .chars()
        .map(|c| c.to_ascii_lowercase())
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .take(LONGEST - 5)
        .collect();
    match name.trim_matches('-') {
        "" => "device".to_owned(),
        name => name.to_owned(),
    }
}

fn kept(path: &Path) -> io::Result<Kept> {
    match fs::read(path) {
        Ok(bytes) => {
            let name = String::from_utf8_lossy(&bytes).trim().to_owned();
            Ok(if is_name(&name) {
                Kept::Name(name)
            } else {
                Kept::NoName
            })
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Kept::Nothing),
        Err(error) => Err(named(&error, "reading", path)),
    }
}

fn is_name(text: &str) -> bool {
    let fit = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    text.len() <= LONGEST && text.chars().all(fit) && !text.starts_with('-') && !text.is_empty()
}

fn make(path: &Path, name: &str) -> io::Result<()> {
    let folder = folder_of(path);
    make_folder(folder)?;
    let file = tempfile::NamedTempFile::new_in(folder)?;
    fs::write(file.path(), format!("{name}\n"))?;
    // Not waited for: a name that a power cut takes is made anew, and costs a second log, no entry.
    match file.persist_noclobber(path) {
        Err(error) if error.error.kind() != io::ErrorKind::AlreadyExists => Err(error.error),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_made_once() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("recto/device");
        assert_eq!(known(&path), None);
        let first = name(&path).unwrap();
        assert_eq!(known(&path).as_ref(), Some(&first));
        assert!(is_name(&first), "{first}");
        assert!(first.starts_with(&format!("{}-", unkept())));
        assert_eq!(name(&path).unwrap(), first);
        fs::write(&path, "laptop\n").unwrap();
        assert_eq!(name(&path).unwrap(), "laptop");
    }

    #[test]
    fn what_is_no_name_is_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("device");
        for broken in ["", "../../x", "UPPER", "a b", "\0\0\0", &"x".repeat(999)] {
            fs::write(&path, broken).unwrap();
            let made = name(&path).unwrap();
            assert!(is_name(&made), "{made}");
            assert_eq!(name(&path).unwrap(), made);
        }
    }

    #[test]
    fn a_failure_names_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        fs::write(&file, "").unwrap();
        let below = file.join("device");
        let error = name(&below).unwrap_err();
        assert!(error.to_string().contains("file/device"), "{error}");
    }

    #[test]
    fn all_who_start_together_agree() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("device");
        let names: Vec<String> = std::thread::scope(|scope| {
            let starts: Vec<_> = (0..8)
                .map(|_| scope.spawn(|| name(&path).unwrap()))
                .collect();
            starts
                .into_iter()
                .map(|start| start.join().unwrap())
                .collect()
        });
        assert!(names.iter().all(|name| *name == names[0]), "{names:?}");
    }
}
