//! What holds of every formula: it ends, it is clean, no digit is lost, and the text means what the
//! formula meant to a reader who takes it at its word.

use proptest::prelude::*;
use recto::text::maths::readable;
use recto::text::{Clean, width};
use unicode_normalization::UnicodeNormalization;

/// Things that formulas are made of, and things that break them.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => "[a-zA-Z0-9+=<>()|,.;:!/*' \\[\\]-]",
        3 => prop::sample::select(vec!["{", "}", "^", "_", "&", r"\\", "$", "~", "%", "#", "\\", "\n"])
            .prop_map(str::to_owned),
        6 => prop::sample::select(vec![
            r"\frac", r"\sqrt", r"\left(", r"\right)", r"\left.", r"\right|", r"\over ", r"\choose ",
            r"\text{", r"\mathrm{", r"\hat", r"\overline", r"\not", r"\begin{cases}", r"\end{cases}",
            r"\begin{matrix}", r"\end{matrix}", r"\begin{align}", r"\end{align}", r"\sum", r"\alpha ",
            r"\ce{", r"\SI{", r"\pu{", r"\binom", r"\quad", r"\,", r"\sin ", r"\stackrel", r"\tag{",
            r"\xrightarrow[", r"\substack{", r"\cancel", r"\times ", r"\pmod", r"\big", r"\rm ",
        ])
        .prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// A formula whose meaning is known.
#[derive(Debug, Clone)]
enum Expr {
    Number(u32),
    Letter(char),
    Sum(Vec<Expr>),
    Minus(Box<Expr>),
    Product(Vec<Expr>),
    Times(Box<Expr>, Box<Expr>),
    Fraction(Box<Expr>, Box<Expr>),
    Power(Box<Expr>, Box<Expr>),
    Root(Box<Expr>),
}

fn expr() -> impl Strategy<Value = Expr> {
    let leaf = prop_oneof![
        (1_u32..200).prop_map(Expr::Number),
        prop::sample::select(vec!['x', 'y', 'n', 'q', 'A', 'C']).prop_map(Expr::Letter),
    ];
    leaf.prop_recursive(5, 40, 3, |inner| {
        let boxed = || inner.clone().prop_map(Box::new);
        prop_oneof![
            prop::collection::vec(inner.clone(), 2..4).prop_map(Expr::Sum),
            prop::collection::vec(inner.clone(), 2..4).prop_map(Expr::Product),
            boxed().prop_map(Expr::Minus),
            (boxed(), boxed()).prop_map(|(a, b)| Expr::Times(a, b)),
            (boxed(), boxed()).prop_map(|(a, b)| Expr::Fraction(a, b)),
            (boxed(), boxed()).prop_map(|(a, b)| Expr::Fraction(a, b)),
            (boxed(), boxed()).prop_map(|(a, b)| Expr::Power(a, b)),
            boxed().prop_map(Expr::Root),
        ]
    })
}

// Stand-ins for division, powers and roots: each is linear where the real one is, and differs
// wherever brackets would matter.
fn divided(a: f64, b: f64) -> f64 {
    a * (0.3 + 1.0 / (b.abs() + 0.7) + (b * 1.7).sin() * 0.1)
}

fn power(a: f64, b: f64) -> f64 {
    (a * 0.9).sin() + (b * 1.3).cos() * 2.0 + 0.2 * (a * 0.7 - b).sin()
}

fn root(a: f64) -> f64 {
    (a * 1.1 + 0.4).sin() + 1.5
}

fn letter(c: char) -> f64 {
    f64::from(u32::from(c) % 17) * 0.37 + 0.5
}

impl Expr {
    fn value(&self) -> f64 {
        match self {
            Self::Number(n) => f64::from(*n),
            Self::Letter(c) => letter(*c),
            Self::Sum(terms) => terms.iter().map(Self::value).sum(),
            Self::Minus(a) => -a.value(),
            Self::Product(factors) => factors.iter().map(Self::value).product(),
            Self::Times(a, b) => a.value() * b.value(),
            Self::Fraction(a, b) => divided(a.value(), b.value()),
            Self::Power(a, b) => power(a.value(), b.value()),
            Self::Root(a) => root(a.value()),
        }
    }

