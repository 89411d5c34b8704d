//! Exams on the screen, in the learner's keys; and the same stories line by line.

use jiff::SignedDuration;
use recto::app::Start;
use recto::app::action::{Action, Context};
use recto::app::exam::Wanted;
use recto::app::settings::{Asked, Settings};
use recto::course::id::FullId;
use recto::page::Glyphs;
use recto::plain::exam::Hall;
use recto::store::course_file;
use recto::study::event::{Did, Event, Paper, Response};
use recto::study::exam::script::Script;
use recto::study::exam::{Bank, Chosen, Rules, draw};
use recto::study::progress::Progress;

use crate::harness::Trip;
use crate::plain::{self, deeds, sit_later};

const SEED: u32 = 4711;

fn settings() -> Settings {
    Settings {
        shuffle: Asked::No,
        ..Settings::default()
    }
}

fn rules() -> Rules {
    let kinds = ["open", "choice", "choices", "true-false", "text", "number"];
    Rules {
        n: 99,
        kinds: Chosen::Only(kinds.map(str::to_owned).into()),
        ..Rules::default()
    }
}

/// At the page on which the learner says what the exam is to be made of.
fn before(rules: Rules) -> Trip {
    let mut trip = Trip::on("every").keys("<enter>");
    trip.exam(Wanted {
        rules: Some(rules),
        seed: Some(SEED),
    });
    trip
}

fn begun(rules: Rules) -> Trip {
    before(rules).keys("<enter>")
}

fn script(trip: &Trip) -> &Script {
    trip.app.desk.exams.values().next().unwrap()
}

/// What is answered to a question, in keys and in lines.
fn answer(id: &str) -> (&'static str, &'static str) {
    match id {
        "conditions" => (
            "<enter> <backspace> <backspace> <backspace> <backspace> <backspace> <backspace> \"a domain that all share\" <ctrl-s>",
            "a domain that all share\n\n",
        ),
        "one" => ("2 <enter>", "b\n"),
        "some" => ("1 n", "1\n"),
        "so" => ("<enter>", "t\n"),
        "word" => ("f n", "f\n\n"),
        "far" => ("<enter> \"9.8 km\" <enter>", "9.8 km\n"),
        "near" => ("i \"12\" <esc> n", "12\n"),
        other => panic!("{other} is no question of this story"),
    }
}

/// The exam of both stories line by line, from its beginning to the end of `lines`.
fn line_by_line(lines: &str) -> Vec<Event> {
    let (source, course) = plain::course("every");
    let sections =
        (0..course.sections.len()).map(|index| course_file::section(&source, &course, index).0);
    let bank = Bank::new(sections.collect::<Vec<_>>());
    let paper = draw::draw(&bank, &rules(), SEED);
    let hall = Hall {
        course: &course,
        bank: &bank,
        keep: &|_| Ok(()),
    };
    let start = "2026-11-23T10:00:00Z".parse().unwrap();
    let (sitting, ()) = sit_later(start, Progress::default(), lines, |table| {
        let mut script = table.begin_exam(&hall, paper).unwrap();
        table.sit_exam(&hall, &mut script).unwrap();
        let mut load = |_: &mut _, _: &_| None;
        table.after_exam(&hall, script.begun, &mut load).unwrap();
    });
    sitting.log
}

fn of_exam(log: &[Event]) -> Vec<String> {
    let deeds = deeds(log).into_iter();
    // When it was begun is another moment on each front end.
    deeds
        .map(|deed| match deed.find("exam: Some(") {
            Some(at) => deed[..at].to_owned(),
            None => deed,
        })
        .collect()
}

#[test]
fn both_front_ends_give_the_same_events() {
    let mut trip = begun(rules());
    let paper = script(&trip).paper.clone();
    let mut lines = String::new();
    for id in &paper.questions {
        let (keys, line) = answer(id.question.as_str());
        trip = trip.keys(keys);
        lines.push_str(line);
    }
    let trip = trip.keys("H").sees("H once more hands it in").keys("H");
    // The open one is marked: its one point is ticked already.
    let trip = trip.keys("m <enter>");
    let there = line_by_line(&format!("{lines}e\ny\nm\ny\nq\n"));
    let of_screen = of_exam(&trip.log);
    assert!(of_screen.len() > 8, "{of_screen:#?}");
    assert_eq!(of_exam(&there), of_screen);
    let answers = trip
        .log
        .iter()
        .filter(|event| matches!(event.did, Did::Answer(..)));
    for event in answers {
        let Did::Answer(_, given) = &event.did else {
            unreachable!()
        };
        assert_eq!(given.exam, Some(trip.log[0].at), "{event:?}");
    }
}

