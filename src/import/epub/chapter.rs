//! A chapter of a book: its sections, its notes, its questions.
//!
//! **Invariant:** a note stands below the section that mentions it, and not in its text; a page number is
//! nowhere.

use std::collections::{HashMap, HashSet};

use super::book::Chapter;
use super::{glossary, outline, question};
use crate::course::Footnote;
use crate::course::block::{Block, Face, FaceKind, Inline, Target};
use crate::import::html::{self, Document, Guide, Node, Reading};
use crate::import::labels::{self, Role};
use crate::import::web::Reader;
use crate::text::Clean;

/// Reads a chapter into sections of its own; `next` is how deep the next one lies in the contents. Says no of one
/// that holds nothing.
pub fn read(reader: &mut Reader, chapter: &Chapter, document: &Document, next: Option<u8>) -> bool {
    reader.file.clone_from(&chapter.path);
    let portions = outline::portions(chapter, document, next);
    if let [only] = &portions[..]
        && only.is_bare()
        && next.is_none_or(|next| next <= only.level)
    {
        return false;
    }
    let mut guide = Pages::of(reader, document);
    for portion in &portions {
        if let Some(lists) = glossary::lists(&portion.nodes) {
            guide.glossary(&lists);
            continue;
        }
        guide.reader.open(portion.level, &portion.title);
        for heading in &portion.headings {
            guide.name_heading(*heading);
        }
        guide.read_into(&portion.nodes);
    }
    !portions.is_empty()
}

/// The level of a heading.
pub fn level(node: Node) -> Option<u8> {
    match node.name().as_bytes() {
        [b'h', digit @ b'1'..=b'6'] => Some(digit - b'0'),
        _ => None,
    }
}

fn is_heading(node: Node) -> bool {
    level(node).is_some()
}

/// The heading that a box of text begins with.
pub fn heading_of(node: Node) -> Option<Node> {
    if !matches!(node.name(), "div" | "section" | "article" | "aside") {
        return None;
    }
    let mut inner = node.elements();
    // Some books mark places with empty elements.
    let first = inner.find(|element| is_heading(*element) || says_anything(*element))?;
    is_heading(first).then_some(first)
}

/// Are there words in it, or a picture of which something is said?
pub fn says_anything(node: Node) -> bool {
    node.text().is_some_and(|text| !text.trim().is_empty())
        || !node.words().is_empty()
        || node.descendants().any(|inner| {
            let shows = matches!(inner.name(), "img" | "math" | "image");
            shows
                && inner.attributes().any(|(name, value)| {
                    matches!(name, "alt" | "alttext") && !value.trim().is_empty()
                })
        })
}

/// Is the element marked as that?
pub fn is_marked(node: Node, mark: &str) -> bool {
    node.says("epub:type", mark) || node.says("role", &format!("doc-{mark}"))
}

/// The elements that are notes, by their places: those that a mention leads to.
fn notes(document: &Document) -> HashSet<usize> {
    let links = document.root().descendants();
    let links = links.filter(|node| node.name() == "a" && !is_marked(*node, "backlink"));
    let notes = links.filter_map(mentioned);
    notes.map(Node::index).collect()
}

/// The note that a link mentions: what is marked as a mention leads to a note, and so does any link to what
/// is marked as one.
fn mentioned(link: Node) -> Option<Node> {
    const NOTES: [&str; 4] = ["footnote", "endnote", "rearnote", "note"];
    let note = note_of(link)?;
    let is_note = NOTES.iter().any(|mark| is_marked(note, mark));
    (is_note || is_marked(link, "noteref")).then_some(note)
}

/// The note that a mention leads to, if it is in the same chapter.
fn note_of(mention: Node) -> Option<Node> {
    let id = mention.attribute("href")?.strip_prefix('#')?;
    let note = mention.document().by_id(id)?;
    matches!(note.name(), "aside" | "li" | "p" | "div" | "section" | "dd").then_some(note)
}

/// What a book knows of its pages.
pub struct Pages<'r, 'f> {
    /// The course while it is read.
    pub reader: &'r mut Reader<'f>,
    notes: HashSet<usize>,
    /// Notes that were mentioned, with their labels.
    labels: HashMap<usize, Clean>,
}

impl<'r, 'f> Pages<'r, 'f> {
    /// What a document tells by its marks and headings.
    pub fn of(reader: &'r mut Reader<'f>, document: &Document) -> Self {
        Self {
            notes: notes(document),
            reader,
            labels: HashMap::new(),
        }
    }
}

