//! The loop behind the screen: draw, wait, act, write.
//!
//! **Invariant:** what an action gave to the log is written before the frame that shows it; on
//! every way out progress comes first and the terminal second. Nothing wakes the loop but the
//! learner, a signal, or the one deadline by which the desk is kept.

use std::path::Path;
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use jiff::tz::TimeZone;

use crate::app::action::{Action, Verb};
use crate::app::effect::Effect;
use crate::app::layout::Size;
use crate::app::library::{Card, Counts, Library};
use crate::app::notice::Notice;
use crate::app::{App, Start, Unsaved};
use crate::course::id::SectionId;
use crate::run::world::{self, World};
use crate::store::course_file;
use crate::store::settings_file::line_of;
use crate::store::source::{Look, Source};
use crate::tui::keys::KeyTable;
use crate::tui::screen::{self, Screen, Typed};
use crate::tui::terminal::{self, Guard};
use crate::tui::theme::Theme;
use crate::tui::wait::{self, Waiter};

/// How long a change of place or draft may be on its way to the disk.
const DESK_DELAY: Duration = Duration::from_millis(200);

/// Which pane has the keys at first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum First {
    /// The text.
    Text,
    /// The questions.
    Questions,
}

/// The program while it has a screen.
struct Program {
    app: App,
    world: World,
    keys: KeyTable,
    theme: Theme,
    screen: Screen,
    guard: Option<Guard>,
    /// The files of the open course.
    source: Option<Source>,
    /// Those that are read, and how they looked then.
    seen: (Vec<String>, Look),
    /// The first course of the shelf that has not been counted yet.
    uncounted: usize,
    /// When the desk is to be kept.
    desk_due: Option<Instant>,
    over: bool,
}

/// Opens the app: the library, or a course.
pub fn study(
    mut world: World,
    course: Option<&str>,
    section: Option<&str>,
    first: First,
) -> Result<ExitCode> {
    let (keys, theme) = look(&mut world);
    // What can't be opened is said before the screen is taken.
    let wanted = course.map(|name| world.course(name)).transpose()?;
    let section = match (&wanted, section) {
        (Some((_, course, _)), Some(section)) => Some(
            course.sections[world::section_index(course, section)?]
                .id
                .clone(),
        ),
        _ => None,
    };
    let (width, height) = screen::size().context("asking for the window's size")?;
    let app = App::new(start(&mut world, &keys), Size { width, height });
    terminal::restore_on_panic();
    let mut waiter = Waiter::new().context("preparing for signals")?;
    let guard = terminal::enter(app.settings.mouse).context("taking the terminal over")?;
    let mut program = Program {
        app,
        world,
        keys,
        theme,
        screen: Screen::default(),
        guard: Some(guard),
        source: None,
        seen: Default::default(),
        uncounted: 0,
        desk_due: None,
        over: false,
    };
    match wanted {
        Some((source, course, _)) => program.open(source, course, section.as_ref()),
        None => program.act(Action::Resize(width, height)),
    }
    if first == First::Questions {
        program.act(Action::Do(Verb::NextPane));
    }
    if let Some(complaint) = program.world.complaints.first() {
        let more = match program.world.complaints.len() {
            1 => String::new(),
            n => format!(" (and {} more: recto progress verify)", n - 1),
        };
        program
            .app
            .tell(Notice::warned(format!("{complaint}{more}")));
    }
    let end = program.run(&mut waiter);
    // Whatever happened: progress first, the terminal second.
    program.leave();
    drop(program.guard.take());
    program.keep_progress();
    match end? {
        Some(signal) => {
            wait::die_of(signal).context("ending")?;
            Ok(ExitCode::from(2))
        }
        None => Ok(ExitCode::SUCCESS),
    }
}

/// Keys and theme, with what is wrong in the learner's files.
fn look(world: &mut World) -> (KeyTable, Theme) {
    let keys_file = world.paths.config.join("keys.toml");
    let own = std::fs::read_to_string(&keys_file).unwrap_or_default();
    let (keys, bad) = KeyTable::new(&own);
    for key in bad {
        let line = line_of(&own, key.at);
        world
            .complaints
            .push(format!("{}:{line}: {}", keys_file.display(), key.what));
    }
    let true_colour =
        std::env::var("COLORTERM").is_ok_and(|term| term == "truecolor" || term == "24bit");
    // `COLORFGBG` ends with the background's number; 7 and 15 are light.
    let light =
        std::env::var("COLORFGBG").is_ok_and(|both| both.ends_with(";15") || both.ends_with(";7"));
    let name = match (world.config.theme.as_str(), true_colour, light) {
        ("auto", true, false) => "dark",
        ("auto", true, true) => "light",
        ("auto", false, _) => "terminal",
        (name, ..) => name,
    };
    let theme = Theme::own(name).unwrap_or_else(|| {
        let file = world
            .paths
            .config
            .join("themes")
            .join(format!("{name}.toml"));
        let read = std::fs::read_to_string(&file).map_err(|error| error.to_string());
        let parsed = read.and_then(|words| {
            Theme::parse(&words).map_err(|error| {
                let line = error.span().map_or(1, |span| line_of(&words, span.start));
                format!("line {line}: {}", error.message())
            })
        });
        parsed.unwrap_or_else(|what| {
            world
                .complaints
                .push(format!("theme \"{name}\": {}: {what}", file.display()));
            Theme::own("terminal").expect("it is one of ours")
        })
    });
    let no_colour = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    (
        keys,
        if no_colour {
            theme.without_colour()
        } else {
            theme
        },
    )
}

