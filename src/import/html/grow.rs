//! A tree while it grows: what the parser does to it.
//!
//! **Invariant:** every step takes the same time, however big the tree is, but for those that move what
//! lies in an element: they take as long as there is to move.

use std::borrow::Cow;
use std::cell::{Cell, RefCell, RefMut};
use std::rc::Rc;

use html5ever::interface::tree_builder::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::{Attribute, ExpandedName, QualName, local_name, ns};

use super::tree::{Data, Document, What};
use super::{DEEPEST, LONGEST_ATTRIBUTE, MOST_NODES};

/// An element, or the document, while the tree grows.
#[derive(Clone)]
pub struct Handle {
    at: u32,
    name: Rc<QualName>,
}

/// No node.
const NONE: u32 = u32::MAX;

/// A node while the tree grows.
struct Sprout {
    what: Option<What>,
    parent: u32,
    first: u32,
    last: u32,
    before: u32,
    behind: u32,
}

/// A tree while it grows.
pub struct Growing {
    nodes: RefCell<Vec<Sprout>>,
    document: Handle,
    /// Where the parser is, as far as can be told.
    current: Cell<u32>,
    /// Was something too long to be kept?
    has_cut: Cell<bool>,
}

impl Growing {
    pub fn new() -> Self {
        Self {
            nodes: RefCell::new(vec![sprout(None)]),
            document: Handle {
                at: 0,
                name: Rc::new(QualName::new(None, ns!(), local_name!(""))),
            },
            current: Cell::new(0),
            has_cut: Cell::new(false),
        }
    }

    /// Are there as many nodes as are taken?
    pub fn is_full(&self) -> bool {
        self.nodes.borrow().len() >= MOST_NODES
    }

    /// How many elements lie around where the parser is; counts no further than is read.
    pub fn depth(&self) -> usize {
        let nodes = self.nodes.borrow();
        let mut at = self.current.get();
        let mut depth = 0;
        while at != 0 && at != NONE && depth <= DEEPEST {
            at = nodes[at as usize].parent;
            depth += 1;
        }
        depth
    }

    /// Tells that an element of that name ends here.
    pub fn ends(&self, name: &str) {
        let nodes = self.nodes.borrow();
        let mut at = self.current.get();
        for _ in 0..2 * DEEPEST {
            let Some(node) = nodes.get(at as usize) else {
                return;
            };
            if matches!(&node.what, Some(What::Element { name: known, .. }) if **known == *name) {
                self.current.set(node.parent);
                return;
            }
            at = node.parent;
        }
    }

    fn add(&self, what: What) -> u32 {
        let mut nodes = self.nodes.borrow_mut();
        let at = u32::try_from(nodes.len()).expect("there are at most a few million nodes");
        nodes.push(sprout(Some(what)));
        at
    }

    /// Puts a node or words before `behind`, or last of what lies in `parent`.
    fn put(&self, parent: u32, behind: u32, child: NodeOrText<Handle>) {
        let mut nodes = self.nodes.borrow_mut();
        let before = match behind {
            NONE => nodes[parent as usize].last,
            behind => nodes[behind as usize].before,
        };
        let at = match child {
            NodeOrText::AppendNode(handle) => {
                self.current.set(handle.at);
                handle.at
            }
            NodeOrText::AppendText(text) => {
                self.current.set(parent);
                if before != NONE
                    && let Some(What::Text(known)) = &mut nodes[before as usize].what
                {
                    known.push_str(&text);
                    return;
                }
                drop(nodes);
                let at = self.add(What::Text(text.to_string()));
                nodes = self.nodes.borrow_mut();
                at
            }
        };
        detach(&mut nodes, at);
        link(&mut nodes, at, parent, before, behind);
    }

    /// The tree, with all that is too deep put beside what it lay in.
    pub fn finish(self) -> Document {
        let nodes = self.nodes.into_inner();
        flatten(nodes, self.has_cut.get())
    }
}

fn sprout(what: Option<What>) -> Sprout {
    Sprout {
        what,
        parent: NONE,
        first: NONE,
        last: NONE,
        before: NONE,
        behind: NONE,
    }
}

fn detach(nodes: &mut RefMut<Vec<Sprout>>, at: u32) {
    let Sprout {
        parent,
        before,
        behind,
        ..
    } = nodes[at as usize];
    if parent == NONE {
        return;
    }
    match before {
        NONE => nodes[parent as usize].first = behind,
        before => nodes[before as usize].behind = behind,
    }
    match behind {
        NONE => nodes[parent as usize].last = before,
        behind => nodes[behind as usize].before = before,
    }
    let node = &mut nodes[at as usize];
    (node.parent, node.before, node.behind) = (NONE, NONE, NONE);
}

fn link(nodes: &mut RefMut<Vec<Sprout>>, at: u32, parent: u32, before: u32, behind: u32) {
    match before {
        NONE => nodes[parent as usize].first = at,
        before => nodes[before as usize].behind = at,
    }
    match behind {
        NONE => nodes[parent as usize].last = at,
        behind => nodes[behind as usize].before = at,
    }
    let node = &mut nodes[at as usize];
    (node.parent, node.before, node.behind) = (parent, before, behind);
}

