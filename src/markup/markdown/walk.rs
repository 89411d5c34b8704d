//! Walks through the parser's events and builds blocks.
//!
//! **Invariant:** every word of the text ends up in a block, but for cells beyond the last column;
//! what can't be shown as it was meant is reported where it stands.

mod leaf;

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Tag, TagEnd};

use crate::course::Footnote;
use crate::course::block::{Alignment, Block, Face, FaceKind, Inline, Table, Target};
use crate::course::check::Marks;
use crate::course::problem::quoted;
use crate::markup::markdown::frame::{Closed, DEEPEST, Frame, Opened, Stack};
use crate::markup::markdown::link::{self, Address};
use crate::markup::markdown::run::{Runs, Style};
use crate::markup::markdown::{Ground, Origin};
use crate::markup::report::Report;
use crate::text::{Clean, maths, slug};

/// The walk: what is open, and what is done.
#[derive(Debug)]
pub struct Walk<'a, 'r> {
    source: &'a str,
    origin: Origin,
    report: &'a mut Report<'r>,
    marks: &'a mut Marks,
    stack: Stack,
    leaf: Leaf,
    runs: Runs,
    faces: Faces,
    links: Vec<Option<usize>>,
    picture: Option<Picture>,
    table: Table,
    row: Vec<Vec<Inline>>,
    /// Code or HTML that is being gathered, and where it starts.
    raw: Option<(usize, Clean, String)>,
    /// Footnotes, and where each is written.
    footnotes: Vec<(usize, Footnote)>,
    labels: HashSet<String>,
    /// Labels of footnotes by their first mention.
    mentions: HashMap<String, usize>,
    slugs: Slugs,
    /// Does the next word start a line?
    at_line_start: bool,
    /// May this line be the head of a box?
    may_be_head: bool,
    /// The rest of a line that is dealt with already.
    skip_to: usize,
    is_too_deep: bool,
}

/// What the words that come belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Leaf {
    None,
    Paragraph,
    Heading(u8),
    Cell,
    Term,
}

/// How many of each are open.
#[derive(Debug, Default)]
struct Faces {
    emphasis: usize,
    strong: usize,
    struck: usize,
    /// Raised and lowered, innermost last.
    kinds: Vec<FaceKind>,
}

/// A picture whose alternative text is being gathered.
#[derive(Debug)]
struct Picture {
    path: String,
    title: String,
    alternative: String,
    at: usize,
    /// Pictures inside of its alternative text.
    depth: usize,
}

/// Names of headings, each used once.
#[derive(Debug, Default)]
pub struct Slugs {
    used: HashSet<String>,
    counts: HashMap<String, usize>,
}

impl Slugs {
    /// The name of the next heading, which says this.
    pub fn name(&mut self, heading: &str) -> Clean {
        let mut slug = slug::slug(heading);
        if slug.is_empty() {
            slug.push_str("heading");
        }
        let mut name = slug.clone();
        while !self.used.insert(name.clone()) {
            let count = self.counts.entry(slug.clone()).or_default();
            *count += 1;
            name = format!("{slug}-{count}");
        }
        Clean::words(&name)
    }
}

impl<'a, 'r> Walk<'a, 'r> {
    /// A walk through the events of `source`.
    pub fn new(
        source: &'a str,
        origin: Origin,
        report: &'a mut Report<'r>,
        marks: &'a mut Marks,
    ) -> Self {
        Self {
            source,
            origin,
            report,
            marks,
            stack: Stack::default(),
            leaf: Leaf::None,
            runs: Runs::default(),
            faces: Faces::default(),
            links: Vec::new(),
            picture: None,
            table: Table::default(),
            row: Vec::new(),
            raw: None,
            footnotes: Vec::new(),
            labels: HashSet::new(),
            mentions: HashMap::new(),
            slugs: Slugs::default(),
            at_line_start: false,
            may_be_head: false,
            skip_to: 0,
            is_too_deep: false,
        }
    }

