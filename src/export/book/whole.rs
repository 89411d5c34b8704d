//! The parts of a book: what the course is, a section, the glossary, the works, thanks and licence.

use std::collections::HashSet;

use super::Answers;
use super::places::{Part, section_id, term_id};
use super::set::{Set, Stand};
use crate::course::block::{Block, Inline, Target};
use crate::course::{Course, Section, check};
use crate::export::html::blocks::{push_in, push_inlines};
use crate::export::html::escaped;
use crate::text::Clean;

/// Who wrote the course, in a line, where somebody says so.
pub(super) fn push_authors(out: &mut String, course: &Course) {
    if !course.authors.is_empty() {
        let names: Vec<_> = course.authors.iter().map(|name| escaped(name)).collect();
        out.push_str(&format!("<p>{}</p>\n", names.join(", ")));
    }
}

impl Set<'_> {
    /// A part that is no section.
    pub fn matter(&mut self, out: &mut String, course: &Course) {
        match self.part {
            Part::About => self.about(out, course),
            Part::Glossary => self.glossary(out, course),
            Part::References => self.references(out, course),
            Part::End => self.end(out, course),
            Part::Section(_) => {}
        }
    }

    /// What the course is about, what it is to teach, and its exams.
    fn about(&mut self, out: &mut String, course: &Course) {
        self.blocks(out, &course.description);
        if !course.outcomes.is_empty() {
            let title = self.own("What you will be able to do");
            self.heading(out, &title);
            let items = course.outcomes.iter();
            push_items(out, items.map(|aim| escaped(&aim.text)));
        }
        if !course.exams.is_empty() {
            let title = self.own("Exams");
            self.heading(out, &title);
        }
        for exam in &course.exams {
            let title = escaped(&exam.title);
            out.push_str(&format!("<p><strong>{title}</strong></p>\n"));
            self.lines(out, &exam.description);
            let minutes = exam
                .minutes
                .map_or(String::new(), |minutes| format!(", in {minutes} minutes"));
            let pass = format!("{} % of the marks to pass", exam.pass);
            self.say(out, &format!("{} questions{minutes}; {pass}.", exam.n));
        }
    }

    /// A section whole: the text with its questions, then the answers that stand at its end, then
    /// its footnotes.
    pub fn section(&mut self, out: &mut String, title: &str, index: usize, section: &Section) {
        let tag = format!(
            "section id=\"{}\"{}",
            section_id(index),
            self.binding.says("chapter")
        );
        push_in(out, &tag, |out| {
            self.title(out, title);
            self.blocks(out, &section.blocks);
            self.ask_the_rest(out);
            self.answers_at_the_end(out);
            self.footnotes(out, section);
        });
    }

    fn answers_at_the_end(&mut self, out: &mut String) {
        let answers = std::mem::take(&mut self.answers);
        if answers.is_empty() || self.binding.answers() == Stand::Folded {
            return;
        }
        let tag = format!("section{}", self.binding.says("answers"));
        push_in(out, &tag, |out| {
            let title = self.own("Answers");
            self.heading(out, &title);
            out.push_str(&answers);
        });
    }

    /// The footnotes, but for those that only left out answers mention.
    fn footnotes(&mut self, out: &mut String, section: &Section) {
        let hidden = match self.book.answers {
            Answers::With => HashSet::new(),
            Answers::Without => mentions_beside_the_text(section),
        };
        let mut notes = String::new();
        for (at, note) in section.footnotes.iter().enumerate() {
            let n = at + 1;
            if hidden.contains(&note.label) && !self.mentioned.contains(&n) {
                continue;
            }
            let says = self.binding.says("footnote");
            let tag = format!("li id=\"{}\" value=\"{n}\"{says}", self.id('n', n));
            push_in(&mut notes, &tag, |out| {
                self.lines(out, &note.blocks);
                if self.mentioned.contains(&n) {
                    let way = self.way_here(&self.id('r', n));
                    let words = self.own("Back to the text");
                    out.push_str(&format!(
                        "<p><a {way} role=\"doc-backlink\">↩ {words}</a></p>\n"
                    ));
                }
            });
        }
        if !notes.is_empty() {
            let tag = format!("section{}", self.binding.says("footnotes"));
            push_in(out, &tag, |out| {
                let title = self.own("Notes");
                self.heading(out, &title);
                push_in(out, "ol", |out| out.push_str(&notes));
            });
        }
    }

    /// Words explained.
    fn glossary(&mut self, out: &mut String, course: &Course) {
        let tag = format!("dl{}", self.binding.says("glossary"));
        push_in(out, &tag, |out| {
            for (at, term) in course.glossary.iter().enumerate() {
                let id = term_id(at);
                let word = escaped(&term.term);
                out.push_str(&format!("<dt id=\"{id}\"><dfn>{word}</dfn></dt>\n"));
                push_in(out, "dd", |out| {
                    self.lines(out, &term.definition);
                    if !term.see.is_empty() {
                        let own = self.own("See also");
                        out.push_str(&format!("<p>{own}: "));
                        push_inlines(out, &related(&term.see), self);
                        out.push_str("</p>\n");
                    }
                });
            }
        });
    }

    /// Works cited.
    fn references(&mut self, out: &mut String, course: &Course) {
        self.list(out, "ul", course.references.iter().map(|work| &*work.text));
    }

    /// Thanks, where the course comes from, and what may be done with it.
    fn end(&mut self, out: &mut String, course: &Course) {
        self.lines(out, &course.acknowledgements);
        for (name, words) in [("Source", &course.source), ("Licence", &course.licence)] {
            if !words.is_empty() {
                let own = self.own(name);
                let words = escaped(words);
                out.push_str(&format!("<p><strong>{own}</strong>: {words}</p>\n"));
            }
        }
    }

    /// The level of the headings of answers at the end.
    pub fn level_of_answers(&self) -> u8 {
        (self.base() + 2).min(6)
    }
}

fn push_items(out: &mut String, items: impl Iterator<Item = String>) {
    push_in(out, "ul", |out| {
        for item in items {
            out.push_str(&format!("<li>{item}</li>\n"));
        }
    });
}

/// Related terms as links, with commas between.
fn related(terms: &[Clean]) -> Vec<Inline> {
    let mut line = Vec::new();
    for term in terms {
        if !line.is_empty() {
            line.push(Inline::plain(Clean::words(", ")));
        }
        line.push(Inline {
            target: Some(Target::Term(term.clone())),
            ..Inline::plain(term.clone())
        });
    }
    line
}

/// The footnotes that questions and other footnotes mention: without the answers, only those of them
/// go along that something mentions that was written.
fn mentions_beside_the_text(section: &Section) -> HashSet<&Clean> {
    let mut labels = HashSet::new();
    let asked = section.questions.iter().flat_map(check::blocks_of_question);
    let notes = section.footnotes.iter().flat_map(|note| &note.blocks);
    push_mentions(asked.chain(notes), &mut labels);
    labels
}

fn push_mentions<'b>(blocks: impl Iterator<Item = &'b Block>, labels: &mut HashSet<&'b Clean>) {
    for block in blocks {
        for inline in block.lines().into_iter().flatten() {
            if let Some(Target::Footnote(label)) = &inline.target {
                labels.insert(label);
            }
        }
        push_mentions(block.children(), labels);
    }
}
