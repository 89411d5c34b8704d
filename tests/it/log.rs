//! The log under all that can happen to it: torn, broken, newer, rewritten, written by two at once.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use recto::course::id::{CourseId, SectionId};
use recto::store::log::{Fault, Logs};
use recto::study::event::{Did, Event};
use recto::study::progress::Progress;

fn event(n: i64) -> Event {
    Event {
        at: jiff::Timestamp::from_millisecond(1_795_428_000_000 + n).unwrap(),
        course: CourseId::new("c").unwrap(),
        did: Did::Read(SectionId::new(&format!("s{n}")).unwrap()),
    }
}

fn n_read(logs: &mut Logs) -> (usize, Vec<Fault>) {
    let mut progress = Progress::default();
    let faults = logs.read_new(&mut progress);
    let n = progress
        .summary(&CourseId::new("c").unwrap())
        .map_or(0, |summary| summary.n_read);
    (n, faults)
}

#[test]
fn what_is_written_is_read_by_another() {
    let folder = tempfile::tempdir().unwrap();
    let mut one = Logs::open(folder.path(), "one");
    let mut two = Logs::open(folder.path(), "two");
    for n in 0..5 {
        one.append(&[event(n)]).unwrap();
        two.append(&[event(n + 10)]).unwrap();
    }
    let mut other = Logs::open(folder.path(), "three");
    assert_eq!(n_read(&mut other), (10, Vec::new()));
    assert_eq!(n_read(&mut other), (0, Vec::new()), "nothing is new");
    one.append(&[event(99)]).unwrap();
    assert_eq!(n_read(&mut other), (1, Vec::new()));
    let words = fs::read_to_string(one.own_path()).unwrap();
    let table: toml::Table = toml::from_str(&words).unwrap();
    assert_eq!(table["event"].as_array().unwrap().len(), 6);
}

#[test]
fn whatever_is_cut_off_the_rest_is_read_and_nothing_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let mut logs = Logs::open(folder.path(), "a");
    let mut ends = vec![];
    for n in 0..3 {
        logs.append(&[event(n)]).unwrap();
        ends.push(fs::metadata(logs.own_path()).unwrap().len());
    }
    let whole = fs::read(logs.own_path()).unwrap();
    for cut in 0..=whole.len() {
        let folder = tempfile::tempdir().unwrap();
        let mut logs = Logs::open(folder.path(), "a");
        fs::write(logs.own_path(), &whole[..cut]).unwrap();
        let expected = ends.iter().filter(|end| **end <= cut as u64).count();
        let (n, _) = n_read(&mut logs);
        assert_eq!(n, expected, "cut at {cut}");
        logs.append(&[event(7)]).unwrap();
        let (n, faults) = n_read(&mut Logs::open(folder.path(), "b"));
        assert_eq!((n, faults), (expected + 1, Vec::new()), "cut at {cut}");
        let aside = fs::read(logs.own_path().with_extension("torn-1")).unwrap_or_default();
        let now = fs::read(logs.own_path()).unwrap();
        let kept = now.len() + aside.len();
        assert!(kept >= cut, "cut at {cut}: bytes are lost");
    }
}

#[test]
fn a_broken_entry_costs_itself_only_and_is_named_by_its_line() {
    let folder = tempfile::tempdir().unwrap();
    let mut logs = Logs::open(folder.path(), "a");
    logs.append(&[event(0)]).unwrap();
    let before = fs::read_to_string(logs.own_path()).unwrap();
    let line = before.lines().count() + 3;
    let broken = format!("{before}\n[[event]]\nat = nonsense\ndid = \"read\"\n");
    fs::write(logs.own_path(), broken).unwrap();
    logs.append(&[event(1)]).unwrap();
    let (n, faults) = n_read(&mut Logs::open(folder.path(), "b"));
    assert_eq!(n, 2);
    assert_eq!(
        faults.iter().map(|fault| fault.line).collect::<Vec<_>>(),
        [line]
    );
}

