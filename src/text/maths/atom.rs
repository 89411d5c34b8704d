//! The pieces of a formula: each with its text, and with what must be known to set it beside others.
//!
//! **Invariant:** an atom's text is final. What changes with its neighbours, which are brackets and
//! blanks, is decided in [`join`](super::join) and nowhere else.

/// What an atom is among its neighbours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// A letter, or anything like it.
    Ordinary,
    /// A number in digits.
    Number,
    /// Upright letters that are read as one.
    Word,
    /// A function with a name, which takes what comes behind it.
    Function,
    /// ∑, ∫ and the like.
    Big,
    /// Between two terms, unless one of them is missing; then it is a [`Class::Sign`].
    Binary,
    /// As [`Class::Binary`], where a quotient beside it would be read another way.
    Dividing,
    /// A plus or minus in front of a term.
    Sign,
    /// Equal, less, an arrow.
    Relation,
    /// An opening bracket.
    Open,
    /// A closing bracket.
    Close,
    /// Commas and semicolons.
    Comma,
    /// The `/` that an author typed.
    Slash,
    /// `!`, `%`, `°`: it belongs to what stands before it.
    Behind,
    /// A blank that the author asked for.
    Blank,
    /// A wide blank, between two formulas on one line.
    Gap,
    /// The end of a line among several.
    Break,
}

impl Class {
    /// Is a term to come behind it, rather than complete with it?
    pub fn awaits_term(self) -> bool {
        match self {
            Self::Function
            | Self::Big
            | Self::Binary
            | Self::Dividing
            | Self::Sign
            | Self::Relation
            | Self::Open
            | Self::Comma
            | Self::Slash
            | Self::Gap
            | Self::Break => true,
            Self::Ordinary
            | Self::Number
            | Self::Word
            | Self::Close
            | Self::Behind
            | Self::Blank => false,
        }
    }
}

/// How firmly the parts of something hold together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bind {
    /// A letter, a number, something in brackets: it may stand anywhere.
    Bare,
    /// One thing, though with something behind it: a power.
    Unit,
    /// A root: what comes behind it could belong below it.
    Root,
    /// Factors side by side.
    Product,
    /// `a/b`
    Quotient,
    /// Rows of a matrix without brackets.
    Matrix,
    /// Lines of a derivation.
    Lines,
    /// Anything else, such as a sum.
    Loose,
}

/// What the end of an atom does to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// Nothing.
    Plain,
    /// It is a raised letter.
    Raised,
    /// It is a lowered letter.
    Lowered,
    /// It is one letter behind `_`.
    Low,
    /// It is a bracket behind `^` or `_`.
    Marked,
    /// It would seem to go on: the radicand of `√x`, the exponent of `x^q`.
    Far,
}

/// A piece of a formula.
#[derive(Debug, Clone)]
pub struct Atom {
    /// As it is shown.
    pub text: String,
    /// What it is among its neighbours.
    pub class: Class,
    /// How firmly its parts hold together.
    pub bind: Bind,
    /// What its end does to the next.
    pub end: End,
    /// Does it start with a raised or lowered letter?
    pub leads: bool,
    /// Its lines as cases, if they might be cases.
    pub cases: Option<Box<str>>,
}

impl Atom {
    /// An atom that holds together.
    pub fn new(text: impl Into<String>, class: Class) -> Self {
        Self {
            text: text.into(),
            class,
            bind: Bind::Bare,
            end: End::Plain,
            leads: false,
            cases: None,
        }
    }

    /// The same, bound another way.
    pub fn bound(self, bind: Bind) -> Self {
        Self { bind, ..self }
    }

    /// Upright words. They hold together if there is one of them.
    pub fn words(text: impl Into<String>) -> Self {
        let atom = Self::new(text, Class::Word);
        if atom.text.trim().contains(char::is_whitespace) {
            atom.bound(Bind::Loose)
        } else {
            atom
        }
    }

    /// Nothing, for scripts to hang on.
    pub fn empty() -> Self {
        Self::new("", Class::Ordinary)
    }

    /// Is it only a blank, or not even that?
    pub fn is_blank(&self) -> bool {
        self.class == Class::Blank || self.text.is_empty()
    }

    /// Is it digits without anything behind them?
    pub fn is_plain_number(&self) -> bool {
        self.class == Class::Number
            && self.end == End::Plain
            && self
                .text
                .bytes()
                .all(|b| b.is_ascii_digit() || b == b'.' || b == b',')
    }
}
