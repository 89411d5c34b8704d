//! What is wrong with a log.

use std::fmt;
use std::path::{Path, PathBuf};

use crate::text::Clean;

/// Something that is wrong with a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The file.
    pub file: PathBuf,
    /// Its line, from 1; 0 for the file as a whole.
    pub line: usize,
    /// What is wrong, and what becomes of it.
    pub what: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let file = shown(&self.file);
        let what = Clean::words(&self.what);
        match self.line {
            0 => write!(f, "{file}: {what}"),
            line => write!(f, "{file}:{line}: {what}"),
        }
    }
}

/// A path as it may be shown: a file’s name can hold anything.
pub fn shown(path: &Path) -> Clean {
    Clean::words(&path.to_string_lossy())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_files_name_steers_no_terminal() {
        let fault = Fault {
            file: "a\u{1b}[2J\u{202e}\n.toml".into(),
            line: 7,
            what: "it is \u{7}broken".to_owned(),
        };
        assert_eq!(fault.to_string(), "a .toml:7: it is broken");
    }
}
