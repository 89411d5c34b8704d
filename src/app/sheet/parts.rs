//! Answers in parts, in the question pane: items and what they belong to, an order, a text with gaps;
//! while they are made, and what became of them.
//!
//! **Invariant:** where the cursor is, what is taken up and what is empty is told by a sign or a word,
//! never by colour alone.

use std::ops::Range;

use crate::app::action::{Context, Verb};
use crate::app::quiz::{self, Answered, Arrangement, Blank, Hand, name_of};
use crate::app::rows::{self, ACCENT, BOLD, DIM, PLAIN, TITLE};
use crate::app::sheet::{Brief, Sheet, Spot};
use crate::course::block::{Block, Inline, Target};
use crate::course::question::{Gap, Gaps, Kind};
use crate::page::{self, Glyphs, Look, Role, Row};
use crate::study::grade::PartVerdict;
use crate::text::{self, Clean};

/// Cells of a gap that is full to the brim: the field below shows all of it.
const WIDEST: usize = 30;

impl Sheet {
    /// Items, each with the target that it was put to, and the targets below.
    pub(super) fn placed(&mut self, brief: &Brief<'_>, places: &[Option<usize>]) {
        let (Kind::Match(key) | Kind::Sort(key)) = &brief.question.kind else {
            return;
        };
        let name = |verb| brief.keys.name(Context::Question, verb);
        let (one, two, empty) = (name(Verb::Pick1), name(Verb::Pick2), name(Verb::Pick));
        let here = sign(brief, "▸", ">");
        self.how(
            &format!("{one} {two} … choose from below for {here}; {empty} empties it."),
            brief,
        );
        let targets = &brief.quiz.targets;
        let numbers = places_in(targets);
        let names: Vec<_> = key.targets.iter().map(|line| name_of(line)).collect();
        let arrow = sign(brief, "→", "->");
        for (shown, at) in brief.quiz.order.iter().enumerate() {
            let Some(item) = key.items.get(*at) else {
                continue;
            };
            let target = places.get(*at).copied().flatten();
            let behind = match target.and_then(|at| Some((numbers.get(at)?, names.get(at)?))) {
                Some((number, name)) => format!("{arrow} {} {name}", number + 1),
                None => format!("{arrow} {}", sign(brief, "…", "...")),
            };
            self.part_row(brief, shown, "", &item.text, &behind);
        }
        self.gap();
        let chosen = brief.quiz.chosen();
        for (shown, target) in targets.iter().enumerate() {
            let line = key.targets.get(*target).map_or(&[][..], |line| line);
            self.target(brief, shown, line, chosen == Some(*target));
        }
        // The targets should be in view with the item that they are for.
        let n_rows = self.n_rows();
        if let Some(focus) = &mut self.focus {
            focus.end = n_rows;
        }
    }

    /// Items in the order that the learner has given them.
    pub(super) fn ordered(&mut self, brief: &Brief<'_>, arrangement: &Arrangement) {
        let Kind::Order(key) = &brief.question.kind else {
            return;
        };
        let name = |verb| brief.keys.name(Context::Question, verb);
        let (pick, down, up) = (name(Verb::Pick), name(Verb::LineDown), name(Verb::LineUp));
        self.how(
            &format!(
                "The first on top. {pick} takes one up, {down} and {up} move it, {pick} puts it down; or press their numbers in order."
            ),
            brief,
        );
        let digits = arrangement.items.len().to_string().len();
        let numbers = places_in(&brief.quiz.order);
        for (place, at) in arrangement.items.iter().enumerate() {
            let Some(item) = key.items.get(*at) else {
                continue;
            };
            let is_held = place == brief.quiz.cursor && arrangement.hand == Hand::Full;
            let number = numbers.get(*at).map_or(0, |number| number + 1);
            let label = format!("{number:>digits$} ");
            let behind = if is_held {
                format!("{} taken up", sign(brief, "↕", "^v"))
            } else {
                String::new()
            };
            self.part_row(brief, place, &label, &item.text, &behind);
        }
    }

