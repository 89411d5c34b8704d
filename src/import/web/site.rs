//! A folder of pages becomes a course, and so does a single page.
//!
//! **Invariant:** each page is read once: as a section, or where a link to it stands.

use std::collections::HashSet;

use crate::course::block::Target;
use crate::import::epub::chapter::Pages;
use crate::import::epub::outline::is_asked;
use crate::import::html::{self, Document, Guide, Node, Reading};
use crate::import::{Files, Imported, Refusal, WHOLE};
use crate::text::Clean;

use super::contents::{self, Entry};
use super::reader::Reader;
use super::{MOST_PAGES, furniture, has_page_name, main_part, question, stem};

/// Reads all pages of a folder.
pub fn read(name: &str, files: &dyn Files) -> Result<Imported, Refusal> {
    let mut pages: Vec<_> = files
        .names()
        .iter()
        .filter(|name| has_page_name(name))
        .cloned()
        .collect();
    if pages.len() > MOST_PAGES {
        let what = format!("there are more than {MOST_PAGES} pages");
        return Err(Refusal::new(what, "import a part of them"));
    }
    let mut reader = Reader::new(name, Some(files));
    let mut site = Site {
        reader: &mut reader,
        files,
        left: WHOLE,
    };
    for page in pages.extract_if(.., |page| is_printed(page, files)) {
        let what = "it holds all other pages once more, to be printed, and was left out";
        site.reader.course.note_at(&page, what);
    }
    match &pages[..] {
        [page] => {
            if let Some(document) = site.page(page) {
                site.reader.single(page, &document);
            }
        }
        pages => site.read(pages),
    }
    reader.finish("the folder")
}

/// Is it the page that mdBook makes of all others?
fn is_printed(page: &str, files: &dyn Files) -> bool {
    let Some(folder) = page.strip_suffix("print.html") else {
        return false;
    };
    let has = |name: &str| {
        let name = format!("{folder}{name}");
        files.names().binary_search(&name).is_ok()
    };
    // By what it always writes beside it.
    (folder.is_empty() || folder.ends_with('/')) && has("index.html") && has("toc.html")
}

struct Site<'s, 'f> {
    reader: &'s mut Reader<'f>,
    files: &'f dyn Files,
    /// Bytes that may still be read.
    left: usize,
}

impl Site<'_, '_> {
    fn read(&mut self, pages: &[String]) {
        let index = pages
            .iter()
            .filter(|page| matches!(stem(page), "index" | "default" | "contents"))
            .min_by_key(|page| page.matches('/').count());
        let start = index.and_then(|index| Some((index, self.page(index)?)));
        let mut entries = Vec::new();
        if let Some((index, document)) = &start {
            entries = contents::of(document, index);
            let title = document.title();
            let other = pages.iter().find(|page| *page != *index);
            let shared = other.and_then(|other| {
                let other = self.page(other)?.title()?;
                name_of_site(title.as_ref()?, &other)
            });
            let title = shared.or(title);
            let title = title.or_else(|| Some(heading(document)?.words()));
            let title = title.unwrap_or_default();
            self.reader.rename(&title);
            self.reader.about(document);
        }
        let is_listed: HashSet<_> = entries
            .iter()
            .filter_map(|entry| entry.page.clone())
            .filter(|page| pages.binary_search(page).is_ok())
            .collect();
        let others: Vec<_> = pages
            .iter()
            .filter(|page| !is_listed.contains(*page) && Some(*page) != index)
            .collect();
        for page in &others {
            let name = stem(page).to_lowercase();
            if name.contains("transcript") || name.contains("description") {
                self.reader.notes_of.insert((*page).clone(), false);
            } else {
                self.reader.pages.insert((*page).clone());
            }
        }
        self.reader.pages.extend(is_listed);
        if let Some((index, document)) = start {
            self.start(index, &document);
        }
        for entry in entries {
            self.entry(&entry);
        }
        for page in others {
            if self.reader.notes_of.get(page) != Some(&true) {
                self.entry(&Entry {
                    level: 1,
                    title: Clean::default(),
                    page: Some(page.clone()),
                });
            }
        }
    }

    /// The page that lists the others, if it says anything else.
    fn start(&mut self, file: &str, document: &Document) {
        let root = main_part::of(document);
        if document
            .root()
            .find(|node| node.has_class("oucontent-contents"))
            .is_some()
        {
            return;
        }
        let n_linked: usize = root
            .descendants()
            .filter(|node| node.name() == "a")
            .map(|link| link.words().split_whitespace().count())
            .sum();
        if root.words().split_whitespace().count() > 2 * n_linked + 20 {
            self.reader.pages.insert(file.to_owned());
            file.clone_into(&mut self.reader.file);
            let title = self.reader.course.course.title.to_string();
            let nodes: Vec<_> = root.children().collect();
            self.reader.chapter(1, &title, &nodes);
        }
    }

