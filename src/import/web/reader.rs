//! A course while its pages are read.
//!
//! **Invariant:** a question is taken into the section that is open, and marked where it stood; none of the
//! links leads into an answer.

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::course::block::{Block, Inline, Target};
use crate::course::id::QuestionId;
use crate::course::{Aim, Reference, Term};
use crate::import::assembly::Assembly;
use crate::import::html::{self, Document, Guide, Node, Places, Reading};
use crate::import::{Files, Imported, Note, Refusal, flat};
use crate::text::Clean;
use crate::text::slug::slug;

use super::pictures::{self, Album};
use super::{furniture, listed, question};

/// Gives what an address in a format's own words means, as an address from the root of the files; none of an
/// address that any page could have.
pub type Meaning<'f> = Box<dyn Fn(&str) -> Option<String> + 'f>;

/// A course while its pages are read.
pub struct Reader<'f> {
    /// The course so far.
    pub course: Assembly,
    /// What it is called unless its pages say better.
    spare: String,
    /// The file or address of the page that is read.
    pub file: String,
    /// Files and addresses that are pages of the course.
    pub pages: HashSet<String>,
    /// Pages that are read where a link to them stands, each with whether that was done.
    pub notes_of: HashMap<String, bool>,
    /// What came along.
    pub files: Option<&'f dyn Files>,
    /// What addresses in a format's own words mean.
    pub meaning: Meaning<'f>,
    album: Album<'f>,
    places: Places,
    /// Does what is read lie in a question?
    pub is_apart: bool,
    /// Questions that stood where none can, until they can be placed.
    pub strayed: Vec<QuestionId>,
    /// Questions of each sort in the section that is open.
    pub asked: HashMap<&'static str, usize>,
    /// Terms of the glossary in small letters, by their places in it.
    terms: HashMap<String, usize>,
    /// What was noted in the section that is open.
    said: HashSet<String>,
    /// Files that links lead to and that are not there.
    absent: BTreeSet<String>,
}

impl<'f> Reader<'f> {
    /// A reader of a course that is called so unless its pages say better.
    pub fn new(spare: &str, files: Option<&'f dyn Files>) -> Self {
        Self {
            course: Assembly::new("", spare),
            spare: spare.to_owned(),
            file: String::new(),
            pages: HashSet::new(),
            notes_of: HashMap::new(),
            album: Album::new(files),
            files,
            meaning: Box::new(|_| None),
            places: Places::default(),
            is_apart: false,
            strayed: Vec::new(),
            asked: HashMap::new(),
            terms: HashMap::new(),
            said: HashSet::new(),
            absent: BTreeSet::new(),
        }
    }

    /// The same, of a course that is called so.
    pub fn titled(title: &str, spare: &str, files: Option<&'f dyn Files>) -> Self {
        Self {
            course: Assembly::new(title, spare),
            ..Self::new(spare, files)
        }
    }

    /// Calls the course so; where that says nothing, as it was to be called at first.
    pub fn rename(&mut self, title: &str) {
        self.course.rename(title, &self.spare);
    }

    /// The tree of a page; notes what had to be guessed.
    pub fn parse(&mut self, file: &str, bytes: &[u8]) -> Document {
        let (document, guess) = super::parse(bytes);
        let notes = document.notes.iter().map(String::as_str).chain(guess);
        for note in notes {
            self.course.note_at(file, note);
        }
        document
    }

    /// Opens a section, and reads nodes into it. What is told apart by its title on OpenLearn (outcomes,
    /// acknowledgements, references) goes where the course has a place for it.
    pub fn chapter(&mut self, level: u8, title: &str, nodes: &[Node]) {
        if nodes.iter().any(|node| furniture::is_openlearn(*node)) {
            self.entry(level, title, nodes);
            return;
        }
        self.open(level, title);
        self.read_into(nodes);
    }

    /// The same, of a page that may be of OpenLearn whatever it says.
    pub fn entry(&mut self, level: u8, title: &str, nodes: &[Node]) {
        if listed::is_back(title) {
            let blocks = html::blocks(nodes.iter().copied(), self);
            self.back(title, blocks);
            return;
        }
        self.open(level, title);
        self.read_into(nodes);
    }

