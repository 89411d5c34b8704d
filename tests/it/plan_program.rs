//! Plans in the program itself: what the command line and the settings say of exams.

use std::fs;
use std::io::Write as _;
use std::process::{Command, Stdio};

use jiff::civil::Date;
use jiff::{Span, Timestamp};

use crate::commands::{Home, words};

/// So many days from today. (The day begins at four; the tests may run at night.)
fn in_days(n: i64) -> Date {
    let now = Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC);
    let today = now.saturating_sub(Span::new().hours(4)).date();
    today.saturating_add(Span::new().days(n))
}

/// What is said, on stdout and on stderr, to a learner who types that.
fn told(home: &Home, args: &[&str], typed: &str) -> (String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_recto"));
    command
        .env_clear()
        .env("HOME", home.path())
        .env("TZ", "UTC");
    command.args(args).stdin(Stdio::piped());
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(typed.as_bytes())
        .unwrap();
    let output = child.wait_with_output().unwrap();
    (words(&output.stdout), words(&output.stderr))
}

fn settings(home: &Home, words: &str) {
    let folder = home.path().join(".config/recto");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("config.toml"), words).unwrap();
}

fn plan(home: &Home) -> serde_json::Value {
    let (said, _) = told(home, &["review", "--plan", "--json"], "");
    serde_json::from_str(&said).unwrap()
}

#[test]
fn what_is_no_day_to_plan_to_is_an_error() {
    let home = Home::new();
    let today = in_days(0).to_string();
    for (day, expected) in [
        (today.as_str(), "must be after today"),
        ("2020-02-29", "must be after today"),
        ("2027-02-29", "such as 2026-12-20"),
        ("soon", "such as 2026-12-20"),
    ] {
        let output = home.recto(&["review", "how-teams-work", "--by", day]);
        let said = words(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{day}: {said}");
        assert!(said.contains(expected), "{day}: {said}");
    }
    let (_, said) = told(&home, &["review", "--by", "2999-01-01"], "");
    assert!(said.contains("nothing has been begun yet"), "{said}");
    let (_, said) = told(&home, &["review", "--plan"], "");
    assert!(said.contains("there is no exam to plan for"), "{said}");
}

#[test]
fn an_exam_of_the_command_line_is_planned_for_and_asked() {
    let home = Home::new();
    let day = in_days(30).to_string();
    let args = ["review", "how-teams-work", "--by", &day];
    let (said, complaints) = told(&home, &args, "x\n\n:tomorrow\nq\n");
    assert_eq!(complaints, "");
    assert!(said.starts_with("How teams work: plan to "), "{said}");
    for words in [
        ", 30 days.",
        "  today: ",
        "Review, 1 of ",
        "1 question put off or away.",
    ] {
        assert!(said.contains(words), "{words:?}:\n{said}");
    }
    assert_eq!(home.n_answers(), 1);
    // For this once: without it nothing is planned.
    let (said, _) = told(&home, &["review"], "");
    assert!(!said.contains("plan to"), "{said}");
    // And for all that was begun.
    let (said, _) = told(&home, &["review", "--by", &day, "--plan"], "");
    assert!(said.contains("How teams work: plan to "), "{said}");
    assert!(said.contains("1 is done already."), "{said}");
    assert!(
        said.contains("1 question is put off or away, and left out."),
        "{said}"
    );
}

#[test]
fn the_plan_is_given_as_json() {
    let home = Home::new();
    let exam = in_days(21);
    settings(&home, &format!("[course.how-teams-work]\nexam = {exam}\n"));
    let plan = plan(&home);
    let course = &plan["courses"][0];
    assert_eq!(plan["today"], in_days(0).to_string());
    assert_eq!(course["id"], "how-teams-work");
    assert_eq!(course["exam"], exam.to_string());
    let days = course["days"].as_array().unwrap();
    assert_eq!(
        (days.len(), &days[20]["date"]),
        (21, &in_days(20).to_string().into())
    );
    let sum = |days: &[serde_json::Value], key: &str| {
        let n = days.iter().map(|day| day[key].as_u64().unwrap());
        n.sum::<u64>()
    };
    let n = sum(days, "new");
    assert!(n > 0);
    assert_eq!(
        sum(&days[18..], "again"),
        n,
        "each comes once more in the last days"
    );
    assert_eq!(
        (&course["not_twice"], &course["not_late"]),
        (&0.into(), &0.into())
    );
    assert_eq!(plan["problems"], serde_json::json!([]));
}

#[test]
fn an_exam_in_the_settings_holds_until_its_day() {
    let home = Home::new();
    let set = |day: Date| settings(&home, &format!("[course.how-teams-work]\nexam = {day}\n"));
    set(in_days(9));
    let (said, _) = told(&home, &["review"], "x\nq\n");
    assert!(
        said.contains("plan to") && said.contains("Review, 1 of "),
        "{said}"
    );
    set(in_days(1));
    let (said, _) = told(&home, &["review"], "");
    assert!(
        said.contains(", 1 day.") && said.contains("There is too little time: "),
        "{said}"
    );
    // On the day itself there is nothing to plan. Who was at it on that day, knows.
    set(in_days(0));
    assert_eq!(plan(&home)["courses"], serde_json::json!([]));
    let (said, _) = told(&home, &["review"], "");
    assert!(
        !said.contains("plan to") && !said.contains("was set for"),
        "{said}"
    );
    let new = Home::new();
    let day = in_days(-4);
    settings(&new, &format!("[course.how-teams-work]\nexam = {day}\n"));
    let (said, _) = told(&new, &["review"], "");
    assert!(
        said.contains(&format!("The exam of How teams work was set for {day}.")),
        "{said}"
    );
}

#[test]
fn what_is_wrong_in_the_settings_is_told_and_stops_nothing() {
    let home = Home::new();
    let day = in_days(9);
    settings(
        &home,
        &format!(
            "[course.gone]\nexam = {day}\n\n[course.how-teams-work]\nexam = {day}\nexams = 3\n"
        ),
    );
    let (said, complaints) = told(&home, &["review"], "q\n");
    assert!(
        said.contains("an exam of \"gone\", but there is no such course."),
        "{said}"
    );
    assert!(said.contains("How teams work: plan to "), "{said}");
    let expected = "config.toml:6: there is no setting \"exams\" of a course";
    assert!(complaints.contains(expected), "{complaints}");
}
