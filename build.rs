//! Writes the table of the bundled courses (`quizzes/`) that is built into the binary.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=quizzes");
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let mut files = Vec::new();
    // Recto may be built without courses; the library is then empty at first.
    if root.join("quizzes").is_dir() {
        collect(&root.join("quizzes"), &mut files)?;
    }
    let mut named: Vec<(String, PathBuf)> = files
        .into_iter()
        .map(|file| {
            let name = file
                .strip_prefix(root.join("quizzes"))
                .expect("it was found below it");
            (name.to_string_lossy().replace('\\', "/"), file)
        })
        // Only what lies in a course's folder belongs to a course.
        .filter(|(name, _)| name.contains('/'))
        .collect();
    // By name, not by path: the table is searched by name.
    named.sort();
    let mut table = String::from("&[\n");
    for (name, file) in named {
        writeln!(
            table,
            "    ({name:?}, include_bytes!({:?})),",
            file.to_string_lossy()
        )
        .expect("a String takes everything");
    }
    table.push(']');
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    fs::write(out.join("bundled.rs"), table)
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}
