//! Which key points a written answer seems to have, offered before the learner ticks them.
//!
//! A point is found where one of its accepted wordings stands in the answer, or all that carries
//! meaning in its own text stands close together. Words are compared without case and without the
//! common English endings, so `sharing` finds `shared`. A finding behind a "not" doesn't count.
//!
//! **Invariant:** an unsure point is never ticked: a tick too few costs the learner a key, a tick
//! too many costs the truth. The work grows with the answer times the points, within bounds.

use std::collections::HashMap;
use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use crate::course::question::Point;

/// Where an answer has a point.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// The bytes of the response that say so.
    pub range: Range<usize>,
}

/// For each point, where `response` says it, or `None`.
pub fn propose_ticks(points: &[Point], response: &str) -> Vec<Option<Evidence>> {
    let answer = Answer::read(response);
    points.iter().map(|point| answer.find(point)).collect()
}

/// As much of an answer as is looked at, in words.
const MOST_WORDS: usize = 20_000;

/// How far apart the words of a point may stand: so many times as many words as it has, and …
const SPREAD: usize = 2;
/// … so many more.
const SLACK: usize = 3;

/// How many words before a finding may turn it into its opposite.
const REACH: usize = 3;

/// An answer cut into words.
struct Answer {
    words: Vec<Word>,
    /// Where in `words` each stem stands, ascending.
    places: HashMap<String, Vec<usize>>,
}

struct Word {
    range: Range<usize>,
    stem: String,
    /// Which sentence it is in.
    sentence: usize,
}

impl Answer {
    fn read(response: &str) -> Self {
        let mut words: Vec<Word> = Vec::new();
        let mut sentence = 0;
        for (at, piece) in response.split_word_bound_indices() {
            if words.len() == MOST_WORDS {
                break;
            }
            if piece.contains(char::is_alphanumeric) {
                words.push(Word {
                    range: at..at + piece.len(),
                    stem: stem(piece),
                    sentence,
                });
            } else if piece.contains(['.', '!', '?', ';', '\n', '。', '！', '？']) {
                sentence += 1;
            }
        }
        let mut places: HashMap<String, Vec<usize>> = HashMap::new();
        for (i, word) in words.iter().enumerate() {
            places.entry(word.stem.clone()).or_default().push(i);
        }
        Self { words, places }
    }

    fn find(&self, point: &Point) -> Option<Evidence> {
        let mut wordings = point.accept.iter();
        wordings
            .find_map(|wording| self.find_wording(&stems(wording)))
            .or_else(|| self.find_wording(&stems(&point.text)))
            .or_else(|| self.find_idea(&point.text))
    }

    /// The words of `wording` one behind the other.
    fn find_wording(&self, wording: &[String]) -> Option<Evidence> {
        let mut starts = self.places.get(wording.first()?)?.iter();
        let found = starts.find_map(|&start| {
            let words = self.words.get(start..start + wording.len())?;
            let same = words
                .iter()
                .zip(wording)
                .all(|(word, stem)| word.stem == *stem);
            (same && !self.is_denied(start, wording)).then_some(start..start + wording.len())
        })?;
        Some(self.evidence(&found))
    }

    /// All the words of `text` that carry meaning, in any order, close together in one sentence.
    fn find_idea(&self, text: &str) -> Option<Evidence> {
        let mut wanted = stems(text);
        wanted.retain(|stem| !FILLERS.contains(&stem.as_str()));
        wanted.sort();
        wanted.dedup();
        // One word alone is its own wording and was looked for.
        if wanted.len() < 2 {
            return None;
        }
        let mut hits: Vec<(usize, usize)> = Vec::new();
        for (which, stem) in wanted.iter().enumerate() {
            let places = self.places.get(stem)?;
            hits.extend(places.iter().map(|&place| (place, which)));
        }
        hits.sort_unstable();
        let reach = wanted.len() * SPREAD + SLACK;
        let mut last_seen: Vec<Option<usize>> = vec![None; wanted.len()];
        let found = hits.iter().find_map(|&(place, which)| {
            last_seen[which] = Some(place);
            let start = last_seen.iter().copied().min()??;
            let close =
                place - start < reach && self.words[start].sentence == self.words[place].sentence;
            (close && !self.is_denied_within(start..place + 1, &wanted)).then_some(start..place + 1)
        })?;
        Some(self.evidence(&found))
    }

