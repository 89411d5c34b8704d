//! Tables of edits, and any edits at all against a plain model.

use super::*;

/// A field with the cursor where the `|` is.
fn field(drawn: &str, lines: Lines) -> Field {
    let at = drawn.find('|').expect("a drawn field has a cursor");
    let mut field = Field::new(&drawn.replace('|', ""), lines);
    field.set_cursor(at);
    field
}

fn drawn(field: &Field) -> String {
    let mut text = field.text().to_owned();
    text.insert(field.cursor(), '|');
    text
}

#[track_caller]
fn check(before: &str, edit: Edit, after: &str) {
    let mut field = field(before, Lines::Many);
    field.edit(edit, 6);
    assert_eq!(drawn(&field), after, "{before:?} {edit:?}");
}

#[test]
fn deletes() {
    for (before, edit, after) in [
        ("ab|c", Edit::DeleteBack, "a|c"),
        ("|abc", Edit::DeleteBack, "|abc"),
        ("a\n|b", Edit::DeleteBack, "a|b"),
        ("e\u{301}👩\u{200d}🚀|", Edit::DeleteBack, "é|"),
        ("x\u{301}|", Edit::DeleteBack, "|"),
        ("ab|c", Edit::DeleteForward, "ab|"),
        ("abc|", Edit::DeleteForward, "abc|"),
        ("|🇬🇧🇫🇷", Edit::DeleteForward, "|🇫🇷"),
        // The halves of a flag join; the cursor stays out of it.
        ("🇬a|🇧", Edit::DeleteBack, "🇬🇧|"),
        ("one two|", Edit::DeleteWord, "one |"),
        ("one two, |", Edit::DeleteWord, "one |"),
        ("don't|", Edit::DeleteWord, "|"),
        ("one\n|", Edit::DeleteWord, "|"),
        ("...|", Edit::DeleteWord, "|"),
        ("one\ntwo th|ree", Edit::DeleteToStart, "one\n|ree"),
        ("one\n|two", Edit::DeleteToStart, "one|two"),
        ("one| two\nthree", Edit::DeleteToEnd, "one|\nthree"),
        ("one|\ntwo", Edit::DeleteToEnd, "one|two"),
        ("one|", Edit::DeleteToEnd, "one|"),
    ] {
        check(before, edit, after);
    }
}

#[test]
fn moves() {
    for (before, edit, after) in [
        ("ab|", Edit::Left, "a|b"),
        ("|ab", Edit::Left, "|ab"),
        ("日本|", Edit::Left, "日|本"),
        ("|👩\u{200d}🚀a", Edit::Right, "👩\u{200d}🚀|a"),
        ("ab|", Edit::Right, "ab|"),
        ("one two|", Edit::WordLeft, "one |two"),
        ("one |two", Edit::WordLeft, "|one two"),
        ("one| two", Edit::WordRight, "one two|"),
        ("|  ", Edit::WordRight, "  |"),
        ("one\ntw|o", Edit::TextStart, "|one\ntwo"),
        ("o|ne\ntwo", Edit::TextEnd, "one\ntwo|"),
        // Rows of five: `one ` and `two`, `abcde` and `fgh`.
        ("one tw|o", Edit::RowStart, "one |two"),
        ("o|ne two", Edit::RowEnd, "one| two"),
        ("a|bcdefgh", Edit::RowEnd, "abcd|efgh"),
        ("abcdef|gh", Edit::RowEnd, "abcdefgh|"),
        ("o|ne\ntwo", Edit::RowEnd, "one|\ntwo"),
        ("one tw|o", Edit::Up, "on|e two"),
        ("on|e two", Edit::Down, "one tw|o"),
        ("on|e", Edit::Up, "on|e"),
        ("on|e", Edit::Down, "on|e"),
        ("abcd|\n日本", Edit::Down, "abcd\n日本|"),
        ("abc|\n日本", Edit::Down, "abc\n日|本"),
        ("a\n|", Edit::Up, "|a\n"),
    ] {
        check(before, edit, after);
    }
}

#[test]
fn up_and_down_keep_their_column() {
    let mut field = field("abcd|\nx\nabcd", Lines::Many);
    for (edit, after) in [
        (Edit::Down, "abcd\nx|\nabcd"),
        (Edit::Down, "abcd\nx\nabcd|"),
        (Edit::Up, "abcd\nx|\nabcd"),
        (Edit::Left, "abcd\n|x\nabcd"),
        (Edit::Down, "abcd\nx\n|abcd"),
    ] {
        field.edit(edit, 20);
        assert_eq!(drawn(&field), after);
    }
}

