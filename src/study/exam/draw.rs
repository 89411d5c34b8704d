//! Which questions an exam asks: drawn by a seed, spread over the sections in proportion.
//!
//! The parts of one question (its group) stay together in their order. Where only some of them have
//! room, these are the first ones, since a part may build on those before it.
//!
//! **Invariant:** the same questions, rules and seed give the same paper; no question is in it twice.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::course::id::{FullId, SectionId};
use crate::study::chance;
use crate::study::event::Paper;
use crate::study::exam::{Bank, Rules};
use crate::text::Clean;

/// Questions that are asked one after the other.
type Unit = Vec<FullId>;

/// A paper by these rules. It asks for `rules.n` questions, or for all that the rules admit where
/// these are fewer.
pub fn draw(bank: &Bank, rules: &Rules, seed: u32) -> Paper {
    let admitted = bank
        .questions()
        .filter(|(id, _, question)| rules.admit(&id.section, question));
    let admitted = admitted.map(|(id, _, question)| (id, question.group.clone()));
    Paper {
        title: rules.title.clone(),
        questions: pick(admitted, rules.n, seed),
        seed,
        limit: rules.limit,
        pass: rules.pass,
    }
}

/// A paper of those questions of `paper` that are in `wrong`, with as much time for each as before.
pub fn again(bank: &Bank, paper: &Paper, wrong: &BTreeSet<FullId>, seed: u32) -> Paper {
    let wrong = bank.questions().filter(|(id, ..)| wrong.contains(id));
    let wrong = wrong.map(|(id, _, question)| (id, question.group.clone()));
    let questions = pick(wrong, usize::MAX, seed);
    let limit = paper.limit.map(|limit| {
        let before = paper.questions.len().max(1) as u64;
        let share = (u64::from(limit) * questions.len() as u64).div_ceil(before);
        // Whole minutes are easier to tell.
        u32::try_from(share.next_multiple_of(60)).map_or(limit, |share| share.min(limit))
    });
    Paper {
        // It is not the author's exam any more.
        title: None,
        questions,
        seed,
        limit,
        pass: paper.pass,
    }
}

/// `n` of these questions, each with its group, or all of them.
fn pick(
    questions: impl Iterator<Item = (FullId, Option<Clean>)>,
    n: usize,
    seed: u32,
) -> Vec<FullId> {
    let mut sections = units(questions);
    let sizes: Vec<usize> = sections
        .iter()
        .map(|units| units.iter().map(Vec::len).sum())
        .collect();
    let mut state = chance::mix(seed.into());
    let shares = shares(&sizes, n, &mut state);
    let mut picked = Vec::new();
    for (units, share) in sections.iter_mut().zip(shares) {
        state = chance::shuffle(units, state);
        picked.extend(take(std::mem::take(units), share));
    }
    chance::shuffle(&mut picked, state);
    picked.concat()
}

/// The questions of each section, those of one group together.
fn units(questions: impl Iterator<Item = (FullId, Option<Clean>)>) -> Vec<Vec<Unit>> {
    let mut sections: Vec<Vec<Unit>> = Vec::new();
    let mut places: BTreeMap<SectionId, usize> = BTreeMap::new();
    let mut groups: BTreeMap<(usize, Clean), usize> = BTreeMap::new();
    for (id, group) in questions {
        let at = *places.entry(id.section.clone()).or_insert(sections.len());
        if at == sections.len() {
            sections.push(Vec::new());
        }
        let units = &mut sections[at];
        let new = units.len();
        let place = match group {
            Some(group) => *groups.entry((at, group)).or_insert(new),
            None => new,
        };
        match units.get_mut(place) {
            Some(unit) => unit.push(id),
            None => units.push(vec![id]),
        }
    }
    sections
}

/// How many of `n` each section gets: its part of all, rounded by the largest remainders (Hamilton);
/// which of equal ones is rounded up is left to chance.
fn shares(sizes: &[usize], n: usize, state: &mut u64) -> Vec<usize> {
    let all: usize = sizes.iter().sum();
    let n = n.min(all);
    let parts = sizes.iter().map(|size| n as u128 * *size as u128);
    let all = all.max(1) as u128;
    let (mut shares, mut rests): (Vec<usize>, Vec<(usize, u128)>) = parts
        .enumerate()
        .map(|(at, part)| {
            let share = usize::try_from(part / all).expect("it is no more than the section has");
            (share, (at, part % all))
        })
        .unzip();
    *state = chance::shuffle(&mut rests, *state);
    rests.sort_by_key(|(_, rest)| Reverse(*rest));
    let left = n - shares.iter().sum::<usize>();
    for (at, _) in rests.into_iter().take(left) {
        shares[at] += 1;
    }
    shares
}

