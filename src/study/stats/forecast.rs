//! How many questions will be due on each of the next days, if nothing is answered before.
//!
//! **Invariant:** each scheduled question is counted once: on its day, today if that is over, or as
//! later.

use jiff::civil::Date;

/// So many days are told one by one.
pub const DAYS: usize = 30;

/// How many questions are due when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Forecast {
    /// Due on each day from today on; today's has those that have been due for longer.
    pub days: [u32; DAYS],
    /// Due after these days.
    pub later: u32,
}

impl Default for Forecast {
    fn default() -> Self {
        Self {
            days: [0; DAYS],
            later: 0,
        }
    }
}

impl Forecast {
    pub(super) fn take(&mut self, due: Date, today: Date) {
        let ahead = today.until(due).map_or(0, |span| span.get_days().max(0));
        let day = usize::try_from(ahead).ok();
        match day.and_then(|day| self.days.get_mut(day)) {
            Some(n) => *n += 1,
            None => self.later += 1,
        }
    }

    /// How many are due within so many days, today being the first.
    pub fn within(&self, days: usize) -> u32 {
        self.days.iter().take(days).sum()
    }
}
