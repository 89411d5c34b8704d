//! The learner's own notes: what was noted beside answers, and what was written for activities.
//!
//! **Invariant:** no note of an answer that stands is left out, though the course may have its
//! question no more.

use super::document::{Document, Voice};
use super::record;
use super::sheet::full;
use crate::app::sheet;
use crate::course::question::Kind;
use crate::course::{Course, Section};
use crate::study::day::Calendar;
use crate::study::history::{Attempt, History};
use crate::study::progress::CourseProgress;
use crate::study::record::gone;
use crate::study::words::bare;
use crate::text::Clean;

/// The notes of `course` with its `sections`, of the learner of that name if it is given.
pub fn document(
    course: &Course,
    sections: &[Section],
    done: Option<&CourseProgress>,
    name: Option<&Clean>,
    calendar: &Calendar,
) -> Document {
    let title = format!("{}: notes", course.title);
    let mut document = Document::new(&title, &course.language);
    document.learner(name);
    let n_before = document.parts.len();
    for section in sections {
        let mut is_new = true;
        for question in &section.questions {
            let history = done.and_then(|done| done.questions.get(&full(section, question)));
            let notes = history.map_or(Vec::new(), |history| {
                notes(history, question.kind == Kind::Activity)
            });
            if notes.is_empty() {
                continue;
            }
            if std::mem::take(&mut is_new) {
                document.heading(2, &section.title);
            }
            document.heading(3, &sheet::name_in_full(section, question));
            document.say(Voice::Course, question.prompt.clone());
            say(&mut document, &notes, calendar);
        }
    }
    let left = done.map_or(Vec::new(), |done| {
        let left = gone(done, sections).into_iter();
        let left = left.map(|(id, history)| (id, notes(history, false)));
        left.filter(|(_, notes)| !notes.is_empty()).collect()
    });
    if !left.is_empty() {
        document.heading(2, "No longer in the course");
    }
    for (id, notes) in left {
        document.heading(3, &id.to_string());
        say(&mut document, &notes, calendar);
    }
    if document.parts.len() == n_before {
        document.words("There are no notes yet.");
    }
    document
}

/// What was written at an answer, and what it is called.
struct Note<'a> {
    attempt: Attempt<'a>,
    label: &'static str,
    words: String,
}

/// The notes of a question, oldest first; of an activity its answers too.
fn notes(history: &History, is_activity: bool) -> Vec<Note<'_>> {
    let mut notes = Vec::new();
    for attempt in history.attempts() {
        let answer = is_activity.then(|| bare(attempt.response));
        let note = attempt.note.map(str::to_owned);
        for (label, words) in [("Own answer", answer), ("Own note", note)] {
            if let Some(words) = words.filter(|words| !words.trim().is_empty()) {
                notes.push(Note {
                    attempt,
                    label,
                    words,
                });
            }
        }
    }
    notes
}

fn say(document: &mut Document, notes: &[Note<'_>], calendar: &Calendar) {
    for note in notes {
        let day = record::day(calendar.date(note.attempt.at));
        document.label(&format!("{}, {day}", note.label));
        document.own_words(&note.words);
    }
}
