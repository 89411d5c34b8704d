//! The containers that are open while Markdown is read: lists, quotes, boxes, definitions, notes.
//!
//! **Invariant:** never more than [`DEEPEST`] levels are open; what would lie deeper is laid into
//! the deepest.

use crate::course::Footnote;
use crate::course::block::{Block, Definition, Inline};
use crate::markup::markdown::run;
use crate::text::Clean;

/// So many containers may lie in each other.
pub const DEEPEST: usize = 64;

/// What is open.
#[derive(Debug)]
pub enum Frame {
    /// The text as a whole.
    Root,
    /// A list: its first number, and the items that are complete.
    List(Option<u64>, Vec<Vec<Block>>),
    /// An item of a list.
    Item,
    /// A quote, or a box once its head is read, and the byte where it starts.
    Quote(Option<Head>, usize),
    /// Terms with their meanings.
    Definitions(Vec<Definition>),
    /// One meaning of the last term.
    Meaning,
    /// A footnote: its label.
    Footnote(Clean),
}

/// The first line of a box: `[!CASE] A title of its own`.
#[derive(Debug)]
pub struct Head {
    /// `CASE`.
    pub word: String,
    /// The title, if it has one.
    pub title: Option<Clean>,
}

impl Head {
    /// Reads the words of a line as the head of a box.
    pub fn read(line: &str) -> Option<Self> {
        let (word, title) = line.strip_prefix("[!")?.split_once(']')?;
        let title = Clean::words(title.trim());
        is_label(word).then(|| Self {
            word: word.to_owned(),
            title: (!title.is_empty()).then_some(title),
        })
    }

    fn label(&self) -> Clean {
        let named = LABELS
            .iter()
            .find(|(word, _)| self.word.eq_ignore_ascii_case(word));
        Clean::words(named.map_or(&*self.word, |(_, label)| label))
    }

    fn is_description(&self) -> bool {
        self.word.eq_ignore_ascii_case("DESCRIPTION")
    }
}

/// The longest label of a box, in bytes.
pub const LONGEST_LABEL: usize = 60;

/// Can a box be of this kind? The kind is a word or a few.
pub fn is_label(word: &str) -> bool {
    word.len() <= LONGEST_LABEL
        && word.starts_with(char::is_alphanumeric)
        && !word.contains(['[', ']'])
        && word.trim_end() == word
}

/// Boxes with names of their own.
pub const LABELS: [(&str, &str); 10] = [
    ("NOTE", "Note"),
    ("TIP", "Tip"),
    ("IMPORTANT", "Important"),
    ("WARNING", "Warning"),
    ("CAUTION", "Caution"),
    ("CASE", "Case study"),
    ("EXAMPLE", "Example"),
    ("SUMMARY", "Summary"),
    ("QUOTE", "Quotation"),
    ("DESCRIPTION", "Description"),
];

/// What came of closing a container, beyond its block.
#[derive(Debug)]
pub enum Closed {
    /// Nothing more.
    Block,
    /// A footnote, which stands below the text.
    Footnote(Footnote),
    /// A description without a figure before it; it starts at this byte.
    StrayDescription(usize),
}

/// Whether a container could be opened.
#[derive(Debug, PartialEq, Eq)]
pub enum Opened {
    /// It is open.
    Open,
    /// It would lie too deep: its content goes into the one around it.
    TooDeep,
}

/// The open containers, outermost first, each with its blocks so far.
#[derive(Debug)]
pub struct Stack {
    open: Vec<(Frame, Vec<Block>)>,
    level: usize,
    n_skipped: usize,
}

impl Default for Stack {
    fn default() -> Self {
        Self {
            open: vec![(Frame::Root, Vec::new())],
            level: 0,
            n_skipped: 0,
        }
    }
}

impl Stack {
    /// Opens a container.
    pub fn enter(&mut self, frame: Frame) -> Opened {
        let is_level = !matches!(frame, Frame::Item | Frame::Meaning);
        if self.n_skipped > 0 || (is_level && self.level == DEEPEST) {
            self.n_skipped += 1;
            return Opened::TooDeep;
        }
        self.level += usize::from(is_level);
        self.open.push((frame, Vec::new()));
        Opened::Open
    }

