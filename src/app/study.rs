//! The study screen: a course that is open, its text beside its questions.
//!
//! **Invariant:** a draft that is begun is on the desk before the next frame; an answer is in the
//! progress, and on its way to the log, before it is shown.

pub(crate) use writing::edit;

mod answering;
mod card;
mod exam;
mod fitting;
mod lent;
mod parts;
mod pointing;
mod reading;
pub mod sitting;
mod undo;
mod writing;

use std::collections::HashMap;

use crate::app::action::{Context, Verb};
use crate::app::contents::Contents;
use crate::app::effect::Effect;
use crate::app::layout::{self, Areas, Pane, Size};
use crate::app::quiz::{Phase, Quiz};
use crate::app::reader::Reader;
use crate::app::sheet::Sheet;
use crate::app::study::lent::Lent;
use crate::app::study::sitting::Sitting;
use crate::course::id::{FullId, QuestionId, SectionId};
use crate::course::passage::Anchor;
use crate::course::problem::Place;
use crate::course::question::Question;
use crate::course::{Course, Section};
use crate::page::{Glyphs, Look, Role, Row};
use crate::study::event::Did;
use crate::study::progress::CourseProgress;

/// A course that is open at a section.
#[derive(Debug, Clone)]
pub struct Study {
    /// The course.
    pub course: Course,
    /// Which of its sections is open.
    pub index: usize,
    /// That section.
    pub section: Section,
    /// Its text.
    pub reader: Reader,
    /// The contents.
    pub contents: Contents,
    /// The pane that keys go to.
    pub focus: Pane,
    /// The question that is offered; `None` before the first one's place is reached.
    pub current: Option<usize>,
    /// The question pane, laid out.
    pub sheet: Sheet,
    /// The first row of it that shows.
    pub sheet_top: usize,
    /// Where everything stands.
    pub areas: Areas,
    /// What it is on the screen for.
    pub stage: Stage,
    following: Following,
    quizzes: HashMap<QuestionId, Quiz>,
    writing: bool,
    shift: i16,
    lent: Option<Lent>,
    /// Places that links were followed from.
    trail: Vec<(usize, Anchor)>,
    /// Where to go in the section that is being loaded.
    arrival: Arrival,
    sheet_key: Option<(Option<usize>, usize, bool)>,
    snap: bool,
}

/// What a course is on the screen for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// To be read and answered.
    Course,
    /// For one question, which is to be recalled.
    Card(Sight),
    /// For one question of an exam, below so many rows of its answer sheet.
    Asked(usize),
}

/// Whether the text shows beside a question that is to be recalled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sight {
    /// It doesn't.
    Closed,
    /// It does.
    Open,
}

/// Who says which question is offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Following {
    /// The reading place.
    Text,
    /// The learner, who chose one.
    Learner,
}

/// Where to go in a section when it comes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Arrival {
    /// Where the learner left off.
    #[default]
    Kept,
    /// To its start.
    Start,
    /// To a place.
    At(Anchor),
    /// To a heading.
    Heading(String),
}

impl Study {
    /// A course that is open at its section `index`, before that section's text has come.
    pub fn new(course: Course, index: usize, arrival: Arrival) -> Self {
        let heading = course.sections.get(index);
        let section = Section {
            id: heading.map_or_else(
                || SectionId::new("none").expect("it is a fit id"),
                |heading| heading.id.clone(),
            ),
            title: heading
                .map(|heading| heading.title.clone())
                .unwrap_or_default(),
            blocks: Vec::new(),
            footnotes: Vec::new(),
            questions: Vec::new(),
            groups: Vec::new(),
        };
        Self {
            areas: layout::study(Size::default(), Pane::Text, 72, 0),
            contents: Contents {
                selected: index,
                top: 0,
            },
            course,
            index,
            section,
            reader: Reader::default(),
            focus: Pane::Text,
            current: None,
            sheet: Sheet::default(),
            sheet_top: 0,
            stage: Stage::Course,
            following: Following::Text,
            quizzes: HashMap::new(),
            writing: false,
            shift: 0,
            lent: None,
            trail: Vec::new(),
            arrival,
            sheet_key: None,
            snap: false,
        }
    }

