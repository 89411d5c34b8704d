//! What kind a question is, with its key.
//!
//! **Invariant:** a kind is given only if its key says all that is needed to mark by it; else the question is
//! answered in writing, its options stand in it as a list, and the reason is told.

use std::collections::{HashMap, HashSet};

use crate::course::block::{Block, Inline};
use crate::course::question::{
    Choice, Kind, NumberKey, Options, Paired, Pairing, TextKey, Tolerance,
};
use crate::import::flat;
use crate::import::web::Reader;
use crate::text::Clean;

use super::item::{Item, Label, Response, Sort};
use super::said::Said;
use super::score::{Condition, How, Key, Test};
use super::{gaps, words};

/// A question, as it will be asked.
pub struct Asked {
    /// Its kind, with the key.
    pub kind: Kind,
    /// What is asked.
    pub prompt: Vec<Block>,
    /// What would be right, where the kind doesn't say it.
    pub answer: Vec<Block>,
    /// Why it is answered in writing though it had a key: what it does or has.
    pub why: Option<&'static str>,
}

/// Why a question can't be marked by its key.
pub type Unmarked = &'static str;

const NO_KEY: Unmarked = "does not say what is right";

/// How a question will be asked.
pub fn of(reader: &mut Reader, item: &Item, said: &mut Said) -> Asked {
    let key = Key::of(&item.conditions);
    let kind = match (item.sort, &item.responses[..]) {
        (Sort::Written | Sort::TextOnly, _) => return written(reader, item, &key, None),
        (Sort::Calculated, _) => Err("has numbers that change each time"),
        (Sort::Blanks | Sort::Dropdowns, _) => gaps::named(reader, item, &key),
        (_, [one]) if one.is_chosen => choice(reader, one, &key, said),
        (_, [one]) if one.is_number || item.sort == Sort::Number => number(&key),
        // What nothing is said of is an essay.
        (_, [_]) if key.all().next().is_none() => {
            return written(reader, item, &key, None);
        }
        (_, [_]) => text_key(key.all()).map(Kind::Text),
        (_, all) if all.iter().all(|response| response.is_chosen) => {
            pairs(reader, all, &key).map(Kind::Match)
        }
        (_, all) if all.iter().all(|response| !response.is_chosen) => {
            gaps::in_flow(reader, item, &key)
        }
        _ => Err("is answered in several ways at once"),
    };
    match kind {
        Err(why) => written(reader, item, &key, Some(why)),
        // The text with the gaps says what is asked.
        Ok(kind @ Kind::Gaps(_)) => Asked {
            kind,
            prompt: Vec::new(),
            answer: Vec::new(),
            why: None,
        },
        Ok(kind) => {
            let mut prompt = words::blocks(reader, item.materials());
            if let ([one], false) = (&item.responses[..], matches!(kind, Kind::Match(_))) {
                prompt.extend(words::blocks(reader, one.materials.iter().copied()));
            }
            Asked {
                kind,
                prompt,
                answer: Vec::new(),
                why: None,
            }
        }
    }
}

/// A question that is answered in writing: what there was to choose from is in it, what is right behind it.
fn written(reader: &mut Reader, item: &Item, key: &Key, why: Option<Unmarked>) -> Asked {
    let mut prompt = words::blocks(reader, item.materials());
    let mut answer = Vec::new();
    for response in &item.responses {
        prompt.extend(words::blocks(reader, response.materials.iter().copied()));
        let mut items = Vec::new();
        let wanted = wanted(key, response, item.responses.len() == 1);
        for label in &response.labels {
            let line = label_line(reader, label);
            if response.is_chosen && wanted.contains(label.ident) {
                answer.push(Block::Paragraph(line.clone()));
            }
            items.push(vec![Block::Paragraph(line)]);
        }
        if response.is_chosen && !items.is_empty() {
            prompt.push(Block::List { start: None, items });
        } else if !response.is_chosen {
            let mut wanted: Vec<_> = wanted
                .into_iter()
                .filter(|words| !words.is_empty())
                .collect();
            wanted.sort_unstable();
            answer.extend(wanted.into_iter().map(words::paragraph));
        }
    }
    Asked {
        kind: Kind::Activity,
        prompt,
        answer,
        why,
    }
}

/// The values that the answer to a response must be.
fn wanted<'x>(key: &Key<'_, 'x>, response: &Response, is_alone: bool) -> HashSet<&'x str> {
    if is_alone {
        return key.all().map(|test| test.value).collect();
    }
    let tests = key.wants(response.ident).iter();
    tests.map(|test| test.value).collect()
}

/// What an option says; one that says nothing is called by its name.
pub fn label_line(reader: &mut Reader, label: &Label) -> Vec<Inline> {
    let line = words::line(reader, label.materials.iter().copied());
    if line.is_empty() {
        return vec![Inline::plain(Clean::trimmed(label.ident))];
    }
    line
}

