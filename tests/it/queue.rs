//! What a review asks: it comes from the cards of the snapshot, which are those of the states, on
//! every machine and however the log is parted among files.

use std::fs;
use std::path::Path;

use jiff::Timestamp;
use proptest::prelude::*;
use recto::course::id::CourseId;
use recto::store::log::write_elsewhere;
use recto::store::records::Records;
use recto::study::card::Card;
use recto::study::event::Event;
use recto::study::progress::Progress;
use recto::study::session::{self, Item};

use crate::events::events;
use crate::records::{Home, Started, answers, fit};

type Cards = Vec<(CourseId, Vec<Card>)>;

/// Half a year behind the first of the made-up events.
const END: Timestamp = Timestamp::constant(1_811_000_000, 0);

/// The cards as the states have them.
fn of_states(progress: &Progress) -> Cards {
    let courses = progress.courses();
    courses
        .map(|(id, state)| (id.clone(), state.cards().collect()))
        .collect()
}

fn of_snapshot(started: &mut Started) -> Cards {
    started.records.cards(&mut started.progress)
}

fn asked(cards: &Cards) -> Vec<Item> {
    let cards = cards
        .iter()
        .flat_map(|(course, cards)| cards.iter().map(move |card| (course, card)));
    session::due(cards, END, 1)
}

/// A log by itself, with these files.
fn logs(files: &[(&str, &[Event])]) -> Home {
    let home = Home::new();
    fs::create_dir(home.logs()).unwrap();
    for (device, events) in files {
        write_elsewhere(&home.log(device), events).unwrap();
    }
    home
}

fn start(logs: &Path, cache: &Path) -> (Progress, Cards) {
    let mut records = Records::open(logs, "reader", cache);
    let (mut progress, _) = records.start();
    let cards = records.cards(&mut progress);
    records.keep(&mut progress);
    records.fetch_all(&mut progress);
    (progress, cards)
}

#[test]
fn no_course_is_opened_for_its_cards() {
    let home = Home::new();
    home.sit("a", &answers(40));
    let mut warm = home.start("a");
    assert_eq!(of_snapshot(&mut warm), of_states(&home.cold()));
    assert_eq!(warm.progress.courses().count(), 0);
    // What was done meanwhile counts at once, in courses that were opened and in those that weren't.
    let more = answers(60).split_off(40);
    warm.does(&more);
    assert_eq!(of_snapshot(&mut warm), of_states(&home.cold()));
    assert_eq!(warm.progress.courses().count(), 2);
}

#[test]
fn no_damage_of_the_snapshot_changes_what_is_asked() {
    let home = Home::new();
    home.sit("a", &answers(12));
    let (cold, snapshot) = (of_states(&home.cold()), home.snapshot());
    let whole = fs::read(&snapshot).unwrap();
    for at in 0..whole.len() {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x55;
        fs::write(&snapshot, &bytes).unwrap();
        assert_eq!(of_snapshot(&mut home.start("a")), cold, "byte {at}");
    }
    for length in (0..whole.len()).step_by(7) {
        fs::write(&snapshot, &whole[..length]).unwrap();
        assert_eq!(of_snapshot(&mut home.start("a")), cold, "{length} bytes");
    }
}

#[test]
fn a_snapshot_that_is_cut_short_while_it_is_open_is_not_believed() {
    let home = Home::new();
    home.sit("a", &answers(12));
    let cold = of_states(&home.cold());
    let mut started = home.start("a");
    let snapshot = fs::OpenOptions::new().write(true).open(home.snapshot());
    snapshot.unwrap().set_len(40).unwrap();
    assert_eq!(of_snapshot(&mut started), cold);
}

#[test]
fn other_weights_make_other_cards() {
    let home = Home::new();
    home.sit("a", &answers(40));
    let usual = of_snapshot(&mut home.start("a"));
    fit(&home, "a", 500, 9.0);
    let mut started = home.start("a");
    let fitted = of_snapshot(&mut started);
    assert_ne!(fitted, usual);
    assert_eq!(fitted, of_states(&home.cold()));
    started.records.keep(&mut started.progress);
    let mut warm = home.start("a");
    assert_eq!(of_snapshot(&mut warm), fitted);
    assert_eq!(warm.progress.courses().count(), 0, "once is enough");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn the_cards_of_the_snapshot_are_those_of_the_states(
        first in events(40),
        second in events(20),
        third in events(6),
    ) {
        let home = Home::new();
        home.sit("a", &first);
        home.sit("b", &second);
        prop_assert_eq!(of_snapshot(&mut home.start("a")), of_states(&home.cold()));
        let mut started = home.start("a");
        started.does(&third);
        prop_assert_eq!(of_snapshot(&mut started), of_states(&home.cold()));
    }

    /// Three machines whose clocks disagree share a folder: the names of their logs, and so the order
    /// in which they are read, whose log came when, and who reads, change nothing. Nor does a log
    /// that is there twice.
    #[test]
    fn machines_that_share_a_folder_ask_the_same(
        (a, b, c) in (events(20), events(20), events(20)),
    ) {
        let all = [a.as_slice(), &b, &c].concat();
        let one = logs(&[("all", &all)]);
        let wanted = start(&one.logs(), &one.cache());
        prop_assert_eq!(&of_states(&wanted.0), &wanted.1);
        let orders: [[&[Event]; 3]; 3] = [[&a, &b, &c], [&c, &a, &b], [&b, &c, &a]];
        for [first, second, third] in orders {
            let home = logs(&[("1", first), ("2", second), ("3", third), ("again", second)]);
            let found = start(&home.logs(), &home.cache());
            prop_assert_eq!(&found, &wanted);
            prop_assert_eq!(asked(&found.1), asked(&wanted.1));
            // One after the other, each read on top of a snapshot of those before.
            let home = logs(&[("2", second)]);
            start(&home.logs(), &home.cache());
            write_elsewhere(&home.log("1"), third).unwrap();
            start(&home.logs(), &home.cache());
            write_elsewhere(&home.log("3"), first).unwrap();
            prop_assert_eq!(&start(&home.logs(), &home.cache()), &wanted);
        }
    }

    /// A log that was parted in three, wherever it was cut.
    #[test]
    fn a_log_in_three_files_is_one_log(
        events in events(50),
        (first, second) in (any::<prop::sample::Index>(), any::<prop::sample::Index>()),
    ) {
        let one = logs(&[("all", &events)]);
        let wanted = start(&one.logs(), &one.cache());
        let n = events.len() + 1;
        let (low, high) = (first.index(n).min(second.index(n)), first.index(n).max(second.index(n)));
        let parts = [&events[..low], &events[low..high], &events[high..]];
        for names in [["1", "2", "3"], ["3", "1", "2"]] {
            let files: Vec<_> = names.into_iter().zip(parts).collect();
            let home = logs(&files);
            let found = start(&home.logs(), &home.cache());
            prop_assert_eq!(&found, &wanted);
            prop_assert_eq!(asked(&found.1), asked(&wanted.1));
        }
    }
}
