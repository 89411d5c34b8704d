//! The questions of a course, one numbered prompt at a time.
//!
//! **Invariant:** an answer is handed on to the log before its model answer is printed.

use std::io::{self, BufRead, Write};

use jiff::Timestamp;

use crate::app::quiz::{self, Answered, Phase, Quiz};
use crate::app::settings::{Asked, Settings};
use crate::app::sheet;
use crate::course::id::FullId;
use crate::course::question::{Kind, Question};
use crate::course::{Course, Section};
use crate::page::Glyphs;
use crate::plain::read::push_blocks;
use crate::study::event::{Certainty, Did, Event, Response};
use crate::study::grade;
use crate::study::schedule;

/// Cells in a line: wide enough to be read aloud without breaks at every few words.
const WIDTH: usize = 76;

/// What the questions are asked with.
#[derive(Debug)]
pub struct Table<'a, R, W> {
    /// Where the learner's lines come from.
    pub input: R,
    /// Where Recto's lines go.
    pub output: W,
    /// The learner's settings.
    pub settings: &'a Settings,
    /// Chance.
    pub seed: u64,
}

/// Does the learner go on?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    /// To the next question.
    On,
    /// No: `q`, or the input has ended.
    Left,
}

/// What a learner said at a prompt.
enum Said {
    Line(String),
    Left,
}

