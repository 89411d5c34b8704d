//! The order in which courses stand: what a newcomer is offered, all others by title, and those that
//! were put away.
//!
//! **Invariant:** every course stands somewhere; the one under the cursor stays under it.

use super::Library;
use crate::course::Audience;
use crate::course::id::{CourseId, SectionId};
use crate::study::event::Stand;
use crate::study::progress::Progress;

/// Where a course stands among the others.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// It is offered to a newcomer before all others.
    Offered,
    /// By its title.
    #[default]
    Open,
    /// It was put away.
    Away,
}

/// Where a course stands for somebody who has done that. To be new is to have done nothing at all.
pub fn rank(progress: &Progress, course: &CourseId, audience: Audience) -> Rank {
    match (progress.stand(course), audience) {
        (Stand::Away, _) => Rank::Away,
        (Stand::Open, Audience::Newcomers) if progress.is_untouched() => Rank::Offered,
        (Stand::Open, _) => Rank::Open,
    }
}

impl Library {
    /// Puts the courses in order for the first time. Under the cursor is what a newcomer is offered,
    /// else what was open `last`.
    pub fn begin(&mut self, progress: &Progress, last: Option<&(CourseId, SectionId)>) {
        self.arrange(progress);
        let is_offered = self
            .cards
            .first()
            .is_some_and(|card| rank(progress, &card.id, card.audience) == Rank::Offered);
        let last = last.filter(|_| !is_offered).map(|(course, _)| course);
        let at = self.cards.iter().position(|card| Some(&card.id) == last);
        self.selected = at.unwrap_or(0);
    }

    /// Puts the courses in order, after something was done.
    pub fn arrange(&mut self, progress: &Progress) {
        let mut cards: Vec<_> = std::mem::take(&mut self.cards)
            .into_iter()
            .enumerate()
            .collect();
        cards.sort_by_cached_key(|(_, card)| {
            let rank = rank(progress, &card.id, card.audience);
            (rank, card.title.to_lowercase())
        });
        let selected = cards.iter().position(|(was, _)| *was == self.selected);
        self.selected = selected.unwrap_or(0);
        self.cards = cards.into_iter().map(|(_, card)| card).collect();
    }
}
