//! An answer, searched for what is wanted.

use std::ops::Range;

use super::Evidence;
use super::wanted::{Id, Pattern, Shape, Wanted, Wish};
use super::words::{self, Gap, Word};
use crate::study::language::{Denial, Language, Part};

/// As much of an answer as is looked at, in words.
const MOST_WORDS: usize = 20_000;

/// So many words that carry meaning may stand together where there are sentences …
const RUN_IN_PROSE: usize = 6;
/// … and so many where there are none.
const RUN_IN_NOTES: usize = 4;

/// How many words further on a "not" still holds.
const REACH_ON: usize = 20;
/// How many words back.
const REACH_BACK: usize = 5;
/// How many words further on a "less" still holds.
const REACH_NEXT: usize = 2;

/// An answer cut into words.
pub(super) struct Answer<'a> {
    wanted: &'a Wanted,
    words: Vec<Word>,
    /// For each word, which of those looked for it is.
    ids: Vec<Option<Id>>,
    /// Where each of those looked for stands, ascending.
    places: Vec<Vec<usize>>,
}

impl<'a> Answer<'a> {
    /// Reads an answer to see whether it has what is wanted.
    pub fn read(response: &str, wanted: &'a Wanted, language: Language) -> Self {
        let words = words::read(response, language, MOST_WORDS);
        let ids: Vec<_> = words.iter().map(|word| wanted.find(word)).collect();
        let mut places = vec![Vec::new(); wanted.n_words()];
        let heaped = if language.knows_fillers() {
            heaped(&words, wanted.points.len())
        } else {
            vec![false; words.len()]
        };
        for (at, id) in ids.iter().enumerate() {
            if let Some(id) = id.filter(|_| !heaped[at]) {
                places[id].push(at);
            }
        }
        Self {
            wanted,
            words,
            ids,
            places,
        }
    }

    /// Where the answer has a point.
    pub fn find(&self, wish: &Wish) -> Option<Evidence> {
        wish.patterns.iter().find_map(|pattern| {
            let found = match &pattern.shape {
                Shape::Row(ids, reach) => self.row(ids, *reach, pattern, wish),
                Shape::Near(ids, reach) => self.near(ids, *reach, pattern, wish),
            }?;
            Some(Evidence {
                range: self.words[found.start].range.start..self.words[found.end - 1].range.end,
                of: pattern.of.clone(),
            })
        })
    }

    /// The words in their order, within `reach` words.
    fn row(
        &self,
        row: &[Id],
        reach: usize,
        pattern: &Pattern,
        wish: &Wish,
    ) -> Option<Range<usize>> {
        self.places[*row.first()?].iter().find_map(|&start| {
            let end = self.words.len().min(start + reach);
            let mut rest = row;
            for at in start..end {
                if self.ids[at] == Some(rest[0]) {
                    rest = &rest[1..];
                }
                if rest.is_empty() {
                    let span = start..at + 1;
                    return self.counts(&span, row, pattern, wish).then_some(span);
                }
            }
            None
        })
    }

    /// All the words, in any order, within `reach` words.
    fn near(
        &self,
        wanted: &[Id],
        reach: usize,
        pattern: &Pattern,
        wish: &Wish,
    ) -> Option<Range<usize>> {
        if wanted.iter().any(|id| self.places[*id].is_empty()) {
            return None;
        }
        let mut hits: Vec<(usize, usize)> = Vec::new();
        for (which, id) in wanted.iter().enumerate() {
            hits.extend(self.places[*id].iter().map(|&place| (place, which)));
        }
        hits.sort_unstable();
        let mut last_seen: Vec<Option<usize>> = vec![None; wanted.len()];
        hits.iter().find_map(|&(place, which)| {
            last_seen[which] = Some(place);
            let start = last_seen.iter().copied().min()??;
            let span = start..place + 1;
            (span.len() <= reach && self.counts(&span, wanted, pattern, wish)).then_some(span)
        })
    }

    /// Is it one thought, about this point alone, and not denied?
    fn counts(&self, span: &Range<usize>, ids: &[Id], pattern: &Pattern, wish: &Wish) -> bool {
        self.is_one_thought(span, pattern)
            && !self.has_rival(span, wish)
            && !self.is_denied_within(span, ids)
            && !self.is_denied_before(span.start, wish)
            && !self.is_denied_behind(span.end, wish)
    }

