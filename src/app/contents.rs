//! The contents pane: the sections with what the learner has done in each.

use crate::app::layout::ContentsForm;
use crate::app::rows::{self, ACCENT, BOLD, DIM, PLAIN, TITLE};
use crate::course::Course;
use crate::course::id::SectionId;
use crate::page::{Glyphs, Row};
use crate::study::progress::CourseProgress;

/// What is shown of a section beside its title.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// Nothing done.
    New,
    /// Something done.
    Partly,
    /// Read to its end.
    Read,
}

impl Mark {
    /// What has been done in `section`.
    pub fn of(section: &SectionId, progress: Option<&CourseProgress>) -> Self {
        let Some(progress) = progress else {
            return Self::New;
        };
        if progress.is_read(section) {
            Self::Read
        } else if progress.n_answered(section) > 0 || progress.sections.contains_key(section) {
            Self::Partly
        } else {
            Self::New
        }
    }

    /// As it is drawn: one cell, or three in ASCII.
    pub const fn sign(self, glyphs: Glyphs) -> &'static str {
        match (self, glyphs) {
            (Self::New, Glyphs::Unicode) => "·",
            (Self::Partly, Glyphs::Unicode) => "◐",
            (Self::Read, Glyphs::Unicode) => "✓",
            (Self::New, Glyphs::Ascii) => "[.]",
            (Self::Partly, Glyphs::Ascii) => "[~]",
            (Self::Read, Glyphs::Ascii) => "[x]",
        }
    }

    /// As it is said.
    pub const fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Partly => "begun",
            Self::Read => "read",
        }
    }
}

/// The selection in the contents.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Contents {
    /// The section under the cursor.
    pub selected: usize,
    /// The first that shows.
    pub top: usize,
}

impl Contents {
    /// Keeps the selection in view and in range.
    pub fn fit(&mut self, n: usize, height: usize) {
        let height = height.max(1);
        self.selected = self.selected.min(n.saturating_sub(1));
        self.top = self.top.min(n.saturating_sub(height)).min(self.selected);
        if self.selected >= self.top + height {
            self.top = self.selected + 1 - height;
        }
    }
}

/// The rows from `top` on, at most `height`: only what shows is built.
pub fn rows(
    course: &Course,
    here: usize,
    progress: Option<&CourseProgress>,
    contents: &Contents,
    form: ContentsForm,
    (width, height): (usize, usize),
    glyphs: Glyphs,
) -> Vec<Row> {
    let number_width = course
        .sections
        .iter()
        .filter_map(|section| section.number.as_ref())
        .map(|number| number.len())
        .max()
        .unwrap_or(0)
        .min(8);
    let visible = course
        .sections
        .iter()
        .enumerate()
        .skip(contents.top)
        .take(height);
    visible
        .map(|(index, section)| {
            let mark = Mark::of(&section.id, progress).sign(glyphs);
            let is_here = index == here;
            let here_sign = match (is_here, glyphs) {
                (true, Glyphs::Unicode) => "▸",
                (true, Glyphs::Ascii) => ">",
                (false, _) => " ",
            };
            let look = match (is_here, section.level) {
                (true, _) => TITLE,
                (false, 1) => BOLD,
                (false, _) => PLAIN,
            };
            let number = section.number.as_deref().unwrap_or("");
            let words = match form {
                ContentsForm::Rail if number.is_empty() => section.title.to_string(),
                ContentsForm::Rail => number.to_owned(),
                ContentsForm::Full if number.is_empty() => section.title.to_string(),
                ContentsForm::Full => format!("{number:number_width$} {}", section.title),
            };
            let lead = match form {
                ContentsForm::Rail => format!("{here_sign}{mark} "),
                ContentsForm::Full => format!("{here_sign} {mark} "),
            };
            let count = match (form, progress.map_or(0, |p| p.n_answered(&section.id))) {
                (ContentsForm::Rail, _) | (_, 0) => String::new(),
                (ContentsForm::Full, n) => format!(" {n}"),
            };
            let lead_width = crate::text::width(&lead);
            let mut row = rows::sides(&words, look, &count, DIM, width.saturating_sub(lead_width));
            row.runs
                .insert(0, rows::run(lead, if is_here { ACCENT } else { DIM }));
            row
        })
        .collect()
}
