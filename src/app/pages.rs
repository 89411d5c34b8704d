//! Pages that lie over the screen: help, about the course, a term.

use crate::app::action::Context;
use crate::app::charts::words;
use crate::app::keys::{Keys, Part};
use crate::app::rows::{self, ACCENT, BOLD, DIM, PLAIN, TITLE};
use crate::course::block::Block;
use crate::course::{Course, Term};
use crate::page::{self, Glyphs, Row};
use crate::text;

/// A page over the screen.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// What stands on it.
    pub kind: Kind,
    /// The first row that shows.
    pub top: usize,
    /// Only lines with these words are shown.
    pub filter: String,
    /// Its rows at the width that it was laid out for.
    pub rows: Vec<Row>,
}

/// What stands on a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// What the keys do; those of this context first.
    Help(Context),
    /// The course: source, authors, licence, outcomes.
    About,
    /// An entry of the glossary, by its place.
    Term(usize),
}

impl Sheet {
    /// A page that is not laid out yet.
    pub fn new(kind: Kind) -> Self {
        Self {
            kind,
            top: 0,
            filter: String::new(),
            rows: Vec::new(),
        }
    }

    /// Its title.
    pub fn title(&self) -> &'static str {
        match self.kind {
            Kind::Help(_) => "Help",
            Kind::About => "About this course",
            Kind::Term(_) => "Glossary",
        }
    }

    /// Lays it out.
    pub fn lay(&mut self, keys: &Keys, course: Option<&Course>, width: usize, glyphs: Glyphs) {
        let width = width.clamp(1, 100);
        self.rows = match (&self.kind, course) {
            (Kind::Help(context), _) => help_rows(keys, *context, &self.filter, width),
            (Kind::About, Some(course)) => about(course, width, glyphs),
            (Kind::Term(at), Some(course)) => course
                .glossary
                .get(*at)
                .map_or_else(Vec::new, |entry| term(entry, width, glyphs)),
            (_, None) => Vec::new(),
        };
    }

    /// Moves by rows, as far as there are any.
    pub fn scroll(&mut self, rows: isize, height: usize) {
        let last = self.rows.len().saturating_sub(height);
        self.top = self.top.saturating_add_signed(rows).min(last);
    }
}

fn help_rows(keys: &Keys, here: Context, filter: &str, width: usize) -> Vec<Row> {
    let needle = filter.to_lowercase();
    let mut order: Vec<&Part> = Vec::new();
    for wanted in [here, Context::Move, Context::Anywhere] {
        let shown = wanted != Context::Move || here.moves();
        order.extend(
            keys.parts
                .iter()
                .filter(|part| shown && part.context == wanted),
        );
    }
    let rest: Vec<&Part> = keys
        .parts
        .iter()
        .filter(|part| !order.iter().any(|known| known.context == part.context))
        .collect();
    order.extend(rest);
    let mut out = match here {
        Context::Progress => meanings(&needle, width),
        _ => Vec::new(),
    };
    for part in order {
        let lines: Vec<_> = part
            .lines
            .iter()
            .map(|(verb, keys)| (keys.join(" "), verb.doc()))
            .filter(|(keys, doc)| {
                needle.is_empty()
                    || doc.to_lowercase().contains(&needle)
                    || keys.to_lowercase().contains(&needle)
            })
            .collect();
        if lines.is_empty() {
            continue;
        }
        let here_words = if part.context == here { " (here)" } else { "" };
        out.extend(rows::wrapped(
            &format!("{}{here_words}", part.title),
            TITLE,
            width,
            0,
        ));
        let column = if width >= 50 { 22 } else { width / 3 };
        for (keys, doc) in lines {
            let pad = column.saturating_sub(text::width(&keys) + 2).max(1);
            let lead = vec![
                rows::run(format!("  {keys}"), BOLD),
                rows::run(" ".repeat(pad), PLAIN),
            ];
            let used = 2 + text::width(&keys) + pad;
            out.extend(rows::hang(
                rows::wrapped(doc, PLAIN, width.saturating_sub(used).max(8), 0),
                lead,
            ));
        }
        out.push(rows::blank());
    }
    if out.is_empty() {
        out.extend(rows::wrapped(
            &format!("No key does anything with \"{filter}\"."),
            PLAIN,
            width,
            0,
        ));
    }
    out
}

