//! Pieces of a formula side by side, with the blanks between them that a reader expects.
//!
//! **Invariant:** a sign at the start, or behind another or an opening bracket, is a sign of what
//! follows and stands close to it.

use super::{Bond, Piece};

/// Pieces side by side, while they are put together.
#[derive(Debug, Default)]
pub struct Row {
    pieces: Vec<Piece>,
    last: Last,
    bond: Option<Bond>,
}

/// What came last.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Last {
    /// Nothing, or what a sign binds to that follows.
    #[default]
    Open,
    /// A thing.
    Thing,
    /// The name of a function, or a sign such as ∑: a blank parts it from the next thing.
    Name,
}

impl Row {
    /// Adds a thing.
    pub fn push(&mut self, piece: Piece) {
        if piece.text.is_empty() {
            return;
        }
        if self.last == Last::Name {
            self.pieces.push(Piece::atom(" "));
        }
        if self.last != Last::Open {
            self.loosen(Bond::Product);
        }
        self.last = if is_name(&piece.text) {
            Last::Name
        } else {
            Last::Thing
        };
        self.pieces.push(piece);
    }

    /// Adds words as they stand.
    pub fn words(&mut self, words: &str) {
        if words.is_empty() {
            return;
        }
        if !self.pieces.is_empty() {
            self.loosen(Bond::Product);
        }
        self.pieces.push(Piece::atom(words));
        self.last = Last::Thing;
    }

    /// Adds an operator.
    pub fn operator(&mut self, sign: &str) {
        match sign {
            "" => {}
            "," | ";" => {
                self.loosen(Bond::Loose);
                self.pieces.push(Piece::atom(format!("{sign} ")));
                self.last = Last::Open;
            }
            "(" | "[" | "{" | "⟨" | "⌊" | "⌈" => {
                if self.last == Last::Thing {
                    self.loosen(Bond::Product);
                }
                self.pieces.push(Piece::atom(sign));
                self.last = Last::Open;
            }
            ")" | "]" | "}" | "⟩" | "⌋" | "⌉" | "!" | "′" | "″" | "%" | "°" => {
                self.pieces.push(Piece::atom(sign));
                self.last = Last::Thing;
            }
            "|" | "‖" | "∥" | "." | "/" | "∂" | "∇" | "¬" => {
                self.loosen(Bond::Product);
                self.pieces.push(Piece::atom(sign));
            }
            "∑" | "∏" | "∫" | "lim" | "max" | "min" | "…" | "⋯" | "..." | "∞" => {
                self.push(Piece::atom(sign));
            }
            // A sign of what follows.
            "+" | "−" | "±" | "∓" | "~" if self.last == Last::Open => {
                self.loosen(Bond::Product);
                self.pieces.push(Piece::atom(sign));
            }
            _ => {
                self.loosen(Bond::Loose);
                self.pieces.push(Piece::atom(format!(" {sign} ")));
                self.last = Last::Open;
            }
        }
    }

    /// The whole as one piece. A quotient beside another thing is in brackets.
    pub fn finish(mut self) -> Piece {
        if self.pieces.len() == 1 {
            return self.pieces.swap_remove(0);
        }
        let bond = if is_bracketed(&self.pieces) {
            Bond::Atom
        } else {
            self.bond.unwrap_or(Bond::Atom)
        };
        let is_thing: Vec<_> = self.pieces.iter().map(Piece::is_thing).collect();
        let beside = |n: usize| {
            let before = n.checked_sub(1).is_some_and(|before| is_thing[before]);
            before || is_thing.get(n + 1).is_some_and(|is_thing| *is_thing)
        };
        let mut text = String::new();
        for (n, piece) in self.pieces.into_iter().enumerate() {
            if piece.bond == Bond::Quotient && beside(n) {
                text.push_str(&piece.held(Bond::Product));
            } else {
                text.push_str(&piece.text);
            }
        }
        Piece { text, bond }
    }

    fn loosen(&mut self, bond: Bond) {
        self.bond = Some(self.bond.map_or(bond, |own| own.min(bond)));
    }
}

impl Piece {
    /// Does what stands beside it bind to it?
    fn is_thing(&self) -> bool {
        let edge = |c: char| c.is_alphanumeric() || "√()[]{}".contains(c);
        self.text.starts_with(edge) || self.text.ends_with(edge)
    }
}

/// Do brackets stand around the whole?
fn is_bracketed(pieces: &[Piece]) -> bool {
    let mut depth = 0_usize;
    for (n, piece) in pieces.iter().enumerate() {
        match &*piece.text {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return n > 0 && n + 1 == pieces.len();
        }
    }
    false
}

/// Is it the name of a function, or a sign that takes what follows?
fn is_name(text: &str) -> bool {
    const NAMES: [&str; 12] = [
        "sin", "cos", "tan", "log", "ln", "exp", "lim", "max", "min", "arcsin", "arccos", "arctan",
    ];
    NAMES.contains(&text) || text.starts_with(['∑', '∏', '∫'])
}
