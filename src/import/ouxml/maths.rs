//! Formulas: from TeX, from MathML, as words, or as nothing but a picture.
//!
//! **Invariant:** what can't be made readable is shown as its source.

use crate::course::block::{Block, Face, FaceKind, Inline};
use crate::import::mathml::{self, Element, Part};
use crate::text::{Clean, maths};

use super::{Reader, Xml, attribute, child, elements, inline, name, text};
use crate::import::flat;
use crate::import::flow::{Flow, Style};

impl Reader<'_> {
    /// A formula on lines of its own, with what is said of it.
    pub(super) fn display(&mut self, node: Xml) -> Vec<Block> {
        let label = child(node, "Label").map(|label| self.words(label));
        let Some(text) = formula(node) else {
            return self.pictured(node, label);
        };
        let text = match label {
            Some(label) if !label.is_empty() => format!("{text}   {label}"),
            _ => text,
        };
        let mut blocks = vec![Block::Maths(Clean::trimmed(&text))];
        for said in ["Caption", "SourceReference", "Description"] {
            if let Some(said) = child(node, said) {
                blocks.append(&mut self.blocks_apart(said));
            }
        }
        blocks
    }

    /// A formula that is a picture, or words where a picture would be.
    fn pictured(&mut self, node: Xml, label: Option<Clean>) -> Vec<Block> {
        let image = child(node, "Image");
        if image.is_some_and(|image| attribute(image, "src").is_some()) {
            return vec![Block::Figure(self.figure(node))];
        }
        let mut flow = Flow::default();
        let source = image.unwrap_or(node);
        self.apart(|reader| reader.children(source, &mut flow, Style::default()));
        if let Some(label) = label.filter(|_| image.is_some()) {
            flow.text("   ", Style::default());
            flow.text(&label, Style::default());
        }
        flow.finish()
    }

    /// A formula within a line.
    pub(super) fn inline_maths(&mut self, node: Xml, flow: &mut Flow, style: Style) {
        if let Some(text) = formula(node) {
            flow.push(Inline {
                text: Clean::words(&text),
                face: Face {
                    kind: FaceKind::Maths,
                    ..style.face
                },
                target: style.target.cloned(),
            });
            return;
        }
        let image = child(node, "Image");
        match image {
            Some(image) if attribute(image, "src").is_some() => {
                let figure = self.figure(node);
                let words = flat::words(&flat::line(vec![Block::Figure(figure.clone())]));
                flow.push(Inline {
                    text: words,
                    face: style.face,
                    target: inline::web(&figure.path),
                });
            }
            image => self.children(image.unwrap_or(node), flow, style),
        }
    }
}

/// The formula as text, where it is TeX or MathML.
fn formula(node: Xml) -> Option<String> {
    let tex = named(node, "TeX").map(text);
    let read = tex.as_deref().and_then(maths::readable);
    let from_tree = || {
        let text = mathml::readable(&tree(named(node, "math")?));
        (!text.is_empty()).then_some(text)
    };
    let source = || tex.as_ref().filter(|tex| !tex.trim().is_empty()).cloned();
    read.or_else(from_tree).or_else(source)
}

/// The element of that name: the node itself, or one in it, or in its `MathML`.
fn named<'a>(node: Xml<'a>, wanted: &str) -> Option<Xml<'a>> {
    let inner = || elements(node).find(|inner| name(*inner) == wanted);
    let deeper = || {
        let wrap = elements(node).find(|inner| name(*inner) == "MathML")?;
        elements(wrap).find(|inner| name(*inner) == wanted)
    };
    (name(node) == wanted)
        .then_some(node)
        .or_else(inner)
        .or_else(deeper)
}

/// A formula as a tree that knows no reader of XML.
fn tree(node: Xml<'_>) -> Element<'_> {
    let parts = node.children().filter_map(|child| {
        if child.is_element() {
            Some(Part::Element(tree(child)))
        } else {
            child.text().filter(|_| child.is_text()).map(Part::Words)
        }
    });
    Element {
        name: name(node),
        attributes: node
            .attributes()
            .map(|attribute| (attribute.name(), attribute.value()))
            .collect(),
        parts: parts.collect(),
    }
}
