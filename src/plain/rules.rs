//! What an exam is to be made of, asked line by line. An empty line takes what is usual.

use std::collections::BTreeSet;
use std::io::{self, BufRead, Write};

use crate::app::exam::words;
use crate::course::Course;
use crate::course::id::SectionId;
use crate::plain::table::{Said, Table};
use crate::study::exam::{Chosen, Rules};

/// What was said where a number was asked for.
enum Number {
    /// That one, from 1 on.
    Given(u32),
    /// Nothing: the usual.
    Usual,
    /// Back.
    Back,
}

impl<R: BufRead, W: Write> Table<'_, R, W> {
    /// Asks which exam of the course it is to be, if its author has set some. The one that is
    /// usual is the first. `None`: the learner goes back.
    pub fn choose_exam(&mut self, course: &Course) -> io::Result<Option<Rules>> {
        let Some(usual) = course.exams.first() else {
            return self.choose_rules(course);
        };
        self.say(&format!("The exams of {}.", course.title))?;
        for (at, exam) in course.exams.iter().enumerate() {
            self.say(&format!(
                "{}. {}: {}.",
                at + 1,
                exam.title,
                words::set(exam)
            ))?;
            self.say_blocks(&exam.description)?;
        }
        let own = course.exams.len() + 1;
        self.say(&format!("{own}. Your own rules."))?;
        let ask = format!("Which? An empty line takes {}; b goes back.", usual.title);
        loop {
            let at = match self.ask_number(&ask)? {
                Number::Given(number) => number as usize,
                Number::Usual => return Ok(Some(Rules::of(usual, course))),
                Number::Back => return Ok(None),
            };
            match course.exams.get(at - 1) {
                Some(exam) => return Ok(Some(Rules::of(exam, course))),
                None if at == own => return self.choose_rules(course),
                None => self.say(&format!("A number from 1 to {own}, please."))?,
            }
        }
    }

    /// Asks what an exam is to be made of. `None`: the learner goes back.
    fn choose_rules(&mut self, course: &Course) -> io::Result<Option<Rules>> {
        let mut rules = Rules::default();
        let ask = format!(
            "An exam of {}. How many questions? An empty line asks {}; b goes back.",
            course.title, rules.n
        );
        match self.ask_number(&ask)? {
            Number::Given(n) => rules.n = n as usize,
            Number::Usual => {}
            Number::Back => return Ok(None),
        }
        let ask = "How many minutes? An empty line sets no limit; b goes back.";
        match self.ask_number(ask)? {
            Number::Given(minutes) => rules.limit = Some(minutes.saturating_mul(60)),
            Number::Usual => {}
            Number::Back => return Ok(None),
        }
        let Some(sections) = self.ask_sections(course)? else {
            return Ok(None);
        };
        rules.sections = sections;
        Ok(Some(rules))
    }

    fn ask_number(&mut self, ask: &str) -> io::Result<Number> {
        loop {
            self.say(ask)?;
            let Said::Line(line) = self.hear()? else {
                return Ok(Number::Back);
            };
            match line.trim() {
                "b" => return Ok(Number::Back),
                "" => return Ok(Number::Usual),
                number => match number.parse() {
                    Ok(number @ 1..) => return Ok(Number::Given(number)),
                    _ => self.say("A number from 1 on, please.")?,
                },
            }
        }
    }

    fn ask_sections(&mut self, course: &Course) -> io::Result<Option<Chosen<SectionId>>> {
        loop {
            self.say(
                "From which sections? Numbers or names, with commas between; an empty line takes all; b goes back.",
            )?;
            let Said::Line(line) = self.hear()? else {
                return Ok(None);
            };
            match line.trim() {
                "b" => return Ok(None),
                "" => return Ok(Some(Chosen::All)),
                names => match sections(course, names) {
                    Ok(sections) => return Ok(Some(Chosen::Only(sections))),
                    Err(name) => self.say(&format!("There is no section {name}."))?,
                },
            }
        }
    }
}

/// The sections of these names, and those below them; `Err` with a name that no section has.
fn sections<'a>(course: &Course, names: &'a str) -> Result<BTreeSet<SectionId>, &'a str> {
    let mut sections = BTreeSet::new();
    for name in names.split(',').map(str::trim) {
        let index = course.section_named(name).ok_or(name)?;
        sections.extend(course.family(index).map(|section| section.id.clone()));
    }
    Ok(sections)
}
