//! What a terminal sends, as keys, pastes and clicks.
//!
//! **Invariant:** takes whatever bytes there are, in whatever pieces, in time linear in their
//! number, and never waits for more: half a sequence stands until the rest comes. A paste is one
//! event. Reads nothing itself.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

const PASTE_END: &[u8] = b"\x1b[201~";
/// The longest sequence; what goes on for longer is none.
const LONGEST: usize = 64;

/// Something that was done at the terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A key.
    Key(KeyEvent),
    /// Text that was pasted.
    Paste(String),
    /// The left button went down on a cell.
    Click(u16, u16),
    /// The wheel was turned over a cell.
    Wheel(u16, u16, Way),
}

/// Which way the wheel was turned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Away from the learner.
    Up,
    /// Towards them.
    Down,
}

/// What came and is not yet told.
#[derive(Debug, Default)]
pub struct Decoder {
    bytes: Vec<u8>,
    /// A paste that goes on, and how much of it was looked at for its end.
    paste: Option<(Vec<u8>, usize)>,
}

/// What the first bytes are.
enum Found {
    /// This many, and what they mean, if anything.
    Whole(usize, Option<Input>),
    /// The start of a paste, this many.
    Paste(usize),
    /// Half of something.
    Half,
}

impl Decoder {
    /// Takes bytes in; gives what they complete. An escape at their end is the key of that name,
    /// unless `more` is known to follow.
    pub fn take(&mut self, bytes: &[u8], more: bool) -> Vec<Input> {
        let mut out = Vec::new();
        let held = std::mem::take(&mut self.bytes);
        let joined;
        let mut rest = bytes;
        if !held.is_empty() {
            joined = [&held, bytes].concat();
            rest = &joined;
        }
        while !rest.is_empty() {
            if let Some((paste, seen)) = &mut self.paste {
                paste.extend_from_slice(rest);
                let Some(end) = memchr::memmem::find(&paste[*seen..], PASTE_END) else {
                    *seen = paste.len().saturating_sub(PASTE_END.len() - 1);
                    return out;
                };
                let end = *seen + end;
                rest = &rest[rest.len() - (paste.len() - end - PASTE_END.len())..];
                out.push(Input::Paste(
                    String::from_utf8_lossy(&paste[..end]).into_owned(),
                ));
                self.paste = None;
                continue;
            }
            match first(rest, more) {
                Found::Whole(n, input) => {
                    out.extend(input);
                    rest = &rest[n..];
                }
                Found::Paste(n) => {
                    self.paste = Some((Vec::new(), 0));
                    rest = &rest[n..];
                }
                Found::Half => {
                    rest.clone_into(&mut self.bytes);
                    break;
                }
            }
        }
        out
    }
}

fn first(bytes: &[u8], more: bool) -> Found {
    match bytes {
        [0x1b] if more => Found::Half,
        [0x1b] => whole(1, KeyCode::Esc, KeyModifiers::NONE),
        [0x1b, b'[', rest @ ..] => control(rest),
        [0x1b, b'O'] => Found::Half,
        [0x1b, b'O', letter, ..] => match of_letter(*letter) {
            Some(code) => whole(3, code, KeyModifiers::NONE),
            None => Found::Whole(3, None),
        },
        // The second may begin a sequence.
        [0x1b, 0x1b, ..] => whole(1, KeyCode::Esc, KeyModifiers::NONE),
        [0x1b, rest @ ..] => match key(rest) {
            Found::Whole(n, Some(Input::Key(mut press))) => {
                press.modifiers |= KeyModifiers::ALT;
                Found::Whole(n + 1, Some(Input::Key(press)))
            }
            Found::Whole(n, input) => Found::Whole(n + 1, input),
            half => half,
        },
        _ => key(bytes),
    }
}

fn whole(n: usize, code: KeyCode, modifiers: KeyModifiers) -> Found {
    Found::Whole(n, Some(Input::Key(KeyEvent::new(code, modifiers))))
}

/// A key that sends one character.
fn key(bytes: &[u8]) -> Found {
    let ctrl = |letter: u8| whole(1, KeyCode::Char(letter.into()), KeyModifiers::CONTROL);
    match bytes[0] {
        b'\r' => whole(1, KeyCode::Enter, KeyModifiers::NONE),
        b'\t' => whole(1, KeyCode::Tab, KeyModifiers::NONE),
        0x7f => whole(1, KeyCode::Backspace, KeyModifiers::NONE),
        0 => ctrl(b' '),
        byte @ 0x01..=0x1a => ctrl(byte - 1 + b'a'),
        byte @ 0x1c..=0x1f => ctrl(byte | b'@'),
        byte @ b' '..=b'~' => whole(1, KeyCode::Char(byte.into()), KeyModifiers::NONE),
        _ => letter(bytes),
    }
}

/// A letter that is no ASCII. What is no UTF-8 means nothing.
fn letter(bytes: &[u8]) -> Found {
    let near = &bytes[..bytes.len().min(4)];
    let valid = match std::str::from_utf8(near) {
        Ok(text) => text,
        Err(error) if error.valid_up_to() == 0 => {
            return match error.error_len() {
                Some(n) => Found::Whole(n, None),
                None => Found::Half,
            };
        }
        Err(error) => std::str::from_utf8(&near[..error.valid_up_to()]).unwrap_or_default(),
    };
    match valid.chars().next() {
        Some(c) => whole(c.len_utf8(), KeyCode::Char(c), KeyModifiers::NONE),
        None => Found::Whole(1, None),
    }
}

