//! What each command does.
//!
//! **Invariant:** a command that isn't known here makes the whole formula unreadable; none is passed
//! over but those that change nothing but looks.

use super::atom::{Atom, Bind, Class};
use super::lex::Token;
use super::parse::Parser;
use super::row::Row;
use super::{accent, chem, environment, quotient, symbols, units, words};

/// Two cells: a blank at which the line may break, behind one at which it may not.
const QUAD: &str = "\u{a0} ";

impl Parser<'_> {
    /// Reads what belongs to a command and adds what it stands for.
    pub fn command(&mut self, name: &str, row: &mut Row) -> Option<()> {
        if let Some((sign, class)) = symbols::sign(name) {
            row.sign(sign, class);
            return Some(());
        }
        if let Some(function) = symbols::function(name) {
            row.push(Atom::new(function, Class::Function));
            return Some(());
        }
        if let Some((mark, word)) = symbols::find(accent::ACCENTS, name) {
            let base = self.argument()?;
            row.push(accent::accented(&base, mark, word)?);
            return Some(());
        }
        match name {
            " " | "," | ":" | ";" | ">" | "enspace" | "thinspace" | "medspace" | "thickspace"
            | "space" | "nobreakspace" => row.blank(),
            "quad" => row.push(Atom::new(QUAD, Class::Gap)),
            "qquad" => row.push(Atom::new("\u{a0}\u{a0} ", Class::Gap)),
            "newline" | "cr" => row.line_end(),
            "frac" | "dfrac" | "tfrac" | "sfrac" | "nicefrac" => {
                let above = self.argument()?;
                row.fraction(&above, &self.argument()?)?;
            }
            "cfrac" => {
                self.lexer.raw_option();
                let above = self.argument()?;
                row.fraction(&above, &self.argument()?)?;
            }
            "binom" | "dbinom" | "tbinom" => {
                let above = self.argument()?;
                row.push(quotient::choose(&above, &self.argument()?)?);
            }
            "sqrt" => {
                let index = self.option()?;
                row.push(quotient::root(&index, &self.argument()?)?);
            }
            "left" => self.fence(row)?,
            "begin" => environment::read(self, row)?,
            "not" => {
                let sign = self.argument()?;
                row.push(accent::negated(sign)?);
            }
            "bmod" => row.push(Atom::new("mod", Class::Dividing)),
            "pmod" => {
                let modulus = self.argument()?;
                row.blank();
                row.push(Atom::new(
                    format!("(mod {})", modulus.wide()),
                    Class::Ordinary,
                ));
            }
            "colon" => row.push(Atom::new(":", Class::Comma)),
            "vert" => row.bar('|'),
            "|" | "Vert" => row.bar('‖'),
            "over" | "choose" | "atop" | "right" | "end" => return None,
            _ => {
                return self
                    .looks(name, row)
                    .or_else(|| self.words(name, row))
                    .or_else(|| self.stacked(name, row));
            }
        }
        Some(())
    }

    /// Commands that change how something looks. A failure reads nothing.
    fn looks(&mut self, name: &str, row: &mut Row) -> Option<()> {
        match name {
            "!" | "/" | "displaystyle" | "textstyle" | "scriptstyle" | "scriptscriptstyle"
            | "limits" | "nolimits" | "displaylimits" | "nonumber" | "notag" | "strut"
            | "mathstrut" | "hline" | "bf" | "it" | "sf" | "tt" | "cal" | "sl" | "bfseries"
            | "itshape" | "boldmath" | "normalsize" | "small" | "large" | "Large"
            | "allowbreak" | "relax" | "centering" | "hfill" | "null" => {}
            "rm" | "upshape" => self.is_upright = true,
            "big" | "Big" | "bigg" | "Bigg" | "bigl" | "Bigl" | "biggl" | "Biggl" | "bigr"
            | "Bigr" | "biggr" | "Biggr" => {
                let opens = name.ends_with('l');
                let closes = name.ends_with('r');
                let (sign, class) = self.delimiter()?;
                match sign {
                    '|' | '‖' if !opens && !closes => row.bar(sign),
                    _ if opens => row.sign(sign, Class::Open),
                    _ if closes => row.sign(sign, Class::Close),
                    _ => row.sign(sign, class),
                }
            }
            "bigm" | "Bigm" | "biggm" | "Biggm" | "middle" => {
                let (sign, _) = self.delimiter()?;
                row.sign(sign, Class::Relation);
            }
            "label" | "hspace" | "hskip" | "vspace" | "color" | "phantom" | "hphantom"
            | "vphantom" => {
                self.lexer.eat(Token::Char('*'));
                self.lexer.raw_group()?;
                if matches!(name, "hspace" | "phantom" | "hphantom") {
                    row.blank();
                }
            }
            "textcolor" => {
                self.lexer.raw_group()?;
                row.splice(self.argument()?);
            }
            "mathbf" | "boldsymbol" | "bm" | "pmb" | "mathit" | "mathnormal" | "mathcal"
            | "mathscr" | "mathfrak" | "vb" | "boxed" | "fbox" | "smash" | "underbrace"
            | "overbrace" | "mathord" | "mathinner" | "symbf" | "symit" | "mathbfit" => {
                let group = self.argument()?;
                let is_brace = name.ends_with("brace");
                if is_brace && matches!(self.lexer.peek(), Some(Token::Up | Token::Down)) {
                    return None;
                }
                row.splice(group);
            }
            _ => return None,
        }
        Some(())
    }

    /// Commands for upright words and units.
    fn words(&mut self, name: &str, row: &mut Row) -> Option<()> {
        match name {
            "mathrm" | "mathup" | "mathsf" | "mathtt" | "symup" | "symrm" => {
                let group = self.upright()?;
                row.splice(group);
            }
            "mathbb" | "Bbb" => row.splice(accent::double_struck(self.argument()?)?),
            "operatorname" | "mathop" => {
                self.lexer.eat(Token::Char('*'));
                let name = self.upright()?.wide();
                row.push(Atom::new(name, Class::Function));
            }
            "mathrel" | "mathbin" => {
                let class = if name == "mathrel" {
                    Class::Relation
                } else {
                    Class::Binary
                };
                row.push(Atom::new(self.argument()?.wide(), class));
            }
            "text" | "textrm" | "textbf" | "textit" | "textsf" | "texttt" | "textup"
            | "textnormal" | "textsc" | "mbox" | "hbox" | "emph" => {
                let depth = self.next_depth()?;
                let words = words::words(self.lexer.raw_group()?, depth)?;
                row.push(Atom::words(words));
            }
            "tag" => {
                let depth = self.next_depth()?;
                let is_bare = self.lexer.eat(Token::Char('*'));
                let tag = words::words(self.lexer.raw_group()?, depth)?;
                row.push(Atom::new(QUAD, Class::Gap));
                row.push(Atom::words(if is_bare { tag } else { format!("({tag})") }));
                row.push(Atom::new(QUAD, Class::Gap));
            }
            "ce" => {
                let depth = self.next_depth()?;
                row.append(chem::formula(self.lexer.raw_group()?, depth)?);
            }
            "pu" | "unit" | "si" | "num" | "ang" | "SI" | "qty" => units::read(self, name, row)?,
            _ => return None,
        }
        Some(())
    }

    /// Commands that put one thing above or below another, or between two signs.
    fn stacked(&mut self, name: &str, row: &mut Row) -> Option<()> {
        match name {
            "stackrel" | "overset" | "underset" => {
                let script = self.argument()?;
                let base = self.argument()?;
                row.push(accent::stacked(&script, base, name == "underset")?);
            }
            "xrightarrow" | "xleftarrow" | "xleftrightarrow" | "xRightarrow" | "xLeftarrow"
            | "xmapsto" | "xrightleftharpoons" => {
                let arrow = match name {
                    "xrightarrow" => '→',
                    "xleftarrow" => '←',
                    "xleftrightarrow" => '↔',
                    "xRightarrow" => '⇒',
                    "xLeftarrow" => '⇐',
                    "xmapsto" => '↦',
                    _ => '⇌',
                };
                let below = self.option()?;
                let above = self.argument()?;
                row.push(accent::arrow(arrow, &below, &above));
            }
            "substack" => {
                let lines = self.deeper(|parser| {
                    (parser.lexer.next()? == Token::Open).then_some(())?;
                    let lines = parser.lines()?;
                    (parser.lexer.next()? == Token::Close).then_some(lines)
                })?;
                row.append(lines);
            }
            "abs" => self.enclosed('|', '|', row)?,
            "norm" => self.enclosed('‖', '‖', row)?,
            "bra" => self.enclosed('⟨', '|', row)?,
            "ket" => self.enclosed('|', '⟩', row)?,
            "braket" => self.enclosed('⟨', '⟩', row)?,
            _ => return None,
        }
        Some(())
    }

    fn enclosed(&mut self, open: char, close: char, row: &mut Row) -> Option<()> {
        let inner = self.argument()?;
        row.sign(open, Class::Open);
        row.append(inner);
        row.sign(close, Class::Close);
        Some(())
    }

    /// An argument whose letters are upright.
    fn upright(&mut self) -> Option<Row> {
        let was_upright = std::mem::replace(&mut self.is_upright, true);
        let row = self.argument()?;
        self.is_upright = was_upright;
        Some(row)
    }

    /// The bracket that comes next; a point stands for none, and gives `\0`.
    fn delimiter(&mut self) -> Option<(char, Class)> {
        Some(match self.lexer.next()? {
            Token::Char('.') => ('\0', Class::Ordinary),
            Token::Char('<') => ('⟨', Class::Open),
            Token::Char('>') => ('⟩', Class::Close),
            Token::Char(c @ ('(' | ')' | '[' | ']' | '/' | '|')) => (c, symbols::class(c)),
            Token::Command("vert") => ('|', Class::Ordinary),
            Token::Command("|" | "Vert") => ('‖', Class::Ordinary),
            Token::Command(name) => symbols::sign(name).filter(|(_, class)| match class {
                Class::Open | Class::Close => true,
                Class::Relation => name.ends_with("arrow"),
                _ => name == "backslash",
            })?,
            _ => return None,
        })
    }

    /// What stands between `\left` and `\right`.
    fn fence(&mut self, row: &mut Row) -> Option<()> {
        let (open, _) = self.delimiter()?;
        let mut inner = self.deeper(|parser| {
            let inner = parser.lines()?;
            (parser.lexer.next()? == Token::Command("right")).then_some(inner)
        })?;
        let (close, _) = self.delimiter()?;
        let mut lines = inner.atoms.iter_mut().filter(|atom| !atom.is_blank());
        if let ('{', '\0', Some(only), None) = (open, close, lines.next(), lines.next())
            && let Some(cases) = only.cases.take()
        {
            row.push(Atom::new(cases, Class::Ordinary));
            return Some(());
        }
        let is_firm = matches!(
            inner.bind(),
            Bind::Bare | Bind::Unit | Bind::Root | Bind::Product
        );
        let is_bar = matches!(close, '|' | '‖');
        match open {
            '\0' if is_bar && !is_firm => {
                row.sign('(', Class::Open);
                inner.sign(')', Class::Close);
            }
            '\0' => {}
            open => row.sign(open, Class::Open),
        }
        row.append(inner);
        if close != '\0' {
            row.sign(close, Class::Close);
        }
        Some(())
    }
}
