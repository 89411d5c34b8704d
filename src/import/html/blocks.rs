//! Elements that stand by themselves: paragraphs, headings, quotations, boxes, code.
//!
//! **Invariant:** an element that isn't known is transparent: what lies in it is read as if it stood there
//! itself. No visible word is lost.

use crate::course::block::{Block, FaceKind, Inline};
use crate::import::flat;
use crate::import::flow::{Flow, Style};
use crate::text::Clean;
use crate::text::slug::slug;

use super::{Guide, Node, Reading};

/// Nodes as blocks, in the order in which they are given.
pub fn blocks<'d>(nodes: impl IntoIterator<Item = Node<'d>>, guide: &mut dyn Guide) -> Vec<Block> {
    let mut flow = Flow::default();
    let nodes: Vec<_> = nodes.into_iter().collect();
    Writer { guide }.nodes(&nodes, &mut flow, Style::default());
    let mut blocks = flow.finish();
    for block in &mut blocks {
        block.each_line(&mut tidy);
    }
    blocks.retain(|block| !is_blank(block));
    blocks
}

/// Nodes as one line: what stood on lines of its own is parted by breaks.
pub fn line<'d>(nodes: impl IntoIterator<Item = Node<'d>>, guide: &mut dyn Guide) -> Vec<Inline> {
    flat::line(blocks(nodes, guide))
}

/// Writes elements into a flow.
pub(super) struct Writer<'g> {
    pub guide: &'g mut dyn Guide,
}

impl Writer<'_> {
    /// Adds nodes that stand side by side.
    pub fn nodes(&mut self, nodes: &[Node], flow: &mut Flow, style: Style) {
        let mut rest = nodes;
        while let Some((first, behind)) = rest.split_first() {
            let n_items = super::lists::loose_items(rest);
            if n_items > 0 {
                let (items, behind) = rest.split_at(n_items);
                self.loose_list(items, flow, style);
                rest = behind;
                continue;
            }
            match first.text() {
                Some(text) => flow.text(text, style),
                None => self.element(*first, flow, style),
            }
            rest = behind;
        }
    }

    /// Adds what lies in an element.
    pub fn children(&mut self, node: Node, flow: &mut Flow, style: Style) {
        let nodes: Vec<_> = node.children().collect();
        self.nodes(&nodes, flow, style);
    }

    /// What lies in an element, as blocks.
    pub fn inner(&mut self, node: Node) -> Vec<Block> {
        let mut flow = Flow::default();
        self.children(node, &mut flow, Style::default());
        flow.finish()
    }

    /// What lies in an element, as a line.
    pub fn inner_line(&mut self, node: Node) -> Vec<Inline> {
        let mut line = flat::line(self.inner(node));
        tidy(&mut line);
        line
    }

    /// Adds an element.
    pub fn element(&mut self, node: Node, flow: &mut Flow, style: Style) {
        if is_unseen(node) {
            return;
        }
        match self.guide.element(node) {
            Reading::Usual => {}
            Reading::Skipped => return,
            Reading::Children => {
                self.children(node, flow, style);
                return;
            }
            Reading::Blocks(blocks) => {
                flow.end_line();
                flow.blocks.extend(blocks);
                return;
            }
            Reading::Line(line) => {
                for inline in line {
                    flow.push(inline);
                }
                return;
            }
        }
        if node.has("hidden") || is_styled_away(node) {
            // Answers are hidden so, until somebody asks for them.
            self.guide.note("what the page hides at first is shown");
        }
        if !self.inline(node, flow, style) {
            self.block(node, flow, style);
        }
    }

    fn block(&mut self, node: Node, flow: &mut Flow, style: Style) {
        match node.name() {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                flow.end_line();
                flow.blocks.extend(self.heading(node));
            }
            "ul" | "ol" | "menu" | "dir" => {
                flow.end_line();
                flow.blocks.extend(self.list(node));
            }
            "dl" => {
                flow.end_line();
                flow.blocks.extend(self.definitions(node));
            }
            "table" => {
                flow.end_line();
                self.table(node, flow);
            }
            "blockquote" => {
                flow.end_line();
                let quote = self.quote(node);
                flow.block(quote);
            }
            "pre" | "listing" | "xmp" | "plaintext" => flow.block(code(node)),
            "figure" => {
                flow.end_line();
                flow.blocks.extend(self.figure(node));
            }
            "aside" => self.boxed("Aside", None, node, flow),
            "details" => {
                let summary = node.elements().find(|inner| inner.name() == "summary");
                self.boxed("More", summary, node, flow);
            }
            "hr" => flow.block(Block::Rule),
            "video" | "audio" | "iframe" | "object" | "embed" => self.media(node, flow),
            name if is_block(name) => {
                flow.end_line();
                self.children(node, flow, style);
                flow.end_line();
            }
            _ => self.children(node, flow, style),
        }
    }

    fn heading(&mut self, node: Node) -> Option<Block> {
        let content = self.inner_line(node);
        let words = flat::words(&content);
        let level = node
            .name()
            .as_bytes()
            .last()
            .map_or(2, |digit| digit - b'0');
        (!words.is_empty()).then(|| Block::Heading {
            level: level.max(2),
            slug: Clean::words(&slug(&words)),
            content,
        })
    }

    fn quote(&mut self, node: Node) -> Block {
        let mut children: Vec<_> = node.children().collect();
        let last = children.iter().rposition(|child| child.is_element());
        let source = last.filter(|at| {
            let is_last = children[at + 1..]
                .iter()
                .all(|child| child.text().is_some_and(|text| text.trim().is_empty()));
            is_last && matches!(children[*at].name(), "footer" | "cite") && *at > 0
        });
        let source = source.map(|at| children.remove(at));
        let mut flow = Flow::default();
        self.nodes(&children, &mut flow, Style::default());
        Block::Quote {
            blocks: flow.finish(),
            source: source
                .map(|source| self.inner_line(source))
                .filter(|line| !line.is_empty()),
        }
    }

    /// A box, with the words of one of its elements as its title.
    fn boxed(&mut self, label: &str, title: Option<Node>, node: Node, flow: &mut Flow) {
        flow.end_line();
        let children: Vec<_> = node
            .children()
            .filter(|child| Some(*child) != title)
            .collect();
        let mut inner = Flow::default();
        self.nodes(&children, &mut inner, Style::default());
        let title = title.map(|title| flat::words(&self.inner_line(title)));
        flow.block(Block::Callout {
            label: Clean::words(label),
            title: title.filter(|title| !title.is_empty()),
            blocks: inner.finish(),
        });
    }
}

