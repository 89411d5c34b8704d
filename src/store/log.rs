//! The progress log: one TOML file for each device, only ever appended to.
//!
//! A line `[[event]]` is always a boundary, since every string is written on one line: a log is cut
//! there and read piece by piece. A broken piece costs itself only, and new bytes are read without
//! the old ones. What was read before is not taken for granted: a log that lost something, or holds
//! something else than it did, is told from one that merely grew.
//!
//! **Invariant:** no byte that was ever in a log is lost. This device writes its own log only, and
//! at its end only; what a power cut left there half written is set aside in a file of its own. What
//! the learner wants forgotten is [the one exception](forget).

pub mod entry;
pub mod fault;
pub mod forget;
mod head;
pub mod mark;
mod pieces;
mod tail;

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

pub use self::fault::{Fault, shown};
use self::head::{FORMAT, HEAD};
use self::mark::{Fate, Mark, Stamp};
pub use self::tail::create_new;
use crate::store::{atomic, plain_file};
use crate::study::event::Event;
use crate::study::progress::Progress;

/// So often a log that is replaced just then is opened.
const TRIES: usize = 8;
/// No log is longer: that would be some million entries.
const LARGEST: u64 = 1 << 30;

/// All logs in a folder, or the one that was named.
#[derive(Debug)]
pub struct Logs {
    place: Place,
    own: PathBuf,
    marks: BTreeMap<PathBuf, Mark>,
    /// What became of logs that are not what they were, in words.
    losses: BTreeMap<PathBuf, String>,
    /// The logs of which entries were taken out on purpose since they were read.
    forgotten: Vec<PathBuf>,
    /// Why a file, or the folder, could not be read the last time.
    unread: BTreeMap<PathBuf, String>,
    /// Was anything read, written or missed since it was asked last?
    stirred: bool,
    /// Length of the own log when its end was last known to be whole.
    whole: Option<u64>,
}

#[derive(Debug)]
enum Place {
    Folder(PathBuf),
    File,
}

impl Logs {
    /// The logs at `place`: a folder, or one file whose name ends with `.toml`. Reads nothing yet.
    pub fn open(place: &Path, device: &str) -> Self {
        let is_file = place.is_file()
            || (!place.is_dir() && place.extension().is_some_and(|end| end == "toml"));
        let (place, own) = if is_file {
            (Place::File, place.to_owned())
        } else {
            let own = place.join(format!("{device}.toml"));
            (Place::Folder(place.to_owned()), own)
        };
        Self {
            place,
            own,
            marks: BTreeMap::new(),
            losses: BTreeMap::new(),
            forgotten: Vec::new(),
            unread: BTreeMap::new(),
            stirred: false,
            whole: None,
        }
    }

    /// Forgets how far the logs were read: the next reading is of every byte.
    pub fn read_anew(&mut self) {
        self.marks.clear();
        self.unread.clear();
    }

    /// Goes on from where an earlier reading was left, and from what was missed then.
    pub fn resume(&mut self, marks: BTreeMap<PathBuf, Mark>, losses: BTreeMap<PathBuf, String>) {
        self.marks = marks;
        self.losses = losses;
    }

    /// This device is called `device`: what is written from now on goes into the log of that name.
    pub fn name(&mut self, device: &str) {
        if let Place::Folder(folder) = &self.place {
            self.own = folder.join(format!("{device}.toml"));
            self.whole = None;
        }
    }

    /// This device's log.
    pub fn own_path(&self) -> &Path {
        &self.own
    }

    /// Where what lies open on this device is kept.
    pub fn desk_path(&self) -> PathBuf {
        self.own.with_extension("desk")
    }

    /// Where the weights that were fitted on this device are kept.
    pub fn own_weights(&self) -> PathBuf {
        self.own.with_extension("weights")
    }

    /// The weights that lie beside the logs, of whatever devices; of a log by itself only its own.
    /// A folder that can't be read has none: that is told of its logs.
    pub fn weights(&self) -> Vec<PathBuf> {
        match &self.place {
            Place::Folder(folder) => files_in(folder, "weights").unwrap_or_default(),
            Place::File => Some(self.own_weights())
                .filter(|path| path.is_file())
                .into_iter()
                .collect(),
        }
    }

    /// How far each log has been read.
    pub fn marks(&self) -> &BTreeMap<PathBuf, Mark> {
        &self.marks
    }

    /// What became of logs that are not what they were, in words.
    pub fn losses(&self) -> &BTreeMap<PathBuf, String> {
        &self.losses
    }

