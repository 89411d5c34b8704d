//! What a review asks of all that there is: what is due, what plans ask, and what is new.
//!
//! **Invariant:** no question comes twice. Of a course that is planned for comes what its plan asks,
//! and nothing else.

use std::collections::BTreeMap;

use super::{Item, Why, by_due, mix_in};
use crate::course::id::CourseId;
use crate::study::card::Card;
use crate::study::day::Day;
use crate::study::plan::Agenda;

/// What a review asks on `day`: of `cards` those that are due or that a plan asks, the longest debts
/// first; evenly among them what plans begin, and then `new`, questions of courses without a plan.
pub fn mix<'a>(
    cards: impl IntoIterator<Item = (&'a CourseId, &'a Card)>,
    agendas: &[Agenda],
    new: Vec<Item>,
    (day, seed): (&Day, u64),
) -> Vec<Item> {
    let plans = agendas.iter().map(|agenda| (&agenda.course, agenda));
    let plans: BTreeMap<_, _> = plans.collect();
    let is_asked = |(course, card): &(&CourseId, &Card)| match plans.get(course) {
        Some(agenda) => agenda.again.contains(&card.question),
        None => card.due().is_some_and(|due| due < day.end),
    };
    let asked = by_due(cards.into_iter().filter(is_asked), day.end, seed);
    let begun = agendas.iter().flat_map(begin);
    mix_in(asked, begun.chain(new).collect())
}

/// The plan for a course, if there is one.
pub fn plan_of<'a>(agendas: &'a [Agenda], course: &CourseId) -> Option<&'a Agenda> {
    agendas.iter().find(|agenda| agenda.course == *course)
}

/// What a plan begins.
fn begin(agenda: &Agenda) -> impl Iterator<Item = Item> {
    agenda.new.iter().map(|question| Item {
        course: agenda.course.clone(),
        question: question.clone(),
        why: Why::New,
    })
}
