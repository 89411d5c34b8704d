//! The mouse: what is clicked, and what the wheel moves.
//!
//! **Invariant:** whatever the mouse does, keys do too.

use jiff::Timestamp;

use crate::app::action::{Turn, Verb};
use crate::app::effect::Effect;
use crate::app::front::Front;
use crate::app::{App, Over, layout};

/// Rows that one turn of the wheel moves.
const WHEEL: isize = 3;

impl App {
    pub(super) fn click(&mut self, x: u16, y: u16, now: Timestamp) -> Vec<Effect> {
        if self.over.is_some() {
            return Vec::new();
        }
        if let Some(effects) = self.click_exam(x, y, now) {
            return effects;
        }
        if self.in_hand().is_some() {
            return self.in_study(now, |study, sitting| study.click(x, y, sitting));
        }
        let (.., body) = layout::single(self.size);
        if !body.contains(x, y) {
            return Vec::new();
        }
        if self.front.is_some() {
            return self.click_charts(usize::from(y - body.y));
        }
        let row = usize::from(y - body.y) + self.library.top;
        match self.shelf.card_rows.iter().rposition(|first| *first <= row) {
            Some(card) if card == self.library.selected => self.open_selected(),
            Some(card) => {
                self.library.selected = card;
                Vec::new()
            }
            None => Vec::new(),
        }
    }

    pub(super) fn wheel(&mut self, x: u16, y: u16, turn: Turn, now: Timestamp) -> Vec<Effect> {
        let rows = if turn == Turn::Down { WHEEL } else { -WHEEL };
        if let Some(Over::Page(page)) = &mut self.over {
            let (.., body) = layout::single(self.size);
            page.scroll(rows, usize::from(body.height).max(1));
            return Vec::new();
        }
        if self.in_hand().is_some() {
            return self.in_study(now, |study, sitting| study.wheel(x, y, rows, sitting));
        }
        let verb = if rows > 0 {
            Verb::LineDown
        } else {
            Verb::LineUp
        };
        if let Some(Front::Progress(charts)) = &mut self.front {
            charts.wheel(turn);
            return Vec::new();
        }
        let in_front = self.act_in_front(verb, now);
        in_front.unwrap_or_else(|| self.act_in_library(verb))
    }
}