    /// The logs of which entries were taken out on purpose since they were read, and since this was
    /// asked last. They were read again from their starts, which takes nothing back.
    pub fn take_forgotten(&mut self) -> Vec<PathBuf> {
        std::mem::take(&mut self.forgotten)
    }

    /// What was forgotten in the log at `path` is missed after all.
    pub fn miss(&mut self, path: PathBuf) {
        let what = "entries were taken out of it by `recto forget`";
        self.losses.insert(path, what.to_owned());
        self.stirred = true;
    }

    /// The logs that there are, this device's among them if there is one.
    pub fn paths(&self) -> io::Result<Vec<PathBuf>> {
        self.files()
            .map_err(|(folder, error)| atomic::named(&error, "reading", &folder))
    }

    /// Was there anything that could not be read, the last time?
    pub fn is_unread(&self) -> bool {
        !self.unread.is_empty()
    }

    /// Nothing that was lost is missed any more.
    pub fn forgive(&mut self) {
        self.stirred |= !self.losses.is_empty();
        self.losses.clear();
    }

    /// Was anything read, written or missed since this was asked last?
    pub fn take_stirred(&mut self) -> bool {
        std::mem::take(&mut self.stirred)
    }

    /// Reads what is new in any of the logs since the last time, and tells what is wrong with it.
    /// What became of logs that are not what they were goes to [`Logs::losses`].
    pub fn read_new(&mut self, progress: &mut Progress) -> Vec<Fault> {
        let mut faults = Vec::new();
        let files = match self.files() {
            Ok(files) => files,
            Err((folder, error)) => {
                self.be_unread(folder, &error, &mut faults);
                return faults;
            }
        };
        let gone: Vec<_> = self
            .marks
            .keys()
            .filter(|path| !files.contains(path))
            .cloned()
            .collect();
        for path in gone {
            self.lose(&path, Fate::Gone);
        }
        for path in files {
            match self.read_file(&path, progress, &mut faults) {
                Ok(()) => {
                    self.unread.remove(&path);
                }
                Err(error) => self.be_unread(path, &error, &mut faults),
            }
        }
        progress.settle();
        faults
    }

    /// The logs that there are.
    fn files(&self) -> Result<Vec<PathBuf>, (PathBuf, io::Error)> {
        let folder = match &self.place {
            Place::Folder(folder) => folder,
            Place::File => {
                let is_there = fs::symlink_metadata(&self.own).is_ok();
                return Ok(if is_there {
                    vec![self.own.clone()]
                } else {
                    Vec::new()
                });
            }
        };
        match files_in(folder, "toml") {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
            files => files.map_err(|error| (folder.clone(), error)),
        }
    }

    /// What can't be read is told once, not at each key.
    fn be_unread(&mut self, file: PathBuf, error: &io::Error, faults: &mut Vec<Fault>) {
        let what = format!("it can't be read: {error}");
        if self.unread.insert(file.clone(), what.clone()).as_ref() != Some(&what) {
            faults.push(Fault {
                file,
                line: 0,
                what,
            });
        }
    }

    /// Keeps in mind what became of a log; it is read from its start again.
    fn lose(&mut self, path: &Path, fate: Fate) {
        let mark = self.marks.remove(path).unwrap_or_default();
        if mark.bytes > 0
            && let Some(what) = fate.told(mark.bytes)
        {
            self.losses.insert(path.to_owned(), what);
            self.stirred = true;
        }
    }

