//! An answer in the making, and what can be done to it.
//!
//! **Invariant:** a draft has as many places as its question has options, items or gaps, and an
//! arrangement holds every item once, whatever is done to it.

use crate::app::quiz::shuffle;
use crate::app::settings::Asked;
use crate::course::question::{GapKey, Gaps, Kind, Question};
use crate::study::chance;
use crate::study::event::Response;
use crate::text::field::{Field, Lines};

/// An answer in the making.
#[derive(Debug, Clone)]
pub enum Draft {
    /// Words.
    Written(Field),
    /// Which options are picked, in the author's order; for true or false: true, false.
    Picked(Vec<bool>),
    /// For each item in the author's order, the target that it was put to.
    Placed(Vec<Option<usize>>),
    /// Items in the order that the learner has given them so far.
    Ordered(Arrangement),
    /// What stands in each gap.
    Filled(Vec<Blank>),
}

/// Items that are being put in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrangement {
    /// By their index in the author's order.
    pub items: Vec<usize>,
    /// How many at the start were put there by their numbers, one after the other.
    pub n_numbered: usize,
    /// Is the item under the cursor taken up?
    pub hand: Hand,
}

/// Does the learner hold an item?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hand {
    /// No.
    Free,
    /// The one under the cursor: it goes where the cursor goes.
    Full,
}

/// A gap that is being filled.
#[derive(Debug, Clone)]
pub enum Blank {
    /// By writing.
    Typed(Field),
    /// By choosing.
    Chosen {
        /// The options in the order shown, by their index in the author's order.
        order: Vec<usize>,
        /// The one that is chosen, by its index in the author's order.
        chosen: Option<usize>,
    },
}

impl Draft {
    /// The draft that a question starts with. `order` is that in which its items are shown.
    pub(super) fn new(question: &Question, order: &[usize], seed: u64, shuffle: Asked) -> Self {
        let prefill = &question.prefill;
        match &question.kind {
            Kind::Choice(_) | Kind::Choices(_) | Kind::TrueFalse { .. } => {
                Self::Picked(vec![false; order.len()])
            }
            Kind::Text(_) | Kind::Number(_) => Self::Written(Field::new(prefill, Lines::One)),
            Kind::Open { .. } | Kind::Activity | Kind::Unknown(_) => {
                Self::Written(Field::new(prefill, Lines::Many))
            }
            Kind::Match(_) | Kind::Sort(_) => Self::Placed(vec![None; order.len()]),
            Kind::Order(_) => Self::Ordered(Arrangement {
                items: order.to_vec(),
                n_numbered: 0,
                hand: Hand::Free,
            }),
            Kind::Gaps(key) => {
                let blank = |(at, gap): (usize, &_)| Blank::new(key, gap, at, seed, shuffle);
                Self::Filled(
                    key.gaps
                        .iter()
                        .map(|gap| &gap.key)
                        .enumerate()
                        .map(blank)
                        .collect(),
                )
            }
        }
    }

    /// Takes up what was left behind; what doesn't fit the question is let go.
    pub(super) fn restore(&mut self, question: &Question, response: &Response, cursor: usize) {
        match (self, response) {
            (Self::Written(field), Response::Written(text)) => {
                field.set_text(text);
                field.set_cursor(cursor);
            }
            (Self::Picked(picked), Response::Picked(indexes)) => {
                for index in indexes {
                    if let Some(one) = picked.get_mut(*index) {
                        *one = true;
                    }
                }
            }
            (Self::Picked(picked), Response::Said(yes)) if picked.len() == 2 => {
                *picked = vec![*yes, !*yes];
            }
            (Self::Placed(places), Response::Placed(targets)) => {
                let n = n_targets(&question.kind);
                for (place, target) in places.iter_mut().zip(targets) {
                    *place = target.filter(|target| *target < n);
                }
            }
            (Self::Ordered(arrangement), Response::Ordered(items)) => arrangement.restore(items),
            (Self::Filled(blanks), Response::Filled(words)) => {
                if let Kind::Gaps(key) = &question.kind {
                    for ((blank, words), gap) in blanks.iter_mut().zip(words).zip(&key.gaps) {
                        blank.restore(&gap.key, words);
                    }
                }
            }
            _ => {}
        }
    }