    /// Opens a section, and keeps what its page names.
    pub fn open(&mut self, level: u8, title: &str) {
        self.course.open(level, title);
        self.asked.clear();
        self.said.clear();
        let at = self.course.course.sections.len() - 1;
        let file = self.file.clone();
        self.places.put(&file, "", at, None);
    }

    /// Keeps that an id in a file names the section that is open.
    pub fn name_id(&mut self, file: &str, id: &str) {
        let at = self.course.course.sections.len().saturating_sub(1);
        self.places.put(file, id, at, None);
    }

    /// Keeps that the ids in some nodes name the section that is open, and those of headings these.
    pub fn name_ids(&mut self, nodes: &[Node]) {
        let at = self.course.course.sections.len().saturating_sub(1);
        for node in nodes.iter().flat_map(|node| node.descendants()) {
            let id = node
                .id()
                .or_else(|| node.attribute("name").filter(|_| node.name() == "a"));
            if let Some(id) = id {
                let heading = named_heading(node)
                    .map(|heading| Clean::words(&slug(&heading.words())))
                    .filter(|slug| !slug.is_empty());
                self.places.put(&self.file, id, at, heading);
            }
        }
    }

    /// Takes a term into the glossary, where `id` in the page that is read names it. One that is there already
    /// has more meanings then.
    pub fn term(&mut self, id: Option<&str>, term: Clean, meaning: Vec<Block>) {
        let glossary = &mut self.course.course.glossary;
        let next = glossary.len();
        let at = *self.terms.entry(term.to_lowercase()).or_insert(next);
        match glossary.get_mut(at) {
            Some(known) => known.definition.extend(meaning),
            None => glossary.push(Term {
                term,
                definition: meaning,
                see: Vec::new(),
            }),
        }
        if let Some(id) = id {
            let term = glossary[at].term.clone();
            self.places.put_term(&self.file, id, term);
        }
    }

    /// Reads nodes into the section that is open.
    pub fn read_into(&mut self, nodes: &[Node]) {
        self.name_ids(nodes);
        for block in html::blocks(nodes.iter().copied(), self) {
            self.course.push(block);
        }
        for stray in std::mem::take(&mut self.strayed) {
            self.course.push(Block::Question(stray));
        }
    }

    /// Takes in what stands at the end of a course, or tells of it.
    fn back(&mut self, title: &str, blocks: Vec<Block>) {
        let course = &mut self.course.course;
        match listed::Back::of(title) {
            listed::Back::Outcomes => {
                for block in blocks {
                    let Block::List { items, .. } = block else {
                        course.description.push(block);
                        continue;
                    };
                    for item in items {
                        let text = flat::words(&flat::line(item));
                        let id = Clean::words(&format!("outcome-{}", course.outcomes.len() + 1));
                        course.outcomes.push(Aim { id, text });
                    }
                }
            }
            listed::Back::References => {
                let entries = blocks.into_iter().flat_map(|block| match block {
                    Block::List { items, .. } => items.into_iter().map(flat::line).collect(),
                    block => vec![flat::line(vec![block])],
                });
                for text in entries {
                    let id = Clean::words(&format!("reference-{}", course.references.len() + 1));
                    course.references.push(Reference { id, text });
                }
            }
            listed::Back::Acknowledgements => course.acknowledgements.extend(blocks),
        }
    }

    /// Does something where no question has a place.
    pub fn apart<T>(&mut self, deed: impl FnOnce(&mut Self) -> T) -> T {
        let before = std::mem::replace(&mut self.is_apart, true);
        let result = deed(self);
        self.is_apart = before;
        result
    }

    /// The course, if there is anything to study in it; `what` is what it came from.
    pub fn finish(mut self, what: &str) -> Result<Imported, Refusal> {
        if !self.course.is_open() {
            let what = format!("{what} holds no text to study");
            return Err(Refusal::new(
                what,
                "save the page with its text, and import that",
            ));
        }
        let title = self.course.course.title.to_string();
        if let Some(note) = self.album.note() {
            self.course.note_at(&title, &note);
        }
        if !self.absent.is_empty() {
            let names: Vec<_> = self.absent.iter().take(5).map(String::as_str).collect();
            let more = if self.absent.len() > 5 { " …" } else { "" };
            let note = format!(
                "links to files that did not come along are words now ({}): {}{more}",
                self.absent.len(),
                names.join(", ")
            );
            self.course.note_at(&title, &note);
        }
        let mut imported = self.course.finish();
        let n_lost = self.places.lead(&mut imported);
        if n_lost > 0 {
            imported.notes.push(Note {
                place: Clean::trimmed(&title),
                what: Clean::trimmed(&format!(
                    "links to places that are not in the text are words now ({n_lost})"
                )),
            });
        }
        Ok(imported)
    }
}