#[test]
fn the_page_before_says_what_can_be_chosen() {
    let trip = before(Rules::default())
        .sees("Exam › Everything")
        .sees("Questions   ")
        .sees("Time        no time limit")
        .sees("[x] ")
        .sees("true-false");
    // Fewer questions, more time, a number typed, a paper.
    let trip = trip
        .keys("- -")
        .keys("j + +")
        .sees("10 minutes")
        .keys("<space> \"45\" <enter>")
        .sees("45 minutes")
        .keys("3")
        .sees("How many minutes (0: no limit): 3")
        .keys("\"0\" <enter>")
        .sees("30 minutes")
        .keys("j - -")
        .sees("40 %")
        .keys("j <space> \"no\" <enter>")
        .sees("\"no\" is no number")
        .keys("<space> <enter>")
        .sees("by chance");
    // Nothing ticked is nothing to ask.
    let trip = trip.keys("j <space> <enter>").sees("No question is chosen");
    let trip = trip.keys("<space> <enter>").sees("Question 1 of");
    let script = script(&trip);
    assert_eq!((script.paper.limit, script.paper.pass), (Some(1_800), 40));
    assert!(matches!(&trip.log[0].did, Did::Exam(paper) if *paper == script.paper));
}

#[test]
fn nothing_of_the_key_is_told_before_the_end() {
    let mut trip = begun(rules());
    assert_eq!(trip.app.context(), Context::Exam);
    let n = script(&trip).paper.questions.len();
    for _ in 0..n {
        let before = trip.log.len();
        trip = trip.keys("r h x s f f w u b S y / t <tab>");
        assert_eq!(trip.log.len(), before, "{:?}", trip.log.last());
        for words in [
            "Model answer",
            "Right",
            "A domain",
            "Hint",
            "Three.",
            "How sure",
            "Taken back",
        ] {
            trip = trip.misses(words);
        }
        trip = trip.keys("n");
    }
    trip.sees("That was the last question")
        .sees("Not answered: 1 to");
}

#[test]
fn the_answer_sheet_shows_how_it_stands() {
    let trip = begun(rules()).sees("▸1 ·").sees("Question 1 of 7");
    let trip = trip
        .keys("f")
        .sees("▸1 ·⚑")
        .sees("flagged")
        .keys("f")
        .misses("⚑");
    let trip = trip
        .keys("# \"7\" <enter>")
        .sees("▸7 ·")
        .keys("#")
        .keys("\"8\" <enter>");
    let trip = trip
        .sees("The questions are 1 to 7")
        .keys("N N")
        .sees("▸5 ·");
    let place = trip
        .rows()
        .iter()
        .position(|row| row.contains("▸5"))
        .unwrap();
    let column = trip.rows()[place]
        .split("1 ·")
        .next()
        .unwrap()
        .chars()
        .count();
    let mut trip = trip;
    trip.act(Action::Click {
        x: u16::try_from(column).unwrap(),
        y: u16::try_from(place).unwrap(),
    });
    let trip = trip
        .sees("Question 1 of 7")
        .keys("N")
        .sees("This is the first question");
    let ascii = Settings {
        glyphs: Glyphs::Ascii,
        ..settings()
    };
    let mut ascii = Trip::with("every", ascii, Start::default());
    ascii.exam(Wanted {
        rules: Some(rules()),
        seed: Some(SEED),
    });
    ascii.keys("<enter> f").sees(">1 [.]!");
    drop(trip);
}

#[test]
fn it_can_be_left_and_its_clock_goes_on() {
    let limited = Rules {
        limit: Some(1_800),
        ..rules()
    };
    let trip = begun(limited)
        .keys("# \"3\" <enter> f t")
        .sees("30 minutes left");
    let trip = trip
        .keys("<esc>")
        .sees("its clock goes on; E goes back to it");
    let trip = trip.wait(SignedDuration::from_mins(10)).keys("E");
    let trip = trip
        .sees("You were away for 11 minutes")
        .sees("20 minutes left")
        .sees("▸3");
    // The same after a crash: nothing but the desk is left.
    let start = Start {
        desk: trip.app.desk.clone(),
        progress: trip.app.progress.clone(),
        ..Start::default()
    };
    let again = Trip::with("every", settings(), start).wait(SignedDuration::from_mins(12));
    let again = again
        .keys("e")
        .sees("You were away for 2 minutes; the clock went on. 19 minutes left")
        .sees("▸3 ·⚑");
    let trip = again
        .keys("L")
        .sees("its clock goes on; e goes back")
        .wait(SignedDuration::from_mins(40));
    let trip = trip.keys("e").sees("The time was over while you were away");
    let ended = trip.log.last().unwrap();
    assert!(matches!(ended.did, Did::HandIn { .. }), "{ended:?}");
    let begun = script(&trip).begun;
    assert_eq!(
        ended.at.duration_since(begun),
        SignedDuration::from_mins(30)
    );
    let trip = trip
        .sees("when the time was over")
        .keys("<esc> L e")
        .sees("Earlier exams");
    assert!(
        trip.app.desk.exams.is_empty(),
        "what was handed in is let go"
    );
}

