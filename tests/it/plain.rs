//! The plain front end: the same stories as on the screen, line by line, with the same events.

use std::cell::Cell;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use recto::app::library::Rank;
use recto::app::settings::{Asked, Settings};
use recto::course::{Course, Section};
use recto::plain::menu::{Exit, Line, Start, Way};
use recto::plain::read::{Answers, section as section_text};
use recto::plain::table::{Pace, Table};
use recto::store::course_file;
use recto::store::source::Source;
use recto::study::day::Calendar;
use recto::study::event::{Did, Event};
use recto::study::progress::Progress;
use recto::study::session::{self, Item, Session};

use crate::harness::{Trip, source_of};

/// What was said and done at the table.
pub struct Sitting {
    pub said: String,
    pub log: Vec<Event>,
    pub pace: Pace,
    pub progress: Progress,
}

pub fn course(name: &str) -> (Source, Course) {
    let source = source_of(name);
    let (course, _) = course_file::course(&source).unwrap();
    (source, course)
}

pub fn sit<T>(
    lines: &str,
    deed: impl FnOnce(&mut Table<'_, &[u8], &mut Vec<u8>>) -> T,
) -> (Sitting, T) {
    let start = "2026-11-23T10:00:00Z".parse().unwrap();
    sit_later(start, Progress::default(), lines, deed)
}

/// Sits down at `start`, with what was done before.
pub fn sit_later<T>(
    start: Timestamp,
    mut progress: Progress,
    lines: &str,
    deed: impl FnOnce(&mut Table<'_, &[u8], &mut Vec<u8>>) -> T,
) -> (Sitting, T) {
    let settings = Settings {
        shuffle: Asked::No,
        ..Settings::default()
    };
    let now = Cell::new(start);
    let clock = || {
        now.set(now.get() + SignedDuration::from_secs(1));
        now.get()
    };
    let (mut said, mut log) = (Vec::new(), Vec::new());
    let mut record = |event| {
        log.push(event);
        Ok(())
    };
    let done = deed(&mut Table {
        input: lines.as_bytes(),
        output: &mut said,
        settings: &settings,
        progress: &mut progress,
        clock: &clock,
        log: &mut record,
        calendar: Calendar::new(TimeZone::UTC, Calendar::BEGINS),
        seed: 1,
        last: Timestamp::UNIX_EPOCH,
    });
    let said = String::from_utf8(said).unwrap();
    assert!(!said.contains('\u{1b}'), "an escape sequence:\n{said}");
    let sitting = Sitting {
        said,
        log,
        pace: Pace::On,
        progress,
    };
    (sitting, done)
}

/// Asks the questions of a section; each of `lines` is a line of the learner's.
pub fn quiz(name: &str, section: &str, lines: &[&str]) -> Sitting {
    let (source, course) = course(name);
    let index = course.section_named(section).unwrap();
    let (section, _) = course_file::section(&source, &course, index);
    let lines: String = lines.iter().map(|line| format!("{line}\n")).collect();
    let (mut sitting, pace) = sit(&lines, |table| {
        table.ask_section(&course, &section).unwrap()
    });
    sitting.pace = pace;
    sitting
}

/// The events without what depends on how fast the learner was.
pub fn deeds(log: &[Event]) -> Vec<String> {
    let deed = |event: &Event| match &event.did {
        Did::Answer(question, given) => {
            let mut given = given.clone();
            given.seconds = None;
            Some(format!("answer {question} {given:?}"))
        }
        Did::Mark {
            question,
            points,
            score,
            ..
        } => Some(format!("mark {question} {points:?} {score}")),
        Did::Rate {
            question, rating, ..
        } => Some(format!("rate {question} {rating:?}")),
        Did::Undo { question, .. } => Some(format!("undo {question}")),
        Did::Note { question, text, .. } => Some(format!("note {question} {text}")),
        Did::Hold { question, hold } => Some(format!("hold {question} {hold:?}")),
        Did::Exam(paper) => Some(format!("exam {paper:?}")),
        Did::HandIn { .. } => Some("hand in".to_owned()),
        Did::Shelve(shelf) => Some(format!("shelve {shelf:?}")),
        Did::Read(section) => Some(format!("read {section}")),
        // The plain front end has no place in a text.
        Did::Place(..) => None,
    };
    log.iter().filter_map(deed).collect()
}

#[track_caller]
fn same(id: &str, keys: &str, lines: &[&str]) {
    let mut trip = Trip::on("every").section("ask").keys("<tab>");
    while trip
        .app
        .study
        .as_ref()
        .and_then(|study| study.question())
        .is_none_or(|question| question.id.as_str() != id)
    {
        let before = trip.screen();
        trip = trip.keys("n");
        assert_ne!(before, trip.screen(), "{id} is not there");
    }
    let trip = trip.keys(keys);
    let (source, course) = course("every");
    let index = course.section_named("ask").unwrap();
    let (mut section, _) = course_file::section(&source, &course, index);
    section
        .questions
        .retain(|question| question.id.as_str() == id);
    let lines: String = lines.iter().map(|line| format!("{line}\n")).collect();
    let (sitting, _) = sit(&lines, |table| {
        table.ask_section(&course, &section).unwrap()
    });
    let deeds_there = deeds(&trip.log);
    assert!(!deeds_there.is_empty(), "{id}: nothing was done");
    assert_eq!(deeds(&sitting.log), deeds_there, "{id}");
}

#[test]
fn every_kind_gives_the_same_events_on_both_front_ends() {
    same("one", "1 <enter> f", &["1", "f"]);
    same("one", "2 <enter> s", &["b", "s"]);
    same("one", "h x", &["h", "x"]);
    same("some", "1 2 <enter> g", &["1 2", "g"]);
    same("some", "1 <enter> <enter>", &["a", ""]);
    same("so", "1 <enter> f", &["t", "f"]);
    same("so", "2 <enter> f", &["false", "f"]);
    same("word", "<enter> \"storming\" <enter> s", &["storming", "s"]);
    same("far", "<enter> \"9700 m\" <enter> g", &["9700 m", "g"]);
    same("near", "<enter> \"12\" <enter> f", &["12", "f"]);
}

#[test]
fn answers_in_parts_give_the_same_events_on_both_front_ends() {
    same("who", "1 2 3 <enter> s", &["a b c", "s"]);
    same("who", "1 j > r g", &["1", "-", "a", "g"]);
    same("who", "x", &["x"]);
    same("stages", "2 1 4 3 <enter> f", &["2 1 4 3", "f"]);
    same("bins", "1 1 2 <enter> s", &["a, a, b", "s"]);
    same("bins", "j 3 r s", &["- c", "-", "s"]);
    same(
        "holes",
        "<enter> \"field\" <enter> 1 <enter> \"community\" <enter> f",
        &["field", "practice", "community", "f"],
    );
    same("holes", "j 2 r <enter>", &["-", "2", "", ""]);
}

#[test]
fn a_near_miss_is_asked_about_and_marked_by_the_learner() {
    let story = "<enter> \"stroming\" <enter> s";
    same("word", &format!("{story} y"), &["stroming", "s", "y"]);
    same("word", story, &["stroming", "s", "n"]);
    same("word", story, &["stroming", "s", "perhaps", ""]);
    same(
        "holes",
        "<enter> \"domian\" <enter> 1 <enter> \"comunity\" <enter> s y",
        &["domian", "1", "comunity", "s", "yes"],
    );
}

#[test]
fn answers_in_parts_are_asked_and_told_in_words() {
    let skip = [""; 7];
    let ask = |lines: &[&str]| quiz("every", "ask", &[&skip[..], lines].concat()).said;
    let said = ask(&["a b x", "a", "b", "b", "s", "2 2 1 3", "2 1 4 3", "s", "q"]);
    for words in [
        "Item 1. the miller",
        "a. ",
        "For each item a letter, all in one line or one by one.",
        "Answer with a letter for each item",
        "Item 2 of 3: the baker. A letter; - leaves it empty.",
        "Answer with the numbers of all items",
        "out of order: you had it as number",
    ] {
        assert!(said.contains(words), "{words:?}:\n{said}");
    }
    let said = ask(&[
        "",
        "",
        "",
        "domian",
        "9",
        "practice",
        "commodity",
        "s",
        "y",
        "q",
    ]);
    for words in [
        "A [gap 1] is shared; the [gap 2] is what they do.",
        "Gap 1 of 3: a word or a few.",
        "Gap 2 of 3: one number.",
        "A [domain] is shared",
        "Gap 3: you gave \"commodity\"; right: \"community\".",
        "Did you mean \"domain\"? Yes or no?",
        "Counted.",
    ] {
        assert!(said.contains(words), "{words:?}:\n{said}");
    }
}

#[test]
fn what_there_is_to_start_from_is_told() {
    let (source, course) = course("every");
    let index = course.section_named("ask").unwrap();
    let (mut section, _) = course_file::section(&source, &course, index);
    section.questions.truncate(1);
    section.questions[0].prefill = "he loves:\n\nthey capture:\n".to_owned();
    let words = "To start from:\n  he loves:\n\n  they capture:\n";

    let (sitting, _) = sit("q\n", |table| table.ask_section(&course, &section).unwrap());

    assert!(sitting.said.contains(words), "{}", sitting.said);
    for answers in [Answers::Hidden, Answers::Shown] {
        let printed = section_text(&section, 76, answers);
        assert!(printed.contains(words), "{printed}");
    }
}

#[test]
fn what_is_printed_without_answers_gives_none_away() {
    let (source, course) = course("every");
    let index = course.section_named("ask").unwrap();
    let (section, _) = course_file::section(&source, &course, index);
    let hidden = section_text(&section, 76, Answers::Hidden);
    let shown = section_text(&section, 76, Answers::Shown);
    for words in [
        "(right: grinds)",
        "1. forming",
        "(right: fruit)",
        "Gap 1, right: domain",
        "It has seeds.",
    ] {
        assert!(shown.contains(words), "{words:?}:\n{shown}");
        assert!(!hidden.contains(words), "{words:?}:\n{hidden}");
    }
    for words in ["- forming", "A [1] is shared", "Gap 2: practice; product"] {
        assert!(hidden.contains(words), "{words:?}:\n{hidden}");
    }
    let place = |words| hidden.find(words).unwrap();
    let order = ["- forming", "- storming", "- norming", "- performing"].map(place);
    assert!(!order.is_sorted(), "{hidden}");
}

#[test]
fn an_open_answer_is_marked_point_by_point() {
    let story = ["a domain that all of them share", "", "f", "y"];
    let sitting = quiz("every", "ask", &story);
    assert!(
        sitting.said.contains("Key point 1 of 1: a shared domain."),
        "{}",
        sitting.said
    );
    assert!(
        sitting
            .said
            .contains("Found in your answer: \"domain\", accepted: \"domain\"."),
        "{}",
        sitting.said
    );
    assert!(
        sitting.said.contains("1 of 1 points. Due again in"),
        "{}",
        sitting.said
    );
    let deeds = deeds(&sitting.log);
    assert_eq!(deeds.len(), 3, "{deeds:?}");
    assert_eq!(deeds[1], "mark ask/conditions [true] 1");
    assert_eq!(deeds[2], "rate ask/conditions Good");
    assert_eq!(sitting.pace, Pace::Left);
}

#[test]
fn a_note_on_what_was_missed_is_kept_with_the_answer() {
    let kept = "note ask/conditions the domain";
    let story = ["a thing", "", "f", "n", " the domain ", "q"];
    let sitting = quiz("every", "ask", &story);
    assert!(
        sitting.said.contains("What did you miss?"),
        "{}",
        sitting.said
    );
    assert_eq!(deeds(&sitting.log).last().unwrap(), kept);
    let story = ["a thing", "", "f", "n", "", "q"];
    let sitting = quiz("every", "ask", &story);
    assert_eq!(deeds(&sitting.log).len(), 3, "an empty line is no note");

    let trip = Trip::on("every").section("ask");
    let trip = trip.keys("<tab> <enter> \"a thing\" <ctrl-s> f m \"the domain\" <enter>");
    assert_eq!(deeds(&trip.log).last().unwrap(), kept);
    assert!(
        trip.screen().contains("Your note is kept"),
        "{}",
        trip.screen()
    );
    // It can be written further, and what says the same is not told twice.
    let trip = trip.keys("m");
    assert!(
        trip.screen().contains("What I missed: the domain"),
        "{}",
        trip.screen()
    );
    let n = trip.log.len();
    let trip = trip.keys("<enter> m \" of all\" <enter>");
    assert_eq!(trip.log.len(), n + 1);
    assert_eq!(
        deeds(&trip.log).last().unwrap(),
        "note ask/conditions the domain of all"
    );
}

#[test]
fn the_next_interval_counts_what_was_recalled_before() {
    let (source, course) = course("every");
    let index = course.section_named("ask").unwrap();
    let (mut section, _) = course_file::section(&source, &course, index);
    section
        .questions
        .retain(|question| question.id.as_str() == "one");
    let (sitting, ()) = sit("1\ns\n1\ns\n", |table| {
        table.ask_section(&course, &section).unwrap();
        table.ask_section(&course, &section).unwrap();
    });
    let due: Vec<_> = sitting
        .said
        .lines()
        .filter(|line| line.starts_with("Due"))
        .collect();
    assert_eq!(due.len(), 2, "{}", sitting.said);
    let schedule = |state: &Progress| {
        let state = state.course(&course.id).unwrap();
        let days = state.questions.values().find_map(|history| {
            let schedule = history.schedule()?;
            Some(schedule.due.duration_since(schedule.last).as_hours() / 24)
        });
        days.unwrap()
    };
    let days = schedule(&sitting.progress);
    assert_eq!(due[1], format!("Due again in {days} days. Saved."));
}

#[test]
fn what_cannot_be_understood_is_asked_again_and_loses_nothing() {
    let sitting = quiz(
        "every",
        "ask",
        &["", "9", "one, two", "?", "1", "perhaps", "s", "u", "q"],
    );
    assert!(
        sitting
            .said
            .contains("Answer with the numbers, or the letters"),
        "{}",
        sitting.said
    );
    assert_eq!(
        sitting.said.matches("How sure:").count(),
        2,
        "{}",
        sitting.said
    );
    let deeds = deeds(&sitting.log);
    assert_eq!(deeds.len(), 2, "{deeds:?}");
    assert_eq!(deeds[1], "undo ask/one");
}

#[test]
fn the_end_of_the_input_leaves_with_everything_kept() {
    for lines in [&[][..], &["half an answer"], &["half", "", "f"]] {
        let sitting = quiz("every", "ask", lines);
        assert_eq!(sitting.pace, Pace::Left, "{lines:?}");
        assert_eq!(sitting.log.is_empty(), lines.is_empty(), "{lines:?}");
    }
}

#[test]
fn courses_and_sections_are_reached_by_their_numbers() {
    let (source, course) = course("how-teams-work");
    let load = |index| -> Section { course_file::section(&source, &course, index).0 };
    let line = Line {
        id: course.id.clone(),
        title: course.title.to_string(),
        rank: Rank::Open,
        problem: None,
    };
    let lines = [line];
    let (sitting, chosen) = sit("7\n1\n", |table| table.choose_course(&lines).unwrap());
    assert_eq!(chosen, Way::Course(0));
    for (line, way) in [("r", Way::Review), ("p", Way::Progress), ("q", Way::Leave)] {
        let (_, chosen) = sit(line, |table| table.choose_course(&lines).unwrap());
        assert_eq!(chosen, way, "{line}");
    }
    assert!(
        sitting.said.contains("1. How teams work. New."),
        "{}",
        sitting.said
    );
    let story = "9.9\na\nl\n1.4\nt\nn\np\nb\n1.5\nb\nb\n";
    let (sitting, exit) = sit(story, |table| {
        table.open_course(&course, Start::Contents, &load).unwrap()
    });
    assert_eq!(exit, Exit::Courses);
    for (line, exit) in [
        ("r", Exit::Review),
        ("e", Exit::Exam),
        ("p", Exit::Progress),
        ("q", Exit::Leave),
    ] {
        let (_, left) = sit(line, |table| {
            table.open_course(&course, Start::Choice, &load).unwrap()
        });
        assert_eq!(left, exit, "{line}");
    }
    for words in [
        "There is no section 9.9.",
        "Licence",
        "introduction: Introduction. New.",
        "1.4 Communities of practice. New.",
        "Wenger",
        "That was the text.",
        "1.5 Summary of Section 1. New.",
        "1.4 Communities of practice. Read.",
    ] {
        assert!(sitting.said.contains(words), "{words:?}:\n{}", sitting.said);
    }
    assert_eq!(deeds(&sitting.log), ["read 1.4"]);
}

/// A review of what was answered a month before, on the screen and line by line.
#[track_caller]
fn same_review(keys: &str, lines: &str) -> String {
    let trip = Trip::on("every").section("ask").keys("<tab> n 1 <enter> f");
    let mut trip = trip.keys("n 1 2 <enter> s n 2 <enter> g L").wait(MONTH);
    trip.log.clear();
    let progress = trip.app.progress.clone();
    let trip = trip.keys("r").keys(keys);
    let sitting = review("2026-12-23T10:00:30Z", progress, lines);
    let there = deeds(&trip.log);
    assert!(!there.is_empty());
    assert_eq!(deeds(&sitting.log), there, "{}", sitting.said);
    sitting.said
}

/// A review of all that was ever answered, line by line.
fn review(start: &str, progress: Progress, lines: &str) -> Sitting {
    let (source, course) = course("every");
    let items = {
        let state = progress.course(&course.id).unwrap();
        let cards: Vec<_> = state.cards().collect();
        let end = "2027-01-01T00:00:00Z".parse().unwrap();
        session::due(cards.iter().map(|card| (&course.id, card)), end, 1)
    };
    let mut load = |_: &mut Progress, item: &Item| {
        let index = course.section_named(item.question.section.as_str())?;
        let (section, _) = course_file::section(&source, &course, index);
        Some((course.clone(), section))
    };
    let (sitting, ()) = sit_later(start.parse().unwrap(), progress, lines, |table| {
        table.review(Session::new(items), &mut load).unwrap();
    });
    sitting
}

#[test]
fn what_is_forgotten_again_and_again_is_named_line_by_line_too() {
    let mut trip = Trip::on("every").section("ask").keys("<tab> n x 1");
    for _ in 0..2 {
        trip = trip.keys("L").wait(MONTH / 10).keys("r x 1 <esc> <esc>");
    }
    for (lapses, is_named) in [(3, false), (4, true)] {
        trip = trip.keys("L").wait(MONTH / 10);
        let progress = trip.app.progress.clone();
        let said = review("2026-12-20T10:00:00Z", progress, "x\n\nq\n").said;
        let words = "Forgotten again and again.\nEverything *once*, ask/one.\n";
        assert_eq!(said.contains(words), is_named, "{lapses}: {said}");
        trip = trip.keys("r x 1 <esc> <esc>");
    }
}

const MONTH: SignedDuration = SignedDuration::from_hours(24 * 30);

#[test]
fn a_review_gives_the_same_events_on_both_front_ends() {
    let said = same_review("x <enter> x <enter> x <enter> <esc>", "x\nx\nx\nq\n");
    assert!(said.contains("Review, 1 of 3."), "{said}");
    assert!(said.contains("3 questions in less than a minute. Recalled: 0. Not yet: 3."));
    let said = same_review("b S t x <enter> <esc>", ":tomorrow\n:away\n:text\nx\nq\n");
    assert!(said.contains("Put off until tomorrow."), "{said}");
    assert!(said.contains("2 questions put off or away."), "{said}");
}
