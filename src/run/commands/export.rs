//! `recto export`: the learner's own answers and notes in a course.

use std::ffi::OsStr;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Result, bail};

use super::{complain, deliver};
use crate::cli::{Export, ExportFormat};
use crate::export::document::Document;
use crate::export::xapi::{self, Learner, is_mailbox};
use crate::export::{html, markdown, notes, sheet};
use crate::run::world::{self, World};
use crate::store::log::shown;
use crate::text::Clean;

/// `recto export`
pub fn export(mut world: World, wanted: &Export) -> Result<ExitCode> {
    let (format, file) = (wanted.format, wanted.output.as_deref());
    let name = wanted.name.as_deref().map(Clean::trimmed);
    let name = name.filter(|name| !name.is_empty());
    if format != ExportFormat::Xapi && wanted.mbox.is_some() {
        bail!("--mbox goes with --format xapi alone");
    }
    let learner = learner(&world, name.as_ref(), wanted.mbox.as_deref())?;
    let (source, course) = world.begun(&wanted.course)?;
    let sections = 0..course.sections.len();
    let sections = sections.map(|index| world::section(&source, &course, index).0);
    let sections: Vec<_> = sections.collect();
    let done = world.progress.course(&course.id);
    let calendar = world.calendar();
    let make = match format {
        ExportFormat::Sheet => sheet::document,
        ExportFormat::Notes => notes::document,
        ExportFormat::Xapi => {
            let statements = xapi::statements(&course, &sections, done, &learner);
            deliver(&format!("{statements:#}\n"), file)?;
            return finish(world);
        }
    };
    let document = make(&course, &sections, done, name.as_ref(), &calendar);
    let words = written(&document, file)?;
    deliver(&words, file)?;
    finish(world)
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
