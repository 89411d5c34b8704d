//! `recto forget` as a learner says it.

use std::fs;
use std::io::Write as _;
use std::process::{Command, Output, Stdio};

use crate::commands::{Home, words};

fn say(home: &Home, line: &str, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_recto"));
    command.env_clear().env("HOME", home.path());
    command.arg("forget").args(args);
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // Who refuses at once doesn't listen.
    let _ = child.stdin.take().unwrap().write_all(line.as_bytes());
    child.wait_with_output().unwrap()
}

/// One who answered on two machines; this one is `a`.
fn home() -> Home {
    let home = Home::new();
    let state = home.path().join(".local/state/recto");
    fs::create_dir_all(&state).unwrap();
    fs::write(state.join("device"), "a\n").unwrap();
    home.write("a", &["one", "two", "three"]);
    home.write("b", &["one"]);
    home
}

fn logs(home: &Home) -> Vec<String> {
    let entries = fs::read_dir(home.logs()).unwrap();
    let logs = entries.map(|entry| fs::read_to_string(entry.unwrap().path()).unwrap());
    let mut logs: Vec<_> = logs.collect();
    logs.sort();
    logs
}

#[test]
fn it_says_what_and_asks() {
    let home = home();
    let before = logs(&home);
    for (line, args, code, told) in [
        ("", &[][..], 2, "say what is to be forgotten"),
        ("", &["--section", "1.4"], 2, "COURSE"),
        ("", &["tides"], 2, "there is no course \"tides\""),
        ("", &["how-teams-work", "--before", "soon"], 2, "soon"),
        (
            "",
            &["how-teams-work", "--question", "a b"],
            2,
            "give it with its section",
        ),
        ("", &["how-teams-work"], 2, "nobody said yes"),
        ("no\n", &["how-teams-work"], 0, "a.toml: 3 answers"),
        ("y\n", &["how-teams-work"], 0, "Nothing was forgotten."),
        (
            "",
            &["--all", "--dry-run"],
            0,
            "b.toml: 1 answer\nWith --all-devices",
        ),
        (
            "",
            &["--before", "2026-11-01", "--yes"],
            0,
            "There is nothing of that",
        ),
        (
            "",
            &["how-teams-work", "--section", "1.3", "--yes"],
            0,
            "There is nothing of that",
        ),
    ] {
        let output = say(&home, line, args);
        let all = words(&output.stdout) + &words(&output.stderr);
        assert!(all.contains(told), "{args:?}: {all}");
        assert_eq!(output.status.code(), Some(code), "{args:?}");
        assert_eq!(logs(&home), before, "{args:?}");
    }
}

#[test]
fn what_was_agreed_to_is_gone() {
    let home = home();
    home.recto(&["list"]);
    let output = say(
        &home,
        "yes\n",
        &["how-teams-work", "--section", "1.4", "--question", "q1"],
    );
    let said = words(&output.stdout);
    assert!(
        said.contains("Forgotten.\n  1 answer; the log as it was is kept as"),
        "{said}"
    );
    assert!(said.contains("a.toml.before-"), "{said}");
    assert!(words(&home.recto(&["progress"]).stdout).contains("2 "));
    assert_eq!(home.n_answers(), 3);
    let verified = home.recto(&["progress", "verify"]);
    assert!(verified.status.success(), "{}", words(&verified.stdout));
    let restored = words(&home.recto(&["progress", "restore"]).stdout);
    assert!(restored.contains("Nothing is missing"), "{restored}");
    let output = say(&home, "", &["--all", "--all-devices", "--yes"]);
    assert!(output.status.success(), "{}", words(&output.stderr));
    assert_eq!(home.n_answers(), 0);
    assert!(home.recto(&["progress", "verify"]).status.success());
}

#[test]
fn a_course_that_is_gone_can_be_forgotten() {
    let home = home();
    let log = home.logs().join("a.toml");
    let words = fs::read_to_string(&log).unwrap();
    fs::write(&log, words.replace("how-teams-work", "tides")).unwrap();
    assert!(say(&home, "", &["tides", "--yes"]).status.success());
    assert_eq!(home.n_answers(), 1);
}

/// Answers go on being given while one question is forgotten again and again.
#[test]
fn who_answers_meanwhile_loses_nothing() {
    let home = Home::new();
    assert!(home.quiz().wait().unwrap().success());
    let each = home.n_answers();
    let mut children: Vec<_> = (0..3).map(|_| home.quiz()).collect();
    let first = |logs: Vec<String>| {
        let all = logs.concat();
        let at = all.find("question = \"").unwrap() + "question = \"".len();
        let end = all[at..].find('"').unwrap();
        all[at..at + end].to_owned()
    };
    let question = first(logs(&home));
    for _ in 0..12 {
        let output = say(
            &home,
            "",
            &["how-teams-work", "--question", &question, "--yes"],
        );
        assert!(output.status.success(), "{}", words(&output.stderr));
    }
    for child in &mut children {
        assert!(child.wait().unwrap().success());
    }
    say(
        &home,
        "",
        &["how-teams-work", "--question", &question, "--yes"],
    );
    assert_eq!(home.n_answers(), 4 * (each - 1));
    let verified = home.recto(&["progress", "verify"]);
    assert!(verified.status.success(), "{}", words(&verified.stdout));
}
