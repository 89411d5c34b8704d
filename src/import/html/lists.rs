//! Lists, and terms with what they mean.
//!
//! **Invariant:** what stands in a list outside its items goes with the item before it, or is one.

use crate::course::block::{Block, Definition, Inline};
use crate::import::flow::{Flow, Style};
use crate::import::letters;
use crate::text::Clean;

use super::Node;
use super::blocks::Writer;

/// How many nodes from the first on are items outside a list, and the blanks between them.
pub(super) fn loose_items(nodes: &[Node]) -> usize {
    let is_list = |node: Node| matches!(node.name(), "ul" | "ol" | "menu" | "dir");
    let mut n_items = 0;
    for (n, node) in nodes.iter().enumerate() {
        match node.text() {
            Some(text) if n > 0 && text.trim().is_empty() => {}
            None if node.name() == "li" && !node.parent().is_some_and(is_list) => n_items = n + 1,
            _ => break,
        }
    }
    n_items
}

impl Writer<'_> {
    /// Items that lie in no list.
    pub(super) fn loose_list(&mut self, nodes: &[Node], flow: &mut Flow, style: Style) {
        flow.end_line();
        let items = nodes.iter().filter(|node| node.is_element());
        let items = items.map(|item| {
            let mut inner = Flow::default();
            self.children(*item, &mut inner, style);
            inner.finish()
        });
        let items = items.collect();
        flow.block(Block::List { start: None, items });
    }

    pub(super) fn list(&mut self, node: Node) -> Option<Block> {
        let is_numbered = node.name() == "ol";
        let kind = node.attribute("type").unwrap_or("1");
        let number = |node: Node, name| node.attribute(name).and_then(|n| n.parse::<u64>().ok());
        let start = number(node, "start").unwrap_or(1);
        let mut items: Vec<Vec<Block>> = Vec::new();
        for child in node.children() {
            if child.name() == "li" {
                let mut blocks = self.item(child);
                let at = number(child, "value");
                let at = at.unwrap_or(start.saturating_add(items.len() as u64));
                let letters = letters::numeral(kind, at).filter(|_| is_numbered);
                if let Some(letters) = letters {
                    letters::put_first(&mut blocks, &format!("({letters}) "));
                }
                items.push(blocks);
                continue;
            }
            let mut flow = Flow::default();
            self.nodes(&[child], &mut flow, Style::default());
            let blocks = flow.finish();
            match items.last_mut() {
                _ if blocks.is_empty() => {}
                Some(last) => last.extend(blocks),
                None => items.push(blocks),
            }
        }
        let is_plain = !is_numbered || letters::numeral(kind, 1).is_some();
        (!items.is_empty()).then_some(Block::List {
            start: (!is_plain).then_some(start),
            items,
        })
    }

    /// An item; the guide may have a word in it as in any other element.
    fn item(&mut self, node: Node) -> Vec<Block> {
        let mut flow = Flow::default();
        self.element(node, &mut flow, Style::default());
        flow.finish()
    }

    pub(super) fn definitions(&mut self, node: Node) -> Option<Block> {
        let mut out = Vec::new();
        let mut is_open = false;
        self.terms(node, &mut out, &mut is_open);
        (!out.is_empty()).then_some(Block::Definitions(out))
    }

    /// Terms and meanings, also those in groups of their own. Terms that follow each other share what
    /// they mean.
    fn terms(&mut self, node: Node, out: &mut Vec<Definition>, is_open: &mut bool) {
        for child in node.children() {
            match child.name() {
                "dt" => {
                    let term = self.inner_line(child);
                    match out.last_mut() {
                        Some(last) if *is_open => {
                            last.term.push(Inline::plain(Clean::words(", ")));
                            last.term.extend(term);
                        }
                        _ => out.push(Definition {
                            term,
                            meanings: Vec::new(),
                        }),
                    }
                    *is_open = true;
                }
                "div" | "template" if child.elements().any(|inner| inner.name() == "dt") => {
                    *is_open = false;
                    self.terms(child, out, is_open);
                }
                _ => {
                    let mut flow = Flow::default();
                    self.nodes(&[child], &mut flow, Style::default());
                    let meaning = flow.finish();
                    if meaning.is_empty() {
                        continue;
                    }
                    *is_open = false;
                    match out.last_mut() {
                        Some(last) => last.meanings.push(meaning),
                        None => out.push(Definition {
                            term: Vec::new(),
                            meanings: vec![meaning],
                        }),
                    }
                }
            }
        }
    }
}
