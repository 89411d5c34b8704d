//! Blocks become Markdown in the dialect that courses are written in.
//!
//! **Invariant:** nothing in a text becomes a mark that its author didn't mean. From blocks in
//! [normal form](crate::markup::normal), [reading](crate::markup::markdown) what was written gives
//! the same blocks.

mod leaf;
mod line;
mod marks;

use crate::course::block::{Alignment, Block, Definition, Figure, Inline, Table};
use crate::course::{Footnote, Section};
use crate::markup::markdown::overrun;
pub use leaf::maths;
use line::push_line;
pub use line::{Place, line, words};
pub use marks::label;

/// A sign that is left out when text is cleaned.
const UNSEEN: char = '\u{2060}';

/// The text of a section, its footnotes below it.
pub fn text(section: &Section) -> String {
    let mut out = String::new();
    push_blocks(&mut out, &section.blocks, "");
    for Footnote { label, blocks } in &section.footnotes {
        part(&mut out, "");
        let start = out.len();
        push_blocks(&mut out, blocks, "    ");
        put_mark(&mut out, start, "", &format!("[^{label}]: "), 4);
    }
    out
}

/// Blocks that stand alone, such as a prompt.
pub fn fragment(blocks: &[Block]) -> String {
    let mut out = String::new();
    push_blocks(&mut out, blocks, "");
    out.truncate(out.trim_end_matches('\n').len());
    out
}

/// `text` as it stands between the signs of display maths, or `None` where it can't be written so.
pub fn display(text: &str) -> Option<String> {
    maths(text.trim())
}

/// Parts what comes from what stands there with an empty line.
fn part(out: &mut String, indent: &str) {
    if !out.is_empty() {
        out.push_str(indent.trim_end());
        out.push('\n');
    }
}

/// Blocks with empty lines between them; every line behind `indent`.
fn push_blocks(out: &mut String, blocks: &[Block], indent: &str) {
    let start = out.len();
    // Lists next to each other are told apart by their marks.
    let mut mark = Mark::First;
    for (n, block) in blocks.iter().enumerate() {
        if n > 0 || (start > 0 && indent.is_empty() && !out.ends_with("\n\n")) {
            part(out, indent);
        }
        let is_list = matches!(block, Block::List { .. });
        mark = match (is_list, n.checked_sub(1).map(|before| &blocks[before])) {
            (true, Some(Block::List { .. })) => mark.other(),
            _ => Mark::First,
        };
        push_block(out, block, indent, mark);
    }
}

/// Which of two marks a list has.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    First,
    Second,
}

impl Mark {
    fn other(self) -> Self {
        match self {
            Self::First => Self::Second,
            Self::Second => Self::First,
        }
    }
}

fn push_block(out: &mut String, block: &Block, indent: &str, mark: Mark) {
    match block {
        Block::Heading { level, content, .. } => {
            let marks = "#".repeat(usize::from((*level).clamp(2, 6)));
            out.push_str(indent);
            out.push_str(&marks);
            out.push(' ');
            push_line(out, content, Place::Heading);
            out.push('\n');
        }
        Block::Paragraph(content) => push_paragraph(out, content, indent),
        Block::List { start, items } => push_list(out, *start, items, indent, mark),
        Block::Definitions(definitions) => push_definitions(out, definitions, indent),
        Block::Table(table) => push_table(out, table, indent),
        Block::Quote { blocks, source } => {
            let inner = format!("{indent}> ");
            push_blocks(out, blocks, &inner);
            if let Some(source) = source {
                part(out, &inner);
                out.push_str(&inner);
                out.push_str("— ");
                push_line(out, source, Place::Words);
                out.push('\n');
            }
        }
        Block::Callout {
            label,
            title,
            blocks,
        } => {
            let word = words(marks::word(label));
            out.push_str(&format!("{indent}> [!{word}]"));
            if let Some(title) = title {
                out.push(' ');
                out.push_str(&words(title));
            }
            out.push('\n');
            if !blocks.is_empty() {
                let inner = format!("{indent}> ");
                // A paragraph may follow at once; a blank line is never wrong.
                if !matches!(blocks[0], Block::Paragraph(_)) {
                    part(out, &inner);
                }
                push_blocks(out, blocks, &inner);
            }
        }
        Block::Code { language, text } => push_code(out, language, text, indent),
        Block::Figure(figure) => push_figure(out, figure, indent),
        Block::Maths(text) => {
            let source = display(text).unwrap_or_default();
            out.push_str(&format!("{indent}$${source}$$\n"));
        }
        // Of its three signs this one is no bullet.
        Block::Rule => out.push_str(&format!("{indent}___\n")),
        Block::Question(id) => out.push_str(&format!("{indent}{{{{question {id}}}}}\n")),
    }
}

fn push_paragraph(out: &mut String, content: &[Inline], indent: &str) {
    let mut written = String::new();
    push_line(&mut written, content, Place::Words);
    for line in written.split('\n') {
        out.push_str(indent);
        out.push_str(line);
        out.push('\n');
    }
}

