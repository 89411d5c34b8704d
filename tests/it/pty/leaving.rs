//! Every way out, by wish or not: progress and drafts are on the disk, and the terminal is whole.

use std::path::Path;
use std::process::Stdio;

use super::*;

#[test]
fn it_starts_answers_and_leaves_the_terminal_whole() {
    let home = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::start(home.path(), &[]);
    terminal.until("How teams work");
    terminal.press("\r");
    terminal.until("Three panes");
    terminal.press("\t");
    terminal.until("don't know");
    terminal.press("x");
    terminal.until("Not known yet");
    assert_eq!(
        n_answers(home.path()),
        1,
        "what the screen shows is on the disk"
    );
    terminal.press("q");
    assert!(terminal.end().success());
    terminal.is_whole();
    terminal.asked_nothing();
}

#[test]
fn a_signal_keeps_the_draft_and_gives_the_terminal_back() {
    for name in ["TERM", "HUP", "INT", "QUIT"] {
        let home = tempfile::tempdir().unwrap();
        let mut terminal = writing(home.path(), &Setting::default(), "half a sentence");
        terminal.signal(name);
        terminal.end();
        terminal.is_whole();
        let mut again = Terminal::start(home.path(), &["how-teams-work", "1.4"]);
        again.until("Wenger");
        again.press("\t");
        again.until("half a sentence");
        again.press("q");
        again.end();
    }
}

/// Waits until the process is stopped; false where that can't be seen.
fn is_stopped(id: u32) -> bool {
    let state = || {
        process(id, "stat")
            .rsplit(") ")
            .next()
            .unwrap()
            .starts_with('T')
    };
    has_proc() && {
        wait_for("it does not stop", state);
        true
    }
}

/// While it is stopped the terminal is whole; then every cell is drawn anew, in a window that may
/// have become another. False where that can't be seen.
#[track_caller]
fn stops_and_goes_on(terminal: &mut Terminal, words: &str, size: Option<(u16, u16)>) -> bool {
    if !is_stopped(terminal.id()) {
        return false;
    }
    terminal.quiet();
    terminal.is_whole();
    // What the shell says meanwhile.
    terminal.screen.process(b"\x1b[2J\x1b[Hshell");
    if let Some((cols, rows)) = size {
        terminal.resize(cols, rows);
    }
    terminal.signal("CONT");
    terminal.until(words);
    terminal.quiet();
    assert!(
        !terminal.contents().contains("shell"),
        "{}",
        terminal.contents()
    );
    true
}

#[test]
fn it_stops_and_goes_on_where_it_was() {
    let home = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::start(home.path(), &["how-teams-work", "1.4"]);
    terminal.until("Wenger");
    terminal.press("\x1a");
    if !stops_and_goes_on(&mut terminal, "Wenger", None) {
        return;
    }
    terminal.press("\t");
    terminal.until("▌Questions");
    terminal.press("\rhalf a sentence");
    terminal.until("half a sentence");
    for size in [None, Some((80, 24))] {
        terminal.signal("TSTP");
        stops_and_goes_on(&mut terminal, "half a sentence", size);
        assert!(file(home.path(), "desk").contains("half a sentence"));
    }
    terminal.press(" goes on");
    terminal.until("half a sentence goes on");
    terminal.press("\x03");
    terminal.end();
    terminal.is_whole();
    terminal.asked_nothing();
}

#[test]
fn a_stop_that_nobody_can_catch_is_lived_through() {
    let home = tempfile::tempdir().unwrap();
    let mut terminal = writing(home.path(), &Setting::default(), "half a sentence");
    terminal.signal("STOP");
    if !is_stopped(terminal.id()) {
        return;
    }
    // What the shell may have done to the screen.
    terminal.screen.process(b"\x1b[?1049l\x1b[2J");
    terminal.signal("CONT");
    terminal.until("half a sentence");
    terminal.press("\x03");
    terminal.end();
    terminal.is_whole();
}

#[test]
fn every_answer_that_was_shown_survives_a_kill() {
    let home = tempfile::tempdir().unwrap();
    let (mut kept, mut shown) = (0, 0);
    for round in 0..30_u32 {
        let mut terminal =
            Terminal::start(home.path(), &["quiz", "how-teams-work", "introduction"]);
        terminal.until("Questions");
        if kept > 0 {
            // What was answered before shows; it is answered again.
            terminal.until("Not known yet");
            terminal.press("a");
            terminal.until_it("the question anew", |contents| {
                !contents.contains("Not known yet")
            });
        }
        terminal.press("x");
        // At any moment of what follows: 0 to 5 ms hold all of it.
        let moment = Instant::now() + Duration::from_micros(u64::from(round * 7919 % 5000));
        while Instant::now() < moment {
            std::hint::spin_loop();
        }
        terminal.signal("KILL");
        terminal.end();
        let after = n_answers(home.path());
        let shows = terminal.contents().contains("Not known yet");
        assert!(
            after == kept + 1 || after == kept && !shows,
            "round {round}: {after} answers"
        );
        (kept, shown) = (after, shown + usize::from(shows));
        let verify = std::process::Command::new(env!("CARGO_BIN_EXE_recto"))
            .args(["progress", "verify"])
            .env_clear()
            .env("HOME", home.path())
            .output()
            .unwrap();
        let words = String::from_utf8_lossy(&verify.stdout).into_owned();
        assert!(!words.contains("broken"), "{words}");
    }
    assert!(shown > 0, "no kill came after an answer");
}

