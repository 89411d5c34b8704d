//! The study record as a document: what a learner has done in a course, self-issued and saying so.
//!
//! **Invariant:** whoever reads it sees that nobody has checked it.

use jiff::civil::Date;

use super::MAKER;
use super::document::Document;
use crate::app::exam::words;
use crate::course::Course;
use crate::study::record::Record;
use crate::study::stats::{LONGEST, Tally};
use crate::text::Clean;

/// Who makes a record, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Maker {
    /// The learner's name, if they want it told.
    pub name: Option<Clean>,
    /// The day on which it is made.
    pub day: Date,
}

/// What every record says of itself.
pub const SELF_ISSUED: &str = "This record is self-issued: the learner made it from answers that they \
     gave and in part marked themselves. Nobody has checked it, and it is no certificate.";

/// The record of `course` as a document.
pub fn document(course: &Course, record: &Record, maker: &Maker) -> Document {
    let title = format!("Study record: {}", course.title);
    let mut document = Document::new(&title, &course.language);
    document.words(SELF_ISSUED);
    document.facts(facts(course, record, maker));
    if !record.figures.aims.is_empty() {
        document.heading(2, "Learning outcomes");
        document.words("How far the answers show that each is met.");
        let rows = record.figures.aims.iter().map(|outcome| {
            let mut row = vec![outcome.text.to_string()];
            row.extend(tally(&outcome.tally));
            row
        });
        document.table(&["Outcome", "Answered", "Mastered", "Mean mark"], rows);
    }
    document.heading(2, "Sections");
    let sections = record.figures.sections.iter().zip(&record.read);
    let rows = sections.map(|(section, read)| {
        let read = read.map_or_else(|| "–".to_owned(), day);
        let mut row = vec![section.title.clone(), read];
        row.extend(tally(&section.tally));
        row
    });
    document.table(
        &["Section", "Read", "Answered", "Mastered", "Mean mark"],
        rows,
    );
    if !record.exams.is_empty() {
        document.heading(2, "Exams");
        let rows = record.exams.iter().map(|(on, exam)| {
            let questions = exam.marks.len().to_string();
            vec![day(*on), questions, words::ended(exam)]
        });
        document.table(&["Day", "Questions", "Result"], rows);
    }
    document.heading(2, "How to read this");
    document.words(&format!(
        "A section counts as read when its end was reached. A question counts as mastered when it was \
         recalled the last time, is not due for review, and is still known with a chance of 90 % or more. Marks are those of \
         the last answer to each marked question. Time counts from the showing of a question to its \
         answer, at most {} minutes for each; reading is not in it.",
        LONGEST / 60
    ));
    document
}

/// The numbers of a record, each with its name.
pub fn facts(course: &Course, record: &Record, maker: &Maker) -> Vec<(&'static str, String)> {
    let mut facts = Vec::new();
    if let Some(name) = &maker.name {
        facts.push(("Learner", name.to_string()));
    }
    facts.push(("Course", course.title.to_string()));
    let authors: Vec<&str> = course.authors.iter().map(|author| &**author).collect();
    for (name, words) in [
        ("Authors", authors.join(", ")),
        ("Source", course.source.to_string()),
        ("Licence", course.licence.to_string()),
    ] {
        if !words.is_empty() {
            facts.push((name, words));
        }
    }
    let tally = &record.figures.tally;
    facts.push(("Studied", period(record)));
    facts.push(("Sections read", share(tally.read, tally.sections)));
    facts.push(("Questions answered", share(tally.answered, tally.questions)));
    facts.push(("Questions mastered", share(tally.mastered, tally.marked)));
    facts.push(("Marks", marks(tally)));
    facts.push(("Answers given", record.n_answers.to_string()));
    facts.push(("Time spent on answers", hours(tally.seconds)));
    let n_gone = record.figures.n_gone;
    if n_gone > 0 {
        let words = "answers to them count to the answers and the time only";
        facts.push((
            "Answered, and no longer in the course",
            format!("{n_gone}; {words}"),
        ));
    }
    facts.push(("Made", format!("{}, with {MAKER}", day(maker.day))));
    facts
}

/// From when to when.
pub fn period(record: &Record) -> String {
    match record.days {
        None => "not begun yet".to_owned(),
        Some((first, last)) if first == last => day(first),
        Some((first, last)) => format!("{} to {}", day(first), day(last)),
    }
}

/// The mean mark, and of how many it is one.
pub fn marks(tally: &Tally) -> String {
    match tally.scores.get() {
        None => "none yet".to_owned(),
        Some(mean) => {
            let n = tally.scores.n();
            let questions = if n == 1 { "question" } else { "questions" };
            format!(
                "{}, the mean of the last answers to {n} marked {questions}",
                percent(mean)
            )
        }
    }
}

fn tally(tally: &Tally) -> [String; 3] {
    [
        share(tally.answered, tally.questions),
        share(tally.mastered, tally.marked),
        tally.scores.get().map_or_else(|| "–".to_owned(), percent),
    ]
}

/// So many of all.
pub fn share(n: u32, of: u32) -> String {
    if of == 0 {
        "–".to_owned()
    } else {
        format!("{n} of {of}")
    }
}

/// A share of 0 to 1 in hundredths. Only all of it is 100 %.
pub fn percent(share: f64) -> String {
    let percent = (share * 100.0).round();
    let percent = if share < 1.0 {
        percent.min(99.0)
    } else {
        percent
    };
    format!("{percent:.0} %")
}

/// Seconds as hours and minutes.
pub fn hours(seconds: u64) -> String {
    let minutes = seconds.div_ceil(60);
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes} min"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}

/// A day as it is written out.
pub fn day(day: Date) -> String {
    day.strftime("%-d %B %Y").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_told_as_people_say_them() {
        for (seconds, words) in [
            (0, "0 min"),
            (1, "1 min"),
            (3_600, "1 h 0 min"),
            (3_601, "1 h 1 min"),
            (u64::MAX, "5124095576030431 h 1 min"),
        ] {
            assert_eq!(hours(seconds), words);
        }
        for (share, words) in [
            (0.0, "0 %"),
            (0.666, "67 %"),
            (0.999, "99 %"),
            (1.0, "100 %"),
        ] {
            assert_eq!(percent(share), words);
        }
        assert_eq!(day(Date::constant(2026, 3, 1)), "1 March 2026");
    }
}
