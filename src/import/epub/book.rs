//! What a book says of itself: its title, its files in reading order, its contents.
//!
//! **Invariant:** a file that is named and isn't there is told, and the others are read.

use std::collections::{HashMap, HashSet};

use roxmltree::Node;

use crate::course::problem::quoted;
use crate::import::html::{self, Document, Syntax};
use crate::import::package::{self, elements, named, words};
use crate::import::{Files, Refusal};

/// Where a book says where its package is.
pub const CONTAINER: &str = "META-INF/container.xml";
/// Chapters of a book.
const MOST: usize = 10_000;
/// Lists that lie in one another in the contents.
const DEEPEST: u8 = 9;

/// What a book says of itself.
#[derive(Debug, Default)]
pub struct Book {
    /// What it is called.
    pub title: Option<String>,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// A tag of the language that it is in.
    pub language: Option<String>,
    /// Its rights.
    pub rights: Option<String>,
    /// Where it comes from.
    pub source: Option<String>,
    /// What it is about.
    pub description: Option<String>,
    /// Its chapters, in reading order; what stands beside the flow comes last.
    pub chapters: Vec<Chapter>,
    /// What was left out, each a sentence without its full stop.
    pub notes: Vec<String>,
}

/// A file of the book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chapter {
    /// Its name in the archive.
    pub path: String,
    /// What the contents call it.
    pub title: Option<String>,
    /// How deep it lies in the contents: 1 is the top.
    pub level: u8,
    /// Is it read only when a link leads to it?
    pub is_aside: bool,
    /// Ids in it that the contents list, with how deep they lie in the contents.
    pub listed: HashMap<String, u8>,
}

/// An entry of the contents.
struct Entry {
    path: String,
    id: String,
    title: String,
    level: u8,
}

/// An entry of the package's list of files.
struct Item {
    path: String,
    media: String,
    properties: String,
}

/// Reads what a book says of itself.
pub fn read(files: &dyn Files) -> Result<Book, Refusal> {
    refuse_locked(files)?;
    let container = package::text(files, CONTAINER)?;
    let container = package::tree(&container, CONTAINER)?;
    let roots = container
        .descendants()
        .filter(|node| node.tag_name().name() == "rootfile");
    let roots: Vec<_> = roots
        .filter_map(|root| Some((root.attribute("media-type"), root.attribute("full-path")?)))
        .collect();
    let is_package =
        |(media, _): &&(Option<&str>, &str)| *media == Some("application/oebps-package+xml");
    let root = roots.iter().find(is_package).or(roots.first());
    let (_, path) = root.ok_or_else(|| {
        let what = format!("{CONTAINER} of the book names no package");
        Refusal::new(what, "download it again")
    })?;
    let path = package::known(files, path).unwrap_or(path).to_owned();
    let text = package::text(files, &path)?;
    let package = package::tree(&text, &path)?;
    let mut book = Book::default();
    if roots.len() > 1 {
        let what = format!(
            "the archive holds {} editions of the book; the first is read",
            roots.len()
        );
        book.notes.push(what);
    }
    let root = package.root_element();
    if let Some(metadata) = named(root, "metadata").next() {
        book.describe(metadata);
    }
    let items = items(root, &path);
    book.spine(root, &items, files);
    if book.chapters.is_empty() {
        let what = "the book’s package names no chapter";
        return Err(Refusal::new(what, "download it again"));
    }
    book.contents(root, &items, files);
    Ok(book)
}

/// A book whose chapters are encrypted can't be read; that fonts are is no matter.
fn refuse_locked(files: &dyn Files) -> Result<(), Refusal> {
    const NAME: &str = "META-INF/encryption.xml";
    if package::known(files, NAME).is_none() {
        return Ok(());
    }
    let text = package::text(files, NAME)?;
    let tree = package::tree(&text, NAME)?;
    let methods = tree
        .descendants()
        .filter(|node| node.tag_name().name() == "EncryptionMethod");
    let mut methods = methods.filter_map(|method| method.attribute("Algorithm"));
    let is_font = |method: &str| {
        method.contains("idpf.org/2008/embedding") || method.contains("ns.adobe.com/pdf/enc")
    };
    match methods.find(|method| !is_font(method)) {
        Some(_) => Err(Refusal::new(
            "the book is locked (it is under digital rights management)",
            "get it without, or read it in its seller’s program",
        )),
        None => Ok(()),
    }
}

fn items<'a>(root: Node<'a, 'a>, package: &str) -> HashMap<&'a str, Item> {
    let manifest = named(root, "manifest").flat_map(|manifest| named(manifest, "item"));
    let items = manifest.filter_map(|item| {
        let (path, _) = html::resolve(package, item.attribute("href")?)?;
        let item_of = |name| item.attribute(name).unwrap_or_default().to_owned();
        Some((
            item.attribute("id")?,
            Item {
                path,
                media: item_of("media-type"),
                properties: item_of("properties"),
            },
        ))
    });
    // Of two with one id the first counts.
    let mut out = HashMap::new();
    for (id, item) in items {
        out.entry(id).or_insert(item);
    }
    out
}

impl Book {
    fn describe(&mut self, metadata: Node) {
        for element in elements(metadata) {
            let text = words(element);
            let is_none = text.is_empty()
                || text == "unknown"
                || (text.starts_with("No ") && text.trim_end_matches('.').ends_with("provided"));
            if is_none {
                continue;
            }
            let place = match element.tag_name().name() {
                "title" => &mut self.title,
                "language" => &mut self.language,
                "rights" => &mut self.rights,
                "source" => &mut self.source,
                "description" => &mut self.description,
                "creator" => {
                    self.authors.push(text);
                    continue;
                }
                "identifier" if text.starts_with("http") && self.source.is_none() => {
                    &mut self.source
                }
                _ => continue,
            };
            if place.is_none() {
                *place = Some(text);
            }
        }
    }

