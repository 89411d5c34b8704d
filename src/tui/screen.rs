//! The screen as one thing: draw a frame, read what was typed.
//!
//! **Invariant:** a frame goes to the terminal in one write, and holds what differs from the frame
//! before. (ratatui's own `Terminal` would do, but it fills two buffers before the first frame,
//! asks for the window's size at each, writes each in three pieces, and more bytes than it must.)

use std::io::{self, Write};
use std::mem;

use jiff::Timestamp;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use rustix::io::Errno;

use crate::app::App;
use crate::app::action::{Action, Context, Turn};
use crate::tui::encode;
use crate::tui::input::{Decoder, Input, Way};
use crate::tui::keys::KeyTable;
use crate::tui::theme::Theme;
use crate::tui::view;
use crate::tui::wait::Waiter;

/// The terminal is to show nothing of a frame before all of it is there; then it does.
const BEGIN: &[u8] = b"\x1b[?2026h";
const END: &[u8] = b"\x1b[?2026l";
const CLEAR: &[u8] = b"\x1b[0m\x1b[2J";
const SHOW_CURSOR: &[u8] = b"\x1b[?25h";
const HIDE_CURSOR: &[u8] = b"\x1b[?25l";

/// The terminal behind stdout, to draw on. It must have been entered, which hides its cursor.
#[derive(Debug, Default)]
pub struct Screen {
    /// What the terminal shows; without cells where that isn't known.
    shown: Buffer,
    /// The frame that is being made.
    next: Buffer,
    /// Where the cursor shows, if it does.
    cursor: Option<Position>,
    /// The bytes of a frame.
    bytes: Vec<u8>,
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
        self.bytes.clear();
        self.bytes.extend_from_slice(BEGIN);
        if self.shown.area == area {
            encode::changes(&mut self.bytes, &self.shown, &self.next);
        } else {
            self.bytes.extend_from_slice(CLEAR);
            encode::whole(&mut self.bytes, &self.next);
        }
        if let Some(Position { x, y }) = cursor {
            write!(self.bytes, "\x1b[{};{}H", y + 1, x + 1)?;
        }
        match (self.cursor, cursor) {
            (None, Some(_)) => self.bytes.extend_from_slice(SHOW_CURSOR),
            (Some(_), None) => self.bytes.extend_from_slice(HIDE_CURSOR),
            _ => {}
        }
        self.bytes.extend_from_slice(END);
        let mut out = io::stdout().lock();
        out.write_all(&self.bytes)?;
        out.flush()?;
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
