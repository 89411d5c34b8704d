//! The screen of charts: what is known, what is due, and how well the learner judges; from many of
//! its lines one can go and practise just that.
//!
//! **Invariant:** what would be practised is in view and bears a sign; each picture is told in words,
//! too.

mod board;
mod parts;
mod picture;
pub mod words;

use std::ops::Range;

use crate::app::action::{Turn, Verb};
use crate::app::keys::Keys;
use crate::app::rows::{self, ACCENT};
use crate::course::id::{CourseId, FullId, SectionId};
use crate::page::{Glyphs, Row};
use crate::study::stats::Stats;
use board::{Board, Brief};

/// Rows that one turn of the wheel moves.
const WHEEL: isize = 3;
/// No row is longer, in cells: figures stay near their names.
const MEASURE: usize = 100;

/// What the charts are of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// All courses in which something was done.
    All,
    /// This one.
    Course(CourseId),
}

/// What the learner wants to practise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Practise {
    /// What is due today in these courses.
    Due(Scope),
    /// A course's questions.
    Course(CourseId),
    /// A section's questions.
    Section(CourseId, SectionId),
    /// These.
    Questions(Vec<(CourseId, FullId)>),
}

/// The charts on the screen.
#[derive(Debug, Clone)]
pub struct Charts {
    stats: Stats,
    scope: Scope,
    board: Board,
    /// The line that is chosen, among those that can be practised.
    selected: usize,
    /// The first row that shows.
    top: usize,
    height: usize,
    /// What it was laid out for.
    laid: Option<(usize, usize, Glyphs)>,
}

impl Charts {
    /// Charts that are not laid out yet.
    pub fn new(stats: Stats, scope: Scope) -> Self {
        Self {
            stats,
            scope,
            board: Board::default(),
            selected: 0,
            top: 0,
            height: 1,
            laid: None,
        }
    }

    /// What they are of.
    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    /// New figures for the same charts: something was answered meanwhile. The place stays.
    pub fn renew(&mut self, stats: Stats) {
        self.stats = stats;
        self.laid = None;
    }

    /// What stands on top of the screen.
    pub fn title(&self) -> String {
        match (&self.scope, &self.stats.courses[..]) {
            (Scope::All, _) => "Progress \u{b7} all courses".to_owned(),
            (Scope::Course(id), [course]) => {
                let title = course.title.as_ref().map_or(id.as_str(), |title| title);
                format!("Progress \u{b7} {title}")
            }
            (Scope::Course(id), _) => format!("Progress \u{b7} {id}"),
        }
    }

    /// Lays them out for a pane of `width` and `height` cells.
    pub fn fit(&mut self, (width, height): (usize, usize), glyphs: Glyphs, keys: &Keys) {
        self.height = height.max(1);
        let wanted = Some((width, height, glyphs));
        let before = std::mem::replace(&mut self.laid, wanted);
        if before != wanted {
            self.board = parts::lay(&Brief {
                stats: &self.stats,
                scope: &self.scope,
                width: width.clamp(1, MEASURE),
                glyphs,
                keys,
            });
            self.selected = self.selected.min(self.board.spots.len().saturating_sub(1));
        }
        // At first what is on top shows; in another window, what is chosen.
        if before.is_some() && before != wanted {
            self.show_selected();
        }
        self.scroll(0);
    }

    /// Does what a key stands for. Gives back what the learner wants to practise, if anything.
    pub fn act(&mut self, verb: Verb) -> Option<Practise> {
        let page = self.height.saturating_sub(1).max(1).cast_signed();
        match verb {
            Verb::LineDown => self.down(),
            Verb::LineUp => self.up(),
            Verb::HalfDown => self.turn(page.midpoint(1)),
            Verb::HalfUp => self.turn(-page.midpoint(1)),
            Verb::PageDown => self.turn(page),
            Verb::PageUp => self.turn(-page),
            Verb::Top => {
                self.selected = 0;
                self.top = 0;
            }
            Verb::Bottom => {
                self.selected = self.board.spots.len().saturating_sub(1);
                self.scroll(isize::MAX);
            }
            Verb::Open => return self.practise(),
            _ => {}
        }
        None
    }

