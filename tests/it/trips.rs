//! Stories in the learner's keys, and what they see.

use recto::app::Start;
use recto::app::action::{ACTIONS, Action, Context, Turn, Verb};
use recto::app::settings::{Asked, Settings};
use recto::study::event::{Certainty, Did, Response};
use recto::tui::keys::KeyTable;

use crate::harness::Trip;

/// The question of that id, found by going on from question to question.
fn at_question(section: &str, id: &str) -> Trip {
    let mut trip = Trip::on("how-teams-work").section(section).keys("<tab>");
    for _ in 0..30 {
        let study = trip.app.study.as_ref().unwrap();
        if study
            .question()
            .is_some_and(|question| question.id.as_str() == id)
        {
            return trip;
        }
        trip = trip.keys("n");
    }
    panic!("{section} has no question {id}");
}

#[test]
fn the_library_opens_a_course_and_comes_back() {
    let trip = Trip::on("how-teams-work")
        .sees("How teams work")
        .keys("<enter>")
        .sees("What is a team?");
    let trip = trip.keys("L").sees("▸ How teams work").keys("q");
    assert!(trip.over);
}

#[test]
fn an_open_answer_is_revealed_marked_and_logged() {
    let trip = at_question("1.4", "conditions")
        .keys("<enter>")
        .keys("\"a shared domain that they care for\"")
        .keys("<ctrl-s>")
        .sees("How sure are you?")
        .keys("f")
        .sees("Model answer")
        .sees("Key points")
        .sees("fairly sure");
    let Did::Answer(question, given) = &trip.log[0].did else {
        panic!("{:?}", trip.log)
    };
    assert_eq!(question.to_string(), "1.4/conditions");
    assert_eq!(
        given.response,
        Response::Written("a shared domain that they care for".to_owned())
    );
    assert_eq!(
        (given.certainty, given.score),
        (Some(Certainty::Fairly), None)
    );
    let before = trip.log.len();
    let trip = trip.keys("<space>");
    assert!(
        matches!(trip.log[before].did, Did::Mark { .. }),
        "a tick is a mark: {:?}",
        trip.log
    );
    let trip = trip.keys("3");
    assert!(matches!(trip.log.last().unwrap().did, Did::Rate { .. }));
}

#[test]
fn dont_know_shows_the_answer_and_counts_as_not_recalled() {
    let trip = at_question("1.4", "conditions")
        .keys("x")
        .sees("Model answer")
        .sees("Not known yet");
    let Did::Answer(_, given) = &trip.log[0].did else {
        panic!()
    };
    assert_eq!(
        (&given.response, given.score),
        (&Response::DontKnow, Some(0.0))
    );
}

#[test]
fn what_is_not_marked_cannot_be_unknown() {
    let trip = at_question("1.4", "before")
        .keys("x")
        .sees("This one is not marked");
    assert!(trip.log.is_empty(), "{:?}", trip.log);
    trip.keys("r").sees("Discussion");
}

#[test]
fn a_draft_is_there_when_the_learner_comes_back() {
    let trip = at_question("1.4", "conditions")
        .keys("<enter>")
        .keys("\"half a sen\"")
        .keys("<esc>");
    let desk = trip.app.desk.clone();
    assert_eq!(desk.drafts.len(), 1);
    let start = Start {
        desk,
        ..Start::default()
    };
    // It is the one that is offered, wherever the reading place is.
    let trip = Trip::with("how-teams-work", Settings::default(), start)
        .section("1.4")
        .sees("half a sen")
        .keys("<tab> i \"tence\" <ctrl-s> s");
    assert_eq!(trip.app.desk.question, None);
    assert!(trip.app.desk.drafts.is_empty());
}

#[test]
fn an_answer_can_be_taken_back_and_given_again() {
    let trip = at_question("1.4", "conditions")
        .keys("<enter>")
        .keys("\"a domain\"")
        .keys("<ctrl-s> s")
        .sees("You wrote");
    let trip = trip
        .keys("u")
        .sees("taken back")
        .misses("Model answer")
        .sees("a domain");
    assert!(matches!(trip.log.last().unwrap().did, Did::Undo { .. }));
    let trip = trip
        .keys("<enter> g")
        .sees("You wrote")
        .keys("a")
        .misses("Model answer")
        .sees("Your answer");
    assert_eq!(
        trip.log
            .iter()
            .filter(|event| matches!(event.did, Did::Answer(..)))
            .count(),
        2
    );
}

