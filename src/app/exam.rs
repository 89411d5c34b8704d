//! A test under exam conditions: what it is made of, the questions, how it ended.
//!
//! **Invariant:** what is right is told at no time before the end. The script lies on the desk from
//! the beginning to the end; to leave the screen loses nothing, and doesn't stop the clock.

mod answers;
mod page;
mod report;
mod rules;
mod sitting;
pub mod words;

use jiff::Timestamp;

use crate::app::action::{Context, Verb};
use crate::app::effect::Effect;
use crate::app::exam::page::Page;
use crate::app::exam::report::Outcome;
use crate::app::exam::rules::Choice;
use crate::app::exam::sitting::Room;
use crate::app::front::Front;
use crate::app::notice::Notice;
use crate::app::study::Study;
use crate::app::{App, layout};
use crate::course::Course;
use crate::course::id::CourseId;
use crate::page::Row;
use crate::study::event::Did;
use crate::study::exam::script::Script;
use crate::study::exam::{Bank, Rules};

/// An exam on the screen.
#[derive(Debug, Clone)]
pub struct Exam {
    /// Of which course.
    pub course: Course,
    /// The question in hand, if there is one.
    pub card: Option<Box<Study>>,
    /// What shows where no question is in hand.
    page: Page,
    bank: Bank,
    stage: Stage,
}

/// How far an exam has come.
#[derive(Debug, Clone)]
enum Stage {
    /// The learner says what it is to be made of.
    Rules(Choice),
    /// It is running.
    Sitting(Room),
    /// It has ended.
    Report(Box<Outcome>),
}

/// What the command line says of an exam.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// What it is to be made of; without, what the course offers first.
    pub rules: Option<Rules>,
    /// The number of its paper; by chance without.
    pub seed: Option<u32>,
}

/// A number that can be typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Figure {
    /// How many questions.
    Questions,
    /// How many minutes.
    Minutes,
    /// How many hundredths to pass.
    Pass,
    /// The number of a paper.
    Paper,
    /// Which question to go to.
    Question,
}

impl Figure {
    /// What stands before the line in which it is typed.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Questions => "How many questions: ",
            Self::Minutes => "How many minutes (0: no limit): ",
            Self::Pass => "Hundredths of the marks to pass: ",
            Self::Paper => "Number of the paper (empty: by chance): ",
            Self::Question => "Go to question: ",
        }
    }
}

impl Exam {
    /// Where keys mean what, now.
    pub fn context(&self) -> Context {
        match (&self.card, &self.stage) {
            (Some(card), _) => card.context(),
            (None, Stage::Rules(_)) => Context::Rules,
            (None, Stage::Sitting(_)) => Context::Exam,
            (None, Stage::Report(_)) => Context::Report,
        }
    }

    /// The page that shows where no question is in hand, and its first row.
    pub fn page(&self) -> (&[Row], usize) {
        (&self.page.rows, self.page.top)
    }

    /// The rows under the cursor, on the screen.
    pub fn selection(&self) -> std::ops::Range<usize> {
        self.page.selection()
    }

    /// The rows of the answer sheet, and their place.
    pub fn answer_sheet(&self) -> Option<(&[Row], layout::Rect)> {
        match &self.stage {
            Stage::Sitting(room) => Some((&room.rows, room.place)),
            _ => None,
        }
    }

    /// Is it running?
    pub fn is_running(&self) -> bool {
        matches!(self.stage, Stage::Sitting(_))
    }
}

impl App {
    /// A course has been loaded for an exam: goes on with the one that is running, or asks what a
    /// new one is to be made of.
    pub fn exam(
        &mut self,
        course: Course,
        bank: Bank,
        wanted: Wanted,
        now: Timestamp,
    ) -> Vec<Effect> {
        let mut effects = self.in_study(now, Study::leave);
        self.let_go_of_handed_in();
        let choice = Choice::new(&course, &bank, wanted, self.section_of(&course.id));
        let mut page = Page::default();
        page.selected = choice.chosen(&course);
        let exam = Box::new(Exam {
            course,
            card: None,
            page,
            bank,
            stage: Stage::Rules(choice),
        });
        match &mut self.front {
            Some(Front::Exam(old)) => *old = exam,
            _ => self.put_before(Front::Exam(exam)),
        }
        effects.extend(self.resume_exam(now));
        self.fit(now);
        effects
    }

    /// An exam is wanted, of the course that is open or under the cursor.
    pub(super) fn want_exam(&mut self) -> Vec<Effect> {
        let card = self.library.cards.get(self.library.selected);
        let course = match (&self.study, card) {
            (Some(study), _) => Some(study.course.id.clone()),
            (None, Some(card)) if card.problem.is_none() => Some(card.id.clone()),
            _ => None,
        };
        match course {
            Some(course) => vec![Effect::LoadExam(course)],
            None => Vec::new(),
        }
    }

    /// The section of that course that is open.
    fn section_of(&self, course: &CourseId) -> Option<usize> {
        let study = self.study.as_ref();
        let study = study.filter(|study| study.course.id == *course);
        study.map(|study| study.index)
    }

    /// The exam on the screen, with the rest of the program.
    fn in_exam<T>(&mut self, deed: impl FnOnce(&mut Self, &mut Exam) -> T) -> Option<T> {
        let Some(Front::Exam(mut exam)) = self.front.take() else {
            return None;
        };
        let done = deed(self, &mut exam);
        self.front = Some(Front::Exam(exam));
        Some(done)
    }

    /// Does an exam on the screen run?
    pub fn is_sitting(&self) -> bool {
        matches!(&self.front, Some(Front::Exam(exam)) if exam.is_running())
    }

