//! Fractions, binomials and roots on one line.
//!
//! **Invariant:** what stands above the bar is divided by all that stands below it, and by nothing
//! else, for whoever reads the text from left to right.

use super::atom::{Atom, Bind, Class, End};
use super::join::Spacing;
use super::row::Row;
use crate::text::scripts::raised;

/// Fractions that have a sign of their own, with their digits.
const VULGAR: [(&str, &str, char); 15] = [
    ("1", "2", '½'),
    ("1", "3", '⅓'),
    ("2", "3", '⅔'),
    ("1", "4", '¼'),
    ("3", "4", '¾'),
    ("1", "5", '⅕'),
    ("2", "5", '⅖'),
    ("3", "5", '⅗'),
    ("4", "5", '⅘'),
    ("1", "6", '⅙'),
    ("5", "6", '⅚'),
    ("1", "8", '⅛'),
    ("3", "8", '⅜'),
    ("5", "8", '⅝'),
    ("7", "8", '⅞'),
];

/// `above` divided by `below`, neither of them empty.
pub fn fraction(above: &Row, below: &Row) -> Option<Atom> {
    let (numerator, denominator) = (above.wide(), below.wide());
    if numerator.trim().is_empty() || denominator.trim().is_empty() {
        return None;
    }
    let vulgar = VULGAR
        .iter()
        .find(|(n, d, _)| *n == numerator && *d == denominator);
    if let Some((_, _, sign)) = vulgar {
        return Some(Atom::new(*sign, Class::Number));
    }
    let numerator = above.within(
        &[Bind::Bare, Bind::Unit, Bind::Root, Bind::Product],
        Spacing::Wide,
    );
    let denominator = if is_derivative(above, below) {
        denominator
    } else {
        // What ends here ends with the quotient, which gets its own brackets where that matters.
        match below.bind() {
            Bind::Bare | Bind::Unit | Bind::Root => denominator,
            _ => format!("({denominator})"),
        }
    };
    let quotient = format!("{}/{}", numerator.trim(), denominator.trim());
    Some(Atom::new(quotient, Class::Ordinary).bound(Bind::Quotient))
}

/// Is it dy/dx? Then everybody knows that dx is one thing.
fn is_derivative(above: &Row, below: &Row) -> bool {
    let (Some(first), [d, x]) = (above.atoms.first(), &*below.atoms) else {
        return false;
    };
    let is_difference = matches!(&*d.text, "d" | "∂" | "δ" | "Δ");
    let rest = first.text.strip_prefix(&*d.text);
    is_difference
        && rest.is_some_and(|rest| rest.is_empty() || first.end != End::Plain)
        && matches!(x.class, Class::Ordinary | Class::Word)
        && x.bind != Bind::Quotient
}

impl Row {
    /// Adds a fraction. Digits before digits make a mixed number.
    pub fn fraction(&mut self, above: &Row, below: &Row) -> Option<()> {
        let fraction = fraction(above, below)?;
        let is_digits = |row: &Row| row.wide().bytes().all(|b| b.is_ascii_digit());
        match self.atoms.last_mut() {
            Some(whole)
                if whole.class == Class::Number
                    && whole.text.bytes().all(|b| b.is_ascii_digit())
                    && is_digits(above)
                    && is_digits(below) =>
            {
                if fraction.class != Class::Number {
                    whole.text.push('\u{a0}');
                    whole.class = Class::Ordinary;
                    whole.bind = Bind::Quotient;
                }
                whole.text.push_str(&fraction.text);
            }
            _ => self.push(fraction),
        }
        Some(())
    }
}

/// How many ways there are to choose `below` of `above`.
pub fn choose(above: &Row, below: &Row) -> Option<Atom> {
    let (above, below) = (above.wide(), below.wide());
    if above.trim().is_empty() || below.trim().is_empty() {
        return None;
    }
    let choose = format!("({} choose {})", above.trim(), below.trim());
    Some(Atom::new(choose, Class::Ordinary))
}

/// A root: the square root where the index is empty.
pub fn root(index: &Row, radicand: &Row) -> Option<Atom> {
    let (sign, leads) = match &*index.tight() {
        "" | "2" => ("√".to_owned(), false),
        "3" => ("∛".to_owned(), false),
        "4" => ("∜".to_owned(), false),
        index => (raised(index)? + "√", true),
    };
    let text = radicand.wide();
    if text.trim().is_empty() {
        return None;
    }
    let is_bracket = radicand
        .atoms
        .last()
        .is_some_and(|atom| atom.class == Class::Close);
    let is_bare = radicand.bind() == Bind::Bare && !text.starts_with('√');
    let text = if is_bare { text } else { format!("({text})") };
    Some(Atom {
        end: if is_bare && !is_bracket {
            End::Far
        } else {
            End::Plain
        },
        leads,
        ..Atom::new(sign + &text, Class::Ordinary).bound(Bind::Root)
    })
}
