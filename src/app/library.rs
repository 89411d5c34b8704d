//! The library: every course with what has been done in it.

mod order;
mod shelf;

use jiff::Timestamp;

pub use self::order::{Rank, rank};
use crate::app::action::{Context, Verb};
use crate::app::keys::Keys;
use crate::app::rows::{self, ACCENT, BOLD, CAUTION, DIM, PLAIN, TITLE};
use crate::course::Audience;
use crate::course::id::CourseId;
use crate::page::{Glyphs, Row};
use crate::text::{self, Clean};

/// A course on the shelf.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// Which.
    pub id: CourseId,
    /// Its title.
    pub title: Clean,
    /// Whom it is for.
    pub audience: Audience,
    /// How many sections and questions it has, once they have been counted.
    pub counts: Option<Counts>,
    /// The full title of the section where the learner was last, once it is known.
    pub place: Option<String>,
    /// Why it can't be opened, if it can't.
    pub problem: Option<String>,
}

/// How much there is in a course.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Sections.
    pub sections: usize,
    /// Questions, parts counted one by one.
    pub questions: usize,
}

/// What the learner has done in a course, in numbers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Done {
    /// Where the course stands.
    pub rank: Rank,
    /// Sections read to their end.
    pub read: usize,
    /// Questions answered at least once.
    pub answered: usize,
    /// Questions due now.
    pub due: usize,
    /// When something was done last.
    pub last: Option<Timestamp>,
    /// The section that was open last, by its full title.
    pub place: Option<String>,
}

/// The library screen.
#[derive(Debug, Clone, Default)]
pub struct Library {
    /// All courses.
    pub cards: Vec<Card>,
    /// The course under the cursor.
    pub selected: usize,
    /// The first row that shows.
    pub top: usize,
}

/// The library, laid out.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Shelf {
    /// Its rows.
    pub rows: Vec<Row>,
    /// For each card, its first row.
    pub card_rows: Vec<usize>,
}

/// Cells of a progress bar.
const BAR: usize = 10;
/// From here on a course has one line with its figures in columns.
const WIDE: usize = 76;

/// Lays the library out. `done` gives a course's numbers; `today` tells a moment as the learner says
/// it.
pub fn lay(
    library: &Library,
    (width, glyphs): (usize, Glyphs),
    keys: &Keys,
    done: impl Fn(&Card) -> Done,
    today: impl Fn(Timestamp) -> String,
) -> Shelf {
    let mut shelf = Shelf::default();
    let dones: Vec<Done> = library.cards.iter().map(&done).collect();
    let out = &mut shelf.rows;
    let key = |verb| keys.name(Context::Library, verb);
    let all = library.cards.iter().zip(&dones);
    let last = all
        .clone()
        .filter(|(_, done)| done.rank == Rank::Open && done.place.is_some())
        .max_by_key(|(_, done)| done.last);
    let offered = all.clone().find(|(_, done)| done.rank == Rank::Offered);
    if let Some((card, _)) = offered {
        let words = format!(
            "New here? Begin with {}: {} opens it, {} puts it away.",
            card.title,
            key(Verb::Open),
            key(Verb::PutAway)
        );
        out.extend(rows::wrapped(&words, PLAIN, width, 0));
    } else if let Some((card, done)) = last {
        let place = done.place.as_deref().unwrap_or("");
        out.push(rows::row([
            rows::run("Continue  ", DIM),
            rows::run(
                rows::cut(
                    &format!("{} › {place}", card.title),
                    width.saturating_sub(10),
                ),
                PLAIN,
            ),
        ]));
    } else if !library.cards.is_empty() {
        out.extend(rows::wrapped(
            &format!(
                "Choose a course with the arrow keys and open it with {}.",
                key(Verb::Open)
            ),
            DIM,
            width,
            0,
        ));
    }
    let due: usize = dones.iter().map(|done| done.due).sum();
    if due > 0 {
        let words = if due == 1 {
            "1 question is due".to_owned()
        } else {
            format!("{due} questions are due")
        };
        out.push(rows::row([
            rows::run("Review    ", DIM),
            rows::run(words, PLAIN),
        ]));
    }
    out.push(rows::blank());
    if width >= WIDE {
        out.push(rows::sides(
            "  Course",
            DIM,
            &figures("sections read", "answered", "due", "last"),
            DIM,
            width,
        ));
    }
    let first_away = dones.iter().position(|done| done.rank == Rank::Away);
    for (index, (card, done)) in all.enumerate() {
        if Some(index) == first_away {
            out.push(rows::blank());
            out.push(rows::row([rows::run("  Put away", DIM)]));
        }
        shelf.card_rows.push(out.len());
        card_rows(
            out,
            card,
            done,
            index == library.selected,
            (width, glyphs),
            &today,
        );
    }
    if library.cards.is_empty() {
        out.extend(rows::wrapped(
            "There is no course here. Put a course folder where `recto config` says, or open one with `recto FOLDER`.",
            PLAIN,
            width,
            0,
        ));
    }
    shelf
}

