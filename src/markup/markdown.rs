//! Markdown becomes blocks.
//!
//! **Invariant:** reading cannot fail and takes time in step with the length, whatever the text is.
//! No word is lost; what can't be shown as it was meant is a [`Problem`] with its place.

mod frame;
mod html;
mod link;
mod run;
mod scripts;
mod tame;
mod walk;

use pulldown_cmark::{BrokenLink, LinkType, Options, Parser};

pub(super) use self::frame::{LABELS, LONGEST_LABEL, is_label};
pub(super) use self::tame::overrun;
pub(super) use self::walk::Slugs;

use crate::course::Footnote;
use crate::course::block::{Block, Inline};
use crate::course::check::Marks;
use crate::course::problem::{Problem, quoted};
use crate::markup::decode::Decoded;
use crate::markup::report::Report;

/// The text of a section.
#[derive(Debug, Default)]
pub struct Text {
    /// The text.
    pub blocks: Vec<Block>,
    /// Footnotes in the order of their first mention.
    pub footnotes: Vec<Footnote>,
    /// Where links, figures and the places of questions stand.
    pub marks: Marks,
    /// What is wrong, by place.
    pub problems: Vec<Problem>,
}

/// What Markdown stands on: not everything can be said everywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ground {
    /// The text of a section.
    Section,
    /// A text that was not written for Recto.
    Page,
    /// A prompt, an answer, a definition: blocks without places of questions and footnotes.
    Fragment,
    /// An option, a reference, a caption: words on a line.
    Line,
}

/// Where Markdown comes from, so that its faults can be placed.
#[derive(Debug, Clone, Copy)]
pub struct Origin {
    ground: Ground,
    /// Byte of the file at which it starts.
    start: usize,
    /// Does the file hold it byte for byte, or with escapes?
    is_exact: bool,
}

impl Ground {
    /// Is it a text with footnotes and places of questions?
    fn is_text(self) -> bool {
        matches!(self, Self::Section | Self::Page)
    }
}

impl Origin {
    /// A string that stands byte for byte in a file from `start` on.
    pub fn exactly(start: usize) -> Self {
        Self {
            ground: Ground::Fragment,
            start,
            is_exact: true,
        }
    }

    /// A string that came from about `start` of a file.
    pub fn roughly(start: usize) -> Self {
        Self {
            is_exact: false,
            ..Self::exactly(start)
        }
    }

    /// The byte of the file for a byte of the Markdown.
    fn at(self, at: usize) -> usize {
        if self.is_exact {
            self.start + at
        } else {
            self.start
        }
    }
}

/// Reads the text of a section; `file` is its name in messages.
pub fn read(text: &str, file: &str) -> Text {
    read_decoded(
        &Decoded {
            text: text.into(),
            faults: Vec::new(),
        },
        file,
    )
}

/// What HTML that stands on lines of its own is called, as the language of a block of code, in what
/// [`read_page`] gives. No author can write it: a language has no blank in it.
pub const RAW: &str = "raw html";

/// Reads a text that was not written for Recto, as [`read`] would, but that three things are left to
/// who calls: headings keep the first level, addresses that lead nowhere from here are links all the
/// same, and HTML on lines of its own is kept as code in the language [`RAW`].
pub fn read_page(text: &str, file: &str) -> Text {
    let text = tame::tame(text);
    let mut report = Report::new(file, &text);
    let origin = Origin {
        ground: Ground::Page,
        ..Origin::exactly(0)
    };
    let mut marks = Marks::default();
    let (blocks, footnotes) = walk(&text, origin, &mut report, &mut marks);
    Text {
        blocks,
        footnotes,
        marks,
        problems: report.finish(),
    }
}

/// Reads the text of a section from a file that may have been broken.
pub fn read_decoded(decoded: &Decoded, file: &str) -> Text {
    let text = tame::tame(&decoded.text);
    let mut report = Report::new(file, &text);
    for (at, what, advice) in &decoded.faults {
        report.say(*at, what, *advice);
    }
    if text.starts_with("---\n") || text.starts_with("---\r\n") {
        let advice = "take it out; title, authors and the like are in course.toml";
        report.say(0, "a section's text has no front matter", advice);
    }
    let origin = Origin {
        ground: Ground::Section,
        ..Origin::exactly(0)
    };
    let mut marks = Marks::default();
    let (blocks, footnotes) = walk(&text, origin, &mut report, &mut marks);
    Text {
        blocks,
        footnotes,
        marks,
        problems: report.finish(),
    }
}

/// Reads Markdown that stands alone, such as a prompt.
pub fn fragment(markdown: &str) -> Vec<Block> {
    let mut report = Report::new("", markdown);
    blocks(
        markdown,
        Origin::roughly(0),
        &mut report,
        &mut Marks::default(),
    )
}

/// Reads Markdown that stands on a line, such as an option.
pub fn inline(markdown: &str) -> Vec<Inline> {
    let mut report = Report::new("", markdown);
    line(
        markdown,
        Origin::roughly(0),
        &mut report,
        &mut Marks::default(),
    )
}

