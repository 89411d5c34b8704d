//! What an exam is to be made of: the page on which the learner says so.
//!
//! **Invariant:** nothing can be chosen that the course doesn't have.

use std::collections::BTreeSet;

use jiff::Timestamp;

use crate::app::action::{Context, Verb};
use crate::app::effect::Effect;
use crate::app::exam::page::SIGN;
use crate::app::exam::report::{Outcome, sign};
use crate::app::exam::{Exam, Figure, Stage, Wanted, words};
use crate::app::front::Front;
use crate::app::notice::Notice;
use crate::app::rows::{self, BOLD, DIM, PLAIN};
use crate::app::{App, Over, Purpose, status};
use crate::course::id::SectionId;
use crate::course::{self, Course, Heading};
use crate::page::{self, Glyphs, Look, Row};
use crate::study::chance;
use crate::study::exam::report::Report;
use crate::study::exam::{Bank, Chosen, Rules, draw};
use crate::text;
use crate::text::field::{Field, Lines};

/// What the learner has chosen so far.
#[derive(Debug, Clone)]
pub(super) struct Choice {
    rules: Rules,
    seed: Option<u32>,
    /// Everything that could be chosen, in the order of the page.
    lines: Vec<Line>,
    sections: BTreeSet<SectionId>,
    outcomes: BTreeSet<String>,
    kinds: BTreeSet<String>,
}

/// A line of the page.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Line {
    /// An exam that the author has set, by its place in the course.
    Set(usize),
    /// What the learner makes of it.
    Own,
    Figure(Figure),
    /// A section and those below it that have questions.
    Section(SectionId, Vec<SectionId>),
    Outcome(String),
    Kind(String),
    /// An exam that was begun then.
    Earlier(Timestamp),
}

/// Cells between what an exam is called and what it asks.
const GAP: usize = 2;
/// What one key adds to the time, in seconds, and to what it takes to pass.
const MINUTES: u32 = 5 * 60;
const HUNDREDTHS: u8 = 5;
/// No exam takes longer: a week.
const LONGEST: u32 = 7 * 24 * 60 * 60;

impl Choice {
    /// What can be chosen in a course, and what was `wanted` of it; else what the course offers to
    /// somebody who reads the section at `index`.
    pub fn new(course: &Course, bank: &Bank, wanted: Wanted, index: Option<usize>) -> Self {
        let offered = || course.exam_at(index).map(|exam| Rules::of(exam, course));
        let mut choice = Self {
            rules: wanted.rules.or_else(offered).unwrap_or_default(),
            seed: wanted.seed,
            lines: Vec::new(),
            sections: BTreeSet::new(),
            outcomes: BTreeSet::new(),
            kinds: BTreeSet::new(),
        };
        let everything = Rules::default();
        let asked = bank
            .questions()
            .filter(|(id, _, question)| everything.admit(&id.section, question));
        for (id, _, question) in asked {
            choice.sections.insert(id.section);
            choice.kinds.insert(question.kind.name().to_owned());
            choice
                .outcomes
                .extend(question.aims.iter().map(ToString::to_string));
        }
        choice.lines = choice.all_lines(course);
        choice
    }

    fn all_lines(&self, course: &Course) -> Vec<Line> {
        let mut lines: Vec<Line> = (0..course.exams.len()).map(Line::Set).collect();
        if !lines.is_empty() {
            lines.push(Line::Own);
        }
        let figures = [
            Figure::Questions,
            Figure::Minutes,
            Figure::Pass,
            Figure::Paper,
        ];
        lines.extend(figures.map(Line::Figure));
        for (at, heading) in course.sections.iter().enumerate() {
            let family = course.family(at).map(|section| section.id.clone());
            let family: Vec<_> = family.filter(|id| self.sections.contains(id)).collect();
            if !family.is_empty() {
                lines.push(Line::Section(heading.id.clone(), family));
            }
        }
        let aims = course.outcomes.iter().map(|aim| aim.id.to_string());
        let aims = aims.filter(|aim| self.outcomes.contains(aim));
        lines.extend(aims.map(Line::Outcome));
        lines.extend(self.kinds.iter().cloned().map(Line::Kind));
        lines
    }

    /// The line of what is chosen, by its place.
    pub fn chosen(&self, course: &Course) -> usize {
        let is_chosen = |line: &Line| self.is_chosen(line, course);
        self.lines.iter().position(is_chosen).unwrap_or(0)
    }

    /// Is it the exam that is chosen?
    fn is_chosen(&self, line: &Line, course: &Course) -> bool {
        match line {
            Line::Set(at) => {
                let exam = course.exams.get(*at);
                exam.is_some_and(|exam| self.rules == Rules::of(exam, course))
            }
            Line::Own => self.rules.title.is_none(),
            _ => false,
        }
    }

