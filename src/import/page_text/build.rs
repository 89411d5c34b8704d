//! Pieces of a page become sections, blocks and questions.

use std::ops::Range;

use super::lines::{Look, Page, Piece, could_head};
use super::question;
use crate::course::block::{Block, Inline, Table};
use crate::import::assembly::Assembly;
use crate::text::Clean;

/// Lists that lie in one another.
const DEEPEST: usize = 8;
/// Columns of a table.
const WIDEST: usize = 64;

/// A course while its pages are read.
pub struct Builder {
    /// The course so far.
    pub course: Assembly,
    /// Questions whose end could not be seen.
    pub open_ended: Vec<String>,
}

impl Builder {
    /// Begins with an empty course.
    pub fn new(course: Assembly) -> Self {
        Self {
            course,
            open_ended: Vec::new(),
        }
    }

    /// The course with all pages.
    pub fn finish(self) -> Assembly {
        self.course
    }

    /// Adds a page.
    pub fn page(&mut self, file: &str, page: &Page) {
        let pieces = &page.pieces[..];
        let is_heading = |piece: &Piece| matches!(piece.look, Look::Heading(_));
        let first = pieces.iter().position(is_heading);
        let mut start = first.unwrap_or(0);
        let above = &pieces[..start];
        if !above.iter().all(could_head) {
            // Above the first number stands more than names and menus: it is text.
            start = 0;
        } else if !above.is_empty() {
            self.note_lines(file, "above the heading stood, and were left out", above);
        }
        if start == 0 && first != Some(0) && !pieces.is_empty() {
            let heading = could_head(&pieces[0]).then(|| pieces[0].text.clone());
            start = usize::from(heading.is_some());
            let title = heading.unwrap_or_else(|| self.course.course.title.to_string());
            self.course.open(1, &title);
        }
        self.pieces(&pieces[start..]);
        if !page.furniture.is_empty() {
            let n = page.furniture.len();
            let lines: Vec<_> = page.furniture.iter().map(|line| shortened(line)).collect();
            let what = format!(
                "lines of the web page were left out ({n}): {}",
                lines.join(" / ")
            );
            self.course.note_at(file, &what);
        }
        for title in std::mem::take(&mut self.open_ended) {
            let what = format!(
                "where “{title}” ends can’t be seen in a copy; all up to the next heading was taken for it"
            );
            self.course.note(&what);
        }
    }

    fn note_lines(&mut self, file: &str, what: &str, lines: &[Piece]) {
        let lines: Vec<_> = lines.iter().map(|piece| shortened(&piece.text)).collect();
        self.course
            .note_at(file, &format!("{what}: {}", lines.join(" / ")));
    }

    fn pieces(&mut self, pieces: &[Piece]) {
        let mut plain = 0;
        let mut at = 0;
        while let Some(piece) = pieces.get(at) {
            let taken = match &piece.look {
                Look::Heading(number) => {
                    self.text(&pieces[plain..at]);
                    let level = u8::try_from(number.split('.').count()).unwrap_or(u8::MAX);
                    self.course.open(level, &format!("{number} {}", piece.text));
                    1
                }
                Look::Question => {
                    self.text(&pieces[plain..at]);
                    question::titled(self, &pieces[at..])
                }
                Look::Letter(_) => match question::paired(&pieces[at..]) {
                    Some((asked, answered)) => {
                        self.text(&pieces[plain..at]);
                        question::untitled(self, &pieces[at..], asked, answered.clone());
                        answered.end
                    }
                    None => 0,
                },
                _ => 0,
            };
            if taken == 0 {
                at += 1;
            } else {
                at += taken;
                plain = at;
            }
        }
        self.text(&pieces[plain..]);
    }

    fn text(&mut self, pieces: &[Piece]) {
        for block in blocks(pieces) {
            self.course.push(block);
        }
    }
}

/// The start of a line, as it stands in a note.
fn shortened(line: &str) -> String {
    const LONGEST: usize = 40;
    match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line.to_owned(),
    }
}

/// Pieces as blocks.
pub fn blocks(pieces: &[Piece]) -> Vec<Block> {
    blocks_within(pieces, 0)
}

