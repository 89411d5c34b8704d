//! The text pane: which rows show, where the learner is, what is found and lit.
//!
//! **Invariant:** the place is an anchor in the text. Only the learner moves it; a change of the
//! window lays the page anew and finds the anchor's row again.

use crate::course::Section;
use crate::course::block::Target;
use crate::course::id::QuestionId;
use crate::course::passage::{self, Anchor, Case, Passage};
use crate::page::{self, Glyphs, Page};

/// The text of one section, as it is being read.
#[derive(Debug, Clone, Default)]
pub struct Reader {
    /// The section, laid out.
    pub page: Page,
    /// The first row shown.
    pub top: usize,
    /// Columns by which wide rows are moved to the left.
    pub pan: usize,
    /// What was looked for.
    pub search: Option<Search>,
    /// A passage that is pointed out.
    pub lit: Option<Passage>,
    /// The link that would be followed, in link mode.
    pub link: Option<usize>,
    anchor: Anchor,
    key: Option<Fit>,
    height: usize,
}

/// What was looked for, and where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Search {
    /// The words.
    pub needle: String,
    /// All hits, in reading order.
    pub hits: Vec<Passage>,
    /// The hit that the learner is at.
    pub at: usize,
}

/// What a laid-out page depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Fit {
    width: usize,
    glyphs: Glyphs,
}

/// Did a search run past the end?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leap {
    /// No hit at all.
    None,
    /// To the next one.
    On,
    /// Past the end, and on from the other.
    Round,
}

impl Reader {
    /// Opens a section at a place.
    pub fn open(&mut self, anchor: Anchor) {
        *self = Self {
            anchor,
            height: self.height,
            ..Self::default()
        };
    }

    /// Lays the page for a pane of that size, if it isn't yet.
    pub fn fit(&mut self, section: &Section, width: usize, height: usize, glyphs: Glyphs) {
        let fit = Fit {
            width: width.max(1),
            glyphs,
        };
        if self.key != Some(fit) {
            self.page = page::lay(section, fit.width, glyphs);
            self.key = Some(fit);
            self.top = self.page.row_of(self.anchor);
        }
        self.height = height.max(1);
    }

    /// Cells that the page is wide.
    pub fn width(&self) -> usize {
        self.key.map_or(0, |fit| fit.width)
    }

    /// Where the learner is.
    pub fn anchor(&self) -> Anchor {
        self.anchor
    }

    /// Rows down (or up).
    pub fn scroll(&mut self, rows: isize) {
        // A resize may have left blank rows below the end: from there one only goes up.
        let last = self.last_top().max(self.top);
        self.go(self.top.saturating_add_signed(rows).min(last));
    }

    /// To a row, which becomes the first that shows, as far as the page reaches.
    pub fn go_to_row(&mut self, row: usize) {
        self.go(row.min(self.last_top()));
    }

    /// To the first row.
    pub fn to_top(&mut self) {
        self.go(0);
    }

    /// To the last page.
    pub fn to_end(&mut self) {
        self.go(self.last_top());
    }

    /// Rows of a page, with one for the eye to hold on to.
    pub fn page_rows(&self) -> isize {
        self.height.saturating_sub(1).max(1).cast_signed()
    }

    /// Does the last row show?
    pub fn is_at_end(&self) -> bool {
        self.top + self.height >= self.page.rows.len()
    }

    /// How much of the text has been passed, in percent.
    pub fn percent(&self) -> usize {
        let rows = self.page.rows.len().max(1);
        ((self.top + self.height).min(rows) * 100) / rows
    }

    /// To the next heading below the top row, or the one above it.
    pub fn heading(&mut self, step: isize) -> bool {
        let rows = &self.page.headings;
        let target = if step > 0 {
            rows.iter().find(|row| **row > self.top)
        } else {
            rows.iter().rev().find(|row| **row < self.top)
        };
        let Some(row) = target.copied() else {
            return false;
        };
        self.go_to_row(row);
        true
    }