impl Pages<'_, '_> {
    /// Keeps that the ids of a section's heading, and of what it begins, name the section.
    fn name_heading(&mut self, heading: Node) {
        let file = self.reader.file.clone();
        for node in heading.descendants().chain(outline::begun_by(heading)) {
            if let Some(id) = node.id() {
                self.reader.name_id(&file, id);
            }
        }
    }

    /// Opens a section, and reads nodes into it.
    pub fn section(&mut self, level: u8, title: &str, nodes: &[Node]) {
        self.reader.open(level, title);
        self.read_into(nodes);
    }

    /// Reads nodes into the section that is open.
    fn read_into(&mut self, nodes: &[Node]) {
        self.reader.name_ids(nodes);
        for block in self.blocks(nodes) {
            self.reader.course.push(block);
        }
        for stray in std::mem::take(&mut self.reader.strayed) {
            self.reader.course.push(Block::Question(stray));
        }
    }

    /// Nodes as blocks; a question that has a heading and no box goes on to the next heading, and one that is
    /// marked to the end of its answers.
    pub fn blocks(&mut self, nodes: &[Node]) -> Vec<Block> {
        let mut blocks = Vec::new();
        let mut rest = nodes;
        let is_headed = |node: &Node| is_heading(*node) && labels::is_question(&node.words());
        let is_asked = |node: &Node| question::mark(*node) == Some(Role::Prompt);
        while let Some(first) = rest.first() {
            if is_headed(first) {
                let own = level(*first);
                let ends = |node: &Node| level(*node).is_some_and(|level| Some(level) <= own);
                let end = rest[1..].iter().position(ends);
                let (asked, behind) = rest.split_at(end.map_or(rest.len(), |at| at + 1));
                blocks.extend(self.question(Some(first.words()), &asked[1..]));
                rest = behind;
            } else if is_asked(first) {
                let goes_on = |node: &Node| {
                    let is_blank = node.text().is_some_and(|text| text.trim().is_empty());
                    is_blank || question::mark(*node).is_some_and(|role| role != Role::Prompt)
                };
                let end = rest[1..].iter().position(|node| !goes_on(node));
                let (asked, behind) = rest.split_at(end.map_or(rest.len(), |at| at + 1));
                blocks.extend(self.question(None, asked));
                rest = behind;
            } else {
                let is_start = |node: &Node| is_headed(node) || is_asked(node);
                let end = rest.iter().position(is_start).unwrap_or(rest.len());
                blocks.extend(html::blocks(rest[..end].iter().copied(), self));
                rest = &rest[end..];
            }
        }
        blocks
    }

    /// A mention of a note, which then stands below the section.
    fn mention(&mut self, note: Node) -> Inline {
        let next = Clean::words(&(self.labels.len() + 1).to_string());
        let label = self
            .labels
            .entry(note.index())
            .or_insert_with(|| next.clone())
            .clone();
        if label == next {
            let blocks = html::blocks(note.children(), self);
            let label = label.clone();
            self.reader.course.footnote(Footnote { label, blocks });
        }
        Inline {
            text: label.clone(),
            face: Face {
                kind: FaceKind::Superscript,
                ..Face::default()
            },
            target: Some(Target::Footnote(label)),
        }
    }
}

impl Guide for Pages<'_, '_> {
    fn element(&mut self, node: Node) -> Reading {
        if is_marked(node, "pagebreak") || self.notes.contains(&node.index()) {
            return Reading::Skipped;
        }
        if is_marked(node, "backlink") {
            return Reading::Skipped;
        }
        if node.name() == "a"
            && let Some(note) = mentioned(node)
        {
            return Reading::Line(vec![self.mention(note)]);
        }
        if let Some(heading) =
            heading_of(node).filter(|heading| labels::is_question(&heading.words()))
        {
            let behind: Vec<_> = node
                .children()
                .skip_while(|inner| *inner != heading)
                .skip(1)
                .collect();
            return Reading::Blocks(self.question(Some(heading.words()), &behind));
        }
        if let Some(reading) = self.marked(node) {
            return reading;
        }
        self.reader.known(node)
    }

    fn link(&mut self, node: Node, address: &str) -> Option<Target> {
        self.reader.link(node, address)
    }

    fn picture(&mut self, node: Node, address: &str) -> Clean {
        self.reader.picture(node, address)
    }

    fn note(&mut self, what: &str) {
        self.reader.note(what);
    }
}
