//! Enters and leaves the terminal's other screen, and knows at any moment which it is on.
//!
//! **Invariant:** every mode that [`enter`] sets, [`leave`] unsets, whoever calls it, any number of
//! times: the guard's drop, the panic hook, a signal.

use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, Ordering};

use crossterm::terminal::{disable_raw_mode, enable_raw_mode};

use crate::app::settings::Asked;

/// Alternate screen, no cursor, bracketed paste.
const SET: &str = "\x1b[?1049h\x1b[?25l\x1b[?2004h";
/// The same, unset, from the last to the first; the cursor in its usual shape; no style left.
const UNSET: &str = "\x1b[0m\x1b[?2004l\x1b[?25h\x1b[?1049l";
/// Clicks and the wheel, told in the form that knows no limits. Not every motion: a mouse that
/// merely passes must not wake Recto.
const MOUSE: &str = "\x1b[?1000h\x1b[?1006h";
const NO_MOUSE: &str = "\x1b[?1006l\x1b[?1000l";

static ENTERED: AtomicBool = AtomicBool::new(false);

/// While it lives, the terminal is Recto's.
#[derive(Debug)]
pub struct Guard(());

impl Drop for Guard {
    fn drop(&mut self) {
        leave();
    }
}

/// Takes the terminal over.
pub fn enter(mouse: Asked) -> io::Result<Guard> {
    enable_raw_mode()?;
    ENTERED.store(true, Ordering::SeqCst);
    let guard = Guard(());
    let mut out = io::stdout().lock();
    out.write_all(SET.as_bytes())?;
    if mouse == Asked::Yes {
        out.write_all(MOUSE.as_bytes())?;
    }
    out.flush()?;
    Ok(guard)
}

/// Gives the terminal back, if it was taken. A terminal that is gone takes nothing: that is no error.
pub fn leave() {
    if ENTERED.swap(false, Ordering::SeqCst) {
        let mut out = io::stdout().lock();
        let _ = write!(out, "{NO_MOUSE}{UNSET}");
        let _ = out.flush();
        let _ = disable_raw_mode();
    }
}

/// From now on a panic gives the terminal back before it says what happened.
pub fn restore_on_panic() {
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        leave();
        before(panic);
    }));
}
