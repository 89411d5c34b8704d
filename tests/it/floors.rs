//! What keeps the house: who may import whom, how long a file may be, what it opens with.

use std::fs;
use std::path::{Path, PathBuf};

/// The floor of each top-level module.
const FLOORS: [(&str, u8); 13] = [
    ("text", 0),
    ("course", 1),
    ("study", 2),
    ("page", 2),
    ("markup", 2),
    ("app", 3),
    ("store", 4),
    ("export", 4),
    ("import", 4),
    ("plain", 4),
    ("tui", 4),
    ("cli", 5),
    ("run", 5),
];
/// No file is longer.
const LONGEST: usize = 600;

fn floor(module: &str) -> Option<u8> {
    FLOORS
        .iter()
        .find(|(name, _)| *name == module)
        .map(|(_, floor)| *floor)
}

fn files(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, out);
        } else if path.extension().is_some_and(|end| end == "rs") {
            out.push(path);
        }
    }
}

fn sources() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    files(&root, &mut paths);
    paths.sort();
    assert!(paths.len() > 40, "the sources are not where they were");
    paths
        .iter()
        .map(|path| {
            let name = path
                .strip_prefix(&root)
                .unwrap()
                .to_string_lossy()
                .replace('\\', "/");
            (name, fs::read_to_string(path).unwrap())
        })
        .collect()
}

/// The module of floor five's files that are no folder, or the folder's name.
fn module(name: &str) -> &str {
    let first = name.split('/').next().unwrap();
    first.strip_suffix(".rs").unwrap_or(first)
}

/// The code of a file: what stands before its tests, without comments.
fn code(words: &str) -> String {
    let end = words.find("#[cfg(test)]\nmod tests").unwrap_or(words.len());
    let lines = words[..end]
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

/// What of the crate a piece of code names: the words behind each `crate::`.
fn imports(code: &str) -> impl Iterator<Item = &str> {
    code.match_indices("crate::").map(|(at, lead)| {
        let rest = &code[at + lead.len()..];
        let end = rest
            .find(|c: char| !c.is_alphanumeric() && c != '_')
            .unwrap_or(rest.len());
        &rest[..end]
    })
}

#[test]
fn a_file_imports_only_from_floors_below_its_own() {
    let mut wrong = Vec::new();
    for (name, words) in sources() {
        let own = module(&name);
        let Some(here) = floor(own) else { continue };
        for other in imports(&code(&words)) {
            let Some(there) = floor(other) else { continue };
            // The files of floor five are one thing; below it, nobody sees a neighbour.
            if other != own && there >= here && here < 5 {
                wrong.push(format!(
                    "src/{name} (floor {here}) imports {other} (floor {there})"
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn only_the_edges_know_files_terminals_and_formats() {
    let reserved: [(&str, &[&str]); 6] = [
        ("ratatui", &["tui"]),
        ("crossterm", &["tui"]),
        ("serde", &["store", "export", "tui", "run"]),
        // In markup only `entry`: the table with its places, from which questions are read.
        ("toml::", &["markup", "store", "tui"]),
        ("std::fs", &["store", "run"]),
        ("anyhow", &["store", "run"]),
    ];
    let mut wrong = Vec::new();
    for (name, words) in sources() {
        for (what, allowed) in reserved {
            if code(&words).contains(what) && !allowed.contains(&module(&name)) {
                wrong.push(format!("src/{name} names {what}"));
            }
        }
        let reads_clock = code(&words).contains("::now()");
        if reads_clock && module(&name) != "run" {
            wrong.push(format!("src/{name} reads the clock"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_file_says_what_it_is_and_is_short() {
    let mut wrong = Vec::new();
    for (name, words) in sources() {
        if !words.starts_with("//!") {
            wrong.push(format!("src/{name} does not open with //!"));
        }
        let n = words.lines().count();
        if n > LONGEST {
            wrong.push(format!("src/{name} has {n} lines"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_guard_itself_sees() {
    let seen: Vec<_> = imports("use crate::tui::keys;\nlet x = crate::text::width(y);").collect();
    assert_eq!(seen, ["tui", "text"]);
    assert_eq!(module("app/study/reading.rs"), "app");
    assert_eq!(module("run.rs"), "run");
}
