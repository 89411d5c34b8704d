//! The learner's records: the logs, and the snapshot that spares reading them.
//!
//! **Invariant:** the logs are the truth, and the snapshot stands for what was read of them, so that
//! with it or without it progress is the same. Only where a log lost what was read of it, the
//! snapshot knows more; then what is missing goes on counting, and is offered back.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::course::id::CourseId;
use crate::store::atomic;
use crate::store::log::forget::{self, Found, When};
use crate::store::log::{Fault, Logs};
use crate::store::snapshot::{self, Head, Snapshot};
use crate::store::weights_file;
use crate::study::card::Card;
use crate::study::event::Event;
use crate::study::forget::Scope;
use crate::study::progress::Progress;
use crate::study::schedule::Scheduler;

/// What to do about a loss.
const MEND: &str = "`recto progress restore` writes back what is missing";

/// The logs with their snapshot.
#[derive(Debug)]
pub struct Records {
    /// The logs.
    pub logs: Logs,
    place: PathBuf,
    /// Where the snapshot lies.
    path: PathBuf,
    snapshot: Option<Snapshot>,
    /// Is there anything that the snapshot doesn't know yet?
    stirred: bool,
    /// How many entries are in no log any more, if it is known.
    n_missing: Option<usize>,
}

/// What a check of every byte found.
#[derive(Debug)]
pub struct Checked {
    /// What is wrong with the logs, and what became of them.
    pub faults: Vec<Fault>,
    /// The entries that were read before and are in no log any more.
    pub missing: Vec<Event>,
    /// Was there a snapshot to compare with?
    pub is_compared: bool,
    /// Was there a log that could not be read?
    pub is_unread: bool,
}

/// What was taken out of a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forgotten {
    /// The log.
    pub log: PathBuf,
    /// What was taken.
    pub found: Found,
    /// Where it is kept as it was before.
    pub old: PathBuf,
}

impl Records {
    /// The logs at `place`, written by `device`; the snapshot lies below `cache`. Reads nothing yet.
    pub fn open(place: &Path, device: &str, cache: &Path) -> Self {
        Self {
            logs: Logs::open(place, device),
            place: place.to_owned(),
            path: snapshot::path(cache, place),
            snapshot: None,
            stirred: false,
            n_missing: None,
        }
    }

    /// Where the snapshot lies.
    pub fn snapshot_path(&self) -> &Path {
        &self.path
    }

    /// What the logs come to: of what was read before, only the numbers. And what is wrong.
    pub fn start(&mut self) -> (Progress, Vec<Fault>) {
        let (scheduler, unsound) = self.scheduler();
        let snapshot = self.take_snapshot();
        let mut progress = snapshot.unwrap_or_else(|| Progress::new(scheduler.clone()));
        let known = self.logs.marks().iter().flat_map(|(file, mark)| {
            let faults = mark.faults.iter().cloned();
            faults.map(|(line, what)| Fault {
                file: file.clone(),
                line,
                what,
            })
        });
        let known: Vec<_> = known.collect();
        let mut new = self.read(&mut progress);
        new.extend(self.reschedule(&mut progress, scheduler));
        if !self.logs.losses().is_empty() && (self.stirred || self.n_missing.is_none()) {
            self.n_missing = Some(self.missing(&mut progress).len());
        }
        // What matters most comes first.
        let losses = self.losses();
        self.forgive();
        let faults = losses.into_iter().chain(unsound).chain(known).chain(new);
        (progress, faults.collect())
    }

    /// What the newest of the weights that lie beside the logs make, and what is wrong with any.
    fn scheduler(&self) -> (Scheduler, Vec<Fault>) {
        let (newest, faults) = weights_file::newest(&self.logs.weights());
        let scheduler = newest.map(|newest| newest.scheduler);
        (scheduler.unwrap_or_default(), faults)
    }

    /// Schedules everything anew by `scheduler`, if that isn't what it was scheduled by. Tells what
    /// is wrong with the logs, where they had to be read for it.
    pub fn reschedule(&mut self, progress: &mut Progress, scheduler: Scheduler) -> Vec<Fault> {
        if *progress.scheduler() == scheduler {
            return Vec::new();
        }
        let faults = self.fetch_all(progress);
        progress.reschedule(scheduler);
        self.stirred = true;
        faults
    }

    /// Promises what the snapshot holds, scheduled as it was then, and goes on from where it was
    /// made.
    fn take_snapshot(&mut self) -> Option<Progress> {
        let snapshot = Snapshot::open(&self.path, &self.place)?;
        let Head {
            marks,
            losses,
            n_missing,
            scheduler,
            courses,
            ..
        } = snapshot.head.clone();
        let marks = marks.into_iter().map(|(path, mut mark)| {
            // What is written within a tick of the clock may not show; what no entry ends with yet
            // is told again.
            let is_sure = mark
                .seen
                .filter(|seen| !seen.is_fresh(&snapshot.stamp) && seen.length == mark.bytes);
            mark.seen = is_sure;
            (path, mark)
        });
        self.logs.resume(marks.collect(), losses);
        self.n_missing = n_missing;
        let mut progress = Progress::new(scheduler);
        for (course, kept) in courses {
            progress.promise(course, kept.summary);
        }
        self.snapshot = Some(snapshot);
        Some(progress)
    }

