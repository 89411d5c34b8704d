//! What of the history a learner wants forgotten.
//!
//! **Invariant:** what is said of an answer goes with the answer, and never without it.

use jiff::Timestamp;

use super::desk::Desk;
use super::event::{Did, Event, moment};
use crate::course::id::{CourseId, FullId, SectionId};

/// What is to be forgotten: all that every filter takes. Without a filter, everything.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Scope {
    /// In this course.
    pub course: Option<CourseId>,
    /// In this section of it, and in no section below.
    pub section: Option<SectionId>,
    /// With this question.
    pub question: Option<FullId>,
    /// Before this moment; what is said of an answer counts to the moment of the answer.
    pub before: Option<Timestamp>,
}

impl Scope {
    /// Is `event` to be forgotten?
    pub fn takes(&self, event: &Event) -> bool {
        let section = match &event.did {
            Did::Read(section) | Did::Place(section, _) => Some(section),
            did => did.question().map(|question| &question.section),
        };
        self.covers(&event.course, section, event.did.question())
            && self
                .before
                .is_none_or(|before| moment(when(event)) < before)
    }

    fn covers(
        &self,
        course: &CourseId,
        section: Option<&SectionId>,
        question: Option<&FullId>,
    ) -> bool {
        self.course.as_ref().is_none_or(|wanted| wanted == course)
            && (self.section.is_none() || self.section.as_ref() == section)
            && (self.question.is_none() || self.question.as_ref() == question)
    }
}

/// The moment by which it is judged.
fn when(event: &Event) -> Timestamp {
    match event.did {
        Did::Mark { of, .. }
        | Did::Rate { of, .. }
        | Did::Note { of, .. }
        | Did::Undo { of, .. }
        | Did::HandIn { exam: of } => of,
        Did::Answer(..)
        | Did::Hold { .. }
        | Did::Shelve(_)
        | Did::Read(_)
        | Did::Place(..)
        | Did::Exam(_) => event.at,
    }
}

impl Desk {
    /// Forgets places, drafts and exams that are running. What was begun has no time: it is of now. Was
    /// there any?
    pub fn forget(&mut self, scope: &Scope) -> bool {
        let before = self.clone();
        self.places.retain(|(course, section), (at, _)| {
            let is_old = scope.before.is_none_or(|before| *at < before);
            !(is_old && scope.covers(course, Some(section), None))
        });
        if scope.before.is_none() {
            self.drafts.retain(|(course, question), _| {
                !scope.covers(course, Some(&question.section), Some(question))
            });
            self.exams
                .retain(|course, _| !scope.covers(course, None, None));
            if let Some((course, section)) = &self.last {
                let question = self.question.clone().map(|question| FullId {
                    section: section.clone(),
                    question,
                });
                if scope.covers(course, Some(section), question.as_ref()) {
                    self.question = None;
                }
                if scope.covers(course, Some(section), None) {
                    self.last = None;
                }
            }
        }
        before != *self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::passage::Anchor;
    use crate::study::desk::Draft;
    use crate::study::event::{Rating, Response};

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn section(id: &str) -> SectionId {
        SectionId::new(id).unwrap()
    }

    fn question(id: &str) -> FullId {
        FullId::parse(id).unwrap()
    }

    fn course(id: &str) -> CourseId {
        CourseId::new(id).unwrap()
    }

    fn scope(wanted: &str) -> Scope {
        let mut scope = Scope::default();
        for word in wanted.split_whitespace() {
            match word.split_once('=').unwrap() {
                ("course", id) => scope.course = Some(course(id)),
                ("section", id) => scope.section = Some(section(id)),
                ("question", id) => scope.question = Some(question(id)),
                (_, second) => scope.before = Some(at(second.parse().unwrap())),
            }
        }
        scope
    }

    #[test]
    fn each_filter_takes_what_it_says() {
        let rate = |second, of| {
            let (question, of) = (question("1/a"), at(of));
            let rating = Rating::Good;
            (
                second,
                Did::Rate {
                    question,
                    of,
                    rating,
                },
            )
        };
        let cases = [
            rate(50, 50),
            rate(90, 50),
            (50, Did::Read(section("1"))),
            (50, Did::Read(section("1.1"))),
            (50, Did::HandIn { exam: at(40) }),
        ];
        for (wanted, taken) in [
            ("", [true; 5]),
            ("course=c", [true; 5]),
            ("course=d", [false; 5]),
            ("section=1", [true, true, true, false, false]),
            ("section=1 question=1/a", [true, true, false, false, false]),
            ("question=1/b", [false; 5]),
            // A rating that was given later goes with its answer.
            ("before=51", [true; 5]),
            ("before=50", [false, false, false, false, true]),
            (
                "course=c before=51 section=1.1",
                [false, false, false, true, false],
            ),
        ] {
            let takes = cases.clone().map(|(second, did)| {
                let course = course("c");
                scope(wanted).takes(&Event {
                    at: at(second),
                    course,
                    did,
                })
            });
            assert_eq!(takes, taken, "{wanted}");
        }
    }

    fn desk() -> Desk {
        let anchor = Anchor::default();
        let draft = Draft {
            response: Response::Said(true),
            cursor: 0,
            hinted: false,
        };
        let key = |section_id| (course("c"), section(section_id));
        Desk {
            places: [(key("1"), (at(5), anchor)), (key("2"), (at(50), anchor))].into(),
            last: Some(key("1")),
            question: Some(question("1/a").question),
            drafts: [
                ((course("c"), question("1/a")), draft.clone()),
                ((course("c"), question("2/b")), draft),
            ]
            .into(),
            ..Desk::default()
        }
    }

    #[test]
    fn places_and_drafts_are_forgotten_too() {
        for (wanted, left) in [
            ("", (0, 0, false)),
            ("course=d", (2, 2, true)),
            ("section=1", (1, 1, false)),
            ("section=2", (1, 1, true)),
            ("question=2/b", (2, 1, true)),
            ("question=1/a", (2, 1, true)),
            ("before=10", (1, 2, true)),
        ] {
            let mut desk = desk();
            let did = desk.forget(&scope(wanted));
            let is = (desk.places.len(), desk.drafts.len(), desk.last.is_some());
            assert_eq!((is, did), (left, left != (2, 2, true)), "{wanted}");
            let is_open = !["", "section=1", "question=1/a"].contains(&wanted);
            assert_eq!(desk.question.is_some(), is_open, "{wanted}");
        }
    }
}
