//! The screen as one thing: draw a frame, read what was typed.
//!
//! **Invariant:** a frame goes to the terminal in one write, and holds what differs from the frame
//! before. (ratatui's own `Terminal` would do, but it fills two buffers before the first frame,
//! asks for the window's size at each, and writes each in three pieces.)

use std::io::{self, BufWriter, Stdout, Write};
use std::mem;

use crossterm::cursor::{Hide, MoveTo, Show};
use crossterm::queue;
use crossterm::terminal::{BeginSynchronizedUpdate, Clear, ClearType, EndSynchronizedUpdate};
use jiff::Timestamp;
use ratatui::backend::{Backend, CrosstermBackend};
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Rect};
use rustix::io::Errno;
use unicode_width::UnicodeWidthStr;

use crate::app::App;
use crate::app::action::{Action, Context, Turn};
use crate::tui::input::{Decoder, Input, Way};
use crate::tui::keys::KeyTable;
use crate::tui::theme::Theme;
use crate::tui::view;
use crate::tui::wait::Waiter;

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
        #[cfg(debug_assertions)]
        fail_if_asked();
        let cursor = view::draw(app, theme, &mut self.next, now);
        // Not before all is drawn: a fault must not leave half a frame on its way.
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

/// Drawing fails while the file is there that `RECTO_TEST_FAULT` names, so that a test can see what
/// a fault does to the terminal. It is in no release.
#[cfg(debug_assertions)]
fn fail_if_asked() {
    let file = std::env::var_os("RECTO_TEST_FAULT");
    assert!(
        !file.is_some_and(|file| std::path::Path::new(&file).exists()),
        "drawing was asked to fail"
    );
}

/// The window's size in cells; the usual one where the terminal doesn't say.
pub fn size() -> io::Result<(u16, u16)> {
    let size = rustix::termios::tcgetwinsize(io::stdout())?;
    match (size.ws_col, size.ws_row) {
        (0, _) | (_, 0) => Ok((80, 24)),
        size => Ok(size),
    }
}

/// What the terminal sends.
#[derive(Debug, Default)]
pub struct Keyboard {
    decoder: Decoder,
}

impl Keyboard {
    /// What has come, if something has: never call it otherwise, it would wait. `None`: the terminal
    /// is gone.
    pub fn read(&mut self, waiter: &Waiter) -> io::Result<Option<Vec<Input>>> {
        let mut bytes = [0; 1 << 14];
        match rustix::io::read(io::stdin(), &mut bytes) {
            Ok(0) | Err(Errno::IO) => Ok(None),
            Ok(n) => Ok(Some(self.decoder.take(&bytes[..n], waiter.has_more()?))),
            Err(Errno::INTR | Errno::AGAIN) => Ok(Some(Vec::new())),
            Err(error) => Err(error.into()),
        }
    }
}

/// What something typed means in `context`.
pub fn action(keys: &KeyTable, context: Context, input: Input) -> Option<Action> {
    match input {
        Input::Key(press) => keys.action(context, press),
        Input::Paste(words) => Some(Action::Paste(words)),
        Input::Click(x, y) => Some(Action::Click { x, y }),
        Input::Wheel(x, y, Way::Down) => Some(Action::Wheel {
            x,
            y,
            turn: Turn::Down,
        }),
        Input::Wheel(x, y, Way::Up) => Some(Action::Wheel {
            x,
            y,
            turn: Turn::Up,
        }),
    }
}
