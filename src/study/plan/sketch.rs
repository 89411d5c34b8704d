//! A plan while it is being made: the days to learn, and then the last days.
//!
//! **Invariant:** a question is asked at most once on a day, and is taken to be recalled each time.

use std::collections::VecDeque;

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

use super::{Aim, Card, LAST_DAYS, Load, Plan, TIMES};
use crate::study::day::Calendar;
use crate::study::event::Rating;
use crate::study::schedule::{Schedule, Scheduler};

/// So many questions on a day are no burden: to move some of them elsewhere would help nobody.
pub(super) const NO_BURDEN: usize = 20;
/// An exam that is further away is planned for as if it were in a hundred years.
pub(super) const FURTHEST: usize = 36_500;

/// The days of a plan, counted from today, which is 0.
#[derive(Debug, Clone, Copy)]
struct Span {
    today: Date,
    /// How many there are before the exam.
    n_days: usize,
    /// So many days before the exam everything comes a last time: with a limit, as many as it takes.
    n_last: usize,
}

impl Span {
    fn new(n_cards: usize, aim: &Aim, today: Date) -> Self {
        let needed = aim.most.map_or(0, |most| n_cards.div_ceil(most.max(1)));
        Self {
            today,
            n_days: usize::try_from(days(today, aim.exam)).map_or(0, |n| n.min(FURTHEST)),
            n_last: needed.max(LAST_DAYS),
        }
    }

    /// The first day on which questions come a last time.
    fn last(self) -> usize {
        self.n_days.saturating_sub(self.n_last)
    }

    /// How many days there are to begin what was never recalled. If everything comes its last time
    /// already, it still has to come once before.
    fn n_to_begin(self) -> usize {
        match self.last() {
            0 => self.n_days.saturating_sub(1),
            n => n,
        }
    }
}

/// A card as it will be when the days before have gone as planned.
#[derive(Debug, Clone)]
struct State {
    schedule: Option<Schedule>,
    recalled: u32,
    /// The day on which it is due; before 0 if it is overdue.
    due: i64,
    /// The day on which it was answered last before the plan; `None` if it was never.
    answered: Option<i64>,
    /// The days on which it is asked, ascending.
    asks: Vec<usize>,
}

impl State {
    fn new(card: &Card, calendar: &Calendar, today: Date) -> Self {
        let day = |at| days(today, calendar.date(at));
        Self {
            schedule: card.schedule,
            recalled: card.recalled,
            due: card.schedule.map_or(0, |schedule| day(schedule.due)),
            answered: card.schedule.map(|schedule| day(schedule.last)),
            asks: Vec::new(),
        }
    }

    /// Was it never recalled? Then it has to be begun before it can come a last time.
    fn is_fresh(&self) -> bool {
        self.recalled == 0
    }

    /// Has it come a last time already, so that it will be known at the exam?
    fn is_done(&self, span: Span) -> bool {
        let first = signed(span.n_days) - signed(span.n_last);
        self.recalled >= TIMES
            && self.due >= signed(span.n_days)
            && self.answered.is_some_and(|day| day >= first)
    }

    fn stability(&self) -> f32 {
        self.schedule.map_or(0.0, |schedule| schedule.stability)
    }

    /// The first day on which it can be asked again.
    fn free(&self) -> usize {
        let today = self.answered.is_some_and(|day| day >= 0);
        self.asks.last().map_or(usize::from(today), |day| day + 1)
    }
}

/// A plan that is being made.
#[derive(Debug, Clone)]
pub(super) struct Sketch<'a> {
    states: Vec<State>,
    loads: Vec<Load>,
    span: Span,
    aim: &'a Aim,
    scheduler: &'a Scheduler,
    now: Timestamp,
}

