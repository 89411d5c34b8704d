//! What the program has to do with: the learner's files, opened; events, written; the clock.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::app::Unsaved;
use crate::course::problem::Problem;
use crate::course::{Course, Section};
use crate::run::stats::Syllabuses;
use crate::store::course_file;
use crate::store::desk_file;
use crate::store::device;
use crate::store::folders;
use crate::store::library::{self, Entry};
use crate::store::log::{self, Fault};
use crate::store::paths::Paths;
use crate::store::records::Records;
use crate::store::settings_file::{self, Config};
use crate::store::source::Source;
use crate::study::day::Calendar;
use crate::study::desk::Desk;
use crate::study::event::Event;
use crate::study::progress::Progress;

/// Which folders of courses were opened by their path.
const FOLDERS: &str = "folders";

/// The learner's files.
#[derive(Debug)]
pub struct World {
    /// Where they are.
    pub paths: Paths,
    /// The settings.
    pub config: Config,
    /// What is wrong with any of the files, as sentences for the learner.
    pub complaints: Vec<String>,
    /// The courses.
    pub shelf: Vec<Entry>,
    /// The logs, and what is kept of them.
    pub records: Records,
    /// What the learner has done.
    pub progress: Progress,
    /// The courses that were read for figures.
    pub syllabuses: Syllabuses,
    /// What lies open.
    pub desk: Desk,
    /// Events that could not be written yet, oldest first.
    queue: VecDeque<Event>,
    why: String,
    /// Do some events lie in another file, and in no log?
    elsewhere: bool,
    /// Has this machine a name of its own yet?
    is_named: bool,
}

impl World {
    /// Opens everything; what is broken is told in `complaints` and never stops the rest.
    pub fn open(progress: Option<PathBuf>) -> Result<Self> {
        let paths = Paths::new(progress)?;
        let (config, mistakes) = settings_file::load(&paths.config.join("config.toml"));
        let mut complaints: Vec<String> = mistakes.iter().map(ToString::to_string).collect();
        let mut extra = config.courses.clone();
        extra.extend(folders::load(&paths.state.join(FOLDERS)));
        let shelf = library::shelf(&paths.courses, &extra);
        // A name is made when something is to be written, not at the start.
        let device = device::known(&paths.state.join("device"));
        let is_named = device.is_some();
        let device = device.unwrap_or_else(device::unkept);
        let mut records = Records::open(&paths.progress, &device, &paths.cache);
        let (progress, faults) = records.start();
        complaints.extend(faults.iter().map(ToString::to_string));
        let (desk, complaint) = desk_file::load(&records.logs.desk_path());
        complaints.extend(complaint);
        Ok(Self {
            paths,
            config,
            complaints,
            shelf,
            records,
            progress,
            desk,
            queue: VecDeque::new(),
            why: String::new(),
            elsewhere: false,
            is_named,
            syllabuses: Syllabuses::default(),
        })
    }

    /// The course of that id or path: its files and what its `course.toml` says.
    pub fn course(&self, name: &str) -> Result<(Source, Course, Vec<Problem>)> {
        let source = match library::find(&self.shelf, name) {
            Ok(source) => source,
            Err(sentence) => bail!("{sentence}"),
        };
        let (course, problems) =
            course_file::course(&source).map_err(|error| anyhow::anyhow!("{error}"))?;
        Ok((source, course, problems))
    }

    /// The same, for many at once: nothing is said of those that are gone or can't be read.
    pub fn known_course(&self, name: &str) -> Option<(Source, Course)> {
        let source = library::source(&self.shelf, name)?;
        let (course, _) = course_file::course(&source).ok()?;
        Some((source, course))
    }

    /// The course of that id or path, with what was done in it brought. What is wrong with that is
    /// added to the complaints.
    pub fn begun(&mut self, name: &str) -> Result<(Source, Course)> {
        let (source, course, _) = self.course(name)?;
        let faults = self.records.fetch(&course.id, &mut self.progress);
        self.complaints
            .extend(faults.iter().map(ToString::to_string));
        Ok((source, course))
    }

    /// Reads what is new in the logs, and tells what is wrong with it.
    pub fn read_new(&mut self, progress: &mut Progress) -> Vec<Fault> {
        let faults = self.records.read_new(progress);
        // Where progress was made anew of the logs, what still waits to be written isn't in it.
        if !self.queue.is_empty() {
            progress.record_all(self.queue.iter().cloned());
        }
        faults
    }

    /// The same course, which is opened to be studied: from now on it stands on the shelf, so that
    /// what is answered in it can be asked again.
    pub fn course_to_study(&mut self, name: &str) -> Result<(Source, Course, Vec<Problem>)> {
        let (source, course, problems) = self.course(name)?;
        if !self.shelf.iter().any(|entry| entry.id == course.id) {
            let Source::Folder(folder) = &source else {
                return Ok((source, course, problems));
            };
            let folder = std::path::absolute(folder).unwrap_or_else(|_| folder.clone());
            // Not to be able to costs a way back to the course, and no answer.
            let _ = folders::add(&self.paths.state.join(FOLDERS), &folder);
            self.shelf.push(Entry {
                id: course.id.clone(),
                title: course.title.clone(),
                audience: course.audience,
                source: Source::Folder(folder),
                problem: None,
            });
        }
        Ok((source, course, problems))
    }

