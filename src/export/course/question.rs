//! The questions of a section as TOML.
//!
//! **Invariant:** what belongs to the question itself stands above its first part, so that no key
//! slips into one.

use std::borrow::Cow;

use super::links::{Names, Place};
use super::tables::Toml;
use crate::course::Section;
use crate::course::block::{Block, Inline, Target};
use crate::course::question::{
    Difficulty, Evidence, Gap, GapKey, Gaps, Kind, NumberKey, Options, Pairing, Point, Question,
    Sequence, TextKey, Tolerance,
};
use crate::text::Clean;

/// The file with the questions of `section`, and their groups.
pub(super) fn file(section: &Section, names: &Names) -> String {
    let mut out = Toml::new(names, Place::Question(&section.id));
    for group in &section.groups {
        out.open("group");
        out.text("id", &group.id);
        out.text("title", group.title.as_deref().unwrap_or_default());
        minutes(&mut out, group.minutes);
        out.blocks("introduction", &group.introduction);
    }
    for each in &section.questions {
        question(&mut out, each);
    }
    out.finish()
}

fn minutes(out: &mut Toml<'_>, minutes: Option<u32>) {
    if let Some(minutes) = minutes {
        out.whole("minutes", minutes);
    }
}

fn question(out: &mut Toml<'_>, question: &Question) {
    let maybe = |words: &Option<Clean>| words.as_deref().unwrap_or_default().to_owned();
    // The names of gaps stand both in the text and in their keys.
    let kind = match &question.kind {
        Kind::Gaps(gaps) => Cow::Owned(Kind::Gaps(named(gaps))),
        kind => Cow::Borrowed(kind),
    };
    out.open("question");
    out.text("id", question.id.as_str());
    out.text("kind", kind.name());
    out.text("group", &maybe(&question.group));
    out.text("label", &maybe(&question.label));
    out.text("title", &maybe(&question.title));
    minutes(out, question.minutes);
    out.blocks("prompt", &question.prompt);
    keys(out, &kind);
    out.blocks("hint", &question.hint);
    out.lines("prefill", &question.prefill);
    out.blocks("answer", &question.answer);
    out.blocks("discussion", &question.discussion);
    out.blocks("reflection", &question.reflection);
    out.blocks("feedback", &question.feedback.always);
    out.blocks("right", &question.feedback.right);
    out.blocks("wrong", &question.feedback.wrong);
    if let Some(Evidence { section, phrase }) = &question.evidence {
        match section {
            None => out.text("evidence", phrase),
            Some(section) => out.table(
                "evidence",
                &[("section", section.as_str()), ("phrase", phrase)],
            ),
        }
    }
    out.one_or_more("outcome", &question.aims);
    if let Some(difficulty) = question.difficulty {
        let name = match difficulty {
            Difficulty::Easy => "easy",
            Difficulty::Medium => "medium",
            Difficulty::Hard => "hard",
        };
        out.text("difficulty", name);
    }
    out.text("source", &maybe(&question.source));
    parts(out, &kind);
}

/// What a kind has of its own above its parts.
fn keys(out: &mut Toml<'_>, kind: &Kind) {
    match kind {
        Kind::Open { .. } | Kind::Activity | Kind::Unknown(_) => {}
        Kind::Choice(options) | Kind::Choices(options) => shuffle(out, options.shuffle),
        Kind::TrueFalse { correct } => out.flag("correct", *correct),
        Kind::Text(key) => text_key(out, key),
        Kind::Number(key) => number(out, key),
        Kind::Match(pairing) => {
            let used = used(pairing);
            let extra = pairing.targets.iter().zip(used);
            let mut extra = extra.filter(|(_, used)| !used).peekable();
            if extra.peek().is_some() {
                out.all_lines("extra", extra.map(|(line, _)| &**line));
            }
            shuffle(out, pairing.shuffle);
        }
        Kind::Sort(pairing) => shuffle(out, pairing.shuffle),
        Kind::Order(sequence) if is_bare(sequence) => {
            out.all_lines("item", sequence.items.iter().map(|item| &*item.text));
        }
        Kind::Order(_) => {}
        Kind::Gaps(gaps) => {
            out.blocks("text", &gaps.text);
            shuffle(out, gaps.shuffle);
        }
    }
}

/// The parts of a question, each an entry of its own.
fn parts(out: &mut Toml<'_>, kind: &Kind) {
    match kind {
        Kind::Open { points } => points.iter().for_each(|each| point(out, each)),
        Kind::Choice(options) | Kind::Choices(options) => choices(out, options),
        Kind::Number(key) => {
            for (unit, times) in &key.also {
                out.open("question.also");
                out.text("unit", unit);
                out.number("times", *times);
            }
        }
        Kind::Match(pairing) => pairs(out, pairing),
        Kind::Sort(pairing) => categories(out, pairing),
        Kind::Order(sequence) if !is_bare(sequence) => {
            for item in &sequence.items {
                part(out, "question.item", "text", &item.text, &item.feedback);
            }
        }
        Kind::Gaps(gaps) => gaps.gaps.iter().for_each(|each| gap(out, each)),
        _ => {}
    }
}

