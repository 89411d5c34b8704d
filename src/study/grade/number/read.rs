//! Reads a number off the front of a text, as people write it.
//!
//! **Invariant:** every value that is given is finite.

use unicode_normalization::UnicodeNormalization;

/// `text` in the characters that [`read`] knows.
pub(super) fn plain(text: &str) -> String {
    let text = text.trim().trim_start_matches(['=', '≈', '~']).trim_start();
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if is_fraction(c) {
            // `1½` is one and a half.
            out.push(' ');
            out.extend(c.nfkd().map(usual));
        } else {
            out.push(usual(c));
        }
    }
    out.trim_start().to_owned()
}

/// Is it a fraction in one character?
fn is_fraction(c: char) -> bool {
    matches!(c, '¼'..='¾' | '⅐'..='⅞' | '↉')
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
        '⁄' | '∕' | '÷' => '/',
        c if c.is_whitespace() => ' ',
        c => c,
    }
}

/// A number read off the front of a text.
#[derive(Debug, PartialEq)]
pub(super) struct Reading<'a> {
    /// Every way to read it, one or two.
    pub values: Vec<f64>,
    /// What it would be if a lone point stood before thousands, which it is never taken for.
    pub doubtful: Option<f64>,
    /// What stands behind it.
    pub rest: &'a str,
}

/// Reads the number that `text`, made [`plain`], starts with: a decimal number with or without a
/// power of ten, a fraction, or a whole number with a fraction. `None`: it starts with none.
pub(super) fn read(text: &str) -> Option<Reading<'_>> {
    let whole = read_decimal(text)?;
    if let Some((below, rest)) = read_denominator(whole.rest) {
        let values = whole.values.iter().map(|above| above / below);
        return finite(values.collect(), rest);
    }
    let is_whole = whole.values.len() == 1 && whole.values[0].fract() == 0.0;
    if let Some((above, rest)) = whole
        .rest
        .strip_prefix(' ')
        .map(str::trim_start)
        .and_then(read_whole)
        && let Some((below, rest)) = read_denominator(rest)
        && is_whole
    {
        let part = (above / below).copysign(if text.starts_with('-') { -1.0 } else { 1.0 });
        return finite(vec![whole.values[0] + part], rest);
    }
    Some(whole)
}

fn finite(mut values: Vec<f64>, rest: &str) -> Option<Reading<'_>> {
    values.retain(|value| value.is_finite());
    (!values.is_empty()).then_some(Reading {
        values,
        doubtful: None,
        rest,
    })
}

/// `/ 4`: what a fraction is divided by.
fn read_denominator(text: &str) -> Option<(f64, &str)> {
    read_whole(text.trim_start().strip_prefix('/')?.trim_start())
}

/// Digits and nothing else.
fn read_whole(text: &str) -> Option<(f64, &str)> {
    let (digits, rest) = text.split_at(n_digits(text));
    Some((digits.parse().ok()?, rest))
}

fn read_decimal(text: &str) -> Option<Reading<'_>> {
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
    let value = |decimal: &str| {
        let number = format!("{sign}{decimal}e{}", exponent.unwrap_or(0));
        number.parse().ok().filter(|value: &f64| value.is_finite())
    };
    let values = match power {
        Some(power) => {
            let number = format!("{sign}1e{power}");
            number.parse().into_iter().collect()
        }
        None => decimals(&groups, &separators)
            .iter()
            .filter_map(|decimal| value(decimal))
            .collect(),
    };
    let is_point = separators == ['.'] && is_grouped(&groups, &separators);
    Some(Reading {
        doubtful: is_point.then(|| value(&groups.concat())).flatten(),
        ..finite(values, rest)?
    })
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

pub(super) fn superscript(c: char) -> Option<char> {
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
            ("1.000,5", &[1000.5], ""),
            ("1\u{a0}000", &[1000.0], ""),
            ("1\u{202f}000,5", &[1000.5], ""),
            ("3*10^8", &[3e8], ""),
            ("1/2", &[0.5], ""),
            ("-3 / 4 km", &[-0.75], " km"),
            ("3/4km", &[0.75], "km"),
            ("½", &[0.5], ""),
            ("1½", &[1.5], ""),
            ("-1 1/2 m", &[-1.5], " m"),
            ("2 ¾", &[2.75], ""),
            ("-½", &[-0.5], ""),
            ("⅔", &[2.0 / 3.0], ""),
            ("1,5/3", &[0.5], ""),
            ("1/2/3", &[0.5], "/3"),
            ("10 /h", &[10.0], " /h"),
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
            "1/0",
            "0/0",
            "5 1/0",
            "/2",
            "inf",
        ] {
            assert_eq!(read(&plain(text)), None, "{text}");
        }
    }
}
