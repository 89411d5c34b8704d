//! MathML to text that can be read on a line: `<msup><mi>x</mi><mn>2</mn></msup>` gives `x²`.
//!
//! **Invariant:** pure; knows no reader of XML or HTML, but a tree of its own. Every letter that is
//! shown is in the text, and a part that binds less than what stands around it is in brackets. What is
//! too deep or too long is given letter by letter.

mod row;

use crate::text::Clean;
use crate::text::scripts::{lowered, marked, raised};
use row::Row;

/// An element of a formula.
#[derive(Debug, Clone, Default)]
pub struct Element<'a> {
    /// Its name, without a prefix.
    pub name: &'a str,
    /// Its attributes, by name.
    pub attributes: Vec<(&'a str, &'a str)>,
    /// What lies in it.
    pub parts: Vec<Part<'a>>,
}

/// What lies in an element.
#[derive(Debug, Clone)]
pub enum Part<'a> {
    /// Words.
    Words(&'a str),
    /// Another element.
    Element(Element<'a>),
}

/// How firmly a piece holds together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Bond {
    /// A sum or a relation.
    Loose,
    /// One thing over another.
    Quotient,
    /// Things side by side.
    Product,
    /// One thing.
    Atom,
}

/// A piece of a formula as text.
#[derive(Debug, Clone)]
struct Piece {
    text: String,
    bond: Bond,
}

impl Piece {
    fn atom(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            bond: Bond::Atom,
        }
    }

    /// The text, in brackets if it holds together less than `bond`.
    fn held(self, bond: Bond) -> String {
        if self.bond < bond {
            format!("({})", self.text)
        } else {
            self.text
        }
    }
}

/// Elements that may lie in one another.
const DEEPEST: usize = 100;
/// Bytes of a formula. More than this nobody reads on a line.
const LONGEST: usize = 16 * 1024;

/// The formula as clean text on one line, with single blanks; empty where it shows nothing.
/// The tree may be as deep as the stack bears that built it.
pub fn readable(formula: &Element) -> String {
    let mut words = String::new();
    let text = if push_words(formula, &mut words, 0) && words.len() <= LONGEST {
        element(formula).text
    } else {
        words
    };
    let mut line = String::with_capacity(text.len());
    for c in Clean::words(&text).trim().chars() {
        if !(c.is_whitespace() && line.ends_with(char::is_whitespace)) {
            line.push(c);
        }
    }
    line
}

/// Collects all words; is the tree no deeper than is read?
fn push_words(element: &Element, out: &mut String, depth: usize) -> bool {
    let mut is_fit = depth <= DEEPEST;
    for part in &element.parts {
        match part {
            Part::Words(words) => out.push_str(words),
            Part::Element(element) => is_fit &= push_words(element, out, depth + 1),
        }
    }
    is_fit
}

fn element(element: &Element) -> Piece {
    match element.name {
        "mi" | "mn" | "ms" | "mtext" | "mo" => Piece::atom(token(element)),
        "mspace" => Piece::atom(" "),
        "mphantom" | "annotation" | "annotation-xml" | "none" | "mprescripts" => Piece::atom(""),
        "mfrac" => fraction(element),
        "msqrt" => Piece::atom(format!("√{}", row(&element.parts).held(Bond::Atom))),
        "mroot" => {
            let [base, index] = arguments(element);
            let index = script(&index.text, '^');
            Piece::atom(format!("{index}√{}", base.held(Bond::Atom)))
        }
        "msub" | "munder" => {
            let [base, low] = arguments(element);
            scripts(base, &low.text, "")
        }
        "msup" => {
            let [base, high] = arguments(element);
            scripts(base, "", &high.text)
        }
        "mover" => over(element),
        "msubsup" | "munderover" => {
            let [base, low, high] = arguments(element);
            scripts(base, &low.text, &high.text)
        }
        "mmultiscripts" => all_scripts(element),
        "mfenced" => fenced(element),
        "mtable" => joined(element, "; "),
        "mtr" | "mlabeledtr" => joined(element, "  "),
        _ => row(&element.parts),
    }
}

/// The words of a leaf, without signs that are not seen.
fn token(element: &Element) -> String {
    let words = element.parts.iter().map(|part| match part {
        Part::Words(words) => (*words).to_owned(),
        Part::Element(inner) => self::element(inner).text,
    });
    let words: String = words.collect();
    let seen: String = words
        .chars()
        .filter(|c| !matches!(c, '\u{2061}'..='\u{2064}' | '\u{200b}'))
        .map(|c| {
            if c == '-' && element.name == "mo" {
                '−'
            } else {
                c
            }
        })
        .collect();
    if element.name == "mtext" {
        seen
    } else {
        seen.trim_matches(|c: char| c.is_ascii_whitespace())
            .to_owned()
    }
}

