//! A question as something to be recalled: what a review needs to know of it, without its answers.
//!
//! **Invariant:** a card is made of a history alone, and says nothing that the history doesn't.

use jiff::Timestamp;

use crate::course::id::FullId;
use crate::study::event::Hold;
use crate::study::schedule::Schedule;

/// A question that has been answered, or put away.
#[derive(Debug, Clone, PartialEq)]
pub struct Card {
    /// The question.
    pub question: FullId,
    /// When it was first answered, or put away.
    pub first: Timestamp,
    /// Its schedule; `None` if it was never rated.
    pub schedule: Option<Schedule>,
    /// Whether it is asked when it is due; `None` if nothing was said of that.
    pub hold: Option<Hold>,
}

impl Card {
    /// When it is to be asked again; `None` if it never is.
    pub fn due(&self) -> Option<Timestamp> {
        let due = self.schedule?.due;
        match self.hold {
            Some(Hold::Away) => None,
            Some(Hold::Until(until)) => Some(due.max(until)),
            Some(Hold::Free) | None => Some(due),
        }
    }

    /// Was it put away?
    pub fn is_away(&self) -> bool {
        self.hold == Some(Hold::Away)
    }

    /// Is it forgotten again and again?
    pub fn is_leech(&self) -> bool {
        self.schedule.is_some_and(|schedule| schedule.is_leech())
    }
}
