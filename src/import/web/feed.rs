//! A feed: RSS or Atom, each entry a page.
//!
//! **Invariant:** what is HTML in XML is decoded once for each: never until nothing changes.

use roxmltree::{Document as Xml, Node as Element, ParsingOptions};

use crate::import::html::{self, Document, Syntax, crowd};
use crate::import::{Imported, LARGEST, Refusal, encoding};
use crate::text::Clean;

use super::reader::Reader;
use super::{label, stem};

/// Elements and pieces of text of a feed.
const MOST_NODES: u32 = 1_000_000;
/// Entries of a feed.
const MOST: usize = 10_000;

/// Does a feed begin so?
pub fn knows(bytes: &[u8]) -> bool {
    const FAR: usize = 2048;
    let start = encoding::read(&bytes[..bytes.len().min(FAR)], label(bytes)).text;
    let start = start.trim_start();
    start.starts_with('<')
        && (start.contains("<rss")
            || start.contains("<rdf:RDF") && start.contains("purl.org/rss")
            || start.contains("<feed") && start.contains("http://www.w3.org/2005/Atom"))
}

/// Reads a feed.
pub fn read(name: &str, bytes: &[u8]) -> Result<Imported, Refusal> {
    let advice = "download the feed again";
    if bytes.len() > LARGEST {
        let what = format!("the feed has more than {} MB", LARGEST >> 20);
        return Err(Refusal::new(what, advice));
    }
    let encoding::Text { text, guess } = encoding::read(bytes, label(bytes));
    let (text, has_crowd) = crowd::thin(text.trim_start());
    let options = ParsingOptions {
        allow_dtd: false,
        nodes_limit: MOST_NODES,
        ..ParsingOptions::default()
    };
    let xml = Xml::parse_with_options(&text, options)
        .map_err(|error| Refusal::new(format!("the feed is no XML: {error}"), advice))?;
    let mut reader = Reader::new(stem(name), None);
    if let Some(guess) = guess {
        reader.course.note_at(name, guess);
    }
    if has_crowd {
        reader.course.note_at(name, crowd::NOTE);
    }
    let root = xml.root_element();
    let channel = child(root, "channel").unwrap_or(root);
    about(&mut reader, channel);
    let entries: Vec<_> = root
        .descendants()
        .filter(|node| matches!(node.tag_name().name(), "item" | "entry"))
        .take(MOST + 1)
        .collect();
    if entries.len() > MOST {
        let what = format!("only the first {MOST} entries were read");
        reader.course.note_at(name, &what);
    }
    for entry in entries.iter().take(MOST) {
        reader.pages.extend(address(*entry));
    }
    for entry in entries.into_iter().take(MOST) {
        self::entry(&mut reader, &text, entry);
    }
    reader.finish("the feed")
}

fn about(reader: &mut Reader, channel: Element) {
    let title = child(channel, "title").map(words).unwrap_or_default();
    let bare = title.strip_prefix("RSS feed for ").unwrap_or(&title);
    reader.rename(bare);
    let said = |name| child(channel, name).map(words).unwrap_or_default();
    let course = &mut reader.course.course;
    course.language = said("language");
    course.source = address(channel)
        .map(|address| Clean::trimmed(&address))
        .unwrap_or_default();
    course.licence = match said("copyright") {
        rights if rights.is_empty() => said("rights"),
        rights => rights,
    };
    let about = ["description", "subtitle"]
        .into_iter()
        .find_map(|name| child(channel, name));
    if let Some(about) = about {
        let document = Document::parse_as(&text(about), Syntax::Html);
        let blocks = html::blocks(document.body().children(), reader);
        reader.course.course.description = blocks;
    }
}

fn entry(reader: &mut Reader, source: &str, entry: Element) {
    let title = child(entry, "title").map(words).unwrap_or_default();
    let body = ["encoded", "content", "description", "summary"]
        .into_iter()
        .find_map(|name| child(entry, name));
    let document = match body {
        None => Document::parse_as("", Syntax::Html),
        // XHTML stands in the feed as it is.
        Some(body) if body.children().any(|child| child.is_element()) => {
            Document::parse_as(&source[body.range()], Syntax::Xhtml)
        }
        Some(body) => Document::parse_as(&text(body), Syntax::Html),
    };
    for note in &document.notes {
        reader.course.note_at(&title, note);
    }
    reader.file = address(entry).unwrap_or_default();
    let nodes: Vec<_> = document.body().children().collect();
    reader.entry(level(&title), &title, &nodes);
}

/// How deep the number says that a section stands: `3.2.1` is at level 3.
fn level(title: &str) -> u8 {
    let end = title.find(|c: char| !c.is_ascii_digit() && c != '.');
    let number = title[..end.unwrap_or(title.len())].trim_matches('.');
    let dots = number.bytes().filter(|byte| *byte == b'.').count();
    u8::try_from(dots + 1).unwrap_or(1).min(6)
}

/// The first element of that name, whatever its namespace; one without a prefix before others.
fn child<'a>(node: Element<'a, 'a>, name: &str) -> Option<Element<'a, 'a>> {
    let all = || {
        node.children()
            .filter(|child| child.is_element() && child.tag_name().name() == name)
    };
    let own = node.tag_name().namespace();
    all()
        .find(|child| child.tag_name().namespace() == own)
        .or_else(|| all().next())
}

fn text(node: Element) -> String {
    node.descendants()
        .filter(Element::is_text)
        .filter_map(|text| text.text())
        .collect()
}

/// Words that are HTML in XML.
fn words(node: Element) -> Clean {
    Document::parse_as(&text(node), Syntax::Html).body().words()
}

/// Where an entry, or what the feed is of, is on the web.
fn address(node: Element) -> Option<String> {
    let link = child(node, "link")?;
    let said = text(link);
    let address = link.attribute("href").unwrap_or(said.trim());
    (!address.is_empty()).then(|| address.to_owned())
}
