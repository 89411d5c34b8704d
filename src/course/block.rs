//! A piece of a section's text, and a piece of a line of it.
//!
//! **Invariant:** all text in here is [`Clean`]. [`Block::text`] gives a block's words in reading
//! order; the page, find and evidence all count places in *that* string, in bytes.

use super::id::{QuestionId, SectionId};
use crate::text::Clean;

/// A run of text in one face.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inline {
    /// The words. No line breaks, but `\n` alone for a hard break.
    pub text: Clean,
    /// How it is set.
    pub face: Face,
    /// Where it leads, if it is a link.
    pub target: Option<Target>,
}

impl Inline {
    /// Plain words.
    pub fn plain(text: Clean) -> Self {
        Self {
            text,
            face: Face::default(),
            target: None,
        }
    }
}

/// How a run is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Face {
    /// Said with stress.
    pub emphasis: bool,
    /// Strongly so.
    pub strong: bool,
    /// Struck out.
    pub struck: bool,
    /// What sort of text it is.
    pub kind: FaceKind,
}

/// What sort of text a run is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FaceKind {
    /// Words.
    #[default]
    Text,
    /// Computer code, kept as written.
    Code,
    /// Maths, already readable as text.
    Maths,
    /// Raised.
    Superscript,
    /// Lowered.
    Subscript,
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target {
    /// An address outside.
    Web(Clean),
    /// A heading of this section, by its slug.
    Heading(Clean),
    /// Another section, and a heading there.
    Section(SectionId, Option<Clean>),
    /// A footnote, by its label.
    Footnote(Clean),
    /// A term of the glossary.
    Term(Clean),
    /// Into a gap of the question in whose text it stands, by its index.
    Gap(usize),
}

/// A piece of text that stands by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A heading inside the section. The section's own title is not among its blocks.
    Heading {
        /// 2 or more.
        level: u8,
        /// Name to link to.
        slug: Clean,
        /// The words.
        content: Vec<Inline>,
    },
    /// Running text.
    Paragraph(Vec<Inline>),
    /// A list.
    List {
        /// The first number, or `None` for bullets.
        start: Option<u64>,
        /// Each item's blocks.
        items: Vec<Vec<Block>>,
    },
    /// Terms with what they mean.
    Definitions(Vec<Definition>),
    /// A table.
    Table(Table),
    /// Somebody's words.
    Quote {
        /// What they said.
        blocks: Vec<Block>,
        /// Who, without the dash.
        source: Option<Vec<Inline>>,
    },
    /// A box beside the run of the text.
    Callout {
        /// `Note`, `Case study` …: what kind of box it is, as shown.
        label: Clean,
        /// A title of its own.
        title: Option<Clean>,
        /// What it says.
        blocks: Vec<Block>,
    },
    /// Computer code or other text kept as it is. Lines are parted by `\n`.
    Code {
        /// What language, if said.
        language: Clean,
        /// The lines.
        text: Clean,
    },
    /// A picture.
    Figure(Figure),
    /// Maths on lines of its own, readable as text.
    Maths(Clean),
    /// A line across.
    Rule,
    /// The place where a question belongs.
    Question(QuestionId),
}

/// A term with its meanings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    /// The term.
    pub term: Vec<Inline>,
    /// Each of its meanings.
    pub meanings: Vec<Vec<Block>>,
}

/// A table: every row has as many cells as the header.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    /// What stands above it.
    pub caption: Vec<Inline>,
    /// How each column is set.
    pub alignments: Vec<Alignment>,
    /// The header cells.
    pub header: Vec<Vec<Inline>>,
    /// The body.
    pub rows: Vec<Vec<Vec<Inline>>>,
}

/// How a column is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Alignment {
    /// To the left.
    #[default]
    Left,
    /// In the middle.
    Centre,
    /// To the right.
    Right,
}

/// A picture, told in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// File, relative to the course folder, or an address.
    pub path: Clean,
    /// What it shows, in a line.
    pub alternative: Clean,
    /// What stands below it.
    pub caption: Vec<Inline>,
    /// What it shows, in full.
    pub description: Vec<Block>,
}

impl Block {
    /// The words of this block in reading order; parts (paragraphs, items, cells, caption …) are
    /// parted by one `\n` each. Ornaments (bullets, numbers, bars, labels) are not in it.
    pub fn text(&self) -> String {
        let mut out = String::new();
        self.push_text(&mut out);
        out
    }

