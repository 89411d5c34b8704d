//! Questions that stand in a text, or in a file beside it, until their places in the course are known.
//!
//! **Invariant:** each is taken in once; the text around them keeps its words and their order.

use std::borrow::Cow;
use std::collections::HashMap;

use super::cards::{self, Card, Piece};
use super::fence::Fence;
use super::reader::{self, Asked, Reader};
use super::{include, quiz};
use crate::course::Footnote;
use crate::course::block::{Block, Inline};
use crate::course::id::QuestionId;
use crate::course::problem::{Place, quoted};
use crate::course::question::{Gap, GapKey, Gaps, Kind, Question, TextKey};
use crate::import::{flat, html};
use crate::markup::decode;
use crate::markup::entry::{Document, Found, Purpose};
use crate::markup::{markdown, question};
use crate::text::Clean;

/// What the mark of a quiz begins with in the texts of mdBook.
const QUIZ: &str = "{{#quiz ";

/// What stands in a text that is read, beside its blocks.
#[derive(Default)]
pub struct Placed {
    /// What is asked at each place, and whose turn it is where it has none.
    asked: HashMap<QuestionId, (usize, Vec<Asked>)>,
    /// Footnotes that were not mentioned yet.
    pub footnotes: Vec<Footnote>,
}

impl Placed {
    /// Marks a place in a text where something is asked.
    fn mark(&mut self, asked: Vec<Asked>) -> String {
        // No author calls a question so, and one who does loses a place, not a question.
        let id = QuestionId::new(&format!("placed-here-{}", self.asked.len() + 1));
        let id = id.expect("letters and a number are fit");
        let mark = format!("{{{{question {id}}}}}");
        self.put(id, asked);
        mark
    }

    fn put(&mut self, id: QuestionId, asked: Vec<Asked>) {
        let turn = self.asked.len();
        self.asked
            .entry(id)
            .or_insert((turn, Vec::new()))
            .1
            .extend(asked);
    }

    /// What is asked at a place.
    pub fn take(&mut self, id: &QuestionId) -> Option<Vec<Asked>> {
        Some(self.asked.remove(id)?.1)
    }

    /// Is there anything left?
    pub fn is_empty(&self) -> bool {
        self.asked.is_empty() && self.footnotes.is_empty()
    }

    /// What had no place in the text, in its order.
    pub fn rest(self) -> Vec<Asked> {
        let mut rest: Vec<_> = self.asked.into_values().collect();
        rest.sort_by_key(|(turn, _)| *turn);
        rest.into_iter().flat_map(|(_, asked)| asked).collect()
    }
}

