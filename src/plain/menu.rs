//! The way through courses and sections, as numbered lists and one-letter answers.

use std::io::{self, BufRead, Write};

use crate::app::keys::Keys;
use crate::app::library::Rank;
use crate::app::pages::{Kind, Sheet};
use crate::course::id::{CourseId, SectionId};
use crate::course::{Course, Section};
use crate::page::Glyphs;
use crate::plain::read;
use crate::plain::table::{Pace, Said, Table, WIDTH};
use crate::study::event::{Did, Stand};

/// A course in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Which.
    pub id: CourseId,
    /// Its title.
    pub title: String,
    /// Where it stands among the others.
    pub rank: Rank,
    /// Why it can't be opened, if it can't.
    pub problem: Option<String>,
}

/// Where a learner goes from the list of courses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Into the course of that place.
    Course(usize),
    /// To the same list, with the course of that place put away or taken back.
    Shelve(usize),
    /// To a review of what is due in all of them.
    Review,
    /// To the figures of all of them.
    Progress,
    /// Away.
    Leave,
}

/// Where a learner begins in a course.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// With its contents.
    Contents,
    /// With the choice of a section: the contents were listed before.
    Choice,
    /// In the section of that place.
    Section(usize),
}

/// Where a learner goes from a course.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Back to the courses.
    Courses,
    /// To a review of what is due in it.
    Review,
    /// To an exam of it.
    Exam,
    /// To its figures.
    Progress,
    /// Away.
    Leave,
}

/// What a learner wants of a section.
enum Wish {
    Text,
    Questions,
    Next,
    Previous,
    Back,
}

