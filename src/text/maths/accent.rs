//! Marks on letters, signs on signs, and letters of other faces.
//!
//! **Invariant:** a mark stands on one letter. What is wider than a letter gets a word and brackets
//! instead, for a row of marked letters would mean something else.

use super::atom::{Atom, Class};
use super::row::Row;
use super::script::Scripts;

/// Commands that put a mark on a letter, and the word for it.
pub const ACCENTS: &[(&str, (char, &str))] = &[
    ("acute", ('\u{301}', "acute")),
    ("bar", ('\u{304}', "bar")),
    ("bcancel", (STRIKE, "")),
    ("breve", ('\u{306}', "breve")),
    ("cancel", (STRIKE, "")),
    ("check", ('\u{30c}', "check")),
    ("ddot", ('\u{308}', "ddot")),
    ("dot", ('\u{307}', "dot")),
    ("grave", ('\u{300}', "grave")),
    ("hat", ('\u{302}', "hat")),
    ("mathring", ('\u{30a}', "ring")),
    ("overline", ('\u{304}', "bar")),
    ("overrightarrow", ('\u{20d7}', "vec")),
    ("sout", (STRIKE, "")),
    ("tilde", ('\u{303}', "tilde")),
    ("underline", (UNDERLINE, "")),
    ("vec", ('\u{20d7}', "vec")),
    ("widehat", ('\u{302}', "hat")),
    ("widetilde", ('\u{303}', "tilde")),
    ("xcancel", (STRIKE, "")),
];

/// Struck out, sign by sign.
const STRIKE: char = '\u{336}';
/// Underlined, sign by sign.
const UNDERLINE: char = '\u{332}';
/// Goes on over the next digit: for decimals that recur.
const OVERLINE: char = '\u{305}';
/// What turns a relation into its contrary.
const NOT: char = '\u{338}';

/// `base` with `mark` on it, or behind `word`.
pub fn accented(base: &Row, mark: char, word: &str) -> Option<Atom> {
    let text = base.wide();
    let text = text.trim();
    let mut chars = text.chars();
    let first = chars.next()?;
    let rest = chars.as_str();
    if word.is_empty() {
        let marked = |c: char| {
            [
                Some(c),
                Some(mark).filter(|_| c.is_alphanumeric() || mark == STRIKE && c != ' '),
            ]
        };
        let marked: String = text.chars().flat_map(marked).flatten().collect();
        return Some(match &*base.atoms {
            [only] => Atom {
                text: marked,
                ..only.clone()
            },
            _ => Atom::new(marked, Class::Ordinary).bound(base.bind()),
        });
    }
    let is_index = |rest: &str| {
        rest.chars()
            .all(|c| "₀₁₂₃₄₅₆₇₈₉ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ".contains(c))
    };
    if first.is_alphabetic() && is_index(rest) {
        let letter = match first {
            'ı' => 'i',
            'ȷ' => 'j',
            letter => letter,
        };
        let atom = base.atoms.first()?.clone();
        let text = format!("{letter}{mark}{rest}");
        return Some(Atom {
            text,
            class: Class::Ordinary,
            ..atom
        });
    }
    if word == "bar" && text.bytes().all(|b| b.is_ascii_digit()) {
        let overlined: String = text.chars().flat_map(|c| [c, OVERLINE]).collect();
        return Some(Atom::new(overlined, Class::Ordinary));
    }
    Some(Atom::new(format!("{word}({text})"), Class::Word))
}

/// The contrary of a relation.
pub fn negated(sign: Row) -> Option<Atom> {
    let [mut atom] = <[Atom; 1]>::try_from(sign.atoms).ok()?;
    let is_sign = atom.text.chars().nth(1).is_none() && !atom.text.is_empty();
    atom.text.push(NOT);
    (is_sign && matches!(atom.class, Class::Relation | Class::Ordinary)).then_some(atom)
}

/// A relation or operator with something small above or below it. Anything else with something
/// above it would be read as a power.
pub fn stacked(script: &Row, base: Row, is_below: bool) -> Option<Atom> {
    let [mut atom] = <[Atom; 1]>::try_from(base.atoms).ok()?;
    match atom.class {
        Class::Relation => Some(match (&*atom.text, &*script.tight(), is_below) {
            ("=", "def", false) => Atom::new('≝', Class::Relation),
            ("=", "?", false) => Atom::new('≟', Class::Relation),
            (sign, script, false) => Atom::new(format!("{sign}^({script})"), Class::Relation),
            (sign, script, true) => Atom::new(format!("{sign}_({script})"), Class::Relation),
        }),
        Class::Function | Class::Big => {
            let mut scripts = Scripts::default();
            let place = if is_below {
                &mut scripts.down
            } else {
                &mut scripts.up
            };
            *place = Some(script.clone());
            let mut row = Row::one(atom);
            row.script(&scripts);
            atom = row.atoms.pop()?;
            Some(atom)
        }
        _ => None,
    }
}

/// An arrow with words below and above.
pub fn arrow(arrow: char, below: &Row, above: &Row) -> Atom {
    let mut text = String::from(arrow);
    for (sign, row) in [('_', below), ('^', above)] {
        let label = row.tight();
        if !label.trim().is_empty() {
            text.push_str(&format!("{sign}({})", label.trim()));
        }
    }
    Atom::new(text, Class::Relation)
}

/// Letters of sets in their double-struck form, as far as every font has them; other letters stay
/// as they are.
pub fn double_struck(mut row: Row) -> Option<Row> {
    for atom in &mut row.atoms {
        if !atom.text.chars().all(char::is_alphabetic) {
            return None;
        }
        let letter = |c| match c {
            'C' => 'ℂ',
            'H' => 'ℍ',
            'N' => 'ℕ',
            'P' => 'ℙ',
            'Q' => 'ℚ',
            'R' => 'ℝ',
            'Z' => 'ℤ',
            c => c,
        };
        atom.text = atom.text.chars().map(letter).collect();
    }
    Some(row)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_are_sorted() {
        assert!(ACCENTS.is_sorted_by(|a, b| a.0 < b.0));
    }
}
