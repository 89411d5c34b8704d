//! Chemical formulas and equations as chemists type them: `2H2 + O2 -> 2H2O`.
//!
//! **Invariant:** a number behind a symbol is lowered, a number before one counts, a charge is raised.
//! What isn't among the simple forms gives `None`.

use super::accent;
use super::atom::{Atom, Bind, Class};
use super::parse::{self, DEEPEST};
use super::row::Row;
use super::symbols;
use crate::text::scripts::{lowered, raised};

/// Arrows, the longest first.
const ARROWS: [(&str, char); 9] = [
    ("<-->", '⇄'),
    ("<=>>", '⇌'),
    ("<<=>", '⇌'),
    ("<=>", '⇌'),
    ("<->", '↔'),
    ("-->", '⟶'),
    ("->", '→'),
    ("<--", '⟵'),
    ("<-", '←'),
];

/// What matter may be in.
const STATES: [&str; 4] = ["(s)", "(l)", "(g)", "(aq)"];

/// What a `\ce{…}` at this depth says.
pub fn formula(source: &str, depth: usize) -> Option<Row> {
    if depth > DEEPEST {
        return None;
    }
    let mut reader = Reader {
        rest: source,
        depth,
        row: Row::default(),
        species: String::new(),
        counts: true,
    };
    while !reader.rest.is_empty() {
        reader.step()?;
    }
    reader.end();
    Some(reader.row)
}

struct Reader<'a> {
    rest: &'a str,
    depth: usize,
    row: Row,
    /// What is being read up to the next blank.
    species: String,
    /// Would a number count what comes?
    counts: bool,
}

impl<'a> Reader<'a> {
    /// Reads the next sign, with what belongs to it.
    fn step(&mut self) -> Option<()> {
        if let Some((arrow, sign)) = ARROWS
            .iter()
            .find(|(arrow, _)| self.rest.starts_with(arrow))
        {
            self.rest = &self.rest[arrow.len()..];
            return self.arrow(*sign);
        }
        let c = self.rest.chars().next()?;
        let before = self.rest;
        self.rest = &self.rest[c.len_utf8()..];
        match c {
            _ if c.is_whitespace() => {
                self.end();
                self.row.blank();
            }
            '0'..='9' => {
                self.rest = before;
                self.number();
            }
            '^' if self.stands_alone() => self.sign('↑', Class::Ordinary),
            'v' if self.stands_alone() => self.sign('↓', Class::Ordinary),
            '^' => {
                let script = self.script()?;
                let raised = raised(&script).unwrap_or_else(|| format!("^({script})"));
                self.species.push_str(&raised);
            }
            '_' => {
                let script = self.script()?;
                let lowered = lowered(&script).unwrap_or_else(|| format!("_({script})"));
                self.species.push_str(&lowered);
            }
            '+' | '-' if self.species.is_empty() => {
                self.sign(if c == '+' { '+' } else { '−' }, Class::Binary);
            }
            '+' if self.is_at_end() => self.species.push('⁺'),
            '-' if self.is_at_end() => self.species.push('⁻'),
            '+' => self.sign('+', Class::Binary),
            '-' => self.species.push('–'),
            '=' if self.species.is_empty() => self.sign('=', Class::Relation),
            '=' => self.species.push('='),
            '#' => self.species.push('≡'),
            '*' => {
                if self
                    .row
                    .atoms
                    .last()
                    .is_some_and(|atom| self.species.is_empty() && atom.is_blank())
                {
                    self.row.atoms.pop();
                }
                self.rest = self.rest.trim_start();
                self.species.push('·');
                self.counts = true;
            }
            '.' if !self.is_at_end() => {
                self.species.push('·');
                self.counts = true;
            }
            '$' => {
                let end = self.rest.find('$')?;
                let maths = parse::formula(&self.rest[..end], self.depth)?;
                self.species.push_str(&maths.wide());
                self.rest = &self.rest[end + 1..];
            }
            '\\' => self.command()?,
            '(' | '[' | '.' | ')' | ']' | ',' | '/' => {
                self.species.push(c);
                self.counts = false;
            }
            _ if c.is_alphabetic() || c == '•' || c == '·' || c == '°' => {
                self.species.push(c);
                self.counts = c == '·';
            }
            _ => return None,
        }
        Some(())
    }