fn blocks_within(pieces: &[Piece], depth: usize) -> Vec<Block> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < pieces.len() {
        let (block, taken) = match &pieces[at].look {
            Look::Bullet | Look::Number(_) | Look::Letter(_) if depth < DEEPEST => {
                list(&pieces[at..], depth)
            }
            Look::Row(_) => table(&pieces[at..]),
            _ => (Block::Paragraph(line(&whole(&pieces[at]))), 1),
        };
        out.push(block);
        at += taken;
    }
    out
}

/// A line with its mark.
fn whole(piece: &Piece) -> String {
    match &piece.look {
        Look::Heading(number) if number.is_empty() => piece.text.clone(),
        Look::Heading(number) => format!("{number} {}", piece.text),
        Look::Bullet => format!("• {}", piece.text),
        Look::Number(number) => format!("{number}. {}", piece.text),
        Look::Letter(letter) => format!("({letter}) {}", piece.text),
        _ => piece.text.clone(),
    }
}

fn line(text: &str) -> Vec<Inline> {
    vec![Inline::plain(Clean::trimmed(text))]
}

/// The items of a list that begins here: of each, its own line and what belongs to it.
pub fn items(pieces: &[Piece]) -> Vec<Range<usize>> {
    let first = &pieces[0];
    let class = std::mem::discriminant(&first.look);
    let mut items: Vec<Range<usize>> = Vec::new();
    for (at, piece) in pieces.iter().enumerate() {
        let is_item = piece.indent == first.indent && std::mem::discriminant(&piece.look) == class;
        let is_apart = at > 0 && piece.gap > 1;
        match items.last_mut() {
            _ if is_apart => break,
            _ if is_item => items.push(at..at + 1),
            Some(item) if piece.indent > first.indent => item.end = at + 1,
            _ => break,
        }
    }
    items
}

/// What an item says.
pub fn item(pieces: &[Piece], depth: usize) -> Vec<Block> {
    let mut out = Vec::new();
    if !pieces[0].text.is_empty() {
        out.push(Block::Paragraph(line(&pieces[0].text)));
    }
    out.extend(blocks_within(&pieces[1..], depth + 1));
    out
}

fn list(pieces: &[Piece], depth: usize) -> (Block, usize) {
    let ranges = items(pieces);
    let taken = ranges.last().map_or(1, |last| last.end);
    let start = match pieces[0].look {
        Look::Number(first) => Some(first),
        _ => None,
    };
    let items = ranges.into_iter().map(|range| {
        let pieces = &pieces[range];
        let mut blocks = item(pieces, depth);
        if let Look::Letter(letter) = pieces[0].look {
            let mark = format!("({letter}) ");
            match blocks.first_mut() {
                Some(Block::Paragraph(line)) => line.insert(0, Inline::plain(Clean::words(&mark))),
                _ => blocks.insert(0, Block::Paragraph(line(&mark))),
            }
        }
        blocks
    });
    let items = items.collect();
    (Block::List { start, items }, taken)
}

/// Rows with cells between tabs.
fn table(pieces: &[Piece]) -> (Block, usize) {
    let rows = pieces.iter().map_while(|piece| match &piece.look {
        Look::Row(cells) => Some(cells),
        _ => None,
    });
    let rows: Vec<_> = rows.collect();
    let width = rows
        .iter()
        .map(|row| row.len())
        .max()
        .unwrap_or(1)
        .min(WIDEST);
    let cells = |row: &&Vec<String>| -> Vec<Vec<Inline>> {
        // What doesn't fit beside the others goes into the last cell.
        let mut cells: Vec<_> = row.iter().take(width - 1).map(|cell| line(cell)).collect();
        let rest: Vec<_> = row.iter().skip(width - 1).map(String::as_str).collect();
        cells.push(line(&rest.join(" ")));
        cells.resize(width, Vec::new());
        for cell in &mut cells {
            cell.retain(|inline| !inline.text.is_empty());
        }
        cells
    };
    let mut body: Vec<_> = rows.iter().map(cells).collect();
    let taken = body.len();
    let header = body.remove(0);
    let table = Table {
        alignments: vec![crate::course::block::Alignment::Left; width],
        header,
        rows: body,
        ..Table::default()
    };
    (Block::Table(table), taken)
}