    fn spine(&mut self, root: Node, items: &HashMap<&str, Item>, files: &dyn Files) {
        let refs = named(root, "spine").flat_map(|spine| elements(spine));
        let mut aside = Vec::new();
        let mut seen = HashSet::new();
        for entry in refs.take(MOST) {
            let Some(item) = entry.attribute("idref").and_then(|id| items.get(id)) else {
                let id = entry.attribute("idref").unwrap_or_default();
                self.notes.push(format!(
                    "the chapter {} is named and not listed",
                    quoted(id)
                ));
                continue;
            };
            let is_page = item.media.contains("html") || item.media.is_empty();
            let known = package::known(files, &item.path);
            let is_double = known.is_some_and(|path| !seen.insert(path));
            match known {
                _ if is_double || item.properties.contains("nav") => {}
                None => self.notes.push(format!(
                    "the chapter {} is named and not there",
                    quoted(&item.path)
                )),
                Some(_) if !is_page => {
                    let what = format!(
                        "{} is no page ({})",
                        quoted(&item.path),
                        quoted(&item.media)
                    );
                    self.notes.push(what);
                }
                Some(path) => {
                    let is_aside = entry.attribute("linear") == Some("no");
                    let chapter = Chapter {
                        path: path.to_owned(),
                        title: None,
                        level: 1,
                        is_aside,
                        listed: HashMap::new(),
                    };
                    if is_aside {
                        aside.push(chapter);
                    } else {
                        self.chapters.push(chapter);
                    }
                }
            }
        }
        self.chapters.append(&mut aside);
    }

    /// Titles and levels of chapters, from the contents of EPUB 3, else from those of EPUB 2.
    fn contents(&mut self, root: Node, items: &HashMap<&str, Item>, files: &dyn Files) {
        let nav = items
            .values()
            .find(|item| item.properties.split_whitespace().any(|word| word == "nav"));
        let mut entries = Vec::new();
        if let Some(nav) = nav.and_then(|nav| package::known(files, &nav.path))
            && let Ok(bytes) = files.read(nav)
        {
            let text = crate::import::encoding::read(&bytes, None).text;
            navigation(&Document::parse_as(&text, Syntax::Xhtml), nav, &mut entries);
        }
        let toc = named(root, "spine").find_map(|spine| items.get(spine.attribute("toc")?));
        let toc = toc.or_else(|| {
            items
                .values()
                .find(|item| item.media == "application/x-dtbncx+xml")
        });
        if entries.is_empty()
            && let Some(ncx) = toc.and_then(|ncx| package::known(files, &ncx.path))
            && let Ok(text) = package::text(files, ncx)
            && let Ok(tree) = package::tree(&text, ncx)
        {
            points(tree.root_element(), ncx, &mut entries);
            if self.title.is_none() {
                let title = tree
                    .descendants()
                    .find(|node| node.tag_name().name() == "docTitle");
                self.title = title.map(words).filter(|title| !title.is_empty());
            }
        }
        let mut indexes = HashMap::new();
        for (at, chapter) in self.chapters.iter().enumerate() {
            indexes.insert(chapter.path.to_lowercase(), at);
        }
        let mut named = HashSet::new();
        for entry in entries {
            let Some(at) = indexes.get(&entry.path.to_lowercase()) else {
                continue;
            };
            let chapter = &mut self.chapters[*at];
            // The first entry that leads to a file is the file's own.
            if named.insert(*at) {
                chapter.title = Some(entry.title).filter(|title| !title.is_empty());
                chapter.level = entry.level;
            }
            if !entry.id.is_empty() {
                chapter.listed.entry(entry.id).or_insert(entry.level);
            }
        }
    }
}

/// The entries of a navigation document.
fn navigation(document: &Document, file: &str, out: &mut Vec<Entry>) {
    let is_toc = |node: &html::Node| node.name() == "nav" && node.says("epub:type", "toc");
    let root = document.root();
    let toc = root
        .find(is_toc)
        .or_else(|| root.find(|node| node.name() == "nav"));
    let Some(toc) = toc else { return };
    for link in toc.descendants().filter(|node| node.name() == "a") {
        let place = link
            .attribute("href")
            .and_then(|href| html::resolve(file, href));
        let Some((path, id)) = place else { continue };
        let inside = link.ancestors().take_while(|outer| *outer != toc);
        let level = inside.filter(|outer| outer.name() == "ol").count();
        let level = u8::try_from(level).unwrap_or(DEEPEST).clamp(1, DEEPEST);
        out.push(Entry {
            path,
            id,
            title: link.words().to_string(),
            level,
        });
    }
}

/// The entries of the contents of EPUB 2.
fn points(root: Node, file: &str, out: &mut Vec<Entry>) {
    for point in root
        .descendants()
        .filter(|node| node.tag_name().name() == "navPoint")
    {
        let label = named(point, "navLabel")
            .next()
            .map(words)
            .unwrap_or_default();
        let source = named(point, "content").find_map(|content| content.attribute("src"));
        let Some((path, id)) = source.and_then(|source| html::resolve(file, source)) else {
            continue;
        };
        let level = point.ancestors().take(usize::from(DEEPEST) + 2);
        let level = level
            .filter(|outer| outer.tag_name().name() == "navPoint")
            .count();
        out.push(Entry {
            path,
            id,
            title: label,
            level: u8::try_from(level).unwrap_or(DEEPEST).clamp(1, DEEPEST),
        });
    }
}
