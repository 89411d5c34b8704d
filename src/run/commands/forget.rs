//! `recto forget`: takes something out of the history for good.

use std::io::{self, BufRead as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::{complain, print};
use crate::cli::Forget;
use crate::course::id::{CourseId, FullId, QuestionId, SectionId};
use crate::run::world::{self, World};
use crate::store::log::forget::Found;
use crate::store::log::shown;
use crate::store::records::Forgotten;
use crate::study::forget::Scope;
use crate::text::Clean;
use anyhow::{Context, Result, bail};

/// `recto forget`
pub fn forget(mut world: World, wanted: &Forget) -> Result<ExitCode> {
    let scope = scope(&world, wanted)?;
    let all = world.records.look_for(&scope)?;
    let own = world.records.logs.own_path().to_owned();
    let is_meant = |path: &Path| wanted.all_devices || path == own;
    let (meant, others): (Vec<_>, Vec<_>) = all.into_iter().partition(|(path, _)| is_meant(path));
    let mut desk = world.desk.clone();
    let is_on_desk = desk.forget(&scope);
    print(&preview(&meant, &others, is_on_desk))?;
    if (meant.is_empty() && !is_on_desk) || wanted.dry_run {
        return finish(&world);
    }
    if !wanted.yes && !is_confirmed()? {
        print("Nothing was forgotten.\n")?;
        return finish(&world);
    }
    let paths: Vec<PathBuf> = meant.into_iter().map(|(path, _)| path).collect();
    let now = world::now();
    let when = (now, world.calendar().date(now));
    let (records, progress) = (&mut world.records, &mut world.progress);
    let forgotten = records.forget(progress, &scope, (&paths, when))?;
    if is_on_desk {
        world
            .keep_desk(&desk)
            .context("the places and drafts are not forgotten")?;
    }
    print(&done(&forgotten))?;
    finish(&world)
}

fn finish(world: &World) -> Result<ExitCode> {
    complain(&world.complaints)?;
    Ok(ExitCode::SUCCESS)
}

/// What is to be forgotten. A course, a section or a question may be in no course any more.
fn scope(world: &World, wanted: &Forget) -> Result<Scope> {
    let Forget {
        course,
        section,
        question,
        before,
        all,
        ..
    } = wanted;
    if course.is_none() && before.is_none() && !all {
        bail!("say what is to be forgotten: a COURSE, --before DATE, or --all");
    }
    let known = course.as_deref().map(|name| world.course(name));
    let id = match (course, &known) {
        (Some(_), Some(Ok((_, course, _)))) => Some(course.id.clone()),
        (Some(name), Some(Err(error))) => {
            let id = CourseId::new(name).filter(|id| world.progress.summary(id).is_some());
            Some(id.with_context(|| error.to_string())?)
        }
        _ => None,
    };
    let course = known.and_then(Result::ok).map(|(_, course, _)| course);
    let section = section.as_deref().map(|name| {
        let at = course
            .as_ref()
            .and_then(|course| course.section_named(name));
        let id = at
            .zip(course.as_ref())
            .map(|(at, course)| course.sections[at].id.clone());
        let id = id.or_else(|| SectionId::new(name));
        id.with_context(|| format!("\"{}\" can be no section", Clean::words(name)))
    });
    let section = section.transpose()?;
    let question = question.as_deref().map(|name| {
        let within = || {
            let (section, question) = (section.clone()?, QuestionId::new(name)?);
            Some(FullId { section, question })
        };
        let id = FullId::parse(name).or_else(within);
        id.with_context(|| {
            let name = Clean::words(name);
            format!("\"{name}\" names no question: give it with its section, such as 1.4/{name}")
        })
    });
    let question = question.transpose()?;
    Ok(Scope {
        course: id,
        section,
        question,
        before: before.map(|day| world.calendar().start(day)),
    })
}

/// What would be forgotten, and what would not.
fn preview(meant: &[(PathBuf, Found)], others: &[(PathBuf, Found)], is_on_desk: bool) -> String {
    let mut out = String::new();
    if !meant.is_empty() || is_on_desk {
        out.push_str("To be forgotten:\n");
    } else if others.is_empty() {
        out.push_str("There is nothing of that in the logs.\n");
    }
    out.extend(meant.iter().map(|(path, found)| told(path, found)));
    if is_on_desk {
        out.push_str("  reading places and half-written answers of this machine\n");
    }
    let n_unread: usize = meant.iter().map(|(_, found)| found.unread).sum();
    if n_unread > 0 {
        let entries = count(n_unread, "entry", "entries");
        out.push_str(&format!(
            "{entries} that this Recto can’t read will stay, whatever they hold.\n"
        ));
    }
    if !others.is_empty() {
        out.push_str("In the logs of other machines, where it stays and goes on counting:\n");
        out.extend(others.iter().map(|(path, found)| told(path, found)));
        out.push_str("With --all-devices it is taken out of these too.\n");
    }
    out
}

fn told(path: &Path, found: &Found) -> String {
    format!("  {}: {}\n", shown(path), in_words(found))
}

/// What was taken, most telling first.
fn in_words(found: &Found) -> String {
    let mut rest = found.n();
    let mut parts = Vec::new();
    for (name, one, many) in [
        ("answer", "answer", "answers"),
        ("note", "note", "notes"),
        ("read", "section read", "sections read"),
        ("exam", "exam", "exams"),
    ] {
        if let Some(n) = found.taken.get(name) {
            rest -= n;
            parts.push(count(*n, one, many));
        }
    }
    if rest > 0 {
        parts.push(count(rest, "other entry", "other entries"));
    }
    parts.join(", ")
}

fn count(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

/// Asks the learner. Where nobody answers, nothing may be forgotten.
fn is_confirmed() -> Result<bool> {
    print("Type yes to forget it: ")?;
    let mut line = String::new();
    if io::stdin().lock().read_line(&mut line)? == 0 {
        bail!("nobody said yes, so nothing was forgotten: --yes says it beforehand");
    }
    Ok(line.trim() == "yes")
}

fn done(forgotten: &[Forgotten]) -> String {
    let mut out = String::from("Forgotten.\n");
    for Forgotten { found, old, .. } in forgotten {
        let old = shown(old);
        out.push_str(&format!(
            "  {}; the log as it was is kept as {old}\n",
            in_words(found)
        ));
    }
    if !forgotten.is_empty() {
        out.push_str(
            "Delete what is kept when you are sure. Other machines that share the log forget too, when \
             they read it; an old copy of it would bring everything back.\n",
        );
    }
    out
}
