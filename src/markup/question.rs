//! A section's questions and groups, from the TOML file beside its text.
//!
//! **Invariant:** a question whose key is broken is kept as one that can't be asked, so that its
//! prompt and its answer can still be read.

mod gaps;
mod parts;

pub use gaps::open;

use std::collections::HashSet;

use crate::course::id::{QuestionId, SectionId};
use crate::course::naming::short_slug;
use crate::course::problem::{nearest, quoted};
use crate::course::question::{
    Choice, Difficulty, Evidence, Feedback, Group, Kind, NumberKey, Options, Point, Question,
    Tolerance,
};
use crate::markup::entry::{Entry, Found};
use crate::markup::report::floor;
use crate::text::Clean;

/// The keys of a group.
pub const GROUP: &[&str] = &["id", "title", "introduction", "minutes"];

/// The keys of every question.
pub const QUESTION: &[&str] = &[
    "id",
    "kind",
    "group",
    "label",
    "title",
    "minutes",
    "prompt",
    "hint",
    "prefill",
    "answer",
    "discussion",
    "reflection",
    "feedback",
    "right",
    "wrong",
    "evidence",
    "outcome",
    "difficulty",
    "source",
];

/// The keys of evidence that stands in another section.
pub const EVIDENCE: &[&str] = &["section", "phrase"];

/// The kinds, each with the keys of its own.
pub const KINDS: &[(&str, &[&str])] = &[
    ("open", &["point"]),
    ("activity", &[]),
    ("choice", &["choice", "shuffle"]),
    ("choices", &["choice", "shuffle"]),
    ("true-false", &["correct"]),
    ("text", &["accept", "reject", "case"]),
    ("number", &["value", "tolerance", "unit", "also"]),
    ("match", &["pair", "extra", "shuffle"]),
    ("order", &["item"]),
    ("sort", &["category", "shuffle"]),
    ("gaps", &["text", "gap", "shuffle"]),
];

/// The keys of a key point.
pub const POINT: &[&str] = &["text", "accept"];
/// The keys of an option.
pub const CHOICE: &[&str] = &["text", "correct", "feedback"];
/// The keys of a further unit.
pub const ALSO: &[&str] = &["unit", "times"];
/// The keys of a pair.
pub const PAIR: &[&str] = &["left", "right", "feedback"];
/// The keys of an item.
pub const ITEM: &[&str] = &["text", "feedback"];
/// The keys of a category.
pub const CATEGORY: &[&str] = &["name", "items"];
/// The keys of a gap.
pub const GAP: &[&str] = &[
    "name", "accept", "reject", "case", "options", "correct", "feedback",
];

/// The groups of a section.
pub fn groups(entries: &[Entry], found: &mut Found) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut ids = HashSet::new();
    for entry in entries {
        entry.know(GROUP, &[], found);
        let Some(id) = entry.words("id", found) else {
            found
                .report
                .say(entry.at(), "a group without an id", "write id = \"…\"");
            continue;
        };
        if !ids.insert(id.clone()) {
            let what = format!("another group has the id {} already", quoted(&id));
            found.report.say(
                entry.at_key("id"),
                what,
                "give this one another id; it is left out",
            );
            continue;
        }
        found.mark("group", &id, entry.at());
        groups.push(Group {
            title: entry.words("title", found),
            minutes: entry.whole("minutes", found),
            introduction: entry.blocks("introduction", found),
            id,
        });
    }
    groups
}

/// The questions of a section, as written.
pub fn questions(entries: &[Entry], found: &mut Found) -> Vec<Question> {
    let mut questions = Vec::new();
    let mut ids = HashSet::new();
    for entry in entries {
        let question = question(entry, found);
        if ids.insert(question.id.clone()) {
            questions.push(question);
        } else {
            let what = format!(
                "another question has the id {} already",
                quoted(question.id.as_str())
            );
            let advice = "give this one another id; until then it is not asked";
            found.report.say(entry.at_key("id"), what, advice);
        }
    }
    questions
}

fn question(entry: &Entry, found: &mut Found) -> Question {
    let kind = kind(entry, found);
    Question {
        id: id(entry, found),
        kind,
        group: entry.words("group", found),
        label: entry.words("label", found),
        title: entry.words("title", found),
        minutes: entry.whole("minutes", found),
        prompt: entry.blocks("prompt", found),
        hint: entry.blocks("hint", found),
        prefill: Clean::lines(entry.raw("prefill", found).unwrap_or("")).to_string(),
        answer: entry.blocks("answer", found),
        discussion: entry.blocks("discussion", found),
        reflection: entry.blocks("reflection", found),
        feedback: Feedback {
            always: entry.blocks("feedback", found),
            right: entry.blocks("right", found),
            wrong: entry.blocks("wrong", found),
        },
        evidence: evidence(entry, found),
        aims: entry.list("outcome", found),
        difficulty: difficulty(entry, found),
        source: entry.words("source", found),
        place: found.report.place(entry.at()),
    }
}

