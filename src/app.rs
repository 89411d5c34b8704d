//! What the screen is about: one value of plain data, and one function that changes it.
//!
//! **Invariant:** no terminal, no disk, no clock, no chance. [`App::update`] takes what was done and
//! when, and gives back what is to be done to the world.

pub mod action;
mod charting;
pub mod charts;
pub mod contents;
pub mod effect;
pub mod exam;
pub mod front;
pub mod keys;
pub mod layout;
pub mod library;
pub mod notice;
mod over;
pub mod pages;
mod pointing;
pub mod quiz;
pub mod reader;
pub mod review;
pub mod rows;
pub mod settings;
pub mod sheet;
pub mod status;
pub mod study;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::course::id::SectionId;
use crate::course::passage::Anchor;
use crate::course::{Course, Heading, Section};
use crate::study::day::{Calendar, Day};
use crate::study::desk::Desk;
use crate::study::progress::Progress;
use crate::study::session::Scope;
use crate::text::field::{Field, Lines};
use action::{Action, Context, Verb};
use effect::Effect;
use exam::Figure;
use front::Front;
use keys::Keys;
use layout::Size;
use library::{Library, Shelf};
use notice::Notice;
use pages::Sheet;
use settings::Settings;
use study::sitting::{Sitting, Wish};
use study::{Arrival, Study};

/// Everything that the program knows while it runs.
#[derive(Debug, Clone)]
pub struct App {
    /// The learner's settings.
    pub settings: Settings,
    /// What the learner has done.
    pub progress: Progress,
    /// What lies open.
    pub desk: Desk,
    /// All courses.
    pub library: Library,
    /// The library, laid out.
    pub shelf: Shelf,
    /// The course that is open, if the library isn't.
    pub study: Option<Box<Study>>,
    /// What stands before the library or that course.
    pub front: Option<Front>,
    /// What stood there before, and comes back.
    pub behind: Vec<Front>,
    /// What lies over the screen.
    pub over: Option<Over>,
    /// What the status line says.
    pub notice: Option<Notice>,
    /// Answers that are not on the disk.
    pub unsaved: Unsaved,
    /// The window.
    pub size: Size,
    /// The keys in words.
    pub keys: Keys,
    seed: u64,
    calendar: Calendar,
    last: Timestamp,
}

/// What could not be written to the log.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unsaved {
    /// How many events wait.
    pub n: usize,
    /// Why.
    pub why: String,
    /// Has the learner been asked, on leaving, where else to put them?
    pub asked: bool,
}

/// What lies over the screen.
#[derive(Debug, Clone)]
pub enum Over {
    /// A page: help, about, a term.
    Page(Sheet),
    /// A line to type in, over the status line.
    Line(Field, Purpose),
}

/// What a typed line is for.
#[derive(Debug, Clone, PartialEq)]
pub enum Purpose {
    /// To find in the text; where the search began.
    Find(Anchor),
    /// To find in help.
    FindInPage(Sheet),
    /// A note beside an answer.
    Note,
    /// Where else to save.
    SavePath,
    /// A number, for an exam.
    Figure(Figure),
}

impl Purpose {
    /// What stands before the line.
    pub const fn label(&self) -> &'static str {
        match self {
            Self::Find(_) | Self::FindInPage(_) => "Find: ",
            Self::Note => "What I missed: ",
            Self::SavePath => "Save to file (Esc quits without): ",
            Self::Figure(figure) => figure.label(),
        }
    }
}

/// What the program starts with.
#[derive(Debug, Clone, Default)]
pub struct Start {
    /// The learner's settings.
    pub settings: Settings,
    /// What the learner has done.
    pub progress: Progress,
    /// What lies open.
    pub desk: Desk,
    /// All courses.
    pub library: Library,
    /// The keys in words, from the key table.
    pub keys: Keys,
    /// Chance.
    pub seed: u64,
    /// Where the learner is: what "today" means.
    pub zone: Option<TimeZone>,
}

