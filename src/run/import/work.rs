//! Many files at once, on all cores.
//!
//! **Invariant:** courses are put in place in the order in which their files were named, so that the
//! same command always gives the same; a fault of ours costs one file only.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashSet};
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;

use super::bar::Bar;
use super::editions::follow;
use super::place::{Course, may_take, put};
use super::report::Report;
use super::stage::{Staged, stage};
use super::unfinished::Unfinished;
use super::{input, own};
use crate::course::check;
use crate::course::id::CourseId;
use crate::import::format::{self, Format};
use crate::import::{Imported, Input, Note, Picture, Refusal, strange};
use crate::run::world::World;
use crate::store::bundled;
use crate::text::Clean;

/// Each is one file or two of the course's folder, which holds so many that can be listed.
const MOST_SECTIONS: usize = 100_000;

/// What is to be done with each file.
pub struct Order<'o> {
    /// The files, folders and archives.
    pub paths: &'o [PathBuf],
    /// The format that they are in, if the learner says so.
    pub format: Option<Format>,
    /// The folder that courses go into.
    pub into: &'o Path,
    /// What happens to courses that are there already.
    pub old: Course,
    /// What is half done.
    pub unfinished: &'o Unfinished,
}

/// How far it is with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// It is read.
    Reads,
    /// Its course is written.
    Writes,
    /// What was written is read again and checked.
    Checks,
}

/// What is heard of a file.
enum Heard {
    At(Step),
    Done(Box<Result<Staged, Refusal>>),
}

thread_local! {
    /// Where this thread has panicked.
    static FAULT: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Brings each file in; what came of each, in their order.
pub fn all(order: &Order, world: &mut World) -> Vec<Result<Report, Refusal>> {
    // What a panic says may quote the file.
    panic::set_hook(Box::new(|fault| {
        let place = fault.location().map(ToString::to_string);
        FAULT.replace(place.unwrap_or_default());
    }));
    let n_threads = thread::available_parallelism().map_or(1, usize::from);
    let next = AtomicUsize::new(0);
    let reports = thread::scope(|scope| {
        let (say, heard) = mpsc::channel();
        for _ in 0..n_threads.min(order.paths.len()) {
            let (say, next) = (say.clone(), &next);
            scope.spawn(move || {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(path) = order.paths.get(index) else {
                        break;
                    };
                    // Whoever listens stays until all is said.
                    let at = |step| drop(say.send((index, Heard::At(step))));
                    let done = safely(|| one(order, path, &at));
                    drop(say.send((index, Heard::Done(Box::new(done)))));
                }
            });
        }
        drop(say);
        listen(order, world, &heard)
    });
    drop(panic::take_hook());
    reports
}

/// Puts courses in place as they come, each when those before it are.
fn listen(
    order: &Order,
    world: &mut World,
    heard: &mpsc::Receiver<(usize, Heard)>,
) -> Vec<Result<Report, Refusal>> {
    let mut bar = Bar::of(order.paths);
    let mut waiting = BTreeMap::new();
    let mut reports = Vec::new();
    let mut came = HashSet::new();
    while let Some((index, heard)) = bar.wait_for(heard) {
        match heard {
            Heard::At(step) => bar.at(index, step),
            Heard::Done(done) => {
                bar.done(index);
                waiting.insert(index, done);
            }
        }
        while let Some(done) = waiting.remove(&reports.len()) {
            reports.push(done.and_then(|staged| placed(order, world, staged, &mut came)));
        }
    }
    reports
}

/// Puts a course in place, if none of the same id came in before it.
fn placed(
    order: &Order,
    world: &mut World,
    staged: Staged,
    came: &mut HashSet<CourseId>,
) -> Result<Report, Refusal> {
    if !came.insert(staged.id.clone()) {
        let what = format!("a course of the same id ({}) came in before it", staged.id);
        return Err(Refusal::new(
            what,
            "import it into another folder, with --into",
        ));
    }
    put(world, staged, order.into, order.old, order.unfinished)
}

fn safely(deed: impl FnOnce() -> Result<Staged, Refusal>) -> Result<Staged, Refusal> {
    panic::catch_unwind(AssertUnwindSafe(deed)).unwrap_or_else(|_| {
        let what = format!(
            "Recto has a fault that this file brings out, at {}",
            FAULT.take()
        );
        Err(Refusal::new(what, "please tell its authors"))
    })
}

fn one(order: &Order, path: &Path, at: &dyn Fn(Step)) -> Result<Staged, Refusal> {
    at(Step::Reads);
    let mut imported = read(order, path)?;
    is_in_bounds(imported.course.sections.len())?;
    name_apart(&mut imported);
    leave_unshown(&mut imported);
    let folder = order.into.join(imported.course.id.as_str());
    // Asked again when it is put there; but nobody should wait for nothing.
    may_take(&folder, order.old)?;
    let fates = follow(&mut imported, &folder);
    stage(imported, order.into, fates, order.unfinished, at)
        .map_err(|error| Refusal::new(format!("{error:#}"), "mend that and try again"))
}

fn is_in_bounds(n_sections: usize) -> Result<(), Refusal> {
    if n_sections <= MOST_SECTIONS {
        return Ok(());
    }
    Err(Refusal::new(
        format!("it has {n_sections} sections, and a course has at most {MOST_SECTIONS}"),
        "take it apart, and import each part for itself",
    ))
}

fn read(order: &Order, path: &Path) -> Result<Imported, Refusal> {
    let opened = input::open(path)?;
    let mut imported = match opened.input() {
        Input::Files { name, files } if order.format.is_none() && own::knows(files) => {
            own::read(name, files)?
        }
        input => {
            let format = order.format.or_else(|| format::sniff(&input));
            let format = format.ok_or_else(|| strange::refusal(&input))?;
            (format.read)(&input)?
        }
    };
    let name = Clean::words(&path.to_string_lossy());
    imported
        .notes
        .extend(opened.left_out().iter().map(|what| Note {
            place: name.clone(),
            what: Clean::words(what),
        }));
    Ok(imported)
}

/// Pictures in a cell or a line are told in words there, so that nothing shows them.
fn leave_unshown(imported: &mut Imported) {
    if imported.pictures.is_empty() {
        return;
    }
    let sections = imported.sections.iter();
    let mut shown: HashSet<_> = sections.flat_map(check::pictures_in).cloned().collect();
    shown.extend(check::pictures(&imported.course).into_iter().cloned());
    let before = imported.pictures.len();
    let is_shown = |picture: &Picture| shown.contains(picture.path.as_str());
    imported.pictures.retain(is_shown);
    let n = before - imported.pictures.len();
    if n > 0 {
        imported.notes.push(Note {
            place: imported.course.title.clone(),
            what: Clean::words(&format!(
                "pictures that stand in lines or cells alone are told in words there, and did not come along ({n})"
            )),
        });
    }
}

/// Progress is kept by id: a course that is called like a built-in one would come to its answers.
fn name_apart(imported: &mut Imported) {
    let course = &mut imported.course;
    let is_built_in = |id: &CourseId| {
        bundled::courses()
            .iter()
            .any(|built_in| built_in.name == id.as_str())
    };
    if is_built_in(&course.id) {
        let id = CourseId::new(&format!("{}-2", course.id));
        course.id = id.unwrap_or_else(|| course.id.clone());
        imported.notes.push(Note {
            place: course.title.clone(),
            what: Clean::words(&format!(
                "a course of that name is built in; this one is called {}, and each keeps its own answers",
                course.id
            )),
        });
    }
}
