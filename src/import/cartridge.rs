//! Packages of course material with a list of what is in them: Common Cartridge (also as Canvas exports
//! it), SCORM, plain IMS content.
//!
//! **Invariant:** every entry of the contents has its section, in their order; what can't be read here is
//! named in its place.

mod address;
mod manifest;
mod part;
mod resource;

use std::collections::{HashMap, HashSet};

use roxmltree::Document as Tree;

use crate::course::block::{Block, Inline};
use crate::course::problem::quoted;
use crate::import::html::{self, Document, Places, Plain};
use crate::import::web::Reader;
use crate::import::{Files, Imported, Input, Refusal, WHOLE, package};
use crate::text::Clean;
use address::Addresses;
use manifest::{Item, Manifest, Shows};
use resource::Sort;

/// Is it a package with a list of what is in it?
pub fn knows(input: &Input) -> bool {
    match input {
        Input::File { .. } => false,
        Input::Files { files, .. } => manifest::name(*files).is_some(),
    }
}

/// Reads a package.
pub fn read(input: &Input) -> Result<Imported, Refusal> {
    let Input::Files { name, files } = *input else {
        let what = "a course package is a zip archive or a folder, and this is none";
        return Err(Refusal::new(what, "download it again"));
    };
    let manifest = manifest::read(files)?;
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let title = manifest.title.clone().unwrap_or_else(|| stem.to_owned());
    let addresses = Addresses::of(files, &manifest);
    let mut reader = Reader::titled(&title, stem, Some(files));
    reader.meaning = Box::new(move |address| addresses.meaning(address));
    describe(&mut reader, &manifest);
    let mut cartridge = Cartridge {
        reader: &mut reader,
        files,
        lists: lists(files),
        manifest: &manifest,
        done: HashSet::new(),
        pages: HashSet::new(),
        left: WHOLE,
        n_read: 0,
        n_beside: 0,
    };
    cartridge.all();
    if cartridge.n_read == 0 {
        return Err(nothing(&manifest));
    }
    let imported = reader.finish("the package")?;
    if is_played(&imported, &manifest, files) {
        return Err(Refusal::new(
            "what the package shows is drawn by programs, which Recto does not run; its pages themselves \
             say next to nothing",
            "ask who made it for the course as HTML, EPUB or text",
        ));
    }
    Ok(imported)
}

/// Do programs show what the package says? Players of slides (Storyline, Rise, Captivate) keep all words in
/// scripts; around them lie some pages that say that the course can’t be played, or has ended.
fn is_played(imported: &Imported, manifest: &Manifest, files: &dyn Files) -> bool {
    /// Words of such pages.
    const FEW: usize = 100;
    /// Scripts beside them. What a page needs to talk to its server is one or two.
    const SCRIPTS: usize = 3;
    let mut sorts = manifest.resources.iter().map(resource::sort);
    let is_of_pages = sorts.all(|sort| matches!(sort, Sort::Page | Sort::Picture | Sort::File));
    let is_script = |name: &&String| matches!(&*resource::ending(name), "js" | "swf");
    let n_scripts = files.names().iter().filter(is_script).take(SCRIPTS).count();
    let blocks = imported.sections.iter().flat_map(|section| &section.blocks);
    let words = blocks.map(|block| block.text().split_whitespace().count());
    let so_far = words.scan(0, |sum, n| {
        *sum += n;
        Some(*sum)
    });
    is_of_pages && n_scripts == SCRIPTS && so_far.into_iter().all(|sum| sum < FEW)
}

/// Why a package that was read through gave nothing.
fn nothing(manifest: &Manifest) -> Refusal {
    let sorts: HashSet<_> = manifest
        .resources
        .iter()
        .filter(|resource| !resource.files.is_empty() && resource::sort(resource) == Sort::Unknown)
        .map(|resource| quoted(&resource.sort))
        .collect();
    let mut sorts: Vec<_> = sorts.into_iter().take(5).collect();
    sorts.sort();
    let what = if sorts.is_empty() {
        "the package holds no page and no question".to_owned()
    } else {
        format!(
            "the package holds nothing that Recto can read yet; its parts are {}",
            sorts.join(", ")
        )
    };
    Refusal::new(what, "export the course as HTML, EPUB or Common Cartridge")
}

