//! What a package says of itself: its title, its contents, its files.
//!
//! **Invariant:** every file that is named lies in the package; lists that refer to themselves come to an
//! end.

use std::collections::{HashMap, HashSet};

use roxmltree::Node;

use crate::import::html;
use crate::import::package::{self, elements, named, words};
use crate::import::{Files, Refusal};

/// The list of a package.
const NAME: &str = "imsmanifest.xml";
/// Entries of the contents.
const MOST: usize = 10_000;
/// Entries of the contents that lie in one another; what lies deeper is read as if it lay beside.
const DEEPEST: u8 = 9;

/// What a package says of itself.
#[derive(Debug, Default)]
pub struct Manifest {
    /// What it is called.
    pub title: Option<String>,
    /// What it is about; perhaps HTML.
    pub description: Option<String>,
    /// A tag of its language.
    pub language: Option<String>,
    /// Its rights.
    pub rights: Option<String>,
    /// Its contents, in reading order.
    pub items: Vec<Item>,
    /// What it is made of.
    pub resources: Vec<Resource>,
    /// What was left out, each a sentence without its full stop.
    pub notes: Vec<String>,
    /// The resources by their names.
    indexes: HashMap<String, usize>,
}

/// An entry of the contents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// How deep it lies: 1 is the top.
    pub level: u8,
    /// What it is called.
    pub title: String,
    /// What it shows.
    pub shows: Shows,
}

/// What an entry of the contents shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shows {
    /// Nothing: it is the heading of others.
    Others,
    /// A resource, by its index.
    Resource(usize),
    /// Something that is not in the package.
    Absent,
}

/// Files that make one thing together.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Resource {
    /// Its name in the package.
    pub id: String,
    /// What it says it is.
    pub sort: String,
    /// Its files as they are called in the package, the one to begin with first, and those that are not
    /// there last.
    pub files: Vec<String>,
    /// Names of resources that it needs.
    pub needs: Vec<String>,
}

impl Resource {
    /// The file to begin with.
    pub fn main(&self) -> Option<&str> {
        self.files.first().map(String::as_str)
    }
}

/// The name of the list among the files: at the top, or in a folder that all lies in.
pub fn name(files: &dyn Files) -> Option<&str> {
    package::known(files, NAME).or_else(|| {
        let is_list = |name: &&String| {
            let (folder, end) = name.rsplit_once('/').unwrap_or_default();
            end.eq_ignore_ascii_case(NAME) && !folder.contains('/')
        };
        files.names().iter().find(is_list).map(String::as_str)
    })
}

/// Reads what a package says of itself.
pub fn read(files: &dyn Files) -> Result<Manifest, Refusal> {
    let name = name(files).ok_or_else(|| {
        let what = format!("the package has no {NAME}");
        Refusal::new(what, "download it again")
    })?;
    let text = package::text(files, name)?;
    let tree = package::tree(&text, name)?;
    let root = tree.root_element();
    let mut manifest = Manifest::default();
    if let Some(metadata) = named(root, "metadata").next() {
        manifest.describe(metadata);
    }
    let base = base(name, root);
    let known = Known::of(files);
    for list in named(root, "resources") {
        let base = self::base(&base, list);
        for entry in named(list, "resource") {
            manifest.add(resource(entry, &base, &known));
        }
    }
    if let Some(organization) = organization(root) {
        manifest.contents(organization);
    }
    Ok(manifest)
}

/// The file by which relative addresses in an element are meant; `outer` is that of what it lies in.
fn base(outer: &str, node: Node) -> String {
    let base = node
        .attributes()
        .find(|attribute| attribute.name() == "base");
    match base.and_then(|base| html::resolve(outer, base.value())) {
        Some((folder, _)) => format!("{folder}/."),
        None => outer.to_owned(),
    }
}

/// The files of a package, by their names in small letters.
struct Known<'f> {
    names: HashMap<String, &'f str>,
}

impl<'f> Known<'f> {
    fn of(files: &'f dyn Files) -> Self {
        let names = files.names().iter();
        Self {
            names: names
                .map(|name| (name.to_lowercase(), name.as_str()))
                .collect(),
        }
    }

    /// The file that an address means, as it is called in the package; what isn't there, as it was written.
    fn find(&self, base: &str, address: &str) -> Option<String> {
        let address = address.trim().replace('\\', "/");
        let (path, _) = html::resolve(base, &address)?;
        if let Some(name) = self.names.get(&path.to_lowercase()) {
            return Some((*name).to_owned());
        }
        // Some write names as they are, with signs that mean something in addresses.
        let folder = base
            .rsplit_once('/')
            .map_or(String::new(), |(folder, _)| format!("{folder}/"));
        let raw = format!("{folder}{address}").to_lowercase();
        let name = self.names.get(&raw).map(|name| (*name).to_owned());
        name.or(Some(path).filter(|path| !path.is_empty()))
    }
}