/// Nothing is shuffled only where that is said.
fn shuffle(out: &mut Toml<'_>, shuffle: bool) {
    if !shuffle {
        out.flag("shuffle", false);
    }
}

fn text_key(out: &mut Toml<'_>, key: &TextKey) {
    out.list("accept", &key.accept);
    out.list("reject", &key.reject);
    if key.case {
        out.flag("case", true);
    }
}

fn number(out: &mut Toml<'_>, key: &NumberKey) {
    out.number("value", key.value);
    match key.tolerance {
        Tolerance::Absolute(0.0) => {}
        Tolerance::Absolute(size) => out.number("tolerance", size),
        Tolerance::Percent(size) => out.text("tolerance", &format!("{size}%")),
    }
    out.text("unit", key.unit.as_deref().unwrap_or_default());
}

fn point(out: &mut Toml<'_>, point: &Point) {
    out.open("question.point");
    out.text("text", &point.text);
    out.list("accept", &point.accept);
}

fn choices(out: &mut Toml<'_>, options: &Options) {
    for choice in &options.choices {
        out.open("question.choice");
        out.line("text", &choice.text);
        if choice.correct {
            out.flag("correct", true);
        }
        out.blocks("feedback", &choice.feedback);
    }
}

/// A part with its words and its feedback.
fn part(out: &mut Toml<'_>, path: &str, key: &str, words: &[Inline], feedback: &[Block]) {
    out.open(path);
    out.line(key, words);
    out.blocks("feedback", feedback);
}

fn pairs(out: &mut Toml<'_>, pairing: &Pairing) {
    for item in &pairing.items {
        out.open("question.pair");
        out.line("left", &item.text);
        let right = pairing.targets.get(item.target);
        out.line("right", right.map_or(&[], Vec::as_slice));
        out.blocks("feedback", &item.feedback);
    }
}

fn categories(out: &mut Toml<'_>, pairing: &Pairing) {
    let mut items = vec![Vec::new(); pairing.targets.len()];
    for item in &pairing.items {
        if let Some(items) = items.get_mut(item.target) {
            items.push(item);
        }
    }
    for (name, items) in pairing.targets.iter().zip(items) {
        out.open("question.category");
        out.line("name", name);
        if items.iter().all(|item| item.feedback.is_empty()) {
            out.all_lines("items", items.iter().map(|item| &*item.text));
            continue;
        }
        for item in items {
            let path = "question.category.items";
            part(out, path, "text", &item.text, &item.feedback);
        }
    }
}

/// Which targets some item belongs to.
fn used(pairing: &Pairing) -> Vec<bool> {
    let mut used = vec![false; pairing.targets.len()];
    for item in &pairing.items {
        if let Some(used) = used.get_mut(item.target) {
            *used = true;
        }
    }
    used
}

/// Will a list of words do?
fn is_bare(sequence: &Sequence) -> bool {
    sequence.items.iter().all(|item| item.feedback.is_empty())
}

fn gap(out: &mut Toml<'_>, gap: &Gap) {
    out.open("question.gap");
    out.text("name", &gap.name);
    match &gap.key {
        GapKey::Typed(key) => text_key(out, key),
        GapKey::Chosen(options) => {
            let words = |options: &mut dyn Iterator<Item = _>| -> Vec<Clean> { options.collect() };
            let correct = options.iter().filter(|option| option.correct);
            let texts = words(&mut options.iter().map(|option| option.text.clone()));
            let correct = words(&mut correct.map(|option| option.text.clone()));
            out.all("options", &texts);
            out.one_or_more("correct", &correct);
        }
    }
    out.blocks("feedback", &gap.feedback);
}

/// Gaps whose names can stand in the text, each with its name in its place.
fn named(gaps: &Gaps) -> Gaps {
    let mut gaps = gaps.clone();
    let mut taken = std::collections::HashSet::new();
    for (index, gap) in gaps.gaps.iter_mut().enumerate() {
        let name = Clean::trimmed(&gap.name);
        let is_fit =
            !name.is_empty() && !name.contains(['{', '}']) && !name.starts_with("question");
        gap.name = if is_fit && !taken.contains(&name) {
            name
        } else {
            (index + 1..=usize::MAX)
                .map(|n| Clean::words(&format!("gap {n}")))
                .find(|name| !taken.contains(name))
                .expect("numbers do not end")
        };
        taken.insert(gap.name.clone());
    }
    let names: Vec<_> = gaps.gaps.iter().map(|gap| gap.name.clone()).collect();
    for block in &mut gaps.text {
        block.each_line(&mut |line| name_places(line, &names));
    }
    gaps
}

/// Writes the name of each gap where it is, unless it stands there already.
fn name_places(line: &mut [Inline], names: &[Clean]) {
    for inline in line {
        let Some(Target::Gap(index)) = inline.target else {
            continue;
        };
        let Some(name) = names.get(index) else {
            inline.target = None;
            continue;
        };
        let inside = inline.text.strip_prefix("{{");
        let inside = inside.and_then(|inside| inside.strip_suffix("}}"));
        if inside.map(str::trim) != Some(name) {
            inline.text = Clean::words(&format!("{{{{{name}}}}}"));
        }
    }
}
