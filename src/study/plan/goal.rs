//! A course with the day of its exam, and what that comes to on a day of the learner's.
//!
//! **Invariant:** an agenda is made of the goal, the progress and the moment alone. It asks only what
//! the course has, each question once, and nothing that was put away or put off.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::Date;

use super::{Aim, Card, Load, Plan, plan};
use crate::course::id::{CourseId, FullId};
use crate::study::day::{Calendar, Day};
use crate::study::event::{Hold, Rating};
use crate::study::history::History;
use crate::study::progress::Progress;
use crate::text::Clean;

/// A course that is planned for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Goal {
    /// Which course.
    pub course: CourseId,
    /// What it is called.
    pub title: Clean,
    /// The day of the exam.
    pub exam: Date,
    /// Its marked questions, in the order in which new ones are begun.
    pub questions: Vec<FullId>,
    /// The learner's days.
    pub calendar: Calendar,
}

/// What is to be done for a goal, from a day on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agenda {
    /// Which course.
    pub course: CourseId,
    /// What it is called.
    pub title: Clean,
    /// The day of the exam.
    pub exam: Date,
    /// That day.
    pub today: Date,
    /// What was done on it already.
    pub done: Load,
    /// What is still to be done on it and on those that follow.
    pub plan: Plan,
    /// What is to be begun on it, in order.
    pub new: Vec<FullId>,
    /// What is to be asked once more on it.
    pub again: BTreeSet<FullId>,
    /// How many questions are left out, since they were put away, or off to another day.
    pub n_held: usize,
}

impl Goal {
    /// What is to be done for it at `now` and later, by what `progress` has of its course.
    pub fn agenda(&self, progress: &Progress, now: Timestamp) -> Agenda {
        let day = self.calendar.day(now);
        let state = progress.course(&self.course);
        let history = |question| state.and_then(|state| state.questions.get(question));
        let (mut done, mut cards, mut asked) = (Load::default(), Vec::new(), Vec::new());
        for question in &self.questions {
            let history = history(question);
            if history.is_some_and(|history| is_held(history, &day)) {
                continue;
            }
            let ratings = history.map(History::ratings).unwrap_or_default();
            let mut today = ratings.iter().map(|(at, _)| day.contains(*at));
            match today.next() {
                Some(true) => done.n_new += 1,
                Some(false) if today.any(|is_today| is_today) => done.n_review += 1,
                _ => {}
            }
            asked.push(question);
            cards.push(Card {
                schedule: history.and_then(|history| history.schedule().copied()),
                recalled: self.recalled(&ratings),
            });
        }
        let exam = self.exam;
        let most = None;
        let aim = Aim { exam, most, done };
        let plan = plan(&cards, &aim, progress.scheduler(), &self.calendar, now);
        let (mut new, mut again) = (Vec::new(), BTreeSet::new());
        for ((question, card), asks) in asked.iter().zip(&cards).zip(&plan.asks) {
            if asks.first() != Some(&day.date) {
                continue;
            }
            if card.schedule.is_none() {
                new.push((*question).clone());
            } else {
                again.insert((*question).clone());
            }
        }
        Agenda {
            course: self.course.clone(),
            title: self.title.clone(),
            exam,
            today: day.date,
            done,
            plan,
            new,
            again,
            n_held: self.questions.len() - asked.len(),
        }
    }

    /// On how many days it was recalled: twice on one day is once.
    fn recalled(&self, ratings: &[(Timestamp, Rating)]) -> u32 {
        let recalled = ratings
            .iter()
            .filter(|(_, rating)| *rating != Rating::Again);
        let mut days: Vec<Date> = recalled.map(|(at, _)| self.calendar.date(*at)).collect();
        days.dedup();
        u32::try_from(days.len()).unwrap_or(u32::MAX)
    }
}

impl Agenda {
    /// The first day from today on that brings something, and what.
    pub fn next(&self) -> Option<(Date, Load)> {
        let mut days = self.plan.days.iter();
        days.find(|(_, load)| load.sum() > 0).copied()
    }
}

