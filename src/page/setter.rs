//! Puts rows on the page: inside their margins, with a blank row where one is due.
//!
//! **Invariant:** `offset` is the byte of the top-level block's text that comes next, so whoever
//! sets a part of a block moves it on behind that part.

use std::collections::HashMap;
use std::ops::Range;

use super::galley::{Galley, Notes};
use super::{Glyphs, Look, Page, Row, Run, place};
use crate::course::Section;
use crate::course::block::Inline;
use crate::course::id::QuestionId;
use crate::course::passage::Anchor;
use crate::course::question::Group;
use crate::text::width;
use crate::text::wrap::wrap;

/// A margin that leaves less than this for the text is left out.
const LEAST: usize = 8;

/// The ornaments.
pub(super) struct Signs {
    pub bullets: [&'static str; 3],
    pub quote: &'static str,
    pub callout: &'static str,
    pub rule: &'static str,
    pub place: &'static str,
    pub dot: &'static str,
    pub dash: &'static str,
}

const UNICODE: Signs = Signs {
    bullets: ["•", "◦", "▪"],
    quote: "│ ",
    callout: "┃ ",
    rule: "─",
    place: "▸ ",
    dot: " · ",
    dash: "— ",
};

const ASCII: Signs = Signs {
    bullets: ["*", "-", "+"],
    quote: "| ",
    callout: "| ",
    rule: "-",
    place: "> ",
    dot: " - ",
    dash: "-- ",
};

/// What stands before each row.
struct Margin {
    /// Before the first, with its cells; taken by it.
    first: Option<(Run, usize)>,
    /// Before the others, with its cells.
    rest: (Run, usize),
}

/// A blank row that is due before the next row.
struct Gap {
    /// How many margins go through it.
    depth: usize,
    anchor: Anchor,
}

/// Where in its room a row stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stand {
    Left,
    Centre,
    Right,
}

/// The state of laying a page.
pub(super) struct Setter<'a> {
    pub page: Page,
    pub section: Option<&'a Section>,
    pub questions: HashMap<&'a QuestionId, usize>,
    pub groups: HashMap<&'a str, &'a Group>,
    pub notes: Notes<'a>,
    pub signs: &'static Signs,
    /// Index of the top-level block.
    pub block: usize,
    /// Byte in its text.
    pub offset: usize,
    /// How many lists are open.
    pub lists: usize,
    width: usize,
    margins: Vec<Margin>,
    gap: Option<Gap>,
}

impl<'a> Setter<'a> {
    pub fn new(section: Option<&'a Section>, width: usize, glyphs: Glyphs) -> Self {
        let footnotes = section.map_or(&[][..], |section| &section.footnotes);
        let questions = section.map_or(&[][..], |section| &section.questions);
        let groups = section.map_or(&[][..], |section| &section.groups);
        // Of questions and groups of one name the first counts, so it is put in last.
        Self {
            page: Page::default(),
            section,
            questions: questions
                .iter()
                .enumerate()
                .rev()
                .map(|(n, q)| (&q.id, n))
                .collect(),
            groups: groups
                .iter()
                .rev()
                .map(|group| (&*group.id, group))
                .collect(),
            notes: Notes {
                numbers: footnotes
                    .iter()
                    .enumerate()
                    .map(|(n, f)| (&*f.label, n + 1))
                    .collect(),
                glyphs,
            },
            signs: match glyphs {
                Glyphs::Unicode => &UNICODE,
                Glyphs::Ascii => &ASCII,
            },
            block: 0,
            offset: 0,
            lists: 0,
            width: width.max(1),
            margins: Vec::new(),
            gap: None,
        }
    }

    /// The place that comes next.
    pub fn anchor(&self) -> Anchor {
        Anchor {
            block: place(self.block),
            offset: place(self.offset),
        }
    }

    /// Cells for the next row, and for those behind it.
    pub fn room(&self) -> (usize, usize) {
        let of_first = |margin: &Margin| margin.first.as_ref().unwrap_or(&margin.rest).1;
        let first: usize = self.margins.iter().map(of_first).sum();
        let rest: usize = self.margins.iter().map(|margin| margin.rest.1).sum();
        (
            self.width.saturating_sub(first).max(1),
            self.width.saturating_sub(rest).max(1),
        )
    }

    /// Sets what `set` sets behind a margin. Where that leaves too little room, only what stands
    /// before the first row is kept, and where there is none for that, nothing.
    pub fn within(&mut self, first: Option<Run>, rest: Run, set: impl FnOnce(&mut Self)) {
        let (room_first, room_rest) = self.room();
        let first = first
            .map(|run| (width(&run.text), run))
            .filter(|(cells, _)| room_first >= cells + LEAST / 2)
            .map(|(cells, run)| (run, cells));
        let cells = width(&rest.text);
        // The first row may be in a tighter place than the others.
        let fits_first = first.is_some() || room_first >= cells + LEAST / 2;
        let rest = if fits_first && room_rest >= cells + LEAST {
            (rest, cells)
        } else {
            (Run::default(), 0)
        };
        self.margins.push(Margin { first, rest });
        set(self);
        self.margins.pop();
        if let Some(gap) = &mut self.gap {
            gap.depth = gap.depth.min(self.margins.len());
        }
    }

    /// Sets what `set` sets with cells kept free at the right, where there is room for that.
    pub fn narrower(&mut self, cells: usize, set: impl FnOnce(&mut Self)) {
        let (first, rest) = self.room();
        let kept = if first.min(rest) >= cells + LEAST {
            cells
        } else {
            0
        };
        self.width -= kept;
        set(self);
        self.width += kept;
    }

