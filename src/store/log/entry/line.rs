//! The short way to read an entry that stands as Recto writes it: a line for each key, and nothing
//! that TOML would allow beside it.
//!
//! **Invariant:** what it reads, TOML reads as the same. Of anything unusual it says nothing, and
//! leaves it to TOML.

use std::borrow::Cow;

use jiff::Timestamp;
use jiff::civil;
use jiff::tz::Offset;

use super::shape::{Shape, When};

/// The keys of the entry whose lines are `body`; `None` if it isn't quite as Recto writes it.
pub(super) fn read(body: &str) -> Option<Shape<'_>> {
    let mut shape = Shape::default();
    for line in body.strip_suffix('\n')?.split('\n') {
        // Between two entries there is a blank line.
        if line.is_empty() {
            continue;
        }
        let (key, value) = line.split_once(" = ")?;
        match key {
            "at" => put(&mut shape.at, moment(value))?,
            "course" => put(&mut shape.course, string(value))?,
            "question" => put(&mut shape.question, string(value))?,
            "section" => put(&mut shape.section, string(value))?,
            "did" => put(&mut shape.did, string(value))?,
            "response" => put(&mut shape.response, string(value))?,
            "picked" => put(&mut shape.picked, list(value, whole))?,
            "said" => put(&mut shape.said, flag(value))?,
            "placed" => put(&mut shape.placed, list(value, whole))?,
            "ordered" => put(&mut shape.ordered, list(value, whole))?,
            "filled" => put(&mut shape.filled, strings(value))?,
            "known" => put(&mut shape.known, flag(value))?,
            "score" => put(&mut shape.score, share(value))?,
            "rating" => put(&mut shape.rating, string(value))?,
            "sure" => put(&mut shape.sure, string(value))?,
            "hint" => put(&mut shape.hint, flag(value))?,
            "seconds" => put(&mut shape.seconds, whole(value))?,
            "of" => put(&mut shape.of, moment(value))?,
            "until" => put(&mut shape.until, moment(value))?,
            "exam" => put(&mut shape.exam, moment(value))?,
            "points" => put(&mut shape.points, list(value, flag))?,
            "text" => put(&mut shape.text, string(value))?,
            "block" => put(&mut shape.block, whole(value))?,
            "offset" => put(&mut shape.offset, whole(value))?,
            _ => return None,
        }
    }
    Some(shape)
}

/// No key comes twice.
fn put<T>(slot: &mut Option<T>, value: Option<T>) -> Option<()> {
    let is_new = slot.is_none();
    *slot = Some(value?);
    is_new.then_some(())
}

fn flag(value: &str) -> Option<bool> {
    match value {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    }
}

/// A number without a sign, zeros before it, or more digits than every reader takes.
fn whole<T: TryFrom<u64>>(value: &str) -> Option<T> {
    let fits = is_digits(value) && value.len() <= 9 && (value == "0" || !value.starts_with('0'));
    T::try_from(fits.then(|| value.parse::<u64>().ok())??).ok()
}

/// `0.67`: the one form of a number with a fraction that nobody reads otherwise.
fn share(value: &str) -> Option<f64> {
    let (whole, part) = value.split_once('.')?;
    let fits = matches!(whole, "0" | "1") && is_digits(part);
    fits.then(|| value.parse().ok())?
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// `[a, b]`
fn list<T>(value: &str, read: impl Fn(&str) -> Option<T>) -> Option<Vec<T>> {
    let inner = value.strip_prefix('[')?.strip_suffix(']')?;
    if inner.is_empty() {
        return Some(Vec::new());
    }
    inner.split(", ").map(read).collect()
}

/// `["a", "b"]`
fn strings(value: &str) -> Option<Vec<Cow<'_, str>>> {
    let mut rest = value.strip_prefix('[')?.strip_suffix(']')?;
    let mut strings = Vec::new();
    while !rest.is_empty() {
        let end = string_end(rest)?;
        strings.push(string(&rest[..end])?);
        rest = &rest[end..];
        if !rest.is_empty() {
            // A comma before the end is left to TOML.
            rest = rest.strip_prefix(", ").filter(|rest| !rest.is_empty())?;
        }
    }
    Some(strings)
}

