//! The mouse on the study screen: clicks and the wheel.

use crate::app::action::Verb;
use crate::app::layout::{ContentsForm, Pane};
use crate::app::quiz::Quiz;
use crate::app::sheet::{self, Spot};
use crate::app::study::Study;
use crate::app::study::sitting::Sitting;

impl Study {
    /// A click on a cell.
    pub fn click(&mut self, x: u16, y: u16, sitting: &mut Sitting<'_>) {
        let Some(frame) = self.areas.at(x, y).copied() else {
            return;
        };
        let was_focus = self.focus;
        if was_focus != frame.pane {
            self.turn_to(frame.pane);
        }
        if !frame.body.contains(x, y) {
            return;
        }
        let line = usize::from(y - frame.body.y);
        match frame.pane {
            // In the rail the first click opens the titles; a click on a title opens the section.
            Pane::Contents => {
                let index = self.contents.top + line;
                let opens =
                    self.areas.contents == ContentsForm::Full || was_focus == Pane::Contents;
                if index < self.course.sections.len() && opens {
                    self.contents.selected = index;
                    self.act_in_contents(Verb::Open, sitting);
                }
            }
            Pane::Text => self.click_text(line, usize::from(x - frame.body.x), sitting),
            Pane::Questions => {
                let row = self.sheet_top + line;
                let spot = self
                    .sheet
                    .spots
                    .iter()
                    .find(|(rows, _)| rows.contains(&row))
                    .cloned();
                let column = usize::from(x - frame.body.x);
                if let Some(gap) = self.sheet.gap_at(row, column) {
                    self.click_part(gap, sitting);
                    return;
                }
                match spot {
                    Some((_, Spot::Item(item))) if self.click_part(item, sitting) => {}
                    Some((_, Spot::Item(item))) => self.pick(Some(item), sitting),
                    Some((_, Spot::Target(target))) => self.click_target(target, sitting),
                    Some((rows, Spot::Field)) => {
                        let boxed = usize::from(frame.body.width) >= sheet::BOXED;
                        let inset = if boxed { 2 } else { 0 };
                        let column = column.saturating_sub(inset);
                        let width = self.field_width();
                        self.start_writing();
                        if let Some(field) = self.quiz_mut().and_then(Quiz::field) {
                            field.place(row - rows.start, column, width);
                        }
                    }
                    None => {}
                }
            }
        }
    }

    /// The wheel over a cell: that pane scrolls, whichever has the keys.
    pub fn wheel(&mut self, x: u16, y: u16, rows: isize, sitting: &mut Sitting<'_>) {
        match self.areas.at(x, y).map(|frame| frame.pane) {
            Some(Pane::Contents) => {
                self.contents.selected =
                    self.contents.selected.saturating_add_signed(rows.signum());
            }
            Some(Pane::Text) => self.scroll_text(rows, sitting),
            Some(Pane::Questions) => self.sheet_top = self.sheet_top.saturating_add_signed(rows),
            None => {}
        }
    }
}
