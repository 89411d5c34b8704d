//! The text of another section, lent to the text pane: the answer to a question may stand there.
//!
//! **Invariant:** to look something up is not to read: the reading place stays in the section that
//! is open, and what is lent is given back with its question.

use jiff::Timestamp;

use crate::app::App;
use crate::app::action::{Context, Verb};
use crate::app::effect::Effect;
use crate::app::layout::Pane;
use crate::app::study::sitting::Sitting;
use crate::app::study::{Following, Sight, Stage, Study};
use crate::course::block::Block;
use crate::course::id::{CourseId, SectionId};
use crate::course::passage::{self, Anchor};
use crate::course::{Heading, Section};

/// A text that is lent.
#[derive(Debug, Clone)]
pub(super) struct Lent {
    /// Of this section.
    section: Section,
    /// The place in the open section.
    place: Anchor,
}

/// The section whose text shows: the one that is open, if none is lent.
pub(super) fn shown<'s>(lent: Option<&'s Lent>, open: &'s Section) -> &'s Section {
    lent.map_or(open, |lent| &lent.section)
}

impl Study {
    /// The section whose text shows: the open one, or one that is lent.
    pub fn text(&self) -> &Section {
        shown(self.lent.as_ref(), &self.section)
    }

    /// Is it another section's text?
    pub(super) fn is_lent(&self) -> bool {
        self.lent.is_some()
    }

    /// The reading place in the open section.
    pub(super) fn place(&self) -> Anchor {
        let own = || self.reader.anchor();
        self.lent.as_ref().map_or_else(own, |lent| lent.place)
    }

    /// Has the section brought that the evidence of the question in hand stands in.
    pub(super) fn borrow(&mut self, id: &SectionId, sitting: &mut Sitting<'_>) {
        if self.text().id == *id {
            return self.light(sitting);
        }
        if self.course.sections.iter().any(|known| known.id == *id) {
            let course = self.course.id.clone();
            sitting
                .effects
                .push(Effect::LoadEvidence(course, id.clone()));
        } else {
            sitting.say(format!("There is no section {id} in this course."));
        }
    }

    /// The section has come.
    fn lend(&mut self, mut section: Section, sitting: &mut Sitting<'_>) {
        // Its questions are not asked here.
        section.questions.clear();
        let is_text = |block: &Block| !matches!(block, Block::Question(_));
        section.blocks.retain(is_text);
        let place = self.place();
        self.lent = Some(Lent { section, place });
        self.light(sitting);
    }

    /// Lights the evidence in the text that is lent.
    fn light(&mut self, sitting: &mut Sitting<'_>) {
        let Some(evidence) = self
            .question()
            .and_then(|question| question.evidence.as_ref())
        else {
            return;
        };
        let phrase = evidence.phrase.clone();
        let found = passage::find(self.text(), &phrase);
        self.reader
            .open(found.map(|found| found.start).unwrap_or_default());
        self.reader.lit = found;
        self.following = Following::Learner;
        if let Stage::Card(sight) = &mut self.stage {
            *sight = Sight::Open;
        }
        let sections = &mut self.course.sections.iter();
        let heading = sections.find(|heading| heading.id == self.text().id);
        let title = heading.map_or_else(|| self.text().title.to_string(), Heading::full_title);
        let back = sitting.keys.name(Context::Text, Verb::LinkBack);
        let pane = sitting.keys.name(Context::Text, Verb::NextPane);
        sitting.say(match found {
            Some(_) => format!(
                "Lit in {title}. {pane} goes between text and question; {back} in the text goes back."
            ),
            None => format!("\"{phrase}\" is not in the text of {title}."),
        });
    }

    /// Shows the open section's own text again, at its place.
    pub(super) fn give_back(&mut self) {
        if let Some(lent) = self.lent.take() {
            self.reader.open(lent.place);
        }
    }

    /// Goes to the text where only one pane shows.
    pub(super) fn show_text(&mut self) {
        if self.areas.frame(Pane::Text).is_none() && !self.areas.is_for_two() {
            self.focus = Pane::Text;
        }
    }
}

impl App {
    /// The section of the course in hand has been loaded that the evidence stands in.
    pub fn lend(&mut self, course: &CourseId, section: Section, now: Timestamp) -> Vec<Effect> {
        let effects = self.in_study(now, |study, sitting| {
            if study.course.id == *course {
                study.lend(section, sitting);
                study.show_text();
            }
        });
        self.fit(now);
        effects
    }
}
