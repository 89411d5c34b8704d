//! The import command: what comes in, what is refused, and what is left behind.

use std::fs;
use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::commands::{Home, words};

const BREAD: &str = include_str!("../fixtures/ouxml/bread.xml");

/// A short course of that title.
fn short(title: &str, text: &str) -> String {
    format!(
        "<Item><ItemTitle>{title}</ItemTitle><Unit><Session><Title>One</Title><Paragraph>{text}</Paragraph>\
         </Session></Unit></Item>"
    )
}

fn put(home: &Home, name: &str, bytes: &[u8]) -> String {
    let path = home.path().join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, bytes).unwrap();
    path.to_str().unwrap().to_owned()
}

fn import(home: &Home, args: &[&str]) -> Output {
    home.recto(&[&["import"], args].concat())
}

/// What is told as JSON, which stands on a line of its own.
fn told(output: &Output) -> Vec<Value> {
    let text = words(&output.stdout);
    assert_eq!(text.lines().count(), 1, "{text}");
    serde_json::from_str(&text).unwrap()
}

fn courses(home: &Home) -> PathBuf {
    home.path().join(".local/share/recto/courses")
}

/// Names in a folder, hidden ones too; none where it is not there.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    let mut names: Vec<_> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn a_course_comes_in_and_is_there() {
    let home = Home::new();
    let bread = put(&home, "bread.xml", BREAD.as_bytes());
    let output = import(&home, &[&bread, "--json"]);
    let told = told(&output);
    let course = &told[0];
    assert_eq!(course["course"], "why-bread-rises");
    assert_eq!(course["title"], "Why bread rises");
    let folder = courses(&home).join("why-bread-rises");
    assert_eq!(course["dir"], folder.to_str().unwrap());
    for (key, n) in [("glossary", 2), ("tables", 2), ("figures", 4)] {
        assert!(course[key].as_u64().unwrap() >= n, "{key}: {course}");
    }
    assert!(course["parts"].as_u64() > course["questions"].as_u64());
    assert!(course["with_answer"].as_u64() > Some(5));
    assert!(course["words"].as_u64() > Some(400));
    for note in course["notes"].as_array().unwrap() {
        assert!(note["place"].is_string() && note["what"].is_string());
    }
    let problems = course["problems"].as_array().unwrap();
    assert_eq!(output.status.code(), Some(i32::from(!problems.is_empty())));
    let read = words(&home.recto(&["read", "why-bread-rises", "--answers"]).stdout);
    for found in [
        "Flour, water, salt, time.",
        "To make it strong.",
        "a fungus",
        "Thanks to the cat.",
    ] {
        assert!(read.contains(found), "{found}");
    }
    let list = words(&home.recto(&["list"]).stdout);
    assert!(list.contains("Why bread rises  (why-bread-rises)"));
}

