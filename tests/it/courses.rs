//! Courses on disk: what is written in, and the domain that comes out.

use std::path::{Path, PathBuf};

use recto::page::{Glyphs, Row, lay};
use recto::store::bundled;
use recto::store::check::{check_folder, check_source};
use recto::store::course_file;
use recto::store::source::Source;
use recto::study::stats::Marking;

use crate::outline;

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/courses")
        .join(name)
}

/// A course and all its sections as an outline, the problems last.
fn outline_of(name: &str) -> String {
    let source = Source::Folder(fixture(name));
    let (course, mut problems) = course_file::course(&source).expect("the fixture is a course");
    let mut out = outline::course(&course);
    for index in 0..course.sections.len() {
        let (section, more) = course_file::section(&source, &course, index);
        out.push_str(&outline::section(&section));
        problems.extend(more);
    }
    out.push_str(&outline::problems(&problems));
    out
}

#[test]
fn every_construct_comes_out_as_it_was_meant() {
    insta::assert_snapshot!(outline_of("every"));
}

/// Figures are made of the syllabus, sittings of the sections: they must mean the same questions.
#[test]
fn a_syllabus_names_what_the_sections_have() {
    let folders = ["every", "faulty"].map(|name| Source::Folder(fixture(name)));
    let bundled = bundled::courses().into_iter().map(Source::Bundled);
    for source in folders.into_iter().chain(bundled) {
        let (course, _) = course_file::course(&source).unwrap();
        let syllabus = course_file::syllabus(&source, &course);
        assert_eq!(syllabus.sections.len(), course.sections.len());
        for (index, topic) in syllabus.sections.iter().enumerate() {
            let (section, _) = course_file::section(&source, &course, index);
            assert_eq!(topic.id, section.id);
            assert_eq!(topic.title, &*section.title);
            let mut wanted: Vec<_> = section
                .questions
                .iter()
                .map(|question| {
                    let marking = Marking::of(question.kind.is_marked());
                    (&question.id, marking, &question.aims)
                })
                .collect();
            wanted.sort_by_key(|(id, ..)| *id);
            let asked = topic.questions.iter();
            let mut got: Vec<_> = asked
                .map(|asked| (&asked.id.question, asked.marking, &asked.aims))
                .collect();
            got.sort_by_key(|(id, ..)| *id);
            assert_eq!(got, wanted, "{}", section.title);
        }
    }
}

#[test]
fn a_good_course_checks_clean() {
    let problems = check_folder(&fixture("every")).unwrap();
    assert_eq!(outline::problems(&problems), "");
}

#[test]
fn every_fault_is_named_with_its_place() {
    let problems = check_folder(&fixture("faulty")).unwrap();
    insta::assert_snapshot!(outline::problems(&problems));
}

#[test]
fn the_bundled_courses_check_clean() {
    for course in bundled::courses() {
        let problems = check_source(&Source::Bundled(course)).unwrap();
        assert_eq!(outline::problems(&problems), "", "{}", course.name);
    }
}

#[test]
fn a_course_is_counted_without_being_parsed() {
    let source = Source::Folder(fixture("every"));
    let (course, _) = course_file::course(&source).unwrap();
    assert_eq!(course_file::n_questions(&source, &course), 14);
}

#[test]
fn formulas_are_text_in_the_line_and_centred_on_their_own() {
    let source = Source::Folder(fixture("every"));
    let (course, _) = course_file::course(&source).unwrap();
    let index = course
        .sections
        .iter()
        .position(|section| section.id.as_str() == "1.4")
        .unwrap();
    let (section, _) = course_file::section(&source, &course, index);
    let page = lay(&section, 40, Glyphs::Unicode);
    let rows: Vec<String> = page.rows.iter().map(Row::text).collect();
    let line = "and another, with E = mc² in it. A";
    assert!(rows.iter().any(|row| row.starts_with(line)), "{rows:#?}");
    let centred = format!("{}E = mc²", " ".repeat((40 - 7) / 2));
    assert!(rows.contains(&centred), "{rows:#?}");
}
