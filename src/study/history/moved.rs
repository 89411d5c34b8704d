//! A history that goes on under another name.

use jiff::Timestamp;

use super::History;
use crate::course::id::FullId;
use crate::study::event::Did;

impl History {
    /// What makes the history of the question `was` that of `now`: its facts, told of that one, and taken
    /// back of the old one `at` this time, so that nothing counts twice. What was given in an exam stays,
    /// for its paper has the old name.
    pub fn moved(&self, was: &FullId, now: &FullId, at: Timestamp) -> Vec<(Timestamp, Did)> {
        let in_exam = |answered: Timestamp| {
            let mut answers = self.attempts();
            answers.any(|attempt| attempt.at == answered && attempt.exam.is_some())
        };
        let mut facts = self.facts(now);
        facts.retain(|(at, did)| match did {
            Did::Answer(..) => !in_exam(*at),
            Did::Mark { of, .. }
            | Did::Rate { of, .. }
            | Did::Note { of, .. }
            | Did::Undo { of, .. } => !in_exam(*of),
            _ => true,
        });
        let own = self.attempts().filter(|attempt| attempt.exam.is_none());
        facts.extend(own.map(|attempt| {
            let undo = Did::Undo {
                question: was.clone(),
                of: attempt.at,
            };
            (at, undo)
        }));
        facts
    }
}
