//! A text with gaps, as it is written: `{{name}}` in the text, and a `[[question.gap]]` for each name.
//!
//! **Invariant:** every gap that is kept stands in the text, and the gaps have its order.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::{GAP, QUESTION, say_again};
use crate::course::block::{Inline, Target};
use crate::course::problem::quoted;
use crate::course::question::{Gap, GapKey, GapOption, Gaps, TextKey};
use crate::markup::entry::{Entry, Found};
use crate::text::Clean;

/// The text with its gaps.
pub(super) fn gaps(entry: &Entry, found: &mut Found) -> Gaps {
    let mut keys = keys(entry, found);
    let mut text = entry.blocks("text", found);
    let (mut gaps, mut indexes, mut lost) = (Vec::new(), HashMap::new(), Vec::new());
    let mut index = |name: &Clean| {
        if let Some(index) = indexes.get(name) {
            return Some(*index);
        }
        let Some((_, gap)) = keys.remove(name) else {
            lost.push(name.clone());
            return None;
        };
        indexes.insert(name.clone(), gaps.len());
        gaps.push(gap);
        Some(gaps.len() - 1)
    };
    for block in &mut text {
        block.each_line(&mut |line| *line = open(line, &mut index));
    }
    for name in lost {
        let what = format!(
            "the text has a gap {}, and there is no key to it",
            quoted(&name)
        );
        let advice = "write a [[question.gap]] with this name";
        found.report.say(entry.at_key("text"), what, advice);
    }
    for (name, (at, _)) in keys {
        let what = format!("the gap {} is not in the text", quoted(&name));
        let advice = format!("write {{{{{name}}}}} where it belongs; not in code of its own lines");
        found.report.say(at, what, advice);
    }
    Gaps {
        text,
        gaps,
        shuffle: entry.flag("shuffle", found).unwrap_or(true),
    }
}

/// The keys to the gaps by their names, each with its place.
fn keys(entry: &Entry, found: &mut Found) -> HashMap<Clean, (usize, Gap)> {
    let mut keys = HashMap::new();
    for part in entry.tables("gap", found) {
        part.know(GAP, QUESTION, found);
        let Some(name) = part.words("name", found) else {
            let advice = "write name = \"…\", as it stands in the text between {{ and }}";
            found.report.say(part.at(), "a gap without a name", advice);
            continue;
        };
        if name.starts_with("question") {
            let what = format!("a gap can't be called {}", quoted(&name));
            let advice = "choose another name: {{question …}} is the place of a question";
            found.report.say(part.at_key("name"), what, advice);
            continue;
        }
        if keys.contains_key(&name) {
            say_again(&part, "gap", "name", "give this one another name", found);
            continue;
        }
        let gap = Gap {
            key: key(&part, found),
            feedback: part.blocks("feedback", found),
            name: name.clone(),
        };
        keys.insert(name, (part.at(), gap));
    }
    keys
}

fn key(part: &Entry, found: &mut Found) -> GapKey {
    if !part.has("options") {
        if part.has("correct") {
            let what = "`correct` says nothing in a gap without `options`";
            let advice = "write accept = […] for words to be written";
            found.report.say(part.at_key("correct"), what, advice);
        }
        return GapKey::Typed(text_key(part, found));
    }
    for key in ["accept", "reject", "case"] {
        if part.has(key) {
            let what = format!("`{key}` says nothing in a gap with `options`");
            let advice = "take it out, or the options: a gap is either written or chosen";
            found.report.say(part.at_key(key), what, advice);
        }
    }
    let (options, correct) = (part.list("options", found), part.list("correct", found));
    let known: HashSet<_> = options.iter().cloned().collect();
    for words in correct.iter().filter(|words| !known.contains(*words)) {
        let what = format!("{} is right, but not among the options", quoted(words));
        let advice = "write it into `options` too";
        found.report.say(part.at_key("correct"), what, advice);
    }
    let correct: HashSet<_> = correct.into_iter().collect();
    let options = options.into_iter().map(|text| GapOption {
        correct: correct.contains(&text),
        text,
    });
    GapKey::Chosen(options.collect())
}

/// What counts as right for words that are written.
pub(super) fn text_key(entry: &Entry, found: &mut Found) -> TextKey {
    TextKey {
        accept: entry.list("accept", found),
        reject: entry.list("reject", found),
        case: entry.flag("case", found).unwrap_or(false),
    }
}

/// A line in which each `{{name}}` that `index` knows leads to its gap.
pub fn open(line: &[Inline], index: &mut impl FnMut(&Clean) -> Option<usize>) -> Vec<Inline> {
    let mut opened = Vec::new();
    for inline in line {
        let text = &*inline.text;
        let mut push = |text: &str, target: Option<Target>| {
            if !text.is_empty() {
                opened.push(Inline {
                    text: Clean::words(text),
                    face: inline.face,
                    target,
                });
            }
        };
        let (mut kept, mut at) = (0, 0);
        while let Some(gap) = next_gap(text, at) {
            at = gap.end;
            let name = Clean::trimmed(&text[gap.start + 2..gap.end - 2]);
            if let Some(index) = index(&name) {
                push(&text[kept..gap.start], inline.target.clone());
                push(&text[gap.clone()], Some(Target::Gap(index)));
                kept = gap.end;
            }
        }
        push(&text[kept..], inline.target.clone());
    }
    opened
}

/// Where the next `{{name}}` stands, from byte `from` on.
fn next_gap(text: &str, from: usize) -> Option<Range<usize>> {
    let start = from + text[from..].find("{{")?;
    let end = start + text[start..].find("}}")?;
    let start = start + text[start..end].rfind("{{")?;
    Some(start..end + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gap_is_cut_out_of_its_words() {
        let known = |name: &Clean| ["a", "b c"].iter().position(|known| *known == &**name);
        for (text, wanted) in [
            ("", ""),
            ("no gap", "no gap"),
            ("x {{a}} y", "x |<0>| y"),
            ("{{ a }}{{b c}}", "<0>|<1>"),
            ("{{a}}, {{a}}", "<0>|, |<0>"),
            ("{{z}} {{a}}.", "{{z}} |<0>|."),
            ("{{ {{a}}", "{{ |<0>"),
            ("{{{a}}}", "{|<0>|}"),
            ("{{a} }}{{", "{{a} }}{{"),
            ("}} {{}} {{a}}", "}} {{}} |<0>"),
        ] {
            let line = [Inline::plain(Clean::words(text))];
            let opened = open(&line, &mut |name| known(name));
            let shown: Vec<_> = opened
                .iter()
                .map(|inline| match inline.target {
                    Some(Target::Gap(gap)) => format!("<{gap}>"),
                    _ => inline.text.to_string(),
                })
                .collect();
            assert_eq!(shown.join("|"), wanted, "{text}");
        }
    }

    #[test]
    fn hostile_braces_take_no_time() {
        for text in [
            "{{".repeat(500_000),
            "{{a".repeat(300_000) + "}}",
            "{{}}".repeat(250_000),
        ] {
            let line = [Inline::plain(Clean::words(&text))];
            let n_pieces = open(&line, &mut |_| None).len();
            assert_eq!(n_pieces, 1);
        }
    }
}
