//! What terminals send, whole, in pieces, and broken.

use super::*;

fn keys(bytes: &[u8]) -> Vec<Input> {
    Decoder::default().take(bytes, false)
}

fn press(code: KeyCode, modifiers: KeyModifiers) -> Input {
    Input::Key(KeyEvent::new(code, modifiers))
}

#[test]
fn keys_are_what_terminals_send_for_them() {
    use KeyCode::{
        BackTab, Backspace, Char, Delete, Down, End, Enter, Esc, F, Home, Insert, Left, PageDown,
        PageUp, Right, Tab, Up,
    };
    const NONE: KeyModifiers = KeyModifiers::NONE;
    const CTRL: KeyModifiers = KeyModifiers::CONTROL;
    const ALT: KeyModifiers = KeyModifiers::ALT;
    const SHIFT: KeyModifiers = KeyModifiers::SHIFT;
    for (bytes, code, modifiers) in [
        ("a", Char('a'), NONE),
        ("Q", Char('Q'), NONE),
        ("é", Char('é'), NONE),
        ("日", Char('日'), NONE),
        ("🚀", Char('🚀'), NONE),
        ("\r", Enter, NONE),
        ("\n", Char('j'), CTRL),
        ("\t", Tab, NONE),
        ("\x7f", Backspace, NONE),
        ("\x08", Char('h'), CTRL),
        ("\0", Char(' '), CTRL),
        ("\x03", Char('c'), CTRL),
        ("\x1f", Char('_'), CTRL),
        ("\x1b", Esc, NONE),
        ("\x1bx", Char('x'), ALT),
        ("\x1bé", Char('é'), ALT),
        ("\x1b\r", Enter, ALT),
        ("\x1b\x7f", Backspace, ALT),
        ("\x1b[A", Up, NONE),
        ("\x1bOB", Down, NONE),
        ("\x1b[1;5C", Right, CTRL),
        ("\x1b[1;3D", Left, ALT),
        ("\x1b[H", Home, NONE),
        ("\x1bOF", End, NONE),
        ("\x1b[1~", Home, NONE),
        ("\x1b[8~", End, NONE),
        ("\x1b[2~", Insert, NONE),
        ("\x1b[3~", Delete, NONE),
        ("\x1b[5~", PageUp, NONE),
        ("\x1b[6;2~", PageDown, SHIFT),
        ("\x1b[Z", BackTab, NONE),
        ("\x1bOP", F(1), NONE),
        ("\x1b[[A", F(1), NONE),
        ("\x1b[15~", F(5), NONE),
        ("\x1b[24~", F(12), NONE),
        ("\x1b[13;3u", Enter, ALT),
        ("\x1b[97;5u", Char('a'), CTRL),
        ("\x1b[97:65;5:1u", Char('a'), CTRL),
    ] {
        assert_eq!(
            keys(bytes.as_bytes()),
            [press(code, modifiers)],
            "{bytes:?}"
        );
    }
}

#[test]
fn the_mouse_is_told_in_two_forms() {
    for (bytes, expected) in [
        ("\x1b[<0;5;3M", Some(Input::Click(4, 2))),
        ("\x1b[<0;5;3m", None),
        ("\x1b[<16;300;1M", Some(Input::Click(299, 0))),
        ("\x1b[<2;5;3M", None),
        ("\x1b[<32;5;3M", None),
        ("\x1b[<64;1;1M", Some(Input::Wheel(0, 0, Way::Up))),
        ("\x1b[<65;1;1M", Some(Input::Wheel(0, 0, Way::Down))),
        ("\x1b[<0;0;0M", None),
        ("\x1b[<0;99999;1M", None),
        ("\x1b[<0;1M", None),
        ("\x1b[M %#", Some(Input::Click(4, 2))),
    ] {
        assert_eq!(
            keys(bytes.as_bytes()),
            Vec::from_iter(expected),
            "{bytes:?}"
        );
    }
}

#[test]
fn a_paste_is_one_thing_whatever_is_in_it() {
    let bytes = "x\x1b[200~one\r\x1b[A two\x03\x1b[201~y".as_bytes();
    let expected = [
        press(KeyCode::Char('x'), KeyModifiers::NONE),
        Input::Paste("one\r\x1b[A two\x03".to_owned()),
        press(KeyCode::Char('y'), KeyModifiers::NONE),
    ];
    assert_eq!(keys(bytes), expected);
    for at in 0..=bytes.len() {
        let mut decoder = Decoder::default();
        let mut all = decoder.take(&bytes[..at], true);
        all.extend(decoder.take(&bytes[at..], false));
        assert_eq!(all, expected, "cut at {at}");
    }
}

#[test]
fn a_long_paste_takes_time_in_step_with_its_length() {
    let mut decoder = Decoder::default();
    assert_eq!(decoder.take(b"\x1b[200~", true), []);
    // Looked at from its start for each piece, this would be 50 GB.
    for _ in 0..10_000 {
        assert_eq!(decoder.take(&[b'a'; 1000], true), []);
    }
    let [Input::Paste(words)] = &decoder.take(b"\x1b[201~", false)[..] else {
        panic!("it is no paste")
    };
    assert_eq!(words.len(), 10_000_000);
}

#[test]
fn pieces_of_sequences_wait_for_the_rest() {
    let text = "é\x1b[1;5C日\x1bOA\x1b[<65;10;20M🚀\x1bx\x1b[M !!q";
    let expected = keys(text.as_bytes());
    assert_eq!(expected.len(), 9);
    let mut decoder = Decoder::default();
    let mut all = Vec::new();
    for byte in text.as_bytes() {
        all.extend(decoder.take(&[*byte], true));
    }
    assert_eq!(all, expected);
}

#[test]
fn what_means_nothing_costs_nothing_else() {
    let q = || press(KeyCode::Char('q'), KeyModifiers::NONE);
    for bytes in [
        &b"\xffq"[..],
        b"\xc3q",
        b"\xed\xa0\x80q",
        b"\x1b[?62;22cq",
        b"\x1b[12;40Rq",
        b"\x1b[Iq",
        b"\x1bOzq",
        b"\x1b[99~q",
        b"\x1b[4294967296~q",
    ] {
        assert_eq!(keys(bytes).last(), Some(&q()), "{bytes:?}");
        assert_eq!(keys(bytes).len(), 1, "{bytes:?}");
    }
    let long = [b"\x1b[".to_vec(), vec![b'1'; 1_000_000], b"q".to_vec()].concat();
    assert!(keys(&long).len() <= 1);
    let escapes = vec![0x1b; 1_000_000];
    assert_eq!(keys(&escapes).len(), 1_000_000);
}
