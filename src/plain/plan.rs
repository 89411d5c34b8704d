//! The plan towards an exam, line by line.
//!
//! **Invariant:** it says what the screen says, in the same words; what is left out is named, with
//! how to have it.

use std::io::{self, BufRead, Write};

use crate::app::review::plan;
use crate::plain::table::Table;
use crate::study::plan::Agenda;

/// Before a review so many lines of the plan by day are read out: nobody wants to hear half a year.
pub const SHOWN: usize = 14;

impl<R: BufRead, W: Write> Table<'_, R, W> {
    /// Says a plan, with as many of its days as `shown`.
    pub(super) fn say_plan(&mut self, agenda: &Agenda, shown: usize) -> io::Result<()> {
        self.output.write_all(lines(agenda, shown).as_bytes())
    }
}

/// A plan as lines of text, each with its end; of those by day the first `shown`.
pub fn lines(agenda: &Agenda, shown: usize) -> String {
    let by_day = plan::lines(agenda);
    let mut out = vec![plan::title(agenda) + ".", plan::today(agenda)];
    out.extend(plan::way(agenda));
    out.extend(plan::lacking(agenda));
    let told = by_day.iter().take(shown);
    out.extend(told.map(|line| format!("  {}: {}", line.day(agenda.today), line.what())));
    if by_day.len() > shown {
        let exam = agenda.exam;
        let course = &agenda.course;
        out.push(format!(
            "  And so on: `recto review {course} --by {exam} --plan` says all days."
        ));
    }
    let lines = out.join("\n").replace('\u{a0}', " ");
    lines + "\n"
}
