//! Opening files that lie where anybody may have put something.
//!
//! **Invariant:** only plain files are opened, so that nothing here ever waits for the other end of a
//! pipe, or reads a device that has no end.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use rustix::fs::OFlags;

/// Opens the plain file at `path`, and says what is known of it.
pub fn open(path: &Path) -> io::Result<(File, Metadata)> {
    let mut options = OpenOptions::new();
    options.read(true);
    open_with(&mut options, path)
}

/// The same as `options` say.
pub fn open_with(options: &mut OpenOptions, path: &Path) -> io::Result<(File, Metadata)> {
    // Asked before, since to open some devices does something to them.
    if let Ok(what) = fs::metadata(path) {
        ensure_plain(&what)?;
    }
    // And asked again, since it may have been exchanged: not to wait is all that the flag does.
    let flag = OFlags::NONBLOCK.bits();
    options.custom_flags(i32::try_from(flag).map_err(io::Error::other)?);
    let file = options.open(path)?;
    let what = file.metadata()?;
    ensure_plain(&what)?;
    Ok((file, what))
}

fn ensure_plain(what: &Metadata) -> io::Result<()> {
    if what.is_file() {
        return Ok(());
    }
    let words = "it is no plain file";
    Err(io::Error::new(io::ErrorKind::InvalidInput, words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_plain_file_is_refused_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("pipe");
        let mode = rustix::fs::Mode::from_raw_mode(0o600);
        let kind = rustix::fs::FileType::Fifo;
        rustix::fs::mknodat(rustix::fs::CWD, &pipe, kind, mode, 0).unwrap();
        for path in [
            &pipe,
            folder.path(),
            Path::new("/dev/zero"),
            Path::new("/dev/full"),
        ] {
            let mut both = OpenOptions::new();
            for options in [both.read(true), OpenOptions::new().append(true)] {
                let error = open_with(options, path).unwrap_err();
                assert!(error.to_string().contains("no plain file"), "{error}");
            }
        }
        let file = folder.path().join("file");
        fs::write(&file, "x").unwrap();
        assert_eq!(open(&file).unwrap().1.len(), 1);
        assert_eq!(
            open(&folder.path().join("none")).unwrap_err().kind(),
            io::ErrorKind::NotFound
        );
    }
}
