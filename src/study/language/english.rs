//! English: its little words, and the forms that a stemmer can't see through.
//!
//! **Invariant:** each word is in one list only; all lists are in lower case.

use std::borrow::Cow;
use std::ops::Range;

use super::{APOSTROPHES, Denial, Language, NOT, Part, place};

/// What a folded word does.
pub(super) fn part(word: &str) -> Part {
    if is_not(word) {
        return Part::Denial(Denial::Around);
    }
    let lists: [(&[&str], Part); 8] = [
        (&FILLERS, Part::Filler),
        (&LINKS, Part::Link),
        (&TURNS, Part::Turn),
        (&RELATIVES, Part::Relative),
        (&AROUND, Part::Denial(Denial::Around)),
        (&BEHIND, Part::Denial(Denial::Behind)),
        (&NEXT, Part::Denial(Denial::Next)),
        (&BEFORE, Part::Denial(Denial::Before)),
    ];
    lists
        .iter()
        .find(|(words, _)| words.contains(&word))
        .map_or(Part::Content, |(_, part)| *part)
}

/// The stem of a folded word, whatever its spelling and form, with `regular` for what is regular.
pub(super) fn stem(word: &str, regular: impl Fn(&str) -> String) -> String {
    if is_not(word) || AROUND.contains(&word) {
        return NOT.to_owned();
    }
    let base = IRREGULAR
        .iter()
        .find(|(_, forms)| forms.contains(&word))
        .map_or(word, |(base, _)| base);
    let mut stem = regular(&british(base));
    // The stemmer keeps `labour` and `labor` apart.
    if stem.len() > 4 && stem.ends_with("our") {
        stem.truncate(stem.len() - 2);
        stem.push('r');
    }
    stem
}

/// `organize` as `organise`: of the two spellings, the stemmer keeps this one apart from `organ`.
fn british(word: &str) -> Cow<'_, str> {
    let ending = [
        "ize", "ized", "izes", "izer", "izing", "ization", "izations",
    ]
    .iter()
    .find(|ending| word.len() > ending.len() + 3 && word.ends_with(**ending));
    match ending {
        Some(ending) => {
            let (lead, end) = word.split_at(word.len() - ending.len());
            Cow::Owned(format!("{lead}{}", end.replacen('z', "s", 1)))
        }
        None => Cow::Borrowed(word),
    }
}

/// `don't` as it is; of other words with an apostrophe, what stands before it.
pub(super) fn piece(word: &str) -> Option<Range<usize>> {
    if is_not(&Language::fold(word)) {
        return Some(0..word.len());
    }
    let mut pieces = word.split(APOSTROPHES).filter(|piece| !piece.is_empty());
    pieces.next().map(|piece| place(piece, word))
}

/// Is it a verb that says no more than "not", such as `don't`?
fn is_not(word: &str) -> bool {
    word.ends_with("n't")
}

const FILLERS: [&str; 111] = [
    "a",
    "about",
    "after",
    "also",
    "although",
    "am",
    "among",
    "an",
    "any",
    "anything",
    "are",
    "as",
    "at",
    "be",
    "been",
    "being",
    "between",
    "by",
    "ca",
    "can",
    "could",
    "did",
    "do",
    "does",
    "doing",
    "done",
    "during",
    "either",
    "else",
    "ever",
    "for",
    "from",
    "get",
    "gets",
    "got",
    "had",
    "has",
    "have",
    "having",
    "he",
    "her",
    "here",
    "hers",
    "him",
    "his",
    "how",
    "i",
    "in",
    "into",
    "is",
    "it",
    "its",
    "itself",
    "let",
    "may",
    "me",
    "might",
    "mine",
    "must",
    "my",
    "of",
    "off",
    "on",
    "onto",
    "our",
    "ours",
    "out",
    "over",
    "own",
    "quite",
    "rather",
    "really",
    "shall",
    "she",
    "should",
    "some",
    "somebody",
    "something",
    "such",
    "than",
    "that",
    "the",
    "their",
    "theirs",
    "them",
    "themselves",
    "there",
    "these",
    "they",
    "this",
    "those",
    "through",
    "to",
    "too",
    "up",
    "upon",
    "us",
    "very",
    "was",
    "we",
    "were",
    "what",
    "will",
    "with",
    "wo",
    "would",
    "yes",
    "you",
    "your",
    "yours",
    "yourself",
];

const LINKS: [&str; 2] = ["and", "or"];

const TURNS: [&str; 14] = [
    "because",
    "but",
    "however",
    "if",
    "since",
    "so",
    "then",
    "therefore",
    "though",
    "unless",
    "until",
    "when",
    "whereas",
    "while",
];

const RELATIVES: [&str; 6] = ["which", "who", "whom", "whose", "where", "why"];

const AROUND: [&str; 10] = [
    "cannot", "never", "neither", "no", "nobody", "none", "non", "nor", "not", "nothing",
];

