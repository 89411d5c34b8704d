//! Paints rows of runs into cells. Nothing is computed here but where a cell is.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::app::layout;
use crate::page::Row;
use crate::tui::theme::Theme;

/// The same rectangle in ratatui's words, cut to what there is.
pub fn area(rect: layout::Rect, buffer: &Buffer) -> Rect {
    Rect::new(rect.x, rect.y, rect.width, rect.height).intersection(buffer.area)
}

/// Paints rows from the top of `area` on. Wide rows are moved to the left by `pan` columns.
pub fn rows<'a>(
    buffer: &mut Buffer,
    area: Rect,
    rows: impl IntoIterator<Item = &'a Row>,
    pan: usize,
    theme: &Theme,
) {
    for (y, row) in (area.top()..area.bottom()).zip(rows) {
        let mut x = area.x;
        let mut skip = if row.wide { pan } else { 0 };
        for run in &row.runs {
            let style = theme.style(run.look);
            let mut text = run.text.as_str();
            if skip > 0 {
                text = skip_cells(text, &mut skip);
            }
            let room = usize::from(area.right().saturating_sub(x));
            if room == 0 {
                break;
            }
            (x, _) = buffer.set_stringn(x, y, text, room, style);
        }
    }
}

/// Paints one string at the start of `area`, as far as it reaches. Gives back the column behind it.
pub fn line(buffer: &mut Buffer, area: Rect, text: &str, style: Style) -> u16 {
    if area.is_empty() {
        return area.x;
    }
    buffer
        .set_stringn(area.x, area.y, text, usize::from(area.width), style)
        .0
}

/// Lays a style over cells of one row.
pub fn over(buffer: &mut Buffer, area: Rect, y: u16, columns: std::ops::Range<u16>, style: Style) {
    let start = columns.start.max(area.left());
    let end = columns.end.min(area.right());
    if y >= area.top() && y < area.bottom() && start < end {
        buffer.set_style(Rect::new(start, y, end - start, 1), style);
    }
}

/// What is left of `text` behind its first `skip` cells; a wide letter that is cut goes whole.
fn skip_cells<'a>(text: &'a str, skip: &mut usize) -> &'a str {
    for (at, piece) in text.grapheme_indices(true) {
        if *skip == 0 {
            return &text[at..];
        }
        *skip = skip.saturating_sub(piece.width());
    }
    ""
}
