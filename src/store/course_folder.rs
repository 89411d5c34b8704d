//! A new folder with the files of a course.
//!
//! **Invariant:** nothing that exists is written over, and nothing is written outside of the folder.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, bail};

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
