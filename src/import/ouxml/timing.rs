//! How long a question may take, from its element.
//!
//! **Invariant:** what is not a number of hours or minutes gives none.

use super::{Xml, child};
use crate::import::timing::{fit, is_bare, said};

/// Minutes of a `Timing`, and whether they say all that it says.
pub fn minutes(node: Xml, words: &str) -> (Option<u32>, bool) {
    let number = |wanted| {
        let value = child(node, wanted)?.text()?;
        value.trim().parse::<u32>().ok()
    };
    let (hours, minutes) = (number("Hours"), number("Minutes"));
    if hours.is_some() || minutes.is_some() {
        let sum = hours
            .unwrap_or(0)
            .saturating_mul(60)
            .saturating_add(minutes.unwrap_or(0));
        return (fit(sum), hours.is_none());
    }
    (said(words), is_bare(words))
}
