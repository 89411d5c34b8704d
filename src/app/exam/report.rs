//! How an exam ended, on the screen: marks by question, section and outcome, and what can be made of
//! them.
//!
//! **Invariant:** right and wrong are told by a sign and in words, never by colour alone.

pub(super) mod sign;

use std::collections::BTreeSet;

use jiff::Timestamp;

use crate::app::action::{Context, Verb};
use crate::app::effect::Effect;
use crate::app::exam::page::SIGN;
use crate::app::exam::{Stage, words};
use crate::app::front::Front;
use crate::app::notice::Notice;
use crate::app::quiz::{Phase, Quiz};
use crate::app::rows::{self, BOLD, DIM, PLAIN, TITLE};
use crate::app::settings::Asked;
use crate::app::study::{Sight, Stage as Sort, Study};
use crate::app::{App, exam::Exam};
use crate::course::id::FullId;
use crate::course::question::Question;
use crate::course::{Course, Heading};
use crate::page::{Glyphs, Look, Row};
use crate::study::chance;
use crate::study::exam::report::{Earned, Report, Tally, answer};
use crate::study::exam::{Bank, draw};
use crate::study::language::Language;
use crate::study::session::Scope;

/// In fewer cells there is no room for what was earned in words; the question itself says it.
const NARROW: usize = 32;

/// The page of an exam that has ended.
#[derive(Debug, Clone)]
pub(super) struct Outcome {
    begun: Timestamp,
    lines: Vec<Line>,
    /// The question of the paper that is in hand.
    at: usize,
}

/// A line of the page, with the questions that it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Line {
    /// One question, by its place in the paper.
    Question(usize),
    /// Those of a section, or an outcome.
    Part(Vec<FullId>),
}

impl Outcome {
    /// Of the exam that was begun then.
    pub fn new(begun: Timestamp) -> Self {
        Self {
            begun,
            lines: Vec::new(),
            at: 0,
        }
    }

    /// The question that is in hand, by its place in the paper.
    pub fn at(&self) -> usize {
        self.at
    }

    /// The rows of the page, and the first row of each line.
    pub fn lay(
        &mut self,
        app: &App,
        course: &Course,
        bank: &Bank,
        width: usize,
    ) -> (Vec<Row>, Vec<usize>) {
        let (mut out, mut starts) = (Vec::new(), Vec::new());
        self.lines.clear();
        let Some(report) = report(app, course, bank, self.begun) else {
            return (out, starts);
        };
        let width = width.clamp(1, 80);
        let glyphs = app.settings.glyphs;
        out.extend(rows::wrapped(&words::result(&report), TITLE, width, 0));
        let paper = format!("{} {}", words::taken(&report), words::paper(&report.paper));
        out.extend(rows::wrapped(&format!("{}.", paper.trim()), DIM, width, 0));
        out.extend(rows::wrapped(&ways(app, &report), DIM, width, 0));
        out.push(rows::blank());
        for (at, mark) in report.marks.iter().enumerate() {
            starts.push(out.len());
            self.lines.push(Line::Question(at));
            let known = bank.get(&mark.question);
            let name = known.map_or_else(
                || mark.question.to_string(),
                |(section, question)| words::brief(section, question),
            );
            let digits = report.marks.len().to_string().len();
            let left = format!("{:>digits$}  {name}", at + 1);
            let earned = words::earned(mark.earned);
            let width = width.saturating_sub(SIGN);
            out.push(marked(&left, mark.earned, &earned, (width, glyphs)));
        }
        let sections = report.by_section().into_iter().map(|(id, tally)| {
            let mut sections = course.sections.iter();
            let title = sections.find(|section| section.id == id);
            let title = title.map_or_else(|| id.to_string(), Heading::full_title);
            let asked = report.paper.questions.iter();
            let asked = asked.filter(|question| question.section == id);
            (title, tally, asked.cloned().collect())
        });
        self.part(&mut out, &mut starts, "By section", sections, width);
        let outcomes = report.by_outcome(bank).into_iter().map(|(id, tally)| {
            let aim = course.outcomes.iter().find(|aim| aim.id == id);
            let text = aim.map_or_else(|| id.to_string(), |aim| aim.text.to_string());
            let serves = |question: &&FullId| {
                let known = bank.get(question);
                known.is_some_and(|(_, question)| question.aims.contains(&id))
            };
            let asked = report.paper.questions.iter().filter(serves);
            (text, tally, asked.cloned().collect())
        });
        self.part(
            &mut out,
            &mut starts,
            "By learning outcome",
            outcomes,
            width,
        );
        (out, starts)
    }

