//! The courses that are built into the binary.
//!
//! **Invariant:** the table is made by `build.rs` from `quizzes/`, sorted by name; nothing here
//! copies or unpacks anything.

/// Every file of every bundled course: `course/file` and its bytes, sorted.
const FILES: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/bundled.rs"));

/// A course that is built in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bundled {
    /// The name of its folder.
    pub name: &'static str,
    files: &'static [(&'static str, &'static [u8])],
}

impl Bundled {
    /// The bytes of one of its files.
    pub fn read(&self, name: &str) -> Option<&'static [u8]> {
        let at = self
            .files
            .binary_search_by(|(path, _)| path[self.name.len() + 1..].cmp(name));
        at.ok().map(|at| self.files[at].1)
    }

    /// The names of its files.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        let start = self.name.len() + 1;
        self.files.iter().map(move |(path, _)| &path[start..])
    }
}

/// The courses that come with Recto.
pub fn courses() -> Vec<Bundled> {
    courses_in(FILES)
}

fn courses_in(files: &'static [(&'static str, &'static [u8])]) -> Vec<Bundled> {
    files
        .chunk_by(|(a, _), (b, _)| folder(a) == folder(b))
        .map(|files| Bundled {
            name: folder(files[0].0),
            files,
        })
        .filter(|course| course.read("course.toml").is_some())
        .collect()
}

fn folder(path: &str) -> &str {
    path.split_once('/').map_or("", |(folder, _)| folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_course_is_a_folder_with_its_course_toml() {
        let files: &[(&str, &[u8])] = &[
            ("bread/1.md", b"one"),
            ("bread/course.toml", b"title"),
            ("notes/x.md", b"no course"),
            ("tides/course.toml", b""),
            ("tides/figures/a.svg", b"<svg/>"),
        ];
        let courses = courses_in(files);
        let names: Vec<_> = courses.iter().map(|course| course.name).collect();
        assert_eq!(names, ["bread", "tides"]);
        assert_eq!(courses[0].read("1.md"), Some(&b"one"[..]));
        assert_eq!(courses[0].read("2.md"), None);
        assert_eq!(
            courses[1].names().collect::<Vec<_>>(),
            ["course.toml", "figures/a.svg"]
        );
    }

    #[test]
    fn the_table_is_sorted_as_it_is_searched() {
        for course in courses() {
            for name in course.names() {
                assert!(course.read(name).is_some(), "{name}");
            }
        }
    }
}
