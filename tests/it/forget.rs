//! Taking entries out of the logs: what stays, stays to the byte, whatever happens meanwhile, and
//! nothing offers back what is gone.

use std::fs;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::civil::Date;
use proptest::prelude::*;
use recto::course::id::{CourseId, FullId, SectionId};
use recto::store::log::entry;
use recto::store::log::forget::{When, forget, look};
use recto::store::records::Forgotten;
use recto::study::event::Event;
use recto::study::forget::Scope;
use recto::study::progress::Progress;

use crate::events::events;
use crate::records::{Home, Started, answer, answers};

const WHEN: When = (
    Timestamp::constant(1_900_000_000, 0),
    Date::constant(2030, 3, 17),
);
const LINE: &str = "forgotten = 2030-03-17T17:46:40.000Z\n";

fn even() -> Scope {
    Scope {
        course: CourseId::new("even"),
        ..Scope::default()
    }
}

fn forgets(started: &mut Started, scope: &Scope, paths: &[PathBuf]) -> Vec<Forgotten> {
    let (records, progress) = (&mut started.records, &mut started.progress);
    records.forget(progress, scope, (paths, WHEN)).unwrap()
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<_> = names.collect();
    names.sort();
    names
}

fn without(events: &[Event], scope: &Scope) -> Progress {
    let mut progress = Progress::default();
    let left = events.iter().filter(|event| !scope.takes(event));
    progress.record_all(left.cloned());
    progress
}

#[test]
fn what_is_forgotten_is_gone_and_nothing_is_missed() {
    let home = Home::new();
    home.sit("a", &answers(20));
    home.sit("b", &answers(40)[20..]);
    let (own, other) = (
        fs::read(home.log("a")).unwrap(),
        fs::read(home.log("b")).unwrap(),
    );
    let mut started = home.start("a");
    let looked = started.records.look_for(&even()).unwrap();
    let found: Vec<_> = looked.iter().map(|(_, found)| found.n()).collect();
    assert_eq!(found, [10, 10]);
    let forgotten = forgets(&mut started, &even(), &[home.log("a")]);
    assert_eq!(forgotten[0].found, looked[0].1, "the preview was right");
    let kept = "a.toml.before-2030-03-17";
    assert_eq!(names(&home.logs()), ["a.toml", kept, "b.toml"]);
    assert_eq!(fs::read(home.logs().join(kept)).unwrap(), own);
    assert_eq!(fs::read(home.log("b")).unwrap(), other);
    let mut left = answers(40);
    left.retain(|event| event.course.as_str() == "odd" || event.at >= answer(20).at);
    let expected = without(
        &left,
        &Scope {
            course: CourseId::new("none"),
            ..Scope::default()
        },
    );
    assert_eq!(started.progress, expected);
    assert_eq!(home.cold(), expected);
    let mut again = home.start("a");
    assert_eq!((again.whole(), again.told), (expected, vec![]));
    let checked = home.start("a").records.check();
    assert_eq!((checked.faults.len(), checked.missing.len()), (0, 0));
    // A second time on the same day, of both logs.
    let forgotten = forgets(
        &mut home.start("a"),
        &even(),
        &[home.log("a"), home.log("b")],
    );
    assert_eq!(
        forgotten.len(),
        1,
        "a log of which nothing is taken isn't touched"
    );
    assert_eq!(names(&home.logs()).len(), 4);
    let odd = Scope {
        course: CourseId::new("odd"),
        ..Scope::default()
    };
    forgets(&mut home.start("a"), &odd, &[home.log("a")]);
    assert!(names(&home.logs()).contains(&format!("{kept}-2")));
    assert_eq!(
        fs::read(home.logs().join(kept)).unwrap(),
        own,
        "never written over"
    );
}

/// A log of whole, broken, unknown and torn entries.
fn motley() -> String {
    let mut log = "# A comment of mine\nformat = 1\nmine = true\n".to_owned();
    for n in 0..6 {
        log.push_str(&entry::write(&answer(n)));
    }
    log.push_str("\n[[event]]\nat = no\ncourse = \"even\"\ndid = \"read\"\n");
    log.push_str(
        "\n[[event]]\r\nat = 2026-11-23T10:00:00Z # mine\r\ncourse='even'\r\ndid = \"sang\"\r\n",
    );
    log.push_str(&entry::write(&answer(6)).replace("seconds", "mood = \"well\"\nseconds"));
    log.push_str(&entry::write(&answer(7)));
    log
}

