//! One sitting of review: which questions are asked, in which order, and what became of them.
//!
//! What has waited longest comes first. Within a day the questions of a section are spread evenly
//! among the others, so that courses mix and siblings stand apart. What was not recalled comes once
//! more before the end.
//!
//! **Invariant:** a session never changes a schedule; it only says what to ask. The same cards and
//! the same seed give the same order. The work grows with n log n of the cards.

mod mix;

use std::collections::{BTreeMap, VecDeque};

use jiff::{SignedDuration, Timestamp};

pub use self::mix::{mix, plan_of};
use super::card::Card;
use super::day::Day;
use super::event::Rating;
use super::plan::{Agenda, Goal};
use super::progress::Progress;
use crate::course::id::{CourseId, FullId, SectionId};

/// A question to be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Its course.
    pub course: CourseId,
    /// The question.
    pub question: FullId,
    /// Why it is asked.
    pub why: Why,
}

/// Why a question is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// It is due.
    Due,
    /// It was never answered.
    New,
    /// It wasn't recalled in this sitting.
    Again,
    /// The learner chose it, or a plan did.
    Chosen,
}

/// What a review is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// What is due in all courses, and some that are new.
    All,
    /// Likewise in one course.
    Course(CourseId),
    /// Every question of a course, due or not.
    Whole(CourseId),
    /// Every question of a section, due or not.
    Section(CourseId, SectionId),
    /// Just these, due or not.
    Questions(Vec<(CourseId, FullId)>),
}

/// A sitting.
#[derive(Debug, Clone, Default)]
pub struct Session {
    /// What is still to be asked, the next one first.
    ahead: VecDeque<Item>,
    done: Vec<Done>,
    /// What was left when it was stopped.
    stopped: Vec<Item>,
    /// How many had to be passed over: they are in no course any more.
    n_gone: usize,
    /// The exams that it is planned for.
    goals: Vec<Goal>,
}

/// A question that was seen to.
#[derive(Debug, Clone, PartialEq)]
pub struct Done {
    /// Which.
    pub item: Item,
    /// What became of it.
    pub deed: Deed,
}

/// What became of a question.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Deed {
    /// It was answered.
    Answered {
        /// When: with the question it names the answer.
        at: Timestamp,
        /// How well it was recalled, if that was said.
        rating: Option<Rating>,
    },
    /// It was put off until tomorrow, or put away.
    Held,
    /// It was put behind the others.
    Later,
    /// It was passed by: not in this sitting.
    Skipped,
}

/// What was done in a sitting, in numbers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Questions that were answered; those asked twice count once.
    pub answered: usize,
    /// Of these, those that were recalled at once.
    pub recalled: usize,
    /// Of these, those that were never asked before.
    pub new: usize,
    /// Questions that were put off or away.
    pub held: usize,
    /// Questions that are in no course any more.
    pub gone: usize,
    /// Questions that are still ahead.
    pub left: usize,
}

/// So many others come before what wasn't recalled comes again.
const REST: usize = 8;

impl Session {
    /// One that asks these, in this order.
    pub fn new(items: impl IntoIterator<Item = Item>) -> Self {
        Self {
            ahead: items.into_iter().collect(),
            ..Self::default()
        }
    }

    /// The same, where what is asked was planned for those goals, and maybe more.
    #[must_use]
    pub fn planned(self, goals: Vec<Goal>) -> Self {
        Self { goals, ..self }
    }

    /// The exams that it is planned for.
    pub fn goals(&self) -> &[Goal] {
        &self.goals
    }

    /// What is to be done for them at `now` and later.
    pub fn agendas(&self, progress: &Progress, now: Timestamp) -> Vec<Agenda> {
        let goals = self.goals.iter();
        goals.map(|goal| goal.agenda(progress, now)).collect()
    }

    /// The question to be asked now; `None` at the end.
    pub fn current(&self) -> Option<&Item> {
        self.ahead.front()
    }

    /// Which one it is, from 1, and of how many.
    pub fn place(&self) -> (usize, usize) {
        let n = self.done.iter().filter(|done| done.deed != Deed::Later);
        let n = n.count();
        (n + 1, n + self.ahead.len())
    }

    /// The current question was seen to: goes on to the next. What wasn't recalled comes again, once.
    pub fn finish(&mut self, deed: Deed) {
        let Some(item) = self.ahead.pop_front() else {
            return;
        };
        let forgotten = matches!(
            deed,
            Deed::Answered {
                rating: Some(Rating::Again),
                ..
            }
        );
        if deed == Deed::Later {
            self.ahead.push_back(item.clone());
        } else if forgotten && item.why != Why::Again {
            let at = REST.min(self.ahead.len());
            let why = Why::Again;
            self.ahead.insert(
                at,
                Item {
                    why,
                    ..item.clone()
                },
            );
        }
        self.done.push(Done { item, deed });
    }

