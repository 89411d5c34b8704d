//! An exam that is running: what keys do, and what the clock does.
//!
//! **Invariant:** before anything is done the clock is looked at; what comes after the end is not
//! taken.

use std::time::Duration;

use jiff::Timestamp;

use crate::app::action::{Context, Verb};
use crate::app::effect::Effect;
use crate::app::exam::answers::{self, Grid};
use crate::app::exam::report::Outcome;
use crate::app::exam::{Exam, Figure, Stage, words};
use crate::app::front::Front;
use crate::app::layout::{self, Rect, Size};
use crate::app::notice::Notice;
use crate::app::quiz::Quiz;
use crate::app::rows::{self, PLAIN};
use crate::app::study::{self, Study};
use crate::app::{App, Over, Purpose};
use crate::page::{Glyphs, Row};
use crate::study::event::{Did, Paper};
use crate::study::exam::script::{Flag, Script};
use crate::text::field::{Field, Lines};

/// From then on the time left is told without being asked for.
const LATE: Duration = Duration::from_secs(5 * 60);
/// Who was away for less wasn't away.
const AWAY: Duration = Duration::from_secs(60);

/// The screen of a running exam.
#[derive(Debug, Clone, Default)]
pub(super) struct Room {
    /// The rows of the answer sheet that show.
    pub rows: Vec<Row>,
    /// Where they stand.
    pub place: Rect,
    /// The first of them.
    top: usize,
    n_rows: usize,
    hand_in: HandIn,
}

/// Has the learner been asked whether it is to be handed in?
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum HandIn {
    /// No.
    #[default]
    Unasked,
    /// By the key before this one.
    Asked,
}

impl Room {
    /// Lays the answer sheet out.
    pub fn fit(&mut self, script: &Script, size: Size, measure: u16, glyphs: Glyphs) {
        let n = script.entries.len();
        // How wide it is doesn't hang on how many rows it has.
        let (_, place) = layout::exam(size, 0, measure);
        let grid = Grid::new(n, usize::from(place.width), glyphs);
        self.n_rows = grid.n_rows(n);
        (_, self.place) = layout::exam(size, self.n_rows, measure);
        let height = usize::from(self.place.height);
        let here = script.at / grid.per_row;
        self.top = self.top.min(here).max((here + 1).saturating_sub(height));
        self.top = self.top.min(self.n_rows.saturating_sub(height));
        self.rows = answers::rows(script, grid, glyphs, self.top, height);
    }

    /// The question's stage below it.
    pub fn stage(&self) -> study::Stage {
        study::Stage::Asked(self.n_rows)
    }

    /// What shows in place of a question that is in the course no more.
    pub fn gone(&self, script: &Script, width: usize) -> Vec<Row> {
        let words = format!(
            "Question {} is no longer in the course; it doesn't count.",
            script.at + 1
        );
        let above = vec![rows::blank(); usize::from(self.place.height)];
        [above, rows::wrapped(&words, PLAIN, width, 0)].concat()
    }

    /// The question under a cell of the sheet.
    pub fn at(&self, script: &Script, x: u16, y: u16, glyphs: Glyphs) -> Option<usize> {
        let n = script.entries.len();
        let grid = Grid::new(n, usize::from(self.place.width), glyphs);
        let row = usize::from(y - self.place.y) + self.top;
        grid.at(row, usize::from(x - self.place.x))
            .filter(|at| *at < n)
    }
}

impl Exam {
    /// What stands above the question in hand: which one it is, and whether it is flagged.
    pub fn title(&self, script: Option<&Script>) -> (String, String) {
        match (&self.stage, script) {
            (Stage::Sitting(_), Some(script)) => {
                let entry = script.entries.get(script.at);
                let is_flagged = entry.is_some_and(|entry| entry.flag == Flag::Up);
                let flagged = if is_flagged { "flagged" } else { "" };
                let n = script.entries.len();
                (
                    format!("Question {} of {n}", script.at + 1),
                    flagged.to_owned(),
                )
            }
            (Stage::Report(outcome), _) => {
                (format!("Question {}", outcome.at() + 1), String::new())
            }
            _ => (String::new(), String::new()),
        }
    }