fn describe(reader: &mut Reader, manifest: &Manifest) {
    let course = &mut reader.course.course;
    let words = |words: &Option<String>| Clean::trimmed(words.as_deref().unwrap_or_default());
    course.language = words(&manifest.language);
    course.licence = words(&manifest.rights);
    if let Some(description) = &manifest.description {
        let document = Document::parse(description);
        course.description = html::blocks(document.body().children(), &mut Plain);
    }
    let title = course.title.to_string();
    for note in &manifest.notes {
        reader.course.note_at(&title, note);
    }
}

/// Where a part of the package comes in the course.
#[derive(Debug, Clone, Copy)]
enum Place {
    /// As an entry of the contents, at that level.
    Listed(u8),
    /// Behind all that the contents list.
    Beside,
}

/// A package while it is read.
struct Cartridge<'c, 'f> {
    reader: &'c mut Reader<'f>,
    files: &'f dyn Files,
    /// The lists in XML by the names of their files without folder and ending.
    lists: HashMap<&'f str, Vec<&'f str>>,
    manifest: &'c Manifest,
    /// Resources that have their section.
    done: HashSet<usize>,
    /// Pages that were read.
    pages: HashSet<String>,
    /// Bytes that may still be read.
    left: usize,
    /// Parts in which there was something to study.
    n_read: usize,
    /// Parts that the contents don't list.
    n_beside: usize,
}

impl Cartridge<'_, '_> {
    fn all(&mut self) {
        let parts = self.manifest.resources.iter();
        let parts = parts.filter(|resource| is_section(resource::sort(resource)));
        let parts = parts.filter_map(|resource| resource.main());
        self.reader.pages.extend(parts.map(str::to_owned));
        let pages = self.files.names().iter().filter(|name| is_page(name));
        self.reader.pages.extend(pages.cloned());
        let items = &self.manifest.items;
        for (at, item) in items.iter().enumerate() {
            let next = items.get(at + 1);
            self.item(item, next.is_some_and(|next| next.level > item.level));
        }
        self.beside();
        self.name_files();
    }

    /// An entry of the contents.
    fn item(&mut self, item: &Item, holds_others: bool) {
        let place = Place::Listed(item.level);
        match item.shows {
            Shows::Resource(at) if self.done.insert(at) => self.part(place, &item.title, at),
            Shows::Resource(at) => self.again(item, at),
            Shows::Others => {
                self.open(place, &item.title, "");
                if !holds_others {
                    self.missing("There is nothing under this heading in the package");
                }
            }
            Shows::Absent => {
                self.open(place, &item.title, "");
                self.missing("What belongs here is not in the package");
            }
        }
    }

    /// An entry that shows what was shown before: a link leads there.
    fn again(&mut self, item: &Item, at: usize) {
        self.open(Place::Listed(item.level), &item.title, "");
        let file = self.manifest.resources[at].main().unwrap_or_default();
        let line = vec![Inline {
            target: Some(Places::link(file, "")),
            ..Inline::plain(Clean::words("This has its place already."))
        }];
        self.reader.course.push(Block::Paragraph(line));
    }

    /// What the contents don't list: it comes last.
    fn beside(&mut self) {
        for (at, resource) in self.manifest.resources.iter().enumerate() {
            let is_whole = is_section(resource::sort(resource)) && !self.done.contains(&at);
            let was_read = resource
                .main()
                .is_some_and(|file| self.pages.contains(file));
            if is_whole && !was_read {
                self.done.insert(at);
                self.part(Place::Beside, "", at);
            }
        }
        for name in self.files.names() {
            if is_page(name) && !self.pages.contains(name) {
                self.page(Place::Beside, "", name);
            }
        }
        if self.n_beside > 0 && !self.manifest.items.is_empty() {
            let what = format!(
                "parts that the contents of the package don’t list come last ({})",
                self.n_beside
            );
            let title = self.reader.course.course.title.to_string();
            self.reader.course.note_at(&title, &what);
        }
    }