    /// Closes the container that was opened last.
    pub fn leave(&mut self) -> Closed {
        if self.n_skipped > 0 {
            self.n_skipped -= 1;
            return Closed::Block;
        }
        let (frame, blocks) = self.open.pop().expect("what is closed was opened");
        self.level -= usize::from(!matches!(frame, Frame::Item | Frame::Meaning));
        match frame {
            Frame::Root => self.open.push((Frame::Root, blocks)),
            Frame::List(start, items) => self.push(Block::List { start, items }),
            Frame::Item => match self.top() {
                (Frame::List(_, items), _) => items.push(blocks),
                (_, around) => around.extend(blocks),
            },
            Frame::Quote(head, at) => return self.close_quote(head, at, blocks),
            Frame::Definitions(definitions) => self.push(Block::Definitions(definitions)),
            Frame::Meaning => match self.top() {
                (Frame::Definitions(definitions), _) if !definitions.is_empty() => {
                    let last = definitions.len() - 1;
                    definitions[last].meanings.push(blocks);
                }
                (_, around) => around.extend(blocks),
            },
            Frame::Footnote(label) => return Closed::Footnote(Footnote { label, blocks }),
        }
        Closed::Block
    }

    /// Adds a block to the innermost container.
    pub fn push(&mut self, block: Block) {
        let (_, blocks) = self.top();
        if let (Some(Block::Table(table)), Block::Paragraph(words)) = (blocks.last_mut(), &block)
            && table.caption.is_empty()
            && let Some(caption) = run::strip_prefix(words, "Table:")
        {
            table.caption = caption;
        } else {
            blocks.push(block);
        }
    }

    /// Adds a term whose meanings follow.
    pub fn push_term(&mut self, term: Vec<Inline>) {
        match (self.n_skipped, self.top()) {
            (0, (Frame::Definitions(definitions), _)) => {
                definitions.push(Definition {
                    term,
                    meanings: Vec::new(),
                });
            }
            _ => self.push(Block::Paragraph(term)),
        }
    }

    /// Is this the first thing in a quote?
    pub fn is_at_quote_start(&mut self) -> bool {
        self.n_skipped == 0
            && matches!(self.top(), (Frame::Quote(None, _), blocks) if blocks.is_empty())
    }

    /// Makes the innermost quote a box.
    pub fn set_head(&mut self, head: Head) {
        if let (Frame::Quote(slot, _), _) = self.top() {
            *slot = Some(head);
        }
    }

    /// The blocks of the text as a whole, once all is closed.
    pub fn finish(mut self) -> Vec<Block> {
        while self.open.len() > 1 {
            self.leave();
        }
        self.open.pop().expect("the root is never closed").1
    }

    fn top(&mut self) -> (&mut Frame, &mut Vec<Block>) {
        let (frame, blocks) = self.open.last_mut().expect("the root is never closed");
        (frame, blocks)
    }

    fn close_quote(&mut self, head: Option<Head>, at: usize, blocks: Vec<Block>) -> Closed {
        let Some(head) = head else {
            let (blocks, source) = part_source(blocks);
            self.push(Block::Quote { blocks, source });
            return Closed::Block;
        };
        let is_description = head.is_description();
        if is_description
            && let Some(Block::Figure(figure)) = self.top().1.last_mut()
            && figure.description.is_empty()
        {
            let title = head
                .title
                .map(|title| Block::Paragraph(vec![Inline::plain(title)]));
            figure.description = title.into_iter().chain(blocks).collect();
            return Closed::Block;
        }
        self.push(Block::Callout {
            label: head.label(),
            title: head.title,
            blocks,
        });
        if is_description {
            Closed::StrayDescription(at)
        } else {
            Closed::Block
        }
    }
}

/// Parts who said it, in a last paragraph that starts with a dash, from what was said.
fn part_source(mut blocks: Vec<Block>) -> (Vec<Block>, Option<Vec<Inline>>) {
    let source = match blocks.last() {
        Some(Block::Paragraph(words)) if blocks.len() > 1 => ["—", "―"]
            .iter()
            .find_map(|dash| run::strip_prefix(words, dash)),
        _ => None,
    };
    if source.is_some() {
        blocks.pop();
    }
    (blocks, source)
}
