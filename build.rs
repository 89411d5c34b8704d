//! Writes two tables that are built into the binary: the bundled courses (`quizzes/`), and the
//! default keys (`assets/keys.toml`), so that no start has to read them; and says how it is linked.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use flate2::Compression;
use flate2::write::DeflateEncoder;
use toml::de::{DeTable, DeValue};

/// What each start reads of every course: it is not packed.
const READ_AT_STARTS: &str = "course.toml";

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=quizzes");
    println!("cargo::rerun-if-changed=assets/keys.toml");
    link_in_place();
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    fs::write(out.join("bundled.rs"), bundled(&root, &out)?)?;
    let keys = fs::read_to_string(root.join("assets/keys.toml"))?;
    fs::write(out.join("keys.rs"), keys_table(&keys))
}

/// A program that may be loaded anywhere carries a list of all the places that hold an address, a
/// thirteenth of its size, and each start goes through it. What it would be good for, hiding where code
/// lies from whoever has found an error of memory, matters little where no code of ours is unsafe.
fn link_in_place() {
    let target = |part| env::var(format!("CARGO_CFG_TARGET_{part}")).unwrap_or_default();
    let is_plain = target("OS") == "linux"
        && target("ENV") == "gnu"
        && !target("FEATURE").contains("crt-static");
    if is_plain && matches!(&*target("ARCH"), "x86_64" | "aarch64") {
        println!("cargo::rustc-link-arg-bins=-no-pie");
    }
}

/// The keys in the order of the file: context, verb, keys.
fn keys_table(text: &str) -> String {
    let file = DeTable::parse(text).expect("assets/keys.toml is TOML");
    let mut rows = Vec::new();
    for (context, verbs) in file.get_ref() {
        let DeValue::Table(verbs) = verbs.get_ref() else {
            panic!("assets/keys.toml: `{}` is no table", context.get_ref());
        };
        for (verb, keys) in verbs {
            let DeValue::Array(keys) = keys.get_ref() else {
                panic!("assets/keys.toml: `{}` is no list", verb.get_ref());
            };
            let keys = keys.iter().map(|key| match key.get_ref() {
                DeValue::String(key) => &**key,
                _ => panic!("assets/keys.toml: a key of `{}` is no text", verb.get_ref()),
            });
            let keys: Vec<&str> = keys.collect();
            let row = format!("({:?}, {:?}, &{keys:?})", context.get_ref(), verb.get_ref());
            rows.push((verb.span().start, row));
        }
    }
    rows.sort();
    let rows: Vec<_> = rows.into_iter().map(|(_, row)| row).collect();
    format!("&[\n    {}\n]", rows.join(",\n    "))
}

/// Every file of every course: `course/file` and how its bytes are kept, sorted. Those that are packed
/// are written into a folder of `out`.
fn bundled(root: &Path, out: &Path) -> io::Result<String> {
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
    fs::create_dir_all(out.join("bundled"))?;
    let mut table = String::from("&[\n");
    for (index, (name, file)) in named.iter().enumerate() {
        let kept = if file.file_name().is_some_and(|name| name == READ_AT_STARTS) {
            format!("Kept::Plain(include_bytes!({:?}))", file.to_string_lossy())
        } else {
            let bytes = fs::read(file)?;
            let packed = out.join(format!("bundled/{index}"));
            fs::write(&packed, deflated(&bytes)?)?;
            let packed = packed.to_string_lossy();
            format!("Kept::Packed(include_bytes!({packed:?}), {})", bytes.len())
        };
        writeln!(table, "    ({name:?}, {kept}),").expect("a String takes everything");
    }
    table.push(']');
    Ok(table)
}

fn deflated(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    encoder.finish()
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
