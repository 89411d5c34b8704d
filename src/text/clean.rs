//! A string that is safe to draw, and the only ways to make one.
//!
//! **Invariant:** what is clean stays as it is when it is cleaned again; each of its graphemes takes
//! at least one cell (but for the `\n` of [`Clean::lines`]), and the first never joins with what
//! stands before it.
//!
//! What goes: control characters and whole escape sequences; everything that is invisible or
//! re-orders text (bidi controls, marks of direction included, zero-width blanks, soft hyphens,
//! fillers, tags but for those of a flag); marks piled on a letter. What is kept though it has no
//! width: joiners between signs of scripts that use them, and variation selectors behind a sign.
//! Characters for private use are kept: they are one cell wide and harm nobody.

use std::borrow::Borrow;
use std::fmt;
use std::ops::Deref;

use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};
use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};
use unicode_width::UnicodeWidthStr;

use super::{is_plain, width};

/// Text without control characters, escape sequences or bidi overrides, in Unicode's form C.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Clean(Box<str>);

impl Clean {
    /// Running text on one line: white space of every sort becomes one blank, at the ends too
    /// (pieces of a line are joined as they are). No-break blanks are kept.
    pub fn words(text: &str) -> Self {
        Self(clean(text, White::Words))
    }

    /// As [`Clean::words`], without a blank at either end.
    pub fn trimmed(text: &str) -> Self {
        let words = Self::words(text);
        let trimmed = words.trim_matches(' ');
        if trimmed.len() == words.len() {
            words
        } else {
            Self(trimmed.into())
        }
    }

    /// Text whose lines and indents matter: every line end becomes `\n`, tabs go to the next stop
    /// of four, blanks stay.
    pub fn lines(text: &str) -> Self {
        Self(clean(text, White::Lines))
    }

    /// As [`Clean::lines`], on one line: a line end becomes a blank.
    pub fn line(text: &str) -> Self {
        Self(clean(text, White::Line))
    }
}

impl Deref for Clean {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

impl AsRef<str> for Clean {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl Borrow<str> for Clean {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl PartialEq<str> for Clean {
    fn eq(&self, other: &str) -> bool {
        &*self.0 == other
    }
}

impl PartialEq<&str> for Clean {
    fn eq(&self, other: &&str) -> bool {
        &*self.0 == *other
    }
}

impl fmt::Display for Clean {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// What becomes of white space.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum White {
    Words,
    Lines,
    Line,
}

/// Columns between tab stops.
const TAB: usize = 4;
/// Marks that a sign may carry. The most that any language piles up is about five.
const MARKS: usize = 8;
/// Marks that are read at all: sorting a million of them into form C would take long.
const MARKS_READ: usize = 32;
/// Characters in a grapheme. A family of emoji has eleven.
const GRAPHEME: usize = 32;
/// Bytes of an escape sequence, so that one without an end can't swallow the text.
const SEQUENCE: usize = 256;
/// Stands below a mark that has nothing to stand on.
const DOTTED_CIRCLE: char = '\u{25cc}';

fn clean(text: &str, white: White) -> Box<str> {
    if is_clean_already(text, white) {
        return text.into();
    }
    let mut stripped = Stripper::new(text.len(), white).strip(text);
    if is_nfc_quick(stripped.chars()) != IsNormalized::Yes {
        stripped = stripped.nfc().collect();
    }
    if stripped.chars().all(|c| is_plain(c) || c == '\n') {
        return stripped.into();
    }
    settle(&stripped, white).into()
}

/// The short way for nearly all text. It may say no of clean text, never yes of other.
fn is_clean_already(text: &str, white: White) -> bool {
    let bytes = text.as_bytes();
    let mut at = 0;
    let mut before = 0;
    while let Some(&byte) = bytes.get(at) {
        // Nearly all bytes are whole characters.
        at += match byte {
            b' ' if before == b' ' && white == White::Words => return false,
            b' '..=b'~' => 1,
            b'\n' if white == White::Lines => 1,
            0x80.. => match text[at..].chars().next() {
                Some(c) if is_plain(c) => c.len_utf8(),
                _ => return false,
            },
            _ => return false,
        };
        before = byte;
    }
    true
}

/// The first pass, character by character.
struct Stripper {
    out: String,
    white: White,
    /// Column at `measured`, for tabs.
    column: usize,
    /// How much of `out` is in `column`.
    measured: usize,
    /// The last character that is no mark.
    base: Option<char>,
    /// Marks since then.
    marks: usize,
    /// A joiner that waits for something to join.
    joiner: Option<char>,
}

impl Stripper {
    fn new(len: usize, white: White) -> Self {
        Self {
            out: String::with_capacity(len),
            white,
            column: 0,
            measured: 0,
            base: None,
            marks: 0,
            joiner: None,
        }
    }

