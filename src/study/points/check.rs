//! Accepted wordings that can't do their work, for the authors of questions.

use std::collections::{BTreeSet, HashMap};

use super::words;
use crate::course::block::Block;
use crate::course::problem::{Problem, quoted};
use crate::course::question::{Kind, Point, Question};
use crate::study::language::{Language, Part};

/// What is wrong with the wordings that a question, in `language`, accepts for its points.
pub fn check(question: &Question, language: Language) -> Vec<Problem> {
    let Kind::Open { points } = &question.kind else {
        return Vec::new();
    };
    let prompt: Vec<String> = question.prompt.iter().map(Block::text).collect();
    let faults = faults(&prompt.join("\n"), points, language).into_iter();
    faults
        .map(|(wording, fault)| {
            let (why, advice) = fault.told();
            let id = quoted(question.id.as_str());
            let what = format!("{id} accepts {}, {why}", quoted(wording));
            Problem::new(question.place.clone(), what, advice)
        })
        .collect()
}

/// Why a wording finds nothing, or too much.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    /// No word of it carries meaning.
    SaysNothing,
    /// The prompt has all that it says.
    IsAsked,
    /// Two points accept it.
    IsShared,
}

impl Fault {
    /// Why it is one, and what to do about it.
    fn told(self) -> (&'static str, &'static str) {
        match self {
            Self::SaysNothing => (
                "which says nothing by itself",
                "accept words that carry the point",
            ),
            Self::IsAsked => (
                "which the prompt says already, so that it proves nothing",
                "accept words that only an answer has",
            ),
            Self::IsShared => (
                "which another point accepts too",
                "leave it to the point that it proves",
            ),
        }
    }
}

/// The wordings at fault, in the author's order.
fn faults<'a>(prompt: &str, points: &'a [Point], language: Language) -> Vec<(&'a str, Fault)> {
    let asked = stems(prompt, language, |part| part == Part::Content);
    let mut owners: HashMap<BTreeSet<String>, usize> = HashMap::new();
    let mut faults = Vec::new();
    for (at, point) in points.iter().enumerate() {
        for wording in &point.accept {
            let is_telling = |part| matches!(part, Part::Content | Part::Denial(_));
            let stems = stems(wording, language, is_telling);
            let fault = if stems.is_empty() {
                Some(Fault::SaysNothing)
            } else if stems.is_subset(&asked) {
                Some(Fault::IsAsked)
            } else if *owners.entry(stems).or_insert(at) != at {
                Some(Fault::IsShared)
            } else {
                None
            };
            faults.extend(fault.map(|fault| (&**wording, fault)));
        }
    }
    faults
}

/// The stems of those words of a text that do what is asked for.
fn stems(text: &str, language: Language, wanted: impl Fn(Part) -> bool) -> BTreeSet<String> {
    let words = words::read(text, language, usize::MAX).into_iter();
    words
        .filter(|word| wanted(word.part))
        .map(|word| word.stem)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Clean;

    #[test]
    fn wordings_that_cannot_work_are_named() {
        let accept = |words: &[&str]| Point {
            text: Clean::words("a point"),
            accept: words.iter().map(|words| Clean::words(words)).collect(),
        };
        let points = [
            accept(&[
                "so that",
                "",
                "green",
                "the leaves",
                "reflects green",
                "sugar",
            ]),
            accept(&["not green", "sugars", "starch", "starch"]),
        ];
        let found = faults("Why are leaves green?", &points, Language::of_tag("en"));
        assert_eq!(
            found,
            [
                ("so that", Fault::SaysNothing),
                ("", Fault::SaysNothing),
                ("green", Fault::IsAsked),
                ("the leaves", Fault::IsAsked),
                ("sugars", Fault::IsShared),
            ]
        );
    }
}
