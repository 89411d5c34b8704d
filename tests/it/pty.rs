//! The program in a real terminal: it starts, it is left in every way, the terminal is whole and
//! what was done is on the disk.

use std::io::{Read, Write};
use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// How long a thing that must come may take.
const PATIENCE: Duration = Duration::from_secs(20);

struct Terminal {
    child: Box<dyn Child + Send + Sync>,
    writer: Box<dyn Write + Send>,
    /// Kept, since the terminal is gone when it is dropped.
    _master: Box<dyn MasterPty + Send>,
    bytes: Receiver<Vec<u8>>,
    raw: Vec<u8>,
    screen: vt100::Parser,
}

impl Terminal {
    fn start(home: &Path, args: &[&str]) -> Self {
        let size = PtySize {
            rows: 40,
            cols: 120,
            pixel_width: 0,
            pixel_height: 0,
        };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_recto"));
        command.args(args);
        command.env_clear();
        command.env("HOME", home);
        command.env("TERM", "xterm-256color");
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.cwd(home);
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let (send, bytes) = channel();
        std::thread::spawn(move || {
            let mut piece = [0; 8192];
            while let Ok(n @ 1..) = reader.read(&mut piece) {
                if send.send(piece[..n].to_vec()).is_err() {
                    break;
                }
            }
        });
        Self {
            child,
            writer: pair.master.take_writer().unwrap(),
            _master: pair.master,
            bytes,
            raw: Vec::new(),
            screen: vt100::Parser::new(40.try_into().unwrap(), 120.try_into().unwrap(), 0),
        }
    }

    /// Waits until the screen says so.
    #[track_caller]
    fn until(&mut self, words: &str) {
        let end = Instant::now() + PATIENCE;
        while !self.screen.screen().contents().contains(words) {
            let left = end.saturating_duration_since(Instant::now());
            match self.bytes.recv_timeout(left) {
                Ok(piece) => {
                    self.screen.process(&piece);
                    self.raw.extend(piece);
                }
                Err(error) => panic!(
                    "{words:?} did not come ({error}):\n{}",
                    self.screen.screen().contents()
                ),
            }
        }
    }

    fn press(&mut self, keys: &str) {
        self.writer.write_all(keys.as_bytes()).unwrap();
        self.writer.flush().unwrap();
    }

    fn signal(&self, name: &str) {
        let id = self.child.process_id().unwrap().to_string();
        let done = std::process::Command::new("kill")
            .args([format!("-{name}"), id])
            .status()
            .unwrap();
        assert!(done.success());
    }

    /// Waits for the end, and takes in what was said until then.
    fn end(&mut self) {
        let end = Instant::now() + PATIENCE;
        while self.child.try_wait().unwrap().is_none() {
            assert!(Instant::now() < end, "it does not end");
            if let Ok(piece) = self.bytes.recv_timeout(Duration::from_millis(20)) {
                self.raw.extend(piece);
            }
        }
        while let Ok(piece) = self.bytes.recv_timeout(Duration::from_millis(200)) {
            self.raw.extend(piece);
        }
    }

    /// Every mode that was set has been unset, the last word on each being the unsetting.
    #[track_caller]
    fn is_whole(&self) {
        let words = String::from_utf8_lossy(&self.raw);
        for mode in ["1049", "2004", "1000", "1006"] {
            let set = words.rfind(&format!("\x1b[?{mode}h"));
            let unset = words.rfind(&format!("\x1b[?{mode}l"));
            assert!(set.is_some() && unset > set, "mode {mode} is left on");
        }
        assert!(
            words.rfind("\x1b[?25h") > words.rfind("\x1b[?25l"),
            "the cursor is left hidden"
        );
    }
}

fn log(home: &Path) -> String {
    let folder = home.join(".local/share/recto/progress");
    let Ok(entries) = std::fs::read_dir(folder) else {
        return String::new();
    };
    let mut logs = entries
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "toml"));
    logs.next()
        .map_or(String::new(), |path| std::fs::read_to_string(path).unwrap())
}

#[test]
fn it_starts_answers_and_leaves_the_terminal_whole() {
    let home = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::start(home.path(), &[]);
    terminal.until("How teams work");
    terminal.press("\r");
    terminal.until("What is a team?");
    terminal.press("\t");
    terminal.until("don't know");
    terminal.press("x");
    terminal.until("Not known yet");
    assert!(
        log(home.path()).contains("did = \"answer\""),
        "what the screen shows is on the disk"
    );
    terminal.press("q");
    terminal.end();
    terminal.is_whole();
}

#[test]
fn a_signal_keeps_the_draft_and_gives_the_terminal_back() {
    for name in ["TERM", "HUP", "INT", "QUIT"] {
        let home = tempfile::tempdir().unwrap();
        let mut terminal = Terminal::start(home.path(), &["how-teams-work", "1.4"]);
        terminal.until("Wenger");
        terminal.press("\t");
        terminal.until("Questions");
        terminal.press("\rhalf a sentence");
        terminal.until("half a sentence");
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

#[test]
fn every_answer_that_was_shown_survives_a_kill() {
    let home = tempfile::tempdir().unwrap();
    for round in 1..=8 {
        let mut terminal =
            Terminal::start(home.path(), &["quiz", "how-teams-work", "introduction"]);
        terminal.until("Questions");
        // What was answered before shows; it is answered again.
        terminal.press(if round == 1 { "x" } else { "ax" });
        let end = Instant::now() + PATIENCE;
        while log(home.path()).matches("did = \"answer\"").count() < round {
            assert!(Instant::now() < end, "answer {round} is not in the log");
            std::thread::yield_now();
        }
        terminal.signal("KILL");
        terminal.end();
        assert_eq!(log(home.path()).matches("did = \"answer\"").count(), round);
    }
}

#[test]
fn without_a_screen_it_says_what_to_do() {
    let home = tempfile::tempdir().unwrap();
    let run = |term: &str| {
        std::process::Command::new(env!("CARGO_BIN_EXE_recto"))
            .env_clear()
            .env("HOME", home.path())
            .env("TERM", term)
            .stdin(std::process::Stdio::null())
            .output()
            .unwrap()
    };
    for term in ["dumb", "xterm"] {
        let output = run(term);
        assert_eq!(output.status.code(), Some(2), "{term}");
        assert!(
            String::from_utf8_lossy(&output.stderr).contains("recto --plain"),
            "{term}"
        );
        assert!(
            !output.stdout.contains(&0x1b) && !output.stderr.contains(&0x1b),
            "{term}"
        );
    }
}
