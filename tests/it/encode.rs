//! Frames as bytes, read by a terminal: it must show what was drawn.

use proptest::prelude::*;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};
use recto::text;
use recto::tui::encode;

const SIZE: (u16, u16) = (24, 6);

/// Something drawn on a frame: where, what, and how.
type Stroke = (u16, u16, String, Style);

fn stroke() -> impl Strategy<Value = Stroke> {
    let words = prop_oneof![
        4 => "[a-z ]{1,30}",
        1 => "[éèü]{1,4}[a-z]{0,5}",
        1 => "[日本語]{1,5}[a-z]{0,3}",
        1 => "[“”│▸✓]{1,3}[a-z]{0,3}",
    ];
    let colour = prop_oneof![
        Just(Color::Reset),
        Just(Color::Red),
        Just(Color::LightCyan),
        Just(Color::Indexed(200)),
        Just(Color::Rgb(1, 2, 3)),
    ];
    let modifier = prop_oneof![
        Just(Modifier::empty()),
        Just(Modifier::BOLD),
        Just(Modifier::UNDERLINED | Modifier::REVERSED),
        Just(Modifier::ITALIC),
    ];
    let style = (colour.clone(), colour, modifier)
        .prop_map(|(fg, bg, modifier)| Style::new().fg(fg).bg(bg).add_modifier(modifier));
    (0..SIZE.0, 0..SIZE.1, words, style)
}

fn frame(strokes: &[Stroke]) -> Buffer {
    let mut buffer = Buffer::empty(Rect::new(0, 0, SIZE.0, SIZE.1));
    for (x, y, words, style) in strokes {
        buffer.set_stringn(*x, *y, words, usize::from(SIZE.0 - x), *style);
    }
    buffer
}

/// What a terminal shows of it, cell by cell.
fn shown(bytes: &[u8]) -> Vec<String> {
    let mut terminal =
        vt100::Parser::new(SIZE.1.try_into().unwrap(), SIZE.0.try_into().unwrap(), 0);
    terminal.process(bytes);
    let screen = terminal.screen();
    let cell = |y, x| {
        let cell = screen.cell(y, x).unwrap();
        // A blank looks the same whether it was written or not, and whatever its letters' colour.
        let words = match cell.contents() {
            "" if !cell.is_wide_continuation() => " ",
            words => words,
        };
        let letters = (words != " ").then(|| (cell.fgcolor(), cell.bold(), cell.italic()));
        let look = (cell.bgcolor(), cell.inverse(), cell.underline());
        let inverse = cell.inverse().then(|| cell.fgcolor());
        format!("{words:?} {letters:?} {look:?} {inverse:?}")
    };
    (0..SIZE.1)
        .flat_map(|y| (0..SIZE.0).map(move |x| (y, x)))
        .map(|(y, x)| cell(y, x))
        .collect()
}

proptest! {
    #[test]
    fn a_terminal_shows_the_same_whichever_way_a_frame_came(
        frames in prop::collection::vec(prop::collection::vec(stroke(), 0..8), 1..5)
    ) {
        let frames: Vec<_> = frames.iter().map(|strokes| frame(strokes)).collect();
        let mut bytes = Vec::new();
        encode::whole(&mut bytes, &frames[0]);
        for pair in frames.windows(2) {
            encode::changes(&mut bytes, &pair[0], &pair[1]);
        }
        let last = frames.last().unwrap();
        let mut at_once = Vec::new();
        encode::whole(&mut at_once, last);
        prop_assert_eq!(shown(&bytes), shown(&at_once));
        let letters = shown(&at_once);
        let mut behind = 0;
        for (at, (cell, seen)) in last.content.iter().zip(&letters).enumerate() {
            // What lies under a wide letter before it doesn't show.
            if at < behind && at % usize::from(SIZE.0) != 0 {
                continue;
            }
            behind = at + text::width(cell.symbol()).max(1);
            if cell.symbol().is_ascii() && cell.symbol() != " " {
                prop_assert!(seen.starts_with(&format!("{:?}", cell.symbol())), "{seen} for {cell:?}");
            }
        }
    }
}

#[test]
fn a_line_down_takes_few_bytes() {
    let text = "whoever waits at the harbour sees the water come and go, and learns in time";
    let rows = |from: usize| {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 120, 40));
        let base = Style::new()
            .fg(Color::Rgb(215, 218, 224))
            .bg(Color::Rgb(22, 24, 29));
        for y in 0..38_u16 {
            let skip = (usize::from(y) + from) * 7 % 60;
            let line = format!("{}{}", &text[skip..], &text[..skip]);
            buffer.set_stringn(2, y + 1, line, 72, base);
        }
        buffer
    };
    let mut bytes = Vec::new();
    encode::changes(&mut bytes, &rows(0), &rows(1));
    // A terminal hands on four kilobytes at a time.
    assert!(bytes.len() < 3500, "{} bytes", bytes.len());
}
