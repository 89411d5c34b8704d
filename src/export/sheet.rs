//! The learner's own answers beside the model answers, to print or to hand in.
//!
//! **Invariant:** every question of the course is in it, answered or not, and every answered question
//! that the course has no more.

use super::document::{Document, Voice, own_paragraphs, plain};
use super::record;
use crate::app::sheet::name_in_full;
use crate::course::block::{Block, Inline};
use crate::course::id::FullId;
use crate::course::question::{Kind, Question};
use crate::course::{Course, Section};
use crate::study::day::Calendar;
use crate::study::event::Response;
use crate::study::history::{Attempt, History};
use crate::study::progress::CourseProgress;
use crate::study::record::gone;
use crate::study::words::{bare, in_words, key_in_words};
use crate::text::Clean;

/// The sheet of `course` with its `sections`, of the learner of that name if it is given.
pub fn document(
    course: &Course,
    sections: &[Section],
    done: Option<&CourseProgress>,
    name: Option<&Clean>,
    calendar: &Calendar,
) -> Document {
    let title = format!("{}: answers", course.title);
    let mut sheet = Sheet {
        document: Document::new(&title, &course.language),
        calendar,
    };
    sheet.document.learner(name);
    for section in sections
        .iter()
        .filter(|section| !section.questions.is_empty())
    {
        sheet.section(section, done);
    }
    let left = done.map_or(Vec::new(), |done| gone(done, sections));
    if !left.is_empty() {
        sheet.document.heading(2, "No longer in the course");
    }
    for (id, history) in left {
        sheet.document.heading(3, &id.to_string());
        if let Some(latest) = history.latest() {
            sheet.answer(&bare(latest.response), &latest);
        }
    }
    sheet.document
}

struct Sheet<'a> {
    document: Document,
    calendar: &'a Calendar,
}

impl Sheet<'_> {
    fn section(&mut self, section: &Section, done: Option<&CourseProgress>) {
        self.document.heading(2, &section.title);
        let mut group = None;
        for (at, question) in section.questions.iter().enumerate() {
            let name = name_in_full(section, question);
            self.document.heading(3, &format!("{}. {name}", at + 1));
            if question.group != group {
                group.clone_from(&question.group);
                let introduction = section.group_of(question).map(|group| &group.introduction);
                self.course(introduction.map_or(&[], Vec::as_slice));
            }
            self.course(&question.prompt);
            self.choices(question);
            let history = done.and_then(|done| done.questions.get(&full(section, question)));
            let latest = history.and_then(History::latest);
            match &latest {
                Some(latest) => self.answer(&in_words(question, latest.response), latest),
                None => self.document.label("Not answered yet"),
            }
            self.key(question, latest.as_ref());
        }
    }

    /// Blocks of the course, its headings as lines: the headings of a sheet are its own.
    fn course(&mut self, blocks: &[Block]) {
        let blocks = blocks.iter().map(|block| match block {
            Block::Heading { content, .. } => Block::Paragraph(content.clone()),
            block => block.clone(),
        });
        self.document.say(Voice::Course, blocks);
    }

    fn part(&mut self, label: &str, blocks: &[Block]) {
        if !blocks.is_empty() {
            self.document.label(label);
            self.course(blocks);
        }
    }

    /// What there is to choose from, to put in place, or to fill.
    fn choices(&mut self, question: &Question) {
        let list = |lines: Vec<&Vec<Inline>>| Block::List {
            start: Some(1),
            items: lines
                .into_iter()
                .map(|content| vec![Block::Paragraph(content.clone())])
                .collect(),
        };
        match &question.kind {
            Kind::Choice(options) | Kind::Choices(options) => {
                let choices = options.choices.iter().map(|choice| &choice.text);
                self.course(&[list(choices.collect())]);
            }
            Kind::Match(pairing) | Kind::Sort(pairing) => {
                let items = pairing.items.iter().map(|item| &item.text);
                self.course(&[list(items.collect())]);
                self.document.label("To be put to");
                self.course(&[list(pairing.targets.iter().collect())]);
            }
            Kind::Gaps(gaps) => {
                let blank = |at: usize| Clean::words(&format!("({}) …", at.saturating_add(1)));
                self.course(&gaps.filled(blank));
            }
            // The items of an order stand in the right one.
            _ => {}
        }
    }

    /// What the learner gave, when, and how it was marked.
    fn answer(&mut self, words: &str, latest: &Attempt<'_>) {
        let score = latest.score.map_or(String::new(), |score| {
            format!("marked {}, ", record::percent(score))
        });
        let day = record::day(self.calendar.date(latest.at));
        self.document.label(&format!("Own answer, {score}{day}"));
        let words = match latest.response {
            _ if words.trim().is_empty() => "(nothing)",
            Response::DontKnow => "(I don’t know)",
            _ => words,
        };
        self.document.own_words(words);
        if let Some(note) = latest.note {
            self.document.label("Own note");
            self.document.own_words(note);
        }
    }

    /// What would have been right.
    fn key(&mut self, question: &Question, latest: Option<&Attempt<'_>>) {
        if let Some(words) = key_in_words(question) {
            self.document.label("Right answer");
            self.document.say(Voice::Course, own_paragraphs(&words));
        }
        self.part("Model answer", &question.answer);
        if let Kind::Open { points } = &question.kind
            && !points.is_empty()
        {
            let ticks = latest.map_or(&[][..], |latest| latest.points);
            self.document.label(if ticks.is_empty() {
                "Key points"
            } else {
                "Key points, with those ticked that the answer has"
            });
            let items = points.iter().enumerate().map(|(at, point)| {
                let tick = match ticks.get(at) {
                    Some(true) => "☑ ",
                    Some(false) => "☐ ",
                    None => "",
                };
                vec![Block::Paragraph(vec![plain(&format!(
                    "{tick}{}",
                    point.text
                ))])]
            });
            let items = items.collect();
            let list = Block::List { start: None, items };
            self.document.say(Voice::Course, [list]);
        }
        self.part("Discussion", &question.discussion);
        self.part("Author’s reflection", &question.reflection);
    }
}

/// A question's full name.
pub(super) fn full(section: &Section, question: &Question) -> FullId {
    FullId {
        section: section.id.clone(),
        question: question.id.clone(),
    }
}
