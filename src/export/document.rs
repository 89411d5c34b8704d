//! A document of blocks, before it is Markdown or HTML.
//!
//! **Invariant:** all text in it is clean.

use crate::course::block::{Block, Face, Inline, Table};
use crate::text::Clean;

/// Something to be written out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// What stands at its top.
    pub title: Clean,
    /// The language of the course.
    pub language: Clean,
    /// What it says, in order.
    pub parts: Vec<Part>,
}

/// Blocks that one voice says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Whose words they are.
    pub voice: Voice,
    /// The words.
    pub blocks: Vec<Block>,
}

/// Whose words something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Voice {
    /// Recto's own, in English.
    Recto,
    /// The course's or the learner's, in the course's language.
    Course,
}

impl Document {
    /// One with a title alone.
    pub fn new(title: &str, language: &Clean) -> Self {
        Self {
            title: Clean::words(title),
            language: language.clone(),
            parts: Vec::new(),
        }
    }

    /// Adds blocks.
    pub fn say(&mut self, voice: Voice, blocks: impl IntoIterator<Item = Block>) {
        match self.parts.last_mut().filter(|part| part.voice == voice) {
            Some(part) => part.blocks.extend(blocks),
            None => self.parts.push(Part {
                voice,
                blocks: blocks.into_iter().collect(),
            }),
        }
    }

    /// Adds a heading; the document's title has level 1.
    pub fn heading(&mut self, level: u8, words: &str) {
        let heading = Block::Heading {
            level,
            slug: Clean::default(),
            content: vec![plain(words)],
        };
        self.say(Voice::Recto, [heading]);
    }

    /// Says whose it is, if that is told.
    pub fn learner(&mut self, name: Option<&Clean>) {
        if let Some(name) = name {
            self.facts([("Learner", name.to_string())]);
        }
    }

    /// Adds a paragraph of Recto's.
    pub fn words(&mut self, words: &str) {
        self.say(Voice::Recto, [Block::Paragraph(vec![plain(words)])]);
    }

    /// Adds a short line that says what follows.
    pub fn label(&mut self, words: &str) {
        self.say(Voice::Recto, [Block::Paragraph(vec![strong(words)])]);
    }

    /// Adds what is known, each as a name with its words.
    pub fn facts<'a>(&mut self, facts: impl IntoIterator<Item = (&'a str, String)>) {
        let items = facts.into_iter().map(|(name, words)| {
            let content = vec![strong(name), plain(&format!(": {words}"))];
            vec![Block::Paragraph(content)]
        });
        let items = items.collect();
        self.say(Voice::Recto, [Block::List { start: None, items }]);
    }

    /// Adds a table.
    pub fn table(&mut self, header: &[&str], rows: impl IntoIterator<Item = Vec<String>>) {
        let cell = |words: &str| vec![plain(words)];
        let rows = rows.into_iter();
        let table = Table {
            header: header.iter().copied().map(cell).collect(),
            rows: rows
                .map(|row| row.iter().map(|words| cell(words)).collect())
                .collect(),
            ..Table::default()
        };
        self.say(Voice::Recto, [Block::Table(table)]);
    }

    /// Adds the learner's own words, line by line as they were written.
    pub fn own_words(&mut self, words: &str) {
        let quote = Block::Quote {
            blocks: own_paragraphs(words),
            source: None,
        };
        self.say(Voice::Course, [quote]);
    }
}

/// Words as they were written: lines stay lines, and a blank line ends a paragraph.
pub fn own_paragraphs(words: &str) -> Vec<Block> {
    let words = Clean::lines(words);
    let mut paragraphs: Vec<Vec<Inline>> = vec![Vec::new()];
    for line in words.lines() {
        let last = paragraphs.last_mut().expect("there is one at least");
        match (line.trim().is_empty(), last.is_empty()) {
            (true, true) => {}
            (true, false) => paragraphs.push(Vec::new()),
            (false, true) => last.push(plain(line.trim())),
            (false, false) => {
                last.push(Inline::plain(Clean::lines("\n")));
                last.push(plain(line.trim()));
            }
        }
    }
    paragraphs.retain(|content| !content.is_empty());
    paragraphs.into_iter().map(Block::Paragraph).collect()
}

/// Words in the common face.
pub fn plain(words: &str) -> Inline {
    Inline::plain(Clean::words(words))
}

/// Words said strongly.
pub fn strong(words: &str) -> Inline {
    Inline {
        face: Face {
            strong: true,
            ..Face::default()
        },
        ..plain(words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_words_keep_their_lines() {
        let texts =
            |words| -> Vec<String> { own_paragraphs(words).iter().map(Block::text).collect() };
        assert_eq!(texts("a\n b\n\n\nc\u{1b}[2J\u{202e}"), ["a\nb\n", "c\n"]);
        assert_eq!(texts("\n \n"), Vec::<String>::new());
    }

    #[test]
    fn one_voice_goes_on_in_its_part() {
        let mut document = Document::new("a\u{1b}b", &Clean::words("de"));
        document.words("one");
        document.label("two");
        document.own_words("drei");
        document.words("four");
        let voices: Vec<_> = document.parts.iter().map(|part| part.voice).collect();
        assert_eq!(voices, [Voice::Recto, Voice::Course, Voice::Recto]);
        assert_eq!(document.parts[0].blocks.len(), 2);
    }
}
