//! Markdown comes in: files, folders, books, and the questions in them.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use proptest::prelude::*;
use recto::course::block::{Block, Target};
use recto::course::check::blocks_of;
use recto::course::question::Kind;
use recto::course::{Heading, Section};
use recto::import::{Files, Imported, Input, Refusal, format, markdown};

/// A folder that is nowhere.
struct Folder(Vec<String>, BTreeMap<String, Vec<u8>>);

impl Folder {
    fn of(files: &[(&str, &str)]) -> Self {
        let files: BTreeMap<_, _> = files
            .iter()
            .map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec()))
            .collect();
        Self(files.keys().cloned().collect(), files)
    }

    fn read(&self) -> Result<Imported, Refusal> {
        markdown::read(&self.input())
    }

    fn input(&self) -> Input<'_> {
        Input::Files {
            name: "folder",
            files: self,
        }
    }
}

impl Files for Folder {
    fn names(&self) -> &[String] {
        &self.0
    }

    fn read(&self, name: &str) -> Result<Cow<'_, [u8]>, String> {
        let bytes = self.1.get(name).ok_or("there is no such file")?;
        Ok(bytes.as_slice().into())
    }
}

fn input<'b>(name: &'b str, bytes: &'b [u8]) -> Input<'b> {
    Input::File { name, bytes }
}

#[track_caller]
fn read(text: impl AsRef<[u8]>) -> Imported {
    markdown::read(&input("notes.md", text.as_ref())).unwrap()
}

/// Number, level and title of each section.
fn contents(imported: &Imported) -> Vec<(u8, String)> {
    let line = |heading: &Heading| (heading.level, heading.full_title());
    imported.course.sections.iter().map(line).collect()
}

fn words(blocks: &[Block]) -> String {
    let text: String = blocks.iter().map(Block::text).collect();
    text.trim().replace('\n', " / ")
}

fn notes(imported: &Imported) -> Vec<String> {
    let line = |note: &recto::import::Note| format!("{}: {}", note.place, note.what);
    imported.notes.iter().map(line).collect()
}

#[test]
fn headings_part_a_file() {
    let imported = read(
        "# Bread\n\n## 1 Flour\n\nA.\n\n### Rye\n\nB, see [yeast](#yeast).\n\n## Yeast\n\nC[^1].\n\n[^1]: D\n",
    );
    assert_eq!(&*imported.course.title, "Bread");
    assert_eq!(
        contents(&imported),
        [(1, "1 Flour".into()), (1, "Yeast".into())]
    );
    let [flour, yeast] = &imported.sections[..] else {
        panic!()
    };
    assert!(matches!(&flour.blocks[1], Block::Heading { level: 2, .. }));
    let Block::Paragraph(line) = &flour.blocks[2] else {
        panic!()
    };
    assert_eq!(
        line[1].target,
        Some(Target::Section(yeast.id.clone(), None))
    );
    assert_eq!(words(&yeast.footnotes[0].blocks), "D");
    assert_eq!(imported.notes, []);

    let imported = read("Above.\n\n# One\n\n## Two\n\nx\n\n# Three\n");
    let expected = [(1, "notes"), (1, "One"), (2, "Two"), (1, "Three")];
    assert_eq!(
        contents(&imported),
        expected.map(|(level, title)| (level, title.to_owned()))
    );
}

#[test]
fn a_text_says_what_it_is() {
    let imported = read("---\ntitle: Bread\nauthor: Ann\nlang: en\ndate: today\n---\nText.\n");
    let course = &imported.course;
    assert_eq!((&*course.title, &*course.language), ("Bread", "en"));
    assert_eq!(
        course.authors.iter().map(|it| &**it).collect::<Vec<_>>(),
        ["Ann"]
    );
    assert_eq!(
        notes(&imported),
        ["notes.md: lines above the text were left out: date: today"]
    );
}

