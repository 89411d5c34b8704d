//! The study record as one sheet of A4 in SVG, its text as text.
//!
//! Sizes are in millimetres. How wide a line is can't be known without the reader's fonts: it is
//! reckoned by the cells that it takes, with room to spare.
//!
//! **Invariant:** it is well-formed, holds no script and no link, and everything in it lies on the
//! sheet, however long the course's title or however many outcomes there are.

use std::fmt::Write as _;

use super::MAKER;
use super::html::escaped;
use super::record::{self, Maker, SELF_ISSUED};
use crate::course::Course;
use crate::study::exam::report::Standing;
use crate::study::record::Record;
use crate::text::{self, Clean, wrap};

const WIDTH: f64 = 210.0;
const HEIGHT: f64 = 297.0;
/// Left and right of the text.
const MARGIN: f64 = 28.0;
/// Where the text ends, and what every sheet says stands.
const FOOT: f64 = 250.0;
/// A cell of a proportional letter, in parts of its height. Small letters take less, capitals more.
const CELL: f64 = 0.56;
/// A line, in parts of its letters' height.
const LINE: f64 = 1.35;

/// The record of `course` as a sheet.
pub fn write(course: &Course, record: &Record, maker: &Maker) -> String {
    let mut sheet = Sheet {
        text: String::new(),
        y: 46.0,
    };
    sheet.lines("Study record", &Style::TITLE, 1);
    sheet.y += 6.0;
    if let Some(name) = &maker.name {
        sheet.lines(name, &Style::NAME, 2);
        sheet.lines("has studied", &Style::TEXT, 1);
        sheet.y += 3.0;
    }
    sheet.lines(&course.title, &Style::NAME, 4);
    let authors: Vec<&str> = course.authors.iter().map(|author| &**author).collect();
    if !authors.is_empty() {
        sheet.lines(&format!("by {}", authors.join(", ")), &Style::SMALL, 2);
    }
    sheet.lines(&record::period(record), &Style::TEXT, 1);
    sheet.y += 6.0;
    let tally = &record.figures.tally;
    for (name, words) in [
        ("Sections read", record::share(tally.read, tally.sections)),
        (
            "Questions answered",
            record::share(tally.answered, tally.questions),
        ),
        (
            "Questions mastered",
            record::share(tally.mastered, tally.marked),
        ),
        ("Marks", record::marks(tally)),
        ("Time spent on answers", record::hours(tally.seconds)),
    ] {
        sheet.lines(&format!("{name}: {words}"), &Style::TEXT, 2);
    }
    let n_exams = count(record.exams.len());
    if n_exams > 0 {
        let passed = record.exams.iter();
        let passed = passed.filter(|(_, exam)| exam.standing() == Standing::Passed);
        let words = record::share(count(passed.count()), n_exams);
        sheet.lines(&format!("Exams passed: {words}"), &Style::TEXT, 1);
    }
    sheet.y += 6.0;
    sheet.outcomes(record);
    sheet.y = FOOT;
    sheet.lines(SELF_ISSUED, &Style::SMALL, 3);
    for (name, words) in [("Source", &course.source), ("Licence", &course.licence)] {
        if !words.is_empty() {
            sheet.lines(&format!("{name}: {words}"), &Style::SMALL, 2);
        }
    }
    sheet.lines(
        &format!("Made on {} with {MAKER}", record::day(maker.day)),
        &Style::SMALL,
        1,
    );
    page(&course.title, &sheet.text)
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

fn page(title: &Clean, text: &str) -> String {
    let title = escaped(title);
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}mm\" height=\"{HEIGHT}mm\" \
         viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-labelledby=\"title desc\" \
         font-family=\"Georgia, 'Times New Roman', serif\" text-anchor=\"middle\">\n\
         <title id=\"title\">Study record: {title}</title>\n\
         <desc id=\"desc\">{}</desc>\n\
         <rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"#ffffff\" />\n\
         <rect x=\"12\" y=\"12\" width=\"186\" height=\"273\" fill=\"none\" stroke=\"#1a1a1a\" stroke-width=\"0.6\" />\n\
         <g fill=\"#1a1a1a\">\n{text}</g>\n</svg>\n",
        escaped(SELF_ISSUED)
    )
}

