//! Gathers what a review asks: what is due, and some that is new, in all courses or in one.
//!
//! **Invariant:** what is due comes from the cards alone, without opening a course. For new questions
//! only the courses are opened that the learner was in last. Of a course with an exam ahead comes what
//! its plan asks, and nothing else. No question is asked twice.

use std::collections::BTreeSet;

use jiff::Timestamp;

use crate::course::id::{CourseId, FullId, SectionId};
use crate::course::{Course, Heading, Section};
use crate::run::plan;
use crate::run::world::World;
use crate::store::course_file;
use crate::store::source::Source;
use crate::study::day::Day;
use crate::study::event::{Hold, Stand};
use crate::study::plan::Agenda;
use crate::study::progress::Progress;
use crate::study::session::{self, Item, Scope, Session, Why, plan_of};
use crate::study::stats::Marking;

/// New questions are looked for in so many courses at most.
const COURSES: usize = 20;

/// Gathers what a review of `scope` asks at `now`, on `day`.
pub fn gather(
    world: &mut World,
    progress: &mut Progress,
    scope: &Scope,
    (day, now): (&Day, Timestamp),
    seed: u64,
) -> Session {
    let goals = plan::goals(world, progress, scope, day);
    let agendas: Vec<_> = goals
        .iter()
        .map(|goal| goal.agenda(progress, now))
        .collect();
    let all = world.records.cards(progress);
    let away: BTreeSet<CourseId> = progress
        .summaries()
        .filter(|(_, summary)| summary.stand() == Stand::Away)
        .map(|(id, _)| id.clone())
        .collect();
    // What is put away comes only to those who name it.
    let in_scope = |course: &CourseId| match scope {
        Scope::Course(only) => course == only,
        _ => !away.contains(course),
    };
    let cards = || {
        let courses = all.iter().filter(|(course, _)| in_scope(course));
        courses.flat_map(|(course, cards)| cards.iter().map(move |card| (course, card)))
    };
    let items = match scope {
        Scope::All | Scope::Course(_) => {
            let is_other = |course: &CourseId| plan_of(&agendas, course).is_none();
            let others = all
                .iter()
                .filter(|(course, _)| in_scope(course) && is_other(course));
            let begun = session::n_begun(others.flat_map(|(_, cards)| cards), day);
            let limit = usize::from(world.config.settings.new_per_day).saturating_sub(begun);
            let new = new_questions(world, progress, (scope, &agendas), limit);
            session::mix(cards(), &agendas, new, (day, seed))
        }
        Scope::Whole(course) => {
            let questions = questions_of(world, course, None);
            let questions: Vec<_> = questions.iter().map(|id| (course, id)).collect();
            chosen(session::spread(questions, seed))
        }
        Scope::Section(course, section) => {
            let questions = questions_of(world, course, Some(section));
            let questions: Vec<_> = questions.iter().map(|id| (course, id)).collect();
            chosen(session::spread(questions, seed))
        }
        Scope::Questions(questions) => {
            let questions = questions.iter().map(|(course, id)| (course, id));
            chosen(session::spread(questions.collect(), seed))
        }
    };
    Session::new(items).planned(goals)
}

fn chosen(questions: Vec<(&CourseId, &FullId)>) -> Vec<Item> {
    let items = questions.into_iter().map(|(course, question)| Item {
        course: course.clone(),
        question: question.clone(),
        why: Why::Chosen,
    });
    items.collect()
}

/// Marked questions that were never answered, of sections that were read or begun, in the order of
/// their course; of none that is planned for.
fn new_questions(
    world: &mut World,
    progress: &mut Progress,
    (scope, planned): (&Scope, &[Agenda]),
    limit: usize,
) -> Vec<Item> {
    let mut courses: Vec<_> = progress
        .summaries()
        .filter(|(id, summary)| match scope {
            Scope::Course(only) => only == *id,
            _ => summary.stand() == Stand::Open,
        })
        .filter(|(id, _)| plan_of(planned, id).is_none())
        .map(|(id, summary)| (summary.last.clone(), id.clone()))
        .collect();
    courses.sort_by(|a, b| b.cmp(a));
    let mut new = Vec::new();
    for (_, id) in courses.into_iter().take(COURSES) {
        if new.len() >= limit {
            break;
        }
        let Some((source, course)) = world.known_course(id.as_str()) else {
            continue;
        };
        world.records.fetch(&id, progress);
        let Some(state) = progress.course(&id) else {
            continue;
        };
        for heading in &course.sections {
            if !state.is_read(&heading.id) && state.n_answered(&heading.id) == 0 {
                continue;
            }
            if new.len() >= limit {
                break;
            }
            let asked = marked(&source, heading).filter(|question| {
                let history = state.questions.get(question);
                history.is_none_or(|history| {
                    let away = history.hold().is_some_and(|(_, hold)| hold == Hold::Away);
                    !away && history.latest().is_none()
                })
            });
            let items = asked.map(|question| Item {
                course: id.clone(),
                question,
                why: Why::New,
            });
            new.extend(items.take(limit - new.len()));
        }
    }
    new
}

/// The marked questions of a section, which is not read for it.
fn marked(source: &Source, heading: &Heading) -> impl Iterator<Item = FullId> {
    let asked = course_file::asked(source, heading).into_iter();
    let marked = asked.filter(|asked| asked.marking == Marking::Marked);
    marked.map(|asked| asked.id)
}

/// The marked questions of a course, or of one of its sections.
fn questions_of(world: &World, course: &CourseId, only: Option<&SectionId>) -> Vec<FullId> {
    let Some((source, course)) = world.known_course(course.as_str()) else {
        return Vec::new();
    };
    let sections = course.sections.iter();
    let sections = sections.filter(|heading| only.is_none_or(|only| heading.id == *only));
    sections
        .flat_map(|heading| marked(&source, heading))
        .collect()
}

/// A question that is wanted: its course, the place of its section, and the section; `None` if it is
/// in no course any more.
pub fn load(
    world: &mut World,
    progress: &mut Progress,
    item: &Item,
) -> Option<(Course, usize, Section)> {
    let (source, course) = world.known_course(item.course.as_str())?;
    let id = &item.question.section;
    let index = course
        .sections
        .iter()
        .position(|section| section.id == *id)?;
    let (section, _) = course_file::section(&source, &course, index);
    section.question(&item.question.question)?;
    world.records.fetch(&item.course, progress);
    Some((course, index, section))
}