    fn entry(&mut self, entry: &Entry) {
        if let Some(page) = &entry.page
            && !self.reader.pages.contains(page)
        {
            self.reader.file.clear();
            self.reader.open(entry.level, &entry.title);
            self.reader.course.note("its page did not come along");
            return;
        }
        let Some(page) = &entry.page else {
            self.reader.file.clear();
            self.reader.open(entry.level, &entry.title);
            return;
        };
        let Some(document) = self.page(page) else {
            return;
        };
        self.reader.page(entry.level, &entry.title, page, &document);
    }

    /// A page's tree; notes why there is none.
    fn page(&mut self, file: &str) -> Option<Document> {
        let bytes = match self.files.read(file) {
            Ok(bytes) if bytes.len() <= self.left => bytes,
            Ok(_) => {
                let what = format!(
                    "more than {} MB of pages; the rest was left out",
                    WHOLE >> 20
                );
                self.reader.course.note_at(file, &what);
                return None;
            }
            Err(why) => {
                self.reader
                    .course
                    .note_at(file, &format!("the page can’t be read: {why}"));
                return None;
            }
        };
        self.left -= bytes.len();
        Some(self.reader.parse(file, &bytes))
    }
}

/// The nodes of a page's text without its title: where that lies deeper, what it lies in is opened.
fn without<'d>(root: Node<'d>, title: Option<Node<'d>>) -> Vec<Node<'d>> {
    let mut nodes: Vec<_> = root.children().collect();
    let Some(title) = title else {
        return nodes;
    };
    while let Some(at) = nodes.iter().position(|node| {
        let end = node.index() + node.descendants().count();
        (node.index()..end).contains(&title.index())
    }) {
        let around = nodes[at];
        if around == title {
            nodes.remove(at);
            break;
        }
        nodes.splice(at..=at, around.children());
    }
    nodes
}

/// The first heading of the text.
fn heading(document: &Document) -> Option<Node<'_>> {
    let root = main_part::of(document);
    root.find(|node| node.name() == "h1" && !node.words().is_empty())
}