#[test]
fn a_log_that_came_back_shorter_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let mut logs = Logs::open(folder.path(), "a");
    logs.append(&[event(0)]).unwrap();
    logs.append(&[event(1)]).unwrap();
    let (_, faults) = n_read(&mut logs);
    assert_eq!(faults, []);
    fs::write(logs.own_path(), "").unwrap();
    let (_, faults) = n_read(&mut logs);
    assert_eq!(faults, []);
    let told: Vec<_> = logs.losses().values().collect();
    assert!(told[0].contains("came back empty"), "{told:?}");
}

#[test]
fn what_no_version_wrote_is_told_and_left() {
    for (bytes, told) in [
        (&b"\0\0\0\0\0\0"[..], "no text"),
        (
            b"format = 99\n\n[[event]]\nat = 1\ndid = \"x\"\n",
            "update Recto",
        ),
        (b"\n[[event]]\nx = \"\xff\"\ndid = \"read\"\n", "no UTF-8"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("other.toml");
        fs::write(&file, bytes).unwrap();
        let (n, faults) = n_read(&mut Logs::open(folder.path(), "a"));
        assert_eq!(n, 0);
        assert!(
            faults.iter().any(|fault| fault.what.contains(told)),
            "{told}: {faults:?}"
        );
        assert_eq!(fs::read(&file).unwrap(), bytes);
    }
}

#[test]
fn an_own_log_of_a_newer_format_is_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let mut logs = Logs::open(folder.path(), "a");
    let newer = "format = 2\n\n[[event]]\nwhat = 1\ndid = \"x\"\n";
    fs::write(logs.own_path(), newer).unwrap();
    let error = logs.append(&[event(0)]).unwrap_err();
    assert!(error.to_string().contains("update Recto"), "{error}");
    assert_eq!(fs::read_to_string(logs.own_path()).unwrap(), newer);
}

#[test]
fn two_who_write_at_once_lose_nothing() {
    let folder = tempfile::tempdir().unwrap();
    std::thread::scope(|scope| {
        for writer in 0..2 {
            let path = folder.path();
            scope.spawn(move || {
                let mut logs = Logs::open(path, "same");
                for n in 0..200 {
                    logs.append(&[event(writer * 1000 + n)]).unwrap();
                }
            });
        }
    });
    assert_eq!(
        n_read(&mut Logs::open(folder.path(), "b")),
        (400, Vec::new())
    );
}

#[test]
fn a_place_that_takes_nothing_is_named() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let mut logs = Logs::open(&file.path().join("below"), "a");
    let error = logs.append(&[event(0)]).unwrap_err();
    assert!(error.to_string().contains("below"), "{error}");
}

/// What `logs` tells of a log that it has read and that holds `bytes` now.
fn told_of(logs: &mut Logs, bytes: &[u8]) -> Vec<String> {
    fs::write(logs.own_path(), bytes).unwrap();
    logs.read_new(&mut Progress::default());
    let told = logs.losses().values().cloned().collect();
    logs.forgive();
    told
}

#[test]
fn whatever_becomes_of_what_was_read_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let mut logs = Logs::open(folder.path(), "a");
    for n in 0..3 {
        logs.append(&[event(n)]).unwrap();
    }
    let whole = fs::read(logs.own_path()).unwrap();
    assert_eq!(
        told_of(&mut logs, &whole),
        Vec::<String>::new(),
        "the same once more"
    );
    let grown = [&whole[..], b"\n# by hand\n"].concat();
    assert_eq!(told_of(&mut logs, &grown), Vec::<String>::new());
    let mut other = whole.clone();
    let at = other.len() - 30;
    other[at] ^= 1;
    for (bytes, words) in [
        (&other[..], "rewritten"),
        (&[&other[..], b"# and more\n"].concat(), "rewritten"),
        (&whole[..whole.len() / 2], "came back shorter"),
        (b"", "came back empty"),
    ] {
        let told = told_of(&mut logs, bytes);
        assert!(
            told.len() == 1 && told[0].contains(words),
            "{words}: {told:?}"
        );
        told_of(&mut logs, b"");
        told_of(&mut logs, &whole);
    }
    fs::remove_file(logs.own_path()).unwrap();
    logs.read_new(&mut Progress::default());
    let told: Vec<_> = logs.losses().values().collect();
    assert!(told[0].contains("it is gone"), "{told:?}");
}

