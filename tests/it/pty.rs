//! The program in a real terminal: how it is started here, typed into and looked at. What it must
//! live through is in the files below.

mod disk;
mod exam;
mod faults;
mod input;
mod leaving;
mod window;

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};
use rustix::termios::{LocalModes, OptionalActions};

/// How long a thing that must come may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// The program, and what it shows.
struct Terminal {
    child: Box<dyn Child + Send + Sync>,
    writer: Box<dyn Write + Send>,
    /// Kept, since the terminal is gone when it is dropped.
    master: Option<Box<dyn MasterPty + Send>>,
    name: PathBuf,
    bytes: Receiver<Vec<u8>>,
    raw: Vec<u8>,
    screen: vt100::Parser,
}

/// How the program is started.
struct Setting<'a> {
    /// What to run; the program itself if it is empty.
    before: &'a [&'a str],
    args: &'a [&'a str],
    env: &'a [(&'a str, &'a Path)],
    size: (u16, u16),
}

impl Default for Setting<'_> {
    fn default() -> Self {
        Self {
            before: &[],
            args: &[],
            env: &[],
            size: (120, 40),
        }
    }
}

fn pty_size((cols, rows): (u16, u16)) -> PtySize {
    PtySize {
        rows,
        cols,
        pixel_width: 0,
        pixel_height: 0,
    }
}

impl Terminal {
    fn start(home: &Path, args: &[&str]) -> Self {
        let setting = Setting {
            args,
            ..Setting::default()
        };
        Self::set(home, &setting)
    }

    fn set(home: &Path, setting: &Setting<'_>) -> Self {
        let pair = native_pty_system().openpty(pty_size(setting.size)).unwrap();
        let program = env!("CARGO_BIN_EXE_recto");
        let words = [setting.before, &[program], setting.args].concat();
        let mut command = CommandBuilder::new(words[0]);
        command.args(&words[1..]);
        command.env_clear();
        command.env("HOME", home);
        command.env("TERM", "xterm-256color");
        command.env("TMPDIR", home);
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        for (name, value) in setting.env {
            command.env(name, value);
        }
        command.cwd(home);
        let name = pair.master.tty_name().unwrap();
        // Ctrl-C would have the system throw away what was written and not read yet.
        let tty = std::fs::File::open(&name).unwrap();
        let mut modes = rustix::termios::tcgetattr(&tty).unwrap();
        modes.local_modes |= LocalModes::NOFLSH;
        rustix::termios::tcsetattr(&tty, OptionalActions::Now, &modes).unwrap();
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let (send, bytes) = channel();
        std::thread::spawn(move || {
            let mut piece = [0; 1 << 13];
            while let Ok(n @ 1..) = reader.read(&mut piece) {
                if send.send(piece[..n].to_vec()).is_err() {
                    break;
                }
            }
        });
        let (cols, rows) = setting.size;
        Self {
            child,
            writer: pair.master.take_writer().unwrap(),
            name,
            master: Some(pair.master),
            bytes,
            raw: Vec::new(),
            screen: vt100::Parser::new(rows.try_into().unwrap(), cols.try_into().unwrap(), 0),
        }
    }

    fn contents(&self) -> String {
        self.screen.screen().contents()
    }

    fn take(&mut self, piece: &[u8]) {
        self.screen.process(piece);
        self.raw.extend(piece);
    }

    /// Waits until the screen says so.
    #[track_caller]
    fn until(&mut self, words: &str) {
        self.until_it(words, |contents| contents.contains(words));
    }

    /// Waits until the screen is so.
    #[track_caller]
    fn until_it(&mut self, what: &str, is_so: impl Fn(&str) -> bool) {
        let end = Instant::now() + PATIENCE;
        while !is_so(&self.contents()) {
            let left = end.saturating_duration_since(Instant::now());
            match self.bytes.recv_timeout(left) {
                Ok(piece) => self.take(&piece),
                Err(error) => panic!("{what:?} did not come ({error}):\n{}", self.contents()),
            }
        }
    }

    /// Waits until nothing has been drawn for a while.
    #[track_caller]
    fn quiet(&mut self) {
        let end = Instant::now() + PATIENCE;
        while let Ok(piece) = self.bytes.recv_timeout(Duration::from_millis(300)) {
            assert!(Instant::now() < end, "it draws and draws");
            self.take(&piece);
        }
    }

    fn press(&mut self, keys: &str) {
        self.send(keys.as_bytes());
    }

    fn send(&mut self, bytes: &[u8]) {
        self.writer.write_all(bytes).unwrap();
        self.writer.flush().unwrap();
    }

    /// Sends much: what is drawn meanwhile is taken in, or both would wait for each other.
    fn pour(&mut self, bytes: &[u8]) {
        self.pour_and(bytes, |_| {});
    }

    /// Likewise, and does something whenever nothing comes.
    fn pour_and(&mut self, bytes: &[u8], when_idle: impl Fn(&Self)) {
        let (mut writer, bytes) = (
            std::mem::replace(&mut self.writer, Box::new(std::io::sink())),
            bytes.to_vec(),
        );
        let poured = std::thread::spawn(move || {
            for piece in bytes.chunks(1 << 12) {
                // The program may have been told to end by what was sent.
                if writer.write_all(piece).is_err() {
                    break;
                }
            }
            writer
        });
        let end = Instant::now() + PATIENCE;
        while !poured.is_finished() {
            assert!(
                Instant::now() < end,
                "it reads no more:\n{}",
                self.contents()
            );
            match self.bytes.recv_timeout(Duration::from_millis(5)) {
                Ok(piece) => self.take(&piece),
                Err(_) => when_idle(self),
            }
        }
        self.writer = poured.join().unwrap();
    }

