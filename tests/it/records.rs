//! The logs with their snapshot: with it or without it progress is the same, and what a log lost is
//! missed, goes on counting, and comes back.

use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use recto::course::id::{CourseId, FullId};
use recto::store::records::Records;
use recto::store::weights_file::{self, Fitted};
use recto::study::event::{Did, Event, Given, Rating, Response};
use recto::study::progress::Progress;
use recto::study::schedule::Scheduler;
use recto::study::schedule::fit::{Judged, Loss};

use crate::events::events;

pub struct Home {
    folder: tempfile::TempDir,
}

/// A Recto that was started, and what it said.
pub struct Started {
    pub records: Records,
    pub progress: Progress,
    pub told: Vec<String>,
}

impl Home {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { folder }
    }

    pub fn logs(&self) -> PathBuf {
        self.folder.path().join("progress")
    }

    pub fn cache(&self) -> PathBuf {
        self.folder.path().join("cache/recto")
    }

    pub fn log(&self, device: &str) -> PathBuf {
        self.logs().join(format!("{device}.toml"))
    }

    pub fn snapshot(&self) -> PathBuf {
        let mut files = fs::read_dir(self.cache()).unwrap();
        files.next().unwrap().unwrap().path()
    }

    pub fn start(&self, device: &str) -> Started {
        let mut records = Records::open(&self.logs(), device, &self.cache());
        let (progress, told) = records.start();
        Started {
            records,
            progress,
            told: told.iter().map(ToString::to_string).collect(),
        }
    }

    /// Starts, does things, and leaves.
    pub fn sit(&self, device: &str, events: &[Event]) -> Vec<String> {
        let mut started = self.start(device);
        started.does(events);
        started.records.keep(&mut started.progress);
        started.told
    }

    /// What the logs come to by themselves.
    pub fn cold(&self) -> Progress {
        let nowhere = self.folder.path().join("nowhere");
        let mut records = Records::open(&self.logs(), "cold", &nowhere);
        records.start().0
    }
}

impl Started {
    pub fn does(&mut self, events: &[Event]) {
        for event in events {
            self.progress.record(event);
            self.records.append(std::slice::from_ref(event)).unwrap();
        }
    }

    /// All of it, nothing only promised.
    pub fn whole(&mut self) -> Progress {
        for course in self.progress.promised(false) {
            assert_eq!(self.records.fetch(&course, &mut self.progress), []);
        }
        self.progress.clone()
    }
}

pub fn answer(n: i64) -> Event {
    let given = Given {
        response: Response::Written(format!("answer {n}")),
        score: Some(1.0),
        rating: Some(Rating::Good),
        certainty: None,
        hinted: false,
        seconds: Some(9),
        exam: None,
    };
    let question = FullId::parse(&format!("1.4/q{}", n % 7)).unwrap();
    Event {
        at: jiff::Timestamp::from_millisecond(1_795_428_000_000 + n * 90_000_000).unwrap(),
        course: CourseId::new(if n % 2 == 0 { "even" } else { "odd" }).unwrap(),
        did: Did::Answer(question, given),
    }
}

pub fn answers(n: i64) -> Vec<Event> {
    (0..n).map(answer).collect()
}

#[test]
fn a_start_with_a_snapshot_promises_and_delivers_the_same() {
    let home = Home::new();
    assert!(home.sit("a", &answers(40)).is_empty());
    let cold = home.cold();
    let mut warm = home.start("a");
    let odd = CourseId::new("odd").unwrap();
    assert!(
        warm.progress.is_promised(&odd),
        "nothing is read but the numbers"
    );
    assert_eq!(warm.progress.summary(&odd), cold.summary(&odd));
    assert_eq!(warm.told, Vec::<String>::new());
    assert_eq!(warm.whole(), cold);
}

