//! Cleaning and wrapping hold their promises for any text.

use proptest::prelude::*;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use recto::text::wrap::wrap;
use recto::text::{Clean, width};
use unicode_segmentation::UnicodeSegmentation;

/// Signs that count as one grapheme with any number of their sort.
const ENDLESS: [&str; 9] = [
    "\u{600}",
    "\u{1100}",
    "\u{1161}",
    "\u{11a8}",
    "\u{301}",
    "\u{1a17}",
    "👩\u{200d}",
    "क\u{94d}",
    "🇬",
];

/// Text of the sort that breaks programs: controls, sequences, marks, joiners, wide signs.
pub fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        8 => "[a-z]{1,12} ",
        3 => "[ \t\r\n\u{b}\u{c}\u{85}\u{2028}\u{3000}\u{a0}]{1,3}",
        2 => "[\0-\u{1f}\u{7f}-\u{9f}]{1,2}",
        2 => Just("\u{1b}[31m".to_owned()),
        1 => Just("\u{1b}]0;title\u{7}".to_owned()),
        1 => Just("\u{9d}no end".to_owned()),
        3 => "[\u{300}-\u{36f}\u{344}\u{3099}\u{903}\u{93e}\u{9be}]{1,12}",
        3 => "[\u{200b}-\u{200f}\u{202a}-\u{202e}\u{2060}-\u{206f}\u{feff}\u{ad}\u{34f}]",
        3 => "[\u{200c}\u{200d}\u{fe0e}\u{fe0f}\u{e0067}\u{e0100}]{1,2}",
        3 => "[日本語のｶﾞﾟ、。]{1,6}",
        3 => "[👩🚀❤🏴🏽🇬🇧⚠☺]{1,4}",
        3 => "[\u{1100}-\u{1112}\u{1160}-\u{1175}\u{11a8}-\u{11c2}각]{1,4}",
        3 => "[\u{5d0}\u{5dc}\u{627}\u{644}\u{600}\u{605}\u{6dd}\u{70f}]{1,4}",
        3 => "[क्षिন্যা\u{17d2}\u{1780}\u{17d8}\u{2d31}\u{2d7f}\u{1a15}\u{1a17}\u{1a10}]{1,5}",
        2 => any::<char>().prop_map(String::from),
        1 => (prop::sample::select(ENDLESS.to_vec()), 9usize..40).prop_map(|(sign, n)| sign.repeat(n)),
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn what_is_clean_stays_as_it_is(text in hostile()) {
        let words = Clean::words(&text);
        prop_assert_eq!(&Clean::words(&words), &words);
        let lines = Clean::lines(&text);
        prop_assert_eq!(&Clean::lines(&lines), &lines);
    }

    #[test]
    fn clean_text_is_visible(text in hostile()) {
        let words = Clean::words(&text);
        prop_assert!(!words.contains(char::is_control) && !words.contains("  "));
        prop_assert!(words.graphemes(true).all(|g| width(g) > 0), "{:?}", words);
        let lines = Clean::lines(&text);
        prop_assert!(lines.chars().all(|c| c == '\n' || !c.is_control()));
    }

    #[test]
    fn clean_text_is_as_wide_as_it_is_drawn(text in hostile()) {
        let words = Clean::words(&text);
        let mut buffer = Buffer::empty(Rect::new(0, 0, 4000, 1));
        let (end, _) = buffer.set_stringn(0, 0, &*words, 4000, Style::new());
        prop_assert_eq!(usize::from(end), width(&words), "{:?}", words);
    }

    #[test]
    fn rows_fit_and_lose_nothing(text in hostile(), first in 0usize..30, rest in 0usize..30) {
        let text = Clean::lines(&text);
        let rows = wrap(&text, first, rest);
        prop_assert!(!rows.is_empty());
        let mut end = 0;
        for (n, row) in rows.iter().enumerate() {
            prop_assert!(text[end..row.start].chars().all(char::is_whitespace));
            end = row.end;
            let row = &text[row.clone()];
            let limit = if n == 0 { first } else { rest }.max(1);
            prop_assert!(
                width(row) <= limit || row.graphemes(true).count() == 1,
                "{:?} in {}", row, limit
            );
            prop_assert!(!row.ends_with(' ') && !row.contains('\n'));
        }
        prop_assert!(text[end..].chars().all(char::is_whitespace));
    }

    #[test]
    fn wrapping_takes_any_string(text in any::<String>(), first in 0usize..9, rest in 0usize..9) {
        wrap(&text, first, rest);
    }
}

#[test]
fn long_paragraphs_wrap_in_linear_time() {
    for text in [
        "word ".repeat(200_000),
        "x".repeat(1_000_000),
        " ".repeat(1_000_000),
    ] {
        assert!(!wrap(&text, 72, 72).is_empty());
    }
    for text in [
        "日".repeat(300_000),
        "e\u{301}\u{1b}[".repeat(200_000),
        "\t".repeat(1_000_000),
        "🇬🇧".repeat(100_000),
    ] {
        assert!(!wrap(&Clean::lines(&text), 72, 72).is_empty());
    }
}