/// How letters are set.
struct Style {
    /// Their height.
    size: f64,
    weight: &'static str,
}

impl Style {
    const TITLE: Self = Self {
        size: 11.0,
        weight: "bold",
    };
    const NAME: Self = Self {
        size: 8.0,
        weight: "bold",
    };
    const TEXT: Self = Self {
        size: 4.6,
        weight: "normal",
    };
    const SMALL: Self = Self {
        size: 3.4,
        weight: "normal",
    };

    /// How many cells fit beside each other. Where most letters are capitals, fewer do.
    fn cells(&self, words: &str) -> usize {
        let n_capitals = words.chars().filter(|c| c.is_uppercase()).count();
        let is_loud = n_capitals * 2 > words.chars().count();
        let cell = if is_loud { CELL * 1.4 } else { CELL };
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "it lies between 10 and 100"
        )]
        let cells = ((WIDTH - 2.0 * MARGIN) / (self.size * cell)) as usize;
        cells
    }
}

/// The text so far, and where the next line goes.
struct Sheet {
    text: String,
    y: f64,
}

impl Sheet {
    /// Sets words in lines, `most` of them at most.
    fn lines(&mut self, words: &str, style: &Style, most: usize) {
        let words = Clean::trimmed(words);
        for line in fit(&words, style.cells(&words), most) {
            self.y += style.size * LINE;
            let (x, y) = (WIDTH / 2.0, self.y);
            let Style { size, weight } = style;
            writeln!(
                self.text,
                "<text x=\"{x}\" y=\"{y:.1}\" font-size=\"{size}\" font-weight=\"{weight}\">{}</text>",
                escaped(&line)
            )
            .expect("a String takes everything");
        }
    }

    /// As many outcomes as there is room for, and how many more there are.
    fn outcomes(&mut self, record: &Record) {
        let style = &Style::SMALL;
        if record.figures.aims.is_empty() {
            return;
        }
        self.lines(
            "Learning outcomes, with the questions answered on each",
            &Style::TEXT,
            1,
        );
        let line = style.size * LINE;
        for (at, outcome) in record.figures.aims.iter().enumerate() {
            // Two lines for it, and one for those that are left.
            if self.y + 3.0 * line > FOOT - line {
                let left = record.figures.aims.len() - at;
                self.lines(&format!("and {left} more"), style, 1);
                return;
            }
            let tally = &outcome.tally;
            let (n, all) = (tally.answered, tally.questions);
            let mean = tally.scores.get().map_or(String::new(), |mean| {
                format!(", mean mark {}", record::percent(mean))
            });
            // What is in brackets stays together.
            let counts = format!("({n} of {all}{mean})").replace(' ', "\u{a0}");
            self.lines(&format!("{} {counts}", outcome.text), style, 2);
        }
    }
}

/// Words in lines of `cells`, `most` of them; what has no room ends with an ellipsis.
fn fit(words: &str, cells: usize, most: usize) -> Vec<String> {
    let rows = wrap::wrap(words, cells, cells);
    let is_cut = rows.len() > most;
    let mut lines: Vec<String> = rows
        .into_iter()
        .take(most)
        .map(|row| words[row].to_owned())
        .collect();
    if let Some(last) = lines.last_mut().filter(|_| is_cut) {
        let kept = text::cut(last, cells.saturating_sub(1)).trim_end();
        *last = format!("{kept}…");
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_no_room_ends_with_an_ellipsis() {
        assert_eq!(fit("one two three", 7, 2), ["one two", "three"]);
        assert_eq!(fit("one two three", 7, 1), ["one tw…"]);
        assert_eq!(fit("", 7, 2), [""]);
        let cells = |words| Style::NAME.cells(words);
        assert!(cells("LOUD AND CLEAR") < cells("Loud and clear"));
    }
}