/// Elements that stand on lines of their own.
pub(super) fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "caption"
            | "center"
            | "dd"
            | "details"
            | "dialog"
            | "dir"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hgroup"
            | "hr"
            | "html"
            | "legend"
            | "li"
            | "listing"
            | "main"
            | "menu"
            | "nav"
            | "ol"
            | "optgroup"
            | "option"
            | "p"
            | "plaintext"
            | "pre"
            | "search"
            | "section"
            | "summary"
            | "table"
            | "tbody"
            | "td"
            | "tfoot"
            | "th"
            | "thead"
            | "tr"
            | "ul"
            | "xmp"
    )
}

/// Elements of which nothing is shown.
fn is_unseen(node: Node) -> bool {
    matches!(
        node.name(),
        "head"
            | "title"
            | "script"
            | "style"
            | "template"
            | "link"
            | "meta"
            | "base"
            | "param"
            | "source"
            | "track"
            | "datalist"
            | "noembed"
            | "noframes"
            | "area"
            | "map"
            | "rp"
            | "input"
            | "basefont"
            | "bgsound"
            | "wbr"
    )
}

/// Is it hidden by its own style?
fn is_styled_away(node: Node) -> bool {
    let Some(style) = node.attribute("style") else {
        return false;
    };
    let style: String = style.chars().filter(|c| !c.is_whitespace()).collect();
    style.to_ascii_lowercase().contains("display:none")
}

/// Code, with the language that its class names.
fn code(node: Node) -> Block {
    let mut text = String::new();
    for inner in node.descendants() {
        match inner.text() {
            Some(words) => text.push_str(words),
            None if inner.name() == "br" => text.push('\n'),
            None if is_block(inner.name()) && !text.is_empty() && !text.ends_with('\n') => {
                text.push('\n');
            }
            None => {}
        }
    }
    let language = node.descendants().find_map(|inner| {
        let class = inner.attribute("class")?;
        let mut words = class.split_ascii_whitespace();
        words.find_map(|word| {
            word.strip_prefix("language-")
                .or(word.strip_prefix("lang-"))
        })
    });
    let text = text.strip_prefix('\n').unwrap_or(&text);
    Block::Code {
        language: Clean::trimmed(language.unwrap_or_default()),
        text: Clean::lines(text.trim_end()),
    }
}

/// One blank between words, none at the ends of a line: source that is laid out for reading has more.
pub(super) fn tidy(line: &mut Vec<Inline>) {
    let mut at_blank = true;
    for inline in line.iter_mut() {
        if matches!(inline.face.kind, FaceKind::Code) {
            at_blank = inline.text.ends_with(' ');
            continue;
        }
        if at_blank && inline.text.starts_with(' ') {
            inline.text = Clean::words(inline.text.trim_start_matches(' '));
        }
        if let Some(last) = inline.text.bytes().last() {
            at_blank = matches!(last, b' ' | b'\n');
        }
    }
    line.retain(|inline| !inline.text.is_empty());
    // A blank before a break, and at the end.
    let mut before_end = true;
    for inline in line.iter_mut().rev() {
        if before_end && inline.text.ends_with(' ') && inline.face.kind != FaceKind::Code {
            inline.text = Clean::words(inline.text.trim_end_matches(' '));
        }
        before_end = match &*inline.text {
            "" => before_end,
            "\n" => true,
            _ => false,
        };
    }
    line.retain(|inline| !inline.text.is_empty());
    let is_break = |inline: &Inline| inline.text == "\n";
    while line.last().is_some_and(is_break) {
        line.pop();
    }
    let n_breaks = line.iter().take_while(|inline| is_break(inline)).count();
    line.drain(..n_breaks);
}

/// Is it a paragraph that says nothing? Pages keep their distance with those.
fn is_blank(block: &Block) -> bool {
    match block {
        Block::Paragraph(line) => line
            .iter()
            .all(|inline| inline.text.chars().all(char::is_whitespace)),
        _ => false,
    }
}
