//! A trip through the app in the learner's keys: no terminal, no disk, a clock that ticks when told.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use recto::app::action::Action;
use recto::app::effect::Effect;
use recto::app::exam::Wanted;
use recto::app::layout::Size;
use recto::app::library::Card;
use recto::app::review::Dealt;
use recto::app::settings::{Asked, Settings};
use recto::app::{App, Start};
use recto::store::course_file;
use recto::store::source::Source;
use recto::study::day::Calendar;
use recto::study::event::Event;
use recto::study::exam::Bank;
use recto::study::plan::Goal;
use recto::study::session::{self, Item, Scope, Session, Why};
use recto::study::stats::{Marking, Stats};
use recto::tui::keys::KeyTable;
use recto::tui::theme::Theme;
use recto::tui::view;

/// A learner on the way.
pub struct Trip {
    pub app: App,
    keys: KeyTable,
    source: Source,
    now: Timestamp,
    /// The day of an exam in the course.
    exam: Option<Date>,
    /// What went to the log, in order.
    pub log: Vec<Event>,
    /// Has the learner left?
    pub over: bool,
}

impl Trip {
    /// In a course of `tests/fixtures/courses`, or a bundled one.
    pub fn on(course: &str) -> Self {
        Self::with(
            course,
            Settings {
                shuffle: Asked::No,
                ..Settings::default()
            },
            Start::default(),
        )
    }

    pub fn with(course: &str, settings: Settings, start: Start) -> Self {
        Self::of(source_of(course), settings, start)
    }

    /// In any course.
    pub fn of(source: Source, settings: Settings, start: Start) -> Self {
        let (loaded, _) = course_file::course(&source).unwrap();
        let (keys, bad) = KeyTable::new("");
        assert_eq!(bad, []);
        let card = Card {
            id: loaded.id.clone(),
            title: loaded.title.clone(),
            audience: loaded.audience,
            counts: None,
            place: None,
            problem: None,
        };
        let mut library = start.library;
        library.cards.insert(0, card);
        let start = Start {
            settings,
            library,
            keys: keys.words(),
            ..start
        };
        let app = App::new(
            start,
            Size {
                width: 120,
                height: 40,
            },
        );
        let now = "2026-11-23T10:00:00Z".parse().unwrap();
        let mut trip = Self {
            app,
            keys,
            source,
            now,
            exam: None,
            log: Vec::new(),
            over: false,
        };
        trip.act(Action::Resize(120, 40));
        trip
    }

    /// There is an exam in the course on that day.
    pub fn exam_on(self, day: &str) -> Self {
        let exam = Some(day.parse().unwrap());
        Self { exam, ..self }
    }

    /// The window has another size.
    pub fn size(mut self, width: u16, height: u16) -> Self {
        self.act(Action::Resize(width, height));
        self
    }

    /// Presses keys: `j <enter> 2 <ctrl-s>`; text in quotes is typed letter by letter: `"a word"`.
    pub fn keys(mut self, story: &str) -> Self {
        let mut rest = story.trim_start();
        while !rest.is_empty() {
            if let Some(quoted) = rest.strip_prefix('"') {
                let end = quoted.find('"').expect("the quote ends");
                for letter in quoted[..end].chars() {
                    self.press(KeyEvent::new(KeyCode::Char(letter), KeyModifiers::NONE));
                }
                rest = &quoted[end + 1..];
            } else {
                let end = rest.find(' ').unwrap_or(rest.len());
                self.press(key(&rest[..end]));
                rest = &rest[end..];
            }
            rest = rest.trim_start();
        }
        self
    }

    /// Goes to the section of that id.
    pub fn section(mut self, id: &str) -> Self {
        let (course, _) = course_file::course(&self.source).unwrap();
        let wanted = recto::course::id::SectionId::new(id).unwrap();
        let effects = self.app.open(course, Some(&wanted), self.now);
        self.perform(effects);
        self
    }

