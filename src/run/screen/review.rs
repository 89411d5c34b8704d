//! Reviews on the screen: what is gathered, and the questions as they are wanted.
//!
//! **Invariant:** what can't be asked any more, or isn't planned for any more, stops no review.

use super::Program;
use crate::app::notice::Notice;
use crate::app::review::Dealt;
use crate::run::world;
use crate::run::{plan, review};
use crate::study::session::Scope;

impl Program {
    /// Begins a review.
    pub(super) fn review(&mut self, scope: &Scope) {
        let now = world::now();
        let (day, seed) = (self.app.day(now), world::seed());
        let progress = &mut self.app.progress;
        let remarks = plan::remarks(&self.world, progress, scope, &day);
        let session = review::gather(&mut self.world, progress, scope, (&day, now), seed);
        let effects = self.app.review(session, now);
        self.perform(effects);
        if !remarks.is_empty() {
            self.app.tell(Notice::told(remarks.join(" ")));
        }
    }

    /// Brings the question that the review waits for; what is in no course any more is passed over.
    pub(super) fn load_card(&mut self) {
        while let Some(item) = self.app.wanted_card() {
            let loaded = review::load(&mut self.world, &mut self.app.progress, &item);
            let dealt = match loaded {
                Some((course, index, section)) => {
                    self.app.deal(course, index, section, world::now())
                }
                None => self.app.pass_over(),
            };
            if dealt == Dealt::Asked {
                break;
            }
        }
    }
}
