//! A course that is written in our own format is read as what it was.

use std::fs;
use std::path::{Path, PathBuf};

use recto::course::problem::Place;
use recto::course::{Course, Section};
use recto::export::course::files;
use recto::store::course_file;
use recto::store::source::Source;
use recto::store::{bundled, check};

/// A course with all its sections, but for where its questions stand in the files.
fn load(source: &Source) -> (Course, Vec<Section>) {
    let (course, _) = course_file::course(source).expect("it is a course");
    let sections = 0..course.sections.len();
    let sections = sections.map(|index| {
        let (mut section, _) = course_file::section(source, &course, index);
        for question in &mut section.questions {
            question.place = Place::default();
        }
        section
    });
    let sections = sections.collect();
    (course, sections)
}

fn written(course: &Course, sections: &[Section], folder: &Path) -> Source {
    for (name, text) in files(course, sections) {
        fs::write(folder.join(name), text).unwrap();
    }
    Source::Folder(folder.to_owned())
}

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/courses")
        .join(name)
}

fn sources() -> Vec<Source> {
    let fixtures = ["every", "quiz", "figures"].map(|name| Source::Folder(fixture(name)));
    let bundled = bundled::courses().into_iter().map(Source::Bundled);
    fixtures.into_iter().chain(bundled).collect()
}

#[test]
fn a_course_is_read_as_what_it_was() {
    for source in sources() {
        let folder = tempfile::tempdir().unwrap();
        let (course, sections) = load(&source);
        let again = written(&course, &sections, folder.path());
        let (course_again, sections_again) = load(&again);
        pretty(&course_again, &course);
        for (again, section) in sections_again.iter().zip(&sections) {
            let place = format!("{} {}", course.id, section.id);
            for (again, block) in again.blocks.iter().zip(&section.blocks) {
                assert_eq!(again, block, "{place}");
            }
            for (again, question) in again.questions.iter().zip(&section.questions) {
                assert_eq!(again, question, "{place}");
            }
            assert_eq!(again, section, "{place}");
        }
        assert_eq!(sections_again.len(), sections.len());
    }
}

#[track_caller]
fn pretty(again: &Course, course: &Course) {
    for (again, heading) in again.sections.iter().zip(&course.sections) {
        assert_eq!(again, heading);
    }
    assert_eq!(again, course);
}

#[test]
fn what_checks_clean_does_so_when_it_is_written_anew() {
    for source in bundled::courses().into_iter().map(Source::Bundled) {
        let folder = tempfile::tempdir().unwrap();
        let (course, sections) = load(&source);
        written(&course, &sections, folder.path());
        let problems = check::check_folder(folder.path()).unwrap();
        let problems = problems.iter().map(ToString::to_string);
        // The figures are not written, and so they are missed.
        let others: Vec<_> = problems
            .filter(|problem| !problem.contains("figures/"))
            .collect();
        assert_eq!(others, Vec::<String>::new());
    }
}
