//! Brings the section that a question's evidence stands in, where that is not its own.

use super::Program;
use crate::app::notice::Notice;
use crate::course::id::{CourseId, SectionId};
use crate::run::world;
use crate::store::course_file;

impl Program {
    /// A section of a course that a question of it is in hand from.
    pub(super) fn load_evidence(&mut self, course: &CourseId, section: &SectionId) {
        let loaded = self.source_of(course).and_then(|source| {
            let (course, _) = course_file::course(&source)?;
            let index = world::section_index(&course, section.as_str())?;
            Ok(world::section(&source, &course, index).0)
        });
        match loaded {
            Ok(section) => {
                let effects = self.app.lend(course, section, world::now());
                self.perform(effects);
            }
            Err(error) => self.app.tell(Notice::warned(format!("{error:#}"))),
        }
    }
}