    /// TeX that shows it; what would need brackets on paper has them.
    fn tex(&self) -> String {
        let bracket = |e: &Self| format!(r"\left({}\right)", e.tex());
        let factor = |e: &Self| match e {
            Self::Sum(_) | Self::Minus(_) => bracket(e),
            _ => e.tex(),
        };
        match self {
            Self::Number(n) => n.to_string(),
            Self::Letter(c) => c.to_string(),
            Self::Sum(terms) => terms.iter().map(factor).collect::<Vec<_>>().join("+"),
            Self::Minus(a) => format!("-{}", factor(a)),
            Self::Product(factors) => {
                let mut out = String::new();
                for (n, e) in factors.iter().enumerate() {
                    // Digits side by side are one number, on paper too.
                    let starts_with_digit = !matches!(e, Self::Letter(_) | Self::Root(_));
                    out.push_str(&if n > 0 && starts_with_digit {
                        bracket(e)
                    } else {
                        factor(e)
                    });
                }
                out
            }
            Self::Times(a, b) => format!(r"{}\times {}", factor(a), factor(b)),
            Self::Fraction(a, b) => format!(r"\frac{{{}}}{{{}}}", a.tex(), b.tex()),
            Self::Power(a, b) => {
                let base = match **a {
                    Self::Letter(_) | Self::Number(_) | Self::Fraction(..) | Self::Root(_) => {
                        a.tex()
                    }
                    _ => bracket(a),
                };
                format!("{base}^{{{}}}", b.tex())
            }
            Self::Root(a) => format!(r"\sqrt{{{}}}", a.tex()),
        }
    }
}

/// A reader who takes the text at its word, and gives up where it could be taken two ways.
struct Reader<'a> {
    rest: &'a str,
}

const RAISED: &str = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ˣʸⁿᴬ";
const PLAIN: &str = "0123456789+−()xynA";

