//! Activities and self-assessment questions of OpenLearn's pages.
//!
//! **Invariant:** what answers a question is in its answer, its discussion or its reflection, never in its
//! prompt; a question in a question comes behind it.

use crate::course::block::Block;
use crate::import::draft::{self, Draft};
use crate::import::html::{self, Node};
use crate::import::{flat, timing};
use crate::text::Clean;

use super::drill;
use super::furniture::{split, strong};
use super::reader::Reader;

/// What a question is called, if the element is one.
pub fn sort(node: Node) -> Option<&'static str> {
    let class = node.attribute("class")?;
    class.split_ascii_whitespace().find_map(|word| {
        Some(match word {
            "oucontent-activity" => "Activity",
            "oucontent-exercise" => "Exercise",
            "oucontent-saq" => "SAQ",
            "oucontent-itq" => "ITQ",
            _ => return None,
        })
    })
}

/// What a part of a question is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Timing,
    Question,
    Interaction,
    Answer,
    Discussion,
    /// One of several that are asked together.
    Part,
    /// Nothing but what lies in it.
    Holder,
    Other,
}

fn role(node: Node) -> Role {
    if drill::is_choice(node) {
        return Role::Interaction;
    }
    let class = node.attribute("class").unwrap_or_default();
    for word in class.split_ascii_whitespace() {
        let Some(word) = word.strip_prefix("oucontent-") else {
            continue;
        };
        return match word {
            "saq-timing" => Role::Timing,
            "saq-question" => Role::Question,
            "saq-answer" | "saq-answer-fr" | "saq-interactiveanswer" => Role::Answer,
            "saq-discussion" | "saq-discussion-fr" | "saq-interactivediscussion" => {
                Role::Discussion
            }
            "saq-interaction" | "saq-interactivecontent" | "freeresponse" => Role::Interaction,
            "part" | "part-first" | "part-last" | "multipart-part" => Role::Part,
            "outer-box" | "inner-box" | "multipart" => Role::Holder,
            _ => continue,
        };
    }
    let holds = node
        .elements()
        .any(|inner| !matches!(role_of_class(inner), Role::Other));
    if holds && matches!(node.name(), "div" | "form" | "ul" | "ol" | "section") {
        Role::Holder
    } else {
        Role::Other
    }
}

/// The role that an element's own class gives it.
fn role_of_class(node: Node) -> Role {
    let class = node.attribute("class").unwrap_or_default();
    if class.contains("oucontent-saq-") || class.contains("oucontent-part") {
        Role::Holder
    } else {
        Role::Other
    }
}

/// A question while its element is read.
#[derive(Default)]
struct Whole {
    /// The question, or its current part.
    draft: Draft,
    parts: Vec<Draft>,
    introduction: Vec<Block>,
    has_question: bool,
}

