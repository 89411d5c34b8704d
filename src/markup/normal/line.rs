//! A line in normal form.
//!
//! **Invariant:** no word is lost. Runs next to each other differ in face or target; no blank stands at
//! either end of a line or twice in a row, and of two runs the blank between them is in the one with
//! fewer marks; nothing is empty. It takes time in step with the words.

use crate::course::block::{Face, FaceKind, Inline, Target};
use crate::markup::write::{self, Place};
use crate::text::Clean;

/// A run that is not clean yet.
struct Run {
    text: String,
    face: Face,
    target: Option<Target>,
}

impl Run {
    fn is_break(&self) -> bool {
        self.text == "\n"
    }

    fn is_note_or_gap(&self) -> bool {
        matches!(self.target, Some(Target::Footnote(_) | Target::Gap(_)))
    }

    /// Is it of words, whose blanks mean nothing but that they are parted?
    fn can_move(&self) -> bool {
        let is_kept = matches!(self.face.kind, FaceKind::Code | FaceKind::Maths);
        !self.is_note_or_gap() && !self.is_break() && !is_kept
    }

    /// Do words of both make one run?
    fn joins(&self, face: Face, target: Option<&Target>) -> bool {
        !self.is_break()
            && !self.is_note_or_gap()
            && self.face == face
            && self.target.as_ref() == target
    }
}

/// Brings a line that stands at `place` into normal form. A break in a heading becomes a blank.
pub fn line(content: Vec<Inline>, place: Place) -> Vec<Inline> {
    let runs = joined(writable(parted(content, place), place));
    let runs = settled(trimmed(runs));
    runs.into_iter().map(clean).collect()
}

/// Adds words to the last of `runs` where they join it.
fn push(runs: &mut Vec<Run>, text: &str, face: Face, target: Option<&Target>) {
    if text.is_empty() {
        return;
    }
    match runs.last_mut().filter(|last| last.joins(face, target)) {
        Some(last) => last.text.push_str(text),
        None => runs.push(Run {
            text: text.to_owned(),
            face,
            target: target.cloned(),
        }),
    }
}

/// The same, with the blanks at the ends of a formula as words.
fn push_part(runs: &mut Vec<Run>, text: &str, face: Face, target: Option<&Target>) {
    let words = match face.kind {
        FaceKind::Maths => text.trim(),
        _ => text,
    };
    let plain = Face {
        kind: FaceKind::Text,
        ..face
    };
    let before = text.len() - text.trim_start().len();
    if words.len() < text.len() && before > 0 {
        push(runs, " ", plain, target);
    }
    push(runs, words, face, target);
    if before + words.len() < text.len() {
        push(runs, " ", plain, target);
    }
}

/// Runs of one face and target, with breaks in runs of their own.
fn parted(content: Vec<Inline>, place: Place) -> Vec<Run> {
    let mut runs = Vec::with_capacity(content.len());
    for Inline { text, face, target } in content {
        if let Some(Target::Footnote(label)) = &target {
            // A mention is its number, whatever it was called.
            let face = Face {
                kind: FaceKind::Superscript,
                ..face
            };
            push(&mut runs, label, face, target.as_ref());
            continue;
        }
        for (n, part) in text.split('\n').enumerate() {
            if n > 0 && (place == Place::Heading || face.kind == FaceKind::Code) {
                push(&mut runs, " ", face, target.as_ref());
            } else if n > 0 {
                runs.push(Run {
                    text: "\n".into(),
                    face: Face::default(),
                    target: None,
                });
            }
            push_part(&mut runs, part, face, target.as_ref());
        }
    }
    runs
}

/// Runs whose kind can't be written become words.
fn writable(mut runs: Vec<Run>, place: Place) -> Vec<Run> {
    for run in runs.iter_mut().filter(|run| !run.is_note_or_gap()) {
        let text = run.text.trim();
        let can = match run.face.kind {
            FaceKind::Text => true,
            FaceKind::Code => {
                let is_parted = place == Place::Cell && text.contains("\\|");
                !text.is_empty() && !is_parted
            }
            FaceKind::Maths => {
                run.text = single_blanks(text);
                write::maths(&run.text).is_some()
            }
            FaceKind::Superscript | FaceKind::Subscript => !text.is_empty(),
        };
        if !can {
            run.face.kind = FaceKind::Text;
        }
    }
    runs
}

