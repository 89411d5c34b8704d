//! Two readers of a course's contents, a quick one and a thorough one, find the same.

use proptest::prelude::*;
use recto::store::course_file;
use recto::store::source::Source;

fn line() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => "(number|title|id|file) = \"[a-z0-9. é-]{0,8}\"",
        2 => "level = [0-9]{1,2}",
        1 => "(number|title|id|file) = [1-9][0-9]?",
        1 => "(number|title|file) = '[a-z\"]{0,4}'",
        1 => "title = \"[a-z\\\\\"#]{0,5}\"",
        1 => " *title *= *\"[a-z]{0,3}\" *(# ?[a-z]*)?",
        1 => "titel = \"[a-z]{0,4}\"",
        1 => "title = \"\"\"\n[a-z]{0,3}\n\"\"\"",
        1 => "file = \"\\.\\./[a-z]{0,3}\"",
        1 => Just("# a remark".to_owned()),
        1 => Just(String::new()),
        1 => Just("[[section.part]]".to_owned()),
        1 => Just("nonsense".to_owned()),
    ]
}

/// A `course.toml`: mostly right, and now and then not.
fn file() -> impl Strategy<Value = String> {
    let head = prop_oneof![
        6 => Just("format = 1\ntitle = \"T\"\n"),
        1 => Just("format = 1\n"),
        1 => Just("format = 1\ntitle = \"T\"\nsection = 3\n"),
        1 => Just("format = 1\ntitle = \"\"\"\n[[section]]\n\"\"\"\n"),
        1 => Just("format = 9\n"),
        1 => Just("title = [\n"),
    ];
    let section = prop::collection::vec(line(), 0..5)
        .prop_map(|lines| format!("[[section]]\n{}\n", lines.join("\n")));
    let other = prop_oneof![
        3 => Just("[[glossary]]\nterm = \"tide\"\ndefinition = \"Water.\"\n".to_owned()),
        1 => Just("[[outcome]]\nid = \"a\"\ntext = \"b\"\n".to_owned()),
        1 => Just("[[exam]]\nid = \"e\"\ntitle = \"E\"\nsections = [\"a\"]\n".to_owned()),
        1 => Just("[[reference]]\ntext = 4\n".to_owned()),
        1 => Just("[other]\nx = 1\n".to_owned()),
    ];
    let part = prop_oneof![6 => section, 1 => other];
    (head, prop::collection::vec(part, 0..7))
        .prop_map(|(head, parts)| format!("{head}{}", parts.concat()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]
    #[test]
    fn both_readers_find_the_same(words in file(), ends in prop::bool::ANY) {
        let words = if ends { words.replace('\n', "\r\n") } else { words };
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("course.toml"), &words).unwrap();
        let source = Source::Folder(folder.path().to_owned());
        let quick = course_file::course(&source);
        let thorough = course_file::load_course(&source)
            .map(|loaded| (loaded.course, loaded.problems));
        prop_assert_eq!(quick, thorough, "{}", words);
    }
}
