//! Each kind of block to rows.

use super::galley::Galley;
use super::setter::{Setter, Stand, blanks, ornament};
use super::{Line, Look, Role, Run};
use crate::course::Footnote;
use crate::course::block::{Block, Definition, Figure, Inline};
use crate::course::id::QuestionId;
use crate::course::question::{Group, Question};
use crate::text::{cut, width};

const PLAIN: Look = look(Role::Text);
const BOLD: Look = Look {
    bold: true,
    ..PLAIN
};
pub(super) const DIM: Look = look(Role::Dim);
pub(super) const ACCENT: Look = look(Role::Accent);

const fn look(role: Role) -> Look {
    Look {
        role,
        bold: false,
        italic: false,
        line: Line::None,
    }
}

/// Is there a blank row between the blocks?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spacing {
    Tight,
    Loose,
}

/// Columns before the meaning of a term.
const MEANING: usize = 4;
/// Columns before code, and behind the first row of what is too long for one.
const INDENT: usize = 2;
/// Columns of the rule above the footnotes.
const SHORT_RULE: usize = 12;
/// Columns at the right of a question's place that are kept free for its mark.
const MARK: usize = 4;
/// Cells of a question's title. Many places may show one title, so it has an end.
const LONGEST_TITLE: usize = 200;

impl<'a> Setter<'a> {
    /// The section's title, with a rule under it.
    pub fn title(&mut self, title: &str) {
        let mut galley = Galley::default();
        galley.ornament(
            title,
            Look {
                bold: true,
                ..ACCENT
            },
            0,
        );
        self.set(galley, Stand::Left);
        if !self.page.rows.is_empty() {
            self.page.headings.push(0);
            let rule = self.signs.rule.repeat(self.room().0);
            self.row(vec![ornament(&rule, DIM)], self.anchor());
            self.gap();
        }
    }

    /// Top-level blocks, each with a blank row behind it.
    pub fn top_level(&mut self, blocks: &'a [Block]) {
        for block in blocks {
            self.block(block);
            debug_assert_eq!(
                self.offset,
                block.text().len(),
                "places would be wrong: {block:?}"
            );
            self.gap();
            self.next_block();
        }
    }

    /// The notes below the text, under a short rule. They count on as blocks.
    pub fn footnotes(&mut self, notes: &'a [Footnote]) {
        if notes.is_empty() {
            return;
        }
        let rule = self.signs.rule.repeat(SHORT_RULE.min(self.room().0));
        self.row(vec![ornament(&rule, DIM)], self.anchor());
        let columns = notes.len().to_string().len();
        for (n, note) in notes.iter().enumerate() {
            let mark = format!("{:>columns$}. ", n + 1);
            self.item(&mark, &note.blocks, Spacing::Loose);
            if note.blocks.len() > 1 {
                self.gap();
            }
            self.next_block();
        }
    }

    fn next_block(&mut self) {
        self.block += 1;
        self.offset = 0;
    }

    fn blocks(&mut self, blocks: &'a [Block], spacing: Spacing) {
        for (n, block) in blocks.iter().enumerate() {
            if n > 0 && spacing == Spacing::Loose {
                self.gap();
            }
            self.block(block);
        }
    }

    fn block(&mut self, block: &'a Block) {
        match block {
            Block::Heading { level, content, .. } => self.heading(*level, content),
            Block::Paragraph(content) => self.paragraph(content, PLAIN),
            Block::List { start, items } => self.list(*start, items),
            Block::Definitions(definitions) => self.definitions(definitions),
            Block::Table(table) => self.table(table),
            Block::Quote { blocks, source } => {
                let bar = ornament(self.signs.quote, DIM);
                self.within(None, bar, |setter| {
                    setter.blocks(blocks, Spacing::Loose);
                    if let Some(source) = source {
                        setter.source(source);
                    }
                });
            }
            Block::Callout {
                label,
                title,
                blocks,
            } => {
                let bar = ornament(self.signs.callout, ACCENT);
                self.within(None, bar, |setter| {
                    setter.callout_head(label, title.as_deref());
                    setter.blocks(blocks, Spacing::Loose);
                });
            }
            Block::Code { text, .. } => {
                let code = look(Role::Code);
                self.within(None, blanks(INDENT), |setter| setter.set_lines(text, code));
            }
            Block::Figure(figure) => self.figure(figure),
            Block::Maths(text) => {
                let mut galley = Galley::default();
                self.add_words(&mut galley, text, PLAIN);
                self.set(galley, Stand::Centre);
            }
            Block::Rule => {
                let mut galley = Galley::default();
                let rule = self.signs.rule;
                galley.ornament(&format!("{rule} {rule} {rule}"), DIM, self.offset);
                self.set(galley, Stand::Centre);
            }
            Block::Question(id) => self.question(id),
        }
    }

    fn paragraph(&mut self, content: &'a [Inline], look: Look) {
        let galley = self.galley(content, look);
        self.set(galley, Stand::Left);
    }

    fn heading(&mut self, level: u8, content: &'a [Inline]) {
        let role = if level > 2 { Role::Dim } else { Role::Text };
        let row = self.next_row();
        self.paragraph(
            content,
            Look {
                bold: true,
                ..look(role)
            },
        );
        if self.page.rows.len() > row {
            self.page.headings.push(row);
        }
    }

