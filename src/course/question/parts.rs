//! The keys of questions that are answered part by part: `match`, `sort`, `order`, `gaps`.
//!
//! **Invariant:** the target of every item is among the targets, and every gap of the text is among
//! the gaps; the reader of files sees to it, and what comes from elsewhere is looked up, never
//! indexed.

use super::TextKey;
use crate::course::block::{Block, Inline, Target};
use crate::text::Clean;

/// Items, each of which belongs to one target: the key of `match` and `sort`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pairing {
    /// In the author's order.
    pub items: Vec<Paired>,
    /// What they belong to, each once: of `match` the right hand sides, of `sort` the categories.
    /// Some may belong to no item.
    pub targets: Vec<Vec<Inline>>,
    /// May the items be shown in another order? (The targets of `match` are always shuffled, since
    /// the author's order would tell; those of `sort` never.)
    pub shuffle: bool,
}

/// An item with the target that it belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paired {
    /// What it says.
    pub text: Vec<Inline>,
    /// Index of its target.
    pub target: usize,
    /// Why.
    pub feedback: Vec<Block>,
}

/// Items in the right order: the key of `order`. They are never shown in it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sequence {
    /// First to last.
    pub items: Vec<Ordered>,
}

/// An item of a sequence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ordered {
    /// What it says.
    pub text: Vec<Inline>,
    /// Why it stands there.
    pub feedback: Vec<Block>,
}

/// A running text with gaps: the key of `gaps`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Gaps {
    /// The text. Where a gap is, an inline leads to [`Target::Gap`].
    pub text: Vec<Block>,
    /// The gaps, in the order of the text.
    pub gaps: Vec<Gap>,
    /// May the options of a gap be shown in another order?
    pub shuffle: bool,
}

/// A gap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// Its name in the author's text. It is not shown before the answer, for it may give it away.
    pub name: Clean,
    /// What belongs into it.
    pub key: GapKey,
    /// Why.
    pub feedback: Vec<Block>,
}

/// What belongs into a gap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GapKey {
    /// Words that the learner writes.
    Typed(TextKey),
    /// One of some words.
    Chosen(Vec<GapOption>),
}

/// Words that may be chosen for a gap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GapOption {
    /// The words.
    pub text: Clean,
    /// Do they belong there?
    pub correct: bool,
}

impl Gap {
    /// Words that belong into it: the first that are accepted, without the stars.
    pub fn right(&self) -> String {
        match &self.key {
            GapKey::Typed(key) => key
                .accept
                .first()
                .map(|accept| accept.trim_matches('*').to_owned()),
            GapKey::Chosen(options) => options
                .iter()
                .find(|option| option.correct)
                .map(|option| option.text.to_string()),
        }
        .unwrap_or_default()
    }
}

impl Gaps {
    /// The text with each gap filled with what `fill` gives for its index; the target stays, so
    /// that the place of the gap can be found on a page.
    pub fn filled(&self, mut fill: impl FnMut(usize) -> Clean) -> Vec<Block> {
        let mut blocks = self.text.clone();
        for block in &mut blocks {
            block.each_line(&mut |line| {
                for inline in line {
                    if let Some(Target::Gap(gap)) = inline.target {
                        inline.text = fill(gap);
                    }
                }
            });
        }
        blocks
    }
}
