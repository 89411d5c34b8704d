//! Pictures: told in words, with their address on the web.
//!
//! **Invariant:** a figure has an alternative text. Paths within the publisher's house are never shown.

use std::collections::{HashMap, HashSet};

use crate::course::block::{Block, Figure, Inline};
use crate::course::problem::quoted;
use crate::import::Files;
use crate::text::Clean;

use super::{Reader, Xml, attribute, child, elements, name};
use crate::import::flat;
use crate::import::flow::{Flow, Style};

impl Reader<'_> {
    /// A figure; where it has more than one picture, the others follow.
    pub(super) fn figures(&mut self, node: Xml) -> Vec<Block> {
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
    pub(super) fn figure(&mut self, node: Xml) -> Figure {
        // Some that are not of the OU's make have pictures among films and sounds.
        let own = || attribute(node, "src").map(|_| node);
        let image = child(node, "Image").or_else(own);
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
    pub(super) fn image(&mut self, node: Xml, flow: &mut Flow) {
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
    fn picture(&mut self, image: Option<Xml>) -> Clean {
        let Some(image) = image else {
            return Clean::default();
        };
        let Some(source) = attribute(image, "src") else {
            return Clean::default();
        };
        let web_name = attribute(image, "x_imagesrc").map(last_part);
        let names = [web_name, Some(last_part(source))];
        if let Some(path) = names
            .into_iter()
            .flatten()
            .find_map(|name| self.local(name))
        {
            return path;
        }
        self.pictures += 1;
        if !is_web(source) {
            return Clean::trimmed(web_name.unwrap_or_else(|| last_part(source)));
        }
        match (web_name, source.rsplit_once('/')) {
            (Some(name), Some((folder, _))) => Clean::trimmed(&format!("{folder}/{name}")),
            _ => Clean::trimmed(source),
        }
    }
}

/// Pictures that lie beside the files of a course.
#[derive(Default)]
pub struct Album<'f> {
    files: Option<&'f dyn Files>,
    /// Each by its name in small letters.
    pictures: HashMap<String, Entry>,
    /// The names among the files of those that were taken, and their bytes.
    taken: HashSet<String>,
    size: usize,
}

/// A picture that lies beside the files of a course.
enum Entry {
    /// Its name among them.
    Waiting(String),
    /// Its path in the course.
    Taken(Clean),
    /// It can't be had.
    Lost,
}

impl<'f> Album<'f> {
    /// Bytes of a picture.
    const LARGEST: usize = 16 << 20;
    /// Bytes of all of them.
    const WHOLE: usize = 256 << 20;

    /// All pictures among many files. One of a download bears a hash before its name, `_` and 40
    /// digits and `_`.
    pub fn of(files: &'f dyn Files) -> Self {
        const SORTS: [&str; 7] = ["jpg", "jpeg", "png", "gif", "svg", "webp", "bmp"];
        let mut pictures = HashMap::new();
        for path in files.names() {
            let name = last_part(path).to_lowercase();
            let sort = name.rsplit('.').next().unwrap_or_default();
            if SORTS.contains(&sort) {
                let bare = name.strip_prefix('_').and_then(|rest| {
                    let (hash, bare) = rest.split_once('_')?;
                    let is_hash = hash.len() == 40 && hash.bytes().all(|b| b.is_ascii_hexdigit());
                    is_hash.then(|| bare.to_owned())
                });
                let entry = Entry::Waiting(path.clone());
                pictures.entry(bare.unwrap_or(name)).or_insert(entry);
            }
        }
        Self {
            files: Some(files),
            pictures,
            ..Self::default()
        }
    }

    /// Was this file taken into the course?
    pub fn has_taken(&self, path: &str) -> bool {
        self.taken.contains(path)
    }
}

impl Reader<'_> {
    /// The path in the course of a picture that lies beside its files.
    fn local(&mut self, name: &str) -> Option<Clean> {
        let album = &mut self.album;
        let entry = album.pictures.get_mut(&name.to_lowercase())?;
        if let Entry::Waiting(path) = entry {
            let bytes = album.files.and_then(|files| files.read(path).ok());
            let left = Album::WHOLE - album.size;
            let bytes = bytes.filter(|bytes| bytes.len() <= Album::LARGEST.min(left));
            *entry = if let Some(bytes) = bytes {
                album.size += bytes.len();
                album.taken.insert(std::mem::take(path));
                Entry::Taken(self.course.picture(name, bytes.into_owned()))
            } else {
                let what = format!(
                    "the picture {} is too large, or can’t be read",
                    quoted(path)
                );
                self.course.note(&what);
                Entry::Lost
            };
        }
        match entry {
            Entry::Taken(path) => Some(path.clone()),
            _ => None,
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