    /// The course's files have changed. The section that is open comes anew after this; if the
    /// course has lost it, the one that took its place.
    pub fn renew(&mut self, course: Course, sitting: &mut Sitting<'_>) {
        self.keep_place(sitting);
        let same = course
            .sections
            .iter()
            .position(|heading| heading.id == self.section.id);
        self.index = same.unwrap_or(self.index.min(course.sections.len().saturating_sub(1)));
        self.contents.selected = self.index;
        self.course = course;
        self.arrival = Arrival::Kept;
    }

    /// The section's text has come (or come anew: then everything stays where it was).
    pub fn show(&mut self, index: usize, section: Section, sitting: &mut Sitting<'_>) {
        let same =
            index == self.index && section.id == self.section.id && !self.section.blocks.is_empty();
        let arrival = std::mem::take(&mut self.arrival);
        let kept = sitting
            .desk
            .places
            .get(&(self.course.id.clone(), section.id.clone()))
            .map(|(_, place)| *place);
        let logged = sitting
            .progress
            .course(&self.course.id)
            .and_then(|course| kept_place(course, &section.id));
        let anchor = match &arrival {
            Arrival::Kept if same => self.place(),
            Arrival::Kept => kept.or(logged).unwrap_or_default(),
            Arrival::Start | Arrival::Heading(_) => Anchor::default(),
            Arrival::At(anchor) => *anchor,
        };
        if same {
            // A question that was rewritten is asked anew; its draft lies on the desk.
            let old = &self.section.questions;
            self.quizzes.retain(|id, _| {
                let find = |questions: &[Question]| {
                    let mut question = questions
                        .iter()
                        .find(|question| question.id == *id)?
                        .clone();
                    question.place = Place::default();
                    Some(question)
                };
                find(old) == find(&section.questions)
            });
            self.current = self
                .current
                .and_then(|at| Some(&old.get(at)?.id))
                .and_then(|id| {
                    section
                        .questions
                        .iter()
                        .position(|question| question.id == *id)
                });
            self.writing &= self.current.is_some();
        } else {
            self.quizzes.clear();
            self.current = None;
            self.following = Following::Text;
            self.writing = false;
            self.sheet_top = 0;
            self.take_up_draft(&section, &arrival, sitting);
        }
        self.index = index;
        self.contents.selected = index;
        self.section = section;
        self.lent = None;
        self.reader.open(anchor);
        self.sheet_key = None;
        if let Arrival::Heading(slug) = &arrival {
            let anchor = crate::course::passage::find(&self.section, &format!("#{slug}"))
                .map_or(anchor, |found| found.start);
            self.reader.open(anchor);
        }
        sitting.desk.last = Some((self.course.id.clone(), self.section.id.clone()));
        sitting.effects.push(Effect::KeepDesk);
    }

    /// An answer that was being given when the section was left open is offered again: the learner
    /// would take it for lost.
    fn take_up_draft(&mut self, section: &Section, arrival: &Arrival, sitting: &mut Sitting<'_>) {
        let was_open = sitting
            .desk
            .last
            .as_ref()
            .is_some_and(|(course, id)| *course == self.course.id && *id == section.id);
        let begun = sitting.desk.question.take();
        if let (true, Arrival::Kept, Some(id)) = (was_open, arrival, begun) {
            let questions = &section.questions;
            self.current = questions.iter().position(|question| question.id == id);
            if self.current.is_some() {
                self.following = Following::Learner;
                sitting.desk.question = Some(id);
            }
        }
    }

