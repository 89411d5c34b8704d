//! How long a question may take, from what its author says of it.
//!
//! **Invariant:** what is not a number of hours or minutes gives none.

/// More than this no sitting takes.
const LONGEST: u32 = 6000;

/// `About 1 hour 15 minutes` gives 75.
pub fn said(words: &str) -> Option<u32> {
    let words = words.to_lowercase();
    let mut sum = 0.0;
    let mut number: Option<f64> = None;
    let mut found = false;
    let parts = words.split(|c: char| !(c.is_alphanumeric() || c == '.'));
    for part in parts.filter(|part| !part.is_empty()) {
        let digits = part.find(|c: char| !c.is_ascii_digit() && c != '.');
        let (digits, unit) = part.split_at(digits.unwrap_or(part.len()));
        if let Ok(value) = digits.trim_end_matches('.').parse() {
            number = Some(value);
        }
        let factor = match unit.trim_matches('.') {
            unit if unit.starts_with("min") => 1.0,
            // Alone it may mean metres.
            "m" if found => 1.0,
            unit if unit.starts_with("hour") || matches!(unit, "h" | "hr" | "hrs") => 60.0,
            _ => continue,
        };
        if let Some(value) = number.take() {
            sum += value * factor;
            found = true;
        }
    }
    if !found {
        return words.trim().parse().ok().and_then(fit);
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a float that is too big becomes the biggest whole number, which is not fit"
    )]
    fit(sum.round() as u32)
}

/// The minutes, if a question may take so many.
pub fn fit(minutes: u32) -> Option<u32> {
    (1..=LONGEST).contains(&minutes).then_some(minutes)
}

/// Does it say hours and minutes and nothing else: `0h 10m`, `1 hour 15 minutes`?
pub fn is_time(words: &str) -> bool {
    let words = words.to_lowercase();
    let is_unit = |unit: &str| {
        matches!(unit, "" | "h" | "hr" | "hrs" | "hour" | "hours")
            || matches!(unit, "m" | "min" | "mins" | "minute" | "minutes")
    };
    words.starts_with(|c: char| c.is_ascii_digit())
        && words
            .split_whitespace()
            .all(|part| is_unit(part.trim_start_matches(|c: char| c.is_ascii_digit())))
}

/// Does it say a number of minutes and nothing else?
pub fn is_bare(words: &str) -> bool {
    let mut parts = words.split_whitespace();
    let number = parts
        .next()
        .is_none_or(|number| number.parse::<u32>().is_ok());
    number && parts.next().is_none_or(|unit| unit.starts_with("min")) && parts.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minutes_are_found_in_words() {
        for (words, expected, bare) in [
            ("Allow about 5 minutes", Some(5), false),
            ("15 minutes\u{a0}", Some(15), true),
            ("1 hour", Some(60), false),
            ("Allow about 1 hour 15 minutes", Some(75), false),
            ("10–15 minutes", Some(15), false),
            ("1.5 hours", Some(90), false),
            ("2hrs", Some(120), false),
            ("0h 10m", Some(10), false),
            ("20", Some(20), true),
            ("Take your time", None, false),
            ("99999999999999999999 hours", None, false),
            ("", None, true),
        ] {
            assert_eq!((said(words), is_bare(words)), (expected, bare), "{words}");
        }
    }
}
