//! The learner's settings, as plain values.

use crate::page::Glyphs;
use crate::study::day::Calendar;

/// How the learner wants it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The longest line of text, in cells.
    pub measure: u16,
    /// Ask "How sure are you?" before an answer is shown?
    pub certainty: Asked,
    /// Show options in another order each time?
    pub shuffle: Asked,
    /// So many questions that were never answered come in a day's reviews at most.
    pub new_per_day: u16,
    /// The hour at which a new day begins, 0 to 23.
    pub day_begins: i8,
    /// Use the mouse?
    pub mouse: Asked,
    /// Which signs to draw with.
    pub glyphs: Glyphs,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            measure: 72,
            certainty: Asked::Yes,
            shuffle: Asked::Yes,
            new_per_day: 10,
            day_begins: Calendar::BEGINS,
            mouse: Asked::Yes,
            glyphs: Glyphs::Unicode,
        }
    }
}

/// Is something wanted?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// It is.
    Yes,
    /// It is not.
    No,
}

impl From<bool> for Asked {
    fn from(yes: bool) -> Self {
        if yes { Self::Yes } else { Self::No }
    }
}
