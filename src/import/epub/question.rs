//! Questions of a book: what stands under a heading such as `SAQ 1`, up to the next heading that is not of
//! it; and what the book's marks say is one.
//!
//! **Invariant:** what answers a question is never in its prompt; a section that was put into an answer by
//! mistake comes behind the question.

use super::chapter::{Pages, heading_of, is_marked, level};
use crate::course::block::Block;
use crate::import::draft::{self, Draft};
use crate::import::html::{self, Node, Reading};
use crate::import::labels::{self, Role};
use crate::import::timing;
use crate::text::Clean;

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
    /// Reads an element that the book's marks say is a question, or holds some.
    pub fn marked(&mut self, node: Node) -> Option<Reading> {
        let children: Vec<_> = node.children().collect();
        if is_problem(node) {
            let heading = heading_of(node);
            let behind = children.iter().position(|inner| Some(*inner) == heading);
            let behind = &children[behind.map_or(0, |at| at + 1)..];
            let title = heading.map(Node::words);
            return Some(Reading::Blocks(self.question(title, behind)));
        }
        let asks = |node: &Node| {
            node.children()
                .any(|inner| mark(inner) == Some(Role::Prompt))
        };
        match node.name() {
            "div" | "section" | "article" | "aside" | "dl" if asks(&node) => {
                Some(Reading::Blocks(self.blocks(&children)))
            }
            "ol" | "ul" if children.iter().any(asks) => {
                let items = children.iter().filter(|item| item.is_element());
                let items = items.map(|item| item.children().collect::<Vec<_>>());
                let blocks = items.flat_map(|item| self.blocks(&item)).collect();
                Some(Reading::Blocks(blocks))
            }
            _ if mark(node) == Some(Role::Prompt) && !self.reader.is_apart => {
                Some(Reading::Blocks(self.question(None, &[node])))
            }
            _ => None,
        }
    }

    /// Takes in a question that is called so; gives its place, and what stands behind it.
    pub fn question(&mut self, title: Option<Clean>, nodes: &[Node]) -> Vec<Block> {
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
        let called = title.as_ref().filter(|title| labels::is_question(title));
        let sort = called.map_or("Question", |title| labels::sort(title));
        let ordinal = self.reader.asked.entry(sort).or_default();
        *ordinal += 1;
        let named = match &title {
            Some(title) => title.to_string(),
            None => format!("{sort} {ordinal}"),
        };
        shared.title = title;
        let course = &mut self.reader.course;
        let placed = draft::take(course, sort, &named, shared, introduction, drafts);
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
            if let Some(role) = mark(*node) {
                if role == Role::Prompt {
                    whole.drafts.push(Draft::default());
                }
                let blocks = html::blocks(node.children(), self);
                whole.add(role, blocks);
                continue;
            }
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

/// What the book's marks say an element is of a question.
pub fn mark(node: Node) -> Option<Role> {
    const ROLES: [(&str, Role); 4] = [
        ("question", Role::Prompt),
        ("answer", Role::Answer),
        ("answers", Role::Answer),
        ("feedback", Role::Discussion),
    ];
    if !node.has("epub:type") {
        return None;
    }
    let mut roles = ROLES.iter();
    roles
        .find(|(mark, _)| is_marked(node, mark))
        .map(|(_, role)| *role)
}

/// Do the book's marks say that it is a question as a whole?
pub fn is_problem(node: Node) -> bool {
    let marks = node.attribute("epub:type").unwrap_or_default();
    marks
        .split_ascii_whitespace()
        .any(|mark| mark.ends_with("-problem"))
}

/// Is it the heading of a section, with its number, or of another question?
fn begins_section(words: &str) -> bool {
    let end = words.find(|c: char| !c.is_ascii_digit() && c != '.');
    let number = &words[..end.unwrap_or(words.len())];
    labels::is_question(words)
        || number.trim_end_matches('.').contains('.') && !number.starts_with('.')
}