    /// A click on a row of the pane: chooses its line; once more, practises it.
    pub fn click(&mut self, row: usize) -> Option<Practise> {
        let row = self.top + row;
        let spots = &self.board.spots;
        let at = spots.iter().position(|(rows, _)| rows.contains(&row))?;
        if at == self.selected {
            return self.practise();
        }
        self.selected = at;
        None
    }

    /// The wheel turned.
    pub fn wheel(&mut self, turn: Turn) {
        self.turn(match turn {
            Turn::Down => WHEEL,
            Turn::Up => -WHEEL,
        });
    }

    /// The rows that show; the chosen line has its sign.
    pub fn rows(&self, glyphs: Glyphs) -> Vec<Row> {
        let end = (self.top + self.height).min(self.board.rows.len());
        let mut shown = self.board.rows[self.top.min(end)..end].to_vec();
        if let Some(chosen) = self.selection()
            && let Some(lead) = shown[chosen.start].runs.first_mut()
        {
            let sign = match glyphs {
                Glyphs::Unicode => "▸ ",
                Glyphs::Ascii => "> ",
            };
            *lead = rows::run(sign, ACCENT);
        }
        shown
    }

    /// The rows of the pane that the chosen line has, if its first one is in view.
    pub fn selection(&self) -> Option<Range<usize>> {
        let (rows, _) = self.board.spots.get(self.selected)?;
        let start = rows.start.checked_sub(self.top)?;
        (start < self.height).then(|| start..(rows.end - self.top).min(self.height))
    }

    /// Practises the chosen line; one that is out of view is shown first.
    fn practise(&mut self) -> Option<Practise> {
        if self.selection().is_none() {
            self.show_selected();
            return None;
        }
        let (_, practise) = self.board.spots.get(self.selected)?;
        Some(practise.clone())
    }

    /// Chooses the next line if all of it is in view or comes into view with this row, else moves by
    /// a row, so that what lies between is seen.
    fn down(&mut self) {
        let reach = self.top + self.height + 1;
        let mut spots = self.board.spots.iter().enumerate().skip(self.selected + 1);
        match spots.find(|(_, (rows, _))| rows.start >= self.top) {
            Some((next, (rows, _))) if rows.end <= reach => {
                self.selected = next;
                self.show_selected();
            }
            _ => self.scroll(1),
        }
    }

    fn up(&mut self) {
        let end = self.top + self.height;
        let mut spots = self.board.spots.iter().enumerate().take(self.selected);
        match spots.rfind(|(_, (rows, _))| rows.start < end) {
            Some((before, (rows, _))) if rows.start + 1 >= self.top => {
                self.selected = before;
                self.show_selected();
            }
            _ => self.scroll(-1),
        }
    }

    /// Moves by rows; the nearest line that is in view is chosen then.
    fn turn(&mut self, rows: isize) {
        self.scroll(rows);
        let (top, end) = (self.top, self.top + self.height);
        let in_view = |spot: &(Range<usize>, Practise)| (top..end).contains(&spot.0.start);
        let spots = &self.board.spots;
        let chosen = if rows < 0 {
            spots.iter().rposition(in_view)
        } else {
            spots.iter().position(in_view)
        };
        if self.selection().is_none()
            && let Some(chosen) = chosen
        {
            self.selected = chosen;
        }
    }

    fn scroll(&mut self, rows: isize) {
        let last = self.board.rows.len().saturating_sub(self.height);
        self.top = self.top.saturating_add_signed(rows).min(last);
    }

    /// Brings the chosen line into view. Above the first one there is only what was said before.
    fn show_selected(&mut self) {
        if let Some((rows, _)) = self.board.spots.get(self.selected) {
            self.top = self.top.max(rows.end.saturating_sub(self.height));
            self.top = self.top.min(rows.start);
        }
    }
}
