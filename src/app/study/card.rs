//! One question that is to be recalled, alone on the screen: what keys do there that they don't do
//! in a course.
//!
//! **Invariant:** the text is closed until the learner opens it, and to open it before the answer
//! counts as a hint.

use crate::app::action::Verb;
use crate::app::layout::Pane;
use crate::app::quiz::Phase;
use crate::app::study::sitting::{Sitting, Wish};
use crate::app::study::{Arrival, Following, Sight, Stage, Study};
use crate::course::id::QuestionId;
use crate::course::passage;
use crate::course::{Course, Section};
use crate::study::event::{Did, Hold};

impl Study {
    /// `question` of the section at `index`; `None` if it isn't there.
    pub fn card(
        course: Course,
        index: usize,
        section: Section,
        question: &QuestionId,
    ) -> Option<Self> {
        let questions = &section.questions;
        let current = questions.iter().position(|known| known.id == *question)?;
        let mut card = Self::new(course, index, Arrival::Start);
        card.section = section;
        card.current = Some(current);
        card.stage = Stage::Card(Sight::Closed);
        card.following = Following::Learner;
        card.focus = Pane::Questions;
        Some(card)
    }

    /// Does what a key stands for only here. `false`: it means what it means in a course.
    pub(super) fn act_on_card(
        &mut self,
        verb: Verb,
        sight: Sight,
        sitting: &mut Sitting<'_>,
    ) -> bool {
        match verb {
            Verb::Follow => match sight {
                Sight::Closed => self.open_text(sitting),
                Sight::Open => self.close_text(),
            },
            Verb::NextPane | Verb::PreviousPane => match (sight, self.focus) {
                (Sight::Closed, _) => {
                    let open = sitting.key(self, Verb::Follow);
                    sitting.say(format!(
                        "The text is closed. {open} opens it; before the answer that counts as a hint."
                    ));
                }
                (Sight::Open, Pane::Text) => self.turn_to(Pane::Questions),
                (Sight::Open, _) => self.turn_to(Pane::Text),
            },
            Verb::Open | Verb::Back if self.focus == Pane::Text && self.reader.link.is_none() => {
                self.turn_to(Pane::Questions);
            }
            Verb::NextQuestion => self.next_question(1, sitting),
            Verb::ReadOn if self.reader.is_at_end() => {}
            Verb::ShowContents
            | Verb::NextSection
            | Verb::PreviousSection
            | Verb::PreviousQuestion => {
                let (next, back) = (Verb::NextQuestion, Verb::Undo);
                let (next, back) = (sitting.key(self, next), sitting.key(self, back));
                sitting.say(format!(
                    "In a review, {next} goes on and {back} goes back to the question before."
                ));
            }
            _ => return false,
        }
        true
    }

    /// On to the next question: this one is answered, or is to come later.
    pub(super) fn leave_card(&mut self, sitting: &mut Sitting<'_>) {
        sitting.wish = Some(match self.quiz().map(|quiz| &quiz.phase) {
            Some(Phase::Shown(answered)) => Wish::Done(answered.at),
            _ => Wish::Later,
        });
    }

    /// Opens the text at the passage that supports the answer.
    fn open_text(&mut self, sitting: &mut Sitting<'_>) {
        self.stage = Stage::Card(Sight::Open);
        if let Some(quiz) = self.quiz_mut()
            && !matches!(quiz.phase, Phase::Shown(_))
            && !quiz.hinted
        {
            quiz.hinted = true;
            sitting.say("The text is open; that counts as a hint.");
        }
        let evidence = self
            .question()
            .and_then(|question| question.evidence.clone());
        if let Some(evidence) = evidence {
            if let Some(there) = evidence.elsewhere(&self.section.id) {
                self.borrow(there, sitting);
            } else if let Some(found) = passage::find(&self.section, &evidence.phrase) {
                self.reader.point_out(found);
            }
        }
        if !self.areas.is_for_two() {
            self.turn_to(Pane::Text);
        }
    }

    fn close_text(&mut self) {
        self.stage = Stage::Card(Sight::Closed);
        self.turn_to(Pane::Questions);
    }

    /// Puts the question off until tomorrow.
    pub(super) fn bury(&mut self, sitting: &mut Sitting<'_>) {
        self.hold(Hold::Until(sitting.day.end), sitting);
        sitting.say("Put off until tomorrow.");
    }

    /// Puts the question away, or takes it up again.
    pub(super) fn put_away(&mut self, sitting: &mut Sitting<'_>) {
        let key = sitting.key(self, Verb::PutAway);
        let held = self.question().and_then(|question| {
            let course = sitting.progress.course(&self.course.id)?;
            let history = course.questions.get(&self.full_id(&question.id))?;
            history.hold().map(|(_, hold)| hold)
        });
        if held == Some(Hold::Away) {
            self.hold(Hold::Free, sitting);
            sitting.say("Taken up again: reviews ask it when it is due.");
        } else {
            self.hold(Hold::Away, sitting);
            sitting.say(format!(
                "Put away: no review asks it until you take it up again with {key}."
            ));
        }
    }

    fn hold(&mut self, hold: Hold, sitting: &mut Sitting<'_>) {
        let Some(question) = self.question() else {
            return;
        };
        let question = self.full_id(&question.id);
        sitting.record(self, Did::Hold { question, hold });
        if self.stage != Stage::Course && hold != Hold::Free {
            sitting.wish = Some(Wish::Held);
        }
    }
}
