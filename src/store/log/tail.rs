//! The end of a log, which a power cut or a full disk may have torn.
//!
//! **Invariant:** an entry is whole up to the end of the line that says what was done; what is torn
//! is never thrown away.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;

use super::entry::BOUNDARY;
use crate::store::atomic;

/// Makes sure that the log at `path` ends with a whole entry; what is torn goes into a file beside
/// it. Gives back the log's new length.
pub fn set_torn_aside(path: &Path, file: &mut File, length: u64) -> io::Result<u64> {
    let Some(start) = torn_tail(file, length)? else {
        return Ok(length);
    };
    let mut torn = Vec::new();
    file.seek(SeekFrom::Start(start))?;
    file.read_to_end(&mut torn)?;
    let mut beside = create_new(path, "torn")?;
    beside.write_all(&torn)?;
    beside.sync_all()?;
    atomic::sync_folder(atomic::folder_of(path))?;
    file.set_len(start)?;
    file.sync_data()?;
    Ok(start)
}

/// A file beside `path` that wasn't there: `laptop.torn-1`.
pub fn create_new(path: &Path, why: &str) -> io::Result<File> {
    for n in 1..10_000 {
        let beside = path.with_extension(format!("{why}-{n}"));
        match OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(&beside)
        {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            other => return other,
        }
    }
    Err(io::Error::other("there are too many files of that kind"))
}

/// Where the torn end of a log starts, if it has one. Reads back from the end, only as far as the
/// last entry.
fn torn_tail(file: &mut File, length: u64) -> io::Result<Option<u64>> {
    let mut window = 4096;
    loop {
        let start = length.saturating_sub(window);
        file.seek(SeekFrom::Start(start))?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        match last_boundary(&bytes, start == 0) {
            Some(at) => {
                let whole = at + whole_part(&bytes[at..]);
                return Ok((whole < bytes.len()).then_some(start + whole as u64));
            }
            // No entry at all: a head that was cut short is written anew.
            None if start == 0 => return Ok((bytes.last() != Some(&b'\n')).then_some(0)),
            None => window *= 8,
        }
    }
}

fn last_boundary(bytes: &[u8], is_start: bool) -> Option<usize> {
    memchr::memmem::rfind_iter(bytes, BOUNDARY).find(|at| match at.checked_sub(1) {
        Some(before) => bytes[before] == b'\n',
        None => is_start,
    })
}

/// How much of the last piece of a log is whole: up to the end of the line that says what was done,
/// which every entry ends with. What was cut short behind it, or before it, is torn.
pub fn whole_part(piece: &[u8]) -> usize {
    let Some(did) = memchr::memmem::find(piece, b"\ndid = ") else {
        return 0;
    };
    if piece.last() == Some(&b'\n') {
        return piece.len();
    }
    memchr::memchr(b'\n', &piece[did + 1..]).map_or(0, |end| did + 1 + end + 1)
}