/// Holds a terminal with the program in it until it is killed.
#[test]
#[ignore = "it is started by another test"]
fn holds_a_terminal() {
    let Some(home) = std::env::var_os("RECTO_TEST_HOME") else {
        return;
    };
    let home = Path::new(&home);
    let mut terminal = writing(home, &Setting::default(), "half a sentence");
    terminal.press(&std::env::var("RECTO_TEST_KEYS").unwrap());
    terminal.quiet();
    std::fs::write(home.join("id.new"), terminal.id().to_string()).unwrap();
    std::fs::rename(home.join("id.new"), home.join("id")).unwrap();
    std::thread::sleep(PATIENCE);
}

#[test]
fn a_terminal_that_is_gone_ends_it() {
    if !has_proc() {
        return;
    }
    // In the midst of nothing, of a paste, of a sequence, of a letter.
    for keys in ["", "\x1b[200~a paste without an end", "\x1b[1;", "\x1bO"] {
        let home = tempfile::tempdir().unwrap();
        let mut holder = std::process::Command::new(std::env::current_exe().unwrap())
            .args(["--ignored", "--exact", "pty::leaving::holds_a_terminal"])
            .env("RECTO_TEST_HOME", home.path())
            .env("RECTO_TEST_KEYS", keys)
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let id = home.path().join("id");
        wait_for("the program does not start", || id.exists());
        let id = std::fs::read_to_string(id).unwrap();
        // With its holder, the other end of the terminal goes.
        holder.kill().unwrap();
        holder.wait().unwrap();
        wait_for("it does not end", || {
            std::fs::read_to_string(format!("/proc/{id}/stat")).map_or(true, |stat| {
                stat.rsplit(") ").next().unwrap().starts_with('Z')
            })
        });
        assert!(
            file(home.path(), "desk").contains("half a sentence"),
            "{keys:?}"
        );
    }
}

#[test]
fn half_a_sequence_does_not_make_it_deaf() {
    for before in ["\x1b[200~a paste without an end", "\x1b[1;"] {
        let home = tempfile::tempdir().unwrap();
        let mut terminal = writing(home.path(), &Setting::default(), "half a sentence");
        terminal.press(before);
        terminal.signal("TERM");
        terminal.end();
        terminal.is_whole();
        assert!(file(home.path(), "desk").contains("half a sentence"));
    }
}

/// The program without a terminal at one end or the other.
fn run(home: &Path, term: &str, args: &[&str]) -> std::process::Output {
    std::process::Command::new(env!("CARGO_BIN_EXE_recto"))
        .args(args)
        .env_clear()
        .env("HOME", home)
        .env("TERM", term)
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

#[test]
fn without_a_screen_it_says_what_to_do() {
    let home = tempfile::tempdir().unwrap();
    for term in ["dumb", "xterm", ""] {
        for args in [&[][..], &["how-teams-work"]] {
            let output = run(home.path(), term, args);
            assert_eq!(output.status.code(), Some(2), "{term}");
            let said = String::from_utf8_lossy(&output.stderr);
            assert!(
                said.starts_with("recto: ") && said.contains("recto --plain"),
                "{said}"
            );
            assert!(
                output.stdout.is_empty() && !output.stderr.contains(&0x1b),
                "{term}"
            );
        }
    }
    assert!(
        !folder(home.path()).exists(),
        "nothing was done, and nothing is written"
    );
}

#[test]
fn a_dumb_terminal_and_ends_that_are_none_get_a_sentence() {
    let home = tempfile::tempdir().unwrap();
    let dumb: &[(&str, &Path)] = &[("TERM", Path::new("dumb"))];
    for (before, env) in [
        (&[][..], dumb),
        (&["sh", "-c", "exec \"$@\" </dev/null", "sh"][..], &[][..]),
        (&["sh", "-c", "exec \"$@\" >/dev/null", "sh"][..], &[][..]),
        (&["sh", "-c", "exec \"$@\" >&-", "sh"][..], &[][..]),
        (&["sh", "-c", "exec \"$@\" <&-", "sh"][..], &[][..]),
    ] {
        let setting = Setting {
            before,
            env,
            ..Setting::default()
        };
        let mut terminal = Terminal::set(home.path(), &setting);
        assert_eq!(terminal.end().exit_code(), 2, "{before:?}");
        let said = String::from_utf8_lossy(&terminal.raw).into_owned();
        assert!(said.contains("recto --plain"), "{before:?}: {said}");
        assert!(!said.contains('\x1b'), "{before:?}: {said:?}");
    }
}