    fn is_one_thought(&self, span: &Range<usize>, pattern: &Pattern) -> bool {
        let ties = pattern.ties;
        self.words[span.start + 1..span.end].iter().all(|word| {
            word.gap <= ties.gap
                && word.part != Part::Turn
                && (ties.link || word.part != Part::Link)
        })
    }

    /// Does a word of another point stand between? Then it may be about that one.
    fn has_rival(&self, span: &Range<usize>, wish: &Wish) -> bool {
        self.ids[span.clone()].iter().flatten().any(|id| {
            !wish.own.contains(id)
                && !self.wanted.asked.contains(id)
                && self.wanted.owned.contains(id)
        })
    }

    /// Does a word that the pattern doesn't have turn the words round from within?
    fn is_denied_within(&self, span: &Range<usize>, ids: &[Id]) -> bool {
        span.clone().any(|at| {
            matches!(self.words[at].part, Part::Denial(_))
                && !self.ids[at].is_some_and(|id| ids.contains(&id))
        })
    }

    /// Is what starts at this word turned round by one before it?
    fn is_denied_before(&self, start: usize, wish: &Wish) -> bool {
        for (step, at) in (start.saturating_sub(REACH_ON)..start).rev().enumerate() {
            let behind = &self.words[at + 1];
            if behind.gap > Gap::Comma || (behind.gap == Gap::Comma && !self.is_listed(at + 1)) {
                return false;
            }
            let word = &self.words[at];
            match word.part {
                Part::Denial(Denial::Around | Denial::Behind) => return true,
                Part::Denial(Denial::Next) if step < REACH_NEXT => return !self.is_own(at, wish),
                // "Not because …" denies what follows, "not …, because …" does not.
                Part::Turn => {
                    let before = at.checked_sub(1).map(|before| self.words[before].part);
                    return word.gap == Gap::None && before == Some(Part::Denial(Denial::Around));
                }
                Part::Link if behind.is_subject() => return false,
                _ => {}
            }
        }
        false
    }

    /// Does the comma before this word part the items of a list that ends with an `or`?
    fn is_listed(&self, at: usize) -> bool {
        let end = self.words.len().min(at + REACH_ON);
        self.words[at..end]
            .iter()
            .enumerate()
            .take_while(|(i, word)| *i == 0 || (word.gap <= Gap::Comma && word.part != Part::Turn))
            .any(|(_, word)| word.part == Part::Link && word.stem == "or")
    }

    /// Is what ends before this word turned round by one behind it?
    fn is_denied_behind(&self, end: usize, wish: &Wish) -> bool {
        let reach = self.words.len().min(end + REACH_BACK);
        for at in end..reach {
            let word = &self.words[at];
            if word.gap > Gap::None || word.stem == "that" {
                return false;
            }
            match word.part {
                Part::Denial(Denial::Around) => return true,
                Part::Denial(Denial::Before) => return !self.is_own(at, wish),
                Part::Turn | Part::Relative | Part::Link => return false,
                _ => {}
            }
        }
        false
    }

    fn is_own(&self, at: usize, wish: &Wish) -> bool {
        self.ids[at].is_some_and(|id| wish.own.contains(&id))
    }
}

/// For each word: does it stand in a heap of words that is no sentence? `n_points` things may be
/// listed, and one more.
fn heaped(words: &[Word], n_points: usize) -> Vec<bool> {
    let is_prose = words.iter().any(|word| !word.is_telling());
    let n_items = words.iter().filter(|word| word.gap > Gap::None).count();
    if !is_prose && n_items > n_points + 1 {
        return vec![true; words.len()];
    }
    let longest = if is_prose { RUN_IN_PROSE } else { RUN_IN_NOTES };
    let mut heaped = vec![false; words.len()];
    let mut start = 0;
    for at in 0..=words.len() {
        let goes_on = words
            .get(at)
            .is_some_and(|word| word.is_telling() && (word.gap == Gap::None || at == start));
        if !goes_on {
            if at - start > longest {
                heaped[start..at].fill(true);
            }
            start = if words.get(at).is_some_and(Word::is_telling) {
                at
            } else {
                at + 1
            };
        }
    }
    heaped
}