/// The byte behind the closing quote of the string that `text` starts with.
fn string_end(text: &str) -> Option<usize> {
    let mut bytes = text.bytes().enumerate();
    bytes.next().filter(|(_, byte)| *byte == b'"')?;
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'"' => return Some(at + 1),
            b'\\' => {
                bytes.next();
            }
            _ => {}
        }
    }
    None
}

/// A basic string on one line.
fn string(value: &str) -> Option<Cow<'_, str>> {
    let inner = value.strip_prefix('"')?.strip_suffix('"')?;
    let unusual = |byte: u8| byte < b' ' || matches!(byte, b'"' | b'\\' | 0x7f);
    match inner.bytes().position(unusual) {
        None => Some(Cow::Borrowed(inner)),
        Some(at) => unescape(inner, at).map(Cow::Owned),
    }
}

/// `inner` with its escapes undone, of which the first may stand at byte `from`. Only those that
/// Recto writes are known.
fn unescape(inner: &str, from: usize) -> Option<String> {
    let mut out = String::with_capacity(inner.len());
    out.push_str(&inner[..from]);
    let mut rest = inner[from..].chars();
    while let Some(c) = rest.next() {
        match c {
            '\\' => match rest.next()? {
                '"' => out.push('"'),
                '\\' => out.push('\\'),
                'n' => out.push('\n'),
                'r' => out.push('\r'),
                't' => out.push('\t'),
                'u' => {
                    let digits = rest.as_str().get(..4)?;
                    let is_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
                    let number = u32::from_str_radix(digits, 16).ok().filter(|_| is_hex)?;
                    out.push(char::from_u32(number)?);
                    rest = rest.as_str()[4..].chars();
                }
                _ => return None,
            },
            '"' | '\0'..='\u{1f}' | '\u{7f}' => return None,
            c => out.push(c),
        }
    }
    Some(out)
}

