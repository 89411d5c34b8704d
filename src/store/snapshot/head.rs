//! The head of a snapshot: how far the logs were read, and each course in a few numbers.
//!
//! **Invariant:** it is read as it was written, or not at all.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::bytes::{Bytes, put_bytes, put_count, put_number, put_signed, put_text};
use super::state;
use crate::course::id::CourseId;
use crate::store::log::mark::{Mark, Stamp};
use crate::study::progress::Summary;
use crate::study::schedule::{Scheduler, Weights};

/// What a snapshot says at once.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Head {
    /// Where the logs lie.
    pub place: PathBuf,
    /// How far each of them was read.
    pub marks: BTreeMap<PathBuf, Mark>,
    /// What became of logs that are not what they were.
    pub losses: BTreeMap<PathBuf, String>,
    /// How many entries are here and in no log; `None` if it wasn't found out.
    pub n_missing: Option<usize>,
    /// What the schedules were made by.
    pub scheduler: Scheduler,
    /// What is kept of each course.
    pub courses: BTreeMap<CourseId, Kept>,
}

/// A course in a few numbers, and where the rest of it lies.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept {
    /// The numbers.
    pub summary: Summary,
    /// Its cards.
    pub cards: Body,
    /// All of its state.
    pub state: Body,
}

/// Where a part lies in the file, and its CRC-32.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Body {
    /// The first byte.
    pub at: u64,
    /// How many.
    pub length: u64,
    /// The sum.
    pub crc: u32,
}

impl Head {
    /// As bytes.
    pub fn put(&self, out: &mut Vec<u8>) {
        put_path(out, &self.place);
        put_count(out, self.marks.len());
        for (path, mark) in &self.marks {
            put_path(out, path);
            put_mark(out, mark);
        }
        put_count(out, self.losses.len());
        for (path, what) in &self.losses {
            put_path(out, path);
            put_text(out, what);
        }
        put_count(out, self.n_missing.map_or(0, |n| n.saturating_add(1)));
        for weight in self.scheduler.weights() {
            out.extend(weight.to_le_bytes());
        }
        put_count(out, self.courses.len());
        for (course, kept) in &self.courses {
            put_text(out, course.as_str());
            state::put_summary(out, &kept.summary);
            for body in [kept.cards, kept.state] {
                put_number(out, body.at);
                put_number(out, body.length);
                out.extend(body.crc.to_le_bytes());
            }
        }
    }

    /// What [`Head::put`] wrote.
    pub fn get(bytes: &mut Bytes<'_>) -> Option<Self> {
        let place = path(bytes)?;
        let n = bytes.count()?;
        let marks = (0..n).map(|_| Some((path(bytes)?, mark(bytes)?)));
        let marks = marks.collect::<Option<_>>()?;
        let n = bytes.count()?;
        let losses = (0..n).map(|_| Some((path(bytes)?, bytes.text()?.to_owned())));
        let losses = losses.collect::<Option<_>>()?;
        let n_missing = usize::try_from(bytes.number()?).ok()?.checked_sub(1);
        let mut weights = Weights::default();
        for weight in &mut weights {
            *weight = f32::from_le_bytes(bytes.array()?);
        }
        let scheduler = Scheduler::new(weights)?;
        let n = bytes.count()?;
        let courses = (0..n).map(|_| {
            let course = CourseId::new(bytes.text()?)?;
            let summary = state::summary(bytes)?;
            let mut body = || {
                Some(Body {
                    at: bytes.number()?,
                    length: bytes.number()?,
                    crc: u32::from_le_bytes(bytes.array()?),
                })
            };
            let (cards, state) = (body()?, body()?);
            let kept = Kept {
                summary,
                cards,
                state,
            };
            Some((course, kept))
        });
        let courses = courses.collect::<Option<_>>()?;
        bytes.is_over().then_some(Self {
            place,
            marks,
            losses,
            n_missing,
            scheduler,
            courses,
        })
    }
}

fn put_path(out: &mut Vec<u8>, path: &Path) {
    put_bytes(out, path.as_os_str().as_bytes());
}