fn start(world: &mut World, keys: &KeyTable) -> Start {
    let cards = world.shelf.iter().map(|entry| Card {
        id: entry.id.clone(),
        title: entry.title.clone(),
        counts: None,
        problem: entry.problem.clone(),
    });
    let mut library = Library {
        cards: cards.collect(),
        ..Library::default()
    };
    // The one that was open last is under the cursor.
    let last = world.desk.last.as_ref().map(|(course, _)| course);
    library.selected = library
        .cards
        .iter()
        .position(|card| Some(&card.id) == last)
        .unwrap_or(0);
    Start {
        settings: world.config.settings.clone(),
        progress: std::mem::take(&mut world.progress),
        desk: std::mem::take(&mut world.desk),
        library,
        keys: keys.words(),
        seed: world::seed(),
        zone: Some(TimeZone::system()),
    }
}

impl Program {
    /// Until the learner leaves (`None`) or a signal ends it.
    fn run(&mut self, waiter: &mut Waiter) -> Result<Option<i32>> {
        self.draw()?;
        // What took long to read is kept at once, in case that the end comes without a leave.
        if !waiter.is_typed_into()? {
            self.keep_progress();
        }
        while !self.over {
            self.count(waiter)?;
            let limit = self
                .desk_due
                .map(|due| due.saturating_duration_since(Instant::now()));
            let woken = waiter.wait(limit).context("waiting for the terminal")?;
            if let Some(signal) = woken.end {
                return Ok(Some(signal));
            }
            if woken.suspend {
                self.suspend()?;
            } else if woken.resume {
                self.take_terminal()?;
            }
            if woken.input {
                self.read_input(waiter)?;
                self.hear_others();
                self.renew_course();
            }
            if self.desk_due.is_some_and(|due| due <= Instant::now()) {
                self.keep_desk();
            }
            if !self.over && (woken.input || woken.suspend || woken.resume) {
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
    /// together.
    fn read_input(&mut self, waiter: &Waiter) -> Result<()> {
        let mut letters = String::new();
        while !self.over && !waiter.is_gone()? {
            let typed = screen::next_action(&self.keys, self.app.context())
                .context("reading the terminal")?;
            match typed {
                Some(Typed::Action(Action::Type(letter))) => letters.push(letter),
                Some(Typed::Nothing) => {}
                Some(Typed::Action(action)) => {
                    self.type_letters(&mut letters);
                    self.act(action);
                }
                None => break,
            }
        }
        self.type_letters(&mut letters);
        Ok(())
    }

    fn type_letters(&mut self, letters: &mut String) {
        if !letters.is_empty() {
            self.act(Action::Paste(std::mem::take(letters)));
        }
    }

    fn act(&mut self, action: Action) {
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
                Effect::LoadSection(index) => self.load(index),
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

    /// Another Recto, or another machine by way of a shared folder, may have written.
    fn hear_others(&mut self) {
        let faults = self.world.records.read_new(&mut self.app.progress);
        if let Some(fault) = faults.first() {
            self.app.tell(Notice::warned(fault.to_string()));
        }
        if self.app.unsaved.n > 0 {
            self.app.unsaved = Unsaved {
                asked: self.app.unsaved.asked,
                ..self.world.write_queue()
            };
        }
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

    fn keep_desk(&mut self) {
        self.desk_due = None;
        if let Err(error) = self.world.keep_desk(&self.app.desk) {
            self.app.tell(Notice::warned(format!(
                "your place and drafts are not saved: {error}"
            )));
        }
    }

    fn keep_progress(&mut self) {
        if self.app.unsaved.n == 0 {
            self.world.records.keep(&mut self.app.progress);
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
            Ok(_) => self.over = true,
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
        let written = in_editor(words);
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

    /// Counts what the courses on the shelf hold, while it is on the screen and nothing is typed.
    fn count(&mut self, waiter: &Waiter) -> Result<()> {
        let mut counted = false;
        while self.app.study.is_none() && !waiter.is_typed_into()? {
            let at = self.uncounted;
            let Some(entry) = self.world.shelf.get(at) else {
                break;
            };
            self.uncounted += 1;
            if let Ok((course, _)) = course_file::course(&entry.source) {
                let counts = Counts {
                    sections: course.sections.len(),
                    questions: course_file::n_questions(&entry.source, &course),
                };
                self.app.library.cards[at].counts = Some(counts);
                counted = true;
            }
        }
        if counted {
            self.app.learned(world::now());
            self.draw()?;
        }
        Ok(())
    }
}

/// The learner's editor on a file of its own; gives back what stands in it afterwards.
fn in_editor(words: &str) -> Result<String> {
    let mut file = tempfile::Builder::new()
        .prefix("recto-answer-")
        .suffix(".md")
        .tempfile()
        .context("making a file for the editor")?;
    std::io::Write::write_all(&mut file, words.as_bytes())
        .context("writing the file for the editor")?;
    let editor = ["VISUAL", "EDITOR"]
        .iter()
        .find_map(|name| {
            std::env::var(name)
                .ok()
                .filter(|value| !value.trim().is_empty())
        })
        .unwrap_or_else(|| "vi".to_owned());
    // An editor is often named with options: "code --wait".
    let mut parts = editor.split_whitespace();
    let program = parts.next().context("no editor is named: set EDITOR")?;
    let status = Command::new(program)
        .args(parts)
        .arg(file.path())
        .status()
        .with_context(|| format!("starting {program}: set EDITOR to an editor that is there"))?;
    anyhow::ensure!(
        status.success(),
        "{program} ended with {status}; your answer is as it was"
    );
    let bytes = std::fs::read(file.path()).context("reading what the editor wrote")?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
