//! Nesting is bounded before Markdown is parsed.
//!
//! The parser walks through all open containers on every line, so thousands of nested lists with
//! thousands of lines in them cost minutes. No container can open deeper than there are columns
//! of blanks and markers before a line's words; so those are bounded.
//!
//! **Invariant:** no word is lost and no line is added or removed; text that people write comes
//! out as it is.

use std::borrow::Cow;

/// So many columns of blanks and container markers may stand before the words of a line.
const WIDEST: usize = 256;

/// The text with the markers beyond the bound made plain text.
pub fn tame(text: &str) -> Cow<'_, str> {
    // Most files have no such line; they are not copied.
    if text
        .split('\n')
        .all(|line| line.len() <= WIDEST / 4 || overrun(line).is_none())
    {
        return text.into();
    }
    let mut out = String::with_capacity(text.len() + 1024);
    for line in text.split_inclusive('\n') {
        match overrun(line) {
            None => out.push_str(line),
            Some(at) => {
                out.push_str(&line[..at]);
                out.push_str(&plain_start(line[at..].trim_start_matches([' ', '\t'])));
            }
        }
    }
    out.into()
}

/// A line's text so that nothing at its start opens a block: a backslash before the marker.
pub fn plain_start(line: &str) -> Cow<'_, str> {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let at = match line.as_bytes().get(digits) {
        Some(b'.' | b')') if (1..=9).contains(&digits) => digits,
        Some(b'>' | b'-' | b'+' | b'*' | b':' | b'#' | b'~' | b'`' | b'[')
            if digits == 0 && opens_block(line) =>
        {
            0
        }
        _ => return line.into(),
    };
    format!("{}\\{}", &line[..at], &line[at..]).into()
}

/// Does a line say where a link or a footnote leads: `[label]:`? No bracket stands in a label.
fn is_definition(line: &str) -> bool {
    let bytes = line.as_bytes();
    let mut at = 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 2,
            b'[' => return false,
            b']' => return bytes.get(at + 1) == Some(&b':'),
            _ => at += 1,
        }
    }
    false
}

/// Does punctuation at the start of a line open a block, where it may as well be words?
fn opens_block(line: &str) -> bool {
    let first = line.as_bytes()[0];
    let n_same = line.bytes().take_while(|b| *b == first).count();
    let stands_off = line[n_same..].is_empty() || line[n_same..].starts_with([' ', '\t']);
    match first {
        b'>' => true,
        b'[' => is_definition(line),
        b'-' | b'+' | b'*' | b':' => n_same == 1 && stands_off || is_rule(line),
        b'#' => stands_off,
        b'~' | b'`' => n_same >= 3,
        _ => false,
    }
}

/// Where the markers before a line's words run past the bound.
pub fn overrun(line: &str) -> Option<usize> {
    let bytes = line.as_bytes();
    let mut at = 0;
    let mut columns = 0;
    loop {
        let rest = &bytes[at..];
        let n = marker(rest)?;
        columns += if rest[0] == b'\t' { 4 } else { n };
        at += n;
        if columns > WIDEST {
            // A long line across is a line across at any depth.
            return (!is_rule(&line[at..])).then_some(at);
        }
    }
}

/// How long the blank or the container marker is that `rest` starts with.
fn marker(rest: &[u8]) -> Option<usize> {
    let n = match rest.first()? {
        b' ' | b'\t' | b'>' => return Some(1),
        b'-' | b'+' | b'*' | b':' => 1,
        b'0'..=b'9' => {
            let digits = rest
                .iter()
                .take(10)
                .take_while(|b| b.is_ascii_digit())
                .count();
            matches!(rest.get(digits), Some(b'.' | b')')).then_some(digits + 1)?
        }
        _ => return None,
    };
    matches!(rest.get(n), Some(b' ' | b'\t' | b'\r' | b'\n') | None).then_some(n)
}

fn is_rule(rest: &str) -> bool {
    let mut marks = rest.bytes().filter(|b| !b.is_ascii_whitespace());
    match marks.next() {
        Some(first @ (b'-' | b'*')) => marks.all(|b| b == first),
        Some(_) => false,
        None => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_write_is_not_touched() {
        let long = "word ".repeat(1000);
        let rule = "- ".repeat(1000);
        let line = "-".repeat(1000);
        for text in [
            "",
            "> > - 1. x\n",
            &long,
            &rule,
            &line,
            "a\n: b\n",
            &" ".repeat(300),
        ] {
            assert!(matches!(tame(text), Cow::Borrowed(_)), "{text:?}");
        }
    }

    #[test]
    fn bounds_the_depth_and_keeps_every_mark() {
        for marker in ["> ", "- ", "+ ", "1. ", ">", ": ", "> - "] {
            let text = format!("a\n{}x\nb", marker.repeat(10_000));
            let tamed = tame(&text);
            let marks = |text: &str| text.replace(['\\', ' '], "");
            assert!(marks(&tamed) == marks(&text), "{marker:?}");
            assert_eq!(tamed.matches('\\').count(), 1, "{marker:?}");
            assert!(tamed.find('\\').unwrap() < WIDEST + 8);
        }
        let indented = format!("{}- x", " ".repeat(5000));
        assert_eq!(tame(&indented), format!("{}\\- x", " ".repeat(WIDEST + 1)));
    }

    #[test]
    fn a_marker_becomes_words() {
        let cases = [
            ("- 5", "\\- 5"),
            ("> 5", "\\> 5"),
            ("1. April", "1\\. April"),
            ("# 1", "\\# 1"),
            ("---", "\\---"),
            ("```", "\\```"),
            (": x", "\\: x"),
            ("*so* it is", "*so* it is"),
            ("-5", "-5"),
            ("2.5 km", "2\\.5 km"),
            ("#tag", "#tag"),
            ("`code`", "`code`"),
            ("~sub~", "~sub~"),
            ("[a]: b", "\\[a]: b"),
            ("[a](b)", "[a](b)"),
            ("", ""),
        ];
        for (line, plain) in cases {
            assert_eq!(plain_start(line), plain, "{line:?}");
        }
    }
}
