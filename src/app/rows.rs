//! Rows for the parts of the screen that are not course text: prompts, lists, help.

use crate::page::{Line, Look, Role, Row, Run};
use crate::text;
use crate::text::wrap;

/// Plain.
pub const PLAIN: Look = Look {
    role: Role::Text,
    bold: false,
    italic: false,
    line: Line::None,
};
/// Less important.
pub const DIM: Look = Look {
    role: Role::Dim,
    ..PLAIN
};
/// Bold.
pub const BOLD: Look = Look {
    bold: true,
    ..PLAIN
};
/// The accent.
pub const ACCENT: Look = Look {
    role: Role::Accent,
    ..PLAIN
};
/// Bold in the accent.
pub const TITLE: Look = Look {
    bold: true,
    ..ACCENT
};
/// Take care.
pub const CAUTION: Look = Look {
    role: Role::Caution,
    bold: true,
    ..PLAIN
};

/// A piece of a row.
pub fn run(text: impl Into<String>, look: Look) -> Run {
    Run {
        text: text.into(),
        look,
        at: None,
        link: None,
    }
}

/// A row of pieces.
pub fn row<const N: usize>(runs: [Run; N]) -> Row {
    Row {
        runs: runs.into(),
        ..Row::default()
    }
}

/// An empty row.
pub fn blank() -> Row {
    Row::default()
}

/// Words in one look, wrapped; rows behind the first start with `indent` blanks.
pub fn wrapped(words: &str, look: Look, width: usize, indent: usize) -> Vec<Row> {
    let width = width.max(1);
    let indent = if indent * 2 > width { 0 } else { indent };
    wrap::wrap(words, width, width - indent)
        .into_iter()
        .enumerate()
        .map(|(at, range)| {
            let lead = if at == 0 { 0 } else { indent };
            row([run(" ".repeat(lead), look), run(&words[range], look)])
        })
        .collect()
}

/// Pieces one behind the other, wrapped; each keeps its look.
pub fn wrapped_runs(runs: &[Run], width: usize) -> Vec<Row> {
    let words: String = runs.iter().map(|run| run.text.as_str()).collect();
    let mut rest = runs.iter().scan(0, |start, piece| {
        let from = *start;
        *start += piece.text.len();
        Some((from..*start, piece.look))
    });
    let mut piece = rest.next();
    let rows = wrap::wrap(&words, width, width).into_iter();
    rows.map(|range| {
        let mut row = Row::default();
        while let Some((place, look)) = piece.clone().filter(|(place, _)| place.start < range.end) {
            let part = place.start.max(range.start)..place.end.min(range.end);
            if !part.is_empty() {
                row.runs.push(run(&words[part], look));
            }
            if place.end > range.end {
                break;
            }
            piece = rest.next();
        }
        row
    })
    .collect()
}

/// Left and right on one row; the left gives way.
pub fn sides(left: &str, left_look: Look, right: &str, right_look: Look, width: usize) -> Row {
    let right_width = text::width(right).min(width);
    let room = width - right_width;
    let left = cut(left, room.saturating_sub(usize::from(right_width > 0)));
    let gap = room.saturating_sub(text::width(&left));
    row([
        run(left, left_look),
        run(" ".repeat(gap), PLAIN),
        run(cut(right, width), right_look),
    ])
}

/// As much of `words` as `width` cells take, with an ellipsis where something is missing.
pub fn cut(words: &str, width: usize) -> String {
    if text::width(words) <= width {
        return words.to_owned();
    }
    let mut out = String::new();
    let mut used = 0;
    for piece in text::graphemes(words) {
        let wide = text::width(piece);
        if used + wide + 1 > width {
            break;
        }
        out.push_str(piece);
        used += wide;
    }
    if width > 0 {
        out.push('…');
    }
    out
}

/// Moves every row to the right by what `lead` takes; `lead` stands before the first one.
pub fn hang(rows: Vec<Row>, lead: Vec<Run>) -> Vec<Row> {
    let width: usize = lead.iter().map(|run| text::width(&run.text)).sum();
    let mut lead = Some(lead);
    rows.into_iter()
        .map(|mut row| {
            let before = lead
                .take()
                .unwrap_or_else(|| vec![run(" ".repeat(width), PLAIN)]);
            row.runs.splice(0..0, before);
            row
        })
        .collect()
}
