//! A document as Markdown with tables, for any reader of Markdown.
//!
//! **Invariant:** what is text in the document is text to a reader of Markdown: nothing of it becomes
//! a heading, a list, a link or HTML. What only our own dialect can say is told in words.

use super::document::Document;
use super::html::blocks::web_address;
use crate::course::block::{Block, Definition, Face, FaceKind, Figure, Inline, Table};
use crate::markup::{normal, write};
use crate::text::{Clean, scripts};

/// The document as Markdown.
pub fn write(document: &Document) -> String {
    let blocks = document
        .parts
        .iter()
        .flat_map(|part| told_all(&part.blocks));
    let text = write::fragment(&normal::fragment(blocks.collect()));
    format!("# {}\n\n{text}\n", write::words(&document.title))
}

fn told_all(blocks: &[Block]) -> Vec<Block> {
    blocks.iter().flat_map(told).collect()
}

/// A block as all readers know it.
fn told(block: &Block) -> Vec<Block> {
    vec![match block {
        Block::Heading {
            level,
            slug,
            content,
        } => Block::Heading {
            level: *level,
            slug: slug.clone(),
            content: line(content),
        },
        Block::Paragraph(content) => Block::Paragraph(line(content)),
        Block::List { start, items } => Block::List {
            start: *start,
            items: items.iter().map(|item| told_all(item)).collect(),
        },
        Block::Definitions(definitions) => {
            return definitions.iter().flat_map(definition).collect();
        }
        Block::Table(of) => return table(of),
        Block::Quote { blocks, source } => Block::Quote {
            blocks: told_all(blocks),
            source: source.as_deref().map(line),
        },
        Block::Callout {
            label,
            title,
            blocks,
        } => {
            let title = title
                .as_ref()
                .map_or(String::new(), |title| format!(": {title}"));
            let mut inner = vec![plain(&format!("{label}{title}"))];
            inner.extend(told_all(blocks));
            Block::Quote {
                blocks: inner,
                source: None,
            }
        }
        Block::Code { text, .. } | Block::Maths(text) => Block::Code {
            language: Clean::default(),
            text: text.clone(),
        },
        Block::Figure(of) => return figure(of),
        Block::Rule => Block::Rule,
        Block::Question(_) => return Vec::new(),
    }]
}

fn plain(words: &str) -> Block {
    Block::Paragraph(vec![Inline::plain(Clean::words(words))])
}

/// A term with its meanings below it.
fn definition(definition: &Definition) -> Vec<Block> {
    let meanings = definition.meanings.iter();
    let items = meanings.map(|meaning| told_all(meaning)).collect();
    vec![
        Block::Paragraph(line(&definition.term)),
        Block::List { start: None, items },
    ]
}

/// A table below its caption.
fn table(table: &Table) -> Vec<Block> {
    let row = |cells: &Vec<Vec<Inline>>| cells.iter().map(|cell| line(cell)).collect();
    vec![
        Block::Paragraph(line(&table.caption)),
        Block::Table(Table {
            caption: Vec::new(),
            alignments: table.alignments.clone(),
            header: row(&table.header),
            rows: table.rows.iter().map(row).collect(),
        }),
    ]
}

/// In words: the picture's file is not where this document will be.
fn figure(figure: &Figure) -> Vec<Block> {
    let mut blocks = vec![plain(&format!("Figure: {}", figure.alternative))];
    blocks.extend(told_all(&figure.description));
    blocks.push(Block::Paragraph(line(&figure.caption)));
    blocks
}

fn line(content: &[Inline]) -> Vec<Inline> {
    content.iter().map(inline).collect()
}

/// Words that lead into the web alone, raised and lowered ones as far as there are letters for it.
fn inline(inline: &Inline) -> Inline {
    let text = match inline.face.kind {
        FaceKind::Superscript => {
            scripts::raised(&inline.text).unwrap_or_else(|| scripts::marked('^', &inline.text))
        }
        FaceKind::Subscript => {
            scripts::lowered(&inline.text).unwrap_or_else(|| scripts::marked('_', &inline.text))
        }
        FaceKind::Text | FaceKind::Code | FaceKind::Maths => inline.text.to_string(),
    };
    // An address with signs that would end it early is none.
    let address = web_address(inline.target.as_ref());
    let is_web = address.is_some_and(|address| !address.contains(['<', '>', '\\']));
    Inline {
        text: Clean::lines(&text),
        face: Face {
            struck: false,
            kind: FaceKind::Text,
            ..inline.face
        },
        target: inline.target.clone().filter(|_| is_web),
    }
}
