//! The learner's keys in words: for help, for the hints on the status line, and wherever a sentence
//! names a key.
//!
//! **Invariant:** no sentence names a key by itself; it asks here, since the learner may have
//! changed it.

use crate::app::action::{Context, Verb};

/// What the keys of all contexts stand for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Keys {
    /// The contexts, in the order in which help shows them.
    pub parts: Vec<Part>,
}

/// What the keys of one context stand for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The context.
    pub context: Context,
    /// Its title.
    pub title: &'static str,
    /// What can be done, each with its keys as they are shown.
    pub lines: Vec<(Verb, Vec<String>)>,
}

impl Keys {
    /// The first key for `verb` in `context`, as it is shown.
    pub fn first(&self, context: Context, verb: Verb) -> Option<&str> {
        let then = context.moves().then_some(Context::Move);
        [Some(context), then, Some(Context::Anywhere)]
            .into_iter()
            .flatten()
            .find_map(|context| {
                let part = self.parts.iter().find(|part| part.context == context)?;
                let (_, keys) = part.lines.iter().find(|(known, _)| *known == verb)?;
                keys.first().map(String::as_str)
            })
    }

    /// The same for a sentence: its name in `keys.toml` where it has no key.
    pub fn name(&self, context: Context, verb: Verb) -> &str {
        self.first(context, verb).unwrap_or(verb.name())
    }
}