    /// Ends what was read so far.
    fn end(&mut self) {
        if !self.species.is_empty() {
            let species = std::mem::take(&mut self.species);
            self.row
                .push(Atom::new(species, Class::Ordinary).bound(Bind::Product));
        }
        self.counts = true;
    }

    fn sign(&mut self, sign: char, class: Class) {
        self.end();
        self.row.sign(sign, class);
    }

    /// Is there a blank, a closing bracket, a state or nothing behind?
    fn is_at_end(&self) -> bool {
        let is_end = |c: char| c.is_whitespace() || matches!(c, ')' | ']' | ',');
        self.rest.chars().next().is_none_or(is_end)
            || STATES.iter().any(|state| self.rest.starts_with(state))
    }

    fn stands_alone(&self) -> bool {
        self.species.is_empty() && self.rest.chars().next().is_none_or(char::is_whitespace)
    }

    fn take(&mut self, is_part: impl Fn(char) -> bool) -> &'a str {
        let end = self.rest.find(|c| !is_part(c)).unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at(end);
        self.rest = rest;
        taken
    }

    /// A number that counts, or one that is lowered.
    fn number(&mut self) {
        if !self.counts {
            let digits = self.take(|c| c.is_ascii_digit());
            self.species.push_str(&lowered(digits).unwrap_or_default());
            return;
        }
        let number = self.take(|c| c.is_ascii_digit() || matches!(c, '.' | '/'));
        if number.contains('/') {
            self.species.push_str(&format!("({number})"));
        } else {
            self.species.push_str(number);
        }
        self.counts = false;
    }

    /// What is raised or lowered.
    fn script(&mut self) -> Option<String> {
        self.counts = false;
        let script = if let Some(inner) = self.rest.strip_prefix('{') {
            let (script, rest) = inner.split_once('}')?;
            self.rest = rest;
            let is_known =
                |c: char| c.is_alphanumeric() || matches!(c, '+' | '-' | '.' | '•' | ' ');
            script.chars().all(is_known).then(|| script.to_owned())?
        } else {
            let digits = self.take(|c| c.is_ascii_digit());
            let signs = self.take(|c| matches!(c, '+' | '-'));
            format!("{digits}{signs}")
        };
        (!script.is_empty()).then(|| script.replace('-', "−"))
    }

    fn arrow(&mut self, sign: char) -> Option<()> {
        self.end();
        let above = self.label()?;
        let below = self.label()?;
        self.row.push(accent::arrow(sign, &below, &above));
        Some(())
    }

    /// What stands in brackets right behind an arrow, if there are any.
    fn label(&mut self) -> Option<Row> {
        let Some(inner) = self.rest.strip_prefix('[') else {
            return Some(Row::default());
        };
        let (label, rest) = inner.split_once(']')?;
        self.rest = rest;
        formula(label, self.depth + 1)
    }

    fn command(&mut self) -> Option<()> {
        let name = self.take(|c| c.is_ascii_alphabetic());
        if name.is_empty() {
            self.rest = self.rest.strip_prefix([',', ';', ' '])?;
            self.end();
            self.row.blank();
        } else {
            let (sign, _) = symbols::sign(name).filter(|(_, class)| *class == Class::Ordinary)?;
            self.species.push(sign);
            self.rest = self.rest.trim_start();
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_of_chemists_are_read() {
        for (source, expected) in [
            ("H2O", Some("H₂O")),
            ("2 H2O", Some("2 H₂O")),
            ("Fe^2+ + Fe^{3+}", Some("Fe²⁺ + Fe³⁺")),
            ("C_{n}H_{2n+2}", Some("CₙH₂ₙ₊₂")),
            ("CuSO4 * 5H2O", Some("CuSO₄·5H₂O")),
            ("CH2=CH2", Some("CH₂=CH₂")),
            ("HC#CH", Some("HC≡CH")),
            (
                "Ag+(aq) + Cl-(aq) -> AgCl v",
                Some("Ag⁺(aq) + Cl⁻(aq) → AgCl ↓"),
            ),
            ("A ->[$x^2$] B", Some("A →^(x²) B")),
            ("\\Delta H", Some("ΔH")),
            ("A ->[x", None),
            ("A^", None),
            ("a\\nosuch", None),
            ("\u{1}", None),
        ] {
            let text = formula(source, 1).map(|row| row.wide());
            assert_eq!(text.as_deref(), expected, "{source}");
        }
    }
}
