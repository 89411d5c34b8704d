//! Marks a number, perhaps with a unit.
//!
//! A number may be written `12.5`, `12,5`, `1 000`, `1,234.5`, `1.234,5`, `1e3`, `3×10^8`, `3x10⁸`,
//! `10^8`, `3/4`, `1 1/2` or `½`, with any minus, in any decimal digits; its unit behind it, glued or
//! after a blank, or before it (`£5`). `1,234` can be read in two ways and is right if either is.
//! Where no unit is asked for, `50 %` is also half of one.
//!
//! **Invariant:** only a finite number is ever compared.

mod read;

use super::Outcome;
use crate::course::question::{NumberKey, Tolerance};
use read::{plain, read, superscript};

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
    let right = |value: &&f64| is_near(key, **value * times);
    let taken = reading.values.iter().find(right);
    let share = hundredths(unit).filter(|_| key.unit.is_none());
    if let Some(share) = share
        && reading
            .values
            .iter()
            .any(|value| is_near(key, value * share))
    {
        return Outcome::all_or_nothing(true);
    }
    let outcome = Outcome::all_or_nothing(taken.is_some());
    match &key.unit {
        Some(wanted) if unit.is_empty() => {
            outcome.remarking(format!("without a unit it was taken as {wanted}"))
        }
        None if !unit.is_empty() => {
            outcome.remarking(format!("no unit is asked for: “{unit}” was left out"))
        }
        _ => match (taken, reading.values.as_slice(), reading.doubtful) {
            (Some(taken), [_, _], _) => {
                outcome.remarking(format!("it can be read in two ways, and was taken as {taken}"))
            }
            (None, [taken], Some(doubtful)) if is_near(key, doubtful * times) => outcome.remarking(
                format!("a lone point stands before a fraction, so it was read as {taken}; without the point it is right"),
            ),
            _ => outcome,
        },
    }
}

/// How much of one a hundredth or a thousandth is.
fn hundredths(unit: &str) -> Option<f64> {
    match unit.to_lowercase().as_str() {
        "%" | "percent" | "per cent" => Some(0.01),
        "‰" => Some(0.001),
        _ => None,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Clean;

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
    }

    #[test]
    fn how_a_doubtful_number_was_read_is_told() {
        let many = key(1234.0, Tolerance::Absolute(0.0), None);
        let few = key(1.234, Tolerance::Absolute(0.0), None);
        let taken = |as_what| format!("it can be read in two ways, and was taken as {as_what}");
        check(&many, "1,234", 1.0, Some(&taken("1234")));
        check(&few, "1,234", 1.0, Some(&taken("1.234")));
        check(&few, "1.234", 1.0, None);
        check(&many, "1 234", 1.0, None);
        check(&many, "1.234,0", 1.0, None);
        let point = "a lone point stands before a fraction, so it was read as 1.234; without the point it is right";
        check(&many, "1.234", 0.0, Some(point));
        check(&many, "1.235", 0.0, None);
        check(&few, "1,235", 0.0, None);
    }

    #[test]
    fn fractions_and_hundredths_are_numbers() {
        let half = key(0.5, Tolerance::Absolute(0.0), None);
        for written in [
            "1/2",
            "½",
            "2 / 4",
            "0,5",
            "50 %",
            "50%",
            "50 per cent",
            "500 ‰",
            "5e-1",
        ] {
            check(&half, written, 1.0, None);
        }
        check(
            &half,
            "0.5 %",
            1.0,
            Some("no unit is asked for: “%” was left out"),
        );
        check(&half, "2/1", 0.0, None);
        let fifty = key(50.0, Tolerance::Percent(1.0), Some("%"));
        check(&fifty, "50 %", 1.0, None);
        check(&fifty, "99/2 %", 1.0, None);
        check(&fifty, "0.5", 0.0, Some("without a unit it was taken as %"));
        let third = key(1.0 / 3.0, Tolerance::Absolute(0.0), Some("km"));
        check(&third, "1/3 km", 1.0, None);
        check(&third, "1000/3 m", 1.0, None);
        let more = key(-1.5, Tolerance::Absolute(0.0), None);
        for written in ["-1 1/2", "−1½", "-3/2"] {
            check(&more, written, 1.0, None);
        }
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
            "1/0",
            "10^",
            &long,
            "\u{1b}[2J",
            "10\0",
        ] {
            check(&bare, written, 0.0, Some(NO_NUMBER));
        }
    }
}
