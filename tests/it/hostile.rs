//! Hostile courses: huge, deep, torn, random. Reading them never panics, never hangs (a cost that
//! grows with the square would take minutes here), and loses no word.

use std::fs;

use proptest::prelude::*;
use recto::course::block::Block;
use recto::course::passage;
use recto::course::{Course, Section};
use recto::markup::markdown;
use recto::store::source::Source;
use recto::store::{check, course_file};
use unicode_normalization::UnicodeNormalization;

/// All words of a text, joined.
fn words(text: &markdown::Text) -> String {
    let notes = text.footnotes.iter().flat_map(|note| &note.blocks);
    text.blocks.iter().chain(notes).map(Block::text).collect()
}

fn depth(block: &Block) -> usize {
    1 + block.children().map(depth).max().unwrap_or(0)
}

/// A course of one section with these files.
fn course_of(text: &[u8], questions: &[u8]) -> (tempfile::TempDir, Source, Course) {
    let folder = tempfile::tempdir().expect("there is room for a small folder");
    let course = "format = 1\ntitle = \"T\"\n[[section]]\nnumber = \"1\"\ntitle = \"A\"\n";
    for (name, bytes) in [
        ("course.toml", course.as_bytes()),
        ("1-a.md", text),
        ("1-a.toml", questions),
    ] {
        fs::write(folder.path().join(name), bytes).expect("there is room for a small file");
    }
    let source = Source::Folder(folder.path().to_owned());
    let (course, problems) = course_file::course(&source).expect("it is well formed");
    assert_eq!(problems, []);
    (folder, source, course)
}

fn section_of(questions: &str) -> (Section, Vec<String>) {
    let (_folder, source, course) = course_of(b"Text.", questions.as_bytes());
    let (section, problems) = course_file::section(&source, &course, 0);
    (section, problems.iter().map(ToString::to_string).collect())
}

#[test]
fn deep_nesting_is_laid_flat() {
    for marker in ["> ", "- ", "1. ", "> - ", "+ - ", ">"] {
        let deep = format!("{}words", marker.repeat(10_000));
        for text in [
            &deep,
            &format!("{deep}{}", "\nlazy".repeat(20_000)),
            &format!("{deep}{}", "\n".repeat(20_000)),
        ] {
            let read = markdown::read(text, "a.md");
            assert!(words(&read).contains("words"), "{marker:?}");
            assert!(
                read.blocks.iter().map(depth).max() <= Some(70),
                "{marker:?}"
            );
            assert_eq!(read.problems.len(), 1, "{marker:?}");
            assert!(
                read.problems[0].what.starts_with("more than 64"),
                "{marker:?}"
            );
        }
    }
    let stairs: Vec<_> = (0..2000)
        .map(|n| format!("{}- w{n}", "  ".repeat(n)))
        .collect();
    let stairs = stairs.join(
        "
",
    );
    let read = markdown::read(&stairs, "a.md");
    let words = words(&read);
    assert!((0..2000).all(|n| words.contains(&format!("w{n}"))));
}

#[test]
fn huge_texts_are_read() {
    let paragraph = "word ".repeat(2_000_000);
    let read = markdown::read(&paragraph, "a.md");
    assert_eq!((read.blocks.len(), read.problems.len()), (1, 0));
    assert_eq!(words(&read).len(), paragraph.len());

    let table = format!("| a | b |\n|---|---|\n{}", "| c | *d* |\n".repeat(100_000));
    let read = markdown::read(&table, "a.md");
    let [Block::Table(table)] = &read.blocks[..] else {
        panic!("not a table")
    };
    assert_eq!(table.rows.len(), 100_000);
    assert_eq!(read.problems, []);
}

#[test]
fn rows_of_openings_are_read() {
    for opening in [
        "[",
        "![",
        "[^a",
        "](term:",
        "{{question ",
        "<b>",
        "<!--",
        "`",
        "$",
        "*a ",
        "~a",
        "^a",
        "&",
        "\\",
        "<a ",
        "[a](",
        "![a](b \"c",
        "|",
        "[a][b] ",
        "\u{1b}[",
        "\0",
        "\u{202e}",
        "e\u{301}",
        "茶",
    ] {
        let text = opening.repeat(20_000);
        let read = markdown::read(&text, "a.md");
        assert!(read.problems.len() <= 501, "{opening:?}");
        let lines = format!("{opening}\n").repeat(20_000);
        markdown::read(&lines, "a.md");
        markdown::inline(&text);
    }
}