    /// Does a "not" stand shortly before `start`, in the same sentence?
    fn is_denied(&self, start: usize, wording: &[String]) -> bool {
        self.is_denied_within(start..start, wording)
    }

    /// The same, or inside `range`, where it isn't one of the wanted words.
    fn is_denied_within(&self, range: Range<usize>, wanted: &[String]) -> bool {
        let sentence = self.words[range.start].sentence;
        let before = range.start.saturating_sub(REACH);
        self.words[before..range.end].iter().any(|word| {
            word.sentence == sentence && is_denial(&word.stem) && !wanted.contains(&word.stem)
        })
    }

    fn evidence(&self, words: &Range<usize>) -> Evidence {
        Evidence {
            range: self.words[words.start].range.start..self.words[words.end - 1].range.end,
        }
    }
}

fn is_denial(stem: &str) -> bool {
    matches!(
        stem,
        "not" | "no" | "never" | "without" | "neither" | "nor" | "cannot" | "lack" | "non"
    ) || stem.ends_with("n't")
}

/// Words that carry little by themselves, as [`stem`] gives them.
const FILLERS: [&str; 58] = [
    "a", "about", "also", "all", "am", "an", "and", "any", "are", "as", "at", "be", "been", "but",
    "by", "can", "could", "do", "does", "each", "for", "from", "had", "has", "hav", "in", "into",
    "is", "it", "its", "may", "might", "must", "of", "on", "or", "other", "own", "should", "so",
    "some", "such", "than", "that", "the", "their", "them", "there", "thes", "they", "thi",
    "through", "to", "was", "were", "which", "will", "with",
];

fn stems(text: &str) -> Vec<String> {
    text.unicode_words().map(stem).collect()
}

/// `word` without case and, if it is plain ASCII, without the common English endings. Both sides
/// of a comparison go through here, so a stem need not be a word.
fn stem(word: &str) -> String {
    let mut word = word.to_lowercase().replace('’', "'");
    if !word.is_ascii() || word.ends_with("n't") {
        return word;
    }
    if let Some(owner) = word.strip_suffix("'s") {
        word.truncate(owner.len());
    }
    let left = |ending: &str, least: usize| {
        let rest = word.strip_suffix(ending)?;
        let has_vowel = rest.contains(['a', 'e', 'i', 'o', 'u', 'y']);
        (rest.len() >= least && has_vowel).then_some(rest)
    };
    let bare = if let Some(rest) = left("ies", 2).or_else(|| left("ied", 2)) {
        return format!("{rest}y");
    } else if let Some(rest) = left("sses", 1) {
        return format!("{rest}ss");
    } else if let Some(rest) =
        left("ing", 3).or_else(|| left("ed", 3).filter(|rest| !rest.ends_with('e')))
    {
        undoubled(rest)
    } else if let Some(rest) = left("es", 3) {
        rest
    } else if word.ends_with("ss") || word.ends_with("us") || word.ends_with("is") {
        &word
    } else {
        left("s", 3).unwrap_or(&word)
    };
    match bare.strip_suffix('e') {
        Some(rest) if rest.len() >= 3 => rest.to_owned(),
        _ => bare.to_owned(),
    }
}

