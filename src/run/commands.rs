//! The commands that need no screen.

mod away;
mod export;
mod forget;
mod import;
mod optimise;
mod plan;
mod progress;
mod record;
mod records;

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::CommandFactory;
use clap_complete::Shell;
use serde_json::json;

use crate::cli::Cli;
use crate::plain::read::{self, Answers};
use crate::run::world::{self, World, section_index};
use crate::store::atomic::{self, Care};
use crate::store::check::check_folder;
use crate::store::course_file;
use crate::store::paths::Paths;
use crate::store::scaffold;
use crate::store::settings_file;
use crate::study::event::Stand;

pub use self::away::away;
pub use self::export::export;
pub use self::forget::forget;
pub use self::import::import;
pub use self::optimise::{Keep, optimise};
pub use self::plan::plan;
pub use self::progress::progress;
pub use self::record::record;
pub use self::records::{restore, verify};

/// The content has problems.
const PROBLEMS: u8 = 1;

pub(super) fn print(words: &str) -> Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(words.as_bytes())?;
    out.flush()?;
    Ok(())
}

/// Writes `words` into `file`, whole or not at all; to stdout without one.
fn deliver(words: &str, file: Option<&Path>) -> Result<()> {
    match file {
        Some(file) => Ok(atomic::replace(file, words.as_bytes(), Care::Precious)?),
        None => print(words),
    }
}

pub(super) fn print_json(value: &serde_json::Value) -> Result<()> {
    print(&format!("{value:#}\n"))
}

/// `recto list`
pub fn list(mut world: World, json: bool) -> Result<ExitCode> {
    let today = world.calendar().day(world::now()).last();
    let mut rows = Vec::new();
    let mut lines = String::new();
    for entry in &world.shelf {
        let loaded = course_file::course(&entry.source);
        let (sections, questions) = loaded.as_ref().map_or((0, 0), |(course, _)| {
            (
                course.sections.len(),
                course_file::n_questions(&entry.source, course),
            )
        });
        let summary = world.progress.summary(&entry.id);
        let away = world.progress.stand(&entry.id) == Stand::Away;
        let read = summary.map_or(0, |summary| summary.n_read);
        let answered = summary.map_or(0, |summary| summary.n_answered);
        let due = summary.map_or(0, |summary| summary.n_due(today));
        let problem = loaded.err().map(|error| error.to_string());
        if json {
            rows.push(json!({
                "id": entry.id.as_str(),
                "title": &*entry.title,
                "away": away,
                "sections": sections,
                "questions": questions,
                "progress": { "read": read, "answered": answered },
                "due": due,
                "problem": problem,
            }));
        } else {
            let mark = if away { "  put away" } else { "" };
            lines.push_str(&format!("{}  ({}){mark}\n", entry.title, entry.id));
            lines.push_str(&match problem {
                Some(problem) => format!("  {problem}\n"),
                None => format!("  {read} of {sections} sections read, {answered} of {questions} questions answered, {due} due\n"),
            });
        }
    }
    if json {
        print_json(&serde_json::Value::Array(rows))?;
    } else if lines.is_empty() {
        print("There is no course. `recto new FOLDER` writes one to start from.\n")?;
    } else {
        print(&lines)?;
    }
    complain(&world.complaints)?;
    world.keep_progress();
    Ok(ExitCode::SUCCESS)
}

/// `recto read`
pub fn read(
    world: &World,
    course: &str,
    section: Option<&str>,
    width: u16,
    answers: bool,
) -> Result<ExitCode> {
    let (source, course, _) = world.course(course)?;
    let answers = if answers {
        Answers::Shown
    } else {
        Answers::Hidden
    };
    let indexes = match section {
        Some(section) => vec![section_index(&course, section)?],
        None => (0..course.sections.len()).collect(),
    };
    let width = usize::from(width.max(1));
    let is_whole = section.is_none();
    if is_whole {
        print(&format!("{}\n\n", course.title))?;
    }
    for (at, index) in indexes.into_iter().enumerate() {
        let (section, _) = world::section(&source, &course, index);
        let gap = if at > 0 { "\n\n" } else { "" };
        print(&format!("{gap}{}", read::section(&section, width, answers)))?;
    }
    if is_whole {
        print(&format!("\n\n{}", read::about(&course, width)))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// `recto check`
pub fn check(dir: &Path, json: bool) -> Result<ExitCode> {
    let problems = match check_folder(dir) {
        Ok(problems) => problems,
        Err(error) => anyhow::bail!("{error}"),
    };
    if json {
        let rows = problems.iter().map(|problem| {
            json!({
                "file": &*problem.place.file,
                "line": problem.place.line,
                "column": problem.place.column,
                "what": problem.what,
                "advice": problem.advice,
            })
        });
        print_json(&rows.collect())?;
    } else {
        let mut lines: String = problems
            .iter()
            .map(|problem| format!("{problem}\n"))
            .collect();
        lines.push_str(&match problems.len() {
            0 => "No problems.\n".to_owned(),
            1 => "1 problem.\n".to_owned(),
            n => format!("{n} problems.\n"),
        });
        print(&lines)?;
    }
    Ok(if problems.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(PROBLEMS)
    })
}

/// `recto new`
pub fn new(dir: &Path) -> Result<ExitCode> {
    scaffold::write(dir)?;
    let shown = dir.display();
    print(&format!(
        "A course to start from is in {shown}.\n`recto {shown}` opens it; `recto check {shown}` checks it.\n"
    ))?;
    Ok(ExitCode::SUCCESS)
}

/// `recto config`
pub fn config(progress: Option<PathBuf>) -> Result<ExitCode> {
    let paths = Paths::new(progress)?;
    let mut words = String::from(settings_file::DEFAULT);
    words.push_str("\n# Where things are kept:\n");
    for (what, path) in [
        ("settings", paths.config.join("config.toml")),
        ("keys    ", paths.config.join("keys.toml")),
        ("themes  ", paths.config.join("themes")),
        ("courses ", paths.courses),
        ("progress", paths.progress),
        ("cache   ", paths.cache),
    ] {
        words.push_str(&format!("#   {what}  {}\n", path.display()));
    }
    print(&words)?;
    Ok(ExitCode::SUCCESS)
}

/// `recto completions`
pub fn completions(shell: Shell) -> Result<ExitCode> {
    let mut words = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "recto", &mut words);
    print(&String::from_utf8(words).context("making the completions")?)?;
    Ok(ExitCode::SUCCESS)
}

/// `recto man`
pub fn man() -> Result<ExitCode> {
    let mut words = Vec::new();
    clap_mangen::Man::new(Cli::command())
        .render(&mut words)
        .context("making the manual page")?;
    print(&String::from_utf8(words).context("making the manual page")?)?;
    Ok(ExitCode::SUCCESS)
}

/// So much is told of what is wrong.
const COMPLAINTS: usize = 20;

/// What is wrong with the learner's files, on stderr.
pub fn complain(complaints: &[String]) -> Result<()> {
    let mut out = io::stderr().lock();
    for complaint in complaints.iter().take(COMPLAINTS) {
        writeln!(out, "recto: {complaint}")?;
    }
    if let Some(more) = complaints.len().checked_sub(COMPLAINTS + 1) {
        writeln!(out, "recto: and {} more: recto progress verify", more + 1)?;
    }
    Ok(())
}
