//! Questions that are told by their headings: `### Activity 1 Aims`, and below it `#### Discussion`.
//!
//! **Invariant:** each block stays, in the text or in a question; what has neither an answer nor the name of
//! something to do stays text.

use crate::course::block::{Block, Inline};
use crate::import::draft::{self, Draft};
use crate::import::labels::{self, Role};
use crate::import::{flat, timing};
use crate::text::Clean;

use super::reader::Reader;

impl Reader<'_> {
    /// The blocks of a section with the places of the questions that were among them.
    pub(super) fn headed(&mut self, blocks: Vec<Block>) -> Vec<Block> {
        let mut out = Vec::with_capacity(blocks.len());
        let mut taken = Vec::new();
        let mut blocks = blocks.into_iter().peekable();
        while let Some(block) = blocks.next() {
            let Some((title, level)) = question(&block) else {
                out.push(block);
                continue;
            };
            let mut below = Vec::new();
            while let Some(next) = blocks.next_if(|next| !ends(next, level)) {
                below.push(next);
            }
            if !is_asked(&title, &below) {
                out.push(block);
                out.extend(below);
                continue;
            }
            let sort = labels::sort(&title);
            let draft = draft_of(&title, below);
            let none = Vec::new();
            let ids = draft::take(&mut self.course, sort, &title, draft, none, Vec::new());
            out.extend(ids.into_iter().map(Block::Question));
            taken.push(format!("“{title}”"));
        }
        if !taken.is_empty() {
            let what = format!(
                "taken for questions by their headings, each with all up to the next: {}",
                taken.join(", ")
            );
            self.course.note(&what);
        }
        out
    }
}

/// The words and the level of a block that heads a question.
fn question(block: &Block) -> Option<(Clean, u8)> {
    let Block::Heading { level, content, .. } = block else {
        return None;
    };
    let words = flat::words(content);
    labels::is_question(&words).then_some((words, *level))
}

/// Does a question that is headed at that level end before the block?
fn ends(block: &Block, level: u8) -> bool {
    let Block::Heading {
        level: own,
        content,
        ..
    } = block
    else {
        return false;
    };
    let words = flat::words(content);
    labels::is_question(&words) || *own <= level && labels::role(&words).is_none()
}

/// Is it a question, and not a part of the text that is called so?
fn is_asked(title: &str, below: &[Block]) -> bool {
    let is_placed = below
        .iter()
        .any(|block| matches!(block, Block::Question(_)));
    let is_answered = below
        .iter()
        .any(|block| label(block).is_some_and(|role| role != Role::Prompt));
    let is_task = labels::sort(title) != "Exercise";
    !is_placed && !below.is_empty() && (is_answered || is_task)
}

/// What begins with the block, if it is a heading or a strong line that says so.
fn label(block: &Block) -> Option<Role> {
    let content = match block {
        Block::Heading { content, .. } => content,
        Block::Paragraph(line) if line.iter().all(is_strong) => line,
        _ => return None,
    };
    labels::role(&flat::words(content))
}

fn is_strong(inline: &Inline) -> bool {
    inline.face.strong || inline.text.trim().is_empty()
}

fn draft_of(title: &Clean, below: Vec<Block>) -> Draft {
    let mut draft = Draft {
        title: Some(title.clone()),
        ..Draft::default()
    };
    let mut role = Role::Prompt;
    for block in below {
        if let Some(next) = label(&block) {
            role = next;
            continue;
        }
        if role == Role::Prompt
            && draft.minutes.is_none()
            && let Block::Paragraph(line) = &block
            && let words = flat::words(line)
            && timing::is_time(&words)
        {
            draft.minutes = timing::said(&words);
            continue;
        }
        match role {
            Role::Prompt => draft.prompt.blocks.push(block),
            Role::Answer => draft.answer.push(block),
            Role::Discussion => draft.discussion.push(block),
            Role::Reflection => draft.reflection.push(block),
        }
    }
    draft
}
