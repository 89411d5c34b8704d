//! The text of web pages, as it is copied, comes in.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use proptest::prelude::*;
use recto::course::block::Block;
use recto::course::check::blocks_of;
use recto::course::question::Kind;
use recto::import::{Imported, Input, format, page_text};

const DOUGH: &str = include_str!("../fixtures/page-text/2.1-dough.txt");

fn read(text: &[u8]) -> Imported {
    page_text::read(&Input::File {
        name: "page.txt",
        bytes: text,
    })
    .unwrap()
}

fn words_in(blocks: &[Block]) -> String {
    let text: String = blocks.iter().map(Block::text).collect();
    text.trim().replace('\n', " / ")
}

/// How often each word comes, in small letters.
fn bag<'w>(texts: impl IntoIterator<Item = &'w str>) -> HashMap<String, usize> {
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

/// All that a course says, and all that its notes do.
fn all_words(imported: &Imported) -> HashMap<String, usize> {
    let mut texts = vec![imported.course.title.to_string()];
    texts.extend(imported.notes.iter().map(|note| note.what.to_string()));
    texts.extend(
        imported
            .course
            .sections
            .iter()
            .map(recto::course::Heading::full_title),
    );
    for section in &imported.sections {
        texts.extend(blocks_of(section).map(Block::text));
        texts.extend(
            section
                .groups
                .iter()
                .filter_map(|group| Some(group.title.as_ref()?.to_string())),
        );
        for question in &section.questions {
            let names = [&question.title, &question.label];
            texts.extend(names.into_iter().flatten().map(ToString::to_string));
        }
    }
    bag(texts.iter().map(String::as_str))
}

#[test]
fn a_page_has_its_parts_in_their_places() {
    let imported = read(DOUGH.as_bytes());
    assert_eq!(&*imported.course.title, "Why bread rises");
    let titles: Vec<_> = imported
        .course
        .sections
        .iter()
        .map(recto::course::Heading::full_title)
        .collect();
    assert_eq!(titles, ["2.1 Dough", "2.2 Ovens"]);
    let dough = &imported.sections[0];
    assert!(
        matches!(&dough.blocks[1], Block::List { start: None, items } if items.len() == 3 && items[1].len() == 2)
    );
    assert!(
        dough.blocks.iter().any(
            |block| matches!(block, Block::List { start: Some(1), items } if items.len() == 2)
        )
    );
    let table = dough.blocks.iter().find_map(|block| match block {
        Block::Table(table) => Some(table),
        _ => None,
    });
    assert_eq!(
        (table.unwrap().header.len(), table.unwrap().rows.len()),
        (2, 2)
    );

    let [activity, salt, sugar] = &dough.questions[..] else {
        panic!("{:#?}", dough.questions);
    };
    assert_eq!(
        (activity.id.as_str(), activity.minutes),
        ("activity-1-your-own-dough", Some(10))
    );
    assert_eq!(activity.kind, Kind::Activity);
    assert!(words_in(&activity.prompt).ends_with("What happens?"));
    assert!(words_in(&activity.discussion).starts_with("It springs back"));
    assert_eq!(words_in(&activity.reflection), "I always press too early.");
    assert_eq!(salt.label.as_deref(), Some("a"));
    assert_eq!(
        words_in(&salt.answer),
        "It tightens the dough. / Too much of it slows the yeast."
    );
    assert_eq!(
        (words_in(&sugar.prompt), words_in(&sugar.answer)),
        ("sugar".into(), "It feeds the yeast.".into())
    );
    let group = dough.group_of(sugar).unwrap();
    assert_eq!(
        group.title.as_deref(),
        Some("SAQ 2 (tests Learning Outcome 1)")
    );
    assert_eq!(words_in(&group.introduction), "Say of each what it does:");

    let ovens = &imported.sections[1];
    assert_eq!(ovens.questions.len(), 2);
    assert_eq!(
        words_in(&ovens.questions[1].answer),
        "It keeps the outside soft while the loaf grows."
    );
    let places: Vec<_> = ovens
        .blocks
        .iter()
        .map(|block| matches!(block, Block::Question(_)))
        .collect();
    assert_eq!(places, [false, true, true]);
    let notes: Vec<_> = imported.notes.iter().map(|note| &*note.what).collect();
    for what in [
        "lines of the web page",
        "discussion begins was guessed",
        "letters a, b were put together",
    ] {
        assert!(notes.iter().any(|note| note.contains(what)), "{notes:#?}");
    }
}

#[test]
fn pages_of_a_folder_are_one_course() {
    struct Pages(Vec<String>);
    impl recto::import::Files for Pages {
        fn names(&self) -> &[String] {
            &self.0
        }
        fn read(&self, name: &str) -> Result<std::borrow::Cow<'_, [u8]>, String> {
            let number = name.trim_end_matches(".txt");
            Ok(
                format!("Bread\nBread\n\n{number} Part\n\nThis is part {number} of it.\n")
                    .into_bytes()
                    .into(),
            )
        }
    }
    let files = Pages(
        ["1.10.txt", "1.2.txt", "1.9.txt"]
            .map(str::to_owned)
            .to_vec(),
    );
    let input = Input::Files {
        name: "bread",
        files: &files,
    };
    assert_eq!(
        format::sniff(&input).map(|format| format.name),
        Some("text")
    );
    let imported = page_text::read(&input).unwrap();
    let numbers: Vec<_> = imported
        .course
        .sections
        .iter()
        .filter_map(|heading| heading.number.as_deref())
        .collect();
    assert_eq!(numbers, ["1.2", "1.9", "1.10"]);
}