    /// The current question can't be asked: goes on to the next.
    pub fn pass_over(&mut self) {
        self.n_gone += usize::from(self.ahead.pop_front().is_some());
    }

    /// Lets the next question from another section go first. Is there one?
    pub fn let_another_go_first(&mut self) -> bool {
        let Some(first) = self.ahead.front() else {
            return false;
        };
        let home = (&first.course, &first.question.section);
        let other = self.ahead.iter().position(|item| {
            item.why != Why::Again && (&item.course, &item.question.section) != home
        });
        match other.and_then(|at| self.ahead.remove(at)) {
            Some(other) => {
                self.ahead.push_front(other);
                true
            }
            None => false,
        }
    }

    /// Goes back to the question that was seen to last, and says what had become of it.
    pub fn take_back(&mut self) -> Option<Done> {
        let done = self.done.pop()?;
        self.ahead.extend(self.stopped.drain(..));
        let same =
            |item: &Item| item.course == done.item.course && item.question == done.item.question;
        // It may stand there once more, as one that wasn't recalled or was put behind the others.
        if let Some(at) = self.ahead.iter().position(same) {
            self.ahead.remove(at);
        }
        self.ahead.push_front(done.item.clone());
        Some(done)
    }

    /// Asks nothing more.
    pub fn stop(&mut self) {
        self.stopped.extend(self.ahead.drain(..));
    }

    /// What was done so far.
    pub fn tally(&self) -> Tally {
        let mut tally = Tally {
            gone: self.n_gone,
            left: self.ahead.len() + self.stopped.len(),
            ..Tally::default()
        };
        for Done { item, deed } in &self.done {
            match deed {
                Deed::Answered { rating, .. } if item.why != Why::Again => {
                    tally.answered += 1;
                    tally.recalled += usize::from(*rating != Some(Rating::Again));
                    tally.new += usize::from(item.why == Why::New);
                }
                Deed::Held => tally.held += 1,
                Deed::Skipped => tally.left += 1,
                Deed::Answered { .. } | Deed::Later => {}
            }
        }
        tally
    }

    /// What was seen to, in order.
    pub fn done(&self) -> &[Done] {
        &self.done
    }
}

/// What is due before `end`, the end of the learner's day: the longest debts first.
pub fn due<'a>(
    cards: impl IntoIterator<Item = (&'a CourseId, &'a Card)>,
    end: Timestamp,
    seed: u64,
) -> Vec<Item> {
    let is_due = |card: &Card| card.due().is_some_and(|due| due < end);
    let cards = cards.into_iter().filter(|(_, card)| is_due(card));
    by_due(cards, end, seed)
}

/// Cards, due or not, in the order in which they fall due; those that never do are left out.
pub fn by_due<'a>(
    cards: impl IntoIterator<Item = (&'a CourseId, &'a Card)>,
    end: Timestamp,
    seed: u64,
) -> Vec<Item> {
    const DAY: i128 = SignedDuration::from_hours(24).as_nanos();
    let mut days: BTreeMap<i128, Vec<(&CourseId, &FullId)>> = BTreeMap::new();
    for (course, card) in cards {
        if let Some(due) = card.due() {
            // The day that ends at `end` is 0, those behind it are more.
            let ahead = due.duration_since(end).as_nanos().div_euclid(DAY) + 1;
            let day = days.entry(ahead).or_default();
            day.push((course, &card.question));
        }
    }
    let items = days.into_iter().flat_map(|(ahead, day)| {
        let why = if ahead > 0 { Why::Chosen } else { Why::Due };
        let day = spread(day, seed).into_iter();
        day.map(move |(course, question)| Item {
            course: course.clone(),
            question: question.clone(),
            why,
        })
    });
    items.collect()
}

/// Questions of the same section, as far from each other as they can be, else by chance.
pub fn spread<'a>(
    questions: Vec<(&'a CourseId, &'a FullId)>,
    seed: u64,
) -> Vec<(&'a CourseId, &'a FullId)> {
    let placed = questions.into_iter().map(|one| (chance(one, seed), one));
    let mut placed: Vec<_> = placed.collect();
    let section =
        |(_, (course, question)): &(u64, (&'a CourseId, &'a FullId))| (*course, &question.section);
    // As a rule they come by section, and then this is done as soon as it is seen.
    placed.sort_by_key(section);
    for section in placed.chunk_by_mut(|a, b| section(a) == section(b)) {
        section.sort_by_key(|(chance, _)| *chance);
        // Each has its share of the whole length, and stands in it where chance has it.
        let share = u64::MAX / section.len() as u64;
        let start = section[0].0 % share.max(1);
        for (n, (place, _)) in (0_u64..).zip(section) {
            *place = share.saturating_mul(n).saturating_add(start);
        }
    }
    placed.sort();
    placed.into_iter().map(|(_, one)| one).collect()
}

