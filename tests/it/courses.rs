//! Courses on disk: what is written in, and the domain that comes out.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use recto::course::question::{Gap, Kind, Options};
use recto::page::{Glyphs, Row, lay};
use recto::store::bundled;
use recto::store::check::{check_folder, check_source};
use recto::store::course_file;
use recto::store::source::Source;
use recto::study::event::Response;
use recto::study::grade::grade;
use recto::study::stats::Marking;

use crate::harness::source_of;
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

/// The response that the author takes for right.
pub fn right(kind: &Kind) -> Option<Response> {
    let picked = |options: &Options| {
        let choices = options.choices.iter().enumerate();
        choices
            .filter(|(_, choice)| choice.correct)
            .map(|(at, _)| at)
            .collect()
    };
    Some(match kind {
        Kind::Choice(key) | Kind::Choices(key) => Response::Picked(picked(key)),
        Kind::TrueFalse { correct } => Response::Said(*correct),
        Kind::Text(key) => Response::Written(key.accept[0].replace('*', "")),
        Kind::Number(key) => {
            let unit = key.unit.as_deref().unwrap_or_default();
            Response::Written(format!("{} {unit}", key.value))
        }
        Kind::Match(key) | Kind::Sort(key) => {
            Response::Placed(key.items.iter().map(|item| Some(item.target)).collect())
        }
        Kind::Order(key) => Response::Ordered((0..key.items.len()).collect()),
        Kind::Gaps(key) => Response::Filled(key.gaps.iter().map(Gap::right).collect()),
        Kind::Open { .. } | Kind::Activity | Kind::Unknown(_) => return None,
    })
}

#[test]
fn the_key_of_every_question_is_right() {
    let mut kinds = BTreeSet::new();
    for name in ["every", "how-teams-work"] {
        let source = source_of(name);
        let (course, _) = course_file::course(&source).unwrap();
        for index in 0..course.sections.len() {
            let (section, _) = course_file::section(&source, &course, index);
            for question in &section.questions {
                let Some(response) = right(&question.kind) else {
                    continue;
                };
                let outcome = grade(question, &response);
                assert_eq!(outcome.score, Some(1.0), "{}: {response:?}", question.id);
                kinds.insert(question.kind.name().to_owned());
            }
        }
    }
    assert_eq!(kinds.len(), 9, "{kinds:?}");
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
