//! The order in which courses stand: what a newcomer is offered, all others by title, and those that
//! were put away.
//!
//! **Invariant:** every course stands somewhere; the one under the cursor stays under it.

use super::Library;
use crate::course::Audience;
use crate::course::id::CourseId;
use crate::study::desk::Desk;
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

/// Where a course stands for somebody who has done that, and who left `desk` so. To be new is to have done
/// nothing at all, and to have nothing lying open.
pub fn rank(progress: &Progress, desk: &Desk, course: &CourseId, audience: Audience) -> Rank {
    let is_new = || progress.is_untouched() && desk.last.is_none();
    match (progress.stand(course), audience) {
        (Stand::Away, _) => Rank::Away,
        (Stand::Open, Audience::Newcomers) if is_new() => Rank::Offered,
        (Stand::Open, _) => Rank::Open,
    }
}

impl Library {
    /// Puts the courses in order for the first time. Under the cursor is what was open last, and for a
    /// newcomer the first.
    pub fn begin(&mut self, progress: &Progress, desk: &Desk) {
        self.arrange(progress, desk);
        let last = desk.last.as_ref().map(|(course, _)| course);
        let at = self.cards.iter().position(|card| Some(&card.id) == last);
        self.selected = at.unwrap_or(0);
    }

    /// Puts the courses in order, after something was done.
    pub fn arrange(&mut self, progress: &Progress, desk: &Desk) {
        let mut cards: Vec<_> = std::mem::take(&mut self.cards)
            .into_iter()
            .enumerate()
            .collect();
        cards.sort_by_cached_key(|(_, card)| {
            let rank = rank(progress, desk, &card.id, card.audience);
            (rank, card.title.to_lowercase())
        });
        let selected = cards.iter().position(|(was, _)| *was == self.selected);
        self.selected = selected.unwrap_or(0);
        self.cards = cards.into_iter().map(|(_, card)| card).collect();
    }
}