#[test]
fn without_the_cache_nothing_is_lost() {
    let home = Home::new();
    home.sit("a", &answers(9));
    let cold = home.cold();
    fs::remove_dir_all(home.folder.path().join("cache")).unwrap();
    assert_eq!(home.start("a").whole(), cold);
    // Where no cache can be, all goes on without one.
    fs::write(home.folder.path().join("cache"), "a file").unwrap();
    assert!(home.sit("a", &[answer(10)]).is_empty());
    assert_eq!(home.start("a").progress.courses().count(), 2);
}

#[test]
fn what_others_wrote_meanwhile_is_read_on_top() {
    let home = Home::new();
    home.sit("a", &answers(10));
    home.sit("b", &answers(20)[10..]);
    let mut other = Records::open(&home.logs(), "b", &home.folder.path().join("elsewhere"));
    other.append(&[answer(20), answer(21)]).unwrap();
    let mut started = home.start("a");
    assert!(started.told.is_empty());
    assert_eq!(
        started
            .progress
            .summaries()
            .map(|(_, s)| s.n_answered)
            .sum::<usize>(),
        14
    );
    assert_eq!(started.whole(), home.cold());
}

type Harm<'a> = &'a dyn Fn(&Path);

/// What is told after `harm` was done to the log of one who had answered 20 questions.
fn after(harm: impl Fn(&Path)) -> (Home, Vec<String>) {
    let home = Home::new();
    home.sit("a", &answers(20));
    harm(&home.log("a"));
    let told = home.sit("a", &[]);
    (home, lost(told))
}

/// Without what is told of torn ends.
fn lost(mut told: Vec<String>) -> Vec<String> {
    told.retain(|told| !told.contains("torn"));
    told
}

