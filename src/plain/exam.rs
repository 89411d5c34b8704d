//! An exam, line by line: nothing is told of what is right before the end.
//!
//! **Invariant:** what was answered is on the desk before the next line is written; the clock goes
//! on between the lines, and nothing is taken after the end.

use std::io::{self, BufRead, Write};
use std::time::Duration;

use jiff::Timestamp;

use crate::app::exam::words;
use crate::app::quiz::Quiz;
use crate::app::sheet;
use crate::course::question::{Kind, Question};
use crate::course::{Course, Section};
use crate::plain::table::{Pace, Said, Table};
use crate::study::desk::Draft;
use crate::study::event::{Did, Paper, Response};
use crate::study::exam::Bank;
use crate::study::exam::script::{Flag, Script};

/// Where an exam is held.
pub struct Hall<'a> {
    /// Of this course.
    pub course: &'a Course,
    /// Its questions.
    pub bank: &'a Bank,
    /// Keeps the script on the desk; `Err` with what to tell the learner if it isn't kept.
    pub keep: &'a dyn Fn(&Script) -> Result<(), String>,
}

/// So often an answer is kept while it is written.
const PACE: Duration = Duration::from_millis(200);

/// What comes after a question.
enum Step {
    /// The next one.
    Next,
    /// The one at that place.
    To(usize),
    /// The end: it is to be handed in.
    HandIn,
    /// The learner leaves; the exam goes on without them.
    Leave,
}

/// Who says that it is over.
enum End {
    /// The learner.
    Wish,
    /// The clock.
    Time,
}

