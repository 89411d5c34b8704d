//! What was done to a field, and how it is taken back.
//!
//! **Invariant:** undoing a step leaves the text and the cursor as they were before it, redoing as
//! they were after. The steps kept are few enough to hold in memory, however long one types.

use std::collections::VecDeque;

use super::body::Body;

/// Steps that are kept.
const STEPS: usize = 1000;
/// Bytes that the steps may hold together: some texts of the longest sort, taken in and out.
const BYTES: usize = 8 << 20;

/// One piece of text in the place of another.
#[derive(Debug, Clone)]
pub struct Change {
    /// The byte where both begin.
    pub at: usize,
    /// What stood there.
    pub removed: String,
    /// What stands there now.
    pub added: String,
}

impl Change {
    fn cost(&self) -> usize {
        size_of::<Self>() + self.removed.len() + self.added.len()
    }
}

/// The sort of small edit that makes one step with others of its sort.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// A letter typed.
    Type,
    /// A letter deleted before the cursor.
    Back,
    /// A letter deleted behind it.
    Forward,
}

/// A small edit, as far as it matters for what it makes one step with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Small {
    /// What was done.
    pub sort: Sort,
    /// Whether to a blank: a step ends where a word begins.
    pub is_blank: bool,
}

impl Small {
    fn goes_on(self, last: Self) -> bool {
        self.sort == last.sort && (self.is_blank || !last.is_blank)
    }
}

/// What is undone at once.
#[derive(Debug, Clone)]
struct Step {
    changes: Vec<Change>,
    /// The cursor before the first and after the last change.
    cursor: (usize, usize),
}

impl Step {
    fn cost(&self) -> usize {
        self.changes.iter().map(Change::cost).sum()
    }
}

/// The steps done and undone.
#[derive(Debug, Clone, Default)]
pub struct History {
    done: VecDeque<Step>,
    undone: Vec<Step>,
    /// What `done` costs.
    bytes: usize,
    /// The last edit, if another may still join its step.
    open: Option<Small>,
}

impl History {
    /// Takes down a change that was made, with the cursor before and after it. A `small` one joins
    /// the last step if it goes on with it.
    pub fn record(&mut self, change: Change, cursor: (usize, usize), small: Option<Small>) {
        self.undone.clear();
        self.bytes += change.cost();
        let joins = matches!((small, self.open), (Some(now), Some(last)) if now.goes_on(last));
        self.open = small;
        match self.done.back_mut().filter(|_| joins) {
            Some(step) => {
                step.changes.push(change);
                step.cursor.1 = cursor.1;
            }
            None => self.done.push_back(Step {
                changes: vec![change],
                cursor,
            }),
        }
        while self.done.len() > STEPS || self.bytes > BYTES {
            let Some(oldest) = self.done.pop_front() else {
                break;
            };
            self.bytes -= oldest.cost();
        }
    }

    /// Lets nothing join the last step any more.
    pub fn close(&mut self) {
        self.open = None;
    }

    /// Takes the last step back in `body`. Gives the cursor, or nothing if there is no step.
    pub fn undo(&mut self, body: &mut Body) -> Option<usize> {
        self.close();
        let step = self.done.pop_back()?;
        self.bytes -= step.cost();
        for change in step.changes.iter().rev() {
            let end = change.at + change.added.len();
            body.splice(change.at..end, &change.removed);
        }
        let cursor = step.cursor.0;
        self.undone.push(step);
        Some(cursor)
    }

    /// Does again in `body` what was undone last. Gives the cursor, or nothing if nothing was.
    pub fn redo(&mut self, body: &mut Body) -> Option<usize> {
        self.close();
        let step = self.undone.pop()?;
        self.bytes += step.cost();
        for change in &step.changes {
            let end = change.at + change.removed.len();
            body.splice(change.at..end, &change.added);
        }
        let cursor = step.cursor.1;
        self.done.push_back(step);
        Some(cursor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(added: &str) -> Change {
        Change {
            at: 0,
            removed: String::new(),
            added: added.to_owned(),
        }
    }

    #[test]
    fn the_oldest_steps_go_first() {
        let mut history = History::default();
        for _ in 0..STEPS + 5 {
            history.record(change("a"), (0, 1), None);
        }
        assert_eq!(history.done.len(), STEPS);
        for _ in 0..20 {
            history.record(change(&"a".repeat(1 << 20)), (0, 1), None);
        }
        assert_eq!(history.done.len(), 7);
        assert!(history.bytes <= BYTES);
    }
}