    fn part(
        &mut self,
        out: &mut Vec<Row>,
        starts: &mut Vec<usize>,
        title: &str,
        tallies: impl Iterator<Item = (String, Tally, Vec<FullId>)>,
        width: usize,
    ) {
        let mut title = Some(title);
        for (name, tally, questions) in tallies {
            if let Some(title) = title.take() {
                out.push(rows::blank());
                out.extend(rows::wrapped(title, BOLD, width, 0));
            }
            starts.push(out.len());
            self.lines.push(Line::Part(questions));
            let width = width.saturating_sub(SIGN);
            out.push(rows::sides(
                &name,
                PLAIN,
                &words::tally(&tally),
                PLAIN,
                width,
            ));
        }
    }
}

/// What can be done, in a sentence.
fn ways(app: &App, report: &Report) -> String {
    let key = |verb| app.keys.name(Context::Report, verb);
    let mut ways = vec![format!("{} shows a question", key(Verb::Open))];
    if !report.to_mark().is_empty() {
        ways.push(format!(
            "{} marks what is yours to mark",
            key(Verb::MarkOpen)
        ));
    }
    if !report.wrong().is_empty() {
        ways.push(format!(
            "{} practises what had less than full marks",
            key(Verb::Practise)
        ));
        ways.push(format!("{} asks that in a new exam", key(Verb::Retake)));
    }
    format!("{}.", ways.join(", "))
}

fn marked(left: &str, earned: Earned, words: &str, (width, glyphs): (usize, Glyphs)) -> Row {
    let (sign, role) = sign::of(earned, glyphs);
    let look = Look { role, ..PLAIN };
    let right = if width < NARROW {
        sign.to_owned()
    } else {
        format!("{words} {sign}")
    };
    rows::sides(left, PLAIN, &right, look, width)
}

fn report(app: &App, course: &Course, bank: &Bank, begun: Timestamp) -> Option<Report> {
    Report::new(begun, app.progress.course(&course.id)?, bank)
}

/// A question that was left empty, which is said in place of what is wrong with that.
fn left_empty(question: &Question, report: &Report, shuffle: Asked) -> Quiz {
    let mut quiz = Quiz::left_empty(question, report.begun, report.paper.seed.into(), shuffle);
    if let Phase::Shown(answered) = &mut quiz.phase {
        answered.outcome.remark = Some("it was left empty".to_owned());
    }
    quiz
}

impl App {
    fn report(&self) -> Option<Report> {
        let Some(Front::Exam(exam)) = &self.front else {
            return None;
        };
        let Stage::Report(outcome) = &exam.stage else {
            return None;
        };
        report(self, &exam.course, &exam.bank, outcome.begun)
    }

    pub(super) fn act_on_report(&mut self, verb: Verb, now: Timestamp) -> Option<Vec<Effect>> {
        let report = self.report()?;
        let Some(Front::Exam(exam)) = &mut self.front else {
            return None;
        };
        if exam.card.is_some() {
            return self.act_on_told(verb, &report);
        }
        if exam.page.act(verb) {
            return Some(Vec::new());
        }
        let Stage::Report(outcome) = &exam.stage else {
            return None;
        };
        let line = outcome.lines.get(exam.page.selected).cloned();
        match (verb, line) {
            (Verb::Back, _) => return Some(self.close_front()),
            (Verb::ShowLibrary, _) => {
                self.clear_front();
                return None;
            }
            (Verb::Open, Some(Line::Question(at))) => self.tell_question(at),
            (Verb::Open, Some(Line::Part(questions))) => {
                return Some(self.practise(&report, Some(&questions)));
            }
            (Verb::Practise, _) => return Some(self.practise(&report, None)),
            (Verb::Retake, _) => return Some(self.retake(&report, now)),
            (Verb::MarkOpen, _) => match report.to_mark().first() {
                Some(at) => self.tell_question(*at),
                None => self.tell(Notice::told("Nothing is left for you to mark.")),
            },
            _ => return None,
        }
        Some(Vec::new())
    }

