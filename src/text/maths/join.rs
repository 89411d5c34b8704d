//! Atoms side by side as text: where a bracket is needed, and where a blank.
//!
//! **Invariant:** whatever the neighbours, what belonged together in the formula reads as together in
//! the text. In doubt there is a bracket too many.

use super::atom::{Atom, Bind, Class, End};
use super::row::Row;

/// How much room there is between terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spacing {
    /// Blanks around what stands between two terms.
    Wide,
    /// No more blanks than words need: for what is raised or lowered.
    Tight,
}

/// A pair of brackets that an atom gets.
type Pair = Option<(char, char)>;

impl Row {
    /// The row as text with blanks between its terms.
    pub fn wide(&self) -> String {
        self.join(Spacing::Wide)
    }

    /// The row as text with as few blanks as can be.
    pub fn tight(&self) -> String {
        self.join(Spacing::Tight)
    }

    /// The row as text, in brackets unless it is at least as firm as one of `enough`.
    pub fn within(&self, enough: &[Bind], spacing: Spacing) -> String {
        let text = self.join(spacing);
        let is_far = |atom: &Atom| atom.end == End::Far;
        if enough.contains(&self.bind()) && !self.atoms.last().is_some_and(is_far) {
            text
        } else {
            format!("({text})")
        }
    }

    fn join(&self, spacing: Spacing) -> String {
        let atoms: Vec<&Atom> = self
            .atoms
            .iter()
            .filter(|atom| !atom.text.is_empty())
            .collect();
        let classes = classes(&atoms);
        let mut out = String::new();
        // The last atom that is no blank; then, whether a blank came since.
        let mut before: Option<(usize, Pair)> = None;
        let mut after_blank = true;
        for (at, atom) in atoms.iter().enumerate() {
            match classes[at] {
                Class::Blank => {
                    if !after_blank {
                        out.push(' ');
                    }
                    after_blank = true;
                    continue;
                }
                Class::Gap => {
                    out.truncate(out.trim_end_matches(' ').len());
                    out.push_str(&atom.text);
                }
                Class::Break => {
                    out.truncate(out.trim_end().len());
                    out.push_str("; ");
                }
                _ => {
                    let behind = (at + 1..atoms.len()).find(|at| classes[*at] != Class::Blank);
                    let pair = brackets(
                        atom,
                        before.map(|(at, _)| (atoms[at], classes[at])),
                        behind.map(|at| (atoms[at], classes[at])),
                    );
                    let is_apart = before.is_some_and(|(left, left_pair)| {
                        let left = Side {
                            atom: atoms[left],
                            class: classes[left],
                            pair: left_pair,
                        };
                        let class = classes[at];
                        needs_blank(&left, &Side { atom, class, pair }, spacing)
                    });
                    if is_apart && !after_blank {
                        out.push(' ');
                    }
                    out.extend(pair.map(|(open, _)| open));
                    out.push_str(&atom.text);
                    out.extend(pair.map(|(_, close)| close));
                    before = Some((at, pair));
                    after_blank = false;
                    continue;
                }
            }
            before = Some((at, None));
            after_blank = true;
        }
        out
    }
}

/// What each atom is among its neighbours: a minus with one term is a sign.
fn classes(atoms: &[&Atom]) -> Vec<Class> {
    let mut classes: Vec<Class> = atoms.iter().map(|atom| atom.class).collect();
    let mut before = None;
    for class in &mut classes {
        let has_term = before.is_some_and(|before: Class| !before.awaits_term());
        if matches!(class, Class::Binary | Class::Dividing) && !has_term {
            *class = Class::Sign;
        }
        if *class != Class::Blank {
            before = Some(*class);
        }
    }
    let mut behind = None;
    for class in classes.iter_mut().rev() {
        let has_term = behind.is_some_and(|behind| {
            !matches!(
                behind,
                Class::Relation | Class::Close | Class::Comma | Class::Gap | Class::Break
            )
        });
        if matches!(class, Class::Binary | Class::Dividing) && !has_term {
            *class = Class::Ordinary;
        }
        if *class != Class::Blank {
            behind = Some(*class);
        }
    }
    classes
}

