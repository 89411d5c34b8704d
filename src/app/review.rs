//! A review: what is due, one question after the other, with the text closed.
//!
//! **Invariant:** every answer is an event like any other; the session only says what comes next, so
//! a review that is left or cut off loses nothing.

pub mod end;
pub mod plan;

use std::collections::VecDeque;

use jiff::Timestamp;

use crate::app::action::{Context, Verb};
use crate::app::effect::Effect;
use crate::app::front::Front;
use crate::app::keys::Keys;
use crate::app::layout::Rect;
use crate::app::notice::Notice;
use crate::app::study::Study;
use crate::app::study::sitting::Wish;
use crate::app::{App, layout};
use crate::course::id::{CourseId, FullId, QuestionId, SectionId};
use crate::course::{Course, Section};
use crate::page::{Glyphs, Row};
use crate::study::desk::Draft;
use crate::study::event::{Did, Hold};
use crate::study::history::History;
use crate::study::plan::Agenda;
use crate::study::schedule::Schedule;
use crate::study::session::{Deed, Done, Item, Session};
use crate::text::Clean;

/// A review.
#[derive(Debug, Clone)]
pub struct Review {
    /// What is asked.
    pub session: Session,
    /// The plan that stands before the first question; empty once the learner has begun.
    pub plan: Vec<Agenda>,
    /// The question in hand; `None` until it comes, and at the end.
    pub card: Option<Box<Study>>,
    /// What stands before the first question, or at the end, laid out.
    pub rows: Vec<Row>,
    /// The first row of it that shows.
    pub top: usize,
    /// Questions that are forgotten again and again, by their course's title.
    leeches: Vec<(Clean, FullId)>,
    /// The groups that were asked last, of which no other part is to follow at once.
    recent: VecDeque<(CourseId, SectionId, Clean)>,
    /// How often another question was let go first, for the one that is wanted now.
    n_passed: usize,
    begun: Timestamp,
    now: Timestamp,
}

/// No part of a group is asked until so many other questions were.
const APART: usize = 3;

/// What came of a question that was brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dealt {
    /// It is asked now.
    Asked,
    /// Another one is wanted first.
    Another,
}

impl Review {
    /// One that begins `now`, with the plan if there is one.
    pub fn new(session: Session, plan: Vec<Agenda>, now: Timestamp) -> Self {
        Self {
            session,
            plan,
            card: None,
            rows: Vec::new(),
            top: 0,
            leeches: Vec::new(),
            recent: VecDeque::new(),
            n_passed: 0,
            begun: now,
            now,
        }
    }

    /// Where keys mean what, now.
    pub fn context(&self) -> Context {
        self.card
            .as_ref()
            .map_or(Context::Review, |card| card.context())
    }

    /// Lays out what stands at the end. `next` says when more comes due.
    fn fit_end(&mut self, keys: &Keys, next: &[String], body: Rect, glyphs: Glyphs) {
        self.rows = end::rows(self, keys, next, usize::from(body.width), glyphs);
        self.scroll(0, usize::from(body.height));
    }

    /// Lays out the plan.
    fn fit_plan(&mut self, keys: &Keys, body: Rect, glyphs: Glyphs) {
        let (_, n) = self.session.place();
        let n = n.saturating_sub(1);
        self.rows = plan::rows(&self.plan, n, keys, (usize::from(body.width), glyphs));
        self.scroll(0, usize::from(body.height));
    }

    /// Moves by rows, as far as there are any.
    pub fn scroll(&mut self, rows: isize, height: usize) {
        let last = self.rows.len().saturating_sub(height.max(1));
        self.top = self.top.saturating_add_signed(rows).min(last);
    }

    /// Is a part of the same group among those that were asked last?
    fn is_sibling(&self, course: &CourseId, section: &Section, question: &QuestionId) -> bool {
        let asked = section.questions.iter().find(|known| known.id == *question);
        asked
            .and_then(|question| question.group.as_ref())
            .is_some_and(|group| {
                let wanted = (course, &section.id, group);
                self.recent
                    .iter()
                    .any(|(course, id, group)| (course, id, group) == wanted)
            })
    }
}

