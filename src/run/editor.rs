//! The learner's own editor.
//!
//! **Invariant:** the terminal is theirs while it runs; whoever calls has given it back.

use std::process::Command;

use anyhow::{Context as _, Result};

/// The learner's editor on a file of its own; gives back what stands in it afterwards.
pub fn write(words: &str) -> Result<String> {
    let mut file = tempfile::Builder::new()
        .prefix("recto-answer-")
        .suffix(".md")
        .tempfile()
        .context("making a file for the editor")?;
    std::io::Write::write_all(&mut file, words.as_bytes())
        .context("writing the file for the editor")?;
    let editor = ["VISUAL", "EDITOR"]
        .iter()
        .find_map(|name| {
            std::env::var(name)
                .ok()
                .filter(|value| !value.trim().is_empty())
        })
        .unwrap_or_else(|| "vi".to_owned());
    // An editor is often named with options: "code --wait".
    let mut parts = editor.split_whitespace();
    let program = parts.next().context("no editor is named: set EDITOR")?;
    let status = Command::new(program)
        .args(parts)
        .arg(file.path())
        .status()
        .with_context(|| format!("starting {program}: set EDITOR to an editor that is there"))?;
    anyhow::ensure!(
        status.success(),
        "{program} ended with {status}; your answer is as it was"
    );
    let bytes = std::fs::read(file.path()).context("reading what the editor wrote")?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
