//! What lies open on the learner's desk: where each section was left, answers half written, and exams
//! that are running.
//! Unlike what is [done](super::event), it belongs to one machine and is overwritten as it changes.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::event::Response;
use super::exam::script::Script;
use crate::course::id::{CourseId, FullId, QuestionId, SectionId};
use crate::course::passage::Anchor;

/// The desk of one machine.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Desk {
    /// Where each section was left, and when.
    pub places: BTreeMap<(CourseId, SectionId), (Timestamp, Anchor)>,
    /// What was open last.
    pub last: Option<(CourseId, SectionId)>,
    /// Which of its questions was being answered, if one was.
    pub question: Option<QuestionId>,
    /// Answers that were begun and not given yet.
    pub drafts: BTreeMap<(CourseId, FullId), Draft>,
    /// The exam of each course that is running.
    pub exams: BTreeMap<CourseId, Script>,
}

impl Desk {
    /// Lets the draft of an answer go: it was given, or nothing is left of it.
    pub fn let_go(&mut self, draft: &(CourseId, FullId)) {
        self.drafts.remove(draft);
        if self.question.as_ref() == Some(&draft.1.question) {
            self.question = None;
        }
    }
}

/// An answer that was begun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// As much as there is of it.
    pub response: Response,
    /// Byte of the text before which the cursor stands; 0 where nothing is written.
    pub cursor: usize,
    /// Was the hint looked at?
    pub hinted: bool,
}
