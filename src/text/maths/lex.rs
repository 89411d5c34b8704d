//! TeX's source, token by token.
//!
//! **Invariant:** a token is never without a length, so reading ends; blanks and comments count for nothing but
//! in words.

/// Bytes between square brackets. Many may be opened and none closed.
const LONGEST_OPTION: usize = 256;

/// What the source is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Token<'a> {
    /// A character that stands for itself.
    Char(char),
    /// A command without its backslash: letters, or one character that is none.
    Command(&'a str),
    /// `{`
    Open,
    /// `}`
    Close,
    /// `^`
    Up,
    /// `_`
    Down,
    /// `&`
    Tab,
    /// `\\`
    Line,
    /// `$`
    Dollar,
}

/// The rest of a source.
#[derive(Debug, Clone)]
pub struct Lexer<'a> {
    rest: &'a str,
}

impl<'a> Lexer<'a> {
    /// Reads from the start of `source`.
    pub fn new(source: &'a str) -> Self {
        Self { rest: source }
    }

    /// The next token, which is read again next time.
    pub fn peek(&self) -> Option<Token<'a>> {
        let mut ahead = self.clone();
        ahead.next()
    }

    /// Reads the next token if it is `token`. Was it?
    pub fn eat(&mut self, token: Token) -> bool {
        let mut ahead = self.clone();
        let is_next = ahead.next() == Some(token);
        if is_next {
            *self = ahead;
        }
        is_next
    }

    /// What is left of a number whose first digit was read: more digits, a point between two of them,
    /// and commas between thousands. Other commas part numbers.
    pub fn number(&mut self) -> &'a str {
        let bytes = self.rest.as_bytes();
        let digits = |from: usize| {
            let rest = bytes.get(from..).unwrap_or_default();
            rest.iter().take_while(|b| b.is_ascii_digit()).count()
        };
        let mut end = digits(0);
        let mut is_whole = end < 3;
        loop {
            let n_digits = digits(end + 1);
            match bytes.get(end) {
                Some(b',') if is_whole && n_digits == 3 => {}
                Some(b'.') if n_digits > 0 => is_whole = false,
                _ => return self.take(end),
            }
            end += 1 + n_digits;
        }
    }

    /// What stands between the brace that comes next and the one that closes it, as it is written.
    pub fn raw_group(&mut self) -> Option<&'a str> {
        self.skip();
        let inner = self.rest.strip_prefix('{')?;
        let mut depth = 0_usize;
        let mut bytes = inner.bytes().enumerate();
        while let Some((at, byte)) = bytes.next() {
            match byte {
                b'\\' => {
                    bytes.next();
                }
                b'{' => depth += 1,
                b'}' if depth == 0 => {
                    self.rest = &inner[at + 1..];
                    return Some(&inner[..at]);
                }
                b'}' => depth -= 1,
                _ => {}
            }
        }
        None
    }

    /// What stands between `[` and the next `]` outside of braces, if a `[` comes next.
    pub fn raw_option(&mut self) -> Option<&'a str> {
        self.skip();
        let inner = self.rest.strip_prefix('[')?;
        let mut depth = 0_usize;
        for (at, byte) in inner.bytes().take(LONGEST_OPTION).enumerate() {
            match byte {
                b'{' => depth += 1,
                b']' if depth == 0 => {
                    self.rest = &inner[at + 1..];
                    return Some(&inner[..at]);
                }
                b'}' => depth = depth.checked_sub(1)?,
                _ => {}
            }
        }
        None
    }

    fn take(&mut self, end: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at(end);
        self.rest = rest;
        taken
    }

    /// Skips blanks, and comments to the end of their line.
    fn skip(&mut self) {
        loop {
            self.rest = self.rest.trim_start();
            match self.rest.strip_prefix('%') {
                Some(comment) => {
                    let end = comment.find('\n').unwrap_or(comment.len());
                    self.rest = &comment[end..];
                }
                None => return,
            }
        }
    }
}

impl<'a> Iterator for Lexer<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        self.skip();
        let c = self.rest.chars().next()?;
        self.take(c.len_utf8());
        Some(match c {
            '\\' => match self.rest.chars().next() {
                None => Token::Command(""),
                Some('\\') => {
                    self.take(1);
                    Token::Line
                }
                Some(c) if c.is_ascii_alphabetic() => {
                    let is_letter = |b: &u8| b.is_ascii_alphabetic();
                    let end = self.rest.bytes().take_while(|b| is_letter(b)).count();
                    Token::Command(self.take(end))
                }
                Some(c) if c.is_whitespace() => {
                    self.take(c.len_utf8());
                    Token::Command(" ")
                }
                Some(c) => Token::Command(self.take(c.len_utf8())),
            },
            '{' => Token::Open,
            '}' => Token::Close,
            '^' => Token::Up,
            '_' => Token::Down,
            '&' => Token::Tab,
            '$' => Token::Dollar,
            '~' => Token::Command(" "),
            c => Token::Char(c),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_is_tokens() {
        use Token::{Char, Close, Command, Dollar, Down, Line, Open, Tab, Up};
        let tokens: Vec<_> =
            Lexer::new("\\frac x_{2}^\\% % a remark }\n & \\\\ \\ ~ $é\\").collect();
        let expected = [
            Command("frac"),
            Char('x'),
            Down,
            Open,
            Char('2'),
            Close,
            Up,
            Command("%"),
            Tab,
            Line,
            Command(" "),
            Command(" "),
            Dollar,
            Char('é'),
            Command(""),
        ];
        assert_eq!(tokens, expected);
    }

    #[test]
    fn numbers_and_groups_are_read_whole() {
        for (source, number, next) in [
            ("0.5x", "0.5", Some(Token::Char('x'))),
            ("00,000.", "00,000", Some(Token::Char('.'))),
            ("2, 3", "2", Some(Token::Char(','))),
            (",2,3", "", Some(Token::Char(','))),
            ("0,0000", "0", Some(Token::Char(','))),
            ("00,000,000.5,000", "00,000,000.5", Some(Token::Char(','))),
            ("", "", None),
        ] {
            let mut lexer = Lexer::new(source);
            assert_eq!(lexer.number(), number, "{source}");
            assert_eq!(lexer.next(), next, "{source}");
        }
        for (source, group) in [
            ("{a{b}\\}c}d", Some("a{b}\\}c")),
            ("  {}", Some("")),
            ("{a", None),
            ("a", None),
        ] {
            assert_eq!(Lexer::new(source).raw_group(), group, "{source}");
        }
        assert_eq!(Lexer::new("[a{]}]b").raw_option(), Some("a{]}"));
        assert_eq!(Lexer::new("[a{]b").raw_option(), None);
    }
}