fn children<'e, 'a>(element: &'e Element<'a>) -> impl Iterator<Item = &'e Element<'a>> {
    element.parts.iter().filter_map(|part| match part {
        Part::Element(element) => Some(element),
        Part::Words(_) => None,
    })
}

/// The first N parts of an element; what is missing is empty, what is too much goes with the last.
fn arguments<const N: usize>(element: &Element) -> [Piece; N] {
    let mut pieces = std::array::from_fn(|_| Piece::atom(""));
    for (n, child) in children(element).enumerate() {
        let piece = self::element(child);
        match pieces.get_mut(n) {
            Some(place) => *place = piece,
            None => pieces[N - 1].text.push_str(&piece.text),
        }
    }
    pieces
}

fn row(parts: &[Part]) -> Piece {
    let mut row = Row::default();
    for part in parts {
        match part {
            Part::Words(words) if words.trim().is_empty() => {}
            Part::Words(words) => row.push(Piece::atom(*words)),
            Part::Element(inner) if inner.name == "mo" => row.operator(&token(inner)),
            Part::Element(inner) if inner.name == "mtext" => row.words(&token(inner)),
            Part::Element(inner) => row.push(element(inner)),
        }
    }
    row.finish()
}

fn fraction(element: &Element) -> Piece {
    let [above, below] = arguments(element);
    let is_binomial = element
        .attributes
        .iter()
        .any(|(name, value)| *name == "linethickness" && value.starts_with('0'));
    if is_binomial {
        return Piece::atom(format!("C({}, {})", above.text, below.text));
    }
    let vulgar = match (&*above.text, &*below.text) {
        ("1", "2") => Some("½"),
        ("1", "4") => Some("¼"),
        ("3", "4") => Some("¾"),
        ("1", "3") => Some("⅓"),
        ("2", "3") => Some("⅔"),
        _ => None,
    };
    match vulgar {
        Some(sign) => Piece::atom(sign),
        None => Piece {
            text: format!("{}/{}", above.held(Bond::Product), below.held(Bond::Atom)),
            bond: Bond::Quotient,
        },
    }
}

/// Letters raised or lowered, or marked as such where they have no such form.
fn script(text: &str, sign: char) -> String {
    let tight: String = text.chars().filter(|c| *c != ' ').collect();
    let form = if sign == '^' { raised } else { lowered };
    match form(&tight) {
        Some(form) => form,
        None => marked(sign, text.trim()),
    }
}

fn scripts(base: Piece, low: &str, high: &str) -> Piece {
    let mut text = base.held(Bond::Atom);
    for (words, sign) in [(low, '_'), (high, '^')] {
        if !words.is_empty() {
            text.push_str(&script(words, sign));
        }
    }
    Piece::atom(text)
}

/// A sign over a letter joins with it; words over something are raised.
fn over(element: &Element) -> Piece {
    let [base, high] = arguments(element);
    let mark = match &*high.text {
        "¯" | "‾" | "_" | "−" | "\u{304}" => '\u{304}',
        "^" | "ˆ" | "\u{302}" => '\u{302}',
        "~" | "˜" | "\u{303}" => '\u{303}',
        "→" | "\u{20d7}" => '\u{20d7}',
        "˙" | "." | "\u{307}" => '\u{307}',
        "¨" | "\u{308}" => '\u{308}',
        words => return scripts(base, "", words),
    };
    Piece::atom(format!("{}{mark}", base.held(Bond::Atom)))
}

/// A base, pairs of lowered and raised signs behind it, and behind `mprescripts` those before it.
fn all_scripts(element: &Element) -> Piece {
    let mut each = children(element);
    let base = each.next().map_or_else(|| Piece::atom(""), self::element);
    let (mut before, mut behind) = (String::new(), String::new());
    let mut out = &mut behind;
    let mut sign = '_';
    for child in each {
        if child.name == "mprescripts" {
            (out, sign) = (&mut before, '_');
            continue;
        }
        let text = self::element(child).text;
        if !text.is_empty() {
            out.push_str(&script(&text, sign));
        }
        sign = if sign == '_' { '^' } else { '_' };
    }
    Piece::atom(format!("{before}{}{behind}", base.held(Bond::Atom)))
}

