//! Marks answers that are given part by part: `match`, `sort`, `order`, `gaps`.
//!
//! | kind | score |
//! |---|---|
//! | `match`, `sort` | the share of items that were put to their own target |
//! | `order` | of the longest run of items that stand in the right order among themselves: one less than its length, as a share of one less than all. So the right order earns 1, the reversed order nothing, and one item out of place costs one step |
//! | `gaps` | the share of gaps with the right words |
//!
//! What was left empty is wrong.
//!
//! **Invariant:** there is one part for each item or gap of the key, in the author's order, whatever
//! the response holds.

use std::collections::HashSet;

use super::{Outcome, Part, PartVerdict, ratio, text};
use crate::course::question::{Gap, GapKey, Gaps, Pairing, Sequence};

/// Marks what was put to what.
pub(super) fn mark_pairing(key: &Pairing, placed: &[Option<usize>]) -> Outcome {
    let parts = key.items.iter().enumerate().map(|(at, item)| {
        Part::plain(match placed.get(at).copied().flatten() {
            None => PartVerdict::Empty,
            Some(target) if target == item.target => PartVerdict::Right,
            Some(_) => PartVerdict::Wrong,
        })
    });
    share_of(parts.collect())
}

/// Marks an order. What the key doesn't have, or what comes twice, is overlooked.
pub(super) fn mark_sequence(key: &Sequence, given: &[usize]) -> Outcome {
    let n = key.items.len();
    let mut parts = vec![Part::plain(PartVerdict::Empty); n];
    let mut order = Vec::new();
    for &item in given {
        if let Some(part) = parts.get_mut(item)
            && part.verdict == PartVerdict::Empty
        {
            part.verdict = PartVerdict::Wrong;
            order.push(item);
        }
    }
    let run = longest_run(&order);
    // Any single item is a run, so one alone shows nothing.
    if run.len() > 1 || n == 1 {
        for &item in &run {
            parts[item].verdict = PartVerdict::Right;
        }
    }
    let score = match n {
        0 => 0.0,
        1 => ratio(run.len(), 1),
        n => ratio(run.len().saturating_sub(1), n - 1),
    };
    Outcome {
        parts,
        ..Outcome::scored(score)
    }
}

/// A longest subsequence that ascends, the one that ends with the smallest numbers (Schensted 1961,
/// by patience sorting): n log n steps.
fn longest_run(numbers: &[usize]) -> Vec<usize> {
    // For each length, where the run of that length ends whose end is the smallest.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(numbers.len());
    for (at, number) in numbers.iter().enumerate() {
        let length = ends.partition_point(|&end| numbers[end] < *number);
        before.push(length.checked_sub(1).map(|shorter| ends[shorter]));
        if length == ends.len() {
            ends.push(at);
        } else {
            ends[length] = at;
        }
    }
    let mut run = Vec::with_capacity(ends.len());
    let mut next = ends.last().copied();
    while let Some(at) = next {
        run.push(numbers[at]);
        next = before[at];
    }
    run.reverse();
    run
}

/// Marks what stands in the gaps.
pub(super) fn mark_gaps(key: &Gaps, filled: &[String]) -> Outcome {
    let parts = key.gaps.iter().enumerate().map(|(at, gap)| {
        let words = filled.get(at).map_or("", String::as_str);
        (mark_gap(gap, words), words)
    });
    let parts: Vec<_> = parts.collect();
    if parts.iter().all(|(part, _)| part.near.is_none()) {
        return share_of(parts.into_iter().map(|(part, _)| part).collect());
    }
    // The word of another gap is known to be wrong here, however near it comes.
    let known: HashSet<_> = key.gaps.iter().flat_map(accepted).map(text::core).collect();
    let parts = parts.into_iter().map(|(part, words)| {
        let near = part.near.filter(|_| !known.contains(&text::core(words)));
        Part { near, ..part }
    });
    share_of(parts.collect())
}

