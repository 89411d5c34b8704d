//! Words inside of a formula, and formulas inside of those.
//!
//! **Invariant:** every letter of the words is kept, but for the names of commands that only change
//! how words look.

use super::atom::Class;
use super::lex::{Lexer, Token};
use super::parse;
use super::symbols;

/// What a `\text{…}` at this depth says.
pub fn words(source: &str, depth: usize) -> Option<String> {
    let mut out = String::new();
    let mut rest = source;
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        let starts = |what: &str| rest.starts_with(what);
        let (piece, read) = match c {
            '$' => {
                let end = after.find('$')?;
                out.push_str(&parse::formula(&after[..end], depth)?.wide());
                ("", end + 2)
            }
            '\\' if starts("\\(") => {
                let end = after.find("\\)")?;
                out.push_str(&parse::formula(&after[1..end], depth)?.wide());
                ("", end + 3)
            }
            '\\' => {
                let mut lexer = Lexer::new(rest);
                let Some(Token::Command(name)) = lexer.next() else {
                    return None;
                };
                let after = after.strip_prefix(name).unwrap_or("");
                command(name, &mut out)?;
                // Blanks behind a command in letters only end its name.
                rest = if name.starts_with(char::is_alphabetic) {
                    after.trim_start()
                } else {
                    after
                };
                continue;
            }
            '%' => ("", rest.find('\n').unwrap_or(rest.len())),
            '{' | '}' => ("", 1),
            '~' => ("\u{a0}", 1),
            '-' if starts("---") => ("—", 3),
            '-' if starts("--") => ("–", 2),
            '`' if starts("``") => ("“", 2),
            '`' => ("‘", 1),
            '\'' if starts("''") => ("”", 2),
            '\'' => ("’", 1),
            _ => (&rest[..c.len_utf8()], c.len_utf8()),
        };
        out.push_str(piece);
        rest = &rest[read..];
    }
    Some(out)
}

/// What a command among words stands for.
fn command(name: &str, out: &mut String) -> Option<()> {
    match name {
        "text" | "textrm" | "textbf" | "textit" | "textsf" | "texttt" | "textup" | "textnormal"
        | "textsc" | "emph" | "mbox" | "mathrm" | "rm" | "bf" | "it" | "sf" | "tt" | "em"
        | "bfseries" | "itshape" | "small" | "footnotesize" | "/" | "displaystyle" => {}
        " " | "," | ";" | ":" | "quad" | "qquad" | "thinspace" | "space" => out.push(' '),
        "{" | "}" => out.push_str(name),
        "times" => out.push('×'),
        "textendash" => out.push('–'),
        "textemdash" => out.push('—'),
        _ => match symbols::sign(name)? {
            (sign, Class::Ordinary | Class::Behind | Class::Relation) => out.push(sign),
            _ => return None,
        },
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_kept() {
        for (source, expected) in [
            ("if ", Some("if ")),
            ("50\\% of {\\bf all}", Some("50% of all")),
            ("where $x^2$ is", Some("where x² is")),
            ("\\(a+b\\) there", Some("a + b there")),
            ("``so'' it's 1--2~km", Some("“so” it’s 1–2\u{a0}km")),
            ("\\textbf{max} \\pounds 5", Some("max £5")),
            ("a % b\n c", Some("a \n c")),
            ("$x", None),
            ("\\nosuch", None),
        ] {
            assert_eq!(words(source, 1).as_deref(), expected, "{source}");
        }
    }
}
