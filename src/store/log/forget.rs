//! Taking entries out of a log, which otherwise is only ever appended to.
//!
//! The log is written anew beside the old one, which then is kept under a name that is read as no log.
//! The new one says in its head when that was, so that every Recto that had read the old one can tell
//! it from a loss.
//!
//! **Invariant:** every byte of an entry that stays, be it broken or unknown, stays as it is. Whoever
//! opens the log, at whatever moment, finds all of the old or all of the new; the old one is never
//! written over.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::civil::Date;

use super::pieces::Pieces;
use super::{entry, head, open_locked, tail};
use crate::store::atomic::{self, Care};
use crate::store::plain_file;
use crate::study::forget::Scope;

/// What was found in a log.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Found {
    /// How many entries the scope takes, by what was done.
    pub taken: BTreeMap<&'static str, usize>,
    /// How many entries can't be read, or are of a kind that this version doesn't know: they stay.
    pub unread: usize,
}

impl Found {
    /// How many entries are taken.
    pub fn n(&self) -> usize {
        self.taken.values().sum()
    }
}

/// When something is forgotten: a moment, and the learner's day.
pub type When = (Timestamp, Date);

/// What `scope` would take out of the log at `path`.
pub fn look(path: &Path, scope: &Scope) -> io::Result<Found> {
    let look = || {
        let (mut file, _) = plain_file::open(path)?;
        refuse_newer(&mut file)?;
        sift(file, scope, |_| Ok(()), |lead| Ok(lead.to_vec()))
    };
    look().map_err(|error| atomic::named(&error, "reading", path))
}

/// Takes what `scope` says out of the log at `path`; on the disk when it returns. Gives back what was
/// taken, and where the old log is kept. A log of which nothing is taken isn't touched.
pub fn forget(path: &Path, scope: &Scope, when: When) -> io::Result<(Found, Option<PathBuf>)> {
    try_forget(path, scope, when).map_err(|error| atomic::named(&error, "writing", path))
}

fn try_forget(path: &Path, scope: &Scope, when: When) -> io::Result<(Found, Option<PathBuf>)> {
    let path = &fs::canonicalize(path)?;
    // Held until the new log stands: who waits for it to append finds the new one.
    let mut file = open_locked(path, OpenOptions::new().read(true).append(true))?;
    refuse_newer(&mut file)?;
    if sift(reader(&file)?, scope, |_| Ok(()), |lead| Ok(lead.to_vec()))?.n() == 0 {
        return Ok((Found::default(), None));
    }
    let length = file.metadata()?.len();
    tail::set_torn_aside(path, &mut file, length)?;
    let old = keep(path, &file, when.1)?;
    let mut found = Found::default();
    atomic::replace_with(path, Care::Precious, |new| {
        let mut out = BufWriter::with_capacity(1 << 16, new);
        let head = |lead: &[u8]| Ok(head::forgetting(lead, when.0));
        found = sift(reader(&file)?, scope, |bytes| out.write_all(bytes), head)?;
        out.flush()
    })?;
    Ok((found, Some(old)))
}

fn reader(file: &File) -> io::Result<File> {
    let mut file = file.try_clone()?;
    file.seek(SeekFrom::Start(0))?;
    Ok(file)
}

fn refuse_newer(file: &mut File) -> io::Result<()> {
    match head::read(file)?.newer {
        Some(newer) => Err(io::Error::other(format!(
            "it has format {newer}, which this Recto doesn’t know: update Recto; the file is left as it is"
        ))),
        None => Ok(()),
    }
}

/// Hands on the bytes that stay: the head as `head` makes it, and every entry that `scope` doesn't
/// take.
fn sift(
    file: File,
    scope: &Scope,
    mut keep: impl FnMut(&[u8]) -> io::Result<()>,
    head: impl FnOnce(&[u8]) -> io::Result<Vec<u8>>,
) -> io::Result<Found> {
    let mut pieces = Pieces::new(file);
    let mut found = Found::default();
    let mut head = Some(head);
    loop {
        let is_last = pieces.find_next()?;
        match head.take() {
            Some(head) => keep(&head(pieces.lead())?)?,
            None => keep(pieces.lead())?,
        }
        let piece = pieces.piece();
        let end = if is_last {
            tail::whole_part(piece)
        } else {
            piece.len()
        };
        let (whole, torn) = piece.split_at(end);
        let entry = std::str::from_utf8(whole).ok().map(entry::read);
        match entry.and_then(Result::ok).and_then(|entry| entry.event) {
            Some(event) if scope.takes(&event) => {
                *found.taken.entry(event.did.name()).or_default() += 1;
            }
            event => {
                found.unread += usize::from(event.is_none() && !whole.is_empty());
                keep(whole)?;
            }
        }
        keep(torn)?;
        if is_last {
            return Ok(found);
        }
    }
}

/// Keeps the log as it is under another name beside it: `laptop.toml.before-2026-11-27`. Where files
/// can have no second name, it is copied.
fn keep(path: &Path, file: &File, day: Date) -> io::Result<PathBuf> {
    for n in 1..10_000 {
        let mut name = path.file_name().unwrap_or_default().to_owned();
        name.push(match n {
            1 => format!(".before-{day}"),
            n => format!(".before-{day}-{n}"),
        });
        let old = path.with_file_name(name);
        match fs::hard_link(path, &old) {
            Ok(()) => return Ok(old),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(_) => match copy(file, &old) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                copied => return copied.map(|()| old),
            },
        }
    }
    Err(io::Error::other("there are too many files of that kind"))
}

fn copy(file: &File, to: &Path) -> io::Result<()> {
    let mut new = OpenOptions::new().write(true).create_new(true).open(to)?;
    io::copy(&mut reader(file)?, &mut new)?;
    new.sync_all()
}