impl Reader<'_> {
    /// Takes in a question or a group; gives its place, and what comes behind it.
    pub fn question(&mut self, sort: &'static str, node: Node) -> Vec<Block> {
        let was_apart = self.is_apart;
        let (title, rest) = split(node);
        let mut whole = Whole::default();
        let title = title.map(|title| flat::words(&self.line(title)));
        self.apart(|reader| reader.fill(&rest, &mut whole));
        let Whole {
            draft: mut last,
            mut parts,
            introduction,
            ..
        } = whole;
        let mut shared = Draft::default();
        if parts.is_empty() {
            std::mem::swap(&mut shared, &mut last);
        } else {
            parts.push(last);
            shared.minutes = parts.iter_mut().find_map(|part| part.minutes.take());
        }
        shared.title = title.filter(|title| !title.is_empty());
        let ordinal = self.asked.entry(sort).or_default();
        *ordinal += 1;
        let named = match &shared.title {
            Some(title) => title.to_string(),
            None => format!("{sort} {ordinal}"),
        };
        let placed = draft::take(&mut self.course, sort, &named, shared, introduction, parts);
        if was_apart {
            self.strayed.extend(placed);
            return Vec::new();
        }
        let strayed = std::mem::take(&mut self.strayed);
        let all = placed.into_iter().chain(strayed);
        all.map(Block::Question).collect()
    }

    /// Reads what lies in a question.
    fn fill(&mut self, nodes: &[Node], whole: &mut Whole) {
        let mut at = 0;
        while let Some(node) = nodes.get(at) {
            at += 1;
            if super::furniture::is_furniture(*node) {
                continue;
            }
            let role = role(*node);
            if matches!(role, Role::Interaction | Role::Other)
                && whole.draft.kind.is_none()
                && let Some(drill) = self.drill(&nodes[at - 1..])
            {
                at += drill.n_nodes - 1;
                let rest = html::blocks(drill.rest, self);
                whole.draft.prompt.blocks.extend(rest);
                whole.draft.kind = Some(drill.kind);
                continue;
            }
            let children = || node.children().collect::<Vec<_>>();
            match role {
                Role::Timing => self.timing(*node, &mut whole.draft),
                Role::Holder => self.fill(&children(), whole),
                Role::Part => {
                    whole.begin_part();
                    self.fill(&children(), whole);
                }
                Role::Question => {
                    if whole.has_question && whole.is_answered() {
                        whole.begin_part();
                    }
                    whole.has_question = true;
                    let blocks = html::blocks(children(), self);
                    whole.draft.prompt.blocks.extend(blocks);
                }
                Role::Interaction => {
                    let fields = node
                        .descendants()
                        .filter(|inner| inner.name() == "textarea");
                    for field in fields {
                        let words: String = field.descendants().filter_map(Node::text).collect();
                        if whole.draft.prefill.is_empty() {
                            Clean::lines(&words)
                                .trim()
                                .clone_into(&mut whole.draft.prefill);
                        }
                    }
                    let rest = children()
                        .into_iter()
                        .filter(|inner| inner.find(|deep| deep.name() == "textarea").is_none());
                    let blocks = html::blocks(rest, self);
                    whole.draft.prompt.blocks.extend(blocks);
                }
                Role::Answer => {
                    let (said, thought) = self.revealed(*node, "answer");
                    whole.draft.answer.extend(said);
                    whole.draft.reflection.extend(thought);
                }
                Role::Discussion => {
                    let (said, thought) = self.revealed(*node, "discussion");
                    whole.draft.discussion.extend(said);
                    whole.draft.reflection.extend(thought);
                }
                Role::Other => self.other(*node, whole),
            }
        }
    }

    /// Something without a role: how long it takes, or what is asked.
    fn other(&mut self, node: Node, whole: &mut Whole) {
        if !whole.has_question && node.name() == "p" {
            let words = node.words();
            if timing::is_time(&words) && timing::said(&words).is_some() {
                self.timing(node, &mut whole.draft);
                return;
            }
        }
        let blocks = html::blocks([node], self);
        if whole.is_answered() {
            // What stands behind an answer would give it away before.
            whole.draft.discussion.extend(blocks);
        } else {
            whole.draft.prompt.blocks.extend(blocks);
        }
    }

    /// Minutes; what more the author says of them begins the prompt.
    fn timing(&mut self, node: Node, draft: &mut Draft) {
        let mut line = self.line(node);
        let words = flat::words(&line);
        draft.minutes = draft.minutes.or(timing::said(&words));
        if !words.is_empty() && !timing::is_time(&words) {
            for inline in &mut line {
                inline.face.emphasis = true;
            }
            draft.prompt.blocks.push(Block::Paragraph(line));
        }
    }

    /// What is shown after an answer, and what its author thought. Its label stands before it where that isn't
    /// the usual one.
    fn revealed(&mut self, node: Node, usual: &str) -> (Vec<Block>, Vec<Block>) {
        let (title, rest) = split(node);
        let mut blocks = Vec::new();
        if let Some(title) = title {
            let line = self.line(title);
            if !flat::words(&line).eq_ignore_ascii_case(usual) {
                blocks.extend(strong(line));
            }
        }
        blocks.extend(html::blocks(rest, self));
        let is_reflection = |block: &Block| match block {
            Block::Heading { content, .. } | Block::Paragraph(content) => {
                is_reflection(&flat::words(content))
            }
            _ => false,
        };
        let Some(at) = blocks.iter().position(is_reflection) else {
            return (blocks, Vec::new());
        };
        let thought = blocks.split_off(at + 1);
        blocks.pop();
        (blocks, thought)
    }
}

impl Whole {
    /// Ends the part that is read. What stands before the first is the introduction.
    fn begin_part(&mut self) {
        let is_first = self.parts.is_empty();
        let draft = std::mem::take(&mut self.draft);
        if is_first && !self.has_question && draft.answer.is_empty() && draft.discussion.is_empty()
        {
            self.introduction = draft.prompt.finish();
            self.draft.minutes = draft.minutes;
        } else {
            self.parts.push(draft);
        }
        self.has_question = false;
    }

    fn is_answered(&self) -> bool {
        !(self.draft.answer.is_empty() && self.draft.discussion.is_empty())
    }
}

/// Is it the heading of what the author thought?
fn is_reflection(words: &str) -> bool {
    let words = words.to_lowercase().replace('’', "'");
    matches!(
        words.trim_end_matches(':'),
        "author's reflection" | "authors' reflection" | "author's reflections"
    )
}