impl App {
    /// A program that shows the library.
    pub fn new(start: Start, size: Size) -> Self {
        let day_begins = start.settings.day_begins;
        let mut library = start.library;
        library.begin(&start.progress, &start.desk);
        Self {
            settings: start.settings,
            progress: start.progress,
            desk: start.desk,
            library,
            shelf: Shelf::default(),
            study: None,
            front: None,
            behind: Vec::new(),
            over: None,
            notice: None,
            unsaved: Unsaved::default(),
            size,
            keys: start.keys,
            seed: start.seed,
            calendar: Calendar::new(start.zone.unwrap_or(TimeZone::UTC), day_begins),
            last: Timestamp::UNIX_EPOCH,
        }
    }

    /// Where keys mean what, now.
    pub fn context(&self) -> Context {
        match (&self.over, &self.front, &self.study) {
            (Some(Over::Page(_)), ..) => Context::Sheet,
            (Some(Over::Line(..)), ..) => Context::Line,
            (None, Some(front), _) => front.context(),
            (None, None, Some(study)) => study.context(),
            (None, None, None) => Context::Library,
        }
    }

    /// Do letters and line ends go into a text that may have lines?
    pub fn takes_lines(&self) -> bool {
        let study = self.in_hand().filter(|_| self.context() == Context::Field);
        let field = study.and_then(|study| study.quiz()?.written());
        field.is_some_and(|field| !field.is_one_line())
    }

    /// Something was done: changes the program and says what is to be done to the world.
    pub fn update(&mut self, action: Action, now: Timestamp) -> Vec<Effect> {
        if !matches!(action, Action::Resize(..)) {
            self.notice = None;
        }
        if let Some(effects) = self.pass_time(now) {
            self.fit(now);
            return effects;
        }
        let effects = match action {
            Action::Resize(width, height) => {
                self.size = Size { width, height };
                Vec::new()
            }
            Action::Do(verb) => self.act(verb, now),
            Action::Type(letter) => self.type_in(&letter.to_string(), now),
            Action::Paste(words) => self.type_in(&words, now),
            Action::Click { x, y } => self.click(x, y, now),
            Action::Wheel { x, y, turn } => self.wheel(x, y, turn, now),
        };
        self.fit(now);
        effects
    }

    /// A course has been loaded: opens it at `section`, or where the learner left off.
    pub fn open(
        &mut self,
        course: Course,
        section: Option<&SectionId>,
        now: Timestamp,
    ) -> Vec<Effect> {
        let on_desk = self
            .desk
            .last
            .as_ref()
            .filter(|(id, _)| *id == course.id)
            .map(|(_, section)| section);
        let in_log = || {
            self.progress
                .summary(&course.id)?
                .last
                .as_ref()
                .map(|(_, section)| section)
        };
        let last = on_desk.or_else(in_log);
        let wanted = section.or(last);
        let index = wanted
            .and_then(|id| course.sections.iter().position(|section| section.id == *id))
            .unwrap_or(0);
        (self.over, self.front) = (None, None);
        self.behind.clear();
        self.study = Some(Box::new(Study::new(course, index, Arrival::Kept)));
        self.offer_exam(now);
        self.fit(now);
        vec![Effect::LoadSection(index)]
    }

    /// The open course's files have changed: takes in what they say now, at the same place.
    pub fn renew(&mut self, course: Course, now: Timestamp) -> Vec<Effect> {
        let front = self.front.take();
        let mut effects = self.in_study(now, |study, sitting| study.renew(course, sitting));
        self.front = front;
        self.fit(now);
        if let Some(study) = &self.study {
            effects.push(Effect::LoadSection(study.index));
        }
        effects
    }

    /// A section has been loaded.
    pub fn show(&mut self, index: usize, section: Section, now: Timestamp) -> Vec<Effect> {
        let front = self.front.take();
        let effects = self.in_study(now, |study, sitting| study.show(index, section, sitting));
        self.front = front;
        self.fit(now);
        effects
    }

