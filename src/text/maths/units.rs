//! Numbers with their units: `\SI{9.8}{\metre\per\second\squared}` and the like.
//!
//! **Invariant:** the number is as it was typed, and every unit has its power; what isn't known gives
//! `None`.

use super::atom::Atom;
use super::lex::{Lexer, Token};
use super::parse::Parser;
use super::row::Row;
use super::symbols::{self, find};
use crate::text::scripts::raised;

/// Units by name.
#[rustfmt::skip]
const UNITS: &[(&str, &str)] = &[
    ("GHz", "GHz"), ("GeV", "GeV"), ("Hz", "Hz"), ("MHz", "MHz"), ("MJ", "MJ"), ("MPa", "MPa"),
    ("MW", "MW"), ("MeV", "MeV"), ("Mohm", "MΩ"), ("ampere", "A"), ("angstrom", "Å"),
    ("arcminute", "′"), ("arcsecond", "″"), ("astronomicalunit", "au"), ("atmosphere", "atm"),
    ("atomicmassunit", "u"), ("bar", "bar"), ("becquerel", "Bq"), ("bel", "B"), ("bit", "bit"),
    ("byte", "B"), ("candela", "cd"), ("celsius", "°C"), ("cm", "cm"), ("coulomb", "C"),
    ("dB", "dB"), ("dalton", "Da"), ("day", "d"), ("decibel", "dB"), ("degree", "°"),
    ("degreeCelsius", "°C"), ("eV", "eV"), ("electronvolt", "eV"), ("farad", "F"), ("g", "g"),
    ("gram", "g"), ("gray", "Gy"), ("hectare", "ha"), ("henry", "H"), ("hertz", "Hz"),
    ("hour", "h"), ("joule", "J"), ("kHz", "kHz"), ("kJ", "kJ"), ("kN", "kN"), ("kPa", "kPa"),
    ("kV", "kV"), ("kW", "kW"), ("kWh", "kWh"), ("katal", "kat"), ("keV", "keV"), ("kelvin", "K"),
    ("kg", "kg"), ("kilogram", "kg"), ("km", "km"), ("kohm", "kΩ"), ("liter", "L"), ("litre", "L"),
    ("lumen", "lm"), ("lux", "lx"), ("m", "m"), ("mA", "mA"), ("mH", "mH"), ("mL", "mL"),
    ("mV", "mV"), ("mW", "mW"), ("meter", "m"), ("metre", "m"), ("mg", "mg"), ("minute", "min"),
    ("ml", "mL"), ("mm", "mm"), ("mmol", "mmol"), ("mol", "mol"), ("mole", "mol"), ("ms", "ms"),
    ("nF", "nF"), ("neper", "Np"), ("newton", "N"), ("nm", "nm"), ("ns", "ns"), ("ohm", "Ω"),
    ("pF", "pF"), ("parsec", "pc"), ("pascal", "Pa"), ("percent", "%"), ("radian", "rad"),
    ("s", "s"), ("second", "s"), ("siemens", "S"), ("sievert", "Sv"), ("steradian", "sr"),
    ("tesla", "T"), ("tonne", "t"), ("uA", "µA"), ("uF", "µF"), ("ug", "µg"), ("um", "µm"),
    ("us", "µs"), ("volt", "V"), ("watt", "W"), ("weber", "Wb"),
];

/// Their prefixes.
#[rustfmt::skip]
const PREFIXES: &[(&str, &str)] = &[
    ("atto", "a"), ("centi", "c"), ("deca", "da"), ("deci", "d"), ("exa", "E"), ("femto", "f"),
    ("giga", "G"), ("hecto", "h"), ("kilo", "k"), ("mega", "M"), ("micro", "µ"), ("milli", "m"),
    ("nano", "n"), ("peta", "P"), ("pico", "p"), ("tera", "T"), ("yocto", "y"), ("yotta", "Y"),
    ("zepto", "z"), ("zetta", "Z"),
];

/// Reads what belongs to `\num`, `\unit`, `\SI`, `\ang` or `\pu`, and adds it.
pub fn read(parser: &mut Parser, name: &str, row: &mut Row) -> Option<()> {
    parser.lexer.raw_option();
    let first = parser.lexer.raw_group()?;
    let text = match name {
        "num" => number(first)?,
        "ang" => number(first)? + "°",
        "SI" | "qty" => {
            parser.lexer.raw_option();
            quantity(&number(first)?, &units(parser.lexer.raw_group()?)?)
        }
        "pu" => mixed(first)?,
        _ => units(first)?,
    };
    row.push(Atom::words(text));
    Some(())
}

