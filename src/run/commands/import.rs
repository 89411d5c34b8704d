//! `recto import`: courses of other makers come in.
//!
//! **Invariant:** of a file that can't be brought in nothing is left, and the others come all the same.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Result, bail};
use serde_json::Value;

use super::{PROBLEMS, complain, print};
use crate::cli::Import;
use crate::import::{Refusal, format};
use crate::run::import::{self, Course, Order, Report, Unfinished};
use crate::run::world::World;

/// Something could not be done.
const FAILED: u8 = 2;

/// `recto import`
pub fn import(mut world: World, wanted: &Import) -> Result<ExitCode> {
    let stdin = wanted.files.iter().filter(|path| path.as_os_str() == "-");
    if stdin.count() > 1 {
        bail!("stdin can be read once: name - once");
    }
    let into = wanted.into.clone();
    let into = into.unwrap_or_else(|| world.paths.courses.clone());
    let unfinished = Unfinished::watched()?;
    let order = Order {
        paths: &wanted.files,
        format: wanted.format.as_deref().and_then(format::named),
        into: &into,
        old: if wanted.replace {
            Course::GivesWay
        } else {
            Course::Stays
        },
        unfinished: &unfinished,
    };
    let outcomes = import::all(&order, &mut world);
    tell(&wanted.files, &outcomes, wanted.json)?;
    complain(&world.complaints)?;
    world.keep_progress();
    let codes = outcomes.iter().map(|outcome| match outcome {
        Err(_) => FAILED,
        Ok(report) if report.problems.is_empty() => 0,
        Ok(_) => PROBLEMS,
    });
    Ok(ExitCode::from(codes.max().unwrap_or_default()))
}

/// Says what came of each file: what came on stdout, what did not on stderr.
fn tell(paths: &[PathBuf], outcomes: &[Result<Report, Refusal>], as_json: bool) -> Result<()> {
    let names: Vec<_> = paths.iter().map(|path| path.to_string_lossy()).collect();
    let outcomes = names.iter().zip(outcomes);
    let mut refused = Vec::new();
    let mut came = String::new();
    let mut rows = Vec::new();
    for (name, outcome) in outcomes {
        rows.push(import::json(name, outcome));
        match outcome {
            Ok(report) => came.push_str(&import::words(report)),
            Err(refusal) => refused.push(import::refused(name, refusal)),
        }
    }
    if as_json {
        // On one line, so that it can be told from what others write beside it.
        came = format!("{}\n", Value::Array(rows));
    }
    print(&came)?;
    complain(&refused)
}