    fn strip(mut self, text: &str) -> String {
        let mut chars = text.chars();
        while let Some(c) = chars.next() {
            match c {
                '\u{1b}' | '\u{90}' | '\u{98}' | '\u{9b}' | '\u{9d}' | '\u{9e}' | '\u{9f}' => {
                    chars = after_sequence(c, chars.as_str()).chars();
                }
                '\r' if chars.as_str().starts_with('\n') => {}
                _ if is_blank(c) => self.blank(c),
                _ if c.is_control() => {}
                '\u{200c}' | '\u{200d}' => {
                    self.joiner = self.base.filter(|&b| joins(b)).and(Some(c));
                }
                '\u{ff9e}' => self.sign('\u{309b}'),
                '\u{ff9f}' => self.sign('\u{309c}'),
                _ if is_tag(c) => self.tag(c),
                _ if is_selector(c) => {
                    if self.base.is_some() {
                        self.mark(c);
                    }
                }
                _ if is_invisible(c) => {}
                _ if is_combining_mark(c) => self.mark(c),
                _ => self.sign(c),
            }
        }
        self.out
    }

    fn blank(&mut self, c: char) {
        self.joiner = None;
        self.base = None;
        self.marks = 0;
        match self.white {
            White::Words if self.out.ends_with(' ') => {}
            White::Words => self.out.push(' '),
            White::Lines if is_line_end(c) => {
                self.out.push('\n');
                self.column = 0;
                self.measured = self.out.len();
            }
            White::Line if is_line_end(c) => self.out.push(' '),
            White::Lines | White::Line if c == '\t' => {
                self.column += width(&self.out[self.measured..]);
                let blanks = TAB - self.column % TAB;
                self.out.extend(std::iter::repeat_n(' ', blanks));
                self.column += blanks;
                self.measured = self.out.len();
            }
            White::Lines | White::Line => self.out.push(c),
        }
    }

    fn sign(&mut self, c: char) {
        if let Some(joiner) = self.joiner.take().filter(|_| joins(c)) {
            self.out.push(joiner);
        }
        self.out.push(c);
        self.base = Some(c);
        self.marks = 0;
    }

    fn mark(&mut self, c: char) {
        self.joiner = None;
        self.marks += 1;
        if self.marks <= MARKS_READ {
            self.out.push(c);
        }
    }