    fn resize(&mut self, cols: u16, rows: u16) {
        let master = self.master.as_ref().unwrap();
        master.resize(pty_size((cols, rows))).unwrap();
        self.screen
            .screen_mut()
            .set_size(rows.try_into().unwrap(), cols.try_into().unwrap());
    }

    fn id(&self) -> u32 {
        self.child.process_id().unwrap()
    }

    fn signal(&self, name: &str) {
        let done = std::process::Command::new("kill")
            .args([format!("-{name}"), self.id().to_string()])
            .status()
            .unwrap();
        assert!(done.success());
    }

    /// Goes on, if it was stopped and is still there.
    fn go_on(&self) {
        let _ = std::process::Command::new("kill")
            .args(["-CONT".to_owned(), self.id().to_string()])
            .status();
    }

    /// Waits for the end, and takes in what was said until then.
    #[track_caller]
    fn end(&mut self) -> ExitStatus {
        let end = Instant::now() + PATIENCE;
        let status = loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                break status;
            }
            assert!(
                Instant::now() < end,
                "it does not end:\n{}",
                self.contents()
            );
            if let Ok(piece) = self.bytes.recv_timeout(Duration::from_millis(10)) {
                self.take(&piece);
            }
        };
        while let Ok(piece) = self.bytes.recv_timeout(Duration::from_millis(100)) {
            self.take(&piece);
        }
        status
    }

    /// Is it still there?
    fn is_alive(&mut self) -> bool {
        self.child.try_wait().unwrap().is_none()
    }

    /// Every mode that was set has been unset, the last word on each being the unsetting, and lines
    /// are the system's business again.
    #[track_caller]
    fn is_whole(&self) {
        self.is_unset();
        let tty = std::fs::File::open(&self.name).unwrap();
        let modes = rustix::termios::tcgetattr(tty).unwrap().local_modes;
        for mode in [LocalModes::ICANON, LocalModes::ECHO, LocalModes::ISIG] {
            assert!(modes.contains(mode), "{mode:?} is left off");
        }
    }

    #[track_caller]
    fn is_unset(&self) {
        let words = String::from_utf8_lossy(&self.raw);
        for (at, _) in words.match_indices("\x1b[?") {
            let mode: String = words[at + 3..]
                .chars()
                .take_while(char::is_ascii_digit)
                .collect();
            let last = |end: char| words.rfind(&format!("\x1b[?{mode}{end}"));
            // The cursor is the one thing that is there when it is set.
            let (on, off) = if mode == "25" { ('l', 'h') } else { ('h', 'l') };
            assert!(last(off) > last(on), "mode {mode} is left on");
        }
        assert!(words.contains("\x1b[?1049h"), "it never had a screen");
    }

    /// Nothing was asked of the terminal: it may not answer, or late, into the keys.
    #[track_caller]
    fn asked_nothing(&self) {
        let words = String::from_utf8_lossy(&self.raw);
        for query in [
            "\x1b[c",
            "\x1b[0c",
            "\x1b[>c",
            "\x1b[>0c",
            "\x1b[=c",
            "\x1b[5n",
            "\x1b[6n",
            "\x1b[?6n",
            "\x1b[14t",
            "\x1b[16t",
            "\x1b[18t",
            "\x1b[>q",
            "\x1b[>0q",
            "\x1b[?u",
            "\x1b[?996n",
            "\x1bP+q",
            "\x1bP$q",
            "\x1b_G",
            "\x1bZ",
            "\x05",
        ] {
            assert!(!words.contains(query), "{query:?} was asked");
        }
        assert!(!words.contains("$p"), "a mode was asked for");
        assert!(!words.contains("\x1b]"), "a system command was sent");
    }
}

/// The folder of the logs.
fn folder(home: &Path) -> PathBuf {
    home.join(".local/share/recto/progress")
}

/// The device's log, or its desk: the one file of that kind.
fn file(home: &Path, kind: &str) -> String {
    let Ok(entries) = std::fs::read_dir(folder(home)) else {
        return String::new();
    };
    entries
        .map(|entry| entry.unwrap().path())
        .find(|path| path.extension().is_some_and(|end| end == kind))
        .map_or(String::new(), |path| std::fs::read_to_string(path).unwrap())
}

fn log(home: &Path) -> String {
    file(home, "toml")
}

fn n_answers(home: &Path) -> usize {
    log(home).matches("did = \"answer\"").count()
}

/// A field to write in, with those words in it.
fn writing(home: &Path, setting: &Setting<'_>, words: &str) -> Terminal {
    let setting = Setting {
        args: &["how-teams-work", "1.4"],
        ..*setting
    };
    let mut terminal = Terminal::set(home, &setting);
    terminal.until("Wenger");
    terminal.press("\t");
    terminal.until("▌Questions");
    terminal.press(&format!("\r{words}"));
    terminal.until(words.trim_end());
    terminal
}

/// Told, and true: without the folder of processes what is in it can't be looked at.
#[expect(clippy::print_stderr, reason = "a test that looks at nothing says so")]
fn has_proc() -> bool {
    let has = Path::new("/proc/self/stat").exists();
    if !has {
        eprintln!("not looked at: there is no /proc here");
    }
    has
}

/// A field of a file in the process's folder.
fn process(id: u32, file: &str) -> String {
    std::fs::read_to_string(format!("/proc/{id}/{file}")).unwrap()
}

/// Waits until something that can't be seen on the screen is so.
#[track_caller]
fn wait_for(what: &str, mut is_so: impl FnMut() -> bool) {
    let end = Instant::now() + PATIENCE;
    while !is_so() {
        assert!(Instant::now() < end, "{what}");
        std::thread::sleep(Duration::from_millis(2));
    }
}
