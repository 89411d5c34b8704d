//! TeX to text that can be read on a line: `\frac{1}{2}mv^2` gives `½mv²`.
//!
//! **Invariant:** the text means what the formula meant. Where that can't be had, because a command
//! isn't known or a brace isn't closed, there is no text at all, and the source is shown instead. It
//! never takes longer than in step with the source, nor a stack deeper than a fixed number of
//! levels.

mod accent;
mod atom;
mod chem;
mod command;
mod environment;
mod join;
mod lex;
mod parse;
mod quotient;
mod row;
mod script;
mod symbols;
mod units;
mod words;

use super::Clean;

/// Bytes of source. More than this is no formula that anyone reads on a line.
const LONGEST: usize = 16 * 1024;

/// The formula as text that can be read on a line, or `None` where that can't be done. The text is
/// as [`Clean::trimmed`] leaves it.
pub fn readable(tex: &str) -> Option<String> {
    if tex.len() > LONGEST {
        return None;
    }
    let row = parse::formula(&Clean::lines(tex), 0)?;
    let text = Clean::trimmed(row.wide().trim());
    (!text.is_empty()).then(|| text.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_read_as_they_were_meant() {
        for (tex, expected) in [
            ("E = mc^2", "E = mc²"),
            (r"\frac{1}{2}mv^2", "½mv²"),
            (r"\frac{a}{b}c", "(a/b)c"),
            (r"2^{10}", "2¹⁰"),
            (
                r"\text{hydration} = \frac{\text{water}}{\text{flour}}",
                "hydration = water/flour",
            ),
            (r"e^{i\pi} + 1 = 0", "e^(iπ) + 1 = 0"),
        ] {
            assert_eq!(readable(tex).as_deref(), Some(expected), "{tex}");
        }
    }

    #[test]
    fn what_is_not_known_stays_source() {
        for tex in [
            "",
            " ",
            r"\nosuch x",
            "{x",
            "x}",
            r"\frac{1}",
            r"\left( x",
            "x^2^3",
            "a & b",
        ] {
            assert_eq!(readable(tex), None, "{tex}");
        }
    }

    #[test]
    fn what_is_deep_or_long_stays_source() {
        for piece in [
            "{",
            "^{",
            r"\frac",
            r"\frac{",
            r"\sqrt",
            r"\sqrt[",
            r"\left(",
            r"\text{$",
            r"\hat",
            r"\not",
            r"\begin{matrix}",
            r"{a \over ",
            r"\ce{A ->[",
            r"\substack{",
            r"\mathrm{",
            r"x_",
            r"\stackrel",
        ] {
            for times in [DEEP, 500, 10_000_000 / piece.len()] {
                assert_eq!(readable(&piece.repeat(times)), None, "{times} of {piece}");
            }
        }
        let nested = |n: usize| format!("{}x{}", "{".repeat(n), "}".repeat(n));
        assert_eq!(readable(&nested(DEEP)).as_deref(), Some("x"));
        assert_eq!(readable(&nested(DEEP + 1)), None);
        let roots = |n: usize| format!("{}x{}", r"\sqrt{1+".repeat(n), "}".repeat(n));
        assert!(readable(&roots(DEEP)).is_some());
        assert_eq!(readable(&roots(DEEP + 1)), None);
    }

    const DEEP: usize = parse::DEEPEST;
}