    /// The learner has written in their own editor.
    pub fn edited(&mut self, words: &str, now: Timestamp) -> Vec<Effect> {
        if let Some(effects) = self.pass_time(now) {
            self.fit(now);
            return effects;
        }
        let effects = self.in_study(now, |study, sitting| study.edited(words, sitting));
        self.fit(now);
        effects
    }

    /// The learner is leaving, by their own wish or not: what must be kept.
    pub fn leave(&mut self, now: Timestamp) -> Vec<Effect> {
        let ended = self.pass_time(now);
        self.let_go_of_handed_in();
        let front = self.front.take();
        let mut effects = self.in_study(now, Study::leave);
        self.front = front;
        effects.extend(ended.into_iter().flatten());
        effects.push(Effect::KeepDesk);
        effects
    }

    /// Events came from elsewhere: another Recto, another machine.
    pub fn learned(&mut self, now: Timestamp) {
        self.fit(now);
    }

    /// What waited for the log is on it now.
    pub fn saved(&mut self) {
        self.unsaved = Unsaved::default();
        if matches!(self.over, Some(Over::Line(_, Purpose::SavePath))) {
            self.over = None;
        }
        self.tell(Notice::told("Everything is saved now."));
    }

    /// The learner's day.
    pub fn day(&self, now: Timestamp) -> Day {
        self.calendar.day(now)
    }

    /// Says something on the status line.
    pub fn tell(&mut self, notice: Notice) {
        self.notice = Some(notice);
    }

