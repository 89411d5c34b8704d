//! A question as it is asked in a book: what there is to choose from, nothing that would tell.

use jiff::Timestamp;

use super::Answers;
use super::set::{Set, Stand};
use crate::app::quiz::Quiz;
use crate::app::settings::Asked;
use crate::app::sheet;
use crate::course::block::Inline;
use crate::course::question::{GapKey, Gaps, Kind, Pairing, Question};
use crate::export::html::blocks::{push_in, push_inlines};
use crate::export::html::escaped;
use crate::text::Clean;

impl Set<'_> {
    /// Asks the question of the section at that index, unless it was asked before.
    pub fn ask(&mut self, out: &mut String, at: usize) {
        let Some((section, question)) = self
            .section
            .and_then(|section| Some((section, section.questions.get(at)?)))
        else {
            return;
        };
        if !self.asked.insert(at) {
            return;
        }
        // The same at all times: a book doesn't change from one export to the next.
        let quiz = Quiz::ask(question, Timestamp::UNIX_EPOCH, 0, Asked::Yes);
        let id = self.id('q', at + 1);
        let level = self.below();
        let name = escaped(&format!(
            "{}. {}",
            at + 1,
            sheet::name_in_full(section, question)
        ));
        let says = self.binding.says("assessment");
        let tag = format!("section class=\"question\" id=\"{id}\"{says}");
        push_in(out, &tag, |out| {
            out.push_str(&format!("<h{level}>{name}</h{level}>\n"));
            if question.group != self.group {
                self.group.clone_from(&question.group);
                if let Some(group) = section.group_of(question) {
                    self.lines(out, &group.introduction);
                }
            }
            self.lines(out, &question.prompt);
            self.choices(out, question, &quiz);
            if !question.prefill.trim().is_empty() {
                let prefill = escaped(&Clean::lines(&question.prefill));
                out.push_str(&format!("<pre>{prefill}</pre>\n"));
            }
            if !question.hint.is_empty() {
                self.folded(out, "Hint", |set, out| set.lines(out, &question.hint));
            }
            if self.book.answers == Answers::With {
                self.answer_to(out, question, &quiz, at, &name);
            }
        });
    }

    /// What is seen when it is asked for.
    fn folded(
        &mut self,
        out: &mut String,
        title: &str,
        inner: impl FnOnce(&mut Self, &mut String),
    ) {
        push_in(out, "details", |out| {
            out.push_str(&format!("<summary>{}</summary>\n", self.own(title)));
            inner(self, out);
        });
    }

    /// The answer where answers stand, with the way there.
    fn answer_to(
        &mut self,
        out: &mut String,
        question: &Question,
        quiz: &Quiz,
        at: usize,
        name: &str,
    ) {
        let mut answer = String::new();
        self.answer(&mut answer, question, quiz);
        if answer.is_empty() {
            return;
        }
        match self.binding.answers() {
            Stand::Folded => self.folded(out, "Answer", |_, out| out.push_str(&answer)),
            Stand::End => {
                let (there, back) = (self.id('a', at + 1), self.id('q', at + 1));
                let way = self.way_here(&there);
                out.push_str(&format!("<p><a {way}>{}</a></p>\n", self.own("Answer")));
                let says = self.binding.says("answer");
                let level = self.level_of_answers();
                let way = self.way_here(&back);
                self.answers.push_str(&format!(
                    "<section id=\"{there}\"{says}>\n<h{level}><a {way}>{name}</a></h{level}>\n{answer}</section>\n"
                ));
            }
        }
    }

    /// What there is to choose from, to put in place, or to fill.
    fn choices(&mut self, out: &mut String, question: &Question, quiz: &Quiz) {
        match &question.kind {
            Kind::Choice(options) | Kind::Choices(options) => {
                if matches!(question.kind, Kind::Choices(_)) {
                    self.say(out, "More than one may be right.");
                }
                let choices = quiz.order.iter().filter_map(|at| options.choices.get(*at));
                self.list(out, LETTERS, choices.map(|choice| &*choice.text));
            }
            Kind::TrueFalse { .. } => self.say(out, "True or false?"),
            Kind::Match(pairing) | Kind::Sort(pairing) => self.pairing(out, pairing, quiz),
            Kind::Order(sequence) => {
                self.label(out, "To be put in order");
                let items = quiz.order.iter().filter_map(|at| sequence.items.get(*at));
                self.list(out, "ul", items.map(|item| &*item.text));
            }
            Kind::Gaps(gaps) => self.gaps(out, gaps),
            Kind::Open { .. } | Kind::Activity | Kind::Text(_) | Kind::Number(_) => {}
            Kind::Unknown(_) => {}
        }
    }

    fn pairing(&mut self, out: &mut String, pairing: &Pairing, quiz: &Quiz) {
        let items = quiz.order.iter().filter_map(|at| pairing.items.get(*at));
        self.list(out, "ul", items.map(|item| &*item.text));
        self.label(out, "To be put to");
        let targets = quiz
            .targets
            .iter()
            .filter_map(|at| pairing.targets.get(*at));
        self.list(out, "ul", targets.map(|target| &**target));
    }

    fn gaps(&mut self, out: &mut String, gaps: &Gaps) {
        let blank = |at: usize| Clean::words(&format!("({}) ______", at.saturating_add(1)));
        self.lines(out, &gaps.filled(blank));
        for (at, gap) in gaps.gaps.iter().enumerate() {
            if let GapKey::Chosen(options) = &gap.key {
                let mut words: Vec<&str> = options.iter().map(|option| &*option.text).collect();
                // The author's order would tell, where the right one is always the first.
                words.sort_unstable();
                let own = self.own(&format!("To choose from for ({})", at + 1));
                let words = escaped(&words.join("; "));
                out.push_str(&format!("<p>{own}: {words}</p>\n"));
            }
        }
    }

    /// A list of lines.
    pub fn list<'l>(
        &mut self,
        out: &mut String,
        tag: &str,
        lines: impl Iterator<Item = &'l [Inline]>,
    ) {
        push_in(out, tag, |out| {
            for line in lines {
                out.push_str("<li>");
                push_inlines(out, line, self);
                out.push_str("</li>\n");
            }
        });
    }

    /// The questions that the text has no place for.
    pub fn ask_the_rest(&mut self, out: &mut String) {
        let n = self.section.map_or(0, |section| section.questions.len());
        let is_asked = |at: &usize| self.asked.contains(at);
        if !(0..n).all(|at| is_asked(&at)) {
            let words = self.own("Questions");
            self.heading(out, &words);
            for at in 0..n {
                self.ask(out, at);
            }
        }
    }
}

/// A list by letters.
pub(super) const LETTERS: &str = "ol type=\"a\"";
