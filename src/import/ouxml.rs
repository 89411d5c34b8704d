//! OU-XML, the structured content of Open University courses and of OpenLearn.
//!
//! **Invariant:** the file's depth, number of elements and size are checked before anything walks it,
//! and nothing recurses but along that depth. No word that the course shows is lost: it lands in a
//! section, a question, the glossary, the references, the outcomes or the course's information. What
//! the server added for itself, comments and deleted text never come in.

mod back;
mod blocks;
mod drill;
mod fault;
mod figure;
mod files;
mod flow;
mod front;
mod index;
mod inline;
mod links;
mod maths;
mod media;
mod mend;
mod merge;
mod pieces;
mod question;
mod skeleton;
mod source;
mod table;
mod tags;
mod timing;

use std::collections::HashMap;

use roxmltree::{Document, Node};

use crate::course::problem::quoted;
use crate::import::assembly::Assembly;
use crate::import::{Imported, Input, Refusal};
use crate::text::Clean;
use figure::Album;
use index::Index;
use links::Links;
use mend::Mended;
use source::{Budget, Source, is_item, mend, parse, stem};

/// Notes of one sort in a row.
const MOST_NOTES: usize = 20;
/// Bytes of an attribute that is looked at.
const LONGEST_ATTRIBUTE: usize = 64 << 10;

/// Is this an OU-XML file?
pub fn knows(input: &Input) -> bool {
    match input {
        Input::File { bytes, .. } => is_item(bytes),
        Input::Files { files, .. } => files::are_ours(*files),
    }
}

/// Reads a course of one file, or of all OU-XML files among many.
pub fn read(input: &Input) -> Result<Imported, Refusal> {
    match *input {
        Input::File { name, bytes } => {
            let source = Source::of(name, bytes)?;
            let mut reader = Reader::new(stem(name));
            reader.file(&source, None)?;
            reader.finish()
        }
        Input::Files { name, files } => files::read(name, files),
    }
}

/// Where something stands decides what may lie in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ground {
    /// A section's text: questions and footnotes have a place here.
    Text,
    /// A prompt, a cell, a caption …: they have none.
    Apart,
}

/// An element or a piece of text.
type Xml<'a> = Node<'a, 'a>;

/// A course while its files are read.
struct Reader<'f> {
    course: Assembly,
    links: Links,
    /// What the file is called that is read, and the course of that file.
    title: Clean,
    /// What that course calls its discussions.
    alias: Option<String>,
    /// How much may still come of the file.
    budget: Budget,
    /// How far below the top its sections stand.
    base: u8,
    ground: Ground,
    /// Each element of the document that began a section, and the section; none where those of a unit
    /// end.
    opened: Vec<(usize, Option<usize>)>,
    /// Fields that the learner fills, by their ids, each with the heading of its question.
    fields: HashMap<String, Clean>,
    /// Questions that stood where none can, until they can be placed.
    strayed: Vec<crate::course::id::QuestionId>,
    /// Sections without a number of their own that lie in one another.
    inner: u8,
    footnotes: usize,
    /// Terms of the glossary so far, in small letters, each with its place there.
    defined: HashMap<String, usize>,
    /// Questions of each sort in the section that is open.
    asked: HashMap<&'static str, usize>,
    /// Pictures that came along.
    album: Album<'f>,
    /// How many pictures stay on the web.
    pictures: usize,
    /// What was mended.
    faults: Vec<String>,
}

