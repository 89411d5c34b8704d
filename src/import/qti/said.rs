//! What is said of an answer: in any case, of a right one, of a wrong one, of an option.
//!
//! **Invariant:** what is said comes once, and nothing of it is lost.

use std::collections::{HashMap, HashSet};

use roxmltree::Node;

use crate::course::block::Block;
use crate::import::web::Reader;

use super::item::Item;
use super::score::{Condition, How};
use super::{outermost, words};

/// What is said of an answer.
#[derive(Default)]
pub struct Said {
    /// In any case.
    pub always: Vec<Block>,
    /// Of a right one.
    pub right: Vec<Block>,
    /// Of a wrong one.
    pub wrong: Vec<Block>,
    /// Of options, by their names, with their places in the file.
    of: HashMap<String, (usize, Vec<Block>)>,
    /// The model answer.
    pub answer: Vec<Block>,
    /// A help before the answer.
    pub hint: Vec<Block>,
}

/// Of what something is said.
#[derive(Clone, Copy)]
enum Of<'x> {
    Any,
    Right,
    Wrong,
    Option(&'x str),
}

impl Said {
    /// What is said of answers to a question.
    pub fn of(reader: &mut Reader, item: &Item) -> Self {
        let mut said = Self::default();
        let mut conditions: HashMap<&str, &Condition> = HashMap::new();
        for condition in &item.conditions {
            for name in &condition.shows {
                conditions.entry(name).or_insert(condition);
            }
        }
        let options: HashSet<_> = item
            .responses
            .iter()
            .flat_map(|response| response.labels.iter().map(|label| label.ident))
            .collect();
        for (ident, node) in &item.feedback {
            said.add(
                reader,
                *node,
                of(ident, conditions.get(ident).copied(), &options),
            );
        }
        said
    }

    fn add(&mut self, reader: &mut Reader, node: Node, of: Of) {
        for part in outermost(node, &["solution", "hint", "material"]) {
            let blocks = words::blocks(reader, [part]);
            let place = match part.tag_name().name() {
                "solution" => &mut self.answer,
                "hint" => &mut self.hint,
                _ => match of {
                    Of::Any => &mut self.always,
                    Of::Right => &mut self.right,
                    Of::Wrong => &mut self.wrong,
                    Of::Option(name) => {
                        let next = self.of.len();
                        let (_, own) = self
                            .of
                            .entry(name.to_owned())
                            .or_insert_with(|| (next, Vec::new()));
                        own
                    }
                },
            };
            place.extend(blocks);
        }
    }

    /// Takes what is said of an option.
    pub fn take(&mut self, option: &str) -> Vec<Block> {
        self.of.remove(option).unwrap_or_default().1
    }

    /// Takes all that is said of answers, where none is right or wrong.
    pub fn take_all(&mut self) -> Vec<Block> {
        let mut blocks = std::mem::take(&mut self.always);
        blocks.append(&mut self.right);
        blocks.append(&mut self.wrong);
        let mut of: Vec<_> = std::mem::take(&mut self.of).into_values().collect();
        of.sort_by_key(|(at, _)| *at);
        blocks.extend(of.into_iter().flat_map(|(_, blocks)| blocks));
        blocks
    }
}

/// Of what it is said: its name tells, else the condition on which it is shown.
fn of<'x>(ident: &str, condition: Option<&Condition<'x>>, options: &HashSet<&str>) -> Of<'x> {
    let small = ident.to_ascii_lowercase();
    if small.contains("incorrect") || small.contains("wrong") {
        return Of::Wrong;
    }
    if small.starts_with("correct") {
        return Of::Right;
    }
    if small.starts_with("general") {
        return Of::Any;
    }
    let Some(condition) = condition else {
        return Of::Any;
    };
    match &condition.tests[..] {
        [test] if test.how == How::Same && !test.is_not && options.contains(test.value) => {
            Of::Option(test.value)
        }
        _ if condition.score > 0.0 => Of::Right,
        [] => Of::Wrong,
        _ => Of::Any,
    }
}
