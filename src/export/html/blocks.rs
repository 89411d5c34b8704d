//! Blocks as HTML that is well-formed XML too.
//!
//! **Invariant:** what is text in a block is text here. What a link leads to, and where a picture
//! lies, is said by what stands [`Around`] the blocks.

use std::borrow::Cow;

use crate::course::block::{Alignment, Block, FaceKind, Figure, Inline, Table, Target};
use crate::course::id::QuestionId;
use crate::text::Clean;

/// The document around blocks. By itself it is one that has nothing but them: links lead into the
/// web, and figures are told in words.
pub(in crate::export) trait Around {
    /// Which `h…` a heading of this level is; none: it is a line that is said strongly.
    fn level(&mut self, level: u8) -> Option<u8> {
        Some(level.clamp(2, 6))
    }

    /// The id that the heading of this name has in the document, if something may lead there.
    fn anchor(&mut self, _slug: &Clean) -> Option<String> {
        None
    }

    /// What an `a` to this target has of attributes, if there is a way to it.
    fn link(&mut self, target: &Target) -> Option<String> {
        let address = web_address(Some(target))?;
        Some(format!("href=\"{}\"", escaped(address)))
    }

    /// The words of a piece of a line.
    fn words<'i>(&self, inline: &'i Inline) -> Cow<'i, str> {
        Cow::Borrowed(&inline.text)
    }

    /// Where the picture of a figure lies.
    fn picture(&mut self, _figure: &Figure) -> Picture {
        Picture::Told(String::new())
    }

    /// Writes what stands where a question belongs.
    fn question(&mut self, _out: &mut String, _id: &QuestionId) {}
}

/// What is there of a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::export) enum Picture {
    /// It lies at this address.
    At(String),
    /// It is told in words, and why, as HTML; that may be empty.
    Told(String),
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
            // Characters to XML they are not.
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

pub(in crate::export) fn push_blocks(out: &mut String, blocks: &[Block], around: &mut dyn Around) {
    for block in blocks {
        push_block(out, block, around);
    }
}

