//! The progress log: one TOML file for each device, only ever appended to.
//!
//! A line `[[event]]` is always a boundary, since every string is written on one line: a log is cut
//! there and read piece by piece. A broken piece costs itself only, and new bytes are read without
//! the old ones.
//!
//! **Invariant:** no byte that was ever in a log is lost. This device writes its own log only, and
//! at its end only; what a power cut left there half written is set aside in a file of its own.

pub mod entry;

use std::collections::BTreeMap;
use std::fmt;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use crate::store::atomic;
use crate::study::event::Event;
use crate::study::progress::Progress;

/// What stands at the top of a new log.
const HEAD: &str =
    "# Recto: what was done, one entry for each thing. Only ever appended to.\nformat = 1\n";
/// The newest format that this version reads.
const FORMAT: u32 = 1;

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
        match self.line {
            0 => write!(f, "{}: {}", self.file.display(), self.what),
            line => write!(f, "{}:{line}: {}", self.file.display(), self.what),
        }
    }
}

/// How far a log has been read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Mark {
    /// Bytes of whole entries.
    pub bytes: u64,
    /// Lines in them.
    pub lines: usize,
    /// Entries in them that could be read.
    pub entries: usize,
    /// Entries in them that hold what this version doesn't know.
    pub unknown: usize,
    /// The file's length when it was last looked at; more than `bytes` if its end is torn.
    pub length: u64,
}

/// All logs in a folder, or the one that was named.
#[derive(Debug)]
pub struct Logs {
    place: Place,
    own: PathBuf,
    marks: BTreeMap<PathBuf, Mark>,
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
            (
                Place::Folder(place.to_owned()),
                place.join(format!("{device}.toml")),
            )
        };
        Self {
            place,
            own,
            marks: BTreeMap::new(),
            whole: None,
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

    /// How far each log has been read.
    pub fn marks(&self) -> &BTreeMap<PathBuf, Mark> {
        &self.marks
    }

    /// Reads what is new in any of the logs since the last time.
    pub fn read_new(&mut self, progress: &mut Progress) -> Vec<Fault> {
        let mut faults = Vec::new();
        let mut events = Vec::new();
        for file in self.files(&mut faults) {
            let mark = self.marks.entry(file.clone()).or_default();
            if let Err(error) = read_from(&file, mark, &mut events, &mut faults) {
                faults.push(Fault {
                    file,
                    line: 0,
                    what: format!("it can't be read: {error}"),
                });
            }
        }
        if !events.is_empty() {
            progress.record_all(events);
        }
        faults
    }

    fn files(&self, faults: &mut Vec<Fault>) -> Vec<PathBuf> {
        let folder = match &self.place {
            Place::Folder(folder) => folder,
            Place::File => return vec![self.own.clone()],
        };
        let entries = match fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) => {
                if error.kind() != io::ErrorKind::NotFound {
                    let what = format!("it can't be read: {error}");
                    faults.push(Fault {
                        file: folder.clone(),
                        line: 0,
                        what,
                    });
                }
                return Vec::new();
            }
        };
        let mut files: Vec<PathBuf> = entries
            .filter_map(|entry| Some(entry.ok()?.path()))
            .filter(|path| path.extension().is_some_and(|end| end == "toml") && path.is_file())
            .collect();
        files.sort();
        files
    }

    /// Writes `event` at the end of this device's log: one write, and on the disk when it returns.
    /// What it costs doesn't depend on how long the log is.
    pub fn append(&mut self, event: &Event) -> io::Result<()> {
        self.try_append(event)
            .map_err(|error| atomic::named(&error, "writing", &self.own))
    }

    fn try_append(&mut self, event: &Event) -> io::Result<()> {
        let new = !self.own.exists();
        let folder = atomic::folder_of(&self.own);
        if new {
            atomic::make_folder(folder)?;
        }
        let mut options = OpenOptions::new();
        options.read(true).append(true).create(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&self.own)?;
        // Released when the file is closed, whatever happens.
        file.lock()?;
        let mut length = file.metadata()?.len();
        if length > 0 && self.whole != Some(length) {
            refuse_newer(&mut file)?;
            length = self.set_torn_aside(&mut file, length)?;
        }
        let mut words = if length == 0 {
            HEAD.to_owned()
        } else {
            String::new()
        };
        words.push_str(&entry::write(event));
        if let Err(error) = file.write_all(words.as_bytes()) {
            // A disk that is full takes a part: that part must not stand before the next entry.
            let _ = file.set_len(length);
            return Err(error);
        }
        file.sync_data()?;
        if new {
            atomic::sync_folder(folder)?;
        }
        let end = length + words.len() as u64;
        self.whole = Some(end);
        // What was just written needs no reading, unless others wrote before it.
        let mark = self.marks.entry(self.own.clone()).or_default();
        if mark.bytes == length {
            mark.bytes = end;
            mark.length = end;
            mark.lines += words.matches('\n').count();
            mark.entries += 1;
        }
        Ok(())
    }

    /// Makes sure that the log ends with a whole entry; what is torn goes into a file beside it.
    /// Gives back the log's new length.
    fn set_torn_aside(&self, file: &mut File, length: u64) -> io::Result<u64> {
        let Some(start) = torn_tail(file, length)? else {
            return Ok(length);
        };
        let mut torn = Vec::new();
        file.seek(SeekFrom::Start(start))?;
        file.read_to_end(&mut torn)?;
        let mut beside = create_new(&self.own, "torn")?;
        beside.write_all(&torn)?;
        beside.sync_all()?;
        atomic::sync_folder(atomic::folder_of(&self.own))?;
        file.set_len(start)?;
        file.sync_data()?;
        Ok(start)
    }
}

