//! What lies open, as a small TOML file beside this device's log.
//!
//! As in the log, the options, items and targets of a draft count from 1.
//!
//! **Invariant:** the file is replaced whole; one that can't be read is set aside, never overwritten.

mod exam;

use std::io::{self, Read as _};
use std::path::Path;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::course::id::{CourseId, FullId, QuestionId, SectionId};
use crate::course::passage::Anchor;
use crate::store::atomic::{self, Care};
use crate::store::{log, plain_file};
use crate::study::desk::{Desk, Draft};
use crate::study::event::Response;

use self::exam::ExamEntry;

#[derive(Debug, Default, Serialize, Deserialize)]
struct File {
    #[serde(skip_serializing_if = "Option::is_none")]
    course: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    section: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    question: Option<String>,
    #[serde(default)]
    place: Vec<PlaceEntry>,
    #[serde(default)]
    draft: Vec<DraftEntry>,
    #[serde(default)]
    exam: Vec<ExamEntry>,
}

#[derive(Debug, Serialize, Deserialize)]
struct PlaceEntry {
    course: String,
    section: String,
    at: String,
    block: u32,
    offset: u32,
}

#[derive(Debug, Default, Serialize, Deserialize)]
struct DraftEntry {
    course: String,
    question: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    response: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    picked: Option<Vec<usize>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    said: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    placed: Option<Vec<usize>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ordered: Option<Vec<usize>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    filled: Option<Vec<String>>,
    #[serde(default)]
    cursor: usize,
    #[serde(default)]
    hint: bool,
}

/// What lies open, and what is wrong with the file, if something is.
pub fn load(path: &Path) -> (Desk, Option<String>) {
    let bytes = match read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return (Desk::default(), None),
        Err(error) => {
            return (
                Desk::default(),
                Some(format!(
                    "your places and drafts can't be read: {}: {error}",
                    log::shown(path)
                )),
            );
        }
    };
    let parsed = std::str::from_utf8(&bytes)
        .ok()
        .and_then(|words| toml::from_str::<File>(words).ok());
    match parsed {
        Some(file) => (file.into_desk(), None),
        None => (Desk::default(), Some(set_aside(path, &bytes))),
    }
}

/// No desk is larger.
const LARGEST: u64 = 1 << 26;

fn read(path: &Path) -> io::Result<Vec<u8>> {
    let (file, what) = plain_file::open(path)?;
    if what.len() > LARGEST {
        let what = format!("it is larger than {} MB", LARGEST >> 20);
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, what));
    }
    let mut bytes = Vec::new();
    file.take(LARGEST).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn set_aside(path: &Path, bytes: &[u8]) -> String {
    let kept =
        log::create_new(path, "broken").and_then(|mut file| io::Write::write_all(&mut file, bytes));
    match kept {
        Ok(()) => format!(
            "{}: your places and drafts could not be read; the file is kept beside it as .broken",
            log::shown(path)
        ),
        Err(error) => format!(
            "{}: your places and drafts could not be read, nor set aside: {error}",
            log::shown(path)
        ),
    }
}

/// Keeps what lies open; on the disk when it returns.
pub fn save(path: &Path, desk: &Desk) -> io::Result<()> {
    let words = toml::to_string(&File::of(desk)).map_err(io::Error::other)?;
    atomic::replace(path, words.as_bytes(), Care::Precious)
}

impl File {
    fn of(desk: &Desk) -> Self {
        let places = desk
            .places
            .iter()
            .map(|((course, section), (at, place))| PlaceEntry {
                course: course.to_string(),
                section: section.to_string(),
                at: at.to_string(),
                block: place.block,
                offset: place.offset,
            });
        let drafts = desk
            .drafts
            .iter()
            .map(|((course, question), draft)| DraftEntry::of(course, question, draft));
        let exams = desk.exams.iter();
        let exams = exams.map(|(course, script)| ExamEntry::of(course, script));
        Self {
            course: desk.last.as_ref().map(|(course, _)| course.to_string()),
            section: desk.last.as_ref().map(|(_, section)| section.to_string()),
            question: desk.question.as_ref().map(ToString::to_string),
            place: places.collect(),
            draft: drafts.collect(),
            exam: exams.collect(),
        }
    }

    fn into_desk(self) -> Desk {
        let last = self
            .course
            .as_deref()
            .and_then(CourseId::new)
            .zip(self.section.as_deref().and_then(SectionId::new));
        let places = self.place.into_iter().filter_map(|entry| {
            let key = (
                CourseId::new(&entry.course)?,
                SectionId::new(&entry.section)?,
            );
            let at: Timestamp = entry.at.parse().ok()?;
            Some((
                key,
                (
                    at,
                    Anchor {
                        block: entry.block,
                        offset: entry.offset,
                    },
                ),
            ))
        });
        let drafts = self.draft.into_iter().filter_map(|entry| {
            let key = (
                CourseId::new(&entry.course)?,
                FullId::parse(&entry.question)?,
            );
            Some((key, entry.into_draft()?))
        });
        let exams = self.exam.into_iter().filter_map(ExamEntry::into_script);
        Desk {
            places: places.collect(),
            last,
            question: self.question.as_deref().and_then(QuestionId::new),
            drafts: drafts.collect(),
            exams: exams.collect(),
        }
    }
}

