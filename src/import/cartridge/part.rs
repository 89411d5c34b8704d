//! The parts of a package: pages, things to do and to talk about, links, files, quizzes.
//!
//! **Invariant:** a part that the contents list has its section, whatever it is.

use roxmltree::Node;

use crate::course::block::{Block, Figure, Inline};
use crate::course::id::QuestionId;
use crate::course::problem::quoted;
use crate::course::question::{Kind, Question};
use crate::import::html::{self, Document, Guide as _};
use crate::import::package::{named, words};
use crate::import::qti;
use crate::text::Clean;

use super::manifest::Resource;
use super::resource::{self, Sort};
use super::{Cartridge, Place, is_page};

/// What is said of a page of which only a browser shows more than its title.
const PLAYED: &str = "A page that shows nothing without its program";

impl Cartridge<'_, '_> {
    /// Reads a resource into a section that is called so, or as it calls itself.
    pub(super) fn part(&mut self, place: Place, title: &str, at: usize) {
        let manifest = self.manifest;
        let resource = &manifest.resources[at];
        let main = resource.main().unwrap_or_default();
        match resource::sort(resource) {
            Sort::Page => self.pages(place, title, resource),
            Sort::Assignment => self.assignment(place, title, main),
            Sort::AssignmentList => self.task(place, title, main, "Assignment"),
            Sort::Discussion => self.task(place, title, main, "Discussion"),
            Sort::WebLink => self.web_link(place, title, main),
            Sort::Tool => self.tool(place, title, main),
            Sort::Quiz => self.quiz(place, title, resource),
            Sort::Picture => self.picture(place, title, main),
            Sort::File => {
                self.open(place, title, main);
                let name = main.rsplit('/').next().unwrap_or(main);
                self.missing(&format!("A file that can’t be read here: {}", quoted(name)));
            }
            Sort::Setting | Sort::Unknown => {
                self.open(place, title, main);
                let sort = quoted(&resource.sort);
                self.missing(&format!("A part of a sort that can’t be read here: {sort}"));
            }
        }
    }

    /// A page, and below it those that belong to it.
    fn pages(&mut self, place: Place, title: &str, resource: &Resource) {
        let main = resource.main().unwrap_or_default();
        self.page(place, title, main);
        let below = match place {
            Place::Listed(level) => Place::Listed(level.saturating_add(1)),
            Place::Beside => place,
        };
        for file in &resource.files {
            if is_page(file) && !self.pages.contains(file) {
                self.page_below(below, file);
            }
        }
    }

    /// A page that no entry of the contents shows: one that says nothing has no section.
    fn page_below(&mut self, place: Place, file: &str) {
        self.pages.insert(file.to_owned());
        let document = self.document(file);
        if let Some(document) = document.filter(says_something) {
            self.read(place, "", file, &document);
        }
    }

    /// A page.
    pub(super) fn page(&mut self, place: Place, title: &str, file: &str) {
        if matches!(place, Place::Beside) {
            self.page_below(place, file);
            return;
        }
        self.pages.insert(file.to_owned());
        match self.document(file) {
            Some(document) if says_something(&document) => {
                self.read(place, title, file, &document);
            }
            Some(_) => {
                self.open(place, title, file);
                self.missing(PLAYED);
            }
            None => {
                self.open(place, title, file);
                let name = quoted(file);
                self.missing(&format!("A page that is not in the package: {name}"));
            }
        }
    }

    fn read(&mut self, place: Place, title: &str, file: &str, document: &Document) {
        if document.meta("workflow_state") == Some("unpublished") {
            let what = "the page is not published; it was left out";
            self.reader.course.note_at(file, what);
            return;
        }
        let level = self.level(place);
        let title = Clean::trimmed(title);
        let before = self.reader.course.sections().len();
        if self.reader.page(level, &title, file, document) {
            self.n_read += 1;
        }
        let mut opened = self.reader.course.sections()[before..].iter();
        let is_empty =
            opened.all(|section| section.blocks.is_empty() && section.questions.is_empty());
        if is_empty && document.find("script").is_some() {
            self.missing(PLAYED);
        }
    }

    /// A page that says what to do.
    fn assignment(&mut self, place: Place, title: &str, file: &str) {
        self.pages.insert(file.to_owned());
        let Some(document) = self.document(file) else {
            self.open(place, title, file);
            self.missing("What is to be done here is not in the package");
            return;
        };
        let called = document.title().unwrap_or_default();
        // Canvas calls it `Assignment: Essay`.
        let called = called.strip_prefix("Assignment: ").unwrap_or(&called);
        self.open(place, first(title, called), file);
        self.activity("Assignment", &document, Vec::new());
    }

    /// Something to do or to talk about that is told in a list of its own.
    fn task(&mut self, place: Place, title: &str, file: &str, sort: &str) {
        let text = self.list(file);
        let tree = self.tree(text.as_deref(), file);
        let Some(tree) = tree else {
            self.open(place, first(title, sort), file);
            self.missing(&format!("A part that is broken: {}", quoted(file)));
            return;
        };
        let root = tree.root_element();
        let said = |name| named(root, name).next();
        let called = said("title").map(words).unwrap_or_default();
        self.open(place, first(title, &called), file);
        let html = said("text").map(characters).unwrap_or_default();
        let mut behind = Vec::new();
        for list in named(root, "attachments") {
            for attachment in named(list, "attachment") {
                let name = attachment.attribute("href").unwrap_or_default();
                let name = name.rsplit('/').next().unwrap_or_default();
                let line = Inline::plain(Clean::trimmed(&format!("Attached: {name}")));
                behind.push(Block::Paragraph(vec![line]));
            }
        }
        self.activity(sort, &Document::parse(&html), behind);
    }

