//! `recto exam`: what it is made of, the exam line by line, and the results of earlier ones.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::process::ExitCode;

use anyhow::{Result, bail};
use jiff::tz::TimeZone;
use serde_json::{Value, json};

use crate::app::exam::{Wanted, words};
use crate::cli;
use crate::course::Course;
use crate::plain::exam::Hall;
use crate::plain::table::Pace;
use crate::run::commands::{complain, print, print_json};
use crate::run::plain::{self, fetch};
use crate::run::screen;
use crate::run::world::{self, World, section_index};
use crate::store::source::Source;
use crate::study::chance;
use crate::study::event::Paper;
use crate::study::exam::report::{Report, Standing, Tally};
use crate::study::exam::script::Script;
use crate::study::exam::{Bank, Chosen, Rules, draw};
use crate::text;

/// All questions of a course.
pub(super) fn bank(source: &Source, course: &Course) -> Bank {
    let indexes = 0..course.sections.len();
    Bank::new(indexes.map(|index| world::section(source, course, index).0))
}

/// On the screen: the exam that is running, or what a new one is to be made of.
pub fn show(mut world: World, wanted: &cli::Exam) -> Result<ExitCode> {
    let (course, bank) = open(&mut world, wanted)?;
    let rules = wanted_rules(&course, &bank, wanted)?;
    running(&mut world, &course, wanted)?;
    let seed = wanted.seed;
    let first = screen::First::Exam(Wanted { rules, seed });
    screen::study(world, Some(&wanted.course), None, first)
}

fn open(world: &mut World, wanted: &cli::Exam) -> Result<(Course, Bank)> {
    let (source, course, _) = world.course_to_study(&wanted.course)?;
    fetch(world, &course);
    let bank = bank(&source, &course);
    Ok((course, bank))
}

/// Line by line: sits an exam, or goes on with the one that is running.
pub fn sit(mut world: World, wanted: &cli::Exam) -> Result<ExitCode> {
    let (course, bank) = open(&mut world, wanted)?;
    let rules = wanted_rules(&course, &bank, wanted)?;
    let rules = rules.unwrap_or_else(|| offered(&course));
    let running = running(&mut world, &course, wanted)?;
    let seed = wanted.seed.unwrap_or_else(|| chance::short(world::seed()));
    let paper = draw::draw(&bank, &rules, seed);
    if paper.questions.is_empty() && running.is_none() {
        bail!("{} has no marked question that was chosen", course.title);
    }
    let n = paper.questions.len();
    if running.is_none() && wanted.questions.is_some() && n < rules.n {
        let all = words::count(n, "question", "questions");
        let words = format!("There are fewer than you asked for: {all}.");
        plain::at_table(&mut world, |table| table.say(&words))?;
    }
    hold(&mut world, (&course, &bank), paper, running)?;
    plain::leave(world)
}

/// The same on the way through a course: what it is to be made of is asked, unless one is running.
pub(super) fn at_table(world: &mut World, source: &Source, course: &Course) -> Result<()> {
    let bank = bank(source, course);
    let script = world.desk.exams.get(&course.id).cloned();
    let running = script.filter(|_| is_running(world, course));
    let rules = match running {
        Some(_) => Some(Rules::default()),
        None => plain::at_table(world, |table| table.choose_exam(course))?,
    };
    let Some(rules) = rules else { return Ok(()) };
    let paper = draw::draw(&bank, &rules, chance::short(world::seed()));
    if paper.questions.is_empty() && running.is_none() {
        let words = "There is no marked question in that.";
        return Ok(plain::at_table(world, |table| table.say(words))?);
    }
    hold(world, (course, &bank), paper, running)
}