impl DraftEntry {
    fn of(course: &CourseId, question: &FullId, draft: &Draft) -> Self {
        let mut entry = Self {
            course: course.to_string(),
            question: question.to_string(),
            cursor: draft.cursor,
            hint: draft.hinted,
            ..Self::default()
        };
        entry.put(&draft.response);
        entry
    }

    /// The answer that was begun; `None` if nothing can be made of it.
    fn into_draft(self) -> Option<Draft> {
        let (cursor, hinted) = (self.cursor, self.hint);
        Some(Draft {
            response: self.response()?,
            cursor,
            hinted,
        })
    }

    fn put(&mut self, response: &Response) {
        let from_1 = |indexes: &[usize]| indexes.iter().map(|at| at.saturating_add(1)).collect();
        match response {
            Response::Written(words) => self.response = Some(words.clone()),
            Response::Picked(picks) => self.picked = Some(from_1(picks)),
            Response::Said(yes) => self.said = Some(*yes),
            Response::Placed(targets) => {
                let number = |target: &Option<usize>| target.map_or(0, |at| at.saturating_add(1));
                self.placed = Some(targets.iter().map(number).collect());
            }
            Response::Ordered(items) => self.ordered = Some(from_1(items)),
            Response::Filled(words) => self.filled = Some(words.clone()),
            Response::DontKnow => {}
        }
    }

    /// As much as there is of the answer; `None` if it can't be told.
    fn response(self) -> Option<Response> {
        let from_1 = |numbers: Vec<usize>| {
            let indexes = numbers.iter().map(|number| number.checked_sub(1));
            indexes.collect::<Option<Vec<_>>>()
        };
        if let Some(words) = self.response {
            return Some(Response::Written(words));
        }
        if let Some(picks) = self.picked {
            return from_1(picks).map(Response::Picked);
        }
        if let Some(targets) = self.placed {
            let targets = targets.iter().map(|target| target.checked_sub(1));
            return Some(Response::Placed(targets.collect()));
        }
        if let Some(items) = self.ordered {
            return from_1(items).map(Response::Ordered);
        }
        if let Some(words) = self.filled {
            return Some(Response::Filled(words));
        }
        self.said.map(Response::Said)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn what_lies_open_lies_there_the_next_day() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.desk");
        assert_eq!(load(&path), (Desk::default(), None));
        let course = CourseId::new("c").unwrap();
        let section = SectionId::new("1.4").unwrap();
        let mut desk = Desk {
            last: Some((course.clone(), section.clone())),
            question: QuestionId::new("q0"),
            ..Desk::default()
        };
        let at = "2026-11-23T10:00:00.123Z".parse().unwrap();
        desk.places.insert(
            (course.clone(), section),
            (
                at,
                Anchor {
                    block: 3,
                    offset: 17,
                },
            ),
        );
        for (n, response) in [
            Response::Written("half a \"sentence\u{1b}[2J\n日本 👩‍👩‍👧".to_owned()),
            Response::Picked(vec![0, 2]),
            Response::Said(false),
            Response::Placed(vec![Some(1), None]),
            Response::Ordered(vec![1, 0]),
            Response::Filled(vec!["a \"b\"".to_owned(), String::new()]),
        ]
        .into_iter()
        .enumerate()
        {
            let question = FullId::parse(&format!("1.4/q{n}")).unwrap();
            desk.drafts.insert(
                (course.clone(), question),
                Draft {
                    response,
                    cursor: n,
                    hinted: n == 1,
                },
            );
        }
        save(&path, &desk).unwrap();
        assert_eq!(load(&path), (desk, None));
    }

    #[test]
    fn a_broken_file_is_set_aside() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.desk");
        fs::write(&path, b"place = [[\xff").unwrap();
        let (desk, complaint) = load(&path);
        assert_eq!(desk, Desk::default());
        assert!(complaint.unwrap().contains("a.desk"));
        assert_eq!(
            fs::read(path.with_extension("broken-1")).unwrap(),
            b"place = [[\xff"
        );
    }

    #[test]
    fn options_count_from_1_in_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.desk");
        let draft =
            |picked| format!("[[draft]]\ncourse = \"c\"\nquestion = \"1/a\"\npicked = {picked}\n");
        fs::write(&path, draft("[1, 3]")).unwrap();
        let (desk, complaint) = load(&path);
        assert_eq!(complaint, None);
        let drafts: Vec<_> = desk.drafts.values().map(|draft| &draft.response).collect();
        assert_eq!(drafts, [&Response::Picked(vec![0, 2])]);
        save(&path, &desk).unwrap();
        assert!(
            fs::read_to_string(&path)
                .unwrap()
                .contains("picked = [1, 3]")
        );
        fs::write(&path, draft("[0]")).unwrap();
        assert_eq!(load(&path), (Desk::default(), None), "there is no option 0");
    }

    #[test]
    fn a_pipe_is_no_desk() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.desk");
        let mode = rustix::fs::Mode::from_raw_mode(0o600);
        rustix::fs::mknodat(rustix::fs::CWD, &path, rustix::fs::FileType::Fifo, mode, 0).unwrap();
        let (desk, complaint) = load(&path);
        assert_eq!(desk, Desk::default());
        assert!(complaint.unwrap().contains("no plain file"));
    }
}