/// A course on the shelf: its title, its figures, and what is wrong with it, if something is.
fn card_rows(
    out: &mut Vec<Row>,
    card: &Card,
    done: &Done,
    is_here: bool,
    (width, glyphs): (usize, Glyphs),
    today: &impl Fn(Timestamp) -> String,
) {
    let wide = width >= WIDE;
    let sign = match (is_here, glyphs) {
        (true, Glyphs::Unicode) => "▸ ",
        (true, Glyphs::Ascii) => "> ",
        (false, _) => "  ",
    };
    let look = match (is_here, done.rank) {
        (true, _) => TITLE,
        (false, Rank::Away) => DIM,
        (false, _) => BOLD,
    };
    let mut first = if let (true, None) = (wide, &card.problem) {
        let last = done.last.map_or("new".to_owned(), today);
        let figures = figures(
            &read(done.read, card.counts, glyphs),
            &of(done.answered, card.counts.map(|counts| counts.questions)),
            &if done.due > 0 {
                done.due.to_string()
            } else {
                String::new()
            },
            &last,
        );
        rows::sides(&card.title, look, &figures, PLAIN, width.saturating_sub(2))
    } else {
        rows::row([rows::run(
            rows::cut(&card.title, width.saturating_sub(2)),
            look,
        )])
    };
    first.runs.insert(0, rows::run(sign, ACCENT));
    out.push(first);
    if let Some(problem) = &card.problem {
        let lines = rows::wrapped(problem, CAUTION, width.saturating_sub(4), 0);
        out.extend(rows::hang(lines, vec![rows::run("    ", PLAIN)]));
    } else if !wide {
        let due = if done.due > 0 {
            format!(" · {} due", done.due)
        } else {
            String::new()
        };
        let words = format!(
            "{} sections · {} questions{due}",
            read(done.read, card.counts, glyphs),
            of(done.answered, card.counts.map(|counts| counts.questions))
        );
        let lines = rows::wrapped(&words, DIM, width.saturating_sub(2), 0);
        out.extend(rows::hang(lines, vec![rows::run("  ", PLAIN)]));
    }
}

/// The columns behind the title, each right or left as it reads best.
fn figures(read: &str, answered: &str, due: &str, last: &str) -> String {
    let pad = |words: &str, cells: usize| " ".repeat(cells.saturating_sub(text::width(words)));
    format!(
        "{read}{}  {answered}{}{}{due}   {last}{}",
        pad(read, BAR + 11),
        pad(answered, 12),
        pad(due, 4),
        pad(last, 8)
    )
}

fn of(n: usize, all: Option<usize>) -> String {
    match all {
        Some(all) => format!("{n} of {all}"),
        None => n.to_string(),
    }
}

/// How many of the sections have been read, as a bar and in numbers.
fn read(read: usize, counts: Option<Counts>, glyphs: Glyphs) -> String {
    let sections = counts.map(|counts| counts.sections);
    format!("{} {}", bar(read, sections, glyphs), of(read, sections))
}

/// How many of the sections have been read.
fn bar(read: usize, sections: Option<usize>, glyphs: Glyphs) -> String {
    let (full, empty) = match glyphs {
        Glyphs::Unicode => ("█", "░"),
        Glyphs::Ascii => ("#", "."),
    };
    // Something read is never drawn as nothing, and all but one never as all.
    let filled = match sections {
        Some(n) if n > 0 && read >= n => BAR,
        Some(n) if n > 0 && read > 0 => (read * BAR / n).clamp(1, BAR - 1),
        _ => 0,
    };
    format!("{}{}", full.repeat(filled), empty.repeat(BAR - filled))
}