impl Reader<'_> {
    /// A reader of a course that is called so unless its files say better.
    fn new(spare: &str) -> Self {
        Self {
            course: Assembly::new("", spare),
            links: Links::default(),
            title: Clean::default(),
            alias: None,
            budget: Budget::of(0),
            base: 0,
            ground: Ground::Apart,
            opened: Vec::new(),
            fields: HashMap::new(),
            strayed: Vec::new(),
            inner: 0,
            footnotes: 0,
            defined: HashMap::new(),
            asked: HashMap::new(),
            album: Album::default(),
            pictures: 0,
            faults: Vec::new(),
        }
    }

    /// Reads a file; as a section of that title, where it is one of more.
    fn file(&mut self, source: &Source, title: Option<&str>) -> Result<(), Refusal> {
        let place = source.name;
        self.budget = source.budget();
        if let Some(guess) = source.guess {
            self.course.note_at(place, guess);
        }
        let mended;
        let (mut frame, mut pieces) = pieces::cut(source.text(), pieces::USUAL);
        let document = match parse(&frame, self.budget) {
            Ok(document) => document,
            Err(error) => {
                mended = mend(source.text(), &error)?;
                self.tell(place, &mended);
                (frame, pieces) = pieces::cut(&mended.text, pieces::USUAL);
                parse(&frame, self.budget).map_err(|error| fault::refusal(&frame, &error))?
            }
        };
        let item = document.root_element();
        if name(item) != "Item" {
            let what = format!(
                "the file holds <{}> where OU-XML has <Item>",
                Clean::trimmed(name(item))
            );
            return Err(Refusal::new(what, "import an OU-XML file"));
        }
        self.begin(item, title, place);
        self.within(&document, |reader| reader.item(item, title, &mut pieces))?;
        Ok(())
    }

    /// Makes ready for the next file.
    fn begin(&mut self, item: Xml, title: Option<&str>, name: &str) {
        self.links.begin(&self.course);
        self.opened.clear();
        self.fields.clear();
        self.alias = attribute(item, "DiscussionAlias").map(str::to_owned);
        if let Some(title) = title {
            self.title = Clean::trimmed(title);
        } else {
            self.title = self.title_of(item);
            self.course.rename(&self.title, stem(name));
        }
    }

    /// Reads a piece of a file; gives the last section that it began.
    fn piece(
        &mut self,
        text: &str,
        deed: impl FnOnce(&mut Self, Xml) -> Result<(), Refusal>,
    ) -> Result<Option<usize>, Refusal> {
        let mended;
        let document = match parse(text, self.budget) {
            Ok(document) => document,
            Err(error) => {
                mended = mend(text, &error)?;
                let place = self.title.to_string();
                self.tell(&place, &mended);
                parse(&mended.text, self.budget).map_err(|error| fault::refusal(text, &error))?
            }
        };
        self.within(&document, |reader| deed(reader, document.root_element()))
    }

    /// Reads a document by `deed`, and keeps what its ids name; gives the last section that it began,
    /// or what was the last before it.
    fn within(
        &mut self,
        document: &Document,
        deed: impl FnOnce(&mut Self) -> Result<(), Refusal>,
    ) -> Result<Option<usize>, Refusal> {
        let index = Index::of(document)?;
        self.budget.spend(&index)?;
        let fields = index.fields.into_iter();
        self.fields
            .extend(fields.map(|(id, heading)| (id.to_owned(), heading)));
        self.tell_stray(&index.stray);
        let before = self.opened.last().and_then(|(_, section)| *section);
        let outer = std::mem::replace(&mut self.opened, vec![(0, before)]);
        deed(self)?;
        let opened = std::mem::replace(&mut self.opened, outer);
        self.links.take(&index.ids, &opened);
        Ok(opened.last().and_then(|(_, section)| *section))
    }

    /// Notes what was mended.
    fn tell(&mut self, place: &str, mended: &Mended) {
        for note in &mended.notes {
            self.course.note_at(place, note);
            self.faults.push(note.clone());
        }
    }

    /// Notes words that nothing looks for.
    fn tell_stray(&mut self, stray: &[(&str, &str)]) {
        let mut whats: Vec<_> = stray
            .iter()
            .take(MOST_NOTES)
            .map(|(outer, words)| {
                let words = quoted(words);
                format!("words in <{outer}>, where none can stand, were left out: {words}")
            })
            .collect();
        if stray.len() > MOST_NOTES {
            let n = stray.len() - MOST_NOTES;
            whats.push(format!("and so were words in {n} other places"));
        }
        for what in whats {
            self.course.note_at(&self.title, &what);
        }
    }

    /// The course, if there is anything to study in it.
    fn finish(mut self) -> Result<Imported, Refusal> {
        if !self.course.is_open() {
            let mut what =
                "the file holds nothing to study: no session, no introduction".to_owned();
            for fault in &self.faults {
                what.push_str("; ");
                what.push_str(fault);
            }
            return Err(Refusal::new(what, fault::AGAIN));
        }
        if self.pictures > 0 {
            let what = match self.pictures {
                1 => "a picture is not in the file; its text tells it, and where it is".to_owned(),
                n => format!(
                    "{n} pictures are not in the file; their texts tell them, and where they are"
                ),
            };
            let place = self.course.course.title.to_string();
            self.course.note_at(&place, &what);
        }
        let mut imported = self.course.finish();
        self.links.lead(&mut imported);
        Ok(imported)
    }

    /// Does something where neither questions nor footnotes have a place.
    fn apart<T>(&mut self, deed: impl FnOnce(&mut Self) -> T) -> T {
        let before = std::mem::replace(&mut self.ground, Ground::Apart);
        let result = deed(self);
        self.ground = before;
        result
    }
}

/// The value of an attribute, if it says anything and is of a bearable length.
fn attribute<'a>(node: Xml<'a>, name: &str) -> Option<&'a str> {
    let value = node.attribute(name)?.trim();
    (!value.is_empty() && value.len() <= LONGEST_ATTRIBUTE).then_some(value)
}

/// The elements in an element.
fn elements(node: Xml<'_>) -> impl Iterator<Item = Xml<'_>> {
    node.children().filter(Node::is_element)
}

/// The first element of that name in an element.
fn child<'a>(node: Xml<'a>, name: &str) -> Option<Xml<'a>> {
    elements(node).find(|child| child.has_tag_name(name))
}

/// An element's name, whatever namespace it is in.
fn name(node: Xml<'_>) -> &str {
    node.tag_name().name()
}

/// All words in an element, as they stand.
fn text(node: Xml) -> String {
    node.descendants()
        .filter_map(|inner| inner.text().filter(|_| inner.is_text()))
        .collect()
}
