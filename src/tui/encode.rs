//! Cells as bytes for a terminal: what differs between two frames, in few bytes, since a line down
//! changes most of the text and may go over a slow line.
//!
//! **Invariant:** what it writes depends on nothing that the terminal did before but its cells: each
//! frame begins and ends without a style, and every row begins at a place that is said in full.
//! Asks the terminal nothing.

use std::io::Write as _;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};
use unicode_width::UnicodeWidthStr;

/// Longest run of cells between two changes that may be written again rather than skipped. A skip
/// takes four or five bytes.
const BRIDGE: u16 = 4;

/// What each modifier is called in a control sequence.
const MODIFIERS: [(Modifier, &str); 8] = [
    (Modifier::BOLD, "1"),
    (Modifier::DIM, "2"),
    (Modifier::ITALIC, "3"),
    (Modifier::UNDERLINED, "4"),
    (Modifier::SLOW_BLINK, "5"),
    (Modifier::REVERSED, "7"),
    (Modifier::HIDDEN, "8"),
    (Modifier::CROSSED_OUT, "9"),
];

/// Colours and modifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Style {
    fg: Color,
    bg: Color,
    modifier: Modifier,
}

const NO_STYLE: Style = Style {
    fg: Color::Reset,
    bg: Color::Reset,
    modifier: Modifier::empty(),
};

/// Writes what makes `shown` into `next`. Both have the same area.
pub fn changes(out: &mut Vec<u8>, shown: &Buffer, next: &Buffer) {
    let mut encoder = Encoder::new(out, next);
    let row = usize::from(next.area.width).max(1);
    let rows = shown.content.chunks(row).zip(next.content.chunks(row));
    for (y, (shown, next)) in (0..).zip(rows) {
        encoder.row(y, shown, next);
    }
    encoder.turn_to(NO_STYLE);
}

/// Writes a whole frame onto a screen that was cleared.
pub fn whole(out: &mut Vec<u8>, next: &Buffer) {
    let mut behind = (0, 0);
    let cells = next.content.iter().enumerate().filter_map(|(at, cell)| {
        let (x, y) = next.pos_of(at);
        // Nothing is to be written where it is blank, or under a wide letter.
        if (y == behind.1 && x < behind.0) || *cell == Cell::EMPTY {
            return None;
        }
        behind = (x + width(cell), y);
        Some((x, y, cell))
    });
    let mut encoder = Encoder::new(out, next);
    for (x, y, cell) in cells {
        encoder.cell(x, y, cell);
    }
    encoder.turn_to(NO_STYLE);
}

/// Is it one cell wide everywhere?
fn is_sure(symbol: &str) -> bool {
    let mut letters = symbol.chars();
    matches!(letters.next(), Some(c) if c.is_ascii() || (c < '\u{300}' && c.is_alphabetic()))
        && letters.next().is_none()
}

fn width(cell: &Cell) -> u16 {
    u16::try_from(cell.symbol().width()).unwrap_or(1).max(1)
}

fn style(cell: &Cell) -> Style {
    Style {
        fg: cell.fg,
        bg: cell.bg,
        modifier: cell.modifier,
    }
}

struct Encoder<'a> {
    out: &'a mut Vec<u8>,
    next: &'a Buffer,
    /// Where the terminal writes next, if that is known.
    at: Option<(u16, u16)>,
    style: Style,
}

impl<'a> Encoder<'a> {
    fn new(out: &'a mut Vec<u8>, next: &'a Buffer) -> Self {
        out.extend_from_slice(b"\x1b[0m");
        Self {
            out,
            next,
            at: None,
            style: NO_STYLE,
        }
    }

    /// Writes what makes a row of `shown` into one of `next`.
    fn row(&mut self, y: u16, shown: &[Cell], next: &[Cell]) {
        // Up to here a wide letter reaches: one that stays, and one that goes. To write over the
        // half of a letter makes a blank of the other half, and terminals differ in its style.
        let (mut hidden, mut broken) = (0, 0);
        for (x, (before, after)) in (0..).zip(shown.iter().zip(next)) {
            if x < hidden {
                continue;
            }
            let differs = before != after;
            if differs || x < broken {
                self.cell(x, y, after);
            }
            if differs {
                broken = broken.max(x + width(before));
            }
            hidden = x + width(after);
            // What lay under the letter's second half is gone as well.
            let covered = usize::from(x) + 1..usize::from(hidden).min(shown.len());
            for (under, cell) in covered.clone().zip(&shown[covered]) {
                let under = u16::try_from(under).unwrap_or(u16::MAX);
                broken = broken.max(under.saturating_add(width(cell)));
            }
        }
    }

    fn cell(&mut self, x: u16, y: u16, cell: &Cell) {
        self.go_to(x, y);
        self.turn_to(style(cell));
        self.put(cell);
    }

    fn put(&mut self, cell: &Cell) {
        self.out.extend_from_slice(cell.symbol().as_bytes());
        // Terminals differ in how wide they draw what is no letter of Europe, and in what they do
        // at the last column.
        let is_sure = is_sure(cell.symbol());
        self.at = match self.at {
            Some((x, y)) if is_sure && x + 1 < self.next.area.width => Some((x + 1, y)),
            _ => None,
        };
    }