    pub fn act(&mut self, action: Action) {
        self.now += SignedDuration::from_secs(1);
        let effects = self.app.update(action, self.now);
        self.perform(effects);
    }

    fn press(&mut self, press: KeyEvent) {
        if let Some(action) = self.keys.action(self.app.context(), press) {
            self.act(action);
        }
    }

    pub fn perform(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Append(event) => self.log.push(event),
                Effect::LoadCourse(_) => {
                    let (course, _) = course_file::course(&self.source).unwrap();
                    let effects = self.app.open(course, None, self.now);
                    self.perform(effects);
                }
                Effect::LoadSection(index) => {
                    let course = self.app.study.as_ref().unwrap().course.clone();
                    let (section, _) = course_file::section(&self.source, &course, index);
                    let effects = self.app.show(index, section, self.now);
                    self.perform(effects);
                }
                Effect::Shelve(course) => {
                    let effects = self.app.shelve(&course, self.now);
                    self.perform(effects);
                }
                Effect::LoadEvidence(course, id) => {
                    let (known, _) = course_file::course(&self.source).unwrap();
                    let index = known.section_named(id.as_str()).unwrap();
                    let (section, _) = course_file::section(&self.source, &known, index);
                    let effects = self.app.lend(&course, section, self.now);
                    self.perform(effects);
                }
                Effect::Review(scope) => self.review(&scope),
                Effect::Chart(scope) => {
                    let (course, _) = course_file::course(&self.source).unwrap();
                    let syllabus = course_file::syllabus(&self.source, &course);
                    let when = (self.now, &Calendar::new(TimeZone::UTC, Calendar::BEGINS));
                    let stats = Stats::of(&self.app.progress, &[syllabus], 0, when);
                    self.app.chart(stats, scope, self.now);
                }
                Effect::LoadCard => self.load_card(),
                Effect::LoadExam(_) => self.exam(Wanted::default()),
                Effect::Quit => self.over = true,
                _ => {}
            }
        }
    }

    /// A review of what is due, or of what `scope` names.
    fn review(&mut self, scope: &Scope) {
        let session = if let Scope::Questions(questions) = scope {
            let why = Why::Chosen;
            let items = questions.iter().cloned().map(|(course, question)| Item {
                course,
                question,
                why,
            });
            Session::new(items)
        } else {
            let goals = goals(&self.source, self.exam);
            let progress = &self.app.progress;
            let agendas = goals.iter().map(|goal| goal.agenda(progress, self.now));
            let agendas: Vec<_> = agendas.collect();
            let courses = progress.courses();
            let cards: Vec<_> = courses
                .flat_map(|(id, state)| state.cards().map(move |card| (id.clone(), card)))
                .collect();
            let cards = cards.iter().map(|(id, card)| (id, card));
            let day = self.app.day(self.now);
            let items = session::mix(cards, &agendas, Vec::new(), (&day, 1));
            Session::new(items).planned(goals)
        };
        let effects = self.app.review(session, self.now);
        self.perform(effects);
    }

    fn load_card(&mut self) {
        while let Some(item) = self.app.wanted_card() {
            let (course, _) = course_file::course(&self.source).unwrap();
            let index = course.section_named(item.question.section.as_str());
            let dealt = match index {
                Some(index) => {
                    let (section, _) = course_file::section(&self.source, &course, index);
                    self.app.deal(course, index, section, self.now)
                }
                None => self.app.pass_over(),
            };
            if dealt == Dealt::Asked {
                break;
            }
        }
    }

    /// What the clock shows.
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// An exam of the course.
    pub fn exam(&mut self, wanted: Wanted) {
        let (course, _) = course_file::course(&self.source).unwrap();
        let sections = (0..course.sections.len())
            .map(|index| course_file::section(&self.source, &course, index).0);
        let bank = Bank::new(sections.collect::<Vec<_>>());
        let effects = self.app.exam(course, bank, wanted, self.now);
        self.perform(effects);
    }

    /// Time goes by, and the program is woken when it wants to be.
    pub fn tick(mut self, time: SignedDuration) -> Self {
        let end = self.now + time;
        while let Some(wait) = self.app.next_tick() {
            let wait = SignedDuration::try_from(wait).unwrap();
            if self.now + wait > end {
                break;
            }
            self.now += wait;
            let effects = self.app.tick(self.now);
            self.perform(effects);
        }
        self.now = end;
        self
    }

    /// Time goes by, while nothing is done.
    pub fn wait(mut self, time: SignedDuration) -> Self {
        self.now += time;
        self
    }

    /// Somebody sets the clock.
    pub fn at(mut self, moment: &str) -> Self {
        self.now = moment.parse().unwrap();
        self
    }

    /// What the screen shows, row by row, without blanks at the ends.
    pub fn rows(&self) -> Vec<String> {
        let Size { width, height } = self.app.size;
        let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
        let theme = Theme::own("dark").unwrap();
        view::draw(&self.app, &theme, &mut buffer, self.now);
        (0..height)
            .map(|y| {
                let cells = (0..width).map(|x| buffer[(x, y)].symbol());
                cells.collect::<String>().trim_end().to_owned()
            })
            .collect()
    }

    /// The same in one piece.
    pub fn screen(&self) -> String {
        self.rows().join("\n")
    }

    /// A part of the screen says so.
    #[track_caller]
    pub fn sees(self, words: &str) -> Self {
        let screen = self.screen();
        assert!(
            screen.contains(words),
            "{words:?} is not on the screen:\n{screen}"
        );
        self
    }

    /// Nothing on the screen says so.
    #[track_caller]
    pub fn misses(self, words: &str) -> Self {
        let screen = self.screen();
        assert!(
            !screen.contains(words),
            "{words:?} is on the screen:\n{screen}"
        );
        self
    }
}

