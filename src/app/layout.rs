//! Where the panes stand. Pure: a size goes in, rectangles come out.
//!
//! ```text
//!  header: where you are                                          5 due today
//!  title   │ title                                  │ title
//!  contents│ text                                   │ questions
//!  status: place, notice                                          keys of now
//! ```
//!
//! From 120 columns there are three panes, from 80 two, below that one. The text gets its measure
//! first; what is left goes to the questions, then to the contents, which shrink to a rail of marks
//! and numbers when their titles would not fit.
//!
//! **Invariant:** no rectangle reaches outside of the window, whatever its size.

use crate::app::study::Sight;

/// A window's size, in cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Size {
    /// Columns.
    pub width: u16,
    /// Rows.
    pub height: u16,
}

/// A rectangle of cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Rect {
    /// First column.
    pub x: u16,
    /// First row.
    pub y: u16,
    /// Columns.
    pub width: u16,
    /// Rows.
    pub height: u16,
}

impl Rect {
    /// Is that cell in it?
    pub const fn contains(&self, x: u16, y: u16) -> bool {
        x >= self.x && y >= self.y && x < self.x + self.width && y < self.y + self.height
    }
}

/// A part of the study screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Pane {
    /// The list of sections.
    Contents,
    /// The text.
    Text,
    /// The questions.
    Questions,
}

/// A pane on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Frame {
    /// Which.
    pub pane: Pane,
    /// All of it, title and margins too.
    pub outer: Rect,
    /// Its title line; empty where there is no room.
    pub title: Rect,
    /// Where its rows are drawn.
    pub body: Rect,
}

/// How the contents are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContentsForm {
    /// Marks, numbers and titles.
    Full,
    /// Marks and numbers only.
    Rail,
}

/// The study screen, divided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Areas {
    /// The line on top, or nothing.
    pub header: Rect,
    /// The line at the bottom, or nothing.
    pub status: Rect,
    /// The panes that are shown, left to right; a later one may lie over an earlier one.
    pub panes: Vec<Frame>,
    /// Columns of the rules between the panes.
    pub rules: Vec<u16>,
    /// How the contents are drawn, where they are.
    pub contents: ContentsForm,
}

impl Areas {
    /// The frame of `pane`, where it is shown.
    pub fn frame(&self, pane: Pane) -> Option<&Frame> {
        self.panes.iter().rev().find(|frame| frame.pane == pane)
    }

    /// Is there room for two panes side by side?
    pub fn is_for_two(&self) -> bool {
        self.status.width >= MEDIUM
    }

    /// The pane under a cell, the topmost first.
    pub fn at(&self, x: u16, y: u16) -> Option<&Frame> {
        self.panes
            .iter()
            .rev()
            .find(|frame| frame.outer.contains(x, y))
    }
}

/// From here on there are three panes.
const WIDE: u16 = 120;
/// From here on there are two.
const MEDIUM: u16 = 80;
/// A pane's blank columns, both sides together.
const MARGIN: u16 = 2;
/// The rail: a margin, "▸◐ 1.4.1", a margin.
const RAIL: u16 = 10;
/// Contents with titles need so much, and want no more than that.
const CONTENTS: std::ops::RangeInclusive<u16> = 26..=44;
/// Questions, likewise.
const QUESTIONS: std::ops::RangeInclusive<u16> = 34..=64;

