//! What the targets share: files in memory, and what an import promises.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};

use recto::course::Section;
use recto::import::format::Format;
use recto::import::{Files, Imported, Input};
use recto::markup::{markdown, normal, write};

/// Files in memory.
pub struct Map {
    names: Vec<String>,
    files: BTreeMap<String, Vec<u8>>,
}

impl Map {
    /// Files parted by lines of `====`; the first line of each is its name.
    pub fn of(bytes: &[u8]) -> Self {
        let mut files = BTreeMap::new();
        for part in parts(bytes) {
            let end = part
                .iter()
                .position(|byte| *byte == b'\n')
                .unwrap_or(part.len());
            let (name, body) = part.split_at(end);
            let name = String::from_utf8_lossy(name).into_owned();
            if is_inside(&name) {
                files.insert(name, body.strip_prefix(b"\n").unwrap_or(body).to_vec());
            }
        }
        let names = files.keys().cloned().collect();
        Self { names, files }
    }
}

/// Whoever makes the files promises that no name leads out.
fn is_inside(name: &str) -> bool {
    let mut parts = name.split('/');
    parts.all(|part| !matches!(part, "" | "." | ".."))
}

/// What stands between lines of `====`.
pub fn parts(bytes: &[u8]) -> Vec<&[u8]> {
    const MARK: &[u8] = b"\n====\n";
    let mut parts = Vec::new();
    let mut rest = bytes;
    while let Some(at) = rest.windows(MARK.len()).position(|window| window == MARK) {
        parts.push(&rest[..at]);
        rest = &rest[at + MARK.len()..];
    }
    parts.push(rest);
    parts
}

impl Files for Map {
    fn names(&self) -> &[String] {
        &self.names
    }

    fn read(&self, name: &str) -> Result<Cow<'_, [u8]>, String> {
        let bytes = self.files.get(name).ok_or("there is no such file")?;
        Ok(Cow::Borrowed(bytes))
    }
}

/// Reads something in a format: it gives a course that is sound, or a sentence.
pub fn bears(format: &Format, input: &Input) {
    let _ = (format.knows)(input);
    match (format.read)(input) {
        Ok(imported) => is_sound(imported),
        Err(refusal) => {
            for text in [&refusal.what, &refusal.advice] {
                assert!(!text.is_empty() && !text.ends_with('.'), "{text}");
                assert!(!text.contains(|c: char| c.is_control()), "{text:?}");
            }
        }
    }
}

/// Is a course that came in one that can be written and read again?
pub fn is_sound(imported: Imported) {
    let headings = &imported.course.sections;
    assert_eq!(headings.len(), imported.sections.len());
    let mut files = HashSet::new();
    let mut ids = HashSet::new();
    for (heading, section) in headings.iter().zip(&imported.sections) {
        assert_eq!(heading.id, section.id);
        assert!(
            ids.insert(section.id.clone()),
            "{} is there twice",
            section.id
        );
        assert!(
            files.insert(heading.file.to_lowercase()),
            "{} is there twice",
            heading.file
        );
        let mut questions = HashSet::new();
        for question in &section.questions {
            assert!(
                questions.insert(&question.id),
                "{} is there twice",
                question.id
            );
            let group = question.group.is_some();
            assert_eq!(group, section.group_of(question).is_some());
        }
    }
    imported.sections.into_iter().for_each(is_read_as_written);
}

/// Is what is written of a section read as the same?
pub fn is_read_as_written(mut section: Section) {
    normal::section(&mut section);
    let written = write::text(&section);
    let read = markdown::read(&written, "a.md");
    assert_eq!(read.blocks, section.blocks, "\n{written}");
    assert_eq!(read.footnotes, section.footnotes, "\n{written}");
}
