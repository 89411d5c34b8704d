//! What belongs to a site and not to a page; and boxes that are known by their classes.
//!
//! **Invariant:** told by names, roles and classes, never by words.

use crate::course::block::{Block, Inline};
use crate::import::flat;
use crate::import::html::{self, Node, Reading};
use crate::text::Clean;

use super::reader::Reader;

/// Parts of OpenLearn's pages around and between the text.
const AROUND: [&str; 14] = [
    "package_header",
    "oucontent-prev",
    "oucontent-next",
    "oucontent-copyright",
    "oucontent-hidespace",
    "oucontent-interactionhelp",
    "oucontent-mediadownload",
    "oucontent-saq-toggle",
    "oucontent-activity-toggle",
    "oucontent-contents",
    "skip-block",
    "accesshide",
    "sr-only",
    "visually-hidden",
];

/// Words in classes and ids of what stands around the text on any site.
const SITE: [&str; 8] = [
    "cookie",
    "consent",
    "breadcrumb",
    "skip-link",
    "skiplink",
    "skip-to",
    "site-header",
    "site-footer",
];

/// Does it belong to the site?
pub fn is_furniture(node: Node) -> bool {
    if matches!(node.name(), "button" | "dialog" | "nav" | "canvas") {
        return true;
    }
    let role = node.attribute("role").unwrap_or_default();
    if matches!(
        role,
        "navigation" | "banner" | "contentinfo" | "search" | "dialog" | "alertdialog" | "toolbar"
    ) {
        return true;
    }
    let class = node.attribute("class").unwrap_or_default();
    if class.split_ascii_whitespace().any(|word| {
        AROUND.contains(&word) || word.starts_with("oucontent-") && word.ends_with("-toggle")
    }) {
        return true;
    }
    if is_title_of_other(node) {
        return true;
    }
    let id = node.attribute("id").unwrap_or_default();
    let says = |text: &str| {
        !text.is_empty() && {
            let text = text.to_ascii_lowercase();
            SITE.iter().any(|word| text.contains(word))
        }
    };
    says(class) || says(id) || matches!(node.name(), "header" | "footer") && is_of_site(node)
}

/// Is it a page's header or footer, not one of an article or a section?
fn is_of_site(node: Node) -> bool {
    let around = node.ancestors().skip(1);
    let mut inside = around.map(Node::name);
    !inside.any(|name| {
        matches!(
            name,
            "article" | "section" | "main" | "blockquote" | "figure"
        )
    }) && node.find(|inner| inner.name() == "h1").is_none()
}

/// On a page of a download, the titles of the page before and of the unit stand above the page's own.
fn is_title_of_other(node: Node) -> bool {
    let is_other = |node: Node| node.has_class("oucontent-h2-startpage");
    match node.name() {
        "h2" if is_other(node) => true,
        "h3" if !node.has("class") => {
            let before = node.parent().and_then(|parent| {
                parent
                    .elements()
                    .take_while(|sibling| *sibling != node)
                    .last()
            });
            before.is_some_and(is_other)
        }
        _ => false,
    }
    .then(|| {
        let document = node.document();
        document
            .root()
            .find(|inner| inner.has_class("oucontent-h1-startpage"))
    })
    .flatten()
    .is_some()
}

/// Does it stand on a page of OpenLearn?
pub fn is_openlearn(node: Node) -> bool {
    let mut around = node.ancestors();
    around.any(|outer| outer.has_class("oucontent-content"))
}

/// Files of a download that are no part of the course.
pub fn is_site_page(file: &str) -> bool {
    file.starts_with("Shared/") || file.ends_with("index.html")
}

/// The name of a box of OpenLearn's, as shown.
fn label(node: Node) -> Option<&'static str> {
    let class = node.attribute("class")?;
    class.split_ascii_whitespace().find_map(|word| {
        Some(match word {
            "oucontent-box" => "Box",
            "oucontent-casestudy" => "Case study",
            "oucontent-example" => "Example",
            "oucontent-extract" => "Extract",
            "oucontent-reading" => "Reading",
            "oucontent-studynote" => "Note",
            "oucontent-keypoints" => "Important",
            "oucontent-summary" => "Summary",
            "oucontent-proof" => "Proof",
            "oucontent-transcript" => "Transcript",
            "oucontent-sidenote" => "Note",
            _ => return None,
        })
    })
}