impl Guide for Reader<'_> {
    fn element(&mut self, node: Node) -> Reading {
        if furniture::is_furniture(node) {
            return Reading::Skipped;
        }
        if let Some(sort) = question::sort(node) {
            return Reading::Blocks(self.question(sort, node));
        }
        if node.name() == "a"
            && let Some(reading) = self.beside(node)
        {
            return reading;
        }
        self.known(node)
    }

    fn link(&mut self, _node: Node, address: &str) -> Option<Target> {
        if let Some((page, id)) = address.trim().split_once('#')
            && self.pages.contains(page)
        {
            return Some(Places::link(page, id));
        }
        if self.pages.contains(address.trim()) {
            return Some(Places::link(address.trim(), ""));
        }
        if let Some(target) = html::web(address) {
            return Some(target);
        }
        let (file, id) = self.place(address)?;
        if file == self.file || self.pages.contains(&file) {
            return (!id.is_empty() || file != self.file).then(|| Places::link(&file, &id));
        }
        let is_known = self.notes_of.contains_key(&file) || furniture::is_site_page(&file);
        if self.files.is_some() && !is_known {
            self.absent.insert(Clean::trimmed(&file).to_string());
        }
        None
    }

    fn picture(&mut self, node: Node, address: &str) -> Clean {
        let meant = (self.meaning)(address);
        let (file, address) = match &meant {
            Some(meant) => ("", &**meant),
            None => (&*self.file, address),
        };
        let path = self.album.find(&mut self.course, file, address);
        let is_told = || node.attribute("alt").or_else(|| node.attribute("title"));
        if path.is_none() && is_told().is_some() {
            let path = address.split(['?', '#']).next().unwrap_or_default();
            return Clean::trimmed(pictures::bare(path));
        }
        path.unwrap_or_default()
    }

    fn note(&mut self, what: &str) {
        if self.said.insert(what.to_owned()) {
            self.course.note(what);
        }
    }
}

impl Reader<'_> {
    /// A page that tells more of something (what is said in a film, what a picture shows) is read where a
    /// link to it stands.
    fn beside(&mut self, node: Node) -> Option<Reading> {
        let (file, _) = self.place(node.attribute("href")?)?;
        let is_read = self.notes_of.get_mut(&file)?;
        if std::mem::replace(is_read, true) {
            return None;
        }
        let bytes = self.files?.read(&file).ok()?;
        let document = self.parse(&file, &bytes);
        let outer = std::mem::replace(&mut self.file, file);
        let root = super::main_part::of(&document);
        let blocks = self.apart(|reader| html::blocks(root.children(), reader));
        self.file = outer;
        let label = node.words();
        Some(Reading::Blocks(vec![Block::Callout {
            label: Clean::words(if label.to_lowercase().contains("description") {
                "Description"
            } else {
                "Transcript"
            }),
            title: None,
            blocks,
        }]))
    }

    /// The file and the id that an address in the page means.
    fn place(&self, address: &str) -> Option<(String, String)> {
        match (self.meaning)(address) {
            Some(meant) => html::resolve("", &meant),
            None => html::resolve(&self.file, address),
        }
    }

    /// What lies in an element, as a line, where no question has a place.
    pub fn line(&mut self, node: Node) -> Vec<Inline> {
        self.apart(|reader| html::line(node.children(), reader))
    }
}

/// The heading that the id of an element names: itself, or the one that its box begins with.
fn named_heading(node: Node) -> Option<Node> {
    let is_heading = |node: &Node| matches!(node.name(), "h2" | "h3" | "h4" | "h5" | "h6");
    if is_heading(&node) {
        return Some(node);
    }
    let is_box = matches!(node.name(), "div" | "section" | "article");
    node.elements()
        .next()
        .filter(|first| is_box && is_heading(first))
}
