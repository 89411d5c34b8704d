//! *How teams work* is all there.

use std::collections::BTreeSet;

use recto::course::block::{Block, Target};
use recto::course::question::{Kind, Question};
use recto::course::{Course, Section};

use super::{Shipped, course, push_said, shipped, words};

/// Its sections as they are numbered, between the introduction and the practice quiz.
const NUMBERS: &str = "1 1.1 1.1.1 1.2 1.3 1.3.1 1.3.2 1.3.3 1.4 1.5 2 2.1 \
    3 3.1 3.1.1 3.1.2 3.1.3 3.1.4 3.1.5 3.2 3.3 4 4.1 4.2 5 5.1 5.2 5.3 5.3.1 5.4 6 7";

/// How many words a prompt has to spend before its question, so that it tells of a case.
const CASE: usize = 20;

fn n_words(blocks: &[Block]) -> usize {
    words(blocks).split_whitespace().count()
}

/// How many words stand before the last sentence of a text.
fn n_before_the_last(text: &str) -> usize {
    let text = text.trim_end().trim_end_matches(['.', '?', '!', '’', '”']);
    let last = text.rfind(['.', '?', '!', ':']).unwrap_or(0);
    text[..last].split_whitespace().count()
}

/// Does it set a case before it asks, by itself or with others of its group?
fn tells_of_a_case(question: &Question) -> bool {
    question.group.is_some() || n_before_the_last(&words(&question.prompt)) >= CASE
}

#[test]
fn a_case_is_told_before_the_question() {
    assert_eq!(n_before_the_last("What is a team?"), 0);
    assert_eq!(n_before_the_last("A team waits. What now?"), 3);
    assert_eq!(n_before_the_last("Two meet. They part. ‘Why?’"), 4);
    assert_eq!(n_before_the_last(""), 0);
}

#[test]
fn how_teams_work_is_whole() {
    let shipped = course("how-teams-work");
    let sections = shipped.sections.iter();
    let n_words: usize = sections.map(|section| n_words(&section.blocks)).sum();
    let questions: Vec<_> = shipped.questions().map(|(_, question)| question).collect();
    let activities = questions.iter();
    let activities = activities.filter(|question| question.kind == Kind::Activity);
    let n_activities = activities.count();
    let kinds: BTreeSet<_> = questions
        .iter()
        .map(|question| question.kind.name())
        .collect();
    println!(
        "{n_words} words, {} questions, {n_activities} of them activities, {} terms",
        questions.len(),
        shipped.course.glossary.len()
    );
    assert!(n_words >= 12_000);
    assert!(questions.len() >= 120);
    assert!(n_activities >= 10);
    assert!(shipped.course.glossary.len() >= 40);
    assert_eq!(kinds.len(), 11, "{kinds:?}");
    let headings = shipped.course.sections.iter();
    let numbers: Vec<_> = headings.filter_map(|s| s.number.as_deref()).collect();
    assert_eq!(numbers.join(" "), NUMBERS);
    for section in &shipped.sections {
        assert!(section.questions.len() >= 3, "{}", section.title);
        assert!(!section.blocks.is_empty(), "{}", section.title);
    }
}

/// Who can only pick hasn't shown much: a third is written freely, or put to a case.
#[test]
fn a_third_is_written_or_applied() {
    let shipped = course("how-teams-work");
    let questions = shipped.questions().map(|(_, question)| question);
    let marked: Vec<_> = questions.filter(|q| q.kind.is_marked()).collect();
    let is_open = |question: &&&Question| matches!(question.kind, Kind::Open { .. });
    let n_open = marked.iter().filter(is_open).count();
    let grouped = marked.iter().filter(|q| is_open(q) || q.group.is_some());
    let n_grouped = grouped.count();
    let applied = marked.iter().filter(|q| is_open(q) || tells_of_a_case(q));
    let n_applied = applied.count();
    println!(
        "of {} marked: {n_open} open, {n_grouped} open or in a group, {n_applied} open or with a case \
         of {CASE} words",
        marked.len()
    );
    assert!(
        n_applied * 3 >= marked.len(),
        "{n_applied} of {}",
        marked.len()
    );
    for question in marked {
        if let Kind::Open { points } = &question.kind {
            let accepts = points.iter().any(|point| !point.accept.is_empty());
            assert!(accepts, "{} knows one wording only", question.id);
        }
    }
}

