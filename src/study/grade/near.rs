//! Near misses: what was written is one slip of the fingers from what is accepted.
//!
//! A slip is a letter too many, one missing, another one in its place, or two neighbours exchanged
//! (Damerau 1964). It is only ever offered, never counted by Recto: some words are a slip apart and
//! mean something else, and only the learner knows what they meant.
//!
//! **Invariant:** the work grows with the response, never with its square.

use super::text::{Fold, bare, is_mark, plain};
use crate::course::question::TextKey;
use crate::text;

/// With fewer letters than these, a slip makes another word too easily.
const LEAST_LETTERS: usize = 5;

/// The accepted answer, as its author wrote it, that `written` misses by one slip.
pub(super) fn miss(key: &TextKey, written: &str, fold: Fold) -> Option<String> {
    let written = plain(written, fold);
    let written = written.trim_matches(|c| is_mark(c) || c == ' ');
    let written: Vec<&str> = text::graphemes(written).collect();
    key.accept.iter().find_map(|accept| {
        let meant = without_stars(accept)?;
        let folded = plain(meant, fold);
        let wanted: Vec<&str> = text::graphemes(bare(&folded)).collect();
        let n_letters = wanted.iter().filter(|one| is_letter(one)).count();
        let is_near = n_letters >= LEAST_LETTERS && is_one_slip(&wanted, &written);
        is_near.then(|| meant.to_owned())
    })
}

/// Stars at the ends are left out; with one inside nobody can tell what was meant.
fn without_stars(accept: &str) -> Option<&str> {
    let meant = accept.trim_matches('*').trim();
    (!meant.contains(['*', '\\'])).then_some(meant)
}

fn is_letter(grapheme: &str) -> bool {
    grapheme.starts_with(char::is_alphabetic)
}

/// Is there exactly one slip between the two? A wrong digit is never a slip: it is another number.
fn is_one_slip(a: &[&str], b: &[&str]) -> bool {
    if a.len().abs_diff(b.len()) > 1 {
        return false;
    }
    let start = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[start..], &b[start..]);
    let end = a.iter().rev().zip(b.iter().rev());
    let end = end.take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[..a.len() - end], &b[..b.len() - end]);
    let slipped = match (a, b) {
        ([], [_]) | ([_], [] | [_]) => true,
        ([a, b], [c, d]) => a == d && b == c,
        _ => false,
    };
    let is_number = |one: &&str| one.contains(char::is_numeric);
    slipped && !a.iter().chain(b).any(is_number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Clean;

    fn key(accept: &str) -> TextKey {
        TextKey {
            accept: vec![Clean::words(accept)],
            reject: vec![],
            case: false,
        }
    }

    #[track_caller]
    fn check(accept: &str, written: &str, near: Option<&str>) {
        let got = miss(&key(accept), written, Fold::Yes);
        assert_eq!(got.as_deref(), near, "{accept:?} {written:?}");
    }

    #[test]
    fn one_slip_is_near_and_two_are_not() {
        for near in [
            "domian", "domin", "domaiin", "domait", "omain", "domains", "Domian.", " DOMIAN ",
        ] {
            check("domain", near, Some("domain"));
        }
        for far in [
            "domain", "domino", "demon", "doamni", "", "main", "d", "domain x",
        ] {
            check("domain", far, None);
        }
        check("Dual reporting", "dual reportin", Some("Dual reporting"));
        check("dual reporting", "dualreporting", Some("dual reporting"));
        check("café au lait", "cafe\u{301} au lat", Some("café au lait"));
        check("日本語能力試", "日本語能力", Some("日本語能力試"));
    }

    #[test]
    fn short_words_numbers_and_stars_are_not_guessed_at() {
        check("team", "taem", None);
        check("teams", "taems", Some("teams"));
        check("Apollo 11", "apollo 12", None);
        check("Apollo 11", "apollo 111", None);
        check("Apollo 11", "apolo 11", Some("Apollo 11"));
        check("storming*", "strming", Some("storming"));
        check("*storming*", "strming", Some("storming"));
        check("storm*ing", "storing", None);
        check("*", "x", None);
    }

    #[test]
    fn a_hostile_answer_is_seen_through_at_once() {
        let long = "ab".repeat(500_000);
        let slipped = format!("{long}c");
        let key = key(&long);
        assert_eq!(miss(&key, &slipped, Fold::Yes).as_deref(), Some(&*long));
        assert_eq!(miss(&key, &"ba".repeat(500_000), Fold::Yes), None);
    }
}
