//! Texts with gaps: those whose places the text names, as Canvas does, and those that stand in the flow.
//!
//! **Invariant:** every gap of a text has its place in it.

use std::collections::{HashMap, HashSet};

use crate::course::block::{Block, Inline, Target};
use crate::course::question::{Gap, GapKey, GapOption, Gaps, Kind, TextKey};
use crate::import::web::Reader;
use crate::text::Clean;

use super::item::{Item, Part, Response, Sort};
use super::kind::{Unmarked, text_key};
use super::score::Key;
use super::words;

/// Bytes of the name of a gap.
const LONGEST: usize = 200;

/// A text in which `[name]` is the place of the response that is called so.
pub fn named(reader: &mut Reader, item: &Item, key: &Key) -> Result<Kind, Unmarked> {
    let mut keys = HashMap::new();
    for response in &item.responses {
        let name = words::plain(reader, response.materials.iter().copied());
        let own = match item.sort {
            Sort::Dropdowns => chosen(reader, response, key)?,
            _ => accepted(reader, response)?,
        };
        keys.insert(name.to_string(), own);
    }
    let mut text = words::blocks(reader, item.materials());
    let mut gaps = Vec::new();
    for block in &mut text {
        block.each_line(&mut |line| {
            let inlines = std::mem::take(line);
            for inline in inlines {
                open(&inline, &mut keys, &mut gaps, line);
            }
        });
    }
    if !keys.is_empty() {
        return Err("has a gap without a place in its text");
    }
    finish(text, gaps)
}

/// A text between whose parts stand the places of the responses.
pub fn in_flow(reader: &mut Reader, item: &Item, key: &Key) -> Result<Kind, Unmarked> {
    let mut text = Vec::new();
    let mut gaps = Vec::new();
    for part in &item.flow {
        match part {
            Part::Words(node) => {
                // What stands behind a gap goes on in its line.
                let mut blocks = words::blocks(reader, [*node]);
                let is_open = matches!(text.last(), Some(Block::Paragraph(line))
                    if line.last().is_some_and(|inline: &Inline| inline.target.is_some()));
                if is_open
                    && let Some(Block::Paragraph(more)) = blocks.first_mut()
                    && let Some(Block::Paragraph(line)) = text.last_mut()
                {
                    line.push(Inline::plain(Clean::words(" ")));
                    line.append(more);
                    blocks.remove(0);
                }
                text.append(&mut blocks);
            }
            Part::Response(at) => {
                let response = &item.responses[*at];
                text.extend(words::blocks(reader, response.materials.iter().copied()));
                let tests = key.wants(response.ident).iter().copied();
                let gap = place(GapKey::Typed(text_key(tests)?), &mut gaps);
                match text.last_mut() {
                    Some(Block::Paragraph(line)) => {
                        line.push(Inline::plain(Clean::words(" ")));
                        line.push(gap);
                    }
                    _ => text.push(Block::Paragraph(vec![gap])),
                }
            }
        }
    }
    finish(text, gaps)
}

fn finish(text: Vec<Block>, gaps: Vec<Gap>) -> Result<Kind, Unmarked> {
    if gaps.is_empty() {
        return Err("has no gap");
    }
    Ok(Kind::Gaps(Gaps {
        text,
        gaps,
        shuffle: true,
    }))
}

/// A new gap, as it stands in the text.
fn place(key: GapKey, gaps: &mut Vec<Gap>) -> Inline {
    let index = gaps.len();
    let name = Clean::words(&format!("gap {}", index + 1));
    let text = Clean::words(&format!("{{{{{name}}}}}"));
    gaps.push(Gap {
        name,
        key,
        feedback: Vec::new(),
    });
    Inline {
        target: Some(Target::Gap(index)),
        ..Inline::plain(text)
    }
}

/// Adds a run to a line, with a gap at each name in brackets of which there is a key.
fn open(
    inline: &Inline,
    keys: &mut HashMap<String, GapKey>,
    gaps: &mut Vec<Gap>,
    line: &mut Vec<Inline>,
) {
    let text = inline.text.clone();
    let (mut kept, mut at) = (0, 0);
    let push = |words: &str, line: &mut Vec<Inline>| {
        if !words.is_empty() {
            line.push(Inline {
                text: Clean::words(words),
                ..inline.clone()
            });
        }
    };
    while let Some(start) = text[at..].find('[').map(|found| at + found) {
        at = start + 1;
        let near = &text.as_bytes()[at..text.len().min(at + LONGEST)];
        let end = memchr::memchr(b']', near).map(|found| at + found);
        let key = end.and_then(|end| Some((end, keys.remove(text[at..end].trim())?)));
        if let Some((end, key)) = key {
            push(&text[kept..start], line);
            line.push(place(key, gaps));
            at = end + 1;
            kept = at;
        }
    }
    push(&text[kept..], line);
}

/// Words of which any fills the gap.
fn accepted(reader: &mut Reader, response: &Response) -> Result<GapKey, Unmarked> {
    let mut accept = Vec::new();
    let mut seen = HashSet::new();
    for label in &response.labels {
        let words = words::plain(reader, label.materials.iter().copied());
        let words = Clean::trimmed(&words.replace('*', "\\*"));
        if !words.is_empty() && seen.insert(words.clone()) {
            accept.push(words);
        }
    }
    if accept.is_empty() {
        return Err("has a gap without a key");
    }
    Ok(GapKey::Typed(TextKey {
        accept,
        reject: Vec::new(),
        case: false,
    }))
}

/// Words of which some fill the gap.
fn chosen(reader: &mut Reader, response: &Response, key: &Key) -> Result<GapKey, Unmarked> {
    let tests = key.wants(response.ident).iter();
    let wanted: HashSet<_> = tests.map(|test| test.value).collect();
    let mut options: Vec<GapOption> = Vec::new();
    let mut places = HashMap::new();
    for label in &response.labels {
        let text = words::plain(reader, label.materials.iter().copied());
        let correct = wanted.contains(&label.ident);
        let at = *places.entry(text.clone()).or_insert_with(|| {
            options.push(GapOption {
                text,
                correct: false,
            });
            options.len() - 1
        });
        options[at].correct |= correct;
    }
    if options.len() < 2 || !options.iter().any(|option| option.correct) {
        return Err("has a gap without a key");
    }
    Ok(GapKey::Chosen(options))
}