#[test]
fn the_last_minutes_are_told_and_the_end_comes_by_itself() {
    let limited = Rules {
        limit: Some(600),
        ..rules()
    };
    let trip = begun(limited);
    let first = script(&trip).paper.questions[0].clone();
    let trip = trip
        .tick(SignedDuration::from_secs(4 * 60))
        .misses("minutes left");
    let trip = trip
        .tick(SignedDuration::from_secs(60))
        .sees("5 minutes left");
    let trip = trip
        .tick(SignedDuration::from_secs(4 * 60))
        .sees("1 minute left");
    let (keys, _) = answer(first.question.as_str());
    let trip = trip.keys(keys).sees("seconds left");
    // In the middle of a word, with help over it.
    let trip = trip
        .keys("?")
        .tick(SignedDuration::from_secs(60))
        .sees("The time is over");
    let trip = trip.keys("<esc>").sees("when the time was over");
    let n = trip
        .log
        .iter()
        .filter(|event| matches!(event.did, Did::Answer(..)))
        .count();
    assert_eq!(n, 1);
}

#[test]
fn a_key_after_the_end_is_not_taken() {
    let limited = Rules {
        limit: Some(60),
        ..rules()
    };
    let trip = begun(limited).wait(SignedDuration::from_secs(90)).keys("1");
    let trip = trip.sees("The time is over");
    assert_eq!(of_exam(&trip.log).len(), 2, "{:?}", trip.log);
    assert_eq!(trip.app.next_tick(), None);
}

#[test]
fn the_clock_set_back_gives_no_time() {
    let limited = Rules {
        limit: Some(600),
        ..rules()
    };
    let mut trip = begun(limited);
    for _ in 0..10 {
        trip = trip
            .wait(SignedDuration::from_hours(-1))
            .keys("t")
            .wait(SignedDuration::from_secs(58));
        trip = trip.keys("t");
    }
    trip.wait(SignedDuration::from_secs(20))
        .keys("t")
        .sees("The time is over");
}

fn handed_in() -> Trip {
    let mut trip = begun(rules());
    for id in script(&trip).paper.questions.clone() {
        trip = trip.keys(match id.question.as_str() {
            "so" => "n",
            id => answer(id).0,
        });
    }
    trip.keys("H H")
}

#[test]
fn the_report_shows_each_question() {
    let trip = handed_in()
        .sees("By section")
        .sees("By learning outcome")
        .sees("Yours to mark ◇")
        .sees("Left empty ·")
        .sees("Right ✓");
    let mut trip = trip.keys("<enter>").sees("Question 1");
    let n = script(&trip).paper.questions.len();
    let mut seen = String::new();
    for _ in 0..n {
        seen.push_str(&trip.screen());
        trip = trip.keys("n");
    }
    for words in [
        "Model answer",
        "You chose",
        "You wrote",
        "it was left empty",
        "Always.",
    ] {
        assert!(seen.contains(words), "{words}:\n{seen}");
    }
    let trip = trip.sees("By section").keys("u").sees("By section");
    assert_eq!(of_exam(&trip.log).last().unwrap(), "hand in");
}

#[test]
fn what_was_left_empty_has_nothing_to_mark() {
    let trip = handed_in();
    let at = script(&trip).paper.questions.iter();
    let at = at
        .clone()
        .position(|id| id.question.as_str() == "so")
        .unwrap();
    let before = trip.log.len();
    let trip = trip
        .keys(&"j ".repeat(at))
        .keys("<enter>")
        .keys("3")
        .sees("left empty");
    let trip = trip
        .keys("<space> u")
        .sees("is not taken back")
        .keys("<esc>")
        .sees("By section");
    assert_eq!(trip.log.len(), before);
}

