//! A course that takes the place of an older edition: names and answers follow.
//!
//! **Invariant:** what was answered is never lost: it goes with its question, or stays under the old
//! name, where exports show it.

use std::path::Path;

use crate::course::edition::{self, Edition, Fates};
use crate::course::id::{CourseId, FullId};
use crate::import::{Imported, Note};
use crate::run::world::{self, World};
use crate::store::course_file::{self, COURSE_FILE};
use crate::store::source::Source;
use crate::study::event::Event;
use crate::text::Clean;

/// Gives an import the names that the course in `folder` has for the same things.
pub fn follow(imported: &mut Imported, folder: &Path) -> Fates {
    if !folder.join(COURSE_FILE).is_file() {
        return Fates::default();
    }
    let source = Source::Folder(folder.to_owned());
    let course = match course_file::course(&source) {
        Ok((course, _)) => course,
        Err(error) => {
            let what =
                format!("the old edition can’t be read ({error}): names are as in a new course");
            imported.notes.push(note(&imported.course.title, &what));
            return Fates::default();
        }
    };
    let indexes = 0..course.sections.len();
    let sections: Vec<_> = indexes
        .map(|index| world::section(&source, &course, index).0)
        .collect();
    let old = Edition {
        course: &course,
        sections: &sections,
    };
    edition::follow(old, &mut imported.course, &mut imported.sections)
}

/// Tells the log under which names what was answered goes on, and gives notes on what doesn't.
pub fn retell(world: &mut World, course: &CourseId, title: &Clean, fates: &Fates) -> Vec<Note> {
    if *fates == Fates::default() {
        return Vec::new();
    }
    let faults = world.records.fetch(course, &mut world.progress);
    world
        .complaints
        .extend(faults.iter().map(ToString::to_string));
    let Some(state) = world.progress.course(course) else {
        return Vec::new();
    };
    let answered = |id: &&FullId| {
        let history = state.questions.get(id);
        history.is_some_and(|history| history.latest().is_some())
    };
    let mut notes = Vec::new();
    for id in fates.gone.iter().filter(answered) {
        let what = format!(
            "the question {id} is not in this edition; what you answered is kept, and \
             `recto export {course} --format sheet` shows it"
        );
        notes.push(note(title, &what));
    }
    for id in fates.reworded.iter().filter(answered) {
        let what =
            format!("the question {id} has other words now; what you answered stays with it");
        notes.push(note(title, &what));
    }
    let mut events = Vec::new();
    for (was, now) in fates.moved.iter().filter(|(was, _)| answered(&was)) {
        events.extend(state.questions[was].moved(was, now, world::now()));
    }
    for (at, did) in events {
        let event = Event {
            at,
            course: course.clone(),
            did,
        };
        world.progress.record(&event);
        world.append(event);
    }
    let waiting = world.write_queue();
    if waiting.n > 0 {
        let what = format!(
            "what you answered could not be moved with its questions: {}",
            waiting.why
        );
        notes.push(note(title, &what));
    }
    notes
}

fn note(place: &Clean, what: &str) -> Note {
    Note {
        place: place.clone(),
        what: Clean::words(what),
    }
}
