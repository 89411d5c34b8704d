//! Bytes of foreign files become text, whatever encoding they are in.
//!
//! **Invariant:** every file becomes text, in one pass over its bytes. A byte-order mark counts first
//! (or what can be nothing but UTF-16), then what the file says of itself, then UTF-8; what is none of
//! these is read as Windows-1252.

use std::borrow::Cow;

use crate::markup::decode;

/// A file's text, and what had to be guessed, as a sentence without its full stop.
#[derive(Debug, PartialEq, Eq)]
pub struct Text<'a> {
    /// The text, without a byte-order mark.
    pub text: Cow<'a, str>,
    /// What had to be guessed.
    pub guess: Option<&'static str>,
}

/// The bytes as text. `label` is the encoding that the file says it is in.
pub fn read<'a>(bytes: &'a [u8], label: Option<&str>) -> Text<'a> {
    let says_western = label.is_some_and(is_western);
    let marked = matches!(
        bytes,
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [0xef, 0xbb, 0xbf, ..]
    );
    let known = if marked {
        Some((decode::decode(bytes).text, None))
    } else if let Some(mark) = unmarked(bytes) {
        let marked = [&mark, bytes].concat();
        let text = decode::decode(&marked).text.into_owned();
        Some((Cow::Owned(text), None))
    } else if says_western {
        None
    } else {
        utf_8(bytes)
    };
    if let Some((text, guess)) = known {
        return Text { text, guess };
    }
    let guess = "the file is not in UTF-8 as it says; it was read as Windows-1252";
    Text {
        text: bytes.iter().map(|byte| western(*byte)).collect(),
        guess: (!says_western).then_some(guess),
    }
}

/// UTF-8, if that is what it is. A file that was cut off may end within a character.
fn utf_8(bytes: &[u8]) -> Option<(Cow<'_, str>, Option<&'static str>)> {
    match str::from_utf8(bytes) {
        Ok(text) => Some((text.into(), None)),
        Err(error) if error.error_len().is_none() => {
            let text = str::from_utf8(&bytes[..error.valid_up_to()]).ok()?;
            // Behind mere ASCII it may as well be the last letter of another encoding.
            if text.is_ascii() {
                return None;
            }
            let guess = "the file ends within a character, which was left out";
            Some((text.into(), Some(guess)))
        }
        Err(_) => None,
    }
}

/// The mark that UTF-16 lacks where a file begins with `<` and another sign of ASCII: nothing else does
/// so.
fn unmarked(bytes: &[u8]) -> Option<[u8; 2]> {
    match bytes {
        [b'<', 0, 1..=0x7f, 0, ..] => Some([0xff, 0xfe]),
        [0, b'<', 0, 1..=0x7f, ..] => Some([0xfe, 0xff]),
        _ => None,
    }
}

/// Names of Windows-1252 and of the part of it that Latin-1 is.
fn is_western(label: &str) -> bool {
    const NAMES: [&str; 6] = [
        "iso-8859-1",
        "iso8859-1",
        "latin1",
        "windows-1252",
        "cp1252",
        "us-ascii",
    ];
    NAMES.iter().any(|name| label.eq_ignore_ascii_case(name))
}

/// The character of a byte in Windows-1252; the five that it lacks stay the controls that they are.
fn western(byte: u8) -> char {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž',
        '\u{8f}', '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}',
        'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9f => HIGH[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_becomes_text() {
        let cases: [(&[u8], Option<&str>, &str, bool); 11] = [
            ("Tee – 茶".as_bytes(), Some("utf-8"), "Tee – 茶", false),
            (b"\xef\xbb\xbfa", None, "a", false),
            (b"\xfe\xff\0a\x20\xac", Some("latin1"), "a€", false),
            (b"caf\xe9 \x93x\x94", Some("ISO-8859-1"), "café “x”", false),
            (b"caf\xe9 \x80", Some("utf-8"), "café €", true),
            ("é".as_bytes(), Some("windows-1252"), "Ã©", false),
            (b"", None, "", false),
            (b"caf\xe9", None, "café", true),
            (b"<\0a\0\xac\x20", None, "<a€", false),
            (b"\0<\0a\x20\xac", Some("utf-16"), "<a€", false),
            ("é–".as_bytes().split_last().unwrap().1, None, "é", true),
        ];
        for (bytes, label, text, is_guess) in cases {
            let read = read(bytes, label);
            assert_eq!((&*read.text, read.guess.is_some()), (text, is_guess));
        }
    }
}