    /// Chooses an exam of the author, or one of the learner's own.
    fn choose(&mut self, line: &Line, course: &Course) {
        match line {
            Line::Set(at) => {
                if let Some(exam) = course.exams.get(*at) {
                    self.rules = Rules::of(exam, course);
                }
            }
            Line::Own if self.rules.title.is_some() => self.rules = Rules::default(),
            _ => {}
        }
    }

    /// How many questions could be asked.
    fn n_admitted(&self, bank: &Bank) -> usize {
        let asked = bank
            .questions()
            .filter(|(id, _, question)| self.rules.admit(&id.section, question));
        asked.count()
    }

    /// Takes in a number that was typed; `None` where nothing was.
    pub fn set(&mut self, figure: Figure, number: Option<u32>) {
        let figured = number.unwrap_or(0);
        self.own(figure);
        match figure {
            Figure::Questions => self.rules.n = (figured as usize).max(1),
            Figure::Minutes => {
                let limit = figured.saturating_mul(60).min(LONGEST);
                self.rules.limit = (limit > 0).then_some(limit);
            }
            Figure::Pass => {
                self.rules.pass = u8::try_from(figured).map_or(100, |pass| pass.min(100));
            }
            Figure::Paper => self.seed = number,
            Figure::Question => {}
        }
    }

    /// What the learner changes is not the author's any more, whichever paper it is.
    fn own(&mut self, figure: Figure) {
        if figure != Figure::Paper {
            self.rules.title = None;
        }
    }

    /// A little more of a number, or less.
    fn turn(&mut self, figure: Figure, verb: Verb, n_admitted: usize) {
        let more = verb == Verb::More;
        self.own(figure);
        let rules = &mut self.rules;
        match figure {
            Figure::Questions => {
                let n = rules.n.min(n_admitted);
                rules.n =
                    if more { n + 1 } else { n.saturating_sub(1) }.clamp(1, n_admitted.max(1));
            }
            Figure::Minutes => {
                let limit = rules.limit.unwrap_or(0);
                let limit = if more {
                    limit.saturating_add(MINUTES).min(LONGEST)
                } else {
                    limit.saturating_sub(MINUTES)
                };
                rules.limit = (limit > 0).then_some(limit);
            }
            Figure::Pass if more => rules.pass = (rules.pass + HUNDREDTHS).min(100),
            Figure::Pass => rules.pass = rules.pass.saturating_sub(HUNDREDTHS),
            Figure::Paper | Figure::Question => {}
        }
    }

    /// Ticks a line, or unticks it.
    fn tick(&mut self, line: &Line, course: &Course) {
        self.choose(line, course);
        if matches!(line, Line::Section(..) | Line::Outcome(_) | Line::Kind(_)) {
            self.rules.title = None;
        }
        match line {
            Line::Section(_, family) => self.rules.sections.toggle(family, &self.sections),
            Line::Outcome(aim) => {
                let aim = std::slice::from_ref(aim);
                self.rules.outcomes.toggle(aim, &self.outcomes);
            }
            Line::Kind(kind) => {
                let kind = std::slice::from_ref(kind);
                self.rules.kinds.toggle(kind, &self.kinds);
            }
            Line::Set(_) | Line::Own | Line::Figure(_) | Line::Earlier(_) => {}
        }
    }

    /// The rows of the page, and the first row of each line.
    pub fn lay(
        &mut self,
        app: &App,
        course: &Course,
        bank: &Bank,
        width: usize,
        now: Timestamp,
    ) -> (Vec<Row>, Vec<usize>) {
        let reports = app.progress.course(&course.id);
        let reports = reports.map_or_else(Vec::new, |progress| Report::all(progress, bank));
        self.lines.retain(|line| !matches!(line, Line::Earlier(_)));
        let earlier = reports.iter().map(|report| Line::Earlier(report.begun));
        self.lines.extend(earlier);
        let width = width.clamp(1, 80);
        let (mut out, mut starts) = (Vec::new(), Vec::new());
        let key = |verb| app.keys.name(Context::Rules, verb);
        let lead = format!(
            "{} begins the exam; {} ticks or types a number, {} and {} change it.",
            key(Verb::Open),
            key(Verb::Pick),
            key(Verb::More),
            key(Verb::Less)
        );
        out.extend(rows::wrapped(&lead, DIM, width, 0));
        out.push(rows::blank());
        let n_admitted = self.n_admitted(bank);
        let mut part = "";
        for line in &self.lines {
            let title = title(line);
            if title != part {
                part = title;
                out.push(rows::blank());
                if !title.is_empty() {
                    out.extend(rows::wrapped(title, BOLD, width, 0));
                }
            }
            starts.push(out.len());
            let width = width.saturating_sub(SIGN);
            let row = match line {
                Line::Figure(figure) => self.figure(*figure, n_admitted, width),
                Line::Earlier(begun) => {
                    let report = reports.iter().find(|report| report.begun == *begun);
                    report.map_or_else(rows::blank, |report| earlier_row(app, report, width, now))
                }
                Line::Set(_) | Line::Own => self.offered(line, course, width, app.settings.glyphs),
                _ => self.ticked(line, course, width),
            };
            out.push(row);
            if let Line::Set(at) = line
                && self.is_chosen(line, course)
            {
                out.extend(about(&course.exams[*at], width, app.settings.glyphs));
            }
        }
        (out, starts)
    }

