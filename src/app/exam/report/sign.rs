//! How marks look: a sign, with its ASCII form, and a colour that says nothing alone.

use crate::page::{Glyphs, Role};
use crate::study::exam::report::{Earned, Report, Standing};

/// Of a question.
pub fn of(earned: Earned, glyphs: Glyphs) -> (&'static str, Role) {
    let (unicode, ascii, role) = match earned {
        Earned::Marks(score) if score >= 1.0 => ("✓", "[+]", Role::Right),
        Earned::Marks(score) if score > 0.0 => ("◑", "[~]", Role::Caution),
        Earned::Marks(_) => ("✗", "[-]", Role::Wrong),
        Earned::Empty => ("·", "[.]", Role::Wrong),
        Earned::ToMark => ("◇", "[=]", Role::Accent),
        Earned::Gone => (" ", "   ", Role::Dim),
    };
    (pick(unicode, ascii, glyphs), role)
}

/// Of an exam.
pub fn of_report(report: &Report, glyphs: Glyphs) -> (&'static str, Role) {
    let (unicode, ascii, role) = match report.standing() {
        Standing::Passed => ("✓", "[+]", Role::Right),
        Standing::Failed => ("✗", "[-]", Role::Wrong),
        Standing::Open => ("◇", "[=]", Role::Accent),
        Standing::Running => ("·", "[.]", Role::Dim),
    };
    (pick(unicode, ascii, glyphs), role)
}

fn pick(unicode: &'static str, ascii: &'static str, glyphs: Glyphs) -> &'static str {
    match glyphs {
        Glyphs::Unicode => unicode,
        Glyphs::Ascii => ascii,
    }
}