/// Puts `new` evenly among `items`.
pub fn mix_in(items: Vec<Item>, new: Vec<Item>) -> Vec<Item> {
    let (n, n_new) = (items.len(), new.len());
    let mut mixed = Vec::with_capacity(n + n_new);
    let mut new = new.into_iter().enumerate().peekable();
    for (at, item) in items.into_iter().enumerate() {
        while let Some((_, item)) = new.next_if(|(k, _)| (k + 1) * (n + 1) / (n_new + 1) <= at) {
            mixed.push(item);
        }
        mixed.push(item);
    }
    mixed.extend(new.map(|(_, item)| item));
    mixed
}

/// How many questions were first answered within `day`: so many of the new ones are used up.
pub fn n_begun<'a>(cards: impl IntoIterator<Item = &'a Card>, day: &Day) -> usize {
    let cards = cards.into_iter();
    let begun = cards.filter(|card| card.schedule.is_some() && day.contains(card.first));
    begun.count()
}

/// How many questions come due on the first day behind `end` on which any do, and how many days
/// that is away: 1 is the day that begins with `end`.
pub fn next_due(dues: impl IntoIterator<Item = Timestamp>, end: Timestamp) -> Option<(i64, usize)> {
    let day = |due: Timestamp| due.duration_since(end).as_hours() / 24 + 1;
    let days = dues.into_iter().filter(|due| *due >= end).map(day);
    days.fold(None, |first, day| match first {
        Some((soonest, n)) if soonest == day => Some((soonest, n + 1)),
        Some((soonest, n)) if soonest < day => Some((soonest, n)),
        _ => Some((day, 1)),
    })
}

