//! The edit field holds its promises for any text and any edits.

use proptest::prelude::*;
use recto::text::field::{Edit, Field, Lines};
use recto::text::{Clean, width};
use unicode_segmentation::UnicodeSegmentation;

use crate::wrap::hostile;

const EDITS: [Edit; 18] = [
    Edit::Newline,
    Edit::DeleteBack,
    Edit::DeleteForward,
    Edit::DeleteWord,
    Edit::DeleteToStart,
    Edit::DeleteToEnd,
    Edit::Left,
    Edit::Right,
    Edit::Up,
    Edit::Down,
    Edit::WordLeft,
    Edit::WordRight,
    Edit::RowStart,
    Edit::RowEnd,
    Edit::TextStart,
    Edit::TextEnd,
    Edit::Undo,
    Edit::Redo,
];

/// Something that is done to a field.
#[derive(Debug, Clone)]
enum Deed {
    Insert(String),
    SetText(String),
    Edit(Edit),
    Place(usize, usize),
    SetCursor(usize),
    Width(usize),
}

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let deed = prop_oneof![
        4 => hostile().prop_map(Deed::Insert),
        6 => any_letter().prop_map(|c| Deed::Insert(c.to_string())),
        12 => prop::sample::select(EDITS.to_vec()).prop_map(Deed::Edit),
        1 => hostile().prop_map(Deed::SetText),
        2 => (0usize..9, 0usize..20).prop_map(|(row, column)| Deed::Place(row, column)),
        3 => (0usize..90).prop_map(Deed::SetCursor),
        1 => (0usize..30).prop_map(Deed::Width),
    ];
    prop::collection::vec(deed, 1..30)
}

/// One letter, as a key gives it; those that join with others above all.
fn any_letter() -> impl Strategy<Value = char> {
    let joining = "a \u{301}\u{200d}\u{200c}\u{fe0f}🏽👩🚀🏴🇬🇧\u{e0067}\u{1100}\u{1161}\u{11a8}각\u{600}یخक\u{94d}ष\u{1a17}日ｶ\u{ff9e}\n";
    prop_oneof![4 => prop::sample::select(joining.chars().collect::<Vec<_>>()), 1 => any::<char>()]
}

fn clean(text: &str, lines: Lines) -> Clean {
    match lines {
        Lines::One => Clean::line(text),
        Lines::Many => Clean::lines(text),
    }
}

/// What must always hold.
fn holds(field: &Field, lines: Lines) -> Result<(), TestCaseError> {
    let text = field.text();
    prop_assert_eq!(&*clean(text, lines), text, "not clean");
    prop_assert!(text.len() <= 1 << 20);
    prop_assert!(lines == Lines::Many || !text.contains('\n'));
    let mut borders = text.grapheme_indices(true).map(|(at, _)| at);
    let cursor = field.cursor();
    prop_assert!(
        cursor == text.len() || borders.any(|at| at == cursor),
        "{cursor} splits a glyph of {text:?}"
    );
    Ok(())
}

/// The rows that show, and the cursor on them, are those of the text laid afresh; they lose nothing
/// but blanks and line ends.
fn is_laid(field: &Field, columns: usize, lines: Lines) -> Result<(), TestCaseError> {
    let rows: Vec<&str> = (0..field.n_rows()).map(|row| field.row(row)).collect();
    let mut afresh = Field::new(field.text(), lines);
    afresh.set_cursor(field.cursor());
    afresh.fit(columns);
    let expected: Vec<&str> = (0..afresh.n_rows()).map(|row| afresh.row(row)).collect();
    prop_assert_eq!(&rows, &expected, "{:?} in {}", field.text(), columns);
    prop_assert_eq!(field.cursor_cell(), afresh.cursor_cell());
    prop_assert!(field.cursor_cell().1 < columns.max(1));
    let words = |text: &str| text.replace(char::is_whitespace, "");
    prop_assert_eq!(words(&rows.concat()), words(field.text()));
    for row in rows {
        let room = columns.saturating_sub(1).max(1);
        prop_assert!(
            width(row) <= room || row.graphemes(true).count() == 1,
            "{row:?} in {columns}"
        );
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn any_edits_leave_a_field_whole(text in hostile(), deeds in deeds(), one in any::<bool>()) {
        let lines = if one { Lines::One } else { Lines::Many };
        let mut field = Field::new(&text, lines);
        holds(&field, lines)?;
        let mut columns = 12;
        for deed in deeds {
            match deed {
                Deed::Insert(words) => {
                    field.insert(&words);
                }
                Deed::SetText(text) => field.set_text(&text),
                Deed::Edit(edit) => field.edit(edit, columns),
                Deed::Place(row, column) => field.place(row, column, columns),
                Deed::SetCursor(at) => field.set_cursor(at),
                Deed::Width(width) => columns = width,
            }
            field.fit(columns);
            holds(&field, lines)?;
            is_laid(&field, columns, lines)?;
        }
    }

    #[test]
    fn undo_and_redo_go_all_the_way(text in hostile(), deeds in deeds()) {
        let mut field = Field::new(&text, Lines::Many);
        let mut seen = vec![field.text().to_owned()];
        // No deed makes more than one step.
        let n_steps = deeds.len();
        for deed in deeds {
            match deed {
                Deed::Insert(words) => {
                    field.insert(&words);
                }
                Deed::SetText(text) => field.set_text(&text),
                Deed::Edit(Edit::Undo | Edit::Redo) => {}
                Deed::Edit(edit) => field.edit(edit, 12),
                Deed::SetCursor(at) => field.set_cursor(at),
                Deed::Place(..) | Deed::Width(_) => {}
            }
            if seen.last().map(String::as_str) != Some(field.text()) {
                seen.push(field.text().to_owned());
            }
        }
        let last = field.text().to_owned();
        // Each undo leads to a text that was there before, the last one to the first. (One may
        // change nothing: letters that were typed and vanished again.)
        for _ in 0..n_steps {
            field.edit(Edit::Undo, 12);
            holds(&field, Lines::Many)?;
            prop_assert!(seen.iter().any(|text| text == field.text()));
        }
        prop_assert_eq!(field.text(), &seen[0]);
        for _ in 0..n_steps {
            field.edit(Edit::Redo, 12);
            holds(&field, Lines::Many)?;
        }
        prop_assert_eq!(field.text(), last);
    }
}

#[test]
fn a_line_end_that_becomes_a_blank_joins_with_nothing() {
    let field = Field::new("aaa \n🏽", Lines::One);
    assert_eq!(field.text(), "aaa  ◌🏽");
}

#[test]
fn a_long_field_takes_keys_at_once() {
    // Keys that each cost the whole text would take minutes here.
    for text in [
        "word ".repeat(200_000),
        "x".repeat(1_000_000),
        "日本".repeat(160_000),
    ] {
        let mut field = Field::new(&text, Lines::Many);
        for at in [0, text.len() / 2, text.len()] {
            field.set_cursor(at);
            for _ in 0..20 {
                field.insert("a");
                field.edit(Edit::DeleteBack, 40);
                field.edit(Edit::Up, 40);
                field.edit(Edit::RowEnd, 40);
            }
        }
        assert_eq!(field.text(), text);
    }
}
