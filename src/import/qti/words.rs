//! What a question shows: texts, which may be HTML whatever they say, and pictures.
//!
//! **Invariant:** what can't be shown is noted.

use roxmltree::Node;

use crate::course::block::{Block, Figure, Inline};
use crate::import::flat;
use crate::import::html::{self, Document, Guide as _};
use crate::import::web::Reader;
use crate::text::Clean;

use super::{name, outermost};

/// What lies in some elements, as blocks.
pub fn blocks<'x>(
    reader: &mut Reader,
    nodes: impl IntoIterator<Item = Node<'x, 'x>>,
) -> Vec<Block> {
    const PIECES: [&str; 8] = [
        "mattext",
        "matemtext",
        "mat_formattedtext",
        "matimage",
        "mataudio",
        "matvideo",
        "matapplet",
        "matapplication",
    ];
    let mut blocks = Vec::new();
    for node in nodes {
        for piece in outermost(node, &PIECES) {
            match name(piece) {
                "mattext" | "matemtext" | "mat_formattedtext" => {
                    blocks.extend(text(reader, piece));
                }
                "matimage" => blocks.extend(picture(reader, piece)),
                _ => reader.note("films, sounds and programs in questions were left out"),
            }
        }
    }
    blocks
}

/// The same, as a line.
pub fn line<'x>(reader: &mut Reader, nodes: impl IntoIterator<Item = Node<'x, 'x>>) -> Vec<Inline> {
    let line = flat::line(blocks(reader, nodes));
    if flat::words(&line).is_empty() {
        return Vec::new();
    }
    line
}

/// The words of some elements, without what they are set as.
pub fn plain<'x>(reader: &mut Reader, nodes: impl IntoIterator<Item = Node<'x, 'x>>) -> Clean {
    flat::words(&line(reader, nodes))
}

/// A paragraph of words.
pub fn paragraph(words: &str) -> Block {
    Block::Paragraph(vec![Inline::plain(Clean::trimmed(words))])
}

fn text(reader: &mut Reader, node: Node) -> Vec<Block> {
    let sort = node
        .attribute("texttype")
        .or_else(|| node.attribute("type"));
    let says_html = sort.is_some_and(|sort| sort.to_ascii_lowercase().contains("html"));
    let has_elements = node.children().any(|inner| inner.is_element());
    let source = if has_elements {
        node.document().input_text()[node.range()].to_owned()
    } else {
        let texts = node.children().filter_map(|inner| inner.text());
        texts.collect()
    };
    if says_html || has_elements || has_tag(&source) {
        let document = Document::parse(&source);
        return reader.apart(|reader| html::blocks(document.body().children(), reader));
    }
    let lines = source.lines().map(Clean::trimmed);
    let lines = lines.filter(|line| !line.is_empty());
    lines
        .map(|line| Block::Paragraph(vec![Inline::plain(line)]))
        .collect()
}

/// Is there something in it that looks like a tag? Texts that say they are plain often are not.
fn has_tag(text: &str) -> bool {
    let bytes = text.as_bytes();
    let last = memchr::memrchr(b'>', bytes).unwrap_or(0);
    memchr::memchr_iter(b'<', &bytes[..last]).any(|at| {
        let next = bytes[at + 1];
        next.is_ascii_alphabetic() || next == b'/' || next == b'!'
    })
}

fn picture(reader: &mut Reader, node: Node) -> Option<Block> {
    let address = node.attribute("uri")?;
    let label = node.attribute("label").unwrap_or("A picture");
    let document = Document::parse("");
    let path = reader.picture(document.root(), address);
    Some(Block::Figure(Figure {
        path,
        alternative: Clean::trimmed(label),
        caption: Vec::new(),
        description: Vec::new(),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_told_from_signs() {
        for (text, expected) in [
            ("<p>a</p>", true),
            ("a<br/>b", true),
            ("a < b and b > c", false),
            ("a <b", false),
            ("5 <", false),
            ("", false),
        ] {
            assert_eq!(has_tag(text), expected, "{text}");
        }
    }
}
