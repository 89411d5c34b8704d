//! Which exams there are to plan for: from the settings, or for this once from the command line.
//!
//! **Invariant:** only a course that is on the shelf is planned for, and only until the day before
//! its exam. What is said of the others keeps nobody from reviewing.

use anyhow::{Result, bail};
use jiff::civil::Date;

use crate::course::id::CourseId;
use crate::run::world::World;
use crate::store::course_file;
use crate::study::day::Day;
use crate::study::event::Stand;
use crate::study::plan::Goal;
use crate::study::progress::Progress;
use crate::study::session::Scope;
use crate::study::stats::Marking;

/// Plans towards an exam, as long as Recto runs: for the course in `scope`, or for all in which
/// something was done.
pub fn aim_at(world: &mut World, exam: Date, scope: &Scope) -> Result<()> {
    let today = world.calendar().date(super::world::now());
    if exam <= today {
        bail!("there is nothing to plan to {exam}: the exam must be after today, {today}");
    }
    let courses: Vec<CourseId> = if let Scope::Course(course) = scope {
        vec![course.clone()]
    } else {
        let begun = world.progress.summaries();
        let begun = begun.filter(|(id, summary)| {
            summary.stand() == Stand::Open && !summary.is_untouched() && is_on_shelf(world, id)
        });
        begun.map(|(id, _)| id.clone()).collect()
    };
    if courses.is_empty() {
        bail!("nothing has been begun yet; `recto review COURSE --by {exam}` plans for a course");
    }
    world
        .config
        .exams
        .extend(courses.into_iter().map(|course| (course, exam)));
    Ok(())
}

fn is_on_shelf(world: &World, course: &CourseId) -> bool {
    world.shelf.iter().any(|entry| entry.id == *course)
}

/// The exams in `scope`, by course. Those of courses that were put away are planned for only where
/// the course is named.
fn exams<'a>(
    world: &'a World,
    progress: &'a Progress,
    scope: &'a Scope,
) -> impl Iterator<Item = (&'a CourseId, Date)> {
    let exams = world
        .config
        .exams
        .iter()
        .map(|(course, exam)| (course, *exam));
    exams.filter(move |(course, _)| match scope {
        Scope::All => progress.stand(course) == Stand::Open,
        Scope::Course(only) => *course == only,
        Scope::Whole(_) | Scope::Section(..) | Scope::Questions(_) => false,
    })
}

/// What is planned for in a review of `scope` on `day`, with what was done there brought.
pub fn goals(world: &mut World, progress: &mut Progress, scope: &Scope, day: &Day) -> Vec<Goal> {
    let ahead = exams(world, progress, scope).filter(|(_, exam)| *exam > day.date);
    let ahead: Vec<_> = ahead.map(|(course, exam)| (course.clone(), exam)).collect();
    let goals = ahead.into_iter().filter_map(|(id, exam)| {
        let (source, course, _) = world.course(id.as_str()).ok()?;
        world.records.fetch(&id, progress);
        let sections = course_file::syllabus(&source, &course).sections.into_iter();
        let questions = sections.flat_map(|section| section.questions);
        let marked = questions.filter(|question| question.marking == Marking::Marked);
        Some(Goal {
            course: id,
            title: course.title,
            exam,
            questions: marked.map(|question| question.id).collect(),
            calendar: world.calendar(),
        })
    });
    goals.collect()
}

/// What is to be said of exams in `scope` that aren't planned for: their course is gone, or their day
/// has come. That is said until something is done in the course.
pub fn remarks(world: &World, progress: &Progress, scope: &Scope, day: &Day) -> Vec<String> {
    let calendar = world.calendar();
    let remark = |(course, exam): (&CourseId, Date)| {
        let Some(entry) = world.shelf.iter().find(|entry| entry.id == *course) else {
            return Some(format!(
                "Your settings name an exam of \"{course}\", but there is no such course."
            ));
        };
        let summary = progress.summary(course);
        let last = summary.and_then(|summary| Some(summary.last.as_ref()?.0));
        let is_over = exam <= day.date && last.is_none_or(|last| last < calendar.start(exam));
        is_over.then(|| {
            let title = &entry.title;
            format!("The exam of {title} was set for {exam}. Its questions come when they are due.")
        })
    };
    exams(world, progress, scope).filter_map(remark).collect()
}