    /// To the heading of that slug.
    pub fn go_to_heading(&mut self, section: &Section, slug: &str) -> bool {
        match passage::find(section, &format!("#{slug}")) {
            Some(found) => {
                self.go_to_row(self.page.row_of(found.start));
                true
            }
            None => false,
        }
    }

    /// The question whose place was passed last. The eye is taken to be two thirds down the pane; at
    /// the end of the text, at its last row.
    pub fn question_here(&self) -> Option<&QuestionId> {
        let end = if self.is_at_end() {
            usize::MAX
        } else {
            self.top + self.height * 2 / 3
        };
        self.page
            .questions
            .iter()
            .rev()
            .find(|(row, _)| *row < end)
            .map(|(_, id)| id)
    }

    /// Points a passage out and brings it to a third of the pane's height, if it doesn't show.
    pub fn point_out(&mut self, passage: Passage) {
        self.lit = Some(passage);
        self.reveal(passage);
    }

    fn reveal(&mut self, passage: Passage) {
        let row = self.page.row_of(passage.start);
        if row < self.top || row + 1 >= self.top + self.height {
            self.go_to_row(row.saturating_sub(self.height / 3));
        }
    }

    /// Looks for `needle` and goes to the first hit from `from` on. A capital in it makes case matter.
    pub fn search(&mut self, section: &Section, needle: &str, from: Anchor) -> Leap {
        let hits = passage::find_all(section, needle, Case::of(needle));
        let next = hits.iter().position(|hit| hit.start >= from);
        let leap = match (hits.is_empty(), next) {
            (true, _) => Leap::None,
            (false, Some(_)) => Leap::On,
            (false, None) => Leap::Round,
        };
        self.search = Some(Search {
            needle: needle.to_owned(),
            hits,
            at: next.unwrap_or(0),
        });
        self.reveal_hit();
        leap
    }

    /// To the next hit, or the one before.
    pub fn next_hit(&mut self, step: isize) -> Leap {
        let Some(search) = &mut self.search else {
            return Leap::None;
        };
        let n = search.hits.len();
        if n == 0 {
            return Leap::None;
        }
        let (at, leap) = match search.at.checked_add_signed(step) {
            Some(at) if at < n => (at, Leap::On),
            Some(_) => (0, Leap::Round),
            None => (n - 1, Leap::Round),
        };
        search.at = at;
        self.reveal_hit();
        leap
    }

    fn reveal_hit(&mut self) {
        if let Some(hit) = self
            .search
            .as_ref()
            .and_then(|search| search.hits.get(search.at))
        {
            self.reveal(*hit);
        }
    }

    /// Starts choosing a link: the first that shows, else the first below, else the last.
    pub fn start_links(&mut self) -> bool {
        let links = &self.page.links;
        self.link = links
            .iter()
            .position(|(row, _)| *row >= self.top)
            .or_else(|| links.len().checked_sub(1));
        self.reveal_link();
        self.link.is_some()
    }

    /// To the next link, or the one before, round the ends.
    pub fn next_link(&mut self, step: isize) {
        let n = self.page.links.len();
        if let (Some(at), true) = (self.link, n > 0) {
            self.link = Some(
                at.cast_signed()
                    .wrapping_add(step)
                    .rem_euclid(n.cast_signed())
                    .cast_unsigned(),
            );
            self.reveal_link();
        }
    }

    fn reveal_link(&mut self) {
        let Some((row, _)) = self.link.and_then(|at| self.page.links.get(at)) else {
            return;
        };
        if *row < self.top || *row >= self.top + self.height {
            self.go_to_row(row.saturating_sub(self.height / 3));
        }
    }

    /// Where the chosen link leads.
    pub fn target(&self) -> Option<&Target> {
        self.page.links.get(self.link?).map(|(_, target)| target)
    }

    /// Moves wide rows to the left (or back).
    pub fn pan(&mut self, columns: isize) {
        self.pan = self.pan.saturating_add_signed(columns).min(10_000);
    }

    fn last_top(&self) -> usize {
        self.page.rows.len().saturating_sub(self.height)
    }

    fn go(&mut self, row: usize) {
        self.top = row;
        if let Some(row) = self.page.rows.get(self.top) {
            self.anchor = row.anchor;
        }
    }
}