#[test]
fn own_entries_are_not_read_again_and_those_of_others_are() {
    let folder = tempfile::tempdir().unwrap();
    let mut one = Logs::open(folder.path(), "same");
    let mut two = Logs::open(folder.path(), "same");
    one.append(&[event(0)]).unwrap();
    one.append(&[event(1), event(2)]).unwrap();
    assert_eq!(n_read(&mut one), (0, vec![]), "it wrote them");
    two.append(&[event(3)]).unwrap();
    one.append(&[event(4)]).unwrap();
    assert_eq!(n_read(&mut one).0, 2, "its own behind another's");
    assert_eq!(n_read(&mut two).0, 5);
    assert_eq!(n_read(&mut two).0, 0);
    assert!(one.losses().is_empty() && two.losses().is_empty());
}

#[test]
fn what_is_no_file_is_told_and_never_waited_for() {
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("pipe.toml");
    let mode = rustix::fs::Mode::from_raw_mode(0o600);
    rustix::fs::mknodat(rustix::fs::CWD, &pipe, rustix::fs::FileType::Fifo, mode, 0).unwrap();
    fs::create_dir(folder.path().join("folder.toml")).unwrap();
    let mut logs = Logs::open(folder.path(), "a");
    logs.append(&[event(0)]).unwrap();
    assert_eq!(n_read(&mut Logs::open(folder.path(), "b")), (1, vec![]));
    let mut named = Logs::open(&pipe, "a");
    let (_, faults) = n_read(&mut named);
    assert!(faults[0].what.contains("no plain file"), "{faults:?}");
    assert_eq!(n_read(&mut named), (0, vec![]), "it is told once");
    let error = named.append(&[event(0)]).unwrap_err();
    assert!(error.to_string().contains("no plain file"), "{error}");
    for device in ["/dev/full", "/dev/zero", "/dev/null"] {
        let mut logs = Logs::open(Path::new(device), "a");
        assert_eq!(n_read(&mut logs).1.len(), 1, "{device}");
        logs.append(&[event(0)]).unwrap_err();
    }
}

#[test]
fn a_torn_entry_in_the_middle_of_a_string_is_set_aside() {
    let folder = tempfile::tempdir().unwrap();
    let mut logs = Logs::open(folder.path(), "a");
    logs.append(&[event(0)]).unwrap();
    let mut file = fs::OpenOptions::new()
        .append(true)
        .open(logs.own_path())
        .unwrap();
    // Longer than what is read back from the end at first, with what looks like a boundary in it.
    let torn = format!(
        "\n[[event]]\nresponse = \"{}[[event]]{}",
        "x".repeat(5_000),
        "y".repeat(4_087)
    );
    file.write_all(torn.as_bytes()).unwrap();
    let (n, faults) = n_read(&mut Logs::open(folder.path(), "b"));
    assert_eq!((n, faults.len()), (1, 1));
    logs.append(&[event(1)]).unwrap();
    assert_eq!(n_read(&mut Logs::open(folder.path(), "b")), (2, vec![]));
    let aside = fs::read_to_string(logs.own_path().with_extension("torn-1")).unwrap();
    assert_eq!(aside, torn[1..]);
    n_read(&mut logs);
    assert!(
        logs.losses().is_empty(),
        "what was set aside was never read"
    );
}
