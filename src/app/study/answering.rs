//! Answering: what keys do in the question pane.

use crate::app::action::Verb;
use crate::app::effect::Effect;
use crate::app::layout::Pane;
use crate::app::quiz::{Draft, Phase, Quiz};
use crate::app::settings::Asked;
use crate::app::sheet;
use crate::app::study::sitting::{Sitting, Wish};
use crate::app::study::{Following, Sight, Stage, Study};
use crate::course::passage;
use crate::course::question::Kind;
use crate::study::desk;
use crate::study::event::{Certainty, Did, Rating, Response};
use crate::study::grade;
use crate::study::language::Language;

impl Study {
    pub(super) fn act_in_questions(&mut self, verb: Verb, sitting: &mut Sitting<'_>) -> bool {
        if self.question().is_none() {
            return match verb {
                Verb::Back => {
                    self.turn_to(Pane::Text);
                    true
                }
                Verb::Open => {
                    sitting.say(sheet::no_questions(sitting.keys));
                    true
                }
                _ => false,
            };
        }
        if self.writing {
            return self.act_in_field(verb, sitting);
        }
        match self.quiz().map(|quiz| &quiz.phase) {
            Some(Phase::Asking(_)) => self.act_on_question(verb, sitting),
            Some(Phase::Deciding(_)) => self.act_on_certainty(verb, sitting),
            Some(Phase::Shown(_)) => self.act_on_answer(verb, sitting),
            None => false,
        }
    }

    fn act_on_question(&mut self, verb: Verb, sitting: &mut Sitting<'_>) -> bool {
        if self.act_on_parts(verb, sitting) {
            return true;
        }
        match verb {
            Verb::Reveal => self.finish(sitting),
            Verb::Open => self.go_on_asking(sitting),
            Verb::Hint => self.hint(sitting),
            Verb::DontKnow
                if !self
                    .question()
                    .is_some_and(|question| question.kind.is_marked()) =>
            {
                let reveal = sitting.key(self, Verb::Reveal);
                sitting.say(format!(
                    "This one is not marked: write what you think, or {reveal} shows the discussion."
                ));
            }
            Verb::DontKnow => self.reveal(Response::DontKnow, None, sitting),
            Verb::Bury => self.bury(sitting),
            Verb::PutAway => self.put_away(sitting),
            Verb::Back => self.turn_to(Pane::Text),
            _ => return self.act_on_draft(verb, sitting),
        }
        true
    }

    /// What keys do to an answer in the making, in a course and in an exam.
    pub(super) fn act_on_draft(&mut self, verb: Verb, sitting: &mut Sitting<'_>) -> bool {
        if let Some(option) = verb.option() {
            self.pick(Some(option), sitting);
            return true;
        }
        match verb {
            Verb::Pick => self.pick(None, sitting),
            Verb::Write => self.start_writing(),
            Verb::Editor => self.open_editor(sitting),
            _ => return self.move_in_sheet(verb),
        }
        true
    }

    /// Enter on a question: write, choose, or show the answer, whichever comes next.
    fn go_on_asking(&mut self, sitting: &mut Sitting<'_>) {
        let (Some(question), Some(quiz)) = (self.question(), self.quiz()) else {
            return;
        };
        let begun = quiz.is_begun(question);
        match (&quiz.phase, &question.kind) {
            (Phase::Asking(Draft::Written(_)), _) if !begun => self.start_writing(),
            (_, Kind::Choices(_)) if !begun => {
                let pick = sitting.key(self, Verb::Pick);
                sitting.say(format!(
                    "Choose with {pick} or a digit; several may be right."
                ));
            }
            (Phase::Asking(Draft::Picked(_)), _) if !begun => {
                self.pick(None, sitting);
                self.finish(sitting);
            }
            _ => self.finish(sitting),
        }
    }

