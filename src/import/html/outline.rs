//! The content of a page parted by its headings.
//!
//! **Invariant:** every node of the content is in one part, in the order in which they stand; a heading that
//! lies in a list, a table, a quotation or a box parts nothing.

use super::Node;

/// A heading, and what stands below it up to the next.
#[derive(Debug, Clone)]
pub struct Part<'d> {
    /// The level of the heading, 1 to 6; 0 of what stands before the first.
    pub level: u8,
    /// The heading.
    pub heading: Option<Node<'d>>,
    /// What stands below it.
    pub nodes: Vec<Node<'d>>,
}

/// The content of an element parted at its headings from `h1` down to that of `deepest`. Headings below that
/// stay among the nodes. `is_whole` has the last word: an element of which it says yes stays among the nodes as
/// it is, and so do headings in it.
pub fn sections<'d>(
    node: Node<'d>,
    deepest: u8,
    mut is_whole: impl FnMut(Node<'d>) -> bool,
) -> Vec<Part<'d>> {
    let mut parts = vec![Part {
        level: 0,
        heading: None,
        nodes: Vec::new(),
    }];
    // The children of what is opened, the next one last.
    let mut rest: Vec<_> = node.children().collect();
    rest.reverse();
    while let Some(node) = rest.pop() {
        let level = level(node).filter(|level| *level <= deepest);
        let may_part = match level {
            Some(_) => !node.words().is_empty(),
            None => is_open(node) && has_heading(node, deepest),
        };
        match level {
            _ if !may_part || is_whole(node) => {
                parts.last_mut().expect("there is a first").nodes.push(node);
            }
            Some(level) => {
                parts.push(Part {
                    level,
                    heading: Some(node),
                    nodes: Vec::new(),
                });
            }
            None => {
                let mut children: Vec<_> = node.children().collect();
                children.reverse();
                rest.append(&mut children);
            }
        }
    }
    let has_start = parts[0].nodes.iter().any(|node| match node.text() {
        Some(text) => !text.trim().is_empty(),
        None => true,
    });
    if !has_start && parts.len() > 1 {
        parts.remove(0);
    }
    parts
}

/// The level of a heading.
pub(super) fn level(node: Node) -> Option<u8> {
    match node.name().as_bytes() {
        [b'h', digit @ b'1'..=b'6'] => Some(digit - b'0'),
        _ => None,
    }
}

/// Elements that mean nothing but what lies in them.
fn is_open(node: Node) -> bool {
    matches!(
        node.name(),
        "div"
            | "section"
            | "article"
            | "main"
            | "body"
            | "header"
            | "hgroup"
            | "center"
            | "form"
            | "fieldset"
            | "footer"
            | "nav"
            | "span"
            | "html"
    )
}

fn has_heading(node: Node, deepest: u8) -> bool {
    node.descendants()
        .any(|inner| level(inner).is_some_and(|level| level <= deepest))
}