/// The nodes in reading order. Of what is deeper than is read, the elements are dropped and their words
/// kept.
fn flatten(mut nodes: Vec<Sprout>, has_cut: bool) -> Document {
    let mut document = Document::default();
    let mut is_flat = false;
    // The elements that are open: each with its place in the source, and in the tree where it is kept.
    let mut open: Vec<(u32, Option<u32>)> = Vec::new();
    let mut n_kept = 0;
    let mut next = 0;
    while next != NONE {
        let node = &mut nodes[next as usize];
        let first = node.first;
        let what = node.what.take().unwrap_or_else(|| What::Element {
            name: String::new(),
            attributes: Vec::new(),
        });
        let parent = open.iter().rev().find_map(|(_, kept)| *kept);
        let is_kept = n_kept < DEEPEST || matches!(what, What::Text(_));
        let mut kept = None;
        if is_kept {
            let at = u32::try_from(document.nodes.len()).expect("no more than there were");
            if let What::Element { attributes, .. } = &what
                && let Some((_, id)) = attributes.iter().find(|(name, _)| name == "id")
            {
                document.ids.entry(id.trim().into()).or_insert(at);
            }
            document.nodes.push(Data {
                what,
                parent: parent.unwrap_or(0),
                end: at + 1,
            });
            kept = Some(at);
        } else {
            is_flat = true;
        }
        open.push((next, kept));
        n_kept += usize::from(kept.is_some());
        if first != NONE {
            next = first;
            continue;
        }
        next = NONE;
        while let Some((at, kept)) = open.pop() {
            if let Some(kept) = kept {
                n_kept -= 1;
                document.nodes[kept as usize].end =
                    u32::try_from(document.nodes.len()).expect("no more than there were");
            }
            next = nodes[at as usize].behind;
            if next != NONE {
                break;
            }
        }
    }
    if is_flat {
        document.notes.push(super::TOO_DEEP.to_owned());
    }
    if has_cut {
        document.notes.push(format!(
            "attributes of more than {} kB were left out",
            LONGEST_ATTRIBUTE >> 10
        ));
    }
    document
}

impl TreeSink for Growing {
    type Handle = Handle;
    type Output = Self;
    type ElemName<'a> = ExpandedName<'a>;

    fn finish(self) -> Self {
        self
    }

    fn parse_error(&self, _msg: Cow<'static, str>) {}

    fn get_document(&self) -> Handle {
        self.document.clone()
    }

    fn elem_name<'a>(&'a self, target: &'a Handle) -> ExpandedName<'a> {
        target.name.expanded()
    }

    fn create_element(&self, name: QualName, attrs: Vec<Attribute>, _: ElementFlags) -> Handle {
        let mut attributes = Vec::with_capacity(attrs.len());
        for attribute in attrs {
            let key = match &attribute.name.prefix {
                Some(prefix) => format!("{prefix}:{}", attribute.name.local),
                None => attribute.name.local.to_string(),
            };
            // A picture may stand in its own address.
            let is_fit = attribute.value.len() <= LONGEST_ATTRIBUTE || key == "src";
            if is_fit {
                attributes.push((key, attribute.value.to_string()));
            } else {
                self.has_cut.set(true);
            }
        }
        let at = self.add(What::Element {
            name: name.local.to_string(),
            attributes,
        });
        Handle {
            at,
            name: Rc::new(name),
        }
    }

    fn create_comment(&self, _text: StrTendril) -> Handle {
        // A node that is in no tree: it is never attached.
        Handle {
            at: NONE,
            name: self.document.name.clone(),
        }
    }

    fn create_pi(&self, target: StrTendril, _data: StrTendril) -> Handle {
        self.create_comment(target)
    }

    fn append(&self, parent: &Handle, child: NodeOrText<Handle>) {
        if !is_nothing(&child) {
            self.put(parent.at, NONE, child);
        }
    }

    fn append_based_on_parent_node(
        &self,
        element: &Handle,
        prev_element: &Handle,
        child: NodeOrText<Handle>,
    ) {
        let has_parent = self.nodes.borrow()[element.at as usize].parent != NONE;
        if has_parent {
            self.append_before_sibling(element, child);
        } else {
            self.append(prev_element, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn get_template_contents(&self, target: &Handle) -> Handle {
        target.clone()
    }

    fn same_node(&self, x: &Handle, y: &Handle) -> bool {
        x.at == y.at
    }

    fn set_quirks_mode(&self, _mode: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Handle, new_node: NodeOrText<Handle>) {
        if is_nothing(&new_node) {
            return;
        }
        let parent = self.nodes.borrow()[sibling.at as usize].parent;
        if parent != NONE {
            self.put(parent, sibling.at, new_node);
        }
    }

    fn add_attrs_if_missing(&self, target: &Handle, attrs: Vec<Attribute>) {
        let mut nodes = self.nodes.borrow_mut();
        if let Some(What::Element { attributes, .. }) = &mut nodes[target.at as usize].what {
            for attribute in attrs {
                let key = attribute.name.local.to_string();
                if attributes.iter().all(|(known, _)| *known != key) {
                    attributes.push((key, attribute.value.to_string()));
                }
            }
        }
    }

    fn remove_from_parent(&self, target: &Handle) {
        detach(&mut self.nodes.borrow_mut(), target.at);
    }

    fn reparent_children(&self, node: &Handle, new_parent: &Handle) {
        let mut nodes = self.nodes.borrow_mut();
        let mut at = nodes[node.at as usize].first;
        while at != NONE {
            let behind = nodes[at as usize].behind;
            detach(&mut nodes, at);
            let before = nodes[new_parent.at as usize].last;
            link(&mut nodes, at, new_parent.at, before, NONE);
            at = behind;
        }
    }
}

/// Is it a comment?
fn is_nothing(child: &NodeOrText<Handle>) -> bool {
    matches!(child, NodeOrText::AppendNode(handle) if handle.at == NONE)
}
