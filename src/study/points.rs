//! Which key points a written answer seems to have, offered before the learner ticks them.
//!
//! A point is found where the words of one of its accepted wordings stand together in the answer, or
//! all that carries meaning in its own text stands close together in one sentence. Words are compared
//! by their stems in the course's language, and may have one letter too many, too few or swapped. What
//! is denied doesn't count, nor do words in a heap that is no sentence, nor those that only the
//! question brought up.
//!
//! **Invariant:** an unsure point is never ticked: a tick too few costs the learner a key, a tick
//! too many costs the truth. The work grows with the answer times the wordings, within bounds.

mod answer;
mod check;
mod idiom;
mod wanted;
mod words;

use std::ops::Range;

use crate::course::question::Point;
use crate::study::language::Language;
use answer::Answer;
pub use check::check;
use wanted::Wanted;

/// Where an answer has a point.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// The bytes of the response that say so.
    pub range: Range<usize>,
    /// What of the point they met.
    pub of: Wording,
}

/// What of a point was met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wording {
    /// The accepted wording with this index.
    Accepted(usize),
    /// These words of the point's own text, as its bytes, ascending.
    Text(Vec<Range<usize>>),
}

/// For each point, where `response` says it, or `None`. `prompt` is what was asked, in `language`.
pub fn propose_ticks(
    prompt: &str,
    points: &[Point],
    response: &str,
    language: Language,
) -> Vec<Option<Evidence>> {
    let wanted = Wanted::of(prompt, points, language);
    let answer = Answer::read(response, &wanted, language);
    let wishes = wanted.points.iter();
    wishes.map(|wish| answer.find(wish)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Clean;
    use proptest::prelude::*;

    fn point(text: &str, accept: &[&str]) -> Point {
        Point {
            text: Clean::words(text),
            accept: accept.iter().map(|a| Clean::words(a)).collect(),
        }
    }

    fn find(tag: &str, prompt: &str, points: &[Point], response: &str) -> Vec<Option<Evidence>> {
        propose_ticks(prompt, points, response, Language::of_tag(tag))
    }

    #[track_caller]
    fn check(text: &str, accept: &[&str], response: &str, found: Option<&str>) {
        let ticks = find("en", "", &[point(text, accept)], response);
        let got = ticks[0].as_ref().map(|e| &response[e.range.clone()]);
        assert_eq!(got, found, "{text:?} in {response:?}");
    }

    #[test]
    fn a_wording_is_found_as_it_stands() {
        let accept = &["common interest", "domain"];
        let text = "a shared domain";
        check(
            text,
            accept,
            "They have common interests.",
            Some("common interests"),
        );
        check(text, accept, "The DOMAIN matters", Some("DOMAIN"));
        check(
            text,
            accept,
            "an interest in common",
            Some("interest in common"),
        );
        check(text, accept, "common sense, and no interest", None);
        check(text, accept, "domination", None);
        check(text, &[], "it needs a shared domain", Some("shared domain"));
        check("trust", &[], "Members trust each other", Some("trust"));
        check("a plan", &[], "The plan", Some("plan"));
        check(
            "choice",
            &["who decides"],
            "It says who decides.",
            Some("who decides"),
        );
        check("choice", &["who decides"], "They decide.", None);
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
        check(text, &[], "Members meet and practice is shared.", None);
        let far = format!("members {} share practice", "and so on ".repeat(10));
        check(text, &[], &far, None);
    }

    #[test]
    fn spellings_and_slips_of_one_letter_are_the_same_word() {
        for slip in ["repertiore", "repertore", "reppertoire", "Repertoires"] {
            check("repertoire", &[], slip, Some(slip));
        }
        check(
            "organised labour",
            &[],
            "organized labor",
            Some("organized labor"),
        );
        check(
            "wages rose",
            &[],
            "wages had risen",
            Some("wages had risen"),
        );
        check(
            "co-operation",
            &[],
            "their co‐operation",
            Some("co‐operation"),
        );
        // Another letter is another word.
        check("nitrate", &[], "nitrite", None);
        check("contract", &[], "a contrast", None);
        check("quality", &[], "equality", None);
        check("plan", &[], "the plane", None);
        check("1948", &[], "1984", None);
    }

    #[test]
    fn what_is_denied_is_not_ticked() {
        for response in [
            "There is no trust",
            "they don’t really trust",
            "THEY DON'T TRUST",
            "they do not need leaders, rooms or trust",
            "fear rather than trust",
            "fear instead of trust",
            "a team without trust",
            "Trust is not needed.",
            "trust has nothing to do with it",
            "They lack the trust",
            "little trust",
            "their trust suffers",
            "Their trust in him goes down",
            "It is often said that they trust, but they fear",
            "I do not think that people who have known each other for years trust",
            "not because of trust",
            "anything but trust",
            "It is far from trust",
            "They fail to trust",
            "The members, the leaders - nobody here will trust",
        ] {
            check("trust", &[], response, None);
        }
        for (response, found) in [
            ("It is not fast. Trust is there", "Trust"),
            ("no trust at first, but later on trust", "trust"),
            ("Trust, not fear", "Trust"),
            ("trust instead of fear", "trust"),
            ("not only trust", "trust"),
            ("No, they trust her", "trust"),
            ("They have no leader and they trust", "trust"),
            ("It does not work, because they trust", "trust"),
            ("little money but trust", "trust"),
            ("trust that no rule can give", "trust"),
            ("no leader - trust", "trust"),
            ("nothing but trust", "trust"),
            ("No doubt they trust", "trust"),
        ] {
            check("trust", &[], response, Some(found));
        }
        check("no leader", &[], "there is no leader", Some("no leader"));
        check(
            "no leader",
            &[],
            "there isn't a leader",
            Some("isn't a leader"),
        );
        check("no leader", &[], "there is a leader", None);
        check(
            "less work",
            &["fewer tasks"],
            "they get fewer tasks",
            Some("fewer tasks"),
        );
        check(
            "roles are shared fairly",
            &[],
            "roles are not shared fairly",
            None,
        );
    }

    #[test]
    fn a_heap_of_words_is_no_sentence() {
        let points = [
            point("a domain", &["domain"]),
            point("trust", &[]),
            point("a repertoire", &["repertoire", "stories"]),
        ];
        let ticks = |response: &str| {
            let found = find("en", "", &points, response);
            found.iter().filter(|found| found.is_some()).count()
        };
        for (response, n) in [
            ("domain trust repertoire stories interest", 0),
            ("domain, trust, repertoire, stories, interest", 0),
            (
                "Well, they have domain trust repertoire stories interest identity tools",
                0,
            ),
            ("domain, trust, repertoire", 3),
            ("- domain\n- trust\n- stories", 3),
            ("1. domain\n2. trust\n3. stories", 3),
            ("a) domain\nb) trust\nc) stories", 3),
            ("trust domain", 2),
            (
                "They have a domain, they trust each other, and there are stories.",
                3,
            ),
        ] {
            assert_eq!(ticks(response), n, "{response:?}");
        }
    }

    #[test]
    fn what_the_question_says_is_no_evidence() {
        let prompt = "What do leaves do with green light?";
        let points = [
            point("they reflect the light", &["green", "reflect"]),
            point("they absorb red and blue light", &[]),
        ];
        let found = |response| {
            let found = find("en", prompt, &points, response);
            found
                .iter()
                .map(|found| found.as_ref().map(|found| found.of.clone()))
                .collect::<Vec<_>>()
        };
        assert_eq!(found("Green light is what leaves leave"), [None, None]);
        assert_eq!(found("They reflect it"), [Some(Wording::Accepted(1)), None]);
        // The light need not be named again.
        let text = Wording::Text(vec![5..11, 12..15, 20..24]);
        assert_eq!(
            found("They absorb the red and the blue"),
            [None, Some(text)]
        );
        // A word of another point between makes it that point's.
        assert_eq!(found("They absorb green and reflect red and blue")[1], None);
    }

    #[test]
    fn evidence_says_what_it_met() {
        let points = [point("members share their practice", &["pass on", "teach"])];
        let of = |response| {
            let mut found = find("en", "", &points, response);
            found.remove(0).map(|found| found.of)
        };
        assert_eq!(of("They taught me."), Some(Wording::Accepted(1)));
        let text = Wording::Text(vec![0..7, 8..13, 20..28]);
        assert_eq!(of("The members share a practice."), Some(text));
        assert_eq!(of("Nothing."), None);
    }

    #[test]
    fn other_languages_have_their_stems() {
        let accept = &["gemeinsame Ziele"];
        let german =
            |response| find("de", "", &[point("Vertrauen", accept)], response)[0].is_some();
        assert!(german("Sie haben ein gemeinsames Ziel"));
        assert!(!german("Ziele gemeinsam"));
        assert!(!german("Sie haben keine gemeinsamen Ziele"));
        let french = [point("l’axe est incliné", &["inclinaison de l'axe"])];
        assert!(find("fr", "", &french, "L'inclinaison de l’axe.")[0].is_some());
        assert!(find("fr", "", &french, "L'axe n'est pas incliné.")[0].is_none());
        let chinese = [point("信頼", &[])];
        assert!(find("zh", "", &chinese, "チームには信頼がある")[0].is_some());
    }

    #[test]
    fn nothing_is_found_in_nothing() {
        check("trust", &[], "", None);
        check("", &["", " ", "of the", "…"], "trust of the", None);
        check("of the", &[], "one of those", None);
        assert_eq!(find("en", "", &[], "x"), vec![]);
    }

    #[test]
    fn a_huge_answer_is_read_at_once() {
        let response = "shared members practice of a domain ".repeat(300_000);
        let points = vec![point("practice domain strategy share member", &["domain b"]); 200];
        assert!(
            find("en", "", &points, &response)
                .iter()
                .all(Option::is_none)
        );
        let word = "a".repeat(3_000_000);
        assert!(find("en", "", &points, &word).iter().all(Option::is_none));
        let wording = "a b ".repeat(100_000);
        let points = [point(&wording, &[&wording])];
        assert!(find("en", "", &points, &"a b c ".repeat(100_000))[0].is_none());
    }

    proptest! {
        #[test]
        fn evidence_is_words_of_the_answer(
            response in "(\\PC|[ ,.'’]|not|no|red|rose|team)*",
            accept in "(\\PC|[ '’]|not|red|team){0,20}",
            tag in "(en|de|fr|el|tr|ja|)",
        ) {
            let points = [point(&accept, &[&response, "red"]), point("not the red rose", &[&accept])];
            for found in find(&tag, "the team", &points, &response).into_iter().flatten() {
                let words = response.get(found.range);
                prop_assert!(words.is_some_and(|words| !words.is_empty()));
            }
        }

        #[test]
        fn an_accepted_sentence_is_found_whole(words in prop::collection::vec("(tree|leaf|root|the|of|grows)", 1..8)) {
            let sentence = words.join(" ");
            let has_content = words.iter().any(|word| !["the", "of"].contains(&word.as_str()));
            let found = find("en", "", &[point(&sentence, &[])], &format!("It is so: {sentence}."));
            let is_heap = words.split(|word| ["the", "of"].contains(&word.as_str())).any(|run| run.len() > 6);
            prop_assert_eq!(found[0].is_some(), has_content && !is_heap);
        }
    }
}
