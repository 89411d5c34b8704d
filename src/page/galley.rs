//! A part of a block (a paragraph, a cell, a title) as one string to wrap, in which each piece
//! remembers its look, its link and its place in the block's text.
//!
//! **Invariant:** a piece with a place is the block's text at that place, letter by letter. Pieces
//! that are shown otherwise than they are written (raised letters, marks of footnotes) and our own
//! words have none.

use std::ops::Range;

use super::{Glyphs, Line, Look, Role, Run};
use crate::course::block::{Face, FaceKind, Inline, Target};
use crate::text::scripts;

/// A part of a block, ready to be wrapped.
#[derive(Debug, Default)]
pub(super) struct Galley<'a> {
    /// What is shown.
    pub text: String,
    pieces: Vec<Piece<'a>>,
}

/// What stands in one look.
#[derive(Debug)]
struct Piece<'a> {
    /// Where it ends in the galley's text; it starts where the one before it ends.
    end: usize,
    /// Where it stands in the block's text, or what it stands for.
    source: usize,
    /// Is it that text itself?
    same: bool,
    look: Look,
    target: Option<&'a Target>,
    link: Option<u32>,
}

/// What stands before words that are struck out; a bracket closes it.
const STRUCK: &str = "[struck out: ";

impl<'a> Galley<'a> {
    /// Adds our own words, which stand before byte `source` of the block's text.
    pub fn ornament(&mut self, text: &str, look: Look, source: usize) {
        self.push(text, look, source, false, None);
    }

    /// Adds words of the block that start at byte `source` of its text.
    pub fn words(&mut self, text: &str, look: Look, source: usize) {
        self.push(text, look, source, true, None);
    }

    /// Adds inlines that start at byte `source`, and gives the byte behind them.
    pub fn inlines(
        &mut self,
        inlines: &'a [Inline],
        base: Look,
        mut source: usize,
        notes: &Notes<'_>,
    ) -> usize {
        let mut struck = false;
        for inline in inlines {
            let target = inline.target.as_ref();
            let look = dressed(base, inline.face, target);
            // A line through words is not heard, and not every terminal draws it.
            if inline.face.struck != struck {
                struck = inline.face.struck;
                let bracket = if struck { STRUCK } else { "]" };
                self.push(bracket, base, source, false, None);
            }
            if let Some(shown) = notes.shown(inline) {
                self.push(&shown, look, source, false, target);
            } else if inline.face.kind == FaceKind::Code {
                self.push(&inline.text, look, source, true, target);
            } else {
                let text = self.without_doubled_blank(&inline.text);
                let at = source + inline.text.len() - text.len();
                self.push(text, look, at, true, target);
            }
            source += inline.text.len();
        }
        if struck {
            self.push("]", base, source, false, None);
        }
        source
    }

    /// The piece without the blank at its start, where one stands there already.
    fn without_doubled_blank<'b>(&self, text: &'b str) -> &'b str {
        if self.text.is_empty() || self.text.ends_with([' ', '\n']) {
            text.trim_start_matches(' ')
        } else {
            text
        }
    }

    fn push(
        &mut self,
        text: &str,
        look: Look,
        source: usize,
        same: bool,
        target: Option<&'a Target>,
    ) {
        if !text.is_empty() {
            self.text.push_str(text);
            let end = self.text.len();
            self.pieces.push(Piece {
                end,
                source,
                same,
                look,
                target,
                link: None,
            });
        }
    }

    /// The runs that show `range`, and the byte of the block's text at which it starts. Links that
    /// start here are added to `links`, as being on row `row`.
    pub fn runs(
        &mut self,
        range: &Range<usize>,
        row: usize,
        links: &mut Vec<(usize, Target)>,
        runs: &mut Vec<Run>,
    ) -> usize {
        let first = self
            .pieces
            .partition_point(|piece| piece.end <= range.start);
        let mut start = range.start;
        let mut source = None;
        for n in first..self.pieces.len() {
            if start >= range.end && source.is_some() {
                break;
            }
            self.link(n, row, links);
            let piece_start = if n == 0 { 0 } else { self.pieces[n - 1].end };
            let piece = &self.pieces[n];
            let at = piece.source + if piece.same { start - piece_start } else { 0 };
            source.get_or_insert(at);
            let end = piece.end.min(range.end);
            if start < end {
                runs.push(Run {
                    text: self.text[start..end].to_owned(),
                    look: piece.look,
                    at: piece.same.then(|| super::place(at)),
                    link: piece.link,
                });
                start = end;
            }
        }
        source
            .or(self.pieces.last().map(|piece| piece.source))
            .unwrap_or(0)
    }

    /// Gives the piece its link, once; pieces of one link share it.
    fn link(&mut self, n: usize, row: usize, links: &mut Vec<(usize, Target)>) {
        let Some(target) = self.pieces[n].target else {
            return;
        };
        if self.pieces[n].link.is_some() {
            return;
        }
        let before = n.checked_sub(1).map(|n| &self.pieces[n]);
        self.pieces[n].link = before
            .filter(|before| before.target == Some(target))
            .and_then(|before| before.link)
            .or_else(|| {
                links.push((row, target.clone()));
                u32::try_from(links.len() - 1).ok()
            });
    }
}

/// How words in `face` look within `base`.
fn dressed(base: Look, face: Face, target: Option<&Target>) -> Look {
    let mut look = base;
    look.bold |= face.strong;
    look.italic |= face.emphasis;
    if face.kind == FaceKind::Code {
        look.role = Role::Code;
    }
    if let Some(target) = target {
        look.role = Role::Accent;
        if !matches!(target, Target::Footnote(_)) {
            look.line = Line::Under;
        }
    }
    if face.struck {
        look.line = Line::Through;
    }
    look
}

/// What inlines are shown as: the numbers of the footnotes, and the letters there are.
#[derive(Debug, Default)]
pub(super) struct Notes<'a> {
    /// Number of each footnote, by its label.
    pub numbers: std::collections::HashMap<&'a str, usize>,
    /// Which signs may be used.
    pub glyphs: Glyphs,
}

impl Notes<'_> {
    /// What stands in the place of an inline that is not shown as it is written.
    fn shown(&self, inline: &Inline) -> Option<String> {
        if inline.text.trim().is_empty() {
            return None;
        }
        let number = match &inline.target {
            Some(Target::Footnote(label)) => self.numbers.get(&**label).map(usize::to_string),
            _ => None,
        };
        match (number, inline.face.kind, self.glyphs) {
            (Some(number), _, Glyphs::Ascii) => Some(format!("[{number}]")),
            (Some(number), _, Glyphs::Unicode) => scripts::raised(&number),
            (None, FaceKind::Superscript, _) => {
                Some(self.script('^', &inline.text, scripts::raised))
            }
            (None, FaceKind::Subscript, _) => {
                Some(self.script('_', &inline.text, scripts::lowered))
            }
            _ => None,
        }
    }

    fn script(&self, sign: char, text: &str, form: fn(&str) -> Option<String>) -> String {
        Some(text)
            .filter(|_| self.glyphs == Glyphs::Unicode)
            .and_then(form)
            .unwrap_or_else(|| scripts::marked(sign, text))
    }
}