#[test]
fn a_torn_file_keeps_the_questions_that_read() {
    let good = |id: &str| {
        format!("[[question]]\nid = \"{id}\"\nkind = \"activity\"\nprompt = \"{id}?\"\n")
    };
    let torn = "[[question]]\nid = \"torn\"\nprompt = \"\"\"never closed\n";
    let (section, problems) = section_of(
        &[
            &good("a"),
            torn,
            &good("b"),
            "[[group]]\nid = \n",
            &good("c"),
        ]
        .concat(),
    );
    let ids: Vec<_> = section
        .questions
        .iter()
        .map(|question| question.id.as_str())
        .collect();
    assert_eq!(ids, ["a", "b", "c"]);
    assert_eq!(problems.len(), 2);
    assert!(
        problems[0].starts_with("1-a.toml:7:24: this is not TOML: "),
        "{}",
        problems[0]
    );
    assert!(
        problems[0].ends_with("this [[question]] is left out"),
        "{}",
        problems[0]
    );
    assert!(
        problems[1].starts_with("1-a.toml:13:4: "),
        "{}",
        problems[1]
    );
    assert_eq!(section.questions[1].place.line, 8);
}

#[test]
fn a_file_may_be_one_line() {
    let start = "word ".repeat(1_000_000);
    let question = |n| {
        format!(", {{ id = 'q{n}', kind = 'activity', prompt = '[a](#b)', feedback = '[c](#d)' }}")
    };
    let more: String = (0..10_000).map(question).collect();
    let (section, problems) = section_of(&format!(
        "question = [{{ id = 'a', kind = 'activity', prompt = '{start}' }}{more}]"
    ));
    assert_eq!((section.questions.len(), problems.len()), (10_001, 0));
    assert!(section.questions[10_000].place.column > start.len());
}

#[test]
fn control_characters_cost_no_question() {
    let (section, problems) =
        section_of("[[question]]\nid = \"a\"\nkind = \"activity\"\nprompt = \"x\u{1b}[2Jy\"\n");
    assert_eq!(section.questions.len(), 1);
    assert_eq!(
        problems,
        ["1-a.toml:4:12: an unseen control character (U+001B); take it out; it is not shown"]
    );
}

#[test]
fn a_course_that_cannot_be_read_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let source = Source::Folder(folder.path().to_owned());
    let path = folder.path().join("course.toml");
    let missing = course_file::course(&source).unwrap_err();
    assert!(matches!(missing, course_file::CannotRead::Missing(_)));
    assert!(
        missing
            .to_string()
            .starts_with("course.toml: there is no such file; ")
    );

    fs::write(
        &path,
        "format = 7\ntitle = \"From the future\"\n[[chapter]]\n",
    )
    .unwrap();
    let newer = course_file::course(&source).unwrap_err();
    assert!(matches!(newer, course_file::CannotRead::Newer(_)));
    assert!(
        newer
            .to_string()
            .contains("format 7, newer than this Recto; update Recto")
    );

    fs::write(&path, "title = \"Torn").unwrap();
    let broken = course_file::course(&source).unwrap_err();
    assert!(matches!(broken, course_file::CannotRead::Broken(_)));

    fs::write(
        &path,
        "format = 1\ntitle = \"Torn\n[[section]]\ntitle = \"Still here\"\n",
    )
    .unwrap();
    let (course, problems) = course_file::course(&source).unwrap();
    assert_eq!(course.sections.len(), 1);
    assert_eq!(problems.len(), 2, "{problems:?}");
}