impl<R: BufRead, W: Write> Table<'_, R, W> {
    /// Lists the courses and asks which, or what else.
    pub fn choose_course(&mut self, lines: &[Line]) -> io::Result<Way> {
        let courses = if lines.len() == 1 {
            "course"
        } else {
            "courses"
        };
        self.say(&format!("Recto. {} {courses}.", lines.len()))?;
        if lines.is_empty() {
            self.say("`recto new FOLDER` writes a course to start from; `recto config` says where courses belong.")?;
            return Ok(Way::Leave);
        }
        if let Some(first) = lines.first().filter(|line| line.rank == Rank::Offered) {
            self.say(&format!(
                "New here? Begin with {}: 1 opens it.",
                first.title
            ))?;
        }
        let first_away = lines.iter().position(|line| line.rank == Rank::Away);
        for (at, line) in lines.iter().enumerate() {
            if Some(at) == first_away {
                self.say("Put away:")?;
            }
            let done = self.progress.summary(&line.id);
            let done = done.filter(|done| !done.is_untouched());
            let state = match (&line.problem, done) {
                (Some(problem), _) => format!("It can't be opened: {problem}."),
                (None, None) => "New.".to_owned(),
                (None, Some(done)) => format!(
                    "{} sections read, {} questions answered, {} due.",
                    done.n_read,
                    done.n_answered,
                    done.n_due(self.day().last())
                ),
            };
            self.say(&format!("{}. {}. {state}", at + 1, line.title))?;
        }
        loop {
            self.say(
                "A number opens a course; s and a number puts one away or takes it back, r reviews what is due, p tells your progress, q leaves.",
            )?;
            let Said::Line(line) = self.hear()? else {
                return Ok(Way::Leave);
            };
            match line.trim() {
                "q" => return Ok(Way::Leave),
                "r" => return Ok(Way::Review),
                "p" => return Ok(Way::Progress),
                line => {
                    let number = line.strip_prefix('s').map(str::trim_start);
                    let way = if number.is_some() {
                        Way::Shelve
                    } else {
                        Way::Course
                    };
                    let at = number.unwrap_or(line).parse::<usize>().ok();
                    let at = at.and_then(|number| number.checked_sub(1));
                    match at.and_then(|at| Some((at, lines.get(at)?))) {
                        Some((at, Line { problem: None, .. })) => return Ok(way(at)),
                        Some((_, Line { problem, .. })) => {
                            self.say(problem.as_deref().unwrap_or_default())?;
                        }
                        None => {}
                    }
                }
            }
        }
    }

    /// Puts a course away, or takes it back.
    pub fn shelve(&mut self, line: &Line) -> io::Result<()> {
        let (stand, words) = match self.progress.stand(&line.id) {
            Stand::Open => (
                Stand::Away,
                "is put away: nothing in it is due any more. All that you did in it is kept.",
            ),
            Stand::Away => (
                Stand::Open,
                "is taken back: what is due in it is asked again.",
            ),
        };
        let at = self.now();
        self.record(&line.id, at, Did::Shelve(stand))?;
        self.say(&format!("{} {words}", line.title))
    }

    /// Goes through a course: its contents, then its sections, beginning with `start`.
    /// `load` gives a section.
    pub fn open_course(
        &mut self,
        course: &Course,
        start: Start,
        load: &dyn Fn(usize) -> Section,
    ) -> io::Result<Exit> {
        let mut next = match start {
            Start::Contents => {
                self.contents(course)?;
                None
            }
            Start::Choice => None,
            Start::Section(index) => Some(index),
        };
        loop {
            let index = match next {
                Some(index) => index,
                None => match self.choose_section(course)? {
                    Ok(index) => index,
                    Err(exit) => return Ok(exit),
                },
            };
            next = match self.open_section(course, index, &load(index))? {
                Ok(next) => next,
                Err(exit) => return Ok(exit),
            };
        }
    }

    fn contents(&mut self, course: &Course) -> io::Result<()> {
        self.say(&format!(
            "{}. {} sections.",
            course.title,
            course.sections.len()
        ))?;
        for heading in &course.sections {
            let name = match &heading.number {
                Some(_) => heading.full_title(),
                None => format!("{}: {}", heading.id, heading.title),
            };
            self.say(&format!("{name}. {}", self.state(course, &heading.id)))?;
        }
        Ok(())
    }

    /// What has been done in a section, in a sentence.
    fn state(&self, course: &Course, section: &SectionId) -> String {
        let done = self.progress.course(&course.id);
        let n = done.map_or(0, |done| done.n_answered(section));
        let read = done.is_some_and(|done| done.is_read(section));
        match (read, n) {
            (false, 0) => "New.".to_owned(),
            (true, 0) => "Read.".to_owned(),
            (false, n) => format!("{n} answered."),
            (true, n) => format!("Read, {n} answered."),
        }
    }

    fn choose_section(&mut self, course: &Course) -> io::Result<Result<usize, Exit>> {
        let last = self.progress.summary(&course.id);
        let last = last.and_then(|done| Some(&done.last.as_ref()?.1));
        let last = last.and_then(|id| course.sections.iter().position(|section| section.id == *id));
        let go_on = last.map_or(String::new(), |at| {
            let title = course.sections[at].full_title();
            format!("Enter goes on with {title}; ")
        });
        loop {
            self.say(&format!(
                "A section's number or name opens it; {go_on}l lists them, a tells about the course, r reviews what is due in it, e begins an exam or goes on with one, p tells your progress, b goes back, q leaves."
            ))?;
            let Said::Line(line) = self.hear()? else {
                return Ok(Err(Exit::Leave));
            };
            match (line.trim(), last) {
                ("", Some(last)) => return Ok(Ok(last)),
                ("", None) => {}
                ("q", _) => return Ok(Err(Exit::Leave)),
                ("b", _) => return Ok(Err(Exit::Courses)),
                ("l", _) => self.contents(course)?,
                ("a", _) => self.about(course)?,
                ("r", _) => return Ok(Err(Exit::Review)),
                ("e", _) => return Ok(Err(Exit::Exam)),
                ("p", _) => return Ok(Err(Exit::Progress)),
                (wanted, _) => match course.section_named(wanted) {
                    Some(index) => return Ok(Ok(index)),
                    None => self.say(&format!("There is no section {wanted}."))?,
                },
            }
        }
    }

    fn about(&mut self, course: &Course) -> io::Result<()> {
        let mut page = Sheet::new(Kind::About);
        page.lay(&Keys::default(), Some(course), WIDTH, Glyphs::Ascii);
        for row in &page.rows {
            self.say(row.text().trim_end())?;
        }
        Ok(())
    }

    /// One section: its text, its questions. Where to go then: to a section, or to the contents.
    fn open_section(
        &mut self,
        course: &Course,
        index: usize,
        section: &Section,
    ) -> io::Result<Result<Option<usize>, Exit>> {
        let n = section.questions.len();
        let questions = match n {
            0 => "No questions here; n goes on to the next section".to_owned(),
            1 => "Enter asks its question".to_owned(),
            n => format!("Enter asks its {n} questions"),
        };
        self.say(&format!(
            "{}. {}",
            section.title,
            self.state(course, &section.id)
        ))?;
        loop {
            self.say(&format!(
                "t reads the text. {questions}. n next section, p the one before, b back, q leaves."
            ))?;
            let Said::Line(line) = self.hear()? else {
                return Ok(Err(Exit::Leave));
            };
            let wish = match line.trim() {
                "t" => Wish::Text,
                "" => Wish::Questions,
                "n" => Wish::Next,
                "p" => Wish::Previous,
                "b" => Wish::Back,
                "q" => return Ok(Err(Exit::Leave)),
                _ => continue,
            };
            match wish {
                Wish::Text => self.read_out(course, section)?,
                Wish::Questions => {
                    if self.ask_section(course, section)? == Pace::Left {
                        return Ok(Err(Exit::Leave));
                    }
                }
                Wish::Next if index + 1 < course.sections.len() => return Ok(Ok(Some(index + 1))),
                Wish::Next => self.say("This is the last section.")?,
                Wish::Previous => match index.checked_sub(1) {
                    Some(before) => return Ok(Ok(Some(before))),
                    None => self.say("This is the first section.")?,
                },
                Wish::Back => return Ok(Ok(None)),
            }
        }
    }

    /// Says the text of a section. It counts as read.
    fn read_out(&mut self, course: &Course, section: &Section) -> io::Result<()> {
        let words = read::text(section, WIDTH);
        self.output.write_all(words.as_bytes())?;
        let done = self.progress.course(&course.id);
        if done.is_none_or(|done| !done.is_read(&section.id)) {
            let at = self.now();
            self.record(&course.id, at, Did::Read(section.id.clone()))?;
        }
        self.say("That was the text.")
    }
}