    /// The blocks that lie in this one, in reading order.
    pub fn children(&self) -> Box<dyn Iterator<Item = &Self> + '_> {
        match self {
            Self::List { items, .. } => Box::new(items.iter().flatten()),
            Self::Definitions(definitions) => {
                let meanings = definitions
                    .iter()
                    .flat_map(|definition| &definition.meanings);
                Box::new(meanings.flatten())
            }
            Self::Quote { blocks, .. } | Self::Callout { blocks, .. } => Box::new(blocks.iter()),
            Self::Figure(figure) => Box::new(figure.description.iter()),
            _ => Box::new(std::iter::empty()),
        }
    }

    /// The blocks that lie in this one, to be changed.
    pub fn children_mut(&mut self) -> Box<dyn Iterator<Item = &mut Self> + '_> {
        match self {
            Self::List { items, .. } => Box::new(items.iter_mut().flatten()),
            Self::Definitions(definitions) => {
                let meanings = definitions
                    .iter_mut()
                    .flat_map(|definition| &mut definition.meanings);
                Box::new(meanings.flatten())
            }
            Self::Quote { blocks, .. } | Self::Callout { blocks, .. } => {
                Box::new(blocks.iter_mut())
            }
            Self::Figure(figure) => Box::new(figure.description.iter_mut()),
            _ => Box::new(std::iter::empty()),
        }
    }

    /// The lines of words of this block, without those of the blocks that lie in it.
    pub fn lines(&self) -> Vec<&[Inline]> {
        match self {
            Self::Heading { content, .. } | Self::Paragraph(content) => vec![content],
            Self::Definitions(definitions) => definitions
                .iter()
                .map(|definition| &*definition.term)
                .collect(),
            Self::Table(table) => {
                let cells = table.header.iter().chain(table.rows.iter().flatten());
                std::iter::once(&table.caption)
                    .chain(cells)
                    .map(Vec::as_slice)
                    .collect()
            }
            Self::Quote { source, .. } => source.iter().map(Vec::as_slice).collect(),
            Self::Figure(figure) => vec![&figure.caption],
            _ => Vec::new(),
        }
    }

    /// Does something to each line of words of this block and of those that lie in it, in reading
    /// order.
    pub fn each_line(&mut self, deed: &mut impl FnMut(&mut Vec<Inline>)) {
        let each = |blocks: &mut Vec<Self>, deed: &mut _| {
            for block in blocks {
                block.each_line(deed);
            }
        };
        match self {
            Self::Heading { content, .. } | Self::Paragraph(content) => deed(content),
            Self::List { items, .. } => {
                for item in items {
                    each(item, deed);
                }
            }
            Self::Definitions(definitions) => {
                for definition in definitions {
                    deed(&mut definition.term);
                    for meaning in &mut definition.meanings {
                        each(meaning, deed);
                    }
                }
            }
            Self::Table(table) => {
                deed(&mut table.caption);
                let rows = table.rows.iter_mut().flatten();
                table.header.iter_mut().chain(rows).for_each(deed);
            }
            Self::Quote { blocks, source } => {
                each(blocks, deed);
                source.iter_mut().for_each(deed);
            }
            Self::Callout { blocks, .. } => each(blocks, deed),
            Self::Figure(figure) => {
                each(&mut figure.description, deed);
                deed(&mut figure.caption);
            }
            Self::Code { .. } | Self::Maths(_) | Self::Rule | Self::Question(_) => {}
        }
    }

    /// Adds [`Block::text`] to `out`.
    pub fn push_text(&self, out: &mut String) {
        match self {
            Self::Heading { content, .. } | Self::Paragraph(content) => push_part(out, content),
            Self::List { items, .. } => push_all(out, items.iter().flatten()),
            Self::Definitions(definitions) => {
                for definition in definitions {
                    push_part(out, &definition.term);
                    push_all(out, definition.meanings.iter().flatten());
                }
            }
            Self::Table(table) => {
                push_part(out, &table.caption);
                for cell in table.header.iter().chain(table.rows.iter().flatten()) {
                    push_part(out, cell);
                }
            }
            Self::Quote { blocks, source } => {
                push_all(out, blocks.iter());
                if let Some(source) = source {
                    push_part(out, source);
                }
            }
            Self::Callout { title, blocks, .. } => {
                if let Some(title) = title {
                    push_str(out, title);
                }
                push_all(out, blocks.iter());
            }
            Self::Code { text, .. } | Self::Maths(text) => push_str(out, text),
            Self::Figure(figure) => {
                push_str(out, &figure.alternative);
                push_all(out, figure.description.iter());
                push_part(out, &figure.caption);
            }
            Self::Rule | Self::Question(_) => {}
        }
    }
}

fn push_all<'a>(out: &mut String, blocks: impl Iterator<Item = &'a Block>) {
    for block in blocks {
        block.push_text(out);
    }
}

/// One part: its words, then the `\n` that parts it from the next.
fn push_part(out: &mut String, content: &[Inline]) {
    for inline in content {
        out.push_str(&inline.text);
    }
    out.push('\n');
}

fn push_str(out: &mut String, text: &str) {
    out.push_str(text);
    out.push('\n');
}