/// A number that depends on the question and the seed alone (FNV-1a, 64 bits).
fn chance((course, question): (&CourseId, &FullId), seed: u64) -> u64 {
    let names = [
        course.as_str(),
        question.section.as_str(),
        question.question.as_str(),
    ];
    let bytes = names.iter().flat_map(|name| name.bytes().chain([0]));
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325 ^ seed, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    // The upper half is the better mixed one.
    hash.rotate_left(32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::event::Hold;
    use crate::study::schedule::Schedule;

    const END: Timestamp = Timestamp::constant(1_795_478_400, 0);

    fn days_ago(days: f64) -> Timestamp {
        END - SignedDuration::from_secs_f64(days * 86_400.0)
    }

    fn course(name: &str) -> CourseId {
        CourseId::new(name).unwrap()
    }

    fn card(question: &str, due: Timestamp, hold: Option<Hold>) -> Card {
        let schedule = Schedule {
            due,
            last: days_ago(90.0),
            stability: 9.0,
            difficulty: 5.0,
            reps: 2,
            lapses: 0,
        };
        Card {
            question: FullId::parse(question).unwrap(),
            first: days_ago(99.0),
            schedule: Some(schedule),
            hold,
        }
    }

    fn names(items: &[Item]) -> Vec<String> {
        let name = |item: &Item| format!("{} {}", item.course, item.question);
        items.iter().map(name).collect()
    }

    #[test]
    fn the_longest_debts_come_first_and_what_is_held_does_not_come() {
        let c = course("c");
        let cards = [
            card("1/today", days_ago(0.1), None),
            card("1/tomorrow", END, None),
            card("1/long-ago", days_ago(40.0), None),
            card("1/away", days_ago(40.0), Some(Hold::Away)),
            card("1/put-off", days_ago(40.0), Some(Hold::Until(END))),
            card(
                "1/put-off-before",
                days_ago(40.0),
                Some(Hold::Until(days_ago(2.5))),
            ),
            card("1/again", days_ago(1.5), Some(Hold::Free)),
        ];
        let items = due(cards.iter().map(|card| (&c, card)), END, 7);
        let wanted = [
            "c 1/long-ago",
            "c 1/put-off-before",
            "c 1/again",
            "c 1/today",
        ];
        assert_eq!(names(&items), wanted);
    }

    #[test]
    fn sections_and_courses_mix() {
        let (a, b) = (course("a"), course("b"));
        let many: Vec<_> = (0..8)
            .map(|n| FullId::parse(&format!("1/q{n}")).unwrap())
            .collect();
        let mut all: Vec<_> = many.iter().map(|id| (&a, id)).collect();
        all.extend(many.iter().map(|id| (&b, id)));
        for seed in 0..50 {
            let order = spread(all.clone(), seed);
            assert_eq!(order.len(), 16);
            // Eight of each take turns, one by one.
            let same = order.windows(2).filter(|two| two[0].0 == two[1].0).count();
            assert_eq!(same, 0, "{seed}: {order:?}");
        }
        assert_ne!(spread(all.clone(), 1), spread(all.clone(), 2));
        assert_eq!(spread(all.clone(), 1), spread(all, 1));
        assert_eq!(spread(Vec::new(), 1), []);
    }

    fn item(question: &str, why: Why) -> Item {
        Item {
            course: course("c"),
            question: FullId::parse(question).unwrap(),
            why,
        }
    }

    #[test]
    fn what_is_new_stands_evenly_among_the_rest() {
        let old: Vec<_> = (0..6).map(|n| item(&format!("1/q{n}"), Why::Due)).collect();
        let new = vec![item("2/a", Why::New), item("2/b", Why::New)];
        let mixed = mix_in(old.clone(), new.clone());
        let at: Vec<_> = (0..8).filter(|at| mixed[*at].why == Why::New).collect();
        assert_eq!(at, [2, 5]);
        assert_eq!(mix_in(Vec::new(), new.clone()), new);
        assert_eq!(mix_in(old.clone(), Vec::new()), old);
    }

    fn answered(rating: Rating) -> Deed {
        Deed::Answered {
            at: END,
            rating: Some(rating),
        }
    }

    #[test]
    fn what_is_forgotten_comes_again_once_after_a_rest() {
        let items: Vec<_> = (0..20)
            .map(|n| item(&format!("1/q{n}"), Why::Due))
            .collect();
        let mut session = Session::new(items.clone());
        session.finish(answered(Rating::Again));
        for _ in 0..REST {
            assert_ne!(session.current().unwrap().question, items[0].question);
            session.finish(answered(Rating::Good));
        }
        let again = session.current().unwrap().clone();
        assert_eq!(again.question, items[0].question);
        assert_eq!(again.why, Why::Again);
        session.finish(answered(Rating::Again));
        let left: Vec<_> = std::iter::from_fn(|| {
            let item = session.current().cloned();
            session.finish(Deed::Held);
            item
        })
        .collect();
        assert!(left.iter().all(|item| item.question != items[0].question));
        let tally = session.tally();
        assert_eq!((tally.answered, tally.recalled, tally.held), (9, 8, 11));
    }

    #[test]
    fn taking_back_undoes_what_was_done_step_by_step() {
        let items: Vec<_> = (0..5).map(|n| item(&format!("1/q{n}"), Why::Due)).collect();
        let mut session = Session::new(items.clone());
        let deeds = [
            answered(Rating::Again),
            Deed::Later,
            Deed::Held,
            answered(Rating::Easy),
        ];
        let mut before = Vec::new();
        for deed in deeds {
            before.push(session.ahead.clone());
            session.finish(deed);
        }
        session.stop();
        assert_eq!(session.current(), None);
        for (deed, ahead) in deeds.into_iter().zip(before).rev() {
            assert_eq!(session.take_back().unwrap().deed, deed);
            assert_eq!(session.ahead, ahead);
        }
        assert_eq!(session.take_back(), None);
    }

    #[test]
    fn another_section_goes_first_where_there_is_one() {
        let mut session = Session::new(["1/a", "1/b", "2/c"].map(|id| item(id, Why::Due)));
        assert!(session.let_another_go_first());
        assert_eq!(session.current().unwrap().question.to_string(), "2/c");
        session.finish(Deed::Held);
        assert!(!session.let_another_go_first());
        assert_eq!(session.current().unwrap().question.to_string(), "1/a");
    }

    #[test]
    fn the_next_day_on_which_anything_is_due() {
        assert_eq!(next_due([days_ago(1.0)], END), None);
        let dues = [3.5, 1.2, 9.0, 1.9, -4.0].map(|days| days_ago(-days));
        assert_eq!(next_due(dues, END), Some((2, 2)));
        assert_eq!(next_due([END], END), Some((1, 1)));
    }

    /// Fifty thousand at once; with a square of that this would take minutes.
    #[test]
    fn a_great_backlog_is_put_in_order_at_once() {
        let c = course("c");
        let cards: Vec<_> = (0..50_000)
            .map(|n| {
                card(
                    &format!("s{}/q{n}", n % 9),
                    days_ago(f64::from(n % 60)),
                    None,
                )
            })
            .collect();
        let items = due(cards.iter().map(|card| (&c, card)), END, 3);
        assert_eq!(
            items.len(),
            cards.iter().filter(|card| card.due() < Some(END)).count()
        );
    }
}
