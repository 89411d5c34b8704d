//! A course without its answers, still in our own format: each question becomes an activity that lists
//! what there is to choose from, to put in place or to fill.
//!
//! A question whose key is left out can't be marked, and a course with such questions would be a faulty
//! one; activities are written freely, and can be used to the full.
//!
//! **Invariant:** nothing stays of a key, a model answer, a discussion, a reflection, a feedback or the
//! evidence, nor an order that would tell. The text, the hints and the ids stay: once the answers come,
//! what the learner wrote finds its question again.

use jiff::Timestamp;

use crate::app::quiz::Quiz;
use crate::app::settings::Asked;
use crate::course::block::{Block, Inline, Target};
use crate::course::question::{Feedback, GapKey, Kind, Pairing, Question};
use crate::course::{Course, Section};
use crate::text::Clean;

/// `course` without its exams, which draw questions that are marked.
pub fn course(mut course: Course) -> Course {
    course.exams.clear();
    course
}

/// `section` without what answers its questions.
pub fn section(mut section: Section) -> Section {
    section.questions = section.questions.into_iter().map(question).collect();
    section
}

fn question(mut question: Question) -> Question {
    let mut listed = listed(&question);
    question.prompt.append(&mut listed);
    Question {
        kind: Kind::Activity,
        answer: Vec::new(),
        discussion: Vec::new(),
        reflection: Vec::new(),
        feedback: Feedback::default(),
        evidence: None,
        ..question
    }
}

/// What the kind of the question lists beside the prompt.
fn listed(question: &Question) -> Vec<Block> {
    // The same at all times, and the same as in a book.
    let quiz = Quiz::ask(question, Timestamp::UNIX_EPOCH, 0, Asked::Yes);
    match &question.kind {
        Kind::Choice(options) | Kind::Choices(options) => {
            let label = match question.kind {
                Kind::Choices(_) => "Choose all that are right:",
                _ => "Choose one:",
            };
            let choices = quiz.order.iter().filter_map(|at| options.choices.get(*at));
            let choices = choices.map(|choice| choice.text.clone());
            vec![words(label), list(Some(1), choices)]
        }
        Kind::TrueFalse { .. } => vec![words("True or false?")],
        Kind::Match(pairing) => pairs(pairing, &quiz, ["Match these:", "With these:"]),
        Kind::Sort(pairing) => pairs(pairing, &quiz, ["Sort these:", "Into these:"]),
        Kind::Order(sequence) => {
            let items = quiz.order.iter().filter_map(|at| sequence.items.get(*at));
            let items = items.map(|item| item.text.clone());
            vec![words("Put these in order:"), list(None, items)]
        }
        Kind::Gaps(gaps) => {
            let mut blocks = gaps.filled(|gap| Clean::words(&format!("({}) …", gap + 1)));
            for block in &mut blocks {
                block.each_line(&mut |line| line.iter_mut().for_each(closed));
            }
            for (at, gap) in gaps.gaps.iter().enumerate() {
                if let GapKey::Chosen(options) = &gap.key {
                    blocks.push(words(&format!("Choose for ({}):", at + 1)));
                    let options = quiz.gap_order(at).iter().filter_map(|at| options.get(*at));
                    let options = options.map(|option| vec![Inline::plain(option.text.clone())]);
                    blocks.push(list(None, options));
                }
            }
            blocks
        }
        Kind::Open { .. } | Kind::Activity | Kind::Text(_) | Kind::Number(_) | Kind::Unknown(_) => {
            Vec::new()
        }
    }
}

fn pairs(pairing: &Pairing, quiz: &Quiz, [these, those]: [&str; 2]) -> Vec<Block> {
    let items = quiz.order.iter().filter_map(|at| pairing.items.get(*at));
    let items = items.map(|item| item.text.clone());
    let targets = quiz.targets.iter();
    let targets = targets.filter_map(|at| pairing.targets.get(*at)).cloned();
    vec![
        words(these),
        list(None, items),
        words(those),
        list(None, targets),
    ]
}

/// What stood in a gap is words, since no question with gaps is around it.
fn closed(inline: &mut Inline) {
    inline
        .target
        .take_if(|target| matches!(target, Target::Gap(_)));
}

fn words(words: &str) -> Block {
    Block::Paragraph(vec![Inline::plain(Clean::words(words))])
}

fn list(start: Option<u64>, lines: impl Iterator<Item = Vec<Inline>>) -> Block {
    let items = lines.map(|line| vec![Block::Paragraph(line)]);
    Block::List {
        start,
        items: items.collect(),
    }
}
