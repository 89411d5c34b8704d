//! Writing: what keys do in the field of an answer.

use crate::app::action::Verb;
use crate::app::effect::Effect;
use crate::app::layout::Pane;
use crate::app::quiz::Quiz;
use crate::app::sheet;
use crate::app::study::sitting::Sitting;
use crate::app::study::{Following, Study};
use crate::text::field::{Edit, Field};

impl Study {
    pub(super) fn start_writing(&mut self) {
        if self.quiz_mut().and_then(Quiz::field).is_some() {
            self.focus = Pane::Questions;
            self.writing = true;
            self.following = Following::Learner;
        }
    }

    pub(super) fn open_editor(&mut self, sitting: &mut Sitting<'_>) {
        if let Some(field) = self.quiz_mut().and_then(Quiz::field) {
            let words = field.text().to_owned();
            sitting.effects.push(Effect::Edit(words));
        }
    }

    /// What the learner wrote in their own editor.
    pub fn edited(&mut self, words: &str, sitting: &mut Sitting<'_>) {
        if let Some(field) = self.quiz_mut().and_then(Quiz::field) {
            field.set_text(words.trim_end_matches('\n'));
            self.keep_draft(sitting);
        }
    }

    /// Letters for the field.
    pub fn type_in(&mut self, words: &str, sitting: &mut Sitting<'_>) {
        let Some(field) = self.quiz_mut().and_then(Quiz::field) else {
            return;
        };
        if !field.insert(words) {
            sitting.say("The answer is as long as it can be (1 MB); the rest was not taken.");
        }
        self.keep_draft(sitting);
    }

    pub(super) fn act_in_field(&mut self, verb: Verb, sitting: &mut Sitting<'_>) -> bool {
        let width = self.field_width();
        let Some(field) = self.quiz_mut().and_then(Quiz::field) else {
            return false;
        };
        match verb {
            Verb::Submit => self.finish(sitting),
            Verb::Back => self.writing = false,
            Verb::Newline if field.is_one_line() => {
                if !self.leave_gap(sitting) {
                    self.finish(sitting);
                }
            }
            Verb::Editor => self.open_editor(sitting),
            _ => {
                let Some(edit) = edit(verb) else { return false };
                field.edit(edit, width);
                self.keep_draft(sitting);
            }
        }
        true
    }

    pub(super) fn field_width(&self) -> usize {
        let width = self
            .areas
            .frame(Pane::Questions)
            .map_or(1, |frame| usize::from(frame.body.width));
        sheet::field_width(width)
    }

    /// The field that has the cursor, for the front end's questions about it.
    pub fn field(&mut self) -> Option<&mut Field> {
        if self.writing {
            self.quiz_mut().and_then(Quiz::field)
        } else {
            None
        }
    }
}

/// What a verb does in an edit buffer.
pub(crate) fn edit(verb: Verb) -> Option<Edit> {
    Some(match verb {
        Verb::Newline => Edit::Newline,
        Verb::DeleteBack => Edit::DeleteBack,
        Verb::DeleteForward => Edit::DeleteForward,
        Verb::DeleteWord => Edit::DeleteWord,
        Verb::DeleteToStart => Edit::DeleteToStart,
        Verb::DeleteToEnd => Edit::DeleteToEnd,
        Verb::Left => Edit::Left,
        Verb::Right => Edit::Right,
        Verb::Up => Edit::Up,
        Verb::Down => Edit::Down,
        Verb::WordLeft => Edit::WordLeft,
        Verb::WordRight => Edit::WordRight,
        Verb::RowStart => Edit::RowStart,
        Verb::RowEnd => Edit::RowEnd,
        Verb::TextStart => Edit::TextStart,
        Verb::TextEnd => Edit::TextEnd,
        Verb::UndoEdit => Edit::Undo,
        Verb::RedoEdit => Edit::Redo,
        _ => return None,
    })
}
