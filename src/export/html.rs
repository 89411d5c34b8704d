//! A document as one file of HTML that needs nothing else: for the eye, a screen reader, and paper.
//!
//! **Invariant:** it is well-formed XML too, holds no script, fetches nothing, and what is text in the
//! document is text in it. Links lead to web addresses and to nothing else.

use super::MAKER;
use super::document::{Document, Voice};
use crate::course::block::{Alignment, Block, FaceKind, Figure, Inline, Table, Target};
use crate::text::Clean;

/// How it looks, on a screen of any width and on paper.
const STYLE: &str = "
:root { color-scheme: light dark; }
body { font: 1.05rem/1.5 Georgia, 'Times New Roman', serif; margin: 2rem auto; max-width: 44rem; padding: 0 1rem; }
h1, h2, h3, h4, h5, h6 { line-height: 1.25; margin: 1.6em 0 0.5em; }
table { border-collapse: collapse; margin: 1rem 0; width: 100%; }
caption { font-style: italic; text-align: start; }
th, td { border: 1px solid; padding: 0.3rem 0.6rem; text-align: start; vertical-align: top; }
td.right, th.right { text-align: end; }
td.centre, th.centre { text-align: center; }
blockquote, aside { border-inline-start: 0.3rem solid; margin: 1rem 0; padding: 0 1rem; }
pre { overflow-x: auto; }
@media print {
  body { margin: 0; max-width: none; }
  h1, h2, h3, h4, h5, h6 { break-after: avoid; }
  table, blockquote, figure { break-inside: avoid; }
  a { color: inherit; }
}
";