const BEHIND: [&str; 9] = [
    "fail", "failed", "fails", "instead", "lack", "lacks", "lacking", "lacked", "without",
];

const NEXT: [&str; 12] = [
    "barely", "fewer", "hardly", "less", "little", "low", "lower", "poor", "poorer", "rarely",
    "seldom", "worse",
];

const BEFORE: [&str; 20] = [
    "abolished",
    "absent",
    "decline",
    "declined",
    "declines",
    "decrease",
    "decreased",
    "decreases",
    "fall",
    "falls",
    "fell",
    "missing",
    "replaced",
    "shrank",
    "shrink",
    "shrinks",
    "suffer",
    "suffered",
    "suffers",
    "vanishes",
];

/// Forms that no rule makes, by the word that they are forms of.
const IRREGULAR: [(&str, &[&str]); 85] = [
    ("become", &["became"]),
    ("begin", &["began", "begun"]),
    ("bind", &["bound"]),
    ("blow", &["blew", "blown"]),
    ("break", &["broke", "broken"]),
    ("breed", &["bred"]),
    ("bring", &["brought"]),
    ("build", &["built"]),
    ("burn", &["burnt"]),
    ("buy", &["bought"]),
    ("catch", &["caught"]),
    ("child", &["children"]),
    ("choose", &["chose", "chosen"]),
    ("come", &["came"]),
    ("deal", &["dealt"]),
    ("draw", &["drew", "drawn"]),
    ("drink", &["drank", "drunk"]),
    ("drive", &["drove", "driven"]),
    ("eat", &["ate", "eaten"]),
    ("fall", &["fell", "fallen"]),
    ("feed", &["fed"]),
    ("feel", &["felt"]),
    ("fight", &["fought"]),
    ("find", &["found"]),
    ("flee", &["fled"]),
    ("fly", &["flew", "flown"]),
    ("foot", &["feet"]),
    ("forget", &["forgot", "forgotten"]),
    ("freeze", &["froze", "frozen"]),
    ("give", &["gave", "given"]),
    ("go", &["went", "gone"]),
    ("grow", &["grew", "grown"]),
    ("hang", &["hung"]),
    ("hear", &["heard"]),
    ("hide", &["hid", "hidden"]),
    ("hold", &["held"]),
    ("keep", &["kept"]),
    ("know", &["knew", "known"]),
    ("lead", &["led"]),
    ("learn", &["learnt"]),
    ("leave", &["left"]),
    ("lend", &["lent"]),
    ("light", &["lit"]),
    ("lose", &["lost"]),
    ("make", &["made"]),
    ("man", &["men"]),
    ("mean", &["meant"]),
    ("meet", &["met"]),
    ("mouse", &["mice"]),
    ("pay", &["paid"]),
    ("ride", &["rode", "ridden"]),
    ("ring", &["rang", "rung"]),
    ("rise", &["rose", "risen"]),
    ("run", &["ran"]),
    ("say", &["said"]),
    ("see", &["saw", "seen"]),
    ("seek", &["sought"]),
    ("sell", &["sold"]),
    ("send", &["sent"]),
    ("shake", &["shook", "shaken"]),
    ("shine", &["shone"]),
    ("show", &["shown"]),
    ("shrink", &["shrank", "shrunk"]),
    ("sing", &["sang", "sung"]),
    ("sink", &["sank", "sunk"]),
    ("sleep", &["slept"]),
    ("speak", &["spoke", "spoken"]),
    ("spend", &["spent"]),
    ("spin", &["spun"]),
    ("stand", &["stood"]),
    ("steal", &["stole", "stolen"]),
    ("stick", &["stuck"]),
    ("strike", &["struck"]),
    ("swim", &["swam", "swum"]),
    ("take", &["took", "taken"]),
    ("teach", &["taught"]),
    ("tear", &["tore", "torn"]),
    ("tell", &["told"]),
    ("think", &["thought"]),
    ("throw", &["threw", "thrown"]),
    ("tooth", &["teeth"]),
    ("wear", &["wore", "worn"]),
    ("win", &["won"]),
    ("woman", &["women"]),
    ("write", &["wrote", "written"]),
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn no_word_does_two_things() {
        let lists: [&[&str]; 8] = [
            &FILLERS, &LINKS, &TURNS, &RELATIVES, &AROUND, &BEHIND, &NEXT, &BEFORE,
        ];
        let forms = IRREGULAR.iter().flat_map(|(_, forms)| forms.iter());
        let mut seen = HashSet::new();
        for word in lists.into_iter().flatten() {
            assert!(seen.insert(word), "{word}");
            assert_eq!(Language::fold(word), **word);
        }
        let mut seen = HashSet::new();
        for form in forms {
            assert!(seen.insert(form), "{form}");
        }
    }
}
