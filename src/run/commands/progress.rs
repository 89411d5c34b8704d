//! `recto progress`: the learner's figures, as lines or as JSON.
//!
//! **Invariant:** a key of the JSON that was once there keeps its meaning; new ones may come. Shares
//! are from 0 to 1, and null where there is nothing to share.

use std::process::ExitCode;

use anyhow::Result;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::{complain, print, print_json};
use crate::course::id::{CourseId, FullId};
use crate::plain::figures::{self, Detail};
use crate::run::stats::{Scope, without_screen};
use crate::run::world::{self, World};
use crate::study::event::Certainty;
use crate::study::progress::Progress;
use crate::study::stats::{CourseStats, Recall, Stats, Tally, nominal};

/// `recto progress`
pub fn progress(mut world: World, course: Option<&str>, json: bool) -> Result<ExitCode> {
    let (scope, detail) = match course {
        Some(name) => {
            let (source, course, _) = world.course(name)?;
            (Scope::Course(course.id, source), Detail::Sections)
        }
        None => (Scope::All, Detail::Courses),
    };
    let now = world::now();
    let stats = without_screen(&mut world, &scope, now);
    if json {
        let last = world.calendar().day(now).last();
        let mut value = figures_json(&stats, &world.progress, last);
        value["problems"] = json!(world.complaints);
        print_json(&value)?;
    } else {
        print(&if stats.courses.is_empty() {
            "Nothing has been done yet.\n".to_owned()
        } else {
            figures::lines(&stats, detail)
        })?;
        complain(&world.complaints)?;
    }
    world.keep_progress();
    Ok(ExitCode::SUCCESS)
}

/// `last` is today's last moment.
fn figures_json(stats: &Stats, progress: &Progress, last: Timestamp) -> Value {
    let streak = stats.days.streak(stats.today);
    let courses = stats.courses.iter();
    let days = stats.days.iter().map(|(date, day)| {
        json!({ "date": date.to_string(), "answers": day.answers, "seconds": day.seconds })
    });
    let weakest = stats.weakest().into_iter().map(|(course, section)| {
        json!({
            "course": course.id.as_str(),
            "section": section.id.as_str(),
            "known": section.tally.strengths.get(),
        })
    });
    json!({
        "today": stats.today.to_string(),
        "courses": courses.map(|course| course_json(course, progress, last)).collect::<Value>(),
        "not_begun": stats.n_untouched,
        "seconds": stats.tally().seconds,
        "days": days.collect::<Value>(),
        "streak": { "current": streak.current, "longest": streak.longest },
        "retention": retention_json(stats),
        "certainty": certainty_json(stats),
        "sure_but_wrong": questions_json(&stats.sure_but_wrong),
        "forgotten": questions_json(&stats.forgotten),
        "forecast": forecast_json(stats),
        "weakest": weakest.collect::<Value>(),
    })
}

fn course_json(course: &CourseStats, progress: &Progress, last: Timestamp) -> Value {
    let summary = progress.summary(&course.id).cloned().unwrap_or_default();
    let sections = course.sections.iter().map(|section| {
        let mut value = tally_json(&section.tally);
        value["id"] = json!(section.id.as_str());
        value["title"] = json!(section.title);
        value["read"] = json!(section.tally.read > 0);
        value
    });
    let outcomes = course.aims.iter().map(|aim| {
        let mut value = tally_json(&aim.tally);
        value["id"] = json!(&*aim.id);
        value["text"] = json!(&*aim.text);
        value["of_sections"] = json!(aim.tally.sections);
        value
    });
    let mut value = tally_json(&course.tally);
    value["id"] = json!(course.id.as_str());
    value["title"] = json!(course.title.as_deref());
    value["of_sections"] = json!(course.tally.sections);
    // These keep what they always meant: all that was done, whether the course still has it or not.
    value["read"] = json!(summary.n_read);
    value["answered"] = json!(summary.n_answered);
    value["due"] = json!(summary.n_due(last));
    value["last"] = json!(summary.last.map(|(at, _)| at.to_string()));
    value["no_longer_there"] = json!(course.n_gone);
    value["sections"] = sections.collect();
    value["outcomes"] = outcomes.collect();
    value
}

fn tally_json(tally: &Tally) -> Value {
    json!({
        "read": tally.read,
        "questions": tally.questions,
        "answered": tally.answered,
        "marked": tally.marked,
        "mastered": tally.mastered,
        "due": tally.due,
        "last_score": tally.scores.get(),
        "known": tally.strengths.get(),
        "seconds": tally.seconds,
    })
}

fn retention_json(stats: &Stats) -> Value {
    let mut value = recall_json(&stats.retention.all);
    let months = stats.retention.months.iter().map(|(month, recall)| {
        let mut value = recall_json(recall);
        value["month"] = json!(month.strftime("%Y-%m").to_string());
        value
    });
    value["months"] = months.collect();
    value
}

fn recall_json(recall: &Recall) -> Value {
    json!({
        "reviews": recall.reviews(),
        "recalled": recall.recalled,
        "measured": recall.measured(),
        "predicted": recall.predicted(),
    })
}

fn certainty_json(stats: &Stats) -> Value {
    let of = |certainty: Certainty| {
        let scores = stats.calibration.of(certainty);
        json!({
            "certainty": certainty.name(),
            "answers": scores.n(),
            "right": scores.get(),
            "meant": nominal(certainty),
        })
    };
    Certainty::ALL.into_iter().map(of).collect()
}

fn forecast_json(stats: &Stats) -> Value {
    let days = (0..).zip(stats.forecast.days).map(|(ahead, due)| {
        let date = stats.today.saturating_add(jiff::Span::new().days(ahead));
        json!({ "date": date.to_string(), "due": due })
    });
    json!({ "days": days.collect::<Value>(), "later": stats.forecast.later })
}

fn questions_json(questions: &[(CourseId, FullId)]) -> Value {
    let name = |(course, question): &(CourseId, FullId)| json!({ "course": course.as_str(), "question": question.to_string() });
    questions.iter().map(name).collect()
}