#[test]
fn what_stays_stays_to_the_byte() {
    let home = Home::new();
    fs::create_dir_all(home.logs()).unwrap();
    let torn = "\n[[event]]\nat = 2026-11-23T10:00:0";
    for tail in ["", torn] {
        fs::write(home.log("a"), motley() + tail).unwrap();
        let seen = look(&home.log("a"), &even()).unwrap();
        let (found, old) = forget(&home.log("a"), &even(), WHEN).unwrap();
        assert_eq!((found.n(), found.unread), (4, 2));
        assert_eq!(seen, found);
        let mut expected = motley();
        for n in [0, 2, 4] {
            expected = expected.replace(entry::write(&answer(n)).trim_start(), "\u{1}");
        }
        let start = expected.find("mood").unwrap();
        let start = expected[..start].rfind("[[event]]").unwrap();
        let end = start + expected[start + 1..].find("[[event]]").unwrap() + 1;
        expected.replace_range(start..end, "");
        // The blank line behind an entry is its own.
        let expected = expected
            .replace("\u{1}\n", "")
            .replace("mine = true\n\n", &format!("mine = true\n{LINE}\n"));
        // The blank line before what was torn belonged to the entry before.
        let blank = &tail[..tail.len().min(1)];
        assert_eq!(fs::read_to_string(home.log("a")).unwrap(), expected + blank);
        let old = fs::read_to_string(old.unwrap()).unwrap();
        assert_eq!(old, motley() + blank, "without what was torn");
    }
    let torn_aside = fs::read_to_string(home.logs().join("a.torn-1")).unwrap();
    assert_eq!(torn_aside, torn.trim_start());
}

#[test]
fn a_log_of_a_newer_format_is_left_as_it_is() {
    let home = Home::new();
    fs::create_dir_all(home.logs()).unwrap();
    fs::write(home.log("a"), motley().replace("format = 1", "format = 2")).unwrap();
    for error in [
        look(&home.log("a"), &even()).unwrap_err(),
        forget(&home.log("a"), &even(), WHEN).unwrap_err(),
    ] {
        assert!(error.to_string().contains("update Recto"), "{error}");
    }
    assert_eq!(names(&home.logs()), ["a.toml"]);
}

#[test]
fn while_something_is_missing_nothing_is_forgotten() {
    let home = Home::new();
    home.sit("a", &answers(20));
    let whole = fs::read(home.log("a")).unwrap();
    fs::write(home.log("a"), &whole[..1000]).unwrap();
    let mut started = home.start("a");
    let (records, progress) = (&mut started.records, &mut started.progress);
    let error = records
        .forget(progress, &even(), (&[home.log("a")], WHEN))
        .unwrap_err();
    assert!(
        error.to_string().contains("recto progress restore"),
        "{error}"
    );
    assert_eq!(fs::read(home.log("a")).unwrap(), &whole[..1000]);
    records.restore(progress).unwrap();
    forgets(&mut started, &even(), &[home.log("a")]);
    assert_eq!(home.cold(), without(&answers(20), &even()));
}

/// The learner's machine dies after each step.
#[test]
fn wherever_it_stops_nothing_is_lost_or_offered_back() {
    let all = answers(20);
    let mut whole = Progress::default();
    whole.record_all(all.clone());
    for step in 0..3 {
        let home = Home::new();
        home.sit("a", &all);
        fs::remove_file(home.snapshot()).unwrap();
        if step == 1 {
            fs::hard_link(home.log("a"), home.logs().join("a.toml.before-2030-03-17")).unwrap();
        }
        if step == 2 {
            forget(&home.log("a"), &even(), WHEN).unwrap();
        }
        let expected = if step == 2 {
            without(&all, &even())
        } else {
            whole.clone()
        };
        let mut started = home.start("a");
        assert_eq!(
            (started.whole(), &started.told),
            (expected, &vec![]),
            "{step}"
        );
        forgets(&mut started, &even(), &[home.log("a")]);
        assert_eq!(home.cold(), without(&all, &even()), "{step}");
    }
}

