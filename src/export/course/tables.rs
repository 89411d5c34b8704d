//! TOML that people can read: what is empty is left out, and text of several lines stands on lines.
//!
//! **Invariant:** the TOML is well formed whatever the texts are; quotes and escapes are the encoder's.

use toml_writer::{TomlStringBuilder, TomlWrite as _, WriteTomlValue};

use super::links::{Names, Place};
use crate::course::block::{Block, Inline};
use crate::markup::{normal, write};

/// A file that is being written.
#[derive(Debug)]
pub(super) struct Toml<'n> {
    out: String,
    names: &'n Names,
    place: Place<'n>,
}

const TAKES_ALL: &str = "a string takes whatever is written into it";

impl<'n> Toml<'n> {
    /// An empty file; links in what is written into it follow `names`.
    pub fn new(names: &'n Names, place: Place<'n>) -> Self {
        Self {
            out: String::new(),
            names,
            place,
        }
    }

    /// The file.
    pub fn finish(self) -> String {
        self.out
    }

    /// Begins an entry `[[path]]`; the keys that follow are its own.
    pub fn open(&mut self, path: &str) {
        if !self.out.is_empty() {
            self.out.push('\n');
        }
        self.out.push_str("[[");
        self.out.push_str(path);
        self.out.push_str("]]\n");
    }

    /// Words on a line, where there are any.
    pub fn text(&mut self, key: &str, text: &str) {
        if !text.is_empty() {
            self.put(key, TomlStringBuilder::new(text).as_default());
        }
    }

    /// Text whose lines stay as they are, where there is any.
    pub fn lines(&mut self, key: &str, text: &str) {
        if !text.contains('\n') {
            return self.text(key, text);
        }
        let text = TomlStringBuilder::new(text);
        let plain = text.as_ml_basic_pretty().or_else(|| text.as_ml_literal());
        self.put(key, plain.unwrap_or_else(|| text.as_ml_basic()));
    }

    /// Blocks as Markdown, where there are any.
    pub fn blocks(&mut self, key: &str, blocks: &[Block]) {
        if blocks.is_empty() {
            return;
        }
        let mut blocks = blocks.to_vec();
        self.names.follow(self.place, &mut blocks);
        let mut markdown = write::fragment(&normal::fragment(blocks));
        if markdown.contains('\n') {
            // The quotes that end it stand on a line of their own.
            markdown.push('\n');
        }
        self.lines(key, &markdown);
    }

    /// A line as Markdown, though it be empty.
    pub fn line(&mut self, key: &str, line: &[Inline]) {
        let markdown = self.markdown(line);
        self.put(key, TomlStringBuilder::new(&markdown).as_default());
    }

    /// A list of texts, where there are any.
    pub fn list(&mut self, key: &str, texts: &[impl AsRef<str>]) {
        if !texts.is_empty() {
            self.all(key, texts);
        }
    }

    /// A list of texts, though it be empty.
    pub fn all(&mut self, key: &str, texts: &[impl AsRef<str>]) {
        let texts: Vec<_> = texts.iter().map(AsRef::as_ref).collect();
        self.put(key, texts);
    }

    /// One text, or a list of several; nothing of none.
    pub fn one_or_more(&mut self, key: &str, texts: &[impl AsRef<str>]) {
        match texts {
            [one] => self.text(key, one.as_ref()),
            all => self.list(key, all),
        }
    }

    /// Lines of Markdown as a list.
    pub fn all_lines<'l>(&mut self, key: &str, lines: impl Iterator<Item = &'l [Inline]>) {
        let lines: Vec<_> = lines.map(|line| self.markdown(line)).collect();
        self.all(key, &lines);
    }

    /// A whole number.
    pub fn whole(&mut self, key: &str, number: u32) {
        self.put(key, number);
    }

    /// A number, without a point where it needs none.
    pub fn number(&mut self, key: &str, number: f64) {
        // Below 2^53 every whole number is one of these exactly, and prints without an exponent.
        if number.fract() == 0.0 && number.abs() < 9e15 {
            self.begin(key);
            self.out.push_str(&format!("{number:.0}\n"));
        } else {
            self.put(key, number);
        }
    }

    /// Yes or no.
    pub fn flag(&mut self, key: &str, flag: bool) {
        self.put(key, flag);
    }

    /// A table on a line.
    pub fn table(&mut self, key: &str, pairs: &[(&str, &str)]) {
        self.begin(key);
        self.out.push('{');
        for (n, (key, text)) in pairs.iter().enumerate() {
            self.out.push_str(if n > 0 { ", " } else { " " });
            self.begin(key);
            let text = TomlStringBuilder::new(text).as_default();
            self.out.value(text).expect(TAKES_ALL);
        }
        self.out.push_str(" }\n");
    }

    fn markdown(&self, line: &[Inline]) -> String {
        let mut line = line.to_vec();
        self.names.follow_line(self.place, &mut line);
        write::line(&normal::line(line))
    }

    fn put(&mut self, key: &str, value: impl WriteTomlValue) {
        self.begin(key);
        self.out.value(value).expect(TAKES_ALL);
        self.out.push('\n');
    }

    fn begin(&mut self, key: &str) {
        self.out.key(key).expect(TAKES_ALL);
        self.out.push_str(" = ");
    }
}
