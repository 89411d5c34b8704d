//! Draws a frame. It reads the program and changes nothing but cells.
//!
//! ```text
//!  header                                                     what is due
//!  Contents   │  Title of the section          42 % │▌ Questions    2 of 4
//!             │                                     │
//!  …          │  …                                  │  …
//!  place, or a notice                                  the keys of now
//! ```

use jiff::Timestamp;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Modifier, Style};

use crate::app::contents;
use crate::app::front::Front;
use crate::app::layout::{self, Frame, Pane};
use crate::app::notice::Tone;
use crate::app::study::{Stage, Study};
use crate::app::{App, Over, rows, status};
use crate::course::passage::Passage;
use crate::page::{Glyphs, Look, Role};
use crate::text;
use crate::tui::paint;
use crate::tui::theme::Theme;

/// Draws everything. Gives back where the cursor belongs, if anywhere.
pub fn draw(app: &App, theme: &Theme, buffer: &mut Buffer, now: Timestamp) -> Option<Position> {
    let whole = buffer.area;
    buffer.set_style(whole, theme.base);
    let (header, bottom, body) = layout::single(app.size);
    let mut cursor = None;
    if let Some(Over::Page(page)) = &app.over {
        draw_header(app, theme, buffer, header, page.title(), now);
        paint::rows(
            buffer,
            paint::area(body, buffer),
            page.rows.iter().skip(page.top),
            0,
            theme,
        );
    } else if let Some(study) = app.in_hand() {
        let (path, _) = status::header(app, now);
        draw_header(app, theme, buffer, study.areas.header, &path, now);
        cursor = draw_study(app, study, theme, buffer);
    } else if let Some(front) = &app.front {
        let (path, _) = status::header(app, now);
        draw_header(app, theme, buffer, header, &path, now);
        draw_front(app, front, theme, buffer, paint::area(body, buffer));
    } else {
        draw_header(app, theme, buffer, header, "Recto", now);
        let area = paint::area(body, buffer);
        paint::rows(
            buffer,
            area,
            app.shelf.rows.iter().skip(app.library.top),
            0,
            theme,
        );
        if let Some(row) = app.shelf.card_rows.get(app.library.selected)
            && let Some(y) = row
                .checked_sub(app.library.top)
                .and_then(|y| u16::try_from(y).ok())
        {
            paint::over(
                buffer,
                area,
                area.y.saturating_add(y),
                area.left()..area.right(),
                theme.selection,
            );
        }
    }
    if app.over.is_none()
        && let Some(Front::Exam(exam)) = &app.front
        && let Some((rows, place)) = exam.answer_sheet()
    {
        paint::rows(buffer, paint::area(place, buffer), rows, 0, theme);
    }
    let line = draw_status(app, theme, buffer, bottom);
    line.or(cursor)
}

/// A page before the other screens.
fn draw_front(app: &App, front: &Front, theme: &Theme, buffer: &mut Buffer, area: Rect) {
    match front {
        Front::Review(review) => {
            paint::rows(buffer, area, review.rows.iter().skip(review.top), 0, theme);
        }
        Front::Exam(exam) => {
            let (rows, top) = exam.page();
            paint::rows(buffer, area, rows.iter().skip(top), 0, theme);
            for row in exam.selection() {
                let y = u16::try_from(row).unwrap_or(u16::MAX);
                let y = area.y.saturating_add(y);
                paint::over(buffer, area, y, area.left()..area.right(), theme.selection);
            }
        }
        Front::Progress(charts) => {
            paint::rows(buffer, area, &charts.rows(app.settings.glyphs), 0, theme);
            for row in charts.selection().into_iter().flatten() {
                let y = area
                    .y
                    .saturating_add(u16::try_from(row).unwrap_or(u16::MAX));
                paint::over(buffer, area, y, area.left()..area.right(), theme.selection);
            }
        }
    }
}

fn draw_header(
    app: &App,
    theme: &Theme,
    buffer: &mut Buffer,
    rect: layout::Rect,
    left: &str,
    now: Timestamp,
) {
    let area = paint::area(rect, buffer);
    if area.is_empty() {
        return;
    }
    let (_, right) = status::header(app, now);
    let row = rows::sides(
        left,
        rows::DIM,
        &right,
        rows::CAUTION,
        usize::from(area.width.saturating_sub(2)),
    );
    paint::rows(buffer, inset(area), [&row], 0, theme);
}