    /// The text with its gaps, and the one under the cursor below it.
    pub(super) fn filled(&mut self, brief: &Brief<'_>, blanks: &[Blank]) {
        let Kind::Gaps(key) = &brief.question.kind else {
            return;
        };
        let here = brief.quiz.cursor;
        let fill = |gap: usize| {
            let words = blanks.get(gap).map_or("", |blank| blank.words(key, gap));
            let pointer = if gap == here {
                sign(brief, "▸", ">")
            } else {
                ""
            };
            in_gap(&format!("{pointer}{}", gap + 1), words, WIDEST)
        };
        self.gap_text(brief, key, fill, Some(here));
        self.gap();
        match blanks.get(here) {
            Some(Blank::Typed(field)) => self.field(brief, field, &format!(" Gap {} ", here + 1)),
            Some(Blank::Chosen { order, chosen }) => {
                self.words(&format!("Gap {}", here + 1), BOLD, brief);
                let options = quiz::gap_options(brief.question, here).unwrap_or_default();
                let start = self.n_rows();
                for (shown, option) in order.iter().enumerate() {
                    let words = options.get(*option).copied().unwrap_or_default();
                    let line = [Inline::plain(Clean::words(words))];
                    self.target(brief, shown, &line, *chosen == Some(*option));
                }
                self.focus = Some(start..self.n_rows());
            }
            None => {}
        }
    }

    /// Every part of an answer: a sign, what it is about, how it stands in words, and why.
    pub(super) fn told(&mut self, brief: &Brief<'_>, answered: &Answered) {
        let told = quiz::told(brief.question, brief.quiz, answered);
        if !told.is_empty() {
            self.gap();
        }
        if let Kind::Gaps(key) = &brief.question.kind {
            let right = |gap: usize| {
                let words = key.gaps.get(gap).map_or(String::new(), Gap::right);
                in_gap(&(gap + 1).to_string(), &words, quiz::WIDEST)
            };
            self.gap_text(brief, key, right, None);
            self.gap();
        }
        for part in told {
            let (unicode, ascii, role) = match part.verdict {
                PartVerdict::Right => ("✓", "[+]", Role::Right),
                PartVerdict::Wrong => ("✗", "[-]", Role::Wrong),
                PartVerdict::Empty => ("·", "[ ]", Role::Caution),
            };
            let look = Look {
                role,
                bold: true,
                ..PLAIN
            };
            let lead = format!("{} ", sign(brief, unicode, ascii));
            let width = brief.width.saturating_sub(text::width(&lead)).max(1);
            let mut lines = line_rows(&part.item, width, brief.glyphs);
            lines.extend(rows::wrapped(
                &part.words,
                Look {
                    bold: false,
                    ..look
                },
                width,
                0,
            ));
            lines.extend(page::lay_blocks(part.feedback, width, brief.glyphs).rows);
            self.rows
                .extend(rows::hang(lines, vec![rows::run(lead, look)]));
        }
    }

    /// The gap that shows at a cell, if one does.
    pub fn gap_at(&self, row: usize, column: usize) -> Option<usize> {
        if !self.gaps.contains(&row) {
            return None;
        }
        let mut left = 0;
        let run = self.rows.get(row)?.runs.iter().find(|run| {
            let start = left;
            left += text::width(&run.text);
            (start..left).contains(&column)
        })?;
        run.link.map(|gap| gap as usize)
    }

    /// How it is done, in a line above the items.
    fn how(&mut self, words: &str, brief: &Brief<'_>) {
        self.words(words, DIM, brief);
        self.gap();
    }