impl App {
    /// A review begins.
    pub fn review(&mut self, session: Session, now: Timestamp) -> Vec<Effect> {
        let mut effects = self.in_study(now, Study::leave);
        let plan = session.agendas(&self.progress, now);
        self.put_before(Front::Review(Box::new(Review::new(session, plan, now))));
        effects.extend(self.next_card(now));
        self.fit(now);
        effects
    }

    /// The question that a review waits for.
    pub fn wanted_card(&self) -> Option<Item> {
        let Some(Front::Review(review)) = &self.front else {
            return None;
        };
        let waits = review.card.is_none() && review.plan.is_empty();
        review.session.current().filter(|_| waits).cloned()
    }

    /// The question that a review waits for has come, with its section.
    pub fn deal(
        &mut self,
        course: Course,
        index: usize,
        section: Section,
        now: Timestamp,
    ) -> Dealt {
        let Some(Front::Review(review)) = &mut self.front else {
            return Dealt::Asked;
        };
        let Some(item) = review.session.current().cloned() else {
            return Dealt::Asked;
        };
        let question = &item.question.question;
        if review.n_passed < APART
            && review.is_sibling(&item.course, &section, question)
            && review.session.let_another_go_first()
        {
            review.n_passed += 1;
            return Dealt::Another;
        }
        let group = section.questions.iter().find(|known| known.id == *question);
        let group = group.and_then(|question| question.group.clone());
        let Some(card) = Study::card(course, index, section, question) else {
            return self.pass_over();
        };
        review.n_passed = 0;
        review.recent.truncate(APART - 1);
        if let Some(group) = group {
            let section = item.question.section.clone();
            review.recent.push_front((item.course, section, group));
        }
        review.card = Some(Box::new(card));
        self.fit(now);
        Dealt::Asked
    }

    /// The question that a review waits for can't be had: it is in no course any more.
    pub fn pass_over(&mut self) -> Dealt {
        if let Some(Front::Review(review)) = &mut self.front {
            review.session.pass_over();
        }
        Dealt::Another
    }

    /// The question in hand was seen to, as `wish` says.
    pub(super) fn finish_card(&mut self, wish: &Wish, now: Timestamp) -> Vec<Effect> {
        let Some(Front::Review(review)) = &mut self.front else {
            return Vec::new();
        };
        let Some(item) = review.session.current() else {
            return Vec::new();
        };
        let state = self.progress.course(&item.course);
        let history = state.and_then(|state| state.questions.get(&item.question));
        let deed = match wish {
            Wish::Done(at) => Deed::Answered {
                at: *at,
                rating: history
                    .and_then(History::latest)
                    .filter(|attempt| attempt.at == *at)
                    .and_then(|attempt| attempt.rating),
            },
            Wish::Held => Deed::Held,
            _ => Deed::Later,
        };
        let is_leech = history
            .and_then(|history| history.schedule())
            .is_some_and(Schedule::is_leech);
        if is_leech && let Some(card) = &review.card {
            let leech = (card.course.title.clone(), item.question.clone());
            if !review.leeches.contains(&leech) {
                review.leeches.push(leech);
            }
        }
        review.session.finish(deed);
        self.next_card(now)
    }

    fn next_card(&mut self, now: Timestamp) -> Vec<Effect> {
        let Some(Front::Review(review)) = &mut self.front else {
            return Vec::new();
        };
        review.card = None;
        review.now = now;
        if review.session.current().is_some() && review.plan.is_empty() {
            vec![Effect::LoadCard]
        } else {
            Vec::new()
        }
    }

    /// The plan was seen: on to the first question, if there is one.
    fn begin_review(&mut self, now: Timestamp) -> Vec<Effect> {
        match &mut self.front {
            Some(Front::Review(review)) if review.session.current().is_some() => {
                review.plan.clear();
                (review.top, review.begun) = (0, now);
                self.next_card(now)
            }
            _ => self.close_front(),
        }
    }

