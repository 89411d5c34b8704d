//! A course that is written in our own format is read as what it was.

use std::fs;
use std::path::{Path, PathBuf};

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use recto::course::block::{Block, Inline, Target};
use recto::course::id::{QuestionId, SectionId};
use recto::course::problem::Place;
use recto::course::question::{
    Choice, Difficulty, Evidence, Feedback, Gap, GapKey, GapOption, Gaps, Group, Kind, NumberKey,
    Options, Ordered, Paired, Pairing, Point, Question, Sequence, TextKey, Tolerance,
};
use recto::course::{Course, Section};
use recto::export::course::files;
use recto::markup::normal;
use recto::store::course_file;
use recto::store::source::Source;
use recto::store::{bundled, check};
use recto::text::Clean;

use crate::write_any::{any_block, any_line};

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

/// What is wrong in it stays wrong, or comes into normal form.
#[test]
fn a_faulty_course_is_read_as_its_normal_form() {
    let folder = tempfile::tempdir().unwrap();
    let (course, mut sections) = load(&Source::Folder(fixture("faulty")));
    let (_, again) = load(&written(&course, &sections, folder.path()));
    sections.iter_mut().for_each(normal::section);
    for (again, section) in again.iter().zip(&sections) {
        assert_eq!(again.blocks, section.blocks, "{}", section.id);
        assert_eq!(again.footnotes, section.footnotes, "{}", section.id);
        let ids = |section: &Section| -> Vec<_> {
            section
                .questions
                .iter()
                .map(|q| (q.id.clone(), q.kind.name().to_owned()))
                .collect()
        };
        assert_eq!(ids(again), ids(section), "{}", section.id);
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

fn words() -> impl Strategy<Value = Clean> {
    "[a-z\"'\\\\#=\\[{ é\u{1f600}]{0,8}[a-z]".prop_map(|words| Clean::trimmed(&words))
}

fn blocks() -> impl Strategy<Value = Vec<Block>> {
    vec(any_block(), 0..3).prop_map(normal::fragment)
}

/// A line that says something.
fn line() -> impl Strategy<Value = Vec<Inline>> {
    let with_word = |mut line: Vec<Inline>| {
        line.push(Inline::plain(Clean::words(" word")));
        normal::line(line)
    };
    any_line().prop_map(with_word)
}

fn text_key() -> impl Strategy<Value = TextKey> {
    (vec(words(), 1..3), vec(words(), 0..2), any::<bool>()).prop_map(|(accept, reject, case)| {
        TextKey {
            accept,
            reject,
            case,
        }
    })
}

fn number_key() -> impl Strategy<Value = NumberKey> {
    let number = || prop_oneof![any::<i32>().prop_map(f64::from), prop::num::f64::NORMAL];
    let size = || number().prop_map(f64::abs);
    let tolerance = prop_oneof![
        size().prop_map(Tolerance::Absolute),
        size().prop_map(Tolerance::Percent)
    ];
    let also = vec((words(), size().prop_map(|size| size.max(0.5))), 0..2);
    (number(), tolerance, option::of(words()), also).prop_map(|(value, tolerance, unit, also)| {
        NumberKey {
            value,
            tolerance,
            unit,
            also,
        }
    })
}

fn options() -> impl Strategy<Value = Options> {
    let choice = (line(), any::<bool>(), blocks()).prop_map(|(text, correct, feedback)| Choice {
        text,
        correct,
        feedback,
    });
    (vec(choice, 1..3), any::<bool>()).prop_map(|(choices, shuffle)| Options { choices, shuffle })
}

/// Items in the order of their targets, as they are read; of a match those targets come first that
/// have items.
fn pairing() -> impl Strategy<Value = Pairing> {
    let target = |n: usize| vec![Inline::plain(Clean::words(&format!("target {n}")))];
    let items = vec((line(), blocks()), 1..5);
    (items, 1..4_usize, any::<bool>()).prop_map(move |(items, n, shuffle)| {
        let n_used = n.min(items.len());
        let items = items.into_iter().enumerate();
        let items = items.map(|(at, (text, feedback))| Paired {
            text,
            target: at.min(n_used - 1),
            feedback,
        });
        Pairing {
            items: items.collect(),
            targets: (0..n).map(target).collect(),
            shuffle,
        }
    })
}

fn sequence() -> impl Strategy<Value = Sequence> {
    let item = (line(), blocks()).prop_map(|(text, feedback)| Ordered { text, feedback });
    vec(item, 1..4).prop_map(|items| Sequence { items })
}

fn gaps() -> impl Strategy<Value = Gaps> {
    let chosen = vec(any::<bool>(), 1..4).prop_map(|all| {
        let option = |(n, correct): (usize, bool)| GapOption {
            text: Clean::words(&format!("\"option {n}")),
            correct,
        };
        GapKey::Chosen(all.into_iter().enumerate().map(option).collect())
    });
    let key = prop_oneof![text_key().prop_map(GapKey::Typed), chosen];
    let gap = (key, blocks(), "[a-z*_ ]{0,3}[a-z]");
    (vec(gap, 1..4), any::<bool>()).prop_map(|(gaps, shuffle)| {
        let gaps: Vec<_> = gaps
            .into_iter()
            .enumerate()
            .map(|(n, (key, feedback, name))| Gap {
                name: Clean::trimmed(&format!("{n}{name}")),
                key,
                feedback,
            })
            .collect();
        let places = gaps.iter().enumerate().flat_map(|(n, gap)| {
            let place = Inline {
                text: Clean::words(&format!("{{{{{}}}}}", gap.name)),
                target: Some(Target::Gap(n)),
                ..Inline::plain(Clean::default())
            };
            [Inline::plain(Clean::words(" and *")), place]
        });
        let text = normal::fragment(vec![Block::Paragraph(places.collect())]);
        Gaps {
            text,
            gaps,
            shuffle,
        }
    })
}

fn kind() -> impl Strategy<Value = Kind> {
    let point = (words(), vec(words(), 0..3)).prop_map(|(text, accept)| Point { text, accept });
    prop_oneof![
        vec(point, 0..3).prop_map(|points| Kind::Open { points }),
        Just(Kind::Activity),
        options().prop_map(Kind::Choice),
        options().prop_map(Kind::Choices),
        any::<bool>().prop_map(|correct| Kind::TrueFalse { correct }),
        text_key().prop_map(Kind::Text),
        number_key().prop_map(Kind::Number),
        pairing().prop_map(Kind::Match),
        pairing().prop_map(Kind::Sort),
        sequence().prop_map(Kind::Order),
        gaps().prop_map(Kind::Gaps),
        Just(Kind::Unknown(Clean::words("essay"))),
    ]
}

fn question() -> impl Strategy<Value = Question> {
    let maybe = || option::of(words());
    let evidence = (option::of(Just(SectionId::new("1.4").unwrap())), words());
    let evidence = evidence.prop_map(|(section, phrase)| Evidence { section, phrase });
    let difficulty = prop_oneof![
        Just(Difficulty::Easy),
        Just(Difficulty::Medium),
        Just(Difficulty::Hard)
    ];
    (
        kind(),
        (maybe(), maybe(), maybe(), maybe(), option::of(any::<u32>())),
        (blocks(), blocks(), blocks(), blocks(), blocks()),
        (blocks(), blocks(), blocks()),
        (
            "[a-z\"'\\\\ \n]{0,12}",
            option::of(evidence),
            option::of(difficulty),
        ),
        vec(words(), 0..3),
    )
        .prop_map(
            |(kind, names, said, feedback, (prefill, evidence, difficulty), aims)| {
                let (group, label, title, source, minutes) = names;
                let (prompt, hint, answer, discussion, reflection) = said;
                let (always, right, wrong) = feedback;
                Question {
                    id: QuestionId::new("q").unwrap(),
                    kind,
                    group,
                    label,
                    title,
                    minutes,
                    prompt,
                    hint,
                    prefill,
                    answer,
                    discussion,
                    reflection,
                    feedback: Feedback {
                        always,
                        right,
                        wrong,
                    },
                    evidence,
                    aims,
                    difficulty,
                    source,
                    place: Place::default(),
                }
            },
        )
}

/// A course with one section, and what a test puts into that.
fn small(fill: impl FnOnce(&mut Section)) -> (Course, Vec<Section>) {
    let (mut course, mut sections) = load(&Source::Folder(fixture("quiz")));
    course.sections.truncate(1);
    course.exams.clear();
    sections.truncate(1);
    let section = &mut sections[0];
    section.blocks.clear();
    section.questions.clear();
    section.groups.clear();
    fill(section);
    (course, sections)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_question_is_read_as_what_it_was(question in question(), introduction in blocks()) {
        let (course, sections) = small(|section| {
            section.questions.push(question);
            let id = Clean::words("part");
            section.groups.push(Group { id, title: None, minutes: Some(3), introduction });
        });
        let folder = tempfile::tempdir().unwrap();
        let (_, again) = load(&written(&course, &sections, folder.path()));
        let file = fs::read_to_string(folder.path().join(format!("{}.toml", course.sections[0].file)));
        prop_assert_eq!(&again[0].questions, &sections[0].questions, "{}", file.unwrap());
        prop_assert_eq!(&again[0].groups, &sections[0].groups);
    }
}

#[test]
fn links_follow_headings_whose_names_change() {
    let named = |slug: &str, words: &str| Block::Heading {
        level: 2,
        slug: Clean::words(slug),
        content: vec![Inline::plain(Clean::words(words))],
    };
    let link = |target: Target| {
        vec![Block::Paragraph(vec![Inline {
            target: Some(target),
            ..Inline::plain(Clean::words("there"))
        }])]
    };
    let (course, sections) = small(|section| {
        let slug = |slug: &str| Clean::words(slug);
        section.blocks = vec![named("aims", "Ends"), named("ends", "Aims")];
        section.blocks.extend(link(Target::Heading(slug("aims"))));
        let there = Target::Section(section.id.clone(), Some(slug("ends")));
        section.blocks.extend(link(there));
        let mut question = Question::new(QuestionId::new("q").unwrap(), Kind::Activity);
        question.prompt = link(Target::Heading(slug("aims")));
        section.questions.push(question);
    });
    let folder = tempfile::tempdir().unwrap();
    let (_, again) = load(&written(&course, &sections, folder.path()));
    let slug = |slug: &str| Clean::words(slug);
    let own = again[0].id.clone();
    let wanted = [
        link(Target::Heading(slug("ends"))),
        link(Target::Section(own, Some(slug("aims")))),
    ];
    assert_eq!(again[0].blocks[2..], wanted.concat());
    assert_eq!(again[0].questions[0].prompt, wanted[0]);
}
