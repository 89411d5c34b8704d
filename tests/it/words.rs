//! The words of a course that was imported, counted.

use std::collections::HashMap;

use recto::course::block::{Block, Inline};
use recto::course::question::Kind;
use recto::import::Imported;

/// How often each word occurs.
pub type Bag = HashMap<String, usize>;

pub fn bag(text: &str) -> Bag {
    let mut bag = Bag::new();
    for word in words(text) {
        *bag.entry(word).or_default() += 1;
    }
    bag
}

/// All text that came.
pub fn imported_text(imported: &Imported) -> String {
    let mut out = String::new();
    let course = &imported.course;
    let mut say = |text: &str| {
        out.push_str(text);
        out.push('\n');
    };
    let line = |line: &[Inline]| line.iter().map(|inline| &*inline.text).collect::<String>();
    let all = |blocks: &[Block]| blocks.iter().map(Block::text).collect::<String>();
    say(&course.title);
    course.authors.iter().for_each(|author| say(author));
    say(&all(&course.description));
    say(&all(&course.acknowledgements));
    course.outcomes.iter().for_each(|aim| say(&aim.text));
    for term in &course.glossary {
        say(&term.term);
        say(&all(&term.definition));
    }
    course
        .references
        .iter()
        .for_each(|one| say(&line(&one.text)));
    for section in &imported.sections {
        say(&section.title);
        say(&all(&section.blocks));
        section
            .footnotes
            .iter()
            .for_each(|note| say(&all(&note.blocks)));
        for group in &section.groups {
            group.title.iter().for_each(|title| say(title));
            group
                .minutes
                .iter()
                .for_each(|n| say(&format!("{n} minutes")));
            say(&all(&group.introduction));
        }
        for question in &section.questions {
            question.title.iter().for_each(|title| say(title));
            question
                .minutes
                .iter()
                .for_each(|n| say(&format!("{n} minutes")));
            say(&question.prefill);
            for blocks in [
                &question.prompt,
                &question.answer,
                &question.discussion,
                &question.reflection,
            ] {
                say(&all(blocks));
            }
            match &question.kind {
                Kind::Choice(options) | Kind::Choices(options) => {
                    for choice in &options.choices {
                        say(&line(&choice.text));
                        say(&all(&choice.feedback));
                    }
                }
                Kind::Match(key) => {
                    key.items.iter().for_each(|item| say(&line(&item.text)));
                    // Each item shows its own target, though one may serve more of them.
                    for item in &key.items {
                        say(&line(&key.targets[item.target]));
                    }
                }
                _ => {}
            }
        }
    }
    out
}

/// How many of the words came, and those of which the most are missing.
pub fn recall(source: &Bag, came: &Bag) -> (f64, Vec<(String, usize)>) {
    let mut missing: Vec<_> = source
        .iter()
        .map(|(word, n)| {
            (
                word.clone(),
                n.saturating_sub(came.get(word).copied().unwrap_or(0)),
            )
        })
        .filter(|(_, n)| *n > 0)
        .collect();
    missing.sort_by(|a, b| (b.1, &a.0).cmp(&(a.1, &b.0)));
    let all: usize = source.values().sum();
    let lost: usize = missing.iter().map(|(_, n)| n).sum();
    missing.truncate(12);
    #[expect(clippy::cast_precision_loss, reason = "counts of words are small")]
    let share = 1.0 - lost as f64 / all.max(1) as f64;
    (share, missing)
}

/// The words of a text, in order.
pub fn words(text: &str) -> Vec<String> {
    let text = text.replace(['\u{ad}', '\u{feff}'], "").to_lowercase();
    let words = text.split(|c: char| !c.is_alphanumeric());
    words
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}