fn push_list(out: &mut String, start: Option<u64>, items: &[Vec<Block>], indent: &str, mark: Mark) {
    let is_line = |item: &Vec<Block>| matches!(&item[..], [Block::Paragraph(_)]);
    let is_tight = |item: &Vec<Block>| match &item[..] {
        [] => true,
        [Block::Paragraph(_)] => true,
        // A list that begins with another number takes an empty line before it.
        [
            Block::Paragraph(_),
            Block::List {
                start: None | Some(1),
                items,
            },
        ] => items.iter().all(is_line),
        _ => false,
    };
    let is_tight = items.iter().all(is_tight);
    for (n, item) in items.iter().enumerate() {
        let sign = match (start, mark) {
            (None, Mark::First) => "- ".to_owned(),
            (None, Mark::Second) => "* ".to_owned(),
            (Some(start), Mark::First) => format!("{}. ", start + n as u64),
            (Some(start), Mark::Second) => format!("{}) ", start + n as u64),
        };
        if n > 0 && !is_tight {
            part(out, indent);
        }
        let start = out.len();
        let inner = format!("{indent}{}", " ".repeat(sign.len()));
        if is_tight {
            for block in item {
                push_block(out, block, &inner, Mark::First);
            }
        } else {
            push_blocks(out, item, &inner);
        }
        put_mark(out, start, indent, &sign, sign.len());
    }
}

/// Puts a mark over the blanks with which the first line behind `start` is set in by `n` columns
/// more than `indent`; a line of its own where nothing follows.
fn put_mark(out: &mut String, start: usize, indent: &str, mark: &str, n: usize) {
    if out.len() == start {
        out.push_str(indent);
        out.push_str(mark.trim_end());
        out.push('\n');
        return;
    }
    let at = start + indent.len();
    out.replace_range(at..at + n, mark);
}

fn push_definitions(out: &mut String, definitions: &[Definition], indent: &str) {
    for (n, definition) in definitions.iter().enumerate() {
        if n > 0 {
            part(out, indent);
        }
        out.push_str(indent);
        push_line(out, &definition.term, Place::Words);
        out.push('\n');
        for meaning in &definition.meanings {
            let start = out.len();
            push_blocks(out, meaning, &format!("{indent}  "));
            put_mark(out, start, indent, ": ", 2);
        }
    }
}

fn push_table(out: &mut String, table: &Table, indent: &str) {
    let mut row = |cells: &[Vec<Inline>]| {
        out.push_str(indent);
        out.push('|');
        for cell in cells {
            out.push(' ');
            push_line(out, cell, Place::Cell);
            out.push_str(" |");
        }
        out.push('\n');
    };
    row(&table.header);
    let rule = table.alignments.iter().map(|alignment| match alignment {
        Alignment::Left => "---|",
        Alignment::Centre => ":-:|",
        Alignment::Right => "--:|",
    });
    let rule: String = rule.collect();
    let mut rows = String::new();
    std::mem::swap(&mut rows, out);
    rows.push_str(&format!("{indent}|{rule}\n"));
    std::mem::swap(&mut rows, out);
    for cells in &table.rows {
        out.push_str(indent);
        out.push('|');
        for cell in cells {
            out.push(' ');
            push_line(out, cell, Place::Cell);
            out.push_str(" |");
        }
        out.push('\n');
    }
    if !table.caption.is_empty() {
        part(out, indent);
        out.push_str(indent);
        out.push_str("Table: ");
        push_line(out, &table.caption, Place::Words);
        out.push('\n');
    }
}

/// A fence that is longer than any in the text.
fn push_code(out: &mut String, language: &str, text: &str, indent: &str) {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    out.push_str(&format!("{indent}{fence}{language}\n"));
    if !text.is_empty() {
        for line in text.split('\n') {
            let start = out.len();
            out.push_str(if line.is_empty() {
                indent.trim_end()
            } else {
                indent
            });
            out.push_str(line);
            if overrun(&out[start..]).is_some() {
                // What is set in so far would be taken for marks; a sign that is not shown parts them.
                out.insert(out.len() - line.len(), UNSEEN);
            }
            out.push('\n');
        }
    }
    out.push_str(&format!("{indent}{fence}\n"));
}

fn push_figure(out: &mut String, figure: &Figure, indent: &str) {
    out.push_str(indent);
    out.push_str("![");
    out.push_str(&words(&figure.alternative));
    let path = if figure.path.contains("://") {
        figure.path.to_string()
    } else {
        figure.path.replace('%', "%25")
    };
    let path = marks::address(&path);
    if path.contains([' ', '(', ')', '\\']) || path.is_empty() {
        out.push_str(&format!("](<{path}>"));
    } else {
        out.push_str(&format!("]({path}"));
    }
    if !figure.caption.is_empty() {
        let caption = line(&figure.caption);
        out.push_str(&format!(" \"{}\"", marks::title(&caption)));
    }
    out.push_str(")\n");
    if !figure.description.is_empty() {
        part(out, indent);
        out.push_str(&format!("{indent}> [!DESCRIPTION]\n"));
        let inner = format!("{indent}> ");
        if !matches!(figure.description[0], Block::Paragraph(_)) {
            part(out, &inner);
        }
        push_blocks(out, &figure.description, &inner);
    }
}
