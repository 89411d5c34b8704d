//! OU-XML, the structured content of Open University courses and of OpenLearn.
//!
//! **Invariant:** the file's depth, number of elements and size are checked before anything walks it,
//! and nothing recurses but along that depth. No word that the course shows is lost: it lands in a
//! section, a question, the glossary, the references, the outcomes or the course's information. What
//! the server added for itself, comments and deleted text never come in.

mod back;
mod blocks;
mod drill;
mod figure;
mod flat;
mod flow;
mod front;
mod index;
mod inline;
mod links;
mod maths;
mod media;
mod question;
mod skeleton;
mod table;
mod timing;

use std::collections::HashMap;

use roxmltree::{Document, Node, ParsingOptions};

use crate::import::assembly::Assembly;
use crate::import::{Imported, Input, Refusal, encoding};
use crate::text::Clean;
use index::Index;

/// Bytes of a file.
const LARGEST: usize = 256 << 20;
/// Elements and pieces of text in a file.
const MOST_NODES: u32 = 8_000_000;
/// Bytes of an attribute that is looked at.
const LONGEST_ATTRIBUTE: usize = 64 << 10;

/// Is this an OU-XML file?
pub fn knows(input: &Input) -> bool {
    match input {
        Input::File { bytes, .. } => is_item(bytes),
        Input::Files { .. } => false,
    }
}

/// Is this the start of an OU-XML file?
fn is_item(bytes: &[u8]) -> bool {
    const FAR: usize = 4096;
    let start = &bytes[..bytes.len().min(FAR)];
    let text = encoding::read(start, None).text;
    let mut rest = text.trim_start();
    while let Some(at) = rest.find('<') {
        rest = &rest[at..];
        let end = if rest.starts_with("<!--") {
            "-->"
        } else if rest.starts_with("<?") {
            "?>"
        } else {
            break;
        };
        let Some(end_at) = rest.find(end) else {
            return false;
        };
        rest = &rest[end_at + end.len()..];
    }
    let name = rest.strip_prefix('<').unwrap_or_default();
    let end = name.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/'));
    end.is_some_and(|end| &name[..end] == "Item")
}

/// Reads a course of one file.
pub fn read(input: &Input) -> Result<Imported, Refusal> {
    let Input::File { name, bytes } = input else {
        let what = "this is more than one file";
        return Err(Refusal::new(what, "import its OU-XML files one by one"));
    };
    if bytes.len() > LARGEST {
        let what = format!("the file has more than {} MB", LARGEST >> 20);
        return Err(Refusal::new(what, "split it into its units"));
    }
    let decoded = encoding::read(bytes, index::label(bytes));
    let text = decoded.text.trim_start();
    if index::has_crowd(text) {
        let what = "an element of the file has thousands of attributes";
        return Err(Refusal::new(what, "download the course again"));
    }
    let options = ParsingOptions {
        allow_dtd: false,
        nodes_limit: MOST_NODES,
        ..ParsingOptions::default()
    };
    let document = Document::parse_with_options(text, options)
        .map_err(|error| index::refusal(text, &error))?;
    let index = Index::of(&document)?;
    let item = document.root_element();
    if item.tag_name().name() != "Item" {
        let what = format!(
            "the file holds <{}> where OU-XML has <Item>",
            Clean::trimmed(item.tag_name().name())
        );
        return Err(Refusal::new(what, "import an OU-XML file"));
    }
    let mut reader = Reader::new(item, index, name);
    if let Some(guess) = decoded.guess {
        reader.course.note_at(name, guess);
    }
    reader.item(item);
    if !reader.course.is_open() {
        let what = "the file holds nothing to study: no session, no introduction";
        return Err(Refusal::new(what, "download the course again"));
    }
    Ok(reader.finish())
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

/// A course while its file is read.
struct Reader<'a> {
    course: Assembly,
    index: Index<'a>,
    /// What the course calls its discussions.
    alias: Option<&'a str>,
    ground: Ground,
    /// Each element that began a section, and the section; none where those of a unit end.
    opened: Vec<(usize, Option<usize>)>,
    /// Questions that stood where none can, until they can be placed.
    strayed: Vec<crate::course::id::QuestionId>,
    /// Sections without a number of their own that lie in one another.
    inner: u8,
    footnotes: usize,
    /// Terms of the glossary so far, in small letters, each with its place there.
    defined: HashMap<String, usize>,
    /// Questions of each sort in the section that is open.
    asked: HashMap<&'static str, usize>,
    /// Pictures that stay on the web.
    pictures: usize,
}

impl<'a> Reader<'a> {
    fn new(item: Xml<'a>, index: Index<'a>, name: &str) -> Self {
        let mut reader = Self {
            course: Assembly::new("", ""),
            index,
            alias: attribute(item, "DiscussionAlias"),
            ground: Ground::Apart,
            opened: Vec::new(),
            strayed: Vec::new(),
            inner: 0,
            footnotes: 0,
            defined: HashMap::new(),
            asked: HashMap::new(),
            pictures: 0,
        };
        let title = reader.title_of(item);
        reader.course = Assembly::new(&title, name.split('.').next().unwrap_or_default());
        reader
    }

    fn finish(mut self) -> Imported {
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
        let Self {
            course,
            index,
            opened,
            ..
        } = self;
        let mut imported = course.finish();
        links::lead(&mut imported, &index, &opened);
        imported
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
