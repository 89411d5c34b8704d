//! Which sections and questions of two editions are the same.

use std::collections::{HashMap, HashSet, VecDeque};

use super::Edition;
use crate::course::Section;
use crate::course::question::{Kind, Question};

/// Questions of one section with this share of common words are the same.
const ALIKE: f64 = 0.6;
/// With this share, those of one name are, before others are looked at.
const SAME_NAME: f64 = 0.5;
/// Questions of different sections need so much.
const VERY_ALIKE: f64 = 0.8;
/// Those with less in common have other words.
const REWORDED: f64 = 0.3;
/// A word that stands in more questions tells none of them.
const COMMON: usize = 40;

/// For each new section the old one that it is, by their indexes.
pub type Same = Vec<Option<usize>>;

/// A question by its section and its place there.
pub type Spot = (usize, usize);

/// What the questions of two editions have to do with each other.
pub struct Questions {
    /// For each new question that is an old one, that one, and whether its words are others.
    pub old: HashMap<Spot, (Spot, bool)>,
}

/// Looks for the same sections: by name and title, then by title, by the first question, by name.
pub fn sections(old: Edition, new: Edition) -> Same {
    let title = |of: Edition, at: usize| folded(&of.course.sections[at].title);
    let id = |of: Edition, at: usize| Some(of.sections[at].id.to_string());
    let first = |of: Edition, at: usize| {
        let question = of.sections[at].questions.first()?;
        some(folded(&words_of(&of.sections[at], question)))
    };
    let both = |of: Edition, at: usize| Some(format!("{}\n{}", id(of, at)?, some(title(of, at))?));
    let mut same = vec![None; new.sections.len()];
    pair(old, new, &mut same, both);
    pair(old, new, &mut same, |of, at| some(title(of, at)));
    pair(old, new, &mut same, first);
    pair(old, new, &mut same, id);
    same
}

/// Pairs those with the same key that have no pair yet, in their order.
fn pair(
    old: Edition,
    new: Edition,
    same: &mut Same,
    key: impl Fn(Edition, usize) -> Option<String>,
) {
    let taken: HashSet<_> = same.iter().flatten().copied().collect();
    let mut free: HashMap<String, VecDeque<usize>> = HashMap::new();
    for at in (0..old.sections.len()).filter(|at| !taken.contains(at)) {
        if let Some(key) = key(old, at) {
            free.entry(key).or_default().push_back(at);
        }
    }
    for (at, same) in same
        .iter_mut()
        .enumerate()
        .filter(|(_, same)| same.is_none())
    {
        *same = key(new, at).and_then(|key| free.get_mut(&key)?.pop_front());
    }
}

fn some(words: String) -> Option<String> {
    (!words.is_empty()).then_some(words)
}

/// What a question is known by.
struct Sign {
    spot: Spot,
    /// The old section that it stands in or would stand in.
    home: Option<usize>,
    id: String,
    kind: String,
    /// It is the so-manieth of its kind in its section.
    nth: usize,
    /// Its words, folded.
    whole: String,
    words: HashSet<String>,
}

/// Looks for the same questions: in sections that are the same by their words, by name and words, by
/// like words, by name, by kind and place; then anywhere by their words.
pub fn questions(old: Edition, new: Edition, same: &Same) -> Questions {
    let old = signs(old, Some);
    let new = signs(new, |section| same[section]);
    let mut match_up = MatchUp {
        of_new: vec![None; new.len()],
        taken: vec![false; old.len()],
        old,
        new,
    };
    let at_home = |sign: &Sign, key: String| Some(format!("{}\n{key}", sign.home?));
    let name = |sign: &Sign| at_home(sign, sign.id.clone());
    let words = |sign: &Sign| Some(format!("{}\n{}", sign.kind, some(sign.whole.clone())?));
    match_up.by_key(|sign| at_home(sign, words(sign)?), 0.0);
    match_up.by_key(name, SAME_NAME);
    match_up.by_words(|sign| sign.home, ALIKE);
    match_up.by_key(name, 0.0);
    match_up.by_key(
        |sign| at_home(sign, format!("{}\n{}", sign.kind, sign.nth)),
        0.0,
    );
    match_up.by_key(words, 0.0);
    match_up.by_words(|_| Some(0), VERY_ALIKE);
    match_up.finish()
}

fn signs(edition: Edition, home: impl Fn(usize) -> Option<usize>) -> Vec<Sign> {
    let mut signs = Vec::new();
    for (at, section) in edition.sections.iter().enumerate() {
        let mut counts: HashMap<&str, usize> = HashMap::new();
        for (n, question) in section.questions.iter().enumerate() {
            let nth = counts.entry(question.kind.name()).or_default();
            *nth += 1;
            let whole = folded(&words_of(section, question));
            signs.push(Sign {
                spot: (at, n),
                home: home(at),
                id: question.id.to_string(),
                kind: question.kind.name().to_owned(),
                nth: *nth,
                words: whole.split(' ').map(str::to_owned).collect(),
                whole,
            });
        }
    }
    signs
}