fn push_block(out: &mut String, block: &Block, around: &mut dyn Around) {
    match block {
        Block::Heading {
            level,
            slug,
            content,
        } => {
            let Some(level) = around.level(*level) else {
                out.push_str("<p><strong>");
                push_inlines(out, content, around);
                out.push_str("</strong></p>\n");
                return;
            };
            let id = around
                .anchor(slug)
                .map_or(String::new(), |id| format!(" id=\"{id}\""));
            out.push_str(&format!("<h{level}{id}>"));
            push_inlines(out, content, around);
            out.push_str(&format!("</h{level}>\n"));
        }
        Block::Paragraph(content) => push_line(out, "p", content, around),
        Block::List { start, items } => push_list(out, *start, items, around),
        Block::Definitions(definitions) => push_in(out, "dl", |out| {
            for definition in definitions {
                push_line(out, "dt", &definition.term, around);
                if definition.meanings.is_empty() {
                    out.push_str("<dd></dd>\n");
                }
                for meaning in &definition.meanings {
                    push_in(out, "dd", |out| push_blocks(out, meaning, around));
                }
            }
        }),
        Block::Table(table) => push_table(out, table, around),
        Block::Quote { blocks, source } => push_in(out, "blockquote", |out| {
            push_blocks(out, blocks, around);
            if let Some(source) = source {
                push_line(out, "footer", source, around);
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
            push_blocks(out, blocks, around);
        }),
        Block::Code { text, .. } => {
            out.push_str(&format!("<pre><code>{}</code></pre>\n", escaped(text)));
        }
        Block::Maths(text) => out.push_str(&format!("<pre>{}</pre>\n", escaped(text))),
        Block::Figure(figure) => push_figure(out, figure, around),
        Block::Rule => out.push_str("<hr />\n"),
        Block::Question(id) => around.question(out, id),
    }
}

/// An element with others in it.
pub(in crate::export) fn push_in(out: &mut String, tag: &str, inner: impl FnOnce(&mut String)) {
    out.push_str(&format!("<{tag}>\n"));
    inner(out);
    let name = tag.split(' ').next().unwrap_or(tag);
    out.push_str(&format!("</{name}>\n"));
}

/// An element with a line of words in it.
pub(in crate::export) fn push_line(
    out: &mut String,
    tag: &str,
    content: &[Inline],
    around: &mut dyn Around,
) {
    out.push_str(&format!("<{tag}>"));
    push_inlines(out, content, around);
    out.push_str(&format!("</{tag}>\n"));
}

fn push_list(out: &mut String, start: Option<u64>, items: &[Vec<Block>], around: &mut dyn Around) {
    let tag = match start {
        Some(1) => "ol".to_owned(),
        Some(start) => format!("ol start=\"{start}\""),
        None => "ul".to_owned(),
    };
    push_in(out, &tag, |out| {
        for item in items {
            push_in(out, "li", |out| push_blocks(out, item, around));
        }
    });
}

fn push_table(out: &mut String, table: &Table, around: &mut dyn Around) {
    push_in(out, "table", |out| {
        if !table.caption.is_empty() {
            push_line(out, "caption", &table.caption, around);
        }
        // One without words would only be read out as columns without names.
        if table.header.iter().any(|cell| !cell.is_empty()) {
            push_in(out, "thead", |out| {
                push_row(out, table, &table.header, "th", around);
            });
        }
        push_in(out, "tbody", |out| {
            for row in &table.rows {
                push_row(out, table, row, "td", around);
            }
        });
    });
}

fn push_row(
    out: &mut String,
    table: &Table,
    cells: &[Vec<Inline>],
    tag: &str,
    around: &mut dyn Around,
) {
    out.push_str("<tr>");
    for (at, cell) in cells.iter().enumerate() {
        let class = match table.alignments.get(at) {
            Some(Alignment::Centre) => " class=\"centre\"",
            Some(Alignment::Right) => " class=\"right\"",
            Some(Alignment::Left) | None => "",
        };
        // An empty corner heads no column.
        let (tag, scope) = match tag {
            "th" if cell.is_empty() => ("td", ""),
            "th" => (tag, " scope=\"col\""),
            _ => (tag, ""),
        };
        out.push_str(&format!("<{tag}{scope}{class}>"));
        push_inlines(out, cell, around);
        out.push_str(&format!("</{tag}>"));
    }
    out.push_str("</tr>\n");
}

/// The picture, or what it shows in words. Where there is a picture, the long words are folded.
fn push_figure(out: &mut String, figure: &Figure, around: &mut dyn Around) {
    let words = escaped(&figure.alternative);
    push_in(out, "figure", |out| {
        match around.picture(figure) {
            Picture::At(address) => {
                let address = escaped(&address);
                out.push_str(&format!("<img src=\"{address}\" alt=\"{words}\" />\n"));
                if !figure.description.is_empty() {
                    push_in(out, "details", |out| {
                        out.push_str("<summary lang=\"en-GB\">The picture in words</summary>\n");
                        push_blocks(out, &figure.description, around);
                    });
                }
            }
            Picture::Told(why) => {
                out.push_str(&format!("<p>Figure: {words}</p>\n{why}"));
                push_blocks(out, &figure.description, around);
            }
        }
        if !figure.caption.is_empty() {
            push_line(out, "figcaption", &figure.caption, around);
        }
    });
}

/// A line of words. What leads to the same place is one link, however many faces it has.
pub(in crate::export) fn push_inlines(
    out: &mut String,
    content: &[Inline],
    around: &mut dyn Around,
) {
    for run in content.chunk_by(|one, next| one.target == next.target) {
        let target = run[0].target.as_ref();
        let link = target.and_then(|target| around.link(target));
        if let Some(attributes) = &link {
            out.push_str(&format!("<a {attributes}>"));
        }
        for inline in run {
            push_inline(out, inline, around);
        }
        if link.is_some() {
            out.push_str("</a>");
        }
    }
}

fn push_inline(out: &mut String, inline: &Inline, around: &dyn Around) {
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
    out.push_str(&escaped(&around.words(inline)).replace('\n', "<br />\n"));
    for tag in tags.iter().rev().flatten() {
        out.push_str(&format!("</{tag}>"));
    }
}

/// The address of a link that leads into the web: no other scheme may do anything here.
pub(in crate::export) fn web_address(target: Option<&Target>) -> Option<&Clean> {
    let Some(Target::Web(address)) = target else {
        return None;
    };
    let is_web = |scheme: &str| {
        let head = address.get(..scheme.len());
        head.is_some_and(|head| head.eq_ignore_ascii_case(scheme))
    };
    (is_web("https://") || is_web("http://")).then_some(address)
}