#[test]
fn a_log_that_lost_something_is_told_and_what_it_held_counts_and_comes_back() {
    let cut = |path: &Path| {
        let bytes = fs::read(path).unwrap();
        fs::write(path, &bytes[..bytes.len() / 2]).unwrap();
    };
    let empty = |path: &Path| fs::write(path, "").unwrap();
    let gone = |path: &Path| fs::remove_file(path).unwrap();
    // As long as before, and longer.
    let other = |path: &Path| {
        let words = fs::read_to_string(path).unwrap();
        fs::write(path, words.replace("answer 7", "answer !")).unwrap();
    };
    let longer = |path: &Path| {
        let words = fs::read_to_string(path).unwrap();
        fs::write(path, words.replace("answer 7", "another answer")).unwrap();
    };
    let cases: [(&str, usize, Harm<'_>); 5] = [
        ("came back shorter", 10, &cut),
        ("came back empty", 20, &empty),
        ("is gone", 20, &gone),
        ("was rewritten", 1, &other),
        ("was rewritten", 1, &longer),
    ];
    for (words, n, harm) in cases {
        let (home, told) = after(harm);
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(told[0].contains(words), "{told:?}");
        assert!(told[0].contains("a.toml: "), "{told:?}");
        assert!(told[0].contains("`recto progress restore`"), "{told:?}");
        // It is told until it is mended, and counts all the while.
        let mut again = home.start("a");
        assert_eq!(lost(again.told.clone()), told);
        let mut all = Progress::default();
        all.record_all(answers(20));
        let lacking = again.whole().lacks(&all).len();
        assert_eq!(lacking, 0, "{words}: it counts");
        let missing = again.records.missing(&mut again.progress).len();
        assert!(missing.abs_diff(n) <= 1, "{words}: {missing}");
        let written = again.records.restore(&mut again.progress).unwrap();
        assert_eq!(written.len(), missing);
        assert_eq!(home.cold().lacks(&all), []);
        assert_eq!(home.sit("a", &[]), Vec::<String>::new());
        // A second time there is nothing to do, and nothing is doubled.
        let before = fs::read(home.log("a")).unwrap();
        let mut third = home.start("a");
        assert_eq!(third.records.restore(&mut third.progress).unwrap(), []);
        assert_eq!(fs::read(home.log("a")).unwrap(), before);
    }
}

#[test]
fn what_comes_back_by_itself_is_missed_no_more() {
    let home = Home::new();
    home.sit("a", &answers(20));
    let whole = fs::read(home.log("a")).unwrap();
    fs::write(home.log("a"), &whole[..500]).unwrap();
    assert_eq!(lost(home.sit("b", &[answer(50)])).len(), 1);
    fs::write(home.log("a"), &whole).unwrap();
    assert!(home.sit("b", &[])[0].contains("nothing that was read is missing"));
    assert_eq!(home.sit("b", &[]), Vec::<String>::new());
    assert_eq!(home.start("b").whole(), home.cold());
}

#[test]
fn a_log_under_another_name_is_not_missed() {
    let home = Home::new();
    home.sit("a", &answers(20));
    fs::rename(home.log("a"), home.log("old-laptop")).unwrap();
    let told = home.sit("a", &[]);
    assert!(
        told[0].contains("nothing that was read is missing"),
        "{told:?}"
    );
    assert_eq!(home.sit("a", &[]), Vec::<String>::new());
}

#[test]
fn another_devices_log_is_restored_into_the_own_one() {
    let home = Home::new();
    home.sit("a", &answers(5));
    home.sit("b", &answers(12)[5..]);
    fs::write(home.log("b"), "").unwrap();
    let mut started = home.start("a");
    assert!(started.told[0].contains("b.toml"), "{:?}", started.told);
    started.records.restore(&mut started.progress).unwrap();
    assert_eq!(
        fs::read(home.log("b")).unwrap(),
        b"",
        "no other's log is touched"
    );
    let mut all = Progress::default();
    all.record_all(answers(12));
    assert_eq!(home.cold(), all);
}

#[test]
fn a_log_that_shrinks_while_recto_runs_is_told_at_once() {
    let home = Home::new();
    let mut started = home.start("a");
    started.does(&answers(6));
    let before = started.whole();
    let length = fs::metadata(home.log("a")).unwrap().len();
    fs::write(home.log("a"), "x".repeat(usize::try_from(length).unwrap())).unwrap();
    let told = started.records.read_new(&mut started.progress);
    assert!(
        told.iter().any(|fault| fault.what.contains("rewritten")),
        "{told:?}"
    );
    assert_eq!(started.records.read_new(&mut started.progress), [], "once");
    assert_eq!(started.progress, before);
    started.records.keep(&mut started.progress);
    assert!(home.start("a").told[0].contains("6 entries"));
}

#[test]
fn a_broken_entry_is_told_at_each_start() {
    let home = Home::new();
    home.sit("a", &[answer(0)]);
    let words = fs::read_to_string(home.log("a")).unwrap();
    fs::write(
        home.log("a"),
        format!("{words}\n[[event]]\nat = no\ndid = \"read\"\n"),
    )
    .unwrap();
    home.sit("a", &[answer(1)]);
    let first = home.sit("a", &[answer(2)]);
    assert_eq!((first.len(), home.sit("a", &[])), (1, first));
}

#[test]
fn every_byte_is_checked() {
    let home = Home::new();
    home.sit("a", &answers(9));
    let check = || {
        let mut records = Records::open(&home.logs(), "a", &home.cache());
        let checked = records.check();
        (
            checked.missing.len(),
            checked.is_compared,
            records.logs.losses().len(),
        )
    };
    assert_eq!(check(), (0, true, 0));
    let words = fs::read_to_string(home.log("a")).unwrap();
    fs::write(home.log("a"), words.replace("answer 3", "answer !")).unwrap();
    assert_eq!(check(), (1, true, 1));
    assert_eq!(check(), (1, true, 1), "until it is mended");
    fs::write(home.log("a"), words).unwrap();
    assert_eq!(
        check(),
        (0, true, 0),
        "the other one was overtaken, and is no loss"
    );
    fs::remove_file(home.snapshot()).unwrap();
    assert_eq!(check(), (0, false, 0));
    assert_eq!(check(), (0, true, 0));
}

#[test]
fn no_damage_of_the_snapshot_changes_progress() {
    let home = Home::new();
    home.sit("a", &answers(12));
    let (cold, snapshot) = (home.cold(), home.snapshot());
    let whole = fs::read(&snapshot).unwrap();
    for at in 0..whole.len() {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x55;
        fs::write(&snapshot, &bytes).unwrap();
        let mut started = home.start("a");
        assert_eq!(
            (started.whole(), started.told),
            (cold.clone(), vec![]),
            "byte {at}"
        );
    }
    for length in (0..whole.len()).step_by(3) {
        fs::write(&snapshot, &whole[..length]).unwrap();
        assert_eq!(home.start("a").whole(), cold, "{length} bytes");
    }
    fs::write(&snapshot, [&whole[..], b"more"].concat()).unwrap();
    assert_eq!(home.start("a").whole(), cold);
    fs::remove_file(&snapshot).unwrap();
    fs::create_dir(&snapshot).unwrap();
    assert_eq!(home.start("a").whole(), cold);
}

#[test]
fn a_snapshot_of_other_logs_is_none() {
    let (one, two) = (Home::new(), Home::new());
    one.sit("a", &answers(12));
    two.sit("a", &answers(3));
    fs::copy(one.snapshot(), two.snapshot()).unwrap();
    assert_eq!(two.start("a").whole(), two.cold());
}

#[test]
fn two_at_once_leave_a_snapshot_that_is_true() {
    let home = Home::new();
    home.sit("a", &answers(10));
    let (mut one, mut two) = (home.start("a"), home.start("a"));
    one.does(&answers(14)[10..]);
    two.does(&answers(18)[14..]);
    one.records.keep(&mut one.progress);
    two.records.keep(&mut two.progress);
    let mut third = home.start("a");
    assert!(third.told.is_empty(), "{:?}", third.told);
    assert_eq!(third.whole(), home.cold());
}

/// Weights that were fitted at the second `at`, in the file of `device`.
pub fn fit(home: &Home, device: &str, at: i64, easy: f32) -> Scheduler {
    let mut weights = *Scheduler::default().weights();
    weights[3] = easy;
    weights[8] = 1.5;
    let scheduler = Scheduler::new(weights).unwrap();
    let fitted = Fitted {
        at: jiff::Timestamp::from_second(at).unwrap(),
        scheduler: scheduler.clone(),
    };
    let loss = Loss {
        log_loss: 0.3,
        rmse_bins: 0.1,
    };
    let judged = Judged {
        n_reviews: 900,
        n_judged: 180,
        before: loss,
        after: loss,
    };
    let path = home.logs().join(format!("{device}.weights"));
    weights_file::save(&path, &fitted, &judged).unwrap();
    scheduler
}

#[test]
fn new_weights_schedule_all_anew_at_the_next_start() {
    let home = Home::new();
    home.sit("a", &answers(40));
    let usual = home.cold();
    let fitted = fit(&home, "a", 500, 9.0);
    fit(&home, "b", 400, 10.0);
    let mut started = home.start("a");
    assert_eq!(started.told, Vec::<String>::new());
    assert_eq!(started.progress.scheduler(), &fitted);
    let odd = CourseId::new("odd").unwrap();
    let due = |progress: &Progress| progress.summary(&odd).unwrap().due.clone();
    assert_ne!(due(&started.progress), due(&usual));
    assert_eq!(started.whole(), home.cold());
    started.records.keep(&mut started.progress);
    let mut warm = home.start("a");
    assert!(warm.progress.is_promised(&odd), "once is enough");
    assert_eq!(due(&warm.progress), due(&home.cold()));
    assert_eq!(warm.whole(), home.cold());
    // And back again.
    for device in ["a", "b"] {
        fs::remove_file(home.logs().join(format!("{device}.weights"))).unwrap();
    }
    assert_eq!(home.start("a").whole(), usual);
}

#[test]
fn a_loss_is_told_and_mended_though_the_weights_are_others() {
    let home = Home::new();
    home.sit("a", &answers(20));
    let fitted = fit(&home, "a", 500, 9.0);
    let whole = fs::read(home.log("a")).unwrap();
    fs::write(home.log("a"), &whole[..whole.len() / 2]).unwrap();
    let told = lost(home.sit("a", &[]));
    assert!(told[0].contains("came back shorter"), "{told:?}");
    let mut again = home.start("a");
    assert_eq!(lost(again.told.clone()), told, "until it is mended");
    let mut all = Progress::new(fitted);
    all.record_all(answers(20));
    assert_eq!(again.whole(), all, "what no log has counts all the same");
    again.records.restore(&mut again.progress).unwrap();
    assert_eq!(home.cold(), all);
    assert_eq!(home.sit("a", &[]), Vec::<String>::new());
}

#[test]
fn a_check_finds_a_loss_though_the_weights_are_others() {
    let home = Home::new();
    home.sit("a", &answers(9));
    fit(&home, "a", 500, 9.0);
    let words = fs::read_to_string(home.log("a")).unwrap();
    fs::write(home.log("a"), words.replace("answer 3", "answer !")).unwrap();
    for _ in 0..2 {
        let checked = Records::open(&home.logs(), "a", &home.cache()).check();
        assert_eq!((checked.missing.len(), checked.is_compared), (1, true));
    }
    fs::write(home.log("a"), words).unwrap();
    assert_eq!(home.start("a").whole().scheduler(), home.cold().scheduler());
}

#[test]
fn no_damage_of_the_snapshot_counts_when_the_weights_are_others() {
    let home = Home::new();
    home.sit("a", &answers(12));
    let snapshot = home.snapshot();
    let whole = fs::read(&snapshot).unwrap();
    fit(&home, "a", 500, 9.0);
    let cold = home.cold();
    for at in (0..whole.len()).step_by(5) {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x55;
        fs::write(&snapshot, &bytes).unwrap();
        let mut started = home.start("a");
        assert_eq!(
            (started.whole(), started.told),
            (cold.clone(), vec![]),
            "byte {at}"
        );
    }
}

#[test]
fn weights_are_no_log_and_broken_ones_stop_nothing() {
    let home = Home::new();
    home.sit("a", &answers(5));
    let usual = home.cold();
    fs::write(home.logs().join("b.weights"), "weights = [1.0]").unwrap();
    let mut started = home.start("a");
    assert_eq!(started.told.len(), 1, "{:?}", started.told);
    assert!(
        started.told[0].contains("b.weights: "),
        "{:?}",
        started.told
    );
    assert!(
        started.told[0].contains("`recto optimise`"),
        "{:?}",
        started.told
    );
    assert_eq!(started.whole(), usual);
}

#[test]
fn a_log_by_itself_has_its_own_weights() {
    let home = Home::new();
    home.sit("one", &answers(5));
    let fitted = fit(&home, "one", 500, 9.0);
    fit(&home, "other", 600, 10.0);
    let scheduler = |place: &Path| {
        let mut records = Records::open(place, "a", &home.cache());
        records.start().0.scheduler().clone()
    };
    assert_eq!(scheduler(&home.log("one")), fitted);
    assert_eq!(scheduler(&home.log("none")), Scheduler::default());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn with_a_snapshot_or_without_progress_is_the_same(
        first in events(30),
        second in events(20),
        third in events(10),
    ) {
        let home = Home::new();
        home.sit("a", &first);
        home.sit("b", &second);
        let mut started = home.start("a");
        started.does(&third);
        prop_assert_eq!(&started.told, &Vec::<String>::new());
        prop_assert_eq!(started.whole(), home.cold());
    }
}
