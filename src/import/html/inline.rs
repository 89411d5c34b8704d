//! Elements within a line of words.
//!
//! **Invariant:** an address that is not one of the web, or known to the guide, is no link.

use crate::course::block::{Face, FaceKind, Inline};
use crate::import::flow::{Flow, Style};
use crate::import::mathml;
use crate::text::{Clean, maths};

use super::blocks::Writer;
use super::{Node, media};

impl Writer<'_> {
    /// Adds an element within a line; says no of one that is none.
    pub(super) fn inline(&mut self, node: Node, flow: &mut Flow, style: Style) -> bool {
        let mut face = style.face;
        match node.name() {
            "b" | "strong" => face.strong = true,
            "i" | "em" | "var" | "dfn" | "cite" => face.emphasis = true,
            "s" | "del" | "strike" => face.struck = true,
            "sub" => face.kind = FaceKind::Subscript,
            "sup" => face.kind = FaceKind::Superscript,
            "code" | "kbd" | "samp" | "tt" => face.kind = FaceKind::Code,
            "br" => {
                flow.line_break();
                return true;
            }
            "a" => {
                let address = node.attribute("href");
                let target = address.and_then(|address| self.guide.link(node, address));
                let target = target.as_ref().or(style.target);
                self.children(node, flow, Style { face, target });
                return true;
            }
            "q" => {
                flow.text("“", style);
                self.children(node, flow, style);
                flow.text("”", style);
                return true;
            }
            // What a sign is read as stands behind it.
            "rt" => {
                flow.text(" (", style);
                self.children(node, flow, style);
                flow.text(")", style);
                return true;
            }
            "img" | "svg" => {
                self.picture(node, flow, style);
                return true;
            }
            "math" => {
                formula(node, flow, style);
                return true;
            }
            "textarea" => {
                flow.end_line();
                self.children(node, flow, style);
                flow.end_line();
                return true;
            }
            _ => return false,
        }
        self.children(node, flow, Style { face, ..style });
        true
    }
}

/// A formula: a block where it says so, or where nothing else stands in its paragraph.
fn formula(node: Node, flow: &mut Flow, style: Style) {
    let Some(text) = readable(node) else {
        return;
    };
    if node.attribute("display") == Some("block") || media::stands_alone(node) {
        flow.block(crate::course::block::Block::Maths(Clean::trimmed(&text)));
        return;
    }
    flow.push(Inline {
        text: Clean::words(&text),
        face: Face {
            kind: FaceKind::Maths,
            ..style.face
        },
        target: style.target.cloned(),
    });
}

/// A formula as text: from its TeX, or its elements, or what its author says it is.
pub(super) fn readable(node: Node) -> Option<String> {
    let tex = node.find(|inner| {
        let encoding = inner.attribute("encoding").unwrap_or_default();
        inner.name() == "annotation" && encoding.to_ascii_lowercase().contains("tex")
    });
    let tex = tex.map(|tex| tex.descendants().filter_map(Node::text).collect::<String>());
    let read = tex.as_deref().and_then(maths::readable);
    let from_tree = || Some(mathml::readable(&tree(node))).filter(|text| !text.is_empty());
    let said = || node.attribute("alttext").map(str::to_owned);
    read.or_else(from_tree).or_else(said)
}

/// A formula as a tree that knows no HTML.
fn tree(node: Node<'_>) -> mathml::Element<'_> {
    let parts = node.children().map(|child| match child.text() {
        Some(text) => mathml::Part::Words(text),
        None => mathml::Part::Element(tree(child)),
    });
    mathml::Element {
        name: node.name(),
        attributes: node.attributes().collect(),
        parts: parts.collect(),
    }
}