#[test]
fn cards_become_questions() {
    let imported = read(
        "Some text.\n\nQ: What is *dough*?\nA:\n\n- flour\n- water\n\nC: The [yeast] makes [$CO_2$].\n\n---\n\n\
         C: | a |\n| --- |\n| [b] |\n\nC: ```\n[x]\n```\n\n# More\n\nQ: Nobody answers this.\n",
    );
    let [first, more] = &imported.sections[..] else {
        panic!("{:#?}", contents(&imported))
    };
    let [dough, yeast, table, code] = &first.questions[..] else {
        panic!("{:#?}", first.questions)
    };
    assert_eq!(dough.id.as_str(), "what-is-dough");
    assert_eq!(dough.kind, Kind::Open { points: vec![] });
    assert_eq!(words(&dough.answer), "flour / water");
    let Kind::Gaps(gaps) = &yeast.kind else {
        panic!()
    };
    let right: Vec<_> = gaps
        .gaps
        .iter()
        .map(recto::course::question::Gap::right)
        .collect();
    assert_eq!(right, ["yeast", "CO₂"]);
    assert!(matches!(&table.kind, Kind::Gaps(gaps) if gaps.gaps.len() == 1));
    // A gap in a block of code could not be shown.
    assert_eq!(
        (words(&code.prompt), words(&code.answer)),
        ("…".into(), "x".into())
    );
    let places = first
        .blocks
        .iter()
        .filter(|block| matches!(block, Block::Question(_)));
    assert_eq!(places.count(), 4);
    assert_eq!(words(&more.blocks), "Q: Nobody answers this.");
}

const QUIZ: &str = r#"
[[questions]]
id = "b230bed3"
type = "MultipleChoice"
prompt.prompt = "What rises?"
prompt.distractors = ["Salt", "**Stones**"]
answer.answer = "Dough"
context = "It is the gas."

[[questions]]
type = "MultipleChoice"
prompt.prompt = "Which are flours?"
prompt.distractors = ["sand"]
prompt.answerIndex = 1
answer.answer = ["rye", "wheat"]

[[questions]]
type = "ShortAnswer"
prompt.prompt = "What dissolves salt?"
answer.answer = "wa*ter"
answer.alternatives = ["H2O"]

[[questions]]
type = "Tracing"
prompt.program = """
fn main() { println!("risen"); }
"""
answer.doesCompile = true
answer.stdout = "risen"

[[questions]]
type = "Riddle"
prompt.prompt = "What is it?"
"#;

/// A book with a quiz, a picture, and files that it doesn’t name.
fn book() -> Folder {
    Folder::of(&[
        (
            "book.toml",
            "[book]\ntitle = \"Bread\"\nauthors = [\"Ann\"]\nlanguage = \"en\"\n",
        ),
        (
            "src/SUMMARY.md",
            "# Summary\n\n[Preface](preface.md)\n\n- [Dough](dough/README.md)\n  - [Rising](dough/rising.md)\n- [Later]()\n",
        ),
        (
            "src/preface.md",
            "No heading, but [the way](dough/rising.md#the-way).\n",
        ),
        (
            "src/dough/README.md",
            "# Dough\n\nText.\n\n![A loaf](../img/loaf.png)\n",
        ),
        (
            "src/dough/rising.md",
            "# Rising\n\n## The way\n\nBefore.\n\n{{#quiz ../../quizzes/q.toml}}\n\nBehind.\n\n{{#quiz none.toml}}\n",
        ),
        ("src/unread.md", "# Unread\n"),
        ("src/img/loaf.png", "picture"),
        ("quizzes/q.toml", QUIZ),
        ("book/index.html", "<html><body>made of it</body></html>"),
    ])
}