    /// Lays out what stands where no question is in hand.
    pub(super) fn fit_review(&mut self, now: Timestamp) {
        let (.., body) = layout::single(self.size);
        let (keys, glyphs) = (&self.keys, self.settings.glyphs);
        match &mut self.front {
            Some(Front::Review(review)) if !review.plan.is_empty() => {
                review.fit_plan(keys, body, glyphs);
            }
            Some(Front::Review(review)) if review.card.is_none() => {
                let goals = review.session.goals();
                let day = self.calendar.day(now);
                let next = end::next(&self.progress, goals, (&day, now));
                review.fit_end(keys, &next, body, glyphs);
            }
            _ => {}
        }
    }

    pub(super) fn act_in_review(&mut self, verb: Verb, now: Timestamp) -> Option<Vec<Effect>> {
        let Some(Front::Review(review)) = &mut self.front else {
            return None;
        };
        match verb {
            Verb::Undo => return Some(self.undo_in_review(now)),
            Verb::Review => {
                let words = "This is the review; it goes on.";
                self.notice = Some(Notice::told(words));
                return Some(Vec::new());
            }
            Verb::ShowLibrary => {
                self.clear_front();
                return None;
            }
            _ => {}
        }
        if review.card.is_some() {
            return None;
        }
        let (.., body) = layout::single(self.size);
        let height = usize::from(body.height);
        let page = height.cast_signed();
        let rows = match verb {
            Verb::Open if !review.plan.is_empty() => return Some(self.begin_review(now)),
            Verb::Open | Verb::Back => return Some(self.close_front()),
            Verb::LineDown => 1,
            Verb::LineUp => -1,
            Verb::HalfDown => page / 2,
            Verb::HalfUp => -page / 2,
            Verb::PageDown => page,
            Verb::PageUp => -page,
            Verb::Top => isize::MIN,
            Verb::Bottom => isize::MAX,
            _ => return None,
        };
        review.scroll(rows, height);
        Some(Vec::new())
    }

    /// Leaves the question in hand: where something was done, to what stands at the end.
    pub(super) fn leave_review(&mut self, now: Timestamp) -> Vec<Effect> {
        match &mut self.front {
            Some(Front::Review(review))
                if review.card.is_some() && !review.session.done().is_empty() =>
            {
                review.card = None;
                review.now = now;
                review.session.stop();
                Vec::new()
            }
            _ => self.close_front(),
        }
    }

    /// Takes back the answer that shows, else what was done with the question before.
    fn undo_in_review(&mut self, now: Timestamp) -> Vec<Effect> {
        let Some(Front::Review(review)) = &mut self.front else {
            return Vec::new();
        };
        let shown = review.card.as_ref().and_then(|card| card.shown());
        if let Some((question, of)) = shown {
            return self.in_study(now, |card, sitting| card.take_back(&question, of, sitting));
        }
        let Some(Done { item, deed }) = review.session.take_back() else {
            let words = "There is nothing to take back in this review.";
            self.notice = Some(Notice::told(words));
            return Vec::new();
        };
        review.card = None;
        let at = self.stamp(now);
        let question = item.question.clone();
        let mut effects = Vec::new();
        let did = match deed {
            Deed::Answered { at: of, .. } => {
                self.put_back_draft(&item, of);
                effects.push(Effect::KeepDesk);
                Some(Did::Undo { question, of })
            }
            Deed::Held => {
                let hold = Hold::Free;
                Some(Did::Hold { question, hold })
            }
            Deed::Later | Deed::Skipped => None,
        };
        if let Some(did) = did {
            let event = self.progress.take_in(&item.course, at, did);
            effects.push(Effect::Append(event));
        }
        effects.push(Effect::LoadCard);
        self.notice = Some(Notice::told("Taken back; here it is again."));
        effects
    }

    /// What was answered becomes a draft again.
    fn put_back_draft(&mut self, item: &Item, of: Timestamp) {
        let state = self.progress.course(&item.course);
        let history = state.and_then(|state| state.questions.get(&item.question));
        let attempt = history.and_then(|history| history.attempts().find(|one| one.at == of));
        if let Some(attempt) = attempt {
            let draft = Draft {
                response: attempt.response.clone(),
                cursor: usize::MAX,
                hinted: attempt.hinted,
            };
            let key = (item.course.clone(), item.question.clone());
            self.desk.drafts.insert(key, draft);
        }
    }
}
