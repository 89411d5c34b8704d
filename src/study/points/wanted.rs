//! What is looked for in an answer: the wordings of each point, as patterns of words.

use std::collections::{HashMap, HashSet};

use super::Wording;
use super::words::{self, Gap, Word};
use crate::course::question::Point;
use crate::study::language::{LONGEST, Language, Part};

/// As much of a wording as is looked at, in words.
const MOST_WORDS: usize = 40;

/// How many words more than it has itself may stand between the words of a wording.
const SLACK_OF_WORDING: usize = 2;
/// How far apart the words of an idea may stand: so many times as many words as it needs, and …
const SPREAD: usize = 2;
/// … so many more.
const SLACK: usize = 3;

/// A shorter stem, in letters, may be another word where a letter is wrong.
const SHORTEST: usize = 5;

/// By how many letters a slip may be longer or shorter than the word that was meant.
const LONGEST_ENDING: usize = 2;

/// A word that is looked for.
pub(super) type Id = usize;

/// Everything that is looked for.
#[derive(Debug, Default)]
pub(super) struct Wanted {
    language: Language,
    ids: HashMap<String, Id>,
    /// How many letters each has as it is written.
    n_letters: Vec<usize>,
    /// The words with one letter left out; `None` where more than one word comes to that.
    shorter: HashMap<String, Option<Id>>,
    /// The words that the question itself has.
    pub asked: HashSet<Id>,
    /// The words that carry a point.
    pub owned: HashSet<Id>,
    /// For each point, what speaks for it.
    pub points: Vec<Wish>,
}

/// What speaks for one point.
#[derive(Debug, Default)]
pub(super) struct Wish {
    /// The words that carry it.
    pub own: HashSet<Id>,
    /// Its wordings, those of the author's list first.
    pub patterns: Vec<Pattern>,
}

/// One wording.
#[derive(Debug)]
pub(super) struct Pattern {
    /// What the evidence will say that it met.
    pub of: Wording,
    /// How its words must stand.
    pub shape: Shape,
    /// Ties and marks that it has itself, and an answer may therefore have too.
    pub ties: Ties,
}

/// How the words of a pattern must stand in an answer.
#[derive(Debug)]
pub(super) enum Shape {
    /// In this order, within so many words.
    Row(Vec<Id>, usize),
    /// In any order, within so many words.
    Near(Vec<Id>, usize),
}

/// What a wording has between its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ties {
    /// Has it an `and` or an `or`?
    pub link: bool,
    /// Its strongest mark.
    pub gap: Gap,
}

impl Wanted {
    /// What is to be looked for, in answers to a question that asks `prompt`.
    pub fn of(prompt: &str, points: &[Point], language: Language) -> Self {
        let mut wanted = Self {
            language,
            ..Self::default()
        };
        for word in words::read(prompt, language, usize::MAX) {
            if word.part == Part::Content {
                let id = wanted.id(&word);
                wanted.asked.insert(id);
            }
        }
        for point in points {
            let wish = wanted.wish(point);
            wanted.owned.extend(&wish.own);
            wanted.points.push(wish);
        }
        wanted.leave_out_letters();
        wanted
    }

    /// Which of the words looked for this is, even if one letter is wrong in it.
    pub fn find(&self, word: &Word) -> Option<Id> {
        let exactly = self.ids.get(&word.stem).copied();
        exactly.or_else(|| self.nearly(word))
    }

    /// How many words are looked for.
    pub fn n_words(&self) -> usize {
        self.ids.len()
    }

    fn id(&mut self, word: &Word) -> Id {
        if let Some(id) = self.ids.get(&word.stem) {
            return *id;
        }
        self.ids.insert(word.stem.clone(), self.n_letters.len());
        self.n_letters.push(word.n_letters);
        self.n_letters.len() - 1
    }

    fn wish(&mut self, point: &Point) -> Wish {
        let mut wish = Wish::default();
        for (at, wording) in point.accept.iter().enumerate() {
            let words = words::read(wording, self.language, MOST_WORDS);
            let ids = self.telling(&words);
            wish.own.extend(&ids);
            if ids.iter().all(|id| self.asked.contains(id)) {
                continue;
            }
            let reach = words.len() + SLACK_OF_WORDING;
            let shape = self.shape(&words, ids, reach);
            wish.patterns.push(Pattern {
                of: Wording::Accepted(at),
                shape,
                ties: Ties::of(&words, Gap::None),
            });
        }
        let words = words::read(&point.text, self.language, MOST_WORDS);
        let ids = self.telling(&words);
        wish.own.extend(&ids);
        wish.patterns.extend(self.idea(&words, ids));
        wish
    }

