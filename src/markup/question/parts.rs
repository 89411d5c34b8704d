//! The keys of questions that are answered part by part, as they are written: `match`, `sort`,
//! `order`.
//!
//! **Invariant:** the target of every item that is read is among the targets.

use std::collections::HashMap;

use super::{CATEGORY, ITEM, PAIR, QUESTION, say_again};
use crate::course::block::{Block, Inline};
use crate::course::question::{Ordered, Paired, Pairing, Sequence};
use crate::markup::entry::{Entry, Found, Listed};

/// Targets as they come, each once.
#[derive(Default)]
struct Targets {
    lines: Vec<Vec<Inline>>,
    by_words: HashMap<String, usize>,
}

impl Targets {
    /// The index of a target; `Err` with it if it was there already.
    fn add(&mut self, line: Vec<Inline>) -> Result<usize, usize> {
        let words = line.iter().map(|inline| &*inline.text).collect();
        let next = self.lines.len();
        if let Some(known) = self.by_words.get(&words) {
            return Err(*known);
        }
        self.by_words.insert(words, next);
        self.lines.push(line);
        Ok(next)
    }
}

/// The pairs of `match`.
pub(super) fn pairs(entry: &Entry, found: &mut Found) -> Pairing {
    let mut targets = Targets::default();
    let mut items = Vec::new();
    for part in entry.tables("pair", found) {
        part.know(PAIR, QUESTION, found);
        let (text, right) = (part.line("left", found), part.line("right", found));
        if text.is_empty() || right.is_empty() {
            let advice = "write left = \"…\" and right = \"…\"; until then it is left out";
            found
                .report
                .say(part.at(), "a pair without both sides", advice);
            continue;
        }
        // Two items may well have one counterpart.
        let target = targets.add(right).unwrap_or_else(|known| known);
        items.push(Paired {
            text,
            target,
            feedback: part.blocks("feedback", found),
        });
    }
    for listed in entry.listed("extra", found) {
        let at = listed.at();
        let line = match listed {
            Listed::Words(words) => words.line(found),
            Listed::Entry(_) => {
                let what = "`extra` holds something that is no text";
                found.report.say(at, what, "write it in quotes");
                continue;
            }
        };
        if line.is_empty() || targets.add(line).is_err() {
            let what = "a distractor that is blank, or there already";
            found.report.say(at, what, "take it out of `extra`");
        }
    }
    Pairing {
        items,
        targets: targets.lines,
        shuffle: entry.flag("shuffle", found).unwrap_or(true),
    }
}

/// The categories of `sort`.
pub(super) fn categories(entry: &Entry, found: &mut Found) -> Pairing {
    let mut targets = Targets::default();
    let mut items = Vec::new();
    for part in entry.tables("category", found) {
        part.know(CATEGORY, QUESTION, found);
        let name = part.line("name", found);
        if name.is_empty() {
            let advice = "write name = \"…\"; until then it is left out with its items";
            found
                .report
                .say(part.at(), "a category without a name", advice);
            continue;
        }
        let target = targets.add(name).unwrap_or_else(|known| {
            let advice = "put the items of both into one";
            say_again(&part, "category", "name", advice, found);
            known
        });
        for (text, feedback) in self::items(&part, "items", found) {
            items.push(Paired {
                text,
                target,
                feedback,
            });
        }
    }
    Pairing {
        items,
        targets: targets.lines,
        shuffle: entry.flag("shuffle", found).unwrap_or(true),
    }
}

/// The items of `order`.
pub(super) fn sequence(entry: &Entry, found: &mut Found) -> Sequence {
    let items = items(entry, "item", found).into_iter();
    Sequence {
        items: items
            .map(|(text, feedback)| Ordered { text, feedback })
            .collect(),
    }
}

/// Items, each as words or with keys of its own.
fn items(entry: &Entry, key: &str, found: &mut Found) -> Vec<(Vec<Inline>, Vec<Block>)> {
    let mut items = Vec::new();
    for listed in entry.listed(key, found) {
        let at = listed.at();
        let (text, feedback) = match listed {
            Listed::Words(words) => (words.line(found), Vec::new()),
            Listed::Entry(part) => {
                part.know(ITEM, QUESTION, found);
                (part.line("text", found), part.blocks("feedback", found))
            }
        };
        if text.is_empty() {
            let advice = "write text = \"…\"; until then it is left out";
            found.report.say(at, "an item without text", advice);
        } else {
            items.push((text, feedback));
        }
    }
    items
}