#[test]
fn a_course_cannot_lead_out_of_its_folder() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("course");
    fs::create_dir(&folder).unwrap();
    fs::write(home.path().join("secret.md"), "secret words").unwrap();
    for file in ["../secret", "/etc/passwd", "a/../../secret", "..\\secret"] {
        let course =
            format!("format = 1\ntitle = \"T\"\n[[section]]\ntitle = \"A\"\nfile = '{file}'\n");
        fs::write(folder.join("course.toml"), course).unwrap();
        let source = Source::Folder(folder.clone());
        let (course, problems) = course_file::course(&source).unwrap();
        assert_eq!(course.sections[0].file, "a", "{file}");
        assert_eq!(problems.len(), 1, "{file}");
        assert_eq!(course_file::section(&source, &course, 0).0.blocks, []);
    }
}

#[test]
fn many_sections_with_one_name_are_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    let course = format!(
        "format = 1\ntitle = \"T\"\n{}",
        "[[section]]\ntitle = \"A\"\n".repeat(20_000)
    );
    fs::write(folder.path().join("course.toml"), course).unwrap();
    let (course, problems) =
        course_file::course(&Source::Folder(folder.path().to_owned())).unwrap();
    let ids: std::collections::HashSet<_> =
        course.sections.iter().map(|heading| &heading.id).collect();
    assert_eq!(ids.len(), 20_000);
    assert_eq!(problems.len(), 501);
}

fn markup() -> impl Strategy<Value = String> {
    let starts = prop::sample::select(vec![
        "",
        "",
        "",
        "> ",
        ">",
        "- ",
        "1. ",
        "  ",
        "    ",
        "\t",
        ": ",
        "## ",
        "# ",
        "| ",
        "[^1]: ",
        "> [!NOTE] ",
        "> [!X]\n> ",
        "Table: ",
        "> — ",
        "- [ ] ",
        "* * *\n",
        "$$\n",
        "```\n",
        "|-|\n",
        "\n",
        "{{question a}}\n",
        "<div>\n",
        "{{",
    ]);
    let middles = prop::sample::select(vec![
        " ",
        "*",
        "**",
        "_",
        "~~",
        "^",
        "~",
        "`",
        "$",
        "[",
        "](#a)",
        "[^1]",
        "![",
        "\\",
        "<b>",
        "&amp;",
        "|",
        "  \n",
        "\n",
        "茶",
        "\u{301}",
        "{{question a}}",
    ]);
    prop::collection::vec((starts, middles), 1..20).prop_map(|pieces| {
        let pieces = pieces.into_iter().enumerate();
        let lines = pieces.map(|(n, (start, middle))| format!("{start}w{n}x{middle}v{n}x\n"));
        lines.collect::<Vec<_>>().concat()
    })
}

proptest! {
    #[test]
    fn no_word_is_lost(text in markup()) {
        let read = markdown::read(&text, "a.md");
        // Formulas raise and lower letters.
        let found: String = words(&read).nfkd().collect();
        // Beyond the last column of a table the parser drops what there is; that is reported.
        let is_cut = read.problems.iter().any(|problem| problem.what.contains("cells in a table"));
        if !is_cut {
            for word in text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| word.ends_with('x')) {
                prop_assert!(found.contains(word), "{word} of {text:?} is not in {:?}", read.blocks);
            }
        }
    }

    #[test]
    fn any_bytes_are_a_section(text in prop::collection::vec(any::<u8>(), 0..200), questions in "[\\[\\]a-z=\"'\n#.{},0-9\u{0}-\u{1f}]{0,200}") {
        let (_folder, source, course) = course_of(&text, questions.as_bytes());
        let (section, _) = course_file::section(&source, &course, 0);
        passage::find(&section, "a");
        check::check_source(&source).expect("its course.toml is well formed");
    }

    #[test]
    fn any_text_is_markdown(text in "\\PC*") {
        let read = markdown::read(&text, "a.md");
        prop_assert!(read.blocks.iter().map(depth).max() <= Some(70));
        markdown::fragment(&text);
        markdown::inline(&text);
    }
}

#[test]
fn a_link_may_hold_the_place_of_a_question() {
    for inside in ["![x](y)", "b\\\nc", "b  \nc", "*b*"] {
        let text = format!("[a\n{{{{question q}}}}\n{inside}](#c)");
        let read = markdown::read(&text, "a.md");
        assert!(matches!(read.blocks[1], Block::Question(_)), "{inside:?}");
    }
}
