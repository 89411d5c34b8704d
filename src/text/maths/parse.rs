//! Reads a formula into rows.
//!
//! **Invariant:** nothing is nested deeper than [`DEEPEST`], whatever the source; what isn't known,
//! or isn't closed, gives `None` for the whole formula.

use unicode_normalization::char::is_combining_mark;

use super::atom::{Atom, Bind, Class, End};
use super::lex::{Lexer, Token};
use super::quotient;
use super::row::Row;
use super::script::Scripts;
use super::symbols;

/// Groups within groups. Formulas in textbooks have about six.
pub const DEEPEST: usize = 64;

/// What reads.
#[derive(Debug)]
pub struct Parser<'a> {
    /// What is left of the source.
    pub lexer: Lexer<'a>,
    depth: usize,
    /// Are letters upright, so that they make words?
    pub is_upright: bool,
}

/// What is written between what stands above and what stands below.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Between {
    Over,
    Choose,
    Atop,
}

impl Between {
    fn named(name: &str) -> Option<Self> {
        match name {
            "over" => Some(Self::Over),
            "choose" => Some(Self::Choose),
            "atop" => Some(Self::Atop),
            _ => None,
        }
    }
}

/// The whole of a formula that stands `depth` levels deep in another.
pub fn formula(source: &str, depth: usize) -> Option<Row> {
    let mut parser = Parser {
        lexer: Lexer::new(source),
        depth,
        is_upright: false,
    };
    let lines = parser.lines()?;
    parser.lexer.next().is_none().then_some(lines)
}