    fn figure(&self, figure: Figure, n_admitted: usize, width: usize) -> Row {
        let (name, value) = match figure {
            Figure::Questions => {
                let n = self.rules.n.min(n_admitted);
                let fewer = if n < self.rules.n { "all " } else { "" };
                ("Questions", format!("{fewer}{n} of {n_admitted}"))
            }
            Figure::Minutes => ("Time", words::limit(self.rules.limit)),
            Figure::Pass => ("To pass", format!("{} %", self.rules.pass)),
            Figure::Paper | Figure::Question => (
                "Paper",
                self.seed
                    .map_or("by chance".to_owned(), |seed| seed.to_string()),
            ),
        };
        rows::row([rows::run(
            rows::cut(&format!("{name:12}{value}"), width),
            PLAIN,
        )])
    }

    /// An exam that can be chosen.
    fn offered(&self, line: &Line, course: &Course, width: usize, glyphs: Glyphs) -> Row {
        let sign = match (self.is_chosen(line, course), glyphs) {
            (true, Glyphs::Unicode) => "(•)",
            (true, Glyphs::Ascii) => "(*)",
            (false, _) => "( )",
        };
        let exam = match line {
            Line::Set(at) => course.exams.get(*at),
            _ => None,
        };
        let (title, what) = exam.map_or_else(
            || ("Your own rules".to_owned(), String::new()),
            |exam| (exam.title.to_string(), words::set(exam)),
        );
        let title = format!("{sign} {title}");
        let has_room = text::width(&title) + GAP + text::width(&what) <= width;
        rows::sides(&title, PLAIN, if has_room { &what } else { "" }, DIM, width)
    }

    fn ticked(&self, line: &Line, course: &Course, width: usize) -> Row {
        let (tick, words, indent) = match line {
            Line::Section(id, family) => {
                let heading = course.sections.iter().find(|section| section.id == *id);
                let words = heading.map_or_else(|| id.to_string(), Heading::full_title);
                let level = heading.map_or(1, |heading| heading.level);
                (tick(&self.rules.sections, family), words, level)
            }
            Line::Outcome(id) => {
                let aim = course.outcomes.iter().find(|aim| aim.id == id.as_str());
                let words = aim.map_or_else(|| id.clone(), |aim| aim.text.to_string());
                let tick = tick(&self.rules.outcomes, std::slice::from_ref(id));
                (tick, words, 1)
            }
            Line::Kind(kind) => {
                let tick = tick(&self.rules.kinds, std::slice::from_ref(kind));
                (tick, kind.clone(), 1)
            }
            Line::Set(_) | Line::Own | Line::Figure(_) | Line::Earlier(_) => ("", String::new(), 1),
        };
        let indent = 2 * usize::from(indent.saturating_sub(1)).min(width / 8);
        let words = format!("{tick} {}{words}", " ".repeat(indent));
        rows::row([rows::run(rows::cut(&words, width), PLAIN)])
    }
}

/// What stands above lines of its sort.
fn title(line: &Line) -> &'static str {
    match line {
        Line::Set(_) | Line::Own => "Exams of this course",
        Line::Figure(_) => "",
        Line::Section(..) => "From these sections",
        Line::Outcome(_) => "On these learning outcomes",
        Line::Kind(_) => "Questions of these kinds",
        Line::Earlier(_) => "Earlier exams",
    }
}

/// What an exam is for, below its line.
fn about(exam: &course::exam::Exam, width: usize, glyphs: Glyphs) -> Vec<Row> {
    let indent = SIGN + 4;
    let laid = page::lay_blocks(
        &exam.description,
        width.saturating_sub(indent).max(1),
        glyphs,
    );
    let indent = || vec![rows::run(" ".repeat(indent), PLAIN)];
    let rows = laid.rows.into_iter();
    rows.flat_map(|row| rows::hang(vec![row], indent()))
        .collect()
}

/// All of these, none, or some.
fn tick<T: Ord + Clone>(chosen: &Chosen<T>, these: &[T]) -> &'static str {
    let n = these.iter().filter(|one| chosen.has(one)).count();
    match n {
        0 => "[ ]",
        n if n == these.len() => "[x]",
        _ => "[~]",
    }
}