    /// Where keys mean what, now.
    pub fn context(&self) -> Context {
        match self.focus {
            Pane::Contents => Context::Contents,
            Pane::Text if self.reader.link.is_some() => Context::Links,
            Pane::Text => Context::Text,
            Pane::Questions if self.writing => Context::Field,
            Pane::Questions => match self.quiz().map(|quiz| &quiz.phase) {
                _ if self.is_asked() => Context::Exam,
                Some(Phase::Deciding(_)) => Context::Certainty,
                Some(Phase::Shown(_)) => Context::Shown,
                _ => Context::Question,
            },
        }
    }

    /// The question that is offered.
    pub fn question(&self) -> Option<&Question> {
        self.section.questions.get(self.current?)
    }

    /// How far it has come.
    pub fn quiz(&self) -> Option<&Quiz> {
        self.quizzes.get(&self.question()?.id)
    }

    fn quiz_mut(&mut self) -> Option<&mut Quiz> {
        let id = self.section.questions.get(self.current?)?.id.clone();
        self.sheet_key = None;
        self.snap = true;
        self.quizzes.get_mut(&id)
    }

    /// How a question stands, as a sign and its look: for its place in the text.
    pub fn mark_of(
        &self,
        id: &QuestionId,
        progress: Option<&CourseProgress>,
        glyphs: Glyphs,
    ) -> (&'static str, Look) {
        let attempt = progress.and_then(|course| course.questions.get(&self.full_id(id))?.latest());
        let (unicode, ascii, role) = match attempt {
            None => ("·", "[.]", Role::Dim),
            Some(attempt) => match attempt.score {
                None => ("◇", "[=]", Role::Dim),
                Some(score) if score >= 1.0 => ("✓", "[+]", Role::Right),
                Some(score) if score > 0.0 => ("◑", "[~]", Role::Caution),
                Some(_) => ("✗", "[-]", Role::Wrong),
            },
        };
        let sign = if glyphs == Glyphs::Unicode {
            unicode
        } else {
            ascii
        };
        (
            sign,
            Look {
                role,
                bold: true,
                ..Look::default()
            },
        )
    }

    /// Those rows of the question pane that show in `height`.
    pub fn sheet_rows(&self, height: usize) -> Vec<Row> {
        let field = self.quiz().and_then(Quiz::written);
        self.sheet
            .shown(self.sheet_top..self.sheet_top + height, field)
    }

    fn full_id(&self, question: &QuestionId) -> FullId {
        FullId {
            section: self.section.id.clone(),
            question: question.clone(),
        }
    }

    /// Does what a key stands for. `false`: it means nothing here.
    pub fn act(&mut self, verb: Verb, sitting: &mut Sitting<'_>) -> bool {
        if self.is_asked() {
            return self.act_on_asked(verb, sitting);
        }
        if let Stage::Card(sight) = self.stage {
            if verb == Verb::Back && matches!(self.context(), Context::Question | Context::Shown) {
                return false;
            }
            if self.act_on_card(verb, sight, sitting) {
                return true;
            }
        }
        match verb {
            Verb::NextPane if self.next_gap(1) => {}
            Verb::PreviousPane if self.next_gap(-1) => {}
            Verb::NextPane => self.turn_to_pane(1),
            Verb::PreviousPane => self.turn_to_pane(-1),
            Verb::ShowContents => {
                self.focus = if self.focus == Pane::Contents {
                    Pane::Text
                } else {
                    Pane::Contents
                }
            }
            Verb::Wider => self.shift = (self.shift + 2).min(200),
            Verb::Narrower => self.shift = (self.shift - 2).max(-200),
            Verb::NextSection => {
                self.go_to_section(self.index.checked_add(1), Arrival::Start, sitting);
            }
            Verb::PreviousSection => {
                self.go_to_section(self.index.checked_sub(1), Arrival::Kept, sitting);
            }
            Verb::NextQuestion => self.next_question(1, sitting),
            Verb::PreviousQuestion => self.next_question(-1, sitting),
            Verb::Follow => {
                self.give_back();
                self.following = Following::Text;
                sitting.say("The question follows the text again.");
            }
            _ => {
                return match self.focus {
                    Pane::Contents => self.act_in_contents(verb, sitting),
                    Pane::Text => self.act_in_text(verb, sitting),
                    Pane::Questions => self.act_in_questions(verb, sitting),
                };
            }
        }
        true
    }