/// Where the text says so: a phrase alone, or with the section that it stands in.
fn evidence(entry: &Entry, found: &mut Found) -> Option<Evidence> {
    let Some(there) = entry.table("evidence") else {
        let phrase = entry.words("evidence", found)?;
        return Some(Evidence {
            section: None,
            phrase,
        });
    };
    there.know(EVIDENCE, &[], found);
    let section = there.words("section", found);
    let phrase = there.words("phrase", found);
    let (Some(section), Some(phrase)) = (section.and_then(|id| SectionId::new(&id)), phrase) else {
        let what = "evidence without the section that it stands in, or without its phrase";
        let advice = "write { section = \"…\", phrase = \"…\" }; until then it is left out";
        found.report.say(there.at(), what, advice);
        return None;
    };
    Some(Evidence {
        section: Some(section),
        phrase,
    })
}

/// The id as written, else one made from the prompt, which stays the same as long as that does.
pub fn id(entry: &Entry, found: &mut Found) -> QuestionId {
    let written = entry.words("id", found);
    if let Some(id) = written.as_deref().and_then(QuestionId::new) {
        return id;
    }
    let prompt = entry.raw("prompt", found).unwrap_or_default();
    let prompt = &prompt[..floor(prompt, 200)];
    let made = QuestionId::new(&short_slug(written.as_deref().unwrap_or(prompt)))
        .or_else(|| QuestionId::new("question"))
        .expect("letters make an id");
    let what = match &written {
        Some(written) => format!("{} can't be an id", quoted(written)),
        None => "a question without an id".into(),
    };
    let advice = format!("write id = \"…\" with letters, digits, - and _; until then it is {made}");
    found.report.say(entry.at_key("id"), what, advice);
    made
}

fn difficulty(entry: &Entry, found: &mut Found) -> Option<Difficulty> {
    let written = entry.words("difficulty", found)?;
    match &*written {
        "easy" => Some(Difficulty::Easy),
        "medium" => Some(Difficulty::Medium),
        "hard" => Some(Difficulty::Hard),
        _ => {
            let what = format!("there is no difficulty {}", quoted(&written));
            found.report.say(
                entry.at_key("difficulty"),
                what,
                "write easy, medium or hard",
            );
            None
        }
    }
}

/// The kind of a question, with its key.
pub fn kind(entry: &Entry, found: &mut Found) -> Kind {
    let name = entry.words("kind", found).unwrap_or_default();
    let Some((name, keys)) = KINDS.iter().find(|(kind, _)| *kind == &*name) else {
        let kinds: Vec<_> = KINDS.iter().map(|(kind, _)| *kind).collect();
        let (what, advice) = if name.is_empty() {
            (
                "a question without a kind".into(),
                format!("write one of {}", kinds.join(", ")),
            )
        } else {
            let advice = match nearest(&name, kinds.iter().copied()) {
                Some(near) => format!("the nearest kind there is: {near}"),
                None => format!("write one of {}", kinds.join(", ")),
            };
            (
                format!("there is no kind of question {}", quoted(&name)),
                advice,
            )
        };
        found.report.say(entry.at_key("kind"), what, advice);
        return Kind::Unknown(name);
    };
    know(entry, name, keys, found);
    match *name {
        "open" => Kind::Open {
            points: points(entry, found),
        },
        "choice" => Kind::Choice(options(entry, found)),
        "choices" => Kind::Choices(options(entry, found)),
        "true-false" => match entry.flag("correct", found) {
            Some(correct) => Kind::TrueFalse { correct },
            None => unasked(
                entry,
                name,
                "correct",
                "write correct = true or correct = false",
                found,
            ),
        },
        "text" => Kind::Text(gaps::text_key(entry, found)),
        "match" => Kind::Match(parts::pairs(entry, found)),
        "order" => Kind::Order(parts::sequence(entry, found)),
        "sort" => Kind::Sort(parts::categories(entry, found)),
        "gaps" => Kind::Gaps(gaps::gaps(entry, found)),
        "number" => match number(entry, found) {
            Some(key) => Kind::Number(key),
            None => unasked(entry, name, "value", "write value = and the number", found),
        },
        _ => Kind::Activity,
    }
}

