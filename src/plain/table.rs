//! What the plain front end works with: the learner's lines, Recto's lines, the progress, the clock.
//!
//! **Invariant:** an event is in the progress and on its way to the log before the next line is
//! written.

use std::io::{self, BufRead, Write};

use jiff::{SignedDuration, Timestamp};

use crate::app::settings::Settings;
use crate::course::block::Block;
use crate::course::id::CourseId;
use crate::course::question::Question;
use crate::plain::read::{push_blocks, push_prefill};
use crate::study::day::{Calendar, Day};
use crate::study::event::{Did, Event};
use crate::study::progress::Progress;
use crate::text::Clean;

/// Cells in a line: wide enough to be read aloud without breaks at every few words.
pub const WIDTH: usize = 76;

/// Where learner and Recto meet.
pub struct Table<'a, R, W> {
    /// Where the learner's lines come from.
    pub input: R,
    /// Where Recto's lines go.
    pub output: W,
    /// The learner's settings.
    pub settings: &'a Settings,
    /// What the learner has done.
    pub progress: &'a mut Progress,
    /// Reads the clock.
    pub clock: &'a dyn Fn() -> Timestamp,
    /// Puts an event on the log; `Err` with what to tell the learner if it isn't saved.
    pub log: &'a mut dyn FnMut(Event) -> Result<(), String>,
    /// The learner's days.
    pub calendar: Calendar,
    /// Chance.
    pub seed: u64,
    /// The moment that was given out last.
    pub last: Timestamp,
}

/// What a learner said at a prompt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// A line, which may be empty.
    Line(String),
    /// Nothing more: the input has ended.
    Left,
}

/// Does the learner go on?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    /// To what comes next.
    On,
    /// No: `q`, or the input has ended.
    Left,
}

impl<R: BufRead, W: Write> Table<'_, R, W> {
    /// Now. No two moments are the same, however fast a pipe gives answers.
    pub fn now(&mut self) -> Timestamp {
        let now = (self.clock)();
        let floor = Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now);
        let later = self.last.checked_add(SignedDuration::from_millis(1));
        self.last = floor.max(later.unwrap_or(floor));
        self.last
    }

    /// The learner's day: it may have ended since the learner sat down.
    pub fn day(&self) -> Day {
        self.calendar.day((self.clock)())
    }

    /// A fact: into the progress, and onto the log.
    pub fn record(&mut self, course: &CourseId, at: Timestamp, did: Did) -> io::Result<()> {
        let event = self.progress.take_in(course, at, did);
        match (self.log)(event) {
            Ok(()) => Ok(()),
            Err(why) => self.say(&format!("Not saved: {why}. Recto goes on trying.")),
        }
    }

    /// Says a line.
    pub fn say(&mut self, words: &str) -> io::Result<()> {
        writeln!(self.output, "{words}")
    }

    /// Says what blocks of text hold.
    pub fn say_blocks(&mut self, blocks: &[Block]) -> io::Result<()> {
        let mut words = String::new();
        push_blocks(&mut words, blocks, WIDTH, "");
        self.output.write_all(words.as_bytes())
    }

    /// Says what stands in the field on the screen before anything is written.
    pub fn say_prefill(&mut self, question: &Question) -> io::Result<()> {
        let mut words = String::new();
        push_prefill(&mut words, question, WIDTH);
        self.output.write_all(words.as_bytes())
    }

    /// Asks for a line. Bytes that are no text are made text.
    pub fn hear(&mut self) -> io::Result<Said> {
        write!(self.output, "> ")?;
        self.output.flush()?;
        let mut bytes = Vec::new();
        if self.input.read_until(b'\n', &mut bytes)? == 0 {
            return Ok(Said::Left);
        }
        let line = String::from_utf8_lossy(&bytes);
        let line = Clean::lines(line.trim_end_matches(['\r', '\n']));
        Ok(Said::Line(line.to_string()))
    }
}
