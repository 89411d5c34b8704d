//! What the study screen works with while something is done in it: the rest of the program.

use jiff::Timestamp;

use crate::app::action::Verb;
use crate::app::effect::Effect;
use crate::app::keys::Keys;
use crate::app::notice::Notice;
use crate::app::settings::Settings;
use crate::app::study::Study;
use crate::study::day::Day;
use crate::study::desk::Desk;
use crate::study::event::Did;
use crate::study::progress::Progress;

/// What an action works with, beside the study screen itself.
#[derive(Debug)]
pub struct Sitting<'a> {
    /// The learner's settings.
    pub settings: &'a mut Settings,
    /// What the learner has done.
    pub progress: &'a mut Progress,
    /// What lies open.
    pub desk: &'a mut Desk,
    /// What to say on the status line.
    pub notice: &'a mut Option<Notice>,
    /// The keys in words.
    pub keys: &'a Keys,
    /// What to do to the world.
    pub effects: Vec<Effect>,
    /// What is wanted of the rest of the program.
    pub wish: Option<Wish>,
    /// The time, later than that of every event so far.
    pub now: Timestamp,
    /// The learner's day.
    pub day: Day,
    /// Chance.
    pub seed: u64,
}

/// Something that the study screen wants of what is round it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wish {
    /// An entry of the glossary.
    Term(String),
    /// A line for the learner's note, which says so much already.
    Note(String),
    /// The next question of a review: this one was answered then.
    Done(Timestamp),
    /// The next one: this one comes later.
    Later,
    /// The next one: this one was put off, or away.
    Held,
}

impl<'a> Sitting<'a> {
    /// A fact: into the progress, and onto the log.
    pub(super) fn record(&mut self, study: &Study, did: Did) {
        let event = self.progress.take_in(&study.course.id, self.now, did);
        self.effects.push(Effect::Append(event));
    }

    /// The key for `verb`, as it is shown.
    pub(super) fn key(&self, study: &Study, verb: Verb) -> &'a str {
        self.keys.name(study.context(), verb)
    }

    pub(super) fn say(&mut self, words: impl Into<String>) {
        *self.notice = Some(Notice::told(words));
    }
}
