//! The order of the library: what a newcomer is offered, and courses that are put away.

use std::fs;
use std::process::{Command, Stdio};

use recto::app::Start;
use recto::app::library::{Card, Library, Rank};
use recto::app::settings::{Asked, Settings};
use recto::course::Audience;
use recto::course::id::{CourseId, SectionId};
use recto::plain::menu::{Line, Way};
use recto::study::desk::Desk;
use recto::study::event::{Did, Stand};
use recto::study::progress::Progress;
use recto::text::Clean;

use crate::commands::{Home, words};
use crate::harness::Trip;
use crate::plain;

fn card(id: &str, title: &str, audience: Audience) -> Card {
    Card {
        id: CourseId::new(id).unwrap(),
        title: Clean::words(title),
        audience,
        counts: None,
        place: None,
        problem: None,
    }
}

/// In the library, with `quiz` ("Salt and sugar"), a course before it, and one for newcomers.
fn library(progress: Progress) -> Trip {
    left(progress, Desk::default())
}

/// The same, where the desk was left so.
fn left(progress: Progress, desk: Desk) -> Trip {
    let cards = vec![
        card("bread", "Bread", Audience::Anyone),
        card("tour", "What Recto can do", Audience::Newcomers),
    ];
    let settings = Settings {
        shuffle: Asked::No,
        ..Settings::default()
    };
    let start = Start {
        progress,
        desk,
        library: Library {
            cards,
            ..Library::default()
        },
        ..Start::default()
    };
    Trip::with("quiz", settings, start)
}

fn titles(trip: &Trip) -> Vec<&str> {
    let cards = trip.app.library.cards.iter();
    cards.map(|card| &*card.title).collect()
}

const BY_TITLE: [&str; 3] = ["Bread", "Salt and sugar", "What Recto can do"];

/// A question answered, so that it is due on the next day.
fn answered(trip: Trip) -> Trip {
    trip.keys("<enter> <enter> 1 <enter> s <enter> L")
}

#[test]
fn a_newcomer_is_offered_what_is_for_newcomers() {
    let trip = library(Progress::default())
        .sees("New here? Begin with What Recto can do: Enter opens it, S puts it away.")
        .sees("▸ What Recto can do");
    assert_eq!(
        titles(&trip),
        ["What Recto can do", "Bread", "Salt and sugar"]
    );
    // To put it away is to do nothing yet; but then it is not offered any more.
    let away = trip.keys("S").misses("New here?").sees("Put away");
    assert_eq!(titles(&away), BY_TITLE);
    away.keys("S").sees("New here?");
}

#[test]
fn who_left_a_course_open_goes_on_there_and_is_not_new() {
    let last = (
        CourseId::new("bread").unwrap(),
        SectionId::new("1.4").unwrap(),
    );
    let desk = Desk {
        last: Some(last),
        ..Desk::default()
    };
    let trip = left(Progress::default(), desk).misses("New here?");
    assert_eq!(titles(&trip), BY_TITLE);
    trip.sees("Continue  Bread › 1.4").sees("▸ Bread");
}

#[test]
fn who_has_done_something_finds_the_shelf_as_before() {
    let trip = answered(library(Progress::default()).keys("j j"));
    assert_eq!(titles(&trip), BY_TITLE);
    let again = library(trip.app.progress.clone()).misses("New here?");
    assert_eq!(titles(&again), BY_TITLE);
    trip.misses("New here?").sees("▸ Salt and sugar");
}

#[test]
fn a_course_is_put_away_and_taken_back() {
    let trip = answered(library(Progress::default()).keys("j j"));
    let tomorrow = "2026-12-01T10:00:00Z";
    let trip = trip.at(tomorrow).keys("g G k").sees("1 question is due");
    let before = trip.app.progress.clone();
    let trip = trip
        .keys("S")
        .sees("Put away: nothing in it is due any more. S takes it back; all is kept.")
        .sees("  Put away")
        .sees("▸ Salt and sugar")
        .misses("1 question is due")
        .misses("Continue")
        .keys("k j")
        .sees("S take back");
    assert_eq!(
        titles(&trip),
        ["Bread", "What Recto can do", "Salt and sugar"]
    );
    assert_eq!(trip.app.progress.n_due(trip.now()), 0);
    // What was done in it is as it was.
    let id = CourseId::new("quiz").unwrap();
    let questions = |progress: &Progress| progress.course(&id).unwrap().questions.clone();
    assert_eq!(questions(&trip.app.progress), questions(&before));
    let trip = trip
        .keys("<enter>")
        .sees("Salt and sugar › 1 Salt")
        .keys("L");
    let trip = trip.keys("S").sees("Taken back").sees("1 question is due");
    assert_eq!(titles(&trip), BY_TITLE);
    let said: Vec<_> = trip
        .log
        .iter()
        .filter_map(|event| match event.did {
            Did::Shelve(stand) => Some((event.course.as_str(), stand)),
            _ => None,
        })
        .collect();
    assert_eq!(said, [("quiz", Stand::Away), ("quiz", Stand::Open)]);
}

