//! A new folder with the files of a course.
//!
//! **Invariant:** nothing that exists is written over, and nothing is written outside of the folder. A
//! course takes the place of another whole, or not at all.

use std::fs;
use std::io;
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use tempfile::TempDir;

use crate::store::atomic;
use crate::store::source::is_inside;

/// Makes `folder`, which must be empty or not there.
pub fn make(folder: &Path) -> Result<()> {
    let shown = folder.display();
    match fs::read_dir(folder) {
        Ok(mut entries) => {
            if entries.next().is_some() {
                bail!("{shown} is not empty; name a folder that is not there yet");
            }
        }
        Err(_) if folder.exists() => bail!("{shown} is not a folder; name another"),
        Err(_) => {}
    }
    fs::create_dir_all(folder).with_context(|| format!("making {shown}"))
}

/// Writes a file into `folder`, and makes the folders that its name asks for.
pub fn write(folder: &Path, name: &str, bytes: &[u8]) -> Result<()> {
    if !is_inside(name) {
        bail!(
            "{} leads out of the folder",
            crate::course::problem::quoted(name)
        );
    }
    let path = folder.join(name);
    let around = path.parent().unwrap_or(folder);
    fs::create_dir_all(around)
        .and_then(|()| fs::write(&path, bytes))
        .with_context(|| format!("writing {}", path.display()))
}

/// A hidden folder in `around` to write a course into; it is gone when it is dropped.
pub fn stage(around: &Path) -> Result<TempDir> {
    let make = || {
        atomic::make_folder(around)?;
        tempfile::Builder::new()
            .prefix(".recto-")
            .suffix(".new")
            .tempdir_in(around)
    };
    make().with_context(|| format!("making a folder in {}", around.display()))
}

/// Puts a course that was written into a [stage] into `folder`, in the place of the one that is there.
/// Both have to lie in the same folder.
pub fn put(staged: TempDir, folder: &Path) -> Result<()> {
    let doing = || format!("putting the course into {}", folder.display());
    if folder.symlink_metadata().is_ok() {
        let old = exchange(staged, folder).with_context(doing)?;
        // What is left of it, if anything, is hidden.
        let _ = fs::remove_dir_all(old);
    } else {
        fs::rename(staged.path(), folder).with_context(doing)?;
        let _gone = staged.keep();
    }
    atomic::sync_folder(atomic::folder_of(folder)).with_context(doing)
}

/// Gives `folder` what is in `staged`; what was there before is then where this gives.
fn exchange(staged: TempDir, folder: &Path) -> io::Result<std::path::PathBuf> {
    #[cfg(target_os = "linux")]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        if renameat_with(CWD, staged.path(), CWD, folder, RenameFlags::EXCHANGE).is_ok() {
            return Ok(staged.keep());
        }
    }
    // Not every disk can exchange names: then there is a moment with neither.
    let new = staged.path();
    let old = new.with_extension("old");
    fs::rename(folder, &old)?;
    if let Err(error) = fs::rename(new, folder) {
        fs::rename(&old, folder)?;
        return Err(error);
    }
    let _gone = staged.keep();
    Ok(old)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_course_takes_its_place_whole() {
        let home = tempfile::tempdir().unwrap();
        let (around, folder) = (home.path().join("courses"), home.path().join("courses/a"));
        for text in ["one", "two"] {
            let staged = stage(&around).unwrap();
            write(staged.path(), "figures/x", text.as_bytes()).unwrap();
            assert!(write(staged.path(), "../x", b"").is_err());
            put(staged, &folder).unwrap();
            assert_eq!(fs::read_to_string(folder.join("figures/x")).unwrap(), text);
            assert_eq!(fs::read_dir(&around).unwrap().count(), 1);
        }
        drop(stage(&around).unwrap());
        assert_eq!(fs::read_dir(&around).unwrap().count(), 1);
    }
}
