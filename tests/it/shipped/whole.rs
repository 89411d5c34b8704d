//! *How teams work* is all there.

use std::collections::BTreeSet;

use recto::course::question::{Kind, Question};

use super::{course, words};

#[test]
fn how_teams_work_is_whole() {
    let shipped = course("how-teams-work");
    let text: String = shipped
        .sections
        .iter()
        .map(|section| words(&section.blocks))
        .collect();
    let n_words = text.split_whitespace().count();
    let questions: Vec<_> = shipped.questions().collect();
    let is_open = |question: &Question| matches!(question.kind, Kind::Open { .. });
    let open = questions
        .iter()
        .filter(|(_, question)| is_open(question))
        .count();
    let activities = questions
        .iter()
        .filter(|(_, question)| question.kind == Kind::Activity)
        .count();
    let kinds: BTreeSet<_> = questions
        .iter()
        .map(|(_, question)| question.kind.name())
        .collect();
    println!(
        "{n_words} words, {} questions ({open} open, {activities} activities)",
        questions.len()
    );
    assert!(n_words >= 12_000);
    assert!(questions.len() >= 120);
    assert!(activities >= 10);
    assert!(shipped.course.glossary.len() >= 40);
    assert_eq!(kinds.len(), 11, "{kinds:?}");
    let numbers: Vec<_> = shipped
        .course
        .sections
        .iter()
        .filter_map(|s| s.number.as_deref())
        .collect();
    let all = "1 1.1 1.1.1 1.2 1.3 1.3.1 1.3.2 1.3.3 1.4 1.5 2 2.1 3 3.1 3.1.1 3.1.2 3.1.3 3.1.4 3.1.5 3.2 3.3 4 4.1 4.2 5 5.1 5.2 5.3 5.3.1 5.4 6 7";
    assert_eq!(numbers.join(" "), all);
    for section in &shipped.sections {
        assert!(section.questions.len() >= 3, "{}", section.title);
        assert!(!section.blocks.is_empty(), "{}", section.title);
    }
}
