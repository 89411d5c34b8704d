//! Waits for something to happen, in one call to the system: a key, a signal, or a time.
//!
//! **Invariant:** without a deadline nothing wakes it but the learner or the system.

use std::io::{self, Read};
use std::os::fd::AsFd;
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::retry_on_intr;
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH, SIGXFSZ};
use signal_hook::low_level::pipe;

/// What Recto ends by when the terminal is gone.
pub const GONE: i32 = SIGHUP;

/// What a shell does with a program that has its terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Job {
    /// Recto is to stop for a while.
    Suspend,
    /// Recto goes on after a stop that it did not choose.
    Resume,
}

/// Why the waiting ended. Several may hold at once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Woken {
    /// Something was typed.
    pub input: bool,
    /// The window has another size.
    pub resized: bool,
    /// Recto is to stop, or has been stopped.
    pub job: Option<Job>,
    /// Recto is to end, by this signal.
    pub end: Option<i32>,
}

/// The signals that Recto answers, each with a pipe that its arrival makes readable.
#[derive(Debug)]
pub struct Waiter {
    signals: Vec<(i32, UnixStream)>,
}

impl Waiter {
    /// From now on the signals come here.
    pub fn new() -> io::Result<Self> {
        let wanted = [SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH];
        let mut signals = Vec::with_capacity(wanted.len());
        for signal in wanted {
            let (read, write) = UnixStream::pair()?;
            read.set_nonblocking(true)?;
            pipe::register(signal, write)?;
            signals.push((signal, read));
        }
        Ok(Self { signals })
    }

    /// Waits until something happens, `limit` at the longest.
    pub fn wait(&mut self, limit: Option<Duration>) -> io::Result<Woken> {
        let stdin = io::stdin();
        let ready: Vec<PollFlags> = {
            let mut fds: Vec<PollFd<'_>> = std::iter::once(stdin.as_fd())
                .chain(self.signals.iter().map(|(_, pipe)| pipe.as_fd()))
                .map(|fd| PollFd::from_borrowed_fd(fd, PollFlags::IN))
                .collect();
            let limit = limit.and_then(|limit| Timespec::try_from(limit).ok());
            match poll(&mut fds, limit.as_ref()) {
                Ok(_) => fds.iter().map(PollFd::revents).collect(),
                // A signal cut the wait short; its pipe tells which at the next turn.
                Err(rustix::io::Errno::INTR) => return Ok(Woken::default()),
                Err(error) => return Err(error.into()),
            }
        };
        let mut woken = Woken {
            input: ready[0].contains(PollFlags::IN),
            ..Woken::default()
        };
        if ready[0].intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL) {
            woken.end = Some(GONE);
        }
        for ((signal, pipe), flags) in self.signals.iter_mut().zip(&ready[1..]) {
            if flags.contains(PollFlags::IN) {
                // One byte for each arrival; how many makes no difference.
                let _ = pipe.read(&mut [0; 64]);
                match *signal {
                    SIGWINCH => woken.resized = true,
                    SIGTSTP => woken.job = Some(Job::Suspend),
                    SIGCONT => {
                        woken.job.get_or_insert(Job::Resume);
                    }
                    other => woken.end = Some(other),
                }
            }
        }
        Ok(woken)
    }
}

impl Waiter {
    /// Is there more to be read, and no signal to be answered first? Never waits.
    pub fn has_more(&self) -> io::Result<bool> {
        let ready = self.ready()?;
        Ok(ready[0].contains(PollFlags::IN) && ready[1..].iter().all(PollFlags::is_empty))
    }

    /// Is something there to be read, or to be answered? Never waits.
    pub fn is_typed_into(&self) -> io::Result<bool> {
        Ok(self.ready()?.iter().any(|flags| !flags.is_empty()))
    }

    /// What is there, of the terminal first, then of each signal.
    fn ready(&self) -> io::Result<Vec<PollFlags>> {
        let stdin = io::stdin();
        let mut fds: Vec<PollFd<'_>> = std::iter::once(stdin.as_fd())
            .chain(self.signals.iter().map(|(_, pipe)| pipe.as_fd()))
            .map(|fd| PollFd::from_borrowed_fd(fd, PollFlags::IN))
            .collect();
        retry_on_intr(|| poll(&mut fds, Some(&Timespec::default())))?;
        Ok(fds.iter().map(PollFd::revents).collect())
    }
}

/// From now on a file that may not grow any more is an error of the write, and not the end.
pub fn outlive_limits() -> io::Result<()> {
    signal_hook::flag::register(SIGXFSZ, Arc::default())?;
    Ok(())
}

/// Stops the whole process, as Ctrl-Z does elsewhere. Returns when it goes on.
pub fn stop() -> io::Result<()> {
    signal_hook::low_level::emulate_default_handler(SIGTSTP)
}

/// Dies of `signal`, so that whoever started Recto sees what it was.
pub fn die_of(signal: i32) -> io::Result<()> {
    signal_hook::low_level::emulate_default_handler(signal)
}