fn choice(
    reader: &mut Reader,
    response: &Response,
    key: &Key,
    said: &mut Said,
) -> Result<Kind, Unmarked> {
    let wanted = wanted(key, response, true);
    let is_right = |label: &&Label| wanted.contains(label.ident);
    let n_right = response.labels.iter().filter(is_right).count();
    if response.labels.len() < 2 {
        return Err("has fewer than two options");
    }
    if n_right == 0 {
        return Err(NO_KEY);
    }
    if n_right > 1 && !response.has_many {
        return Err("has several right options where one is to be chosen");
    }
    let mut choices = Vec::new();
    for label in &response.labels {
        choices.push(Choice {
            text: label_line(reader, label),
            correct: wanted.contains(label.ident),
            feedback: Vec::new(),
        });
    }
    if let Some(correct) = true_or_false(&choices, response.has_many) {
        return Ok(Kind::TrueFalse { correct });
    }
    for (choice, label) in choices.iter_mut().zip(&response.labels) {
        choice.feedback = said.take(label.ident);
    }
    let options = Options {
        choices,
        shuffle: false,
    };
    Ok(if response.has_many {
        Kind::Choices(options)
    } else {
        Kind::Choice(options)
    })
}

/// Is it asked whether something is so?
fn true_or_false(choices: &[Choice], has_many: bool) -> Option<bool> {
    let [one, other] = choices else { return None };
    let words = [one, other].map(|choice| flat::words(&choice.text).to_lowercase());
    match (words[0].as_str(), words[1].as_str()) {
        _ if has_many => None,
        ("true", "false") => Some(one.correct),
        ("false", "true") => Some(other.correct),
        _ => None,
    }
}

/// The key of a short text from what it must be.
pub fn text_key<'c, 'x: 'c>(
    tests: impl Iterator<Item = &'c Test<'x>>,
) -> Result<TextKey, Unmarked> {
    // Signs of patterns.
    const SIGNS: [char; 11] = ['[', ']', '(', ')', '{', '}', '|', '^', '$', '+', '\\'];
    let mut seen = HashSet::new();
    let mut key = TextKey {
        accept: Vec::new(),
        reject: Vec::new(),
        case: false,
    };
    for test in tests.filter(|test| !test.value.is_empty()) {
        let words = test.value.replace('*', "\\*");
        let words = match test.how {
            How::Same => words,
            How::Has if test.value.contains(SIGNS) => return Err("has a pattern for its key"),
            How::Has => format!("*{words}*"),
            How::AtLeast | How::AtMost => return Err("has a range for its key"),
        };
        let words = Clean::trimmed(&words);
        if seen.insert(words.clone()) {
            key.accept.push(words);
        }
        key.case |= test.case;
    }
    if key.accept.is_empty() {
        return Err(NO_KEY);
    }
    Ok(key)
}

/// A number, or one in a range. Several exact numbers are right as they are written.
fn number(key: &Key) -> Result<Kind, Unmarked> {
    let read = |condition: &Condition, how: How| -> Vec<f64> {
        let tests = condition.tests.iter();
        let tests = tests.filter(|test| test.how == how && !test.is_not);
        tests
            .filter_map(|test| test.value.parse::<f64>().ok())
            .filter(|value| value.is_finite())
            .collect()
    };
    let [condition] = &key.conditions[..] else {
        let is_exact =
            |condition: &&Condition| condition.tests.iter().all(|test| test.how == How::Same);
        return if key.conditions.iter().all(is_exact) {
            text_key(key.all()).map(Kind::Text)
        } else {
            Err("has several ranges for its key")
        };
    };
    let exact = read(condition, How::Same);
    let (low, high) = (read(condition, How::AtLeast), read(condition, How::AtMost));
    let (value, by) = match (&exact[..], &low[..], &high[..]) {
        ([value], [], []) => (*value, 0.0),
        (exact, [low], [high]) if low <= high => {
            let middle = f64::midpoint(*low, *high);
            let by = (high - low) / 2.0;
            let is_middle = |value: &&f64| (**value - middle).abs() <= by * 1e-9;
            // Written more shortly than what is made of its bounds.
            (exact.iter().find(is_middle).copied().unwrap_or(middle), by)
        }
        ([_, _, ..], [], []) => return text_key(key.all()).map(Kind::Text),
        _ => return Err("has no number for its key"),
    };
    if !value.is_finite() || !by.is_finite() {
        return Err("has no number for its key");
    }
    Ok(Kind::Number(NumberKey {
        value,
        tolerance: Tolerance::Absolute(by),
        unit: None,
        also: Vec::new(),
    }))
}

/// Rows, each of which belongs to one of the same options.
fn pairs(reader: &mut Reader, rows: &[Response], key: &Key) -> Result<Pairing, Unmarked> {
    let mut pairing = Pairing {
        shuffle: true,
        ..Pairing::default()
    };
    let mut names: HashMap<Clean, usize> = HashMap::new();
    for row in rows {
        let wanted = wanted(key, row, false);
        let mut own = None;
        let mut n_right = 0;
        for label in &row.labels {
            let line = label_line(reader, label);
            let target = *names.entry(flat::words(&line)).or_insert_with(|| {
                pairing.targets.push(line);
                pairing.targets.len() - 1
            });
            if wanted.contains(label.ident) {
                own = own.or(Some(target));
                n_right += 1;
            }
        }
        let text = words::line(reader, row.materials.iter().copied());
        let target = own.filter(|_| n_right == 1).ok_or(NO_KEY)?;
        if text.is_empty() {
            return Err("has a row that says nothing");
        }
        pairing.items.push(Paired {
            text,
            target,
            feedback: Vec::new(),
        });
    }
    if pairing.items.len() < 2 || pairing.targets.len() < 2 {
        return Err("has fewer than two pairs");
    }
    Ok(pairing)
}
