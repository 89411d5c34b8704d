//! Where things live: the XDG folders, and what the learner says instead.

use std::path::PathBuf;

use anyhow::{Context, Result};
use etcetera::BaseStrategy;

/// The folders that Recto uses. None of them needs to exist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paths {
    /// The learner's courses, each in a folder of its own.
    pub courses: PathBuf,
    /// The progress logs: a folder of `<device>.toml`, or one file.
    pub progress: PathBuf,
    /// Settings, keys, themes.
    pub config: PathBuf,
    /// What can be deleted at any time.
    pub cache: PathBuf,
    /// The device's name.
    pub state: PathBuf,
}

impl Paths {
    /// The folders of this user; `progress` where the learner wants the log elsewhere.
    pub fn new(progress: Option<PathBuf>) -> Result<Self> {
        let base = etcetera::choose_base_strategy()
            .context("there is no home folder: set HOME to a folder that Recto may write in")?;
        let data = base.data_dir().join("recto");
        Ok(Self {
            courses: data.join("courses"),
            progress: progress.unwrap_or_else(|| data.join("progress")),
            config: base.config_dir().join("recto"),
            cache: base.cache_dir().join("recto"),
            state: base
                .state_dir()
                .map_or_else(|| data.clone(), |state| state.join("recto")),
        })
    }
}