impl<R: BufRead, W: Write> Table<'_, R, W> {
    /// Begins an exam, which is in the log at once.
    pub fn begin_exam(&mut self, hall: &Hall<'_>, paper: Paper) -> io::Result<Script> {
        let at = self.now();
        let script = Script::begin(paper, at);
        self.keep_script(hall, &script)?;
        let begun = Did::Exam(script.paper.clone());
        self.record(&hall.course.id, script.begun, begun)?;
        self.say(&format!(
            "Exam: {}. {}.",
            hall.course.title,
            words::paper(&script.paper)
        ))?;
        self.say("What is right is told at the end. The clock goes on while Recto is closed.")?;
        Ok(script)
    }

    /// Goes on with an exam that was left.
    pub fn resume_exam(&mut self, hall: &Hall<'_>, script: &mut Script) -> io::Result<()> {
        let at = self.now();
        let away = script.resume(at);
        self.say(&format!(
            "Exam: {}. {}.",
            hall.course.title,
            words::paper(&script.paper)
        ))?;
        self.say(&format!(
            "You go on with the exam that you began {} ago. You were away for {}; the clock went on.",
            words::time(script.used),
            words::time(away)
        ))?;
        self.keep_script(hall, script)
    }

    /// Asks until it is handed in. [`Pace::Left`]: the learner has left; it goes on without them.
    pub fn sit_exam(&mut self, hall: &Hall<'_>, script: &mut Script) -> io::Result<Pace> {
        loop {
            if self.is_over(script) {
                return self.hand_in(hall, script, &End::Time);
            }
            self.keep_script(hall, script)?;
            let step = match self.question(hall, script)? {
                Step::Next if script.at + 1 < script.entries.len() => Step::To(script.at + 1),
                Step::Next => self.last(script)?,
                step => step,
            };
            match step {
                Step::To(at) => {
                    script.go_to(at);
                }
                Step::HandIn if self.is_over(script) => {}
                Step::HandIn => return self.hand_in(hall, script, &End::Wish),
                Step::Next | Step::Leave => {
                    self.is_over(script);
                    self.keep_script(hall, script)?;
                    self.say(&format!(
                        "The exam is not handed in; its clock goes on. `recto exam {}` goes on with it.",
                        hall.course.id
                    ))?;
                    return Ok(Pace::Left);
                }
            }
        }
    }

    fn is_over(&mut self, script: &mut Script) -> bool {
        let at = self.now();
        script.tick(at);
        script.is_over()
    }

    fn keep_script(&mut self, hall: &Hall<'_>, script: &Script) -> io::Result<()> {
        match (hall.keep)(script) {
            Ok(()) => Ok(()),
            Err(why) => self.say(&format!("Your answers are not kept: {why}.")),
        }
    }

    fn hand_in(&mut self, hall: &Hall<'_>, script: &Script, end: &End) -> io::Result<Pace> {
        let known = self.progress.course(&hall.course.id);
        for (at, did) in script.hand_in(hall.bank, known) {
            self.record(&hall.course.id, at, did)?;
        }
        self.say("")?;
        self.say(match end {
            End::Wish => "Handed in.",
            End::Time => "The time is over. What you had answered by then is handed in.",
        })?;
        Ok(Pace::On)
    }

    /// Asks the question that the script is at.
    fn question(&mut self, hall: &Hall<'_>, script: &mut Script) -> io::Result<Step> {
        let Some(id) = script.paper.questions.get(script.at) else {
            return Ok(Step::Next);
        };
        let number = format!("Question {} of {}", script.at + 1, script.entries.len());
        self.say("")?;
        let Some((section, question)) = hall.bank.get(id) else {
            self.say(&format!(
                "{number} is no longer in the course; it doesn't count."
            ))?;
            return Ok(Step::Next);
        };
        let at = self.now();
        let seed = script.paper.seed.into();
        let quiz = Quiz::ask(question, at, seed, self.settings.shuffle);
        self.head(&number, section, question, script)?;
        self.prompt(question, &quiz)?;
        if let Some(draft) = &script.entries[script.at].draft {
            let own = words::own(question, &draft.response);
            self.say(&own.unwrap_or_default())?;
        }
        loop {
            let Said::Line(line) = self.hear()? else {
                return Ok(Step::Leave);
            };
            if self.is_over(script) {
                return Ok(Step::HandIn);
            }
            match command(&line, question) {
                Some("") => return Ok(Step::Next),
                Some("q") => return Ok(Step::Leave),
                Some("?") => self.exam_help(question, script)?,
                Some("s") => self.sheet(script)?,
                Some("x") => {
                    script.write(None);
                    self.keep_script(hall, script)?;
                    self.say("Your answer is taken out.")?;
                }
                Some("f") => self.flag(hall, script)?,
                Some("e") => {
                    if let Some(step) = self.confirm(script)? {
                        return Ok(step);
                    }
                    self.say("Not handed in. Go on.")?;
                }
                Some(go) if go.starts_with("g ") => match place(go, script) {
                    Some(at) => return Ok(Step::To(at)),
                    None => self.say(&no_such(script))?,
                },
                _ => match self.answer(hall, script, question, &quiz, line)? {
                    Taken::Yes => {
                        self.say("Kept.")?;
                        return Ok(Step::Next);
                    }
                    Taken::No => {}
                    Taken::Last => return Ok(Step::Leave),
                },
            }
        }
    }

    /// Says which question it is, how much time is left, and what was answered so far.
    fn head(
        &mut self,
        number: &str,
        section: &Section,
        question: &Question,
        script: &Script,
    ) -> io::Result<()> {
        let entry = &script.entries[script.at];
        let flagged = if entry.flag == Flag::Up {
            " Flagged."
        } else {
            ""
        };
        let left = script.left().map_or(String::new(), left);
        self.say(&format!(
            "{number}. {}, {}.{flagged}{left}",
            sheet::name_in_full(section, question),
            question.kind.name()
        ))?;
        if let Some(group) = section.group_of(question) {
            self.say_blocks(&group.introduction)?;
        }
        Ok(())
    }

    /// Takes the answer that begins with `first`. `false`: it can't be understood.
    fn answer(
        &mut self,
        hall: &Hall<'_>,
        script: &mut Script,
        question: &Question,
        quiz: &Quiz,
        first: String,
    ) -> io::Result<Taken> {
        if question.kind.is_written() {
            return self.write_lines(hall, script, first);
        }
        let Some(response) = self.response(question, quiz, first)? else {
            self.exam_help(question, script)?;
            return Ok(Taken::No);
        };
        script.write(Some(draft(response)));
        self.keep_script(hall, script)?;
        Ok(Taken::Yes)
    }

    /// Takes lines until an empty one. They are kept as they come, but not more often than a pipe
    /// could give them.
    fn write_lines(
        &mut self,
        hall: &Hall<'_>,
        script: &mut Script,
        first: String,
    ) -> io::Result<Taken> {
        let mut words = first;
        let mut kept = None;
        let taken = loop {
            let is_due = |kept: Timestamp| script.seen.duration_since(kept).unsigned_abs() >= PACE;
            if kept.is_none_or(is_due) {
                script.write(Some(draft(Response::Written(words.clone()))));
                self.keep_script(hall, script)?;
                kept = Some(script.seen);
            }
            let Said::Line(line) = self.hear()? else {
                break Taken::Last;
            };
            if line.trim().is_empty() {
                break Taken::Yes;
            }
            if self.is_over(script) {
                return Ok(Taken::Yes);
            }
            words.push('\n');
            words.push_str(&line);
        };
        script.write(Some(draft(Response::Written(words))));
        self.keep_script(hall, script)?;
        Ok(taken)
    }

    fn flag(&mut self, hall: &Hall<'_>, script: &mut Script) -> io::Result<()> {
        let flag = script.flag();
        self.keep_script(hall, script)?;
        self.say(match flag {
            Flag::Up => "Flagged.",
            Flag::Down => "No longer flagged.",
        })
    }

    fn sheet(&mut self, script: &Script) -> io::Result<()> {
        let n = script.entries.len() - script.empty().len();
        let left = script.left().map_or(String::new(), left);
        let unfinished = words::unfinished(script);
        let all = script.entries.len();
        self.say(format!("{n} of {all} answered.{left} {unfinished}").trim_end())
    }

    fn exam_help(&mut self, question: &Question, script: &Script) -> io::Result<()> {
        self.how(question)?;
        let sign = if takes_letters(question) { ":" } else { "" };
        self.say(&format!(
            "An empty line leaves it for later. {sign}f flags it, {sign}x takes your answer out, \
             {sign}g and a number goes to that question, {sign}s tells how you stand, {sign}e hands in, \
             q leaves and the clock goes on."
        ))?;
        if sign.is_empty() {
            self.say("To answer with one of these letters, put a blank before it.")?;
        }
        self.sheet(script)
    }

    /// After the last question.
    fn last(&mut self, script: &mut Script) -> io::Result<Step> {
        self.say("")?;
        loop {
            let unfinished = words::unfinished(script);
            self.say(&format!(
                "That was the last question. {unfinished} e hands in, g and a number goes to that question, \
                 an empty line to the first that is not answered, q leaves."
            ))?;
            let Said::Line(line) = self.hear()? else {
                return Ok(Step::Leave);
            };
            if self.is_over(script) {
                return Ok(Step::HandIn);
            }
            match line.trim() {
                "" => {
                    if let Some(first) = script.empty().first() {
                        return Ok(Step::To(*first));
                    }
                }
                "q" => return Ok(Step::Leave),
                "e" => {
                    if let Some(step) = self.confirm(script)? {
                        return Ok(step);
                    }
                }
                go if go.starts_with("g ") => match place(go, script) {
                    Some(at) => return Ok(Step::To(at)),
                    None => self.say(&no_such(script))?,
                },
                _ => {}
            }
        }
    }

    /// Asks once whether it is to be handed in, with what is unfinished. `None`: it isn't.
    fn confirm(&mut self, script: &Script) -> io::Result<Option<Step>> {
        let unfinished = words::unfinished(script);
        self.say(format!("{unfinished} Hand in now, yes or no?").trim_start())?;
        Ok(match self.hear()? {
            Said::Left => Some(Step::Leave),
            Said::Line(line) if matches!(line.trim(), "y" | "yes") => Some(Step::HandIn),
            Said::Line(_) => None,
        })
    }
}

