//! What stands at the end of a review: what was done, what comes next, and what to look at again.
//!
//! **Invariant:** it scolds nobody, and every dead end says the way on.

use jiff::Timestamp;

use crate::app::action::{Context, Verb};
use crate::app::keys::Keys;
use crate::app::review::{Review, plan};
use crate::app::rows::{self, BOLD, DIM, PLAIN, TITLE};
use crate::course::id::CourseId;
use crate::page::{Glyphs, Row};
use crate::study::day::Day;
use crate::study::plan::Goal;
use crate::study::progress::Progress;
use crate::study::session::{self, Tally};

/// What stands at the end, for rows of this width.
pub fn rows(
    review: &Review,
    keys: &Keys,
    next: &[String],
    width: usize,
    glyphs: Glyphs,
) -> Vec<Row> {
    let width = width.clamp(1, 80);
    let mut out = Vec::new();
    let mut say = |words: &str, look| out.extend(rows::wrapped(words, look, width, 0));
    let tally = review.session.tally();
    let is_empty = review.session.done().is_empty();
    say(
        if is_empty && tally.left == 0 {
            "Nothing is due."
        } else {
            "This review is done."
        },
        TITLE,
    );
    say("", PLAIN);
    if !is_empty {
        let minutes = review.now.duration_since(review.begun).as_secs();
        for line in told(&tally, minutes) {
            say(&line, PLAIN);
        }
    }
    if tally.gone > 0 {
        say(&gone(tally.gone), DIM);
    }
    for line in next {
        say(line, PLAIN);
    }
    if is_empty {
        say(
            "New questions come from sections that you have read; reading on brings more.",
            DIM,
        );
    }
    if !review.leeches.is_empty() {
        say("", PLAIN);
        say(LEECHES, BOLD);
        let bullet = if glyphs == Glyphs::Unicode {
            "•"
        } else {
            "-"
        };
        for (course, question) in &review.leeches {
            say(&format!("{bullet} {course} › {question}"), PLAIN);
        }
        let away = keys.name(Context::Shown, Verb::PutAway);
        say(&against_leeches(away), DIM);
    }
    say("", PLAIN);
    let (back, undo) = (
        keys.name(Context::Review, Verb::Back),
        keys.name(Context::Review, Verb::Undo),
    );
    let undo = if is_empty {
        String::new()
    } else {
        format!("   {undo} goes back to the last question")
    };
    say(&format!("{back} leaves the review{undo}"), DIM);
    out
}

/// What stands above the questions that are forgotten again and again.
pub const LEECHES: &str = "Forgotten again and again";

/// What to do about them; `away` is what puts one away.
pub fn against_leeches(away: &str) -> String {
    format!(
        "Repeating alone doesn't help here. Read its section again and note what you missed, in your own words; or put the question away ({away} on it)."
    )
}

/// What was done, in sentences. Both front ends say them.
pub fn told(tally: &Tally, seconds: i64) -> Vec<String> {
    let mut lines = Vec::new();
    let minutes = match (seconds + 30) / 60 {
        0 => "less than a minute".to_owned(),
        1 => "1 minute".to_owned(),
        n => format!("{n} minutes"),
    };
    let Tally {
        answered,
        recalled,
        new,
        held,
        left,
        ..
    } = *tally;
    let questions = |n: usize| match n {
        1 => "1 question".to_owned(),
        n => format!("{n} questions"),
    };
    if answered > 0 {
        let new = if new > 0 {
            format!("; {new} of them new")
        } else {
            String::new()
        };
        lines.push(format!(
            "{} in {minutes}{new}. Recalled: {recalled}. Not yet: {}.",
            questions(answered),
            answered - recalled
        ));
    }
    if held > 0 {
        lines.push(format!("{} put off or away.", questions(held)));
    }
    if left > 0 {
        lines.push(format!("{} left for another time.", questions(left)));
    }
    lines
}

/// That so many questions could not be asked.
pub fn gone(n: usize) -> String {
    let questions = if n == 1 {
        "question is"
    } else {
        "questions are"
    };
    format!("{n} {questions} in no course that Recto finds; what you answered is kept.")
}

/// When the next questions come: those that come due behind today, and those of the plans.
pub fn next(progress: &Progress, goals: &[Goal], (day, now): (&Day, Timestamp)) -> Vec<String> {
    let is_planned = |course: &CourseId| goals.iter().any(|goal| goal.course == *course);
    let summaries = progress.summaries().filter(|(id, _)| !is_planned(id));
    let dues = summaries.flat_map(|(_, summary)| summary.dues().iter().copied());
    let due = match session::next_due(dues, day.end) {
        Some((1, n)) => Some(format!("Next: {n} tomorrow.")),
        Some((days, n)) => Some(format!("Next: {n} in {days} days.")),
        None => None,
    };
    let agendas = goals.iter().map(|goal| goal.agenda(progress, now));
    let planned = agendas.filter_map(|agenda| plan::next(&agenda));
    let mut lines: Vec<String> = due.into_iter().chain(planned).collect();
    if lines.is_empty() {
        lines.push("Nothing is planned for the days to come.".to_owned());
    }
    lines
}
