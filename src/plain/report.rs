//! How an exam ended, line by line, and what can be made of it.

use std::io::{self, BufRead, Write};

use jiff::Timestamp;

use crate::app::exam::words;
use crate::app::quiz::{Phase, Quiz};
use crate::app::sheet;
use crate::course::Heading;
use crate::course::id::FullId;
use crate::course::question::Question;
use crate::plain::answered::Shown;
use crate::plain::exam::Hall;
use crate::plain::review::Load;
use crate::plain::table::{Pace, Said, Table};
use crate::study::chance;
use crate::study::event::Paper;
use crate::study::exam::draw;
use crate::study::exam::report::{Earned, Mark, Report, answer};
use crate::study::language::Language;
use crate::study::session::{Item, Session, Why};

impl<R: BufRead, W: Write> Table<'_, R, W> {
    /// Tells how the exam ended that was begun then, and asks what next. Gives back the paper of a
    /// retake, if the learner wants one.
    pub fn after_exam(
        &mut self,
        hall: &Hall<'_>,
        begun: Timestamp,
        load: &mut Load<'_>,
    ) -> io::Result<Option<Paper>> {
        let Some(report) = self.report_of(hall, begun) else {
            return Ok(None);
        };
        self.tell_report(hall, &report)?;
        self.what_next(hall, report, load)
    }

    fn report_of(&self, hall: &Hall<'_>, begun: Timestamp) -> Option<Report> {
        let progress = self.progress.course(&hall.course.id)?;
        Report::new(begun, progress, hall.bank)
    }

    fn tell_report(&mut self, hall: &Hall<'_>, report: &Report) -> io::Result<()> {
        self.say(&format!(
            "{} {}",
            words::ended(report),
            words::taken(report)
        ))?;
        self.say("")?;
        self.say("By section.")?;
        for (id, tally) in report.by_section() {
            let mut sections = hall.course.sections.iter();
            let title = sections
                .find(|section| section.id == id)
                .map_or_else(|| id.to_string(), Heading::full_title);
            self.say(&format!("{title}: {}.", words::tally(&tally)))?;
        }
        let outcomes = report.by_outcome(hall.bank);
        if !outcomes.is_empty() {
            self.say("")?;
            self.say("By learning outcome.")?;
        }
        for (id, tally) in outcomes {
            let mut aims = hall.course.outcomes.iter();
            let aim = aims.find(|aim| aim.id == id);
            let text = aim.map_or(&id, |aim| &aim.text);
            self.say(&format!("{text}: {}.", words::tally(&tally)))?;
        }
        for (at, mark) in report.marks.iter().enumerate() {
            self.say("")?;
            self.tell_mark(hall, report, at, mark)?;
        }
        Ok(())
    }

    /// One question: what was asked and answered, what is right, what the author says.
    fn tell_mark(
        &mut self,
        hall: &Hall<'_>,
        report: &Report,
        at: usize,
        mark: &Mark,
    ) -> io::Result<()> {
        let known = hall.bank.get(&mark.question);
        let name = known.map_or_else(
            || mark.question.to_string(),
            |(section, question)| sheet::name_in_full(section, question),
        );
        self.say(&format!(
            "Question {}. {name}. {}.",
            at + 1,
            words::earned(mark.earned)
        ))?;
        let Some((_, question)) = known else {
            return Ok(());
        };
        self.say_blocks(&question.prompt)?;
        let quiz = self.quiz_of(hall, report, question, &mark.question);
        let Phase::Shown(answered) = &quiz.phase else {
            return Ok(());
        };
        if let Some(own) = words::own(question, &answered.response) {
            self.say(&own)?;
        }
        if mark.earned != Earned::Marks(1.0)
            && let Some(right) = words::right(question)
        {
            self.say(&right)?;
        }
        self.tell(hall.course, question, &quiz, answered)
    }

    /// The question as it was answered in the exam, or as one that was not.
    fn quiz_of(&self, hall: &Hall<'_>, report: &Report, question: &Question, id: &FullId) -> Quiz {
        let progress = self.progress.course(&hall.course.id);
        let attempt = progress.and_then(|progress| answer(progress, report.begun, id));
        let seed = report.paper.seed.into();
        let language = Language::of_tag(&hall.course.language);
        match attempt {
            Some(attempt) => Quiz::again(question, &attempt, language, seed, self.settings.shuffle),
            None => Quiz::left_empty(question, report.begun, seed, self.settings.shuffle),
        }
    }

    fn what_next(
        &mut self,
        hall: &Hall<'_>,
        mut report: Report,
        load: &mut Load<'_>,
    ) -> io::Result<Option<Paper>> {
        loop {
            let (wrong, to_mark) = (report.wrong(), self.to_mark(hall, &report));
            let mut ways = Vec::new();
            if !to_mark.is_empty() {
                let n = words::count(to_mark.len(), "answer that is", "answers that are");
                ways.push(format!("m marks the {n} yours to mark"));
            }
            if !wrong.is_empty() {
                let n = words::count(wrong.len(), "question", "questions");
                ways.push(format!("p practises the {n} with less than full marks"));
                ways.push("r asks them in a new exam".to_owned());
            }
            ways.push("q leaves".to_owned());
            self.say("")?;
            self.say(&format!("{}.", ways.join(", ")))?;
            let Said::Line(line) = self.hear()? else {
                return Ok(None);
            };
            match line.trim() {
                "q" => return Ok(None),
                "m" => {
                    if self.mark_exam(hall, &report, &to_mark)? == Pace::Left {
                        return Ok(None);
                    }
                    let Some(marked) = self.report_of(hall, report.begun) else {
                        return Ok(None);
                    };
                    report = marked;
                    self.say(&words::result(&report))?;
                }
                "p" if !wrong.is_empty() => {
                    let mut asked = report.paper.questions.clone();
                    asked.retain(|id| wrong.contains(id));
                    let items = asked.into_iter().map(|question| Item {
                        course: hall.course.id.clone(),
                        question,
                        why: Why::Chosen,
                    });
                    self.review(Session::new(items), load)?;
                }
                "r" if !wrong.is_empty() => {
                    let at = self.now();
                    let chance = self.seed ^ at.as_millisecond().cast_unsigned();
                    let seed = chance::short(chance);
                    return Ok(Some(draw::again(hall.bank, &report.paper, &wrong, seed)));
                }
                _ => {}
            }
        }
    }

    /// The places of the questions that are the learner's to mark, or may have been a slip.
    fn to_mark(&self, hall: &Hall<'_>, report: &Report) -> Vec<usize> {
        let is_near = |mark: &Mark| {
            let known = hall.bank.get(&mark.question);
            let quiz = known
                .map(|(_, question)| self.quiz_of(hall, report, question, &mark.question).phase);
            matches!(quiz, Some(Phase::Shown(answered)) if answered.outcome.near.is_some())
        };
        let marks = report.marks.iter().enumerate();
        let to_mark = marks.filter(|(_, mark)| match mark.earned {
            Earned::ToMark => true,
            Earned::Marks(score) => score < 1.0 && is_near(mark),
            Earned::Empty | Earned::Gone => false,
        });
        to_mark.map(|(at, _)| at).collect()
    }

    /// Has the learner mark what is theirs to mark.
    fn mark_exam(
        &mut self,
        hall: &Hall<'_>,
        report: &Report,
        places: &[usize],
    ) -> io::Result<Pace> {
        for at in places {
            let id = &report.marks[*at].question;
            let Some((_, question)) = hall.bank.get(id) else {
                continue;
            };
            let quiz = self.quiz_of(hall, report, question, id);
            let Phase::Shown(answered) = &quiz.phase else {
                continue;
            };
            self.say("")?;
            self.say(&format!("Question {}.", at + 1))?;
            self.say_blocks(&question.prompt)?;
            if let Some(own) = words::own(question, &answered.response) {
                self.say(&own)?;
            }
            let before = self.schedule(hall.course, id);
            let pace = self.show(&mut Shown {
                course: hall.course,
                question,
                full: id,
                answered: answered.clone(),
                quiz: &quiz,
                before,
                proposed: None,
            })?;
            if pace == Pace::Left {
                return Ok(pace);
            }
        }
        Ok(Pace::On)
    }
}
