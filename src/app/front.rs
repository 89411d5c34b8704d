//! What stands before the library or the open course: a review. Behind it everything stays as it is.
//!
//! **Invariant:** to leave it loses nothing; the screen behind shows then what was learnt meanwhile.

use jiff::Timestamp;

use crate::app::action::{Context, Verb};
use crate::app::effect::Effect;
use crate::app::review::Review;
use crate::app::review::end;
use crate::app::study::Study;
use crate::app::{App, day_of};

/// What stands before the other screens.
#[derive(Debug, Clone)]
pub enum Front {
    /// Questions to be recalled, one by one.
    Review(Box<Review>),
}

impl Front {
    /// Where keys mean what, now.
    pub fn context(&self) -> Context {
        match self {
            Self::Review(review) => review.context(),
        }
    }

    /// The course that is in the learner's hands there.
    pub fn study(&self) -> Option<&Study> {
        match self {
            Self::Review(review) => review.card.as_deref(),
        }
    }

    /// The same, to be changed.
    pub fn study_mut(&mut self) -> Option<&mut Study> {
        match self {
            Self::Review(review) => review.card.as_deref_mut(),
        }
    }
}

impl App {
    /// The course that is in the learner's hands: that of what stands before, else the open one.
    pub fn in_hand(&self) -> Option<&Study> {
        match &self.front {
            Some(front) => front.study(),
            None => self.study.as_deref(),
        }
    }

    /// Does what a key stands for before the other screens; `None`: what it stands for anywhere.
    pub(super) fn act_in_front(&mut self, verb: Verb, now: Timestamp) -> Option<Vec<Effect>> {
        match &self.front {
            Some(Front::Review(_)) => self.act_in_review(verb, now),
            None => None,
        }
    }

    /// Lays out what stands before, unless it is a question: that is laid out as any other.
    pub(super) fn fit_front(&mut self, now: Timestamp) {
        let (.., body) = crate::app::layout::single(self.size);
        let glyphs = self.settings.glyphs;
        if let Some(Front::Review(review)) = &mut self.front {
            let next = end::next(&self.progress, &day_of(now, &self.zone));
            review.fit(&self.keys, &next, body, glyphs);
        }
    }

    /// Back to what is behind.
    pub(super) fn close_front(&mut self) -> Vec<Effect> {
        self.front = None;
        if let Some(study) = &mut self.study {
            study.look_again();
        }
        Vec::new()
    }
}
