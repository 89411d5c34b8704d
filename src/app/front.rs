//! What stands before the library or the open course: a review, charts, an exam. Behind it
//! everything stays as it is.
//!
//! **Invariant:** to leave it loses nothing; the screen behind shows then what was learnt meanwhile.

use jiff::Timestamp;

use crate::app::App;
use crate::app::action::{Context, Verb};
use crate::app::charts::Charts;
use crate::app::effect::Effect;
use crate::app::exam::Exam;
use crate::app::review::Review;
use crate::app::study::Study;
use crate::app::study::sitting::Wish;

/// What stands before the other screens.
#[derive(Debug, Clone)]
pub enum Front {
    /// Questions to be recalled, one by one.
    Review(Box<Review>),
    /// Charts of what is known.
    Progress(Box<Charts>),
    /// A test under exam conditions.
    Exam(Box<Exam>),
}

impl Front {
    /// Where keys mean what, now.
    pub fn context(&self) -> Context {
        match self {
            Self::Review(review) => review.context(),
            Self::Progress(_) => Context::Progress,
            Self::Exam(exam) => exam.context(),
        }
    }

    /// The course that is in the learner's hands there.
    pub fn study(&self) -> Option<&Study> {
        match self {
            Self::Review(review) => review.card.as_deref(),
            Self::Exam(exam) => exam.card.as_deref(),
            Self::Progress(_) => None,
        }
    }

    /// The same, to be changed.
    pub fn study_mut(&mut self) -> Option<&mut Study> {
        match self {
            Self::Review(review) => review.card.as_deref_mut(),
            Self::Exam(exam) => exam.card.as_deref_mut(),
            Self::Progress(_) => None,
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
            Some(Front::Progress(_)) => self.act_on_charts(verb),
            Some(Front::Exam(_)) => self.act_in_exam(verb, now),
            None => None,
        }
    }

    /// Lays out what stands before, unless it is a question: that is laid out as any other.
    pub(super) fn fit_front(&mut self, now: Timestamp) {
        let (.., body) = crate::app::layout::single(self.size);
        let glyphs = self.settings.glyphs;
        match &mut self.front {
            Some(Front::Review(_)) => self.fit_review(now),
            Some(Front::Progress(charts)) => {
                let size = (usize::from(body.width), usize::from(body.height));
                charts.fit(size, glyphs, &self.keys);
            }
            Some(Front::Exam(_)) => self.fit_exam(now),
            None => {}
        }
    }

    /// The question in hand was seen to, as `wish` says.
    pub(super) fn finish_in_front(&mut self, wish: &Wish, now: Timestamp) -> Vec<Effect> {
        match &self.front {
            Some(Front::Review(_)) => self.finish_card(wish, now),
            Some(Front::Exam(_)) => self.go_on_in_exam(now),
            Some(Front::Progress(_)) | None => Vec::new(),
        }
    }

    /// Leaves the question in hand, or what it is asked by.
    pub(super) fn leave_front(&mut self, now: Timestamp) -> Vec<Effect> {
        match &self.front {
            Some(Front::Exam(_)) => self.leave_exam(),
            _ => self.leave_review(now),
        }
    }

    /// Back to what is behind.
    pub(super) fn close_front(&mut self) -> Vec<Effect> {
        self.front = self.behind.pop();
        match (&self.front, &mut self.study) {
            (Some(Front::Progress(charts)), _) => {
                return vec![Effect::Chart(charts.scope().clone())];
            }
            (None, Some(study)) => study.look_again(),
            _ => {}
        }
        Vec::new()
    }

    /// Puts `front` before what is on the screen, which comes back when that is left.
    pub(super) fn put_before(&mut self, front: Front) {
        self.over = None;
        match self.front.replace(front) {
            // A review that is begun anew isn't gone back to.
            Some(Front::Review(_)) | None => {}
            Some(old) => self.behind.push(old),
        }
    }

    /// Back to the library or the course, whatever stands before.
    pub(super) fn clear_front(&mut self) {
        self.behind.clear();
        self.close_front();
    }
}
