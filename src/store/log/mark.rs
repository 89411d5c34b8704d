//! How far a log has been read, and whether it is still the one that was read.
//!
//! **Invariant:** a log counts as unchanged without being read only if the system says that nothing
//! has happened to its file; otherwise every byte that was read before is hashed again.

use std::fs::{File, Metadata};
use std::io::{self, Read, Seek, SeekFrom};
use std::os::unix::fs::MetadataExt as _;

use crc32fast::Hasher;
use jiff::Timestamp;

/// How far a log has been read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mark {
    /// Bytes of whole entries.
    pub bytes: u64,
    /// Lines in them.
    pub lines: usize,
    /// Entries in them that could be read.
    pub entries: usize,
    /// Entries in them that hold what this version doesn't know.
    pub unknown: usize,
    /// The CRC-32 of them.
    pub hash: u32,
    /// What is wrong in them: a line, and a sentence. Only the first few.
    pub faults: Vec<(usize, String)>,
    /// When entries were last taken out of it on purpose, as it says itself.
    pub forgotten: Option<Timestamp>,
    /// The file as it was when it was looked at last; `None` if it has to be looked at again.
    pub seen: Option<Stamp>,
}

/// So many faults of a log are kept with its mark.
pub const FAULTS: usize = 20;

/// What the system says of a file. If any byte of it is written, something in here changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    /// The device that it lies on.
    pub device: u64,
    /// Its number there.
    pub inode: u64,
    /// Its length.
    pub length: u64,
    /// When it was written last: seconds, and nanoseconds.
    pub modified: (i64, i64),
    /// When it was written or renamed last: this one can't be set at will.
    pub changed: (i64, i64),
}

impl Stamp {
    /// Of a file.
    pub fn of(file: &Metadata) -> Self {
        Self {
            device: file.dev(),
            inode: file.ino(),
            length: file.len(),
            modified: (file.mtime(), file.mtime_nsec()),
            changed: (file.ctime(), file.ctime_nsec()),
        }
    }

    /// What tells it from every other file.
    pub fn identity(&self) -> (u64, u64) {
        (self.device, self.inode)
    }

    /// Was the file written so shortly before `later` that one more change may not show in its
    /// times? Clocks of files tick a hundred times a second, or once in two seconds.
    pub fn is_fresh(&self, later: &Self) -> bool {
        let of = |(second, nanosecond): (i64, i64)| {
            second
                .saturating_mul(1_000_000_000)
                .saturating_add(nanosecond)
        };
        let tick = if self.changed.1 == 0 {
            2_000_000_000
        } else {
            20_000_000
        };
        of(self.changed).saturating_add(tick) > of(later.changed)
    }
}

/// What became of a log that was read before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// What was read is still there.
    Kept,
    /// Nothing is left in it.
    Emptied,
    /// Its end is cut off: so many bytes are left.
    Cut(u64),
    /// Other bytes stand where those stood that were read.
    Rewritten,
    /// There is no such file.
    Gone,
}

impl Mark {
    /// What became of what was read of `file`. Where it was read to doesn't change.
    pub fn fate(&self, file: &mut File, stamp: &Stamp) -> io::Result<Fate> {
        if self.bytes == 0 {
            return Ok(Fate::Kept);
        }
        if stamp.length == 0 {
            return Ok(Fate::Emptied);
        }
        if stamp.length < self.bytes {
            return Ok(Fate::Cut(stamp.length));
        }
        file.seek(SeekFrom::Start(0))?;
        let mut rest = file.take(self.bytes);
        let (mut hasher, mut block) = (Hasher::new(), vec![0; 1 << 16]);
        loop {
            let n = match rest.read(&mut block) {
                Ok(0) => break,
                Ok(n) => n,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            hasher.update(&block[..n]);
        }
        let is_same = rest.limit() == 0 && hasher.finalize() == self.hash;
        Ok(if is_same { Fate::Kept } else { Fate::Rewritten })
    }

    /// Goes on over `bytes`, that hold whole entries and stand where the mark is.
    pub fn pass(&mut self, bytes: &[u8]) {
        let mut hasher = Hasher::new_with_initial_len(self.hash, self.bytes);
        hasher.update(bytes);
        self.hash = hasher.finalize();
        self.bytes += bytes.len() as u64;
        self.lines += count_lines(bytes);
    }

    /// Keeps in mind what is wrong.
    pub fn note(&mut self, line: usize, what: &str) {
        if self.faults.len() < FAULTS {
            self.faults.push((line, what.to_owned()));
        }
    }
}

impl Fate {
    /// In words, for a log of which `bytes` had been read; `None` if all is well.
    pub fn told(self, bytes: u64) -> Option<String> {
        Some(match self {
            Self::Kept => return None,
            Self::Emptied => format!("it came back empty, where {bytes} bytes were read before"),
            Self::Cut(length) => format!("it came back shorter, with {length} of {bytes} bytes"),
            Self::Rewritten => format!(
                "it was rewritten: its first {bytes} bytes are not those that were read before"
            ),
            Self::Gone => format!("it is gone, with {bytes} bytes that were read before"),
        })
    }
}

/// How many lines end in `bytes`.
pub fn count_lines(bytes: &[u8]) -> usize {
    memchr::memchr_iter(b'\n', bytes).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fate(mark: &Mark, bytes: &[u8]) -> Fate {
        let named = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(named.path(), bytes).unwrap();
        let mut file = File::open(named.path()).unwrap();
        let stamp = Stamp::of(&file.metadata().unwrap());
        mark.fate(&mut file, &stamp).unwrap()
    }

    #[test]
    fn every_change_of_what_was_read_is_seen() {
        let (first, second) = ("one\ntwo\n".repeat(20_000), "three\n");
        let mut mark = Mark::default();
        mark.pass(first.as_bytes());
        mark.pass(second.as_bytes());
        let whole = first + second;
        assert_eq!((mark.bytes, mark.lines), (whole.len() as u64, 40_001));
        assert_eq!(fate(&mark, whole.as_bytes()), Fate::Kept);
        assert_eq!(fate(&mark, format!("{whole}more").as_bytes()), Fate::Kept);
        assert_eq!(fate(&mark, b""), Fate::Emptied);
        assert_eq!(fate(&mark, b"one\n"), Fate::Cut(4));
        for at in [0, 1, 4_095, 65_536, whole.len() - 1] {
            let mut bytes = whole.clone().into_bytes();
            bytes[at] ^= 1;
            assert_eq!(fate(&mark, &bytes), Fate::Rewritten, "{at}");
        }
        assert_eq!(fate(&Mark::default(), b"anything"), Fate::Kept);
    }

    #[test]
    fn what_was_written_just_before_is_fresh() {
        let at = |second, nanosecond| Stamp {
            device: 1,
            inode: 1,
            length: 1,
            modified: (0, 0),
            changed: (second, nanosecond),
        };
        assert!(at(9, 1).is_fresh(&at(9, 1)));
        assert!(at(9, 1).is_fresh(&at(9, 9_000_000)));
        assert!(!at(9, 1).is_fresh(&at(9, 30_000_000)));
        assert!(
            at(9, 0).is_fresh(&at(10, 30_000_000)),
            "a clock of whole seconds"
        );
        assert!(!at(9, 0).is_fresh(&at(12, 0)));
        assert!(
            at(12, 5).is_fresh(&at(1, 0)),
            "a clock that went back proves nothing"
        );
        assert!(at(i64::MAX, 5).is_fresh(&at(1, 0)));
    }
}
