//! The learner's figures, line by line.
//!
//! **Invariant:** it says what the charts say, in the same words; no figure is in a picture only.

use crate::app::charts::words;
use crate::study::event::Certainty;
use crate::study::stats::{CourseStats, Stats};

/// How many of the weakest sections are named.
const WEAKEST: usize = 10;

/// How much is told of each course.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// A line or two.
    Courses,
    /// Each section and each outcome, too.
    Sections,
}

/// The figures as lines of text, each with its end.
pub fn lines(stats: &Stats, detail: Detail) -> String {
    let mut out = Lines::default();
    for course in &stats.courses {
        out.course(course);
        if detail == Detail::Sections {
            out.sections(course);
        }
    }
    if let Some(words) = words::untouched(stats.n_untouched) {
        out.say(0, &words);
    }
    out.gap();
    if stats.courses.len() > 1 {
        out.say(0, &words::gist(stats));
    }
    out.say(0, &words::streak(stats));
    out.days(stats);
    out.say(0, &words::forecast(stats));
    out.say(0, &words::retention(&stats.retention.all));
    for (month, recall) in &stats.retention.months {
        if let Some(words) = words::recall(recall) {
            out.say(2, &format!("{}: {words}", words::month(*month)));
        }
    }
    if !stats.forgotten.is_empty() {
        let n = stats.forgotten.len();
        out.say(0, &format!("Not recalled when last asked: {n}."));
    }
    out.say(0, &words::calibration(stats));
    for certainty in Certainty::ALL.into_iter().rev() {
        let words = words::certainty(stats, certainty);
        out.say(2, &format!("{}: {words}", words::named(certainty)));
    }
    if !stats.sure_but_wrong.is_empty() {
        let n = stats.sure_but_wrong.len();
        out.say(0, &format!("Sure when last asked, and wrong: {n}."));
    }
    out.say(0, &words::time(stats));
    out.weakest(stats);
    out.text
}

#[derive(Default)]
struct Lines {
    text: String,
}

impl Lines {
    fn say(&mut self, indent: usize, words: &str) {
        let words = words.replace('\u{a0}', " ");
        self.text.push_str(&" ".repeat(indent));
        self.text.push_str(&words);
        self.text.push('\n');
    }

    fn gap(&mut self) {
        self.text.push('\n');
    }

    fn course(&mut self, course: &CourseStats) {
        match &course.title {
            Some(title) => self.say(0, title),
            None => self.say(0, &format!("{} (not here)", course.id)),
        }
        if course.title.is_some() {
            self.say(2, &words::course(course));
        }
        if let Some(gone) = words::gone(course) {
            self.say(2, &gone);
        }
    }

    fn sections(&mut self, course: &CourseStats) {
        for section in &course.sections {
            let read = if section.tally.read > 0 {
                "read"
            } else {
                "not read"
            };
            let mut words = format!("{}: {read}", section.title);
            if section.tally.questions > 0 {
                words.push_str(&format!(", {}", words::answered(&section.tally)));
            }
            self.say(2, &words);
        }
        if !course.aims.is_empty() {
            self.say(0, "Outcomes");
        }
        for aim in &course.aims {
            self.say(
                2,
                &format!("{}: {}", words::aim(aim), words::tally(&aim.tally)),
            );
        }
    }

    /// The last seven days.
    fn days(&mut self, stats: &Stats) {
        let first = stats.today.saturating_sub(jiff::Span::new().days(6));
        for (date, day) in stats.days.iter().filter(|(day, _)| *day >= first) {
            let words = format!(
                "{}: {}, {}",
                date.strftime("%a %-d %b"),
                words::count(day.answers, "answer", "answers"),
                words::duration(day.seconds)
            );
            self.say(2, &words);
        }
    }

    fn weakest(&mut self, stats: &Stats) {
        let weakest = stats.weakest();
        if !weakest.is_empty() {
            self.gap();
            self.say(0, "Weakest sections first");
        }
        for (course, section) in weakest.into_iter().take(WEAKEST) {
            let course = match (&course.title, stats.courses.len()) {
                (Some(title), 2..) => format!("{title}: "),
                _ => String::new(),
            };
            let known = words::section(&section.tally);
            let words = format!("{course}{}: {known}", section.title);
            self.say(2, &words);
        }
    }
}
