//! Questions of a book: what stands under a heading such as `SAQ 1`, up to the next heading that is not of
//! it.
//!
//! **Invariant:** what answers a question is never in its prompt; a section that was put into an answer by
//! mistake comes behind the question.

use super::chapter::{Pages, heading_of, level};
use crate::course::block::Block;
use crate::import::draft::{self, Draft};
use crate::import::html::{self, Node};
use crate::import::labels::{self, Role};
use crate::import::timing;

/// A question while it is read.
#[derive(Default)]
struct Whole<'d> {
    /// What stands before it is said that a question begins.
    introduction: Vec<Block>,
    minutes: Option<u32>,
    /// What is asked, with what answers it.
    drafts: Vec<Draft>,
    /// What stands behind the question.
    rest: Vec<Node<'d>>,
}

impl Whole<'_> {
    fn draft(&mut self) -> &mut Draft {
        if self.drafts.is_empty() {
            self.drafts.push(Draft::default());
        }
        self.drafts.last_mut().expect("there is one")
    }

    fn add(&mut self, role: Role, blocks: Vec<Block>) {
        match role {
            Role::Prompt if self.drafts.is_empty() => self.introduction.extend(blocks),
            Role::Prompt => self.draft().prompt.blocks.extend(blocks),
            Role::Answer => self.draft().answer.extend(blocks),
            Role::Discussion => self.draft().discussion.extend(blocks),
            Role::Reflection => self.draft().reflection.extend(blocks),
        }
    }
}

impl Pages<'_, '_> {
    /// Takes in a question; gives its place, and what stands behind it.
    pub fn question(&mut self, heading: Node, nodes: &[Node]) -> Vec<Block> {
        let title = heading.words();
        let was_apart = std::mem::replace(&mut self.reader.is_apart, true);
        let mut whole = Whole::default();
        self.fill(nodes, Role::Prompt, &mut whole);
        self.reader.is_apart = was_apart;
        let Whole {
            mut introduction,
            minutes,
            mut drafts,
            rest,
        } = whole;
        join_unasked(&mut drafts);
        let mut shared = Draft::default();
        if drafts.len() < 2 {
            shared = drafts.pop().unwrap_or_default();
            introduction.append(&mut shared.prompt.blocks);
            shared.prompt.blocks = std::mem::take(&mut introduction);
        }
        shared.minutes = minutes;
        shared.title = Some(title.clone());
        let sort = labels::sort(&title);
        let course = &mut self.reader.course;
        let placed = draft::take(course, sort, &title, shared, introduction, drafts);
        if was_apart {
            self.reader.strayed.extend(placed);
            return self.blocks(&rest);
        }
        let strayed = std::mem::take(&mut self.reader.strayed);
        let placed = placed.into_iter().chain(strayed);
        let mut blocks: Vec<_> = placed.map(Block::Question).collect();
        blocks.extend(self.blocks(&rest));
        blocks
    }

    /// Reads what lies in a question.
    fn fill<'d>(&mut self, nodes: &[Node<'d>], role: Role, whole: &mut Whole<'d>) {
        let mut role = role;
        for (at, node) in nodes.iter().enumerate() {
            let heading = level(*node).map(|_| *node).or_else(|| heading_of(*node));
            let words = heading.map(Node::words);
            let label = words.as_deref().and_then(labels::role);
            if let Some(label) = label {
                role = label;
                if label == Role::Prompt {
                    whole.drafts.push(Draft::default());
                }
                if level(*node).is_none() {
                    let inner = node.children().skip_while(|inner| Some(*inner) != heading);
                    let inner: Vec<_> = inner.skip(1).collect();
                    self.fill(&inner, role, whole);
                    if !whole.rest.is_empty() {
                        whole.rest.extend(&nodes[at + 1..]);
                        return;
                    }
                }
                continue;
            }
            if words.is_some_and(|words| begins_section(&words)) {
                whole.rest.extend(&nodes[at..]);
                return;
            }
            let text = node.words();
            let is_timing = |text: &str| timing::is_time(text) || labels::is_timing(text);
            if role == Role::Prompt && whole.minutes.is_none() && is_timing(&text) {
                whole.minutes = timing::said(&text);
            }
            let blocks = html::blocks([*node], self);
            whole.add(role, blocks);
        }
    }
}

/// What answers no question of its own answers the one before.
fn join_unasked(drafts: &mut Vec<Draft>) {
    let mut asked: Vec<Draft> = Vec::new();
    for draft in drafts.drain(..) {
        match asked.last_mut() {
            Some(before) if draft.prompt.blocks.is_empty() => {
                before.answer.extend(draft.answer);
                before.discussion.extend(draft.discussion);
                before.reflection.extend(draft.reflection);
            }
            _ => asked.push(draft),
        }
    }
    *drafts = asked;
}

/// Is it the heading of a section, with its number, or of another question?
fn begins_section(words: &str) -> bool {
    let end = words.find(|c: char| !c.is_ascii_digit() && c != '.');
    let number = &words[..end.unwrap_or(words.len())];
    labels::is_question(words)
        || number.trim_end_matches('.').contains('.') && !number.starts_with('.')
}
