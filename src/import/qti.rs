//! Questions in QTI 1.2, as cartridges and Canvas hold them.
//!
//! **Invariant:** what can't be marked by its key is asked all the same, with its options told and a note; no
//! words are lost.

mod gaps;
mod item;
mod kind;
mod said;
mod score;
mod words;

use roxmltree::{Document, Node};

use crate::course::block::Block;
use crate::course::id::QuestionId;
use crate::course::question::{Feedback, Kind, Question};
use crate::import::html::Guide as _;
use crate::import::web::Reader;
use crate::text::Clean;
use crate::text::slug::slug;
use item::{Item, Sort};
use said::Said;

/// Are there questions in it?
pub fn has_items(tree: &Document) -> bool {
    tree.root_element().tag_name().name() == "questestinterop"
        && tree.descendants().any(|node| name(node) == "item")
}

/// The banks that a quiz draws questions from, each once.
pub fn banks<'t>(tree: &'t Document) -> Vec<&'t str> {
    const MOST: usize = 100;
    let refs = tree
        .descendants()
        .filter(|node| name(*node) == "sourcebank_ref");
    let mut banks = Vec::new();
    for bank in refs.filter_map(|node| node.text()).map(str::trim) {
        if banks.len() < MOST && !bank.is_empty() && !banks.contains(&bank) {
            banks.push(bank);
        }
    }
    banks
}

/// What a quiz calls itself.
pub fn title<'t>(tree: &'t Document) -> &'t str {
    let whole = tree
        .descendants()
        .find(|node| matches!(name(*node), "assessment" | "objectbank"));
    whole
        .and_then(|whole| whole.attribute("title"))
        .unwrap_or_default()
}

/// Reads all questions into the section that is open.
pub fn read(reader: &mut Reader, tree: &Document) {
    let title = title(tree);
    let mut n_items = 0;
    for node in tree.descendants() {
        let is_around = || {
            let parent = node.parent_element().map(name);
            matches!(parent, Some("assessment" | "section" | "objectbank"))
        };
        match name(node) {
            "section" => heading(reader, node, title),
            "presentation_material" | "rubric" if is_around() => {
                for block in words::blocks(reader, [node]) {
                    reader.course.push(block);
                }
            }
            "selection_number" => {
                let what = "some of the questions would be drawn by chance; all of them are here";
                reader.note(what);
            }
            "item" => {
                n_items += 1;
                ask(reader, node, n_items);
            }
            _ => {}
        }
    }
}

/// The heading of a part of a quiz, if it has one of its own.
fn heading(reader: &mut Reader, section: Node, quiz: &str) {
    let words = Clean::trimmed(section.attribute("title").unwrap_or_default());
    if words.is_empty() || *words == *quiz.trim() {
        return;
    }
    reader.course.push(Block::Heading {
        level: 2,
        slug: Clean::words(&slug(&words)),
        content: vec![crate::course::block::Inline::plain(words)],
    });
}

/// Asks a question, the `n`th of its quiz.
fn ask(reader: &mut Reader, node: Node, n: usize) {
    let item = Item::read(node);
    let mut said = Said::of(reader, &item);
    if item.responses.is_empty() && !item.is_written() {
        let stem = words::blocks(reader, item.materials());
        if stem.is_empty() && item.sort != Sort::TextOnly {
            reader.note(&format!("question {n} asks nothing; it was left out"));
        }
        let told = [said.hint.clone(), said.answer.clone(), said.take_all()];
        for block in stem.into_iter().chain(told.into_iter().flatten()) {
            reader.course.push(block);
        }
        return;
    }
    let asked = kind::of(reader, &item, &mut said);
    if let Some(why) = asked.why {
        reader.note(&format!("question {n} {why}; it is answered in writing"));
    }
    let title = Some(item.title).filter(|title| !is_any(title));
    let wanted = title.map_or_else(|| format!("question {n}"), str::to_owned);
    let mut prompt = asked.prompt;
    if prompt.is_empty() {
        let words = title.map_or_else(|| format!("Question {n}"), str::to_owned);
        prompt.push(words::paragraph(&words));
    }
    let mut answer = asked.answer;
    answer.append(&mut said.answer);
    let mut question = Question::new(
        QuestionId::new("question").expect("letters are fit"),
        asked.kind,
    );
    // Without a key nothing is right or wrong.
    if question.kind.is_written() {
        question.discussion = said.take_all();
        if !answer.is_empty() || !question.discussion.is_empty() {
            question.kind = Kind::Open { points: Vec::new() };
        }
        if answer.is_empty() {
            answer = std::mem::take(&mut question.discussion);
        }
    } else {
        question.feedback = Feedback {
            right: std::mem::take(&mut said.right),
            wrong: std::mem::take(&mut said.wrong),
            // What is said of options that are not shown as such, too.
            always: said.take_all(),
        };
    }
    question.title = title.map(Clean::trimmed);
    question.prompt = prompt;
    question.hint = said.hint;
    question.answer = answer;
    reader.course.ask(&wanted, question);
    for stray in std::mem::take(&mut reader.strayed) {
        reader.course.push(Block::Question(stray));
    }
}

/// Is it a title that any question has?
fn is_any(title: &str) -> bool {
    let title = title.trim();
    title.is_empty() || title.eq_ignore_ascii_case("question")
}

/// The name of an element, whatever namespace it is in.
fn name<'a>(node: Node<'a, '_>) -> &'a str {
    node.tag_name().name()
}

/// The elements of those names that lie in an element, but for those that lie in one another.
fn outermost<'x>(node: Node<'x, 'x>, names: &[&str]) -> Vec<Node<'x, 'x>> {
    let mut found = Vec::new();
    // The next one last.
    let mut rest: Vec<_> = node.children().rev().collect();
    while let Some(node) = rest.pop() {
        if names.contains(&name(node)) {
            found.push(node);
        } else {
            rest.extend(node.children().rev());
        }
    }
    found
}
