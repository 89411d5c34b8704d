//! What the learner does to an answer in parts: to items, an order, the gaps of a text.
//!
//! **Invariant:** only an answer that is being made is changed; what is done to any other kind of
//! answer does nothing.

use crate::app::quiz::{Blank, Draft, Hand, Phase, Quiz, draft};
use crate::course::question::{GapKey, Kind, Question};

impl Quiz {
    /// What can be put to the item or into the gap under the cursor, in the order shown.
    pub fn choosable(&self) -> &[usize] {
        match self.draft() {
            Some(Draft::Placed(_)) => &self.targets,
            _ => self.gap_order(self.cursor),
        }
    }

    /// The options of a gap in the order shown, by their index in the author's order; none if it is
    /// to be written.
    pub fn gap_order(&self, gap: usize) -> &[usize] {
        match self.draft() {
            Some(Draft::Filled(blanks)) => match blanks.get(gap) {
                Some(Blank::Chosen { order, .. }) => order,
                _ => &[],
            },
            _ => &[],
        }
    }

    /// What is put to the item or into the gap under the cursor, by its index in the author's order.
    pub fn chosen(&self) -> Option<usize> {
        match self.draft()? {
            Draft::Placed(places) => *places.get(*self.order.get(self.cursor)?)?,
            Draft::Filled(blanks) => match blanks.get(self.cursor)? {
                Blank::Chosen { chosen, .. } => *chosen,
                Blank::Typed(_) => None,
            },
            _ => None,
        }
    }

    /// Puts something to the item or into the gap under the cursor, or takes it away.
    pub(super) fn choose(&mut self, one: Option<usize>) {
        let item = self.order.get(self.cursor).copied();
        match &mut self.phase {
            Phase::Asking(Draft::Placed(places)) => {
                if let Some(place) = item.and_then(|item| places.get_mut(item)) {
                    *place = one;
                }
            }
            Phase::Asking(Draft::Filled(blanks)) => {
                if let Some(Blank::Chosen { chosen, .. }) = blanks.get_mut(self.cursor) {
                    *chosen = one;
                }
            }
            _ => {}
        }
    }

    /// Puts the next target, or the one before, to the item under the cursor; likewise the options of
    /// a gap. There may be more of them than digits.
    pub fn turn(&mut self, step: isize) {
        let next = draft::cycle(self.choosable(), self.chosen(), step);
        if next.is_some() {
            self.choose(next);
        }
    }

    /// Does what the bar does under the cursor of an answer in parts: empties it, or takes an item up
    /// and puts it down.
    pub fn grasp(&mut self) {
        if let Phase::Asking(Draft::Ordered(arrangement)) = &mut self.phase {
            arrangement.hand = match arrangement.hand {
                Hand::Free if self.cursor < arrangement.items.len() => Hand::Full,
                _ => Hand::Free,
            };
        } else {
            self.choose(None);
        }
    }

    /// Goes to an item, gap or option at a place. An item that is taken up goes along.
    pub fn go_to(&mut self, place: usize) {
        let step = place.cast_signed() - self.cursor.cast_signed();
        self.step(step);
    }

    /// The places in the order shown that are still empty.
    pub fn empty(&self) -> Vec<usize> {
        let Some(draft) = self.draft() else {
            return Vec::new();
        };
        let empty = draft.empty();
        match draft {
            Draft::Placed(_) => {
                let shown = self.order.iter().enumerate();
                let shown = shown.filter(|(_, item)| empty.binary_search(item).is_ok());
                shown.map(|(place, _)| place).collect()
            }
            _ => empty,
        }
    }
}

/// The options of a gap, in the author's order, if it is one to choose for.
pub fn gap_options(question: &Question, gap: usize) -> Option<Vec<&str>> {
    let Kind::Gaps(key) = &question.kind else {
        return None;
    };
    match &key.gaps.get(gap)?.key {
        GapKey::Chosen(options) => Some(options.iter().map(|option| &*option.text).collect()),
        GapKey::Typed(_) => None,
    }
}