#[test]
fn the_mouse_points_at_glyphs() {
    let mut field = Field::new("one two\n日本", Lines::Many);
    for (row, column, after) in [
        (0, 1, "o|ne two\n日本"),
        (0, 9, "one| two\n日本"),
        (2, 1, "one two\n|日本"),
        (2, 2, "one two\n日|本"),
        (9, 9, "one two\n日本|"),
    ] {
        field.place(row, column, 6);
        assert_eq!(drawn(&field), after, "row {row}, column {column}");
    }
}

#[test]
fn what_is_typed_is_clean() {
    for (before, words, after) in [
        ("a|c", "b", "ab|c"),
        ("|", "a\r\nb\tc", "a\nb   c|"),
        ("|", "\u{1b}[31mred\u{7}\u{202e}", "red|"),
        ("cafe|s", "\u{301}", "café|s"),
        ("|a", "\u{301}", "◌\u{301}|a"),
        ("🇬|a", "🇧", "🇬🇧|a"),
        ("|🇬🇧", "🇩", "🇩🇬|🇧"),
    ] {
        let mut field = field(before, Lines::Many);
        assert!(field.insert(words));
        assert_eq!(drawn(&field), after, "{before:?} {words:?}");
    }
}

#[test]
fn a_joiner_typed_waits_for_what_it_joins() {
    let mut field = Field::new("", Lines::Many);
    for key in ["👩", "\u{200d}", "🚀", "م", "ی", "\u{200c}", "خ"] {
        field.insert(key);
    }
    assert_eq!(field.text(), "👩\u{200d}🚀می\u{200c}خ");
    field.insert("\u{200c}");
    field.edit(Edit::Left, 9);
    field.insert("x");
    // What does not join parts what would.
    assert_eq!(field.text(), "👩\u{200d}🚀میxخ");
}

#[test]
fn one_line_has_no_line_ends() {
    let mut field = Field::new("a\nb", Lines::One);
    field.insert("  c\r\nd");
    field.edit(Edit::Newline, 9);
    assert!(field.is_one_line());
    assert_eq!(field.text(), "a b  c d");
    field.set_text("e\nf");
    assert_eq!(field.text(), "e f");
}

#[test]
fn undo_goes_by_words_and_sorts_of_edits() {
    let mut field = Field::new("", Lines::Many);
    for key in "one two".chars() {
        field.insert(&key.to_string());
    }
    field.edit(Edit::Newline, 9);
    field.insert("pasted words");
    field.edit(Edit::DeleteBack, 9);
    field.edit(Edit::DeleteBack, 9);
    field.set_text("new");
    let steps = [
        "new|",
        "one two\npasted wor|",
        "one two\npasted words|",
        "one two\n|",
        "one two|",
        "one |",
        "|",
    ];
    for step in steps {
        assert_eq!(drawn(&field), step);
        field.edit(Edit::Undo, 9);
    }
    for step in steps.iter().rev() {
        assert_eq!(drawn(&field), *step);
        field.edit(Edit::Redo, 9);
    }
}

#[test]
fn a_move_ends_a_step_and_an_edit_what_was_undone() {
    let mut field = Field::new("", Lines::Many);
    field.insert("a");
    field.edit(Edit::Left, 9);
    field.insert("b");
    field.edit(Edit::Undo, 9);
    assert_eq!(drawn(&field), "|a");
    field.insert("c");
    field.edit(Edit::Redo, 9);
    assert_eq!(drawn(&field), "c|a");
}

#[test]
fn a_full_field_takes_no_more() {
    let mut field = Field::new("", Lines::Many);
    assert!(!field.insert(&"日".repeat(400_000)));
    assert_eq!(field.text().len(), LONGEST - 1);
    assert!(field.insert("a"));
    assert!(!field.insert("a"));
    field.set_cursor(0);
    assert!(!field.insert("e\u{301}"));
    assert_eq!(
        Field::new(&"ab".repeat(LONGEST), Lines::One).text().len(),
        LONGEST
    );
}

#[test]
fn the_cursor_is_drawn_inside_the_width() {
    for (text, width, cursor) in [
        ("", 5, (0, 0)),
        ("abcd", 5, (0, 4)),
        ("abcde", 5, (1, 1)),
        ("abc    ", 5, (0, 4)),
        ("abc\n", 5, (1, 0)),
        ("日", 2, (0, 1)),
        ("a", 0, (0, 0)),
    ] {
        let mut field = Field::new(text, Lines::Many);
        field.fit(width);
        assert_eq!(field.cursor_cell(), cursor, "{text:?} in {width}");
    }
}

#[test]
fn a_paste_swallows_nothing_that_stands_behind_it() {
    let mut field = Field::new("one two", Lines::Many);
    field.set_cursor(3);
    field.insert(" \u{9d}no end");
    assert_eq!(field.text(), "one  two");
    field.insert("\u{1b}[31");
    assert_eq!(field.text(), "one  two");
}
