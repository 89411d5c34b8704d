//! Marks a short text against the accepted ones.
//!
//! What doesn't count: how characters are composed, how much white space there is, which quote
//! marks and dashes are typed, marks of punctuation round the whole, and, unless the key says so,
//! case. `*` in the key stands for anything; `\*` for itself.
//!
//! **Invariant:** the work grows with the response, never with its square.

use unicode_normalization::UnicodeNormalization;

use super::{Near, Outcome, near};
use crate::course::question::TextKey;
use crate::text::Clean;

/// Marks what was written. What is known to be wrong stays so, whatever else would accept it.
pub(super) fn mark(key: &TextKey, written: &str) -> Outcome {
    let is_any = |of: &[Clean], fold: Fold| {
        let response = plain(written, fold);
        let mut known = of.iter().map(|known| plain(known, fold));
        known.any(|known| matches(&known, &response))
    };
    let fold = if key.case { Fold::No } else { Fold::Yes };
    let wrong = Outcome::all_or_nothing(false);
    if is_any(&key.reject, fold) {
        return wrong;
    }
    if is_any(&key.accept, fold) {
        return Outcome::all_or_nothing(true);
    }
    if key.case && is_any(&key.accept, Fold::Yes) {
        return wrong.remarking("small and capital letters matter here");
    }
    let near = near::miss(key, written, fold).map(|meant| Near {
        meant: vec![meant],
        score: 1.0,
    });
    Outcome { near, ..wrong }
}

/// `text` as it is compared, without marks at its ends.
pub(super) fn core(text: &str) -> String {
    let plain = plain(text, Fold::Yes);
    plain.trim_matches(|c| is_mark(c) || c == ' ').to_owned()
}

/// Do two texts differ in nothing that counts?
pub(super) fn is_same(a: &str, b: &str) -> bool {
    plain(a, Fold::Yes) == plain(b, Fold::Yes)
}

/// Is case to be dropped?
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Fold {
    Yes,
    No,
}

/// `text` in the form in which two that should be equal are.
pub(super) fn plain(text: &str, fold: Fold) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.extend(word.chars().filter_map(usual));
    }
    if fold == Fold::Yes {
        // Up and down again, so that ß meets ss and the two small sigmas meet.
        let upper = out.chars().flat_map(char::to_uppercase);
        out = upper.flat_map(char::to_lowercase).collect();
    }
    out.nfc().collect()
}

/// The usual character for one that is typed in several ways; none for one that can't be seen.
fn usual(c: char) -> Option<char> {
    match c {
        '‘' | '’' | '‚' | '‛' | 'ʼ' | '′' | '`' | '´' => Some('\''),
        '“' | '”' | '„' | '‟' | '«' | '»' | '″' => Some('"'),
        '‐' | '‑' | '‒' | '–' | '—' | '−' => Some('-'),
        '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}' => None,
        c => Some(c),
    }
}

/// How many marks at each end may be overlooked.
const MOST_MARKS: usize = 4;

/// Is `response`, with as many of the marks at its ends left out as it takes, what `key` says?
/// Trying the response as it stands keeps `5!` and `.NET` apart from `5` and `NET`.
fn matches(key: &str, response: &str) -> bool {
    if response.is_empty() {
        return false;
    }
    let starts = response
        .char_indices()
        .take(MOST_MARKS)
        .take_while(|(_, c)| is_mark(*c) || *c == ' ')
        .map(|(i, c)| i + c.len_utf8());
    let ends: Vec<usize> = response
        .char_indices()
        .rev()
        .take(MOST_MARKS)
        .take_while(|(_, c)| is_mark(*c) || *c == ' ')
        .map(|(i, _)| i)
        .collect();
    let pieces = pieces(bare(key));
    std::iter::once(0).chain(starts).any(|start| {
        let mut ends = std::iter::once(response.len()).chain(ends.iter().copied());
        ends.any(|end| {
            let core = response.get(start..end).unwrap_or_default();
            is_like(&pieces, core)
        })
    })
}

/// `key` without the marks that an author wouldn't mean as part of the answer, where more is left.
pub(super) fn bare(key: &str) -> &str {
    const QUOTES: [char; 2] = ['"', '\''];
    let bare = key
        .trim_start_matches(QUOTES)
        .trim_end_matches(|c| QUOTES.contains(&c) || matches!(c, '.' | ',' | ';'));
    if bare.is_empty() { key } else { bare }
}

pub(super) fn is_mark(c: char) -> bool {
    matches!(
        c,
        '.' | ','
            | ';'
            | ':'
            | '!'
            | '?'
            | '…'
            | '\''
            | '"'
            | '‹'
            | '›'
            | '¿'
            | '¡'
            | '。'
            | '、'
            | '，'
            | '；'
            | '：'
            | '！'
            | '？'
            | '「'
            | '」'
            | '『'
            | '』'
            | '؟'
            | '،'
            | '؛'
    )
}

/// `key` cut at its stars.
fn pieces(key: &str) -> Vec<String> {
    let mut pieces = vec![String::new()];
    let mut chars = key.chars().peekable();
    while let Some(c) = chars.next() {
        let piece = pieces.last_mut().expect("it starts with one");
        match c {
            '\\' if chars.next_if_eq(&'*').is_some() => piece.push('*'),
            '*' => pieces.push(String::new()),
            c => piece.push(c),
        }
    }
    pieces
}