    /// The idea itself. What the question says already need not be said again, if there are two
    /// words beside it.
    fn idea(&mut self, words: &[Word], ids: Vec<Id>) -> Option<Pattern> {
        let mut new = ids.clone();
        new.retain(|id| !self.asked.contains(id));
        if new.is_empty() {
            return None;
        }
        let needed = if new.len() > 1 { new } else { ids };
        let met = words
            .iter()
            .filter(|word| word.is_telling() && needed.contains(&self.ids[&word.stem]))
            .map(|word| word.range.clone())
            .collect();
        let reach = needed.len() * SPREAD + SLACK;
        let shape = self.shape(words, needed, reach);
        Some(Pattern {
            of: Wording::Text(met),
            shape,
            ties: Ties::of(words, Gap::Comma),
        })
    }

    /// The words that carry meaning, each once.
    fn telling(&mut self, words: &[Word]) -> Vec<Id> {
        let telling = words.iter().filter(|word| word.is_telling());
        let mut ids: Vec<Id> = telling.map(|word| self.id(word)).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    /// How the words must stand. One that carries meaning says little by itself, so those around it
    /// must be there too; and where the little words aren't known, order is all that tells a
    /// sentence from a heap.
    fn shape(&mut self, words: &[Word], telling: Vec<Id>, reach: usize) -> Shape {
        let is_known = self.language.knows_fillers();
        if is_known && telling.len() > 1 {
            return Shape::Near(telling, reach);
        }
        let articles = words.iter().take_while(|word| word.is_article()).count();
        let row = words[articles..].iter().map(|word| self.id(word));
        let row: Vec<Id> = row.collect();
        let reach = if is_known { row.len() } else { reach };
        Shape::Row(row, reach)
    }

    /// Notes what each word is with one letter left out.
    fn leave_out_letters(&mut self) {
        for (stem, id) in &self.ids {
            for short in shortened(stem) {
                self.shorter
                    .entry(short)
                    .and_modify(|known| *known = known.filter(|known| known == id))
                    .or_insert(Some(*id));
            }
        }
    }

    /// The word that has one letter more, or one fewer, or two neighbours the other way round. Its
    /// first letter is the same. No letter may stand for another: that makes `nitrite` of `nitrate`.
    fn nearly(&self, word: &Word) -> Option<Id> {
        let stem = word.stem.as_str();
        let known = |stem: String| self.ids.get(&stem).copied().filter(|_| is_long(&stem));
        let more = self.shorter.get(stem).copied().flatten();
        more.filter(|_| is_long(stem))
            .or_else(|| shortened(stem).into_iter().find_map(known))
            .or_else(|| swapped(stem).into_iter().find_map(known))
            // The endings may differ, but not by much: `domination` is no slip for `domain`.
            .filter(|id| self.n_letters[*id].abs_diff(word.n_letters) <= LONGEST_ENDING)
    }
}

impl Ties {
    fn of(words: &[Word], least: Gap) -> Self {
        let gaps = words.iter().skip(1).map(|word| word.gap);
        Self {
            link: words.iter().any(|word| word.part == Part::Link),
            gap: gaps.max().unwrap_or(least).clamp(least, Gap::Clause),
        }
    }
}

/// Is it long enough to be known by the rest of its letters, and no number?
fn is_long(stem: &str) -> bool {
    stem.len() <= LONGEST
        && stem.chars().count() >= SHORTEST
        && stem.chars().all(char::is_alphabetic)
}

/// The word without each of its letters but the first.
fn shortened(stem: &str) -> Vec<String> {
    if !is_long(stem) {
        return Vec::new();
    }
    let letters = stem.char_indices().skip(1);
    letters
        .map(|(at, letter)| format!("{}{}", &stem[..at], &stem[at + letter.len_utf8()..]))
        .collect()
}

/// The word with each two neighbours behind the first letter changing places.
fn swapped(stem: &str) -> Vec<String> {
    if !is_long(stem) {
        return Vec::new();
    }
    let letters: Vec<char> = stem.chars().collect();
    (2..letters.len())
        .map(|at| {
            let mut letters = letters.clone();
            letters.swap(at - 1, at);
            letters.into_iter().collect()
        })
        .collect()
}