impl<'a> Sketch<'a> {
    /// One in which nothing is laid yet.
    pub(super) fn new(
        cards: &[Card],
        aim: &'a Aim,
        scheduler: &'a Scheduler,
        calendar: &Calendar,
        now: Timestamp,
    ) -> Self {
        let today = calendar.date(now);
        let span = Span::new(cards.len(), aim, today);
        let states = cards.iter().map(|card| State::new(card, calendar, today));
        Self {
            states: states.collect(),
            loads: vec![Load::default(); span.n_days],
            span,
            aim,
            scheduler,
            now,
        }
    }

    /// Lays the days before the last ones, with `room` for so many questions on each.
    pub(super) fn learn(&mut self, room: usize) {
        let mut fresh = self.fresh();
        let mut due = self.due();
        let mut waiting = VecDeque::new();
        let mut behind = 0;
        let shares = evenly(fresh.len(), self.span.n_to_begin(), self.aim.done.n_new);
        for (day, share) in shares.enumerate() {
            let room = self.room_on(day, room);
            let is_free = |card: &&usize| self.states[**card].free() <= day;
            let n_free = fresh.iter().take_while(is_free).count();
            let n = (share + behind).min(room).min(n_free);
            behind = share + behind - n;
            for card in fresh.drain(..n) {
                self.ask(card, day, &mut due);
            }
            if day == 0 {
                // What was missed today is the first to come tomorrow.
                fresh.rotate_left(n_free - n);
            }
            let mut new = due.get_mut(day).map(std::mem::take).unwrap_or_default();
            new.sort_by_key(|card| self.states[*card].schedule.map(|schedule| schedule.due));
            waiting.extend(new);
            for card in waiting.drain(..waiting.len().min(room - n)) {
                self.ask(card, day, &mut due);
            }
        }
    }

    /// What was never recalled: what was begun, in the order in which it is due, then what is new, and
    /// at the end what was missed today and has to wait.
    fn fresh(&self) -> VecDeque<usize> {
        let cards = 0..self.states.len();
        let mut fresh: Vec<_> = cards.filter(|card| self.states[*card].is_fresh()).collect();
        fresh.sort_by_key(|card| {
            let state = &self.states[*card];
            let due = state.schedule.map(|schedule| schedule.due);
            (state.free(), due.is_none(), due)
        });
        fresh.into()
    }

    /// What of the rest falls due on each of the days before the last ones.
    fn due(&self) -> Vec<Vec<usize>> {
        let mut due = vec![Vec::new(); self.span.last()];
        for (card, state) in self.states.iter().enumerate() {
            let day = usize::try_from(state.due.max(0)).unwrap_or(usize::MAX);
            if let Some(due) = due.get_mut(day).filter(|_| !state.is_fresh()) {
                due.push(card);
            }
        }
        due
    }

    /// Asks `card` on `day`, and has it recalled: then it is due again on another day.
    fn ask(&mut self, card: usize, day: usize, due: &mut [Vec<usize>]) {
        let at = SignedDuration::from_hours(24 * signed(day));
        let at = self.now.checked_add(at).unwrap_or(Timestamp::MAX);
        let state = &mut self.states[card];
        let load = &mut self.loads[day];
        match state.schedule {
            Some(_) => load.n_review += 1,
            None => load.n_new += 1,
        }
        let next = self
            .scheduler
            .next(state.schedule.as_ref(), at, Rating::Good);
        let wait = usize::try_from(next.due.duration_since(at).as_hours() / 24);
        state.schedule = Some(next);
        state.asks.push(day);
        let again = day.saturating_add(wait.unwrap_or(usize::MAX).max(1));
        if let Some(due) = due.get_mut(again) {
            due.push(card);
        }
    }

    /// So many questions fit on each of the days before the last ones, where all that falls due is
    /// asked at once: a quarter more than on the mean of these days, and never so few that it would
    /// be no burden.
    pub(super) fn room(&self) -> usize {
        if self.span.last() == 0 {
            return usize::MAX;
        }
        let days = &self.loads[..self.span.last()];
        let all = days.iter().map(|load| load.sum()).sum::<usize>() + self.aim.done.sum();
        let room = (all * 5).div_ceil(4 * days.len());
        room.max(NO_BURDEN)
    }

