//! Marks a number, perhaps with a unit.
//!
//! A number may be written `12.5`, `12,5`, `1 000`, `1,234.5`, `1.234,5`, `1e3`, `3×10^8`, `3x10⁸`
//! or `10^8`, with any minus, in any decimal digits; its unit behind it, glued or after a blank, or
//! before it (`£5`). `1,234` can be read in two ways and is right if either is.
//!
//! **Invariant:** only a finite number is ever compared.

use super::Outcome;
use crate::course::question::{NumberKey, Tolerance};

/// Longer than any number with its unit.
const LONGEST: usize = 200;

const NO_NUMBER: &str = "that is not a number: write 12.5 or 3×10^8";

/// Marks what was written.
pub(super) fn mark(key: &NumberKey, written: &str) -> Outcome {
    let wrong = Outcome::all_or_nothing(false);
    if written.len() > LONGEST {
        return wrong.remarking(NO_NUMBER);
    }
    let text = plain(written);
    let (before, text) = split_leading_unit(key, &text);
    let Some(reading) = read(text) else {
        return wrong.remarking(NO_NUMBER);
    };
    let behind = reading.rest.trim_end_matches(['.', ',', ';', '!']).trim();
    // `10-12` and `5 of 12` are two numbers, and it isn't for us to choose.
    let is_second_number = key.unit.is_none() && behind.contains(|c: char| c.is_ascii_digit());
    if is_second_number || behind.starts_with(|c: char| !may_start_unit(c)) {
        return wrong.remarking(NO_NUMBER);
    }
    let unit = if behind.is_empty() { before } else { behind };
    let Some(times) = times_of(key, unit) else {
        let wanted = key.unit.as_deref().unwrap_or_default();
        return wrong.remarking(format!("“{unit}” is not asked for: give it in {wanted}"));
    };
    let right = reading
        .values
        .iter()
        .any(|value| is_near(key, value * times));
    let outcome = Outcome::all_or_nothing(right);
    match &key.unit {
        Some(wanted) if unit.is_empty() => {
            outcome.remarking(format!("without a unit it was taken as {wanted}"))
        }
        None if !unit.is_empty() => {
            outcome.remarking(format!("no unit is asked for: “{unit}” was left out"))
        }
        _ => outcome,
    }
}

fn is_near(key: &NumberKey, value: f64) -> bool {
    let within = match key.tolerance {
        Tolerance::Absolute(by) => by,
        Tolerance::Percent(percent) => key.value.abs() * percent / 100.0,
    };
    // What binary fractions and units lose, no more.
    let lost = 1e-12 * key.value.abs().max(value.abs());
    value.is_finite() && (value - key.value).abs() <= within + lost
}

/// How many of the key's unit one of `unit` is.
fn times_of(key: &NumberKey, unit: &str) -> Option<f64> {
    let Some(own) = &key.unit else {
        return Some(1.0);
    };
    if unit.is_empty() || is_same_unit(own, unit) {
        return Some(1.0);
    }
    let mut also = key.also.iter();
    also.find(|(name, _)| is_same_unit(name, unit))
        .map(|(_, times)| *times)
}

fn is_same_unit(unit: &str, given: &str) -> bool {
    let (unit, given) = (bare_unit(unit), bare_unit(given));
    if unit == given {
        return true;
    }
    // `mW` is not `MW`, but `KM` is meant as `km`.
    let is_prefix = |unit: &str| unit.starts_with(['m', 'M']) && unit.chars().count() <= 3;
    if is_prefix(&unit) && unit.chars().next() != given.chars().next() {
        return false;
    }
    let (unit, given) = (unit.to_lowercase(), given.to_lowercase());
    let is_plural = |one: &str, many: &str| one.len() > 1 && many.strip_suffix('s') == Some(one);
    unit == given || is_plural(&unit, &given) || is_plural(&given, &unit)
}

/// A unit as it is compared: `m²`, `m^2` and `m 2` are one.
fn bare_unit(unit: &str) -> String {
    let unit = unit.chars().filter(|c| !c.is_whitespace());
    unit.filter_map(|c| match c {
        '^' => None,
        'µ' => Some('μ'),
        'º' => Some('°'),
        '\u{2126}' => Some('Ω'),
        '⋅' | '*' | '×' => Some('·'),
        c => Some(superscript(c).unwrap_or(c)),
    })
    .collect()
}

fn may_start_unit(c: char) -> bool {
    c.is_alphabetic() || matches!(c, '%' | '‰' | '°' | 'º' | '/' | '€' | '£' | '$' | '¥' | '₹')
}