    /// Gives this machine its name, if it has none yet. To be done before something is written.
    pub fn name_device(&mut self) {
        if !self.is_named {
            self.is_named = true;
            self.records.logs.name(&device_name(&self.paths));
        }
    }

    /// The learner's days.
    pub fn calendar(&self) -> Calendar {
        Calendar::new(TimeZone::system(), self.config.settings.day_begins)
    }

    /// Puts an event on the log, behind those that still wait.
    pub fn append(&mut self, event: Event) {
        self.queue.push_back(event);
        self.write_queue();
    }

    /// Tries to write what waits. What is left?
    pub fn write_queue(&mut self) -> Unsaved {
        if !self.queue.is_empty() {
            self.name_device();
        }
        while let Some(event) = self.queue.front() {
            match self.records.append(std::slice::from_ref(event)) {
                Ok(()) => {
                    self.queue.pop_front();
                }
                Err(error) => {
                    self.why = error.to_string();
                    break;
                }
            }
        }
        Unsaved {
            n: self.queue.len(),
            why: self.why.clone(),
            asked: false,
        }
    }

    /// Writes what waits to another file, which is a log of its own. Says where it is.
    pub fn save_elsewhere(&mut self, path: &Path) -> Result<String> {
        let mut path = match (path.strip_prefix("~"), etcetera::home_dir()) {
            (Ok(rest), Ok(home)) => home.join(rest),
            _ => path.to_owned(),
        };
        // In the folder only files of that name are logs.
        if path.extension().is_none() {
            path.set_extension("toml");
        }
        let events: Vec<Event> = self.queue.iter().cloned().collect();
        log::write_elsewhere(&path, &events)
            .with_context(|| format!("writing {}", path.display()))?;
        self.queue.clear();
        self.elsewhere = true;
        Ok(format!(
            "what could not be saved is in {}; when the disk is well again, put that file into {}",
            path.display(),
            self.records.logs.own_path().with_file_name("").display()
        ))
    }

    /// Writes what waits to a file of its own where temporary files go, if anything waits: nobody
    /// is there to be asked. Says where it is, or that it is lost.
    pub fn rescue(&mut self) -> Option<String> {
        let n = self.write_queue().n;
        let mut path = std::env::temp_dir();
        path.push(format!("recto-unsaved-{:016x}.toml", seed()));
        (n > 0).then(|| match self.save_elsewhere(&path) {
            Ok(said) => said,
            Err(error) => format!("{n} entries are lost: {}; {error:#}", self.why),
        })
    }

    /// Keeps what the logs come to for the next start. If something of `progress` is in no log, that
    /// isn't what they come to: then nothing is kept.
    pub fn keep(&mut self, progress: &mut Progress) {
        if self.queue.is_empty() && !self.elsewhere {
            self.records.keep(progress);
        }
    }

    /// The same, of what was done without a screen.
    pub fn keep_progress(&mut self) {
        let mut progress = std::mem::take(&mut self.progress);
        self.keep(&mut progress);
        self.progress = progress;
    }

    /// Keeps what lies open.
    pub fn keep_desk(&mut self, desk: &Desk) -> std::io::Result<()> {
        self.name_device();
        desk_file::save(&self.records.logs.desk_path(), desk)
    }
}

/// The learner's records alone, of which nothing was read.
pub fn records(progress: Option<PathBuf>) -> Result<Records> {
    let paths = Paths::new(progress)?;
    Ok(Records::open(
        &paths.progress,
        &device_name(&paths),
        &paths.cache,
    ))
}

/// This machine's name. Where none can be kept, what the system calls it will do.
fn device_name(paths: &Paths) -> String {
    device::name(&paths.state.join("device")).unwrap_or_else(|_| device::unkept())
}

/// The index of the section that `wanted` names: its id, its number, or its title.
pub fn section_index(course: &Course, wanted: &str) -> Result<usize> {
    if let Some(index) = course.section_named(wanted) {
        return Ok(index);
    }
    let known = course.sections.iter().map(|section| section.id.as_str());
    match crate::text::nearest(wanted, known) {
        Some(near) => bail!(
            "{} has no section \"{wanted}\"; did you mean \"{near}\"?",
            course.title
        ),
        None => bail!(
            "{} has no section \"{wanted}\"; `recto list` and the contents show them",
            course.title
        ),
    }
}

/// A section with its problems.
pub fn section(source: &Source, course: &Course, index: usize) -> (Section, Vec<Problem>) {
    course_file::section(source, course, index)
}

/// Now.
pub fn now() -> Timestamp {
    Timestamp::now()
}

/// Chance: new at each start.
pub fn seed() -> u64 {
    use std::hash::{BuildHasher, RandomState};
    RandomState::new().hash_one(0)
}
