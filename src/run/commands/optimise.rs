//! `recto optimise`: fits when questions are due to how the learner remembers.

use std::io::{self, IsTerminal as _, Write as _};
use std::process::ExitCode;

use anyhow::Result;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use super::{complain, print, print_json};
use crate::run::world::{self, World};
use crate::store::log::shown;
use crate::store::weights_file::{self, Fitted};
use crate::study::event::{Rating, moment};
use crate::study::history::History;
use crate::study::schedule::Scheduler;
use crate::study::schedule::fit::{self, Fit, Judged, NEEDED};

/// Shall what was found be kept?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// Write it down; schedule by it.
    Written,
    /// Only say it.
    Nowhere,
}

/// There is too little to learn from.
const REFUSED: u8 = 1;

/// So many answers take more than a second: that is said beforehand.
const MANY: usize = 100_000;

/// `recto optimise`
pub fn optimise(mut world: World, keep: Keep, json: bool) -> Result<ExitCode> {
    let faults = world.records.fetch_all(&mut world.progress);
    world
        .complaints
        .extend(faults.iter().map(ToString::to_string));
    let histories = histories(&world);
    let n_ratings: usize = histories.iter().map(Vec::len).sum();
    if n_ratings >= MANY && io::stderr().is_terminal() {
        let mut out = io::stderr().lock();
        writeln!(out, "Fitting to {n_ratings} answers; this takes a while.")?;
    }
    let now = world::now();
    let today = world.calendar().day(now).last();
    let before = world.progress.n_due(today);
    let fit = fit::fit(world.progress.scheduler(), &histories);
    let mut kept = None;
    if let Fit::Better(scheduler, judged) = &fit
        && keep == Keep::Written
    {
        kept = Some(write(&mut world, scheduler, judged, now)?);
    }
    if json {
        print_json(&as_json(&fit, kept.as_deref(), &world))?;
    } else {
        let due = (before, world.progress.n_due(today));
        print(&in_words(&fit, kept.as_deref(), due))?;
        complain(&world.complaints)?;
    }
    world.keep_progress();
    Ok(match fit {
        Fit::TooFew(_) | Fit::TooAlike(_) => ExitCode::from(REFUSED),
        Fit::NoBetter(_) | Fit::Better(..) => ExitCode::SUCCESS,
    })
}

/// How each question was rated, in all courses.
fn histories(world: &World) -> Vec<Vec<(Timestamp, Rating)>> {
    let courses = world.progress.courses();
    let questions = courses.flat_map(|(_, course)| course.questions.values());
    questions.map(History::ratings).collect()
}

/// Writes the weights beside this device's log, and schedules by them. Says which file it is.
fn write(
    world: &mut World,
    scheduler: &Scheduler,
    judged: &Judged,
    now: Timestamp,
) -> Result<String> {
    world.name_device();
    let logs = &world.records.logs;
    // What was fitted by a clock that is fast would count until then.
    let (newest, _) = weights_file::newest(&logs.weights());
    let after =
        newest.and_then(|newest| newest.at.checked_add(SignedDuration::from_millis(1)).ok());
    let fitted = Fitted {
        at: moment(after.map_or(now, |after| after.max(now))),
        scheduler: scheduler.clone(),
    };
    let path = logs.own_weights();
    weights_file::save(&path, &fitted, judged)?;
    let faults = world
        .records
        .reschedule(&mut world.progress, fitted.scheduler);
    world
        .complaints
        .extend(faults.iter().map(ToString::to_string));
    Ok(shown(&path).to_string())
}

fn as_json(fit: &Fit, kept: Option<&str>, world: &World) -> serde_json::Value {
    let round = |loss: f32| (f64::from(loss) * 1e4).round() / 1e4;
    let (what, judged, n) = match fit {
        Fit::TooFew(n) => ("too-few", None, *n),
        Fit::TooAlike(n) => ("too-alike", None, *n),
        Fit::NoBetter(judged) => ("no-better", Some(judged), judged.n_reviews),
        Fit::Better(_, judged) => ("better", Some(judged), judged.n_reviews),
    };
    let losses = judged.map(|Judged { before, after, .. }| {
        [before, after].map(
            |loss| json!({ "log_loss": round(loss.log_loss), "rmse_bins": round(loss.rmse_bins) }),
        )
    });
    let [before, after] = losses.map_or([None, None], |losses| losses.map(Some));
    let weights = match fit {
        Fit::Better(scheduler, _) => Some(scheduler.weights().to_vec()),
        _ => None,
    };
    json!({
        "result": what,
        "reviews": n,
        "needed": NEEDED,
        "judged": judged.map(|judged| judged.n_judged),
        "before": before,
        "after": after,
        "weights": weights,
        "file": kept,
        "problems": world.complaints,
    })
}

/// What came of it, and how many questions were and are due.
fn in_words(fit: &Fit, kept: Option<&str>, (before, after): (usize, usize)) -> String {
    match (fit, kept) {
        (Fit::TooFew(n), _) => format!(
            "There are {n} reviews to learn from, and {NEEDED} are needed. A review is an answer that \
             was rated a day or more after the one before to the same question. Until then your \
             questions are scheduled as suits most learners.\n"
        ),
        (Fit::TooAlike(n), _) => format!(
            "There are {n} reviews, but of too few questions to learn from. Until there are more, \
             your questions stay scheduled as they are.\n"
        ),
        (Fit::NoBetter(judged), _) => format!(
            "{}Nothing better was found: your questions stay scheduled as they are.\n",
            compared(judged)
        ),
        (Fit::Better(_, judged), None) => format!(
            "{}That is better. `recto optimise` without --dry-run schedules by it.\n",
            compared(judged)
        ),
        (Fit::Better(_, judged), Some(file)) => format!(
            "{}That is better: your questions are scheduled by it from now on. {before} were due, \
             {after} are. It is kept in {file}\n",
            compared(judged)
        ),
    }
}

fn compared(judged: &Judged) -> String {
    let Judged {
        n_reviews,
        n_judged,
        before,
        after,
    } = judged;
    format!(
        "Fitted to your {n_reviews} reviews, and tried on the newest {n_judged}, which it had not seen:\n\
         \x20          before   after\n\
         log loss   {:.4}   {:.4}   how far off the chances were; less is better\n\
         RMSE       {:.4}   {:.4}   the same for reviews that are alike, taken together\n",
        before.log_loss, after.log_loss, before.rmse_bins, after.rmse_bins
    )
}
