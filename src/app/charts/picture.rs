//! The charts' pictures in cells: a bar, the next days, the calendar. What they show is told in
//! words beside them.
//!
//! **Invariant:** something is never drawn as nothing, nor nearly all as all; each picture has a form
//! in ASCII; nothing in it is told by colour alone.

use jiff::Span;
use jiff::civil::Date;

use crate::app::charts::words;
use crate::app::rows::{self, ACCENT, DIM};
use crate::page::{Glyphs, Row, Run};
use crate::study::stats::{DAYS, Days, Forecast};
use crate::text;

/// Cells of a bar, without its mark.
pub const BAR: usize = 20;

/// A share as a bar, with a mark where it should end.
pub fn bar(share: f64, mark: f64, glyphs: Glyphs) -> String {
    let (full, empty, line) = match glyphs {
        Glyphs::Unicode => ("█", "░", "│"),
        Glyphs::Ascii => ("#", ".", "|"),
    };
    let (filled, mark) = (cells(share), cells(mark));
    let piece = |from: usize, to: usize| {
        let end = filled.clamp(from, to);
        format!("{}{}", full.repeat(end - from), empty.repeat(to - end))
    };
    format!("{}{line}{}", piece(0, mark), piece(mark, BAR))
}

/// How many cells of a bar a share fills.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share is from 0 to 1, so it fills 0 to 20 cells"
)]
fn cells(share: f64) -> usize {
    let cells = (share.clamp(0.0, 1.0) * 20.0).round() as usize;
    if share <= 0.0 {
        0
    } else if share >= 1.0 {
        BAR
    } else {
        cells.clamp(1, BAR - 1)
    }
}

/// How many questions will be due on each of the next days, as far as they fit; under it, where the
/// weeks begin.
pub fn forecast(forecast: &Forecast, today: Date, width: usize, glyphs: Glyphs) -> Vec<Row> {
    let each = if width >= 2 * DAYS { 2 } else { 1 };
    let shown = DAYS.min(width / each);
    let days = &forecast.days[..shown];
    let most = days.iter().copied().max().unwrap_or(0);
    let signs = days.iter().map(|n| {
        let sign = tower(*n, most, glyphs).to_string();
        let look = if *n > 0 { ACCENT } else { DIM };
        rows::run(sign + &" ".repeat(each - 1), look)
    });
    let bars = Row {
        runs: signs.collect(),
        ..Row::default()
    };
    let mut scale = String::new();
    let mut say = |column: usize, words: &str| {
        let used = text::width(&scale);
        let is_first = used == 0;
        let fits = column + text::width(words) <= width;
        if fits && (is_first || used < column) {
            scale.push_str(&" ".repeat(column - used));
            scale.push_str(words);
        }
    };
    let ahead =
        |day: usize| today.saturating_add(Span::new().days(i64::try_from(day).unwrap_or(0)));
    let mondays: Vec<usize> = (0..shown).filter(|day| is_monday(ahead(*day))).collect();
    if mondays
        .first()
        .is_none_or(|first| first * each > "today".len())
    {
        say(0, "today");
    }
    for day in mondays {
        say(day * each, &words::date(ahead(day), today));
    }
    vec![bars, rows::row([rows::run(scale, DIM)])]
}

fn is_monday(day: Date) -> bool {
    day.weekday().to_monday_zero_offset() == 0
}

/// A number as a column of eighths of `most`; in ASCII as a digit.
fn tower(n: u32, most: u32, glyphs: Glyphs) -> char {
    const EIGHTHS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    match (n, glyphs) {
        (0, Glyphs::Unicode) => '·',
        (0, Glyphs::Ascii) => '.',
        (_, Glyphs::Unicode) => EIGHTHS[step(n, most, 8) - 1],
        (_, Glyphs::Ascii) => char::from_digit(n, 10).unwrap_or('+'),
    }
}

/// Which of so many steps a number comes to, 1 to `steps`; `most` is on the last.
fn step(n: u32, most: u32, steps: usize) -> usize {
    let most = usize::try_from(most.max(1)).unwrap_or(usize::MAX);
    let n = usize::try_from(n).unwrap_or(usize::MAX).min(most);
    n.saturating_mul(steps).div_ceil(most).clamp(1, steps)
}

/// The calendar of some weeks until today: a column for each week, a row for each day of the week.
#[derive(Debug)]
pub struct Calendar<'a> {
    days: &'a Days,
    today: Date,
    /// The Monday of each week, oldest first.
    weeks: Vec<Date>,
    most: u32,
    glyphs: Glyphs,
}

/// The calendar has so many weeks, where they fit.
const WEEKS: usize = 12;
/// Cells of a week's column, and before the first of them.
const WEEK: usize = 3;
const LEAD: usize = 4;
/// Steps of shade, for days with answers.
const SHADES: usize = 4;

