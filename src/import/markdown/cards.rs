//! Cards in a text, as hashcards has them: `Q:` and `A:`, or `C:` with what is to be recalled in brackets.
//!
//! **Invariant:** a card that asks nothing, or answers nothing, stays text; each line is looked at once.

use std::ops::Range;

use super::fence::Fence;
use super::parts;

/// A card, by its Markdown.
#[derive(Debug, PartialEq, Eq)]
pub enum Card<'t> {
    /// A question with its answer.
    Asked(&'t str, &'t str),
    /// A text with what is to be recalled in brackets.
    Cloze(&'t str),
}

/// Bytes of a sign, a letter with its colon.
const SIGN: usize = 2;

/// How a line begins.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Start {
    Question,
    Answer,
    Cloze,
    /// A heading, or a line that parts cards.
    End,
}

/// A card that is open: where it begins, and where its answer does.
struct Open {
    start: usize,
    is_cloze: bool,
    answer: Option<usize>,
}

impl Open {
    /// The card in what is all of its text, if it is one.
    fn card<'t>(&self, text: &'t str, end: usize) -> Option<Card<'t>> {
        let inside = &text[self.start + SIGN..end];
        if self.is_cloze {
            return (!gaps(inside).is_empty()).then_some(Card::Cloze(inside));
        }
        let answer = self.answer?;
        let card = (
            text[self.start + SIGN..answer].trim(),
            text[answer + SIGN..end].trim(),
        );
        (!card.0.is_empty() && !card.1.is_empty()).then_some(Card::Asked(card.0, card.1))
    }
}

fn start(line: &str) -> Option<Start> {
    let sign = match line.as_bytes() {
        [b'Q', b':', ..] => Start::Question,
        [b'A', b':', ..] => Start::Answer,
        [b'C', b':', ..] => Start::Cloze,
        _ if parts::is_heading(line) || line.trim_end() == "---" => return Some(Start::End),
        _ => return None,
    };
    // `C:\` is a disk.
    (!line[SIGN..].starts_with(['\\', '/'])).then_some(sign)
}

/// A text without cards, or a card.
#[derive(Debug, PartialEq, Eq)]
pub enum Piece<'t> {
    /// What stands between cards.
    Text(&'t str),
    /// A card.
    Card(Card<'t>),
}

/// Are there cards in a text?
pub fn are_in(text: &str) -> bool {
    let is_card = |piece: &Piece| matches!(piece, Piece::Card(_));
    pieces(text).iter().any(is_card)
}

/// The text, parted into cards and what stands between them. A line of hyphens behind a card ends it, and
/// is no line of the text.
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut fence = Fence::default();
    let mut open: Option<Open> = None;
    // What stands before `done` is in a piece.
    let (mut done, mut at) = (0, 0);
    let mut close = |open: &Open, done: usize, end: usize| {
        let card = open.card(text, end);
        let is_card = card.is_some();
        if let Some(card) = card {
            if done < open.start {
                pieces.push(Piece::Text(&text[done..open.start]));
            }
            pieces.push(Piece::Card(card));
        }
        is_card
    };
    for line in text.split_inclusive('\n') {
        let start = if fence.is_open() { None } else { start(line) };
        // Code may begin behind the sign.
        let is_sign = start.is_some_and(|start| start != Start::End);
        fence.holds(if is_sign { &line[SIGN..] } else { line });
        match (start, &mut open) {
            (Some(Start::Answer), Some(open)) if !open.is_cloze && open.answer.is_none() => {
                open.answer = Some(at);
            }
            (Some(Start::Question | Start::Cloze | Start::End), _) => {
                if open.take().is_some_and(|open| close(&open, done, at)) {
                    let is_parting = line.trim_end() == "---";
                    done = if is_parting { at + line.len() } else { at };
                }
                open = (start != Some(Start::End)).then_some(Open {
                    start: at,
                    is_cloze: start == Some(Start::Cloze),
                    answer: None,
                });
            }
            _ => {}
        }
        at += line.len();
    }
    if open.is_some_and(|open| close(&open, done, at)) {
        done = at;
    }
    if done < text.len() {
        pieces.push(Piece::Text(&text[done..]));
    }
    pieces
}

/// Where in a text brackets stand around what is to be recalled.
pub fn gaps(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut gaps = Vec::new();
    let mut open = None;
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 1,
            b'[' if at > 0 && bytes[at - 1] == b'!' => open = None,
            b'[' => open = Some(at),
            b']' => {
                let is_link = bytes.get(at + 1) == Some(&b'(');
                let start = open.take().filter(|_| !is_link);
                let inside = start.map(|start| &text[start + 1..at]);
                if let (Some(start), Some(inside)) = (start, inside)
                    && !inside.trim().is_empty()
                    && !inside.starts_with('^')
                {
                    gaps.push(start..at + 1);
                }
            }
            _ => {}
        }
        at += 1;
    }
    gaps
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_cards_from_text() {
        use Card::{Asked, Cloze};
        use Piece::Text;
        let cases: [(&str, &[Piece]); 8] = [
            ("Q: a\nA: b\n", &[Piece::Card(Asked("a", "b"))]),
            (
                "x\n\nQ: a\nb\nA:\n\nc\n---\ny\n",
                &[Text("x\n\n"), Piece::Card(Asked("a\nb", "c")), Text("y\n")],
            ),
            (
                "C: a [b]\nQ: c\nA: d\n# e",
                &[
                    Piece::Card(Cloze(" a [b]\n")),
                    Piece::Card(Asked("c", "d")),
                    Text("# e"),
                ],
            ),
            ("Q: a\nQ: b\nA:\n", &[Text("Q: a\nQ: b\nA:\n")]),
            ("A: a\n\n---\nC: b\n", &[Text("A: a\n\n---\nC: b\n")]),
            ("C:\\[a]\n", &[Text("C:\\[a]\n")]),
            ("```\nQ: a\nA: b\n```\n", &[Text("```\nQ: a\nA: b\n```\n")]),
            ("", &[]),
        ];
        for (text, expected) in cases {
            assert_eq!(pieces(text), expected, "{text:?}");
        }
    }

    #[test]
    fn brackets_of_links_and_pictures_hide_nothing() {
        for (text, expected) in [
            ("[a] b [c d]", &["[a]", "[c d]"][..]),
            ("[a](b) ![c](d) [^1] [ ] \\[e] [$n!$]", &["[$n!$]"]),
            ("[[a] [", &["[a]"]),
            ("]", &[]),
        ] {
            let found: Vec<_> = gaps(text).into_iter().map(|gap| &text[gap]).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
