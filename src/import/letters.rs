//! Items of lists that are numbered with letters or Roman numerals.
//!
//! **Invariant:** a numeral is in small letters or capitals, as its kind says.

use crate::course::block::{Block, Inline};
use crate::text::Clean;

/// The numeral of an item: `kind` is `a`, `A`, `i` or `I`, as in HTML; others have none.
pub fn numeral(kind: &str, at: u64) -> Option<String> {
    let letters = match kind {
        "a" | "A" => alphabetic(at),
        "i" | "I" => roman(at)?,
        _ => return None,
    };
    Some(match kind {
        "A" | "I" => letters.to_uppercase(),
        _ => letters,
    })
}

fn alphabetic(at: u64) -> String {
    const ALPHABET: &[u8; 26] = b"abcdefghijklmnopqrstuvwxyz";
    let mut letters = Vec::new();
    let mut rest = at;
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(ALPHABET[(rest % 26) as usize]));
        rest /= 26;
    }
    letters.iter().rev().collect()
}

fn roman(mut at: u64) -> Option<String> {
    const SIGNS: [(u64, &str); 9] = [
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    if !(1..400).contains(&at) {
        return None;
    }
    let mut out = String::new();
    for (value, sign) in SIGNS {
        while at >= value {
            out.push_str(sign);
            at -= value;
        }
    }
    Some(out)
}

/// Puts words before what stands in an item.
pub fn put_first(blocks: &mut Vec<Block>, words: &str) {
    let mark = Inline::plain(Clean::words(words));
    match blocks.first_mut() {
        Some(Block::Paragraph(line)) => line.insert(0, mark),
        _ => blocks.insert(0, Block::Paragraph(vec![mark])),
    }
}
