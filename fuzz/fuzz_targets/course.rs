#![no_main]

use std::fs;

use libfuzzer_sys::fuzz_target;
use recto::store::check;
use recto::store::course_file;
use recto::store::source::Source;
use recto_fuzz::parts;

// `course.toml`, then the text of its first section, then the questions of it.
fuzz_target!(|bytes: &[u8]| {
    let parts = parts(bytes);
    let folder = tempfile::tempdir().expect("there is room for a small folder");
    let names = ["course.toml", "1-a.md", "1-a.toml"];
    for (name, bytes) in names.iter().zip(parts) {
        fs::write(folder.path().join(name), bytes).expect("there is room for a small file");
    }
    let source = Source::Folder(folder.path().to_owned());
    if let Ok((course, _)) = course_file::course(&source) {
        for index in 0..course.sections.len().min(3) {
            course_file::section(&source, &course, index);
        }
    }
    let _ = course_file::lead(&source);
    let _ = check::check_source(&source);
});