    /// What of `room` is left on `day`.
    fn room_on(&self, day: usize, room: usize) -> usize {
        let room = room.min(self.aim.most.unwrap_or(usize::MAX));
        match day {
            0 => room.saturating_sub(self.aim.done.sum()),
            _ => room,
        }
    }

    /// Lays the last days: every question comes once more, and the weakest nearest to the exam. Gives
    /// back which had to.
    pub(super) fn come_last(&mut self) -> Vec<usize> {
        let Span { n_days, .. } = self.span;
        let first = self.span.last();
        let cards = 0..self.states.len();
        let mut wanted: Vec<_> = cards
            .filter(|card| !self.states[*card].is_done(self.span))
            .collect();
        // Those first that can only come late, then the weakest; of two that are alike, the later one.
        wanted.sort_by(|a, b| {
            let (one, two) = (&self.states[*a], &self.states[*b]);
            let free = |state: &State| state.free().max(first);
            let by_day = free(two).cmp(&free(one));
            let by_strength = one.stability().total_cmp(&two.stability());
            by_day.then(by_strength).then(b.cmp(a))
        });
        let laid: usize = self.loads[first..].iter().map(|load| load.sum()).sum();
        let done = if first == 0 { self.aim.done.sum() } else { 0 };
        let shares: Vec<_> = evenly(wanted.len() + laid, n_days - first, done).collect();
        let mut left = wanted.iter().copied().peekable();
        for day in (first..n_days).rev() {
            let laid = self.loads[day].sum();
            let share = shares[day - first].saturating_sub(laid);
            let room = self.room_on(day, usize::MAX).saturating_sub(laid);
            let mut n = 0;
            // Who can come on this day and no earlier one comes beyond the share.
            while let Some(card) =
                left.next_if(|card| n < room && (n < share || self.states[*card].free() >= day))
            {
                if self.states[card].free() <= day {
                    self.ask(card, day, &mut []);
                    n += 1;
                }
            }
            // Where there is no room for it, it doesn't come at all.
            while left
                .next_if(|card| self.states[*card].free() >= day)
                .is_some()
            {}
        }
        wanted
    }

    /// It as a plan; `wanted` are the cards that had to come last.
    pub(super) fn into_plan(self, wanted: &[usize]) -> Plan {
        let today = self.span.today;
        let date = |day| today.saturating_add(SignedDuration::from_hours(24 * signed(day)));
        let late = self.span.n_days.saturating_sub(LAST_DAYS);
        let is_early = |card: &&usize| {
            let last = self.states[**card].asks.last();
            last.is_none_or(|day| *day < late)
        };
        let is_seldom = |state: &&State| {
            let n = u32::try_from(state.asks.len()).unwrap_or(u32::MAX);
            state.recalled.saturating_add(n) < TIMES
        };
        Plan {
            n_early: wanted.iter().filter(is_early).count(),
            n_seldom: self.states.iter().filter(is_seldom).count(),
            days: (0..).map(date).zip(self.loads).collect(),
            asks: self
                .states
                .into_iter()
                .map(|state| state.asks.into_iter().map(date).collect())
                .collect(),
        }
    }
}

/// `total` parted among `n` days as evenly as it can be, of which `done` more were done on the first.
fn evenly(total: usize, n: usize, done: usize) -> impl Iterator<Item = usize> {
    let first = (total + done).div_ceil(n.max(1)).saturating_sub(done);
    let first = first.min(total);
    let (rest, n_rest) = (total - first, n.saturating_sub(1));
    let others = (0..n_rest).map(move |day| rest * (day + 1) / n_rest - rest * day / n_rest);
    std::iter::once(first).chain(others).take(n)
}

/// How many days lie between two dates; less than 0 if the second is the earlier one.
pub(super) fn days(from: Date, to: Date) -> i64 {
    from.duration_until(to).as_hours() / 24
}

pub(super) fn signed(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}
