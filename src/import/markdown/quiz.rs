//! Quizzes of mdbook-quiz: TOML with `[[questions]]` of three types.
//!
//! **Invariant:** a question of another type, or without its key, keeps its words and can't be answered.

use super::reader::{self, Asked, Reader};
use crate::course::block::{Block, Inline};
use crate::course::question::{Choice, Group, Kind, Options, Question, TextKey};
use crate::import::flat;
use crate::markup::decode;
use crate::markup::entry::{Document, Entry, Found, Listed, Purpose};
use crate::text::Clean;

/// What the answer to a question about a program has to say.
const TRACE: &str =
    "Does this program compile? If so, what does it print? If not, which line is at fault?";

/// Does a text look like a quiz?
pub fn is_quiz(text: &str) -> bool {
    text.contains("[[questions]]")
}

/// Reads the quiz in `file`; faults become notes.
pub fn read(reader: &mut Reader, file: &str, bytes: &[u8]) -> Vec<Asked> {
    let decoded = decode::decode(bytes);
    let text = decode::blank_controls(&decoded.text);
    let mut found = Found::new(file, &text, &decoded, Purpose::Study);
    let document = Document::read(&text, &["questions"], &mut found);
    let shared = document.head().and_then(|head| head.table("multipart"));
    let mut asked = Vec::new();
    for (n, entry) in document.entries("questions", &mut found).iter().enumerate() {
        let spare = format!("{} {}", super::stem(file), n + 1);
        let question = question(reader, entry, &mut found);
        let wanted = reader::named(&question.prompt, &spare);
        let part = entry.words("multipart", &mut found);
        let group = part.map(|id| {
            let text = shared.and_then(|shared| shared.raw(&id, &mut found));
            Group {
                introduction: text.map(|text| reader.blocks(text)).unwrap_or_default(),
                title: None,
                minutes: None,
                id,
            }
        });
        asked.push(Asked {
            wanted,
            question,
            group,
        });
    }
    reader.note_all(found.report.finish());
    asked
}

fn question(reader: &mut Reader, entry: &Entry, found: &mut Found) -> Question {
    let sort = entry.words("type", found).unwrap_or_default();
    let (asked, answered) = (entry.table("prompt"), entry.table("answer"));
    let blocks = |reader: &mut Reader, from: Option<Entry>, key: &str, found: &mut Found| {
        let text = from.and_then(|from| from.raw(key, found));
        text.map(|text| reader.blocks(text)).unwrap_or_default()
    };
    let mut question = Question::new(reader::unnamed(), Kind::Unknown(sort.clone()));
    question.prompt = blocks(reader, asked, "prompt", found);
    question.discussion = blocks(reader, Some(*entry), "context", found);
    match (&*sort, asked, answered) {
        ("ShortAnswer", Some(asked), Some(answered)) => {
            let is_long = asked.as_text("response") == Some("long");
            let key = text_key(&answered, found);
            if is_long || key.accept.is_empty() {
                question.answer = blocks(reader, Some(answered), "answer", found);
                question.kind = Kind::Open { points: Vec::new() };
            } else {
                question.kind = Kind::Text(key);
            }
        }
        ("MultipleChoice", Some(asked), Some(answered)) => {
            let is_one = answered.as_text("answer").is_some();
            let options = options(reader, &asked, &answered, found);
            question.kind = if is_one {
                Kind::Choice(options)
            } else {
                Kind::Choices(options)
            };
        }
        ("Tracing", Some(asked), Some(answered)) => {
            question.prompt.push(line(TRACE));
            let program = asked.raw("program", found).unwrap_or_default();
            question.prompt.push(code("rust", program));
            question.answer = trace(&answered, found);
            question.kind = Kind::Open { points: Vec::new() };
        }
        _ => {
            question.answer = blocks(reader, answered, "answer", found);
            let what =
                "a question of the quiz is of no type that is known, or lacks its prompt or answer";
            found.report.say(entry.at(), what, "");
        }
    }
    question
}

/// What the program of a question does.
fn trace(answered: &Entry, found: &mut Found) -> Vec<Block> {
    if answered.flag("doesCompile", found) == Some(false) {
        let at = answered
            .has("lineNumber")
            .then(|| answered.whole("lineNumber", found));
        let at = at
            .flatten()
            .map_or(String::new(), |n| format!(": line {n} is at fault"));
        return vec![line(&format!("It does not compile{at}."))];
    }
    let printed = answered.raw("stdout", found).unwrap_or_default();
    if printed.trim().is_empty() {
        return vec![line("It compiles, and prints nothing.")];
    }
    vec![line("It compiles, and prints:"), code("", printed)]
}

fn line(words: &str) -> Block {
    Block::Paragraph(vec![Inline::plain(Clean::words(words))])
}

fn code(language: &str, text: &str) -> Block {
    Block::Code {
        language: Clean::words(language),
        text: Clean::lines(text.trim_end()),
    }
}

/// The answer and its alternatives. A star stands for anything only in our own keys.
fn text_key(answered: &Entry, found: &mut Found) -> TextKey {
    let mut accept = answered.list("answer", found);
    accept.extend(answered.list("alternatives", found));
    TextKey {
        accept: accept.iter().map(|words| literal(words)).collect(),
        reject: Vec::new(),
        case: false,
    }
}

/// Words as a key that means no other.
pub fn literal(words: &str) -> Clean {
    Clean::words(&words.replace('*', "\\*"))
}

/// The right answers and the distractors, in the order that the quiz asks for.
fn options(reader: &mut Reader, asked: &Entry, answered: &Entry, found: &mut Found) -> Options {
    let mut listed = |entry: &Entry, key: &str, correct: bool, found: &mut Found| -> Vec<Choice> {
        let texts = entry.listed(key, found);
        let texts = texts.into_iter().filter_map(|text| match text {
            Listed::Words(words) => Some(words.raw()),
            Listed::Entry(_) => None,
        });
        let choices = texts.map(|text| Choice {
            text: flat::line(reader.blocks(text)),
            correct,
            feedback: Vec::new(),
        });
        choices.collect()
    };
    let right = listed(answered, "answer", true, found);
    let mut choices = listed(asked, "distractors", false, found);
    let is_sorted = asked.has("sortAnswers") && asked.flag("sortAnswers", found) == Some(true);
    let index = asked
        .has("answerIndex")
        .then(|| asked.whole("answerIndex", found))
        .flatten();
    let at = index
        .and_then(|index| usize::try_from(index).ok())
        .unwrap_or(0);
    let at = at.min(choices.len());
    choices.splice(at..at, right);
    if is_sorted {
        choices.sort_by_cached_key(|choice| flat::words(&choice.text));
    }
    Options {
        choices,
        shuffle: !is_sorted && index.is_none(),
    }
}