    /// Sets what stands before the first row by itself, if no row has taken it.
    pub fn finish_first(&mut self) {
        if self
            .margins
            .last()
            .is_some_and(|margin| margin.first.is_some())
        {
            self.row(Vec::new(), self.anchor());
        }
    }

    /// Asks for a blank row before the next row. It belongs to what stands above it.
    pub fn gap(&mut self) {
        let depth = self.margins.len();
        let end = Anchor {
            offset: place(self.offset.saturating_sub(1)),
            ..self.anchor()
        };
        let anchor = self.page.rows.last().map_or(end, |row| row.anchor.max(end));
        let gap = self.gap.get_or_insert(Gap { depth, anchor });
        gap.depth = gap.depth.min(depth);
    }

    /// Index of the row that is set next.
    pub fn next_row(&mut self) -> usize {
        if let Some(gap) = self.gap.take().filter(|_| !self.page.rows.is_empty()) {
            let margins = self.margins[..gap.depth].iter();
            let mut runs: Vec<Run> = margins.map(|margin| margin.rest.0.clone()).collect();
            runs.retain(|run| !run.text.is_empty());
            let bars = runs.iter().rposition(|run| !run.text.trim_end().is_empty());
            runs.truncate(bars.map_or(0, |last| last + 1));
            self.page.rows.push(Row {
                runs,
                anchor: gap.anchor,
                wide: false,
            });
        }
        self.page.rows.len()
    }

    /// Sets a row.
    pub fn row(&mut self, runs: Vec<Run>, anchor: Anchor) {
        self.next_row();
        let margins = self
            .margins
            .iter_mut()
            .map(|margin| match margin.first.take() {
                Some((run, _)) => run,
                None => margin.rest.0.clone(),
            });
        let mut row: Vec<Run> = Vec::with_capacity(margins.len() + runs.len());
        row.extend(margins.filter(|run| !run.text.is_empty()));
        row.extend(runs);
        // A glyph may be wider than a narrow page.
        let bytes: usize = row.iter().map(|run| run.text.len()).sum();
        let wide = bytes > self.width
            && row.iter().map(|run| width(&run.text)).sum::<usize>() > self.width;
        self.page.rows.push(Row {
            runs: row,
            anchor,
            wide,
        });
    }

    /// The inlines that come next in the block's text, behind which it moves on.
    pub fn galley(&mut self, inlines: &'a [Inline], look: Look) -> Galley<'a> {
        let mut galley = Galley::default();
        self.add_inlines(&mut galley, inlines, look);
        galley
    }

    /// Adds the inlines that come next in the block's text, and moves on behind them and the line
    /// end that parts them from what follows.
    pub fn add_inlines(&mut self, galley: &mut Galley<'a>, inlines: &'a [Inline], look: Look) {
        self.offset = galley.inlines(inlines, look, self.offset, &self.notes) + 1;
    }

    /// Adds words that come next in the block's text, and moves on behind them and their line end.
    pub fn add_words(&mut self, galley: &mut Galley<'a>, words: &str, look: Look) {
        galley.words(words, look, self.offset);
        self.offset += words.len() + 1;
    }

    /// Wraps the galley and sets its rows.
    pub fn set(&mut self, mut galley: Galley<'a>, stand: Stand) {
        let (first, rest) = self.room();
        let shown = galley.text.trim_end().len();
        if shown == 0 {
            return;
        }
        for range in rows(&galley.text[..shown], first, rest) {
            let room = self.room().0;
            let row = self.next_row();
            let mut runs = Vec::new();
            let spare = match stand {
                Stand::Left => 0,
                Stand::Centre => room.saturating_sub(width(&galley.text[range.clone()])) / 2,
                Stand::Right => room.saturating_sub(width(&galley.text[range.clone()])),
            };
            if spare > 0 {
                runs.push(blanks(spare));
            }
            let offset = galley.runs(&range, row, &mut self.page.links, &mut runs);
            let anchor = Anchor {
                offset: place(offset),
                ..self.anchor()
            };
            self.row(runs, anchor);
        }
    }

    /// Sets rows that are not wrapped: the lines of `text`, which comes next in the block's text.
    pub fn set_lines(&mut self, text: &str, look: Look) {
        let behind = self.offset + text.len() + 1;
        if text.is_empty() {
            self.offset = behind;
            return;
        }
        for line in text.strip_suffix('\n').unwrap_or(text).split('\n') {
            let anchor = self.anchor();
            let run = Run {
                text: line.to_owned(),
                look,
                at: Some(anchor.offset),
                link: None,
            };
            self.row(
                Some(run)
                    .filter(|run| !run.text.is_empty())
                    .into_iter()
                    .collect(),
                anchor,
            );
            if let Some(row) = self.page.rows.last_mut() {
                row.wide = true;
            }
            self.offset += line.len() + 1;
        }
        self.offset = behind;
    }
}

/// As [`wrap`], with a short way for what is sure to fit: no sign takes more cells than bytes.
pub(super) fn rows(text: &str, first: usize, rest: usize) -> Vec<Range<usize>> {
    if text.len() <= first && !text.contains('\n') {
        std::iter::once(0..text.len()).collect()
    } else {
        wrap(text, first, rest)
    }
}

/// A run of blanks.
pub(super) fn blanks(count: usize) -> Run {
    ornament(&" ".repeat(count), Look::default())
}

/// A run of our own.
pub(super) fn ornament(text: &str, look: Look) -> Run {
    Run {
        text: text.to_owned(),
        look,
        at: None,
        link: None,
    }
}
