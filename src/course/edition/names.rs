//! The names of a new edition.

use std::collections::{HashMap, HashSet};

use super::pairs::{Questions, Same};
use super::{Edition, Fates};
use crate::course::block::{Block, Inline, Target};
use crate::course::id::{FullId, QuestionId, SectionId};
use crate::course::{Course, Section};

/// Gives what is the same its old name, and what is new a name that the old edition didn't have; what
/// refers to it follows.
pub fn give(
    old: Edition,
    course: &mut Course,
    sections: &mut [Section],
    same: &Same,
    questions: &Questions,
) -> Fates {
    let mut moved = HashMap::new();
    let mut taken: HashSet<_> = ids(old.sections.iter().map(|section| section.id.as_str()));
    for ((section, heading), same) in sections.iter_mut().zip(&mut course.sections).zip(same) {
        let id = match same {
            Some(there) => old.sections[*there].id.clone(),
            None => SectionId::new(&fresh(section.id.as_str(), &mut taken))
                .unwrap_or_else(|| section.id.clone()),
        };
        if section.id != id {
            moved.insert(std::mem::replace(&mut section.id, id.clone()), id.clone());
        }
        heading.id = id;
    }
    if !moved.is_empty() {
        lead(course, sections, &moved);
    }
    let mut fates = Fates::default();
    for (at, section) in sections.iter_mut().enumerate() {
        name_questions(old, (at, section), same[at], questions, &mut fates);
    }
    let kept: HashSet<_> = questions.old.values().map(|(spot, _)| *spot).collect();
    for (at, section) in old.sections.iter().enumerate() {
        let gone = section.questions.iter().enumerate();
        let gone = gone.filter(|(n, _)| !kept.contains(&(at, *n)));
        fates
            .gone
            .extend(gone.map(|(_, question)| full(section, &question.id)));
    }
    fates
}

fn name_questions(
    old: Edition,
    (at, section): (usize, &mut Section),
    home: Option<usize>,
    questions: &Questions,
    fates: &mut Fates,
) {
    let there = home.map_or(&[][..], |home| &old.sections[home].questions);
    let mut taken = ids(there.iter().map(|question| question.id.as_str()));
    let mut names = HashMap::new();
    for n in 0..section.questions.len() {
        let own = section.questions[n].id.clone();
        let same = questions.old.get(&(at, n));
        let was = same.map(|((there, n), _)| {
            let there = &old.sections[*there];
            full(there, &there.questions[*n].id)
        });
        let id = match (same, &was) {
            (Some(((there, _), _)), Some(was)) if home == Some(*there) => was.question.clone(),
            _ => QuestionId::new(&fresh(own.as_str(), &mut taken)).unwrap_or_else(|| own.clone()),
        };
        let now = full(section, &id);
        if let (Some((_, true)), Some(was)) = (same, &was) {
            fates.reworded.push(was.clone());
        }
        if let Some(was) = was.filter(|was| *was != now) {
            fates.moved.push((was, now));
        }
        section.questions[n].id = id.clone();
        names.insert(own, id);
    }
    section
        .blocks
        .iter_mut()
        .for_each(|block| place(block, &names));
}

/// Marks the places of questions with their new names.
fn place(block: &mut Block, names: &HashMap<QuestionId, QuestionId>) {
    if let Block::Question(id) = block
        && let Some(name) = names.get(id)
    {
        *id = name.clone();
    }
    block.children_mut().for_each(|block| place(block, names));
}

/// Lets what refers to sections follow.
fn lead(course: &mut Course, sections: &mut [Section], moved: &HashMap<SectionId, SectionId>) {
    let follow = |id: &mut SectionId| {
        if let Some(new) = moved.get(id) {
            *id = new.clone();
        }
    };
    let mut line = |line: &mut Vec<Inline>| {
        for inline in line {
            if let Some(Target::Section(id, _)) = &mut inline.target {
                follow(id);
            }
        }
    };
    course.each_line(&mut line);
    for section in &mut *sections {
        section.each_line(&mut line);
        for question in &mut section.questions {
            let evidence = question.evidence.as_mut();
            if let Some(id) = evidence.and_then(|evidence| evidence.section.as_mut()) {
                follow(id);
            }
        }
    }
    for exam in &mut course.exams {
        exam.sections.iter_mut().flatten().for_each(follow);
    }
}

fn full(section: &Section, question: &QuestionId) -> FullId {
    FullId {
        section: section.id.clone(),
        question: question.clone(),
    }
}

fn ids<'i>(ids: impl Iterator<Item = &'i str>) -> HashSet<String> {
    ids.map(str::to_owned).collect()
}

/// `wanted`, with a number if it is taken; now it is.
fn fresh(wanted: &str, taken: &mut HashSet<String>) -> String {
    let mut n = 1_usize;
    let mut name = wanted.to_owned();
    while !taken.insert(name.clone()) {
        n += 1;
        name = format!("{wanted}-{n}");
    }
    name
}