fn inset(area: Rect) -> Rect {
    if area.width > 2 {
        Rect {
            x: area.x + 1,
            width: area.width - 2,
            ..area
        }
    } else {
        area
    }
}

fn draw_study(app: &App, study: &Study, theme: &Theme, buffer: &mut Buffer) -> Option<Position> {
    let mut cursor = None;
    for (index, frame) in study.areas.panes.iter().enumerate() {
        let is_over = index > 0
            && study.areas.panes[..index]
                .iter()
                .any(|below| overlaps(below, frame));
        let area = paint::area(frame.outer, buffer);
        if is_over {
            clear(buffer, area, theme);
        }
        draw_title(app, study, frame, theme, buffer);
        let body = paint::area(frame.body, buffer);
        match frame.pane {
            Pane::Contents => draw_contents(app, study, body, theme, buffer),
            Pane::Text => draw_text(app, study, body, theme, buffer),
            Pane::Questions => {
                let shown = study.sheet_rows(usize::from(body.height));
                paint::rows(buffer, body, &shown, 0, theme);
                cursor = cursor.or_else(|| field_cursor(study, body));
            }
        }
    }
    let bar = if app.settings.glyphs == Glyphs::Unicode {
        "│"
    } else {
        "|"
    };
    let style = theme.style(Look {
        role: Role::Dim,
        ..Look::default()
    });
    let rows = study.areas.panes.first().map_or(0..0, |frame| {
        frame.outer.y..frame.outer.y + frame.outer.height
    });
    for x in &study.areas.rules {
        // A rule that something lies over is not drawn.
        let covered = study.areas.panes.iter().skip(1).any(|frame| {
            frame.outer.contains(*x, frame.outer.y) && study.areas.rules.last() != Some(x)
        });
        for y in rows.clone() {
            if !covered && let Some(cell) = buffer.cell_mut(Position::new(*x, y)) {
                cell.set_symbol(bar).set_style(style);
            }
        }
    }
    cursor
}

fn overlaps(below: &Frame, above: &Frame) -> bool {
    below.outer.x < above.outer.x + above.outer.width
        && above.outer.x < below.outer.x + below.outer.width
}

fn clear(buffer: &mut Buffer, area: Rect, theme: &Theme) {
    for position in area.positions() {
        if let Some(cell) = buffer.cell_mut(position) {
            cell.reset();
            cell.set_style(theme.base);
        }
    }
}

/// A pane's title. Focus is told by a bar, by weight and by colour.
fn draw_title(app: &App, study: &Study, frame: &Frame, theme: &Theme, buffer: &mut Buffer) {
    let area = paint::area(frame.title, buffer);
    if area.is_empty() {
        return;
    }
    let focused = study.focus == frame.pane;
    let (left, right) = match frame.pane {
        Pane::Contents => ("Contents".to_owned(), String::new()),
        Pane::Text => (
            study.text().title.to_string(),
            format!("{} %", study.reader.percent()),
        ),
        Pane::Questions => {
            let n = study.section.questions.len();
            let count = match study.current {
                _ if study.stage != Stage::Course => String::new(),
                Some(at) => format!("{} of {n}", at + 1),
                None if n > 0 => n.to_string(),
                None => String::new(),
            };
            match &app.front {
                Some(Front::Exam(exam)) => exam.title(app.script(&exam.course.id)),
                Some(_) => ("Question".to_owned(), count),
                None => ("Questions".to_owned(), count),
            }
        }
    };
    let look = if focused { rows::TITLE } else { rows::DIM };
    let sign = match (focused, app.settings.glyphs) {
        (true, Glyphs::Unicode) => "▌",
        (true, Glyphs::Ascii) => ">",
        (false, _) => " ",
    };
    paint::line(buffer, area, sign, theme.style(rows::TITLE));
    let width = usize::from(area.width.saturating_sub(2));
    paint::rows(
        buffer,
        inset(area),
        [&rows::sides(&left, look, &right, rows::DIM, width)],
        0,
        theme,
    );
}

