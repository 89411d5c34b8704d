//! A whole course as one page that needs nothing else: for the eye, a screen reader, and paper.
//!
//! **Invariant:** it is well-formed XML too, holds no script and fetches nothing.

use std::borrow::Borrow;

use super::contents::{part_id, push_tree};
use super::places::Part;
use super::set::{Binding, Set, Stand};
use super::whole::push_authors;
use super::{Book, Files, picture};
use crate::course::Section;
use crate::course::block::Figure;
use crate::export::MAKER;
use crate::export::html::blocks::{Picture, push_in};
use crate::export::html::{escaped, push_head};

/// So many bytes of pictures go into a page, before they are coded.
const MOST: usize = 48 << 20;

/// The lowest heading that a section has: there is one below it for its parts.
const LOWEST: u8 = 5;

/// How a course looks, besides what every page has.
const STYLE: &str = "
a.skip:not(:focus) { position: absolute; inset-inline-start: -100rem; }
nav ol { list-style: none; padding-inline-start: 1.2rem; }
figure { margin: 1rem 0; }
img { background: white; height: auto; max-width: 100%; }
figcaption, .aside { font-size: 0.9em; }
section.question { border-block-start: 1px solid; margin-block-start: 1.5rem; }
summary { cursor: pointer; font-weight: bold; }
details { margin: 0.5rem 0; }
dfn { font-style: normal; font-weight: bold; }
@media print {
  details::details-content { content-visibility: visible; block-size: auto; }
  a.skip, nav, a[role='doc-backlink'] { display: none; }
}
";

/// The course as HTML. Its `sections` come in order; its pictures from its `files`.
pub fn write(
    book: &Book<'_>,
    sections: impl IntoIterator<Item: Borrow<Section>>,
    files: &Files<'_>,
) -> String {
    let course = book.course;
    let contents = book.contents();
    let mut page = Page { files, left: MOST };
    let mut out = String::new();
    let sources = "img-src data:; ";
    push_head(&mut out, book.language(), &course.title, sources, STYLE);
    let skip = book.own("Skip to the text");
    out.push_str(&format!(
        "<body dir=\"auto\">\n<a class=\"skip\" href=\"#text\">{skip}</a>\n"
    ));
    push_in(&mut out, "header", |out| {
        out.push_str(&format!("<h1>{}</h1>\n", escaped(&course.title)));
        push_authors(out, course);
    });
    push_in(&mut out, "nav aria-labelledby=\"contents\"", |out| {
        let title = book.own("Contents");
        out.push_str(&format!("<h2 id=\"contents\">{title}</h2>\n"));
        push_tree(out, book, &contents, |part| format!("#{}", part_id(part)));
    });
    out.push_str("<main id=\"text\">\n");
    let mut sections = sections.into_iter();
    for entry in &contents {
        let section = match entry.part {
            Part::Section(_) => sections.next(),
            _ => None,
        };
        let section = section.as_ref().map(Borrow::borrow);
        let level = u8::try_from(entry.depth + 1).map_or(LOWEST, |level| level.min(LOWEST));
        let mut set = Set::new(book, &mut page, entry.part, level, section);
        match (entry.part, section) {
            (Part::Section(index), Some(section)) => {
                set.section(&mut out, &entry.html(book), index, section);
            }
            (part, _) => {
                let tag = format!("section id=\"{}\"", part_id(part));
                push_in(&mut out, &tag, |out| {
                    set.title(out, &entry.html(book));
                    set.matter(out, course);
                });
            }
        }
    }
    out.push_str("</main>\n");
    push_in(&mut out, "footer", |out| {
        out.push_str(&format!("<p lang=\"en-GB\">{MAKER}</p>\n"));
    });
    out.push_str("</body>\n</html>\n");
    out
}

/// One page that has all parts in it.
struct Page<'f> {
    files: &'f Files<'f>,
    /// How many bytes of pictures may still go into it.
    left: usize,
}

impl Binding for Page<'_> {
    fn address(&self, _from: Part, _to: Part, id: &str) -> String {
        format!("#{id}")
    }

    fn picture(&mut self, figure: &Figure) -> Picture {
        match picture::of(figure, self.files) {
            Ok((format, bytes)) if bytes.len() <= self.left => {
                self.left -= bytes.len();
                Picture::At(picture::data_address(format, &bytes))
            }
            Ok(_) => Picture::Told(picture::left_out(
                "The picture is left out: the others already fill this page.",
            )),
            Err(why) => Picture::Told(why),
        }
    }

    fn says(&self, _what: &str) -> String {
        String::new()
    }

    fn answers(&self) -> Stand {
        Stand::Folded
    }
}