#[test]
fn it_is_told_in_words_too() {
    let home = Home::new();
    let file = put(
        &home,
        "a.xml",
        short("Salt", "It is \u{9b}31m salty.").as_bytes(),
    );
    let output = import(&home, &[&file]);
    let text = words(&output.stdout);
    assert!(
        text.starts_with("Salt (salt)\n  1 section, 0 questions, "),
        "{text}"
    );
    assert!(text.contains("/courses/salt"));
    assert!(!text.contains('\u{9b}'));
    assert_eq!(words(&output.stderr), "");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn what_is_there_stays_unless_it_is_to_give_way() {
    let home = Home::new();
    let one = put(&home, "one.xml", short("Salt", "first").as_bytes());
    let two = put(&home, "two.xml", short("Salt", "second").as_bytes());
    assert_eq!(import(&home, &[&one]).status.code(), Some(0));
    let output = import(&home, &[&two]);
    assert_eq!(output.status.code(), Some(2));
    assert!(words(&output.stderr).contains("--replace"));
    let read = || words(&home.recto(&["read", "salt"]).stdout);
    assert!(read().contains("first"));
    assert_eq!(import(&home, &[&two, "--replace"]).status.code(), Some(0));
    assert!(read().contains("second") && !read().contains("first"));
    assert_eq!(names(&courses(&home)), ["salt"]);

    let into = home.path().join("other");
    fs::create_dir_all(into.join("salt")).unwrap();
    fs::write(into.join("salt/diary"), "mine").unwrap();
    let output = import(
        &home,
        &[&one, "--replace", "--into", into.to_str().unwrap()],
    );
    assert_eq!(
        output.status.code(),
        Some(2),
        "a folder that is no course stays"
    );
    assert_eq!(names(&into.join("salt")), ["diary"]);
    assert_eq!(names(&into), ["salt"]);
}

#[test]
fn each_file_comes_for_itself() {
    let home = Home::new();
    let salt = put(&home, "salt.xml", short("Salt", "a").as_bytes());
    let again = put(&home, "again.xml", short("Salt", "b").as_bytes());
    let broken = put(&home, "broken.pdf", b"%PDF-1.7");
    let none = home.path().join("none.xml");
    let flour = put(&home, "flour.xml", short("Flour", "c").as_bytes());
    let files = [&*salt, &broken, &again, none.to_str().unwrap(), &flour];
    let output = import(&home, &[&files[..], &["--json", "--replace"]].concat());
    assert_eq!(output.status.code(), Some(2));
    let told = told(&output);
    let came: Vec<_> = told.iter().map(|one| one["course"].as_str()).collect();
    assert_eq!(came, [Some("salt"), None, None, None, Some("flour")]);
    for (one, file) in told.iter().zip(files) {
        assert_eq!(one["file"], file);
    }
    assert!(
        told[1]["problems"][0]["what"]
            .as_str()
            .unwrap()
            .contains("PDF")
    );
    let complaints = words(&output.stderr);
    assert_eq!(complaints.lines().count(), 3, "{complaints}");
    assert_eq!(names(&courses(&home)), ["flour", "salt"]);
}

#[test]
fn an_archive_that_leads_out_does_not() {
    let home = Home::new();
    let slip = zipped(&[
        ("../../out.xml", BREAD.as_bytes()),
        ("/tmp/recto-out.xml", b"x"),
    ]);
    let file = put(&home, "in/slip.zip", &slip);
    let before = names(home.path());
    let output = import(&home, &[&file]);
    assert_eq!(output.status.code(), Some(2));
    assert!(words(&output.stderr).contains("there are no files in it"));
    assert_eq!(names(home.path()), before);
    assert!(!Path::new("/tmp/recto-out.xml").exists());
    assert_eq!(names(&courses(&home)), [] as [&str; 0]);
}

#[test]
fn stdin_is_a_file_too() {
    let home = Home::new();
    let piped = |bytes: &[u8]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_recto"));
        command.env_clear().env("HOME", home.path());
        command.args(["import", "-", "--json"]);
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut input = child.stdin.take().unwrap();
        input.write_all(bytes).unwrap();
        drop(input);
        told(&child.wait_with_output().unwrap())[0]["course"].clone()
    };
    assert_eq!(piped(short("Water", "wet").as_bytes()), "water");
    let course = short("Salt", "salty");
    assert_eq!(piped(&zipped(&[("salt.xml", course.as_bytes())])), "salt");
    let twice = import(&home, &["-", "-"]);
    assert_eq!(twice.status.code(), Some(2));
}

/// A session with self-assessment questions.
fn session(title: &str, questions: &[&str]) -> String {
    let questions = questions.iter().enumerate().map(|(n, question)| {
        format!(
            "<SAQ><Heading>SAQ {}</Heading><Question><Paragraph>{question}</Paragraph></Question><Answer>\
             <Paragraph>It is so.</Paragraph></Answer></SAQ>",
            n + 1
        )
    });
    let questions: String = questions.collect();
    format!("<Session><Title>{title}</Title><Paragraph>Read on.</Paragraph>{questions}</Session>")
}

