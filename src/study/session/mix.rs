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

#[cfg(test)]
mod tests {
    use jiff::{SignedDuration, Timestamp};

    use super::*;
    use crate::course::id::FullId;
    use crate::study::event::Rating;
    use crate::study::plan::{Load, Plan};
    use crate::study::schedule::Scheduler;
    use crate::text::Clean;

    const NOW: Timestamp = Timestamp::constant(1_795_435_200, 0);

    fn question(name: &str) -> FullId {
        FullId::parse(&format!("1/{name}")).unwrap()
    }

    fn course(name: &str) -> CourseId {
        CourseId::new(name).unwrap()
    }

    /// Answered once, so many days ago: it is due two days after.
    fn card(name: &str, days: i32) -> Card {
        let first = NOW - SignedDuration::from_hours(24) * days;
        Card {
            question: question(name),
            first,
            schedule: Some(Scheduler::default().next(None, first, Rating::Good)),
            hold: None,
        }
    }

    #[test]
    fn of_a_planned_course_comes_what_is_planned_and_of_others_what_is_due() {
        let day = Day {
            date: jiff::civil::date(2026, 11, 23),
            start: NOW - SignedDuration::from_hours(8),
            end: NOW + SignedDuration::from_hours(16),
        };
        let agenda = Agenda {
            course: course("planned"),
            title: Clean::words("Planned"),
            exam: day.date.tomorrow().unwrap(),
            today: day.date,
            done: Load::default(),
            plan: Plan::default(),
            new: vec![question("new")],
            again: [question("ahead"), question("asked")].into(),
            n_held: 0,
        };
        let cards = [
            ("planned", card("asked", 9)),
            ("planned", card("ahead", 0)),
            ("planned", card("waits", 9)),
            ("other", card("due", 30)),
            ("other", card("later", 0)),
        ];
        let cards = cards.map(|(name, card)| (course(name), card));
        let also = Item {
            course: course("other"),
            question: question("also"),
            why: Why::New,
        };
        let cards = cards.iter().map(|(course, card)| (course, card));
        let items = mix(cards, &[agenda], vec![also], (&day, 1));
        let told = items.iter().map(|item| {
            let Item {
                course,
                question,
                why,
            } = item;
            format!("{course} {question} {why:?}")
        });
        assert_eq!(
            told.collect::<Vec<_>>(),
            [
                "other 1/due Due",
                "planned 1/new New",
                "planned 1/asked Due",
                "other 1/also New",
                "planned 1/ahead Chosen",
            ]
        );
    }
}
