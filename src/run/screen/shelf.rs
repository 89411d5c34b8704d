//! The courses on the shelf: counted while nothing else is to be done, and put away.

use anyhow::Result;

use super::Program;
use crate::app::library::{Card, Counts};
use crate::app::notice::Notice;
use crate::course::Heading;
use crate::course::id::CourseId;
use crate::run::world;
use crate::store::course_file;
use crate::tui::wait::Waiter;

impl Program {
    /// Puts a course away, or takes it back.
    pub(super) fn shelve(&mut self, course: &CourseId) {
        let faults = self.world.records.fetch(course, &mut self.app.progress);
        let effects = self.app.shelve(course, world::now());
        self.perform(effects);
        if let Some(fault) = faults.first() {
            self.app.tell(Notice::warned(fault.to_string()));
        }
    }

    /// Counts what the courses on the shelf hold, while it is on the screen and nothing is typed.
    pub(super) fn count(&mut self, waiter: &Waiter) -> Result<()> {
        let mut counted = false;
        while self.app.study.is_none() && !waiter.is_typed_into()? {
            let at = self.uncounted;
            let Some(entry) = self.world.shelf.get(at) else {
                break;
            };
            self.uncounted += 1;
            if let Ok((course, _)) = course_file::course(&entry.source) {
                let counts = Counts {
                    sections: course.sections.len(),
                    questions: course_file::n_questions(&entry.source, &course),
                };
                let last = self.app.progress.summary(&entry.id);
                let last = last.and_then(|done| Some(&done.last.as_ref()?.1));
                let heading = course
                    .sections
                    .iter()
                    .find(|heading| Some(&heading.id) == last);
                // They may stand in another order than on the shelf.
                let cards = self.app.library.cards.iter_mut();
                let same = |card: &&mut Card| card.id == entry.id && card.problem == entry.problem;
                for card in cards.filter(same) {
                    card.counts = Some(counts);
                    card.place = heading.map(Heading::full_title);
                }
                counted = true;
            }
        }
        if counted {
            self.app.learned(world::now());
            self.draw()?;
        }
        Ok(())
    }
}
