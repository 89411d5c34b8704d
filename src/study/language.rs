//! What the words of a language come down to, when a learner's are compared with an author's.
//!
//! A stem is what the forms of a word share. Stems come from the Snowball stemmer for the language,
//! where there is one, and serve for comparing only: a stem need not be a word.
//!
//! **Invariant:** a language that isn't known is compared as it stands, and every text, of any
//! length, can be stemmed.

mod denial;
mod english;

use std::ops::Range;

use frostem::{Algorithm, Stemmer};
use unicode_normalization::UnicodeNormalization;

/// The language that a course is written in, as far as Recto knows about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Language(Option<Algorithm>);

/// What a word does in its sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Carries a meaning of its own. In most languages all words that deny nothing count as this.
    Content,
    /// Says little by itself: `of`, `they`.
    Filler,
    /// Ties equals together: `and`, `or`.
    Link,
    /// Begins a new thought: `but`, `because`.
    Turn,
    /// Begins a thought about the word before it: `which`.
    Relative,
    /// Turns something into its opposite.
    Denial(Denial),
}

/// What it is that a word turns into its opposite.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Denial {
    /// What stands around it: `not`.
    Around,
    /// What follows: `without`.
    Behind,
    /// The next word or two: `less`.
    Next,
    /// What stands before it: `suffers`.
    Before,
}

/// The stem of all words that say no more than `not`, so that they meet each other. No word has it.
pub const NOT: &str = "¬";

/// A longer word than this, in bytes, has no stem, and no slips.
pub const LONGEST: usize = 64;

impl Language {
    /// The language of a tag such as `en-GB` (BCP 47).
    pub fn of_tag(tag: &str) -> Self {
        let primary = tag.split(['-', '_']).next().unwrap_or_default();
        let name = match primary.to_ascii_lowercase().as_str() {
            // Names of whole languages and of older stemmers are no tags.
            name if name.len() > 3 => return Self(None),
            "nb" | "nn" => "no".to_owned(),
            name => name.to_owned(),
        };
        Self(Algorithm::from_name(&name).ok())
    }

    /// A word in the form in which it is compared: one letter for each that looks the same, no
    /// capitals, one sort of apostrophe.
    pub fn fold(word: &str) -> String {
        word.nfkc()
            .flat_map(char::to_lowercase)
            .map(|c| if c == '’' { '\'' } else { c })
            .collect()
    }

    /// The stem of a folded word.
    pub fn stem(self, word: &str) -> String {
        let Some(algorithm) = self.0.filter(|_| word.len() <= LONGEST) else {
            return word.to_owned();
        };
        let stemmer = Stemmer::new(algorithm);
        if algorithm == Algorithm::English {
            english::stem(word, |word| stemmer.stem(word).into_owned())
        } else {
            stemmer.stem(word).into_owned()
        }
    }

    /// What a folded word does.
    pub fn part(self, word: &str) -> Part {
        match self.0 {
            Some(Algorithm::English) => english::part(word),
            Some(other) if denial::denies(other, word) => Part::Denial(Denial::Around),
            _ => Part::Content,
        }
    }

    /// Are the words known that say little by themselves?
    pub fn knows_fillers(self) -> bool {
        self.0 == Some(Algorithm::English)
    }

    /// The pieces of a word that stand for themselves, as its bytes: `l` and `axe`. English endings
    /// such as `'s` are left out.
    pub fn pieces(self, word: &str) -> Vec<Range<usize>> {
        if self.0 == Some(Algorithm::English) {
            return english::piece(word).into_iter().collect();
        }
        let pieces = word.split(APOSTROPHES).filter(|piece| !piece.is_empty());
        pieces.map(|piece| place(piece, word)).collect()
    }
}

const APOSTROPHES: [char; 2] = ['\'', '’'];

/// Where a piece stands in the word that it was cut from.
fn place(piece: &str, word: &str) -> Range<usize> {
    let start = piece.as_ptr() as usize - word.as_ptr() as usize;
    start..start + piece.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_tag_names_a_language_by_its_first_part() {
        let english = Language(Some(Algorithm::English));
        for tag in ["en", "en-GB", "EN_us", "eng"] {
            assert_eq!(Language::of_tag(tag), english, "{tag}");
        }
        assert_eq!(
            Language::of_tag("nb-NO"),
            Language(Some(Algorithm::Norwegian))
        );
        for tag in ["", "zh", "x-klingon", "porter", "lovins", "-", "日本"] {
            assert_eq!(Language::of_tag(tag), Language(None), "{tag}");
        }
    }

    #[track_caller]
    fn meet(tag: &str, a: &str, b: &str) -> bool {
        let language = Language::of_tag(tag);
        language.stem(a) == language.stem(b)
    }

    #[test]
    fn forms_of_a_word_meet_in_their_stem() {
        for (tag, a, b) in [
            ("en", "share", "sharing"),
            ("en", "communities", "community"),
            ("en", "planning", "plan"),
            ("en", "organised", "organizes"),
            ("en", "organisation", "organization"),
            ("en", "labour", "labor"),
            ("en", "rose", "risen"),
            ("en", "learnt", "learning"),
            ("en", "women", "woman"),
            ("de", "stärker", "starken"),
            ("de", "wellen", "welle"),
            ("fr", "incliné", "inclinée"),
            ("es", "plantas", "planta"),
            ("ru", "растения", "растение"),
        ] {
            assert!(meet(tag, a, b), "{tag}: {a} {b}");
        }
        for (tag, a, b) in [
            ("en", "organise", "organ"),
            ("en", "universe", "thing"),
            ("en", "red", "read"),
            ("zh", "words", "word"),
        ] {
            assert!(!meet(tag, a, b), "{tag}: {a} {b}");
        }
    }

    #[test]
    fn a_word_comes_apart_at_its_apostrophes() {
        for (tag, word, expected) in [
            ("en", "don't", "don't"),
            ("en", "don’t", "don’t"),
            ("en", "CAN'T", "CAN'T"),
            ("en", "team's", "team"),
            ("en", "they've", "they"),
            ("en", "cannot", "cannot"),
            ("fr", "l'axe", "l axe"),
            ("fr", "n’est", "n est"),
            ("fr", "''", ""),
        ] {
            let pieces = Language::of_tag(tag).pieces(word).into_iter();
            let pieces: Vec<_> = pieces.map(|range| &word[range]).collect();
            assert_eq!(pieces.join(" "), expected, "{tag} {word}");
        }
    }

    #[test]
    fn little_words_are_told_apart() {
        let english = Language::of_tag("en");
        for (word, part) in [
            ("of", Part::Filler),
            ("and", Part::Link),
            ("because", Part::Turn),
            ("which", Part::Relative),
            ("isn't", Part::Denial(Denial::Around)),
            ("without", Part::Denial(Denial::Behind)),
            ("less", Part::Denial(Denial::Next)),
            ("suffers", Part::Denial(Denial::Before)),
            ("team", Part::Content),
        ] {
            assert_eq!(english.part(word), part, "{word}");
        }
        assert_eq!(
            Language::of_tag("de").part("kein"),
            Part::Denial(Denial::Around)
        );
        assert_eq!(Language::of_tag("de").part("und"), Part::Content);
        assert_eq!(Language::of_tag("zh").part("not"), Part::Content);
    }

    proptest! {
        #[test]
        fn any_word_of_any_language_has_a_stem(word in "\\PC{0,40}", which in 0..Algorithm::all().len()) {
            let language = Language(Some(Algorithm::all()[which]));
            let word = Language::fold(&word);
            language.stem(&word);
            for range in language.pieces(&word) {
                language.part(&word[range]);
            }
        }
    }
}