/// A control sequence, from behind its `ESC [`.
fn control(rest: &[u8]) -> Found {
    // The console of Linux names its function keys so.
    match rest {
        [b'['] => return Found::Half,
        [b'[', letter @ b'A'..=b'E', ..] => {
            return whole(4, KeyCode::F(letter - b'A' + 1), KeyModifiers::NONE);
        }
        // A mouse told in the old form: three bytes behind the letter.
        [b'M', mouse @ ..] => {
            return match mouse {
                [button, x, y, ..] => {
                    let (x, y) = (x.wrapping_sub(32).into(), y.wrapping_sub(32).into());
                    Found::Whole(6, mouse_of(u32::from(button.wrapping_sub(32)), x, y, true))
                }
                _ => Found::Half,
            };
        }
        _ => {}
    }
    let n = rest
        .iter()
        .take_while(|byte| matches!(byte, b' '..=b'?'))
        .count();
    let Some(&last) = rest.get(n) else {
        // Too long, or not yet at its end.
        return if n > LONGEST {
            Found::Whole(2 + n, None)
        } else {
            Found::Half
        };
    };
    if !matches!(last, b'@'..=b'~') {
        // Something else begins in its midst.
        return Found::Whole(2 + n, None);
    }
    let words = std::str::from_utf8(&rest[..n]).unwrap_or_default();
    if (words, last) == ("200", b'~') {
        return Found::Paste(2 + n + 1);
    }
    Found::Whole(2 + n + 1, sequence(words, last))
}

/// What a control sequence means: its numbers, and the letter that ends it.
fn sequence(words: &str, last: u8) -> Option<Input> {
    if let Some(mouse) = words.strip_prefix('<') {
        let mut numbers = mouse.split(';').map(str::parse::<u32>);
        let (Some(Ok(button)), Some(Ok(x)), Some(Ok(y))) =
            (numbers.next(), numbers.next(), numbers.next())
        else {
            return None;
        };
        return mouse_of(button, x, y, last == b'M');
    }
    let mut numbers = words.split(';').map(|word| {
        word.split(':')
            .next()
            .unwrap_or_default()
            .parse::<u32>()
            .ok()
    });
    let (number, modifiers) = (numbers.next().flatten(), numbers.next().flatten());
    let code = match (last, number) {
        (b'Z', _) => KeyCode::BackTab,
        (b'~', Some(number)) => of_number(number)?,
        (b'u', Some(number)) => match number {
            9 => KeyCode::Tab,
            13 => KeyCode::Enter,
            27 => KeyCode::Esc,
            127 => KeyCode::Backspace,
            other => KeyCode::Char(char::from_u32(other).filter(|c| !c.is_control())?),
        },
        // Others are answers, which nobody asked for.
        (letter, None | Some(1)) => of_letter(letter)?,
        _ => return None,
    };
    // They are told as bits, and one more.
    let bits = modifiers.unwrap_or(1).saturating_sub(1);
    let mut held = KeyModifiers::NONE;
    for (bit, modifier) in [
        (1, KeyModifiers::SHIFT),
        (2, KeyModifiers::ALT),
        (4, KeyModifiers::CONTROL),
    ] {
        if bits & bit != 0 {
            held |= modifier;
        }
    }
    Some(Input::Key(KeyEvent::new(code, held)))
}

fn of_letter(letter: u8) -> Option<KeyCode> {
    Some(match letter {
        b'A' => KeyCode::Up,
        b'B' => KeyCode::Down,
        b'C' => KeyCode::Right,
        b'D' => KeyCode::Left,
        b'H' => KeyCode::Home,
        b'F' => KeyCode::End,
        b'P'..=b'S' => KeyCode::F(letter - b'P' + 1),
        _ => return None,
    })
}

fn of_number(number: u32) -> Option<KeyCode> {
    // The numbers have gaps where old keyboards had none.
    const FUNCTION: [u32; 20] = [
        11, 12, 13, 14, 15, 17, 18, 19, 20, 21, 23, 24, 25, 26, 28, 29, 31, 32, 33, 34,
    ];
    Some(match number {
        1 | 7 => KeyCode::Home,
        2 => KeyCode::Insert,
        3 => KeyCode::Delete,
        4 | 8 => KeyCode::End,
        5 => KeyCode::PageUp,
        6 => KeyCode::PageDown,
        _ => (1..)
            .zip(FUNCTION)
            .find(|(_, known)| *known == number)
            .map(|(n, _)| KeyCode::F(n))?,
    })
}

/// A press of a button or a turn of the wheel, at a column and a row from 1.
fn mouse_of(button: u32, x: u32, y: u32, is_press: bool) -> Option<Input> {
    let cell = |at: u32| u16::try_from(at.checked_sub(1)?).ok();
    let (x, y) = (cell(x)?, cell(y)?);
    // Shift, Alt and Ctrl are 4, 8 and 16; a motion is 32.
    match button & !0b1_1100 {
        0 if is_press => Some(Input::Click(x, y)),
        64 => Some(Input::Wheel(x, y, Way::Up)),
        65 => Some(Input::Wheel(x, y, Way::Down)),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
