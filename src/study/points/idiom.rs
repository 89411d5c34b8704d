//! English words that mean something else together than they do alone.

use super::words::{Gap, Word};
use crate::study::language::{Denial, Language, Part};

/// The stem of `each other` and `one another`: they say the same.
const EACH_OTHER: &str = "each other";

/// Settles what the words of `text` do where their neighbours decide.
pub(super) fn settle(words: &mut Vec<Word>, text: &str) {
    for at in 0..words.len() {
        let is_first = words[at].gap == Gap::Sentence;
        let next = words.get(at + 1);
        let gap = next.map_or(Gap::Sentence, |next| next.gap);
        let behind = next
            .map_or("", |next| &text[next.range.clone()])
            .to_lowercase();
        let word = Language::fold(&text[words[at].range.clone()]);
        let word = word.strip_suffix("n't").map_or(word.as_str(), |_| "not");
        match (word, gap, behind.as_str()) {
            // "Not only X": there is X.
            ("not", Gap::None, "only" | "just" | "merely" | "simply" | "least") => {
                words[at].part = Part::Filler;
            }
            // "No, …" answers a question, and "instead, …" looks back.
            ("no", Gap::Comma | Gap::Clause | Gap::Sentence, _) if is_first => {
                words[at].part = Part::Filler;
            }
            ("instead", Gap::Comma | Gap::Clause | Gap::Sentence, _) => {
                words[at].part = Part::Filler;
            }
            // "It is often said that X" comes before a "but".
            (
                "often" | "sometimes" | "commonly" | "widely" | "wrongly",
                Gap::None,
                "said" | "thought" | "believed" | "claimed",
            ) => {
                words[at].part = Part::Denial(Denial::Behind);
            }
            // "Nothing but X" and "no doubt" deny nothing, "anything but X" and "far from X" do.
            ("nothing", Gap::None, "but") => {
                words[at].part = Part::Filler;
                words[at + 1].part = Part::Filler;
            }
            ("no" | "without", Gap::None, "doubt") => words[at].part = Part::Filler,
            ("anything", Gap::None, "but") | ("far", Gap::None, "from") => {
                words[at + 1].part = Part::Denial(Denial::Behind);
            }
            ("go" | "goes" | "going" | "went" | "come" | "comes" | "came", Gap::None, "down") => {
                words[at].part = Part::Denial(Denial::Before);
            }
            ("rather", Gap::None, "than") => words[at].part = Part::Denial(Denial::Behind),
            ("each", Gap::None, "other") | ("one", Gap::None, "another") => {
                let end = words[at + 1].range.end;
                words[at].range.end = end;
                EACH_OTHER.clone_into(&mut words[at].stem);
                words[at + 1].stem.clear();
            }
            ("eachother", ..) => EACH_OTHER.clone_into(&mut words[at].stem),
            _ => {}
        }
    }
    words.retain(|word| !word.stem.is_empty());
}