/// Was an answer taken?
enum Taken {
    /// It was.
    Yes,
    /// It can't be understood.
    No,
    /// It was, and the input has ended.
    Last,
}

fn draft(response: Response) -> Draft {
    Draft {
        response,
        cursor: 0,
        hinted: false,
    }
}

/// Is a letter an answer here? Then what is no answer has a colon before it.
fn takes_letters(question: &Question) -> bool {
    matches!(
        question.kind,
        Kind::TrueFalse { .. } | Kind::Match(_) | Kind::Sort(_) | Kind::Gaps(_)
    )
}

/// What a line asks for, if it is no answer for sure.
fn command<'a>(line: &'a str, question: &Question) -> Option<&'a str> {
    let word = line.trim_end();
    let is_plain = !takes_letters(question) || matches!(word, "" | "q" | "?");
    word.strip_prefix(':').or(is_plain.then_some(word))
}

fn left(left: Duration) -> String {
    format!(" {} left.", words::time(left))
}

/// Where `g 3` leads.
fn place(line: &str, script: &Script) -> Option<usize> {
    let number: usize = line.strip_prefix('g')?.trim().parse().ok()?;
    let at = number.checked_sub(1)?;
    (at < script.entries.len()).then_some(at)
}

fn no_such(script: &Script) -> String {
    format!("The questions are 1 to {}.", script.entries.len())
}