/// As many of `units` as have room, and the first parts of one that has not, so that all `room` is
/// taken.
fn take(units: Vec<Unit>, mut room: usize) -> Vec<Unit> {
    let (mut taken, mut too_long) = (Vec::new(), None);
    for unit in units {
        if unit.len() <= room {
            room -= unit.len();
            taken.push(unit);
        } else if too_long.is_none() {
            too_long = Some(unit);
        }
    }
    if let (Some(mut unit), 1..) = (too_long, room) {
        unit.truncate(room);
        taken.push(unit);
    }
    taken
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::study::exam::Chosen;
    use crate::study::exam::tests::{question, section};

    /// For each section, how many questions there are and how many belong to one group.
    fn bank(sections: &[(usize, usize)]) -> Bank {
        Bank::new(sections.iter().enumerate().map(|(at, (n, grouped))| {
            let questions = (0..*n).map(|place| {
                let group = (place < *grouped).then_some("g");
                question(&format!("q{place}"), group)
            });
            section(&format!("{}", at + 1), questions.collect())
        }))
    }

    fn rules(n: usize) -> Rules {
        Rules {
            n,
            ..Rules::default()
        }
    }

    fn count(paper: &Paper, section: &str) -> usize {
        let here = |id: &&FullId| id.section.as_str() == section;
        paper.questions.iter().filter(here).count()
    }

    #[test]
    fn sections_get_their_part() {
        for (sizes, n, wanted) in [
            (&[10, 10, 20][..], 4, &[1, 1, 2][..]),
            (&[1, 1, 98], 10, &[0, 0, 10]),
            (&[3, 3], 6, &[3, 3]),
            (&[3, 3], 99, &[3, 3]),
            (&[6, 4], 5, &[3, 2]),
            (&[0, 5], 2, &[0, 2]),
            (&[], 5, &[]),
            (&[7], 0, &[0]),
        ] {
            assert_eq!(shares(sizes, n, &mut 1), wanted, "{sizes:?} {n}");
        }
    }

    #[test]
    fn whose_part_is_rounded_up_is_left_to_chance() {
        let firsts: BTreeSet<_> = (0..50)
            .map(|seed| shares(&[5; 10], 1, &mut { seed }))
            .collect();
        assert!(firsts.len() > 5, "{firsts:?}");
    }

    #[test]
    fn fewer_than_asked_for_are_all() {
        let paper = draw(&bank(&[(3, 0), (2, 2)]), &rules(15), 7);
        assert_eq!(paper.questions.len(), 5);
        assert_eq!(draw(&bank(&[]), &rules(15), 7).questions, []);
        let nothing = Rules {
            sections: Chosen::Only(BTreeSet::new()),
            ..Rules::default()
        };
        assert_eq!(draw(&bank(&[(3, 0)]), &nothing, 7).questions, []);
    }

    #[test]
    fn five_hundred_questions_can_be_asked() {
        let paper = draw(&bank(&[(5_000, 0), (5_000, 5_000)]), &rules(500), 7);
        assert_eq!(paper.questions.len(), 500);
        assert_eq!(count(&paper, "1"), 250);
    }

    #[test]
    fn what_was_wrong_is_asked_again_at_the_same_pace() {
        let bank = bank(&[(10, 4)]);
        let mut paper = draw(&bank, &rules(10), 7);
        paper.limit = Some(600);
        let mut wrong: BTreeSet<_> = paper.questions[..3].iter().cloned().collect();
        wrong.insert(FullId::parse("9/gone").unwrap());
        let retake = again(&bank, &paper, &wrong, 8);
        assert_eq!(retake.questions.len(), 3);
        assert!(retake.questions.iter().all(|id| wrong.contains(id)));
        assert_eq!((retake.limit, retake.pass, retake.seed), (Some(180), 50, 8));
        paper.limit = None;
        assert_eq!(again(&bank, &paper, &wrong, 8).limit, None);
    }

    proptest! {
        #[test]
        fn a_paper_is_fair(
            sizes in prop::collection::vec((0..12_usize, 0..6_usize), 0..8),
            n in 0..60_usize,
            seed: u32,
        ) {
            let bank = bank(&sizes);
            let paper = draw(&bank, &rules(n), seed);
            prop_assert_eq!(&paper, &draw(&bank, &rules(n), seed));
            let all: usize = sizes.iter().map(|(size, _)| size).sum();
            prop_assert_eq!(paper.questions.len(), n.min(all));
            let unique: BTreeSet<_> = paper.questions.iter().collect();
            prop_assert_eq!(unique.len(), paper.questions.len());
            for (at, (size, grouped)) in sizes.iter().enumerate() {
                let here = format!("{}", at + 1);
                let part = n.min(all) * size;
                let got = count(&paper, &here);
                prop_assert!(got >= part / all.max(1) && got <= part.div_ceil(all.max(1)));
                // The parts of a group stand together, in order, from the first on.
                let places: Vec<_> = paper
                    .questions
                    .iter()
                    .enumerate()
                    .filter(|(_, id)| id.section.as_str() == here)
                    .filter_map(|(place, id)| {
                        let part: usize = id.question.as_str()[1..].parse().unwrap();
                        (part < *grouped).then_some((place, part))
                    })
                    .collect();
                for (part, (place, got)) in places.iter().enumerate() {
                    prop_assert_eq!((*place, *got), (places[0].0 + part, part));
                }
            }
        }
    }
}