/// Holds an exam, and those again that the learner wants after it.
fn hold(
    world: &mut World,
    (course, bank): (&Course, &Bank),
    mut paper: Paper,
    running: Option<Script>,
) -> Result<()> {
    let desk = RefCell::new(std::mem::take(&mut world.desk));
    plain::at_table_with_all(world, |table, load, keep_desk| {
        let keep = |script: &Script| {
            let mut desk = desk.borrow_mut();
            desk.exams.insert(course.id.clone(), script.clone());
            keep_desk(&desk)
        };
        let hall = Hall {
            course,
            bank,
            keep: &keep,
        };
        let mut next = running;
        loop {
            let mut script = match next.take() {
                Some(mut script) => {
                    table.resume_exam(&hall, &mut script)?;
                    script
                }
                None => table.begin_exam(&hall, paper)?,
            };
            if table.sit_exam(&hall, &mut script)? == Pace::Left {
                return Ok(());
            }
            match table.after_exam(&hall, script.begun, load)? {
                Some(retake) => paper = retake,
                None => return Ok(()),
            }
        }
    })?;
    world.desk = desk.into_inner();
    // As long as something of it waits for the log, the script stays.
    if world.write_queue().n == 0 && running_is_over(world, course) {
        world.desk.exams.remove(&course.id);
        let desk = std::mem::take(&mut world.desk);
        let kept = world.keep_desk(&desk);
        world.desk = desk;
        kept?;
    }
    Ok(())
}

/// The script of the exam that is running in this course. One that the log says was handed in is
/// taken off the desk. To choose what an exam is made of is too late when it is running.
fn running(world: &mut World, course: &Course, wanted: &cli::Exam) -> Result<Option<Script>> {
    if running_is_over(world, course) {
        world.desk.exams.remove(&course.id);
    }
    let script = world.desk.exams.get(&course.id).cloned();
    if script.is_some() && wanted.is_chosen() {
        bail!(
            "an exam of {} is running: `recto exam {}` goes on with it",
            course.title,
            course.id
        );
    }
    Ok(script)
}

/// Is an exam of this course running?
pub(super) fn is_running(world: &World, course: &Course) -> bool {
    world.desk.exams.contains_key(&course.id) && !running_is_over(world, course)
}

fn running_is_over(world: &World, course: &Course) -> bool {
    let script = world.desk.exams.get(&course.id);
    let known = world.progress.course(&course.id);
    let exam = script.and_then(|script| known?.exams.get(&script.begun));
    exam.is_some_and(|exam| exam.handed_in.is_some())
}

/// What an exam of this course is made of, if nobody says it.
fn offered(course: &Course) -> Rules {
    let offered = course.exam_at(None);
    offered.map_or_else(Rules::default, |exam| Rules::of(exam, course))
}

/// What the command line says of an exam; `None`: nothing.
fn wanted_rules(course: &Course, bank: &Bank, wanted: &cli::Exam) -> Result<Option<Rules>> {
    match &wanted.named {
        Some(id) => named(course, id).map(Some),
        None if wanted.has_rules() => rules(course, bank, wanted).map(Some),
        None => Ok(None),
    }
}

/// The rules of an exam that the author has set.
fn named(course: &Course, id: &str) -> Result<Rules> {
    if let Some(exam) = course.exam_named(id) {
        return Ok(Rules::of(exam, course));
    }
    let known = || course.exams.iter().map(|exam| &*exam.id);
    match text::nearest(id, known()) {
        _ if course.exams.is_empty() => bail!("{} has no exam of its own", course.title),
        Some(near) => bail!("there is no exam \"{id}\"; did you mean \"{near}\"?"),
        None => {
            let known: Vec<_> = known().collect();
            bail!("there is no exam \"{id}\"; there are: {}", known.join(", "))
        }
    }
}

/// An exam of the learner's own.
fn rules(course: &Course, bank: &Bank, wanted: &cli::Exam) -> Result<Rules> {
    let usual = Rules::default();
    let mut sections = BTreeSet::new();
    for name in &wanted.sections {
        let family = course.family(section_index(course, name)?);
        sections.extend(family.map(|section| section.id.clone()));
    }
    let aims = course.outcomes.iter().map(|aim| &*aim.id);
    let kinds: BTreeSet<&str> = bank
        .questions()
        .filter(|(_, _, question)| question.kind.is_marked())
        .map(|(_, _, question)| question.kind.name())
        .collect();
    Ok(Rules {
        title: None,
        sections: if sections.is_empty() {
            Chosen::All
        } else {
            Chosen::Only(sections)
        },
        outcomes: chosen("learning outcome", &wanted.outcomes, aims)?,
        kinds: chosen("marked question of kind", &wanted.kinds, kinds)?,
        n: wanted.questions.map_or(usual.n, |n| n as usize),
        limit: wanted.minutes.map(|minutes| minutes * 60),
        pass: wanted.pass.unwrap_or(usual.pass),
    })
}

