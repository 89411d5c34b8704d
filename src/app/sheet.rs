//! The question pane, laid out: what is asked, what the learner has written, what became of it.
//!
//! **Invariant:** right and wrong are told by a sign and a word, never by colour alone.

mod answered;
mod evidence;
mod parts;

use std::ops::Range;

pub use answered::where_it_says_so;
pub use evidence::met;

use crate::app::action::{Context, Verb};
use crate::app::keys::Keys;
use crate::app::quiz::{self, Answered, Draft, Phase, Quiz};
use crate::app::rows::{self, ACCENT, BOLD, DIM, PLAIN, TITLE};
use crate::course::block::Block;
use crate::course::question::{Kind, Question};
use crate::course::{Course, Section};
use crate::page::{self, Glyphs, Look, Role, Row};
use crate::study::event::Response;
use crate::study::grade::Verdict;
use crate::text;
use crate::text::field::Field;

/// The question pane's rows, and which of them can be clicked or written in.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sheet {
    /// All rows, but for those of the field's text.
    rows: Vec<Row>,
    /// Where those belong. The text may be long, so they are made when they show.
    hole: Hole,
    /// Rows that stand for an option, a key point or the field.
    pub spots: Vec<(Range<usize>, Spot)>,
    /// Where the cursor is: row and column.
    pub cursor: Option<(usize, usize)>,
    /// The rows to keep in view.
    pub focus: Option<Range<usize>>,
    /// Rows of a text whose gaps can be clicked.
    gaps: Range<usize>,
}

/// The field's text in the sheet.
#[derive(Debug, Clone, Default, PartialEq)]
struct Hole {
    rows: Range<usize>,
    /// The sides of the box, if there is one.
    bar: Option<(&'static str, Look)>,
    /// Cells of a row.
    width: usize,
}

/// The narrowest pane with a box around the field: its title needs that much.
pub const BOXED: usize = 16;

/// Something in the question pane that can be clicked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spot {
    /// An option, an item or a key point, by its place in the order shown.
    Item(usize),
    /// Something to put to an item or into a gap, by its place in the order shown.
    Target(usize),
    /// The field's text; its first row and column are where its box starts.
    Field,
}

/// What the sheet is laid out from.
#[derive(Debug, Clone, Copy)]
pub struct Brief<'a> {
    /// The course.
    pub course: &'a Course,
    /// The section that the question stands in.
    pub section: &'a Section,
    /// Which of its questions.
    pub question: &'a Question,
    /// How far it has come.
    pub quiz: &'a Quiz,
    /// Cells in a row.
    pub width: usize,
    /// Which signs to draw with.
    pub glyphs: Glyphs,
    /// Is the learner writing in the field?
    pub writing: bool,
    /// For each rating, in how many days the question would be due again.
    pub intervals: Option<[u32; 4]>,
    /// The keys in words.
    pub keys: &'a Keys,
}

/// The width of the field's text in a pane of `width`. There is a box around it where there is room.
pub fn field_width(width: usize) -> usize {
    if width >= BOXED {
        width - 4
    } else {
        width.max(1)
    }
}

/// Lays a question out. What is being written must be laid in the [`field_width`] already.
pub fn lay(brief: &Brief<'_>) -> Sheet {
    let mut sheet = Sheet::default();
    sheet.heading(brief);
    match &brief.quiz.phase {
        Phase::Asking(draft) => {
            sheet.draft(brief, draft);
            sheet.hint(brief);
        }
        Phase::Deciding(draft) => {
            sheet.draft(brief, draft);
            sheet.hint(brief);
            sheet.gap();
            let start = sheet.n_rows();
            sheet.words("How sure are you?", BOLD, brief);
            let key = |verb| brief.keys.name(Context::Certainty, verb);
            // Each key stays with its word.
            let words = format!(
                "{}\u{a0}sure   {}\u{a0}fairly   {}\u{a0}guess   {}\u{a0}without\u{a0}saying",
                key(Verb::Sure),
                key(Verb::Fairly),
                key(Verb::Guess),
                key(Verb::Open)
            );
            sheet.words(&words, PLAIN, brief);
            sheet.focus = Some(start..sheet.n_rows());
        }
        Phase::Shown(answered) => sheet.answered(brief, answered),
    }
    sheet
}