    /// Reads what is new since the last time, and tells what is wrong with it, and what is lost.
    pub fn read_new(&mut self, progress: &mut Progress) -> Vec<Fault> {
        let before = self.logs.losses().clone();
        let mut faults = self.read(progress);
        let lost = self.losses().into_iter();
        faults.extend(lost.filter(|fault| !before.contains_key(&fault.file)));
        faults
    }

    fn read(&mut self, progress: &mut Progress) -> Vec<Fault> {
        let before = self.logs.losses().clone();
        let mut faults = self.logs.read_new(progress);
        faults.extend(self.let_go(progress));
        self.stirred |= self.logs.take_stirred();
        if *self.logs.losses() != before {
            self.n_missing = None;
        }
        for course in progress.promised(true) {
            faults.extend(self.fetch(&course, progress));
        }
        faults
    }

    /// Where entries were taken out of a log on purpose, what was read of it before counts no more:
    /// progress is made anew of all logs. But while another log has lost something, only the progress
    /// that is here knows of it; then what was forgotten goes on counting too, until that is mended.
    fn let_go(&mut self, progress: &mut Progress) -> Vec<Fault> {
        let forgotten = self.logs.take_forgotten();
        if forgotten.is_empty() {
            return Vec::new();
        }
        if !self.logs.losses().is_empty() {
            for file in forgotten {
                self.logs.miss(file);
            }
            return Vec::new();
        }
        *progress = Progress::new(progress.scheduler().clone());
        self.snapshot = None;
        self.n_missing = None;
        self.logs.read_anew();
        self.logs.read_new(progress);
        let told = forgotten.into_iter().map(|file| Fault {
            file,
            line: 0,
            what: "`recto forget` took entries out of it; they count no more".to_owned(),
        });
        told.collect()
    }

    /// What became of logs, for one who is studying.
    pub fn losses(&self) -> Vec<Fault> {
        let losses = self.logs.losses().iter();
        let told = losses.map(|(file, what)| {
            let then = match self.n_missing {
                Some(0) => "nothing that was read is missing".to_owned(),
                Some(1) => format!("1 entry is in no log any more and still counts: {MEND}"),
                Some(n) => format!("{n} entries are in no log any more and still count: {MEND}"),
                None => format!("what was read still counts: {MEND}"),
            };
            let what = format!("{what}; {then}");
            Fault {
                file: file.clone(),
                line: 0,
                what,
            }
        });
        told.collect()
    }

    /// Brings the state of a course that was promised. If it can't be had, the logs are read.
    pub fn fetch(&mut self, course: &CourseId, progress: &mut Progress) -> Vec<Fault> {
        if !progress.is_promised(course) {
            return Vec::new();
        }
        let snapshot = self.snapshot.as_ref();
        if let Some(state) =
            snapshot.and_then(|snapshot| snapshot.course(course, progress.scheduler()))
        {
            progress.deliver(course, state);
            return Vec::new();
        }
        // A snapshot that lies once isn't believed again.
        for course in progress.promised(false) {
            let state =
                snapshot.and_then(|snapshot| snapshot.course(&course, progress.scheduler()));
            progress.deliver(&course, state.unwrap_or_default());
        }
        self.snapshot = None;
        self.n_missing = None;
        self.logs.read_anew();
        self.read(progress)
    }

    /// The cards of every course. Of a course that was promised they are read from the snapshot, where
    /// they lie apart from the answers.
    pub fn cards(&mut self, progress: &mut Progress) -> Vec<(CourseId, Vec<Card>)> {
        for course in progress.promised(true) {
            self.fetch(&course, progress);
        }
        let courses: Vec<_> = progress.summaries().map(|(id, _)| id.clone()).collect();
        let cards = courses.into_iter().map(|id| {
            let snapshot = self.snapshot.as_ref();
            let snapshot = snapshot.filter(|_| progress.is_promised(&id));
            let cards = snapshot.and_then(|snapshot| snapshot.cards(&id));
            let cards = cards.unwrap_or_else(|| {
                self.fetch(&id, progress);
                let state = progress.course(&id);
                state.map_or_else(Vec::new, |state| state.cards().collect())
            });
            (id, cards)
        });
        cards.collect()
    }

    /// Brings the state of every course that was promised.
    pub fn fetch_all(&mut self, progress: &mut Progress) -> Vec<Fault> {
        let promised = progress.promised(false).into_iter();
        let faults = promised.flat_map(|course| self.fetch(&course, progress));
        faults.collect()
    }

