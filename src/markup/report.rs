//! The faults found in a file, with line and column.
//!
//! **Invariant:** a report never grows beyond [`MOST`] entries, however broken the file is, and to
//! place faults about in the order of the file costs one walk over it in all.

use std::sync::Arc;

use crate::course::problem::{Place, Problem};
use crate::text::Clean;

/// So many faults of a file are listed; the others are counted.
const MOST: usize = 500;

/// Faults of one file, while it is read.
#[derive(Debug)]
pub struct Report<'a> {
    file: Arc<str>,
    text: &'a str,
    /// Bytes at which lines start.
    starts: Vec<usize>,
    /// A byte and its column: where the last column was counted.
    last: (usize, usize),
    problems: Vec<Problem>,
    n_more: usize,
}

impl<'a> Report<'a> {
    /// An empty report on `file`, which holds `text`.
    pub fn new(file: &str, text: &'a str) -> Self {
        let mut starts = vec![0];
        starts.extend(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1));
        Self {
            file: shown(file),
            text,
            starts,
            last: (0, 1),
            problems: Vec::new(),
            n_more: 0,
        }
    }

    /// Line and column of a byte of the file.
    pub fn place(&mut self, at: usize) -> Place {
        let at = floor(self.text, at);
        let line = self.starts.partition_point(|start| *start <= at);
        let start = self.starts[line - 1];
        let next = self.starts.get(line).copied().unwrap_or(usize::MAX);
        let (last, last_column) = self.last;
        // Counted from whichever is nearer: everything may stand on one long line.
        let column = if !(start..next).contains(&last) || at - start < at.abs_diff(last) {
            1 + self.n_characters(start, at)
        } else if last <= at {
            last_column + self.n_characters(last, at)
        } else {
            last_column - self.n_characters(at, last)
        };
        self.last = (at, column);
        Place {
            file: Arc::clone(&self.file),
            line,
            column,
        }
    }

    fn n_characters(&self, from: usize, to: usize) -> usize {
        self.text[from..to].chars().count()
    }

    /// Notes a fault that starts at a byte of the file.
    pub fn say(&mut self, at: usize, what: impl Into<String>, advice: impl Into<String>) {
        if self.problems.len() < MOST {
            let place = self.place(at);
            self.problems.push(Problem::new(place, what, advice));
        } else {
            self.n_more += 1;
        }
    }

    /// The first fault that was noted.
    pub fn first(&self) -> Option<&Problem> {
        self.problems.first()
    }

    /// The faults by their places.
    pub fn finish(mut self) -> Vec<Problem> {
        self.problems.sort();
        if self.n_more > 0 {
            let what = format!("{} more problems are not listed", self.n_more);
            self.problems
                .push(of_file(&self.file, what, "mend those above first"));
        }
        self.problems
    }
}

/// A file's name as it can be shown.
fn shown(file: &str) -> Arc<str> {
    Arc::from(&*Clean::words(file))
}

/// The start of the character that byte `at` of `text` belongs to.
pub fn floor(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    (0..=at)
        .rev()
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(0)
}

/// A fault of a file as a whole.
pub fn of_file(file: &str, what: impl Into<String>, advice: impl Into<String>) -> Problem {
    let place = Place {
        file: shown(file),
        ..Place::default()
    };
    Problem::new(place, what, advice)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_lines_and_characters_from_one() {
        let text = "ab\näöü\r\n\nx";
        let mut report = Report::new("a.md", text);
        let cases = [
            (0, 1, 1),
            (1, 1, 2),
            (3, 2, 1),
            (5, 2, 2),
            (4, 2, 1),
            (11, 3, 1),
            (12, 4, 1),
        ];
        for (at, line, column) in cases.into_iter().chain(cases.into_iter().rev()) {
            let place = report.place(at);
            assert_eq!((place.line, place.column), (line, column), "byte {at}");
        }
        assert_eq!(report.place(99).line, 4);
    }

    #[test]
    fn counts_the_same_from_wherever_it_was_last() {
        let text = "ä long line with Tee 茶\nanother\n\nü";
        let place = |first: usize, then: usize| {
            let mut report = Report::new("a.md", text);
            report.place(first);
            report.place(then)
        };
        for at in 0..=text.len() {
            for first in 0..=text.len() {
                assert_eq!(place(first, at), place(0, at), "{first} {at}");
            }
        }
    }

    #[test]
    fn lists_no_more_than_can_be_read() {
        let text = "x\n".repeat(2000);
        let mut report = Report::new("a.md", &text);
        for line in 0..2000 {
            report.say(line * 2, "wrong", "mend it");
        }
        let problems = report.finish();
        assert_eq!(problems.len(), MOST + 1);
        assert_eq!(problems[MOST].what, "1500 more problems are not listed");
    }
}
