//! The commands that talk with the learner line by line.

use std::cell::{Cell, RefCell};
use std::io::{self, BufRead, Write};
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Result, bail};
use jiff::Timestamp;

use crate::app::Unsaved;
use crate::app::library::rank;
use crate::course::Course;
use crate::plain::figures::{self, Detail};
use crate::plain::menu::{Exit, Line, Start, Way};
use crate::plain::review::Load;
use crate::plain::table::{Pace, Said, Table};
use crate::run::world::{self, World, section_index};
use crate::run::{exam, plan, review, stats};
use crate::store::source::Source;
use crate::study::desk::Desk;
use crate::study::event::Event;
use crate::study::progress::Progress;
use crate::study::session::{Item, Scope};

/// `recto --plain`: the courses, a course, or a section of it.
pub fn front(mut world: World, course: Option<&str>, section: Option<&str>) -> Result<ExitCode> {
    let named = course
        .map(|course| world.course_to_study(course))
        .transpose()?;
    let mut start = match (&named, section) {
        (Some((_, course, _)), Some(section)) => Start::Section(section_index(course, section)?),
        _ => Start::Contents,
    };
    let mut open = named.map(|(source, course, _)| (source, course));
    loop {
        let Some((source, course)) = &open else {
            let lines = lines(&world);
            match at_table(&mut world, |table| table.choose_course(&lines))? {
                Way::Course(at) => {
                    let (source, course, _) = world.course(lines[at].id.as_str())?;
                    start = Start::Contents;
                    open = Some((source, course));
                }
                Way::Shelve(at) => {
                    let line = &lines[at];
                    let faults = world.records.fetch(&line.id, &mut world.progress);
                    let faults = faults.iter().map(ToString::to_string);
                    world.complaints.extend(faults);
                    at_table(&mut world, |table| table.shelve(line))?;
                }
                Way::Review => review_at_table(&mut world, &Scope::All)?,
                Way::Progress => tell_progress(&mut world, &stats::Scope::All)?,
                Way::Leave => break,
            }
            continue;
        };
        fetch(&mut world, course);
        if start != Start::Choice && exam::is_running(&world, course) {
            let words = "An exam of this course is running: e goes on with it.";
            at_table(&mut world, |table| table.say(words))?;
        }
        let load = |index| world::section(source, course, index).0;
        let begin = std::mem::replace(&mut start, Start::Choice);
        match at_table(&mut world, |table| table.open_course(course, begin, &load))? {
            Exit::Courses => open = None,
            Exit::Review => review_at_table(&mut world, &Scope::Course(course.id.clone()))?,
            Exit::Exam => exam::at_table(&mut world, source, course)?,
            Exit::Progress => {
                let scope = stats::Scope::Course(course.id.clone(), source.clone());
                tell_progress(&mut world, &scope)?;
            }
            Exit::Leave => break,
        }
    }
    at_table(&mut world, |table| table.say("Everything is kept."))?;
    leave(world)
}

/// The courses in their order.
fn lines(world: &World) -> Vec<Line> {
    let lines = world.shelf.iter().map(|entry| Line {
        id: entry.id.clone(),
        title: entry.title.to_string(),
        rank: rank(&world.progress, &world.desk, &entry.id, entry.audience),
        problem: entry.problem.clone(),
    });
    let mut lines: Vec<Line> = lines.collect();
    lines.sort_by_key(|line| line.rank);
    lines
}

/// `recto quiz --plain`: the questions of a course, or of one of its sections.
pub fn quiz(mut world: World, course: &str, section: Option<&str>) -> Result<ExitCode> {
    let (source, course, _) = world.course_to_study(course)?;
    let indexes = match section {
        Some(section) => vec![section_index(&course, section)?],
        None => (0..course.sections.len()).collect(),
    };
    fetch(&mut world, &course);
    at_table(&mut world, |table| {
        ask_all(table, &source, &course, indexes)
    })?;
    leave(world)
}

/// `recto review --plain`: what is due, and some questions that are new.
pub fn review(mut world: World, scope: &Scope) -> Result<ExitCode> {
    review_at_table(&mut world, scope)?;
    at_table(&mut world, |table| table.say("Everything is kept."))?;
    leave(world)
}

fn review_at_table(world: &mut World, scope: &Scope) -> io::Result<()> {
    let mut progress = std::mem::take(&mut world.progress);
    let now = world::now();
    let day = world.calendar().day(now);
    let remarks = plan::remarks(world, &progress, scope, &day);
    let session = review::gather(world, &mut progress, scope, (&day, now), world::seed());
    world.progress = progress;
    at_table_with_courses(world, |table, load| {
        for remark in &remarks {
            table.say(remark)?;
        }
        table.review(session, load)
    })
}

