//! Laying out what the study screen shows.
//!
//! **Invariant:** nothing is laid out again that hasn't changed.

use crate::app::layout::{self, Pane, Rect, Size};
use crate::app::quiz::Quiz;
use crate::app::sheet::{self, Brief};
use crate::app::study::lent;
use crate::app::study::sitting::Sitting;
use crate::app::study::{Following, Stage, Study};
use crate::study::history::History;
use crate::study::language::Language;
use crate::study::schedule::{Schedule, Scheduler};

impl Study {
    /// Lays out what changed, for a window of that size.
    pub fn fit(&mut self, size: Size, sitting: &mut Sitting<'_>) {
        let measure = sitting.settings.measure;
        self.areas = match self.stage {
            Stage::Course => layout::study(size, self.focus, measure, self.shift),
            Stage::Card(sight) => layout::card(size, self.focus, sight, measure, self.shift),
            Stage::Asked(rows) => layout::exam(size, rows, measure).0,
        };
        let glyphs = sitting.settings.glyphs;
        if let Some(body) = self.areas.frame(Pane::Text).map(|frame| frame.body) {
            let width = body.width.min(sitting.settings.measure);
            let text = lent::shown(self.lent.as_ref(), &self.section);
            self.reader
                .fit(text, usize::from(width), usize::from(body.height), glyphs);
            if self.following == Following::Text && self.focus == Pane::Text {
                self.offer(sitting.progress);
            }
        }
        if let Some(body) = self.areas.frame(Pane::Contents).map(|frame| frame.body) {
            self.contents
                .fit(self.course.sections.len(), usize::from(body.height));
        }
        self.take_up(sitting);
        if let Some(body) = self.areas.frame(Pane::Questions).map(|frame| frame.body) {
            self.fit_sheet(body, sitting);
        }
    }

    /// Makes sure that the offered question is in the learner's hands: as it was answered before,
    /// with the draft that was left behind, or fresh.
    fn take_up(&mut self, sitting: &Sitting<'_>) {
        let Some(question) = self.question() else {
            return;
        };
        if self.quizzes.contains_key(&question.id) {
            return;
        }
        let full = self.full_id(&question.id);
        let settings = &sitting.settings;
        let draft = sitting
            .desk
            .drafts
            .get(&(self.course.id.clone(), full.clone()));
        let before = sitting
            .progress
            .course(&self.course.id)
            .and_then(|course| course.questions.get(&full)?.latest());
        let quiz = match (draft, before) {
            (None, Some(attempt)) if self.stage == Stage::Course => {
                let language = Language::of_tag(&self.course.language);
                Quiz::again(question, &attempt, language, sitting.seed, settings.shuffle)
            }
            (draft, _) => {
                let mut quiz = Quiz::ask(question, sitting.now, sitting.seed, settings.shuffle);
                if let Some(draft) = draft {
                    quiz.restore(question, &draft.response, draft.cursor);
                    quiz.hinted = draft.hinted;
                }
                quiz
            }
        };
        let id = question.id.clone();
        self.quizzes.insert(id, quiz);
    }

    fn fit_sheet(&mut self, body: Rect, sitting: &Sitting<'_>) {
        let width = usize::from(body.width).max(1);
        let key = Some((self.current, width, self.writing));
        if self.sheet_key != key {
            if let Some(at) = self.current
                && let Some(question) = self.section.questions.get(at)
                && let Some(quiz) = self.quizzes.get_mut(&question.id)
            {
                quiz.fit(sheet::field_width(width));
            }
            self.sheet = match (self.question(), self.quiz()) {
                (Some(question), Some(quiz)) => {
                    let scheduler = sitting.progress.scheduler();
                    let schedule = sitting.progress.course(&self.course.id).and_then(|course| {
                        let history = course.questions.get(&self.full_id(&question.id))?;
                        before_last(history, scheduler)
                    });
                    let intervals = question
                        .kind
                        .is_marked()
                        .then(|| scheduler.intervals(schedule.as_ref(), sitting.now));
                    sheet::lay(&Brief {
                        course: &self.course,
                        section: &self.section,
                        question,
                        quiz,
                        width,
                        glyphs: sitting.settings.glyphs,
                        writing: self.writing,
                        intervals,
                        keys: sitting.keys,
                    })
                }
                _ => sheet::overview(&self.section, sitting.keys, width),
            };
            self.sheet_key = key;
        }
        let height = usize::from(body.height).max(1);
        if std::mem::take(&mut self.snap)
            && let Some(focus) = &self.sheet.focus
        {
            if focus.start < self.sheet_top {
                self.sheet_top = focus.start;
            } else if focus.end > self.sheet_top + height {
                // Where there is no room for all of it, its start is what matters.
                self.sheet_top = (focus.end - height).min(focus.start);
            }
        }
        self.sheet_top = self
            .sheet_top
            .min(self.sheet.n_rows().saturating_sub(height));
    }
}

/// The schedule that a question had before its newest answer: what the four ratings start from.
fn before_last(history: &History, scheduler: &Scheduler) -> Option<Schedule> {
    let mut attempts = history.attempts();
    attempts.next_back();
    let rated: Vec<_> = attempts
        .filter_map(|attempt| Some((attempt.at, attempt.rating?)))
        .collect();
    scheduler.after(&rated)
}