/// `£5` begins with its unit.
fn split_leading_unit<'a>(key: &NumberKey, text: &'a str) -> (&'a str, &'a str) {
    let at = text
        .find(|c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.' | ','))
        .unwrap_or(0);
    let (before, rest) = text.split_at(at);
    let before = before.trim();
    if !before.is_empty() && key.unit.is_some() && times_of(key, before).is_some() {
        (before, rest)
    } else {
        ("", text)
    }
}

/// `text` in the characters that [`read`] knows.
fn plain(text: &str) -> String {
    let text = text.trim().trim_start_matches(['=', '≈', '~']).trim_start();
    text.chars().map(usual).collect()
}

fn usual(c: char) -> char {
    /// The zeros of the sets of digits that people type.
    const ZEROS: [char; 5] = ['0', '٠', '۰', '०', '０'];
    for zero in ZEROS {
        if let Some(digit @ 0..=9) = u32::from(c).checked_sub(u32::from(zero)) {
            return char::from_digit(digit, 10).expect("it is a digit");
        }
    }
    match c {
        '−' | '–' | '‒' | '﹣' | '－' => '-',
        '＋' => '+',
        '．' | '٫' => '.',
        '，' | '٬' => ',',
        '’' => '\'',
        '✕' | '⋅' | '∙' | '·' => '×',
        c if c.is_whitespace() => ' ',
        c => c,
    }
}

/// A number read off the front of a text.
#[derive(Debug, PartialEq)]
struct Reading<'a> {
    /// Every way to read it, one or two.
    values: Vec<f64>,
    /// What stands behind it.
    rest: &'a str,
}

fn read(text: &str) -> Option<Reading<'_>> {
    let (sign, rest) = match text.strip_prefix('-') {
        Some(rest) => ("-", rest.trim_start()),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    let (groups, separators, rest) = split_groups(rest);
    let (exponent, rest) = read_exponent(rest);
    let (power, rest) = match (groups.as_slice(), exponent) {
        // `10^8` by itself.
        (["10"], None) => read_power(rest).unwrap_or((None, rest)),
        _ => (None, rest),
    };
    let values: Vec<f64> = match power {
        Some(power) => vec![format!("{sign}1e{power}")],
        None => decimals(&groups, &separators)
            .iter()
            .map(|decimal| format!("{sign}{decimal}e{}", exponent.unwrap_or(0)))
            .collect(),
    }
    .iter()
    .filter_map(|number| number.parse().ok())
    .filter(|value: &f64| value.is_finite())
    .collect();
    (!values.is_empty()).then_some(Reading { values, rest })
}

/// Digits in groups, with what parts them. A first group may be empty (`.5`).
fn split_groups(text: &str) -> (Vec<&str>, Vec<char>, &str) {
    let (mut groups, mut separators) = (Vec::new(), Vec::new());
    let mut rest = text;
    loop {
        let n_digits = n_digits(rest);
        groups.push(&rest[..n_digits]);
        rest = &rest[n_digits..];
        let Some(separator) = rest.chars().next() else {
            break;
        };
        let next = self::n_digits(&rest[separator.len_utf8()..]);
        let goes_on = match separator {
            '.' | ',' => next > 0,
            ' ' | '\'' => next == 3,
            _ => false,
        };
        if !goes_on {
            break;
        }
        separators.push(separator);
        rest = &rest[separator.len_utf8()..];
    }
    (groups, separators, rest)
}

fn n_digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

/// Every way to read the groups: which separator parts the fraction, if one does. As text in the
/// form `12.5`.
fn decimals(groups: &[&str], separators: &[char]) -> Vec<String> {
    let whole = || groups.concat();
    let Some((&last, before)) = separators.split_last() else {
        return if whole().is_empty() {
            vec![]
        } else {
            vec![whole()]
        };
    };
    let is_new = |last: char| !before.contains(&last) && matches!(last, '.' | ',');
    let mut readings = Vec::new();
    let (fraction, front) = groups
        .split_last()
        .expect("there is one more than separators");
    if is_new(last) && (before.is_empty() || is_grouped(front, before)) {
        readings.push(format!("{}.{fraction}", front.concat()));
    }
    // A lone point is never taken for thousands: `1.234` is written for what it is.
    let is_lone_point = last == '.' && before.is_empty();
    if is_grouped(groups, separators) && !is_lone_point && !groups[0].starts_with('0') {
        readings.push(whole());
    }
    readings
}

/// Thousands (or lakhs), all parted by the same sign?
fn is_grouped(groups: &[&str], separators: &[char]) -> bool {
    let [first, inner @ .., last] = groups else {
        return true;
    };
    separators.windows(2).all(|pair| pair[0] == pair[1])
        && (1..=3).contains(&first.len())
        && inner.iter().all(|group| (2..=3).contains(&group.len()))
        && last.len() == 3
}