#[test]
fn only_prose_is_taken_for_text() {
    for (bytes, expected) in [
        (&b"Bread is made of flour."[..], true),
        (b"caf\xe9 au lait is good.", true),
        (b"{\"a\": \"some more words\"}", false),
        (b"\0\x01\x02\x03 some more words", false),
        (b"", false),
        (b"12 13 14\n15 16 17", false),
        (
            b"root:x:0:0:root of all:/root\nnet:x:1:1:who minds the net:/",
            false,
        ),
        (b"Which of these is a team? {=one ~other}", false),
        (
            b"What is a team?\nA. One.\nB. Two of them meet.\nANSWER: A",
            false,
        ),
    ] {
        assert_eq!(
            page_text::knows(&Input::File {
                name: "x.txt",
                bytes
            }),
            expected,
            "{bytes:?}"
        );
    }
    assert!(
        page_text::read(&Input::File {
            name: "x",
            bytes: b"Skip to content\n\nNext\n"
        })
        .is_err()
    );
}

/// The page that this project began with, where it is at hand, and others like it.
#[test]
fn real_pages_keep_their_words() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/fixtures/web-text");
    let Ok(entries) = folder.read_dir() else {
        eprintln!("skipped: there are no ../shared/fixtures");
        return;
    };
    for path in entries.map(|entry| entry.unwrap().path()) {
        let text = fs::read_to_string(&path).unwrap();
        let imported = read(text.as_bytes());
        let mut found = all_words(&imported);
        // The name of the course stands there twice.
        for (word, n) in bag([&*imported.course.title]) {
            *found.entry(word).or_default() += n;
        }
        // Lines of the page are named by their starts; labels are known by what they did.
        let notes: String = imported
            .notes
            .iter()
            .map(|note| note.what.to_string())
            .collect();
        let start = |line: &str| line.trim().chars().take(30).collect::<String>();
        let shown = text.lines().filter(|line| {
            !is_label(line.trim()) && (line.trim().is_empty() || !notes.contains(&start(line)))
        });
        // An item has its number from its place in the list, a part its letter from its label.
        let wanted = bag(shown.map(|line| without_mark(line.trim())));
        let lost: usize = wanted
            .iter()
            .map(|(word, n)| n.saturating_sub(found.get(word).copied().unwrap_or(0)))
            .sum();
        let all: usize = wanted.values().sum();
        assert_eq!(lost, 0, "{}: {lost} of {all}", path.display());
        if path.ends_with("how-teams-work-1.4.txt") {
            let [section] = &imported.sections[..] else {
                panic!()
            };
            assert_eq!(&*section.title, "1.4 Communities of practice");
            let [activity, one, two] = &section.questions[..] else {
                panic!()
            };
            assert!(!activity.discussion.is_empty() && !activity.reflection.is_empty());
            assert!(
                [one, two]
                    .iter()
                    .all(|part| !part.answer.is_empty() && part.group == one.group)
            );
        }
    }
}

