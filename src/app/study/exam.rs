//! A question that is asked in an exam: nothing is told of what is right.
//!
//! **Invariant:** what is answered goes into the script, and nowhere else.

use crate::app::action::Verb;
use crate::app::layout::Pane;
use crate::app::quiz::Quiz;
use crate::app::study::sitting::{Sitting, Wish};
use crate::app::study::{Arrival, Following, Stage, Study};
use crate::course::question::{Kind, Question};
use crate::course::{Course, Section};
use crate::study::desk;

impl Study {
    /// `question` as it is in the learner's hands; `None` if it isn't in `section`.
    pub fn with_quiz(
        course: &Course,
        section: &Section,
        question: &Question,
        quiz: Quiz,
        stage: Stage,
    ) -> Option<Self> {
        let questions = &section.questions;
        let current = questions.iter().position(|known| known.id == question.id)?;
        let mut sections = course.sections.iter();
        let index = sections.position(|known| known.id == section.id)?;
        let mut card = Self::new(course.clone(), index, Arrival::Start);
        card.section = section.clone();
        if matches!(stage, Stage::Asked(_)) {
            card.section.blocks.clear();
        }
        card.current = Some(current);
        card.quizzes.insert(question.id.clone(), quiz);
        card.stage = stage;
        card.following = Following::Learner;
        card.focus = Pane::Questions;
        card.snap = true;
        Some(card)
    }

    /// Does what a key stands for on a question that is asked in an exam. `false`: it means nothing
    /// here.
    pub(super) fn act_on_asked(&mut self, verb: Verb, sitting: &mut Sitting<'_>) -> bool {
        if self.writing {
            return self.act_in_field(verb, sitting);
        }
        if verb == Verb::Open {
            self.go_on_asked(sitting);
            return true;
        }
        self.act_on_parts(verb, sitting) || self.act_on_draft(verb, sitting)
    }

    /// Enter: write, choose, put down, or go on to the next question, whichever comes next.
    fn go_on_asked(&mut self, sitting: &mut Sitting<'_>) {
        let (Some(question), Some(quiz)) = (self.question(), self.quiz()) else {
            return;
        };
        let is_begun = quiz.is_begun(question);
        match &question.kind {
            _ if self.is_holding() => _ = self.act_on_parts(Verb::Open, sitting),
            Kind::Match(_) | Kind::Sort(_) | Kind::Order(_) | Kind::Gaps(_) => {
                self.go_on_in_parts(sitting);
            }
            _ if is_begun => self.leave_asked(sitting),
            Kind::Choice(_) | Kind::TrueFalse { .. } => {
                self.pick(None, sitting);
                self.leave_asked(sitting);
            }
            Kind::Choices(_) => {
                let pick = sitting.key(self, Verb::Pick);
                sitting.say(format!(
                    "Choose with {pick} or a digit; several may be right."
                ));
            }
            _ => self.start_writing(),
        }
    }

    /// Done with this question for now.
    pub(super) fn leave_asked(&mut self, sitting: &mut Sitting<'_>) {
        self.writing = false;
        sitting.wish = Some(Wish::Later);
    }

    /// Puts what is answered so far into the script.
    pub(super) fn keep_in_script(&self, sitting: &mut Sitting<'_>) {
        let (Some(question), Some(quiz)) = (self.question(), self.quiz()) else {
            return;
        };
        let response = quiz.response(question).filter(|_| quiz.is_begun(question));
        let draft = response.map(|response| desk::Draft {
            response,
            cursor: quiz.cursor_byte(),
            hinted: false,
        });
        if let Some(script) = sitting.desk.exams.get_mut(&self.course.id) {
            script.write(draft);
        }
    }

    /// Is it asked in an exam that is running?
    pub(super) fn is_asked(&self) -> bool {
        matches!(self.stage, Stage::Asked(_))
    }
}
