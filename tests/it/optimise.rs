//! `recto optimise`: with too little, with enough, and what becomes of the weights.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

struct Home(tempfile::TempDir);

impl Home {
    fn new() -> Self {
        let home = Self(tempfile::tempdir().unwrap());
        fs::create_dir_all(home.logs()).unwrap();
        home
    }

    fn logs(&self) -> PathBuf {
        self.0.path().join("progress")
    }

    /// The log of one who was asked each question every few days, and forgets every other time.
    fn study(&self, n_questions: i64, n_answers: i64) {
        let start = Timestamp::from_second(1_700_000_000).unwrap();
        let mut words = "format = 1\n".to_owned();
        for question in 0..n_questions {
            let mut at = start + SignedDuration::from_mins(question);
            for n in 0..n_answers {
                let rating = match (question + n) % 5 {
                    0 | 2 => "good",
                    _ => "again",
                };
                words.push_str(&format!(
                    "\n[[event]]\nat = {at}\ncourse = \"c{}\"\nquestion = \"1/q{question}\"\n\
                     response = \"x\"\nrating = \"{rating}\"\ndid = \"answer\"\n",
                    question % 3
                ));
                at += SignedDuration::from_hours(24 * (2 + (question + n) % 4));
            }
        }
        fs::write(self.logs().join("other.toml"), words).unwrap();
    }

    fn recto(&self, args: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_recto"));
        command.env_clear().env("HOME", self.0.path());
        command.args(["--progress".as_ref(), self.logs().as_os_str()]);
        command.args(args).output().unwrap()
    }

    fn json(&self, args: &[&str]) -> (Value, i32) {
        let output = self.recto(args);
        assert_eq!(words(&output.stderr), "");
        let value = serde_json::from_slice(&output.stdout).unwrap();
        (value, output.status.code().unwrap())
    }

    fn weights(&self) -> Vec<PathBuf> {
        let files = fs::read_dir(self.logs()).unwrap();
        let files = files.map(|file| file.unwrap().path());
        let is_fit = |path: &PathBuf| path.extension().is_some_and(|end| end == "weights");
        files.filter(is_fit).collect()
    }
}

fn words(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn too_little_is_refused_politely() {
    let home = Home::new();
    let said = home.recto(&["optimise"]);
    assert!(
        words(&said.stdout).starts_with("There are 0 reviews"),
        "{said:?}"
    );
    assert_eq!(said.status.code(), Some(1));
    home.study(20, 4);
    for name in ["optimise", "optimize"] {
        let (found, code) = home.json(&[name, "--json"]);
        assert_eq!((&found["result"], code), (&"too-few".into(), 1));
        assert_eq!(
            (&found["reviews"], &found["needed"]),
            (&60.into(), &400.into())
        );
        assert!(found["weights"].is_null() && found["before"].is_null());
    }
    let home = Home::new();
    home.study(10, 50);
    let said = words(&home.recto(&["optimise"]).stdout);
    assert!(
        said.contains("490 reviews, but of too few questions"),
        "{said}"
    );
    assert_eq!(home.weights(), Vec::<PathBuf>::new());
}

#[test]
fn what_is_better_is_kept_and_counts() {
    let home = Home::new();
    home.study(150, 5);
    let (dry, code) = home.json(&["optimise", "--dry-run", "--json"]);
    assert_eq!((&dry["result"], code), (&"better".into(), 0));
    assert_eq!(
        (&dry["reviews"], &dry["judged"]),
        (&600.into(), &120.into())
    );
    assert!(dry["file"].is_null());
    assert_eq!(home.weights(), Vec::<PathBuf>::new(), "nothing is written");
    let loss = |found: &Value, which: &str| found[which]["log_loss"].as_f64().unwrap();
    assert!(loss(&dry, "after") < loss(&dry, "before"), "{dry}");

    let (found, _) = home.json(&["optimise", "--json"]);
    assert_eq!(found["weights"], dry["weights"]);
    let [file] = home.weights().try_into().unwrap();
    assert_eq!(found["file"], file.to_str().unwrap());
    assert_ne!(
        file.file_stem(),
        Some("other".as_ref()),
        "that is another device"
    );
    // With the snapshot that it left and without, the next start schedules by it.
    let due = || home.json(&["progress", "--json"]).0["courses"].clone();
    let warm = due();
    fs::remove_dir_all(home.0.path().join(".cache")).unwrap();
    assert_eq!(due(), warm);

    let said = words(&home.recto(&["optimise"]).stdout);
    assert!(said.contains("Nothing better was found"), "{said}");
    assert_eq!(home.weights(), [file]);
}

#[test]
fn it_says_how_much_better_and_where_it_is_kept() {
    let home = Home::new();
    home.study(150, 5);
    let dry = words(&home.recto(&["optimise", "--dry-run"]).stdout);
    assert!(
        dry.contains("600 reviews, and tried on the newest 120"),
        "{dry}"
    );
    assert!(dry.contains("log loss"), "{dry}");
    assert!(
        dry.ends_with("without --dry-run schedules by it.\n"),
        "{dry}"
    );
    let said = words(&home.recto(&["optimise"]).stdout);
    let file = home.weights().remove(0);
    assert!(said.contains("150 were due, "), "{said}");
    assert!(said.trim_end().ends_with(file.to_str().unwrap()), "{said}");
}

#[test]
fn a_fast_clock_elsewhere_holds_nothing_up() {
    let home = Home::new();
    home.study(150, 5);
    home.recto(&["optimise"]);
    let [own] = home.weights().try_into().unwrap();
    let found = fs::read_to_string(&own).unwrap();
    let line = found
        .lines()
        .find(|line| line.starts_with("fitted"))
        .unwrap();
    let usual = "weights = [0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, \
                 0.1666, 0.796, 1.4835, 0.0614, 0.2629, 1.6483, 0.6014, 1.8729, 0.5425, 0.0912, \
                 0.0658, 0.1542]\n";
    let other = format!("format = 1\nfitted = 2099-01-01T00:00:00Z\n{usual}");
    fs::write(home.logs().join("fast.weights"), other).unwrap();
    let (found, _) = home.json(&["optimise", "--json"]);
    assert_eq!(found["result"], "better");
    let now = fs::read_to_string(&own).unwrap();
    assert!(
        !now.contains(line) && now.contains("fitted = 2099-01-01T00:00:00.001Z"),
        "{now}"
    );
    let again = home.json(&["optimise", "--json"]).0;
    assert_eq!(again["result"], "no-better");
}

#[test]
fn what_cannot_be_written_is_said() {
    let home = Home::new();
    home.study(150, 5);
    home.recto(&["optimise"]);
    let [own] = home.weights().try_into().unwrap();
    fs::write(&own, "format = 2\n").unwrap();
    let said = home.recto(&["optimise"]);
    assert_eq!(said.status.code(), Some(2));
    assert!(words(&said.stderr).contains("update Recto"), "{said:?}");
    assert_eq!(fs::read_to_string(Path::new(&own)).unwrap(), "format = 2\n");
}
