//! The library on the screen: what keys do there, and what of it shows.
//!
//! **Invariant:** the course under the cursor is in view. What was done in a course that is put away
//! is kept as it is.

use jiff::Timestamp;

use super::{Card, Done, lay, rank};
use crate::app::action::{Context, Verb};
use crate::app::effect::Effect;
use crate::app::notice::Notice;
use crate::app::{App, status};
use crate::course::id::CourseId;
use crate::study::event::{Did, Stand};

impl App {
    pub(in crate::app) fn act_in_library(&mut self, verb: Verb) -> Vec<Effect> {
        let library = &mut self.library;
        let last = library.cards.len().saturating_sub(1);
        let page = usize::from(self.size.height).max(4) / 2;
        library.selected = match verb {
            Verb::LineDown => library.selected + 1,
            Verb::LineUp => library.selected.saturating_sub(1),
            Verb::HalfDown | Verb::PageDown => library.selected + page,
            Verb::HalfUp | Verb::PageUp => library.selected.saturating_sub(page),
            Verb::Top => 0,
            Verb::Bottom => last,
            Verb::Open => return self.with_selected(Effect::LoadCourse),
            Verb::PutAway => return self.with_selected(Effect::Shelve),
            Verb::Back => {
                self.notice = Some(Notice::told(format!(
                    "{} leaves Recto.",
                    self.keys.name(Context::Library, Verb::Quit)
                )));
                return Vec::new();
            }
            _ => return Vec::new(),
        }
        .min(last);
        Vec::new()
    }

    /// Opens the course under the cursor.
    pub(in crate::app) fn open_selected(&mut self) -> Vec<Effect> {
        self.with_selected(Effect::LoadCourse)
    }

    /// Does something with the course under the cursor, if it can be read.
    fn with_selected(&mut self, effect: fn(CourseId) -> Effect) -> Vec<Effect> {
        match self.library.cards.get(self.library.selected) {
            Some(Card {
                problem: Some(problem),
                ..
            }) => {
                self.notice = Some(Notice::warned(problem.clone()));
                Vec::new()
            }
            Some(card) => vec![effect(card.id.clone())],
            None => Vec::new(),
        }
    }

    /// What was done in a course has been brought: puts it away, or takes it back.
    pub fn shelve(&mut self, course: &CourseId, now: Timestamp) -> Vec<Effect> {
        let now = self.stamp(now);
        let key = self.keys.name(Context::Library, Verb::PutAway);
        let (stand, words) = match self.progress.stand(course) {
            Stand::Open => (
                Stand::Away,
                format!(
                    "Put away: nothing in it is due any more. {key} takes it back; all is kept."
                ),
            ),
            Stand::Away => (
                Stand::Open,
                "Taken back: what is due in it is asked again.".to_owned(),
            ),
        };
        let event = self.progress.take_in(course, now, Did::Shelve(stand));
        self.library.arrange(&self.progress, &self.desk);
        self.tell(Notice::told(words));
        self.fit(now);
        vec![Effect::Append(event)]
    }

    /// What has been done in a course, in numbers.
    pub fn done(&self, card: &Card, now: Timestamp) -> Done {
        let rank = rank(&self.progress, &self.desk, &card.id, card.audience);
        let on_desk = self.desk.last.as_ref();
        let on_desk = on_desk.filter(|(course, _)| *course == card.id);
        let summary = self.progress.summary(&card.id);
        let last = summary.and_then(|summary| summary.last.as_ref());
        let section = last.map(|(_, section)| section);
        let section = section.or(on_desk.map(|(_, section)| section));
        Done {
            rank,
            read: summary.map_or(0, |summary| summary.n_read),
            answered: summary.map_or(0, |summary| summary.n_answered),
            due: summary.map_or(0, |summary| summary.n_due(self.day(now).last())),
            last: last.map(|(at, _)| *at),
            place: section.map(|section| card.place.clone().unwrap_or_else(|| section.to_string())),
        }
    }

    /// Lays the library out.
    pub(in crate::app) fn fit_library(&mut self, (width, height): (usize, usize), now: Timestamp) {
        self.shelf = lay(
            &self.library,
            (width, self.settings.glyphs),
            &self.keys,
            |card| self.done(card, now),
            |at| status::day(at, now, &self.calendar),
        );
        self.keep_card_in_view(height.max(1));
    }

    fn keep_card_in_view(&mut self, height: usize) {
        let rows = &self.shelf.card_rows;
        let Some(first) = rows.get(self.library.selected).copied() else {
            return;
        };
        let end = rows
            .get(self.library.selected + 1)
            .copied()
            .unwrap_or(self.shelf.rows.len());
        let start = if self.library.selected == 0 { 0 } else { first };
        self.library.top = self.library.top.min(start).max(end.saturating_sub(height));
    }
}