/// `e3`, `×10^3`, `x 10³`, `*10**3`; `×10` alone is one power.
fn read_exponent(text: &str) -> (Option<i32>, &str) {
    if let Some(rest) = text.strip_prefix(['e', 'E'])
        && let Some((exponent, rest)) = read_integer(rest)
    {
        return (Some(exponent), rest);
    }
    let times = text.trim_start().strip_prefix(['×', 'x', 'X', '*']);
    let ten = times.and_then(|rest| rest.trim_start().strip_prefix("10"));
    match ten {
        Some(rest) if !rest.starts_with(|c: char| c.is_ascii_digit()) => {
            let (power, rest) = read_power(rest).unwrap_or((None, rest));
            (Some(power.unwrap_or(1)), rest)
        }
        _ => (None, text),
    }
}

/// `^8`, `**8`, `^(-8)`, `⁸`.
fn read_power(text: &str) -> Option<(Option<i32>, &str)> {
    let raised = text.strip_prefix('^').or_else(|| text.strip_prefix("**"));
    if let Some(rest) = raised {
        let rest = rest.trim_start();
        let inner = rest.strip_prefix(['(', '{']);
        let (power, rest) = read_integer(inner.unwrap_or(rest))?;
        let closed = rest.strip_prefix([')', '}']);
        return Some((
            Some(power),
            closed.filter(|_| inner.is_some()).unwrap_or(rest),
        ));
    }
    let end = text
        .find(|c| superscript(c).is_none())
        .unwrap_or(text.len());
    let (power, rest) = text.split_at(end);
    let power: String = power.chars().filter_map(superscript).collect();
    Some((Some(power.parse().ok()?), rest))
}

/// One that is beyond all bounds makes a number that is, too, and so none.
fn read_integer(text: &str) -> Option<(i32, &str)> {
    let sign = text.starts_with(['-', '+']).into();
    let end = sign + n_digits(&text[sign..]);
    let beyond = if text.starts_with('-') {
        i32::MIN
    } else {
        i32::MAX
    };
    (end > sign).then(|| (text[..end].parse().unwrap_or(beyond), &text[end..]))
}