fn path(bytes: &mut Bytes<'_>) -> Option<PathBuf> {
    Some(OsStr::from_bytes(bytes.bytes()?).into())
}

fn put_mark(out: &mut Vec<u8>, mark: &Mark) {
    put_number(out, mark.bytes);
    put_count(out, mark.lines);
    put_count(out, mark.entries);
    put_count(out, mark.unknown);
    out.extend(mark.hash.to_le_bytes());
    put_count(out, mark.faults.len());
    for (line, what) in &mark.faults {
        put_count(out, *line);
        put_text(out, what);
    }
    put_count(out, usize::from(mark.forgotten.is_some()));
    if let Some(at) = mark.forgotten {
        put_signed(out, at.as_millisecond());
    }
    put_count(out, usize::from(mark.seen.is_some()));
    if let Some(stamp) = &mark.seen {
        put_number(out, stamp.device);
        put_number(out, stamp.inode);
        put_number(out, stamp.length);
        for (second, nanosecond) in [stamp.modified, stamp.changed] {
            put_signed(out, second);
            put_signed(out, nanosecond);
        }
    }
}

fn mark(bytes: &mut Bytes<'_>) -> Option<Mark> {
    let read = bytes.number()?;
    // None of these can be more than the bytes that they were counted in.
    let mut count = |most: u64| {
        let n = bytes.number().filter(|n| *n <= most)?;
        usize::try_from(n).ok()
    };
    let (lines, entries, unknown) = (count(read)?, count(read)?, count(read)?);
    let hash = u32::from_le_bytes(bytes.array()?);
    let n = bytes.count()?;
    let faults = (0..n).map(|_| {
        let line = usize::try_from(bytes.number()?).ok()?;
        Some((line, bytes.text()?.to_owned()))
    });
    let faults = faults.collect::<Option<_>>()?;
    let forgotten = match bytes.byte()? {
        0 => None,
        1 => Some(Timestamp::from_millisecond(bytes.signed()?).ok()?),
        _ => return None,
    };
    let seen = match bytes.byte()? {
        0 => None,
        1 => {
            let (device, inode, length) = (bytes.number()?, bytes.number()?, bytes.number()?);
            let mut time = || Some((bytes.signed()?, bytes.signed()?));
            let (modified, changed) = (time()?, time()?);
            Some(Stamp {
                device,
                inode,
                length,
                modified,
                changed,
            })
        }
        _ => return None,
    };
    Some(Mark {
        bytes: read,
        lines,
        entries,
        unknown,
        hash,
        faults,
        forgotten,
        seen,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_reads_back_whole_or_not_at_all() {
        let mut mark = Mark::default();
        mark.pass(b"[[event]]\nat = 1\n");
        mark.note(2, "it is broken");
        let mut seen = mark.clone();
        seen.seen = Some(Stamp {
            device: 7,
            inode: u64::MAX,
            length: mark.bytes,
            modified: (-1, 999_999_999),
            changed: (1_795_428_000, 0),
        });
        let body = Body {
            at: 32,
            length: 0,
            crc: 7,
        };
        let head = Head {
            place: "/home/né/progress".into(),
            marks: [("a.toml".into(), mark), ("b.toml".into(), seen)].into(),
            losses: [("a.toml".into(), "it is gone".to_owned())].into(),
            n_missing: Some(3),
            scheduler: Scheduler::new([1.0; 21].map(|weight| weight / 2.0)).unwrap(),
            courses: [(
                CourseId::new("c").unwrap(),
                Kept {
                    summary: Summary::default(),
                    cards: body,
                    state: body,
                },
            )]
            .into(),
        };
        for head in [head, Head::default()] {
            let mut out = Vec::new();
            head.put(&mut out);
            assert_eq!(Head::get(&mut Bytes(&out)), Some(head));
            for end in 0..out.len() {
                assert_eq!(Head::get(&mut Bytes(&out[..end])), None);
            }
            for at in 0..out.len() {
                let mut other = out.clone();
                other[at] = 0xff;
                let _ = Head::get(&mut Bytes(&other));
            }
        }
    }
}