/// Those of `wanted` that there are; all, where nothing is wanted.
fn chosen<'a>(
    what: &str,
    wanted: &[String],
    known: impl IntoIterator<Item = &'a str>,
) -> Result<Chosen<String>> {
    if wanted.is_empty() {
        return Ok(Chosen::All);
    }
    let known: Vec<&str> = known.into_iter().collect();
    for name in wanted {
        if !known.contains(&name.as_str()) {
            match text::nearest(name, known.iter().copied()) {
                Some(near) => bail!("there is no {what} \"{name}\"; did you mean \"{near}\"?"),
                None => bail!(
                    "there is no {what} \"{name}\"; there are: {}",
                    known.join(", ")
                ),
            }
        }
    }
    Ok(Chosen::Only(wanted.iter().cloned().collect()))
}

/// How the exams of a course ended, the newest first.
pub fn results(mut world: World, wanted: &cli::Exam) -> Result<ExitCode> {
    let (course, bank) = open(&mut world, wanted)?;
    let (course, bank) = (&course, &bank);
    let progress = world.progress.course(&course.id);
    let reports = progress.map_or_else(Vec::new, |progress| Report::all(progress, bank));
    if wanted.json {
        let exams: Value = reports
            .iter()
            .map(|report| report_json(report, bank))
            .collect();
        print_json(&json!({ "course": course.id.as_str(), "exams": exams }))?;
    } else {
        let lines: String = reports
            .iter()
            .map(|report| {
                let begun = report.begun.to_zoned(TimeZone::system());
                let begun = begun.strftime("%Y-%m-%d %H:%M");
                let what = words::paper(&report.paper);
                let how = format!("{} {}", words::result(report), words::taken(report));
                format!("{begun}: {what}. {}\n", how.trim_end())
            })
            .collect();
        print(if lines.is_empty() {
            "No exam of this course was begun yet.\n"
        } else {
            &lines
        })?;
    }
    complain(&world.complaints)?;
    world.keep_progress();
    Ok(ExitCode::SUCCESS)
}

fn report_json(report: &Report, bank: &Bank) -> Value {
    let Paper {
        title,
        questions,
        seed,
        limit,
        pass,
    } = &report.paper;
    let total = report.total();
    let passed = match report.standing() {
        Standing::Passed => Some(true),
        Standing::Failed => Some(false),
        Standing::Open | Standing::Running => None,
    };
    let sections = report.by_section().into_iter();
    let sections = sections.map(|(id, tally)| tally_json(id.as_str(), &tally));
    let outcomes = report.by_outcome(bank).into_iter();
    let outcomes = outcomes.map(|(id, tally)| tally_json(&id, &tally));
    json!({
        "begun": report.begun.to_string(),
        "title": title.as_deref(),
        "handed_in": report.handed_in.map(|at| at.to_string()),
        "questions": questions.len(),
        "seed": seed,
        "limit": limit,
        "pass": pass,
        "seconds": report.time().map(|time| time.as_secs()),
        "out_of_time": report.is_out_of_time(),
        "marks": total.marks,
        "of": total.n,
        "to_mark": total.to_mark,
        "percent": total.percent(),
        "passed": passed,
        "sections": sections.collect::<Value>(),
        "outcomes": outcomes.collect::<Value>(),
    })
}

fn tally_json(id: &str, tally: &Tally) -> Value {
    json!({ "id": id, "marks": tally.marks, "of": tally.n, "to_mark": tally.to_mark })
}