    /// Reads a log from where the last reading ended, if anything happened to it since.
    fn read_file(
        &mut self,
        path: &Path,
        progress: &mut Progress,
        faults: &mut Vec<Fault>,
    ) -> io::Result<()> {
        let seen = self.marks.get(path).and_then(|mark| mark.seen);
        if seen.is_some() && seen == fs::metadata(path).ok().as_ref().map(Stamp::of) {
            return Ok(());
        }
        let (mut file, now) = plain_file::open(path)?;
        let stamp = Stamp::of(&now);
        if stamp.length > LARGEST {
            let what = format!("it is larger than {} GB", LARGEST >> 30);
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, what));
        }
        let head = head::read(&mut file)?;
        if let Some(mark) = self.marks.get(path) {
            match mark.fate(&mut file, &stamp)? {
                Fate::Kept => {}
                _ if head.forgotten > mark.forgotten => {
                    self.marks.remove(path);
                    self.forgotten.push(path.to_owned());
                }
                fate => self.lose(path, fate),
            }
        }
        let mark = self.marks.entry(path.to_owned()).or_default();
        let before = mark.bytes;
        let fault = |(line, what)| Fault {
            file: path.to_owned(),
            line,
            what,
        };
        file.seek(SeekFrom::Start(mark.bytes))?;
        if mark.bytes == 0 {
            mark.forgotten = head.forgotten;
        }
        if mark.bytes == 0
            && let Some(newer) = head.newer
        {
            let what = format!(
                "it has format {newer}, and this Recto reads up to {FORMAT}: update Recto; the file is left as it is"
            );
            faults.push(fault((0, what)));
        } else {
            let rest = file.take(stamp.length - mark.bytes);
            let flaws = pieces::read_on(rest, mark, |events| progress.put_all(events))?;
            faults.extend(flaws.into_iter().map(fault));
        }
        mark.seen = Some(stamp);
        // A torn end is looked at again at each start: that alone is nothing new.
        self.stirred |= mark.bytes != before || mark.bytes == stamp.length;
        Ok(())
    }

    /// Writes `events` at the end of this device's log: one write, and on the disk when it returns.
    /// What it costs doesn't depend on how long the log is.
    pub fn append(&mut self, events: &[Event]) -> io::Result<()> {
        self.try_append(events)
            .map_err(|error| atomic::named(&error, "writing", &self.own))
    }

    fn try_append(&mut self, events: &[Event]) -> io::Result<()> {
        let new = !self.own.exists();
        let folder = atomic::folder_of(&self.own);
        if new {
            atomic::make_folder(folder)?;
        }
        let mut options = OpenOptions::new();
        options.read(true).append(true).create(true);
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = open_locked(&self.own, &mut options)?;
        let before = Stamp::of(&file.metadata()?);
        let mut length = before.length;
        if length > 0 && self.whole != Some(length) {
            if let Some(newer) = head::read(&mut file)?.newer {
                return Err(io::Error::other(format!(
                    "it has format {newer}, and this Recto writes format {FORMAT}: update Recto"
                )));
            }
            length = tail::set_torn_aside(&self.own, &mut file, length)?;
        }
        let mut words = String::from(if length == 0 { HEAD } else { "" });
        for event in events {
            words.push_str(&entry::write(event));
        }
        if let Err(error) = file.write_all(words.as_bytes()) {
            // A disk that is full takes a part: that part must not stand before the next entry.
            let _ = file.set_len(length);
            return Err(error);
        }
        file.sync_data()?;
        if new {
            atomic::sync_folder(folder)?;
        }
        self.whole = Some(length + words.len() as u64);
        self.stirred = true;
        // What was just written needs no reading, unless others wrote before it.
        let mark = self.marks.entry(self.own.clone()).or_default();
        if mark.bytes == length && (length == 0 || mark.seen == Some(before)) {
            mark.pass(words.as_bytes());
            mark.entries += events.len();
            mark.seen = Some(Stamp::of(&file.metadata()?));
        }
        Ok(())
    }
}

/// The plain files in `folder` whose names end with `end`, by their names.
fn files_in(folder: &Path, end: &str) -> io::Result<Vec<PathBuf>> {
    let paths = fs::read_dir(folder)?.filter_map(|entry| Some(entry.ok()?.path()));
    let is_fit = |path: &PathBuf| path.extension().is_some_and(|is| is == end) && path.is_file();
    let mut files: Vec<_> = paths.filter(is_fit).collect();
    files.sort();
    Ok(files)
}

/// The log at `path`, opened as `options` say and locked: released when the file is closed, whatever
/// happens. One that was replaced while its lock was waited for is opened anew: what is written into
/// the old one is in no log.
fn open_locked(path: &Path, options: &mut OpenOptions) -> io::Result<File> {
    let mut tries = 0;
    loop {
        let (file, what) = plain_file::open_with(options, path)?;
        // Where files can't be locked there is seldom a second Recto, and to save nothing would be
        // worse.
        match file.lock() {
            Err(error) if error.kind() != io::ErrorKind::Unsupported => return Err(error),
            _ => {}
        }
        let now = fs::metadata(path).map(|now| Stamp::of(&now).identity());
        tries += 1;
        // There are disks on which a file's number isn't always the same.
        if now.is_ok_and(|now| now == Stamp::of(&what).identity()) || tries == TRIES {
            return Ok(file);
        }
    }
}

/// Writes events into a log of their own at `path`, which must not exist yet.
pub fn write_elsewhere(path: &Path, events: &[Event]) -> io::Result<()> {
    let mut words = HEAD.to_owned();
    for event in events {
        words.push_str(&entry::write(event));
    }
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(words.as_bytes())?;
    file.sync_all()
}