fn resource(entry: Node, base: &str, known: &Known) -> Resource {
    let base = self::base(base, entry);
    let said = |name: &str| {
        let mut attributes = entry.attributes();
        attributes
            .find(|attribute| attribute.name() == name)
            .map(|attribute| attribute.value())
    };
    let listed = named(entry, "file").filter_map(|file| file.attribute("href"));
    // Blackboard names the one file of a resource as `bb:file`.
    let main = said("href").or_else(|| said("file"));
    let mut seen = HashSet::new();
    let mut files: Vec<_> = main
        .into_iter()
        .chain(listed)
        .filter_map(|address| known.find(&base, address))
        .filter(|file| seen.insert(file.clone()))
        .collect();
    files.sort_by_key(|file| !known.names.contains_key(&file.to_lowercase()));
    let needs = named(entry, "dependency").filter_map(|need| need.attribute("identifierref"));
    Resource {
        id: said("identifier").unwrap_or_default().to_owned(),
        sort: said("type").unwrap_or_default().to_owned(),
        files,
        needs: needs.map(str::to_owned).collect(),
    }
}

/// The contents that are meant, of several.
fn organization<'a>(root: Node<'a, 'a>) -> Option<Node<'a, 'a>> {
    let list = named(root, "organizations").next()?;
    let wanted = list.attribute("default");
    named(list, "organization")
        .find(|organization| wanted.is_some() && organization.attribute("identifier") == wanted)
        .or_else(|| named(list, "organization").next())
}

impl Manifest {
    /// The resource of that name.
    pub fn resource(&self, id: &str) -> Option<&Resource> {
        self.indexes.get(id).map(|at| &self.resources[*at])
    }

    /// Adds a resource. Of two with one name the first is meant.
    pub(super) fn add(&mut self, resource: Resource) {
        let at = self.resources.len();
        self.indexes.entry(resource.id.clone()).or_insert(at);
        self.resources.push(resource);
    }

    fn describe(&mut self, metadata: Node) {
        let within = |path: &[&str]| {
            let mut at = metadata;
            for name in path {
                let mut inner = at.descendants().skip(1);
                at = inner.find(|node| node.tag_name().name() == *name)?;
            }
            Some(words(at)).filter(|text| !text.is_empty())
        };
        self.title = within(&["general", "title"]);
        self.description = within(&["general", "description"]);
        self.language = within(&["general", "language"]);
        self.rights = within(&["rights", "description"]);
    }

    fn contents(&mut self, organization: Node) {
        let title = |node: Node| named(node, "title").next().map(words).unwrap_or_default();
        let called = title(organization);
        if self.title.is_none() && !called.is_empty() {
            self.title = Some(called.clone());
        }
        // The next one last.
        let mut rest = Vec::new();
        let push = |rest: &mut Vec<_>, node: Node<'_, '_>, level: u8| {
            let inner: Vec<_> = named_items(node).collect();
            rest.extend(inner.into_iter().rev().map(|item| (item.id(), level)));
        };
        push(&mut rest, organization, 1);
        let tree = organization.document();
        while let Some((id, level)) = rest.pop() {
            let Some(node) = tree.get_node(id) else {
                continue;
            };
            if self.items.len() == MOST {
                let note = format!("only the first {MOST} entries of the contents were read");
                self.notes.push(note);
                return;
            }
            let words = title(node);
            let shows = match node.attribute("identifierref") {
                None | Some("") => Shows::Others,
                Some(id) => self
                    .indexes
                    .get(id)
                    .map_or(Shows::Absent, |at| Shows::Resource(*at)),
            };
            // What holds all others, and says no more than the package, is no section.
            let is_around = shows == Shows::Others && (words.is_empty() || words == called);
            if is_around {
                push(&mut rest, node, level);
                continue;
            }
            self.items.push(Item {
                level,
                title: words,
                shows,
            });
            push(&mut rest, node, (level + 1).min(DEEPEST));
        }
        self.put_below_headings();
    }

    /// A heading that holds nothing stands above those beside it, up to the next such.
    fn put_below_headings(&mut self) {
        let holds_others = |items: &[Item], at: usize| {
            let next = items.get(at + 1);
            next.is_some_and(|next| next.level > items[at].level)
        };
        let bare: HashSet<_> = (0..self.items.len())
            .filter(|at| self.items[*at].shows == Shows::Others && !holds_others(&self.items, *at))
            .collect();
        let mut heading: Option<u8> = None;
        for (at, item) in self.items.iter_mut().enumerate() {
            let is_other =
                |level| item.level < level || item.level == level && item.shows == Shows::Others;
            if bare.contains(&at) {
                heading = Some(item.level);
            } else if heading.is_some_and(is_other) {
                heading = None;
            } else if heading.is_some() {
                item.level = (item.level + 1).min(DEEPEST);
            }
        }
    }
}

fn named_items<'a>(node: Node<'a, 'a>) -> impl Iterator<Item = Node<'a, 'a>> {
    elements(node).filter(|inner| inner.tag_name().name() == "item")
}
