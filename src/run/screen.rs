//! The loop behind the screen: draw, wait, act, write.
//!
//! **Invariant:** what an action gave to the log is written before the frame that shows it; on
//! every way out progress comes first and the terminal second. Nothing wakes the loop but the
//! learner, a signal, or the one deadline by which the desk is kept.

mod evidence;
mod exam;
mod review;
mod shelf;
mod start;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

use crate::app::action::{Action, Verb};
use crate::app::charts;
use crate::app::effect::Effect;
use crate::app::exam::Wanted;
use crate::app::layout::Size;
use crate::app::notice::Notice;
use crate::app::{App, Unsaved};
use crate::course::id::{CourseId, SectionId};
use crate::run::world::{self, World};
use crate::run::{editor, say, stats};
use crate::store::course_file;
use crate::store::source::{Look, Source};
use crate::study::session::Scope;
use crate::tui::keys::KeyTable;
use crate::tui::screen::{self, Keyboard, Screen};
use crate::tui::terminal::{self, Guard};
use crate::tui::theme::Theme;
use crate::tui::wait::{self, Job, Waiter, Woken};

/// How long a change of place or draft may be on its way to the disk.
const DESK_DELAY: Duration = Duration::from_millis(200);

/// So many mistakes in the learner's files are told at the start.
const COMPLAINTS: usize = 4;

/// What the keys go to at first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum First {
    /// The text, or the library.
    Text,
    /// The questions.
    Questions,
    /// A review.
    Review(Scope),
    /// An exam.
    Exam(Wanted),
}

/// The program while it has a screen.
struct Program {
    app: App,
    world: World,
    keys: KeyTable,
    theme: Theme,
    screen: Screen,
    keyboard: Keyboard,
    guard: Option<Guard>,
    /// The files of the open course.
    source: Option<Source>,
    /// Those that are read, and how they looked then.
    seen: (Vec<String>, Look),
    /// The first course of the shelf that has not been counted yet.
    uncounted: usize,
    /// When the app was told the time last.
    told_time: Instant,
    /// When the desk is to be kept.
    desk_due: Option<Instant>,
    /// Could it not be kept the last time?
    desk_fails: bool,
    /// What was told last of what is wrong with the logs, while it is.
    fault: Option<String>,
    over: bool,
    /// What to say when the terminal is the learner's again.
    farewell: Option<String>,
}

/// Opens the app: the library, or a course.
pub fn study(
    mut world: World,
    course: Option<&str>,
    section: Option<&str>,
    first: First,
) -> Result<ExitCode> {
    let (keys, theme) = start::look(&mut world);
    // What can't be opened is said before the screen is taken.
    let wanted = course.map(|name| world.course_to_study(name)).transpose()?;
    let section = match (&wanted, section) {
        (Some((_, course, _)), Some(section)) => Some(
            course.sections[world::section_index(course, section)?]
                .id
                .clone(),
        ),
        _ => None,
    };
    let (width, height) = screen::size().context("asking for the window's size")?;
    let app = App::new(start::start(&mut world, &keys), Size { width, height });
    terminal::restore_on_panic();
    let mut waiter = Waiter::new().context("preparing for signals")?;
    let guard = terminal::enter(app.settings.mouse).context("taking the terminal over")?;
    let mut program = Program {
        app,
        world,
        keys,
        theme,
        screen: Screen::default(),
        keyboard: Keyboard::default(),
        guard: Some(guard),
        source: None,
        seen: Default::default(),
        uncounted: 0,
        told_time: Instant::now(),
        desk_due: None,
        desk_fails: false,
        fault: None,
        over: false,
        farewell: None,
    };
    match wanted {
        Some((source, course, _)) => program.open(source, course, section.as_ref()),
        None => program.act(Action::Resize(width, height)),
    }
    match first {
        First::Text => {}
        First::Questions => program.act(Action::Do(Verb::NextPane)),
        First::Review(scope) => program.review(&scope),
        First::Exam(wanted) => program.exam_of_open_course(wanted),
    }
    let complaints = &program.world.complaints;
    if !complaints.is_empty() {
        let told = complaints.len().min(COMPLAINTS);
        let more = match complaints.len() - told {
            0 => String::new(),
            n => format!(" (and {n} more)"),
        };
        let words = format!("{}{more}", complaints[..told].join(" · "));
        program.app.tell(Notice::warned(words));
    }
    // A fault, too, leaves what was done on the disk and the terminal whole.
    let end = caught(|| program.run(&mut waiter));
    // Whatever happened: progress first, the terminal second.
    let left = caught(|| {
        program.leave();
        Ok(())
    });
    let by_wish = matches!(end, Ok(None));
    let farewell = match program.farewell.take() {
        None if !by_wish => program.world.rescue(),
        None => program.app.goes_on_without(),
        said => said,
    };
    drop(program.guard.take());
    program.world.keep(&mut program.app.progress);
    drop(program);
    if let Some(said) = farewell {
        say(&format!("recto: {said}"));
    }
    left?;
    match end? {
        Some(signal) => {
            wait::die_of(signal).context("ending")?;
            Ok(ExitCode::from(2))
        }
        None => Ok(ExitCode::SUCCESS),
    }
}

