//! What the program must do to the world after an action.

use crate::app::charts;
use crate::course::id::{CourseId, SectionId};
use crate::study::event::Event;
use crate::study::session::Scope;

/// A deed for floor 5. They are done in order, before the next frame is drawn.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Put this on the log. It is in the progress already.
    Append(Event),
    /// The desk (places, drafts) has changed: keep it soon.
    KeepDesk,
    /// Load this course; answer with [`App::open`](super::App::open).
    LoadCourse(CourseId),
    /// Bring what was done in this course, which is to be put away or taken back; answer with
    /// [`App::shelve`](super::App::shelve).
    Shelve(CourseId),
    /// Load the section of that index; answer with [`App::show`](super::App::show).
    LoadSection(usize),
    /// Load this section of the course that is in the learner's hands, for what it says; answer with
    /// [`App::lend`](super::App::lend).
    LoadEvidence(CourseId, SectionId),
    /// Make figures of that; answer with [`App::chart`](super::App::chart).
    Chart(charts::Scope),
    /// Gather what a review of that is about; answer with [`App::review`](super::App::review).
    Review(Scope),
    /// Load the question that a review waits for ([`App::wanted_card`](super::App::wanted_card));
    /// answer with [`App::deal`](super::App::deal).
    LoadCard,
    /// Load all questions of this course; answer with [`App::exam`](super::App::exam).
    LoadExam(CourseId),
    /// Let the learner write in their own editor; answer with [`App::edited`](super::App::edited).
    Edit(String),
    /// Write what could not be saved somewhere else; the learner typed this path.
    SaveElsewhere(String),
    /// Stop for a while.
    Suspend,
    /// Draw everything anew.
    Redraw,
    /// Leave.
    Quit,
}
