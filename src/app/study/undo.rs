//! Taking answers back.
//!
//! **Invariant:** what was taken back lies in the learner's hands again, as a draft.

use jiff::Timestamp;

use crate::app::layout::Pane;
use crate::app::quiz::{Phase, Quiz};
use crate::app::study::Study;
use crate::app::study::sitting::Sitting;
use crate::course::id::FullId;
use crate::study::event::Did;

impl Study {
    /// The answer that shows: its question, and when it was given.
    pub fn shown(&self) -> Option<(FullId, Timestamp)> {
        let Phase::Shown(answered) = &self.quiz()?.phase else {
            return None;
        };
        Some((self.full_id(&self.question()?.id), answered.at))
    }

    /// Takes back the last answer of this course.
    pub fn undo(&mut self, sitting: &mut Sitting<'_>) {
        match sitting.progress.last_answer(&self.course.id) {
            Some((question, of)) => self.take_back(&question, of, sitting),
            None => sitting.say("There is no answer to take back."),
        }
    }

    /// Takes back the answer to `question` that was given at `of`.
    pub fn take_back(&mut self, question: &FullId, of: Timestamp, sitting: &mut Sitting<'_>) {
        let state = sitting.progress.course(&self.course.id);
        let history = state.and_then(|state| state.questions.get(question));
        let attempt = history.and_then(|history| history.attempts().find(|one| one.at == of));
        let response = attempt.map(|attempt| attempt.response.clone());
        let undo = Did::Undo {
            question: question.clone(),
            of,
        };
        sitting.record(self, undo);
        sitting.say(format!("The answer to {question} is taken back."));
        let mut questions = self.section.questions.iter();
        let index = questions.position(|known| known.id == question.question);
        if let Some(index) = index.filter(|_| question.section == self.section.id) {
            let asked = &self.section.questions[index];
            let mut quiz = Quiz::ask(asked, sitting.now, sitting.seed, sitting.settings.shuffle);
            if let Some(response) = &response {
                quiz.restore(asked, response, usize::MAX);
            }
            self.quizzes.insert(question.question.clone(), quiz);
            self.choose_question(index);
            self.turn_to(Pane::Questions);
            self.keep_draft(sitting);
        }
    }

    /// Something was done elsewhere: every question is taken up again as it stands now.
    pub fn look_again(&mut self) {
        self.quizzes.clear();
        self.writing = false;
        self.sheet_key = None;
    }
}