/// What `deed` gives, or an error if there is a fault in it.
fn caught<T>(deed: impl FnOnce() -> Result<T>) -> Result<T> {
    catch_unwind(AssertUnwindSafe(deed)).unwrap_or_else(|_| {
        bail!(
            "the words above are a fault in Recto, which had to end; \
             your answers and drafts are kept. Please report it"
        )
    })
}

impl Program {
    /// Until the learner leaves (`None`) or a signal ends it.
    fn run(&mut self, waiter: &mut Waiter) -> Result<Option<i32>> {
        self.draw()?;
        // What took long to read is kept at once, in case that the end comes without a leave.
        if !waiter.is_typed_into()? {
            self.world.keep(&mut self.app.progress);
        }
        while !self.over {
            self.count(waiter)?;
            let tick_due = self.app.next_tick().map(|wait| self.told_time + wait);
            let due = [self.desk_due, tick_due].into_iter().flatten().min();
            let limit = due.map(|due| due.saturating_duration_since(Instant::now()));
            let woken = waiter.wait(limit).context("waiting for the terminal")?;
            if let Some(signal) = woken.end {
                return Ok(Some(signal));
            }
            match woken.job {
                Some(Job::Suspend) => self.suspend()?,
                Some(Job::Resume) => self.take_terminal()?,
                None => {}
            }
            if woken.resized {
                let (width, height) = screen::size().context("asking for the window's size")?;
                self.act(Action::Resize(width, height));
            }
            if woken.input {
                let is_saved = self.retry();
                if is_saved {
                    self.app.saved();
                }
                if !self.read_input(waiter)? {
                    return Ok(Some(wait::GONE));
                }
                self.hear_others();
                self.renew_course();
                if is_saved && self.app.notice.is_none() && !self.over {
                    self.app.saved();
                }
            }
            let ticks =
                woken == Woken::default() && tick_due.is_some_and(|due| due <= Instant::now());
            if ticks {
                self.tick();
            }
            let desk_is_due = self.desk_due.is_some_and(|due| due <= Instant::now());
            let fails = desk_is_due && !self.keep_desk();
            if !self.over && (fails || ticks || woken != Woken::default()) {
                self.draw()?;
            }
        }
        Ok(None)
    }

    fn draw(&mut self) -> Result<()> {
        self.screen
            .draw(&self.app, &self.theme, world::now())
            .context("drawing")
    }

    /// Reads what was typed. Letters that come together (a paste that is not marked as one) go in
    /// together, with the line ends between them. `false`: the terminal is gone.
    fn read_input(&mut self, waiter: &Waiter) -> Result<bool> {
        let mut letters = String::new();
        loop {
            let inputs = self.keyboard.read(waiter).context("reading the terminal")?;
            let Some(inputs) = inputs else {
                self.type_letters(&mut letters);
                return Ok(false);
            };
            for input in inputs {
                match screen::action(&self.keys, self.app.context(), input) {
                    Some(Action::Type(letter)) => letters.push(letter),
                    Some(Action::Do(Verb::Newline))
                        if !letters.is_empty() && self.app.takes_lines() =>
                    {
                        letters.push('\n');
                    }
                    Some(action) => {
                        self.type_letters(&mut letters);
                        self.act(action);
                    }
                    None => {}
                }
                if self.over {
                    return Ok(true);
                }
            }
            if !waiter.has_more()? {
                break;
            }
        }
        self.type_letters(&mut letters);
        Ok(true)
    }

    fn type_letters(&mut self, letters: &mut String) {
        if !letters.is_empty() {
            self.act(Action::Paste(std::mem::take(letters)));
        }
    }