/// `2026-11-23T10:04:11.123Z`, to the millisecond and no finer.
fn moment(value: &str) -> Option<When> {
    let bytes: &[u8; 24] = value.as_bytes().try_into().ok()?;
    for (at, sign) in [
        (4, b'-'),
        (7, b'-'),
        (10, b'T'),
        (13, b':'),
        (16, b':'),
        (19, b'.'),
        (23, b'Z'),
    ] {
        if bytes[at] != sign {
            return None;
        }
    }
    let number = |from: usize, to: usize| {
        bytes[from..to].iter().try_fold(0_i16, |number, byte| {
            byte.is_ascii_digit()
                .then(|| number * 10 + i16::from(byte - b'0'))
        })
    };
    let small = |from: usize| i8::try_from(number(from, from + 2)?).ok();
    let date = civil::Date::new(number(0, 4)?, small(5)?, small(8)?).ok()?;
    let nanosecond = i32::from(number(20, 23)?) * 1_000_000;
    let time = civil::Time::new(small(11)?, small(14)?, small(17)?, nanosecond).ok()?;
    let moment: Timestamp = Offset::UTC.to_timestamp(date.to_datetime(time)).ok()?;
    Some(When::Moment(moment))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn by_toml(body: &str) -> Option<Shape<'static>> {
        toml::from_str(body).ok()
    }

    const USUAL: &str = "at = 2026-11-23T10:04:11.123Z\ncourse = \"c\"\nquestion = \"1/a\"\n\
        response = \"a \\\"b\\\"\\n\\t\\r\\\\ \\u001B é 日\"\nscore = 0.67\nseconds = 12\n\
        picked = [1, 3]\nplaced = [2, 0, 1]\nordered = [3, 1]\nfilled = [\"a, \\\"b\\\\\", \"\"]\npoints = [true, false]\nhint = true\ndid = \"answer\"\n";

    #[test]
    fn what_is_usual_takes_the_short_way() {
        let shape = read(USUAL).unwrap();
        assert_eq!(Some(&shape), by_toml(USUAL).as_ref());
        assert_eq!(shape.response.unwrap(), "a \"b\"\n\t\r\\ \u{1b} é 日");
        assert_eq!((shape.score, shape.picked), (Some(0.67), Some(vec![1, 3])));
    }

    #[test]
    fn what_is_unusual_is_left_to_toml() {
        for (from, to) in [
            ("at = ", "at="),
            ("123Z", "1234Z"),
            ("123Z", "123z"),
            ("T10", " 10"),
            ("11-23", "11-31"),
            ("10:04:11", "10:04:60"),
            ("0.67", ".67"),
            ("0.67", "1e-3"),
            ("0.67", "00.67"),
            ("0.67", "0_0.67"),
            ("= 12", "= 012"),
            ("= 12", "= +12"),
            ("= 12", "= 12 # so"),
            ("[1, 3]", "[1,3]"),
            ("[1, 3]", "[1, 3, ]"),
            (", \"\"]", ", ]"),
            (", \"\"]", ",\"\"]"),
            (", \"\"]", ", 'b']"),
            ("[\"a, ", "[ \"a, "),
            ("true\n", "yes\n"),
            ("\"c\"", "'c'"),
            ("\"c\"", "\"c\"\"\""),
            ("\\t", "\\b"),
            ("\\u001B", "\\uD800"),
            ("\\u001B", "\\U0000001B"),
            ("\\u001B", "\\u+01B"),
            (" é", "\u{7f}"),
            (" é", "\t"),
            ("did =", "at ="),
            ("did =", "sang ="),
            ("\"answer\"\n", "\"answer\"\r\n"),
            ("\"answer\"\n", "\"answer\""),
            ("did =", "[did]\na ="),
        ] {
            let body = USUAL.replace(from, to);
            assert_ne!(body, USUAL, "{from}");
            assert_eq!(read(&body), None, "{to}");
        }
    }

    /// A line that is nearly as it should be.
    fn lines() -> impl Strategy<Value = String> {
        let key = prop::sample::select(vec![
            "at", "course", "question", "section", "did", "response", "picked", "said", "known",
            "placed", "ordered", "filled", "score", "rating", "sure", "hint", "seconds", "of",
            "points", "text", "block", "offset", "until", "exam", "else",
        ]);
        let value = prop_oneof![
            "\"[ -~é日]{0,12}\"",
            "\"(a|\\\\[nrtu\"\\\\b0]|\\\\u[0-9A-Fa-f+]{4}|\"|\u{7f}|\t)*\"",
            "[0-9]{1,12}",
            "[0-9]{1,2}\\.[0-9]{0,20}",
            "[0-9]\\.?[0-9]?e-?[0-9]",
            "\\[((true|false|[0-9]{1,3})(, ?|,)){0,3}(true|false|[0-9])?\\]",
            "\\[(\"(a|é|, |\\\\[n\"\\\\]|\\\\u00e9)*\"(, ?|,)){0,3}(\"[ -~]{0,4}\")?\\]",
            "(true|false|True)",
            "[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:[0-6][0-9]\\.[0-9]{3}Z",
            "\\PC{0,12}",
        ];
        let gap = prop::sample::select(vec![" = ", " = ", " = ", "=", "  = "]);
        let end = prop::sample::select(vec!["\n", "\n", "\n", "\n\n", "\r\n", " \n", ""]);
        prop::collection::vec((key, gap, value, end), 0..4).prop_map(|lines| {
            let lines = lines.into_iter();
            lines
                .map(|(key, gap, value, end)| format!("{key}{gap}{value}{end}"))
                .collect()
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4096))]

        #[test]
        fn both_ways_lead_to_the_same(body in lines()) {
            if let Some(shape) = read(&body) {
                prop_assert_eq!(Some(shape), by_toml(&body));
            }
        }
    }
}
