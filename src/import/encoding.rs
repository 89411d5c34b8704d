//! Bytes of foreign files become text, whatever encoding they are in.
//!
//! **Invariant:** every file becomes text, in one pass over its bytes. A byte-order mark counts first,
//! then what the file says of itself, then UTF-8; what is none of these is read as Windows-1252.

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
        Some(decode::decode(bytes).text)
    } else if says_western {
        None
    } else {
        str::from_utf8(bytes).ok().map(Cow::Borrowed)
    };
    if let Some(text) = known {
        return Text { text, guess: None };
    }
    let guess = "the file is not in UTF-8 as it says; it was read as Windows-1252";
    Text {
        text: bytes.iter().map(|byte| western(*byte)).collect(),
        guess: (!says_western).then_some(guess),
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
        let cases: [(&[u8], Option<&str>, &str, bool); 7] = [
            ("Tee – 茶".as_bytes(), Some("utf-8"), "Tee – 茶", false),
            (b"\xef\xbb\xbfa", None, "a", false),
            (b"\xfe\xff\0a\x20\xac", Some("latin1"), "a€", false),
            (b"caf\xe9 \x93x\x94", Some("ISO-8859-1"), "café “x”", false),
            (b"caf\xe9 \x80", Some("utf-8"), "café €", true),
            ("é".as_bytes(), Some("windows-1252"), "Ã©", false),
            (b"", None, "", false),
        ];
        for (bytes, label, text, is_guess) in cases {
            let read = read(bytes, label);
            assert_eq!((&*read.text, read.guess.is_some()), (text, is_guess));
        }
    }
}
