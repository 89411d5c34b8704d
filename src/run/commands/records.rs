//! The commands about the learner's records: what was done, whether it is whole, and what of it is
//! to be written back.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Result, bail};
use serde_json::{Value, json};

use super::{PROBLEMS, print, print_json};
use crate::run::world::{self, World};
use crate::store::log::{Fault, shown};
use crate::store::records::{Checked, Records};
use crate::study::event::Event;

/// `recto progress verify`
pub fn verify(progress: Option<PathBuf>, json: bool) -> Result<ExitCode> {
    let mut records = world::records(progress)?;
    let Checked {
        faults,
        missing,
        is_compared,
        is_unread,
    } = records.check();
    if json {
        let files = records.logs.marks().iter().map(|(path, mark)| {
            json!({
                "file": path.to_string_lossy(),
                "bytes": mark.bytes,
                "entries": mark.entries,
                "unknown": mark.unknown,
            })
        });
        print_json(&json!({
            "files": files.collect::<Value>(),
            "faults": faults.iter().map(fault_json).collect::<Value>(),
            "compared": is_compared,
            "missing": missing.len(),
        }))?;
    } else {
        print(&report(&records, &faults, missing.len(), is_compared))?;
    }
    Ok(if is_unread {
        ExitCode::from(2)
    } else if faults.is_empty() && missing.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(PROBLEMS)
    })
}

fn report(records: &Records, faults: &[Fault], n_missing: usize, is_compared: bool) -> String {
    let mut lines = String::new();
    for (path, mark) in records.logs.marks() {
        let unknown = match mark.unknown {
            0 => String::new(),
            n => format!(", {n} of them with something that this version doesn't know (kept)"),
        };
        let (path, entries, bytes) = (shown(path), mark.entries, mark.bytes);
        lines.push_str(&format!(
            "{path}: {entries} entries, {bytes} bytes{unknown}\n"
        ));
    }
    for fault in faults {
        lines.push_str(&format!("{fault}\n"));
    }
    if n_missing > 0 && records.logs.losses().is_empty() {
        let entries = entries(n_missing);
        lines.push_str(&format!(
            "{entries} in no log any more: `recto progress restore` writes back what is missing.\n"
        ));
    }
    lines.push_str(if records.logs.marks().is_empty() && faults.is_empty() {
        "There is no log yet.\n"
    } else if !faults.is_empty() || n_missing > 0 {
        "What is broken is kept and skipped; all else counts.\n"
    } else if is_compared {
        "All is whole, and nothing is missing that was read before.\n"
    } else {
        "All is whole. Nothing was read before that it could be compared with.\n"
    });
    lines
}

fn fault_json(fault: &Fault) -> Value {
    json!({ "file": fault.file.to_string_lossy(), "line": fault.line, "what": fault.what })
}

/// `recto progress restore`
pub fn restore(mut world: World, dry: bool, json: bool) -> Result<ExitCode> {
    world.name_device();
    let missing = world.records.missing(&mut world.progress);
    let own = world.records.logs.own_path().to_owned();
    if !dry && let Err(error) = world.records.restore(&mut world.progress) {
        bail!("{error}; what is missing still counts");
    }
    let written = if dry { 0 } else { missing.len() };
    if json {
        let rows = missing.iter().map(|event| {
            json!({
                "at": event.at.to_string(),
                "course": event.course.as_str(),
                "did": event.did.name(),
                "question": event.did.question().map(ToString::to_string),
            })
        });
        let file = own.to_string_lossy();
        print_json(
            &json!({ "missing": rows.collect::<Value>(), "written": written, "file": file }),
        )?;
    } else if missing.is_empty() {
        print("Nothing is missing: all that was read before is in the logs.\n")?;
    } else {
        let mut lines = format!("{} in no log any more:\n", entries(missing.len()));
        let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        for Event { course, did, .. } in &missing {
            *counts.entry((course.as_str(), did.name())).or_default() += 1;
        }
        for ((course, did), n) in counts {
            lines.push_str(&format!("  {course}: {n} \u{d7} {did}\n"));
        }
        let own = shown(&own);
        lines.push_str(&if dry {
            format!("`recto progress restore` writes back what is missing, at the end of {own}\n")
        } else {
            format!("Written back, at the end of {own}\n")
        });
        print(&lines)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn entries(n: usize) -> String {
    if n == 1 {
        "1 entry is".to_owned()
    } else {
        format!("{n} entries are")
    }
}