/// A log of a newer format is left as it is, this device's own too.
fn refuse_newer(file: &mut File) -> io::Result<()> {
    let mut head = Vec::new();
    file.seek(SeekFrom::Start(0))?;
    file.take(4096).read_to_end(&mut head)?;
    match newer_format(&head) {
        Some(newer) => Err(io::Error::other(format!(
            "it has format {newer}, and this Recto writes format {FORMAT}: update Recto"
        ))),
        None => Ok(()),
    }
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
        match last_boundary(&bytes) {
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

fn last_boundary(bytes: &[u8]) -> Option<usize> {
    memchr::memmem::rfind_iter(bytes, entry::BOUNDARY).find(|at| *at == 0 || bytes[at - 1] == b'\n')
}

/// How much of the last piece of a log is whole: up to the end of the line that says what was done,
/// which every entry ends with. What was cut short behind it, or before it, is torn.
fn whole_part(piece: &[u8]) -> usize {
    let Some(did) = memchr::memmem::find(piece, b"\ndid = ") else {
        return 0;
    };
    if piece.last() == Some(&b'\n') {
        return piece.len();
    }
    memchr::memchr(b'\n', &piece[did + 1..]).map_or(0, |end| did + 1 + end + 1)
}

/// Reads a log from where the last reading ended.
fn read_from(
    path: &Path,
    mark: &mut Mark,
    events: &mut Vec<Event>,
    faults: &mut Vec<Fault>,
) -> io::Result<()> {
    let mut file = match File::open(path) {
        Ok(file) => file,
        // A log that isn't there yet has nothing new.
        Err(error) if error.kind() == io::ErrorKind::NotFound && mark.bytes == 0 => return Ok(()),
        Err(error) => return Err(error),
    };
    let length = file.metadata()?.len();
    if length == mark.length {
        return Ok(());
    }
    let fault = |line, what| Fault {
        file: path.to_owned(),
        line,
        what,
    };
    if length < mark.bytes {
        faults.push(fault(0, format!("it came back shorter, with {length} of {} bytes; what was read before still counts", mark.bytes)));
        *mark = Mark::default();
    }
    file.seek(SeekFrom::Start(mark.bytes))?;
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    mark.length = mark.bytes + bytes.len() as u64;
    if mark.bytes == 0
        && let Some(newer) = newer_format(&bytes)
    {
        faults.push(fault(0, format!("it has format {newer}, and this Recto reads up to {FORMAT}: update Recto; the file is left as it is")));
        return Ok(());
    }
    read_pieces(&bytes, mark, events, &fault, faults);
    Ok(())
}

fn read_pieces(
    bytes: &[u8],
    mark: &mut Mark,
    events: &mut Vec<Event>,
    fault: &dyn Fn(usize, String) -> Fault,
    faults: &mut Vec<Fault>,
) {
    let mut starts: Vec<usize> = memchr::memmem::find_iter(bytes, entry::BOUNDARY)
        .filter(|at| *at == 0 || bytes[at - 1] == b'\n')
        .collect();
    let head_end = starts.first().copied().unwrap_or(bytes.len());
    let head = &bytes[..head_end];
    if mark.bytes == 0 && head.contains(&0) {
        faults.push(fault(
            1,
            "it starts with bytes that are no text; they are kept and skipped".to_owned(),
        ));
    }
    let mut line = mark.lines + 1 + count_lines(head);
    starts.push(bytes.len());
    let mut whole = head_end;
    for (at, pair) in starts.windows(2).enumerate() {
        let mut piece = &bytes[pair[0]..pair[1]];
        let is_last = at + 2 == starts.len();
        if is_last {
            let part = whole_part(piece);
            if part < piece.len() {
                let torn = line + count_lines(&piece[..part]);
                let what = "the last entry is torn; it is set aside when the next one is written";
                faults.push(fault(torn, what.to_owned()));
                piece = &piece[..part];
            }
            if piece.is_empty() {
                break;
            }
        }
        match std::str::from_utf8(piece) {
            Ok(words) => match entry::read(words) {
                Ok(entry) => {
                    mark.entries += 1;
                    mark.unknown += usize::from(entry.unknown || entry.event.is_none());
                    events.extend(entry.event);
                }
                Err(flaw) => {
                    let below = count_lines(&piece[..flaw.at.min(piece.len())]);
                    faults.push(fault(
                        line + below,
                        format!("an entry is broken ({}); it is kept and skipped", flaw.what),
                    ));
                }
            },
            Err(error) => {
                let below = count_lines(&piece[..error.valid_up_to()]);
                faults.push(fault(
                    line + below,
                    "an entry is no UTF-8 text; it is kept and skipped".to_owned(),
                ));
            }
        }
        line += count_lines(piece);
        whole = pair[0] + piece.len();
    }
    mark.lines += count_lines(&bytes[..whole]);
    mark.bytes += whole as u64;
}

fn count_lines(bytes: &[u8]) -> usize {
    memchr::memchr_iter(b'\n', bytes).count()
}

/// The format that a log's head names, if this version is too old for it.
fn newer_format(bytes: &[u8]) -> Option<u32> {
    let end =
        memchr::memmem::find(bytes, entry::BOUNDARY.as_bytes()).unwrap_or(bytes.len().min(4096));
    let head = std::str::from_utf8(&bytes[..end]).ok()?;
    let value = head.lines().find_map(|line| {
        line.trim()
            .strip_prefix("format")?
            .trim_start()
            .strip_prefix('=')
    })?;
    value.trim().parse().ok().filter(|format| *format > FORMAT)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::id::{CourseId, SectionId};
    use crate::study::event::Did;

    fn event(n: i64) -> Event {
        Event {
            at: jiff::Timestamp::from_millisecond(1_795_428_000_000 + n).unwrap(),
            course: CourseId::new("c").unwrap(),
            did: Did::Read(SectionId::new(&format!("s{n}")).unwrap()),
        }
    }

    fn n_read(logs: &mut Logs) -> (usize, Vec<Fault>) {
        let mut progress = Progress::default();
        let faults = logs.read_new(&mut progress);
        let n = progress
            .summary(&CourseId::new("c").unwrap())
            .map_or(0, |summary| summary.n_read);
        (n, faults)
    }

    #[test]
    fn what_is_written_is_read_by_another() {
        let folder = tempfile::tempdir().unwrap();
        let mut one = Logs::open(folder.path(), "one");
        let mut two = Logs::open(folder.path(), "two");
        for n in 0..5 {
            one.append(&event(n)).unwrap();
            two.append(&event(n + 10)).unwrap();
        }
        let mut other = Logs::open(folder.path(), "three");
        assert_eq!(n_read(&mut other), (10, Vec::new()));
        assert_eq!(n_read(&mut other), (0, Vec::new()), "nothing is new");
        one.append(&event(99)).unwrap();
        assert_eq!(n_read(&mut other), (1, Vec::new()));
        let words = fs::read_to_string(one.own_path()).unwrap();
        let table: toml::Table = toml::from_str(&words).unwrap();
        assert_eq!(table["event"].as_array().unwrap().len(), 6);
    }

    #[test]
    fn whatever_is_cut_off_the_rest_is_read_and_nothing_is_lost() {
        let folder = tempfile::tempdir().unwrap();
        let mut logs = Logs::open(folder.path(), "a");
        let mut ends = vec![];
        for n in 0..3 {
            logs.append(&event(n)).unwrap();
            ends.push(fs::metadata(logs.own_path()).unwrap().len());
        }
        let whole = fs::read(logs.own_path()).unwrap();
        for cut in 0..=whole.len() {
            let folder = tempfile::tempdir().unwrap();
            let mut logs = Logs::open(folder.path(), "a");
            fs::write(logs.own_path(), &whole[..cut]).unwrap();
            let expected = ends.iter().filter(|end| **end <= cut as u64).count();
            let (n, _) = n_read(&mut logs);
            assert_eq!(n, expected, "cut at {cut}");
            logs.append(&event(7)).unwrap();
            let (n, faults) = n_read(&mut Logs::open(folder.path(), "b"));
            assert_eq!((n, faults), (expected + 1, Vec::new()), "cut at {cut}");
            let aside = fs::read(logs.own_path().with_extension("torn-1")).unwrap_or_default();
            let now = fs::read(logs.own_path()).unwrap();
            let kept = now.len() + aside.len();
            assert!(kept >= cut, "cut at {cut}: bytes are lost");
        }
    }

    #[test]
    fn a_broken_entry_costs_itself_only_and_is_named_by_its_line() {
        let folder = tempfile::tempdir().unwrap();
        let mut logs = Logs::open(folder.path(), "a");
        logs.append(&event(0)).unwrap();
        let before = fs::read_to_string(logs.own_path()).unwrap();
        let line = before.lines().count() + 3;
        let broken = format!("{before}\n[[event]]\nat = nonsense\ndid = \"read\"\n");
        fs::write(logs.own_path(), broken).unwrap();
        logs.append(&event(1)).unwrap();
        let (n, faults) = n_read(&mut Logs::open(folder.path(), "b"));
        assert_eq!(n, 2);
        assert_eq!(
            faults.iter().map(|fault| fault.line).collect::<Vec<_>>(),
            [line]
        );
    }

    #[test]
    fn a_log_that_came_back_shorter_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let mut logs = Logs::open(folder.path(), "a");
        logs.append(&event(0)).unwrap();
        logs.append(&event(1)).unwrap();
        let (_, faults) = n_read(&mut logs);
        assert_eq!(faults, []);
        fs::write(logs.own_path(), "").unwrap();
        let (_, faults) = n_read(&mut logs);
        assert!(faults[0].what.contains("shorter"), "{faults:?}");
    }

    #[test]
    fn what_no_version_wrote_is_told_and_left() {
        for (bytes, told) in [
            (&b"\0\0\0\0\0\0"[..], "no text"),
            (
                b"format = 99\n\n[[event]]\nat = 1\ndid = \"x\"\n",
                "update Recto",
            ),
            (b"\n[[event]]\nx = \"\xff\"\ndid = \"read\"\n", "no UTF-8"),
        ] {
            let folder = tempfile::tempdir().unwrap();
            let file = folder.path().join("other.toml");
            fs::write(&file, bytes).unwrap();
            let (n, faults) = n_read(&mut Logs::open(folder.path(), "a"));
            assert_eq!(n, 0);
            assert!(
                faults.iter().any(|fault| fault.what.contains(told)),
                "{told}: {faults:?}"
            );
            assert_eq!(fs::read(&file).unwrap(), bytes);
        }
    }

    #[test]
    fn an_own_log_of_a_newer_format_is_left_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let mut logs = Logs::open(folder.path(), "a");
        let newer = "format = 2\n\n[[event]]\nwhat = 1\ndid = \"x\"\n";
        fs::write(logs.own_path(), newer).unwrap();
        let error = logs.append(&event(0)).unwrap_err();
        assert!(error.to_string().contains("update Recto"), "{error}");
        assert_eq!(fs::read_to_string(logs.own_path()).unwrap(), newer);
    }

    #[test]
    fn two_who_write_at_once_lose_nothing() {
        let folder = tempfile::tempdir().unwrap();
        std::thread::scope(|scope| {
            for writer in 0..2 {
                let path = folder.path();
                scope.spawn(move || {
                    let mut logs = Logs::open(path, "same");
                    for n in 0..100 {
                        logs.append(&event(writer * 1000 + n)).unwrap();
                    }
                });
            }
        });
        assert_eq!(
            n_read(&mut Logs::open(folder.path(), "b")),
            (200, Vec::new())
        );
    }

    #[test]
    fn a_place_that_takes_nothing_is_named() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let mut logs = Logs::open(&file.path().join("below"), "a");
        let error = logs.append(&event(0)).unwrap_err();
        assert!(error.to_string().contains("below"), "{error}");
    }
}
