//! A question after its answer, told line by line: what became of it, and what is the learner's to
//! mark.

use std::io::{self, BufRead, Write};

use crate::app::quiz::{self, Answered, Quiz};
use crate::app::sheet;
use crate::course::Course;
use crate::course::id::FullId;
use crate::course::question::{Kind, Point, Question};
use crate::page::Glyphs;
use crate::plain::table::{Pace, Said, Table};
use crate::study::event::{Did, Rating, Response};
use crate::study::grade::{self, Verdict, listed};
use crate::study::schedule::Schedule;

/// A question after its answer.
pub(super) struct Shown<'a> {
    pub course: &'a Course,
    pub question: &'a Question,
    pub full: &'a FullId,
    pub answered: Answered,
    /// How it was asked.
    pub quiz: &'a Quiz,
    /// Its schedule without this answer.
    pub before: Option<Schedule>,
    /// The rating that the log has for it, where Recto could mark it.
    pub proposed: Option<Rating>,
}

impl<R: BufRead, W: Write> Table<'_, R, W> {
    /// The schedule of a question as it is now.
    pub(super) fn schedule(&self, course: &Course, full: &FullId) -> Option<Schedule> {
        let course = self.progress.course(&course.id)?;
        course.questions.get(full)?.schedule().copied()
    }

    /// What became of an answer; what is the learner's to mark is asked point by point.
    pub(super) fn show(&mut self, shown: &mut Shown<'_>) -> io::Result<Pace> {
        let Shown {
            question,
            answered,
            quiz,
            ..
        } = shown;
        if !answered.is_to_mark() {
            let (_, word, _) = sheet::verdict(answered, answered.points.len(), Glyphs::Ascii);
            self.say(&format!("{word}."))?;
        }
        self.tell(shown.course, question, quiz, answered)?;
        if answered.is_to_mark() {
            return self.mark(shown);
        }
        if shown.answered.outcome.near.is_some() && self.near(shown)? == Pace::Left {
            return Ok(Pace::Left);
        }
        self.say_saved("", shown)?;
        Ok(Pace::On)
    }

    /// What there is to say of an answer but how it stands: what was right, and what the author says.
    pub(super) fn tell(
        &mut self,
        course: &Course,
        question: &Question,
        quiz: &Quiz,
        answered: &Answered,
    ) -> io::Result<()> {
        if let Some(remark) = &answered.outcome.remark {
            self.say(&format!("{remark}."))?;
        }
        self.options(question, answered)?;
        self.tell_parts(question, quiz, answered)?;
        let feedback = match answered.outcome.verdict {
            Verdict::Right => question.feedback.right.as_slice(),
            Verdict::Wrong | Verdict::Partly => &question.feedback.wrong,
            Verdict::ToMark | Verdict::Unmarked => &[],
        };
        for (title, blocks) in [
            ("", feedback),
            ("", &*question.feedback.always),
            ("Model answer.", &question.answer),
            ("Discussion.", &question.discussion),
            ("Author's reflection.", &question.reflection),
        ] {
            if !blocks.is_empty() {
                if !title.is_empty() {
                    self.say(title)?;
                }
                self.say_blocks(blocks)?;
            }
        }
        if let Some(evidence) = &question.evidence {
            self.say(&format!("{}.", sheet::where_it_says_so(course, evidence)))?;
        }
        Ok(())
    }

    /// Asks whether a slip of the fingers was one. Yes is a mark by the learner.
    fn near(&mut self, shown: &mut Shown<'_>) -> io::Result<Pace> {
        let answered = &mut shown.answered;
        let Some(near) = &answered.outcome.near else {
            return Ok(Pace::On);
        };
        let ask = format!("Did you mean {}? Yes or no?", listed(&near.meant));
        loop {
            self.say(&ask)?;
            let Said::Line(line) = self.hear()? else {
                return Ok(Pace::Left);
            };
            match line.trim().to_lowercase().as_str() {
                "y" | "yes" => break,
                "n" | "no" | "" => return Ok(Pace::On),
                _ => {}
            }
        }
        let Some(score) = answered.count_near() else {
            return Ok(Pace::On);
        };
        let mark = Did::Mark {
            question: shown.full.clone(),
            of: answered.at,
            points: Vec::new(),
            score,
        };
        let rating = grade::propose(score, shown.quiz.hinted, answered.certainty);
        shown.proposed = Some(rating);
        let at = self.now();
        self.record(&shown.course.id, at, mark)?;
        self.say("Counted.")?;
        Ok(Pace::On)
    }

    /// The options that were right or chosen.
    fn options(&mut self, question: &Question, answered: &Answered) -> io::Result<()> {
        if let Kind::TrueFalse { correct } = question.kind {
            let word = if correct { "True" } else { "False" };
            return self.say(&format!("It is {}.", word.to_lowercase()));
        }
        let Some(options) = quiz::options(question) else {
            return Ok(());
        };
        let picked = match &answered.response {
            Response::Picked(picks) => picks.as_slice(),
            _ => &[],
        };
        for (at, choice) in options.choices.iter().enumerate() {
            let verdict = match (choice.correct, picked.contains(&at)) {
                (true, true) => "Right, and you chose it",
                (true, false) => "Right",
                (false, true) => "You chose it; not right",
                (false, false) => continue,
            };
            let words: String = choice.text.iter().map(|inline| &*inline.text).collect();
            self.say(&format!("{verdict}: {words}"))?;
            self.say_blocks(&choice.feedback)?;
        }
        Ok(())
    }

    fn mark(&mut self, shown: &mut Shown<'_>) -> io::Result<Pace> {
        let Kind::Open { points } = &shown.question.kind else {
            return Ok(Pace::On);
        };
        let answered = &mut shown.answered;
        let of = answered.at;
        let (score, rating) = if points.is_empty() {
            self.say("How well did you recall it: 1 again, 2 hard, 3 good, 4 easy; empty leaves it unmarked.")?;
            let Said::Line(line) = self.hear()? else {
                return Ok(Pace::Left);
            };
            match line.trim() {
                "1" => (0.0, Rating::Again),
                "2" => (0.5, Rating::Hard),
                "3" => (1.0, Rating::Good),
                "4" => (1.0, Rating::Easy),
                _ => {
                    self.say("Saved, not marked.")?;
                    return Ok(Pace::On);
                }
            }
        } else {
            for at in 0..points.len() {
                if self.point(points, answered, at)? == Pace::Left {
                    return Ok(Pace::Left);
                }
            }
            let score = grade::score_of(&answered.points);
            (
                score,
                grade::propose(score, shown.quiz.hinted, answered.certainty),
            )
        };
        answered.mark_as(score);
        let at = self.now();
        let mark = Did::Mark {
            question: shown.full.clone(),
            of,
            points: answered.points.clone(),
            score,
        };
        self.record(&shown.course.id, at, mark)?;
        let at = self.now();
        let rate = Did::Rate {
            question: shown.full.clone(),
            of,
            rating,
        };
        self.record(&shown.course.id, at, rate)?;
        let n = answered.points.iter().filter(|tick| **tick).count();
        let points = match points.len() {
            0 => String::new(),
            all => format!("{n} of {all} points. "),
        };
        shown.proposed = Some(rating);
        self.say_saved(&points, shown)?;
        if score < 1.0 {
            return self.note(shown);
        }
        Ok(Pace::On)
    }

    /// Asks what was missed. An empty line leaves no note.
    fn note(&mut self, shown: &Shown<'_>) -> io::Result<Pace> {
        self.say("What did you miss? One line, kept with your answer; empty for no note.")?;
        let Said::Line(line) = self.hear()? else {
            return Ok(Pace::Left);
        };
        let text = line.trim().to_owned();
        if text.is_empty() {
            return Ok(Pace::On);
        }
        let at = self.now();
        let note = Did::Note {
            question: shown.full.clone(),
            of: shown.answered.at,
            text,
        };
        self.record(&shown.course.id, at, note)?;
        self.say("Your note is kept with the answer.")?;
        Ok(Pace::On)
    }

    /// Asks about one key point. An empty line takes what is proposed.
    fn point(&mut self, points: &[Point], answered: &mut Answered, at: usize) -> io::Result<Pace> {
        let words = match &answered.response {
            Response::Written(words) => words.as_str(),
            _ => "",
        };
        let found = answered.found.get(at).and_then(Option::as_ref);
        let quote = found.and_then(|found| words.get(found.range.clone()));
        let met = found.map_or(String::new(), |found| {
            format!(", {}", sheet::met(&points[at], found))
        });
        let proposal = quote.map_or(String::new(), |quote| {
            format!(" Found in your answer: \"{quote}\"{met}.")
        });
        let ask = format!(
            "Key point {} of {}: {}.{proposal} Yes or no?",
            at + 1,
            points.len(),
            points[at].text
        );
        loop {
            self.say(&ask)?;
            let Said::Line(line) = self.hear()? else {
                return Ok(Pace::Left);
            };
            match line.trim().to_lowercase().as_str() {
                "y" | "yes" => answered.points[at] = true,
                "n" | "no" => answered.points[at] = false,
                "" => {}
                _ => continue,
            }
            return Ok(Pace::On);
        }
    }

    /// That it is saved, and when it is due again.
    fn say_saved(&mut self, lead: &str, shown: &Shown<'_>) -> io::Result<()> {
        let due = shown.proposed.map_or(String::new(), |rating| {
            let scheduler = self.progress.scheduler();
            let intervals = scheduler.intervals(shown.before.as_ref(), shown.answered.at);
            let days = intervals[rating as usize];
            match days {
                0 => "Due again today. ".to_owned(),
                1 => "Due again tomorrow. ".to_owned(),
                days => format!("Due again in {days} days. "),
            }
        });
        self.say(&format!("{lead}{due}Saved."))
    }
}
