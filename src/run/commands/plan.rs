//! `recto review --plan`: what is planned for which day, as lines or as JSON.

use std::process::ExitCode;

use anyhow::{Result, bail};
use serde_json::{Value, json};

use super::{complain, print, print_json};
use crate::plain::plan::lines;
use crate::run::plan;
use crate::run::world::{self, World};
use crate::study::plan::{Agenda, Load};
use crate::study::session::Scope;

/// `recto review --plan`
pub fn plan(mut world: World, scope: &Scope, json: bool) -> Result<ExitCode> {
    let now = world::now();
    let day = world.calendar().day(now);
    let mut progress = std::mem::take(&mut world.progress);
    let remarks = plan::remarks(&world, &progress, scope, &day);
    let goals = plan::goals(&mut world, &mut progress, scope, &day);
    let agendas: Vec<Agenda> = goals
        .iter()
        .map(|goal| goal.agenda(&progress, now))
        .collect();
    world.progress = progress;
    world.complaints.extend(remarks);
    if json {
        let courses: Vec<Value> = agendas.iter().map(as_json).collect();
        let today = day.date.to_string();
        print_json(&json!({ "today": today, "courses": courses, "problems": world.complaints }))?;
    } else {
        let plans: Vec<_> = agendas
            .iter()
            .map(|agenda| lines(agenda, usize::MAX))
            .collect();
        print(&plans.join("\n"))?;
        complain(&world.complaints)?;
    }
    if agendas.is_empty() && !json {
        bail!(
            "there is no exam to plan for: --by DATE says when it is, or your settings (recto config)"
        );
    }
    world.keep_progress();
    Ok(ExitCode::SUCCESS)
}

fn as_json(agenda: &Agenda) -> Value {
    let load = |load: &Load| json!({ "new": load.n_new, "again": load.n_review });
    let days = agenda.plan.days.iter().map(|(day, planned)| {
        let mut value = load(planned);
        value["date"] = json!(day.to_string());
        value
    });
    json!({
        "id": agenda.course.as_str(),
        "title": &*agenda.title,
        "exam": agenda.exam.to_string(),
        "done_today": load(&agenda.done),
        "days": days.collect::<Value>(),
        "not_twice": agenda.plan.n_seldom,
        "not_late": agenda.plan.n_early,
        "left_out": agenda.n_held,
    })
}