#[test]
fn answers_follow_their_questions_into_a_new_edition() {
    const TIDES: &str = "Why is the harbour dry at noon on Sunday?";
    const WIND: &str = "Why was the bridge closed to lorries on Monday?";
    const SALT: &str = "What keeps the sea from freezing in winter?";
    const SAND: &str = "What is left on the beach after a storm?";
    let course = |sessions: &[String]| {
        let sessions = sessions.concat();
        format!("<Item><ItemTitle>Coast</ItemTitle><Unit>{sessions}</Unit></Item>")
    };
    let home = Home::new();
    let old = course(&[session("1 Sea", &[TIDES, WIND]), session("2 Land", &[SAND])]);
    let file = put(&home, "coast.xml", old.as_bytes());
    assert_eq!(import(&home, &[&file]).status.code(), Some(0));
    let mut log = String::from("format = 1\n");
    for (n, (question, words)) in [
        ("1/saq-1", "the tide"),
        ("1/saq-2", "the wind"),
        ("2/saq-1", "shells"),
    ]
    .into_iter()
    .enumerate()
    {
        log.push_str(&format!(
            "\n[[event]]\nat = 2026-11-23T10:04:{n:02}.123Z\ncourse = \"coast\"\nquestion = \"{question}\"\n\
             response = \"{words}\"\nrating = \"good\"\ndid = \"answer\"\n"
        ));
    }
    fs::write(home.logs().join("a.toml"), log).unwrap();

    // A section and a question came in before the others, one moved, one is gone.
    let new = course(&[
        session("1 Air", &[WIND]),
        session(
            "2 Sea",
            &[SALT, "Why is the harbour dry, at noon on a Sunday?"],
        ),
    ]);
    fs::write(&file, new).unwrap();
    for _ in 0..2 {
        let output = import(&home, &[&file, "--replace", "--json"]);
        assert_eq!(output.status.code(), Some(0));
        let sheet = words(&home.recto(&["export", "coast", "--format", "sheet"]).stdout);
        let place = |what: &str| {
            sheet
                .find(what)
                .unwrap_or_else(|| panic!("{what}:\n{sheet}"))
        };
        let order = [
            "closed to lorries",
            "the wind",
            "noon on a Sunday",
            "the tide",
            "No longer",
            "shells",
        ];
        assert!(order.map(place).is_sorted(), "{sheet}");
        for answer in ["the wind", "the tide", "shells"] {
            assert_eq!(sheet.matches(answer).count(), 1, "{sheet}");
        }
        let (progress, _) = home.json(&["progress", "coast", "--json"]);
        let course = &progress["courses"][0];
        assert_eq!(
            (&course["answered"], &course["no_longer_there"]),
            (&3.into(), &1.into()),
            "{course}"
        );
    }
}

#[test]
fn a_course_called_like_a_built_in_one_keeps_apart() {
    let home = Home::new();
    let file = put(
        &home,
        "teams.xml",
        short("How teams work", "Elsewhere.").as_bytes(),
    );
    let told = told(&import(&home, &[&file, "--json"]));
    assert_eq!(told[0]["course"], "how-teams-work-2");
    assert!(
        told[0]["notes"][0]["what"]
            .as_str()
            .unwrap()
            .contains("built in")
    );
}

/// In the middle of writing: nothing is left, and it ends as a program that was interrupted.
#[cfg(unix)]
#[test]
fn ctrl_c_leaves_nothing() {
    use std::os::unix::process::ExitStatusExt as _;

    let home = Home::new();
    let session = |n: usize| {
        let text = "<Paragraph>Dough rests and rises and rests.</Paragraph>".repeat(400);
        format!("<Session><Title>Part {n}</Title>{text}</Session>")
    };
    let sessions: String = (0..1200).map(session).collect();
    let long = format!("<Item><ItemTitle>Long</ItemTitle><Unit>{sessions}</Unit></Item>");
    let file = put(&home, "long.xml", long.as_bytes());
    let mut command = Command::new(env!("CARGO_BIN_EXE_recto"));
    command.env_clear().env("HOME", home.path());
    let mut child = command.args(["import", &file]).spawn().unwrap();
    let begun = Instant::now();
    while names(&courses(&home)).is_empty() {
        assert!(
            begun.elapsed() < Duration::from_secs(60),
            "it never began to write"
        );
        std::thread::sleep(Duration::from_millis(2));
    }
    assert_eq!(names(&courses(&home)).len(), 1);
    let killed = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status();
    assert!(killed.unwrap().success());
    assert_eq!(child.wait().unwrap().signal(), Some(2));
    assert_eq!(names(&courses(&home)), [] as [&str; 0]);
}

