//! The folders of courses that were opened by their path: what was answered there comes due, too, so
//! reviews have to find them again.
//!
//! **Invariant:** it only adds to where courses are looked for. A folder that is gone is passed over,
//! and comes back with its course.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::atomic::{self, Care};

/// No more are kept; the oldest give way.
const MOST: usize = 200;

/// Those in the file at `path`, oldest first; none if it can't be read.
pub fn load(path: &Path) -> Vec<PathBuf> {
    let words = fs::read_to_string(path).unwrap_or_default();
    let folders = words.lines().filter(|line| !line.is_empty());
    folders.map(PathBuf::from).collect()
}

/// Adds `folder`, which has to be absolute. A path that is no text, or has a line end in it, isn't
/// kept.
pub fn add(path: &Path, folder: &Path) -> io::Result<()> {
    let Some(name) = folder.to_str().filter(|name| !name.contains(['\n', '\r'])) else {
        return Ok(());
    };
    let mut folders = load(path);
    folders.retain(|known| known != folder);
    let surplus = (folders.len() + 1).saturating_sub(MOST);
    let kept = folders
        .iter()
        .skip(surplus)
        .filter_map(|known| known.to_str());
    let words: String = kept.chain([name]).map(|name| format!("{name}\n")).collect();
    atomic::replace(path, words.as_bytes(), Care::Precious)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_kept_once_the_newest_last() {
        let home = tempfile::tempdir().unwrap();
        let file = home.path().join("state/folders");
        assert_eq!(load(&file), [] as [PathBuf; 0]);
        for name in ["/a b", "/é", "/a b"] {
            add(&file, Path::new(name)).unwrap();
        }
        add(&file, Path::new("/two\nlines")).unwrap();
        assert_eq!(load(&file), [PathBuf::from("/é"), PathBuf::from("/a b")]);
        for n in 0..MOST {
            add(&file, Path::new(&format!("/{n}"))).unwrap();
        }
        assert_eq!(load(&file).len(), MOST);
        assert_eq!(load(&file)[0], Path::new("/0"));
    }
}