#[test]
fn a_book_has_its_order_and_its_quizzes() {
    let folder = book();
    assert_eq!(
        format::sniff(&folder.input()).map(|format| format.name),
        Some("markdown")
    );
    let imported = folder.read().unwrap();
    assert_eq!(
        (&*imported.course.title, &*imported.course.language),
        ("Bread", "en")
    );
    let expected = [(1, "Preface"), (1, "Dough"), (2, "Rising"), (3, "The way")];
    assert_eq!(
        contents(&imported),
        expected.map(|(level, title)| (level, title.to_owned()))
    );
    let [preface, dough, _, way] = &imported.sections[..] else {
        panic!()
    };
    let Block::Paragraph(line) = &preface.blocks[0] else {
        panic!()
    };
    assert_eq!(line[1].target, Some(Target::Section(way.id.clone(), None)));
    let Block::Figure(figure) = &dough.blocks[1] else {
        panic!()
    };
    assert_eq!(&*figure.path, "figures/loaf.png");
    assert_eq!(imported.pictures[0].bytes, b"picture");

    let [rises, flours, salt, trace, riddle] = &way.questions[..] else {
        panic!("{:#?}", way.questions)
    };
    let options = |kind: &Kind| match kind {
        Kind::Choice(options) | Kind::Choices(options) => {
            let each = options
                .choices
                .iter()
                .map(|choice| (choice.text[0].text.to_string(), choice.correct));
            (each.collect::<Vec<_>>(), options.shuffle)
        }
        _ => panic!("{kind:?}"),
    };
    let owned = |list: &[(&str, bool)]| {
        list.iter()
            .map(|(text, right)| ((*text).to_owned(), *right))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        options(&rises.kind),
        (
            owned(&[("Dough", true), ("Salt", false), ("Stones", false)]),
            true
        )
    );
    assert_eq!(words(&rises.discussion), "It is the gas.");
    assert_eq!(
        options(&flours.kind),
        (
            owned(&[("sand", false), ("rye", true), ("wheat", true)]),
            false
        )
    );
    let Kind::Text(key) = &salt.kind else {
        panic!()
    };
    assert_eq!(
        key.accept.iter().map(|it| &**it).collect::<Vec<_>>(),
        ["wa\\*ter", "H2O"]
    );
    assert!(words(&trace.prompt).contains("println!") && words(&trace.answer).ends_with("risen"));
    assert!(matches!(&riddle.kind, Kind::Unknown(name) if &**name == "Riddle"));
    assert_eq!(words(&riddle.prompt), "What is it?");
    let order: Vec<_> = way
        .blocks
        .iter()
        .map(|block| matches!(block, Block::Question(_)))
        .collect();
    assert_eq!(order, [false, true, true, true, true, true, false]);
    let notes = notes(&imported).join("\n");
    for what in [
        "src/unread.md",
        "Later",
        "none.toml",
        "no type that is known",
    ] {
        assert!(notes.contains(what), "{what}: {notes}");
    }
}

#[test]
fn a_text_takes_other_files_in() {
    let folder = Folder::of(&[
        ("SUMMARY.md", "- [A](a.md)\n"),
        (
            "a.md",
            "# A\n\n```rust\n{{#include x.rs:2}}\n```\n\n{{#include y.md}}\n\n{{#include none.md}}\n\n\\{{#include y.md}}\n",
        ),
        ("x.rs", "fn a() {}\nfn b() {}\n"),
        ("y.md", "Taken {{#include y.md}}\n"),
    ]);
    let imported = folder.read().unwrap();
    let [code, taken, none, escaped] = &imported.sections[0].blocks[..] else {
        panic!("{:?}", imported.sections[0].blocks)
    };
    assert_eq!(code.text(), "fn b() {}\n");
    assert_eq!(taken.text(), "Taken {{#include y.md}}\n");
    assert_eq!(none.text(), "{{#include none.md}}\n");
    assert_eq!(escaped.text(), "{{#include y.md}}\n");
    assert!(notes(&imported)[0].contains("none.md"));
}