/// Divides the study screen. `measure` is the text's widest line; `shift` moves the divider between
/// text and questions to the right by so many columns.
pub fn study(size: Size, focus: Pane, measure: u16, shift: i16) -> Areas {
    let width = size.width;
    let (mut areas, room) = empty(size);
    if width >= WIDE {
        let spare = width - 2 - (measure + MARGIN).min(width - 2 - RAIL - QUESTIONS.start());
        let mut questions = (spare * 3 / 5).clamp(*QUESTIONS.start(), *QUESTIONS.end());
        let mut contents = (spare - questions).min(*CONTENTS.end());
        if contents < *CONTENTS.start() {
            contents = RAIL;
            questions = (spare - RAIL).min(*QUESTIONS.end());
            areas.contents = ContentsForm::Rail;
        }
        let text = width - contents - 1;
        let cut = divide(text, text - 1 - questions, shift);
        areas.panes.push(room.frame(Pane::Contents, 0, contents));
        areas.panes.push(room.frame(Pane::Text, contents + 1, cut));
        areas
            .panes
            .push(room.frame(Pane::Questions, contents + cut + 2, text - cut - 1));
        areas.rules = vec![contents, contents + 1 + cut];
        if focus == Pane::Contents && areas.contents == ContentsForm::Rail {
            areas.contents = ContentsForm::Full;
            areas
                .panes
                .push(room.frame(Pane::Contents, 0, *CONTENTS.end()));
            areas.rules.push(*CONTENTS.end());
        }
    } else if width >= MEDIUM {
        let cut = divide(width, width * 3 / 5, shift);
        areas.panes.push(room.frame(Pane::Text, 0, cut));
        areas
            .panes
            .push(room.frame(Pane::Questions, cut + 1, width - cut - 1));
        areas.rules = vec![cut];
        if focus == Pane::Contents {
            areas
                .panes
                .push(room.frame(Pane::Contents, 0, *CONTENTS.end()));
            areas.rules.push(*CONTENTS.end());
        }
    } else {
        areas.panes.push(room.frame(focus, 0, width));
    }
    areas
}

/// Divides the screen for one question that is to be recalled: it stands alone in the middle, or
/// with the text beside it.
pub fn card(size: Size, focus: Pane, sight: Sight, measure: u16, shift: i16) -> Areas {
    let width = size.width;
    let (mut areas, room) = empty(size);
    match sight {
        Sight::Open if width >= MEDIUM => {
            let text = (measure + MARGIN).min(width * 3 / 5);
            let cut = divide(width, text, shift);
            areas.panes.push(room.frame(Pane::Text, 0, cut));
            let rest = width - cut - 1;
            areas.panes.push(room.frame(Pane::Questions, cut + 1, rest));
            areas.rules = vec![cut];
        }
        Sight::Open => areas.panes.push(room.frame(focus, 0, width)),
        Sight::Closed => {
            let wide = (measure + MARGIN).min(width);
            let left = (width - wide) / 2;
            areas.panes.push(room.frame(Pane::Questions, left, wide));
        }
    }
    areas
}

/// Divides the screen for one question of an exam: it stands in the middle, below its answer sheet,
/// of which `sheet` rows are wanted. Gives the sheet's place too.
pub fn exam(size: Size, sheet: usize, measure: u16) -> (Areas, Rect) {
    let (header, status, top, bottom) = bands(size);
    let rows = u16::try_from(sheet).unwrap_or(u16::MAX);
    let rows = rows.min((bottom - top) / 4);
    let room = Room {
        top: top + rows,
        bottom,
        titled: size.height >= 6,
    };
    let wide = (measure + MARGIN).min(size.width);
    let left = (size.width - wide) / 2;
    let frame = room.frame(Pane::Questions, left, wide);
    let areas = Areas {
        header,
        status,
        panes: vec![frame],
        rules: Vec::new(),
        contents: ContentsForm::Full,
    };
    let sheet = Rect {
        x: frame.body.x,
        y: top,
        width: frame.body.width,
        height: rows,
    };
    (areas, sheet)
}

/// The screen before any pane stands on it, and the room for them.
fn empty(size: Size) -> (Areas, Room) {
    let (header, status, top, bottom) = bands(size);
    let areas = Areas {
        header,
        status,
        panes: Vec::new(),
        rules: Vec::new(),
        contents: ContentsForm::Full,
    };
    let titled = size.height >= 6;
    let room = Room {
        top,
        bottom,
        titled,
    };
    (areas, room)
}

/// One page over the whole window: the library, help.
pub fn single(size: Size) -> (Rect, Rect, Rect) {
    let (header, status, top, bottom) = bands(size);
    let margin = u16::from(size.width > 20);
    let blank = u16::from(size.height >= 10);
    let body = Rect {
        x: margin,
        y: top + blank,
        width: size.width.saturating_sub(2 * margin),
        height: (bottom - top).saturating_sub(blank),
    };
    (header, status, body)
}

/// The header, the status line, and the rows between them.
fn bands(size: Size) -> (Rect, Rect, u16, u16) {
    let line = |y, shown: bool| Rect {
        x: 0,
        y,
        width: size.width,
        height: u16::from(shown),
    };
    let header = line(0, size.height >= 8);
    let status = line(size.height.saturating_sub(1), size.height >= 3);
    (header, status, header.height, size.height - status.height)
}