/// Another machine, or another Recto, has read the log before.
#[test]
fn who_read_the_log_before_lets_go_too() {
    let home = Home::new();
    home.sit("b", &answers(30)[20..]);
    home.sit("a", &answers(20));
    let elsewhere = home.cache().with_file_name("elsewhere");
    let mut other = recto::store::records::Records::open(&home.logs(), "b", &elsewhere);
    let (mut progress, _) = other.start();
    other.keep(&mut progress);
    let mut running = home.start("a");
    forgets(&mut home.start("a"), &even(), &[home.log("a")]);
    // It writes into the new log, though it had the old one at hand.
    running.does(&[answer(31)]);
    let mut left = answers(30);
    left.push(answer(31));
    left.retain(|event| event.course.as_str() == "odd" || event.at >= answer(20).at);
    let mut expected = Progress::default();
    expected.record_all(left);
    let told = running.records.read_new(&mut running.progress);
    assert!(told[0].what.contains("count no more"), "{told:?}");
    assert_eq!(running.records.read_new(&mut running.progress), [], "once");
    assert_eq!(running.progress, expected);
    running.records.keep(&mut running.progress);
    assert_eq!(home.cold(), expected);
    assert_eq!(home.sit("a", &[]), Vec::<String>::new());
    // At its next start, with the snapshot of before.
    let mut other = recto::store::records::Records::open(&home.logs(), "b", &elsewhere);
    let (mut progress, told) = other.start();
    assert!(told[0].to_string().contains("count no more"), "{told:?}");
    assert_eq!(progress, expected);
    assert_eq!(other.missing(&mut progress), []);
    other.keep(&mut progress);
    let mut other = recto::store::records::Records::open(&home.logs(), "b", &elsewhere);
    assert_eq!(other.start().1, []);
    // A log that had been forgotten from and then lost something is a loss as any.
    let words = fs::read_to_string(home.log("a")).unwrap();
    fs::write(home.log("a"), &words[..words.len() / 2]).unwrap();
    let mut other = recto::store::records::Records::open(&home.logs(), "b", &elsewhere);
    let told = other.start().1;
    assert!(
        told.iter()
            .any(|told| told.what.contains("came back shorter")),
        "{told:?}"
    );
}

#[test]
fn a_check_of_every_byte_lets_go_too() {
    let home = Home::new();
    home.sit("a", &answers(20));
    forget(&home.log("a"), &even(), WHEN).unwrap();
    let checked = home.start("b").records.check();
    assert_eq!((checked.missing.len(), checked.faults.len()), (0, 0));
    home.sit("a", &answers(20));
    forget(
        &home.log("a"),
        &even(),
        (WHEN.0 + jiff::SignedDuration::from_secs(1), WHEN.1),
    )
    .unwrap();
    let mut records = recto::store::records::Records::open(&home.logs(), "a", &home.cache());
    let checked = records.check();
    assert_eq!((checked.missing.len(), checked.faults.len()), (0, 0));
}

fn scopes() -> impl Strategy<Value = Scope> {
    let course = prop::sample::select(&crate::events::COURSES[..]);
    let course = prop::option::of(course.prop_map(|id| CourseId::new(id).unwrap()));
    let section = prop::sample::select(&["1.4", "2"][..]);
    let section = prop::option::of(section.prop_map(|id| SectionId::new(id).unwrap()));
    let question = prop::option::of(Just(FullId::parse("1.4/roles").unwrap()));
    let before =
        (0..6_i64).prop_map(|n| Timestamp::from_second(1_795_428_000 + n * 50_000).unwrap());
    (course, section, question, prop::option::of(before)).prop_map(
        |(course, section, question, before)| Scope {
            course,
            section,
            question,
            before,
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_scope_takes_what_it_says_and_nothing_else(all in events(30), scope in scopes()) {
        let home = Home::new();
        home.sit("a", &all);
        let (own, n) = (home.log("a"), all.iter().filter(|event| scope.takes(event)).count());
        let mut started = home.start("a");
        let found = started.records.look_for(&scope).unwrap();
        prop_assert_eq!(found.iter().map(|(_, found)| found.n()).sum::<usize>(), n);
        if !own.exists() {
            return Ok(());
        }
        forgets(&mut started, &scope, std::slice::from_ref(&own));
        let expected = without(&all, &scope);
        prop_assert_eq!(&home.cold(), &expected);
        prop_assert_eq!(home.start("a").whole(), expected);
        let left: String = all.iter().filter(|event| !scope.takes(event)).map(entry::write).collect();
        let log = fs::read_to_string(&own).unwrap();
        let entries = |words: &str| words.find("[[event]]").map_or(String::new(), |at| words[at..].trim_end().to_owned());
        prop_assert_eq!(entries(&log), entries(&left));
        prop_assert_eq!(log.contains(LINE), n > 0);
    }
}
