//! The learner's figures: brings what was done in every course, and what there is in each.

use jiff::Timestamp;

use crate::course::id::CourseId;
use crate::store::course_file;
use crate::store::library::Entry;
use crate::store::log::Fault;
use crate::store::records::Records;
use crate::store::source::Source;
use crate::study::day::Calendar;
use crate::study::progress::Progress;
use crate::study::stats::{Stats, Syllabus};

/// Which courses the figures are of.
#[derive(Debug)]
pub enum Scope {
    /// All in which something was done.
    All,
    /// This one, which is read from there.
    Course(CourseId, Source),
}

/// The figures of the courses in `scope`, and what is wrong with the records. Only courses in which
/// something was done are read.
pub fn stats(
    records: &mut Records,
    shelf: &[Entry],
    progress: &mut Progress,
    scope: &Scope,
    (now, calendar): (Timestamp, &Calendar),
) -> (Stats, Vec<Fault>) {
    let (begun, n_untouched) = match scope {
        Scope::Course(id, _) => (vec![id.clone()], 0),
        Scope::All => {
            let begun = progress.summaries().map(|(id, _)| id.clone());
            let is_new = |entry: &&Entry| progress.summary(&entry.id).is_none();
            (begun.collect(), shelf.iter().filter(is_new).count())
        }
    };
    let mut faults = Vec::new();
    for id in &begun {
        faults.extend(records.fetch(id, progress));
    }
    let syllabuses = begun.into_iter().map(|id| {
        let source = match scope {
            Scope::Course(_, source) => Some(source),
            Scope::All => shelf
                .iter()
                .find(|entry| entry.id == id)
                .map(|entry| &entry.source),
        };
        source
            .and_then(syllabus)
            .unwrap_or_else(|| Syllabus::lost(id))
    });
    let syllabuses: Vec<_> = syllabuses.collect();
    let stats = Stats::of(progress, &syllabuses, n_untouched, (now, calendar));
    (stats, faults)
}

/// A course without its texts; `None` if it can't be read.
fn syllabus(source: &Source) -> Option<Syllabus> {
    let (course, _) = course_file::course(source).ok()?;
    Some(course_file::syllabus(source, &course))
}