#[test]
fn questions_of_our_own_stand_where_they_are_marked() {
    let toml = "[[group]]\nid = \"g\"\nintroduction = \"Both.\"\n\n[[question]]\nid = \"one\"\nkind = \"true-false\"\n\
                prompt = \"Is it?\"\ncorrect = true\ngroup = \"g\"\n\n[[question]]\nid = \"two\"\nkind = \"open\"\n\
                prompt = \"Why? ![x](p.png)\"\ngroup = \"g\"\n";
    let folder = Folder::of(&[
        ("10-b.md", "# B\n\nText.\n"),
        (
            "9-a.md",
            "# A\n\nText.\n\n{{question one}}\n\n## C\n\n{{question none}}\n\nMore.\n",
        ),
        ("9-a.toml", toml),
    ]);
    let imported = folder.read().unwrap();
    assert_eq!(
        contents(&imported),
        [(1, "A".into()), (2, "C".into()), (1, "B".into())]
    );
    let [a, c, b] = &imported.sections[..] else {
        panic!()
    };
    assert!(matches!(&a.blocks[1], Block::Question(id) if id.as_str() == "one"));
    assert_eq!(a.questions[0].kind, Kind::TrueFalse { correct: true });
    let group = a.group_of(&a.questions[0]).unwrap();
    assert_eq!(words(&group.introduction), "Both.");
    assert_eq!(c.questions[0].id.as_str(), "two");
    assert!(c.group_of(&c.questions[0]).is_some());
    assert_eq!(b.questions, []);
    assert!(notes(&imported).join("\n").contains("none"));
    let ours = Folder::of(&[("course.toml", "format = 1"), ("a.md", "x")]);
    assert!(ours.read().unwrap_err().what.contains("already"));
}

#[test]
fn html_in_markdown_is_read() {
    let imported = read(
        "# T\n\n<table><caption>C</caption><tr><th>a</th></tr><tr><td>b</td></tr></table>\n\n<!-- no -->\n\n<div>\n\n*Inside*\n\n</div>\n",
    );
    let blocks = &imported.sections[0].blocks;
    let [Block::Table(table), Block::Paragraph(inside)] = &blocks[..] else {
        panic!("{blocks:?}")
    };
    assert_eq!((table.caption.len(), table.rows.len()), (1, 1));
    assert!(inside[0].face.emphasis);
}

#[test]
fn only_markdown_is_taken_for_it() {
    for (name, bytes, expected) in [
        ("a.md", &b"word"[..], true),
        ("a.md", b"caf\xe9", true),
        (
            "a.md",
            b"Q: \x1b[31mred\x1b[0m?\nA: \x1b]52;c;Z\x07no\n",
            true,
        ),
        ("a.md", b"", false),
        ("a.md", b" \n\n", false),
        ("a.md", b"%PDF-1.7", false),
        ("a.md", b"PK\x03\x04 and so on", false),
        ("a.md", b"<!doctype html><p>x", false),
        ("a.md", b"\0\x01\x02\x03\x04\x05\x06\x07\x08ab", false),
        ("-", b"# Title\n\nText", true),
        ("-", b"Q: a\nA: b", true),
        ("a.txt", b"# Title\nText", false),
        ("a.txt", b"plain words", false),
    ] {
        assert_eq!(
            markdown::knows(&input(name, bytes)),
            expected,
            "{name}: {bytes:?}"
        );
    }
    for bytes in [
        &b""[..],
        b"\n",
        b"---\ntitle: x\n---\n",
        b"<!-- x -->",
        b"# Title",
    ] {
        let refusal = markdown::read(&input("a.md", bytes)).unwrap_err();
        assert!(refusal.what.contains("no text"), "{}", refusal.what);
    }
}

#[test]
fn line_ends_and_encodings_make_no_difference() {
    let text = "---\ntitle: T\n---\n# A\n\nb\n\nQ: c\nA: d\n\n```\ne\nf\n```\n";
    let unix = read(text);
    assert_eq!(read(text.replace('\n', "\r\n")), unix);
    assert_eq!(read(text.replace('\n', "\r")), unix);
    let western = read(b"# Caf\xe9\n\nth\xe9\n");
    assert_eq!(
        (&*western.course.title, words(&western.sections[0].blocks)),
        ("Café", "thé".into())
    );
    assert!(notes(&western)[0].contains("Windows-1252"));
}