impl Parser<'_> {
    /// How deep what is read next would stand, if it may.
    pub fn next_depth(&self) -> Option<usize> {
        (self.depth < DEEPEST).then_some(self.depth + 1)
    }

    /// Reads something one level deeper.
    pub fn deeper<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let next = self.next_depth()?;
        let depth = std::mem::replace(&mut self.depth, next);
        let was_upright = self.is_upright;
        let result = read(self);
        self.depth = depth;
        self.is_upright = was_upright;
        result
    }

    /// Atoms up to what can't belong to this row, which is not read.
    pub fn row(&mut self) -> Option<Row> {
        self.row_until(|_| false)
    }

    fn row_until(&mut self, is_end: impl Fn(Token) -> bool) -> Option<Row> {
        let mut row = Row::default();
        let mut above = None;
        let mut ahead = self.lexer.clone();
        while let Some(token) = ahead.next() {
            match token {
                Token::Close | Token::Tab | Token::Line | Token::Dollar => break,
                Token::Command("right" | "end") => break,
                token if is_end(token) => break,
                _ => self.lexer = ahead,
            }
            match token {
                Token::Command(name) if let Some(between) = Between::named(name) => {
                    if above.is_some() {
                        return None;
                    }
                    above = Some((between, std::mem::take(&mut row)));
                }
                token => self.token(token, &mut row)?,
            }
            ahead = self.lexer.clone();
        }
        match above {
            None => Some(row),
            Some((Between::Over, above)) => quotient::fraction(&above, &row).map(Row::one),
            Some((Between::Choose, above)) => quotient::choose(&above, &row).map(Row::one),
            Some((Between::Atop, mut above)) => {
                above.line_end();
                above.append(row);
                let lines = Atom::new(above.wide(), Class::Ordinary).bound(Bind::Lines);
                Some(Row::one(lines))
            }
        }
    }

    fn token(&mut self, token: Token, row: &mut Row) -> Option<()> {
        match token {
            Token::Char('\'') | Token::Up | Token::Down => self.scripts(token, row),
            Token::Char(c) => self.character(c, row),
            Token::Command(name) => self.command(name, row),
            Token::Open => {
                let group = self.group()?;
                row.splice(group);
                Some(())
            }
            Token::Close | Token::Tab | Token::Line | Token::Dollar => None,
        }
    }

    /// The rest of a group whose brace was read.
    fn group(&mut self) -> Option<Row> {
        self.deeper(|parser| {
            let row = parser.row()?;
            (parser.lexer.next()? == Token::Close).then_some(row)
        })
    }

    /// What a command or script applies to: a group, or one token.
    pub fn argument(&mut self) -> Option<Row> {
        self.deeper(|parser| {
            let mut row = Row::default();
            match parser.lexer.next()? {
                Token::Open => {
                    row = parser.row()?;
                    (parser.lexer.next()? == Token::Close).then_some(())?;
                }
                Token::Char('\'') => return None,
                // Without braces it is one digit: `\frac12`.
                Token::Char(c) if c.is_ascii_digit() => row.sign(c, Class::Number),
                Token::Char(c) => parser.character(c, &mut row)?,
                Token::Command("right" | "end") => return None,
                Token::Command(name) if Between::named(name).is_none() => {
                    parser.command(name, &mut row)?;
                }
                _ => return None,
            }
            Some(row)
        })
    }

    /// What stands in square brackets, if that comes next; else nothing.
    pub fn option(&mut self) -> Option<Row> {
        if !self.lexer.eat(Token::Char('[')) {
            return Some(Row::default());
        }
        self.deeper(|parser| {
            let end = Token::Char(']');
            let row = parser.row_until(|token| token == end)?;
            parser.lexer.eat(end).then_some(row)
        })
    }

    /// Reads what may stand behind `\\`: a star, and a distance.
    pub fn after_line(&mut self) {
        self.lexer.eat(Token::Char('*'));
        let mut ahead = self.lexer.clone();
        let is_distance = |option: &str| {
            option
                .trim_end()
                .ends_with(|c: char| c.is_ascii_lowercase())
        };
        if ahead.raw_option().is_some_and(is_distance) {
            self.lexer = ahead;
        }
    }

    /// Lines up to what can't belong to them, as one row.
    pub fn lines(&mut self) -> Option<Row> {
        let mut lines = self.row()?;
        while self.lexer.eat(Token::Line) {
            self.after_line();
            lines.line_end();
            lines.append(self.row()?);
        }
        Some(lines)
    }

    fn scripts(&mut self, first: Token, row: &mut Row) -> Option<()> {
        let mut scripts = Scripts::default();
        let mut token = first;
        loop {
            let place = match token {
                Token::Up => &mut scripts.up,
                Token::Down => &mut scripts.down,
                _ if scripts.up.is_some() => return None,
                _ => {
                    scripts.primes += 1;
                    &mut None
                }
            };
            if place.is_some() {
                return None;
            }
            if matches!(token, Token::Up | Token::Down) {
                *place = Some(self.argument()?);
            }
            match self.lexer.peek() {
                Some(next @ (Token::Up | Token::Down | Token::Char('\''))) => {
                    self.lexer.next();
                    token = next;
                }
                _ => break,
            }
        }
        row.script(&scripts);
        Some(())
    }

    fn character(&mut self, c: char, row: &mut Row) -> Option<()> {
        match c {
            '0'..='9' => {
                let number = format!("{c}{}", self.lexer.number());
                row.push(Atom::new(number, Class::Number));
            }
            '-' => row.sign('−', Class::Binary),
            '|' | '‖' => row.bar(c),
            '#' => return None,
            '²' | '³' | '¹' | '⁰'..='ⁿ' => row.typed_script(c, End::Raised),
            '₀'..='ₜ' => row.typed_script(c, End::Lowered),
            _ if is_combining_mark(c) => match row.atoms.last_mut() {
                Some(atom) if !atom.is_blank() => atom.text.push(c),
                _ => row.sign(c, Class::Ordinary),
            },
            _ if self.is_upright && c.is_alphabetic() => match row.atoms.last_mut() {
                Some(word) if is_letters(word) => word.text.push(c),
                _ => row.sign(c, Class::Word),
            },
            _ => row.sign(c, symbols::class(c)),
        }
        Some(())
    }
}

/// Is it upright letters that another may join?
fn is_letters(atom: &Atom) -> bool {
    atom.class == Class::Word && atom.text.chars().all(char::is_alphabetic) && !atom.text.is_empty()
}