fn quantity(number: &str, units: &str) -> String {
    // Degrees and the like stand right behind their number.
    let is_close = units.starts_with(['°', '′', '″']) && units.chars().nth(1).is_none();
    format!("{number}{}{units}", if is_close { "" } else { "\u{a0}" })
}

/// A number as it is typed: `1.2e-3`, `-5`, `3 \pm 1` as `3+-1`.
fn number(source: &str) -> Option<String> {
    let source: String = source.chars().filter(|c| !c.is_whitespace()).collect();
    let source = source.replace("\\pm", "+-");
    let (mantissa, exponent) = match source.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (&*source, None),
    };
    let is_digits = |text: &str| {
        let is_known = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '(' | ')');
        !text.is_empty() && text.chars().all(is_known)
    };
    let signed = |text: &str| {
        let (sign, digits) = match text.strip_prefix(['-', '−']) {
            Some(digits) => ("−", digits),
            None => ("", text.strip_prefix('+').unwrap_or(text)),
        };
        is_digits(digits).then(|| format!("{sign}{digits}"))
    };
    let mantissa = match mantissa.split_once("+-") {
        Some((value, error)) if is_digits(error) => Some(format!("{} ± {error}", signed(value)?)),
        Some(_) => return None,
        None if mantissa.is_empty() && exponent.is_some() => None,
        None => Some(signed(mantissa)?),
    };
    let power = match exponent {
        Some(exponent) => Some(format!("10{}", raised(&signed(exponent)?)?)),
        None => None,
    };
    match (mantissa, power) {
        (Some(mantissa), Some(power)) if mantissa.contains(' ') => {
            Some(format!("({mantissa}) × {power}"))
        }
        (Some(mantissa), Some(power)) => Some(format!("{mantissa} × {power}")),
        (mantissa, power) => mantissa.or(power),
    }
}

/// Units by their names, `\kilo\metre\per\second`, or by their signs, `km/s`.
fn units(source: &str) -> Option<String> {
    let is_named = source.trim_start().starts_with('\\');
    let by_name = is_named.then(|| names(source)).flatten();
    // Blanks part units here, though nothing else in a formula.
    let words: Vec<&str> = source.split_whitespace().collect();
    by_name.or_else(|| signs(&words.join(if is_named { " " } else { "~" })))
}

/// Units by their names.
fn names(source: &str) -> Option<String> {
    let mut lexer = Lexer::new(source);
    let mut out: Vec<String> = Vec::new();
    let (mut prefix, mut is_per, mut power) = ("", false, 1_u32);
    while let Some(token) = lexer.next() {
        let Token::Command(name) = token else {
            return None;
        };
        let last_power = match name {
            "per" if !is_per => {
                is_per = true;
                continue;
            }
            "square" => {
                power = 2;
                continue;
            }
            "cubic" => {
                power = 3;
                continue;
            }
            "," | " " => continue,
            "squared" => "2",
            "cubed" => "3",
            "tothe" => lexer.raw_group()?.trim(),
            _ => {
                if let Some(sign) = find(PREFIXES, name) {
                    if !prefix.is_empty() {
                        return None;
                    }
                    prefix = sign;
                    continue;
                }
                let sign = find(UNITS, name)?;
                out.push(format!("{prefix}{sign}"));
                let power = match (
                    std::mem::take(&mut is_per),
                    std::mem::replace(&mut power, 1),
                ) {
                    (false, 1) => String::new(),
                    (false, power) => power.to_string(),
                    (true, power) => format!("−{power}"),
                };
                out.last_mut()?.push_str(&raised(&power)?);
                prefix = "";
                continue;
            }
        };
        // The power comes behind its unit, and may find a −1 there.
        let unit = out.last_mut()?;
        match unit.strip_suffix("⁻¹") {
            Some(start) => *unit = format!("{start}⁻{}", raised(last_power)?),
            None if unit.ends_with(['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹']) =>
            {
                return None;
            }
            None => unit.push_str(&raised(&last_power.replace('-', "−"))?),
        }
    }
    (prefix.is_empty() && !is_per && power == 1 && !out.is_empty()).then(|| out.join(" "))
}

