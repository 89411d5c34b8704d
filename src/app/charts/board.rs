//! Rows one below the other, with lines among them that can be practised.
//!
//! **Invariant:** a line that can be practised stands in [`Board::spots`], and has two blank cells
//! before it for the sign of being chosen.

use std::ops::Range;

use crate::app::charts::picture::{self, BAR};
use crate::app::charts::{Practise, Scope};
use crate::app::keys::Keys;
use crate::app::rows::{self, ACCENT, DIM, PLAIN, TITLE};
use crate::page::{Glyphs, Look, Row};
use crate::study::stats::Stats;
use crate::text;

/// Cells before a line that can be practised.
pub const LEAD: usize = 2;
/// Cells of a bar's name.
const NAME: usize = 12;
/// From here on a bar stands between its name and its figures.
const WIDE: usize = 72;

/// What the charts are laid out from.
#[derive(Debug, Clone, Copy)]
pub struct Brief<'a> {
    /// The figures.
    pub stats: &'a Stats,
    /// What they are of.
    pub scope: &'a Scope,
    /// Cells in a row.
    pub width: usize,
    /// Which signs to draw with.
    pub glyphs: Glyphs,
    /// The keys in words.
    pub keys: &'a Keys,
}

/// The charts, laid out.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Board {
    /// All rows.
    pub rows: Vec<Row>,
    /// The rows of each line that can be practised, top to bottom, and what that is.
    pub spots: Vec<(Range<usize>, Practise)>,
}

impl Brief<'_> {
    /// Cells of a row behind its lead.
    pub(super) fn inner(&self) -> usize {
        self.width.saturating_sub(LEAD).max(1)
    }
}

impl Board {
    /// Words from the left edge on.
    pub(super) fn words(&mut self, words: &str, look: Look, brief: &Brief<'_>) {
        self.rows.extend(rows::wrapped(words, look, brief.width, 0));
    }

    /// The title of a chart, with a blank row above it.
    pub(super) fn title(&mut self, words: &str, brief: &Brief<'_>) {
        self.rows.push(rows::blank());
        self.words(words, TITLE, brief);
    }

    /// Rows behind a lead.
    pub(super) fn hung(&mut self, rows: Vec<Row>) {
        let lead = vec![rows::run(" ".repeat(LEAD), PLAIN)];
        self.rows.extend(rows::hang(rows, lead));
    }

    /// Words behind a lead.
    pub(super) fn say(&mut self, words: &str, look: Look, brief: &Brief<'_>) {
        self.hung(rows::wrapped(words, look, brief.inner(), 0));
    }

    /// A line that can be practised.
    pub(super) fn spot(&mut self, rows: Vec<Row>, practise: Practise) {
        let start = self.rows.len();
        self.hung(rows);
        self.spots.push((start..self.rows.len(), practise));
    }

    /// A sentence that can be practised.
    pub(super) fn sentence(&mut self, words: &str, practise: Practise, brief: &Brief<'_>) {
        self.spot(rows::wrapped(words, PLAIN, brief.inner(), 0), practise);
    }

    /// A name with its figures, that can be practised: beside each other, or the figures below where
    /// both are too long.
    pub(super) fn figures(
        &mut self,
        name: &str,
        figures: &str,
        practise: Practise,
        brief: &Brief<'_>,
    ) {
        let width = brief.inner();
        if text::width(name) + 2 + text::width(figures) <= width {
            let row = rows::sides(name, PLAIN, figures, DIM, width);
            self.spot(vec![row], practise);
            return;
        }
        let mut both = rows::wrapped(name, PLAIN, width, 0);
        let below = rows::wrapped(figures, DIM, width.saturating_sub(LEAD).max(1), 0);
        let lead = vec![rows::run(" ".repeat(LEAD), PLAIN)];
        both.extend(rows::hang(below, lead));
        self.spot(both, practise);
    }

    /// A share as a bar, with a mark where it should end; its name before it and its figures behind
    /// it, or both above.
    pub(super) fn bar(
        &mut self,
        name: &str,
        (share, mark): (f64, f64),
        figures: &str,
        brief: &Brief<'_>,
    ) {
        let width = brief.inner();
        let bar = rows::run(picture::bar(share, mark, brief.glyphs), ACCENT);
        if width >= WIDE {
            let pad = " ".repeat(NAME.saturating_sub(text::width(name)));
            self.hung(vec![rows::row([
                rows::run(format!("{name}{pad}"), PLAIN),
                bar,
                rows::run(format!("  {figures}"), DIM),
            ])]);
            return;
        }
        self.say(&format!("{name}: {figures}"), PLAIN, brief);
        // A bar that is cut would lie.
        if width > BAR {
            self.hung(vec![rows::row([bar])]);
        }
    }
}
