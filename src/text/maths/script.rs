//! What stands above and below the line: powers, indices, primes, limits.
//!
//! **Invariant:** a raised letter is raised for the eye too, or stands behind `^`; no power ever
//! comes to stand behind another, nor behind what it isn't the power of.

use super::atom::{Atom, Bind, Class, End};
use super::row::Row;
use crate::text::scripts::{lowered, marked, raised};

/// The scripts of one atom.
#[derive(Debug, Default)]
pub struct Scripts {
    /// How many primes.
    pub primes: usize,
    /// What is raised.
    pub up: Option<Row>,
    /// What is lowered.
    pub down: Option<Row>,
}

impl Row {
    /// Hangs scripts on the last atom, or on nothing where none stands right before.
    pub fn script(&mut self, scripts: &Scripts) {
        let has_base = self
            .atoms
            .last()
            .is_some_and(|atom| !matches!(atom.class, Class::Blank | Class::Gap | Class::Break));
        if !has_base {
            self.push(Atom::empty());
        }
        if let Some(base) = self.atoms.last_mut() {
            attach(base, scripts);
        }
    }
}

fn attach(base: &mut Atom, scripts: &Scripts) {
    let text = |row: &Option<Row>| {
        let text = row.as_ref().map(Row::tight);
        text.filter(|text| !text.is_empty())
    };
    let (up, down) = (text(&scripts.up), text(&scripts.down));
    if up.is_none() && down.is_none() && scripts.primes == 0 {
        return;
    }
    embrace(base, down.is_some());
    let raised_up = up.as_deref().and_then(raise);
    let lowered_down = down.as_deref().and_then(lowered);
    let has_limits = matches!(base.class, Class::Big | Class::Function);
    let is_empty = base.text.is_empty();
    // Limits, and what stands before a sign, look the same above and below.
    let is_alike = (has_limits || is_empty) && up.is_some() && down.is_some();
    let is_short = |text: &Option<String>| {
        text.as_ref()
            .is_none_or(|text| text.chars().nth(2).is_none())
    };
    let is_small = base.class != Class::Big || (is_short(&up) && is_short(&down));
    let is_set = is_small && (!is_alike || (raised_up.is_some() && lowered_down.is_some()));
    let below = down
        .as_deref()
        .map(|down| match lowered_down.filter(|_| is_set) {
            Some(lowered) => (lowered, End::Lowered),
            None if up.is_some() && !has_limits => (format!("_({down})"), End::Marked),
            None => mark('_', down, End::Low),
        });
    let above = up.as_deref().map(|up| match raised_up.filter(|_| is_set) {
        Some(raised) => {
            let is_plain = raised.ends_with(['°', '′', '″', '‴']);
            (raised, if is_plain { End::Plain } else { End::Raised })
        }
        None if is_empty && down.is_some() => (format!("^({up})"), End::Marked),
        None => mark('^', up, End::Far),
    });
    let primes = match scripts.primes {
        0 => String::new(),
        1 => "′".into(),
        2 => "″".into(),
        3 => "‴".into(),
        n => "′".repeat(n),
    };
    if above.is_some() && base.bind == Bind::Bare {
        base.bind = Bind::Unit;
    }
    base.leads |= is_empty
        && matches!(
            (&above, &below),
            (Some((_, End::Raised)), _) | (None, Some((_, End::Lowered)))
        );
    let parts = if is_empty {
        [above, below]
    } else {
        [below, above]
    };
    for (n, (script, end)) in parts
        .into_iter()
        .enumerate()
        .filter_map(|(n, part)| Some((n, part?)))
    {
        if n == 1 && !is_empty {
            base.text.push_str(&primes);
        }
        base.text.push_str(&script);
        base.end = end;
    }
    if up.is_none() || is_empty {
        base.text.push_str(&primes);
        if !primes.is_empty() {
            base.end = End::Plain;
        }
    }
}

/// Puts brackets round a base whose parts the script would otherwise seem to part.
fn embrace(base: &mut Atom, has_down: bool) {
    if matches!(base.class, Class::Function | Class::Big) {
        return;
    }
    let (open, close) = match base.bind {
        Bind::Matrix => ('[', ']'),
        Bind::Root | Bind::Quotient | Bind::Lines | Bind::Loose | Bind::Product => ('(', ')'),
        Bind::Bare | Bind::Unit => match base.end {
            // ½ⁿ would be read as a half of something.
            End::Plain if base.class == Class::Number && !base.text.is_ascii() => ('(', ')'),
            End::Plain => return,
            End::Lowered if !has_down => return,
            _ => ('(', ')'),
        },
    };
    base.text.insert(0, open);
    base.text.push(close);
    base.bind = Bind::Bare;
    base.end = End::Plain;
    base.leads = false;
}

/// Raised letters, if all of them are. A raised star would be read as a product.
fn raise(text: &str) -> Option<String> {
    if text == "∘" {
        return Some("°".into());
    }
    raised(text).filter(|raised| !raised.contains('*'))
}

fn mark(sign: char, text: &str, end: End) -> (String, End) {
    let marked = marked(sign, text);
    let end = if marked.ends_with(')') {
        End::Marked
    } else {
        end
    };
    (marked, end)
}