fn draw_contents(app: &App, study: &Study, area: Rect, theme: &Theme, buffer: &mut Buffer) {
    let size = (usize::from(area.width), usize::from(area.height));
    let progress = app.progress.course(&study.course.id);
    let glyphs = app.settings.glyphs;
    let lines = contents::rows(
        &study.course,
        study.index,
        progress,
        &study.contents,
        study.areas.contents,
        size,
        glyphs,
    );
    paint::rows(buffer, area, &lines, 0, theme);
    if study.focus == Pane::Contents {
        let row = study.contents.selected.saturating_sub(study.contents.top);
        if let Ok(y) = u16::try_from(row) {
            paint::over(
                buffer,
                area,
                area.y.saturating_add(y),
                area.left()..area.right(),
                theme.selection,
            );
        }
    }
}

fn draw_text(app: &App, study: &Study, area: Rect, theme: &Theme, buffer: &mut Buffer) {
    let reader = &study.reader;
    let shift = u16::try_from(study.text_inset()).unwrap_or(0);
    let area = Rect {
        x: area.x + shift,
        width: area.width.saturating_sub(shift),
        ..area
    };
    let end = (reader.top + usize::from(area.height)).min(reader.page.rows.len());
    let shown = reader.page.rows.get(reader.top..end).unwrap_or_default();
    paint::rows(buffer, area, shown, reader.pan, theme);
    draw_question_marks(app, study, area, theme, buffer);
    let (Some(first), Some(last)) = (shown.first(), shown.last()) else {
        return;
    };
    let near = |passage: &Passage| {
        passage.start.block + 1 >= first.anchor.block && passage.start.block <= last.anchor.block
    };
    if let Some(search) = &reader.search {
        for (index, hit) in search.hits.iter().enumerate().filter(|(_, hit)| near(hit)) {
            let style = if index == search.at {
                theme.hit.add_modifier(Modifier::UNDERLINED)
            } else {
                theme.hit
            };
            light(study, *hit, style, area, buffer);
        }
    }
    if let Some(lit) = reader.lit {
        light(study, lit, theme.hit, area, buffer);
    }
    if let Some(link) = reader.link {
        draw_link(study, link, theme, area, buffer);
    }
}

/// Lays a style over the cells of a passage, where they show.
fn light(study: &Study, passage: Passage, style: Style, area: Rect, buffer: &mut Buffer) {
    for (row, columns) in study.reader.page.cells_of(passage) {
        let Some(y) = row
            .checked_sub(study.reader.top)
            .and_then(|y| u16::try_from(y).ok())
        else {
            continue;
        };
        let pan = if study.reader.page.rows[row].wide {
            study.reader.pan
        } else {
            0
        };
        let cell = |column: usize| {
            area.x
                .saturating_add(u16::try_from(column.saturating_sub(pan)).unwrap_or(u16::MAX))
        };
        paint::over(
            buffer,
            area,
            area.y.saturating_add(y),
            cell(columns.start)..cell(columns.end),
            style,
        );
    }
}

/// How each question stands, at the right end of its place in the text.
fn draw_question_marks(app: &App, study: &Study, area: Rect, theme: &Theme, buffer: &mut Buffer) {
    let progress = app.progress.course(&study.course.id);
    for (row, id) in &study.reader.page.questions {
        let Some(y) = row
            .checked_sub(study.reader.top)
            .and_then(|y| u16::try_from(y).ok())
        else {
            continue;
        };
        if y >= area.height {
            break;
        }
        let (sign, look) = study.mark_of(id, progress, app.settings.glyphs);
        let width = u16::try_from(text::width(sign)).unwrap_or(1);
        let reach = u16::try_from(study.reader.width())
            .unwrap_or(area.width)
            .min(area.width);
        let at = Rect {
            x: (area.x + reach).saturating_sub(width),
            y: area.y + y,
            width,
            height: 1,
        };
        paint::line(buffer, at.intersection(area), sign, theme.style(look));
    }
}

