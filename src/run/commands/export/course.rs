//! `recto export`, of a course itself: as a folder of our own format, as a page, as a book.
//!
//! **Invariant:** of the sections one is in memory at a time. Each is read twice: once for what links
//! may lead to, once to be written.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Result, bail};

use super::super::{complain, deliver};
use crate::cli::Export;
use crate::course::{Course, Section, check};
use crate::export::book::{Answers, Book, epub, html};
use crate::export::course::{Files, unanswered};
use crate::run::world::{self, World};
use crate::store::atomic::{self, Care};
use crate::store::course_folder;
use crate::store::log::shown;
use crate::store::source::Source;
use crate::text::Clean;

/// As a folder of files in our own format.
pub(super) fn folder(world: &World, wanted: &Export) -> Result<ExitCode> {
    let Some(folder) = &wanted.output else {
        bail!("--format markdown writes a folder: name one that is not there yet, with -o DIR");
    };
    let mut original = Original::open(world, wanted)?;
    let answers = answers(wanted);
    if answers == Answers::Without {
        original.course = unanswered::course(original.course);
    }
    let Original { source, course, .. } = &original;
    let files = Files::new(course, original.first_reading());
    course_folder::make(folder)?;
    let (name, text) = files.about();
    course_folder::write(folder, &name, text.as_bytes())?;
    pictures(source, folder, check::pictures(course))?;
    for (index, mut section) in original.sections().enumerate() {
        if answers == Answers::Without {
            section = unanswered::section(section);
        }
        pictures(source, folder, check::pictures_in(&section))?;
        for (name, text) in files.section(index, section) {
            course_folder::write(folder, &name, text.as_bytes())?;
        }
    }
    original.finish(&format!("in {}", shown(folder)))
}

/// Brings pictures along. Those that are not there are told by the check, as they were before.
fn pictures(source: &Source, folder: &Path, paths: BTreeSet<&Clean>) -> Result<()> {
    for path in paths.into_iter().filter(|path| source.has(path)) {
        course_folder::write(folder, path, &source.read(path)?)?;
    }
    Ok(())
}

/// As a page for a browser.
pub(super) fn page(world: &World, wanted: &Export) -> Result<ExitCode> {
    let original = Original::open(world, wanted)?;
    let book = Book::new(&original.course, original.first_reading(), answers(wanted));
    let files = |name: &str| original.source.read(name);
    let page = html::write(&book, original.sections(), &files);
    deliver(&page, wanted.output.as_deref())?;
    original.finish("on the page")
}

/// As a book for readers of EPUB.
pub(super) fn book(world: &World, wanted: &Export) -> Result<ExitCode> {
    let Some(file) = &wanted.output else {
        bail!("--format epub writes a file: name it, with -o FILE.epub");
    };
    let original = Original::open(world, wanted)?;
    let book = Book::new(&original.course, original.first_reading(), answers(wanted));
    let files = |name: &str| original.source.read(name);
    let bytes = epub::write(&book, original.sections(), &files, world::now())?;
    atomic::replace(file, &bytes, Care::Precious)?;
    original.finish("in the book")
}

fn answers(wanted: &Export) -> Answers {
    if wanted.without_answers {
        Answers::Without
    } else {
        Answers::With
    }
}

/// What is brought out.
struct Original {
    source: Source,
    course: Course,
    /// How many problems it was found to have.
    n_problems: Cell<usize>,
}

impl Original {
    fn open(world: &World, wanted: &Export) -> Result<Self> {
        if wanted.name.is_some() {
            bail!("--name goes with what is yours; this brings out the course itself");
        }
        let (source, course, problems) = world.course(&wanted.course)?;
        Ok(Self {
            source,
            course,
            n_problems: Cell::new(problems.len()),
        })
    }

    /// The sections in order, whose problems are counted.
    fn first_reading(&self) -> impl Iterator<Item = Section> {
        (0..self.course.sections.len()).map(|index| {
            let (section, problems) = world::section(&self.source, &self.course, index);
            self.n_problems.set(self.n_problems.get() + problems.len());
            section
        })
    }

    /// The sections in order.
    fn sections(&self) -> impl Iterator<Item = Section> {
        let indexes = 0..self.course.sections.len();
        indexes.map(|index| world::section(&self.source, &self.course, index).0)
    }

    /// Says what is not there.
    fn finish(&self, place: &str) -> Result<ExitCode> {
        let n = self.n_problems.get();
        if n > 0 {
            let what = format!(
                "The course has problems ({n}): what could not be read is not {place}. `recto check` names them."
            );
            complain(&[what])?;
        }
        Ok(ExitCode::SUCCESS)
    }
}
