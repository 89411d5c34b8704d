//! Packages of files with a list in XML of what is in them, as EPUB books and course cartridges are.
//!
//! **Invariant:** no list can make a reader leave the package, fetch anything, or take more than its size
//! in memory: what a document type declares is never read.

use std::borrow::Cow;

use roxmltree::{Document, Node, ParsingOptions};

use crate::course::problem::quoted;
use crate::import::html::crowd;
use crate::import::{Files, LARGEST, Refusal, encoding};

/// Elements and pieces of text in a list.
const MOST_NODES: u32 = 2_000_000;

/// The text of a file that has to be there.
pub fn text(files: &dyn Files, name: &str) -> Result<String, Refusal> {
    let bytes = files.read(name).map_err(|why| {
        let what = format!("its file {} can’t be read: {why}", quoted(name));
        Refusal::new(what, "download it again")
    })?;
    if bytes.len() > LARGEST {
        let what = format!(
            "its file {} has more than {} MB",
            quoted(name),
            LARGEST >> 20
        );
        return Err(Refusal::new(what, "it is no such list; download it again"));
    }
    Ok(decoded(&bytes))
}

/// The text of a list's bytes, ready for [`tree`].
pub fn decoded(bytes: &[u8]) -> String {
    let text = without_doctype(encoding::read(bytes, label(bytes)).text);
    crowd::thin(&text).0.into_owned()
}

/// The tree of a list, of which `name` is the file.
pub fn tree<'t>(text: &'t str, name: &str) -> Result<Document<'t>, Refusal> {
    let options = ParsingOptions {
        allow_dtd: false,
        nodes_limit: MOST_NODES,
        ..ParsingOptions::default()
    };
    Document::parse_with_options(text.trim_start(), options).map_err(|error| {
        let what = format!("its file {} is broken: {error}", quoted(name));
        Refusal::new(what, "download it again")
    })
}

/// The encoding that a file says it is in.
fn label(bytes: &[u8]) -> Option<&str> {
    const FAR: usize = 200;
    let start = &bytes[..bytes.len().min(FAR)];
    let at = memchr::memmem::find(start, b"encoding=")? + 10;
    let end = start
        .get(at..)?
        .iter()
        .position(|byte| matches!(byte, b'"' | b'\''))?;
    str::from_utf8(&start[at..at + end]).ok()
}

/// The text without a document type that declares nothing. One that does stays, and is refused.
fn without_doctype(text: Cow<'_, str>) -> Cow<'_, str> {
    const FAR: usize = 4096;
    let end = text
        .char_indices()
        .nth(FAR)
        .map_or(text.len(), |(end, _)| end);
    let head = &text[..end];
    let Some(at) = head.find("<!DOCTYPE") else {
        return text;
    };
    match head[at..].find('>') {
        Some(end) if !head[at..at + end].contains('[') => {
            Cow::Owned(format!("{}{}", &text[..at], &text[at + end + 1..]))
        }
        _ => text,
    }
}

/// The elements in an element.
pub fn elements<'a>(node: Node<'a, 'a>) -> impl Iterator<Item = Node<'a, 'a>> {
    node.children().filter(Node::is_element)
}

/// The elements of that name in an element, whatever namespace they are in.
pub fn named<'a>(node: Node<'a, 'a>, name: &'a str) -> impl Iterator<Item = Node<'a, 'a>> {
    elements(node).filter(move |inner| inner.tag_name().name() == name)
}

/// The words of an element.
pub fn words(node: Node) -> String {
    let texts = node.descendants().filter(Node::is_text);
    let words: String = texts.filter_map(|text| text.text()).collect();
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The name under which a file is there, where capitals may differ.
pub fn known<'f>(files: &'f dyn Files, name: &str) -> Option<&'f str> {
    let names = files.names();
    if let Ok(at) = names.binary_search_by(|known| known.as_str().cmp(name)) {
        return Some(&names[at]);
    }
    let alike = names.iter().find(|known| known.eq_ignore_ascii_case(name));
    alike.map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn document_types_go_unless_they_declare() {
        for (text, expected) in [
            ("<!DOCTYPE html><a/>", "<a/>"),
            (
                "<?xml version='1.0'?><!DOCTYPE ncx PUBLIC 'x' 'y'>\n<a/>",
                "<?xml version='1.0'?>\n<a/>",
            ),
            (
                "<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>",
                "<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>",
            ),
            ("<a/>", "<a/>"),
        ] {
            assert_eq!(without_doctype(text.into()), expected);
        }
        assert!(tree("<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>", "a").is_err());
        let text = "<a xmlns:x='y'><x:b> one\n two </x:b></a>";
        let document = tree(text, "a").unwrap();
        assert_eq!(
            named(document.root_element(), "b")
                .map(words)
                .collect::<Vec<_>>(),
            ["one two"]
        );
    }
}