/// Is it put away, or put off beyond `day`?
fn is_held(history: &History, day: &Day) -> bool {
    match history.hold() {
        Some((_, Hold::Away)) => true,
        Some((_, Hold::Until(until))) => until >= day.end,
        Some((_, Hold::Free)) | None => false,
    }
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;
    use jiff::civil::date;
    use jiff::tz::TimeZone;

    use super::*;
    use crate::study::event::{Did, Event, Given, Response};

    const DAY: SignedDuration = SignedDuration::from_hours(24);

    fn now() -> Timestamp {
        "2026-11-27T10:00:00Z".parse().unwrap()
    }

    fn question(name: &str) -> FullId {
        FullId::parse(&format!("1/{name}")).unwrap()
    }

    /// An exam in a week.
    fn goal(questions: &[&str]) -> Goal {
        Goal {
            course: CourseId::new("c").unwrap(),
            title: Clean::words("A course"),
            exam: date(2026, 12, 4),
            questions: questions.iter().map(|name| question(name)).collect(),
            calendar: Calendar::new(TimeZone::UTC, Calendar::BEGINS),
        }
    }

    fn event(at: Timestamp, did: Did) -> Event {
        let course = CourseId::new("c").unwrap();
        Event { at, course, did }
    }

    fn answer(name: &str, at: Timestamp, rating: Option<Rating>) -> Event {
        let given = Given {
            response: Response::Written("words".into()),
            score: None,
            rating,
            certainty: None,
            hinted: false,
            seconds: None,
            exam: None,
        };
        event(at, Did::Answer(question(name), given))
    }

    fn hold(name: &str, hold: Hold) -> Event {
        let question = question(name);
        event(now() - DAY, Did::Hold { question, hold })
    }

    fn progress(events: impl IntoIterator<Item = Event>) -> Progress {
        let mut progress = Progress::default();
        progress.record_all(events);
        progress
    }

    #[test]
    fn what_was_done_today_is_counted_and_not_asked_again() {
        let good = Some(Rating::Good);
        let progress = progress([
            answer("old", now() - DAY * 9, good),
            answer("old", now(), good),
            answer("begun", now(), Some(Rating::Again)),
            answer("due", now() - DAY * 9, good),
            answer("gone", now() - DAY * 9, good),
        ]);
        let names = [
            "old", "begun", "due", "n1", "n2", "n3", "n4", "n5", "n6", "n7",
        ];
        let agenda = goal(&names).agenda(&progress, now());
        let (n_new, n_review) = (1, 1);
        assert_eq!(agenda.done, Load { n_new, n_review });
        // Of nine on four days three fall on today, and one of them is done.
        assert_eq!(agenda.new, [question("n1"), question("n2")]);
        let n_new = 2;
        assert_eq!(agenda.again, [question("due")].into());
        assert_eq!(
            agenda.plan.days[0],
            (date(2026, 11, 27), Load { n_new, n_review })
        );
        assert!(agenda.plan.is_whole(), "{agenda:?}");
    }

    #[test]
    fn what_was_never_rated_is_new() {
        let progress = progress([answer("left", now() - DAY, None)]);
        let agenda = goal(&["left"]).agenda(&progress, now());
        assert_eq!(agenda.new, [question("left")]);
    }

    #[test]
    fn what_is_held_is_left_out_until_then() {
        let tomorrow = goal(&[]).calendar.day(now()).end;
        let progress = progress([
            hold("away", Hold::Away),
            hold("tomorrow", Hold::Until(tomorrow)),
            hold("today", Hold::Until(now())),
            hold("free", Hold::Free),
        ]);
        let goal = goal(&["away", "tomorrow", "today", "free"]);
        let at = |now| {
            let agenda = goal.agenda(&progress, now);
            (agenda.plan.asks.len(), agenda.n_held)
        };
        assert_eq!((at(now()), at(tomorrow)), ((2, 2), (3, 1)));
    }

    #[test]
    fn twice_on_one_day_is_recalled_once() {
        let evening = now() - DAY * 3;
        let ratings = [
            (evening, Rating::Good),
            (evening + SignedDuration::from_hours(12), Rating::Easy),
            (evening + DAY, Rating::Again),
            (evening + DAY * 2, Rating::Hard),
        ];
        // Until four in the morning it is the same day.
        assert_eq!(goal(&[]).recalled(&ratings), 2);
    }

    #[test]
    fn a_thousand_questions_and_half_a_year_are_planned_at_once() {
        let names: Vec<_> = (0..1000).map(|n| format!("q{n}")).collect();
        let names: Vec<_> = names.iter().map(String::as_str).collect();
        let answers = names[..600]
            .iter()
            .flat_map(|name| (1..10).map(|n| answer(name, now() - DAY * n, Some(Rating::Good))));
        let exam = now() + DAY * 180;
        let goal = Goal {
            exam: TimeZone::UTC.to_datetime(exam).date(),
            ..goal(&names)
        };
        let progress = progress(answers);
        let begun = std::time::Instant::now();
        let agenda = goal.agenda(&progress, now());
        assert!(agenda.plan.is_whole());
        assert_eq!(agenda.plan.days.len(), 180);
        // Without optimisation and on a busy machine; a square of it would take far longer.
        assert!(begun.elapsed() < std::time::Duration::from_secs(5));
    }
}