/// The words that belong into a gap.
fn accepted(gap: &Gap) -> Vec<&str> {
    match &gap.key {
        GapKey::Typed(key) => key.accept.iter().map(|words| &**words).collect(),
        GapKey::Chosen(options) => {
            let right = options.iter().filter(|option| option.correct);
            right.map(|option| &*option.text).collect()
        }
    }
}

fn mark_gap(gap: &Gap, words: &str) -> Part {
    if words.trim().is_empty() {
        return Part::plain(PartVerdict::Empty);
    }
    match &gap.key {
        GapKey::Typed(key) => {
            let outcome = text::mark(key, words);
            Part {
                verdict: PartVerdict::of(outcome.score == Some(1.0)),
                remark: outcome.remark,
                near: outcome.near.map(|near| near.meant.concat()),
            }
        }
        GapKey::Chosen(options) => {
            let chosen = options
                .iter()
                .find(|option| text::is_same(&option.text, words));
            Part::plain(PartVerdict::of(chosen.is_some_and(|option| option.correct)))
        }
    }
}

/// The outcome of parts that count the same.
fn share_of(parts: Vec<Part>) -> Outcome {
    let n = parts.len();
    let share = |n_right: usize| if n == 0 { 0.0 } else { ratio(n_right, n) };
    let n_right = parts.iter().filter(|part| part.is_right()).count();
    let meant: Vec<_> = parts.iter().filter_map(|part| part.near.clone()).collect();
    let near = (!meant.is_empty()).then(|| super::Near {
        score: share(n_right + meant.len()),
        meant,
    });
    Outcome {
        near,
        parts,
        ..Outcome::scored(share(n_right))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::PartVerdict::{Empty, Right, Wrong};
    use super::*;
    use crate::course::question::{GapOption, Ordered, Paired, TextKey};
    use crate::study::grade::Verdict;
    use crate::text::Clean;

    /// Items that belong to the targets of these indexes.
    fn pairing(targets: &[usize]) -> Pairing {
        Pairing {
            items: targets
                .iter()
                .map(|&target| Paired {
                    text: vec![],
                    target,
                    feedback: vec![],
                })
                .collect(),
            targets: vec![vec![]; 9],
            shuffle: true,
        }
    }

    fn sequence(n: usize) -> Sequence {
        let item = Ordered {
            text: vec![],
            feedback: vec![],
        };
        Sequence {
            items: vec![item; n],
        }
    }

    fn verdicts(outcome: &Outcome) -> Vec<PartVerdict> {
        outcome.parts.iter().map(|part| part.verdict).collect()
    }

    #[track_caller]
    fn check(outcome: &Outcome, score: f64, parts: &[PartVerdict]) {
        assert_eq!(outcome.score, Some(score));
        assert_eq!(outcome.verdict, Verdict::of(score));
        assert_eq!(verdicts(outcome), parts);
    }

    #[test]
    fn pairs_earn_their_share() {
        let key = pairing(&[0, 1, 1, 2]);
        let all = [Right; 4];
        check(
            &mark_pairing(&key, &[Some(0), Some(1), Some(1), Some(2)]),
            1.0,
            &all,
        );
        check(
            &mark_pairing(&key, &[Some(1), Some(1), None, Some(2)]),
            0.5,
            &[Wrong, Right, Empty, Right],
        );
        check(
            &mark_pairing(&key, &[Some(2), Some(0), Some(0), Some(0)]),
            0.0,
            &[Wrong; 4],
        );
        // Of a question that was changed meanwhile: too few, too many, one that isn't there.
        check(
            &mark_pairing(&key, &[Some(0)]),
            0.25,
            &[Right, Empty, Empty, Empty],
        );
        check(
            &mark_pairing(&key, &[Some(0), Some(77), None, None, Some(1)]),
            0.25,
            &[Right, Wrong, Empty, Empty],
        );
        check(&mark_pairing(&pairing(&[]), &[Some(0)]), 0.0, &[]);
    }

    #[test]
    fn an_order_earns_by_its_longest_run() {
        for (n, given, score, parts) in [
            (4, &[0, 1, 2, 3][..], 1.0, &[Right, Right, Right, Right][..]),
            (4, &[3, 2, 1, 0], 0.0, &[Wrong, Wrong, Wrong, Wrong]),
            // One out of place costs one step, wherever it went …
            (4, &[3, 0, 1, 2], 2.0 / 3.0, &[Right, Right, Right, Wrong]),
            (4, &[1, 0, 2, 3], 2.0 / 3.0, &[Right, Wrong, Right, Right]),
            // … and two halves that were exchanged keep one of them.
            (4, &[2, 3, 0, 1], 1.0 / 3.0, &[Right, Right, Wrong, Wrong]),
            (2, &[1, 0], 0.0, &[Wrong, Wrong]),
            (1, &[0], 1.0, &[Right]),
            (1, &[], 0.0, &[Empty]),
            (0, &[], 0.0, &[]),
            // Of a question that was changed meanwhile.
            (3, &[0, 2], 0.5, &[Right, Empty, Right]),
            (3, &[0, 0, 7, 1, 2], 1.0, &[Right, Right, Right]),
            (3, &[], 0.0, &[Empty, Empty, Empty]),
            (3, &[1], 0.0, &[Empty, Wrong, Empty]),
        ] {
            check(&mark_sequence(&sequence(n), given), score, parts);
        }
    }

    fn typed(name: &str, accept: &[&str]) -> Gap {
        Gap {
            name: Clean::words(name),
            key: GapKey::Typed(TextKey {
                accept: accept.iter().map(|words| Clean::words(words)).collect(),
                reject: vec![],
                case: false,
            }),
            feedback: vec![],
        }
    }

    fn chosen(name: &str, options: &[(&str, bool)]) -> Gap {
        let options = options.iter().map(|(text, correct)| GapOption {
            text: Clean::words(text),
            correct: *correct,
        });
        Gap {
            name: Clean::words(name),
            key: GapKey::Chosen(options.collect()),
            feedback: vec![],
        }
    }

    fn gaps() -> Gaps {
        Gaps {
            text: vec![],
            gaps: vec![
                typed("a", &["domain", "field"]),
                chosen("b", &[("practice", true), ("product", false)]),
                typed("c", &["romain"]),
            ],
            shuffle: true,
        }
    }

    #[test]
    fn gaps_earn_their_share() {
        for (filled, score, parts) in [
            (
                &["Domain.", "practice", "romain"][..],
                1.0,
                &[Right, Right, Right][..],
            ),
            (&["field", "product", ""], 1.0 / 3.0, &[Right, Wrong, Empty]),
            (&[" ", "other"], 0.0, &[Empty, Wrong, Empty]),
            (&[], 0.0, &[Empty, Empty, Empty]),
            (
                &["field", "PRACTICE", "romain", "more"],
                1.0,
                &[Right, Right, Right],
            ),
        ] {
            let filled: Vec<_> = filled.iter().map(|words| (*words).to_owned()).collect();
            check(&mark_gaps(&gaps(), &filled), score, parts);
        }
        check(&mark_gaps(&Gaps::default(), &["x".to_owned()]), 0.0, &[]);
    }

    #[test]
    fn a_near_miss_in_a_gap_may_be_counted_but_not_the_word_of_another_gap() {
        let fill = |words: [&str; 3]| mark_gaps(&gaps(), &words.map(str::to_owned));
        let outcome = fill(["domian", "product", "romain"]);
        check(&outcome, 1.0 / 3.0, &[Wrong, Wrong, Right]);
        let near = outcome.near.clone().unwrap();
        assert_eq!(near.meant, ["domain"]);
        let counted = outcome.counted();
        check(&counted, 2.0 / 3.0, &[Right, Wrong, Right]);
        assert_eq!(counted.near, None);
        // `romain` is one letter from `domain`, but it belongs elsewhere.
        assert_eq!(fill(["romain", "practice", ""]).near, None);
    }

    proptest! {
        #[test]
        fn a_score_is_from_0_to_1_and_1_only_if_every_part_is_right(
            targets in prop::collection::vec(0..9_usize, 0..9),
            placed in prop::collection::vec(prop::option::of(0..12_usize), 0..12),
            n in 0..9_usize,
            order in prop::collection::vec(0..12_usize, 0..12),
            words in prop::collection::vec("(domain|practice|domian|romain| |[a-f ]{0,6})", 0..5),
        ) {
            for outcome in [
                mark_pairing(&pairing(&targets), &placed),
                mark_sequence(&sequence(n), &order),
                mark_gaps(&gaps(), &words),
            ] {
                let score = outcome.score.unwrap();
                prop_assert!((0.0..=1.0).contains(&score));
                let all = outcome.parts.iter().all(Part::is_right);
                prop_assert_eq!(score >= 1.0, all && !outcome.parts.is_empty());
                let counted = outcome.counted().score.unwrap();
                prop_assert!((score..=1.0).contains(&counted));
            }
        }

        #[test]
        fn the_key_itself_is_right(
            targets in prop::collection::vec(0..9_usize, 1..9),
            n in 1..9_usize,
        ) {
            let placed: Vec<_> = targets.iter().copied().map(Some).collect();
            let in_order: Vec<_> = (0..n).collect();
            let words: Vec<_> = gaps().gaps.iter().map(Gap::right).collect();
            for outcome in [
                mark_pairing(&pairing(&targets), &placed),
                mark_sequence(&sequence(n), &in_order),
                mark_gaps(&gaps(), &words),
            ] {
                prop_assert_eq!(outcome.score, Some(1.0));
            }
        }

        #[test]
        fn the_longest_run_ascends_and_none_is_longer(numbers in prop::collection::vec(0..30_usize, 0..9)) {
            let run = longest_run(&numbers);
            prop_assert!(run.is_sorted_by(|a, b| a < b));
            let longest = (0..1_u32 << numbers.len())
                .filter_map(|set| {
                    let some: Vec<_> = (0..numbers.len()).filter(|at| set >> at & 1 == 1).map(|at| numbers[at]).collect();
                    some.is_sorted_by(|a, b| a < b).then_some(some.len())
                })
                .max();
            prop_assert_eq!(Some(run.len()), longest);
        }
    }

    #[test]
    fn a_hostile_answer_is_marked_at_once() {
        let n = 200_000;
        let backwards: Vec<_> = (0..n).rev().collect();
        check_score(&mark_sequence(&sequence(n), &backwards), 0.0);
        let forwards: Vec<_> = (0..n).collect();
        check_score(&mark_sequence(&sequence(n), &forwards), 1.0);
        let places = vec![Some(0); n];
        check_score(&mark_pairing(&pairing(&[0, 1]), &places), 0.5);
    }

    #[test]
    fn thousands_of_near_misses_are_marked_at_once() {
        let letters = || 'h'..='z';
        let pairs = letters().flat_map(|a| letters().map(move |b| format!("abcdefg{a}{b}")));
        let names: Vec<_> = pairs
            .flat_map(|pair| letters().map(move |c| format!("{pair}{c}")))
            .collect();
        let n = names.len();
        let key = Gaps {
            text: vec![],
            gaps: names.iter().map(|name| typed(name, &[name])).collect(),
            shuffle: true,
        };
        let slips: Vec<_> = names
            .iter()
            .map(|name| name.replacen("cd", "dc", 1))
            .collect();
        let near = mark_gaps(&key, &slips).near.unwrap();
        assert_eq!((near.meant.len(), near.score), (n, 1.0));
    }

    #[track_caller]
    fn check_score(outcome: &Outcome, score: f64) {
        assert_eq!(outcome.score, Some(score));
    }
}