/// What is asked, with what parts share and what may be chosen: parts that ask the same of different
/// things are told by their label.
fn words_of(section: &Section, question: &Question) -> String {
    let mut out = String::new();
    for label in [&question.label, &question.title].into_iter().flatten() {
        out.push_str(label);
        out.push('\n');
    }
    let shared = section.group_of(question).map(|group| &group.introduction);
    for block in shared.into_iter().flatten().chain(&question.prompt) {
        block.push_text(&mut out);
    }
    if let Kind::Choice(options) | Kind::Choices(options) = &question.kind {
        for inline in options.choices.iter().flat_map(|choice| &choice.text) {
            out.push_str(&inline.text);
            out.push('\n');
        }
    }
    out
}

/// Words in small letters with one blank between them: what a new setting doesn't change.
fn folded(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric());
    let words = words.filter(|word| !word.is_empty()).map(str::to_lowercase);
    words.collect::<Vec<_>>().join(" ")
}

struct MatchUp {
    old: Vec<Sign>,
    new: Vec<Sign>,
    of_new: Vec<Option<usize>>,
    taken: Vec<bool>,
}

impl MatchUp {
    /// Pairs those with the same key, in their order, if they have that share of words in common.
    fn by_key(&mut self, key: impl Fn(&Sign) -> Option<String>, least: f64) {
        let mut free: HashMap<String, VecDeque<usize>> = HashMap::new();
        for (at, sign) in self
            .old
            .iter()
            .enumerate()
            .filter(|(at, _)| !self.taken[*at])
        {
            if let Some(key) = key(sign) {
                free.entry(key).or_default().push_back(at);
            }
        }
        for at in self.left() {
            let same = key(&self.new[at]).and_then(|key| free.get_mut(&key));
            let Some(same) = same else { continue };
            let is_like = |old: &usize| likeness(&self.old[*old], &self.new[at]) >= least;
            if same.front().is_some_and(is_like)
                && let Some(old) = same.pop_front()
            {
                self.take(at, old);
            }
        }
    }

    /// Pairs each with the one of the same ground that has most words in common with it, if these are
    /// at least that share.
    fn by_words(&mut self, ground: impl Fn(&Sign) -> Option<usize>, least: f64) {
        let mut index: HashMap<(usize, &str), Vec<usize>> = HashMap::new();
        for (at, sign) in self
            .old
            .iter()
            .enumerate()
            .filter(|(at, _)| !self.taken[*at])
        {
            if let Some(ground) = ground(sign) {
                for word in &sign.words {
                    index.entry((ground, word)).or_default().push(at);
                }
            }
        }
        index.retain(|_, signs| signs.len() <= COMMON);
        let mut found = Vec::new();
        let mut taken: HashSet<usize> = HashSet::new();
        for at in self.left() {
            let sign = &self.new[at];
            let Some(ground) = ground(sign) else { continue };
            let near = sign
                .words
                .iter()
                .filter_map(|word| index.get(&(ground, word.as_str())));
            let near: HashSet<usize> = near.flatten().copied().collect();
            let likeness = |old: &usize| likeness(&self.old[*old], sign);
            let near = near.into_iter().filter(|old| !taken.contains(old));
            // Of those that are equally like it, the first.
            let best = near.max_by(|a, b| likeness(a).total_cmp(&likeness(b)).then(b.cmp(a)));
            if let Some(old) = best.filter(|old| likeness(old) >= least) {
                taken.insert(old);
                found.push((at, old));
            }
        }
        for (at, old) in found {
            self.take(at, old);
        }
    }

    /// New questions without a pair.
    fn left(&self) -> Vec<usize> {
        let left = self.of_new.iter().enumerate();
        left.filter(|(_, old)| old.is_none())
            .map(|(at, _)| at)
            .collect()
    }

    fn take(&mut self, at: usize, old: usize) {
        self.of_new[at] = Some(old);
        self.taken[old] = true;
    }

    fn finish(self) -> Questions {
        let pairs = self.new.iter().zip(&self.of_new);
        let old = pairs.filter_map(|(sign, old)| {
            let old = &self.old[(*old)?];
            Some((sign.spot, (old.spot, likeness(old, sign) < REWORDED)))
        });
        Questions { old: old.collect() }
    }
}

/// The share of words that two questions have in common: 0 to 1 (Dice's coefficient).
fn likeness(a: &Sign, b: &Sign) -> f64 {
    let common = a.words.intersection(&b.words).count();
    let all = a.words.len() + b.words.len();
    #[expect(clippy::cast_precision_loss, reason = "no question has so many words")]
    if all == 0 {
        1.0
    } else {
        2.0 * common as f64 / all as f64
    }
}
