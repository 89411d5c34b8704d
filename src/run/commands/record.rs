//! `recto record`: the learner's own study record of a course.

use std::ffi::OsStr;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Result, bail};

use super::{complain, deliver};
use crate::cli::{Record, RecordFormat};
use crate::export::record::{self, Maker};
use crate::export::{html, markdown, svg};
use crate::run::world::{self, World};
use crate::store::course_file;
use crate::store::log::shown;
use crate::study::exam::Bank;
use crate::study::record::record as fold;
use crate::text::Clean;

/// `recto record`
pub fn record(mut world: World, wanted: &Record) -> Result<ExitCode> {
    let file = wanted.output.as_deref();
    let format = match (wanted.format, file) {
        (Some(format), _) => format,
        (None, Some(file)) => by_name(file)?,
        (None, None) => RecordFormat::Markdown,
    };
    let (source, course) = world.begun(&wanted.course)?;
    let (now, calendar) = (world::now(), world.calendar());
    let sections = (0..course.sections.len()).map(|at| world::section(&source, &course, at).0);
    let bank = Bank::new(sections);
    let syllabus = course_file::syllabus(&source, &course);
    let found = fold((&syllabus, &bank), &world.progress, (now, &calendar));
    let maker = Maker {
        name: wanted
            .name
            .as_deref()
            .map(Clean::trimmed)
            .filter(|name| !name.is_empty()),
        day: calendar.date(now),
    };
    let document = || record::document(&course, &found, &maker);
    let words = match format {
        RecordFormat::Markdown => markdown::write(&document()),
        RecordFormat::Html => html::write(&document()),
        RecordFormat::Svg => svg::write(&course, &found, &maker),
    };
    deliver(&words, file)?;
    complain(&world.complaints)?;
    world.keep_progress();
    Ok(ExitCode::SUCCESS)
}

/// The format that a file's name asks for.
fn by_name(file: &Path) -> Result<RecordFormat> {
    let end = file.extension().map(OsStr::to_ascii_lowercase);
    Ok(match end.as_deref().and_then(OsStr::to_str) {
        Some("md" | "markdown") => RecordFormat::Markdown,
        Some("html" | "htm") => RecordFormat::Html,
        Some("svg") => RecordFormat::Svg,
        _ => bail!(
            "{} doesn’t say which format is meant: end it with .md, .html or .svg, or give --format",
            shown(file)
        ),
    })
}