    /// A time later than that of every event before.
    fn stamp(&mut self, now: Timestamp) -> Timestamp {
        let millisecond = SignedDuration::from_millis(1);
        let floor = Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now);
        let later = self.last.checked_add(millisecond).unwrap_or(floor);
        self.last = floor.max(later);
        self.last
    }

    fn in_study(
        &mut self,
        now: Timestamp,
        deed: impl FnOnce(&mut Study, &mut Sitting<'_>),
    ) -> Vec<Effect> {
        let now = self.stamp(now);
        let study = match &mut self.front {
            Some(front) => front.study_mut(),
            None => self.study.as_deref_mut(),
        };
        let Some(study) = study else {
            return Vec::new();
        };
        let mut sitting = Sitting {
            settings: &mut self.settings,
            progress: &mut self.progress,
            desk: &mut self.desk,
            notice: &mut self.notice,
            keys: &self.keys,
            effects: Vec::new(),
            wish: None,
            day: self.calendar.day(now),
            now,
            seed: self.seed,
        };
        deed(study, &mut sitting);
        let Sitting {
            mut effects, wish, ..
        } = sitting;
        match wish {
            Some(Wish::Term(term)) => self.show_term(&term),
            Some(Wish::Note(words)) => {
                self.over = Some(Over::Line(Field::new(&words, Lines::One), Purpose::Note));
            }
            Some(wish) => effects.extend(self.finish_in_front(&wish, now)),
            None => {}
        }
        effects
    }

    fn act(&mut self, verb: Verb, now: Timestamp) -> Vec<Effect> {
        match verb {
            Verb::Quit => return self.quit(now),
            Verb::Suspend => return vec![Effect::Suspend],
            Verb::Redraw => return vec![Effect::Redraw],
            _ => {}
        }
        match self.over.take() {
            Some(Over::Page(page)) => return self.act_on_page(page, verb),
            Some(Over::Line(field, purpose)) => return self.act_on_line(field, purpose, verb, now),
            None => {}
        }
        match verb {
            Verb::Help => {
                let page = Sheet::new(pages::Kind::Help(self.context()));
                self.over = Some(Over::Page(page));
                return Vec::new();
            }
            Verb::About if self.in_hand().is_some() => {
                self.over = Some(Over::Page(Sheet::new(pages::Kind::About)));
                return Vec::new();
            }
            _ => {}
        }
        if let Some(effects) = self.act_in_front(verb, now) {
            return effects;
        }
        if verb == Verb::Review {
            return vec![Effect::Review(Scope::All)];
        }
        if verb == Verb::Progress {
            return vec![Effect::Chart(self.chart_scope())];
        }
        if verb == Verb::Exam {
            return self.want_exam();
        }
        if self.in_hand().is_none() {
            return self.act_in_library(verb);
        }
        match verb {
            Verb::ShowLibrary => return self.close(now),
            Verb::Undo => return self.in_study(now, Study::undo),
            Verb::Find => {
                let place = self
                    .in_hand()
                    .map(|study| study.reader.anchor())
                    .unwrap_or_default();
                self.over = Some(Over::Line(Field::new("", Lines::One), Purpose::Find(place)));
                return Vec::new();
            }
            _ => {}
        }
        let mut known = true;
        let effects = self.in_study(now, |study, sitting| known = study.act(verb, sitting));
        if known {
            effects
        } else if verb == Verb::Back && self.front.is_some() {
            self.leave_front(now)
        } else if verb == Verb::Back {
            self.close(now)
        } else {
            Vec::new()
        }
    }

    /// Back to the library.
    fn close(&mut self, now: Timestamp) -> Vec<Effect> {
        let effects = self.leave(now);
        if let Some(study) = self.study.take() {
            self.library.arrange(&self.progress, &self.desk);
            let here = self
                .library
                .cards
                .iter()
                .position(|card| card.id == study.course.id);
            if let Some(at) = here {
                self.library.selected = at;
                let heading = study.course.sections.get(study.index);
                self.library.cards[at].place = heading.map(Heading::full_title);
            }
        }
        effects
    }

    fn quit(&mut self, now: Timestamp) -> Vec<Effect> {
        let mut effects = self.leave(now);
        if self.unsaved.n > 0 && !self.unsaved.asked {
            self.unsaved.asked = true;
            self.over = Some(Over::Line(Field::new("", Lines::One), Purpose::SavePath));
            let words = format!(
                "{} entries are not saved: {}.",
                self.unsaved.n, self.unsaved.why
            );
            self.notice = Some(Notice::warned(words));
        } else {
            effects.push(Effect::Quit);
        }
        effects
    }

    fn type_in(&mut self, words: &str, now: Timestamp) -> Vec<Effect> {
        if let Some(Over::Line(field, _)) = &mut self.over {
            field.insert(words);
            return self.line_changed(now);
        }
        if self.context() == Context::Field {
            return self.in_study(now, |study, sitting| study.type_in(words, sitting));
        }
        Vec::new()
    }

    fn show_term(&mut self, term: &str) {
        let Some(study) = self.in_hand() else { return };
        let wanted = term.to_lowercase();
        match study
            .course
            .glossary
            .iter()
            .position(|entry| entry.term.to_lowercase() == wanted)
        {
            Some(at) => self.over = Some(Over::Page(Sheet::new(pages::Kind::Term(at)))),
            None => self.tell(Notice::told(format!("\"{term}\" is not in the glossary."))),
        }
    }

    /// Lays out what the window shows.
    fn fit(&mut self, now: Timestamp) {
        let (.., body) = layout::single(self.size);
        let width = usize::from(body.width);
        if let Some(Over::Page(page) | Over::Line(_, Purpose::FindInPage(page))) = &mut self.over {
            let study = match &self.front {
                Some(front) => front.study(),
                None => self.study.as_deref(),
            };
            let course = study.map(|study| &study.course);
            page.lay(&self.keys, course, width, self.settings.glyphs);
            page.scroll(0, usize::from(body.height).max(1));
        }
        if let Some(Over::Line(field, purpose)) = &mut self.over {
            field.fit(over::line_columns(self.size, purpose));
        }
        self.fit_front(now);
        if self.in_hand().is_some() {
            let size = self.size;
            self.in_study(now, |study, sitting| study.fit(size, sitting));
        } else if self.front.is_none() {
            self.fit_library((width, usize::from(body.height)), now);
        }
    }
}