#[test]
fn the_list_line_by_line_stands_in_the_same_order() {
    let line = |id: &str, title: &str, rank| Line {
        id: CourseId::new(id).unwrap(),
        title: title.to_owned(),
        rank,
        problem: None,
    };
    let lines = [
        line("tour", "What Recto can do", Rank::Offered),
        line("bread", "Bread", Rank::Open),
        line("quiz", "Salt and sugar", Rank::Away),
    ];
    let (sitting, way) = plain::sit("s9\ns 3\n", |table| table.choose_course(&lines).unwrap());
    assert_eq!(way, Way::Shelve(2));
    for words in [
        "New here? Begin with What Recto can do: 1 opens it.\n",
        "2. Bread. New.\nPut away:\n3. Salt and sugar.",
    ] {
        assert!(sitting.said.contains(words), "{words}: {}", sitting.said);
    }
    let (sitting, ()) = plain::sit("", |table| {
        table.shelve(&lines[1]).unwrap();
        table.shelve(&lines[1]).unwrap();
    });
    assert!(
        sitting.said.contains("Bread is put away"),
        "{}",
        sitting.said
    );
    assert!(
        sitting.said.contains("Bread is taken back"),
        "{}",
        sitting.said
    );
    let said: Vec<_> = sitting.log.iter().map(|event| event.did.name()).collect();
    assert_eq!(said, ["put-away", "take-back"]);
}

/// Does a review ask anything, of all courses or of one?
fn asks(home: &Home, course: &[&str]) -> bool {
    let output = home.recto(&[&["review", "--plain"], course].concat());
    !words(&output.stdout).contains("Nothing is due.")
}

#[test]
fn the_program_puts_a_course_away() {
    let home = Home::new();
    let answer = "format = 1\n\n[[event]]\nat = 2020-01-01T10:00:00.000Z\ncourse = \"how-teams-work\"\n\
        question = \"1.2/own-organisation\"\nknown = false\nscore = 0.0\nrating = \"again\"\ndid = \"answer\"\n";
    fs::write(home.logs().join("other.toml"), answer).unwrap();
    let course = ["how-teams-work"];
    assert!(asks(&home, &[]));
    let said = words(&home.recto(&["away", "how-teams-work"]).stdout);
    assert!(said.contains("How teams work is put away"), "{said}");
    let listed = || {
        let (list, _) = home.json(&["list", "--json"]);
        let mut courses = list.as_array().unwrap().iter();
        let course = courses.find(|course| course["id"] == "how-teams-work");
        course.unwrap()["away"].clone()
    };
    assert_eq!(listed(), true);
    let lines = words(&home.recto(&["list"]).stdout);
    assert!(lines.contains("(how-teams-work)  put away"), "{lines}");
    assert!(!asks(&home, &[]));
    // Who names it is asked.
    assert!(asks(&home, &course));
    let again = words(&home.recto(&["away", "how-teams-work"]).stdout);
    assert!(again.contains("is put away already"), "{again}");
    home.recto(&["away", "how-teams-work", "--back"]);
    assert_eq!(listed(), false);
    assert!(asks(&home, &[]));
    let again = words(&home.recto(&["away", "--back", "how-teams-work"]).stdout);
    assert!(again.contains("is not put away"), "{again}");
    let log = fs::read_dir(home.logs()).unwrap();
    let log: String = log
        .filter_map(|file| fs::read_to_string(file.unwrap().path()).ok())
        .collect();
    for did in ["put-away", "take-back"] {
        assert_eq!(log.matches(&format!("did = \"{did}\"")).count(), 1, "{log}");
    }
}

#[test]
fn what_is_put_away_is_not_planned_for() {
    let home = Home::new();
    let folder = home.path().join(".config/recto");
    fs::create_dir_all(&folder).unwrap();
    let exam = "[course.how-teams-work]\nexam = 2199-01-01\n";
    fs::write(folder.join("config.toml"), exam).unwrap();
    let planned = |course: &[&str]| {
        let (plan, _) = home.json(&[&["review", "--plan", "--json"], course].concat());
        plan["courses"].as_array().unwrap().len()
    };
    assert_eq!(planned(&[]), 1);
    home.recto(&["away", "how-teams-work"]);
    assert_eq!((planned(&[]), planned(&["how-teams-work"])), (0, 1));
}

#[test]
fn the_tour_stands_first_in_the_program_too() {
    let home = Home::new();
    let mut command = Command::new(env!("CARGO_BIN_EXE_recto"));
    command.env_clear().env("HOME", home.path()).arg("--plain");
    let output = command.stdin(Stdio::null()).output().unwrap();
    let said = words(&output.stdout);
    for words in [
        "New here? Begin with A tour of Recto: 1 opens it.\n",
        "1. A tour of Recto. New.\n",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    home.recto(&["away", "a-tour-of-recto"]);
    let mut command = Command::new(env!("CARGO_BIN_EXE_recto"));
    command.env_clear().env("HOME", home.path()).arg("--plain");
    let output = command.stdin(Stdio::null()).output().unwrap();
    let said = words(&output.stdout);
    assert!(!said.contains("New here?"), "{said}");
    assert!(
        said.contains("Put away:\n2. A tour of Recto. New.\n"),
        "{said}"
    );
}