#[test]
fn show_me_where_lights_the_passage() {
    let trip = at_question("1.4", "conditions")
        .keys("x w")
        .sees("Lit in the text");
    assert!(trip.app.study.as_ref().unwrap().reader.lit.is_some());
}

#[test]
fn finding_goes_round_and_says_so() {
    let trip = Trip::on("how-teams-work")
        .section("1.4")
        .keys("/")
        .keys("\"domain\"")
        .sees("1 of");
    let trip = trip
        .keys("<enter> N")
        .sees("round the end")
        .keys("n")
        .sees("round the end");
    trip.keys("/")
        .keys("\"zebra\"")
        .sees("is not in this section")
        .keys("<esc>")
        .misses("zebra");
}

#[test]
fn the_place_survives_every_change_of_the_window() {
    let mut trip = Trip::on("how-teams-work").section("1.4").keys("<pgdn>");
    let place = trip.app.study.as_ref().unwrap().reader.anchor();
    let top = trip.app.study.as_ref().unwrap().reader.top;
    for (width, height) in [
        (70, 40),
        (1, 1),
        (80, 24),
        (20, 5),
        (300, 100),
        (2, 2),
        (120, 40),
    ] {
        trip = trip.size(width, height);
        assert_eq!(
            trip.app.study.as_ref().unwrap().reader.anchor(),
            place,
            "{width}x{height}"
        );
    }
    assert_eq!(trip.app.study.as_ref().unwrap().reader.top, top);
}

#[test]
fn every_screen_fits_every_window() {
    let stories = [
        "",
        "<enter>",
        "<enter> <tab>",
        "<enter> c",
        "<enter> <tab> <enter>",
        "<enter> <tab> x",
        "?",
        "<enter> i",
        "<enter> /",
    ];
    for story in stories {
        for (width, height) in [
            (1, 1),
            (2, 2),
            (5, 3),
            (13, 9),
            (20, 5),
            (40, 15),
            (79, 24),
            (80, 24),
            (119, 30),
            (120, 40),
            (300, 100),
        ] {
            let trip = Trip::on("how-teams-work").size(width, height).keys(story);
            assert_eq!(
                trip.rows().len(),
                usize::from(height),
                "{story:?} at {width}x{height}"
            );
        }
    }
}

#[test]
fn reading_to_the_end_ticks_the_section() {
    let mut trip = Trip::on("how-teams-work").section("1.4").keys("G");
    assert!(
        trip.log
            .iter()
            .any(|event| matches!(&event.did, Did::Read(section) if section.as_str() == "1.4"))
    );
    trip = trip.keys("<space>").sees("1.5 Summary");
    let n = trip
        .log
        .iter()
        .filter(|event| matches!(&event.did, Did::Read(section) if section.as_str() == "1.4"))
        .count();
    assert_eq!(n, 1, "it is ticked once");
}

#[test]
fn the_mouse_opens_chooses_and_scrolls() {
    let mut trip = Trip::on("how-teams-work").section("1.4");
    let y = u16::try_from(
        trip.rows()
            .iter()
            .position(|row| row.contains("· 1.5"))
            .unwrap(),
    )
    .unwrap();
    trip.act(Action::Wheel {
        x: 40,
        y: 20,
        turn: Turn::Down,
    });
    assert!(trip.app.study.as_ref().unwrap().reader.top > 0);
    trip.act(Action::Click { x: 4, y });
    trip.act(Action::Click { x: 4, y });
    trip.sees("1.5 Summary");
}

#[test]
fn quit_works_everywhere() {
    let (keys, _) = KeyTable::new("");
    let press = crossterm::event::KeyEvent::new(
        crossterm::event::KeyCode::Char('c'),
        crossterm::event::KeyModifiers::CONTROL,
    );
    for (context, name, _) in Context::ALL {
        let action = keys.action(context, press);
        assert_eq!(action, Some(Action::Do(Verb::Quit)), "{name}");
    }
}

#[test]
fn every_action_has_a_key() {
    let (keys, _) = KeyTable::new("");
    for (verb, name, _) in ACTIONS {
        let bound = Context::ALL
            .iter()
            .any(|(context, ..)| keys.words().first(*context, *verb).is_some());
        assert!(bound, "{name} has no key");
    }
}

