//! Answers in parts: what keys and clicks do to items, an order, and the gaps of a text.
//!
//! **Invariant:** whatever is changed is on the desk before the next frame.

use crate::app::action::{Context, Verb};
use crate::app::layout::Pane;
use crate::app::quiz::{Draft, Hand, Phase, Quiz};
use crate::app::study::sitting::Sitting;
use crate::app::study::{Following, Study};
use crate::study::event::Did;

impl Study {
    /// What is being made, if it is made of parts.
    fn parts(&self) -> Option<&Draft> {
        match &self.quiz()?.phase {
            Phase::Asking(draft @ (Draft::Placed(_) | Draft::Ordered(_) | Draft::Filled(_))) => {
                Some(draft)
            }
            _ => None,
        }
    }

    /// Is an item taken up?
    pub(super) fn is_holding(&self) -> bool {
        matches!(self.parts(), Some(Draft::Ordered(items)) if items.hand == Hand::Full)
    }

    /// Changes what is being made, and keeps it.
    fn change(&mut self, sitting: &mut Sitting<'_>, deed: impl FnOnce(&mut Quiz)) {
        self.following = Following::Learner;
        if let Some(quiz) = self.quiz_mut() {
            deed(quiz);
        }
        self.keep_draft(sitting);
    }

    /// A key on an answer in parts. `false`: it means what it means on every question.
    pub(super) fn act_on_parts(&mut self, verb: Verb, sitting: &mut Sitting<'_>) -> bool {
        if self.parts().is_none() {
            return false;
        }
        if let Some(number) = verb.option() {
            self.number(number, sitting);
            return true;
        }
        match verb {
            Verb::Pick if self.is_at_field() => self.start_writing(),
            Verb::Pick => self.change(sitting, Quiz::grasp),
            Verb::NextTarget => self.change(sitting, |quiz| quiz.turn(1)),
            Verb::PreviousTarget => self.change(sitting, |quiz| quiz.turn(-1)),
            Verb::LineDown if self.is_holding() => self.change(sitting, |quiz| _ = quiz.step(1)),
            Verb::LineUp if self.is_holding() => self.change(sitting, |quiz| _ = quiz.step(-1)),
            Verb::Back | Verb::Open if self.is_holding() => self.change(sitting, Quiz::grasp),
            Verb::Open => self.go_on_in_parts(sitting),
            _ => return false,
        }
        true
    }

    fn is_at_field(&mut self) -> bool {
        self.quiz_mut().and_then(Quiz::field).is_some()
    }

    fn number(&mut self, number: usize, sitting: &mut Sitting<'_>) {
        if self.is_at_field() {
            let open = sitting.key(self, Verb::Open);
            return sitting.say(format!(
                "This gap is for words of your own: {open} to write."
            ));
        }
        let Some(question) = self.question().cloned() else {
            return;
        };
        self.change(sitting, |quiz| quiz.pick(&question, number));
    }

    /// Enter: to what is still empty, and where nothing is, on to the answer.
    pub(super) fn go_on_in_parts(&mut self, sitting: &mut Sitting<'_>) {
        let (Some(question), Some(quiz)) = (self.question(), self.quiz()) else {
            return;
        };
        if matches!(self.parts(), Some(Draft::Ordered(_))) && !quiz.is_begun(question) {
            let words = if self.is_asked() {
                let next = sitting.key(self, Verb::NextQuestion);
                format!("Put them in order first; {next} leaves them for later.")
            } else {
                let unknown = sitting.keys.name(Context::Question, Verb::DontKnow);
                format!("Put them in order first, or press {unknown} if you don't know.")
            };
            return sitting.say(words);
        }
        let (empty, here) = (quiz.empty(), quiz.cursor);
        let was_writing = self.writing;
        // Out of the field of a gap it goes on to another one, if there is another.
        let first = if was_writing { here + 1 } else { here };
        let next = empty.iter().find(|place| **place >= first);
        let Some(&next) = next.or(empty.first()) else {
            return self.finish(sitting);
        };
        self.writing = false;
        if let Some(quiz) = self.quiz_mut() {
            quiz.go_to(next);
        }
        if self.is_at_field() && !(was_writing && next == here) {
            self.start_writing();
        } else if next == here {
            self.say_what_is_empty(empty.len(), sitting);
        }
    }

    fn say_what_is_empty(&mut self, n: usize, sitting: &mut Sitting<'_>) {
        let name = |verb| sitting.keys.name(Context::Question, verb);
        let reveal = name(Verb::Reveal);
        let how = if self.is_at_field() {
            format!("{} to write", name(Verb::Open))
        } else {
            format!("{} {} … to choose", name(Verb::Pick1), name(Verb::Pick2))
        };
        let left = match n {
            1 => "1 is".to_owned(),
            n => format!("{n} are"),
        };
        let on = if self.is_asked() {
            let next = sitting.key(self, Verb::NextQuestion);
            format!("{next} to go on all the same")
        } else {
            format!("{reveal} for the answer all the same")
        };
        sitting.say(format!("{left} still empty: {how}, {on}."));
    }

    /// To the next gap, or the one before, out of the field of this one. `false`: there is none.
    pub(super) fn next_gap(&mut self, step: isize) -> bool {
        if !self.writing || !matches!(self.parts(), Some(Draft::Filled(_))) {
            return false;
        }
        let moved = self.quiz_mut().is_some_and(|quiz| quiz.step(step));
        if moved {
            self.writing = false;
            self.start_writing();
        }
        moved
    }

    /// Enter in the field of a gap: to the next one that is empty, else on to the answer. `false`:
    /// it is no field of a gap.
    pub(super) fn leave_gap(&mut self, sitting: &mut Sitting<'_>) -> bool {
        let in_gap = matches!(self.parts(), Some(Draft::Filled(_)));
        if in_gap {
            self.go_on_in_parts(sitting);
        }
        in_gap
    }

    /// A click on an item of an answer in parts. `false`: it is none.
    pub(super) fn click_part(&mut self, place: usize, sitting: &mut Sitting<'_>) -> bool {
        let is_ordered = match self.parts() {
            None => return false,
            Some(draft) => matches!(draft, Draft::Ordered(_)),
        };
        self.writing = false;
        self.change(sitting, |quiz| {
            quiz.go_to(place);
            if is_ordered {
                quiz.grasp();
            }
        });
        self.start_writing();
        true
    }

    /// A click on something to put to an item or into a gap.
    pub(super) fn click_target(&mut self, shown: usize, sitting: &mut Sitting<'_>) {
        self.focus = Pane::Questions;
        if self.parts().is_some() {
            self.number(shown, sitting);
        }
    }

    /// "I meant that": counts what was missed by a slip, as a mark by the learner.
    pub(super) fn count_near(&mut self, sitting: &mut Sitting<'_>) {
        let Some(question) = self.question().map(|question| self.full_id(&question.id)) else {
            return;
        };
        let Some(Phase::Shown(answered)) = self.quiz_mut().map(|quiz| &mut quiz.phase) else {
            return;
        };
        let of = answered.at;
        let Some(score) = answered.count_near() else {
            return sitting.say("There is nothing to count here.");
        };
        let mark = Did::Mark {
            question,
            of,
            points: Vec::new(),
            score,
        };
        sitting.record(self, mark);
        sitting.say("Counted: the log says that you marked it.");
    }
}
