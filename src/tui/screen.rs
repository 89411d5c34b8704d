//! The screen as one thing: draw a frame, read what was typed.

use std::io::{self, BufWriter, Stdout, Write};

use crossterm::cursor::{Hide, MoveTo, Show};
use crossterm::queue;
use crossterm::terminal::{BeginSynchronizedUpdate, EndSynchronizedUpdate};
use jiff::Timestamp;
use ratatui::backend::CrosstermBackend;
use ratatui::layout::{Position, Rect};
use ratatui::{Terminal, TerminalOptions, Viewport};
use rustix::io::Errno;

use crate::app::App;
use crate::app::action::{Action, Context, Turn};
use crate::tui::input::{Decoder, Input, Way};
use crate::tui::keys::KeyTable;
use crate::tui::theme::Theme;
use crate::tui::view;
use crate::tui::wait::Waiter;

/// A terminal that is drawn on.
#[derive(Debug)]
pub struct Screen {
    terminal: Terminal<CrosstermBackend<BufWriter<Stdout>>>,
}

impl Screen {
    /// The terminal behind stdout. It must have been entered.
    pub fn new() -> io::Result<Self> {
        // One write a frame: a frame that comes in pieces flickers, above all over ssh.
        let backend = CrosstermBackend::new(BufWriter::with_capacity(1 << 16, io::stdout()));
        let terminal = Terminal::with_options(
            backend,
            TerminalOptions {
                viewport: Viewport::Fullscreen,
            },
        )?;
        Ok(Self { terminal })
    }

    /// Draws what changed.
    pub fn draw(
        &mut self,
        app: &App,
        keys: &KeyTable,
        theme: &Theme,
        now: Timestamp,
    ) -> io::Result<()> {
        self.terminal.autoresize()?;
        let mut frame = self.terminal.get_frame();
        #[cfg(debug_assertions)]
        fail_if_asked();
        let cursor = view::draw(app, keys, theme, frame.buffer_mut(), now);
        // Not before all is drawn: a fault must not leave half a frame on its way.
        queue!(self.terminal.backend_mut(), BeginSynchronizedUpdate)?;
        self.terminal.flush()?;
        match cursor {
            Some(Position { x, y }) => queue!(self.terminal.backend_mut(), MoveTo(x, y), Show)?,
            None => queue!(self.terminal.backend_mut(), Hide)?,
        }
        queue!(self.terminal.backend_mut(), EndSynchronizedUpdate)?;
        self.terminal.swap_buffers();
        Write::flush(self.terminal.backend_mut())
    }

    /// Forgets what the terminal shows: the next frame draws every cell.
    pub fn forget(&mut self) -> io::Result<()> {
        // Clearing would ask the terminal where its cursor is, and wait for the answer.
        let area = Rect::from(self.terminal.size()?);
        self.terminal.resize(area)
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

/// The window's size in cells.
pub fn size() -> io::Result<(u16, u16)> {
    crossterm::terminal::size()
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