fn earlier_row(app: &App, report: &Report, width: usize, now: Timestamp) -> Row {
    let day = status::day(report.begun, now, &app.calendar);
    let (sign, role) = sign::of_report(report, app.settings.glyphs);
    let look = Look { role, ..PLAIN };
    let words = format!(" {day}: {}", words::ended(report));
    let room = width.saturating_sub(text::width(sign));
    rows::row([
        rows::run(sign, look),
        rows::run(rows::cut(&words, room), PLAIN),
    ])
}

impl App {
    pub(super) fn act_on_rules(&mut self, verb: Verb, now: Timestamp) -> Option<Vec<Effect>> {
        let Some(Front::Exam(exam)) = &mut self.front else {
            return None;
        };
        if exam.page.act(verb) {
            return Some(Vec::new());
        }
        let Exam {
            course,
            page,
            bank,
            stage,
            ..
        } = exam.as_mut();
        let Stage::Rules(choice) = stage else {
            return None;
        };
        let line = choice.lines.get(page.selected).cloned();
        match (verb, line) {
            (Verb::Back, _) => return Some(self.close_front()),
            (Verb::ShowLibrary, _) => {
                self.clear_front();
                return None;
            }
            (Verb::Open | Verb::Pick, Some(Line::Earlier(begun))) => {
                *stage = Stage::Report(Box::new(Outcome::new(begun)));
                (page.selected, page.top) = (0, 0);
            }
            (Verb::Open, line) => {
                if let Some(line) = line {
                    choice.choose(&line, course);
                }
                return Some(self.draw_exam(now));
            }
            (Verb::More | Verb::Less, Some(Line::Figure(figure))) => {
                let n = choice.n_admitted(bank);
                choice.turn(figure, verb, n);
            }
            (Verb::Pick, Some(Line::Figure(figure))) => self.type_figure(figure, ""),
            (Verb::Pick, Some(line)) => choice.tick(&line, course),
            (verb, Some(Line::Figure(figure))) => {
                let digit = verb.option()? + 1;
                self.type_figure(figure, &digit.to_string());
            }
            _ => return None,
        }
        Some(Vec::new())
    }

    fn type_figure(&mut self, figure: Figure, words: &str) {
        let mut field = Field::new("", Lines::One);
        field.insert(words);
        self.over = Some(Over::Line(field, Purpose::Figure(figure)));
    }

    /// Draws the paper, and begins.
    fn draw_exam(&mut self, now: Timestamp) -> Vec<Effect> {
        let by_chance = chance::short(self.seed ^ now.as_millisecond().cast_unsigned());
        let paper = self.in_exam(|_, exam| {
            let Stage::Rules(choice) = &exam.stage else {
                return None;
            };
            let seed = choice.seed.unwrap_or(by_chance);
            Some(draw::draw(&exam.bank, &choice.rules, seed))
        });
        match paper.flatten() {
            Some(paper) if paper.questions.is_empty() => {
                self.tell(Notice::told("No question is chosen: tick some more."));
                Vec::new()
            }
            Some(paper) => self.begin_exam(paper, now),
            None => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stay_within_their_bounds() {
        let mut choice = Choice {
            rules: Rules::default(),
            seed: None,
            lines: Vec::new(),
            sections: BTreeSet::new(),
            outcomes: BTreeSet::new(),
            kinds: BTreeSet::new(),
        };
        for (figure, number, wanted) in [
            (Figure::Questions, 0, (1, None, 50)),
            (Figure::Questions, 7, (7, None, 50)),
            (Figure::Minutes, 30, (7, Some(1_800), 50)),
            (Figure::Minutes, u32::MAX, (7, Some(LONGEST), 50)),
            (Figure::Minutes, 0, (7, None, 50)),
            (Figure::Pass, 250, (7, None, 100)),
        ] {
            choice.set(figure, Some(number));
            let rules = &choice.rules;
            assert_eq!(
                (rules.n, rules.limit, rules.pass),
                wanted,
                "{figure:?} {number}"
            );
        }
        choice.set(Figure::Paper, Some(9));
        assert_eq!(choice.seed, Some(9));
        choice.set(Figure::Paper, None);
        assert_eq!(choice.seed, None);
        for (figure, verb, times) in [
            (Figure::Questions, Verb::More, 20),
            (Figure::Minutes, Verb::More, 2),
            (Figure::Minutes, Verb::Less, 1),
            (Figure::Pass, Verb::Less, 30),
        ] {
            for _ in 0..times {
                choice.turn(figure, verb, 12);
            }
        }
        let rules = &choice.rules;
        assert_eq!((rules.n, rules.limit, rules.pass), (12, Some(300), 0));
        choice.turn(Figure::Questions, Verb::Less, 0);
        assert_eq!(choice.rules.n, 1);
    }
}