#[test]
fn more_sections_than_a_course_can_have_are_refused() {
    let home = Home::new();
    let source = format!(
        "# Endless\n\n{}",
        "## Tide\n\nIt comes in.\n\n".repeat(100_001)
    );
    let path = put(&home, "endless.md", source.as_bytes());

    let output = import(&home, &[&path]);

    assert_eq!(output.status.code(), Some(2), "{output:?}");
    let said = words(&output.stderr);
    assert!(
        said.contains("100001 sections, and a course has at most 100000"),
        "{said}"
    );
    assert!(said.contains("take it apart"), "{said}");
    assert_eq!(names(&courses(&home)), Vec::<String>::new());
}

/// The files of a folder, with their bytes.
fn all_in(folder: &Path, prefix: &str) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    for name in names(folder) {
        let (path, shown) = (folder.join(&name), format!("{prefix}{name}"));
        if path.is_dir() {
            files.extend(all_in(&path, &format!("{shown}/")));
        } else {
            files.push((shown, fs::read(path).unwrap()));
        }
    }
    files
}

#[test]
fn a_course_of_ours_goes_out_and_comes_in() {
    let home = Home::new();
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/courses");
    for course in ["every", "figures", "quiz"] {
        let source = fixtures.join(course).to_string_lossy().into_owned();
        let out = home.path().join("out").join(course);
        let args = ["export", &source, "--format", "markdown", "-o"];
        let output = home.recto(&[&args[..], &[out.to_str().unwrap()]].concat());
        assert_eq!(output.status.code(), Some(0));
        let files = all_in(&out, "");
        let in_folder =
            |(name, bytes): &(String, Vec<u8>)| (format!("{course}/{name}"), bytes.clone());
        let packed: Vec<_> = files.iter().map(in_folder).collect();
        let packed = packed.iter().map(|(name, bytes)| (&**name, &**bytes));
        let packed = zipped(&packed.collect::<Vec<_>>());
        let zip = put(&home, &format!("{course}.zip"), &packed);
        for from in [&zip, out.to_str().unwrap()] {
            let into = home.path().join("in");
            let args = [
                "--json",
                "--replace",
                "--into",
                into.to_str().unwrap(),
                from,
            ];
            let output = import(&home, &args);
            let told = &told(&output)[0];
            assert_eq!(told["notes"], Value::Array(Vec::new()), "{from}");
            assert_eq!(output.status.code(), Some(0), "{from}");
            assert_eq!(all_in(&into.join(course), ""), files, "{from}");
        }
    }
}

#[test]
fn of_a_course_of_ours_only_what_belongs_to_it_comes_in() {
    let home = Home::new();
    for (name, bytes) in [
        (
            "tea/course.toml",
            "format = 1\ntitle = \"Tea\"\nlid = 1\n\n[[section]]\ntitle = \"Pot\"\n",
        ),
        (
            "tea/pot.md",
            "Warm it.\n\n![A pot](figures/pot.png)\n\n![A cup](../secret)\n",
        ),
        ("tea/figures/pot.png", "a picture"),
        ("tea/figures/lid.png", "another"),
        ("tea/README.md", "How to use it."),
        ("secret", "a secret"),
    ] {
        put(&home, name, bytes.as_bytes());
    }
    let tea = home.path().join("tea");
    let output = import(&home, &["--json", tea.to_str().unwrap()]);
    let told = &told(&output)[0];
    let notes = told["notes"].to_string();
    for words in [
        "files that are no part of the course stayed behind (2): “README.md”, “figures/lid.png”",
        "course.toml:3:1",
        "there is no key “lid”",
    ] {
        assert!(notes.contains(words), "{words}: {notes}");
    }
    let there = all_in(&courses(&home).join("tea"), "");
    let there: Vec<_> = there.iter().map(|(name, _)| &**name).collect();
    assert_eq!(there, ["course.toml", "figures/pot.png", "pot.md"]);
    assert_eq!(output.status.code(), Some(1), "a cup is missing: {told}");
}