    /// Writes events at the end of this device's log. They are in `progress` already.
    pub fn append(&mut self, events: &[Event]) -> io::Result<()> {
        self.logs.append(events)
    }

    /// Keeps what was read for the next start, if there is anything new. Not to be able to costs
    /// time only. Everything in `progress` has to be on its way in a log.
    pub fn keep(&mut self, progress: &mut Progress) {
        self.stirred |= self.logs.take_stirred();
        if !std::mem::take(&mut self.stirred) {
            return;
        }
        for course in progress.promised(true) {
            self.fetch(&course, progress);
        }
        let head = Head {
            marks: self.logs.marks().clone(),
            losses: self.logs.losses().clone(),
            n_missing: self.n_missing,
            scheduler: progress.scheduler().clone(),
            ..Head::default()
        };
        let old = self.snapshot.as_ref();
        let _ = snapshot::write(&self.path, &self.place, head, progress, old);
    }

    /// The entries that are in `progress` and in no log.
    pub fn missing(&mut self, progress: &mut Progress) -> Vec<Event> {
        self.fetch_all(progress);
        let mut logs = Logs::open(&self.place, "");
        let mut now = Progress::default();
        logs.read_new(&mut now);
        now.lacks(progress)
    }

    /// Where nothing is missing, it was enough to tell once.
    fn forgive(&mut self) {
        if self.n_missing == Some(0) {
            self.logs.forgive();
        }
    }

    /// Reads every byte of every log, and compares with what was read before.
    pub fn check(&mut self) -> Checked {
        let (scheduler, unsound) = self.scheduler();
        let snapshot = self.take_snapshot();
        let is_compared = snapshot.is_some();
        let mut known = snapshot.unwrap_or_else(|| Progress::new(scheduler.clone()));
        // Nothing that the system says of a file is believed.
        let marks = self
            .logs
            .marks()
            .clone()
            .into_iter()
            .map(|(path, mut mark)| {
                mark.seen = None;
                (path, mark)
            });
        let losses = self.logs.losses().clone();
        self.logs.resume(marks.collect(), losses);
        self.logs.read_new(&mut known);
        self.let_go(&mut known);
        self.fetch_all(&mut known);
        self.reschedule(&mut known, scheduler);
        self.logs.read_anew();
        let mut progress = Progress::default();
        let new = self.logs.read_new(&mut progress);
        let missing = progress.lacks(&known);
        self.n_missing = Some(missing.len());
        let faults = self.losses().into_iter().chain(unsound).chain(new);
        let faults = faults.collect();
        self.forgive();
        self.stirred = true;
        self.keep(&mut known);
        Checked {
            faults,
            missing,
            is_compared,
            is_unread: self.logs.is_unread(),
        }
    }

    /// Writes back what is in `progress` and in no log: into this device’s own log, since no other
    /// may be written. Gives back what was written.
    pub fn restore(&mut self, progress: &mut Progress) -> io::Result<Vec<Event>> {
        let missing = self.missing(progress);
        if !missing.is_empty() {
            self.append(&missing)?;
            self.read(progress);
        }
        let left = self.missing(progress);
        self.n_missing = Some(left.len());
        self.forgive();
        self.keep(progress);
        Ok(missing)
    }

    /// What `scope` would take out of each of the logs, in which there is something of it.
    pub fn look_for(&self, scope: &Scope) -> io::Result<Vec<(PathBuf, Found)>> {
        let mut all = Vec::new();
        for path in self.logs.paths()? {
            let found = forget::look(&path, scope)?;
            if found.n() > 0 {
                all.push((path, found));
            }
        }
        Ok(all)
    }

    /// Takes what `scope` says out of the logs at `paths`, and makes progress anew of what is left.
    /// Gives back what was taken out of each, and where its old log is kept. What was read before
    /// and is in no log any more is not taken for forgotten: then nothing is done.
    pub fn forget(
        &mut self,
        progress: &mut Progress,
        scope: &Scope,
        (paths, when): (&[PathBuf], When),
    ) -> io::Result<Vec<Forgotten>> {
        if !self.missing(progress).is_empty() {
            let what = format!("entries are missing that were read before: {MEND}; then forget");
            return Err(io::Error::other(what));
        }
        // First of all: it must never be what the logs are mended from.
        match fs::remove_file(&self.path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(atomic::named(&error, "removing", &self.path));
            }
            _ => self.snapshot = None,
        }
        let mut all = Vec::new();
        for path in paths {
            let (found, old) = forget::forget(path, scope, when)?;
            all.extend(old.map(|old| Forgotten {
                log: path.clone(),
                found,
                old,
            }));
        }
        *progress = Progress::new(progress.scheduler().clone());
        self.logs.read_anew();
        self.logs.read_new(progress);
        self.logs.take_forgotten();
        self.logs.forgive();
        self.n_missing = Some(0);
        self.stirred = true;
        self.keep(progress);
        Ok(all)
    }
}
