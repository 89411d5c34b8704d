//! What tells readers of a book what is in it: the package, the contents, and those of EPUB 2.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use uuid::Uuid;

use super::{file, picture_name};
use crate::export::MAKER;
use crate::export::book::contents::{Entry, push_tree};
use crate::export::book::picture::Format;
use crate::export::book::places::Part;
use crate::export::book::{Answers, Book};
use crate::export::html::blocks::push_in;
use crate::export::html::escaped;
use crate::export::xapi::RECTO;

/// The name of the package.
pub(super) const PACKAGE: &str = "package.opf";
/// The name of the contents.
pub(super) const NAV: &str = "nav.xhtml";
/// The name of the contents for readers of EPUB 2.
pub(super) const NCX: &str = "toc.ncx";
/// The name of the first page.
pub(super) const FRONT: &str = "title.xhtml";

/// What the book is called; never empty.
pub(super) fn title<'b>(book: &'b Book<'_>) -> &'b str {
    match book.course.title.trim() {
        "" => book.course.id.as_str(),
        title => title,
    }
}

/// The name that this book always has. With and without the answers, it is not the same book.
fn identifier(book: &Book<'_>) -> String {
    let answers = match book.answers {
        Answers::With => "",
        Answers::Without => "/without-answers",
    };
    let name = format!("{RECTO}/epub/{}{answers}", book.course.id);
    let uuid = Uuid::new_v5(&Uuid::NAMESPACE_URL, name.as_bytes());
    format!("urn:uuid:{uuid}")
}

/// The package: what the book is, what is in it, and in which order it is read.
pub(super) fn package(
    book: &Book<'_>,
    contents: &[Entry],
    pictures: &[Format],
    modified: Timestamp,
) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let tag = format!(
        "package xmlns=\"http://www.idpf.org/2007/opf\" version=\"3.0\" \
         unique-identifier=\"id\" xml:lang=\"{}\"",
        book.language()
    );
    push_in(&mut out, &tag, |out| {
        push_metadata(out, book, !pictures.is_empty(), modified);
        push_in(out, "manifest", |out| {
            push_item(
                out,
                "nav",
                NAV,
                "application/xhtml+xml",
                " properties=\"nav\"",
            );
            push_item(out, "ncx", NCX, "application/x-dtbncx+xml", "");
            push_item(out, "style", "style.css", "text/css", "");
            push_item(out, "title", FRONT, "application/xhtml+xml", "");
            for (at, entry) in contents.iter().enumerate() {
                let id = format!("part-{}", at + 1);
                push_item(out, &id, &file(entry.part), "application/xhtml+xml", "");
            }
            for (at, format) in pictures.iter().enumerate() {
                let id = format!("figure-{}", at + 1);
                push_item(
                    out,
                    &id,
                    &picture_name(at, *format),
                    format.media_type(),
                    "",
                );
            }
        });
        push_in(out, "spine toc=\"ncx\"", |out| {
            for id in ["title", "nav"] {
                out.push_str(&format!("<itemref idref=\"{id}\"/>\n"));
            }
            for at in 1..=contents.len() {
                out.push_str(&format!("<itemref idref=\"part-{at}\"/>\n"));
            }
        });
    });
    out
}

fn push_item(out: &mut String, id: &str, href: &str, media_type: &str, properties: &str) {
    out.push_str(&format!(
        "<item id=\"{id}\" href=\"{href}\" media-type=\"{media_type}\"{properties}/>\n"
    ));
}

fn push_metadata(out: &mut String, book: &Book<'_>, has_pictures: bool, modified: Timestamp) {
    let course = book.course;
    let tag = "metadata xmlns:dc=\"http://purl.org/dc/elements/1.1/\"";
    push_in(out, tag, |out| {
        out.push_str(&format!(
            "<dc:identifier id=\"id\">{}</dc:identifier>\n",
            identifier(book)
        ));
        let named = [
            ("title", title(book)),
            ("language", book.language()),
            ("rights", &*course.licence),
            ("source", &*course.source),
        ];
        let authors = course.authors.iter().map(|author| ("creator", &**author));
        for (name, words) in named.into_iter().chain(authors) {
            let words = words.trim();
            if !words.is_empty() {
                out.push_str(&format!("<dc:{name}>{}</dc:{name}>\n", escaped(words)));
            }
        }
        let day = modified.to_zoned(TimeZone::UTC);
        let moment = day.strftime("%Y-%m-%dT%H:%M:%SZ");
        let seen = has_pictures.then_some(("schema:accessMode", "visual"));
        let metas = [
            ("schema:accessMode", "textual"),
            ("schema:accessModeSufficient", "textual"),
            ("schema:accessibilityFeature", "tableOfContents"),
            ("schema:accessibilityFeature", "structuralNavigation"),
            ("schema:accessibilityFeature", "alternativeText"),
            ("schema:accessibilityFeature", "longDescription"),
            ("schema:accessibilityHazard", "unknown"),
        ];
        out.push_str(&format!(
            "<meta property=\"dcterms:modified\">{moment}</meta>\n"
        ));
        for (property, value) in metas.into_iter().chain(seen) {
            out.push_str(&format!("<meta property=\"{property}\">{value}</meta>\n"));
        }
        out.push_str(&format!("<meta name=\"generator\" content=\"{MAKER}\"/>\n"));
    });
}

