//! The answer to a question in a book: the key, the model answer, and all that is said after it.

use super::question::LETTERS;
use super::set::Set;
use crate::app::quiz::Quiz;
use crate::course::block::{Block, Inline, Target};
use crate::course::question::{Choice, Evidence, Gap, Gaps, Kind, Pairing, Question};
use crate::export::html::blocks::{Around as _, push_in, push_inlines};
use crate::export::html::escaped;
use crate::study::words::key_in_words;
use crate::text::Clean;

impl Set<'_> {
    /// All that answers a question; nothing where there is nothing.
    pub fn answer(&mut self, out: &mut String, question: &Question, quiz: &Quiz) {
        self.key(out, question, quiz);
        let feedback = &question.feedback;
        self.part(out, "Model answer", &question.answer);
        if let Kind::Open { points } = &question.kind
            && !points.is_empty()
        {
            self.label(out, "Key points");
            push_in(out, "ul", |out| {
                for point in points {
                    out.push_str(&format!("<li>{}</li>\n", escaped(&point.text)));
                }
            });
        }
        for (title, blocks) in [
            ("If right", &feedback.right),
            ("If wrong", &feedback.wrong),
            ("Feedback", &feedback.always),
            ("Discussion", &question.discussion),
            ("Author’s reflection", &question.reflection),
        ] {
            self.part(out, title, blocks);
        }
        // By itself it would answer nothing.
        if let Some(evidence) = question.evidence.as_ref().filter(|_| !out.is_empty()) {
            self.evidence(out, evidence);
        }
    }

    fn part(&mut self, out: &mut String, title: &str, blocks: &[Block]) {
        if !blocks.is_empty() {
            self.label(out, title);
            self.lines(out, blocks);
        }
    }

    /// What is right, as far as the kind has a key.
    fn key(&mut self, out: &mut String, question: &Question, quiz: &Quiz) {
        match &question.kind {
            Kind::Choice(options) | Kind::Choices(options) => {
                let choices = quiz.order.iter().filter_map(|at| options.choices.get(*at));
                self.choices_marked(out, choices);
            }
            Kind::Match(pairing) | Kind::Sort(pairing) => self.pairs(out, pairing),
            Kind::Order(sequence) => {
                self.label(out, "Right order");
                push_in(out, "ol", |out| {
                    for item in &sequence.items {
                        self.item(out, &item.text, &item.feedback);
                    }
                });
            }
            Kind::Gaps(gaps) => self.filled(out, gaps),
            Kind::TrueFalse { .. } | Kind::Text(_) | Kind::Number(_) => {
                let words = key_in_words(question).unwrap_or_default();
                let own = self.own("Right answer");
                out.push_str(&format!(
                    "<p><strong>{own}</strong>: {}</p>\n",
                    escaped(&words)
                ));
            }
            Kind::Open { .. } | Kind::Activity | Kind::Unknown(_) => {}
        }
    }

    /// The options in the order in which they are asked, each with what it is.
    fn choices_marked<'c>(&mut self, out: &mut String, choices: impl Iterator<Item = &'c Choice>) {
        push_in(out, LETTERS, |out| {
            for choice in choices {
                let words = if choice.correct { "right" } else { "not right" };
                let mut line = choice.text.clone();
                line.push(plain(" – "));
                self.marked_item(out, &line, words, &choice.feedback);
            }
        });
    }

    fn marked_item(&mut self, out: &mut String, line: &[Inline], mark: &str, more: &[Block]) {
        out.push_str("<li>");
        push_inlines(out, line, self);
        out.push_str(&format!("<strong>{}</strong>\n", self.own(mark)));
        self.lines(out, more);
        out.push_str("</li>\n");
    }

    fn pairs(&mut self, out: &mut String, pairing: &Pairing) {
        self.label(out, "Right answer");
        push_in(out, "ul", |out| {
            for item in &pairing.items {
                let mut line = item.text.clone();
                line.push(plain(" → "));
                line.extend(
                    pairing
                        .targets
                        .get(item.target)
                        .cloned()
                        .unwrap_or_default(),
                );
                self.item(out, &line, &item.feedback);
            }
        });
    }

    fn filled(&mut self, out: &mut String, gaps: &Gaps) {
        self.label(out, "Right answer");
        let right = |at: usize| {
            let word = gaps.gaps.get(at).map(Gap::right);
            Clean::words(&word.unwrap_or_default())
        };
        let mut blocks = gaps.filled(right);
        for block in &mut blocks {
            block.each_line(&mut |line| line.iter_mut().for_each(stressed));
        }
        self.lines(out, &blocks);
        for gap in &gaps.gaps {
            self.lines(out, &gap.feedback);
        }
    }

    fn item(&mut self, out: &mut String, line: &[Inline], more: &[Block]) {
        out.push_str("<li>");
        push_inlines(out, line, self);
        out.push('\n');
        self.lines(out, more);
        out.push_str("</li>\n");
    }

    /// Where the text says so: the phrase, and the way to it where that is not this section.
    fn evidence(&mut self, out: &mut String, evidence: &Evidence) {
        let own = self.section.map(|own| &own.id);
        let Some(id) = evidence.section.as_ref().or(own) else {
            return;
        };
        let Some(index) = self.book.places.section(id) else {
            return;
        };
        let slug = evidence.phrase.strip_prefix('#').map(Clean::words);
        let mut parts = Vec::new();
        if slug.is_none() {
            parts.push(format!("“{}”", escaped(&evidence.phrase)));
        }
        if slug.is_some() || Some(id) != own {
            let title = escaped(&self.book.course.sections[index].full_title());
            parts.push(match self.link(&Target::Section(id.clone(), slug)) {
                Some(attributes) => format!("<a {attributes}>{title}</a>"),
                None => title,
            });
        }
        let own = self.own("In the text");
        out.push_str(&format!(
            "<p class=\"aside\">{own}: {}</p>\n",
            parts.join(", ")
        ));
    }
}

/// What stands in a gap is said strongly.
fn stressed(inline: &mut Inline) {
    if matches!(inline.target, Some(Target::Gap(_))) {
        inline.face.strong = true;
    }
}

fn plain(words: &str) -> Inline {
    Inline::plain(Clean::words(words))
}
