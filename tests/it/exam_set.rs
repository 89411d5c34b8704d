//! Exams that the author of a course has set: offered, sat and told on both front ends.

use std::collections::BTreeSet;

use recto::app::exam::Wanted;
use recto::app::settings::{Asked, Settings};
use recto::app::{App, Start};
use recto::page::Glyphs;
use recto::plain::exam::Hall;
use recto::store::course_file;
use recto::study::event::{Did, Paper};
use recto::study::exam::{Bank, Rules, draw};
use recto::study::progress::Progress;

use crate::harness::Trip;
use crate::plain::{self, sit_later};

/// At the page on which an exam is chosen.
fn before(keys: &str) -> Trip {
    let mut trip = Trip::on("quiz").keys(keys);
    trip.exam(Wanted::default());
    trip
}

fn paper(app: &App) -> Paper {
    app.desk.exams.values().next().unwrap().paper.clone()
}

fn sections(paper: &Paper) -> BTreeSet<&str> {
    let questions = paper.questions.iter();
    questions.map(|id| id.section.as_str()).collect()
}

#[test]
fn the_first_exam_is_preset_and_enter_begins_it() {
    let trip = before("")
        .sees("▸ (•) The whole course")
        .sees("4 questions, 10 minutes, 75 % to pass")
        .sees("Something of everything, in ten minutes.")
        .sees("( ) Practice quiz")
        .sees("( ) Your own rules")
        .misses("All that the quiz at the end asks.")
        .keys("<enter>");
    let paper = paper(&trip.app);
    assert_eq!(paper.title.as_deref(), Some("The whole course"));
    assert_eq!((paper.limit, paper.pass), (Some(600), 75));
    // Two of the six are of the last section's three, the others from elsewhere.
    assert_eq!((paper.questions.len(), sections(&paper).len()), (4, 3));
    trip.sees("Salt and sugar › The whole course › paper");
}

#[test]
fn the_exam_of_the_section_in_hand_is_preset() {
    let trip = before("<enter> ] ] ]")
        .sees("▸ (•) Practice quiz")
        .keys("<enter>");
    let paper = paper(&trip.app);
    assert_eq!(paper.title.as_deref(), Some("Practice quiz"));
    let mut asked: Vec<_> = paper.questions.iter().map(ToString::to_string).collect();
    asked.sort();
    assert_eq!(asked, ["3/basins", "3/honey", "3/water"]);
}

#[test]
fn enter_begins_what_is_under_the_cursor() {
    let trip = before("").keys("j j <enter>");
    let paper = paper(&trip.app);
    assert_eq!(paper.title.as_deref(), Some("Only salt"));
    // With the sections below.
    assert_eq!(sections(&paper), ["1", "1.1"].into());
    assert_eq!((paper.limit, paper.pass), (None, 0));
}

#[test]
fn what_the_learner_changes_is_their_own() {
    let trip = before("").keys("j <space>").sees("(•) Practice quiz");
    let trip = trip.keys("j j j -").sees("(•) Your own rules");
    let trip = trip.sees("2 of 3").keys("<enter>");
    assert_eq!(paper(&trip.app).title, None);
    let own = before("").keys("j j j <space>").sees("6 of 6");
    assert_eq!(paper(&own.keys("<enter>").app).questions.len(), 6);
    // Which paper it is changes nothing of the rules.
    let by_number = before("").keys("j j j j j j j 7 <enter> g");
    by_number.sees("(•) The whole course").sees("Paper       7");
}

#[test]
fn there_is_room_for_a_title_in_a_narrow_window() {
    let settings = Settings {
        shuffle: Asked::No,
        glyphs: Glyphs::Ascii,
        ..Settings::default()
    };
    let mut trip = Trip::with("quiz", settings, Start::default()).size(30, 20);
    trip.exam(Wanted::default());
    trip.sees("> (*) The whole course").misses("75 % to");
}

#[test]
fn its_title_is_in_the_report_and_on_the_list() {
    let trip = before("").keys("j <enter> t n t n t n H H");
    let trip = trip.sees("Practice quiz: 3 questions, paper");
    let begun = trip.log.iter().find_map(|event| match &event.did {
        Did::Exam(paper) => paper.title.as_deref(),
        _ => None,
    });
    assert_eq!(begun, Some("Practice quiz"));
    let mut trip = trip;
    trip.exam(Wanted::default());
    trip.sees("Earlier exams").sees("Practice quiz: ");
}

#[test]
fn exams_are_chosen_line_by_line() {
    let (_, course) = plain::course("quiz");
    let start = || "2026-11-23T10:00:00Z".parse().unwrap();
    let ask = |lines: &str| {
        sit_later(start(), Progress::default(), lines, |table| {
            table.choose_exam(&course).unwrap()
        })
    };
    let (sitting, rules) = ask("\n");
    let said = &sitting.said;
    for words in [
        "1. The whole course: 4 questions, 10 minutes, 75 % to pass.",
        "Something of everything, in ten minutes.",
        "4. Your own rules.",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    assert_eq!(rules, Some(Rules::of(&course.exams[0], &course)));
    let (sitting, rules) = ask("9\n2\n");
    assert!(sitting.said.contains("A number from 1 to 4, please."));
    assert_eq!(rules, Some(Rules::of(&course.exams[1], &course)));
    assert_eq!(ask("4\n\n\n\n").1, Some(Rules::default()));
    for lines in ["b\n", "", "4\nb\n"] {
        assert_eq!(ask(lines).1, None, "{lines:?}");
    }
}

#[test]
fn the_title_is_told_line_by_line() {
    let (source, course) = plain::course("quiz");
    let sections =
        (0..course.sections.len()).map(|index| course_file::section(&source, &course, index).0);
    let bank = Bank::new(sections.collect::<Vec<_>>());
    let paper = draw::draw(&bank, &Rules::of(&course.exams[1], &course), 7);
    let hall = Hall {
        course: &course,
        bank: &bank,
        keep: &|_| Ok(()),
    };
    let start = "2026-11-23T10:00:00Z".parse().unwrap();
    let (sitting, ()) = sit_later(start, Progress::default(), "t\nt\nt\ne\ny\nq\n", |table| {
        let mut script = table.begin_exam(&hall, paper).unwrap();
        table.sit_exam(&hall, &mut script).unwrap();
        let mut load = |_: &mut _, _: &_| None;
        table.after_exam(&hall, script.begun, &mut load).unwrap();
    });
    let words = "Exam: Salt and sugar. Practice quiz: 3 questions, paper 7,";
    assert!(sitting.said.contains(words), "{}", sitting.said);
    let words = "Practice quiz: 1 of 3 marks";
    assert!(sitting.said.contains(words), "{}", sitting.said);
}
