use super::*;
use crate::course::Heading;
use crate::course::block::{Block, Face, Inline, Target};
use crate::course::id::{CourseId, QuestionId, SectionId};
use crate::course::question::{Kind, Question};
use crate::text::Clean;

/// Sections (id, title) with their questions (id, prompt).
type Parts<'p> = &'p [(&'p str, &'p str, &'p [(&'p str, &'p str)])];

/// A course of these, with activities.
fn course(parts: Parts<'_>) -> (Course, Vec<Section>) {
    let mut course = Course {
        id: CourseId::new("c").unwrap(),
        title: Clean::words("C"),
        language: Clean::default(),
        authors: Vec::new(),
        source: Clean::default(),
        licence: Clean::default(),
        description: Vec::new(),
        acknowledgements: Vec::new(),
        outcomes: Vec::new(),
        audience: crate::course::Audience::Anyone,
        sections: Vec::new(),
        exams: Vec::new(),
        glossary: Vec::new(),
        references: Vec::new(),
    };
    let mut sections = Vec::new();
    for (id, title, questions) in parts {
        let id = SectionId::new(id).unwrap();
        course.sections.push(Heading {
            id: id.clone(),
            number: None,
            title: Clean::words(title),
            level: 1,
            file: id.to_string(),
        });
        let questions = questions.iter().map(|(id, prompt)| {
            let mut question = Question::new(QuestionId::new(id).unwrap(), Kind::Activity);
            question.prompt = vec![Block::Paragraph(vec![Inline::plain(Clean::words(prompt))])];
            question
        });
        let questions: Vec<_> = questions.collect();
        let places = questions.iter().map(|q| Block::Question(q.id.clone()));
        sections.push(Section {
            id,
            title: Clean::words(title),
            blocks: places.collect(),
            footnotes: Vec::new(),
            questions,
            groups: Vec::new(),
        });
    }
    (course, sections)
}

/// The full names of the new edition's questions, and the fates.
fn followed(old: Parts<'_>, new: Parts<'_>) -> (Vec<String>, Fates) {
    let (old_course, old_sections) = course(old);
    let (mut course, mut sections) = course(new);
    let old = Edition {
        course: &old_course,
        sections: &old_sections,
    };
    let fates = follow(old, &mut course, &mut sections);
    let mut names = Vec::new();
    for (section, heading) in sections.iter().zip(&course.sections) {
        assert_eq!(section.id, heading.id);
        for (question, block) in section.questions.iter().zip(&section.blocks) {
            assert_eq!(
                *block,
                Block::Question(question.id.clone()),
                "its place follows"
            );
            names.push(format!("{}/{}", section.id, question.id));
        }
    }
    (names, fates)
}

const TIDES: &str = "Why is the harbour dry at noon on Sunday?";
const WIND: &str = "Why was the bridge closed to lorries on Monday?";
const SALT: &str = "What keeps the sea from freezing in a cold winter?";

#[test]
fn the_same_edition_has_the_same_names() {
    let parts: Parts = &[
        ("1", "Sea", &[("a", TIDES), ("b", WIND)]),
        ("2", "Ice", &[("a", SALT)]),
    ];
    let (names, fates) = followed(parts, parts);
    assert_eq!(names, ["1/a", "1/b", "2/a"]);
    assert_eq!(fates, Fates::default());
}

#[test]
fn names_follow_their_questions() {
    let old: Parts = &[("1", "Sea", &[("q1", TIDES), ("q2", WIND)])];
    for (new, names) in [
        // A question came in before the others, which changed their numbers.
        (
            &[("1", "Sea", &[("q1", SALT), ("q2", TIDES), ("q3", WIND)][..])][..],
            &["1/q1-2", "1/q1", "1/q2"][..],
        ),
        // The words were mended.
        (
            &[(
                "1",
                "Sea",
                &[
                    ("q1", "Why is the harbour dry, at noon on a Sunday?"),
                    ("q2", WIND),
                ],
            )],
            &["1/q1", "1/q2"],
        ),
        // So they were, and the numbers changed too.
        (
            &[(
                "1",
                "Sea",
                &[
                    ("q1", SALT),
                    ("q2", "Why is the harbour dry at noon on each Sunday?"),
                ],
            )],
            &["1/q1-2", "1/q1"],
        ),
        // A section came in before this one.
        (
            &[
                ("1", "Land", &[("q1", SALT)]),
                ("2", "Sea", &[("q1", TIDES), ("q2", WIND)]),
            ],
            &["1-2/q1", "1/q1", "1/q2"],
        ),
        // The section has another title.
        (
            &[("1", "The sea", &[("q1", TIDES), ("q2", WIND)])],
            &["1/q1", "1/q2"],
        ),
        // Other words under the same names: the name wins.
        (
            &[("1", "Sea", &[("q1", SALT), ("q2", WIND)])],
            &["1/q1", "1/q2"],
        ),
        // Neither name nor words: place and kind.
        (
            &[("1", "Sea", &[("x", SALT), ("y", WIND)])],
            &["1/q1", "1/q2"],
        ),
    ] {
        assert_eq!(followed(old, new).0, names, "{new:?}");
    }
}

#[test]
fn what_became_of_each_is_told() {
    let old: Parts = &[
        ("1", "Sea", &[("q1", TIDES), ("q2", WIND)]),
        ("2", "Ice", &[("q1", SALT)]),
    ];
    let new: Parts = &[
        ("1", "Sea", &[("q1", TIDES)]),
        ("2", "Ice", &[("q1", SALT), ("q2", WIND)]),
    ];
    let (names, fates) = followed(old, new);
    assert_eq!(names, ["1/q1", "2/q1", "2/q2"]);
    let name = |name| FullId::parse(name).unwrap();
    assert_eq!(fates.moved, [(name("1/q2"), name("2/q2"))]);
    assert_eq!((fates.gone, fates.reworded), (vec![], vec![]));

    let new: Parts = &[("1", "Sea", &[("q1", SALT)])];
    let (names, fates) = followed(old, new);
    assert_eq!(names, ["1/q1"]);
    assert_eq!(fates.reworded, [name("1/q1")]);
    assert_eq!(fates.gone, [name("1/q2"), name("2/q1")]);
}

#[test]
fn links_follow_sections() {
    let (old_course, old_sections) = course(&[("1", "Sea", &[])]);
    let (mut course, mut sections) = course(&[("1", "Land", &[]), ("2", "Sea", &[])]);
    let link = |id: &str| {
        let target = Target::Section(SectionId::new(id).unwrap(), None);
        let inline = Inline {
            text: Clean::words("there"),
            face: Face::default(),
            target: Some(target),
        };
        Block::Paragraph(vec![inline])
    };
    course.description = vec![link("2")];
    sections[0].blocks = vec![link("2"), link("1")];
    let old = Edition {
        course: &old_course,
        sections: &old_sections,
    };
    follow(old, &mut course, &mut sections);
    assert_eq!(course.description, [link("1")]);
    assert_eq!(sections[0].blocks, [link("1"), link("1-2")]);
}

#[test]
fn many_alike_take_time_in_step_with_their_number() {
    let ids: Vec<_> = (0..20_000).map(|n| format!("q{n}")).collect();
    let old: Vec<_> = ids.iter().map(|id| (id.as_str(), TIDES)).collect();
    let new: Vec<_> = ids.iter().rev().map(|id| (id.as_str(), WIND)).collect();
    let (names, _) = followed(&[("1", "Sea", &old)], &[("1", "Sea", &new)]);
    assert_eq!(names.len(), ids.len());
    assert_eq!(names[0], "1/q19999");
}
