//! A whole course as a book: EPUB 3, with what readers of EPUB 2 need to find their way.
//!
//! **Invariant:** all that is in the book is in its manifest, and the other way round. No clock is
//! read: when the book was made is said by who makes it.

mod package;

use std::borrow::Borrow;
use std::collections::HashMap;
use std::io::{self, Cursor, Write as _};

use jiff::Timestamp;
use zip::result::{ZipError, ZipResult};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::contents::{Entry, part_id};
use super::picture::Format;
use super::places::Part;
use super::set::{Binding, Set, Stand};
use super::whole::push_authors;
use super::{Book, Files, picture};
use crate::course::Section;
use crate::course::block::Figure;
use crate::export::html::blocks::{Picture, push_in};
use crate::export::html::{BLOCKS, escaped};
use crate::text::Clean;

/// What makes a zip an EPUB: it comes first, as it is.
const KIND: &str = "application/epub+zip";

/// Where the book's own files lie in it.
const FOLDER: &str = "EPUB";

const CONTAINER: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<container version=\"1.0\" xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\">
<rootfiles>
<rootfile full-path=\"EPUB/package.opf\" media-type=\"application/oebps-package+xml\"/>
</rootfiles>
</container>
";

/// How a course looks, besides its blocks. The rest is left to who reads it.
const STYLE: &str = "
figure { margin: 1rem 0; }
img { height: auto; max-width: 100%; }
figcaption, .aside { font-size: 0.9em; }
section.question { border-block-start: 1px solid; margin-block-start: 1.5rem; }
dfn { font-style: normal; font-weight: bold; }
";

/// The course as an EPUB. Its `sections` come in order; its pictures from its `files`. `modified` is
/// when the course became what it is, or when this book was made of it.
pub fn write(
    book: &Book<'_>,
    sections: impl IntoIterator<Item: Borrow<Section>>,
    files: &Files<'_>,
    modified: Timestamp,
) -> io::Result<Vec<u8>> {
    let contents = book.contents();
    let mut pack = Pack::new(files)?;
    pack.put("style.css", &format!("{BLOCKS}{STYLE}"))?;
    pack.put(package::FRONT, &front(book))?;
    let nav = package::nav(book, &contents);
    pack.put(package::NAV, &page(book, "Contents", &nav))?;
    pack.put(package::NCX, &package::ncx(book, &contents))?;
    let mut sections = sections.into_iter();
    for entry in &contents {
        let section = match entry.part {
            Part::Section(_) => sections.next(),
            _ => None,
        };
        let section = section.as_ref().map(Borrow::borrow);
        let body = body(book, entry, section, &mut pack);
        pack.put(&file(entry.part), &page(book, &entry.title, &body))?;
    }
    let package = package::package(book, &contents, &pack.pictures, modified);
    pack.put(package::PACKAGE, &package)?;
    pack.finish()
}

/// The first page.
fn front(book: &Book<'_>) -> String {
    let title = package::title(book);
    let mut body = format!("<h1>{}</h1>\n", escaped(title));
    push_authors(&mut body, book.course);
    page(book, title, &body)
}

/// What the page of a part says.
fn body(book: &Book<'_>, entry: &Entry, section: Option<&Section>, pack: &mut Pack<'_>) -> String {
    let mut body = String::new();
    let mut set = Set::new(book, pack, entry.part, 1, section);
    let title = entry.html(book);
    match (entry.part, section) {
        (Part::Section(index), Some(section)) => set.section(&mut body, &title, index, section),
        (part, _) => {
            let says = kind(part).map_or(String::new(), |kind| set.binding.says(kind));
            let tag = format!("section id=\"{}\"{says}", part_id(part));
            push_in(&mut body, &tag, |out| {
                set.title(out, &title);
                set.matter(out, book.course);
            });
        }
    }
    body
}