    /// What it says so far.
    pub(super) fn response(&self, question: &Question, shown: &[usize]) -> Response {
        match (self, &question.kind) {
            (Self::Written(field), _) => Response::Written(field.text().to_owned()),
            (Self::Picked(picked), Kind::TrueFalse { .. }) => match picked.as_slice() {
                [true, ..] => Response::Said(true),
                [_, true] => Response::Said(false),
                _ => Response::Picked(Vec::new()),
            },
            (Self::Picked(picked), _) => {
                let picks = picked.iter().enumerate().filter(|(_, picked)| **picked);
                Response::Picked(picks.map(|(at, _)| at).collect())
            }
            (Self::Placed(places), _) => Response::Placed(places.clone()),
            // As it was shown, it is nobody's answer.
            (Self::Ordered(arrangement), _) if !arrangement.is_touched(shown) => {
                Response::Ordered(Vec::new())
            }
            (Self::Ordered(arrangement), _) => Response::Ordered(arrangement.items.clone()),
            (Self::Filled(blanks), kind) => {
                let words = blanks.iter().enumerate().map(|(at, blank)| match kind {
                    Kind::Gaps(key) => blank.words(key, at).to_owned(),
                    _ => String::new(),
                });
                Response::Filled(words.collect())
            }
        }
    }

    /// The places that are still empty, by their index in the author's order.
    pub(super) fn empty(&self) -> Vec<usize> {
        let is_empty = |at: &usize| match self {
            Self::Placed(places) => places[*at].is_none(),
            Self::Filled(blanks) => blanks[*at].is_empty(),
            _ => false,
        };
        let n = match self {
            Self::Placed(places) => places.len(),
            Self::Filled(blanks) => blanks.len(),
            _ => 0,
        };
        (0..n).filter(is_empty).collect()
    }
}

/// How many targets there are to put items to.
pub(super) fn n_targets(kind: &Kind) -> usize {
    match kind {
        Kind::Match(key) | Kind::Sort(key) => key.targets.len(),
        _ => 0,
    }
}

impl Arrangement {
    /// Has the learner done anything with it?
    fn is_touched(&self, shown: &[usize]) -> bool {
        self.n_numbered > 0 || self.items != shown
    }

    fn restore(&mut self, items: &[usize]) {
        let mut sorted = items.to_vec();
        sorted.sort_unstable();
        if sorted.into_iter().eq(0..self.items.len()) {
            self.items = items.to_vec();
            self.n_numbered = items.len();
        }
    }

    /// Puts an item behind those that were numbered before it. To press the numbers of all items
    /// puts them in that order, whatever order they were in; gives the place where it went.
    pub(super) fn number(&mut self, item: usize) -> Option<usize> {
        let from = self.items.iter().position(|known| *known == item)?;
        self.items.remove(from);
        let to = if from < self.n_numbered {
            self.n_numbered - 1
        } else {
            self.n_numbered += 1;
            self.n_numbered - 1
        };
        self.items.insert(to, item);
        self.hand = Hand::Free;
        Some(to)
    }

    /// Moves what stands at a place to another one.
    pub(super) fn carry(&mut self, from: usize, to: usize) {
        if from < self.items.len() && to < self.items.len() {
            let item = self.items.remove(from);
            self.items.insert(to, item);
            self.n_numbered = 0;
        }
    }
}

impl Blank {
    fn new(gaps: &Gaps, key: &GapKey, at: usize, seed: u64, shuffle: Asked) -> Self {
        match key {
            GapKey::Typed(_) => Self::Typed(Field::new("", Lines::One)),
            GapKey::Chosen(options) if gaps.shuffle && shuffle == Asked::Yes => Self::Chosen {
                order: shuffle::order(options.len(), chance::mix(seed ^ at as u64)),
                chosen: None,
            },
            GapKey::Chosen(options) => Self::Chosen {
                order: (0..options.len()).collect(),
                chosen: None,
            },
        }
    }

    fn restore(&mut self, key: &GapKey, words: &str) {
        match (self, key) {
            (Self::Typed(field), _) => field.set_text(words),
            (Self::Chosen { chosen, .. }, GapKey::Chosen(options)) => {
                *chosen = options.iter().position(|option| &*option.text == words);
            }
            (Self::Chosen { .. }, GapKey::Typed(_)) => {}
        }
    }