    /// The line on top: left and right.
    pub fn header(&self, script: Option<&Script>) -> (String, String) {
        let mut left = format!("Exam › {}", self.course.title);
        let running = script.filter(|_| self.is_running());
        if let Some(script) = running {
            if let Some(title) = &script.paper.title {
                left.push_str(&format!(" › {title}"));
            }
            left.push_str(&format!(" › paper {}", script.paper.seed));
        }
        let late = running.and_then(Script::left).filter(|left| *left <= LATE);
        let right = late.map_or(String::new(), |left| format!("{} left", words::time(left)));
        (left, right)
    }
}

impl App {
    /// Goes on with the exam that is running in the course on the screen, if there is one.
    pub(super) fn resume_exam(&mut self, now: Timestamp) -> Vec<Effect> {
        let Some(Front::Exam(exam)) = &self.front else {
            return Vec::new();
        };
        let course = exam.course.id.clone();
        if self.script(&course).is_none() {
            return Vec::new();
        }
        let Some(script) = self.desk.exams.get_mut(&course) else {
            return Vec::new();
        };
        let away = script.resume(now);
        let (is_over, left) = (script.is_over(), script.left());
        if is_over {
            let effects = self.hand_in(now);
            self.tell(Notice::warned(
                "The time was over while you were away. What you had answered by then is handed in.",
            ));
            return effects;
        }
        let left = left.map_or(String::new(), |left| {
            format!(" {} left.", words::time(left))
        });
        let told = if away >= AWAY {
            format!(
                "You were away for {}; the clock went on.{left}",
                words::time(away)
            )
        } else {
            format!("The exam goes on.{left}")
        };
        self.sit(now);
        self.tell(Notice::told(told));
        vec![Effect::KeepDesk]
    }

    /// Begins an exam with that paper.
    pub(super) fn begin_exam(&mut self, paper: Paper, now: Timestamp) -> Vec<Effect> {
        let now = self.stamp(now);
        let Some(Front::Exam(exam)) = &self.front else {
            return Vec::new();
        };
        let course = exam.course.id.clone();
        let script = Script::begin(paper.clone(), now);
        let begun = script.begun;
        let words = format!(
            "{}. What is right is told at the end.",
            words::paper(&script.paper)
        );
        self.desk.exams.insert(course.clone(), script);
        let begun = self.record_exam(&course, begun, Did::Exam(paper));
        self.sit(now);
        self.tell(Notice::told(words));
        vec![Effect::KeepDesk, begun]
    }

    /// Shows the question that the script is at.
    fn sit(&mut self, now: Timestamp) {
        self.in_exam(|app, exam| {
            if !exam.is_running() {
                exam.stage = Stage::Sitting(Room::default());
            }
            exam.page.top = 0;
            exam.card = app.asked(exam, now).map(Box::new);
        });
    }

    /// The question that the script is at, in the learner's hands; `None` if it is gone.
    fn asked(&self, exam: &Exam, now: Timestamp) -> Option<Study> {
        let script = self.desk.exams.get(&exam.course.id)?;
        let id = script.paper.questions.get(script.at)?;
        let (section, question) = exam.bank.get(id)?;
        let seed = script.paper.seed.into();
        let mut quiz = Quiz::ask(question, now, seed, self.settings.shuffle);
        if let Some(draft) = &script.entries[script.at].draft {
            quiz.restore(question, &draft.response, draft.cursor);
        }
        let stage = study::Stage::Asked(0);
        Study::with_quiz(&exam.course, section, question, quiz, stage)
    }

    fn running(&mut self) -> Option<&mut Script> {
        let Some(Front::Exam(exam)) = &self.front else {
            return None;
        };
        self.desk.exams.get_mut(&exam.course.id)
    }