impl Reader<'_> {
    /// The text of the file that is read, with our own marks where cards and quizzes stood, and what is
    /// asked in it.
    pub fn place<'t>(&mut self, text: &'t str) -> (Cow<'t, str>, Placed) {
        let mut placed = Placed::default();
        let mut text = Cow::Borrowed(text);
        if self.files.is_some() && text.contains("{{#") {
            text = include::expand(self, &text).into();
        }
        if cards::are_in(&text) {
            let mut out = String::with_capacity(text.len());
            for piece in cards::pieces(&text) {
                match piece {
                    Piece::Text(words) => out.push_str(words),
                    Piece::Card(card) => {
                        let mark = placed.mark(vec![self.card(&card)]);
                        out.push_str(&format!("\n\n{mark}\n\n"));
                    }
                }
            }
            text = out.into();
        }
        if text.contains(QUIZ) {
            text = self.quizzes(&text, &mut placed).into();
        }
        self.beside(&mut placed);
        (text, placed)
    }

    /// The text with our marks in place of those of quizzes.
    fn quizzes(&mut self, text: &str, placed: &mut Placed) -> String {
        let mut out = String::with_capacity(text.len());
        let mut fence = Fence::default();
        for line in text.split_inclusive('\n') {
            let mut rest = line;
            if fence.holds(line) {
                out.push_str(line);
                continue;
            }
            while let Some((before, behind)) = rest.split_once(QUIZ)
                && let Some((path, after)) = behind.split_once("}}")
            {
                out.push_str(before);
                let is_alone = before.trim().is_empty();
                if let Some(asked) = self.quiz(path.trim()) {
                    let mark = placed.mark(asked);
                    out.push_str(if is_alone { "" } else { "\n" });
                    out.push_str(&mark);
                    out.push_str(if after.trim().is_empty() { "" } else { "\n" });
                }
                rest = after;
            }
            out.push_str(rest);
        }
        out
    }

    /// The questions of a quiz that the text names, unless they were taken in already.
    fn quiz(&mut self, path: &str) -> Option<Vec<Asked>> {
        let found = html::resolve(&self.file, path).and_then(|(path, _)| {
            let bytes = self.files?.read(&path).ok()?;
            Some((path, bytes))
        });
        let file = self.file.clone();
        let Some((path, bytes)) = found else {
            let what = format!("the quiz {} is not there", quoted(path));
            self.course.note_at(&file, &what);
            return None;
        };
        if !self.quizzes.insert(path.clone()) {
            let what = format!("the quiz {} stands here again", quoted(&path));
            self.course.note_at(&file, &what);
            return None;
        }
        Some(quiz::read(self, &path, &bytes))
    }

    /// A card as a question.
    fn card(&mut self, card: &Card) -> Asked {
        let (question, spare) = match *card {
            Card::Asked(asked, answer) => {
                let kind = Kind::Open { points: Vec::new() };
                let question = Question {
                    prompt: self.blocks(asked),
                    answer: self.blocks(answer),
                    ..Question::new(reader::unnamed(), kind)
                };
                (question, "card")
            }
            Card::Cloze(text) => (self.cloze(text), "gaps"),
        };
        let named = match &question.kind {
            Kind::Gaps(gaps) => &gaps.text,
            _ => &question.prompt,
        };
        Asked {
            wanted: reader::named(named, spare),
            question,
            group: None,
        }
    }

    /// A text with brackets as one with gaps; where a gap would be lost, as one that is told whole.
    fn cloze(&mut self, text: &str) -> Question {
        let places = cards::gaps(text);
        let mut marked = String::with_capacity(text.len() + places.len() * 4);
        let mut gaps = Vec::new();
        let mut done = 0;
        for (n, place) in places.iter().enumerate() {
            let inside = &text[place.start + 1..place.end - 1];
            let words = flat::words(&markdown::inline(inside));
            marked.push_str(&text[done..place.start]);
            marked.push_str(&format!("{{{{{}}}}}", n + 1));
            done = place.end;
            gaps.push(Gap {
                name: Clean::words(&(n + 1).to_string()),
                key: GapKey::Typed(TextKey {
                    accept: vec![quiz::literal(&words)],
                    reject: Vec::new(),
                    case: false,
                }),
                feedback: Vec::new(),
            });
        }
        marked.push_str(&text[done..]);
        let mut blocks = self.blocks(marked.trim());
        let mut seen = 0;
        for block in &mut blocks {
            block.each_line(&mut |line| {
                *line = question::open(line, &mut |name| {
                    let is_next = name.parse() == Ok(seen + 1) && seen < gaps.len();
                    seen += usize::from(is_next);
                    is_next.then(|| seen - 1)
                });
            });
        }
        let has_words = gaps.iter().all(|gap| !gap.right().trim().is_empty());
        if seen == gaps.len() && has_words {
            let prompt = Inline::plain(Clean::words("Fill the gaps."));
            let gaps = Gaps {
                text: blocks,
                gaps,
                shuffle: true,
            };
            return Question {
                prompt: vec![Block::Paragraph(vec![prompt])],
                ..Question::new(reader::unnamed(), Kind::Gaps(gaps))
            };
        }
        let (mut hidden, mut shown, mut done) = (String::new(), String::new(), 0);
        for place in &places {
            let before = &text[done..place.start];
            hidden.push_str(before);
            hidden.push('…');
            shown.push_str(before);
            shown.push_str(&text[place.start + 1..place.end - 1]);
            done = place.end;
        }
        hidden.push_str(&text[done..]);
        shown.push_str(&text[done..]);
        Question {
            prompt: self.blocks(hidden.trim()),
            answer: self.blocks(shown.trim()),
            ..Question::new(reader::unnamed(), Kind::Open { points: Vec::new() })
        }
    }

    /// Questions in our own syntax, in the file beside the text.
    fn beside(&mut self, placed: &mut Placed) {
        let stem = self
            .file
            .rsplit_once('.')
            .map_or(&*self.file, |(stem, _)| stem);
        let file = format!("{stem}.toml");
        let Some(bytes) = self.files.and_then(|files| {
            let is_there = files.names().binary_search(&file).is_ok();
            if is_there {
                files.read(&file).ok()
            } else {
                None
            }
        }) else {
            return;
        };
        let decoded = decode::decode(&bytes);
        let text = decode::blank_controls(&decoded.text);
        if quiz::is_quiz(&text) || !text.contains("[[question") {
            return;
        }
        let mut found = Found::new(&file, &text, &decoded, Purpose::Study);
        let document = Document::read(&text, &["question", "group"], &mut found);
        let groups = question::groups(&document.entries("group", &mut found), &mut found);
        let questions = question::questions(&document.entries("question", &mut found), &mut found);
        for mut question in questions {
            let name = question.group.take();
            let group = name.and_then(|name| groups.iter().find(|group| group.id == name).cloned());
            let is_elsewhere = question
                .evidence
                .as_ref()
                .is_some_and(|it| it.section.is_some());
            if is_elsewhere {
                question.evidence = None;
                let what = format!(
                    "where the text answers {} is not kept",
                    quoted(question.id.as_str())
                );
                self.course.note_at(&file, &what);
            }
            question.place = Place::default();
            self.settle_question(&mut question);
            let id = question.id.clone();
            let asked = Asked {
                wanted: id.to_string(),
                question,
                group,
            };
            placed.put(id, vec![asked]);
        }
        self.note_all(found.report.finish());
    }
}