/// The questions of a section, before the first one's place is reached.
pub fn overview(section: &Section, keys: &Keys, width: usize) -> Sheet {
    let mut sheet = Sheet::default();
    let open = keys.name(Context::Text, Verb::Open);
    let words = match section.questions.len() {
        0 => no_questions(keys),
        1 => format!("1 question in this section. {open} goes to it."),
        n => format!("{n} questions in this section. {open} goes to the first."),
    };
    sheet.rows.extend(rows::wrapped(&words, DIM, width, 0));
    sheet
}

/// That there are none, and the way on.
pub fn no_questions(keys: &Keys) -> String {
    let next = keys.name(Context::Text, Verb::NextSection);
    format!("No questions in this section. {next} goes on to the next one.")
}

/// `SAQ 1 · part b · about 10 min`: how a question is called on the screen. No line breaks in a time.
pub fn name(section: &Section, question: &Question) -> String {
    let (own, whole) = times(section, question);
    let time = match (own, whole) {
        (Some(own), Some(whole)) => Some(format!("about\u{a0}{own}\u{a0}of\u{a0}{whole}\u{a0}min")),
        (Some(own), None) => Some(format!("about\u{a0}{own}\u{a0}min")),
        (None, Some(whole)) => Some(format!("{whole}\u{a0}min for all parts")),
        (None, None) => None,
    };
    called(section, question, time)
}

/// `SAQ 1 · part b · about 10 minutes`: the same in full, to be read out or printed.
pub fn name_in_full(section: &Section, question: &Question) -> String {
    let minutes = |n: u32| format!("{n} minute{}", if n == 1 { "" } else { "s" });
    let (own, whole) = times(section, question);
    let time = match (own, whole) {
        (Some(own), Some(whole)) => Some(format!("about {own} of {}", minutes(whole))),
        (Some(own), None) => Some(format!("about {}", minutes(own))),
        (None, Some(whole)) => Some(format!("{} for all parts", minutes(whole))),
        (None, None) => None,
    };
    called(section, question, time)
}

/// The minutes of a question, and of all the parts that it is one of.
fn times(section: &Section, question: &Question) -> (Option<u32>, Option<u32>) {
    let group = section.group_of(question);
    (question.minutes, group.and_then(|group| group.minutes))
}

fn called(section: &Section, question: &Question, time: Option<String>) -> String {
    let group = section.group_of(question);
    let title = question
        .title
        .as_deref()
        .or_else(|| group.and_then(|group| group.title.as_deref()));
    let kind = match question.kind {
        Kind::Activity => "Activity",
        _ => "Question",
    };
    let title = title.unwrap_or(kind).to_owned();
    let part = question.label.as_ref();
    let part = part.map(|label| format!("part {label}"));
    let parts: Vec<_> = [Some(title), part, time].into_iter().flatten().collect();
    parts.join(" · ")
}

/// How an answer stands, as a sign and a word.
pub fn verdict(
    answered: &Answered,
    n_points: usize,
    glyphs: Glyphs,
) -> (&'static str, String, Role) {
    let (unicode, ascii, word, role) = match answered.outcome.verdict {
        _ if answered.response == Response::DontKnow => {
            ("✗", "[-]", "Not known yet".to_owned(), Role::Wrong)
        }
        Verdict::Right => ("✓", "[+]", "Right".to_owned(), Role::Right),
        Verdict::Partly => {
            let percent = answered.outcome.score.unwrap_or(0.0) * 100.0;
            (
                "◑",
                "[~]",
                format!("Partly right: {percent:.0} %"),
                Role::Caution,
            )
        }
        Verdict::Wrong => ("✗", "[-]", "Not right".to_owned(), Role::Wrong),
        Verdict::Unmarked => ("◇", "[=]", "Done; not marked".to_owned(), Role::Dim),
        Verdict::ToMark if !answered.marked => {
            ("·", "[.]", "Yours to mark".to_owned(), Role::Accent)
        }
        Verdict::ToMark => {
            let n = answered.points.iter().filter(|tick| **tick).count();
            match (n_points, answered.outcome.score) {
                (0, Some(score)) if score >= 1.0 => {
                    ("✓", "[+]", "Marked: recalled".to_owned(), Role::Right)
                }
                (0, Some(score)) if score > 0.0 => {
                    ("◑", "[~]", "Marked: with trouble".to_owned(), Role::Caution)
                }
                (0, _) => ("✗", "[-]", "Marked: not recalled".to_owned(), Role::Wrong),
                (all, _) if n == all => ("✓", "[+]", format!("{n} of {all} points"), Role::Right),
                (all, _) if n == 0 => ("✗", "[-]", format!("{n} of {all} points"), Role::Wrong),
                (all, _) => ("◑", "[~]", format!("{n} of {all} points"), Role::Caution),
            }
        }
    };
    (
        if glyphs == Glyphs::Unicode {
            unicode
        } else {
            ascii
        },
        word,
        role,
    )
}

