//! Blocks in a line: cells of tables, options, titles hold no blocks.
//!
//! **Invariant:** no word is lost; what stood on lines of its own is parted by breaks.

use crate::course::block::{Block, Face, FaceKind, Inline};
use crate::text::Clean;

/// The blocks as one line with breaks.
pub fn line(blocks: Vec<Block>) -> Vec<Inline> {
    let mut out = Vec::new();
    push_all(&mut out, blocks);
    out
}

/// The words of a line, with blanks for its breaks.
pub fn words(line: &[Inline]) -> Clean {
    let words: String = line.iter().map(|inline| &*inline.text).collect();
    Clean::trimmed(&words)
}

fn push_all(out: &mut Vec<Inline>, blocks: Vec<Block>) {
    for block in blocks {
        push(out, block);
    }
}

/// Adds a line below what stands there.
fn add(out: &mut Vec<Inline>, line: impl IntoIterator<Item = Inline>) {
    let mut line = line.into_iter().peekable();
    if line.peek().is_none() {
        return;
    }
    if !out.is_empty() {
        out.push(Inline::plain(Clean::lines("\n")));
    }
    out.extend(line);
}

fn push(out: &mut Vec<Inline>, block: Block) {
    match block {
        Block::Heading { content, .. } | Block::Paragraph(content) => add(out, content),
        Block::List { start, items } => {
            for (n, item) in items.into_iter().enumerate() {
                let mark =
                    start.map_or("• ".to_owned(), |start| format!("{}. ", start + n as u64));
                let words = std::iter::once(Inline::plain(Clean::words(&mark)));
                add(out, words.chain(line(item)));
            }
        }
        Block::Definitions(definitions) => {
            for definition in definitions {
                add(out, definition.term);
                push_all(out, definition.meanings.into_iter().flatten().collect());
            }
        }
        Block::Table(table) => {
            add(out, table.caption);
            for row in std::iter::once(table.header).chain(table.rows) {
                let mut cells = Vec::new();
                for cell in row.into_iter().filter(|cell| !cell.is_empty()) {
                    if !cells.is_empty() {
                        cells.push(Inline::plain(Clean::words(" | ")));
                    }
                    cells.extend(cell);
                }
                add(out, cells);
            }
        }
        Block::Quote { blocks, source } => {
            push_all(out, blocks);
            add(out, source.into_iter().flatten());
        }
        Block::Callout { title, blocks, .. } => {
            add(out, title.map(Inline::plain));
            push_all(out, blocks);
        }
        Block::Code { text, .. } => {
            let face = Face {
                kind: FaceKind::Code,
                ..Face::default()
            };
            for words in text.split('\n').filter(|words| !words.is_empty()) {
                let text = Clean::line(words);
                add(
                    out,
                    [Inline {
                        text,
                        face,
                        target: None,
                    }],
                );
            }
        }
        Block::Figure(figure) => {
            add(out, [Inline::plain(figure.alternative)]);
            push_all(out, figure.description);
            add(out, figure.caption);
        }
        Block::Maths(text) => add(
            out,
            [Inline {
                face: Face {
                    kind: FaceKind::Maths,
                    ..Face::default()
                },
                ..Inline::plain(text)
            }],
        ),
        Block::Rule | Block::Question(_) => {}
    }
}
