//! The sections of a chapter, by its headings and by what the book's contents list.
//!
//! **Invariant:** every node of the chapter is in one section, in the order in which they stand; a section that
//! holds nothing holds others.

use super::book::Chapter;
use super::chapter::{heading_of, level, says_anything};
use super::question;
use crate::import::html::{self, Document, Node, Part};
use crate::import::labels;

/// Headings down to this level begin sections; below it, those that the book's contents list.
const DEEPEST: u8 = 2;

/// A section of a chapter.
pub struct Portion<'d> {
    /// What it is called.
    pub title: String,
    /// How deep it lies in the book: 1 is the top.
    pub level: u8,
    /// The headings that say so.
    pub headings: Vec<Node<'d>>,
    /// What stands below them.
    pub nodes: Vec<Node<'d>>,
}

impl<'d> Portion<'d> {
    /// Is there nothing below its headings?
    pub fn is_bare(&self) -> bool {
        !self.nodes.iter().any(|node| shows_anything(*node))
    }

    /// What stands before a heading that is above it is a part of that: `Chapter 2` above `Tides`.
    fn begin_with(&mut self, label: Portion<'d>) {
        let nodes = std::mem::replace(&mut self.nodes, label.nodes);
        self.nodes.extend(nodes);
        self.title = format!("{}: {}", label.title.trim_end_matches(':'), self.title);
        self.headings.splice(0..0, label.headings);
    }
}

/// The sections of a chapter; `next` is how deep the next one lies.
pub fn portions<'d>(
    chapter: &Chapter,
    document: &'d Document,
    next: Option<u8>,
) -> Vec<Portion<'d>> {
    let mut whole = Vec::new();
    let mut waiting: Option<Portion> = None;
    // Where the first heading has nothing below it, those beside it lie in it.
    let mut around = None;
    for mut portion in parts(chapter, document) {
        if around.is_some_and(|around| portion.level >= around) {
            portion.level = portion.level.saturating_add(1);
        }
        match waiting.take() {
            Some(bare) if portion.level < bare.level => portion.begin_with(bare),
            Some(bare) if portion.level > bare.level => whole.push(bare),
            Some(bare) if whole.is_empty() => {
                around = Some(bare.level);
                portion.level = portion.level.saturating_add(1);
                whole.push(bare);
            }
            Some(bare) => put_behind(&mut whole, bare),
            None => {}
        }
        if portion.is_bare() {
            waiting = Some(portion);
        } else {
            whole.push(portion);
        }
    }
    if let Some(bare) = waiting {
        if whole.is_empty() || next.is_some_and(|next| next > bare.level) {
            whole.push(bare);
        } else {
            put_behind(&mut whole, bare);
        }
    }
    whole
}

/// A heading with nothing below it ends the section before it.
fn put_behind<'d>(whole: &mut [Portion<'d>], bare: Portion<'d>) {
    if let Some(last) = whole.last_mut() {
        last.nodes.extend(bare.headings);
        last.nodes.extend(bare.nodes);
    }
}

fn parts<'d>(chapter: &Chapter, document: &'d Document) -> Vec<Portion<'d>> {
    let begins = |heading: Node| {
        level(heading).is_some_and(|level| level <= DEEPEST) || listed(heading, chapter).is_some()
    };
    let is_start = |node: Node| level(node).is_some() && begins(node);
    // A heading that begins nothing stays in the text, and so does what holds no other.
    let is_whole = |node: Node| is_asked(node) || !node.descendants().any(is_start);
    let parts = html::sections(document.body(), 6, is_whole);
    let levels = parts.iter().filter(|part| part.heading.is_some());
    let top = levels.map(|part| part.level).min().unwrap_or(1);
    let portions = parts.into_iter().filter_map(|part| {
        let Part {
            level,
            heading,
            nodes,
        } = part;
        let title = match heading {
            Some(heading) => heading.words().to_string(),
            None if !nodes.iter().any(|node| says_anything(*node)) => return None,
            None => {
                let title = chapter.title.clone();
                let title = title.or_else(|| document.title().map(|title| title.to_string()));
                title.unwrap_or_default()
            }
        };
        let listed = heading.and_then(|heading| listed(heading, chapter));
        let inner = chapter.level.saturating_add(level.saturating_sub(top));
        Some(Portion {
            title,
            level: listed.unwrap_or(inner).max(chapter.level),
            headings: heading.into_iter().collect(),
            nodes,
        })
    });
    portions.collect()
}

/// How deep a heading lies in the book's contents, if they list it or the box that it begins.
fn listed(heading: Node, chapter: &Chapter) -> Option<u8> {
    if chapter.listed.is_empty() {
        return None;
    }
    let mut places = std::iter::once(heading).chain(begun_by(heading));
    places.find_map(|place| chapter.listed.get(place.id()?).copied())
}

/// The boxes that a heading begins, from the inside out.
pub fn begun_by(heading: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    let around = heading.ancestors().skip(1);
    around.take_while(move |outer| heading_of(*outer) == Some(heading))
}

/// A question, or its heading: it parts nothing.
pub fn is_asked(node: Node) -> bool {
    if level(node).is_some() {
        let words = node.words();
        return labels::is_question(&words) || labels::role(&words).is_some();
    }
    question::is_problem(node)
        || heading_of(node).is_some_and(|heading| labels::is_question(&heading.words()))
}

/// Is there anything to read or to see in it?
fn shows_anything(node: Node) -> bool {
    let shows = |inner: &Node| {
        matches!(
            inner.name(),
            "img" | "svg" | "math" | "video" | "audio" | "iframe" | "object"
        )
    };
    !node.words().is_empty() || node.find(shows).is_some()
}
