//! What came of an import, in words and as JSON.
//!
//! **Invariant:** all that is told of a file's content is clean.

use std::path::PathBuf;

use serde_json::{Value, json};

use super::tally::Tally;
use crate::course::id::CourseId;
use crate::course::problem::Problem;
use crate::import::{Note, Refusal};
use crate::store::log::shown;
use crate::text::Clean;

/// So many notes and problems are told in words.
const TOLD: usize = 12;

/// A course that came in.
#[derive(Debug)]
pub struct Report {
    /// Its id.
    pub id: CourseId,
    /// Where it is.
    pub folder: PathBuf,
    /// Its title.
    pub title: Clean,
    /// What came.
    pub tally: Tally,
    /// What was changed, guessed or left out.
    pub notes: Vec<Note>,
    /// What is wrong with it.
    pub problems: Vec<Problem>,
}

/// What came of the file `name`, as JSON.
pub fn json(name: &str, outcome: &Result<Report, Refusal>) -> Value {
    let name = Clean::words(name).to_string();
    match outcome {
        Ok(report) => json!({
            "file": name,
            "course": report.id.as_str(),
            "dir": report.folder,
            "title": &*report.title,
            "sections": report.tally.sections,
            "questions": report.tally.questions,
            "parts": report.tally.parts,
            "with_answer": report.tally.with_answer,
            "tables": report.tally.tables,
            "figures": report.tally.figures,
            "glossary": report.tally.glossary,
            "words": report.tally.words,
            "notes": report.notes.iter().map(|note| json!({
                "place": &*note.place,
                "what": &*note.what,
            })).collect::<Vec<_>>(),
            "problems": report.problems.iter().map(|problem| json!({
                "place": problem.place.to_string(),
                "what": problem.what,
                "advice": problem.advice,
            })).collect::<Vec<_>>(),
        }),
        Err(refusal) => json!({
            "file": name,
            "course": null,
            "dir": null,
            "notes": [],
            "problems": [{ "place": name, "what": clean(&refusal.what), "advice": clean(&refusal.advice) }],
        }),
    }
}

/// Why nothing came of the file `name`, in a sentence.
pub fn refused(name: &str, refusal: &Refusal) -> String {
    let Refusal { what, advice } = refusal;
    format!("{}: {}; {}", clean(name), clean(what), clean(advice))
}

fn clean(words: &str) -> String {
    Clean::words(words).to_string()
}

/// What came, in words.
pub fn words(report: &Report) -> String {
    let tally = &report.tally;
    let mut parts = vec![
        count(tally.sections, "section", "sections"),
        questions(tally),
    ];
    let rest = [
        (tally.tables, "table", "tables"),
        (tally.figures, "figure", "figures"),
        (tally.glossary, "term explained", "terms explained"),
        (tally.words, "word", "words"),
    ];
    parts.extend(
        rest.into_iter()
            .filter(|(n, ..)| *n > 0)
            .map(|(n, one, many)| count(n, one, many)),
    );
    let mut out = format!("{} ({})\n  {}\n", report.title, report.id, parts.join(", "));
    let folder = shown(&report.folder);
    out.push_str(&format!("  It is in {folder}\n"));
    let notes = report
        .notes
        .iter()
        .map(|note| format!("{}: {}", note.place, note.what));
    push_list(&mut out, "What was changed, guessed or left out", notes);
    let problems = report.problems.iter().map(ToString::to_string);
    push_list(&mut out, "What is wrong with it", problems);
    out
}

fn questions(tally: &Tally) -> String {
    let mut words = count(tally.questions, "question", "questions");
    let mut more = Vec::new();
    if tally.parts > tally.questions {
        more.push(format!("{} parts", tally.parts));
    }
    if tally.questions > 0 {
        more.push(format!("{} with an answer", tally.with_answer));
    }
    if !more.is_empty() {
        words.push_str(&format!(" ({})", more.join(", ")));
    }
    words
}

fn count(n: usize, one: &str, many: &str) -> String {
    match n {
        1 => format!("1 {one}"),
        n => format!("{n} {many}"),
    }
}

fn push_list(out: &mut String, head: &str, lines: impl ExactSizeIterator<Item = String>) {
    let n = lines.len();
    if n == 0 {
        return;
    }
    out.push_str(&format!("  {head} ({n}):\n"));
    for line in lines.take(TOLD) {
        out.push_str(&format!("    {line}\n"));
    }
    if n > TOLD {
        let more = n - TOLD;
        out.push_str(&format!("    … and {more} more: --json tells them all\n"));
    }
}
