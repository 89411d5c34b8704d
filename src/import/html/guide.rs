//! What a format knows of its pages beyond HTML.
//!
//! **Invariant:** without a guide's word, only addresses of the web lead anywhere.

use crate::course::block::{Block, Inline, Target};
use crate::text::Clean;

use super::Node;

/// What a format knows of its pages: where their links lead, where their pictures are, and which of their
/// elements mean more than HTML says.
pub trait Guide {
    /// Looks at an element before it is read as HTML. To read what lies in it, call
    /// [`blocks`](super::blocks) or [`line`](super::line) with its children and the guide itself.
    fn element(&mut self, node: Node) -> Reading {
        let _ = node;
        Reading::Usual
    }

    /// Where a link leads; none makes words of it. `node` is the element, `address` its `href`.
    fn link(&mut self, node: Node, address: &str) -> Option<Target> {
        let _ = node;
        web(address)
    }

    /// The file in the course, or the address on the web, of a picture; `address` is its `src`. Empty
    /// where there is none: what it shows is told in words.
    fn picture(&mut self, node: Node, address: &str) -> Clean {
        let _ = node;
        if web(address).is_some() {
            return Clean::trimmed(address);
        }
        Clean::default()
    }

    /// Notes what was changed or left out, a sentence without its full stop.
    fn note(&mut self, what: &str);
}

/// How an element is read.
#[derive(Debug)]
pub enum Reading {
    /// As HTML.
    Usual,
    /// Not at all.
    Skipped,
    /// As what lies in it.
    Children,
    /// As these blocks.
    Blocks(Vec<Block>),
    /// As these words of the line.
    Line(Vec<Inline>),
}

/// A guide that knows nothing, and drops what it is told.
pub struct Plain;

impl Guide for Plain {
    fn note(&mut self, _what: &str) {}
}

/// A link to the web, if the address is one that a reader may go to: `http`, `https` or `mailto`.
pub fn web(address: &str) -> Option<Target> {
    let address = address.trim();
    let starts = |with: &str| {
        address
            .get(..with.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(with))
    };
    let is_web = starts("http://") || starts("https://") || starts("mailto:");
    is_web.then(|| Target::Web(Clean::trimmed(address)))
}
