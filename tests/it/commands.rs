//! The program without a screen: what it prints about the learner's records, and how it ends.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;

struct Home(tempfile::TempDir);

impl Home {
    fn new() -> Self {
        let home = Self(tempfile::tempdir().unwrap());
        fs::create_dir_all(home.logs()).unwrap();
        home
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn logs(&self) -> PathBuf {
        self.path().join(".local/share/recto/progress")
    }

    fn write(&self, device: &str, entries: &[&str]) {
        let mut words = "format = 1\n".to_owned();
        for (n, response) in entries.iter().enumerate() {
            words.push_str(&format!(
                "\n[[event]]\nat = 2026-11-23T10:04:{n:02}.123Z\ncourse = \"how-teams-work\"\n\
                 question = \"1.4/q{n}\"\nresponse = \"{response}\"\nrating = \"good\"\ndid = \"answer\"\n"
            ));
        }
        fs::write(self.logs().join(format!("{device}.toml")), words).unwrap();
    }

    fn recto(&self, args: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_recto"));
        command.env_clear().env("HOME", self.path()).args(args);
        command.output().unwrap()
    }

    /// One who knows no answer.
    fn quiz(&self) -> Child {
        let mut command = Command::new(env!("CARGO_BIN_EXE_recto"));
        command.env_clear().env("HOME", self.path());
        command.args(["quiz", "--plain", "how-teams-work"]);
        command.stdin(Stdio::piped()).stdout(Stdio::null());
        let mut child = command.spawn().unwrap();
        let mut input = child.stdin.take().unwrap();
        input.write_all(&b"x\n".repeat(400)).unwrap();
        child
    }

    fn n_answers(&self) -> usize {
        let logs = fs::read_dir(self.logs())
            .unwrap()
            .map(|entry| entry.unwrap().path());
        let logs = logs.filter(|path| path.extension().is_some_and(|end| end == "toml"));
        let words = logs.map(|path| fs::read_to_string(path).unwrap());
        words
            .map(|words| words.matches("did = \"answer\"").count())
            .sum()
    }

    fn json(&self, args: &[&str]) -> (Value, i32) {
        let output = self.recto(args);
        let value = serde_json::from_slice(&output.stdout).unwrap();
        (value, output.status.code().unwrap())
    }
}

fn words(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn verify_says_what_it_found() {
    let home = Home::new();
    let (found, code) = home.json(&["progress", "verify", "--json"]);
    assert_eq!((&found["files"], code), (&serde_json::json!([]), 0));
    home.write("a", &["one", "two", "three"]);
    let first = home.recto(&["progress", "verify"]);
    let said = words(&first.stdout);
    assert!(said.contains("a.toml: 3 entries"), "{said}");
    assert!(said.contains("All is whole"), "{said}");
    assert_eq!(first.status.code(), Some(0));
    let (found, code) = home.json(&["progress", "--json", "verify"]);
    assert_eq!(
        (&found["compared"], &found["missing"], code),
        (&true.into(), &0.into(), 0)
    );
    home.write("a", &["one"]);
    let (found, code) = home.json(&["progress", "verify", "--json"]);
    assert_eq!((&found["missing"], code), (&2.into(), 1));
    let fault = found["faults"][0]["what"].as_str().unwrap();
    assert!(fault.contains("came back shorter"), "{fault}");
}

#[test]
fn what_is_missing_is_told_counted_and_written_back() {
    let home = Home::new();
    home.write("a", &["one", "two", "three"]);
    assert!(words(&home.recto(&["progress"]).stdout).contains("3 questions answered"));
    home.write("a", &["one"]);
    let listed = home.recto(&["list"]);
    let told = words(&listed.stderr);
    assert!(
        told.contains("came back shorter") && told.contains("recto progress restore"),
        "{told}"
    );
    assert!(
        words(&listed.stdout).contains("3 of "),
        "{}",
        words(&listed.stdout)
    );
    let before = fs::read_dir(home.logs()).unwrap().count();
    let (dry, code) = home.json(&["progress", "restore", "--dry-run", "--json"]);
    assert_eq!((dry["missing"].as_array().unwrap().len(), code), (2, 0));
    assert_eq!(
        (&dry["written"], &dry["missing"][0]["did"]),
        (&0.into(), &"answer".into())
    );
    assert_eq!(
        fs::read_dir(home.logs()).unwrap().count(),
        before,
        "nothing is written"
    );
    let said = words(&home.recto(&["progress", "restore"]).stdout);
    assert!(said.contains("how-teams-work: 2 × answer"), "{said}");
    assert!(said.contains("Written back"), "{said}");
    let said = words(&home.recto(&["progress", "restore"]).stdout);
    assert!(said.contains("Nothing is missing"), "{said}");
    // The truth is in the logs again.
    fs::remove_dir_all(home.path().join(".cache")).unwrap();
    assert!(words(&home.recto(&["progress"]).stdout).contains("3 questions answered"));
    assert!(home.recto(&["progress", "verify"]).status.success());
}

#[test]
fn what_is_asked_line_by_line_is_there_at_the_next_start() {
    let home = Home::new();
    home.write("a", &["one"]);
    home.recto(&["list"]);
    assert!(home.quiz().wait().unwrap().success());
    let warm = words(&home.recto(&["progress"]).stdout);
    fs::remove_dir_all(home.path().join(".cache")).unwrap();
    assert_eq!(words(&home.recto(&["progress"]).stdout), warm);
    assert!(!warm.contains(" 1 questions answered"), "{warm}");
}

#[test]
fn a_pipe_for_a_log_is_refused_with_a_sentence() {
    let home = Home::new();
    let pipe = home.path().join("pipe\u{1b}[2J.toml");
    let mode = rustix::fs::Mode::from_raw_mode(0o600);
    rustix::fs::mknodat(rustix::fs::CWD, &pipe, rustix::fs::FileType::Fifo, mode, 0).unwrap();
    let named = pipe.to_str().unwrap();
    let output = home.recto(&["progress", "verify", "--progress", named]);
    let said = words(&output.stdout);
    assert!(
        said.contains("pipe.toml: it can't be read: it is no plain file"),
        "{said:?}"
    );
    assert_eq!(output.status.code(), Some(2));
    let listed = home.recto(&["list", "--progress", named]);
    assert!(words(&listed.stderr).contains("no plain file"));
    assert!(!words(&listed.stderr).contains('\u{1b}'));
    assert_eq!(listed.status.code(), Some(0));
}

#[test]
fn two_at_once_lose_nothing() {
    let home = Home::new();
    assert!(home.quiz().wait().unwrap().success());
    let each = home.n_answers();
    assert!(each > 2);
    let children: Vec<_> = (0..4).map(|_| home.quiz()).collect();
    for mut child in children {
        assert!(child.wait().unwrap().success());
    }
    assert_eq!(home.n_answers(), 5 * each);
    let (found, code) = home.json(&["progress", "verify", "--json"]);
    assert_eq!((&found["faults"], code), (&serde_json::json!([]), 0));
}

#[test]
fn the_record_is_written_as_its_name_says() {
    let home = Home::new();
    home.write("a", &["one", "two"]);
    let said = words(
        &home
            .recto(&["record", "how-teams-work", "--name", "Ada"])
            .stdout,
    );
    assert!(said.starts_with("# Study record: How teams work"), "{said}");
    assert!(said.contains("**Learner**: Ada"), "{said}");
    for (name, start) in [
        ("a.md", "# Study"),
        ("b.HTML", "<!DOCTYPE html>"),
        ("c.svg", "<?xml"),
    ] {
        let file = home.path().join(name);
        let output = home.recto(&["record", "how-teams-work", "-o", file.to_str().unwrap()]);
        assert_eq!(
            (words(&output.stdout), output.status.code()),
            (String::new(), Some(0))
        );
        assert!(
            fs::read_to_string(&file).unwrap().starts_with(start),
            "{name}"
        );
    }
    let file = home.path().join("d.pdf");
    let named = file.to_str().unwrap();
    let output = home.recto(&["record", "how-teams-work", "-o", named]);
    let told = words(&output.stderr);
    assert!(
        told.contains("d.pdf doesn’t say which format is meant"),
        "{told}"
    );
    assert_eq!((output.status.code(), file.exists()), (Some(2), false));
    let output = home.recto(&["record", "how-teams-work", "-o", named, "--format", "svg"]);
    assert!(output.status.success() && file.exists());
}

#[test]
fn what_was_answered_is_brought_out() {
    let home = Home::new();
    home.write("a", &["one", "two"]);
    let export =
        |args: &[&str]| home.recto(&[&["export", "how-teams-work", "--format"], args].concat());
    let sheet = words(&export(&["sheet"]).stdout);
    assert!(
        sheet.contains("## No longer in the course\n\n### 1.4/q0\n"),
        "{sheet}"
    );
    assert!(words(&export(&["notes"]).stdout).contains("There are no notes yet."));
    let file = home.path().join("sheet.html");
    assert!(
        export(&["sheet", "-o", file.to_str().unwrap()])
            .status
            .success()
    );
    assert!(
        fs::read_to_string(file)
            .unwrap()
            .starts_with("<!DOCTYPE html>")
    );
    let statements = export(&["xapi", "--mbox", "ada@example.org"]);
    let statements: Value = serde_json::from_slice(&statements.stdout).unwrap();
    assert_eq!(statements.as_array().unwrap().len(), 2);
    assert_eq!(statements[0]["actor"]["mbox"], "mailto:ada@example.org");
    for wrong in [&["xapi", "--mbox", "ada"], &["notes", "--mbox", "a@b"]] {
        assert_eq!(export(wrong).status.code(), Some(2), "{wrong:?}");
    }
    let other = export(&["epub"]);
    assert_eq!(other.status.code(), Some(2));
    assert!(
        words(&other.stderr).contains("sheet"),
        "it says which there are"
    );
}