/// `plann` (of planning) as `plan`; `pass` and `tell` stay.
fn undoubled(stem: &str) -> &str {
    let mut last = stem.bytes().rev();
    let doubled = last.next() == last.next();
    if doubled && !stem.ends_with(['s', 'l', 'z', 'e', 'o']) {
        &stem[..stem.len() - 1]
    } else {
        stem
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Clean;

    fn point(text: &str, accept: &[&str]) -> Point {
        Point {
            text: Clean::words(text),
            accept: accept.iter().map(|a| Clean::words(a)).collect(),
        }
    }

    #[track_caller]
    fn check(text: &str, accept: &[&str], response: &str, found: Option<&str>) {
        let ticks = propose_ticks(&[point(text, accept)], response);
        let got = ticks[0].as_ref().map(|e| &response[e.range.clone()]);
        assert_eq!(got, found, "{text:?} in {response:?}");
    }

    #[test]
    fn words_meet_in_their_stems() {
        for (a, b) in [
            ("share", "sharing"),
            ("shared", "shares"),
            ("communities", "community"),
            ("plan", "planning"),
            ("passes", "pass"),
            ("team's", "teams"),
            ("Team’s", "team"),
            ("carried", "carry"),
            ("boxes", "box"),
            ("speeds", "speed"),
            ("practices", "practice"),
        ] {
            assert_eq!(stem(a), stem(b), "{a} {b}");
        }
        for (a, b) in [
            ("thing", "th"),
            ("red", "r"),
            ("status", "statue"),
            ("bring", "br"),
        ] {
            assert_ne!(stem(a), stem(b), "{a} {b}");
        }
    }

    #[test]
    fn a_wording_is_found_as_it_stands() {
        let accept = &["common interest", "domain"];
        check(
            "a shared domain",
            accept,
            "They have common interests.",
            Some("common interests"),
        );
        check(
            "a shared domain",
            accept,
            "The DOMAIN matters",
            Some("DOMAIN"),
        );
        check("a shared domain", accept, "an interest in common", None);
        check("a shared domain", accept, "domination", None);
        check(
            "a shared domain",
            &[],
            "it needs a shared domain",
            Some("a shared domain"),
        );
        check("trust", &[], "Members trust each other", Some("trust"));
    }

    #[test]
    fn an_idea_is_found_in_other_words_of_the_same_stems() {
        let text = "members share their practice";
        check(
            text,
            &[],
            "Practices are shared between all the members of it.",
            Some("Practices are shared between all the members"),
        );
        check(text, &[], "They share a practice", None);
        check(text, &[], "There are members. They share practice.", None);
        let far = format!("members {} share practice", "and so on ".repeat(10));
        check(text, &[], &far, None);
    }

    #[test]
    fn what_is_denied_is_not_ticked() {
        check("trust", &[], "There is no trust", None);
        check("trust", &[], "they don’t really trust", None);
        check(
            "trust",
            &[],
            "It is not fast. Trust is there",
            Some("Trust"),
        );
        check("no leader", &[], "there is no leader", Some("no leader"));
        check(
            "trust",
            &[],
            "no trust at first, but later on trust",
            Some("trust"),
        );
        check(
            "roles are shared fairly",
            &[],
            "roles are not shared fairly",
            None,
        );
    }

    #[test]
    fn other_languages_are_compared_as_they_are() {
        check(
            "Vertrauen",
            &["gemeinsame Ziele"],
            "Sie haben gemeinsame Ziele",
            Some("gemeinsame Ziele"),
        );
        check("信頼", &[], "チームには信頼がある", Some("信頼"));
    }

    #[test]
    fn nothing_is_found_in_nothing() {
        check("trust", &[], "", None);
        check("", &["", " "], "trust", None);
        check("of the", &[], "one of those", None);
        assert_eq!(propose_ticks(&[], "x"), vec![]);
    }

    #[test]
    fn a_huge_answer_is_read_at_once() {
        let response = "shared members practice of a domain ".repeat(300_000);
        let points = vec![point("practice domain strategy share member", &["domain b"]); 200];
        assert!(
            propose_ticks(&points, &response)
                .iter()
                .all(Option::is_none)
        );
    }
}
