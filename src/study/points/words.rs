//! A text cut into the words that are compared.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::idiom;
use crate::study::language::{Language, Part};

/// A word, or a piece of one that stands for itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    /// Its bytes in the text.
    pub range: Range<usize>,
    /// What it is compared by.
    pub stem: String,
    /// How many letters it has as it is written.
    pub n_letters: usize,
    /// What it does.
    pub part: Part,
    /// What stands between it and the word before.
    pub gap: Gap,
}

impl Word {
    /// Does it carry a meaning, or deny one?
    pub fn is_telling(&self) -> bool {
        matches!(self.part, Part::Content | Part::Denial(_))
    }

    /// Is it `a` or `the`?
    pub fn is_article(&self) -> bool {
        self.part == Part::Filler && matches!(self.stem.as_str(), "a" | "an" | "the")
    }

    /// Is it one of those that begin a thought of their own?
    pub fn is_subject(&self) -> bool {
        let stem = self.stem.as_str();
        self.part == Part::Filler
            && matches!(
                stem,
                "i" | "you" | "he" | "she" | "it" | "we" | "they" | "there"
            )
    }
}

/// What stands between two words, from the weakest on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Gap {
    /// Nothing that counts.
    None,
    /// A comma.
    Comma,
    /// A mark that begins a new thought.
    Clause,
    /// The end of a sentence, or of an item in a list.
    Sentence,
}

/// A line that has fewer bytes was not broken because it was full.
const FULL_LINE: usize = 50;

/// Cuts `text` into words, up to `most` of them.
pub(super) fn read(text: &str, language: Language, most: usize) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut gap = Gap::Sentence;
    let mut line = 0;
    for (at, piece) in text.split_word_bound_indices() {
        if words.len() >= most {
            break;
        }
        if piece.contains(char::is_alphanumeric) {
            push(&mut words, at, piece, gap, language);
            gap = Gap::None;
        } else if piece.contains('\n') {
            gap = gap.max(if at - line < FULL_LINE {
                Gap::Sentence
            } else {
                Gap::None
            });
            line = at + piece.len();
        } else {
            if drop_number(&mut words, at, piece) {
                gap = Gap::Sentence;
            }
            let is_loose = text[..at].ends_with(char::is_whitespace);
            gap = gap.max(gap_of(piece, is_loose));
        }
    }
    if language.knows_fillers() {
        idiom::settle(&mut words, text);
    }
    words
}

/// Adds the pieces of one word.
fn push(words: &mut Vec<Word>, at: usize, piece: &str, gap: Gap, language: Language) {
    for (i, range) in language.pieces(piece).into_iter().enumerate() {
        let folded = Language::fold(&piece[range.clone()]);
        words.push(Word {
            range: at + range.start..at + range.end,
            stem: language.stem(&folded),
            n_letters: folded.chars().count(),
            part: language.part(&folded),
            gap: if i == 0 { gap } else { Gap::None },
        });
    }
}

/// Takes out the number of an item, such as `2.` or `b)`, which is no word. Was there one?
fn drop_number(words: &mut Vec<Word>, at: usize, piece: &str) -> bool {
    let is_number = words.last().is_some_and(|last| {
        last.gap == Gap::Sentence
            && last.range.end == at
            && last.range.len() < 3
            && (piece.starts_with('.') && last.stem.bytes().all(|byte| byte.is_ascii_digit())
                || piece.starts_with(')'))
    });
    if is_number {
        words.pop();
    }
    is_number
}

/// What a piece of text without letters or digits says about the words around it. A hyphen that is
/// loose from the word before it is a dash.
fn gap_of(piece: &str, is_loose: bool) -> Gap {
    if piece.contains(['.', '!', '?', ';', '•', '。', '！', '？', '；']) {
        Gap::Sentence
    } else if (is_loose && piece == "-")
        || piece.contains([':', '(', ')', '–', '—', '：', '（', '）'])
    {
        Gap::Clause
    } else if piece.contains([',', '、', '，', '/', '+', '|', '\t']) {
        Gap::Comma
    } else {
        Gap::None
    }
}
