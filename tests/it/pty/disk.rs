//! A disk that takes nothing: the learner is told, nothing is lost, and it is tried again.

use std::fs;

use super::*;

/// How many entries the program itself finds in the logs, and that it finds nothing wrong.
fn verified(home: &Path) -> usize {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_recto"))
        .args(["progress", "verify"])
        .env_clear()
        .env("HOME", home)
        .output()
        .unwrap();
    let words = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{words}");
    fs::read_dir(folder(home))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "toml"))
        .map(|path| {
            fs::read_to_string(path)
                .unwrap()
                .matches("[[event]]")
                .count()
        })
        .sum()
}

/// At a question whose answer was given once; then the folder of the logs is gone, and nothing can
/// be made in its place.
fn with_a_disk_that_fails(home: &Path) -> Terminal {
    let mut terminal = Terminal::start(home, &["quiz", "how-teams-work", "introduction"]);
    terminal.until("Questions");
    terminal.press("x");
    terminal.until("Not known yet");
    assert_eq!(n_answers(home), 1);
    fs::rename(folder(home), home.join("away")).unwrap();
    fs::write(folder(home), "no folder").unwrap();
    terminal.press("a");
    terminal.until_it("the question anew", |contents| {
        !contents.contains("Not known yet")
    });
    terminal.press("x");
    terminal.until("NOT SAVED");
    terminal
}

fn mend(home: &Path) {
    fs::remove_file(folder(home)).unwrap();
    fs::rename(home.join("away"), folder(home)).unwrap();
}

#[test]
fn what_could_not_be_saved_is_saved_when_it_can_be() {
    let home = tempfile::tempdir().unwrap();
    let mut terminal = with_a_disk_that_fails(home.path());
    // It is told once; what is done meanwhile waits behind it.
    terminal.press("a");
    terminal.until_it("the question anew", |contents| {
        !contents.contains("Not known yet")
    });
    terminal.press("x");
    terminal.until("Not known yet");
    terminal.quiet();
    let shown = terminal.contents();
    assert!(shown.contains("NOT SAVED"), "{shown}");
    assert!(!shown.contains("goes on trying"), "{shown}");
    mend(home.path());
    assert_eq!(n_answers(home.path()), 1);
    terminal.press("j");
    terminal.until("Everything is saved now");
    assert_eq!(n_answers(home.path()), 3);
    terminal.press("q");
    assert!(terminal.end().success());
    terminal.is_whole();
    verified(home.path());
}

#[test]
fn on_leaving_it_asks_where_else_to_save() {
    let home = tempfile::tempdir().unwrap();
    let mut terminal = with_a_disk_that_fails(home.path());
    terminal.press("q");
    terminal.until("Save to file");
    // A place that takes nothing either is told, and asked for again.
    terminal.press(&format!("{}/below\r", folder(home.path()).display()));
    terminal.until("q asks again");
    terminal.press("q");
    terminal.until("Save to file");
    terminal.press("~/elsewhere\r");
    assert!(terminal.end().success());
    terminal.is_whole();
    let said = terminal.contents().replace('\n', "");
    assert!(said.contains("elsewhere.toml"), "{said}");
    // The file is a log: in the folder it counts.
    mend(home.path());
    let before = verified(home.path());
    let elsewhere = home.path().join("elsewhere.toml");
    let entries = fs::read_to_string(&elsewhere)
        .unwrap()
        .matches("[[event]]")
        .count();
    assert!(entries > 0);
    fs::rename(elsewhere, folder(home.path()).join("elsewhere.toml")).unwrap();
    assert_eq!(verified(home.path()), before + entries);
}

#[test]
fn mended_while_it_asks_it_asks_no_more() {
    let home = tempfile::tempdir().unwrap();
    let mut terminal = with_a_disk_that_fails(home.path());
    terminal.press("q");
    terminal.until("Save to file");
    mend(home.path());
    terminal.press("x");
    terminal.until("Everything is saved now");
    terminal.press("q");
    assert!(terminal.end().success());
    assert_eq!(n_answers(home.path()), 2);
}

#[test]
fn nobody_there_to_ask_it_saves_elsewhere_and_says_where() {
    let home = tempfile::tempdir().unwrap();
    let mut terminal = with_a_disk_that_fails(home.path());
    terminal.signal("TERM");
    terminal.end();
    terminal.is_whole();
    let said = terminal.contents().replace('\n', "");
    assert!(said.contains("recto-unsaved-"), "{said}");
    let rescued = fs::read_dir(home.path())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| path.to_string_lossy().contains("recto-unsaved-"))
        .unwrap();
    assert!(
        fs::read_to_string(rescued)
            .unwrap()
            .contains("did = \"answer\"")
    );
}

#[test]
fn a_file_that_may_not_grow_is_a_full_disk_and_not_the_end() {
    let home = tempfile::tempdir().unwrap();
    // Some thousand bytes, by the shell's count, and there is a file that is as long already.
    let setting = Setting {
        before: &["sh", "-c", "ulimit -f 4; exec \"$@\"", "sh"],
        args: &["quiz", "how-teams-work", "introduction"],
        ..Setting::default()
    };
    let mut terminal = Terminal::set(home.path(), &setting);
    terminal.until("Questions");
    let mut answers = 0;
    while !terminal.contents().contains("NOT SAVED") {
        assert!(answers < 100, "the log grows and grows");
        terminal.press("x");
        terminal.until("Not known yet");
        answers += 1;
        terminal.quiet();
        if !terminal.contents().contains("NOT SAVED") {
            terminal.press("a");
            terminal.until_it("the question anew", |contents| {
                !contents.contains("Not known yet")
            });
        }
    }
    assert!(terminal.is_alive());
    // What is in the log is whole entries.
    assert_eq!(n_answers(home.path()), answers - 1);
    terminal.press("q");
    terminal.until("Save to file");
    terminal.press("~/rest\r");
    assert!(terminal.end().success());
    terminal.is_whole();
    assert!(
        fs::read_to_string(home.path().join("rest.toml"))
            .unwrap()
            .contains("did = \"answer\"")
    );
    verified(home.path());
}
