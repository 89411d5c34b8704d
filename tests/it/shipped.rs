//! What the courses that come with Recto promise: every question can be answered, says why, and rests
//! on the text; nothing is cut; nothing is taken from elsewhere.

#![allow(
    clippy::print_stdout,
    reason = "what was measured or skipped is there to be read"
)]
#![allow(clippy::float_cmp, reason = "all and nothing are exact")]

mod answers;
mod sources;
mod tables;
mod tour;
mod whole;

use recto::course::block::{Block, FaceKind, Inline, Target};
use recto::course::question::{GapKey, Kind, Question};
use recto::course::{Course, Section};
use recto::store::bundled::{self, Bundled};
use recto::store::course_file;
use recto::store::source::Source;
use recto::text::Clean;

/// A shipped course, read whole.
pub struct Shipped {
    course: Course,
    sections: Vec<Section>,
}

impl Shipped {
    fn read(bundled: Bundled) -> Self {
        let source = Source::Bundled(bundled);
        let (course, _) = course_file::course(&source).unwrap();
        let sections = (0..course.sections.len())
            .map(|index| course_file::section(&source, &course, index).0)
            .collect();
        Self { course, sections }
    }

    fn questions(&self) -> impl Iterator<Item = (String, &Question)> {
        self.sections.iter().flat_map(|section| {
            let questions = section.questions.iter();
            questions.map(move |question| (format!("{}/{}", section.id, question.id), question))
        })
    }

    /// All that the course says, with its place: texts, questions, answers, the glossary.
    pub fn texts(&self) -> Vec<(String, Vec<Block>)> {
        let id = &self.course.id;
        let mut out = vec![(format!("{id}: about"), self.course.description.clone())];
        out.push((
            format!("{id}: thanks"),
            self.course.acknowledgements.clone(),
        ));
        for aim in &self.course.outcomes {
            out.push((format!("{id}: {}", aim.id), vec![paragraph(&aim.text)]));
        }
        for term in &self.course.glossary {
            out.push((format!("{id}: {}", term.term), term.definition.clone()));
        }
        for section in &self.sections {
            out.push((
                format!("{id}: {}", section.id),
                vec![paragraph(&section.title)],
            ));
            out.push((format!("{id}: {}", section.id), section.blocks.clone()));
            for note in &section.footnotes {
                out.push((format!("{id}: {}", section.id), note.blocks.clone()));
            }
            for group in &section.groups {
                out.push((format!("{id}: {}", section.id), group.introduction.clone()));
            }
        }
        for (name, question) in self.questions() {
            out.push((format!("{id}: {name}"), texts_of(question)));
        }
        out
    }

    /// All blocks of the text, those that lie in others too.
    fn blocks(&self) -> Vec<&Block> {
        fn add<'a>(block: &'a Block, out: &mut Vec<&'a Block>) {
            out.push(block);
            for child in block.children() {
                add(child, out);
            }
        }
        let mut out = Vec::new();
        let notes = self.sections.iter().flat_map(|section| &section.footnotes);
        let notes = notes.flat_map(|note| &note.blocks);
        let texts = self.sections.iter().flat_map(|section| &section.blocks);
        for block in texts.chain(notes) {
            add(block, &mut out);
        }
        out
    }
}

pub fn shipped() -> Vec<Shipped> {
    let courses: Vec<_> = bundled::courses().into_iter().map(Shipped::read).collect();
    assert!(
        courses.len() >= 2,
        "the bundled courses are not where they were"
    );
    courses
}

fn course(id: &str) -> Shipped {
    let mut all = shipped().into_iter();
    all.find(|shipped| shipped.course.id.as_str() == id)
        .unwrap()
}

/// The words of blocks, each block on lines of its own.
fn words(blocks: &[Block]) -> String {
    blocks.iter().map(|block| block.text() + "\n").collect()
}

/// Adds the words of blocks, but for code, maths, addresses, and the names of gaps.
pub fn push_said(blocks: &[Block], out: &mut String) {
    for block in blocks {
        match block {
            Block::Code { .. } | Block::Maths(_) => continue,
            Block::Callout {
                label,
                title: Some(title),
                ..
            } => out.push_str(&format!("{label} {title}\n")),
            Block::Figure(figure) => out.push_str(&format!("{}\n", figure.alternative)),
            _ => {}
        }
        for line in block.lines() {
            for inline in line {
                let is_address = inline.text.contains("://");
                let is_gap = matches!(inline.target, Some(Target::Gap(_)));
                if inline.face.kind == FaceKind::Text && !is_address && !is_gap {
                    out.push_str(&inline.text);
                } else {
                    out.push(' ');
                }
            }
            out.push('\n');
        }
        let children: Vec<Block> = block.children().cloned().collect();
        push_said(&children, out);
    }
}

fn paragraph(text: &Clean) -> Block {
    Block::Paragraph(vec![Inline::plain(text.clone())])
}

/// All that a question says.
fn texts_of(question: &Question) -> Vec<Block> {
    let Question { feedback, .. } = question;
    let pieces = [
        &question.prompt,
        &question.hint,
        &question.answer,
        &question.discussion,
        &question.reflection,
        &feedback.always,
        &feedback.right,
        &feedback.wrong,
    ];
    let mut out: Vec<Block> = pieces.into_iter().flatten().cloned().collect();
    let mut add = |text: &[Inline], feedback: &[Block]| {
        out.push(Block::Paragraph(text.to_vec()));
        out.extend(feedback.iter().cloned());
    };
    match &question.kind {
        Kind::Open { points } => points
            .iter()
            .for_each(|point| add(&[Inline::plain(point.text.clone())], &[])),
        Kind::Choice(key) | Kind::Choices(key) => key
            .choices
            .iter()
            .for_each(|choice| add(&choice.text, &choice.feedback)),
        Kind::Match(key) | Kind::Sort(key) => {
            key.items
                .iter()
                .for_each(|item| add(&item.text, &item.feedback));
            key.targets.iter().for_each(|target| add(target, &[]));
        }
        Kind::Order(key) => key
            .items
            .iter()
            .for_each(|item| add(&item.text, &item.feedback)),
        Kind::Gaps(key) => {
            add(&[], &key.text);
            for gap in &key.gaps {
                add(&[Inline::plain(Clean::words(&gap.right()))], &gap.feedback);
                if let GapKey::Chosen(options) = &gap.key {
                    for option in options {
                        add(&[Inline::plain(option.text.clone())], &[]);
                    }
                }
            }
        }
        Kind::TrueFalse { .. }
        | Kind::Text(_)
        | Kind::Number(_)
        | Kind::Activity
        | Kind::Unknown(_) => {}
    }
    out
}