    /// Notes the files that have no place in the course.
    fn name_files(&mut self) {
        let resources = self.manifest.resources.iter().enumerate();
        let unread: Vec<_> = resources
            .filter(|(at, resource)| {
                matches!(resource::sort(resource), Sort::File | Sort::Unknown)
                    && !self.done.contains(at)
            })
            .filter_map(|(_, resource)| resource.main())
            .collect();
        if unread.is_empty() {
            return;
        }
        let names: Vec<_> = unread.iter().take(5).map(|name| quoted(name)).collect();
        let more = if unread.len() > 5 { " …" } else { "" };
        let what = format!(
            "files that can’t be read here did not come in ({}): {}{more}",
            unread.len(),
            names.join(", ")
        );
        let title = self.reader.course.course.title.to_string();
        self.reader.course.note_at(&title, &what);
    }

    /// Opens a section of that title, at the place of `file`.
    fn open(&mut self, place: Place, title: &str, file: &str) {
        let level = self.level(place);
        file.clone_into(&mut self.reader.file);
        self.reader.open(level, title);
    }

    /// The level of the next section. The first that the contents don't list gets a heading above it.
    fn level(&mut self, place: Place) -> u8 {
        match place {
            Place::Listed(level) => level,
            Place::Beside if self.manifest.items.is_empty() => 1,
            Place::Beside => {
                if self.n_beside == 0 {
                    self.reader.file.clear();
                    self.reader.open(1, "Beside the contents");
                }
                self.n_beside += 1;
                2
            }
        }
    }

    /// Says in the text, and notes, that something is missing.
    fn missing(&mut self, what: &str) {
        self.reader.course.push(Block::Callout {
            label: Clean::words("Missing"),
            title: None,
            blocks: vec![Block::Paragraph(vec![Inline::plain(Clean::trimmed(what))])],
        });
        self.reader.course.note(what);
    }

    /// A page's tree; notes why there is none.
    fn document(&mut self, file: &str) -> Option<Document> {
        let bytes = self.bytes(file)?;
        Some(self.reader.parse(file, &bytes))
    }

    /// The text of a list in XML; notes why there is none.
    fn list(&mut self, file: &str) -> Option<String> {
        let bytes = self.bytes(file)?;
        Some(package::decoded(&bytes))
    }

    /// The tree of a list; notes why there is none.
    fn tree<'t>(&mut self, text: Option<&'t str>, file: &str) -> Option<Tree<'t>> {
        package::tree(text?, file)
            .inspect_err(|refusal| self.reader.course.note_at(file, &refusal.what))
            .ok()
    }

    fn bytes(&mut self, file: &str) -> Option<Vec<u8>> {
        let why = match self.files.read(file) {
            Ok(bytes) if bytes.len() <= self.left => {
                self.left -= bytes.len();
                return Some(bytes.into_owned());
            }
            Ok(_) => format!("more than {} MB were read before it", WHOLE >> 20),
            Err(why) => why,
        };
        let what = format!("{} can’t be read: {why}", quoted(file));
        self.reader.course.note_at(file, &what);
        None
    }
}

fn lists(files: &dyn Files) -> HashMap<&str, Vec<&str>> {
    let mut lists: HashMap<_, Vec<_>> = HashMap::new();
    for name in files.names() {
        let file = name.rsplit('/').next().unwrap_or_default();
        if let Some((stem, "xml" | "xml.qti")) = file.split_once('.') {
            lists.entry(stem).or_default().push(name.as_str());
        }
    }
    lists
}

/// Has a part of that sort a section even where the contents don't list it?
fn is_section(sort: Sort) -> bool {
    matches!(
        sort,
        Sort::Page
            | Sort::Assignment
            | Sort::AssignmentList
            | Sort::Discussion
            | Sort::WebLink
            | Sort::Quiz
    )
}

fn is_page(name: &str) -> bool {
    matches!(&*resource::ending(name), "html" | "htm" | "xhtml")
}