impl<'a> Calendar<'a> {
    /// As many weeks as fit into `width`, this one being the last.
    pub fn new(days: &'a Days, today: Date, width: usize, glyphs: Glyphs) -> Self {
        let n = (width.saturating_sub(LEAD) / WEEK).clamp(1, WEEKS);
        let since = i64::from(today.weekday().to_monday_zero_offset());
        let back = |weeks: usize| 7 * i64::try_from(weeks).unwrap_or(0) + since;
        let monday = |weeks| today.saturating_sub(Span::new().days(back(weeks)));
        let weeks: Vec<Date> = (0..n).rev().map(monday).collect();
        let shown = days
            .iter()
            .filter(|(day, _)| (weeks[0]..=today).contains(day));
        let most = shown.map(|(_, done)| done.answers).max().unwrap_or(0);
        Self {
            days,
            today,
            weeks,
            most,
            glyphs,
        }
    }

    /// The first day that shows.
    pub fn first(&self) -> Date {
        self.weeks[0]
    }

    /// The months, the seven days of the week, and what the shades mean.
    pub fn rows(&self, width: usize) -> Vec<Row> {
        let mut out = vec![self.months()];
        out.extend((0..7).map(|day| self.day(day)));
        out.extend(rows::wrapped(&self.legend(), DIM, width, 0));
        out
    }

    fn months(&self) -> Row {
        let mut words = " ".repeat(LEAD);
        for (at, monday) in self.weeks.iter().enumerate() {
            let starts = |week: &Date| {
                let sunday = week.saturating_add(Span::new().days(6));
                sunday.day() <= 7
            };
            let sunday = monday.saturating_add(Span::new().days(6));
            // The first column has a name where the next one needs no room for its own.
            let is_named = starts(monday) || (at == 0 && !self.weeks.get(1).is_some_and(starts));
            if is_named {
                words.push_str(&" ".repeat((LEAD + at * WEEK).saturating_sub(words.len())));
                words.push_str(&sunday.strftime("%b").to_string());
            }
        }
        rows::row([rows::run(words, DIM)])
    }

    fn day(&self, offset: i64) -> Row {
        let on = |monday: &Date| monday.saturating_add(Span::new().days(offset));
        let mut runs = vec![rows::run(
            self.weeks[0]
                .saturating_add(Span::new().days(offset))
                .strftime("%a ")
                .to_string(),
            DIM,
        )];
        let past = self.weeks.iter().map(on).filter(|day| *day <= self.today);
        runs.extend(past.map(|day| self.cell(self.days.on(day).answers)));
        Row {
            runs,
            ..Row::default()
        }
    }

    fn cell(&self, answers: u32) -> Run {
        let (level, look) = match answers {
            0 => (0, DIM),
            n => (step(n, self.most, SHADES), ACCENT),
        };
        let sign = self.sign(level);
        rows::run(format!("{sign}{sign} "), look)
    }

    fn sign(&self, level: usize) -> char {
        match self.glyphs {
            Glyphs::Unicode => ['·', '░', '▒', '▓', '█'][level],
            Glyphs::Ascii => [' ', '.', ':', '+', '#'][level],
        }
    }

    /// Which numbers of answers each shade stands for.
    fn legend(&self) -> String {
        let mut parts = Vec::new();
        let to = match self.glyphs {
            Glyphs::Unicode => {
                parts.push(format!("{}\u{a0}none", self.sign(0)));
                "\u{2013}"
            }
            Glyphs::Ascii => "-",
        };
        let mut low = 1;
        for level in 1..=SHADES {
            let high = (low..=self.most).take_while(|n| step(*n, self.most, SHADES) == level);
            let Some(high) = high.last() else { continue };
            let sign = self.sign(level);
            parts.push(if low == high {
                format!("{sign}\u{a0}{low}")
            } else {
                format!("{sign}\u{a0}{low}{to}{high}")
            });
            low = high + 1;
        }
        format!("Answers on a day: {}", parts.join("  "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_never_lies() {
        for (share, mark, drawn) in [
            (0.0, 0.5, "..........|.........."),
            (0.001, 0.5, "#.........|.........."),
            (0.5, 0.5, "##########|.........."),
            (0.75, 0.4, "########|#######....."),
            (0.999, 0.95, "###################|."),
            (1.0, 0.95, "###################|#"),
            (1.0, 1.0, "####################|"),
        ] {
            assert_eq!(bar(share, mark, Glyphs::Ascii), drawn, "{share}");
        }
    }

    #[test]
    fn a_step_is_reached_in_order_and_the_most_is_the_last() {
        for most in [1, 2, 3, 4, 7, 100, u32::MAX] {
            let steps = [1, most / 4, most / 2, most].map(|n| step(n.max(1), most, 4));
            assert!(steps.is_sorted(), "{most}: {steps:?}");
            assert_eq!(steps[3], 4);
        }
        assert_eq!(tower(9, 40, Glyphs::Ascii), '9');
        assert_eq!(tower(10, 40, Glyphs::Ascii), '+');
        assert_eq!(tower(1, 4_000, Glyphs::Unicode), '▁');
    }
}