/// Reads Markdown that stands alone; faults and places go to `report` and `marks`.
pub fn blocks(
    markdown: &str,
    origin: Origin,
    report: &mut Report,
    marks: &mut Marks,
) -> Vec<Block> {
    let tamed = tame::tame(markdown);
    let (mut blocks, footnotes) = walk(&tamed, origin, report, marks);
    if !footnotes.is_empty() {
        let what = "a footnote can be written in the text of a section only";
        report.say(origin.start, what, "say it here in words");
        blocks.extend(footnotes.into_iter().flat_map(|note| note.blocks));
    }
    blocks
}

/// Reads Markdown that stands on a line; faults and places go to `report` and `marks`.
pub fn line(markdown: &str, origin: Origin, report: &mut Report, marks: &mut Marks) -> Vec<Inline> {
    let words = markdown.trim().replace(['\n', '\r'], " ");
    let words = tame::plain_start(&words);
    let origin = Origin {
        ground: Ground::Line,
        ..Origin::roughly(origin.start)
    };
    let (blocks, _) = walk(&words, origin, report, marks);
    let mut line = Vec::new();
    for block in blocks {
        match block {
            Block::Paragraph(words) if line.is_empty() => line = words,
            block => line.push(Inline::plain(crate::text::Clean::words(&block.text()))),
        }
    }
    line
}

fn walk(
    markdown: &str,
    origin: Origin,
    report: &mut Report,
    marks: &mut Marks,
) -> (Vec<Block>, Vec<Footnote>) {
    let mut broken = Vec::new();
    let mut on_broken = |link: BrokenLink| {
        // `[words]` alone are words in brackets more often than a link.
        if matches!(link.link_type, LinkType::Reference | LinkType::Collapsed) {
            broken.push((link.span.start, link.reference.into_string()));
        }
        None
    };
    let parser = Parser::new_with_broken_link_callback(markdown, options(), Some(&mut on_broken));
    let mut walk = walk::Walk::new(markdown, origin, report, marks);
    for (event, range) in scripts::Scripts::new(parser.into_offset_iter(), markdown) {
        walk.take(event, &range);
    }
    let done = walk.finish();
    for (at, reference) in broken {
        let what = format!("no line says where the link {} leads", quoted(&reference));
        report.say(
            origin.at(at),
            what,
            "write the address behind it: [words](address)",
        );
    }
    done
}

fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_MATH
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_SUPERSCRIPT
        | Options::ENABLE_SUBSCRIPT
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::block::Target;

    #[test]
    fn a_link_may_run_on_behind_the_place_of_a_question() {
        let text = read("[one\n{{question q}}\ntwo](#end) three", "a.md");
        let [
            Block::Paragraph(one),
            Block::Question(_),
            Block::Paragraph(two),
        ] = &text.blocks[..]
        else {
            panic!("{:?}", text.blocks);
        };
        assert!(matches!(one[0].target, Some(Target::Heading(_))));
        assert!(matches!(two[0].target, Some(Target::Heading(_))));
        assert_eq!(two[1].target, None);
    }

    #[test]
    fn a_line_is_words_whatever_it_starts_with() {
        for line in [
            "- 5", "1. April", "> 5", "# 1", "[a]: b", "---", "a\nb", ": x", "```", "|a|",
        ] {
            let words: String = inline(line).iter().map(|inline| &*inline.text).collect();
            assert_eq!(words, line.replace('\n', " "));
        }
        assert_eq!(inline(" "), []);
        assert_eq!(
            &*inline("![what it shows](a.png \"caption\")")[0].text,
            "what it shows"
        );
    }

    #[test]
    fn a_page_keeps_what_only_its_reader_can_understand() {
        let text = read_page(
            "# A\n\n[b](b.md#c) <i>x</i>\n\n<p>y\n\n{{question q}}\n",
            "a.md",
        );
        let [
            Block::Heading { level: 1, .. },
            Block::Paragraph(words),
            Block::Code { language, text },
            Block::Question(_),
        ] = &text.blocks[..]
        else {
            panic!("{:?}", text.blocks);
        };
        let target = Target::Web(crate::text::Clean::words("b.md#c"));
        assert_eq!(words[0].target, Some(target));
        assert_eq!((&**language, &**text), (RAW, "<p>y"));
    }

    #[test]
    fn line_ends_of_another_system_are_line_ends() {
        let unix =
            "## A\n\nb\nc  \nd\n\n{{question q}}\n\n> [!NOTE] x\n> y\n\n```\ne\nf\n```\n\n<b>\n";
        let (unix, dos) = (
            read(unix, "a.md"),
            read(&unix.replace('\n', "\r\n"), "a.md"),
        );
        assert_eq!(unix.blocks.len(), 5);
        assert_eq!((unix.blocks, unix.problems), (dos.blocks, dos.problems));
    }

    #[test]
    fn a_footnote_in_a_fragment_keeps_its_words() {
        let blocks = fragment("A claim[^1].\n\n[^1]: The note.");
        let words: String = blocks.iter().map(Block::text).collect();
        assert_eq!(words, "A claim1.\nThe note.\n");
    }
}
