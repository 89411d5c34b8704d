//! The order of the pages of a course, from a page that lists them.
//!
//! **Invariant:** a page is listed once, where it is named first.

use std::collections::HashSet;

use crate::import::html::{self, Document, Node};
use crate::text::Clean;

/// A line of the contents.
#[derive(Debug)]
pub struct Entry {
    /// 1 for the top level.
    pub level: u8,
    /// What it is called.
    pub title: Clean,
    /// Its page, by the name that the contents have for it.
    pub page: Option<String>,
}

/// The contents that the page `file` lists, pages that are not there among them.
pub fn of(document: &Document, file: &str) -> Vec<Entry> {
    let root = document.body();
    let is_below = |node: Node| node.has_class("oucontent-copyright") || node.name() == "footer";
    let page = |link: Node| {
        let (page, _) = html::resolve(file, link.attribute("href")?)?;
        (page != file && super::has_page_name(&page)).then_some(page)
    };
    let mut entries = Vec::new();
    let mut seen = HashSet::new();
    for node in root.descendants() {
        if matches!(node.name(), "li" | "a") && node.ancestors().any(is_below) {
            continue;
        }
        let (level, link, title) = match node.name() {
            "li" => {
                if !node
                    .descendants()
                    .any(|inner| inner.name() == "a" && page(inner).is_some())
                {
                    continue;
                }
                let own: Vec<_> = own(node).collect();
                let link = own.iter().find(|inner| inner.name() == "a").copied();
                let words: Vec<_> = own.iter().filter_map(|inner| inner.text()).collect();
                let around = node.ancestors().take_while(|outer| *outer != root);
                let level = around.filter(|outer| outer.name() == "li").count();
                (level, link, Clean::trimmed(&words.concat()))
            }
            "a" if node.ancestors().all(|outer| outer.name() != "li") => {
                (1, Some(node), node.words())
            }
            _ => continue,
        };
        let page = link.and_then(page);
        let is_known = page.as_ref().is_some_and(|page| !seen.insert(page.clone()));
        if is_known || title.is_empty() || page.is_none() && node.name() == "a" {
            continue;
        }
        entries.push(Entry {
            level: u8::try_from(level).unwrap_or(u8::MAX),
            title,
            page,
        });
    }
    entries
}

/// What lies in an item, without the lists in it.
fn own(item: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    let mut skipped = 0;
    item.descendants().skip(1).filter(move |node| {
        if node.index() < skipped {
            return false;
        }
        if matches!(node.name(), "ul" | "ol") {
            skipped = node.index() + node.descendants().count();
            return false;
        }
        true
    })
}
