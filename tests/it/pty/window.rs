//! The window: every size, many sizes at once, and nothing at all to do.

use super::*;

/// What the window shows, but for its first and last lines.
fn body(contents: &str) -> Vec<String> {
    let lines: Vec<_> = contents
        .lines()
        .map(|line| line.trim_end().to_owned())
        .collect();
    lines[1..lines.len() - 1].to_vec()
}

#[test]
fn the_place_is_kept_through_every_size() {
    let home = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::start(home.path(), &["how-teams-work", "1.4"]);
    terminal.until("Wenger");
    terminal.press("\x1b[6~\x1b[6~");
    terminal.quiet();
    let before = terminal.contents();
    for (cols, rows) in [(1, 1), (2, 2), (20, 5), (300, 100), (5, 40), (40, 2)] {
        terminal.resize(cols, rows);
        terminal.quiet();
        assert!(terminal.is_alive(), "{cols}x{rows}");
    }
    for n in 0..200_u16 {
        terminal.resize(1 + n * 37 % 180, 1 + n * 23 % 60);
    }
    terminal.resize(120, 40);
    terminal.quiet();
    assert_eq!(body(&terminal.contents()), body(&before));
    terminal.press("q");
    assert!(terminal.end().success());
    terminal.is_whole();
    terminal.asked_nothing();
}

#[test]
fn a_field_is_written_in_through_every_size() {
    let home = tempfile::tempdir().unwrap();
    let mut terminal = writing(home.path(), &Setting::default(), "half a sentence");
    for (at, (cols, rows)) in [(1, 1), (13, 9), (11, 4), (300, 100), (2, 2), (120, 40)]
        .into_iter()
        .enumerate()
    {
        terminal.resize(cols, rows);
        terminal.press(&at.to_string());
        terminal.quiet();
        if !terminal.is_alive() {
            terminal.end();
            panic!("{cols}x{rows}: {}", String::from_utf8_lossy(&terminal.raw));
        }
    }
    terminal.quiet();
    let shown = terminal.contents();
    assert!(shown.contains("half a sentence012345"), "{shown}");
    terminal.press("\x03");
    assert!(terminal.end().success());
    terminal.is_whole();
}

#[test]
fn nothing_wakes_it_but_the_learner() {
    if !has_proc() {
        return;
    }
    let home = tempfile::tempdir().unwrap();
    for args in [&[][..], &["how-teams-work", "1.4"]] {
        let mut terminal = Terminal::start(home.path(), args);
        terminal.until("How teams work");
        terminal.press("j");
        // Until the desk is kept and the courses are counted.
        std::thread::sleep(Duration::from_millis(500));
        terminal.quiet();
        let woken = |terminal: &Terminal| -> String {
            let status = process(terminal.id(), "status");
            let lines = status.lines().filter(|line| line.contains("ctxt_switches"));
            lines.filter(|line| line.starts_with("voluntary")).collect()
        };
        let before = (woken(&terminal), terminal.raw.len());
        std::thread::sleep(Duration::from_secs(2));
        while let Ok(piece) = terminal.bytes.try_recv() {
            terminal.take(&piece);
        }
        assert_eq!((woken(&terminal), terminal.raw.len()), before, "{args:?}");
        terminal.press("q");
        terminal.end();
    }
}

#[test]
fn a_mouse_that_is_not_wanted_is_left_alone() {
    let home = tempfile::tempdir().unwrap();
    let config = home.path().join(".config/recto");
    std::fs::create_dir_all(&config).unwrap();
    std::fs::write(config.join("config.toml"), "mouse = false\n").unwrap();
    let mut terminal = Terminal::start(home.path(), &["how-teams-work", "1.4"]);
    terminal.until("Wenger");
    terminal.press("q");
    terminal.end();
    terminal.is_whole();
    let words = String::from_utf8_lossy(&terminal.raw).into_owned();
    for mode in ["9", "1000", "1002", "1003", "1005", "1006", "1015", "1016"] {
        assert!(
            !words.contains(&format!("\x1b[?{mode}h")),
            "mode {mode} is set"
        );
    }
}
