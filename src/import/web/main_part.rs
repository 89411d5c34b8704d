//! Which part of a page is its text.
//!
//! **Invariant:** where nothing tells, it is all of the page.

use crate::import::html::{Document, Node};

/// The element in which the text of a page lies.
pub fn of(document: &Document) -> Node<'_> {
    let body = document.body();
    let wanted: [fn(Node) -> bool; 4] = [
        |node| node.has_class("oucontent-content"),
        |node| node.name() == "main" || node.attribute("role") == Some("main"),
        |node| node.name() == "article",
        |node| {
            let id = node.id().unwrap_or_default();
            matches!(
                id,
                "region-main" | "content" | "main" | "main-content" | "mw-content-text"
            )
        },
    ];
    for is_wanted in wanted {
        let mut found = body.descendants().filter(|node| is_wanted(*node));
        let first = found.find(|node| !node.words().is_empty());
        let Some(first) = first else {
            continue;
        };
        // Several side by side are no main part of a page.
        let end = first.index() + first.descendants().count();
        if found.all(|other| other.index() < end) {
            return first;
        }
    }
    body
}