    /// A key on a question that shows as it was answered.
    fn act_on_told(&mut self, verb: Verb, report: &Report) -> Option<Vec<Effect>> {
        let at = self.told_at()?;
        let is_answered = report
            .marks
            .get(at)
            .is_some_and(|mark| !matches!(mark.earned, Earned::Empty | Earned::Gone));
        match verb {
            _ if self.context().is_typing() => return None,
            Verb::NextQuestion => self.tell_question(at + 1),
            Verb::PreviousQuestion => match at.checked_sub(1) {
                Some(before) => self.tell_question(before),
                None => self.tell(Notice::told("This is the first question.")),
            },
            Verb::Open if !is_answered => self.tell_question(at + 1),
            Verb::Pick
            | Verb::OwnNote
            | Verb::CountNear
            | Verb::RateAgain
            | Verb::RateHard
            | Verb::RateGood
            | Verb::RateEasy
                if !is_answered =>
            {
                self.tell(Notice::told("It was left empty: there is nothing to mark."));
            }
            Verb::Undo => self.tell(Notice::told("What was handed in is not taken back.")),
            Verb::AnswerAgain => {
                let (back, practise) = (
                    self.keys.name(Context::Shown, Verb::Back),
                    self.keys.name(Context::Report, Verb::Practise),
                );
                let words = format!(
                    "{back} goes back to the report; there {practise} practises what had less than full marks."
                );
                self.tell(Notice::told(words));
            }
            Verb::ShowLibrary => {
                self.clear_front();
                return None;
            }
            _ => return None,
        }
        Some(Vec::new())
    }

    fn told_at(&self) -> Option<usize> {
        match &self.front {
            Some(Front::Exam(exam)) => match &exam.stage {
                Stage::Report(outcome) => Some(outcome.at()),
                _ => None,
            },
            _ => None,
        }
    }

    /// Shows a question as it was answered; behind the last one, the page.
    fn tell_question(&mut self, at: usize) {
        let Some(report) = self.report() else { return };
        self.in_exam(|app, exam| {
            let id = report.marks.get(at).map(|mark| &mark.question);
            exam.card = id.and_then(|id| app.told(exam, &report, id)).map(Box::new);
            if let Stage::Report(outcome) = &mut exam.stage
                && at < report.marks.len()
            {
                outcome.at = at;
                exam.page.selected = at;
            }
        });
    }

    fn told(&self, exam: &Exam, report: &Report, id: &FullId) -> Option<Study> {
        let (section, question) = exam.bank.get(id)?;
        let progress = self.progress.course(&exam.course.id)?;
        let seed = report.paper.seed.into();
        let shuffle = self.settings.shuffle;
        let language = Language::of_tag(&exam.course.language);
        let attempt = answer(progress, report.begun, id);
        let quiz = attempt.map_or_else(
            || left_empty(question, report, shuffle),
            |attempt| Quiz::again(question, &attempt, language, seed, shuffle),
        );
        let stage = Sort::Card(Sight::Closed);
        Study::with_quiz(&exam.course, section, question, quiz, stage)
    }

    /// On from a question that was marked: to the next one to mark, else back to the page.
    pub(super) fn next_to_mark(&mut self) {
        let (Some(report), Some(at)) = (self.report(), self.told_at()) else {
            return;
        };
        let to_mark = report.to_mark();
        let next = to_mark
            .iter()
            .find(|place| **place > at)
            .or(to_mark.first());
        self.tell_question(next.copied().unwrap_or(usize::MAX));
    }

    /// Asks what had less than full marks, of these questions or of all.
    fn practise(&mut self, report: &Report, only: Option<&[FullId]>) -> Vec<Effect> {
        let Some(Front::Exam(exam)) = &self.front else {
            return Vec::new();
        };
        let wrong = report.wrong();
        let mut questions = report.paper.questions.clone();
        questions.retain(|id| wrong.contains(id) && only.is_none_or(|only| only.contains(id)));
        let course = &exam.course.id;
        let questions: Vec<_> = questions
            .into_iter()
            .map(|question| (course.clone(), question))
            .collect();
        if questions.is_empty() {
            self.tell(Notice::told("All of that had full marks."));
            return Vec::new();
        }
        vec![Effect::Review(Scope::Questions(questions))]
    }

    /// Begins a new exam of what had less than full marks.
    fn retake(&mut self, report: &Report, now: Timestamp) -> Vec<Effect> {
        let seed = chance::short(self.seed ^ now.as_millisecond().cast_unsigned());
        let wrong: BTreeSet<FullId> = report.wrong();
        let paper = self.in_exam(|_, exam| draw::again(&exam.bank, &report.paper, &wrong, seed));
        match paper {
            Some(paper) if !paper.questions.is_empty() => self.begin_exam(paper, now),
            _ => {
                self.tell(Notice::told("All of it had full marks."));
                Vec::new()
            }
        }
    }
}