impl Reader<'_> {
    /// Reads a page as a section that is called so, or as the page calls itself. Says no of one that says
    /// nothing.
    pub fn page(&mut self, level: u8, title: &Clean, file: &str, document: &Document) -> bool {
        file.clone_into(&mut self.file);
        let root = main_part::of(document);
        let head = root.find(|node| node.name() == "h1" && !node.words().is_empty());
        let title = match head {
            _ if !title.is_empty() => title.clone(),
            Some(head) => head.words(),
            None => document
                .title()
                .unwrap_or_else(|| Clean::trimmed(stem(file))),
        };
        let nodes = without(root, head.filter(|head| head.words() == title));
        let says_something = !(nodes.is_empty() && root.words().is_empty());
        if says_something {
            self.chapter(level, &title, &nodes);
        }
        says_something
    }

    /// Reads a page as a course of its own, a section for each of its main headings.
    pub fn single(&mut self, file: &str, document: &Document) {
        let root = main_part::of(document);
        file.clone_into(&mut self.file);
        let head = heading(document);
        let title = document.title();
        let name = match (&head, &title) {
            (Some(head), Some(title)) => course_title(&head.words(), title),
            (Some(head), None) => head.words(),
            (None, title) => title.clone().unwrap_or_default(),
        };
        self.rename(&name);
        self.about(document);
        let is_whole =
            |node: Node| question::sort(node).is_some() || is_asked(node) || is_set_apart(node);
        let all = html::sections(root, 6, is_whole);
        let mut levels: Vec<_> = all
            .iter()
            .map(|part| part.level)
            .filter(|n| *n > 0)
            .collect();
        // A heading above all others is the title; what it names is what its page is about.
        let is_one_top = all.iter().filter(|part| part.level == 1).take(2).count() == 1;
        if is_one_top && head.is_some_and(|head| head.words() == name) {
            levels.retain(|level| *level > 1);
        }
        levels.sort_unstable();
        levels.dedup();
        let deepest = levels.get(1).or(levels.first()).copied().unwrap_or(1);
        let is_openlearn = furniture::is_openlearn(root);
        // Made once: to find a page's notes takes as long as the page is.
        let mut pages = Pages::of(self, document);
        for part in html::sections(root, deepest, is_whole) {
            let level = levels.iter().position(|level| *level == part.level);
            let level = level.map_or(1, |at| u8::try_from(at + 1).unwrap_or(1));
            let nodes: Vec<_> = part
                .nodes
                .into_iter()
                .filter(|node| !node.is_element() || !furniture::is_furniture(*node))
                .collect();
            let title = part.heading.map_or_else(|| name.clone(), Node::words);
            let is_title = part.level == 0 || part.level == 1 && is_one_top && title == name;
            if is_title && nodes.iter().all(|node| node.words().is_empty()) {
                continue;
            }
            if is_openlearn {
                pages.reader.entry(level, &title, &nodes);
            } else {
                pages.section(level, &title, &nodes);
            }
            if let Some(id) = part.heading.and_then(Node::id) {
                pages.reader.name_id(file, id);
            }
        }
    }

    /// What a page says of the whole: language, authors, rights.
    pub fn about(&mut self, document: &Document) {
        let course = &mut self.course.course;
        if let Some(language) = document.language() {
            course.language = Clean::trimmed(language);
        }
        if let Some(author) = document.meta("author") {
            course.authors.push(Clean::trimmed(author));
        }
        let links = document
            .root()
            .descendants()
            .filter(|node| node.name() == "a");
        let licences = links.filter_map(|node| licence(node.attribute("href")?));
        if let Some(licence) = licences.into_iter().next() {
            course.licence = licence;
        }
        let canonical = document.root().find(|node| {
            node.name() == "link" && node.attribute("rel") == Some("canonical")
                || node.name() == "a" && node.attribute("rel") == Some("cc:attributionURL")
        });
        let address = canonical.and_then(|node| node.attribute("href"));
        if let Some(Target::Web(address)) = address.and_then(html::web) {
            course.source = address;
        }
        let rights = document
            .root()
            .find(|node| node.has_class("oucontent-copyright"));
        if let Some(rights) = rights {
            let blocks = html::blocks(rights.children(), &mut WordsAlone);
            self.course.course.acknowledgements.extend(blocks);
        }
    }
}

/// Reads words, without the signs and logos among them.
struct WordsAlone;

impl Guide for WordsAlone {
    fn element(&mut self, node: Node) -> Reading {
        match node.name() {
            "img" | "svg" => Reading::Skipped,
            _ => Reading::Usual,
        }
    }

    fn note(&mut self, _what: &str) {}
}

/// Headings in these are no headings of the page.
fn is_set_apart(node: Node) -> bool {
    furniture::is_furniture(node)
        || node.attribute("class").is_some_and(|class| {
            class
                .split_ascii_whitespace()
                .any(|word| word.starts_with("oucontent-s-") || word.starts_with("oucontent-saq"))
        })
}

/// The short name of the Creative Commons licence that an address leads to.
fn licence(address: &str) -> Option<Clean> {
    let (_, path) = address.split_once("creativecommons.org/licenses/")?;
    let mut parts = path.split(['/', '?']);
    let name = parts.next()?.to_uppercase();
    let version = parts.next().unwrap_or_default();
    Some(Clean::trimmed(&format!("CC {name} {version}")))
}

/// What the titles of two pages end with behind a dash or a bar, `Notation - The Reference`: what both are
/// of. On OpenLearn that is the site, and the title is the course's already.
fn name_of_site(one: &Clean, other: &Clean) -> Option<Clean> {
    const BETWEEN: [&str; 4] = [" - ", " | ", " – ", " — "];
    let behind = |title: &Clean| {
        let between = BETWEEN.iter();
        between
            .filter_map(|mark| Some(Clean::trimmed(title.rsplit_once(mark)?.1)))
            .min_by_key(|name| name.len())
    };
    let name = behind(one).filter(|name| !name.is_empty() && behind(other).as_ref() == Some(name));
    name.filter(|name| !name.to_lowercase().contains("openlearn"))
}

/// The title of the course that a page is of: what its title says beside the page's own heading.
fn course_title(heading: &Clean, title: &Clean) -> Clean {
    let is_between =
        |c: char| c.is_whitespace() || matches!(c, '-' | '–' | '—' | '|' | ':' | '·' | '»');
    let Some((before, behind)) = title.split_once(&**heading) else {
        return heading.clone();
    };
    let before = before.trim_matches(is_between);
    if before.is_empty() || behind.trim_matches(is_between).len() > before.len() {
        return heading.clone();
    }
    Clean::trimmed(before)
}