fn superscript(c: char) -> Option<char> {
    Some(match c {
        '⁰' => '0',
        '¹' => '1',
        '²' => '2',
        '³' => '3',
        '⁴' => '4',
        '⁵' => '5',
        '⁶' => '6',
        '⁷' => '7',
        '⁸' => '8',
        '⁹' => '9',
        '⁻' => '-',
        '⁺' => '+',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Clean;

    #[test]
    fn a_number_is_read_as_people_write_it() {
        for (text, values, rest) in [
            ("12", &[12.0][..], ""),
            ("12.5", &[12.5], ""),
            ("1,5", &[1.5], ""),
            (".5", &[0.5], ""),
            (",5", &[0.5], ""),
            ("-3", &[-3.0], ""),
            ("−3", &[-3.0], ""),
            ("– 3", &[-3.0], ""),
            ("+3", &[3.0], ""),
            ("1 000", &[1000.0], ""),
            ("1\u{202f}000\u{a0}000", &[1e6], ""),
            ("1'000.5", &[1000.5], ""),
            ("1’000", &[1000.0], ""),
            ("1,234.5", &[1234.5], ""),
            ("1.234,5", &[1234.5], ""),
            ("1,234", &[1.234, 1234.0], ""),
            ("0,234", &[0.234], ""),
            ("1234,567", &[1234.567], ""),
            ("1.234", &[1.234], ""),
            ("1,234,567", &[1_234_567.0], ""),
            ("1.234.567", &[1_234_567.0], ""),
            ("12,34,567", &[1_234_567.0], ""),
            ("1 234,5", &[1234.5], ""),
            ("1e3", &[1000.0], ""),
            ("1E-3", &[0.001], ""),
            ("3×10^8", &[3e8], ""),
            ("3x10^8", &[3e8], ""),
            ("3 x 10^8 m/s", &[3e8], " m/s"),
            ("3·10⁸", &[3e8], ""),
            ("3×10⁻⁸", &[3e-8], ""),
            ("3*10**8", &[3e8], ""),
            ("3×10^(-8)", &[3e-8], ""),
            ("1,5×10^3", &[1500.0], ""),
            ("3×10", &[30.0], ""),
            ("10^8", &[1e8], ""),
            ("10⁸ m", &[1e8], " m"),
            ("-10^2", &[-100.0], ""),
            ("10km", &[10.0], "km"),
            ("10 km", &[10.0], " km"),
            ("5 eV", &[5.0], " eV"),
            ("5eV", &[5.0], "eV"),
            ("５０", &[50.0], ""),
            ("٣٫٥", &[3.5], ""),
            ("≈ 5", &[5.0], ""),
            ("12.", &[12.0], "."),
        ] {
            let plain = plain(text);
            let reading = read(&plain).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(
                (reading.values.as_slice(), reading.rest),
                (values, rest),
                "{text}"
            );
        }
        for text in [
            "",
            " ",
            "x",
            "-",
            "e3",
            "ten",
            ".",
            ",",
            "1,23,4",
            "1.2.3",
            "1,2.3,4",
            "1e999",
            "^2",
            "1e99999999999",
            "NaN",
            "inf",
        ] {
            assert_eq!(read(&plain(text)), None, "{text}");
        }
    }

    fn key(value: f64, tolerance: Tolerance, unit: Option<&str>) -> NumberKey {
        NumberKey {
            value,
            tolerance,
            unit: unit.map(Clean::words),
            also: match unit {
                Some("km") => vec![
                    (Clean::words("m"), 0.001),
                    (Clean::words("mile"), 1.609_344),
                ],
                _ => vec![],
            },
        }
    }

    #[track_caller]
    fn check(key: &NumberKey, written: &str, score: f64, remark: Option<&str>) {
        let outcome = mark(key, written);
        let got = (outcome.score, outcome.remark.as_deref());
        assert_eq!(got, (Some(score), remark), "{written:?}");
    }

    #[test]
    fn near_enough_is_right() {
        let exact = key(0.3, Tolerance::Absolute(0.0), None);
        check(&exact, "0.3", 1.0, None);
        check(&exact, "0,30", 1.0, None);
        check(&exact, "3e-1", 1.0, None);
        check(&exact, "0.30001", 0.0, None);
        let about = key(10.0, Tolerance::Absolute(0.5), None);
        for (written, score) in [("9.5", 1.0), ("10.5", 1.0), ("10.51", 0.0), ("-10", 0.0)] {
            check(&about, written, score, None);
        }
        let percent = key(-200.0, Tolerance::Percent(5.0), None);
        for (written, score) in [("-190", 1.0), ("-210", 1.0), ("-189", 0.0), ("200", 0.0)] {
            check(&percent, written, score, None);
        }
        let nothing = key(0.0, Tolerance::Percent(5.0), None);
        check(&nothing, "0", 1.0, None);
        check(&nothing, "0.001", 0.0, None);
        let big = key(1e9, Tolerance::Absolute(0.0), None);
        check(&big, "1000000001", 0.0, None);
        check(&big, "1,000,000,000", 1.0, None);
        check(
            &key(1234.0, Tolerance::Absolute(0.0), None),
            "1,234",
            1.0,
            None,
        );
        check(
            &key(1.234, Tolerance::Absolute(0.0), None),
            "1,234",
            1.0,
            None,
        );
        check(
            &key(1234.0, Tolerance::Absolute(0.0), None),
            "1.234",
            0.0,
            None,
        );
    }

    #[test]
    fn a_unit_may_stand_where_people_put_it() {
        let km = key(10.0, Tolerance::Percent(1.0), Some("km"));
        for written in [
            "10 km",
            "10km",
            "10 KM",
            "10 kms.",
            "10 000 m",
            "6.2137 miles",
            "km 10",
        ] {
            check(&km, written, 1.0, None);
        }
        let taken = "without a unit it was taken as km";
        check(&km, "10", 1.0, Some(taken));
        check(&km, "11", 0.0, Some(taken));
        check(&km, "10 m", 0.0, None);
        check(
            &km,
            "10 kg",
            0.0,
            Some("“kg” is not asked for: give it in km"),
        );
        let pounds = key(5.0, Tolerance::Absolute(0.0), Some("£"));
        for written in ["£5", "5 £", "£ 5.00"] {
            check(&pounds, written, 1.0, None);
        }
        check(&pounds, "$5", 0.0, Some(NO_NUMBER));
        let mega = key(3.0, Tolerance::Absolute(0.0), Some("MW"));
        check(&mega, "3 MW", 1.0, None);
        check(
            &mega,
            "3 mW",
            0.0,
            Some("“mW” is not asked for: give it in MW"),
        );
        let area = key(3.0, Tolerance::Absolute(0.0), Some("m²"));
        for written in ["3 m²", "3 m^2", "3m2"] {
            check(&area, written, 1.0, None);
        }
        let percent = key(50.0, Tolerance::Absolute(0.0), Some("%"));
        check(&percent, "50 %", 1.0, None);
        let bare = key(10.0, Tolerance::Absolute(0.0), None);
        let left_out = "no unit is asked for: “members” was left out";
        check(&bare, "10 members", 1.0, Some(left_out));
    }

    #[test]
    fn what_is_no_number_is_told_so() {
        let bare = key(10.0, Tolerance::Absolute(0.0), None);
        let long = "1".repeat(10_000_000);
        for written in [
            "",
            "ten",
            "10-12",
            "10 (or so)",
            "1/2",
            "10^",
            &long,
            "\u{1b}[2J",
            "10\0",
        ] {
            check(&bare, written, 0.0, Some(NO_NUMBER));
        }
    }
}
