//! Who is cited can be looked up, and nothing is copied.

use std::collections::{BTreeSet, HashSet};
use std::fs;
use std::path::Path;

use recto::study::words::line;

use super::{shipped, words};

/// A work that the text names: the words in which it names the authors, and the year.
#[derive(Debug, PartialEq)]
struct Citation<'t> {
    names: &'t str,
    year: &'t str,
}

/// The citations of a text: `Name (1999)`, `(Name 1999)`, `(Name, 1999; Name and Name, 2000)`.
fn citations(text: &str) -> Vec<Citation<'_>> {
    let mut out = Vec::new();
    for line in text.lines() {
        for (open, _) in line.match_indices('(') {
            let Some(inside) = line[open + 1..].split(')').next() else {
                continue;
            };
            if year_at_end(inside) == Some(inside) {
                let names = &line[..open];
                out.push(Citation {
                    names,
                    year: inside,
                });
                continue;
            }
            for piece in inside.split(';') {
                let Some(year) = year_at_end(piece) else {
                    continue;
                };
                let names = piece[..piece.len() - year.len()].trim_matches([' ', ',']);
                if names.contains(char::is_uppercase) && names.contains(char::is_lowercase) {
                    out.push(Citation { names, year });
                }
            }
        }
    }
    out
}

/// The year that a text ends with.
fn year_at_end(text: &str) -> Option<&str> {
    let start = text.rfind(|c: char| !c.is_ascii_digit()).map_or(0, |at| {
        at + text[at..].chars().next().map_or(0, char::len_utf8)
    });
    let year = &text[start..];
    (year.len() == 4 && (year.starts_with("19") || year.starts_with("20"))).then_some(year)
}

/// A work of the references by its first author and its year.
struct Work {
    /// Of a person the surname.
    author: String,
    /// All that stands before the year.
    authors: String,
    year: String,
}

impl Work {
    /// `Name, A. and Other, B. (1999) Title …`
    fn of(entry: &str) -> Self {
        let (authors, rest) = entry.split_once(" (").expect("a work has its year");
        let (year, _) = rest.split_once(')').expect("a work has its year");
        assert_eq!(year_at_end(year), Some(year), "{entry}");
        let author = authors.split(',').next().unwrap_or(authors);
        Self {
            author: author.trim().to_owned(),
            authors: authors.to_owned(),
            year: year.to_owned(),
        }
    }

    /// Is it this that is cited? The first author is named shortly before the year, and whoever is
    /// named last wrote it too.
    fn is_cited_by(&self, citation: &Citation<'_>) -> bool {
        let names: Vec<_> = citation.names.split_whitespace().collect();
        let near = names[names.len().saturating_sub(8)..].join(" ");
        let last = names.last().map_or("", |name| name.trim_end_matches("’s"));
        let is_name = last.starts_with(char::is_uppercase);
        self.year == citation.year
            && near.contains(&self.author)
            && (!is_name || self.authors.contains(last))
    }
}

#[test]
fn citations_are_found() {
    let found = |text| -> Vec<(String, String)> {
        let all = citations(text).into_iter();
        all.map(|citation| (citation.names.trim().into(), citation.year.into()))
            .collect()
    };
    let pair = |names: &str, year: &str| (names.to_owned(), year.to_owned());
    assert_eq!(found("As Low (1999) said"), [pair("As Low", "1999")]);
    assert_eq!(found("(Low 1999)"), [pair("Low", "1999")]);
    assert_eq!(
        found("so it is (Low, 1999; High and Mid, 2001)"),
        [pair("Low", "1999"), pair("High and Mid", "2001")]
    );
    for nothing in [
        "(in 1936)",
        "(12 of 1234)",
        "in 1999",
        "(19 999)",
        "()",
        "(",
    ] {
        assert_eq!(found(nothing), [], "{nothing}");
    }
    let work = Work::of("Low, A. and High, B. (1999) Title (2nd edition)");
    let is_cited = |text| citations(text).iter().any(|c| work.is_cited_by(c));
    assert!(is_cited("Low and High (1999) held"));
    assert!(is_cited("Low and her colleagues (1999) held"));
    assert!(is_cited("Bea High (1999) and Al Low (1999)"));
    for other in [
        "(Low, 1998)",
        "Mid (1999)",
        "Low and Mid (1999)",
        "High (1999)",
    ] {
        assert!(!is_cited(other), "{other}");
    }
}

/// Whoever is cited can be looked up, and whoever can be looked up is cited, or thanked.
#[test]
fn citations_have_their_works() {
    for shipped in shipped() {
        let id = &shipped.course.id;
        let references = shipped.course.references.iter();
        let works: Vec<_> = references.map(|work| Work::of(&line(&work.text))).collect();
        let mut cited = BTreeSet::new();
        let mut n = 0;
        for (place, blocks) in shipped.texts() {
            for citation in citations(&words(&blocks)) {
                n += 1;
                let of_it = (0..works.len()).filter(|at| works[*at].is_cited_by(&citation));
                let of_it: Vec<_> = of_it.collect();
                assert!(!of_it.is_empty(), "{place}: no work for {citation:?}");
                cited.extend(of_it);
            }
        }
        println!("{id}: {n} citations of {} works", works.len());
        let thanks = words(&shipped.course.acknowledgements);
        for (at, work) in works.iter().enumerate() {
            let is_thanked = thanks.contains(&work.author) && thanks.contains(&work.year);
            let Work { author, year, .. } = work;
            assert!(
                cited.contains(&at) || is_thanked,
                "{id}: nobody cites {author} ({year})"
            );
        }
    }
}

/// How many words in a row are taken for another's sentence.
const RUN: usize = 8;

/// All runs of words of a text, in small letters, without marks.
fn runs(text: &str) -> Vec<String> {
    let words: Vec<_> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    words.windows(RUN).map(|run| run.join(" ")).collect()
}

#[test]
fn no_sentence_is_the_original_s() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/fixtures/web-text");
    let Ok(entries) = fs::read_dir(&fixtures) else {
        println!("skipped: there is no text of the original beside this repository");
        return;
    };
    let mut taken: HashSet<String> = HashSet::new();
    for entry in entries {
        let text = fs::read_to_string(entry.unwrap().path()).unwrap();
        taken.extend(runs(&text));
    }
    assert!(taken.len() > 1_000, "the texts are not where they were");
    let mut n = 0;
    for shipped in shipped() {
        for (place, blocks) in shipped.texts() {
            for run in runs(&words(&blocks)) {
                n += 1;
                assert!(!taken.contains(&run), "{place}: {run}");
            }
        }
    }
    println!("{n} runs of {RUN} words");
    assert!(n > 30_000, "{n} runs");
}