/// Does `text` begin with the first piece, end with the last, and hold the others in between, in
/// order? Taking each where it first occurs is always enough, so nothing is tried twice.
fn is_like(pieces: &[String], text: &str) -> bool {
    let [first, middle @ .., last] = pieces else {
        return pieces.iter().all(|only| only == text);
    };
    let Some(mut rest) = text.strip_prefix(first.as_str()) else {
        return false;
    };
    for piece in middle {
        let Some(at) = rest.find(piece.as_str()) else {
            return false;
        };
        rest = &rest[at + piece.len()..];
    }
    rest.ends_with(last.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(accept: &[&str], case: bool) -> TextKey {
        TextKey {
            accept: accept.iter().map(|a| Clean::words(a)).collect(),
            reject: vec![],
            case,
        }
    }

    #[track_caller]
    fn check(accept: &str, right: &[&str], wrong: &[&str]) {
        let key = key(&[accept], false);
        for (responses, score) in [(right, 1.0), (wrong, 0.0)] {
            for response in responses {
                assert_eq!(
                    mark(&key, response).score,
                    Some(score),
                    "{accept:?} {response:?}"
                );
            }
        }
    }

    #[test]
    fn what_does_not_count_is_overlooked() {
        check(
            "Storming",
            &[
                "storming",
                " STORMING ",
                "Storming.",
                "“storming”",
                "\"Storming!\"",
                "storming?!",
            ],
            &["", " ", ".", "norming", "storm", "storming phase"],
        );
        check(
            "dual  reporting",
            &["dual reporting", "dual\t\n reporting"],
            &["dualreporting"],
        );
        check("café", &["cafe\u{301}", "CAFÉ"], &["cafe"]);
        check("Straße", &["strasse", "STRASSE"], &["strase"]);
        check("Maslow's", &["Maslow’s", "maslow's"], &["maslows"]);
        check(
            "face-to-face",
            &["face‑to‑face", "face–to–face"],
            &["face to face"],
        );
        check("'storming'.", &["storming"], &["storm"]);
        check("ΟΔΟΣ", &["οδος", "οδοσ"], &["οδο"]);
    }

    #[test]
    fn marks_that_belong_to_the_answer_count() {
        check("5!", &["5!", "5!."], &["5"]);
        check(".NET", &[".net", "“.NET”", ".NET."], &["net"]);
        check("C++", &["c++", "C++."], &["c", "c+"]);
        check("f(x)", &["f(x)", "f(x)."], &["f(x"]);
    }

    #[test]
    fn a_star_stands_for_anything() {
        check(
            "storm*",
            &["storm", "storming", "storms!"],
            &["a storm", "stor"],
        );
        check("*storm*", &["a storm", "brainstorming"], &["stor m"]);
        check(
            "a*b*c",
            &["abc", "a b c", "axxbxxc", "abbbc"],
            &["acb", "ab", "c"],
        );
        check("ab*ba", &["abba", "ab ba"], &["aba"]);
        check("*", &["anything", "…"], &["", "  "]);
        check(r"2\*3", &["2*3"], &["2x3", "2 3"]);
        check("a**b", &["ab", "axb"], &["a"]);
    }

    #[test]
    fn case_counts_where_the_key_says_so() {
        let key = key(&["pH", "mW*"], true);
        assert_eq!(mark(&key, "pH").score, Some(1.0));
        assert_eq!(mark(&key, "mW or so").score, Some(1.0));
        let wrong = mark(&key, "PH");
        assert_eq!(wrong.score, Some(0.0));
        assert!(wrong.remark.unwrap().contains("capital"));
        assert_eq!(mark(&key, "acid").remark, None);
    }

    #[test]
    fn a_near_miss_is_wrong_until_the_learner_says_otherwise() {
        let mut key = key(&["affect", "domain*"], false);
        let outcome = mark(&key, "domian");
        assert_eq!(outcome.score, Some(0.0));
        assert_eq!(outcome.near.as_ref().unwrap().meant, ["domain"]);
        assert_eq!(outcome.counted().score, Some(1.0));
        assert!(mark(&key, "effect").near.is_some());
        key.reject = vec![Clean::words("effect"), Clean::words("domain of*")];
        for known in ["effect", "Effect!", "domain of man"] {
            let outcome = mark(&key, known);
            assert_eq!((outcome.score, outcome.near), (Some(0.0), None), "{known}");
        }
        assert_eq!(mark(&key, "domain").near, None, "it is right");
    }

    #[test]
    fn no_key_accepts_nothing() {
        assert_eq!(mark(&key(&[], false), "x").score, Some(0.0));
        assert_eq!(mark(&key(&[""], false), "").score, Some(0.0));
        assert_eq!(mark(&key(&["?"], false), "?").score, Some(1.0));
    }

    #[test]
    fn a_hostile_pair_is_marked_at_once() {
        let stars = "a*".repeat(5_000);
        let response = "a".repeat(1_000_000);
        assert_eq!(mark(&key(&[&stars], false), &response).score, Some(1.0));
        let never = format!("{stars}b");
        assert_eq!(mark(&key(&[&never], false), &response).score, Some(0.0));
        let marks = "!".repeat(1_000_000);
        assert_eq!(mark(&key(&["x"], false), &marks).score, Some(0.0));
    }
}
