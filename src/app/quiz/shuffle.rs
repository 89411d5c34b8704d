//! Orders by chance: the same seed gives the same one.

use crate::app::quiz::options;
use crate::app::settings::Asked;
use crate::course::question::{Kind, Question};
use crate::study::chance::{self, mix};

/// The order in which the options or items of a question are shown: the author's, or one that `seed`
/// and the question decide. An `order` is never shown in the right one: a learner who wants the
/// author's order gets one that doesn't change from time to time.
pub(super) fn items(question: &Question, seed: u64, shuffle: Asked) -> Vec<usize> {
    let asked = if shuffle == Asked::Yes {
        of(question, seed)
    } else {
        of(question, 0)
    };
    match &question.kind {
        Kind::TrueFalse { .. } => vec![0, 1],
        Kind::Order(key) => disordered(key.items.len(), asked),
        Kind::Match(key) | Kind::Sort(key) if key.shuffle && shuffle == Asked::Yes => {
            order(key.items.len(), asked)
        }
        Kind::Match(key) | Kind::Sort(key) => (0..key.items.len()).collect(),
        _ => match options(question) {
            Some(options) if options.shuffle && shuffle == Asked::Yes => {
                order(options.choices.len(), asked)
            }
            Some(options) => (0..options.choices.len()).collect(),
            None => Vec::new(),
        },
    }
}

/// The order in which targets are shown. Categories keep the author's. The counterparts of `match`
/// are always shuffled, for the author's order would tell which belongs to which.
pub(super) fn targets(question: &Question, seed: u64, shuffle: Asked) -> Vec<usize> {
    let seed = if shuffle == Asked::Yes { seed } else { 0 };
    match &question.kind {
        Kind::Match(key) => order(key.targets.len(), mix(of(question, seed))),
        Kind::Sort(key) => (0..key.targets.len()).collect(),
        _ => Vec::new(),
    }
}

/// Chance for a question.
pub(super) fn of(question: &Question, seed: u64) -> u64 {
    let id = question.id.as_str().bytes();
    id.fold(seed, |hash, byte| mix(hash ^ u64::from(byte)))
}

/// An order by chance, but never the first to last.
fn disordered(n: usize, seed: u64) -> Vec<usize> {
    let mut order = order(n, seed);
    if n > 1 && order.is_sorted() {
        order.rotate_left(1);
    }
    order
}

/// So many in an order by chance.
pub(super) fn order(n: usize, seed: u64) -> Vec<usize> {
    let mut order: Vec<usize> = (0..n).collect();
    chance::shuffle(&mut order, seed);
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_is_never_shown_as_it_is_right() {
        for n in 0..7 {
            for seed in 0..200 {
                let mut shown = disordered(n, seed);
                assert!(n < 2 || !shown.is_sorted(), "{n} {seed}");
                shown.sort_unstable();
                assert!(shown.into_iter().eq(0..n));
            }
        }
    }
}