fn fenced(element: &Element) -> Piece {
    let attribute = |wanted: &str, otherwise: &'static str| {
        let found = element.attributes.iter().find(|(name, _)| *name == wanted);
        found.map_or(otherwise, |(_, value)| value)
    };
    let sign = attribute("separators", ",").trim().chars().next();
    let sign = sign.map_or_else(String::new, |sign| format!("{sign} "));
    let parts: Vec<_> = children(element)
        .map(|child| self::element(child).text)
        .collect();
    let (open, close) = (attribute("open", "("), attribute("close", ")"));
    Piece::atom(format!("{open}{}{close}", parts.join(&sign)))
}

fn joined(element: &Element, between: &str) -> Piece {
    let parts: Vec<_> = children(element)
        .map(|child| self::element(child).text)
        .filter(|text| !text.trim().is_empty())
        .collect();
    Piece {
        text: parts.join(between),
        bond: if parts.len() > 1 {
            Bond::Loose
        } else {
            Bond::Atom
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree<'a>(node: roxmltree::Node<'a, 'a>) -> Element<'a> {
        Element {
            name: node.tag_name().name(),
            attributes: node.attributes().map(|a| (a.name(), a.value())).collect(),
            parts: node
                .children()
                .map(|child| match child.text() {
                    Some(words) if child.is_text() => Part::Words(words),
                    _ => Part::Element(tree(child)),
                })
                .collect(),
        }
    }

    #[track_caller]
    fn check(source: &str, expected: &str) {
        let source = format!("<math>{source}</math>");
        let xml = roxmltree::Document::parse(&source).unwrap();
        assert_eq!(readable(&tree(xml.root_element())), expected, "{source}");
    }

    #[test]
    fn formulas_read_as_they_were_meant() {
        let (x, y, two) = ("<mi>x</mi>", "<mi>y</mi>", "<mn>2</mn>");
        let plus = format!("<mrow>{x}<mo>+</mo>{y}</mrow>");
        check(&format!("<msup>{x}{two}</msup><mo>\u{2062}</mo>{y}"), "x²y");
        check(&format!("{x}<mo>=</mo><mo>-</mo>{two}"), "x = −2");
        check(&format!("<mfrac>{plus}{two}</mfrac>"), "(x + y)/2");
        check(&format!("<mfrac><mn>1</mn>{two}</mfrac>{x}"), "½x");
        check(&format!("<mfrac>{x}{y}</mfrac>{x}"), "(x/y)x");
        check(
            &format!("<mfrac>{x}<mrow>{two}{y}</mrow></mfrac>"),
            "x/(2y)",
        );
        check(&format!("<msqrt>{plus}</msqrt>"), "√(x + y)");
        check(&format!("<mroot>{x}<mn>3</mn></mroot>"), "³√x");
        check(&format!("<msup>{plus}{two}</msup>"), "(x + y)²");
        check("<msub><mi>V</mi><mtext>cc</mtext></msub>", "V_(cc)");
        check(
            "<msub><mtext>SO</mtext><mn>2</mn></msub><mo>(</mo><mi>g</mi><mo>)</mo>",
            "SO₂(g)",
        );
        check(&format!("<mi>sin</mi><mo>\u{2061}</mo>{x}"), "sin x");
        check(&format!("<mover>{x}<mo>¯</mo></mover>"), "x̄");
        check(
            &format!("<munderover><mo>∑</mo>{x}<mi>n</mi></munderover>{y}"),
            "∑ₓⁿ y",
        );
        check(
            "<mmultiscripts><mi>C</mi><mprescripts/><mn>6</mn><mn>12</mn></mmultiscripts>",
            "₆¹²C",
        );
        check(&format!("<mfenced>{x}{y}</mfenced>"), "(x, y)");
        check(&format!("{x}<mphantom>{y}</mphantom>"), "x");
        check(
            &format!("<mtable><mtr><mtd>{x}</mtd></mtr><mtr><mtd>{y}</mtd></mtr></mtable>"),
            "x; y",
        );
        check(&format!("{x}<mo>(</mo>{plus}<mo>)</mo>"), "x(x + y)");
        check(
            &format!("<mfrac>{x}<mrow><mo>(</mo>{plus}<mo>)</mo></mrow></mfrac><mo>+</mo>{y}"),
            "x/(x + y) + y",
        );
        check(
            &format!("{x}<mo>+</mo><mo>⋯</mo><mo>+</mo>{y}<mtext>\u{a0} </mtext>"),
            "x + ⋯ + y",
        );
        check("<mn>5</mn><mtext> V</mtext>", "5 V");
        check(&format!("<mo>|</mo>{x}<mo>|</mo><mo>,</mo>{y}"), "|x|, y");
    }

    #[test]
    fn what_is_deep_or_long_comes_letter_by_letter() {
        let deep = format!("{}x{}", "<msqrt>".repeat(150), "</msqrt>".repeat(150));
        check(&deep, "x");
    }
}
