//! The screen as one thing: draw a frame, read what was typed.

use std::io::{self, BufWriter, Stdout, Write};
use std::time::Duration;

use crossterm::event::{self, Event, MouseButton, MouseEventKind};
use crossterm::queue;
use crossterm::terminal::{BeginSynchronizedUpdate, EndSynchronizedUpdate};
use jiff::Timestamp;
use ratatui::backend::CrosstermBackend;
use ratatui::{Terminal, TerminalOptions, Viewport};

use crate::app::App;
use crate::app::action::{Action, Context, Turn};
use crate::tui::keys::KeyTable;
use crate::tui::theme::Theme;
use crate::tui::view;

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
        queue!(self.terminal.backend_mut(), BeginSynchronizedUpdate)?;
        self.terminal.draw(|frame| {
            let cursor = view::draw(app, keys, theme, frame.buffer_mut(), now);
            if let Some(position) = cursor {
                frame.set_cursor_position(position);
            }
        })?;
        queue!(self.terminal.backend_mut(), EndSynchronizedUpdate)?;
        self.terminal.backend_mut().flush()
    }

    /// Forgets what the terminal shows: the next frame draws every cell.
    pub fn forget(&mut self) -> io::Result<()> {
        self.terminal.clear()
    }
}

/// The window's size in cells.
pub fn size() -> io::Result<(u16, u16)> {
    crossterm::terminal::size()
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