/// A line without what numbers it.
fn without_mark(line: &str) -> &str {
    let line = line.trim_start_matches(['•', ' ']);
    let end = line.find([')', '.']).filter(|end| *end <= 3);
    end.map_or(line, |end| &line[end + 1..])
}

fn is_label(line: &str) -> bool {
    ["Answer", "Discussion", "Comment", "Author’s reflection"].contains(&line)
}

fn any_line() -> impl Strategy<Value = String> {
    let words = "[a-z]{1,6}( [a-z]{1,6}){0,4}[.?]?";
    prop_oneof![
        4 => words.prop_map(|words| words),
        2 => Just(String::new()),
        1 => words.prop_map(|words| format!("  • {words}")),
        1 => words.prop_map(|words| format!("      • {words}")),
        1 => ("[abc]", words).prop_map(|(letter, words)| format!("  • {letter}.{words}")),
        1 => ("[1-9]", words).prop_map(|(number, words)| format!("{number}. {words}")),
        1 => ("[1-3]", words).prop_map(|(number, words)| format!("Activity {number} About {words}")),
        1 => ("[1-3]", words).prop_map(|(number, words)| format!("1.{number} About {words}")),
        1 => prop_oneof![Just("Answer"), Just("Discussion"), Just("Author’s reflection")].prop_map(str::to_owned),
        1 => words.prop_map(|words| words.replace(' ', "\t")),
        1 => Just("\u{1b}[31m red \u{202e}".to_owned()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn no_word_is_lost(lines in proptest::collection::vec(any_line(), 1..40)) {
        let text = format!("1.1 Words\n\n{}", lines.join("\n"));
        let imported = read(text.as_bytes());
        let found = all_words(&imported);
        for line in &lines {
            // A mark that became the number of an item, or colour, is no word.
            if is_label(line) || line.contains('\u{1b}') {
                continue;
            }
            let line = line.trim_start_matches([' ', '•']);
            let wanted = bag([line.split_once('.').map_or(line, |(mark, rest)| if mark.len() == 1 { rest } else { line })]);
            for word in wanted.keys() {
                prop_assert!(found.contains_key(word), "{word} of {line:?}\n{text}");
            }
        }
    }
}

#[test]
fn a_page_for_a_printer_is_a_whole_course() {
    let imported = read(
        b"Skip to main content\nPrintable page generated Friday, 19 April 2024, 4:19 AM\n\
          Use 'Print preview' to check the number of pages and printer settings.\n\
          Print functionality varies between browsers.\n\
          Unless otherwise stated, copyright \xc2\xa9 2024 The mill, all rights reserved.\n\n\
          How bread rises\n\nIntroduction\n\nIt is old.\n\n1 Dough\n\nIt is flour.\n\n1.1 Water\n\nIt is wet.\n\n\
          Self-assessment question 1\n\nWhy?\n\nAnswer\n\nIt binds.\n\n2 Oven\n\nIt is hot.\n",
    );
    assert_eq!(&*imported.course.title, "How bread rises");
    let sections = imported.course.sections.iter();
    let titles: Vec<_> = sections
        .map(|section| (section.level, section.full_title()))
        .collect();
    let expected = [
        (1, "Introduction"),
        (1, "1 Dough"),
        (2, "1.1 Water"),
        (1, "2 Oven"),
    ];
    assert_eq!(
        titles,
        expected.map(|(level, title)| (level, title.to_owned()))
    );
    let question = &imported.sections[2].questions[0];
    assert_eq!(words_in(&question.answer), "It binds.");
}
