//! What a learner does to answer: write, choose, match, speak.
//!
//! **Invariant:** what can't be asked as it is meant is shown as a list, with a note; no option and no
//! feedback is lost.

use crate::course::block::{Block, Inline};
use crate::course::question::{Choice, Kind, Options, Paired, Pairing};

use super::question::Draft;
use super::{Reader, Xml, attribute, child, elements, name};
use crate::import::flat;
use crate::import::flow::Style;

impl Reader<'_> {
    /// Reads an interaction into a question.
    pub(super) fn drill(&mut self, node: Xml, draft: &mut Draft) {
        for inner in elements(node) {
            match name(inner) {
                "FreeResponse" => {
                    let text = Self::prefill(inner);
                    if !draft.prefill.is_empty() && !text.is_empty() {
                        draft.prefill.push('\n');
                    }
                    draft.prefill.push_str(&text);
                }
                "SingleChoice" | "MultipleChoice" => self.choice(inner, draft),
                "Matching" => self.matching(inner, draft),
                "VoiceRecorder" => self.recorder(inner, draft),
                _ => self.element(inner, &mut draft.prompt, Style::default()),
            }
        }
    }

    fn choice(&mut self, node: Xml, draft: &mut Draft) {
        let mut choices = Vec::new();
        for option in elements(node) {
            let feedback = child(option, "Feedback");
            let mut flow = crate::import::flow::Flow::default();
            self.children_but(feedback, option, &mut flow, Style::default());
            choices.push(Choice {
                text: flat::line(flow.finish()),
                correct: name(option) == "Right",
                feedback: feedback
                    .map(|node| self.blocks_apart(node))
                    .unwrap_or_default(),
            });
        }
        let n_right = choices.iter().filter(|choice| choice.correct).count();
        let is_one = name(node) == "SingleChoice" && n_right == 1;
        if draft.kind.is_some() || n_right == 0 || choices.len() < 2 {
            self.course
                .note("options of a question could not be asked; they are shown as a list");
            for choice in &mut choices {
                draft.discussion.append(&mut choice.feedback);
            }
            let texts = choices.into_iter().map(|choice| choice.text);
            draft.prompt.block(list(texts));
            return;
        }
        let options = Options {
            choices,
            shuffle: false,
        };
        draft.kind = Some(if is_one {
            Kind::Choice(options)
        } else {
            Kind::Choices(options)
        });
    }

    /// Options and their matches, by turns.
    fn matching(&mut self, node: Xml, draft: &mut Draft) {
        let mut key = Pairing {
            shuffle: true,
            ..Pairing::default()
        };
        let mut waiting: Option<Vec<Inline>> = None;
        let mut single = Vec::new();
        let mut letters = Vec::new();
        for side in elements(node) {
            let line = self.line(side);
            if name(side) != "Match" {
                single.extend(waiting.replace(line));
                continue;
            }
            let known = key.targets.iter().position(|target| *target == line);
            let target = known.unwrap_or_else(|| {
                key.targets.push(line);
                letters.push(attribute(side, "x_letter").unwrap_or_default());
                key.targets.len() - 1
            });
            if let Some(text) = waiting.take() {
                key.items.push(Paired {
                    text,
                    target,
                    feedback: Vec::new(),
                });
            }
        }
        single.extend(waiting);
        if draft.kind.is_some() || key.items.len() < 2 {
            self.course
                .note("pairs of a question could not be asked; they are shown as a list");
            let items = key.items.into_iter().map(|item| item.text);
            single.extend(items.chain(key.targets));
        } else {
            put_in_order(&mut key, &letters);
            draft.kind = Some(Kind::Match(key));
        }
        if !single.is_empty() {
            draft.prompt.block(list(single));
        }
    }

    /// What would be spoken: what is heard belongs to the prompt, the model to the answer.
    fn recorder(&mut self, node: Xml, draft: &mut Draft) {
        self.course
            .note("recordings can’t be played or made here; what is said in them is shown");
        for inner in elements(node) {
            if name(inner) == "Model" {
                let blocks = self.blocks_apart(inner);
                draft.answer.extend(blocks);
            } else {
                self.element(inner, &mut draft.prompt, Style::default());
                draft.prompt.end_line();
            }
        }
    }
}

/// Puts the targets in the order in which they were printed, by the letters that the server gave them;
/// it may shuffle them if there are none, or if they would give the answers away.
fn put_in_order(key: &mut Pairing, letters: &[&str]) {
    let mut order: Vec<_> = (0..letters.len()).collect();
    // `aa` comes behind `z`.
    order.sort_by_key(|at| (letters[*at].len(), letters[*at]));
    let is_told = order
        .windows(2)
        .all(|pair| letters[pair[0]] != letters[pair[1]]);
    let is_moved = order.iter().enumerate().any(|(to, from)| to != *from);
    if !is_told || !is_moved || letters.iter().any(|letter| letter.is_empty()) {
        return;
    }
    let mut places = vec![0; order.len()];
    for (to, from) in order.iter().enumerate() {
        places[*from] = to;
    }
    let mut targets = std::mem::take(&mut key.targets);
    key.targets = order
        .iter()
        .map(|from| std::mem::take(&mut targets[*from]))
        .collect();
    for item in &mut key.items {
        item.target = places[item.target];
    }
    key.shuffle = false;
}

fn list(lines: impl IntoIterator<Item = Vec<Inline>>) -> Block {
    let items = lines.into_iter().map(|line| vec![Block::Paragraph(line)]);
    Block::List {
        start: None,
        items: items.collect(),
    }
}