#[test]
fn mistakes_in_the_learners_keys_are_told_and_the_rest_counts() {
    let (keys, bad) = KeyTable::new(
        "[text]\nread-no = [\"z\"]\nread-on = [\"z\", \"ctlr-z\"]\n[txet]\nopen = [\"x\"]\n",
    );
    let told: Vec<_> = bad.iter().map(|bad| bad.what.as_str()).collect();
    assert_eq!(told.len(), 3, "{told:?}");
    assert!(
        told.iter()
            .any(|what| what.contains("did you mean \"read-on\"?")),
        "{told:?}"
    );
    let z = crossterm::event::KeyEvent::new(
        crossterm::event::KeyCode::Char('z'),
        crossterm::event::KeyModifiers::NONE,
    );
    assert!(keys.action(Context::Text, z).is_some());
}

#[test]
fn help_lists_what_the_keys_do() {
    let settings = Settings {
        certainty: Asked::No,
        ..Settings::default()
    };
    Trip::with("how-teams-work", settings, Start::default())
        .keys("<enter> ?")
        .sees("Text (here)")
        .sees("Find in this section");
}

#[test]
fn screens_look_as_they_did() {
    for (name, width, height, story) in [
        ("library", 80, 24, ""),
        ("study-wide", 120, 40, "<enter>"),
        ("study-medium", 80, 24, "<enter>"),
        ("study-narrow", 40, 15, "<enter>"),
        ("study-tiny", 20, 5, "<enter>"),
        ("study-huge", 200, 50, "<enter>"),
        ("answered", 120, 40, "<enter> <tab> x"),
    ] {
        let trip = Trip::on("every").size(width, height).keys(story);
        insta::assert_snapshot!(name, trip.screen());
    }
}

#[test]
fn every_screen_looks_as_it_did_in_every_window() {
    for (name, section, story) in [
        ("blocks", "1.4", ""),
        ("blocks-end", "1.4", "G"),
        ("contents", "1.4", "c"),
        ("found", "1.4", "/ \"the\" <enter>"),
        ("written", "ask", "<tab> <enter> \"a domain\""),
        ("how-sure", "ask", "<tab> n 1 <enter>"),
        (
            "open-marked",
            "ask",
            "<tab> <enter> \"a shared domain\" <ctrl-s> f",
        ),
        ("choice-marked", "ask", "<tab> n 2 <enter> g"),
        ("help", "ask", "<tab> ?"),
        ("about", "1.4", "i"),
    ] {
        for (width, height) in [(120, 40), (80, 24), (40, 15), (20, 5), (200, 50)] {
            let trip = Trip::on("every").size(width, height).section(section);
            let trip = trip.keys(story);
            insta::assert_snapshot!(format!("{name}-{width}x{height}"), trip.screen());
        }
    }
}

#[test]
fn what_an_author_writes_meanwhile_comes_at_the_same_place() {
    let mut trip = Trip::on("every").keys("<enter> ] j j j <tab>");
    let before = trip.app.study.as_ref().unwrap().clone();
    let mut course = before.course.clone();
    course.sections.remove(0);
    let now = "2026-11-23T11:00:00Z".parse().unwrap();
    let effects = trip.app.renew(course, now);
    let index = before.index - 1;
    assert!(effects.contains(&recto::app::effect::Effect::LoadSection(index)));
    let mut section = before.section.clone();
    let first = section.questions[0].id.clone();
    section.questions.retain(|question| question.id != first);
    trip.app.show(index, section, now);
    let after = trip.app.study.as_ref().unwrap();
    assert_eq!(after.index, index);
    assert_eq!(after.section.id, before.section.id);
    assert_eq!(after.reader.anchor(), before.reader.anchor());
    assert!(after.question().is_none_or(|question| question.id != first));
}

#[test]
fn the_defaults_give_no_key_twice() {
    for part in KeyTable::new("").0.words().parts {
        let keys: Vec<_> = part.lines.iter().flat_map(|(_, keys)| keys).collect();
        let once: std::collections::BTreeSet<_> = keys.iter().collect();
        assert_eq!(keys.len(), once.len(), "{}: {keys:?}", part.title);
    }
}

#[test]
fn a_learner_may_take_a_key_from_the_defaults_but_not_give_one_twice() {
    let (keys, bad) = KeyTable::new("[text]\nfind = [\"n\"]\n");
    assert_eq!(bad, []);
    let words = keys.words();
    assert_eq!(words.first(Context::Text, Verb::Find), Some("n"));
    assert_eq!(words.first(Context::Text, Verb::FindNext), None);
    let (_, bad) = KeyTable::new("[text]\nfind = [\"n\"]\nlinks = [\"n\"]\n");
    assert_eq!(bad.len(), 1, "{bad:?}");
    assert!(bad[0].what.contains("bound twice"), "{bad:?}");
}
