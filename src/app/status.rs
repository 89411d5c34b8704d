//! The lines on top and at the bottom: where the learner is, and which keys matter now.

use jiff::Timestamp;

use crate::app::action::{Context, Verb};
use crate::app::charts::Scope;
use crate::app::front::Front;
use crate::app::layout::Pane;
use crate::app::quiz::{Draft, Hand, Phase, Quiz};
use crate::app::review::Review;
use crate::app::study::{Sight, Stage, Study};
use crate::app::{App, Over};
use crate::course::question::Kind;
use crate::study::day::Calendar;
use crate::study::event::Stand;

/// A key that matters now: what it stands for, and a word for it.
pub type Hint = (Verb, &'static str);

/// The line on top: left and right.
pub fn header(app: &App, now: Timestamp) -> (String, String) {
    match &app.front {
        Some(Front::Review(review)) => return review_header(app, review, now),
        Some(Front::Progress(charts)) => {
            return (charts.title(), due(app.progress.n_due(app.day(now).last())));
        }
        Some(Front::Exam(exam)) => return exam.header(app.script(&exam.course.id)),
        None => {}
    }
    let Some(study) = &app.study else {
        return (
            "Recto".to_owned(),
            due(app
                .library
                .cards
                .iter()
                .map(|card| app.done(card, now).due)
                .sum()),
        );
    };
    let n_due = app
        .progress
        .summary(&study.course.id)
        .map_or(0, |summary| summary.n_due(app.day(now).last()));
    (path(study).join(" › "), due(n_due))
}

/// What stands on top of a review: which question it is, and where it is from.
fn review_header(app: &App, review: &Review, now: Timestamp) -> (String, String) {
    let (at, all) = review.session.place();
    let mut left = vec!["Review".to_owned()];
    if let Some(card) = &review.card {
        left.push(format!("{at} of {all}"));
        left.extend(path(card));
    } else if !review.plan.is_empty() {
        left.push("Plan".to_owned());
    }
    (
        left.join(" › "),
        due(app.progress.n_due(app.day(now).last())),
    )
}

/// The course and the sections that its open one is in, that one last.
fn path(study: &Study) -> Vec<String> {
    let sections = &study.course.sections;
    let mut path = vec![study.course.title.to_string()];
    if let Some(here) = sections.get(study.index) {
        // The sections above it: for each level, the nearest one before.
        let mut above = Vec::new();
        let mut level = here.level;
        for section in sections[..study.index].iter().rev() {
            if section.level < level {
                level = section.level;
                above.push(section.full_title());
            }
        }
        path.extend(above.into_iter().rev());
        path.push(here.full_title());
    }
    path
}

fn due(n: usize) -> String {
    if n == 0 {
        String::new()
    } else {
        format!("{n} due")
    }
}

/// The left half of the status line, where there is no notice.
pub fn place(app: &App) -> String {
    let saved = if app.unsaved.n == 0 {
        "saved"
    } else {
        "NOT SAVED"
    };
    match &app.front {
        Some(Front::Review(review)) if review.card.is_some() => {
            let (at, all) = review.session.place();
            return format!("{at} of {all} · {saved}");
        }
        Some(_) => return saved.to_owned(),
        None => {}
    }
    let Some(study) = &app.study else {
        let n = app.library.cards.len();
        return if n == 1 {
            "1 course".to_owned()
        } else {
            format!("{n} courses")
        };
    };
    let number = study
        .course
        .sections
        .get(study.index)
        .and_then(|section| section.number.clone());
    let number = number.map_or(String::new(), |number| format!("{number} · "));
    format!("{number}{} % read · {saved}", study.reader.percent())
}

/// The keys that matter now, most wanted first.
pub fn hints(app: &App) -> Vec<Hint> {
    match (&app.over, app.context()) {
        (Some(Over::Page(_)), _) => vec![
            (Verb::Back, "back"),
            (Verb::PageDown, "on"),
            (Verb::Find, "find"),
        ],
        (Some(Over::Line(..)), _) => vec![(Verb::Submit, "done"), (Verb::Back, "leave")],
        (None, Context::Library) => vec![
            (Verb::Open, "open"),
            (Verb::Review, "review"),
            (Verb::Exam, "exam"),
            (Verb::Progress, "progress"),
            (Verb::Quit, "quit"),
            (Verb::PutAway, shelve_hint(app)),
            (Verb::Help, "help"),
        ],
        (None, Context::Progress) => charts_hints(app),
        (None, Context::Review) => review_hints(app),
        (None, Context::Rules) => vec![
            (Verb::Open, "begin"),
            (Verb::Pick, "tick"),
            (Verb::Back, "back"),
            (Verb::Help, "help"),
        ],
        (None, Context::Report) => vec![
            (Verb::Open, "show"),
            (Verb::Practise, "practise"),
            (Verb::Retake, "retake"),
            (Verb::Back, "back"),
            (Verb::Help, "help"),
        ],
        // What was handed in can't be changed.
        (None, Context::Shown) if matches!(app.front, Some(Front::Exam(_))) => {
            let study = app.in_hand();
            let mut hints = study.map_or_else(Vec::new, |study| study_hints(study, Context::Shown));
            hints.retain(|(verb, _)| !matches!(verb, Verb::AnswerAgain | Verb::Undo | Verb::Bury));
            hints.insert(1.min(hints.len()), (Verb::NextQuestion, "next"));
            hints
        }
        (None, context) => app
            .in_hand()
            .map_or_else(Vec::new, |study| study_hints(study, context)),
    }
}

fn review_hints(app: &App) -> Vec<Hint> {
    match &app.front {
        Some(Front::Review(review)) if !review.plan.is_empty() => {
            let begin = (Verb::Open, "begin");
            let begin = review.session.current().map(|_| begin);
            let leave = [(Verb::Back, "leave"), (Verb::Help, "help")];
            begin.into_iter().chain(leave).collect()
        }
        _ => vec![
            (Verb::Open, "leave"),
            (Verb::Undo, "back to the last question"),
            (Verb::Help, "help"),
        ],
    }
}

fn charts_hints(app: &App) -> Vec<Hint> {
    let mut hints = Vec::new();
    if let Some(Front::Progress(charts)) = &app.front {
        if charts.selection().is_some() {
            hints.push((Verb::Open, "practise"));
        }
        if app.study.is_some() {
            let other = match charts.scope() {
                Scope::All => "this course",
                Scope::Course(_) => "all courses",
            };
            hints.push((Verb::Progress, other));
        }
    }
    hints.extend([(Verb::Back, "back"), (Verb::Help, "help")]);
    hints
}

/// What becomes of the course under the cursor.
fn shelve_hint(app: &App) -> &'static str {
    let card = app.library.cards.get(app.library.selected);
    match card.map(|card| app.progress.stand(&card.id)) {
        Some(Stand::Away) => "take back",
        _ => "put away",
    }
}