    /// An item with what is said behind it: on its row where there is room, else below.
    fn part_row(
        &mut self,
        brief: &Brief<'_>,
        shown: usize,
        label: &str,
        item: &[Inline],
        behind: &str,
    ) {
        let is_here = shown == brief.quiz.cursor;
        let pointer = if is_here {
            sign(brief, "▸", ">")
        } else {
            " "
        };
        let lead = format!("{pointer} {label}");
        let width = brief.width.saturating_sub(text::width(&lead)).max(1);
        let mut lines = line_rows(item, width, brief.glyphs);
        if is_here {
            for run in lines.iter_mut().flat_map(|row| &mut row.runs) {
                run.look.bold = true;
            }
        }
        if !behind.is_empty() {
            let used = lines.last().map_or(width, |row| text::width(&row.text()));
            let fits = used + 2 + text::width(behind) <= width;
            if let Some(row) = lines.last_mut().filter(|_| fits) {
                row.runs.push(rows::run(format!("  {behind}"), ACCENT));
            } else {
                let below = rows::wrapped(behind, ACCENT, width.saturating_sub(2).max(1), 2);
                let indent = if width > 4 { "  " } else { "" };
                lines.extend(rows::hang(below, vec![rows::run(indent, PLAIN)]));
            }
        }
        let start = self.n_rows();
        let look = if is_here { TITLE } else { DIM };
        self.rows
            .extend(rows::hang(lines, vec![rows::run(lead, look)]));
        let range = start..self.n_rows();
        if is_here {
            self.focus = Some(range.clone());
        }
        self.spots.push((range, Spot::Item(shown)));
    }

    /// Something that can be put to an item or into a gap.
    fn target(&mut self, brief: &Brief<'_>, shown: usize, line: &[Inline], is_chosen: bool) {
        let mark = if is_chosen {
            sign(brief, "(•)", "(*)")
        } else {
            "( )"
        };
        let lead = format!("{mark} {} ", shown + 1);
        let width = brief.width.saturating_sub(text::width(&lead)).max(1);
        let start = self.n_rows();
        let look = if is_chosen { TITLE } else { DIM };
        let lines = line_rows(line, width, brief.glyphs);
        self.rows
            .extend(rows::hang(lines, vec![rows::run(lead, look)]));
        self.spots.push((start..self.n_rows(), Spot::Target(shown)));
    }

    /// The text of a question with gaps, each filled; a run of a gap names it as its link.
    fn gap_text(
        &mut self,
        brief: &Brief<'_>,
        key: &Gaps,
        fill: impl FnMut(usize) -> Clean,
        here: Option<usize>,
    ) {
        let start = self.n_rows();
        let blocks = key.filled(fill);
        let page = page::lay_blocks(&blocks, brief.width, brief.glyphs);
        let gap_of = |link: u32| match page.links.get(link as usize) {
            Some((_, Target::Gap(gap))) => u32::try_from(*gap).ok(),
            _ => None,
        };
        let mut text = page.rows;
        for run in text.iter_mut().flat_map(|row| &mut row.runs) {
            run.link = run.link.and_then(gap_of);
            run.look.bold |= run.link.is_some() && run.link.map(|gap| gap as usize) == here;
        }
        self.gaps = if here.is_some() {
            start..start + text.len()
        } else {
            Range::default()
        };
        self.rows.extend(text);
    }
}

/// For each index the place where it stands in an order.
fn places_in(order: &[usize]) -> Vec<usize> {
    let mut places = vec![0; order.len()];
    for (place, at) in order.iter().enumerate() {
        if let Some(slot) = places.get_mut(*at) {
            *slot = place;
        }
    }
    places
}

/// `[2 domain]`, `[3 ____]`: what shows where a gap is. Its blanks don't break at its ends.
fn in_gap(lead: &str, words: &str, widest: usize) -> Clean {
    let words = words.trim();
    let words = if words.is_empty() { "____" } else { words };
    Clean::words(&format!("[{lead}\u{a0}{}]", rows::cut(words, widest)))
}

fn line_rows(line: &[Inline], width: usize, glyphs: Glyphs) -> Vec<Row> {
    page::lay_blocks(&[Block::Paragraph(line.to_vec())], width, glyphs).rows
}

fn sign<'a>(brief: &Brief<'_>, unicode: &'a str, ascii: &'a str) -> &'a str {
    match brief.glyphs {
        Glyphs::Unicode => unicode,
        Glyphs::Ascii => ascii,
    }
}