/// Reports keys that no question has, and keys of another kind.
fn know(entry: &Entry, name: &str, keys: &[&str], found: &mut Found) {
    let mut known = [QUESTION, keys].concat();
    for (_, others) in KINDS {
        for key in others
            .iter()
            .filter(|key| !keys.contains(key) && entry.has(key))
        {
            if !known.contains(key) {
                known.push(key);
                let what = format!("`{key}` says nothing in a question of kind {name}");
                found
                    .report
                    .say(entry.at_key(key), what, "take it out, or change the kind");
            }
        }
    }
    entry.know(&known, &[], found);
}

fn unasked(entry: &Entry, name: &str, key: &str, advice: &str, found: &mut Found) -> Kind {
    let what = format!("a question of kind {name} without `{key}`: nobody can answer it");
    found.report.say(entry.at_key(key), what, advice);
    Kind::Unknown(Clean::words(name))
}

/// Reports a part whose name another part of its question has.
fn say_again(part: &Entry, sort: &str, key: &str, advice: &str, found: &mut Found) {
    let name = quoted(part.as_text(key).unwrap_or_default());
    let what = format!("another {sort} is called {name} already");
    found.report.say(part.at_key(key), what, advice);
}

fn points(entry: &Entry, found: &mut Found) -> Vec<Point> {
    let mut points = Vec::new();
    for part in entry.tables("point", found) {
        part.know(POINT, QUESTION, found);
        let accept = part.list("accept", found);
        match part.words("text", found) {
            Some(text) => points.push(Point { text, accept }),
            None => found
                .report
                .say(part.at(), "a key point without text", "write text = \"…\""),
        }
    }
    points
}

fn options(entry: &Entry, found: &mut Found) -> Options {
    let mut choices = Vec::new();
    for part in entry.tables("choice", found) {
        part.know(CHOICE, QUESTION, found);
        let text = part.line("text", found);
        if text.is_empty() {
            found
                .report
                .say(part.at(), "an option without text", "write text = \"…\"");
        }
        choices.push(Choice {
            text,
            correct: part.flag("correct", found).unwrap_or(false),
            feedback: part.blocks("feedback", found),
        });
    }
    Options {
        choices,
        shuffle: entry.flag("shuffle", found).unwrap_or(true),
    }
}

fn number(entry: &Entry, found: &mut Found) -> Option<NumberKey> {
    let mut also = Vec::new();
    for part in entry.tables("also", found) {
        part.know(ALSO, QUESTION, found);
        match (part.words("unit", found), part.number("times", found)) {
            (Some(unit), Some(times)) if times > 0.0 => also.push((unit, times)),
            _ => {
                let what = "a further unit without its name or its size";
                let advice =
                    "write unit = \"m\" and times = 0.001: one of these is so many of `unit`";
                found.report.say(part.at(), what, advice);
            }
        }
    }
    if !also.is_empty() && !entry.has("unit") {
        let what = "further units without a first one";
        found
            .report
            .say(entry.at(), what, "write unit = and the unit of `value`");
    }
    Some(NumberKey {
        tolerance: tolerance(entry, found),
        unit: entry.words("unit", found),
        value: entry.number("value", found)?,
        also,
    })
}

fn tolerance(entry: &Entry, found: &mut Found) -> Tolerance {
    let exact = Tolerance::Absolute(0.0);
    if !entry.has("tolerance") {
        return exact;
    }
    let tolerance = match entry.as_text("tolerance") {
        None => entry.number("tolerance", found).map(Tolerance::Absolute),
        Some(text) => {
            let (digits, percent) = match text.trim().strip_suffix('%') {
                Some(digits) => (digits.trim_end(), true),
                None => (text.trim(), false),
            };
            let size = digits.parse().ok().filter(|size| f64::is_finite(*size));
            size.map(|size| {
                if percent {
                    Tolerance::Percent(size)
                } else {
                    Tolerance::Absolute(size)
                }
            })
        }
    };
    match tolerance {
        Some(Tolerance::Absolute(size) | Tolerance::Percent(size)) if size < 0.0 => None,
        tolerance => tolerance,
    }
    .unwrap_or_else(|| {
        let what = "`tolerance` must be a number from 0 up, or one with % in quotes";
        let advice = "write tolerance = 0.5 or tolerance = \"5%\"; until then it is 0";
        found.report.say(entry.at_key("tolerance"), what, advice);
        exact
    })
}
