//! Pictures, figures, films, sounds and what only a browser can run.
//!
//! **Invariant:** a figure has an alternative text; what can't be had offline is named, with its address.

use crate::course::block::{Block, Figure, Inline};
use crate::import::flat;
use crate::import::flow::{Flow, Style};
use crate::text::Clean;

use super::blocks::{Writer, is_block};
use super::{Node, web};

impl Writer<'_> {
    /// A picture: a figure where it stands alone, what it shows in words where it stands in a line.
    pub(super) fn picture(&mut self, node: Node, flow: &mut Flow, style: Style) {
        if node.name() == "svg" {
            self.drawing(node, flow, style);
            return;
        }
        let alternative = Clean::trimmed(node.attribute("alt").unwrap_or_default());
        if !stands_alone(node) {
            if alternative.is_empty() {
                self.guide.note(
                    "pictures within lines that show nothing by their own word were left out",
                );
            } else {
                flow.text(&alternative, style);
            }
            return;
        }
        flow.end_line();
        let figure = self.image(node);
        flow.blocks.extend(figure.map(Block::Figure));
    }

    /// The figure of a picture; none where there is neither a picture nor anything said of it.
    pub(super) fn image(&mut self, node: Node) -> Option<Figure> {
        let source = node.attribute("src").or_else(|| node.attribute("data-src"));
        let path = source.map_or_else(Clean::default, |source| self.guide.picture(node, source));
        let mut alternative = Clean::trimmed(node.attribute("alt").unwrap_or_default());
        if alternative.is_empty() {
            alternative = Clean::trimmed(node.attribute("title").unwrap_or_default());
        }
        if alternative.is_empty() && path.is_empty() {
            return None;
        }
        if alternative.is_empty() {
            alternative = Clean::words("A picture");
        }
        Some(Figure {
            path,
            alternative,
            caption: Vec::new(),
            description: self.description(node),
        })
    }

    /// Where more is said of a picture.
    fn description(&mut self, node: Node) -> Vec<Block> {
        let mut blocks = Vec::new();
        if let Some(address) = node.attribute("longdesc")
            && let Some(target) = self.guide.link(node, address)
        {
            blocks.push(Block::Paragraph(vec![Inline {
                target: Some(target),
                ..Inline::plain(Clean::words("Description"))
            }]));
        }
        blocks
    }

    /// A drawing, told by its words.
    fn drawing(&mut self, node: Node, flow: &mut Flow, style: Style) {
        let said = |name| node.find(|inner| inner.name() == name).map(Node::words);
        let label = node.attribute("aria-label").map(Clean::trimmed);
        let mut parts: Vec<Clean> = [label, said("title"), said("desc")]
            .into_iter()
            .flatten()
            .collect();
        let texts = node.descendants().filter(|inner| inner.name() == "text");
        parts.extend(texts.map(Node::words));
        parts.retain(|part| !part.is_empty());
        parts.dedup();
        let image = node.find(|inner| inner.name() == "image");
        let source = image.and_then(|image| {
            image
                .attribute("href")
                .or_else(|| image.attribute("xlink:href"))
        });
        let path = source.map_or_else(Clean::default, |source| self.guide.picture(node, source));
        let words: Vec<_> = parts.iter().map(|part| &**part).collect();
        let words = Clean::trimmed(&words.join(" · "));
        if path.is_empty() || !stands_alone(node) {
            flow.text(&words, style);
            return;
        }
        flow.block(Block::Figure(Figure {
            path,
            alternative: if words.is_empty() {
                Clean::words("A picture")
            } else {
                words
            },
            caption: Vec::new(),
            description: Vec::new(),
        }));
    }

    /// A figure: its pictures, the last with the caption; or what else it shows, and its caption.
    pub(super) fn figure(&mut self, node: Node) -> Vec<Block> {
        let mut caption = Vec::new();
        let mut inner = Flow::default();
        for child in node.children() {
            if child.name() == "figcaption" {
                if !caption.is_empty() {
                    caption.push(Inline::plain(Clean::words(" ")));
                }
                caption.extend(self.inner_line(child));
            } else {
                self.nodes(&[child], &mut inner, Style::default());
            }
        }
        let mut blocks = inner.finish();
        give_caption(&mut blocks, caption);
        blocks
    }

    /// A box for a film, a sound, or something that only a browser can run.
    pub(super) fn media(&mut self, node: Node, flow: &mut Flow) {
        flow.end_line();
        let label = match node.name() {
            "video" => "Video",
            "audio" => "Audio",
            _ => "Interactive",
        };
        let own = node.attribute("src").or_else(|| node.attribute("data"));
        let source = own.or_else(|| {
            let inner = node.find(|inner| inner.name() == "source")?;
            inner.attribute("src")
        });
        let mut inner = Flow::default();
        if let Some(title) = node.attribute("title") {
            inner.text(title, Style::default());
            inner.end_line();
        }
        if node.name() != "iframe" {
            self.children(node, &mut inner, Style::default());
            inner.end_line();
        }
        if let Some(source) = source.filter(|source| !source.starts_with("data:")) {
            let target = web(source);
            let shown = match &target {
                Some(_) => source,
                None => source.rsplit(['/', '\\']).next().unwrap_or_default(),
            };
            if !shown.is_empty() {
                inner.push(Inline {
                    target,
                    ..Inline::plain(Clean::trimmed(shown))
                });
            }
        }
        let blocks = inner.finish();
        if !blocks.is_empty() {
            flow.block(Block::Callout {
                label: Clean::words(label),
                title: None,
                blocks,
            });
        }
    }
}

/// Sets a caption to the last figure or table of some blocks, or behind them.
pub fn give_caption(blocks: &mut Vec<Block>, caption: Vec<Inline>) {
    if flat::words(&caption).is_empty() {
        return;
    }
    let takes = |block: &Block| match block {
        Block::Figure(figure) => figure.caption.is_empty(),
        Block::Table(table) => table.caption.is_empty(),
        _ => false,
    };
    match blocks.iter_mut().rfind(|block| takes(block)) {
        Some(Block::Figure(figure)) => figure.caption = caption,
        Some(Block::Table(table)) => table.caption = caption,
        _ => blocks.push(Block::Paragraph(caption)),
    }
}

/// Is there nothing else in the paragraph that a node stands in?
pub(super) fn stands_alone(node: Node) -> bool {
    let around = node
        .ancestors()
        .skip(1)
        .find(|outer| is_block(outer.name()) || outer.parent().is_none());
    let Some(around) = around else {
        return true;
    };
    // What lies side by side in a whole page is no line.
    let mut seen = 0;
    for inner in around.descendants().skip(1) {
        seen += 1;
        if seen > 200 {
            return true;
        }
        if let Some(text) = inner.text()
            && !text.trim().is_empty()
            && inner.ancestors().all(|outer| outer != node)
        {
            let own = inner
                .ancestors()
                .skip(1)
                .find(|outer| is_block(outer.name()));
            if own == Some(around) || own.is_none() {
                return false;
            }
        }
    }
    true
}