    /// Tags spell out the flags of England, Scotland and Wales behind a black flag; anywhere else
    /// they hide text.
    fn tag(&mut self, c: char) {
        if self.base == Some('\u{1f3f4}') {
            self.mark(c);
        }
    }
}

/// What is left of `rest` behind the escape sequence that `introducer` begins.
fn after_sequence(introducer: char, rest: &str) -> &str {
    match (introducer, rest.as_bytes().first()) {
        ('\u{9b}', _) => after_control(rest),
        ('\u{1b}', Some(b'[')) => after_control(&rest[1..]),
        ('\u{1b}', Some(b']' | b'P' | b'X' | b'^' | b'_')) => after_string(&rest[1..]),
        ('\u{1b}', _) => {
            let rest = rest.trim_start_matches(|c| matches!(c, '!'..='/'));
            rest.strip_prefix(|c| matches!(c, '0'..='~'))
                .unwrap_or(rest)
        }
        _ => after_string(rest),
    }
}

/// Behind a control sequence: parameters, then one letter that says what to do.
fn after_control(rest: &str) -> &str {
    let end = rest
        .bytes()
        .take(SEQUENCE)
        .take_while(|b| matches!(b, b' '..=b'?'))
        .count();
    let rest = &rest[end..];
    rest.strip_prefix(|c| matches!(c, '@'..='~'))
        .unwrap_or(rest)
}

/// Behind a control string, such as a window title: it ends with BEL or ST, and at the latest at the
/// next control character.
fn after_string(rest: &str) -> &str {
    for (at, c) in rest.char_indices() {
        match c {
            '\u{7}' | '\u{9c}' => return &rest[at + c.len_utf8()..],
            '\u{1b}' => return rest[at..].strip_prefix("\u{1b}\\").unwrap_or(&rest[at..]),
            _ if c.is_control() || at >= SEQUENCE => return &rest[at..],
            _ => {}
        }
    }
    ""
}

/// The second pass, grapheme by grapheme: each shall take a cell, and none be endless.
fn settle(text: &str, white: White) -> String {
    let mut out = String::with_capacity(text.len());
    let mut sign = String::new();
    // Where the last grapheme of `out` starts, and whether something is gone behind it.
    let (mut last, mut is_torn) = (0, false);
    for grapheme in text.graphemes(true) {
        sign.clear();
        let is_whole = limit(grapheme, &mut sign);
        let start = out.len();
        if sign.starts_with(is_blank) {
            // Two blanks may stand together where what parted them is gone.
            let mut chars = sign.chars();
            let doubled = white == White::Words && out.ends_with(' ');
            out.extend(chars.next().filter(|_| !doubled));
            if !chars.as_str().is_empty() {
                out.push(DOTTED_CIRCLE);
                out.push_str(chars.as_str());
            }
        } else if sign.starts_with(is_combining_mark) && sits_on_circle(&sign) {
            out.push(DOTTED_CIRCLE);
            out.push_str(&sign);
        } else if sign.width() > 0 && !sign.starts_with(is_jamo_end) {
            out.push_str(&sign);
        } else {
            trim_joiners(&mut out);
        }
        if out.len() > start {
            // What is gone may have kept this apart from what stands before it.
            if !is_torn || is_border(&out[last..], start - last) {
                last = start;
            } else if out[last..].chars().count() > GRAPHEME {
                out.replace_range(last..start, DOTTED_CIRCLE.encode_utf8(&mut [0; 4]));
            }
            is_torn = false;
        }
        is_torn |= !is_whole || out.len() <= start;
    }
    out
}

fn is_border(text: &str, at: usize) -> bool {
    let mut cursor = GraphemeCursor::new(at, text.len(), true);
    // It may ask for more of the text, but never where it has the whole.
    cursor.is_boundary(text, 0).unwrap_or(true)
}

/// Is it a mark by both tables? The newest marks are not.
fn sits_on_circle(mark: &str) -> bool {
    format!("{DOTTED_CIRCLE}{mark}").graphemes(true).count() == 1
}

/// Adds a grapheme without the marks and signs that are too many. Is its end still its end?
fn limit(grapheme: &str, out: &mut String) -> bool {
    let mut marks = 0;
    for (count, c) in grapheme.chars().enumerate() {
        if count == GRAPHEME {
            trim_joiners(out);
            return false;
        }
        marks = if is_combining_mark(c) { marks + 1 } else { 0 };
        if marks <= MARKS {
            out.push(c);
        }
    }
    true
}

fn trim_joiners(out: &mut String) {
    let end = out.trim_end_matches(['\u{200c}', '\u{200d}']).len();
    out.truncate(end);
}

/// White space at which a line may break; a no-break blank is a sign like any other.
fn is_blank(c: char) -> bool {
    c.is_whitespace() && !matches!(c, '\u{a0}' | '\u{2007}' | '\u{202f}')
}

fn is_line_end(c: char) -> bool {
    matches!(
        c,
        '\n' | '\u{b}' | '\u{c}' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

/// Scripts and emoji that use joiners start with Hebrew; punctuation does not.
fn joins(c: char) -> bool {
    c >= '\u{590}' && !matches!(c, '\u{2000}'..='\u{206f}')
}

/// The middle or the end of a Korean syllable. Without its beginning it has no cell, and would join
/// with what comes to stand before it.
fn is_jamo_end(c: char) -> bool {
    matches!(c, '\u{1160}'..='\u{11ff}' | '\u{d7b0}'..='\u{d7ff}')
}

fn is_tag(c: char) -> bool {
    matches!(c, '\u{e0020}'..='\u{e007f}')
}

fn is_selector(c: char) -> bool {
    matches!(c,
        '\u{180b}'..='\u{180d}' | '\u{180f}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

/// What Unicode lets a program ignore when it draws, its signs for layout, and what is no character.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffc}' | '\u{fdd0}'..='\u{fdef}'
        | '\u{13430}'..='\u{1343f}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}')
        || u32::from(c) & 0xfffe == 0xfffe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_one_line_of_visible_signs() {
        for (text, expected) in [
            ("", ""),
            ("  two \t\r\n words ", " two words "),
            ("10\u{a0}km", "10\u{a0}km"),
            ("a\u{3000}b\u{2028}c\u{85}d", "a b c d"),
            ("\u{feff}start", "start"),
            ("nul\0 bell\u{7} del\u{7f}", "nul bell del"),
            ("re\u{202e}versed\u{2066}!\u{2069}\u{200f}", "reversed!"),
            ("soft\u{ad}hyphen zero\u{200b}width", "softhyphen zerowidth"),
            ("cafe\u{301}", "café"),
            ("\u{301}a \u{301}b", "◌\u{301}a ◌\u{301}b"),
            ("\u{200d}a\u{200d}b\u{200c}", "ab"),
            ("👩\u{200d}🚀 ❤\u{fe0f}", "👩\u{200d}🚀 ❤\u{fe0f}"),
            ("می\u{200c}خواهم", "می\u{200c}خواهم"),
            ("ｶﾞ ﾊﾟ", "ｶ゛ ﾊ゜"),
            ("object\u{fffc} \u{ffff}", "object "),
            (
                "🏴\u{e0067}\u{e0062}\u{e007f} a\u{e0067}",
                "🏴\u{e0067}\u{e0062}\u{e007f} a",
            ),
            ("\u{1161}lone vowel", "lone vowel"),
        ] {
            assert_eq!(Clean::words(text), expected, "{text:?}");
        }
    }

    #[test]
    fn lines_keep_their_ends_and_indents() {
        for (text, expected) in [
            ("a\r\nb\rc\n", "a\nb\nc\n"),
            ("\tif x\n\t\ty", "    if x\n        y"),
            ("ab\tc\n日\td", "ab  c\n日  d"),
            ("a  b", "a  b"),
            ("page\u{c}next", "page\nnext"),
        ] {
            assert_eq!(Clean::lines(text), expected, "{text:?}");
        }
        for (text, expected) in [
            ("a\r\n b\u{2028}c", "a  b c"),
            ("a\tb", "a   b"),
            // A line end keeps a mark apart from what stands before it, a blank doesn't.
            ("a \n🏽", "a  ◌🏽"),
        ] {
            assert_eq!(Clean::line(text), expected, "{text:?}");
        }
    }

    #[test]
    fn escape_sequences_go_as_a_whole() {
        for (text, expected) in [
            ("\u{1b}[31mred\u{1b}[0m", "red"),
            ("\u{9b}31mred", "red"),
            ("\u{1b}[2 qbar", "bar"),
            ("\u{1b}]0;title\u{7}text", "text"),
            ("\u{1b}]8;;http://x\u{1b}\\link\u{1b}]8;;\u{1b}\\", "link"),
            ("\u{9d}0;title\u{9c}text", "text"),
            ("\u{1b}Pq#0\u{1b}\\text", "text"),
            ("\u{1b}(Btext\u{1b}7", "text"),
            ("end\u{1b}", "end"),
            ("end\u{1b}[", "end"),
            ("\u{1b}[31\nnext", " next"),
            ("\u{1b}]0;no end\nnext", " next"),
            ("a\u{1b}]0;\u{1b}[1mb", "ab"),
            ("\u{1b}étage", "étage"),
        ] {
            assert_eq!(Clean::words(text), expected, "{text:?}");
        }
    }

    #[test]
    fn a_sequence_without_an_end_costs_little() {
        let text = format!("\u{1b}]{}", "é".repeat(1000));
        assert_eq!(Clean::words(&text).chars().count(), 1000 - SEQUENCE / 2);
        let text = format!("\u{1b}[{}", "1".repeat(1000));
        assert_eq!(Clean::words(&text).len(), 1000 - SEQUENCE);
    }

    #[test]
    fn piles_of_marks_are_cut() {
        let text = format!("a{}b", "\u{323}".repeat(2_000_000));
        assert_eq!(Clean::words(&text).chars().count(), 1 + MARKS + 1);
        // Signs that count as one grapheme have an end too.
        let text = "\u{1100}".repeat(1000);
        assert_eq!(Clean::words(&text).chars().count(), GRAPHEME);
        // What is left of them must not join with what follows.
        let text = format!("{}xyz", "\u{600}".repeat(40));
        assert_eq!(Clean::words(&text), "◌yz");
    }

    #[test]
    fn trimmed_has_no_blank_at_the_ends() {
        assert_eq!(Clean::trimmed(" \n a b\t"), "a b");
        assert!(Clean::trimmed(" \u{200b} ").is_empty());
    }
}
