//! The screen as one thing: draw a frame, read what was typed.
//!
//! **Invariant:** a frame goes to the terminal in one write, and holds what differs from the frame
//! before. (ratatui's own `Terminal` would do, but it fills two buffers before the first frame,
//! asks for the window's size at each, and writes each in three pieces.)

use std::io::{self, BufWriter, Stdout, Write};
use std::mem;
use std::time::Duration;

use crossterm::cursor::{Hide, MoveTo, Show};
use crossterm::event::{self, Event, MouseButton, MouseEventKind};
use crossterm::queue;
use crossterm::terminal::{BeginSynchronizedUpdate, Clear, ClearType, EndSynchronizedUpdate};
use jiff::Timestamp;
use ratatui::backend::{Backend, CrosstermBackend};
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Rect};
use unicode_width::UnicodeWidthStr;

use crate::app::App;
use crate::app::action::{Action, Context, Turn};
use crate::tui::keys::KeyTable;
use crate::tui::theme::Theme;
use crate::tui::view;

/// Room for a whole frame of a large window.
const FRAME: usize = 1 << 16;

/// A terminal that is drawn on.
#[derive(Debug)]
pub struct Screen {
    backend: CrosstermBackend<BufWriter<Stdout>>,
    /// What the terminal shows; without cells where that isn't known.
    shown: Buffer,
    /// The frame that is being made.
    next: Buffer,
    /// Where the cursor shows, if it does.
    cursor: Option<Position>,
}

impl Default for Screen {
    /// The terminal behind stdout. It must have been entered, which hides its cursor.
    fn default() -> Self {
        Self {
            backend: CrosstermBackend::new(BufWriter::with_capacity(FRAME, io::stdout())),
            shown: Buffer::default(),
            next: Buffer::default(),
            cursor: None,
        }
    }
}

impl Screen {
    /// Draws what changed.
    pub fn draw(&mut self, app: &App, theme: &Theme, now: Timestamp) -> io::Result<()> {
        let area = Rect::new(0, 0, app.size.width, app.size.height);
        if self.next.area == area {
            self.next.reset();
        } else {
            self.next = Buffer::empty(area);
        }
        let cursor = view::draw(app, theme, &mut self.next, now);
        queue!(self.backend, BeginSynchronizedUpdate)?;
        if self.shown.area == area {
            self.backend.draw(self.shown.diff_iter(&self.next))?;
        } else {
            queue!(self.backend, Clear(ClearType::All))?;
            self.backend.draw(cells(&self.next))?;
        }
        if let Some(Position { x, y }) = cursor {
            queue!(self.backend, MoveTo(x, y))?;
        }
        match (self.cursor, cursor) {
            (None, Some(_)) => queue!(self.backend, Show)?,
            (Some(_), None) => queue!(self.backend, Hide)?,
            _ => {}
        }
        queue!(self.backend, EndSynchronizedUpdate)?;
        Write::flush(&mut self.backend)?;
        self.cursor = cursor;
        mem::swap(&mut self.shown, &mut self.next);
        Ok(())
    }

    /// Forgets what the terminal shows: the next frame draws every cell. Its cursor is hidden, as
    /// after entering.
    pub fn forget(&mut self) {
        self.shown = Buffer::default();
        self.cursor = None;
    }
}

/// The cells that make a frame of a screen that was cleared: neither those that are blank as it is,
/// nor those that lie under a wide letter before them.
fn cells(frame: &Buffer) -> impl Iterator<Item = (u16, u16, &Cell)> {
    let mut behind = (0, 0);
    frame
        .content
        .iter()
        .enumerate()
        .filter_map(move |(at, cell)| {
            let (x, y) = frame.pos_of(at);
            if y == behind.1 && x < behind.0 {
                return None;
            }
            if *cell == Cell::EMPTY {
                return None;
            }
            let width = u16::try_from(cell.symbol().width()).unwrap_or(1).max(1);
            behind = (x + width, y);
            Some((x, y, cell))
        })
}

/// The window's size in cells; the usual one where the terminal doesn't say.
pub fn size() -> io::Result<(u16, u16)> {
    let size = rustix::termios::tcgetwinsize(io::stdout())?;
    match (size.ws_col, size.ws_row) {
        (0, _) | (_, 0) => Ok((80, 24)),
        size => Ok(size),
    }
}

/// Everything that has been typed and not been read, as actions. Never waits. `context` is asked
/// anew for each key, since an action may change what the next key means.
pub fn next_action(keys: &KeyTable, context: Context) -> io::Result<Option<Typed>> {
    if !event::poll(Duration::ZERO)? {
        return Ok(None);
    }
    Ok(Some(match event::read()? {
        Event::Key(press) => keys
            .action(context, press)
            .map_or(Typed::Nothing, Typed::Action),
        Event::Paste(words) => Typed::Action(Action::Paste(words)),
        Event::Resize(width, height) => Typed::Action(Action::Resize(width, height)),
        Event::Mouse(mouse) => {
            let (x, y) = (mouse.column, mouse.row);
            match mouse.kind {
                MouseEventKind::Down(MouseButton::Left) => Typed::Action(Action::Click { x, y }),
                MouseEventKind::ScrollDown => Typed::Action(Action::Wheel {
                    x,
                    y,
                    turn: Turn::Down,
                }),
                MouseEventKind::ScrollUp => Typed::Action(Action::Wheel {
                    x,
                    y,
                    turn: Turn::Up,
                }),
                _ => Typed::Nothing,
            }
        }
        Event::FocusGained | Event::FocusLost => Typed::Nothing,
    }))
}

/// Something that came from the terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Typed {
    /// It means something.
    Action(Action),
    /// It means nothing here.
    Nothing,
}
