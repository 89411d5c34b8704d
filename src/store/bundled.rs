//! The courses that are built into the binary.
//!
//! **Invariant:** the table is made by `build.rs` from `quizzes/`, sorted by name. Each file is packed
//! for itself, but for what every start reads.

use std::borrow::Cow;
use std::io::Read as _;

use flate2::read::DeflateDecoder;

/// Every file of every bundled course: `course/file` and its bytes, sorted.
const FILES: &[File] = include!(concat!(env!("OUT_DIR"), "/bundled.rs"));

/// `course/file`, and its bytes.
type File = (&'static str, Kept);

/// How bytes are kept in the binary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kept {
    /// As they are.
    Plain(&'static [u8]),
    /// Deflated, and how many they were before.
    Packed(&'static [u8], usize),
}

/// A course that is built in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bundled {
    /// The name of its folder.
    pub name: &'static str,
    files: &'static [File],
}

impl Bundled {
    /// The bytes of one of its files.
    pub fn read(&self, name: &str) -> Option<Cow<'static, [u8]>> {
        self.place(name).map(|at| self.files[at].1.bytes())
    }

    /// Is there such a file?
    pub fn has(&self, name: &str) -> bool {
        self.place(name).is_some()
    }

    /// The names of its files.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        let start = self.name.len() + 1;
        self.files.iter().map(move |(path, _)| &path[start..])
    }

    fn place(&self, name: &str) -> Option<usize> {
        let start = self.name.len() + 1;
        let at = self
            .files
            .binary_search_by(|(path, _)| path[start..].cmp(name));
        at.ok()
    }
}

impl Kept {
    fn bytes(self) -> Cow<'static, [u8]> {
        match self {
            Self::Plain(bytes) => Cow::Borrowed(bytes),
            Self::Packed(packed, size) => {
                let mut bytes = Vec::with_capacity(size);
                DeflateDecoder::new(packed)
                    .read_to_end(&mut bytes)
                    .expect("`build.rs` packed it");
                Cow::Owned(bytes)
            }
        }
    }
}

/// The courses that come with Recto.
pub fn courses() -> Vec<Bundled> {
    courses_in(FILES)
}

fn courses_in(files: &'static [File]) -> Vec<Bundled> {
    files
        .chunk_by(|(a, _), (b, _)| folder(a) == folder(b))
        .map(|files| Bundled {
            name: folder(files[0].0),
            files,
        })
        .filter(|course| course.has("course.toml"))
        .collect()
}

fn folder(path: &str) -> &str {
    path.split_once('/').map_or("", |(folder, _)| folder)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;

    #[test]
    fn a_course_is_a_folder_with_its_course_toml() {
        let files: &[File] = &[
            ("bread/1.md", Kept::Plain(b"one")),
            ("bread/course.toml", Kept::Plain(b"title")),
            ("notes/x.md", Kept::Plain(b"no course")),
            ("tides/course.toml", Kept::Plain(b"")),
            ("tides/figures/a.svg", Kept::Plain(b"<svg/>")),
        ];
        let courses = courses_in(files);
        let names: Vec<_> = courses.iter().map(|course| course.name).collect();
        assert_eq!(names, ["bread", "tides"]);
        assert_eq!(courses[0].read("1.md").as_deref(), Some(&b"one"[..]));
        assert_eq!(courses[0].read("2.md"), None);
        assert_eq!(
            courses[1].names().collect::<Vec<_>>(),
            ["course.toml", "figures/a.svg"]
        );
    }

    #[test]
    fn what_is_packed_is_read_as_it_lies_in_the_folder() {
        let quizzes = Path::new(env!("CARGO_MANIFEST_DIR")).join("quizzes");
        for course in courses() {
            for name in course.names() {
                let file = quizzes.join(course.name).join(name);
                let read = course.read(name).unwrap();
                assert!(*read == *fs::read(file).unwrap(), "{}/{name}", course.name);
                let is_packed = matches!(read, Cow::Owned(_));
                assert_eq!(is_packed, name != "course.toml", "{name}");
            }
        }
    }
}