/// Units by their signs: `kg.m/s^2`.
fn signs(source: &str) -> Option<String> {
    let mut lexer = Lexer::new(source);
    let mut out = String::new();
    while let Some(token) = lexer.next() {
        match token {
            Token::Char('.') | Token::Command(" " | "," | "cdot") => out.push(' '),
            Token::Char('*') => out.push('·'),
            Token::Char(c)
                if c.is_alphabetic() || matches!(c, '/' | '%' | '°' | '(' | ')' | '·') =>
            {
                out.push(c);
            }
            Token::Command(name) => {
                let is_sign = |c: char| c.is_alphabetic() || matches!(c, '°' | '%');
                if let Some(unit) = find(UNITS, name) {
                    out.push_str(unit);
                } else {
                    let (sign, _) = symbols::sign(name).filter(|(sign, _)| is_sign(*sign))?;
                    out.push(sign);
                }
            }
            Token::Up => {
                let power = match lexer.peek()? {
                    Token::Open => lexer.raw_group()?.trim().to_owned(),
                    Token::Char(c) => {
                        lexer.next();
                        c.to_string()
                    }
                    _ => return None,
                };
                out.push_str(&raised(&power.replace('-', "−"))?);
            }
            _ => return None,
        }
    }
    (!out.is_empty()).then_some(out)
}

/// A number, units or both, parted by blanks: `1.2e3 kJ mol-1`.
fn mixed(source: &str) -> Option<String> {
    let mut words = source.split_whitespace().peekable();
    let number = words.peek().and_then(|word| number(word));
    if number.is_some() {
        words.next();
    }
    let mut units = Vec::new();
    for word in words {
        let is_power = |c: char| c.is_ascii_digit() || c == '-' || c == '^';
        let parts = word.split('/').map(|unit| {
            let (sign, power) = unit.split_at(unit.find(is_power).unwrap_or(unit.len()));
            let power = power.trim_start_matches('^').replace('-', "−");
            let is_number = power.chars().skip(1).all(|c| c.is_ascii_digit());
            Some(signs(sign)? + &raised(&power).filter(|_| is_number && power != "−")?)
        });
        units.push(parts.collect::<Option<Vec<_>>>()?.join("/"));
    }
    match (number, units.join(" ")) {
        (Some(number), units) if units.is_empty() => Some(number),
        (Some(number), units) => Some(quantity(&number, &units)),
        (None, units) => (!units.is_empty()).then_some(units),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted() {
        assert!(UNITS.is_sorted_by(|a, b| a.0 < b.0));
        assert!(PREFIXES.is_sorted_by(|a, b| a.0 < b.0));
    }

    #[test]
    fn numbers_are_as_they_were_typed() {
        for (source, expected) in [
            ("1.2e-3", Some("1.2 × 10⁻³")),
            ("e6", Some("10⁶")),
            ("-5", Some("−5")),
            ("12 000", Some("12000")),
            ("3.0+-0.1", Some("3.0 ± 0.1")),
            ("3+-1e2", Some("(3 ± 1) × 10²")),
            ("1.234(5)", Some("1.234(5)")),
            ("abc", None),
            ("", None),
            ("1e", None),
        ] {
            assert_eq!(number(source).as_deref(), expected, "{source}");
        }
    }

    #[test]
    fn units_have_their_powers() {
        for (source, expected) in [
            (r"\metre\per\second\squared", Some("m s⁻²")),
            (r"\kilo\gram\metre\cubed", Some("kg m³")),
            (r"\per\square\metre", Some("m⁻²")),
            (r"\micro\farad", Some("µF")),
            (r"\joule\per\mole\per\kelvin", Some("J mol⁻¹ K⁻¹")),
            ("kg.m/s^2", Some("kg m/s²")),
            ("m.s^{-1}", Some("m s⁻¹")),
            ("kg m", Some("kg m")),
            (r"\mu m", Some("μm")),
            (r"\kilo", None),
            (r"\metre\per", None),
            (r"\furlong", None),
            ("", None),
        ] {
            assert_eq!(units(source).as_deref(), expected, "{source}");
        }
        assert_eq!(
            mixed("1.2e3 kJ mol-1").as_deref(),
            Some("1.2 × 10³\u{a0}kJ mol⁻¹")
        );
        assert_eq!(mixed("9.8 m/s2").as_deref(), Some("9.8\u{a0}m/s²"));
        assert_eq!(mixed("mol-x"), None);
    }
}