fn study_hints(study: &Study, context: Context) -> Vec<Hint> {
    let mut hints = match context {
        Context::Contents => vec![(Verb::Open, "open"), (Verb::Back, "text")],
        Context::Text => {
            let on = if study.reader.is_at_end() {
                "next section"
            } else {
                "read on"
            };
            vec![
                (Verb::ReadOn, on),
                (Verb::Open, "questions"),
                (Verb::Find, "find"),
                (Verb::ShowContents, "contents"),
            ]
        }
        Context::Links => vec![
            (Verb::Open, "go there"),
            (Verb::LineDown, "next"),
            (Verb::Back, "leave"),
        ],
        Context::Question => question_hints(study),
        Context::Certainty => {
            vec![
                (Verb::Sure, "sure"),
                (Verb::Fairly, "fairly"),
                (Verb::Guess, "guess"),
                (Verb::Back, "not yet"),
            ]
        }
        Context::Shown => shown_hints(study),
        Context::Exam => asked_hints(study),
        Context::Field => field_hints(study),
        _ => Vec::new(),
    };
    if !context.is_typing() {
        if context != Context::Certainty {
            hints.extend(match (study.stage, study.focus) {
                (Stage::Card(Sight::Closed), _) => {
                    vec![(Verb::Follow, "text"), (Verb::Bury, "not today")]
                }
                (Stage::Card(Sight::Open), Pane::Text) => vec![(Verb::NextPane, "question")],
                (Stage::Asked(_), _) => vec![(Verb::Back, "leave")],
                (_, Pane::Questions) => vec![(Verb::NextPane, "text")],
                _ => Vec::new(),
            });
        }
        hints.push((Verb::Help, "help"));
    }
    hints
}

fn field_hints(study: &Study) -> Vec<Hint> {
    let draft = study.quiz().and_then(Quiz::draft);
    let next = matches!(draft, Some(Draft::Filled(_))).then_some((Verb::Newline, "next gap"));
    next.into_iter()
        .chain([
            (Verb::Submit, "done"),
            (Verb::Back, "leave, kept"),
            (Verb::Editor, "editor"),
        ])
        .collect()
}

