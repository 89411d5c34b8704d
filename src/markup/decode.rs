//! The bytes of a course's file become text.
//!
//! **Invariant:** every file becomes text. What had to be guessed or replaced is named, with the
//! place of the first of its kind.

use std::borrow::Cow;

/// A file's text, and what was wrong with its bytes.
#[derive(Debug, PartialEq, Eq)]
pub struct Decoded<'a> {
    /// The text, without a byte-order mark.
    pub text: Cow<'a, str>,
    /// Faults: byte in `text`, what is wrong, what to do.
    pub faults: Vec<(usize, String, &'static str)>,
}

/// What to do about a file in another encoding.
const SAVE_AS: &str = "save the file as UTF-8";

/// Reads bytes as UTF-8, or as UTF-16 where they start with its mark.
pub fn decode(bytes: &[u8]) -> Decoded<'_> {
    let mut faults = Vec::new();
    let text = match bytes {
        [0xff, 0xfe, rest @ ..] => utf_16(rest, u16::from_le_bytes, &mut faults),
        [0xfe, 0xff, rest @ ..] => utf_16(rest, u16::from_be_bytes, &mut faults),
        _ => utf_8(
            bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes),
            &mut faults,
        ),
    };
    name_unseen(&text, &mut faults);
    Decoded { text, faults }
}

fn utf_16<'a>(
    bytes: &[u8],
    unit: fn([u8; 2]) -> u16,
    faults: &mut Vec<(usize, String, &'static str)>,
) -> Cow<'a, str> {
    faults.push((0, "the file is in UTF-16".into(), SAVE_AS));
    let (pairs, _) = bytes.as_chunks::<2>();
    char::decode_utf16(pairs.iter().map(|pair| unit(*pair)))
        .map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect::<String>()
        .into()
}

fn utf_8<'a>(bytes: &'a [u8], faults: &mut Vec<(usize, String, &'static str)>) -> Cow<'a, str> {
    match str::from_utf8(bytes) {
        Ok(text) => text.into(),
        Err(error) => {
            let n_bad = bytes
                .utf8_chunks()
                .filter(|chunk| !chunk.invalid().is_empty())
                .count();
            let what = format!("the file is not UTF-8: {n_bad} unreadable from here on");
            faults.push((error.valid_up_to(), what, SAVE_AS));
            String::from_utf8_lossy(bytes)
        }
    }
}

/// Characters that can't be seen but would act on the screen. They are left out when text is
/// cleaned; the author should know.
fn name_unseen(text: &str, faults: &mut Vec<(usize, String, &'static str)>) {
    if !may_hold_unseen(text.as_bytes()) {
        return;
    }
    let mut unseen = text.char_indices().filter(|(_, c)| is_unseen(*c));
    if let Some((at, c)) = unseen.next() {
        let n_more = unseen.count();
        let mut what = format!("an unseen control character (U+{:04X})", u32::from(c));
        if n_more > 0 {
            what = format!("{what} and {n_more} more");
        }
        faults.push((at, what, "take it out; it is not shown"));
    }
}

/// Does a quick look find bytes that unseen characters are made of?
fn may_hold_unseen(bytes: &[u8]) -> bool {
    // U+0080 to 9F begin with C2 and such a byte; what turns text round is E2 80 or E2 81.
    let is_high = |at: usize| matches!(bytes.get(at + 1), Some(0x80..=0x9f));
    let turns = |at: usize| {
        let behind = (bytes.get(at + 1), bytes.get(at + 2));
        matches!(
            behind,
            (Some(0x80), Some(0xaa..=0xae)) | (Some(0x81), Some(0xa6..=0xa9))
        )
    };
    has_control(bytes)
        || memchr::memchr_iter(0xc2, bytes).any(is_high)
        || memchr::memchr_iter(0xe2, bytes).any(turns)
}

/// Is there a control character that isn't white space? Looks at every byte, which is quicker than
/// to stop at the first.
fn has_control(bytes: &[u8]) -> bool {
    bytes
        .iter()
        .fold(false, |found, byte| found | is_control(*byte))
}

fn is_control(byte: u8) -> bool {
    byte == 0x7f || (byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r'))
}

fn is_unseen(c: char) -> bool {
    match c {
        '\t' | '\n' | '\r' => false,
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => true,
        _ => c.is_control(),
    }
}

/// The text with its control characters blanked, byte for byte: TOML refuses them, and one of them
/// should not cost a whole question.
pub fn blank_controls(text: &str) -> Cow<'_, str> {
    if !has_control(text.as_bytes()) {
        return text.into();
    }
    let blanked = text.chars().map(|c| {
        if u8::try_from(c).is_ok_and(is_control) {
            ' '
        } else {
            c
        }
    });
    blanked.collect::<String>().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], text: &str, faults: &[(usize, &str)]) {
        let decoded = decode(bytes);
        let found: Vec<_> = decoded
            .faults
            .iter()
            .map(|(at, what, _)| (*at, &**what))
            .collect();
        assert_eq!((&*decoded.text, &found[..]), (text, faults));
    }

    #[test]
    fn every_file_becomes_text() {
        check(b"", "", &[]);
        check("Tee – 茶\n".as_bytes(), "Tee – 茶\n", &[]);
        check(b"\xef\xbb\xbfa", "a", &[]);
        check(b"\xff\xfea\0b\0", "ab", &[(0, "the file is in UTF-16")]);
        check(
            b"\xfe\xff\0a\x20\xac\0",
            "a€",
            &[(0, "the file is in UTF-16")],
        );
        check(
            b"caf\xe9\n\xff\xff",
            "caf\u{fffd}\n\u{fffd}\u{fffd}",
            &[(3, "the file is not UTF-8: 3 unreadable from here on")],
        );
    }

    #[test]
    fn names_what_cannot_be_seen() {
        check(
            b"a\0b",
            "a\0b",
            &[(1, "an unseen control character (U+0000)")],
        );
        let text = "x\ty\u{1b}[2J\u{202e}z\u{85}";
        check(
            text.as_bytes(),
            text,
            &[(3, "an unseen control character (U+001B) and 2 more")],
        );
    }

    #[test]
    fn the_quick_look_misses_nothing() {
        for c in '\0'..='\u{2fff}' {
            let text = format!("a{c}");
            assert!(!is_unseen(c) || may_hold_unseen(text.as_bytes()), "{c:?}");
        }
        assert!(!may_hold_unseen("naïve “prose” – £5\r\n\t日本".as_bytes()));
    }

    #[test]
    fn blanking_moves_nothing() {
        assert_eq!(blank_controls("a\0b\x1b\tü\n\x7f"), "a b \tü\n ");
        assert!(matches!(blank_controls("ab\r\n"), Cow::Borrowed(_)));
    }
}