/// Where the text ends, of `width` columns that text, rule and questions share.
fn divide(width: u16, wanted: u16, shift: i16) -> u16 {
    const LEAST: u16 = 20;
    wanted
        .saturating_add_signed(shift)
        .clamp(LEAST, width - 1 - LEAST)
}

/// The rows that the panes share.
struct Room {
    top: u16,
    bottom: u16,
    titled: bool,
}

impl Room {
    fn frame(&self, pane: Pane, x: u16, width: u16) -> Frame {
        let height = self.bottom - self.top;
        let title = u16::from(self.titled);
        // A blank row below the title, where rows are not scarce.
        let blank = u16::from(self.titled && height >= 16);
        let margin = u16::from(width > 20 || pane == Pane::Contents && width == RAIL);
        Frame {
            pane,
            outer: Rect {
                x,
                y: self.top,
                width,
                height,
            },
            title: Rect {
                x,
                y: self.top,
                width,
                height: title,
            },
            body: Rect {
                x: x + margin,
                y: self.top + title + blank,
                width: width.saturating_sub(2 * margin),
                height: height - title - blank,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_reaches_outside_of_any_window() {
        for width in 0..=220 {
            for height in 0..=60 {
                for focus in [Pane::Contents, Pane::Text, Pane::Questions] {
                    for shift in [-300, 0, 7, 300] {
                        let areas = study(Size { width, height }, focus, 72, shift);
                        assert!(areas.frame(focus).is_some());
                        for frame in &areas.panes {
                            for rect in [frame.outer, frame.title, frame.body] {
                                assert!(rect.x + rect.width <= width, "{width}x{height} {rect:?}");
                                assert!(
                                    rect.y + rect.height <= height,
                                    "{width}x{height} {rect:?}"
                                );
                            }
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn no_answer_sheet_takes_the_room_of_its_question() {
        for width in 0..=220 {
            for height in 0..=60 {
                for wanted in [0, 1, 7, 1_000] {
                    let (areas, sheet) = exam(Size { width, height }, wanted, 72);
                    let body = areas.panes[0].body;
                    assert!(sheet.x + sheet.width <= width && body.x + body.width <= width);
                    assert!(sheet.y + sheet.height <= areas.panes[0].outer.y);
                    assert!(body.y + body.height <= height, "{width}x{height}");
                    assert!(
                        height < 5 || body.height >= sheet.height,
                        "{width}x{height}"
                    );
                }
            }
        }
    }

    #[track_caller]
    fn check(width: u16, expected: &[(Pane, u16)]) {
        let areas = study(Size { width, height: 40 }, Pane::Text, 72, 0);
        let got: Vec<_> = areas.panes.iter().map(|f| (f.pane, f.body.width)).collect();
        assert_eq!(got, expected, "{width}");
    }

    #[test]
    fn the_text_gets_its_measure_first() {
        check(
            120,
            &[(Pane::Contents, 8), (Pane::Text, 72), (Pane::Questions, 32)],
        );
        check(
            140,
            &[
                (Pane::Contents, 24),
                (Pane::Text, 72),
                (Pane::Questions, 36),
            ],
        );
        check(
            160,
            &[
                (Pane::Contents, 32),
                (Pane::Text, 72),
                (Pane::Questions, 48),
            ],
        );
        check(100, &[(Pane::Text, 58), (Pane::Questions, 37)]);
        check(79, &[(Pane::Text, 77)]);
    }

    #[test]
    fn contents_lie_over_the_text_while_they_are_used() {
        let areas = study(
            Size {
                width: 120,
                height: 40,
            },
            Pane::Contents,
            72,
            0,
        );
        assert_eq!(areas.panes.len(), 4);
        assert_eq!(
            areas.at(30, 20).map(|frame| frame.pane),
            Some(Pane::Contents)
        );
        assert_eq!(areas.contents, ContentsForm::Full);
    }

    #[test]
    fn the_divider_moves() {
        let at = |shift| {
            study(
                Size {
                    width: 100,
                    height: 40,
                },
                Pane::Text,
                72,
                shift,
            )
            .rules[0]
        };
        assert_eq!(at(5), at(0) + 5);
        assert_eq!(at(-400), 20);
    }
}