impl<R: BufRead, W: Write> Table<'_, R, W> {
    /// Asks the questions of a section. `record` puts an event on the log; `now` reads the clock,
    /// and never gives the same moment twice.
    pub fn section(
        &mut self,
        course: &Course,
        section: &Section,
        now: &mut dyn FnMut() -> Timestamp,
        record: &mut dyn FnMut(Event) -> io::Result<()>,
    ) -> io::Result<Pace> {
        let n = section.questions.len();
        if n == 0 {
            return Ok(Pace::On);
        }
        writeln!(
            self.output,
            "{}. Section {}. {n} questions.",
            course.title, section.title
        )?;
        let mut group = None;
        for (at, question) in section.questions.iter().enumerate() {
            writeln!(self.output)?;
            writeln!(
                self.output,
                "Question {} of {n}. {}, {}.",
                at + 1,
                sheet::name(section, question),
                question.kind.name()
            )?;
            if question.group != group {
                group.clone_from(&question.group);
                if let Some(group) = section.group_of(question) {
                    self.blocks(&group.introduction)?;
                }
            }
            let full = FullId {
                section: section.id.clone(),
                question: question.id.clone(),
            };
            let mut log = |at: Timestamp, did: Did| {
                record(Event {
                    at,
                    course: course.id.clone(),
                    did,
                })
            };
            if self.ask(question, &full, now, &mut log)? == Pace::Left {
                writeln!(self.output, "Everything is kept.")?;
                return Ok(Pace::Left);
            }
        }
        Ok(Pace::On)
    }

    fn ask(
        &mut self,
        question: &Question,
        full: &FullId,
        now: &mut dyn FnMut() -> Timestamp,
        log: &mut dyn FnMut(Timestamp, Did) -> io::Result<()>,
    ) -> io::Result<Pace> {
        let mut quiz = Quiz::ask(question, now(), self.seed, self.settings.shuffle);
        self.prompt(question, &quiz)?;
        let response = loop {
            let line = match self.read()? {
                Said::Line(line) => line,
                Said::Left => return Ok(Pace::Left),
            };
            match line.trim() {
                "q" => return Ok(Pace::Left),
                "" => {
                    writeln!(self.output, "Skipped.")?;
                    return Ok(Pace::On);
                }
                "?" => self.help(question)?,
                "h" if question.hint.is_empty() => {
                    writeln!(self.output, "This question has no hint.")?;
                }
                "h" => {
                    quiz.hinted = true;
                    writeln!(self.output, "Hint.")?;
                    self.blocks(&question.hint)?;
                }
                "x" if question.kind.is_marked() => break Response::DontKnow,
                _ => match self.response(question, &quiz, line)? {
                    Some(response) => break response,
                    None => self.help(question)?,
                },
            }
        };
        let mut certainty = None;
        if question.kind.is_marked()
            && response != Response::DontKnow
            && self.settings.certainty == Asked::Yes
        {
            writeln!(
                self.output,
                "How sure: s sure, f fairly, g guess; empty without saying."
            )?;
            if let Said::Line(line) = self.read()? {
                certainty = match line.trim() {
                    "s" => Some(Certainty::Sure),
                    "f" => Some(Certainty::Fairly),
                    "g" => Some(Certainty::Guess),
                    _ => None,
                };
            }
        }
        let at = now();
        let given = quiz.reveal(question, response, certainty, at);
        log(at, Did::Answer(full.clone(), given))?;
        let Phase::Shown(answered) = quiz.phase else {
            return Ok(Pace::On);
        };
        self.show(question, answered, full, now, log)
    }

    fn prompt(&mut self, question: &Question, quiz: &Quiz) -> io::Result<()> {
        self.blocks(&question.prompt)?;
        for (shown, words) in option_words(question, quiz).iter().enumerate() {
            writeln!(self.output, "{}. {words}", shown + 1)?;
        }
        let how = match &question.kind {
            Kind::Open { .. } | Kind::Activity | Kind::Unknown(_) => {
                "Your answer, end with an empty line."
            }
            Kind::Choice(_) => "Your choice, one number.",
            Kind::Choices(_) => "Your choices, numbers with blanks between.",
            Kind::TrueFalse { .. } => "t true or f false.",
            Kind::Text(_) => "Your answer, one line.",
            Kind::Number(_) => "Your answer, a number.",
        };
        writeln!(self.output, "{how} Question mark for help.")?;
        self.mark()
    }

    fn help(&mut self, question: &Question) -> io::Result<()> {
        let how = match &question.kind {
            Kind::Choice(_) | Kind::Choices(_) => {
                "Answer with the numbers, or the letters a, b, c, of the options."
            }
            Kind::TrueFalse { .. } => "Answer t or f.",
            Kind::Number(_) => {
                "Answer with a number, such as 12.5 or 3e8, and its unit if it has one."
            }
            Kind::Text(_) => "Answer with a word or a few.",
            _ => "Answer in as many lines as you like; an empty line ends the answer.",
        };
        writeln!(self.output, "{how}")?;
        writeln!(
            self.output,
            "An empty line skips the question. h for a hint, x if you don't know, q to leave; everything is kept."
        )?;
        self.mark()
    }

    /// What the first line, and those that belong to it, say. `None`: it can't be understood.
    fn response(
        &mut self,
        question: &Question,
        quiz: &Quiz,
        first: String,
    ) -> io::Result<Option<Response>> {
        Ok(match &question.kind {
            Kind::Open { .. } | Kind::Activity | Kind::Unknown(_) => {
                let mut words = first;
                while let Said::Line(line) = self.read()? {
                    if line.trim().is_empty() {
                        break;
                    }
                    words.push('\n');
                    words.push_str(&line);
                }
                Some(Response::Written(words))
            }
            Kind::Text(_) | Kind::Number(_) => Some(Response::Written(first)),
            Kind::TrueFalse { .. } => match first.trim().to_lowercase().as_str() {
                "t" | "true" | "yes" | "y" | "1" => Some(Response::Said(true)),
                "f" | "false" | "no" | "n" | "2" => Some(Response::Said(false)),
                _ => None,
            },
            Kind::Choice(_) => picks(&first, &quiz.order)
                .filter(|picks| picks.len() == 1)
                .map(Response::Picked),
            Kind::Choices(_) => picks(&first, &quiz.order).map(Response::Picked),
        })
    }

    /// What became of the answer; what is the learner's to mark is asked point by point.
    fn show(
        &mut self,
        question: &Question,
        mut answered: Answered,
        full: &FullId,
        now: &mut dyn FnMut() -> Timestamp,
        log: &mut dyn FnMut(Timestamp, Did) -> io::Result<()>,
    ) -> io::Result<Pace> {
        if !answered.is_to_mark() {
            let (_, word, _) = sheet::verdict(&answered, answered.points.len(), Glyphs::Ascii);
            writeln!(self.output, "{word}.")?;
        }
        if let Some(remark) = &answered.outcome.remark {
            writeln!(self.output, "{remark}.")?;
        }
        if let Some(options) = quiz::options(question) {
            let picked = match &answered.response {
                Response::Picked(picks) => picks.as_slice(),
                _ => &[],
            };
            for (at, choice) in options.choices.iter().enumerate() {
                if choice.correct || picked.contains(&at) {
                    let words: String = choice.text.iter().map(|inline| &*inline.text).collect();
                    let verdict = if choice.correct { "Right" } else { "Not right" };
                    writeln!(self.output, "{verdict}: {words}")?;
                    self.blocks(&choice.feedback)?;
                }
            }
        }
        let right = answered.outcome.score.is_some_and(|score| score >= 1.0);
        let feedback = if right {
            &question.feedback.right
        } else {
            &question.feedback.wrong
        };
        for (title, blocks) in [
            ("", feedback),
            ("", &question.feedback.always),
            ("Model answer.", &question.answer),
            ("Discussion.", &question.discussion),
            ("Author's reflection.", &question.reflection),
        ] {
            if !blocks.is_empty() {
                if !title.is_empty() {
                    writeln!(self.output, "{title}")?;
                }
                self.blocks(blocks)?;
            }
        }
        if let Some(evidence) = &question.evidence {
            writeln!(self.output, "Where it says so: \"{evidence}\".")?;
        }
        if answered.is_to_mark() {
            return self.mark_answer(question, &mut answered, full, now, log);
        }
        writeln!(self.output, "Saved.")?;
        Ok(Pace::On)
    }

    fn mark_answer(
        &mut self,
        question: &Question,
        answered: &mut Answered,
        full: &FullId,
        now: &mut dyn FnMut() -> Timestamp,
        log: &mut dyn FnMut(Timestamp, Did) -> io::Result<()>,
    ) -> io::Result<Pace> {
        let of = answered.at;
        let Kind::Open { points } = &question.kind else {
            return Ok(Pace::On);
        };
        let score = if points.is_empty() {
            writeln!(
                self.output,
                "How well did you recall it: 1 again, 2 hard, 3 good, 4 easy; empty leaves it unmarked."
            )?;
            let Said::Line(line) = self.read()? else {
                return Ok(Pace::Left);
            };
            match line.trim() {
                "1" => 0.0,
                "2" => 0.5,
                "3" | "4" => 1.0,
                _ => {
                    writeln!(self.output, "Saved, not marked.")?;
                    return Ok(Pace::On);
                }
            }
        } else {
            let words = match &answered.response {
                Response::Written(words) => words.clone(),
                _ => String::new(),
            };
            for (at, point) in points.iter().enumerate() {
                let found = answered.found.get(at).and_then(Option::as_ref);
                let quote = found.and_then(|found| words.get(found.range.clone()));
                let proposal = quote.map_or(String::new(), |quote| {
                    format!(" Found in your answer: \"{}\".", quote.trim())
                });
                writeln!(
                    self.output,
                    "Key point {} of {}: {}.{proposal} Yes or no?",
                    at + 1,
                    points.len(),
                    point.text
                )?;
                match self.read()? {
                    Said::Line(line) => match line.trim().to_lowercase().as_str() {
                        "y" | "yes" => answered.points[at] = true,
                        "n" | "no" => answered.points[at] = false,
                        // An empty line takes what is proposed.
                        _ => {}
                    },
                    Said::Left => return Ok(Pace::Left),
                }
            }
            grade::score_of(&answered.points)
        };
        answered.mark_as(score);
        log(
            now(),
            Did::Mark {
                question: full.clone(),
                of,
                points: answered.points.clone(),
                score,
            },
        )?;
        let n = answered.points.iter().filter(|tick| **tick).count();
        let rating = grade::propose(score, false, answered.certainty);
        log(
            now(),
            Did::Rate {
                question: full.clone(),
                of,
                rating,
            },
        )?;
        let days = schedule::intervals(None, of)[rating as usize];
        if points.is_empty() {
            writeln!(self.output, "Due again in {days} days. Saved.")?;
        } else {
            writeln!(
                self.output,
                "{n} of {} points. Due again in {days} days. Saved.",
                points.len()
            )?;
        }
        Ok(Pace::On)
    }

    fn blocks(&mut self, blocks: &[crate::course::block::Block]) -> io::Result<()> {
        let mut words = String::new();
        push_blocks(&mut words, blocks, WIDTH, "");
        self.output.write_all(words.as_bytes())
    }

    fn mark(&mut self) -> io::Result<()> {
        write!(self.output, "> ")?;
        self.output.flush()
    }

    /// One line of the learner's; bytes that are no text are made text.
    fn read(&mut self) -> io::Result<Said> {
        self.output.flush()?;
        let mut bytes = Vec::new();
        if self.input.read_until(b'\n', &mut bytes)? == 0 {
            return Ok(Said::Left);
        }
        let line = String::from_utf8_lossy(&bytes);
        Ok(Said::Line(
            crate::text::Clean::lines(line.trim_end_matches(['\r', '\n'])).to_string(),
        ))
    }
}