    /// Picks an option, or ticks a key point: the one of that place, or the one under the cursor.
    pub(super) fn pick(&mut self, item: Option<usize>, sitting: &mut Sitting<'_>) {
        let Some(question) = self.question().cloned() else {
            return;
        };
        let Some(quiz) = self.quiz_mut() else { return };
        let item = item.unwrap_or(quiz.cursor);
        match &mut quiz.phase {
            Phase::Asking(Draft::Picked(_)) => {
                quiz.pick(&question, item);
                self.keep_draft(sitting);
            }
            Phase::Asking(Draft::Written(_)) => self.start_writing(),
            Phase::Shown(answered) if item < answered.points.len() => {
                answered.points[item] = !answered.points[item];
                quiz.cursor = item;
                self.mark(sitting);
            }
            _ => {}
        }
    }

    fn hint(&mut self, sitting: &mut Sitting<'_>) {
        match self.question() {
            Some(question) if question.hint.is_empty() => sitting.say("This question has no hint."),
            _ => {
                if let Some(quiz) = self.quiz_mut() {
                    quiz.hinted = true;
                }
            }
        }
    }

    /// The draft is complete: ask how sure, or show the answer at once.
    pub(super) fn finish(&mut self, sitting: &mut Sitting<'_>) {
        if self.is_asked() {
            return self.leave_asked(sitting);
        }
        self.writing = false;
        let (Some(question), Some(quiz)) = (self.question(), self.quiz()) else {
            return;
        };
        let Some(response) = quiz.response(question) else {
            return;
        };
        let marked = question.kind.is_marked();
        if marked && response.is_empty() {
            let unknown = sitting.key(self, Verb::DontKnow);
            sitting.say(format!(
                "Nothing to mark yet: answer first, or press {unknown} if you don't know."
            ));
        } else if marked && sitting.settings.certainty == Asked::Yes {
            if let Some(quiz) = self.quiz_mut() {
                quiz.decide();
            }
        } else {
            self.reveal(response, None, sitting);
        }
    }

    fn act_on_certainty(&mut self, verb: Verb, sitting: &mut Sitting<'_>) -> bool {
        let certainty = match verb {
            Verb::Sure => Some(Certainty::Sure),
            Verb::Fairly => Some(Certainty::Fairly),
            Verb::Guess => Some(Certainty::Guess),
            Verb::Open => None,
            Verb::Back => {
                if let Some(quiz) = self.quiz_mut() {
                    quiz.reconsider();
                }
                return true;
            }
            _ => return false,
        };
        let response = self
            .question()
            .and_then(|question| self.quiz()?.response(question));
        if let Some(response) = response {
            self.reveal(response, certainty, sitting);
        }
        true
    }

    fn reveal(
        &mut self,
        response: Response,
        certainty: Option<Certainty>,
        sitting: &mut Sitting<'_>,
    ) {
        let Some(question) = self.question().cloned() else {
            return;
        };
        let now = sitting.now;
        let language = Language::of_tag(&self.course.language);
        let Some(quiz) = self.quiz_mut() else { return };
        let given = quiz.reveal(&question, response, certainty, language, now);
        self.writing = false;
        self.following = Following::Learner;
        let full = self.full_id(&question.id);
        let key = (self.course.id.clone(), full.clone());
        sitting.desk.let_go(&key);
        sitting.record(self, Did::Answer(full, given));
        sitting.effects.push(Effect::KeepDesk);
    }

    fn act_on_answer(&mut self, verb: Verb, sitting: &mut Sitting<'_>) -> bool {
        match verb {
            Verb::Pick => self.pick(None, sitting),
            Verb::RateAgain => self.rate(Rating::Again, sitting),
            Verb::RateHard => self.rate(Rating::Hard, sitting),
            Verb::RateGood => self.rate(Rating::Good, sitting),
            Verb::RateEasy => self.rate(Rating::Easy, sitting),
            Verb::Open => self.go_on(sitting),
            Verb::CountNear => self.count_near(sitting),
            Verb::ShowWhere => self.show_where(sitting),
            Verb::OwnNote => self.ask_for_note(sitting),
            Verb::Bury => self.bury(sitting),
            Verb::PutAway => self.put_away(sitting),
            Verb::AnswerAgain => {
                let Some(question) = self.question().cloned() else {
                    return true;
                };
                let quiz = Quiz::ask(
                    &question,
                    sitting.now,
                    sitting.seed ^ 1,
                    sitting.settings.shuffle,
                );
                self.quizzes.insert(question.id, quiz);
                self.sheet_key = None;
                self.snap = true;
            }
            Verb::Back => self.turn_to(Pane::Text),
            _ => return self.move_in_sheet(verb),
        }
        true
    }

