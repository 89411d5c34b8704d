//! `recto export`: the learner's own answers and notes in a course.

use std::ffi::OsStr;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Result, bail};
use jiff::tz::TimeZone;

use super::{complain, deliver};
use crate::cli::ExportFormat;
use crate::export::document::Document;
use crate::export::{html, markdown, notes, sheet};
use crate::run::world::World;
use crate::store::log::shown;

/// `recto export`
pub fn export(
    mut world: World,
    course: &str,
    format: ExportFormat,
    file: Option<&Path>,
) -> Result<ExitCode> {
    let (course, sections) = world.studied(course)?;
    let done = world.progress.course(&course.id);
    let zone = TimeZone::system();
    let words = match format {
        ExportFormat::Sheet => written(&sheet::document(&course, &sections, done, &zone), file)?,
        ExportFormat::Notes => written(&notes::document(&course, &sections, done, &zone), file)?,
    };
    deliver(&words, file)?;
    complain(&world.complaints)?;
    world.keep_progress();
    Ok(ExitCode::SUCCESS)
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
