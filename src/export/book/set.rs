//! A part of a book as it is written: what its links lead to, which headings are which, what was
//! mentioned and asked.
//!
//! **Invariant:** headings skip no level, and no id is given twice.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use super::Book;
use super::places::{Part, section_id};
use crate::course::Section;
use crate::course::block::{Block, Figure, Inline, Target};
use crate::course::id::QuestionId;
use crate::export::html::blocks::{Around, Picture, push_blocks, web_address};
use crate::export::html::escaped;
use crate::text::Clean;

/// What pages and books do differently.
pub(super) trait Binding {
    /// The address of what has this id in the part `to`, for links in the part `from`.
    fn address(&self, from: Part, to: Part, id: &str) -> String;

    /// Where the picture of a figure lies.
    fn picture(&mut self, figure: &Figure) -> Picture;

    /// The attribute that says to readers of books what an element is, where they are meant.
    fn says(&self, what: &str) -> String;

    /// Where answers stand.
    fn answers(&self) -> Stand;
}

/// Where answers stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stand {
    /// Folded, below the question.
    Folded,
    /// At the end of the section, with links to and fro.
    End,
}

/// What becomes of headings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Headings {
    /// They are headings.
    Kept,
    /// They are lines.
    Lines,
}

/// A part that is being written.
pub(super) struct Set<'b> {
    pub book: &'b Book<'b>,
    pub binding: &'b mut dyn Binding,
    pub part: Part,
    /// The section, if it is one.
    pub section: Option<&'b Section>,
    /// Which `h…` the title of the part is.
    base: u8,
    /// Which one the heading was that was written last.
    last: u8,
    headings: Headings,
    /// The footnotes of the section, by their labels, counted from 1.
    notes: HashMap<&'b Clean, usize>,
    /// The questions of the section, by their ids.
    questions: HashMap<&'b QuestionId, usize>,
    /// Those notes that were mentioned.
    pub mentioned: HashSet<usize>,
    /// The ids of headings that were given.
    given: HashSet<String>,
    /// Which questions were asked.
    pub asked: HashSet<usize>,
    /// The group of the question that was asked last.
    pub group: Option<Clean>,
    /// The answers that are to stand at the end.
    pub answers: String,
}

impl<'b> Set<'b> {
    /// An empty part, whose title is an `h` of the level `base`.
    pub fn new(
        book: &'b Book<'b>,
        binding: &'b mut dyn Binding,
        part: Part,
        base: u8,
        section: Option<&'b Section>,
    ) -> Self {
        let notes = section.map_or(&[][..], |section| &section.footnotes);
        let notes = notes.iter().enumerate();
        let questions = section.map_or(&[][..], |section| &section.questions);
        let questions = questions.iter().enumerate();
        Self {
            book,
            binding,
            part,
            section,
            base,
            last: base,
            headings: Headings::Kept,
            notes: notes.map(|(at, note)| (&note.label, at + 1)).collect(),
            questions: questions.map(|(at, question)| (&question.id, at)).collect(),
            mentioned: HashSet::new(),
            given: HashSet::new(),
            asked: HashSet::new(),
            group: None,
            answers: String::new(),
        }
    }

    /// Which `h…` the title of the part is.
    pub fn base(&self) -> u8 {
        self.base
    }

    /// The title of the part.
    pub fn title(&self, out: &mut String, words: &str) {
        let level = self.base;
        out.push_str(&format!("<h{level}>{words}</h{level}>\n"));
    }

    /// A heading of ours below the title. The words are HTML.
    pub fn heading(&mut self, out: &mut String, words: &str) {
        let level = self.next_level(2);
        out.push_str(&format!("<h{level}>{words}</h{level}>\n"));
    }

    /// The level of a heading that belongs to the text above it.
    pub fn below(&self) -> u8 {
        (self.last + 1).min(6)
    }

    /// Blocks of the course.
    pub fn blocks(&mut self, out: &mut String, blocks: &[Block]) {
        push_blocks(out, blocks, self);
    }