/// The brackets that an atom needs between these neighbours.
fn brackets(atom: &Atom, before: Option<(&Atom, Class)>, behind: Option<(&Atom, Class)>) -> Pair {
    let is = |side: Option<(&Atom, Class)>, classes: &[Class]| {
        side.is_some_and(|(_, class)| classes.contains(&class))
    };
    let needs = match atom.bind {
        Bind::Quotient => {
            let takes = |class| {
                matches!(
                    class,
                    Class::Ordinary
                        | Class::Number
                        | Class::Word
                        | Class::Function
                        | Class::Big
                        | Class::Slash
                        | Class::Dividing
                )
            };
            let is_taken_before = before.is_some_and(|(left, class)| {
                let is_apart = class == Class::Word && left.text.ends_with(char::is_whitespace);
                (takes(class) && !is_apart) || matches!(class, Class::Close | Class::Behind)
            });
            let is_taken_behind = behind.is_some_and(|(right, class)| {
                let is_apart = class == Class::Word && right.text.starts_with(char::is_whitespace);
                (takes(class) && !is_apart) || matches!(class, Class::Open | Class::Behind)
            });
            is_taken_before || is_taken_behind
        }
        Bind::Matrix => {
            let is_enclosed = is(before, &[Class::Open]) && is(behind, &[Class::Close]);
            return (!is_enclosed).then_some(('[', ']'));
        }
        Bind::Lines => {
            let apart = [Class::Comma, Class::Gap, Class::Break];
            let is_free = |side: Option<_>, bracket| {
                side.is_none() || is(side, &apart) || is(side, &[bracket])
            };
            !(is_free(before, Class::Open) && is_free(behind, Class::Close))
        }
        Bind::Root if is(behind, &[Class::Behind]) => true,
        Bind::Bare | Bind::Unit | Bind::Root | Bind::Product | Bind::Loose => {
            atom.end == End::Far && is(behind, &[Class::Slash, Class::Behind])
        }
    };
    needs.then_some(('(', ')'))
}

/// An atom at one side of a seam.
struct Side<'a> {
    atom: &'a Atom,
    class: Class,
    pair: Pair,
}

/// Is there a blank between two atoms?
fn needs_blank(left: &Side, right: &Side, spacing: Spacing) -> bool {
    use Class::{
        Behind, Big, Binary, Close, Comma, Dividing, Function, Number, Open, Relation, Sign, Slash,
        Word,
    };
    let is_wide = spacing == Spacing::Wide;
    let is_word = |side: &Side| side.atom.text.starts_with(char::is_alphabetic);
    match (left.class, right.class) {
        (Relation, Relation) | (Open, _) | (_, Close | Comma) => false,
        (Binary | Dividing | Relation, _) => is_wide || is_word(left),
        (_, Binary | Dividing | Relation) => is_wide || is_word(right),
        (Comma, _) => is_wide,
        (Slash | Sign, _) | (_, Slash | Behind) => false,
        (Function, _) => {
            let is_bracket = right.class == Open || right.pair.is_some();
            !is_bracket || !matches!(left.atom.end, End::Plain | End::Raised | End::Lowered)
        }
        (Big, Big) => left.atom.end != End::Plain,
        (Big, _) | (_, Function | Big) => true,
        _ if right.atom.leads => true,
        _ if left.pair.is_some() => false,
        (Number, Number) => true,
        _ => match left.atom.end {
            End::Far => true,
            _ if right.class == Open || right.pair.is_some() => false,
            End::Low => right.atom.text.starts_with(char::is_alphanumeric),
            // Upright words run on; a letter for a quantity is none of theirs.
            End::Plain if left.class == Word || right.class == Word => {
                let is_long =
                    |side: &Side| side.class == Word && side.atom.text.chars().nth(1).is_some();
                is_long(left) != is_long(right)
                    && (left.class != Word || right.class != Word)
                    && left.atom.text.ends_with(char::is_alphanumeric)
                    && right.atom.text.starts_with(char::is_alphanumeric)
            }
            _ => false,
        },
    }
}
