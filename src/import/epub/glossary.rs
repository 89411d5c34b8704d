//! The glossary of a book, as its marks tell it.
//!
//! **Invariant:** a section that holds nothing else has its terms in the course's glossary; in any other, terms
//! stay in the text.

use crate::course::block::Block;
use crate::import::flat;
use crate::import::html::{self, Node};

use super::chapter::{Pages, is_marked};

/// The lists of terms that a section is made of, if it is a glossary and nothing else.
pub fn lists<'d>(nodes: &[Node<'d>]) -> Option<Vec<Node<'d>>> {
    let mut lists = Vec::new();
    // The next one last.
    let mut rest: Vec<_> = nodes.iter().rev().copied().collect();
    while let Some(node) = rest.pop() {
        match node.name() {
            "" if node.text().is_some_and(|text| text.trim().is_empty()) => {}
            "dl" if node.ancestors().any(|outer| is_marked(outer, "glossary")) => {
                // A meaning without a term is no entry of a glossary.
                let first = node.elements().next()?;
                (first.name() == "dt").then_some(())?;
                lists.push(node);
            }
            "div" | "section" => {
                let mut inner: Vec<_> = node.children().collect();
                inner.reverse();
                rest.append(&mut inner);
            }
            _ => return None,
        }
    }
    (!lists.is_empty()).then_some(lists)
}

impl Pages<'_, '_> {
    /// Takes the terms of some lists into the course's glossary.
    pub fn glossary(&mut self, lists: &[Node]) {
        for list in lists {
            let ids = list.elements().filter(|entry| entry.name() == "dt");
            let ids = ids.filter_map(|entry| {
                let id = entry.descendants().find_map(Node::id)?;
                Some((entry.words(), id))
            });
            let ids: std::collections::HashMap<_, _> = ids.collect();
            for block in html::blocks([*list], self) {
                let Block::Definitions(definitions) = block else {
                    continue;
                };
                for definition in definitions {
                    let term = flat::words(&definition.term);
                    let id = ids.get(&term).copied();
                    let meaning = definition.meanings.into_iter().flatten();
                    self.reader.term(id, term, meaning.collect());
                }
            }
        }
    }
}