/// The chosen link is lit; the others that show are underlined already.
fn draw_link(study: &Study, link: usize, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let rows = study
        .reader
        .page
        .rows
        .iter()
        .skip(study.reader.top)
        .take(usize::from(area.height));
    for (y, row) in (area.y..).zip(rows) {
        let mut x = area.x;
        for run in &row.runs {
            let end = x.saturating_add(u16::try_from(text::width(&run.text)).unwrap_or(u16::MAX));
            if run.link.is_some_and(|at| at as usize == link) {
                paint::over(
                    buffer,
                    area,
                    y,
                    x..end,
                    theme.selection.add_modifier(Modifier::BOLD),
                );
            }
            x = end;
        }
    }
}

fn field_cursor(study: &Study, area: Rect) -> Option<Position> {
    let (row, column) = study.sheet.cursor?;
    let y = u16::try_from(row.checked_sub(study.sheet_top)?).ok()?;
    let x = u16::try_from(column).ok()?;
    let at = Position::new(area.x.checked_add(x)?, area.y.checked_add(y)?);
    area.contains(at).then_some(at)
}

/// A notice that is longer than the line at the bottom: as many rows as it needs, over the panes.
fn draw_long_notice(words: &str, look: Look, line: Rect, theme: &Theme, buffer: &mut Buffer) {
    let rows = rows::wrapped(words, look, usize::from(line.width), 0);
    let height = u16::try_from(rows.len()).unwrap_or(u16::MAX);
    let height = height.clamp(1, line.y + 1);
    let area = Rect {
        y: line.y + 1 - height,
        height,
        ..line
    };
    clear(
        buffer,
        Rect {
            x: 0,
            width: buffer.area.width,
            ..area
        },
        theme,
    );
    paint::rows(buffer, area, &rows, 0, theme);
}

/// The line at the bottom. Gives back the cursor, where a line is being typed in it.
fn draw_status(
    app: &App,
    theme: &Theme,
    buffer: &mut Buffer,
    rect: layout::Rect,
) -> Option<Position> {
    let area = inset(paint::area(rect, buffer));
    if area.is_empty() {
        return None;
    }
    if let Some(Over::Line(field, purpose)) = &app.over {
        let x = paint::line(buffer, area, purpose.label(), theme.style(rows::BOLD));
        let (row, column) = field.cursor_cell();
        let shown = field.row(row);
        let rest = Rect {
            x,
            width: area.right().saturating_sub(x),
            ..area
        };
        let end = paint::line(buffer, rest, shown, theme.style(rows::PLAIN));
        let said = app
            .notice
            .as_ref()
            .map_or("", |notice| notice.words.as_str());
        let behind = Rect {
            x: end.saturating_add(2),
            width: area.right().saturating_sub(end.saturating_add(2)),
            ..area
        };
        paint::line(
            buffer,
            behind.intersection(area),
            said,
            theme.style(rows::DIM),
        );
        return Some(Position::new(
            x.saturating_add(u16::try_from(column).unwrap_or(0)),
            area.y,
        ));
    }
    let context = app.context();
    let mut hints: Vec<String> = status::hints(app)
        .into_iter()
        .filter_map(|(verb, word)| Some(format!("{} {word}", app.keys.first(context, verb)?)))
        .collect();
    let (left, look) = match &app.notice {
        Some(notice) if notice.tone == Tone::Warned => (notice.words.clone(), rows::CAUTION),
        Some(notice) => (notice.words.clone(), rows::PLAIN),
        None if app.unsaved.n > 0 => (status::place(app), rows::CAUTION),
        None => (status::place(app), rows::DIM),
    };
    let width = usize::from(area.width);
    if app.notice.is_some() && text::width(&left) > width {
        draw_long_notice(&left, look, area, theme, buffer);
        return None;
    }
    // What is said comes first; the hints give way from the middle, help last.
    while hints.len() > 1 && text::width(&left) + 3 + text::width(&hints.join("   ")) > width {
        hints.remove(hints.len() - 2);
    }
    let mut right = hints.join("   ");
    if text::width(&left) + 3 + text::width(&right) > width {
        right = String::new();
    }
    let row = rows::sides(&left, look, &right, rows::DIM, width);
    paint::rows(buffer, area, [&row], 0, theme);
    None
}