    pub(super) fn act_in_sitting(&mut self, verb: Verb, now: Timestamp) -> Option<Vec<Effect>> {
        let Some(Front::Exam(exam)) = &mut self.front else {
            return None;
        };
        let is_typing = exam.context().is_typing();
        let has_card = exam.card.is_some();
        let Stage::Sitting(room) = &mut exam.stage else {
            return None;
        };
        let hand_in = std::mem::take(&mut room.hand_in);
        if is_typing {
            return None;
        }
        match verb {
            Verb::NextQuestion => return Some(self.step_in_exam(1, now)),
            Verb::PreviousQuestion => return Some(self.step_in_exam(-1, now)),
            Verb::Open if !has_card => return Some(self.step_in_exam(1, now)),
            Verb::Back if !has_card => return Some(self.leave_exam()),
            Verb::HandIn if hand_in == HandIn::Asked => return Some(self.hand_in(now)),
            Verb::HandIn => self.ask_to_hand_in(),
            Verb::Flag => {
                let flag = self.running()?.flag();
                self.tell(Notice::told(match flag {
                    Flag::Up => "Flagged.",
                    Flag::Down => "No longer flagged.",
                }));
                return Some(vec![Effect::KeepDesk]);
            }
            Verb::GoTo => {
                let purpose = Purpose::Figure(Figure::Question);
                self.over = Some(Over::Line(Field::new("", Lines::One), purpose));
            }
            Verb::TimeLeft => self.tell_time(),
            Verb::ShowLibrary => {
                self.clear_front();
                self.tell_running();
                return None;
            }
            Verb::Undo | Verb::Find | Verb::Exam | Verb::Review | Verb::Progress => {
                let key = |verb| self.keys.name(Context::Exam, verb);
                let words = format!(
                    "Not in an exam: {} hands it in, {} leaves it and its clock goes on.",
                    key(Verb::HandIn),
                    key(Verb::Back)
                );
                self.tell(Notice::told(words));
            }
            _ => return None,
        }
        Some(Vec::new())
    }

    /// Says what is unfinished; the same key again hands it in.
    fn ask_to_hand_in(&mut self) {
        let key = self.keys.name(Context::Exam, Verb::HandIn).to_owned();
        let Some(Front::Exam(exam)) = &mut self.front else {
            return;
        };
        let Stage::Sitting(room) = &mut exam.stage else {
            return;
        };
        room.hand_in = HandIn::Asked;
        let script = self.desk.exams.get(&exam.course.id);
        let unfinished = script.map_or(String::new(), words::unfinished);
        let words = format!("{unfinished} {key} once more hands it in; any other key goes on.");
        self.tell(Notice::warned(words.trim_start()));
    }

    fn tell_time(&mut self) {
        let Some(script) = self.running() else { return };
        let used = words::time(script.used);
        let words = match script.left() {
            Some(left) => format!("{} left.", words::time(left)),
            None => format!("There is no time limit. You began {used} ago."),
        };
        self.tell(Notice::told(words));
    }

    /// Says that an exam of the open course waits to be gone on with, if one does.
    pub(in crate::app) fn offer_exam(&mut self, now: Timestamp) {
        let Some(study) = &self.study else { return };
        let Some(script) = self.script(&study.course.id) else {
            return;
        };
        // The clock is looked at, and goes on when the exam does.
        let mut script = script.clone();
        script.resume(now);
        let left = match script.left() {
            Some(Duration::ZERO) => " Its time is over.".to_owned(),
            Some(left) => format!(" {} left.", words::time(left)),
            None => String::new(),
        };
        let key = self.keys.name(Context::Text, Verb::Exam);
        let words = format!("An exam of this course is running; {key} goes on with it.{left}");
        self.tell(Notice::told(words));
    }