/// The document as HTML.
pub fn write(document: &Document) -> String {
    let mut out = String::from(
        "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\" />\n",
    );
    out.push_str("<meta name=\"viewport\" content=\"width=device-width\" />\n");
    out.push_str(&format!(
        "<meta name=\"generator\" content=\"{MAKER}\" />\n"
    ));
    // A second lock: not even a browser that misread something would run or fetch anything.
    out.push_str("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\" />\n");
    out.push_str(&format!("<title>{}</title>\n", escaped(&document.title)));
    out.push_str(&format!(
        "<style>{STYLE}</style>\n</head>\n<body>\n<main>\n"
    ));
    out.push_str(&format!("<h1>{}</h1>\n", escaped(&document.title)));
    for part in &document.parts {
        let is_foreign = part.voice == Voice::Course && !document.language.is_empty();
        if is_foreign {
            out.push_str(&format!(
                "<div lang=\"{}\" dir=\"auto\">\n",
                escaped(&document.language)
            ));
        }
        push_blocks(&mut out, &part.blocks);
        if is_foreign {
            out.push_str("</div>\n");
        }
    }
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

/// Text with what HTML and XML would take for markup told by name.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

fn push_blocks(out: &mut String, blocks: &[Block]) {
    for block in blocks {
        push_block(out, block);
    }
}

fn push_block(out: &mut String, block: &Block) {
    match block {
        Block::Heading { level, content, .. } => {
            let level = (*level).clamp(2, 6);
            push_line(out, &format!("h{level}"), content);
        }
        Block::Paragraph(content) => push_line(out, "p", content),
        Block::List { start, items } => push_list(out, *start, items),
        Block::Definitions(definitions) => push_in(out, "dl", |out| {
            for definition in definitions {
                push_line(out, "dt", &definition.term);
                for meaning in &definition.meanings {
                    push_in(out, "dd", |out| push_blocks(out, meaning));
                }
            }
        }),
        Block::Table(table) => push_table(out, table),
        Block::Quote { blocks, source } => push_in(out, "blockquote", |out| {
            push_blocks(out, blocks);
            if let Some(source) = source {
                push_line(out, "footer", source);
            }
        }),
        Block::Callout {
            label,
            title,
            blocks,
        } => push_in(out, "aside", |out| {
            let title = title
                .as_ref()
                .map_or(String::new(), |title| format!(": {title}"));
            out.push_str(&format!(
                "<p><strong>{}</strong></p>\n",
                escaped(&format!("{label}{title}"))
            ));
            push_blocks(out, blocks);
        }),
        Block::Code { text, .. } => {
            out.push_str(&format!("<pre><code>{}</code></pre>\n", escaped(text)));
        }
        Block::Maths(text) => out.push_str(&format!("<pre>{}</pre>\n", escaped(text))),
        Block::Figure(figure) => push_figure(out, figure),
        Block::Rule => out.push_str("<hr />\n"),
        Block::Question(_) => {}
    }
}

fn push_in(out: &mut String, tag: &str, inner: impl FnOnce(&mut String)) {
    out.push_str(&format!("<{tag}>\n"));
    inner(out);
    out.push_str(&format!("</{tag}>\n"));
}

fn push_line(out: &mut String, tag: &str, content: &[Inline]) {
    out.push_str(&format!("<{tag}>"));
    push_inlines(out, content);
    out.push_str(&format!("</{tag}>\n"));
}

fn push_list(out: &mut String, start: Option<u64>, items: &[Vec<Block>]) {
    let (open, close) = match start {
        Some(1) => ("<ol>".to_owned(), "</ol>"),
        Some(start) => (format!("<ol start=\"{start}\">"), "</ol>"),
        None => ("<ul>".to_owned(), "</ul>"),
    };
    out.push_str(&format!("{open}\n"));
    for item in items {
        push_in(out, "li", |out| push_blocks(out, item));
    }
    out.push_str(&format!("{close}\n"));
}

fn push_table(out: &mut String, table: &Table) {
    push_in(out, "table", |out| {
        if !table.caption.is_empty() {
            push_line(out, "caption", &table.caption);
        }
        push_in(out, "thead", |out| {
            push_row(out, table, &table.header, "th", " scope=\"col\"");
        });
        push_in(out, "tbody", |out| {
            for row in &table.rows {
                push_row(out, table, row, "td", "");
            }
        });
    });
}

fn push_row(out: &mut String, table: &Table, cells: &[Vec<Inline>], tag: &str, scope: &str) {
    out.push_str("<tr>");
    for (at, cell) in cells.iter().enumerate() {
        let class = match table.alignments.get(at) {
            Some(Alignment::Centre) => " class=\"centre\"",
            Some(Alignment::Right) => " class=\"right\"",
            Some(Alignment::Left) | None => "",
        };
        out.push_str(&format!("<{tag}{scope}{class}>"));
        push_inlines(out, cell);
        out.push_str(&format!("</{tag}>"));
    }
    out.push_str("</tr>\n");
}

/// In words: the picture's file is not where this document will be.
fn push_figure(out: &mut String, figure: &Figure) {
    push_in(out, "figure", |out| {
        out.push_str(&format!(
            "<p>Figure: {}</p>\n",
            escaped(&figure.alternative)
        ));
        push_blocks(out, &figure.description);
        if !figure.caption.is_empty() {
            push_line(out, "figcaption", &figure.caption);
        }
    });
}

fn push_inlines(out: &mut String, content: &[Inline]) {
    for inline in content {
        push_inline(out, inline);
    }
}

fn push_inline(out: &mut String, inline: &Inline) {
    let address = web_address(inline.target.as_ref());
    if let Some(address) = address {
        out.push_str(&format!("<a href=\"{}\">", escaped(address)));
    }
    let face = inline.face;
    let kind = match face.kind {
        FaceKind::Text | FaceKind::Maths => None,
        FaceKind::Code => Some("code"),
        FaceKind::Superscript => Some("sup"),
        FaceKind::Subscript => Some("sub"),
    };
    let tags = [
        face.strong.then_some("strong"),
        face.emphasis.then_some("em"),
        face.struck.then_some("s"),
        kind,
    ];
    for tag in tags.iter().flatten() {
        out.push_str(&format!("<{tag}>"));
    }
    out.push_str(&escaped(&inline.text).replace('\n', "<br />\n"));
    for tag in tags.iter().rev().flatten() {
        out.push_str(&format!("</{tag}>"));
    }
    if address.is_some() {
        out.push_str("</a>");
    }
}

/// The address of a link that leads into the web: no other scheme may do anything here.
pub(super) fn web_address(target: Option<&Target>) -> Option<&Clean> {
    let Some(Target::Web(address)) = target else {
        return None;
    };
    let is_web = |scheme: &str| {
        let head = address.get(..scheme.len());
        head.is_some_and(|head| head.eq_ignore_ascii_case(scheme))
    };
    (is_web("https://") || is_web("http://")).then_some(address)
}
