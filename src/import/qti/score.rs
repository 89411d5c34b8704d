//! How answers are marked: conditions, each with what it asks and what it gives.
//!
//! **Invariant:** a score that is no number gives nothing.

use std::collections::HashMap;

use roxmltree::Node;

use super::{name, outermost};

/// What an answer must be, and what it gives then.
pub struct Condition<'x> {
    /// What it must be.
    pub tests: Vec<Test<'x>>,
    /// What is given.
    pub score: f64,
    /// Is that added to what is given already?
    pub adds: bool,
    /// Names of what is said then.
    pub shows: Vec<&'x str>,
}

/// What an answer must be.
pub struct Test<'x> {
    /// The name of what is answered.
    pub response: &'x str,
    /// The option's name, the word or the number.
    pub value: &'x str,
    /// How the answer stands to it.
    pub how: How,
    /// Is it right where it is not so?
    pub is_not: bool,
    /// Do capitals matter?
    pub case: bool,
}

/// How an answer stands to a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// It is the same.
    Same,
    /// It has it in itself.
    Has,
    /// It is as great or greater.
    AtLeast,
    /// It is as small or smaller.
    AtMost,
}

impl<'x> Condition<'x> {
    /// Reads a `respcondition`.
    pub fn read(node: Node<'x, 'x>) -> Self {
        let mut condition = Self {
            tests: Vec::new(),
            score: 0.0,
            adds: false,
            shows: Vec::new(),
        };
        for part in outermost(node, &["conditionvar", "setvar", "displayfeedback"]) {
            match name(part) {
                "conditionvar" => condition.tests.extend(tests(part)),
                "setvar" => {
                    let action = part.attribute("action").unwrap_or("Set");
                    let text = part.text().unwrap_or_default().trim();
                    let score = match text.parse::<f64>() {
                        Ok(score) if action != "Subtract" && score.is_finite() => score,
                        // Blackboard's word for all of it.
                        Err(_) if text == "SCORE.max" => f64::MAX,
                        _ => 0.0,
                    };
                    // Some set other things beside the score, in words.
                    if score > condition.score {
                        condition.score = score;
                        condition.adds = action == "Add";
                    }
                }
                _ => condition.shows.extend(part.attribute("linkrefid")),
            }
        }
        condition
    }
}

fn tests<'x>(node: Node<'x, 'x>) -> Vec<Test<'x>> {
    let mut found = Vec::new();
    // The next one last, with whether it is denied.
    let mut rest: Vec<_> = node.children().rev().map(|node| (node, false)).collect();
    while let Some((node, is_not)) = rest.pop() {
        let how = match name(node) {
            "varequal" => How::Same,
            "varsubstring" | "varsubset" => How::Has,
            "vargte" | "vargt" => How::AtLeast,
            "varlte" | "varlt" => How::AtMost,
            inner => {
                let is_not = is_not != (inner == "not");
                rest.extend(node.children().rev().map(|node| (node, is_not)));
                continue;
            }
        };
        found.push(Test {
            response: node.attribute("respident").unwrap_or_default(),
            value: node.text().unwrap_or_default().trim(),
            how,
            is_not,
            case: node.attribute("case") == Some("Yes"),
        });
    }
    found
}

/// What makes an answer right.
pub struct Key<'c, 'x> {
    /// The conditions that give most, or all that add to one another.
    pub conditions: Vec<&'c Condition<'x>>,
    /// What they demand, by the name of what is answered.
    tests: HashMap<&'x str, Vec<&'c Test<'x>>>,
}

impl<'c, 'x> Key<'c, 'x> {
    /// The key that lies in some conditions.
    pub fn of(conditions: &'c [Condition<'x>]) -> Self {
        let gives = |condition: &&Condition| condition.score > 0.0;
        let giving = conditions.iter().filter(gives);
        let adds = giving.clone().any(|condition| condition.adds);
        let scores = giving.clone().map(|condition| condition.score);
        let most = scores.fold(0.0, f64::max);
        let conditions: Vec<_> = giving
            .filter(|condition| adds || condition.score >= most)
            .collect();
        let mut tests: HashMap<_, Vec<_>> = HashMap::new();
        for test in conditions.iter().flat_map(|condition| &condition.tests) {
            if !test.is_not {
                tests.entry(test.response).or_default().push(test);
            }
        }
        Self { conditions, tests }
    }

    /// What the answer to a response must be.
    pub fn wants(&self, response: &str) -> &[&'c Test<'x>] {
        self.tests.get(response).map_or(&[], Vec::as_slice)
    }

    /// What an answer must be where there is but one: some call it by other names than its own.
    pub fn all(&self) -> impl Iterator<Item = &'c Test<'x>> {
        let tests = self
            .conditions
            .iter()
            .flat_map(|condition| &condition.tests);
        tests.filter(|test| !test.is_not)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_else_is_set_takes_no_score_away() {
        let text = "<respcondition><conditionvar><varequal respident='r'>a</varequal></conditionvar>\
            <setvar varname='SCORE' action='Set'>100</setvar><setvar varname='Correct'>True</setvar></respcondition>";
        let tree = roxmltree::Document::parse(text).unwrap();
        let condition = Condition::read(tree.root_element());
        let key = [condition];
        let values: Vec<_> = Key::of(&key).all().map(|test| test.value).collect();
        assert_eq!(values, ["a"]);
    }
}