fn joined(runs: Vec<Run>) -> Vec<Run> {
    let mut out = Vec::with_capacity(runs.len());
    for run in runs {
        if run.is_break() {
            out.push(run);
        } else {
            push(&mut out, &run.text, run.face, run.target.as_ref());
        }
    }
    out
}

/// Runs without blanks at the ends of lines and without breaks at the ends of all.
fn trimmed(runs: Vec<Run>) -> Vec<Run> {
    let mut out: Vec<Run> = Vec::with_capacity(runs.len());
    let mut ends_blank = true;
    for run in runs {
        if run.is_break() {
            trim_end(&mut out);
            if out.last().is_some_and(|last| !last.is_break()) {
                out.push(run);
            }
            ends_blank = true;
        } else if run.face.kind == FaceKind::Code {
            ends_blank = false;
            push(
                &mut out,
                &Clean::line(&run.text),
                run.face,
                run.target.as_ref(),
            );
        } else {
            let words = single_blanks(&run.text);
            let words = if ends_blank {
                words.trim_start()
            } else {
                &words
            };
            if !words.is_empty() {
                ends_blank = words.ends_with(char::is_whitespace);
                push(&mut out, words, run.face, run.target.as_ref());
            }
        }
    }
    trim_end(&mut out);
    while out.last().is_some_and(Run::is_break) {
        out.pop();
        trim_end(&mut out);
    }
    out
}

/// Words with no white space behind white space.
pub(super) fn single_blanks(words: &str) -> String {
    let words = Clean::words(words);
    let mut before = 'x';
    let keep = |c: &char| {
        let is_second = before.is_whitespace() && c.is_whitespace();
        before = *c;
        !is_second
    };
    words.chars().filter(keep).collect()
}

fn trim_end(out: &mut Vec<Run>) {
    while let Some(last) = out.last_mut() {
        if last.face.kind == FaceKind::Code || last.is_break() {
            return;
        }
        last.text.truncate(last.text.trim_end().len());
        if !last.text.is_empty() {
            return;
        }
        out.pop();
    }
}

/// A blank at the border of two runs goes to where fewer marks are: `**so** it` and not `**so **it`.
fn settled(runs: Vec<Run>) -> Vec<Run> {
    let mut out: Vec<Run> = Vec::with_capacity(runs.len());
    for run in runs {
        let mut text = &*run.text;
        if let Some(last) = out.last_mut() {
            let (face, target) = meet(last, &run);
            let can_leave = |of: &Run| of.can_move() && !(of.face == face && of.target == target);
            if can_leave(last) && last.text.ends_with(' ') {
                last.text.pop();
                if last.text.is_empty() {
                    out.pop();
                }
                push(&mut out, " ", face, target.as_ref());
            } else if can_leave(&run) && text.starts_with(' ') {
                text = &text[1..];
                push(&mut out, " ", face, target.as_ref());
            }
        }
        if run.is_break() {
            out.push(run);
        } else {
            push(&mut out, text, run.face, run.target.as_ref());
        }
    }
    out
}

/// What two runs have in common.
fn meet(one: &Run, two: &Run) -> (Face, Option<Target>) {
    let face = Face {
        emphasis: one.face.emphasis && two.face.emphasis,
        strong: one.face.strong && two.face.strong,
        struck: one.face.struck && two.face.struck,
        kind: FaceKind::Text,
    };
    let is_shared = one.target == two.target && !one.is_note_or_gap();
    (face, one.target.clone().filter(|_| is_shared))
}

/// Clean text in the end: what came together may still join.
fn clean(run: Run) -> Inline {
    let text = match run.face.kind {
        _ if run.is_break() => Clean::lines(&run.text),
        FaceKind::Code => Clean::line(&run.text),
        _ => Clean::words(&run.text),
    };
    Inline {
        text,
        face: run.face,
        target: run.target,
    }
}