/// The number of the part of the course that a section belongs to: of 3.1.2 it is 3.
fn part<'c>(course: &'c Course, section: &str) -> Option<&'c str> {
    let mut headings = course.sections.iter();
    let heading = headings.find(|heading| heading.id.as_str() == section)?;
    heading.number.as_deref()?.split('.').next()
}

#[test]
fn the_practice_quiz_asks_of_the_whole_course() {
    let Shipped { course, sections } = course("how-teams-work");
    let exam = course.exam_named("practice-quiz").unwrap();
    assert_eq!((exam.n, exam.pass), (15, 50));
    let asked: BTreeSet<_> = exam
        .sections(&course)
        .iter()
        .map(|s| s.id.clone())
        .collect();
    let last = course.sections.last().unwrap();
    assert!(asked.contains(&last.id), "it stands at the end");
    let asked = sections
        .iter()
        .filter(|section| asked.contains(&section.id));
    let questions: Vec<_> = asked
        .flat_map(|section| section.questions.iter().map(move |q| (section, q)))
        .filter(|(_, question)| question.kind.is_marked())
        .collect();
    assert!(questions.len() >= 15, "{}", questions.len());
    let parts: BTreeSet<_> = questions
        .iter()
        .filter_map(|(section, question)| {
            let evidence = question.evidence.as_ref()?;
            let there = evidence.elsewhere(&section.id).unwrap_or(&section.id);
            part(&course, there.as_str())
        })
        .collect();
    println!("{} questions of the quiz, on {parts:?}", questions.len());
    // Section 7 looks back on the others.
    assert_eq!(parts, BTreeSet::from(["1", "2", "3", "4", "5", "6"]));
}

/// Who can't see a picture reads it.
#[test]
fn figures_are_told_in_words() {
    let shipped = course("how-teams-work");
    let mut n = 0;
    for block in shipped.blocks() {
        let Block::Figure(figure) = block else {
            continue;
        };
        n += 1;
        let alternative = figure.alternative.split_whitespace().count();
        assert!(alternative >= 4, "{}: {}", figure.path, figure.alternative);
        assert!(!figure.caption.is_empty(), "{} has no caption", figure.path);
        let described = n_words(&figure.description);
        assert!(described >= 40, "{}: {described} words", figure.path);
    }
    println!("{n} figures");
    assert!(n >= 4, "{n} figures");
}

/// A term is explained where it is met: the text leads to each.
#[test]
fn terms_are_met_in_the_text() {
    let shipped = course("how-teams-work");
    let mut met = BTreeSet::new();
    for block in shipped.blocks() {
        for inline in block.lines().into_iter().flatten() {
            if let Some(Target::Term(term)) = &inline.target {
                met.insert(term.to_lowercase());
            }
        }
    }
    let glossary = shipped.course.glossary.iter();
    let never: Vec<_> = glossary
        .filter(|term| !met.contains(&term.term.to_lowercase()))
        .map(|term| term.term.to_string())
        .collect();
    assert!(never.is_empty(), "the text never leads to {never:#?}");
}

/// Markdown that isn't what its author meant is shown as it was written.
#[test]
fn no_markup_is_left_in_the_words() {
    for shipped in shipped() {
        for (place, blocks) in shipped.texts() {
            let mut text = String::new();
            push_said(&blocks, &mut text);
            for mark in ["](", "**", "[^", "{{", "}}", "[!", "<term:", "&amp;", "|--"] {
                assert!(!text.contains(mark), "{place} shows {mark}: {text}");
            }
        }
    }
}

/// A summary is for revising from.
#[test]
fn summaries_say_something() {
    let shipped = course("how-teams-work");
    let is_summary = |section: &&Section| section.title.contains("Summary of");
    let summaries: Vec<_> = shipped.sections.iter().filter(is_summary).collect();
    assert_eq!(summaries.len(), 5);
    for section in summaries {
        let n = n_words(&section.blocks);
        assert!(n >= 150, "{}: {n} words", section.title);
    }
}