impl Reader<'_> {
    /// Elements that OpenLearn's classes say more of than HTML does.
    pub fn known(&mut self, node: Node) -> Reading {
        if node
            .attribute("class")
            .is_none_or(|class| !class.contains("oucontent-"))
        {
            return Reading::Usual;
        }
        if let Some(label) = label(node) {
            return Reading::Blocks(vec![self.boxed(label, node)]);
        }
        if node.has_class("oucontent-quote") {
            return Reading::Blocks(self.quote(node));
        }
        if node.has_class("oucontent-table") || node.has_class("oucontent-figure") {
            return Reading::Blocks(self.captioned(node));
        }
        Reading::Usual
    }

    fn boxed(&mut self, label: &str, node: Node) -> Block {
        let (title, rest) = split(node);
        let title = title.map(|title| flat::words(&self.line(title)));
        Block::Callout {
            label: Clean::words(label),
            title: title.filter(|title| !title.is_empty()),
            blocks: html::blocks(rest, self),
        }
    }

    /// A quotation: its heading in its words, its source apart.
    fn quote(&mut self, node: Node) -> Vec<Block> {
        let (title, rest) = split(node);
        let mut source = Vec::new();
        let mut blocks = Vec::new();
        if let Some(title) = title {
            blocks.extend(strong(self.line(title)));
        }
        for part in rest {
            if part.has_class("oucontent-source-reference") {
                source.extend(self.line(part));
                continue;
            }
            for block in html::blocks([part], self) {
                match block {
                    Block::Quote {
                        blocks: said,
                        source: who,
                    } => {
                        blocks.extend(said);
                        source.extend(who.into_iter().flatten());
                    }
                    block => blocks.push(block),
                }
            }
        }
        let mut out = Vec::new();
        for block in &mut blocks {
            if let Block::Heading { content, .. } = block {
                *block = Block::Paragraph(strong_line(std::mem::take(content)));
            }
        }
        // A question has its place in the text alone.
        let (asked, said): (Vec<_>, Vec<_>) = blocks
            .into_iter()
            .partition(|block| matches!(block, Block::Question(_)));
        if !said.is_empty() || !source.is_empty() {
            out.push(Block::Quote {
                blocks: said,
                source: (!source.is_empty()).then_some(source),
            });
        }
        out.extend(asked);
        out
    }

    /// A table or figure with its heading, caption and source.
    fn captioned(&mut self, node: Node) -> Vec<Block> {
        let (title, rest) = split(node);
        let mut caption = title.map(|title| self.line(title)).unwrap_or_default();
        let mut blocks = Vec::new();
        let mut said = Vec::new();
        for part in rest {
            if part.has_class("oucontent-figure-text") || part.has_class("oucontent-caption") {
                said.extend(self.apart(|reader| html::blocks(part.children(), reader)));
            } else {
                blocks.extend(html::blocks([part], self));
            }
        }
        let mut behind = Vec::new();
        for block in said {
            match block {
                Block::Paragraph(line) => {
                    if !caption.is_empty() && !line.is_empty() {
                        caption.push(Inline::plain(Clean::words(" ")));
                    }
                    caption.extend(line);
                }
                block => behind.push(block),
            }
        }
        html::give_caption(&mut blocks, caption);
        blocks.append(&mut behind);
        blocks
    }
}

/// The heading of a box, and what else is in it. Boxes lie in boxes that mean nothing.
pub fn split(node: Node<'_>) -> (Option<Node<'_>>, Vec<Node<'_>>) {
    let mut title = None;
    let mut rest = Vec::new();
    // The children of what is opened, the next one last.
    let mut waiting: Vec<_> = node.children().collect();
    waiting.reverse();
    while let Some(node) = waiting.pop() {
        let is_inner = [
            "oucontent-outer-box",
            "oucontent-inner-box",
            "oucontent-table-wrapper",
        ]
        .iter()
        .any(|class| node.has_class(class));
        let is_heading = matches!(node.name(), "h2" | "h3" | "h4" | "h5" | "h6");
        let is_first = rest.iter().all(|before: &Node| !before.is_element());
        if is_inner {
            let mut children: Vec<_> = node.children().collect();
            children.reverse();
            waiting.append(&mut children);
        } else if is_heading && is_first && title.is_none() {
            title = Some(node);
        } else {
            rest.push(node);
        }
    }
    (title, rest)
}

/// A paragraph said with stress, as a heading where none can stand.
pub fn strong(line: Vec<Inline>) -> Option<Block> {
    (!line.is_empty()).then(|| Block::Paragraph(strong_line(line)))
}

fn strong_line(mut line: Vec<Inline>) -> Vec<Inline> {
    for inline in &mut line {
        inline.face.strong = true;
    }
    line
}