    /// Time has passed, and nothing was done.
    fn tick(&mut self) {
        self.told_time = Instant::now();
        let effects = self.app.tick(world::now());
        self.perform(effects);
    }

    fn act(&mut self, action: Action) {
        self.told_time = Instant::now();
        let effects = self.app.update(action, world::now());
        self.perform(effects);
    }

    fn perform(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Append(event) => self.append(event),
                Effect::KeepDesk => {
                    self.desk_due
                        .get_or_insert_with(|| Instant::now() + DESK_DELAY);
                }
                Effect::LoadCourse(id) => match self.world.course(id.as_str()) {
                    Ok((source, course, _)) => self.open(source, course, None),
                    Err(error) => self.app.tell(Notice::warned(format!("{error:#}"))),
                },
                Effect::Shelve(course) => self.shelve(&course),
                Effect::LoadSection(index) => self.load(index),
                Effect::LoadEvidence(course, id) => self.load_evidence(&course, &id),
                Effect::Review(scope) => self.review(&scope),
                Effect::Chart(scope) => self.chart(scope),
                Effect::LoadCard => self.load_card(),
                Effect::LoadExam(id) => match self.world.course(id.as_str()) {
                    Ok((source, course, _)) => self.exam(&source, course, Wanted::default()),
                    Err(error) => self.app.tell(Notice::warned(format!("{error:#}"))),
                },
                Effect::Edit(words) => self.edit(&words),
                Effect::SaveElsewhere(path) => self.save_elsewhere(&path),
                Effect::Suspend => {
                    if let Err(error) = self.suspend() {
                        self.app.tell(Notice::warned(format!("{error:#}")));
                    }
                }
                Effect::Redraw => {
                    self.screen.forget();
                }
                Effect::Quit => self.over = true,
            }
        }
    }

    fn append(&mut self, event: crate::study::event::Event) {
        let before = self.app.unsaved.n;
        self.world.append(event);
        self.app.unsaved = Unsaved {
            asked: self.app.unsaved.asked,
            ..self.world.write_queue()
        };
        if self.app.unsaved.n > 0 && before == 0 {
            let words = format!(
                "NOT SAVED: {}. Recto goes on trying; nothing is lost yet.",
                self.app.unsaved.why
            );
            self.app.tell(Notice::warned(words));
        }
    }

    fn open(&mut self, source: Source, course: crate::course::Course, section: Option<&SectionId>) {
        self.source = Some(source);
        let progress = &mut self.app.progress;
        if let Some(fault) = self.world.records.fetch(&course.id, progress).first() {
            self.app.tell(Notice::warned(fault.to_string()));
        }
        let effects = self.app.open(course, section, world::now());
        self.perform(effects);
    }

    fn load(&mut self, index: usize) {
        let (Some(source), Some(study)) = (&self.source, &self.app.study) else {
            return;
        };
        let Some(heading) = study.course.sections.get(index) else {
            self.app
                .tell(Notice::told("This course has no sections yet."));
            return;
        };
        let file = &heading.file;
        let names = ["md", "toml"].map(|end| format!("{file}.{end}"));
        let names = [vec![course_file::COURSE_FILE.to_owned()], names.to_vec()].concat();
        let look = source.look(&names);
        self.seen = (names, look);
        let (section, problems) = world::section(source, &study.course, index);
        let effects = self.app.show(index, section, world::now());
        self.perform(effects);
        if let Some(problem) = problems.first() {
            let more = if problems.len() > 1 {
                format!(" (and {} more: recto check)", problems.len() - 1)
            } else {
                String::new()
            };
            self.app.tell(Notice::warned(format!("{problem}{more}")));
        }
    }

    fn chart(&mut self, scope: charts::Scope) {
        let now = world::now();
        let wanted = match &scope {
            charts::Scope::All => stats::Scope::All,
            charts::Scope::Course(id) => match self.source_of(id) {
                Ok(source) => stats::Scope::Course(id.clone(), source),
                Err(error) => return self.app.tell(Notice::warned(format!("{error:#}"))),
            },
        };
        let calendar = self.world.calendar();
        let progress = &mut self.app.progress;
        let (stats, faults) = stats::stats(&mut self.world, progress, &wanted, (now, &calendar));
        self.app.chart(stats, scope, now);
        if let Some(fault) = faults.first() {
            self.app.tell(Notice::warned(fault.to_string()));
        }
    }

    /// The files of a course. The open one may be on no shelf.
    fn source_of(&self, id: &CourseId) -> Result<Source> {
        let open = self.app.study.as_ref();
        let is_open = open.is_some_and(|study| study.course.id == *id);
        match (is_open, &self.source) {
            (true, Some(source)) => Ok(source.clone()),
            _ => self.world.course(id.as_str()).map(|(source, ..)| source),
        }
    }

    /// Another Recto, or another machine by way of a shared folder, may have written.
    fn hear_others(&mut self) {
        let faults = self.world.read_new(&mut self.app.progress);
        let fault = faults.first().map(ToString::to_string);
        // It may be there at every key; and what was just said matters more.
        if fault.is_none() || (fault != self.fault && self.app.notice.is_none()) {
            self.fault.clone_from(&fault);
            if let Some(fault) = fault {
                self.app.tell(Notice::warned(fault));
            }
        }
    }

    /// Tries again to write what waits. Is it on the disk now?
    fn retry(&mut self) -> bool {
        let waited = self.app.unsaved.n > 0;
        if waited {
            self.app.unsaved = Unsaved {
                asked: self.app.unsaved.asked,
                ..self.world.write_queue()
            };
        }
        waited && self.app.unsaved.n == 0
    }

    /// The open course's author may have written.
    fn renew_course(&mut self) {
        let (Some(source), true) = (&self.source, self.app.study.is_some()) else {
            return;
        };
        let look = source.look(&self.seen.0);
        if look == self.seen.1 {
            return;
        }
        self.seen.1 = look;
        match course_file::course(source) {
            Ok((course, _)) if !course.sections.is_empty() => {
                self.app
                    .tell(Notice::told("The course has changed; it was read again."));
                let effects = self.app.renew(course, world::now());
                self.perform(effects);
            }
            Ok(_) => self.app.tell(Notice::warned(
                "The course has no sections now; what you see is as it was.",
            )),
            Err(error) => self.app.tell(Notice::warned(format!(
                "{error}; what you see is as it was"
            ))),
        }
    }

    /// Keeps the desk. If it can't, the learner is told, once until it can again: `false`.
    fn keep_desk(&mut self) -> bool {
        self.desk_due = None;
        let kept = self.world.keep_desk(&self.app.desk);
        let failed = std::mem::replace(&mut self.desk_fails, kept.is_err());
        match kept {
            // Where answers are not saved that is told already, and matters more.
            Err(error) if !failed && self.app.unsaved.n == 0 => {
                self.app.tell(Notice::warned(format!(
                    "your place and drafts are not saved: {error}"
                )));
                false
            }
            _ => true,
        }
    }

    /// What must be on the disk before Recto ends.
    fn leave(&mut self) {
        let effects = self.app.leave(world::now());
        self.perform(effects);
        self.keep_desk();
    }

    fn save_elsewhere(&mut self, path: &str) {
        match self.world.save_elsewhere(Path::new(path)) {
            Ok(said) => {
                self.farewell = Some(said);
                self.over = true;
            }
            Err(error) => {
                self.app.unsaved.asked = false;
                self.app
                    .tell(Notice::warned(format!("{error:#}. q asks again.")));
            }
        }
    }

    fn suspend(&mut self) -> Result<()> {
        let effects = self.app.leave(world::now());
        self.perform(effects);
        self.keep_desk();
        drop(self.guard.take());
        wait::stop().context("stopping")?;
        self.take_terminal()
    }

    /// Takes the terminal (again), and draws every cell anew.
    fn take_terminal(&mut self) -> Result<()> {
        drop(self.guard.take());
        self.guard =
            Some(terminal::enter(self.app.settings.mouse).context("taking the terminal over")?);
        self.screen.forget();
        let (width, height) = screen::size().context("asking for the window's size")?;
        self.act(Action::Resize(width, height));
        Ok(())
    }

    /// Lets the learner write in their own editor.
    fn edit(&mut self, words: &str) {
        self.keep_desk();
        drop(self.guard.take());
        let written = editor::write(words);
        let taken = self.take_terminal();
        match (written, taken) {
            (Ok(words), Ok(())) => {
                let effects = self.app.edited(&words, world::now());
                self.perform(effects);
            }
            (Err(error), _) | (_, Err(error)) => {
                self.app.tell(Notice::warned(format!("{error:#}")));
            }
        }
    }
}
