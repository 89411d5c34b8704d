//! The program without a screen: what it prints about the learner's records, and how it ends.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;

pub struct Home(tempfile::TempDir);

impl Home {
    pub fn new() -> Self {
        let home = Self(tempfile::tempdir().unwrap());
        fs::create_dir_all(home.logs()).unwrap();
        home
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    pub fn logs(&self) -> PathBuf {
        self.path().join(".local/share/recto/progress")
    }

    pub fn write(&self, device: &str, entries: &[&str]) {
        let mut words = "format = 1\n".to_owned();
        for (n, response) in entries.iter().enumerate() {
            words.push_str(&format!(
                "\n[[event]]\nat = 2026-11-23T10:04:{n:02}.123Z\ncourse = \"how-teams-work\"\n\
                 question = \"1.4/q{n}\"\nresponse = \"{response}\"\nrating = \"good\"\ndid = \"answer\"\n"
            ));
        }
        fs::write(self.logs().join(format!("{device}.toml")), words).unwrap();
    }

    pub fn recto(&self, args: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_recto"));
        command.env_clear().env("HOME", self.path()).args(args);
        command.output().unwrap()
    }

    /// One who knows no answer.
    pub fn quiz(&self) -> Child {
        let mut command = Command::new(env!("CARGO_BIN_EXE_recto"));
        command.env_clear().env("HOME", self.path());
        command.args(["quiz", "--plain", "how-teams-work"]);
        command.stdin(Stdio::piped()).stdout(Stdio::null());
        let mut child = command.spawn().unwrap();
        let mut input = child.stdin.take().unwrap();
        input.write_all(&b"x\n".repeat(400)).unwrap();
        child
    }

    pub fn n_answers(&self) -> usize {
        let logs = fs::read_dir(self.logs())
            .unwrap()
            .map(|entry| entry.unwrap().path());
        let logs = logs.filter(|path| path.extension().is_some_and(|end| end == "toml"));
        let words = logs.map(|path| fs::read_to_string(path).unwrap());
        words
            .map(|words| words.matches("did = \"answer\"").count())
            .sum()
    }

    pub fn json(&self, args: &[&str]) -> (Value, i32) {
        let output = self.recto(args);
        let value = serde_json::from_slice(&output.stdout).unwrap();
        (value, output.status.code().unwrap())
    }
}

pub fn words(bytes: &[u8]) -> String {
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
    assert!(words(&home.recto(&["progress"]).stdout).contains("3 answered questions"));
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
    assert!(words(&home.recto(&["progress"]).stdout).contains("3 answered questions"));
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
    assert!(!warm.contains("read, 0 of "), "{warm}");
    assert!(warm.contains("1 answered question no longer"), "{warm}");
}

/// Two good answers to one question and a sure one that was wrong, and one to a question that is gone.
const STORY: &str = r#"format = 1

[[event]]
at = 2026-01-05T10:00:00.000Z
course = "how-teams-work"
question = "1.4/conditions"
response = "one"
score = 1.0
rating = "good"
sure = "fairly"
seconds = 90
did = "answer"

[[event]]
at = 2026-01-07T10:00:00.000Z
course = "how-teams-work"
question = "1.4/conditions"
response = "two"
score = 1.0
rating = "good"
sure = "sure"
seconds = 5000
did = "answer"

[[event]]
at = 2026-01-06T10:00:00.000Z
course = "how-teams-work"
question = "1.4/gone"
response = "three"
score = 0.0
rating = "again"
sure = "sure"
did = "answer"

[[event]]
at = 2026-01-06T10:00:01.000Z
course = "how-teams-work"
section = "1.4"
did = "read"
"#;

#[test]
fn progress_is_told_in_figures_and_in_words() {
    let home = Home::new();
    fs::write(home.logs().join("a.toml"), STORY).unwrap();
    let (told, code) = home.json(&["progress", "--json"]);
    assert_eq!(code, 0);
    let course = &told["courses"][0];
    for (key, value) in [
        ("id", "how-teams-work".into()),
        ("title", "How teams work".into()),
        ("read", 1.into()),
        ("answered", 2.into()),
        ("due", 2.into()),
        ("last", "2026-01-07T10:00:00Z".into()),
        ("no_longer_there", 1.into()),
        ("seconds", Value::from(690)),
        ("last_score", 1.0.into()),
        ("mastered", 0.into()),
    ] {
        assert_eq!(course[key], value, "{key}");
    }
    let sections = course["sections"].as_array().unwrap();
    let section = sections.iter().find(|section| section["id"] == "1.4");
    let section = section.unwrap();
    assert_eq!(
        (&section["read"], &section["answered"], &section["due"]),
        (&true.into(), &1.into(), &1.into())
    );
    assert_eq!(told["streak"]["longest"], 3);
    assert_eq!(told["days"][1]["date"], "2026-01-06");
    assert_eq!(told["retention"]["reviews"], 1);
    assert_eq!(told["retention"]["months"][0]["month"], "2026-01");
    assert_eq!(told["certainty"][2]["right"], 0.5);
    assert_eq!(told["forecast"]["days"].as_array().unwrap().len(), 30);
    assert_eq!(told["forecast"]["days"][0]["due"], 1);
    assert_eq!(told["weakest"][0]["section"], "1.4");
    // One course has the same figures, though others may be there.
    let (one, _) = home.json(&["progress", "how-teams-work", "--json"]);
    assert_eq!(one["courses"], told["courses"]);
    let said = words(&home.recto(&["progress", "how-teams-work"]).stdout);
    for words in [
        "1 of 34 sections read, 1 of ",
        " mastered, 1 due, last answers 100 % right, 12 min",
        "1.4 Communities of practice: read, 1 of ",
        "The longest streak was 3 days.",
        "Recalled 100 % of 1 review",
        "12 min on answers in all",
    ] {
        assert!(said.contains(words), "{words:?} is not in\n{said}");
    }
    assert!(!said.contains('\u{a0}'), "{said:?}");
}

#[test]
fn progress_of_nothing_says_so() {
    let home = Home::new();
    let said = words(&home.recto(&["progress"]).stdout);
    assert_eq!(said, "Nothing has been done yet.\n");
    let said = words(&home.recto(&["progress", "how-teams-work"]).stdout);
    assert!(said.contains("0 of 34 sections read"), "{said}");
    let output = home.recto(&["progress", "how-teams-wrok"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(words(&output.stderr).contains("did you mean \"how-teams-work\"?"));
    let output = home.recto(&["progress", "how-teams-work", "verify"]);
    assert_eq!(output.status.code(), Some(2));
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
    let other = export(&["pdf"]);
    assert_eq!(other.status.code(), Some(2));
    assert!(
        words(&other.stderr).contains("sheet"),
        "it says which there are"
    );
}

#[test]
fn an_exam_is_sat_left_and_listed() {
    let home = Home::new();
    let sit = |args: &[&str], lines: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_recto"));
        command.env_clear().env("HOME", home.path());
        command
            .args(["exam", "how-teams-work", "--plain"])
            .args(args);
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        child
            .stdin
            .take()
            .unwrap()
            .write_all(lines.as_bytes())
            .unwrap();
        child.wait_with_output().unwrap()
    };
    let none = words(&home.recto(&["exam", "how-teams-work", "--results"]).stdout);
    assert!(none.contains("No exam"), "{none}");
    let first = sit(
        &[
            "--seed",
            "7",
            "-n",
            "3",
            "--minutes",
            "60",
            "--kinds",
            "choice",
        ],
        "1\n",
    );
    assert_eq!(first.status.code(), Some(0));
    let said = words(&first.stdout);
    for wanted in [
        "paper 7, 1 hour",
        "Question 1 of 3",
        "`recto exam how-teams-work`",
    ] {
        assert!(said.contains(wanted) || wanted == "{wanted}: {said}");
    }
    let again = sit(&["--seed", "8"], "");
    assert_eq!(again.status.code(), Some(2), "too late to choose");
    assert!(
        words(&again.stderr).contains("is running"),
        "{}",
        words(&again.stderr)
    );
    let second = sit(&[], "\n\n\ne\ny\n");
    let said = words(&second.stdout);
    for wanted in [
        "You go on with the exam",
        "Question 2 of 3",
        "Handed in.",
        "of 3 marks",
    ] {
        assert!(said.contains(wanted), "{wanted}: {said}");
    }
    let (results, code) = home.json(&["exam", "how-teams-work", "--results", "--json"]);
    assert_eq!(code, 0);
    let exam = &results["exams"][0];
    assert_eq!(
        (&exam["seed"], &exam["of"], &exam["limit"]),
        (&7.into(), &3.into(), &3600.into())
    );
    assert!(
        exam["passed"].is_boolean() && exam["handed_in"].is_string(),
        "{exam}"
    );
    // The same number and choices draw the same paper.
    let third = sit(&["--seed", "7", "-n", "3", "--kinds", "choice"], "");
    let question = |said: &str| {
        let asked = said.split("Question 1 of 3.").nth(1).unwrap();
        asked.split_once('\n').unwrap().1[..100].to_owned()
    };
    assert_eq!(
        question(&words(&third.stdout)),
        question(&words(&first.stdout))
    );
    let listed = words(&home.recto(&["exam", "how-teams-work", "--results"]).stdout);
    assert_eq!(listed.lines().count(), 2, "{listed}");
    assert!(listed.contains("Not handed in."), "{listed}");
}

#[test]
fn an_exam_is_sat_on_the_way_through_a_course() {
    let home = Home::new();
    let go = |lines: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_recto"));
        command.env_clear().env("HOME", home.path());
        command.args(["--plain", "how-teams-work"]);
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut input = child.stdin.take().unwrap();
        input.write_all(lines.as_bytes()).unwrap();
        drop(input);
        words(&child.wait_with_output().unwrap().stdout)
    };
    let said = go("e\n2\n2\n\n1.4\n\nq\nq\n");
    assert!(said.contains("Question 2 of 2"), "{said}");
    assert!(said.ends_with("Everything is kept.\n"), "{said}");
    let said = go("e\n\ne\ny\nq\nq\n");
    for wanted in [
        "An exam of this course is running",
        "You go on with the exam",
        "Handed in.",
        "Left empty",
    ] {
        assert!(said.contains(wanted), "{wanted}: {said}");
    }
    assert!(said.ends_with("Everything is kept.\n"), "{said}");
    assert!(!go("q\n").contains("is running"));
}

#[test]
fn what_an_exam_cannot_be_made_of_is_said() {
    let home = Home::new();
    for (args, wanted) in [
        (&["--sections", "1.44"][..], "did you mean \"1.4\""),
        (&["--kinds", "chioce"], "did you mean \"choice\""),
        (&["--outcomes", "zebra"], "there is no learning outcome"),
        (&["--pass", "101"], "101"),
        (&["-n", "0"], "0"),
        (&["--json"], "--plain"),
    ] {
        let args = [&["exam", "how-teams-work", "--plain"][..], args].concat();
        let output = home.recto(&args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        let said = words(&output.stderr);
        assert!(said.contains(wanted), "{args:?}: {said}");
    }
}

#[test]
fn a_course_is_brought_out_into_a_new_folder() {
    let home = Home::new();
    let folder = home.path().join("a course");
    let into = folder.to_str().unwrap();
    let export = |more: &[&str]| {
        home.recto(&[&["export", "a-tour-of-recto", "--format", "markdown"], more].concat())
    };
    let done = export(&["-o", into]);
    assert_eq!(
        (words(&done.stderr), done.status.code()),
        (String::new(), Some(0))
    );
    let checked = home.recto(&["check", into]);
    assert_eq!(checked.status.code(), Some(0), "{}", words(&checked.stdout));
    assert!(folder.join("figures/forgetting.svg").is_file());
    for (more, sentence) in [
        (&["-o", into][..], "is not empty"),
        (&[], "name one that is not there yet, with -o DIR"),
        (
            &["-o", into, "--name", "Ada"],
            "--name goes with what is yours",
        ),
    ] {
        let refused = export(more);
        let told = words(&refused.stderr);
        assert!(told.contains(sentence), "{told}");
        assert_eq!(refused.status.code(), Some(2), "{told}");
    }
}