/// The options in the order shown, as words.
fn option_words(question: &Question, quiz: &Quiz) -> Vec<String> {
    let Some(options) = quiz::options(question) else {
        return Vec::new();
    };
    let words = |at: &usize| {
        options.choices[*at]
            .text
            .iter()
            .map(|inline| &*inline.text)
            .collect()
    };
    quiz.order.iter().map(words).collect()
}

/// `1 3`, `a,c`: which options, in the author's order, ascending. `None` where one of them isn't there.
fn picks(line: &str, order: &[usize]) -> Option<Vec<usize>> {
    let mut picks = Vec::new();
    for word in line
        .split(|c: char| c.is_whitespace() || c == ',')
        .filter(|word| !word.is_empty())
    {
        let shown = if let Ok(number) = word.parse::<usize>() {
            number.checked_sub(1)?
        } else {
            let letter = word.strip_suffix('.').unwrap_or(word).to_ascii_lowercase();
            let [byte @ b'a'..=b'z'] = letter.as_bytes() else {
                return None;
            };
            usize::from(byte - b'a')
        };
        picks.push(*order.get(shown)?);
    }
    picks.sort_unstable();
    picks.dedup();
    (!picks.is_empty()).then_some(picks)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_named_by_number_or_letter_in_the_order_shown() {
        let order = [2, 0, 1];
        assert_eq!(picks("1", &order), Some(vec![2]));
        assert_eq!(picks("a c", &order), Some(vec![1, 2]));
        assert_eq!(picks("3,1,1", &order), Some(vec![1, 2]));
        for bad in ["4", "0", "d", "domain", ""] {
            assert_eq!(picks(bad, &order), None, "{bad:?}");
        }
    }
}