/// A page of the book.
fn page(book: &Book<'_>, title: &str, body: &str) -> String {
    let language = book.language();
    let title = escaped(title);
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html>\n\
         <html xmlns=\"http://www.w3.org/1999/xhtml\" xmlns:epub=\"http://www.idpf.org/2007/ops\" \
         lang=\"{language}\" xml:lang=\"{language}\">\n<head>\n<title>{title}</title>\n\
         <link rel=\"stylesheet\" type=\"text/css\" href=\"style.css\" />\n</head>\n\
         <body dir=\"auto\">\n{body}</body>\n</html>\n"
    )
}

/// The name of the file of a part.
fn file(part: Part) -> String {
    match part {
        Part::Section(index) => format!("section-{:04}.xhtml", index + 1),
        part => format!("{}.xhtml", part_id(part)),
    }
}

/// What a part that is no section is to readers of books.
fn kind(part: Part) -> Option<&'static str> {
    match part {
        Part::References => Some("bibliography"),
        Part::End => Some("acknowledgments"),
        // The list in it says so itself.
        Part::Glossary | Part::About | Part::Section(_) => None,
    }
}

/// The zip on its way.
struct Pack<'f> {
    zip: ZipWriter<Cursor<Vec<u8>>>,
    files: &'f Files<'f>,
    /// By their names in the course, what there is of them.
    known: HashMap<Clean, Picture>,
    /// Those that were packed, in order.
    pictures: Vec<Format>,
    /// The first thing that went wrong where nothing could be said of it.
    fault: Option<ZipError>,
}

impl<'f> Pack<'f> {
    fn new(files: &'f Files<'f>) -> ZipResult<Self> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let plain = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        zip.start_file("mimetype", plain)?;
        zip.write_all(KIND.as_bytes())?;
        let mut pack = Self {
            zip,
            files,
            known: HashMap::new(),
            pictures: Vec::new(),
            fault: None,
        };
        pack.add("META-INF/container.xml", CONTAINER.as_bytes())?;
        Ok(pack)
    }

    fn add(&mut self, name: &str, bytes: &[u8]) -> ZipResult<()> {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        self.zip.start_file(name, options)?;
        Ok(self.zip.write_all(bytes)?)
    }

    /// Adds a file of the book.
    fn put(&mut self, name: &str, text: &str) -> ZipResult<()> {
        self.add(&format!("{FOLDER}/{name}"), text.as_bytes())
    }

    fn finish(self) -> io::Result<Vec<u8>> {
        match self.fault {
            Some(fault) => Err(fault.into()),
            None => Ok(self.zip.finish()?.into_inner()),
        }
    }

    fn place(&mut self, figure: &Figure) -> Picture {
        let (format, bytes) = match picture::of(figure, self.files) {
            Ok(picture) => picture,
            Err(why) => return Picture::Told(why),
        };
        let name = picture_name(self.pictures.len(), format);
        match self.add(&format!("{FOLDER}/{name}"), &bytes) {
            Ok(()) => {
                self.pictures.push(format);
                Picture::At(name)
            }
            Err(fault) => {
                self.fault.get_or_insert(fault);
                Picture::Told(String::new())
            }
        }
    }
}

/// The name of the picture that was packed as the first, second … one.
fn picture_name(at: usize, format: Format) -> String {
    format!("figures/{}.{}", at + 1, format.ending())
}

impl Binding for Pack<'_> {
    fn address(&self, from: Part, to: Part, id: &str) -> String {
        if from == to {
            format!("#{id}")
        } else {
            format!("{}#{id}", file(to))
        }
    }

    fn picture(&mut self, figure: &Figure) -> Picture {
        if let Some(known) = self.known.get(&figure.path) {
            return known.clone();
        }
        let picture = self.place(figure);
        self.known.insert(figure.path.clone(), picture.clone());
        picture
    }

    fn says(&self, what: &str) -> String {
        format!(" epub:type=\"{what}\"")
    }

    fn answers(&self) -> Stand {
        Stand::End
    }
}