    /// Something for the learner to do: the text of a page, and what stands behind it.
    fn activity(&mut self, title: &str, document: &Document, behind: Vec<Block>) {
        let mut prompt = self
            .reader
            .apart(|reader| html::blocks(document.body().children(), reader));
        prompt.extend(behind);
        if prompt.is_empty() {
            self.missing("Nothing says what is to be done here");
            return;
        }
        self.n_read += 1;
        let unnamed = QuestionId::new("question").expect("letters are fit");
        let question = Question {
            title: Some(Clean::words(title)),
            prompt,
            ..Question::new(unnamed, Kind::Activity)
        };
        self.reader.course.ask(title, question);
        for stray in std::mem::take(&mut self.reader.strayed) {
            self.reader.course.push(Block::Question(stray));
        }
    }

    fn web_link(&mut self, place: Place, title: &str, file: &str) {
        let text = self.list(file);
        let tree = self.tree(text.as_deref(), file);
        let root = tree.as_ref().map(roxmltree::Document::root_element);
        let called = root.and_then(|root| named(root, "title").next());
        let called = called.map(words).unwrap_or_default();
        self.open(place, first(title, first(&called, "Link")), file);
        let url = root.and_then(|root| named(root, "url").next());
        match url.and_then(|url| url.attribute("href")) {
            Some(address) => {
                let line = vec![Inline {
                    target: html::web(address),
                    ..Inline::plain(Clean::trimmed(address))
                }];
                self.reader.course.push(Block::Paragraph(line));
            }
            None => self.missing("A link that says no address"),
        }
    }

    fn tool(&mut self, place: Place, title: &str, file: &str) {
        let text = self.list(file);
        let tree = self.tree(text.as_deref(), file);
        let called = tree.as_ref().and_then(|tree| {
            let mut all = tree.descendants();
            all.find(|node| node.tag_name().name() == "title")
                .map(words)
        });
        let called = called.unwrap_or_default();
        self.open(place, first(title, &called), file);
        let named = first(&called, title);
        self.missing(&format!(
            "A program elsewhere, which can’t be had offline: {named}"
        ));
    }

    fn picture(&mut self, place: Place, title: &str, file: &str) {
        self.open(place, title, "");
        let document = Document::parse("");
        let address = super::address::encoded(file);
        let path = self.reader.picture(document.root(), &address);
        if path.is_empty() {
            let what = format!(
                "The picture did not come with the package: {}",
                first(title, file)
            );
            self.missing(&what);
            return;
        }
        let alternative = Clean::trimmed(first(title, "A picture"));
        self.reader.course.push(Block::Figure(Figure {
            path,
            alternative,
            caption: Vec::new(),
            description: Vec::new(),
        }));
        self.n_read += 1;
    }

    /// Questions, from the first of its files that has some.
    fn quiz(&mut self, place: Place, title: &str, resource: &Resource) {
        let manifest = self.manifest;
        let main = resource.main().unwrap_or_default();
        let names = self.files.names();
        // The list's names are those of the package already, where they are there at all.
        let is_there = |file: &&str| {
            names
                .binary_search_by(|name| name.as_str().cmp(file))
                .is_ok()
        };
        let meta = manifest.quiz_meta(resource).filter(is_there);
        let quizzes = manifest.quiz_files(resource).into_iter();
        let quizzes: Vec<_> = quizzes.filter(is_there).collect();
        let text = meta.and_then(|meta| self.list(meta));
        let meta = self.tree(text.as_deref(), meta.unwrap_or_default());
        let said = |name| named(meta.as_ref()?.root_element(), name).next();
        let called = said("title").map(words).unwrap_or_default();
        let title = first(title, &called);
        for file in quizzes {
            let text = self.list(file);
            let tree = self.tree(text.as_deref(), file);
            let Some(tree) = tree else {
                continue;
            };
            let banks = qti::banks(&tree);
            if !qti::has_items(&tree) && banks.is_empty() {
                continue;
            }
            self.open(place, first(title, first(qti::title(&tree), "Quiz")), main);
            if let Some(about) = said("description") {
                self.text_of(about);
            }
            qti::read(self.reader, &tree);
            for bank in banks {
                self.bank(bank);
            }
            self.n_read += 1;
            return;
        }
        self.open(place, first(title, "Quiz"), main);
        self.missing("A quiz without questions");
    }

    /// The questions of a bank that a quiz draws from.
    fn bank(&mut self, bank: &str) {
        for file in self.lists.get(bank).cloned().unwrap_or_default() {
            let text = self.list(file);
            let tree = self.tree(text.as_deref(), file);
            if let Some(tree) = tree.filter(qti::has_items) {
                qti::read(self.reader, &tree);
                return;
            }
        }
        self.missing("Questions are drawn from a bank that is not in the package");
    }

    /// Adds HTML that stands in an element of a list.
    fn text_of(&mut self, node: Node) {
        let document = Document::parse(&characters(node));
        let blocks = self
            .reader
            .apart(|reader| html::blocks(document.body().children(), reader));
        for block in blocks {
            self.reader.course.push(block);
        }
    }
}

/// The characters of an element, as they are.
fn characters(node: Node) -> String {
    let texts = node.descendants().filter(Node::is_text);
    texts.filter_map(|text| text.text()).collect()
}

/// The first, if it says anything.
fn first<'a>(words: &'a str, spare: &'a str) -> &'a str {
    if words.trim().is_empty() {
        spare
    } else {
        words
    }
}

fn says_something(document: &Document) -> bool {
    let body = document.body();
    let shows = |node: &html::Node| matches!(node.name(), "img" | "math" | "video" | "audio");
    !body.words().is_empty() || body.find(shows).is_some()
}