#[test]
fn hostile_texts_are_clean_and_quick() {
    let start = Instant::now();
    let long = "word ".repeat(2_000_000);
    let texts = [
        "Q: \u{1b}[31mred\u{1b}[0m?\nA: \u{1b}]52;c;ZXZpbA==\u{7}clipboard\0\u{202e}x\n".to_owned(),
        long.clone(),
        format!("Q: {long}\nA: {long}"),
        format!("C: {}", "[x] ".repeat(50_000)),
        format!("C: {}", "[".repeat(1_000_000)),
        "Q: x\n".repeat(200_000),
        "# x\n".repeat(5_000),
        "> ".repeat(100_000),
        "{{#quiz x}} ".repeat(2_000),
        "---\n".repeat(100_000),
        "<div>".repeat(100_000),
        "[a](b.md) ".repeat(20_000),
    ];
    for text in &texts {
        if let Ok(imported) = markdown::read(&input("\u{1b}[2J.md", text.as_bytes())) {
            let all = format!("{:?}", imported.course) + &format!("{:?}", imported.notes);
            let some: Vec<_> = imported.sections.iter().take(3).collect();
            let all = all + &format!("{some:?}");
            for sign in ["\\u{1b}", "\\u{7}", "\\0", "\\u{202e}"] {
                assert!(!all.contains(sign), "{sign} in {:?}", text.get(..20));
            }
        }
    }
    assert!(
        start.elapsed() < Duration::from_secs(60),
        "{:?}",
        start.elapsed()
    );
    let lost = Folder::of(&[
        ("SUMMARY.md", "[x](../../etc/passwd.md)\n[y](y.md)\n"),
        ("y.md", "![p](../../p.png) [q](/etc/passwd)\n"),
    ]);
    let imported = lost.read().unwrap();
    assert_eq!(imported.pictures, []);
    assert_eq!(imported.sections.len(), 1);
}

/// How often each word comes, in small letters.
fn bag(texts: &[String]) -> HashMap<String, usize> {
    let mut bag = HashMap::new();
    for text in texts {
        for word in text
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
        {
            *bag.entry(word.to_lowercase()).or_default() += 1;
        }
    }
    bag
}

/// All that a course says, its keys and its notes.
fn said(imported: &Imported) -> Vec<String> {
    let mut texts = vec![imported.course.title.to_string()];
    texts.extend(notes(imported));
    texts.extend(imported.course.sections.iter().map(Heading::full_title));
    texts.extend(imported.sections.iter().flat_map(section));
    texts
}

fn section(section: &Section) -> Vec<String> {
    let mut texts: Vec<_> = blocks_of(section).map(Block::text).collect();
    for question in &section.questions {
        if let Kind::Gaps(gaps) = &question.kind {
            texts.extend(gaps.gaps.iter().map(recto::course::question::Gap::right));
        }
    }
    texts
}

#[test]
fn real_cards_keep_their_words() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/fixtures");
    let Ok(entries) = folder.join("markdown-cards").read_dir() else {
        eprintln!("skipped: there are no ../shared/fixtures");
        return;
    };
    for path in entries.map(|entry| entry.unwrap().path()) {
        let bytes = fs::read(&path).unwrap();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let input = input(&name, &bytes);
        assert_eq!(
            format::sniff(&input).map(|format| format.name),
            Some("markdown"),
            "{name}"
        );
        let imported = markdown::read(&input).unwrap();
        let found = bag(&said(&imported));
        // Tags, addresses and TeX are no words of it.
        let mut text = String::from_utf8(bytes).unwrap();
        for (open, close) in [("<", ">"), ("](", ")"), ("$$", "$$"), ("$", "$")] {
            while let Some(at) = text.find(open) {
                let behind = at + open.len();
                let end = text[behind..]
                    .find(close)
                    .map_or(text.len(), |end| behind + end + close.len());
                text.replace_range(at..end, " ");
            }
        }
        let lines = text.lines().map(|line| {
            let is_sign = ["Q:", "A:", "C:"].iter().any(|sign| line.starts_with(sign));
            let fence = line.starts_with("```");
            if fence {
                String::new()
            } else {
                line[if is_sign { 2 } else { 0 }..].to_owned()
            }
        });
        let wanted = bag(&lines.collect::<Vec<_>>());
        let lost: Vec<_> = wanted
            .iter()
            .filter(|(word, n)| found.get(*word).copied().unwrap_or(0) < **n)
            .collect();
        assert!(lost.is_empty(), "{name}: {lost:?}");
        let n: usize = imported
            .sections
            .iter()
            .map(|section| section.questions.len())
            .sum();
        let expected = match &*name {
            "hashcards_French.md" => 1,
            "hashcards_Geography.md" => 2,
            "hashcards_Math.md" => 6,
            _ => 0,
        };
        assert_eq!(n, expected, "{name}");
    }
    let hostile = fs::read(folder.join("hostile/esc-cards.md")).unwrap();
    let imported = read(hostile);
    assert_eq!(imported.sections[0].questions.len(), 1);
}

