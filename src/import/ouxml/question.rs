//! Activities, exercises and questions become questions; their parts, a group.
//!
//! **Invariant:** an element without parts is one question, one with parts as many as it has parts. It
//! stands where it stood; what stood in another question, a cell or a note comes behind it.

use crate::course::block::{Block, Face, Inline};
use crate::course::id::QuestionId;
use crate::course::question::{Group, Kind, Question};
use crate::text::Clean;

use super::{Ground, Reader, Xml, attribute, name, timing};
use crate::import::flow::{Flow, Style};

/// A question while it is read.
#[derive(Default)]
pub struct Draft {
    title: Option<Clean>,
    minutes: Option<u32>,
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
}

/// The name that a question's element has in titles.
pub fn sort(name: &str) -> &'static str {
    match name {
        "SAQ" => "SAQ",
        "ITQ" => "ITQ",
        "Exercise" => "Exercise",
        _ => "Activity",
    }
}

impl Reader<'_> {
    /// Takes in a question or a group, and adds its place.
    pub(super) fn question(&mut self, sort: &'static str, node: Xml, flow: &mut Flow) {
        let mut whole = Draft::default();
        let mut parts = Vec::new();
        let mut introduction = None;
        self.apart(|reader| reader.fill(node, &mut whole, &mut parts, &mut introduction));
        let ordinal = self.asked.entry(sort).or_default();
        *ordinal += 1;
        let named = match &whole.title {
            Some(title) => title.to_string(),
            None => format!("{sort} {ordinal}"),
        };
        let mut placed = Vec::new();
        let mut behind = Vec::new();
        if parts.is_empty() {
            placed.push(self.course.take(&named, whole.finish(sort)));
        } else {
            behind = std::mem::take(&mut whole.prompt).finish();
            self.group(sort, &named, whole, introduction, parts, &mut placed);
        }
        if self.ground == Ground::Apart {
            self.strayed.extend(placed);
            flow.blocks.append(&mut behind);
            return;
        }
        flow.end_line();
        flow.blocks.extend(placed.into_iter().map(Block::Question));
        flow.blocks.append(&mut behind);
    }

    fn group(
        &mut self,
        sort: &'static str,
        named: &str,
        whole: Draft,
        introduction: Option<Vec<Block>>,
        mut parts: Vec<Draft>,
        placed: &mut Vec<QuestionId>,
    ) {
        // What answers the whole is read behind its last part.
        if let Some(last) = parts.last_mut() {
            last.answer.extend(whole.answer);
            last.discussion.extend(whole.discussion);
            last.kind = last.kind.take().or(whole.kind);
            if last.prefill.is_empty() {
                last.prefill = whole.prefill;
            }
        }
        let group = Group {
            id: Clean::default(),
            title: whole.title,
            minutes: whole.minutes,
            introduction: introduction.unwrap_or_default(),
        };
        let id = self.course.group(named, group);
        for (n, part) in parts.into_iter().enumerate() {
            let label = label(n);
            let question = Question {
                group: Some(id.clone()),
                label: Some(Clean::words(&label)),
                ..part.finish(sort)
            };
            placed.push(self.course.take(&format!("{named} {label}"), question));
        }
    }

    /// Reads what lies in a question or in a part of one. What stands before the first part is the
    /// introduction; what stands between parts, the next one's.
    fn fill(
        &mut self,
        node: Xml,
        draft: &mut Draft,
        parts: &mut Vec<Draft>,
        introduction: &mut Option<Vec<Block>>,
    ) {
        for inner in node.children() {
            match name(inner) {
                "Heading" if draft.title.is_none() => {
                    draft.title = Some(self.words(inner)).filter(|title| !title.is_empty());
                }
                "Timing" if draft.minutes.is_none() => self.timing(inner, draft),
                "Multipart" => self.fill(inner, draft, parts, introduction),
                "Part" => {
                    let loose = std::mem::take(&mut draft.prompt).finish();
                    let mut part = Draft::default();
                    match introduction {
                        None => *introduction = Some(loose),
                        Some(_) => part.prompt.blocks = loose,
                    }
                    self.fill(inner, &mut part, &mut Vec::new(), &mut None);
                    parts.push(part);
                }
                "Interaction" => self.drill(inner, draft),
                "Answer" => {
                    let answer = self.revealed(inner, None, "Answer");
                    draft.answer.extend(answer);
                }
                "Discussion" => {
                    let alias = self.alias.clone();
                    let discussion = self.revealed(inner, alias.as_deref(), "Discussion");
                    draft.discussion.extend(discussion);
                }
                "Question" => {
                    draft.prompt.end_line();
                    self.children(inner, &mut draft.prompt, Style::default());
                    draft.prompt.end_line();
                }
                _ if inner.is_text() => {
                    let words = inner.text().unwrap_or_default();
                    draft.prompt.text(words, Style::default());
                }
                _ if inner.is_element() => {
                    self.element(inner, &mut draft.prompt, Style::default());
                }
                _ => {}
            }
        }
    }

    /// Minutes; what more the author says of them begins the prompt.
    fn timing(&mut self, node: Xml, draft: &mut Draft) {
        let mut words = self.line(node);
        let text = crate::import::flat::words(&words);
        let (minutes, is_all) = timing::minutes(node, &text);
        draft.minutes = minutes;
        if !is_all {
            for inline in &mut words {
                inline.face.emphasis = true;
            }
            draft.prompt.block(Block::Paragraph(words));
        }
    }

    /// What is shown after an answer, behind its label where that isn't the usual one.
    fn revealed(&mut self, node: Xml, alias: Option<&str>, usual: &str) -> Vec<Block> {
        let mut blocks = self.blocks_apart(node);
        let label = attribute(node, "type").or(alias);
        let label = label.filter(|label| *label != usual && !blocks.is_empty());
        if let Some(label) = label {
            let words = Inline {
                face: Face {
                    strong: true,
                    ..Face::default()
                },
                ..Inline::plain(Clean::trimmed(label))
            };
            blocks.insert(0, Block::Paragraph(vec![words]));
        }
        blocks
    }

    /// What lies in a field that the learner fills: a break is a line end.
    pub(super) fn prefill(node: Xml) -> String {
        let mut text = String::new();
        for inner in node.descendants() {
            if name(inner) == "br" || (name(inner) == "Paragraph" && !text.is_empty()) {
                text.push('\n');
            } else if inner.is_text() {
                text.push_str(&inner.text().unwrap_or_default().replace(['\n', '\r'], " "));
            }
        }
        let text = Clean::lines(&text);
        let lines: Vec<_> = text.split('\n').map(str::trim).collect();
        lines.join("\n").trim().to_owned()
    }
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