#[test]
fn a_course_of_ours_that_cannot_be_read_is_refused() {
    let home = Home::new();
    for (course, why) in [
        (
            "format = 2\ntitle = \"Tea\"\n",
            "newer than this Recto; update Recto",
        ),
        ("format = = 1\n", "course.toml:1"),
    ] {
        let file = put(&home, "tea/course.toml", course.as_bytes());
        let folder = Path::new(&file).parent().unwrap().to_str().unwrap();
        let output = import(&home, &[folder]);
        let said = words(&output.stderr);
        assert!(said.contains(why), "{said}");
        assert_eq!(output.status.code(), Some(2));
        assert!(!courses(&home).join("tea").exists());
    }
    put(&home, "tea/course.toml", b"format = 1\ntitle = \"Tea\"\n");
    let tea = home.path().join("tea");
    let output = import(&home, &["--format", "markdown", tea.to_str().unwrap()]);
    let said = words(&output.stderr);
    assert!(said.contains("without saying which format"), "{said}");
}

#[test]
fn a_section_that_is_called_as_the_file_of_the_course_takes_nothing_from_it() {
    let home = Home::new();
    let course = "<Item><ItemTitle>Tea</ItemTitle><Unit><Session><Title>Course</Title><Paragraph>Pour it.</Paragraph>\
                  <SAQ><Heading>SAQ</Heading><Question><Paragraph>Why?</Paragraph></Question>\
                  <Answer><Paragraph>To drink.</Paragraph></Answer></SAQ></Session>\
                  <Session><Title>course</Title><Paragraph>Sip it.</Paragraph></Session></Unit></Item>";
    let output = import(
        &home,
        &["--json", &put(&home, "tea.xml", course.as_bytes())],
    );
    let told = &told(&output)[0];
    assert_eq!(told["problems"], Value::Array(Vec::new()));
    assert_eq!(
        (&told["sections"], &told["questions"]),
        (&2.into(), &1.into())
    );
    let read = words(&home.recto(&["read", "tea", "--answers"]).stdout);
    for found in ["Pour it.", "Why?", "To drink.", "Sip it."] {
        assert!(read.contains(found), "{found}: {read}");
    }
}

#[test]
fn an_author_is_told_that_the_file_of_the_course_is_no_sections() {
    let home = Home::new();
    let toml = "format = 1\ntitle = \"Tea\"\n\n[[section]]\ntitle = \"Pot\"\nfile = \"Course\"\n";
    put(&home, "tea/course.toml", toml.as_bytes());
    put(&home, "tea/pot.md", b"Warm it.");
    let tea = home.path().join("tea");
    let output = home.recto(&["check", tea.to_str().unwrap()]);
    let said = words(&output.stdout);
    assert!(
        said.contains("course.toml:6:8: its questions would stand in course.toml"),
        "{said}"
    );
    assert_eq!(said.lines().count(), 1 + 1, "{said}");
}

#[test]
fn a_picture_that_nothing_shows_does_not_come_along() {
    let home = Home::new();
    let page = "<html><body><h1>Tea</h1><p>Warm it.</p><p><img src='pot.png' alt='A pot'></p>\
                <table><tr><th>Sign</th></tr><tr><td><img src='hot.png' alt='hot'></td></tr></table></body></html>";
    for (name, bytes) in [
        ("tea/tea.html", page),
        ("tea/pot.png", "1"),
        ("tea/hot.png", "2"),
    ] {
        put(&home, name, bytes.as_bytes());
    }
    let tea = home.path().join("tea");
    let output = import(&home, &["--json", tea.to_str().unwrap()]);
    let told = &told(&output)[0];
    assert_eq!(told["problems"], Value::Array(Vec::new()));
    let notes = told["notes"].to_string();
    assert!(notes.contains("did not come along (1)"), "{notes}");
    assert_eq!(names(&courses(&home).join("tea/figures")), ["pot.png"]);
    let read = words(&home.recto(&["read", "tea"]).stdout);
    assert!(read.contains("hot"), "{read}");
}