    /// Blocks of a question or a note. Their headings are lines: those of the section are its own.
    pub fn lines(&mut self, out: &mut String, blocks: &[Block]) {
        let before = std::mem::replace(&mut self.headings, Headings::Lines);
        self.blocks(out, blocks);
        self.headings = before;
    }

    /// Words of ours, as HTML.
    pub fn own(&self, words: &str) -> String {
        self.book.own(words)
    }

    /// A line of ours that says what follows.
    pub fn label(&self, out: &mut String, words: &str) {
        out.push_str(&format!("<p><strong>{}</strong></p>\n", self.own(words)));
    }

    /// A paragraph of ours.
    pub fn say(&self, out: &mut String, words: &str) {
        out.push_str(&format!("<p>{}</p>\n", self.own(words)));
    }

    fn next_level(&mut self, level: u8) -> u8 {
        let wanted = self.base.saturating_add(level.max(2) - 1);
        self.last = wanted.min(self.last + 1).min(6);
        self.last
    }

    fn index(&self) -> Option<usize> {
        match self.part {
            Part::Section(index) => Some(index),
            _ => None,
        }
    }

    /// The id of something in this section: the first, second … of its sort.
    pub fn id(&self, sort: char, n: usize) -> String {
        let section = self.index().map_or_else(String::new, section_id);
        format!("{section}-{sort}{n}")
    }

    fn way(&self, to: Part, id: &str) -> String {
        let address = self.binding.address(self.part, to, id);
        format!("href=\"{}\"", escaped(&address))
    }

    /// The attribute of a link to `id` in this part.
    pub fn way_here(&self, id: &str) -> String {
        self.way(self.part, id)
    }
}

impl Around for Set<'_> {
    fn level(&mut self, level: u8) -> Option<u8> {
        (self.headings == Headings::Kept).then(|| self.next_level(level))
    }

    fn anchor(&mut self, slug: &Clean) -> Option<String> {
        let id = self.book.places.heading(self.index()?, slug)?;
        self.given.insert(id.clone()).then_some(id)
    }

    fn link(&mut self, target: &Target) -> Option<String> {
        let places = &self.book.places;
        Some(match target {
            Target::Web(_) => {
                let address = web_address(Some(target))?;
                format!("href=\"{}\"", escaped(address))
            }
            Target::Heading(slug) => self.way_here(&places.heading(self.index()?, slug)?),
            Target::Section(id, slug) => {
                let index = places.section(id)?;
                let heading = slug.as_ref().and_then(|slug| places.heading(index, slug));
                let id = heading.unwrap_or_else(|| section_id(index));
                self.way(Part::Section(index), &id)
            }
            Target::Footnote(label) => {
                let n = *self.notes.get(label)?;
                let id = if self.mentioned.insert(n) {
                    format!(" id=\"{}\"", self.id('r', n))
                } else {
                    String::new()
                };
                let way = self.way_here(&self.id('n', n));
                let says = self.binding.says("noteref");
                format!("{way}{id} role=\"doc-noteref\"{says}")
            }
            Target::Term(term) => {
                let way = self.way(Part::Glossary, &places.term(term)?);
                format!(
                    "{way} role=\"doc-glossref\"{}",
                    self.binding.says("glossref")
                )
            }
            Target::Gap(_) => return None,
        })
    }

    fn words<'i>(&self, inline: &'i Inline) -> Cow<'i, str> {
        match &inline.target {
            Some(Target::Footnote(label)) if self.notes.contains_key(label) => {
                self.notes[label].to_string().into()
            }
            _ => Cow::Borrowed(&*inline.text),
        }
    }

    fn picture(&mut self, figure: &Figure) -> Picture {
        self.binding.picture(figure)
    }

    fn question(&mut self, out: &mut String, id: &QuestionId) {
        if let Some(at) = self.questions.get(id) {
            self.ask(out, *at);
        }
    }
}