    fn list(&mut self, start: Option<u64>, items: &'a [Vec<Block>]) {
        let spacing = if is_tight(items) {
            Spacing::Tight
        } else {
            Spacing::Loose
        };
        let last = start
            .unwrap_or(0)
            .saturating_add(items.len() as u64)
            .saturating_sub(1);
        let columns = last.to_string().len();
        let bullets = &self.signs.bullets;
        let bullet = bullets[self.lists % bullets.len()];
        self.lists += 1;
        for (n, item) in (0_u64..).zip(items) {
            if n > 0 && spacing == Spacing::Loose {
                self.gap();
            }
            let mark = match start {
                Some(start) => format!("{:>columns$}. ", start.saturating_add(n)),
                None => format!("{bullet} "),
            };
            self.item(&mark, item, spacing);
        }
        self.lists -= 1;
    }

    /// Blocks that hang behind a mark.
    fn item(&mut self, mark: &str, blocks: &'a [Block], spacing: Spacing) {
        self.within(Some(ornament(mark, PLAIN)), blanks(width(mark)), |setter| {
            setter.blocks(blocks, spacing);
            setter.finish_first();
        });
    }

    fn definitions(&mut self, definitions: &'a [Definition]) {
        let is_tight = definitions
            .iter()
            .all(|definition| is_tight(&definition.meanings));
        for (n, definition) in definitions.iter().enumerate() {
            if n > 0 && !is_tight {
                self.gap();
            }
            self.paragraph(&definition.term, BOLD);
            for (n, meaning) in definition.meanings.iter().enumerate() {
                if n > 0 && !is_tight {
                    self.gap();
                }
                self.within(None, blanks(MEANING), |setter| {
                    setter.blocks(meaning, Spacing::Loose);
                });
            }
        }
    }

    /// Whose words they are: at the right, where one row holds it.
    fn source(&mut self, source: &'a [Inline]) {
        let mut galley = Galley::default();
        if source.iter().any(|inline| !inline.text.trim().is_empty()) {
            galley.ornament(self.signs.dash, DIM, self.offset);
        }
        self.add_inlines(&mut galley, source, DIM);
        if width(galley.text.trim_end()) <= self.room().0 {
            self.set(galley, Stand::Right);
        } else {
            self.hanging(galley);
        }
    }

    /// Sets rows of which all but the first are set in.
    pub fn hanging(&mut self, galley: Galley<'a>) {
        self.within(Some(Run::default()), blanks(INDENT), |setter| {
            setter.set(galley, Stand::Left);
        });
    }

    fn callout_head(&mut self, label: &str, title: Option<&str>) {
        let bold = Look {
            bold: true,
            ..ACCENT
        };
        let mut galley = Galley::default();
        galley.ornament(label, bold, self.offset);
        if let Some(title) = title {
            if !label.is_empty() && !title.is_empty() {
                galley.ornament(self.signs.dot, bold, self.offset);
            }
            self.add_words(&mut galley, title, bold);
        }
        self.set(galley, Stand::Left);
    }

    fn figure(&mut self, figure: &'a Figure) {
        let bar = ornament(self.signs.quote, DIM);
        self.within(None, bar, |setter| {
            let mut galley = Galley::default();
            let is_told = !figure.alternative.is_empty();
            galley.ornament(
                if is_told { "Figure: " } else { "Figure" },
                DIM,
                setter.offset,
            );
            setter.add_words(&mut galley, &figure.alternative, PLAIN);
            setter.set(galley, Stand::Left);
            setter.blocks(&figure.description, Spacing::Loose);
        });
        self.paragraph(&figure.caption, DIM);
    }

    fn question(&mut self, id: &QuestionId) {
        let row = self.next_row();
        self.page.questions.push((row, id.clone()));
        let named = self.questions.get(id).copied();
        let ordinal = named.map_or(self.page.questions.len(), |n| n + 1);
        let question = self
            .section
            .zip(named)
            .map(|(section, n)| &section.questions[n]);
        let group = question.and_then(|question| question.group.as_ref());
        let group = group.and_then(|name| self.groups.get(&**name).copied());
        let mut galley = Galley::default();
        galley.ornament(
            &headline(question, group, ordinal, self.signs.dot),
            ACCENT,
            self.offset,
        );
        let mark = ornament(self.signs.place, ACCENT);
        let indent = blanks(width(&mark.text));
        self.narrower(MARK, |setter| {
            setter.within(Some(mark), indent, |setter| setter.set(galley, Stand::Left));
        });
    }
}

/// `Activity 1 · part b · about 10 min`.
fn headline(
    question: Option<&Question>,
    group: Option<&Group>,
    ordinal: usize,
    dot: &str,
) -> String {
    let title = question.and_then(|question| question.title.as_ref());
    let title = match title.or(group.and_then(|group| group.title.as_ref())) {
        Some(title) => cut(title, LONGEST_TITLE).to_owned(),
        None => format!("Question {ordinal}"),
    };
    let part = question.and_then(|question| question.label.as_ref());
    let minutes = question.and_then(|question| question.minutes);
    [
        Some(title),
        part.map(|label| format!("part {label}")),
        minutes.map(|minutes| format!("about {minutes} min")),
    ]
    .into_iter()
    .flatten()
    .collect::<Vec<_>>()
    .join(dot)
}

/// Has no item more than one paragraph, with lists of the same sort below it?
fn is_tight(items: &[Vec<Block>]) -> bool {
    items.iter().all(|item| {
        item.iter().enumerate().all(|(n, block)| match block {
            Block::Paragraph(_) => n == 0,
            Block::List { items, .. } => is_tight(items),
            _ => false,
        })
    })
}