    /// Takes the next event, which stands at `range` of the source.
    pub fn take(&mut self, event: Event, range: &Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag, range),
            event => self.content(event, range.start),
        }
    }

    /// Blocks and footnotes, the latter by their first mention.
    pub fn finish(mut self) -> (Vec<Block>, Vec<Footnote>) {
        self.close_words();
        let mut ranked = Vec::new();
        for (at, note) in std::mem::take(&mut self.footnotes) {
            let rank = self.mentions.get(&*note.label).copied();
            if rank.is_none() {
                let what = format!(
                    "the text never mentions the footnote {}",
                    quoted(&note.label)
                );
                self.say(
                    at,
                    what,
                    &format!("write [^{}] where it belongs", note.label),
                );
            }
            ranked.push((rank.unwrap_or(usize::MAX), note));
        }
        ranked.sort_by_key(|(rank, _)| *rank);
        let footnotes = ranked.into_iter().map(|(_, note)| note).collect();
        (self.stack.finish(), footnotes)
    }

    fn say(&mut self, at: usize, what: impl Into<String>, advice: &str) {
        self.report.say(self.origin.at(at), what, advice);
    }

    fn start(&mut self, tag: Tag, range: &Range<usize>) {
        let at = range.start;
        match tag {
            Tag::Paragraph => self.open_words(range),
            Tag::Heading { level, .. } => self.open_leaf(Leaf::Heading(level as u8)),
            Tag::BlockQuote(_) => self.enter(Frame::Quote(None, at), at),
            Tag::List(start) => self.enter(Frame::List(start, Vec::new()), at),
            Tag::Item => self.enter(Frame::Item, at),
            Tag::DefinitionList => self.enter(Frame::Definitions(Vec::new()), at),
            Tag::DefinitionListTitle => self.open_leaf(Leaf::Term),
            Tag::DefinitionListDefinition => self.enter(Frame::Meaning, at),
            Tag::FootnoteDefinition(label) => {
                self.enter(Frame::Footnote(Clean::words(&label)), at);
            }
            Tag::CodeBlock(kind) => {
                let language = match &kind {
                    CodeBlockKind::Fenced(info) => info.split_whitespace().next().unwrap_or(""),
                    CodeBlockKind::Indented => "",
                };
                self.open_raw(at, Clean::words(language));
            }
            Tag::HtmlBlock | Tag::MetadataBlock(_) => self.open_raw(at, Clean::default()),
            Tag::Table(alignments) => {
                self.close_words();
                let alignments = alignments.into_iter().map(alignment).collect();
                self.table = Table {
                    alignments,
                    ..Table::default()
                };
            }
            Tag::TableHead | Tag::TableRow => self.row = Vec::new(),
            Tag::TableCell => self.open_leaf(Leaf::Cell),
            Tag::Emphasis => self.faces.emphasis += 1,
            Tag::Strong => self.faces.strong += 1,
            Tag::Strikethrough => self.faces.struck += 1,
            Tag::Superscript => self.faces.kinds.push(FaceKind::Superscript),
            Tag::Subscript => self.faces.kinds.push(FaceKind::Subscript),
            Tag::Link { dest_url, .. } => self.open_link(&dest_url, at),
            Tag::Image {
                dest_url, title, ..
            } => self.open_picture(&dest_url, &title, at),
        }
    }

    fn end(&mut self, tag: TagEnd, range: &Range<usize>) {
        match tag {
            TagEnd::Paragraph => self.close_words(),
            TagEnd::Heading(_) => self.close_heading(range.start),
            TagEnd::BlockQuote(_)
            | TagEnd::List(_)
            | TagEnd::Item
            | TagEnd::DefinitionList
            | TagEnd::DefinitionListDefinition
            | TagEnd::FootnoteDefinition => self.leave(range.start),
            TagEnd::DefinitionListTitle => {
                let term = self.take_line();
                self.stack.push_term(term);
            }
            TagEnd::CodeBlock => {
                if let Some((_, language, text)) = self.raw.take() {
                    let text = Clean::lines(text.strip_suffix('\n').unwrap_or(&text));
                    self.stack.push(Block::Code { language, text });
                }
            }
            TagEnd::HtmlBlock | TagEnd::MetadataBlock(_) => self.close_html(),
            TagEnd::Table => {
                let table = std::mem::take(&mut self.table);
                self.stack.push(Block::Table(table));
            }
            TagEnd::TableHead => self.table.header = std::mem::take(&mut self.row),
            TagEnd::TableRow => {
                self.count_cells(range);
                let mut row = std::mem::take(&mut self.row);
                row.resize(self.table.header.len(), Vec::new());
                self.table.rows.push(row);
            }
            TagEnd::TableCell => {
                let cell = self.take_line();
                self.row.push(cell);
            }
            TagEnd::Emphasis => self.faces.emphasis -= 1,
            TagEnd::Strong => self.faces.strong -= 1,
            TagEnd::Strikethrough => self.faces.struck -= 1,
            TagEnd::Superscript | TagEnd::Subscript => {
                self.faces.kinds.pop();
            }
            TagEnd::Link => {
                self.links.pop();
            }
            TagEnd::Image => self.close_picture(),
        }
    }

    fn content(&mut self, event: Event, at: usize) {
        if at < self.skip_to {
            return;
        }
        if let Some((_, _, raw)) = &mut self.raw {
            if let Event::Text(text) | Event::Html(text) = &event {
                raw.push_str(text);
            }
            return;
        }
        let formula = match &event {
            Event::InlineMath(tex) | Event::DisplayMath(tex) => self.formula(tex, at),
            _ => String::new(),
        };
        if let Some(picture) = &mut self.picture {
            match &event {
                Event::Text(text) | Event::Code(text) | Event::FootnoteReference(text) => {
                    picture.alternative.push_str(text);
                }
                Event::InlineMath(_) | Event::DisplayMath(_) => {
                    picture.alternative.push_str(&formula);
                }
                Event::SoftBreak | Event::HardBreak => picture.alternative.push(' '),
                _ => {}
            }
            return;
        }
        if event == Event::Rule {
            self.close_words();
            self.stack.push(Block::Rule);
            return;
        }
        if self.leaf == Leaf::None {
            self.open_words(&(at..self.source.len()));
        }
        let starts_line = std::mem::take(&mut self.at_line_start);
        match event {
            Event::Text(text) => {
                if !(starts_line && text.starts_with("{{") && self.place_question(at)) {
                    self.add(&text, None, at);
                }
            }
            Event::Code(text) => self.add(&text, Some(FaceKind::Code), at),
            Event::InlineMath(_) => self.add(&formula, Some(FaceKind::Maths), at),
            Event::DisplayMath(_) => self.runs.display(Clean::trimmed(&formula)),
            Event::SoftBreak | Event::HardBreak if self.close_head() => {}
            Event::SoftBreak => self.break_line(" ", at),
            Event::HardBreak => self.break_line("\n", at),
            Event::FootnoteReference(label) => self.mention(&label, at),
            Event::TaskListMarker(done) => {
                self.add(if done { "☑ " } else { "☐ " }, None, at);
                self.at_line_start = true;
            }
            Event::InlineHtml(tag) | Event::Html(tag) => self.inline_html(&tag, at),
            Event::Start(_) | Event::End(_) | Event::Rule => {}
        }
    }

    fn enter(&mut self, frame: Frame, at: usize) {
        self.close_words();
        if self.stack.enter(frame) == Opened::TooDeep && !self.is_too_deep {
            self.is_too_deep = true;
            let what = format!("more than {DEEPEST} lists and quotes lie in each other");
            self.say(
                at,
                what,
                "say it with less nesting; what lies deeper is shown on one level",
            );
        }
    }

    fn leave(&mut self, at: usize) {
        self.close_words();
        match self.stack.leave() {
            Closed::Block => {}
            Closed::Footnote(note) => {
                if !self.labels.insert(note.label.to_string()) {
                    let what = format!("the footnote {} is written twice", quoted(&note.label));
                    self.say(at, what, "give one of them another label");
                }
                self.footnotes.push((at, note));
            }
            Closed::StrayDescription(at) => {
                let what = "a [!DESCRIPTION] without a figure before it";
                self.say(
                    at,
                    what,
                    "put it straight behind its figure, with an empty line between",
                );
            }
        }
    }

    /// Names a row with more cells than the table has columns; the parser drops them.
    fn count_cells(&mut self, row: &Range<usize>) {
        let line = self.source[row.clone()].trim();
        let line = line.strip_prefix('|').unwrap_or(line);
        let bytes = line.as_bytes();
        let borders = memchr::memchr_iter(b'|', bytes).filter(|at| {
            let is_escaped = *at > 0 && bytes[at - 1] == b'\\';
            !is_escaped && at + 1 < bytes.len()
        });
        let (n_cells, n_columns) = (borders.count() + 1, self.table.header.len());
        if n_cells > n_columns {
            let what = format!("a row with {n_cells} cells in a table with {n_columns} columns");
            self.say(
                row.start,
                what,
                "write \\| for a | in a cell; what is too much is not shown",
            );
        }
    }

    fn open_leaf(&mut self, leaf: Leaf) {
        self.close_words();
        self.leaf = leaf;
    }

    /// Opens a paragraph, whether or not the parser calls it one.
    fn open_words(&mut self, range: &Range<usize>) {
        self.open_leaf(Leaf::Paragraph);
        self.at_line_start = true;
        self.may_be_head =
            self.source[range.clone()].starts_with("[!") && self.stack.is_at_quote_start();
    }

    fn open_raw(&mut self, at: usize, language: Clean) {
        self.close_words();
        self.raw = Some((at, language, String::new()));
    }

    fn open_link(&mut self, address: &str, at: usize) {
        if self.leaf == Leaf::None {
            self.open_words(&(at..self.source.len()));
        }
        let link = match link::address(address) {
            Address::Leads(target) => {
                let place = self.report.place(self.origin.at(at));
                self.marks
                    .links
                    .entry(target.clone())
                    .or_default()
                    .push(place);
                Some(self.runs.target(target))
            }
            Address::Lost(..) if self.origin.ground == Ground::Page => {
                let target = Target::Web(Clean::words(address));
                Some(self.runs.target(target))
            }
            Address::Lost(what, advice) => {
                self.say(at, what, advice);
                None
            }
        };
        self.links.push(link);
    }

    fn mention(&mut self, label: &str, at: usize) {
        let n_mentions = self.mentions.len();
        self.mentions.entry(label.to_owned()).or_insert(n_mentions);
        let target = Target::Footnote(Clean::words(label));
        let place = self.report.place(self.origin.at(at));
        self.marks
            .links
            .entry(target.clone())
            .or_default()
            .push(place);
        let link = self.runs.target(target);
        self.links.push(Some(link));
        self.add(label, Some(FaceKind::Superscript), at);
        self.links.pop();
    }

    /// A formula as text, or else as its source.
    fn formula(&mut self, tex: &str, at: usize) -> String {
        maths::readable(tex).unwrap_or_else(|| {
            if !tex.trim().is_empty() {
                let what = "a formula is shown as its source";
                let advice =
                    "a command in it isn't known, or something isn't closed; write it more simply";
                self.say(at, what, advice);
            }
            tex.to_owned()
        })
    }

    fn style(&self, kind: Option<FaceKind>) -> Style {
        let face = Face {
            emphasis: self.faces.emphasis > 0,
            strong: self.faces.strong > 0,
            struck: self.faces.struck > 0,
            kind: kind
                .or(self.faces.kinds.last().copied())
                .unwrap_or_default(),
        };
        Style {
            face,
            link: self.links.last().copied().flatten(),
        }
    }

    fn add(&mut self, words: &str, kind: Option<FaceKind>, at: usize) {
        let style = self.style(kind);
        self.runs.add(words, style, at);
    }

    fn break_line(&mut self, with: &str, at: usize) {
        if with == "\n" {
            self.runs.hard_break(self.style(None));
        } else {
            self.add(with, None, at);
        }
        self.at_line_start = true;
    }
}

fn alignment(alignment: pulldown_cmark::Alignment) -> Alignment {
    match alignment {
        pulldown_cmark::Alignment::Center => Alignment::Centre,
        pulldown_cmark::Alignment::Right => Alignment::Right,
        _ => Alignment::Left,
    }
}