#[test]
fn what_was_wrong_is_practised_or_taken_again() {
    let trip = handed_in();
    let wrong = trip.screen().matches("Not right").count();
    assert!(wrong > 0);
    let trip = trip.keys("p").sees("Review › 1 of");
    // From the review one comes back to the report.
    let trip = trip.keys("<esc>").sees("By section");
    let trip = trip
        .keys("r")
        .sees("Question 1 of")
        .sees("What is right is told at the end");
    let retake = &script(&trip).paper;
    assert!(retake.questions.len() < 7);
    let exams = trip
        .log
        .iter()
        .filter(|event| matches!(event.did, Did::Exam(_)));
    assert_eq!(exams.count(), 2);
}

#[test]
fn an_exam_of_questions_that_are_gone_can_be_sat() {
    let questions = ["ask/gone", "ask/so", "nowhere/lost"];
    let paper = Paper {
        title: None,
        questions: questions.map(|id| FullId::parse(id).unwrap()).into(),
        seed: 1,
        limit: None,
        pass: 50,
    };
    let trip = Trip::on("every");
    let now = "2026-11-23T10:00:00Z".parse().unwrap();
    let mut desk = trip.app.desk.clone();
    let course = trip.app.library.cards[0].id.clone();
    desk.exams.insert(course, Script::begin(paper, now));
    let start = Start {
        desk,
        ..Start::default()
    };
    let trip = Trip::with("every", settings(), start).keys("E");
    let trip = trip
        .sees("Question 1 is no longer in the course")
        .keys("<enter> 1 n");
    let trip = trip
        .sees("Question 3 is no longer")
        .keys("<enter>")
        .sees("the last question");
    let trip = trip.keys("H H");
    let answers = trip.log.iter().filter_map(|event| match &event.did {
        Did::Answer(_, given) => Some(given.response.clone()),
        _ => None,
    });
    assert_eq!(answers.collect::<Vec<_>>(), [Response::Said(true)]);
}

#[test]
fn the_mouse_ticks_and_opens() {
    let click = |mut trip: Trip, words: &str| {
        let y = trip
            .rows()
            .iter()
            .position(|row| row.contains(words))
            .unwrap();
        trip.act(Action::Click {
            x: 5,
            y: u16::try_from(y).unwrap(),
        });
        trip
    };
    // The first click goes there, the next one does it.
    let trip = click(before(Rules::default()), "true-false").sees("▸ [x] true-false");
    let trip = click(trip, "true-false").sees("▸ [ ] true-false");
    let trip = trip.keys("<enter> H H");
    let trip = click(trip, "How near?").sees("▸").sees("By section");
    click(trip, "How near?").sees("it was left empty");
}

#[test]
fn every_page_of_an_exam_fits_every_window() {
    let stories = [
        "",
        "<enter>",
        "<enter> i",
        "<enter> H",
        "<enter> #",
        "<enter> H H",
        "<enter> H H <enter>",
    ];
    for story in stories {
        for (width, height) in [
            (1, 1),
            (2, 2),
            (5, 3),
            (13, 9),
            (20, 5),
            (40, 15),
            (80, 24),
            (119, 30),
            (300, 100),
        ] {
            let trip = before(rules()).size(width, height).keys(story);
            assert_eq!(
                trip.rows().len(),
                usize::from(height),
                "{story:?} {width}x{height}"
            );
        }
    }
}

#[test]
fn opening_the_course_offers_to_go_on() {
    let trip = begun(rules()).keys("L <enter>");
    trip.sees("An exam of this course is running")
        .keys("E")
        .sees("The exam goes on");
}

#[test]
fn the_screens_of_an_exam() {
    let limited = || Rules {
        limit: Some(300),
        ..rules()
    };
    for (width, height) in [(80, 24), (40, 15), (20, 5), (120, 40)] {
        let name = |page: &str| format!("exam-{page}-{width}x{height}");
        let rules = before(limited()).size(width, height);
        insta::assert_snapshot!(name("rules"), rules.screen());
        let sat = rules.keys("<enter> n f n 1");
        insta::assert_snapshot!(name("question"), sat.screen());
        insta::assert_snapshot!(name("hand-in"), sat.keys("H").screen());
        insta::assert_snapshot!(name("report"), handed_in().size(width, height).screen());
    }
    let ascii = Settings {
        glyphs: Glyphs::Ascii,
        ..settings()
    };
    let mut trip = Trip::with("every", ascii, Start::default()).size(80, 24);
    trip.exam(Wanted {
        rules: Some(limited()),
        seed: Some(SEED),
    });
    let trip = trip.keys("<enter> n f n 1");
    insta::assert_snapshot!("exam-question-ascii", trip.screen());
    insta::assert_snapshot!("exam-report-ascii", trip.keys("H H").screen());
}