    /// Marks the answer that shows by the ticks that stand.
    fn mark(&mut self, sitting: &mut Sitting<'_>) {
        let Some(Phase::Shown(answered)) = self.quiz_mut().map(|quiz| &mut quiz.phase) else {
            return;
        };
        let score = answered.mark();
        let (of, points) = (answered.at, answered.points.clone());
        let Some(question) = self.question().map(|question| self.full_id(&question.id)) else {
            return;
        };
        sitting.record(
            self,
            Did::Mark {
                question,
                of,
                points,
                score,
            },
        );
    }

    fn rate(&mut self, rating: Rating, sitting: &mut Sitting<'_>) {
        let Some(question) = self.question().cloned() else {
            return;
        };
        if !question.kind.is_marked() {
            sitting.say("This one is not marked; n goes on.");
            return;
        }
        let full = self.full_id(&question.id);
        let Some(Phase::Shown(answered)) = self.quiz_mut().map(|quiz| &mut quiz.phase) else {
            return;
        };
        let of = answered.at;
        if answered.is_to_mark() && !answered.marked {
            if answered.points.is_empty() {
                let score = match rating {
                    Rating::Again => 0.0,
                    Rating::Hard => 0.5,
                    Rating::Good | Rating::Easy => 1.0,
                };
                answered.mark_as(score);
                sitting.record(
                    self,
                    Did::Mark {
                        question: full.clone(),
                        of,
                        points: Vec::new(),
                        score,
                    },
                );
            } else {
                self.mark(sitting);
            }
        }
        sitting.record(
            self,
            Did::Rate {
                question: full,
                of,
                rating,
            },
        );
        self.next_question(1, sitting);
    }

    /// Enter on an answer: what is still to be marked is marked as it stands; then the next question.
    fn go_on(&mut self, sitting: &mut Sitting<'_>) {
        let Some(Phase::Shown(answered)) = self.quiz().map(|quiz| &quiz.phase) else {
            return;
        };
        if answered.is_to_mark() && !answered.marked {
            if answered.points.is_empty() {
                sitting.say("How well did you recall it? 1 again, 2 hard, 3 good, 4 easy; n goes on without.");
                return;
            }
            let hinted = self.quiz().is_some_and(|quiz| quiz.hinted);
            let rating = grade::propose(
                grade::score_of(&answered.points),
                hinted,
                answered.certainty,
            );
            self.rate(rating, sitting);
        } else {
            self.next_question(1, sitting);
        }
    }

    /// Moves the text to the passage that supports the answer, and lights it.
    fn show_where(&mut self, sitting: &mut Sitting<'_>) {
        let evidence = self
            .question()
            .and_then(|question| question.evidence.clone());
        let Some(evidence) = evidence else {
            return sitting.say("This question doesn't say where its answer stands.");
        };
        if let Some(there) = evidence.elsewhere(&self.section.id) {
            return self.borrow(there, sitting);
        }
        match passage::find(&self.section, &evidence.phrase) {
            Some(found) => {
                self.following = Following::Learner;
                self.reader.point_out(found);
                if let Stage::Card(sight) = &mut self.stage {
                    *sight = Sight::Open;
                }
                self.show_text();
                let pane = sitting.key(self, Verb::NextPane);
                sitting.say(format!(
                    "Lit in the text. {pane} goes between text and question."
                ));
                self.keep_place(sitting);
            }
            None => sitting.say(format!(
                "\"{}\" is not in this section's text.",
                evidence.phrase
            )),
        }
    }