/// What the page of contents says.
pub(super) fn nav(book: &Book<'_>, contents: &[Entry]) -> String {
    let mut out = String::new();
    push_in(
        &mut out,
        "nav epub:type=\"toc\" id=\"toc\" role=\"doc-toc\"",
        |out| {
            out.push_str(&format!("<h1>{}</h1>\n", book.own("Contents")));
            push_tree(out, book, contents, file);
            if contents.is_empty() {
                let title = escaped(title(book));
                out.push_str(&format!(
                    "<ol><li><a href=\"{FRONT}\">{title}</a></li></ol>\n"
                ));
            }
        },
    );
    let first = contents
        .iter()
        .find(|entry| matches!(entry.part, Part::Section(_)))
        .map(|entry| ("bodymatter", file(entry.part), entry.html(book)));
    let back = contents.iter().filter_map(|entry| {
        let kind = match entry.part {
            Part::Glossary => "glossary",
            Part::References => "bibliography",
            _ => return None,
        };
        Some((kind, file(entry.part), entry.html(book)))
    });
    let toc = ("toc", format!("{NAV}#toc"), book.own("Contents"));
    push_in(
        &mut out,
        "nav epub:type=\"landmarks\" hidden=\"hidden\"",
        |out| {
            out.push_str(&format!("<h2>{}</h2>\n", book.own("Landmarks")));
            push_in(out, "ol", |out| {
                for (kind, address, title) in std::iter::once(toc).chain(first).chain(back) {
                    out.push_str(&format!(
                        "<li><a epub:type=\"{kind}\" href=\"{address}\">{title}</a></li>\n"
                    ));
                }
            });
        },
    );
    out
}

/// The contents for readers of EPUB 2.
pub(super) fn ncx(book: &Book<'_>, contents: &[Entry]) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let depth = contents.iter().map(|entry| entry.depth).max().unwrap_or(1);
    let tag = format!(
        "ncx xmlns=\"http://www.daisy.org/z3986/2005/ncx/\" version=\"2005-1\" xml:lang=\"{}\"",
        book.language()
    );
    push_in(&mut out, &tag, |out| {
        push_in(out, "head", |out| {
            for (name, content) in [
                ("dtb:uid", identifier(book)),
                ("dtb:depth", depth.to_string()),
                ("dtb:totalPageCount", "0".to_owned()),
                ("dtb:maxPageNumber", "0".to_owned()),
            ] {
                out.push_str(&format!("<meta name=\"{name}\" content=\"{content}\"/>\n"));
            }
        });
        let title = escaped(title(book));
        out.push_str(&format!("<docTitle><text>{title}</text></docTitle>\n"));
        push_in(out, "navMap", |out| {
            push_point(out, 1, &title, FRONT);
            let mut depth = 1;
            for (at, entry) in contents.iter().enumerate() {
                if entry.depth <= depth {
                    out.push_str(&"</navPoint>\n".repeat(depth + 1 - entry.depth));
                }
                depth = entry.depth;
                push_point(out, at + 2, &escaped(&entry.title), &file(entry.part));
            }
            out.push_str(&"</navPoint>\n".repeat(depth));
        });
    });
    out
}

/// A point that is still open for those below it.
fn push_point(out: &mut String, n: usize, title: &str, address: &str) {
    out.push_str(&format!(
        "<navPoint id=\"point-{n}\" playOrder=\"{n}\">\n<navLabel><text>{title}</text></navLabel>\n\
         <content src=\"{address}\"/>\n"
    ));
}
