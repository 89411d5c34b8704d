//! A document as Markdown with tables.
//!
//! **Invariant:** what is text in the document is text to a reader of Markdown: nothing of it becomes
//! a heading, a list, a link or HTML. Stress is told where its marks can't be misread, else left out.

use super::document::Document;
use super::html::web_address;
use crate::course::block::{Block, FaceKind, Figure, Inline, Table};
use crate::text::scripts;

/// The document as Markdown.
pub fn write(document: &Document) -> String {
    let mut blocks = vec![format!("# {}\n", line(&escaped(&document.title)))];
    for part in &document.parts {
        blocks.extend(part.blocks.iter().filter_map(block));
    }
    blocks.join("\n")
}

/// Blocks with blank lines between.
fn blocks(blocks: &[Block]) -> String {
    let written: Vec<_> = blocks.iter().filter_map(block).collect();
    written.join("\n")
}

/// A block as lines, each with its end; `None` where there is nothing to write.
fn block(block: &Block) -> Option<String> {
    Some(match block {
        Block::Heading { level, content, .. } => {
            let marks = "#".repeat(usize::from((*level).clamp(1, 6)));
            format!("{marks} {}\n", line(&inlines(content)))
        }
        Block::Paragraph(content) => paragraph(content),
        Block::List { start, items } => list(*start, items),
        Block::Definitions(definitions) => {
            let parts = definitions.iter().map(|definition| {
                format!(
                    "{}\n{}",
                    paragraph(&definition.term),
                    list(None, &definition.meanings)
                )
            });
            parts.collect::<Vec<_>>().join("\n")
        }
        Block::Table(table) => self::table(table),
        Block::Quote { blocks, source } => {
            let mut inner = self::blocks(blocks);
            if let Some(source) = source {
                inner.push_str(&format!("\n— {}", paragraph(source)));
            }
            behind(&inner, "> ", "> ")
        }
        Block::Callout {
            label,
            title,
            blocks,
        } => {
            let title = title
                .as_ref()
                .map_or(String::new(), |title| format!(": {title}"));
            let title = start_of_line(&escaped(&format!("{label}{title}")));
            behind(&format!("{title}\n\n{}", self::blocks(blocks)), "> ", "> ")
        }
        Block::Code { text, .. } | Block::Maths(text) => code(text),
        Block::Figure(figure) => self::figure(figure),
        Block::Rule => "---\n".to_owned(),
        Block::Question(_) => return None,
    })
}

fn paragraph(content: &[Inline]) -> String {
    let words = inlines(content);
    let lines: Vec<_> = words.trim().lines().map(start_of_line).collect();
    format!("{}\n", lines.join("\\\n"))
}

fn list(start: Option<u64>, items: &[Vec<Block>]) -> String {
    let mut out = String::new();
    for (at, item) in items.iter().enumerate() {
        let mark = match start {
            // No reader of Markdown takes a number of more than nine digits.
            Some(start) => format!("{}. ", start.saturating_add(at as u64).min(999_999_999)),
            None => "- ".to_owned(),
        };
        out.push_str(&behind(&blocks(item), &mark, &" ".repeat(mark.len())));
    }
    out
}

/// Lines with `first` before the first and `rest` before the others.
fn behind(lines: &str, first: &str, rest: &str) -> String {
    if lines.is_empty() {
        return format!("{}\n", first.trim_end());
    }
    let lead = |at| if at == 0 { first } else { rest };
    let lines = lines.lines().enumerate();
    lines
        .map(|(at, line)| format!("{}\n", format!("{}{line}", lead(at)).trim_end()))
        .collect()
}

fn table(table: &Table) -> String {
    let row = |cells: &[Vec<Inline>]| {
        let cells: Vec<_> = cells.iter().map(|cell| line(&inlines(cell))).collect();
        format!("| {} |\n", cells.join(" | "))
    };
    let mut out = String::new();
    if !table.caption.is_empty() {
        out.push_str(&format!("{}\n", paragraph(&table.caption)));
    }
    out.push_str(&row(&table.header));
    out.push_str(&format!("|{}\n", "---|".repeat(table.header.len().max(1))));
    out.extend(table.rows.iter().map(|cells| row(cells)));
    out
}

/// A fence that is longer than any in the text.
fn code(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    format!("{fence}\n{}\n{fence}\n", text.trim_end_matches('\n'))
}

/// In words: the picture's file is not where this document will be.
fn figure(figure: &Figure) -> String {
    let mut out = format!("Figure: {}\n", line(&escaped(&figure.alternative)));
    if !figure.description.is_empty() {
        out.push_str(&format!("\n{}", blocks(&figure.description)));
    }
    if !figure.caption.is_empty() {
        out.push_str(&format!("\n{}", paragraph(&figure.caption)));
    }
    out
}

fn inlines(content: &[Inline]) -> String {
    let mut out = String::new();
    for inline in content {
        push_inline(&mut out, inline);
    }
    out
}

fn push_inline(out: &mut String, inline: &Inline) {
    let words = match inline.face.kind {
        FaceKind::Superscript => {
            scripts::raised(&inline.text).unwrap_or_else(|| scripts::marked('^', &inline.text))
        }
        FaceKind::Subscript => {
            scripts::lowered(&inline.text).unwrap_or_else(|| scripts::marked('_', &inline.text))
        }
        FaceKind::Text | FaceKind::Code | FaceKind::Maths => inline.text.to_string(),
    };
    let words = escaped(&words);
    let address = web_address(inline.target.as_ref());
    let address = address.filter(|address| !address.contains(['<', '>', '\\', '\n']));
    if let Some(address) = address {
        out.push_str(&format!("[{}](<{address}>)", line(&words)));
        return;
    }
    let marks = match (inline.face.strong, inline.face.emphasis) {
        (true, true) => "***",
        (true, false) => "**",
        (false, true) => "*",
        (false, false) => "",
    };
    // Marks are sure to be taken for what they are between a letter and no other mark.
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let is_sure = is_letter(words.chars().next())
        && is_letter(words.chars().next_back())
        && !out.ends_with('*');
    if is_sure {
        out.push_str(&format!("{marks}{words}{marks}"));
    } else {
        out.push_str(&words);
    }
}

/// Text with what Markdown would take for a mark behind a backslash, wherever it may stand.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(
            c,
            '\\' | '`' | '*' | '_' | '[' | ']' | '{' | '}' | '<' | '>' | '&' | '|' | '~' | '$'
        ) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// A line whose start is no heading, list, line of a table or rule. It must be escaped already.
fn start_of_line(line: &str) -> String {
    let line = line.trim_start();
    let n_digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let at = match line[n_digits..].chars().next() {
        Some('.' | ')') if n_digits > 0 => n_digits,
        Some('#' | '+' | '-' | '=' | ':') if n_digits == 0 => 0,
        _ => return line.to_owned(),
    };
    format!("{}\\{}", &line[..at], &line[at..])
}

/// Words on one line.
fn line(words: &str) -> String {
    words.replace('\n', " ")
}