fn question_hints(study: &Study) -> Vec<Hint> {
    let (Some(question), Some(quiz)) = (study.question(), study.quiz()) else {
        return vec![(Verb::NextSection, "next section")];
    };
    let begun = quiz.is_begun(question);
    let mut hints = match (&quiz.phase, &question.kind) {
        (Phase::Asking(Draft::Written(_)), _) if !begun => vec![(Verb::Open, "write")],
        (Phase::Asking(Draft::Written(_)), _) => {
            vec![(Verb::Open, "reveal"), (Verb::Write, "write on")]
        }
        (Phase::Asking(draft), _) if !matches!(draft, Draft::Picked(_)) => part_hints(quiz, draft),
        (_, Kind::Choices(_)) => vec![(Verb::Pick, "choose"), (Verb::Open, "reveal")],
        _ => vec![(Verb::Open, "choose")],
    };
    if !question.hint.is_empty() && !quiz.hinted {
        hints.push((Verb::Hint, "hint"));
    }
    if question.kind.is_marked() {
        hints.push((Verb::DontKnow, "don't know"));
    }
    hints
}

/// What matters on a question of an exam: how it is answered, and what is an exam's own.
fn asked_hints(study: &Study) -> Vec<Hint> {
    let answering = study.question().zip(study.quiz());
    let mut hints: Vec<Hint> = answering.map_or_else(Vec::new, |(question, quiz)| {
        match (&quiz.phase, &question.kind) {
            (Phase::Asking(Draft::Written(_)), _) => vec![(Verb::Write, "write")],
            (Phase::Asking(Draft::Picked(_)), _) => vec![(Verb::Pick, "choose")],
            (Phase::Asking(draft), _) => part_hints(quiz, draft),
            _ => Vec::new(),
        }
    });
    hints.retain(|(verb, _)| !matches!(verb, Verb::Reveal | Verb::Open));
    hints.extend([
        (Verb::NextQuestion, "next"),
        (Verb::Flag, "flag"),
        (Verb::HandIn, "hand in"),
    ]);
    hints
}

/// What matters on an answer in parts.
fn part_hints(quiz: &Quiz, draft: &Draft) -> Vec<Hint> {
    let on = if quiz.empty().is_empty() {
        (Verb::Open, "reveal")
    } else {
        (Verb::Reveal, "reveal")
    };
    match draft {
        Draft::Ordered(items) if items.hand == Hand::Full => vec![
            (Verb::Pick, "put down"),
            (Verb::LineDown, "down"),
            (Verb::LineUp, "up"),
        ],
        Draft::Ordered(_) => vec![(Verb::Pick, "take up"), on],
        Draft::Placed(_) => vec![(Verb::Pick1, "… choose"), (Verb::NextTarget, "next"), on],
        _ if quiz.written().is_some() => vec![(Verb::Pick, "write"), on],
        _ => vec![(Verb::Pick1, "… choose"), on],
    }
}

fn shown_hints(study: &Study) -> Vec<Hint> {
    let mut hints = vec![(Verb::Open, "go on")];
    let Some(Phase::Shown(answered)) = study.quiz().map(|quiz| &quiz.phase) else {
        return hints;
    };
    if !answered.points.is_empty() {
        hints.push((Verb::Pick, "tick"));
    }
    if answered.outcome.near.is_some() {
        hints.push((Verb::CountNear, "I meant that"));
    }
    if study
        .question()
        .is_some_and(|question| question.evidence.is_some())
    {
        hints.push((Verb::ShowWhere, "show me where"));
    }
    hints.extend([(Verb::AnswerAgain, "again"), (Verb::Undo, "undo")]);
    hints
}

/// A moment as the learner says it: today, yesterday, 12 Nov, 12 Nov 2025.
pub fn day(at: Timestamp, now: Timestamp, calendar: &Calendar) -> String {
    let (day, today) = (calendar.date(at), calendar.date(now));
    let format = if day.year() == today.year() {
        "%-d %b"
    } else {
        "%-d %b %Y"
    };
    match today.since(day).map_or(i32::MAX, |span| span.get_days()) {
        _ if day == today => "today".to_owned(),
        1 if today.yesterday().is_ok_and(|yesterday| yesterday == day) => "yesterday".to_owned(),
        _ => day.strftime(format).to_string(),
    }
}

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZone;

    use super::*;

    #[track_caller]
    fn check(at: &str, expected: &str) {
        let now: Timestamp = "2026-03-01T00:30:00Z".parse().unwrap();
        let calendar = Calendar::new(TimeZone::UTC, 0);
        assert_eq!(day(at.parse().unwrap(), now, &calendar), expected);
    }

    #[test]
    fn days_are_told_as_people_tell_them() {
        check("2026-03-01T00:00:00Z", "today");
        check("2026-02-28T23:59:00Z", "yesterday");
        check("2026-02-27T12:00:00Z", "27 Feb");
        check("2025-12-31T12:00:00Z", "31 Dec 2025");
    }
}