    fn act_in_contents(&mut self, verb: Verb, sitting: &mut Sitting<'_>) -> bool {
        let page = self
            .areas
            .frame(Pane::Contents)
            .map_or(1, |frame| usize::from(frame.body.height).max(2) - 1);
        let selected = self.contents.selected;
        let last = self.course.sections.len().saturating_sub(1);
        self.contents.selected = match verb {
            Verb::LineDown => selected + 1,
            Verb::LineUp => selected.saturating_sub(1),
            Verb::HalfDown => selected + page / 2,
            Verb::HalfUp => selected.saturating_sub(page / 2),
            Verb::PageDown => selected + page,
            Verb::PageUp => selected.saturating_sub(page),
            Verb::Top => 0,
            Verb::Bottom => last,
            Verb::Open => {
                self.focus = Pane::Text;
                if selected != self.index {
                    self.go_to_section(Some(selected), Arrival::Kept, sitting);
                }
                return true;
            }
            Verb::Back => {
                self.focus = Pane::Text;
                self.contents.selected = self.index;
                return true;
            }
            _ => return false,
        }
        .min(last);
        true
    }

    fn turn_to_pane(&mut self, step: isize) {
        const ORDER: [Pane; 3] = [Pane::Contents, Pane::Text, Pane::Questions];
        let at = ORDER
            .iter()
            .position(|pane| *pane == self.focus)
            .unwrap_or(1)
            .cast_signed();
        self.turn_to(ORDER[(at + step).rem_euclid(3).cast_unsigned()]);
    }

    /// Gives the keys to a pane.
    pub fn turn_to(&mut self, pane: Pane) {
        self.writing = false;
        self.reader.link = None;
        self.focus = pane;
        if pane == Pane::Questions && self.current.is_none() && !self.section.questions.is_empty() {
            self.current = Some(0);
        }
        self.sheet_key = None;
        self.snap = true;
    }

    fn go_to_section(&mut self, index: Option<usize>, arrival: Arrival, sitting: &mut Sitting<'_>) {
        match index.filter(|index| *index < self.course.sections.len()) {
            Some(index) => {
                self.leave(sitting);
                self.arrival = arrival;
                if self.focus == Pane::Questions {
                    self.turn_to(Pane::Text);
                }
                sitting.effects.push(Effect::LoadSection(index));
            }
            None if index.is_some() => {
                let all = sitting.key(self, Verb::ShowLibrary);
                sitting.say(format!(
                    "This is the last section. {all} goes to all courses."
                ));
            }
            None => sitting.say("This is the first section."),
        }
    }

    /// What must be known before the section, or Recto, is left.
    pub fn leave(&mut self, sitting: &mut Sitting<'_>) {
        if self.stage != Stage::Course {
            return;
        }
        self.keep_place(sitting);
        let place = self.place();
        let known = sitting
            .progress
            .course(&self.course.id)
            .and_then(|course| kept_place(course, &self.section.id));
        if known.unwrap_or_default() != place {
            sitting.record(self, Did::Place(self.section.id.clone(), place));
        }
    }

    fn keep_place(&mut self, sitting: &mut Sitting<'_>) {
        // Where one looks something up is no place to go on reading.
        if self.stage != Stage::Course {
            return;
        }
        let key = (self.course.id.clone(), self.section.id.clone());
        let place = self.place();
        if sitting
            .desk
            .places
            .get(&key)
            .map(|(_, place)| *place)
            .unwrap_or_default()
            != place
        {
            sitting.desk.places.insert(key, (sitting.now, place));
            sitting.effects.push(Effect::KeepDesk);
        }
    }
}

/// Where the log says that the learner left off in a section.
fn kept_place(course: &CourseProgress, section: &SectionId) -> Option<Anchor> {
    course
        .sections
        .get(section)?
        .place
        .map(|(_, anchor)| anchor)
}
