//! The learner's figures: brings what was done in every course, and what there is in each.
//!
//! **Invariant:** a course is read once, and again only when its files look otherwise. Only courses
//! in which something was done are read.

use std::collections::HashMap;

use jiff::Timestamp;

use crate::course::id::CourseId;
use crate::run::world::World;
use crate::store::course_file::{self, COURSE_FILE};
use crate::store::log::Fault;
use crate::store::source::{Look, Source};
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

/// The courses that were read for figures.
#[derive(Debug, Default)]
pub struct Syllabuses(HashMap<CourseId, Kept>);

/// A course that was read, and how its files looked before.
#[derive(Debug)]
struct Kept {
    /// `None`: it is not on the shelf.
    source: Option<Source>,
    course: Look,
    files: Vec<String>,
    sections: Look,
    syllabus: Syllabus,
}

/// The figures of the courses in `scope`, and what is wrong with the records.
pub fn stats(
    world: &mut World,
    progress: &mut Progress,
    scope: &Scope,
    (now, calendar): (Timestamp, &Calendar),
) -> (Stats, Vec<Fault>) {
    let begun: Vec<CourseId> = match scope {
        Scope::Course(id, _) => vec![id.clone()],
        Scope::All => {
            let begun = progress.summaries();
            let begun = begun.filter(|(_, summary)| !summary.is_untouched());
            begun.map(|(id, _)| id.clone()).collect()
        }
    };
    let mut faults = Vec::new();
    for id in &begun {
        faults.extend(world.records.fetch(id, progress));
    }
    let shelf = world.shelf.iter().map(|entry| (&entry.id, &entry.source));
    let mut sources: HashMap<_, _> = shelf.rev().collect();
    let n_untouched = match scope {
        Scope::All => sources.len() - begun.iter().filter(|id| sources.contains_key(id)).count(),
        Scope::Course(id, source) => {
            sources.insert(id, source);
            0
        }
    };
    for id in &begun {
        world.syllabuses.renew(id, sources.get(id).copied());
    }
    let syllabuses = begun.iter().map(|id| &world.syllabuses.0[id].syllabus);
    let stats = Stats::of(progress, syllabuses, n_untouched, (now, calendar));
    (stats, faults)
}

/// The figures for one who has no screen: what is wrong joins the complaints.
pub fn without_screen(world: &mut World, scope: &Scope, now: Timestamp) -> Stats {
    let calendar = world.calendar();
    let mut progress = std::mem::take(&mut world.progress);
    let (stats, faults) = stats(world, &mut progress, scope, (now, &calendar));
    world.progress = progress;
    let faults = faults.iter().map(ToString::to_string);
    world.complaints.extend(faults);
    stats
}

impl Syllabuses {
    /// Reads a course, unless it is as it was when it was read last.
    fn renew(&mut self, id: &CourseId, source: Option<&Source>) {
        let known = self.0.get(id);
        if !known.is_some_and(|known| known.is_fresh(source)) {
            self.0.insert(id.clone(), Kept::read(id, source));
        }
    }
}

impl Kept {
    fn is_fresh(&self, source: Option<&Source>) -> bool {
        let looks_the_same = |source: &Source| {
            look_of_course(source) == self.course && source.look(&self.files) == self.sections
        };
        self.source.as_ref() == source && source.is_none_or(looks_the_same)
    }

    /// What can't be read has nothing but what was done in it.
    fn read(id: &CourseId, source: Option<&Source>) -> Self {
        let mut kept = Self {
            source: source.cloned(),
            course: source.map(look_of_course).unwrap_or_default(),
            files: Vec::new(),
            sections: Look::default(),
            syllabus: Syllabus::lost(id.clone()),
        };
        if let Some(source) = source
            && let Ok((course, _)) = course_file::course(source)
        {
            let files = course.sections.iter();
            kept.files = files
                .map(|heading| format!("{}.toml", heading.file))
                .collect();
            kept.sections = source.look(&kept.files);
            kept.syllabus = course_file::syllabus(source, &course);
        }
        kept
    }
}

fn look_of_course(source: &Source) -> Look {
    source.look(&[COURSE_FILE.to_owned()])
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn a_course_is_read_again_when_its_files_change() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, words: &str| fs::write(folder.path().join(name), words).unwrap();
        let head =
            "format = 1\ntitle = \"Tides\"\n\n[[section]]\ntitle = \"One\"\nfile = \"one\"\n";
        let question = "[[question]]\nid = \"a\"\nkind = \"activity\"\nprompt = \"Look.\"\n";
        write("course.toml", head);
        write("one.toml", question);
        let id = CourseId::new("tides").unwrap();
        let source = Source::Folder(folder.path().to_owned());
        let mut syllabuses = Syllabuses::default();
        let mut count = |source: Option<&Source>| {
            syllabuses.renew(&id, source);
            let sections = &syllabuses.0[&id].syllabus.sections;
            let questions = sections.iter().map(|section| section.questions.len());
            (sections.len(), questions.sum::<usize>())
        };
        assert_eq!(count(Some(&source)), (1, 1));
        write(
            "one.toml",
            &question.repeat(2).replacen("\"a\"", "\"b\"", 1),
        );
        assert_eq!(count(Some(&source)), (1, 2));
        write(
            "course.toml",
            &format!("{head}\n[[section]]\ntitle = \"Two\"\n"),
        );
        assert_eq!(count(Some(&source)), (2, 2));
        assert_eq!(count(None), (0, 0));
        assert_eq!(count(Some(&source)), (2, 2));
    }
}