    /// Has the note beside the answer that shows written, or written further.
    fn ask_for_note(&mut self, sitting: &mut Sitting<'_>) {
        if let Some(Phase::Shown(answered)) = self.quiz_mut().map(|quiz| &quiz.phase) {
            sitting.wish = Some(Wish::Note(answered.note.clone()));
        }
    }

    /// Keeps a note beside the answer that shows. One that says what it said before is no news.
    pub fn note(&mut self, words: String, sitting: &mut Sitting<'_>) {
        let Some(question) = self.question().map(|question| self.full_id(&question.id)) else {
            return;
        };
        let Some(Phase::Shown(answered)) = self.quiz_mut().map(|quiz| &mut quiz.phase) else {
            return;
        };
        if answered.note == words {
            return;
        }
        answered.note.clone_from(&words);
        let of = answered.at;
        sitting.record(
            self,
            Did::Note {
                question,
                of,
                text: words,
            },
        );
        sitting.say("Your note is kept with the answer.");
    }

    pub(super) fn choose_question(&mut self, index: usize) {
        self.current = Some(index);
        self.following = Following::Learner;
        self.give_back();
        self.writing = false;
        self.sheet_top = 0;
        self.sheet_key = None;
        self.snap = true;
    }

    pub(super) fn next_question(&mut self, step: isize, sitting: &mut Sitting<'_>) {
        if self.stage != Stage::Course {
            return self.leave_card(sitting);
        }
        let n = self.section.questions.len();
        if n == 0 {
            return sitting.say(sheet::no_questions(sitting.keys));
        }
        let next = match self.current {
            None => Some(0),
            Some(at) => at.checked_add_signed(step).filter(|at| *at < n),
        };
        match next {
            Some(index) => self.choose_question(index),
            None if step > 0 => {
                let next = sitting.key(self, Verb::NextSection);
                sitting.say(format!(
                    "That was the last question here. {next} goes on to the next section."
                ));
            }
            None => sitting.say("This is the first question of the section."),
        }
    }

    pub(super) fn move_in_sheet(&mut self, verb: Verb) -> bool {
        let page = self.areas.frame(Pane::Questions).map_or(1, |frame| {
            isize::from(frame.body.height.max(2).cast_signed()) - 1
        });
        let rows = match verb {
            Verb::LineDown | Verb::LineUp => {
                let step = if verb == Verb::LineDown { 1 } else { -1 };
                if self.quiz_mut().is_some_and(|quiz| quiz.step(step)) {
                    return true;
                }
                self.snap = false;
                step
            }
            Verb::HalfDown => page / 2,
            Verb::HalfUp => -(page / 2),
            Verb::PageDown => page,
            Verb::PageUp => -page,
            Verb::Top => isize::MIN,
            Verb::Bottom => isize::MAX,
            _ => return false,
        };
        // Where the sheet ends is seen to when it is fitted.
        self.sheet_top = self
            .sheet_top
            .saturating_add_signed(rows)
            .min(self.sheet.n_rows());
        true
    }

    /// Puts the draft on the desk, or takes it off where there is nothing in it.
    pub(super) fn keep_draft(&mut self, sitting: &mut Sitting<'_>) {
        sitting.effects.push(Effect::KeepDesk);
        if self.is_asked() {
            return self.keep_in_script(sitting);
        }
        let (Some(question), Some(quiz)) = (self.question(), self.quiz()) else {
            return;
        };
        let key = (self.course.id.clone(), self.full_id(&question.id));
        match quiz.response(question) {
            Some(response) if quiz.is_begun(question) => {
                let cursor = quiz.cursor_byte();
                sitting.desk.question = Some(question.id.clone());
                sitting.desk.drafts.insert(
                    key,
                    desk::Draft {
                        response,
                        cursor,
                        hinted: quiz.hinted,
                    },
                );
            }
            _ => {
                sitting.desk.let_go(&key);
            }
        }
    }
}
