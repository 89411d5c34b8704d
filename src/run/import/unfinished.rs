//! What is half done, so that a signal in the middle leaves nothing of it.
//!
//! **Invariant:** while something is written or put in place, no signal comes between; once one has
//! come, nothing is written any more.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

/// The folders that are being filled.
#[derive(Debug, Clone, Default)]
pub struct Unfinished(Arc<RwLock<Vec<PathBuf>>>);

impl Unfinished {
    /// None yet. From now on a signal that ends the program first removes what is half done.
    pub fn watched() -> io::Result<Self> {
        let unfinished = Self::default();
        let watch = unfinished.clone();
        let mut signals = Signals::new([SIGHUP, SIGINT, SIGTERM])?;
        std::thread::spawn(move || {
            if let Some(signal) = signals.forever().next() {
                // Kept to the end: whoever wants to write waits for the program's end.
                let folders = watch.0.write().unwrap_or_else(PoisonError::into_inner);
                for folder in folders.iter() {
                    let _ = fs::remove_dir_all(folder);
                }
                let _ = crate::tui::wait::die_of(signal);
            }
        });
        Ok(unfinished)
    }

    /// A folder begins to be filled.
    pub fn begin(&self, folder: &Path) {
        let mut folders = self.0.write().unwrap_or_else(PoisonError::into_inner);
        folders.push(folder.to_owned());
    }

    /// A folder is put in place by `deed`, or given up, and no longer half done.
    pub fn end<T>(&self, folder: &Path, deed: impl FnOnce() -> T) -> T {
        let mut folders = self.0.write().unwrap_or_else(PoisonError::into_inner);
        folders.retain(|other| other != folder);
        deed()
    }

    /// Something is written.
    pub fn write<T>(&self, deed: impl FnOnce() -> T) -> T {
        let _folders = self.0.read().unwrap_or_else(PoisonError::into_inner);
        deed()
    }
}
