//! The program: says what was asked for, on the screen or without one, and how it ended.
//!
//! **Invariant:** the clock and chance are read here and nowhere below. Nothing but the answer goes
//! to stdout; what went wrong goes to stderr in one sentence. Exit codes: 0 done, 1 the content has
//! problems or there is too little to go by, 2 it could not be done.

mod commands;
mod editor;
mod exam;
mod import;
mod plain;
mod plan;
mod review;
mod screen;
mod stats;
mod world;

use std::io::{self, IsTerminal};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Result, bail};
use clap::Parser;

use crate::cli::{Cli, Command, ProgressTask, Review};
use crate::study::event::Stand;
use crate::study::session::Scope;
use world::World;

/// Runs what the command line asks for.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version are answers; anything else could not be done.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    let ready = crate::tui::wait::outlive_limits();
    match ready.map_err(Into::into).and_then(|()| run(cli)) {
        Ok(code) => code,
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            say(&format!("recto: {error:#}"));
            ExitCode::from(2)
        }
    }
}

fn run(cli: Cli) -> Result<ExitCode> {
    match cli.command {
        Some(Command::Check { dir, json }) => commands::check(&dir, json),
        Some(Command::Import(wanted)) => commands::import(World::open(cli.progress)?, &wanted),
        Some(Command::New { dir }) => commands::new(&dir),
        Some(Command::Completions { shell }) => commands::completions(shell),
        Some(Command::Man) => commands::man(),
        Some(Command::Config) => commands::config(cli.progress),
        Some(Command::List { json }) => commands::list(World::open(cli.progress)?, json),
        Some(Command::Read {
            course,
            section,
            width,
            answers,
        }) => commands::read(
            &World::open(cli.progress)?,
            &course,
            section.as_deref(),
            width,
            answers,
        ),
        Some(Command::Progress { course, task, json }) => {
            progress(cli.progress, course.as_deref(), task, json)
        }
        Some(Command::Away { course, back }) => {
            let stand = if back { Stand::Open } else { Stand::Away };
            commands::away(World::open(cli.progress)?, &course, stand)
        }
        Some(Command::Record(wanted)) => commands::record(World::open(cli.progress)?, &wanted),
        Some(Command::Forget(wanted)) => commands::forget(World::open(cli.progress)?, &wanted),
        Some(Command::Export(wanted)) => commands::export(World::open(cli.progress)?, &wanted),
        Some(Command::Optimise { dry_run, json }) => {
            let keep = if dry_run {
                commands::Keep::Nowhere
            } else {
                commands::Keep::Written
            };
            commands::optimise(World::open(cli.progress)?, keep, json)
        }
        Some(Command::Quiz {
            course,
            section,
            plain,
        }) => {
            let world = World::open(cli.progress)?;
            if plain || cli.plain || !has_screen() {
                plain::quiz(world, &course, section.as_deref())
            } else {
                screen::study(
                    world,
                    Some(&course),
                    section.as_deref(),
                    screen::First::Questions,
                )
            }
        }
        Some(Command::Exam(wanted)) if wanted.results => {
            exam::results(World::open(cli.progress)?, &wanted)
        }
        Some(Command::Exam(wanted)) if wanted.plain || cli.plain || !has_screen() => {
            exam::sit(World::open(cli.progress)?, &wanted)
        }
        Some(Command::Exam(wanted)) => exam::show(World::open(cli.progress)?, &wanted),
        Some(Command::Review(wanted)) => {
            let (world, scope) = to_review(World::open(cli.progress)?, &wanted)?;
            if wanted.plan {
                commands::plan(world, &scope, wanted.json)
            } else if wanted.plain || cli.plain || !has_screen() {
                plain::review(world, &scope)
            } else {
                screen::study(world, None, None, screen::First::Review(scope))
            }
        }
        None if cli.plain => {
            let world = World::open(cli.progress)?;
            plain::front(
                world,
                cli.open.course.as_deref(),
                cli.open.section.as_deref(),
            )
        }
        None if !has_screen() => bail!(
            "this is no terminal that can show a screen (TERM is \"{}\"); \
             `recto --plain`, `recto read COURSE` and `recto list` work here",
            std::env::var("TERM").unwrap_or_default()
        ),
        None => {
            let world = World::open(cli.progress)?;
            screen::study(
                world,
                cli.open.course.as_deref(),
                cli.open.section.as_deref(),
                screen::First::Text,
            )
        }
    }
}

/// What a review is of, with what it is planned towards.
fn to_review(mut world: World, wanted: &Review) -> Result<(World, Scope)> {
    let scope = match &wanted.course {
        Some(course) => Scope::Course(world.course_to_study(course)?.1.id),
        None => Scope::All,
    };
    if let Some(exam) = wanted.by {
        plan::aim_at(&mut world, exam, &scope)?;
    }
    Ok((world, scope))
}

/// `recto progress` and what belongs to it.
fn progress(
    place: Option<PathBuf>,
    course: Option<&str>,
    task: Option<ProgressTask>,
    json: bool,
) -> Result<ExitCode> {
    match task {
        None => commands::progress(World::open(place)?, course, json),
        Some(_) if course.is_some() => {
            bail!("the logs are looked at as a whole: leave the course out")
        }
        Some(ProgressTask::Verify) => commands::verify(place, json),
        Some(ProgressTask::Restore { dry_run }) => {
            commands::restore(World::open(place)?, dry_run, json)
        }
    }
}

/// Is there a terminal at both ends, and one that can be drawn on?
fn has_screen() -> bool {
    let dumb = std::env::var_os("TERM").is_none_or(|term| term.is_empty() || term == "dumb");
    io::stdin().is_terminal() && io::stdout().is_terminal() && !dumb
}

/// Somebody who reads only the head of the output is no fault.
fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause
            .downcast_ref::<io::Error>()
            .is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
    })
}

#[expect(
    clippy::print_stderr,
    reason = "the one place where a sentence goes to stderr"
)]
fn say(words: &str) {
    let words: Vec<_> = words
        .lines()
        .map(|line| crate::text::Clean::words(line).to_string())
        .collect();
    eprintln!("{}", words.join("\n"));
}