    /// What stands in it.
    pub fn words<'a>(&'a self, gaps: &'a Gaps, at: usize) -> &'a str {
        match (self, gaps.gaps.get(at).map(|gap| &gap.key)) {
            (Self::Typed(field), _) => field.text(),
            (Self::Chosen { chosen, .. }, Some(GapKey::Chosen(options))) => chosen
                .and_then(|chosen| options.get(chosen))
                .map_or("", |option| &option.text),
            _ => "",
        }
    }

    fn is_empty(&self) -> bool {
        match self {
            Self::Typed(field) => field.text().trim().is_empty(),
            Self::Chosen { chosen, .. } => chosen.is_none(),
        }
    }
}

/// Goes on from one of some things to the next or the one before, round the ends.
pub(super) fn cycle(order: &[usize], now: Option<usize>, step: isize) -> Option<usize> {
    let n = order.len().cast_signed();
    let at = now.and_then(|now| order.iter().position(|one| *one == now));
    let next = match at {
        Some(at) => at.cast_signed() + step,
        None if step > 0 => 0,
        None => n - 1,
    };
    (n > 0).then(|| order[next.rem_euclid(n).cast_unsigned()])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn arrangement(items: &[usize]) -> Arrangement {
        Arrangement {
            items: items.to_vec(),
            n_numbered: 0,
            hand: Hand::Free,
        }
    }

    #[test]
    fn numbers_put_items_in_the_order_in_which_they_are_pressed() {
        let mut some = arrangement(&[2, 0, 3, 1]);
        assert!(!some.is_touched(&[2, 0, 3, 1]));
        assert_eq!(some.number(3), Some(0));
        assert_eq!((&some.items[..], some.n_numbered), (&[3, 2, 0, 1][..], 1));
        assert_eq!(some.number(0), Some(1));
        // Once more: it goes behind the others that were numbered.
        assert_eq!(some.number(3), Some(1));
        assert_eq!((&some.items[..], some.n_numbered), (&[0, 3, 2, 1][..], 2));
        assert_eq!(some.number(9), None);
    }

    #[test]
    fn a_draft_of_another_edition_is_let_go() {
        let mut some = arrangement(&[1, 0, 2]);
        for other in [&[0, 1][..], &[0, 0, 1], &[1, 2, 3], &[]] {
            some.restore(other);
            assert_eq!(some, arrangement(&[1, 0, 2]), "{other:?}");
        }
        some.restore(&[0, 1, 2]);
        assert!(some.is_touched(&[0, 1, 2]));
    }

    #[test]
    fn cycling_goes_round() {
        for (now, step, next) in [
            (None, 1, Some(5)),
            (None, -1, Some(3)),
            (Some(3), 1, Some(5)),
            (Some(5), -1, Some(3)),
            (Some(5), 1, Some(4)),
            (Some(77), 1, Some(5)),
        ] {
            assert_eq!(cycle(&[5, 4, 3], now, step), next, "{now:?} {step}");
        }
        assert_eq!(cycle(&[], None, 1), None);
    }

    proptest! {
        #[test]
        fn an_arrangement_never_loses_an_item(deeds in prop::collection::vec((0..3, 0..7_usize, 0..7_usize), 0..20)) {
            let mut some = arrangement(&[3, 1, 0, 4, 2]);
            for (deed, a, b) in deeds {
                match deed {
                    0 => { some.number(a); }
                    1 => some.carry(a, b),
                    _ => some.restore(&[a, b, 0, 1, 2]),
                }
            }
            let mut items = some.items.clone();
            items.sort_unstable();
            prop_assert_eq!(items, [0, 1, 2, 3, 4]);
            prop_assert!(some.n_numbered <= 5);
        }

        #[test]
        fn all_numbers_pressed_give_that_order(pressed in Just(vec![0, 1, 2, 3, 4]).prop_shuffle(), before in prop::collection::vec(0..5_usize, 0..6)) {
            let mut some = arrangement(&[3, 1, 0, 4, 2]);
            for item in before.into_iter().chain(pressed.clone()) {
                some.number(item);
            }
            prop_assert_eq!(some.items, pressed);
        }
    }
}