    fn go_to(&mut self, x: u16, y: u16) {
        let here = self.at;
        self.at = Some((x, y));
        match here {
            Some(here) if here == (x, y) => {}
            Some((from, row)) if row == y && from < x => {
                if !self.bridge(from, x, y) {
                    self.sequence(format_args!("{}C", x - from));
                }
            }
            _ => self.sequence(format_args!("{};{}H", y + 1, x + 1)),
        }
    }

    /// Writes the cells between two changes again, if there are few, and plain ones.
    fn bridge(&mut self, from: u16, to: u16, y: u16) -> bool {
        if to - from > BRIDGE {
            return false;
        }
        let cells = || (from..to).map(|x| &self.next[(x, y)]);
        let is_plain = |cell: &Cell| is_sure(cell.symbol()) && style(cell) == self.style;
        if !cells().all(is_plain) {
            return false;
        }
        for cell in cells() {
            self.out.extend_from_slice(cell.symbol().as_bytes());
        }
        true
    }

    /// Changes the style, and says only what changes in it.
    fn turn_to(&mut self, style: Style) {
        if style == self.style {
            return;
        }
        let mut codes: Vec<String> = Vec::new();
        let mut before = self.style;
        if !style.modifier.contains(before.modifier) || style == NO_STYLE {
            codes.push("0".to_owned());
            before = NO_STYLE;
        }
        for (modifier, code) in MODIFIERS {
            if style.modifier.contains(modifier) && !before.modifier.contains(modifier) {
                codes.push(code.to_owned());
            }
        }
        if style.fg != before.fg {
            codes.push(colour(style.fg, 30));
        }
        if style.bg != before.bg {
            codes.push(colour(style.bg, 40));
        }
        self.sequence(format_args!("{}m", codes.join(";")));
        self.style = style;
    }

    fn sequence(&mut self, words: std::fmt::Arguments<'_>) {
        write!(self.out, "\x1b[{words}").expect("a Vec takes everything");
    }
}

/// A colour in a control sequence: `base` is 30 for letters, 40 for what lies behind them.
fn colour(colour: Color, base: u8) -> String {
    let dark = |n: u8| (base + n).to_string();
    let bright = |n: u8| (base + 60 + n).to_string();
    match colour {
        Color::Reset => dark(9),
        Color::Black => dark(0),
        Color::Red => dark(1),
        Color::Green => dark(2),
        Color::Yellow => dark(3),
        Color::Blue => dark(4),
        Color::Magenta => dark(5),
        Color::Cyan => dark(6),
        Color::Gray => dark(7),
        Color::DarkGray => bright(0),
        Color::LightRed => bright(1),
        Color::LightGreen => bright(2),
        Color::LightYellow => bright(3),
        Color::LightBlue => bright(4),
        Color::LightMagenta => bright(5),
        Color::LightCyan => bright(6),
        Color::White => bright(7),
        Color::Indexed(n) => format!("{};5;{n}", base + 8),
        Color::Rgb(r, g, b) => format!("{};2;{r};{g};{b}", base + 8),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::layout::Rect;
    use ratatui::style::Style as Look;

    fn frame(rows: &[&str]) -> Buffer {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 20, 3));
        for (y, row) in (0..).zip(rows) {
            buffer.set_string(0, y, row, Look::new());
        }
        buffer
    }

    #[track_caller]
    fn check(shown: &[&str], next: &[&str], expected: &str) {
        let mut out = Vec::new();
        changes(&mut out, &frame(shown), &frame(next));
        assert_eq!(
            String::from_utf8_lossy(&out),
            expected.replace('^', "\x1b[")
        );
    }

    #[test]
    fn few_cells_between_changes_are_written_again() {
        check(&["a"], &["a"], "^0m");
        check(&["tide"], &["tine"], "^0m^1;3Hn");
        check(&["a tide"], &["b time"], "^0m^1;1Hb tim");
        check(&["a tides 12"], &["b tides 13"], "^0m^1;1Hb^8C3");
        check(&["a", "b"], &["c", "d"], "^0m^1;1Hc^2;1Hd");
    }

    #[test]
    fn behind_what_is_no_plain_letter_the_place_is_said_in_full() {
        check(&["日x"], &["本y"], "^0m^1;1H本^1;3Hy");
        check(&["“a"], &["”b"], "^0m^1;1H”^1;2Hb");
        check(&["éa"], &["èb"], "^0m^1;1Hèb");
    }

    #[test]
    fn only_what_changes_in_the_style_is_said() {
        let mut next = frame(&["", "", ""]);
        let base = Look::new().fg(Color::Rgb(1, 2, 3)).bg(Color::Indexed(7));
        next.set_string(0, 0, "a", base);
        next.set_string(1, 0, "b", base.add_modifier(Modifier::BOLD));
        next.set_string(2, 0, "c", base.fg(Color::LightRed));
        let mut out = Vec::new();
        whole(&mut out, &next);
        let expected = "^0m^1;1H^38;2;1;2;3;48;5;7ma^1mb^0;91;48;5;7mc^0m";
        assert_eq!(
            String::from_utf8_lossy(&out),
            expected.replace('^', "\x1b[")
        );
    }
}