    /// Says that the exam goes on without its learner.
    pub(super) fn tell_running(&mut self) {
        let key = self.keys.name(self.context(), Verb::Exam);
        let words =
            format!("The exam is not handed in and its clock goes on; {key} goes back to it.");
        self.tell(Notice::told(words));
    }

    /// What is to be said when Recto ends while an exam runs on the screen.
    pub fn goes_on_without(&self) -> Option<String> {
        match &self.front {
            Some(Front::Exam(exam)) if exam.is_running() => Some(format!(
                "the exam is not handed in and its clock goes on; `recto exam {}` goes back to it",
                exam.course.id
            )),
            _ => None,
        }
    }

    /// To the next question, or the one before.
    pub(super) fn step_in_exam(&mut self, step: isize, now: Timestamp) -> Vec<Effect> {
        let hand_in = self.keys.name(Context::Exam, Verb::HandIn).to_owned();
        let Some(script) = self.running() else {
            return Vec::new();
        };
        let next = script.at.checked_add_signed(step);
        if next.is_some_and(|at| script.go_to(at)) {
            self.sit(now);
            return vec![Effect::KeepDesk];
        }
        let words = if step > 0 {
            let unfinished = words::unfinished(script);
            format!("That was the last question. {unfinished} {hand_in} hands the exam in.")
        } else {
            "This is the first question.".to_owned()
        };
        self.tell(Notice::told(words));
        Vec::new()
    }

    /// To the question at that place.
    pub(super) fn go_to_question(&mut self, at: usize, now: Timestamp) -> Vec<Effect> {
        let Some(script) = self.running() else {
            return Vec::new();
        };
        if script.go_to(at) {
            self.sit(now);
            vec![Effect::KeepDesk]
        } else {
            let words = format!("The questions are 1 to {}.", script.entries.len());
            self.tell(Notice::told(words));
            Vec::new()
        }
    }

    /// Hands in what the learner has written.
    fn hand_in(&mut self, now: Timestamp) -> Vec<Effect> {
        let Some(Front::Exam(exam)) = &self.front else {
            return Vec::new();
        };
        let course = exam.course.id.clone();
        let Some(script) = self.desk.exams.get(&course) else {
            return Vec::new();
        };
        let begun = script.begun;
        let deeds = script.hand_in(&exam.bank, self.progress.course(&course));
        let deeds = deeds.into_iter();
        let effects = deeds.map(|(at, did)| self.record_exam(&course, at, did));
        let effects = effects.collect();
        self.stamp(now);
        self.in_exam(|_, exam| {
            exam.card = None;
            exam.page.selected = 0;
            exam.page.top = 0;
            exam.stage = Stage::Report(Box::new(Outcome::new(begun)));
        });
        effects
    }

    /// The clock of the exam on the screen goes on. If its time is over, it is handed in: what is to
    /// be done then.
    pub(in crate::app) fn pass_time(&mut self, now: Timestamp) -> Option<Vec<Effect>> {
        if !self.is_sitting() {
            return None;
        }
        let script = self.running()?;
        script.tick(now);
        if !script.is_over() {
            return None;
        }
        let effects = self.hand_in(now);
        if matches!(self.over, Some(Over::Line(_, Purpose::Figure(_)))) {
            self.over = None;
        }
        self.tell(Notice::warned(
            "The time is over. What you had answered by then is handed in.",
        ));
        Some(effects)
    }

    /// Nobody has done anything, but time has passed.
    pub fn tick(&mut self, now: Timestamp) -> Vec<Effect> {
        let effects = self.pass_time(now);
        self.fit(now);
        effects.unwrap_or_else(|| vec![Effect::KeepDesk])
    }

    /// In how long [`App::tick`] is wanted, if nothing is done before; `None` if it isn't.
    pub fn next_tick(&self) -> Option<Duration> {
        match &self.front {
            Some(Front::Exam(exam)) if exam.is_running() => {
                self.desk.exams.get(&exam.course.id)?.next_look()
            }
            _ => None,
        }
    }
}
