//! Brings what an exam on the screen needs: a course with all of its questions.

use std::time::Instant;

use super::Program;
use crate::app::exam::Wanted;
use crate::app::notice::Notice;
use crate::course::Course;
use crate::run::{exam, world};
use crate::store::source::Source;

impl Program {
    /// An exam of the course that is open.
    pub(super) fn exam_of_open_course(&mut self, wanted: Wanted) {
        if let (Some(source), Some(study)) = (self.source.clone(), &self.app.study) {
            let course = study.course.clone();
            self.exam(&source, course, wanted);
        }
    }

    /// An exam of a course: the one that is running, or a new one.
    pub(super) fn exam(&mut self, source: &Source, course: Course, wanted: Wanted) {
        let progress = &mut self.app.progress;
        let faults = self.world.records.fetch(&course.id, progress);
        let bank = exam::bank(source, &course);
        self.told_time = Instant::now();
        let effects = self.app.exam(course, bank, wanted, world::now());
        self.perform(effects);
        if let Some(fault) = faults.first() {
            self.app.tell(Notice::warned(fault.to_string()));
        }
    }
}
