//! Who is cited can be looked up, and nothing is copied.

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use super::{shipped, words};

/// Whoever is cited can be looked up, and whoever can be looked up is cited.
#[test]
fn citations_have_their_works() {
    for shipped in shipped() {
        let mut text: String = shipped
            .sections
            .iter()
            .map(|section| words(&section.blocks))
            .collect();
        for section in &shipped.sections {
            for note in &section.footnotes {
                text.push_str(&words(&note.blocks));
            }
        }
        let works: Vec<String> = shipped
            .course
            .references
            .iter()
            .map(|work| recto::study::words::line(&work.text))
            .collect();
        for work in &works {
            let name = work.split([',', '(']).next().unwrap().trim();
            let year = work.split(['(', ')']).nth(1).unwrap();
            let is_cited = text.match_indices(name).any(|(at, _)| {
                let end = text.len().min(at + 120);
                let end = (at..=end)
                    .rev()
                    .find(|end| text.is_char_boundary(*end))
                    .unwrap();
                text[at..end].contains(year)
            });
            let in_thanks = words(&shipped.course.acknowledgements).contains(name);
            assert!(is_cited || in_thanks, "nobody cites {name} ({year})");
        }
        for (at, _) in text.match_indices(['(', ' ']) {
            let year = text[at + 1..]
                .split(|c: char| !c.is_ascii_digit())
                .next()
                .unwrap();
            let is_year = year.len() == 4 && (year.starts_with("19") || year.starts_with("20"));
            let closes = text[at + 1..]
                .strip_prefix(year)
                .is_some_and(|rest| rest.starts_with(')'));
            if is_year && closes {
                let there = works.iter().any(|work| work.contains(&format!("({year})")));
                let start = (0..at.saturating_sub(40))
                    .rev()
                    .find(|at| text.is_char_boundary(*at));
                assert!(
                    there,
                    "…{}{year}): no such work",
                    &text[start.unwrap_or(0)..=at]
                );
            }
        }
    }
}

/// The words of a text, in small letters, without marks.
fn plain_words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

#[test]
fn no_sentence_is_the_original_s() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/fixtures/web-text");
    let Ok(entries) = fs::read_dir(&fixtures) else {
        println!("skipped: there is no text of the original beside this repository");
        return;
    };
    let mut runs: HashSet<Vec<String>> = HashSet::new();
    for entry in entries {
        let text = fs::read_to_string(entry.unwrap().path()).unwrap();
        runs.extend(plain_words(&text).windows(8).map(<[String]>::to_vec));
    }
    assert!(runs.len() > 1_000, "the texts are not where they were");
    let titles = [
        "how teams work",
        "self assessment question",
        "communities of practice",
    ];
    for shipped in shipped() {
        for (_, blocks) in shipped.texts() {
            for run in plain_words(&words(&blocks)).windows(8) {
                let words = run.join(" ");
                let is_title = titles.iter().any(|title| words == *title);
                assert!(
                    is_title || !runs.contains(run),
                    "{}: {words}",
                    shipped.course.id
                );
            }
        }
    }
}