    /// The script of the exam that is running in a course.
    pub fn script(&self, course: &CourseId) -> Option<&Script> {
        let script = self.desk.exams.get(course)?;
        let known = self.progress.course(course);
        let exam = known.and_then(|known| known.exams.get(&script.begun));
        let is_handed_in = exam.is_some_and(|exam| exam.handed_in.is_some());
        (!is_handed_in).then_some(script)
    }

    /// Takes scripts off the desk that were handed in, once all of that is on the disk.
    pub(super) fn let_go_of_handed_in(&mut self) {
        if self.unsaved.n == 0 {
            let courses: Vec<_> = self.desk.exams.keys().cloned().collect();
            for course in courses {
                if self.script(&course).is_none() {
                    self.desk.exams.remove(&course);
                }
            }
        }
    }

    pub(super) fn act_in_exam(&mut self, verb: Verb, now: Timestamp) -> Option<Vec<Effect>> {
        let Some(Front::Exam(exam)) = &self.front else {
            return None;
        };
        match exam.stage {
            Stage::Rules(_) => self.act_on_rules(verb, now),
            Stage::Sitting(_) => self.act_in_sitting(verb, now),
            Stage::Report(_) => self.act_on_report(verb, now),
        }
    }

    /// The question in hand was seen to: on to the next.
    pub(super) fn go_on_in_exam(&mut self, now: Timestamp) -> Vec<Effect> {
        let Some(Front::Exam(exam)) = &self.front else {
            return Vec::new();
        };
        match exam.stage {
            Stage::Rules(_) => Vec::new(),
            Stage::Sitting(_) => self.step_in_exam(1, now),
            Stage::Report(_) => {
                self.next_to_mark();
                Vec::new()
            }
        }
    }

    /// Leaves the question in hand, or the exam.
    pub(super) fn leave_exam(&mut self) -> Vec<Effect> {
        let Some(Front::Exam(exam)) = &mut self.front else {
            return Vec::new();
        };
        match &exam.stage {
            Stage::Report(_) if exam.card.is_some() => {
                exam.card = None;
                Vec::new()
            }
            Stage::Sitting(_) => {
                let effects = self.close_front();
                self.tell_running();
                [vec![Effect::KeepDesk], effects].concat()
            }
            Stage::Rules(_) | Stage::Report(_) => self.close_front(),
        }
    }

    /// A number was typed.
    pub(super) fn take_figure(
        &mut self,
        figure: Figure,
        words: &str,
        now: Timestamp,
    ) -> Vec<Effect> {
        let number = words.trim().parse::<u32>().ok();
        if number.is_none() && !(words.trim().is_empty() && figure == Figure::Paper) {
            self.tell(Notice::told(format!("\"{}\" is no number.", words.trim())));
            return Vec::new();
        }
        if figure == Figure::Question {
            let at = number.and_then(|number| (number as usize).checked_sub(1));
            return self.go_to_question(at.unwrap_or(usize::MAX), now);
        }
        self.in_exam(|_, exam| {
            if let Stage::Rules(choice) = &mut exam.stage {
                choice.set(figure, number);
            }
        });
        Vec::new()
    }

    /// Lays out what shows of an exam but the question in hand.
    pub(super) fn fit_exam(&mut self, now: Timestamp) {
        let (.., body) = layout::single(self.size);
        let (width, height) = (usize::from(body.width), usize::from(body.height));
        let glyphs = self.settings.glyphs;
        self.in_exam(|app, exam| match &mut exam.stage {
            Stage::Rules(choice) => {
                let (rows, starts) = choice.lay(app, &exam.course, &exam.bank, width, now);
                exam.page.lay(rows, starts, height, glyphs);
            }
            Stage::Sitting(room) => {
                if let Some(script) = app.desk.exams.get(&exam.course.id) {
                    let measure = app.settings.measure;
                    room.fit(script, app.size, measure, glyphs);
                    if let Some(card) = &mut exam.card {
                        card.stage = room.stage();
                    } else {
                        let rows = room.gone(script, width);
                        exam.page.lay(rows, Vec::new(), height, glyphs);
                    }
                }
            }
            Stage::Report(outcome) => {
                let (rows, starts) = outcome.lay(app, &exam.course, &exam.bank, width);
                exam.page.lay(rows, starts, height, glyphs);
            }
        });
    }

    /// A click before the other screens, on a page or on the answer sheet. `None`: on neither.
    pub(super) fn click_exam(&mut self, x: u16, y: u16, now: Timestamp) -> Option<Vec<Effect>> {
        let (.., body) = layout::single(self.size);
        let Some(Front::Exam(exam)) = &mut self.front else {
            return None;
        };
        if let (Stage::Sitting(room), Some(script)) =
            (&exam.stage, self.desk.exams.get(&exam.course.id))
            && room.place.contains(x, y)
        {
            let at = room.at(script, x, y, self.settings.glyphs);
            return Some(at.map_or_else(Vec::new, |at| self.go_to_question(at, now)));
        }
        if exam.card.is_some() {
            return None;
        }
        if !body.contains(x, y) {
            return Some(Vec::new());
        }
        let was = exam.page.selected;
        let row = usize::from(y - body.y);
        if exam.page.choose(row) && exam.page.selected == was {
            let verb = match exam.stage {
                Stage::Rules(_) => Verb::Pick,
                _ => Verb::Open,
            };
            return self.act_in_exam(verb, now);
        }
        Some(Vec::new())
    }

    /// A fact about the exam: into the progress, and onto the log.
    fn record_exam(&mut self, course: &CourseId, at: Timestamp, did: Did) -> Effect {
        Effect::Append(self.progress.take_in(course, at, did))
    }
}
