//! Pictures: told in words, with their address on the web.
//!
//! **Invariant:** a figure has an alternative text. Paths within the publisher's house are never shown.

use crate::course::block::{Block, Figure, Inline};
use crate::text::Clean;

use super::flow::{Flow, Style};
use super::{Reader, Xml, attribute, child, elements, flat, name};

impl<'a> Reader<'a> {
    /// A figure; where it has more than one picture, the others follow.
    pub(super) fn figures(&mut self, node: Xml<'a>) -> Vec<Block> {
        let mut blocks = vec![Block::Figure(self.figure(node))];
        let images = elements(node).filter(|inner| name(*inner) == "Image");
        for image in images.skip(1) {
            let path = self.picture(Some(image));
            let alternative = attribute(image, "alt").map(Clean::trimmed);
            blocks.push(Block::Figure(Figure {
                alternative: alternative.unwrap_or_else(|| file_name(&path)),
                path,
                caption: Vec::new(),
                description: Vec::new(),
            }));
        }
        blocks
    }

    /// A figure with its first picture, and all that is said of it.
    pub(super) fn figure(&mut self, node: Xml<'a>) -> Figure {
        let image = child(node, "Image");
        let path = self.picture(image);
        let mut caption = Vec::new();
        let mut description = Vec::new();
        let mut alternative = Clean::default();
        for inner in elements(node) {
            match name(inner) {
                "Image" if attribute(inner, "src").is_some() => {}
                "Alternative" => alternative = self.words(inner),
                "Description" => description.append(&mut self.blocks_apart(inner)),
                _ => {
                    let line = self.line(inner);
                    if !line.is_empty() && !caption.is_empty() {
                        caption.push(Inline::plain(Clean::words(" ")));
                    }
                    caption.extend(line);
                }
            }
        }
        if let [Block::Paragraph(line)] = &description[..]
            && flat::words(line) == alternative
        {
            description.clear();
        }
        if alternative.is_empty() {
            let alt = image.and_then(|image| attribute(image, "alt"));
            alternative = match (alt, description.first()) {
                (Some(alt), _) => Clean::trimmed(alt),
                (None, Some(Block::Paragraph(line))) => {
                    let words = flat::words(line);
                    description.remove(0);
                    words
                }
                (None, _) => flat::words(&caption),
            };
        }
        if alternative.is_empty() {
            alternative = file_name(&path);
        }
        Figure {
            path,
            alternative,
            caption,
            description,
        }
    }

    /// A picture without a figure around it; one without a file may hold words instead.
    pub(super) fn image(&mut self, node: Xml<'a>, flow: &mut Flow) {
        if attribute(node, "src").is_none() {
            self.children(node, flow, Style::default());
            return;
        }
        let path = self.picture(Some(node));
        let alternative = attribute(node, "alt").map(Clean::trimmed);
        flow.block(Block::Figure(Figure {
            alternative: alternative.unwrap_or_else(|| file_name(&path)),
            path,
            caption: Vec::new(),
            description: Vec::new(),
        }));
    }

    /// Where a picture is. The file for the web may have another name than the one for print.
    fn picture(&mut self, image: Option<Xml<'a>>) -> Clean {
        let Some(image) = image else {
            return Clean::default();
        };
        let Some(source) = attribute(image, "src") else {
            return Clean::default();
        };
        self.pictures += 1;
        let web_name = attribute(image, "x_imagesrc").map(last_part);
        if !is_web(source) {
            return Clean::trimmed(web_name.unwrap_or_else(|| last_part(source)));
        }
        match (web_name, source.rsplit_once('/')) {
            (Some(name), Some((folder, _))) => Clean::trimmed(&format!("{folder}/{name}")),
            _ => Clean::trimmed(source),
        }
    }
}

/// The name of a file, as far as it can be read.
fn file_name(path: &Clean) -> Clean {
    match last_part(path) {
        "" => Clean::words("A picture"),
        name => Clean::trimmed(name),
    }
}

fn last_part(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or_default()
}

/// Is it an address that a reader may go to?
pub fn is_web(address: &str) -> bool {
    let address = address.trim_start();
    let starts = |with: &str| {
        address
            .get(..with.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(with))
    };
    starts("http://") || starts("https://") || starts("mailto:")
}
