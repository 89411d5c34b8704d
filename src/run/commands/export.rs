//! `recto export`: the learner's own answers and notes in a course, and the course itself.

mod course;

use std::ffi::OsStr;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Result, bail};

use super::{complain, deliver};
use crate::cli::{Export, ExportFormat};
use crate::course::{Course, Section};
use crate::export::document::Document;
use crate::export::xapi::{self, Learner, is_mailbox};
use crate::export::{html, markdown, notes, sheet};
use crate::run::world::{self, World};
use crate::store::log::shown;
use crate::store::source::Source;
use crate::study::day::Calendar;
use crate::study::progress::CourseProgress;
use crate::text::Clean;

/// How a document is made of what a learner did in a course.
type Make = fn(&Course, &[Section], Option<&CourseProgress>, Option<&Clean>, &Calendar) -> Document;

/// `recto export`
pub fn export(world: World, wanted: &Export) -> Result<ExitCode> {
    if wanted.format != ExportFormat::Xapi && wanted.mbox.is_some() {
        bail!("--mbox goes with --format xapi alone");
    }
    let is_course = matches!(
        wanted.format,
        ExportFormat::Markdown | ExportFormat::Html | ExportFormat::Epub
    );
    if wanted.without_answers && !is_course {
        bail!("--without-answers goes with --format markdown, html and epub");
    }
    match wanted.format {
        ExportFormat::Sheet => document(world, wanted, sheet::document),
        ExportFormat::Notes => document(world, wanted, notes::document),
        ExportFormat::Xapi => statements(world, wanted),
        ExportFormat::Markdown => course::folder(&world, wanted),
        ExportFormat::Html => course::page(&world, wanted),
        ExportFormat::Epub => course::book(&world, wanted),
    }
}

/// The name that is to stand on what is brought out.
fn name(wanted: &Export) -> Option<Clean> {
    let name = wanted.name.as_deref().map(Clean::trimmed);
    name.filter(|name| !name.is_empty())
}

fn document(mut world: World, wanted: &Export, make: Make) -> Result<ExitCode> {
    let file = wanted.output.as_deref();
    let (source, course) = world.begun(&wanted.course)?;
    let sections = sections(&source, &course);
    let done = world.progress.course(&course.id);
    let name = name(wanted);
    let document = make(&course, &sections, done, name.as_ref(), &world.calendar());
    let words = written(&document, file)?;
    deliver(&words, file)?;
    finish(world)
}

fn statements(mut world: World, wanted: &Export) -> Result<ExitCode> {
    let learner = learner(&world, name(wanted).as_ref(), wanted.mbox.as_deref())?;
    let (source, course) = world.begun(&wanted.course)?;
    let sections = sections(&source, &course);
    let done = world.progress.course(&course.id);
    let statements = xapi::statements(&course, &sections, done, &learner);
    deliver(&format!("{statements:#}\n"), wanted.output.as_deref())?;
    finish(world)
}

/// All sections of a course.
fn sections(source: &Source, course: &Course) -> Vec<Section> {
    let indexes = 0..course.sections.len();
    indexes
        .map(|index| world::section(source, course, index).0)
        .collect()
}

fn finish(mut world: World) -> Result<ExitCode> {
    complain(&world.complaints)?;
    world.keep_progress();
    Ok(ExitCode::SUCCESS)
}

/// Whose statements they are.
fn learner(world: &World, name: Option<&Clean>, mbox: Option<&str>) -> Result<Learner> {
    let name = name.map(ToString::to_string);
    Ok(match (mbox, name) {
        (Some(mbox), _) if !is_mailbox(mbox) => {
            bail!(
                "{} is no mail address: give one such as ada@example.org",
                Clean::words(mbox)
            )
        }
        (Some(mbox), name) => Learner::At(mbox.to_owned(), name),
        (None, Some(name)) => Learner::Named(name),
        (None, None) => {
            let log = world.records.logs.own_path().file_stem();
            let device = log.unwrap_or_default().to_string_lossy().into_owned();
            Learner::Somebody { device }
        }
    })
}

/// A document as the file's name asks for; without a file as Markdown.
fn written(document: &Document, file: Option<&Path>) -> Result<String> {
    let Some(file) = file else {
        return Ok(markdown::write(document));
    };
    let end = file.extension().map(OsStr::to_ascii_lowercase);
    match end.as_deref().and_then(OsStr::to_str) {
        Some("md" | "markdown" | "txt") => Ok(markdown::write(document)),
        Some("html" | "htm") => Ok(html::write(document)),
        _ => bail!(
            "{} doesn’t say which format is meant: end it with .md or .html",
            shown(file)
        ),
    }
}
