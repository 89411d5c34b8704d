//! A bar for the patient: how far an import is.
//!
//! **Invariant:** nothing is drawn of what is done at once, and nothing but on a terminal.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::work::Step;
use crate::text::Clean;

/// Nothing is drawn of what takes no longer.
const PATIENCE: Duration = Duration::from_millis(500);
/// The steps of a file.
const STEPS: u64 = 3;

/// How far an import is, shown once it takes long.
pub struct Bar {
    drawn: ProgressBar,
    names: Vec<Clean>,
    n_done: u64,
    is_shown: bool,
}

impl Bar {
    /// A bar for an import of these files.
    pub fn of(paths: &[PathBuf]) -> Self {
        let name =
            |path: &PathBuf| Clean::words(&path.file_name().unwrap_or_default().to_string_lossy());
        let names: Vec<_> = paths.iter().map(name).collect();
        let bar = ProgressBar::with_draw_target(
            Some(names.len() as u64 * STEPS),
            ProgressDrawTarget::hidden(),
        );
        let style = ProgressStyle::with_template("{wide_msg} [{bar:20}] {percent:>3} % {elapsed}");
        bar.set_style(style.expect("the template is one").progress_chars("=> "));
        Self {
            drawn: bar,
            names,
            n_done: 0,
            is_shown: false,
        }
    }

    /// The next thing that is heard, however long it takes; none when there is no more.
    pub fn wait_for<T>(&mut self, heard: &Receiver<T>) -> Option<T> {
        if !self.is_shown {
            let left = PATIENCE.saturating_sub(self.drawn.elapsed());
            match heard.recv_timeout(left) {
                Ok(next) => return Some(next),
                Err(RecvTimeoutError::Disconnected) => return None,
                Err(RecvTimeoutError::Timeout) => {}
            }
            self.is_shown = true;
            // It draws nothing where stderr is no terminal.
            self.drawn.set_draw_target(ProgressDrawTarget::stderr());
            self.drawn.enable_steady_tick(PATIENCE);
        }
        heard.recv().ok()
    }

    /// A file is at a step.
    pub fn at(&mut self, index: usize, step: Step) {
        let (n, doing) = match step {
            Step::Reads => (0, "reading"),
            Step::Writes => (1, "writing"),
            Step::Checks => (2, "checking"),
        };
        if self.names.len() == 1 {
            self.drawn.set_position(n);
        }
        self.drawn
            .set_message(format!("{doing} {}", self.names[index]));
    }

    /// A file is done.
    pub fn done(&mut self, index: usize) {
        self.n_done += 1;
        self.drawn.set_position(self.n_done * STEPS);
        self.drawn.set_message(self.names[index].to_string());
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.drawn.finish_and_clear();
    }
}
