//! The questions of a section, one numbered prompt at a time.
//!
//! **Invariant:** an answer is handed on to the log before its model answer is printed.

use std::io::{self, BufRead, Write};

use jiff::Timestamp;

use crate::app::quiz::{self, Phase, Quiz};
use crate::app::settings::Asked;
use crate::app::sheet;
use crate::course::id::FullId;
use crate::course::passage;
use crate::course::question::{Kind, Question};
use crate::course::{Course, Section};
use crate::plain::answered::Shown;
use crate::plain::parts::{place, split};
use crate::plain::table::{Pace, Said, Table};
use crate::study::event::{Certainty, Did, Hold, Response};
use crate::study::language::Language;

/// What became of a question that was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// It was answered then.
    Answered(Timestamp),
    /// It was passed by.
    Skipped,
    /// It was put off, or away.
    Held,
    /// The learner leaves.
    Left,
}

impl<R: BufRead, W: Write> Table<'_, R, W> {
    /// Asks the questions of a section.
    pub fn ask_section(&mut self, course: &Course, section: &Section) -> io::Result<Pace> {
        let n = section.questions.len();
        if n == 0 {
            return Ok(Pace::On);
        }
        let questions = if n == 1 { "question" } else { "questions" };
        self.say(&format!(
            "{}. Section {}. {n} {questions}.",
            course.title, section.title
        ))?;
        let mut group = None;
        for (at, question) in section.questions.iter().enumerate() {
            self.say("")?;
            self.say(&format!(
                "Question {} of {n}. {}, {}.",
                at + 1,
                sheet::name_in_full(section, question),
                question.kind.name()
            ))?;
            if question.group != group {
                group.clone_from(&question.group);
                if let Some(group) = section.group_of(question) {
                    self.say_blocks(&group.introduction)?;
                }
            }
            let full = FullId {
                section: section.id.clone(),
                question: question.id.clone(),
            };
            if self.ask(course, section, &full)? == Fate::Left {
                return Ok(Pace::Left);
            }
        }
        Ok(Pace::On)
    }

    /// Asks one question of a section.
    pub(super) fn ask(
        &mut self,
        course: &Course,
        section: &Section,
        full: &FullId,
    ) -> io::Result<Fate> {
        let Some(question) = section.question(&full.question) else {
            return Ok(Fate::Skipped);
        };
        let asked_at = self.now();
        let mut quiz = Quiz::ask(question, asked_at, self.seed, self.settings.shuffle);
        self.prompt(question, &quiz)?;
        let response = loop {
            let Said::Line(line) = self.hear()? else {
                return Ok(Fate::Left);
            };
            match line.trim() {
                "q" => return Ok(Fate::Left),
                "" => {
                    self.say("Skipped.")?;
                    return Ok(Fate::Skipped);
                }
                ":tomorrow" => {
                    let until = Hold::Until(self.day().end);
                    self.hold(course, full, until)?;
                    self.say("Put off until tomorrow.")?;
                    return Ok(Fate::Held);
                }
                ":away" if self.put_away(course, full)? == Hold::Away => return Ok(Fate::Held),
                ":away" => {}
                ":text" => {
                    quiz.hinted = true;
                    self.passage(course, section, question)?;
                }
                "?" => self.help(question)?,
                "u" => self.take_back(course)?,
                "h" if question.hint.is_empty() => self.say("This question has no hint.")?,
                "h" => {
                    quiz.hinted = true;
                    self.say("Hint.")?;
                    self.say_blocks(&question.hint)?;
                }
                "x" if question.kind.is_marked() => break Response::DontKnow,
                _ => match self.response(question, &quiz, line)? {
                    Some(response) => break response,
                    None => self.help(question)?,
                },
            }
        };
        let certainty = self.certainty(question, &response)?;
        let at = self.now();
        let before = self.schedule(course, full);
        let language = Language::of_tag(&course.language);
        let given = quiz.reveal(question, response, certainty, language, at);
        let proposed = given.rating;
        self.record(&course.id, at, Did::Answer(full.clone(), given))?;
        let Phase::Shown(answered) = &quiz.phase else {
            return Ok(Fate::Answered(at));
        };
        let pace = self.show(&mut Shown {
            course,
            question,
            full,
            answered: answered.clone(),
            quiz: &quiz,
            before,
            proposed,
        })?;
        Ok(match pace {
            Pace::On => Fate::Answered(at),
            Pace::Left => Fate::Left,
        })
    }

    /// The passage that supports the answer. It counts as a hint.
    fn passage(
        &mut self,
        course: &Course,
        section: &Section,
        question: &Question,
    ) -> io::Result<()> {
        let Some(evidence) = &question.evidence else {
            return self.say("This question doesn't say where its answer stands.");
        };
        let own = evidence.elsewhere(&section.id).is_none().then_some(section);
        let found = own.and_then(|section| passage::find(section, &evidence.phrase));
        let block = found.and_then(|found| section.blocks.get(found.start.block as usize));
        if let Some(block) = block {
            self.say("From the text; it counts as a hint.")?;
            return self.say_blocks(std::slice::from_ref(block));
        }
        let told = sheet::where_it_says_so(course, evidence);
        self.say(&format!("{told}. That counts as a hint."))
    }

    fn hold(&mut self, course: &Course, full: &FullId, hold: Hold) -> io::Result<()> {
        let (at, question) = (self.now(), full.clone());
        self.record(&course.id, at, Did::Hold { question, hold })
    }

    /// Puts a question away, or takes it up again: which of these?
    fn put_away(&mut self, course: &Course, full: &FullId) -> io::Result<Hold> {
        let state = self.progress.course(&course.id);
        let held = state.and_then(|state| state.questions.get(full)?.hold());
        let (hold, words) = match held {
            Some((_, Hold::Away)) => (Hold::Free, "Taken up again: reviews ask it when it is due."),
            _ => (
                Hold::Away,
                "Put away: no review asks it until you take it up again with :away.",
            ),
        };
        self.hold(course, full, hold)?;
        self.say(words)?;
        Ok(hold)
    }

    /// Says what is asked, and how it can be answered.
    pub(super) fn prompt(&mut self, question: &Question, quiz: &Quiz) -> io::Result<()> {
        self.say_blocks(&question.prompt)?;
        for (shown, words) in option_words(question, quiz).iter().enumerate() {
            self.say(&format!("{}. {words}", shown + 1))?;
        }
        self.say_parts(question, quiz)?;
        self.say_prefill(question)?;
        let how = match &question.kind {
            Kind::Open { .. } | Kind::Activity | Kind::Unknown(_) => {
                "Your answer, end with an empty line."
            }
            Kind::Choice(_) => "Your choice, one number.",
            Kind::Choices(_) => "Your choices, numbers with blanks between.",
            Kind::TrueFalse { .. } => "t true or f false.",
            Kind::Text(_) => "Your answer, one line.",
            Kind::Number(_) => "Your answer, a number.",
            Kind::Match(_) | Kind::Sort(_) => {
                "For each item a letter, all in one line or one by one."
            }
            Kind::Order(_) => "The numbers in the right order, in one line.",
            Kind::Gaps(_) => "One gap after the other.",
        };
        self.say(&format!("{how} Question mark for help."))
    }

    fn help(&mut self, question: &Question) -> io::Result<()> {
        self.how(question)?;
        self.say(
            "An empty line skips the question. h for a hint, x if you don't know, u takes back your last answer, q to leave; everything is kept. :text reads the passage of the text, and counts as a hint. :tomorrow puts the question off until tomorrow. :away puts it away, or takes it up again.",
        )
    }

    /// Says how a question of its kind is answered.
    pub(super) fn how(&mut self, question: &Question) -> io::Result<()> {
        let how = match &question.kind {
            Kind::Choice(_) | Kind::Choices(_) => {
                "Answer with the numbers, or the letters a, b, c, of the options."
            }
            Kind::TrueFalse { .. } => "Answer t or f.",
            Kind::Number(_) => {
                "Answer with a number, such as 12.5 or 3e8, and its unit if it has one."
            }
            Kind::Text(_) => "Answer with a word or a few.",
            Kind::Match(_) | Kind::Sort(_) => {
                "Answer with a letter for each item, such as b a c; a hyphen leaves one empty."
            }
            Kind::Order(_) => "Answer with the numbers of all items, the first one first: 3 1 2.",
            Kind::Gaps(_) => {
                "Answer with words, or with the number of an option; a hyphen leaves a gap empty."
            }
            _ => "Answer in as many lines as you like; an empty line ends the answer.",
        };
        self.say(how)
    }

    /// Takes back the newest answer in the course.
    fn take_back(&mut self, course: &Course) -> io::Result<()> {
        let Some((question, of)) = self.progress.last_answer(&course.id) else {
            return self.say("There is no answer to take back.");
        };
        let at = self.now();
        let words = format!("Taken back: your last answer to {question}. It can be asked again.");
        self.record(&course.id, at, Did::Undo { question, of })?;
        self.say(&words)
    }

    /// What the first line, and those that belong to it, say. `None`: it can't be understood.
    pub(super) fn response(
        &mut self,
        question: &Question,
        quiz: &Quiz,
        first: String,
    ) -> io::Result<Option<Response>> {
        Ok(match &question.kind {
            Kind::Open { .. } | Kind::Activity | Kind::Unknown(_) => {
                let mut words = first;
                while let Said::Line(line) = self.hear()? {
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
            Kind::Match(_) | Kind::Order(_) | Kind::Sort(_) | Kind::Gaps(_) => {
                self.parts(question, quiz, &first)?
            }
        })
    }

    /// How sure the learner is, where that is asked. What is no answer to it is asked about once
    /// more: a line that was meant for something else must not be lost unnoticed.
    fn certainty(
        &mut self,
        question: &Question,
        response: &Response,
    ) -> io::Result<Option<Certainty>> {
        if !question.kind.is_marked()
            || *response == Response::DontKnow
            || self.settings.certainty == Asked::No
        {
            return Ok(None);
        }
        loop {
            self.say("How sure: s sure, f fairly, g guess; empty without saying.")?;
            let Said::Line(line) = self.hear()? else {
                return Ok(None);
            };
            return Ok(match line.trim() {
                "s" => Some(Certainty::Sure),
                "f" => Some(Certainty::Fairly),
                "g" => Some(Certainty::Guess),
                "" => None,
                _ => continue,
            });
        }
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
    let shown = split(line).map(|word| order.get(place(word)?).copied());
    let mut picks: Vec<_> = shown.collect::<Option<_>>()?;
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