/// What the words of the charts mean.
fn meanings(needle: &str, width: usize) -> Vec<Row> {
    let known = words::MEANINGS.iter().filter(|(word, meaning)| {
        word.to_lowercase().contains(needle) || meaning.to_lowercase().contains(needle)
    });
    let mut out = Vec::new();
    for (word, meaning) in known {
        if out.is_empty() {
            out.extend(rows::wrapped("What the words mean", TITLE, width, 0));
        }
        let lead = vec![rows::run(format!("  {word:11}"), BOLD)];
        let room = width.saturating_sub(13).max(8);
        out.extend(rows::hang(rows::wrapped(meaning, PLAIN, room, 0), lead));
    }
    if !out.is_empty() {
        out.push(rows::blank());
    }
    out
}

fn about(course: &Course, width: usize, glyphs: Glyphs) -> Vec<Row> {
    let mut out = rows::wrapped(&course.title, TITLE, width, 0);
    out.push(rows::blank());
    part(&mut out, "", &course.description, width, glyphs);
    let authors = course
        .authors
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(", ");
    for (name, value) in [
        ("Authors", authors.as_str()),
        ("Source", &course.source),
        ("Licence", &course.licence),
        ("Language", &course.language),
    ] {
        if !value.is_empty() {
            let lead = vec![rows::run(format!("{name:10}"), BOLD)];
            out.extend(rows::hang(
                rows::wrapped(value, PLAIN, width.saturating_sub(10).max(8), 0),
                lead,
            ));
        }
    }
    out.push(rows::blank());
    if !course.outcomes.is_empty() {
        out.extend(rows::wrapped(
            "After this course you should be able to",
            BOLD,
            width,
            0,
        ));
        let bullet = if glyphs == Glyphs::Unicode {
            "• "
        } else {
            "* "
        };
        for aim in &course.outcomes {
            let lead = vec![rows::run(bullet, ACCENT)];
            out.extend(rows::hang(
                rows::wrapped(&aim.text, PLAIN, width.saturating_sub(2).max(8), 0),
                lead,
            ));
        }
        out.push(rows::blank());
    }
    part(
        &mut out,
        "Acknowledgements",
        &course.acknowledgements,
        width,
        glyphs,
    );
    if !course.references.is_empty() {
        out.extend(rows::wrapped("References", BOLD, width, 0));
        for reference in &course.references {
            let paragraph = [Block::Paragraph(reference.text.clone())];
            out.extend(page::lay_blocks(&paragraph, width, glyphs).rows);
        }
        out.push(rows::blank());
    }
    if !course.glossary.is_empty() {
        out.extend(rows::wrapped("Glossary", BOLD, width, 0));
        for entry in &course.glossary {
            out.extend(term(entry, width, glyphs));
            out.push(rows::blank());
        }
    }
    out
}

fn term(entry: &Term, width: usize, glyphs: Glyphs) -> Vec<Row> {
    let mut out = rows::wrapped(&entry.term, TITLE, width, 0);
    let inner = page::lay_blocks(&entry.definition, width.saturating_sub(2).max(1), glyphs).rows;
    out.extend(
        inner
            .into_iter()
            .flat_map(|row| rows::hang(vec![row], vec![rows::run("  ", PLAIN)])),
    );
    if !entry.see.is_empty() {
        let see = entry
            .see
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join(", ");
        out.extend(rows::wrapped(&format!("  See also: {see}"), DIM, width, 2));
    }
    out
}

fn part(out: &mut Vec<Row>, title: &str, blocks: &[Block], width: usize, glyphs: Glyphs) {
    if !blocks.is_empty() {
        if !title.is_empty() {
            out.extend(rows::wrapped(title, BOLD, width, 0));
        }
        out.extend(page::lay_blocks(blocks, width, glyphs).rows);
        out.push(rows::blank());
    }
}
