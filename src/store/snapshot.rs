//! The snapshot: what all logs come to, so that a start needn't read them.
//!
//! One file for each place of logs, in the folder of what can be deleted at any time. Its head says
//! how far each log was read, and has each course in a few numbers; a course's own state is read
//! when the course is opened.
//!
//! ```text
//! magic, version, CRC-32, length and place of the head     32 bytes
//! the state and the cards of each course                   wherever the head says
//! the head                                                 at the end
//! ```
//!
//! **Invariant:** what is damaged, foreign, or of another version counts as not there. Whatever its
//! bytes are, reading them ends, and takes memory in step with the file's length. It is never the
//! only copy of anything, unless a log lost what it had: then it is what the loss is mended from.

mod bytes;
mod card;
mod head;
mod state;

use std::fs::File;
use std::io::{self, Seek, SeekFrom, Write};
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};

use crate::course::id::CourseId;
use crate::store::atomic::{self, Care};
use crate::store::log::mark::Stamp;
use crate::store::plain_file;
use crate::study::card::Card;
use crate::study::progress::{CourseProgress, Progress};
use crate::study::schedule::Scheduler;

use self::bytes::Bytes;
pub use self::head::{Body, Head, Kept};

const MAGIC: [u8; 8] = *b"recto\0S\n";
/// Counts up whenever the shape changes, or what the fold makes of events.
const VERSION: u32 = 4;
const LEAD: usize = 32;
/// No head is larger, and no course’s state; who has more reads the logs.
const LARGEST: u64 = 1 << 26;

/// A snapshot that was found.
#[derive(Debug)]
pub struct Snapshot {
    file: File,
    /// What it says.
    pub head: Head,
    /// The file as it was when it was opened.
    pub stamp: Stamp,
}

/// Where the snapshot of the logs at `place` lies, below the cache folder.
pub fn path(cache: &Path, place: &Path) -> PathBuf {
    let name = crc32fast::hash(whole(place).as_os_str().as_bytes());
    cache.join(format!("progress-{name:08x}.snapshot"))
}

/// The same place has one name, wherever Recto was started.
fn whole(place: &Path) -> PathBuf {
    let whole = std::fs::canonicalize(place).or_else(|_| std::path::absolute(place));
    whole.unwrap_or_else(|_| place.to_owned())
}

impl Snapshot {
    /// The one at `path`, if it is one of the logs at `place`.
    pub fn open(path: &Path, place: &Path) -> Option<Self> {
        let (file, what) = plain_file::open(path).ok()?;
        let mut lead = [0; LEAD];
        file.read_exact_at(&mut lead, 0).ok()?;
        let mut lead = Bytes(&lead);
        let is_ours = lead.array()? == MAGIC && u32::from_le_bytes(lead.array()?) == VERSION;
        let crc = u32::from_le_bytes(lead.array()?);
        let length = u64::from_le_bytes(lead.array()?);
        let at = u64::from_le_bytes(lead.array()?);
        if !is_ours || at.checked_add(length)? != what.len() {
            return None;
        }
        let stamp = Stamp::of(&what);
        let head = read_part(&file, &stamp, Body { at, length, crc })?;
        let head = Head::get(&mut Bytes(&head))?;
        (head.place == whole(place)).then_some(Self { file, head, stamp })
    }

    /// The state of a course; `None` if it isn't here, or damaged.
    pub fn course(&self, course: &CourseId, scheduler: &Scheduler) -> Option<CourseProgress> {
        let bytes = self.part(self.head.courses.get(course)?.state)?;
        let mut bytes = Bytes(&bytes);
        let state = state::get(&mut bytes, scheduler)?;
        bytes.is_over().then_some(state)
    }

    /// The cards of a course; `None` if they aren't here, or damaged.
    pub fn cards(&self, course: &CourseId) -> Option<Vec<Card>> {
        let bytes = self.part(self.head.courses.get(course)?.cards)?;
        let mut bytes = Bytes(&bytes);
        let cards = card::cards(&mut bytes)?;
        bytes.is_over().then_some(cards)
    }

    fn part(&self, body: Body) -> Option<Vec<u8>> {
        read_part(&self.file, &self.stamp, body)
    }
}

/// A part of a file that was found as `stamp` says, if it is what it was.
fn read_part(file: &File, stamp: &Stamp, Body { at, length, crc }: Body) -> Option<Vec<u8>> {
    if length > LARGEST || at.checked_add(length)? > stamp.length {
        return None;
    }
    let mut bytes = vec![0; usize::try_from(length).ok()?];
    file.read_exact_at(&mut bytes, at).ok()?;
    (crc32fast::hash(&bytes) == crc).then_some(bytes)
}

/// Puts a snapshot of `progress` at `path`. Courses that are only promised are taken over from `old`.
/// The head's courses are those that are written.
pub fn write(
    path: &Path,
    place: &Path,
    mut head: Head,
    progress: &Progress,
    old: Option<&Snapshot>,
) -> io::Result<()> {
    atomic::replace_with(path, Care::Cache, |file| {
        let mut out = io::BufWriter::with_capacity(1 << 16, file);
        out.write_all(&[0; LEAD])?;
        let mut at = LEAD as u64;
        let mut put = |bytes: Option<Vec<u8>>| {
            let bytes = bytes.filter(|bytes| bytes.len() as u64 <= LARGEST);
            let bytes = bytes.ok_or_else(|| io::Error::other("a course's state can't be kept"))?;
            let body = Body {
                at,
                length: bytes.len() as u64,
                crc: crc32fast::hash(&bytes),
            };
            out.write_all(&bytes)?;
            at += body.length;
            io::Result::Ok(body)
        };
        for (course, summary) in progress.summaries() {
            let (state, cards) = match (progress.course(course), old) {
                (Some(state), _) => {
                    let (mut bytes, mut cards) = (Vec::new(), Vec::new());
                    state::put(&mut bytes, state);
                    card::put_cards(&mut cards, state);
                    (Some(bytes), Some(cards))
                }
                (None, Some(old)) => {
                    let known = old.head.courses.get(course);
                    let part = |body: fn(&Kept) -> Body| old.part(body(known?));
                    (part(|known| known.state), part(|known| known.cards))
                }
                (None, None) => (None, None),
            };
            let kept = Kept {
                summary: summary.clone(),
                cards: put(cards)?,
                state: put(state)?,
            };
            head.courses.insert(course.clone(), kept);
        }
        head.place = whole(place);
        let mut bytes = Vec::new();
        head.put(&mut bytes);
        out.write_all(&bytes)?;
        let mut lead = Vec::new();
        lead.extend(MAGIC);
        lead.extend(VERSION.to_le_bytes());
        lead.extend(crc32fast::hash(&bytes).to_le_bytes());
        lead.extend((bytes.len() as u64).to_le_bytes());
        lead.extend(at.to_le_bytes());
        out.seek(SeekFrom::Start(0))?;
        out.write_all(&lead)?;
        out.flush()
    })
}
