//! A sentence on the status line, gone at the next key.

/// What is said there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The sentence.
    pub words: String,
    /// How it is meant.
    pub tone: Tone,
}

/// How a notice is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Good to know.
    Told,
    /// The learner must see it.
    Warned,
}

impl Notice {
    /// Something good to know.
    pub fn told(words: impl Into<String>) -> Self {
        Self {
            words: words.into(),
            tone: Tone::Told,
        }
    }

    /// Something that the learner must see.
    pub fn warned(words: impl Into<String>) -> Self {
        Self {
            words: words.into(),
            tone: Tone::Warned,
        }
    }
}