/// `5 d`, `3 months`: how long until it is due again.
pub fn interval(days: u32) -> String {
    match days {
        0 => "today".to_owned(),
        1..=60 => format!("{days} d"),
        61..=699 => format!("{} months", (days + 15) / 30),
        _ => format!("{:.1} years", f64::from(days) / 365.25),
    }
}

impl Sheet {
    /// How many rows there are.
    pub fn n_rows(&self) -> usize {
        self.rows.len() + self.hole.rows.len()
    }

    /// Rows as they are drawn, with those of the field's text.
    pub fn shown(&self, rows: Range<usize>, field: Option<&Field>) -> Vec<Row> {
        let row = |at: usize| {
            if at < self.hole.rows.start {
                return self.rows[at].clone();
            }
            if at >= self.hole.rows.end {
                return self.rows[at - self.hole.rows.len()].clone();
            }
            let line = field.map_or("", |field| field.row(at - self.hole.rows.start));
            let Some((bar, look)) = self.hole.bar else {
                return rows::row([rows::run(line, PLAIN)]);
            };
            let pad = " ".repeat(self.hole.width.saturating_sub(text::width(line)));
            rows::row([
                rows::run(format!("{bar} "), look),
                rows::run(line, PLAIN),
                rows::run(format!("{pad} {bar}"), look),
            ])
        };
        (rows.start..rows.end.min(self.n_rows())).map(row).collect()
    }

    fn gap(&mut self) {
        let is_behind_field = !self.hole.rows.is_empty() && self.hole.rows.end == self.n_rows();
        if is_behind_field || self.rows.last().is_some_and(|row| !row.runs.is_empty()) {
            self.rows.push(rows::blank());
        }
    }

    fn words(&mut self, words: &str, look: Look, brief: &Brief<'_>) {
        self.rows.extend(rows::wrapped(words, look, brief.width, 0));
    }

    fn blocks(&mut self, blocks: &[Block], brief: &Brief<'_>) {
        self.rows
            .extend(page::lay_blocks(blocks, brief.width, brief.glyphs).rows);
    }

    /// A titled part, if there is something to say in it.
    fn part(&mut self, title: &str, blocks: &[Block], brief: &Brief<'_>) {
        if !blocks.is_empty() {
            self.gap();
            self.words(title, BOLD, brief);
            self.blocks(blocks, brief);
        }
    }

    /// Likewise, with a bar at the left.
    fn boxed(&mut self, title: &str, blocks: &[Block], brief: &Brief<'_>) {
        if !blocks.is_empty() {
            self.gap();
            let bar = if brief.glyphs == Glyphs::Unicode {
                "┃ "
            } else {
                "| "
            };
            let narrow = brief.width.saturating_sub(2).max(1);
            let mut inner = rows::wrapped(title, TITLE, narrow, 0);
            inner.extend(page::lay_blocks(blocks, narrow, brief.glyphs).rows);
            for mut row in inner {
                row.runs.insert(0, rows::run(bar, ACCENT));
                self.rows.push(row);
            }
        }
    }

    fn heading(&mut self, brief: &Brief<'_>) {
        self.words(&name(brief.section, brief.question), DIM, brief);
        if let Some(group) = brief.section.group_of(brief.question) {
            self.blocks(&group.introduction, brief);
        }
        self.gap();
        let lead = brief
            .question
            .label
            .as_ref()
            .map(|label| format!("{label}. "));
        let lead_width = lead.as_deref().map_or(0, text::width);
        let rows = page::lay_blocks(
            &brief.question.prompt,
            brief.width.saturating_sub(lead_width).max(1),
            brief.glyphs,
        )
        .rows;
        match lead {
            Some(lead) => self
                .rows
                .extend(rows::hang(rows, vec![rows::run(lead, BOLD)])),
            None => self.rows.extend(rows),
        }
        self.gap();
    }

