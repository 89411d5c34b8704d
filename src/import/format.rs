//! The formats that can be imported, and which of them a file is in.
//!
//! **Invariant:** what decides is what is in the file, never its name alone; of formats that both know
//! a file, the one that stands first here has it.

use crate::import::{Imported, Input, Refusal, cartridge, epub, markdown, ouxml, page_text, web};

/// A format that can be imported.
#[derive(Debug, Clone, Copy)]
pub struct Format {
    /// The word for it on the command line.
    pub name: &'static str,
    /// What it is, for the learner.
    pub about: &'static str,
    /// Is the input in this format? Looks at little of it.
    pub knows: fn(&Input) -> bool,
    /// Reads all of it.
    pub read: fn(&Input) -> Result<Imported, Refusal>,
}

/// All formats. What is marked clearly comes before what many a file could be taken for.
pub const FORMATS: [Format; 7] = [
    Format {
        name: "ouxml",
        about: "OU-XML, the structured content of OpenLearn",
        knows: ouxml::knows,
        read: ouxml::read,
    },
    Format {
        name: "epub",
        about: "A book (EPUB 2 and 3)",
        knows: epub::knows,
        read: epub::read,
    },
    Format {
        name: "cartridge",
        about: "A course package (Common Cartridge, SCORM)",
        knows: cartridge::knows,
        read: cartridge::read,
    },
    Format {
        name: "rss",
        about: "A feed of a course’s pages (RSS, Atom)",
        knows: web::knows_feed,
        read: web::read_feed,
    },
    // Before web pages, since a book’s folder may hold the pages that were made of it.
    Format {
        name: "markdown",
        about: "Markdown: a file, a folder, an mdBook with its quizzes, or cards (Q:, A:, C:)",
        knows: markdown::knows,
        read: markdown::read,
    },
    Format {
        name: "html",
        about: "Web pages: OpenLearn’s HTML download, or a page that was saved",
        knows: web::knows,
        read: web::read,
    },
    Format {
        name: "text",
        about: "The text of a web page, copied",
        knows: page_text::knows,
        read: page_text::read,
    },
];

/// The format that the input is in, if it is one of ours.
pub fn sniff(input: &Input) -> Option<Format> {
    FORMATS.into_iter().find(|format| (format.knows)(input))
}

/// The format of that name.
pub fn named(name: &str) -> Option<Format> {
    FORMATS.into_iter().find(|format| format.name == name)
}
