//! A review, one numbered prompt at a time: what is due, then what comes next.
//!
//! **Invariant:** the same events as on the screen; the session only says what is asked.

use std::io::{self, BufRead, Write};

use crate::app::review::end;
use crate::app::sheet;
use crate::course::id::FullId;
use crate::course::{Course, Section};
use crate::plain::plan::SHOWN;
use crate::plain::quiz::Fate;
use crate::plain::table::Table;
use crate::study::history::History;
use crate::study::progress::Progress;
use crate::study::schedule::Schedule;
use crate::study::session::{Deed, Item, Session, Why};
use crate::text::Clean;

/// Brings a question's course and section; `None` if it is in no course any more.
pub type Load<'a> = dyn FnMut(&mut Progress, &Item) -> Option<(Course, Section)> + 'a;

impl<R: BufRead, W: Write> Table<'_, R, W> {
    /// Asks the questions of a session.
    pub fn review(&mut self, mut session: Session, load: &mut Load<'_>) -> io::Result<()> {
        let begun = self.now();
        for agenda in session.agendas(self.progress, begun) {
            self.say_plan(&agenda, SHOWN)?;
        }
        if session.current().is_none() {
            self.say("Nothing is due.")?;
        }
        let mut leeches: Vec<(Clean, FullId)> = Vec::new();
        while let Some(item) = session.current().cloned() {
            let Some((course, section)) = load(self.progress, &item) else {
                session.pass_over();
                continue;
            };
            let Some(question) = section.question(&item.question.question) else {
                session.pass_over();
                continue;
            };
            let (at, all) = session.place();
            self.say("")?;
            self.say(&format!(
                "Review, {at} of {all}. {}, {}. {}, {}.{}",
                course.title,
                section.title,
                sheet::name_in_full(&section, question),
                question.kind.name(),
                match item.why {
                    Why::New => " New.",
                    Why::Again => " Once more.",
                    Why::Due | Why::Chosen => "",
                }
            ))?;
            if let Some(group) = section.group_of(question) {
                self.say_blocks(&group.introduction)?;
            }
            let deed = match self.ask(&course, &section, &item.question)? {
                Fate::Left => {
                    session.stop();
                    break;
                }
                Fate::Held => Deed::Held,
                Fate::Skipped => Deed::Skipped,
                Fate::Answered(at) => {
                    let state = self.progress.course(&item.course);
                    let history = state.and_then(|state| state.questions.get(&item.question));
                    let schedule = history.and_then(History::schedule);
                    let leech = (course.title.clone(), item.question.clone());
                    if schedule.is_some_and(Schedule::is_leech) && !leeches.contains(&leech) {
                        leeches.push(leech);
                    }
                    let latest = history.and_then(History::latest);
                    match latest.filter(|attempt| attempt.at == at) {
                        Some(attempt) => Deed::Answered {
                            at,
                            rating: attempt.rating,
                        },
                        // It was taken back meanwhile.
                        None => Deed::Skipped,
                    }
                }
            };
            session.finish(deed);
        }
        let tally = session.tally();
        self.say("")?;
        let seconds = self.now().duration_since(begun).as_secs();
        for line in end::told(&tally, seconds) {
            self.say(&line)?;
        }
        if tally.gone > 0 {
            self.say(&end::gone(tally.gone))?;
        }
        if !leeches.is_empty() {
            self.say(&format!("{}.", end::LEECHES))?;
            for (course, question) in &leeches {
                self.say(&format!("{course}, {question}."))?;
            }
            self.say(&end::against_leeches(":away"))?;
        }
        let now = self.now();
        for line in end::next(self.progress, session.goals(), (&self.day(), now)) {
            self.say(&line.replace('\u{a0}', " "))?;
        }
        Ok(())
    }
}
