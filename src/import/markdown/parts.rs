//! A text as parts: what stands under each heading of the first two levels.
//!
//! **Invariant:** all blocks are in a part, in their order; headings of parts are not among the blocks.

use crate::course::block::{Block, Inline};
use crate::text::Clean;

/// Headings down to this level begin parts.
const DEEPEST: u8 = 2;

/// What stands under a heading, or above the first.
#[derive(Debug, Default)]
pub struct Part {
    /// The heading.
    pub heading: Option<Heading>,
    /// What stands under it.
    pub blocks: Vec<Block>,
}

impl Part {
    /// The level of its heading.
    pub fn level(&self) -> Option<u8> {
        self.heading.as_ref().map(|heading| heading.level)
    }
}

/// The heading of a part.
#[derive(Debug)]
pub struct Heading {
    /// 1 or 2.
    pub level: u8,
    /// The name that links have for it.
    pub slug: Clean,
    /// What it says.
    pub words: Vec<Inline>,
}

/// The parts of a text. The first is what stands above all headings, and may be empty. Headings within
/// parts are one level higher, as they are in a section.
pub fn parts(blocks: Vec<Block>) -> Vec<Part> {
    let mut parts = vec![Part::default()];
    for block in blocks {
        match block {
            Block::Heading {
                level,
                slug,
                content,
            } if level <= DEEPEST => parts.push(Part {
                heading: Some(Heading {
                    level,
                    slug,
                    words: content,
                }),
                blocks: Vec::new(),
            }),
            block => {
                let block = match block {
                    Block::Heading {
                        level,
                        slug,
                        content,
                    } => Block::Heading {
                        level: level - 1,
                        slug,
                        content,
                    },
                    block => block,
                };
                let last = parts.last_mut().expect("it starts with one");
                last.blocks.push(block);
            }
        }
    }
    parts
}

/// Is a line of Markdown a heading?
pub fn is_heading(line: &str) -> bool {
    let rest = line.trim_start_matches('#');
    (1..=6).contains(&(line.len() - rest.len())) && rest.starts_with([' ', '\t'])
}