/// The learner's figures, line by line.
fn tell_progress(world: &mut World, scope: &stats::Scope) -> io::Result<()> {
    let stats = stats::without_screen(world, scope, world::now());
    let words = figures::lines(&stats, Detail::Courses);
    at_table(world, |table| table.output.write_all(words.as_bytes()))
}

fn ask_all<R: BufRead, W: Write>(
    table: &mut Table<'_, R, W>,
    source: &Source,
    course: &Course,
    indexes: Vec<usize>,
) -> io::Result<()> {
    let mut asked = 0;
    for index in indexes {
        let (section, _) = world::section(source, course, index);
        asked += section.questions.len();
        if table.ask_section(course, &section)? == Pace::Left {
            return table.say("Everything is kept.");
        }
    }
    if asked == 0 {
        table.say("There are no questions here.")?;
    }
    Ok(())
}

/// Brings what was done in a course; what is wrong with it is told at the end.
pub(super) fn fetch(world: &mut World, course: &Course) {
    let faults = world.records.fetch(&course.id, &mut world.progress);
    world
        .complaints
        .extend(faults.iter().map(ToString::to_string));
}

/// The table at stdin and stdout.
pub(super) type Own<'a> = Table<'a, io::StdinLock<'static>, io::StdoutLock<'static>>;

/// Sits down with the learner at stdin and stdout.
pub(super) fn at_table<T>(
    world: &mut World,
    deed: impl FnOnce(&mut Own<'_>) -> io::Result<T>,
) -> io::Result<T> {
    at_table_with_courses(world, |table, _| deed(table))
}

/// The same, where questions of any course may be wanted.
fn at_table_with_courses<T>(
    world: &mut World,
    deed: impl FnOnce(&mut Own<'_>, &mut Load<'_>) -> io::Result<T>,
) -> io::Result<T> {
    at_table_with_all(world, |table, load, _| deed(table, load))
}

/// Puts a desk on the disk; `Err` with what to tell the learner, once until it works again.
pub(super) type KeepDesk<'a> = dyn Fn(&Desk) -> Result<(), String> + 'a;

/// The same, where the desk is to be kept too.
pub(super) fn at_table_with_all<T>(
    world: &mut World,
    deed: impl FnOnce(&mut Own<'_>, &mut Load<'_>, &KeepDesk<'_>) -> io::Result<T>,
) -> io::Result<T> {
    let settings = world.config.settings.clone();
    let mut progress = std::mem::take(&mut world.progress);
    let calendar = world.calendar();
    let mut told = false;
    // The log, the courses and the desk are wanted in turn, never at once.
    let shared = RefCell::new(&mut *world);
    let mut load = |progress: &mut Progress, item: &Item| {
        let mut world = shared.borrow_mut();
        let (course, _, section) = review::load(&mut world, progress, item)?;
        Some((course, section))
    };
    let mut log = |event: Event| {
        let mut world = shared.borrow_mut();
        world.append(event);
        let waiting = world.write_queue();
        // Once is enough, until it works again.
        let news = waiting.n > 0 && !told;
        told = waiting.n > 0;
        if news { Err(waiting.why) } else { Ok(()) }
    };
    let desk_told = Cell::new(false);
    let keep = |desk: &Desk| {
        let kept = shared.borrow_mut().keep_desk(desk);
        let news = kept.is_err() && !desk_told.replace(kept.is_err());
        kept.map_err(|error| error.to_string())
            .or_else(|why| if news { Err(why) } else { Ok(()) })
    };
    let mut table = Table {
        input: io::stdin().lock(),
        output: io::stdout().lock(),
        settings: &settings,
        progress: &mut progress,
        clock: &world::now,
        log: &mut log,
        calendar,
        seed: world::seed(),
        last: Timestamp::UNIX_EPOCH,
    };
    let done = deed(&mut table, &mut load, &keep);
    world.progress = progress;
    done
}

/// What must be on the disk before Recto ends. What can't be written there is offered to be written
/// elsewhere.
pub(super) fn leave(mut world: World) -> Result<ExitCode> {
    let mut waiting = world.write_queue();
    while waiting.n > 0 {
        let ask = format!(
            "{} entries are not saved: {}. Write them to which file? An empty line leaves them out.",
            waiting.n, waiting.why
        );
        let said = at_table(&mut world, |table| {
            table.say(&ask)?;
            table.hear()
        })?;
        match said {
            Said::Line(path) if !path.trim().is_empty() => {
                match world.save_elsewhere(Path::new(path.trim())) {
                    Ok(_) => waiting = Unsaved::default(),
                    Err(error) => waiting.why = format!("{error:#}"),
                }
            }
            _ => bail!("your answers are not saved: {}", waiting.why),
        }
    }
    world.keep_progress();
    super::commands::complain(&world.complaints)?;
    Ok(ExitCode::SUCCESS)
}
