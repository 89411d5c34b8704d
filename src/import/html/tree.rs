//! A page as a tree: its nodes in reading order.
//!
//! **Invariant:** no more than [`DEEPEST`](super::DEEPEST) elements lie in one another, whatever the
//! source says, so whoever walks the tree may recurse.

use std::collections::HashMap;

use crate::text::Clean;

/// A page.
#[derive(Debug, Default)]
pub struct Document {
    /// In reading order; an element stands before what lies in it.
    pub(super) nodes: Vec<Data>,
    pub(super) ids: HashMap<Box<str>, u32>,
    /// What had to be changed or left out, each a sentence without its full stop.
    pub notes: Vec<String>,
}

/// A node as it is kept.
#[derive(Debug)]
pub(super) struct Data {
    pub what: What,
    /// The node that it lies in; the root's is its own.
    pub parent: u32,
    /// The first node behind it and behind all that lies in it.
    pub end: u32,
}

/// What a node is.
#[derive(Debug)]
pub(super) enum What {
    Element {
        name: String,
        attributes: Vec<(String, String)>,
    },
    Text(String),
}

impl Document {
    /// What all else lies in: a node without a name.
    pub fn root(&self) -> Node<'_> {
        self.node(0)
    }

    /// The page's `body`, or all of it.
    pub fn body(&self) -> Node<'_> {
        self.find("body").unwrap_or_else(|| self.root())
    }

    /// The first element of that name.
    pub fn find(&self, name: &str) -> Option<Node<'_>> {
        self.root().find(|node| node.name() == name)
    }

    /// The first element of that id.
    pub fn by_id(&self, id: &str) -> Option<Node<'_>> {
        self.ids.get(id).map(|at| self.node(*at))
    }

    /// The words of `title` in the head.
    pub fn title(&self) -> Option<Clean> {
        let title = self.find("title")?.words();
        (!title.is_empty()).then_some(title)
    }

    /// What the page says of itself under that name (`meta name="…"` or `property="…"`).
    pub fn meta(&self, name: &str) -> Option<&str> {
        let is_it = |node: &Node| {
            let said = node
                .attribute("name")
                .or_else(|| node.attribute("property"));
            node.name() == "meta" && said.is_some_and(|said| said.eq_ignore_ascii_case(name))
        };
        self.root().find(is_it)?.attribute("content")
    }

    /// The language that the page says it is in.
    pub fn language(&self) -> Option<&str> {
        let html = self.find("html")?;
        html.attribute("lang")
            .or_else(|| html.attribute("xml:lang"))
    }

    fn node(&self, at: u32) -> Node<'_> {
        Node { document: self, at }
    }
}

/// An element or a piece of text of a page.
#[derive(Clone, Copy)]
pub struct Node<'d> {
    document: &'d Document,
    at: u32,
}

impl PartialEq for Node<'_> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.document, other.document) && self.at == other.at
    }
}

impl std::fmt::Debug for Node<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "<{} {}>", self.name(), self.at)
    }
}

impl<'d> Node<'d> {
    fn data(self) -> &'d Data {
        &self.document.nodes[self.at as usize]
    }

    /// The page that it is of.
    pub fn document(self) -> &'d Document {
        self.document
    }

    /// Its place among all nodes of the page, in reading order.
    pub fn index(self) -> usize {
        self.at as usize
    }

    /// Its name in small letters, without a prefix; a piece of text has none.
    pub fn name(self) -> &'d str {
        match &self.data().what {
            What::Element { name, .. } => name,
            What::Text(_) => "",
        }
    }

    /// Is it an element?
    pub fn is_element(self) -> bool {
        matches!(self.data().what, What::Element { .. })
    }

    /// Its text, if it is a piece of text.
    pub fn text(self) -> Option<&'d str> {
        match &self.data().what {
            What::Text(text) => Some(text),
            What::Element { .. } => None,
        }
    }

    /// Its attributes, with prefixes as they were written (`epub:type`).
    pub fn attributes(self) -> impl Iterator<Item = (&'d str, &'d str)> {
        let attributes = match &self.data().what {
            What::Element { attributes, .. } => &attributes[..],
            What::Text(_) => &[],
        };
        attributes.iter().map(|(name, value)| (&**name, &**value))
    }

    /// The value of an attribute without blanks around it, if it says anything.
    pub fn attribute(self, name: &str) -> Option<&'d str> {
        let (_, value) = self.attributes().find(|(known, _)| *known == name)?;
        let value = value.trim();
        (!value.is_empty()).then_some(value)
    }

    /// Has it that attribute, whatever its value?
    pub fn has(self, name: &str) -> bool {
        self.attributes().any(|(known, _)| known == name)
    }

    /// Its id.
    pub fn id(self) -> Option<&'d str> {
        self.attribute("id")
    }

    /// Is that one of its classes?
    pub fn has_class(self, class: &str) -> bool {
        self.says("class", class)
    }

    /// Is that one of the words of an attribute?
    pub fn says(self, attribute: &str, word: &str) -> bool {
        let words = self.attribute(attribute).unwrap_or_default();
        words.split_ascii_whitespace().any(|known| known == word)
    }

    /// The node that it lies in.
    pub fn parent(self) -> Option<Self> {
        (self.at != 0).then(|| self.document.node(self.data().parent))
    }

    /// What it lies in, from the inside out, itself first.
    pub fn ancestors(self) -> impl Iterator<Item = Self> {
        std::iter::successors(Some(self), |node| node.parent())
    }

    /// What lies in it.
    pub fn children(self) -> impl Iterator<Item = Self> {
        Children {
            document: self.document,
            at: self.at + 1,
            end: self.data().end,
        }
    }

    /// The elements that lie in it.
    pub fn elements(self) -> impl Iterator<Item = Self> {
        self.children().filter(|node| node.is_element())
    }

    /// Itself and all that lies in it, however deep, in reading order.
    pub fn descendants(self) -> impl Iterator<Item = Self> {
        let document = self.document;
        (self.at..self.data().end).map(move |at| document.node(at))
    }

    /// Of itself and all that lies in it, the first that is wanted.
    pub fn find(self, wanted: impl FnMut(&Self) -> bool) -> Option<Self> {
        self.descendants().find(wanted)
    }

    /// All words in it, scripts and styles aside, on one line.
    pub fn words(self) -> Clean {
        let mut text = String::new();
        let mut at = self.at;
        let end = self.data().end;
        while at < end {
            let node = self.document.node(at);
            at += 1;
            match node.name() {
                "script" | "style" => at = node.data().end,
                "" => text.push_str(node.text().unwrap_or_default()),
                name if super::blocks::is_block(name) || name == "br" => text.push(' '),
                _ => {}
            }
        }
        Clean::trimmed(&text)
    }
}

/// The nodes that lie in another.
struct Children<'d> {
    document: &'d Document,
    at: u32,
    end: u32,
}

impl<'d> Iterator for Children<'d> {
    type Item = Node<'d>;

    fn next(&mut self) -> Option<Node<'d>> {
        if self.at >= self.end {
            return None;
        }
        let node = self.document.node(self.at);
        self.at = node.data().end;
        Some(node)
    }
}