impl Reader<'_> {
    fn value(text: &str) -> Option<f64> {
        let mut reader = Reader { rest: text };
        let value = reader.sum()?;
        reader.rest.is_empty().then_some(value)
    }

    fn eat(&mut self, what: &str) -> bool {
        let rest = self.rest.strip_prefix(what);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn sum(&mut self) -> Option<f64> {
        let mut sum = self.signed()?;
        loop {
            if self.eat(" + ") || self.eat("+") {
                sum += self.signed()?;
            } else if self.eat(" − ") || self.eat("−") {
                sum -= self.product()?;
            } else {
                return Some(sum);
            }
        }
    }

    fn signed(&mut self) -> Option<f64> {
        if self.eat("−") {
            Some(-self.signed()?)
        } else {
            self.product()
        }
    }

    fn product(&mut self) -> Option<f64> {
        let mut product = self.quotient()?;
        while self.eat(" × ") || self.eat("×") {
            product *= self.quotient()?;
        }
        Some(product)
    }

    /// Factors side by side, then at most one `/` and one factor: `ab/c`, never `a/bc`.
    fn quotient(&mut self) -> Option<f64> {
        let mut value = self.factor()?;
        loop {
            let next = self.rest.chars().next().unwrap_or(')');
            if self.eat("/") {
                value = divided(value, self.factor()?);
                let next = self.rest.chars().next().unwrap_or(')');
                return (")+−×".contains(next)
                    || self.rest.starts_with([' '])
                        && self.rest[1..].starts_with(['+', '−', '×']))
                .then_some(value);
            }
            let is_blank = next == ' ' && !self.rest[1..].starts_with(['+', '−', '×']);
            if is_blank {
                self.rest = &self.rest[1..];
            } else if !(next.is_alphanumeric() || "(√".contains(next)) {
                return Some(value);
            }
            value *= self.factor()?;
        }
    }

    fn factor(&mut self) -> Option<f64> {
        if self.eat("√") {
            let is_bracket = self.rest.starts_with('(');
            let value = root(self.atom()?);
            // What is raised here could belong to the root or to what stands below it, and a
            // factor right behind could stand below it too.
            let next = self.rest.chars().next().unwrap_or(')');
            let is_raised = RAISED.contains(next) || next == '^';
            let is_inside = !is_bracket && (next.is_alphanumeric() || "(/".contains(next));
            return (!is_raised && !is_inside).then_some(value);
        }
        let mut value = self.atom()?;
        let raised: String = self
            .rest
            .chars()
            .take_while(|c| RAISED.contains(*c))
            .collect();
        if !raised.is_empty() {
            self.rest = &self.rest[raised.len()..];
            let plain: String = raised
                .chars()
                .map(|c| {
                    PLAIN
                        .chars()
                        .nth(RAISED.chars().position(|r| r == c).unwrap())
                        .unwrap()
                })
                .collect();
            value = power(value, Self::value(&plain)?);
        } else if self.eat("^") {
            let is_bracket = self.rest.starts_with('(');
            value = power(value, self.atom()?);
            let next = self.rest.chars().next().unwrap_or(')');
            let is_inside = !is_bracket && (next.is_alphanumeric() || "(/√".contains(next));
            return (!is_inside && next != '^').then_some(value);
        }
        Some(value)
    }

    fn atom(&mut self) -> Option<f64> {
        if self.eat("(") {
            let value = self.sum()?;
            return self.eat(")").then_some(value);
        }
        let c = self.rest.chars().next()?;
        if c.is_ascii_digit() {
            let n_digits = self.rest.bytes().take_while(u8::is_ascii_digit).count();
            let value = self.rest[..n_digits].parse().ok();
            self.rest = &self.rest[n_digits..];
            return value;
        }
        self.rest = &self.rest[c.len_utf8()..];
        if let [above, '\u{2044}', below] = *c.nfkd().collect::<Vec<_>>() {
            let value = |c: char| f64::from(c.to_digit(10).unwrap());
            return Some(divided(value(above), value(below)));
        }
        c.is_ascii_alphabetic().then(|| letter(c))
    }
}

fn digits(text: &str) -> Vec<char> {
    let mut digits: Vec<char> = text.nfkd().filter(char::is_ascii_digit).collect();
    digits.sort_unstable();
    digits
}

fn is_balanced(text: &str) -> bool {
    let mut open = Vec::new();
    for c in text.chars() {
        match c {
            '(' | '[' | '{' => open.push(c),
            ')' | ']' | '}' => {
                let is_pair = matches!(
                    (open.pop(), c),
                    (Some('('), ')') | (Some('['), ']') | (Some('{'), '}')
                );
                if !is_pair {
                    return false;
                }
            }
            _ => {}
        }
    }
    open.is_empty()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn any_formula_is_clean_or_stays_source(tex in pieces()) {
        if let Some(text) = readable(&tex) {
            prop_assert_eq!(&Clean::trimmed(&text), &*text);
            prop_assert!(width(&text) > 0);
            prop_assert!(!text.contains('\n'));
        }
    }

    #[test]
    fn the_text_means_what_the_formula_meant(expr in expr()) {
        let tex = expr.tex();
        let text = readable(&tex).unwrap();
        prop_assert!(is_balanced(&text), "{} gives {}", tex, text);
        prop_assert_eq!(digits(&text), digits(&tex), "{} gives {}", tex, text);
        let (meant, read) = (expr.value(), Reader::value(&text));
        let is_same = read.is_some_and(|read| (read - meant).abs() <= 1e-6 * (1.0 + meant.abs()));
        prop_assert!(is_same, "{} gives {}: {} is read as {:?}", tex, text, meant, read);
    }
}
