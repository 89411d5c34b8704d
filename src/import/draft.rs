//! Questions while they are read: what was found of each, before its kind is known.
//!
//! **Invariant:** a question without parts is one, one with parts as many as it has parts.

use crate::course::block::Block;
use crate::course::id::QuestionId;
use crate::course::question::{Group, Kind, Question};
use crate::import::assembly::Assembly;
use crate::import::flow::Flow;
use crate::text::Clean;

/// Letters of a question's title that stand in the names of its parts.
const STEM: usize = 48;

/// A question while it is read.
#[derive(Default)]
pub struct Draft {
    /// What it is called.
    pub title: Option<Clean>,
    /// How long it may take.
    pub minutes: Option<u32>,
    /// What is asked.
    pub prompt: Flow,
    /// What stands in the learner's field to begin with.
    pub prefill: String,
    /// What kind it is, where something other than writing answers it.
    pub kind: Option<Kind>,
    /// The model answer.
    pub answer: Vec<Block>,
    /// Shown after the answer.
    pub discussion: Vec<Block>,
    /// What the author thought when they did it.
    pub reflection: Vec<Block>,
}

/// Takes a question into the section that is open, or its parts as a group; gives their names. `sort` is what
/// such questions are called (`SAQ`), `named` what this one is called; `introduction` stands above the parts.
pub fn take(
    course: &mut Assembly,
    sort: &str,
    named: &str,
    mut whole: Draft,
    introduction: Vec<Block>,
    mut parts: Vec<Draft>,
) -> Vec<QuestionId> {
    // What answers the whole is read behind its last part.
    let Some(last) = parts.last_mut() else {
        return vec![course.take(named, whole.finish(sort))];
    };
    last.answer.append(&mut whole.answer);
    last.discussion.append(&mut whole.discussion);
    last.reflection.append(&mut whole.reflection);
    last.kind = last.kind.take().or(whole.kind);
    if last.prefill.is_empty() {
        last.prefill = whole.prefill;
    }
    let group = Group {
        id: Clean::default(),
        title: whole.title,
        minutes: whole.minutes,
        introduction,
    };
    let id = course.group(named, group);
    // Short enough for the label to stay in the name.
    let stem = named
        .char_indices()
        .nth(STEM)
        .map_or(named, |(end, _)| &named[..end]);
    let parts = parts.into_iter().enumerate().map(|(n, part)| {
        let label = label(n);
        let question = Question {
            group: Some(id.clone()),
            label: Some(Clean::words(&label)),
            ..part.finish(sort)
        };
        course.take(&format!("{stem} {label}"), question)
    });
    parts.collect()
}

impl Draft {
    /// The question. What has an answer to compare with is marked by the learner, but for activities.
    fn finish(mut self, sort: &str) -> Question {
        let has_answer = !(self.answer.is_empty() && self.discussion.is_empty());
        let kind = match self.kind {
            Some(kind) => kind,
            None if has_answer && sort != "Activity" => Kind::Open { points: Vec::new() },
            None => Kind::Activity,
        };
        // Where nothing else answers, the discussion is what to compare with.
        if matches!(kind, Kind::Open { .. }) && self.answer.is_empty() {
            self.answer = std::mem::take(&mut self.discussion);
        }
        let unnamed = QuestionId::new("question").expect("letters are fit");
        Question {
            title: self.title,
            minutes: self.minutes,
            prompt: self.prompt.finish(),
            prefill: self.prefill,
            answer: self.answer,
            discussion: self.discussion,
            reflection: self.reflection,
            ..Question::new(unnamed, kind)
        }
    }
}

/// `a`, `b` … `z`, then numbers.
fn label(n: usize) -> String {
    match u8::try_from(n) {
        Ok(n) if n < 26 => char::from(b'a' + n).to_string(),
        _ => (n + 1).to_string(),
    }
}