fn any_line() -> impl Strategy<Value = String> {
    let words = "[a-z]{1,6}( [a-z]{1,6}){0,4}[.?]?";
    prop_oneof![
        4 => words.prop_map(|words| words),
        3 => Just(String::new()),
        1 => ("#{1,4}", words).prop_map(|(marks, words)| format!("{marks} {words}")),
        1 => words.prop_map(|words| format!("- {words}")),
        1 => words.prop_map(|words| format!("Q: {words}")),
        1 => words.prop_map(|words| format!("A: {words}")),
        1 => ("[a-z]{1,5}", words).prop_map(|(gap, words)| format!("C: {words} [{gap}]")),
        1 => Just("---".to_owned()),
        1 => words.prop_map(|words| format!("<p>{words}</p>")),
        1 => words.prop_map(|words| format!("> {words}")),
        1 => words.prop_map(|words| format!("[{words}](other.md)")),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn no_word_is_lost(lines in proptest::collection::vec(any_line(), 1..30)) {
        let text = format!("start here\n\n{}\n", lines.join("\n"));
        let imported = read(&text);
        let found = bag(&said(&imported));
        let visible: Vec<_> = lines
            .iter()
            .map(|line| {
                let line = line.replace("<p>", "").replace("</p>", "").replace("](other.md)", "");
                let sign = ["Q: ", "A: ", "C: "].iter().find(|sign| line.starts_with(**sign));
                line[sign.map_or(0, |sign| sign.len())..].to_owned()
            })
            .collect();
        for (word, n) in bag(&visible) {
            let there = found.get(&word).copied().unwrap_or(0);
            prop_assert!(there >= n, "{word}: {there} of {n} in {text}");
        }
    }

    #[test]
    fn anything_can_be_read(text in "(Q: |A: |C: |\\[|\\]|# |---\n|\\{\\{question x\\}\\}|\\PC|\n|<b|\\$){0,80}") {
        markdown::read(&input("x.md", text.as_bytes())).ok();
    }
}

#[test]
fn questions_are_told_by_their_headings() {
    let imported = read(
        "# Bread\n\n## Dough\n\nMix it. See [below](#saq-2).\n\n### Activity 1 Knead\n\n*10 minutes*\n\nPush.\n\n- one\n\n\
         #### Discussion\n\nIt resists.\n\n### Rest\n\nWait.\n\n### SAQ 2\n\nWhy?\n\n**Answer**\n\nIt rises.\n\n\
         **Author's reflection**\n\nI forgot.\n\n### Question 3\n\nMore text.\n",
    );
    let [section] = &imported.sections[..] else {
        panic!("{:?}", imported.course.sections)
    };
    let kinds: Vec<_> = section.blocks.iter().map(std::mem::discriminant).collect();
    assert_eq!(kinds.len(), 7, "{:?}", section.blocks);
    let [activity, saq] = &section.questions[..] else {
        panic!("{:?}", section.questions)
    };
    assert_eq!(activity.title.as_deref(), Some("Activity 1 Knead"));
    assert_eq!(
        (&activity.kind, activity.minutes),
        (&Kind::Activity, Some(10))
    );
    assert_eq!(words(&activity.prompt), "Push. / one");
    assert_eq!(words(&activity.discussion), "It resists.");
    assert!(matches!(saq.kind, Kind::Open { .. }));
    assert_eq!(words(&saq.answer), "It rises.");
    assert_eq!(words(&saq.reflection), "I forgot.");
    let told = notes(&imported).join("\n");
    assert!(
        told.contains("“Activity 1 Knead”, “SAQ 2”") && !told.contains("Question 3"),
        "{told}"
    );
}
