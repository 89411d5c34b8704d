//! The courses that come with Recto, and what learners and authors read about it, are spelt as in Britain.
//!
//! The dictionary is Hunspell's; on Debian it is the package `hunspell-en-gb`. Where it is not
//! installed the test is skipped, unless `RECTO_SPELLING` is set, as the gate does.

#![allow(clippy::print_stdout, reason = "what is skipped is there to be read")]

use std::collections::BTreeSet;
use std::path::Path;
use std::{env, fs};

use recto::app::action::ACTIONS;
use recto::markup::markdown;
use spellbook::Dictionary;

use crate::shipped;

/// Where Debian puts it.
const DICTIONARY: &str = "/usr/share/hunspell/en_GB";

/// Names and terms that no dictionary has; each is used, and they are sorted.
const OWN: &str = include_str!("../words.txt");

fn dictionary() -> Option<Dictionary> {
    let read = |end: &str| fs::read_to_string(format!("{DICTIONARY}.{end}")).ok();
    let (Some(aff), Some(dic)) = (read("aff"), read("dic")) else {
        assert!(
            env::var_os("RECTO_SPELLING").is_none(),
            "{DICTIONARY}.dic is missing: install hunspell-en-gb"
        );
        println!("skipped: {DICTIONARY}.dic is missing");
        return None;
    };
    Some(Dictionary::new(&aff, &dic).expect("Debian's dictionary is one"))
}

/// The words of a text, without apostrophes at their ends. What has a digit in it is no word.
fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !(c.is_alphanumeric() || c == '’' || c == '\''))
        .map(|word| word.replace('’', "'"))
        .map(|word| word.trim_matches('\'').to_owned())
        .filter(|word| word.chars().count() > 1 && word.chars().all(|c| !c.is_ascii_digit()))
}

/// Is it a verb in -ize, or a word made of one? The dictionary takes both spellings; we write -ise.
fn is_with_z(word: &str) -> bool {
    const ENDS: [&str; 9] = [
        "ize", "izes", "ized", "izing", "izer", "izers", "izable", "ization", "izations",
    ];
    /// These never had another letter.
    const ALWAYS: [&str; 4] = ["size", "sizing", "prize", "seiz"];
    let word = word.to_lowercase();
    let is_verb = ENDS.iter().any(|end| word.ends_with(end));
    is_verb && !ALWAYS.iter().any(|known| word.contains(known))
}

#[test]
fn verbs_in_ise_are_told_from_others() {
    for wrong in [
        "organize",
        "Organizations",
        "realized",
        "analogizing",
        "recognizable",
    ] {
        assert!(is_with_z(wrong), "{wrong}");
    }
    for right in [
        "organise",
        "size",
        "resized",
        "Prizes",
        "seized",
        "capsizing",
        "horizon",
    ] {
        assert!(!is_with_z(right), "{right}");
    }
}

#[test]
fn words_are_spelt_as_in_britain() {
    let Some(dictionary) = dictionary() else {
        return;
    };
    let own: Vec<&str> = OWN.lines().filter(|line| !line.starts_with('#')).collect();
    assert!(own.is_sorted(), "tests/words.txt is not sorted");
    let mut unused: BTreeSet<&str> = own.iter().copied().collect();
    assert_eq!(unused.len(), own.len(), "tests/words.txt says a word twice");
    let mut texts: Vec<(String, String)> = Vec::new();
    for shipped in shipped::shipped() {
        for (place, blocks) in shipped.texts() {
            let mut text = String::new();
            shipped::push_said(&blocks, &mut text);
            texts.push((place, text));
        }
    }
    for file in ["README.md", "CHANGELOG.md", "quizzes/README.md"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
        let read = markdown::read(&fs::read_to_string(path).unwrap(), file);
        let mut text = String::new();
        shipped::push_said(&read.blocks, &mut text);
        texts.push((file.to_owned(), text));
    }
    let help = ACTIONS.iter().map(|(.., line)| format!("{line}\n"));
    texts.push(("the table of keys".to_owned(), help.collect()));
    let mut unknown: BTreeSet<String> = BTreeSet::new();
    let mut n = 0;
    for (place, text) in &texts {
        for word in words(text) {
            n += 1;
            let bare = word.strip_suffix("'s").unwrap_or(&word);
            if is_with_z(bare) {
                unknown.insert(format!("{word}, where -ise is written  ({place})"));
            }
            if let Some(known) = own.iter().find(|known| **known == bare || **known == word) {
                unused.remove(known);
            } else if !dictionary.check(&word) && !dictionary.check(bare) {
                unknown.insert(format!("{word}  ({place})"));
            }
        }
    }
    println!("{n} words");
    assert!(n > 30_000, "{n} words");
    assert!(unknown.is_empty(), "{unknown:#?}");
    assert!(unused.is_empty(), "no longer used: {unused:?}");
    let known = own.iter().filter(|word| dictionary.check(word));
    let known: Vec<_> = known.collect();
    assert!(known.is_empty(), "the dictionary has these: {known:?}");
}