    fn hint(&mut self, brief: &Brief<'_>) {
        if brief.quiz.hinted {
            self.boxed("Hint", &brief.question.hint, brief);
        }
    }

    fn draft(&mut self, brief: &Brief<'_>, draft: &Draft) {
        match draft {
            Draft::Written(field) => self.field(brief, field, " Your answer "),
            Draft::Picked(picked) => self.choices(brief, picked),
            Draft::Placed(places) => self.placed(brief, places),
            Draft::Ordered(arrangement) => self.ordered(brief, arrangement),
            Draft::Filled(blanks) => self.filled(brief, blanks),
        }
    }

    /// A box to write in.
    fn field(&mut self, brief: &Brief<'_>, field: &Field, title: &str) {
        let (corners, bar) = match brief.glyphs {
            Glyphs::Unicode => (["╭", "╮", "╰", "╯", "─"], "│"),
            Glyphs::Ascii => (["+", "+", "+", "+", "-"], "|"),
        };
        let boxed = brief.width >= BOXED;
        let inner = field_width(brief.width);
        let edge = if brief.writing { ACCENT } else { DIM };
        if boxed {
            let rest = (brief.width - 3).saturating_sub(text::width(title));
            let top = format!(
                "{}{}{title}{}{}",
                corners[0],
                corners[4],
                corners[4].repeat(rest),
                corners[1]
            );
            self.rows.push(rows::row([rows::run(top, edge)]));
        }
        let start = self.n_rows();
        self.hole = Hole {
            rows: start..start + field.n_rows(),
            bar: boxed.then_some((bar, edge)),
            width: inner,
        };
        self.spots.push((start..self.n_rows(), Spot::Field));
        if boxed {
            let bottom = format!(
                "{}{}{}",
                corners[2],
                corners[4].repeat(brief.width - 2),
                corners[3]
            );
            self.rows.push(rows::row([rows::run(bottom, edge)]));
        }
        if brief.writing {
            let (row, column) = field.cursor_cell();
            self.cursor = Some((start + row, column + if boxed { 2 } else { 0 }));
            self.focus = Some(start + row..start + row + 1);
        } else {
            self.focus = Some(start..self.n_rows().min(start + 3));
        }
    }

    /// Options before the answer.
    fn choices(&mut self, brief: &Brief<'_>, picked: &[bool]) {
        for (shown, index) in brief.quiz.order.iter().copied().enumerate() {
            let sign = match (&brief.question.kind, picked.get(index) == Some(&true)) {
                (Kind::Choices(_), true) => "[x]",
                (Kind::Choices(_), false) => "[ ]",
                (_, true) => "(•)",
                (_, false) => "( )",
            };
            let sign = if brief.glyphs == Glyphs::Ascii {
                sign.replace('•', "*")
            } else {
                sign.to_owned()
            };
            let is_here = shown == brief.quiz.cursor;
            let look = if is_here { TITLE } else { DIM };
            self.item(
                brief,
                shown,
                index,
                format!("{sign} {} ", shown + 1),
                look,
                is_here,
            );
        }
    }

    fn item(
        &mut self,
        brief: &Brief<'_>,
        shown: usize,
        index: usize,
        lead: String,
        look: Look,
        is_here: bool,
    ) {
        let start = self.n_rows();
        let width = brief.width.saturating_sub(text::width(&lead)).max(1);
        let mut words = option_rows(brief, index, width);
        if is_here {
            for run in words.iter_mut().flat_map(|row| &mut row.runs) {
                run.look.bold = true;
            }
        }
        self.rows
            .extend(rows::hang(words, vec![rows::run(lead, look)]));
        let range = start..self.n_rows();
        if is_here {
            self.focus = Some(range.clone());
        }
        self.spots.push((range, Spot::Item(shown)));
    }
}

fn option_rows(brief: &Brief<'_>, index: usize, width: usize) -> Vec<Row> {
    match (&brief.question.kind, quiz::options(brief.question)) {
        (Kind::TrueFalse { .. }, _) => {
            rows::wrapped(if index == 0 { "True" } else { "False" }, PLAIN, width, 0)
        }
        (_, Some(options)) => options.choices.get(index).map_or_else(Vec::new, |choice| {
            page::lay_blocks(
                &[Block::Paragraph(choice.text.clone())],
                width,
                brief.glyphs,
            )
            .rows
        }),
        _ => Vec::new(),
    }
}