/// The course with its exam, if there is one.
pub fn goals(source: &Source, exam: Option<Date>) -> Vec<Goal> {
    let (course, _) = course_file::course(source).unwrap();
    let sections = course_file::syllabus(source, &course).sections;
    let questions = sections.into_iter().flat_map(|section| section.questions);
    let marked = questions.filter(|question| question.marking == Marking::Marked);
    let questions: Vec<_> = marked.map(|question| question.id).collect();
    let goal = |exam| Goal {
        course: course.id,
        title: course.title,
        exam,
        questions,
        calendar: Calendar::new(TimeZone::UTC, Calendar::BEGINS),
    };
    exam.map(goal).into_iter().collect()
}

/// A course of `tests/fixtures/courses`, or a bundled one.
pub fn source_of(course: &str) -> Source {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let fixture = root.join("tests/fixtures/courses").join(course);
    Source::Folder(if fixture.is_dir() {
        fixture
    } else {
        root.join("quizzes").join(course)
    })
}

fn key(name: &str) -> KeyEvent {
    let inner = name
        .strip_prefix('<')
        .and_then(|name| name.strip_suffix('>'))
        .unwrap_or(name);
    let (modifiers, inner) = match inner.strip_prefix("ctrl-") {
        Some(inner) => (KeyModifiers::CONTROL, inner),
        None => (KeyModifiers::NONE, inner),
    };
    let code = match inner {
        "enter" => KeyCode::Enter,
        "esc" => KeyCode::Esc,
        "tab" => KeyCode::Tab,
        "space" => KeyCode::Char(' '),
        "pgdn" => KeyCode::PageDown,
        "pgup" => KeyCode::PageUp,
        "end" => KeyCode::End,
        "home" => KeyCode::Home,
        "backspace" => KeyCode::Backspace,
        letter if letter.chars().count() == 1 => KeyCode::Char(letter.chars().next().unwrap()),
        other => panic!("{other:?} is no key of a trip"),
    };
    KeyEvent::new(code, modifiers)
}
