//! A TOML file read entry by entry.
//!
//! **Invariant:** what is broken costs itself only. A value of the wrong sort is reported and left
//! out; a file that is no TOML is cut at its `[[…]]` lines, and every entry that reads is kept.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue, Error};

use crate::course::block::{Block, Inline};
use crate::course::check::Marks;
use crate::course::problem::{nearest, quoted};
use crate::markup::decode::Decoded;
use crate::markup::markdown::{self, Origin};
use crate::markup::report::Report;
use crate::text::Clean;

/// What is found in a file beside its content: faults and places.
#[derive(Debug)]
pub struct Found<'a> {
    /// The faults.
    pub report: Report<'a>,
    /// Where things stand.
    pub marks: Marks,
    /// What the file is read for.
    pub purpose: Purpose,
}

impl<'a> Found<'a> {
    /// Nothing yet but the faults of the bytes. `file` is the name in messages, `text` what is read of
    /// `decoded`.
    pub fn new(file: &str, text: &'a str, decoded: &Decoded, purpose: Purpose) -> Self {
        let mut report = Report::new(file, text);
        for (at, what, advice) in &decoded.faults {
            report.say(*at, what, *advice);
        }
        Self {
            report,
            marks: Marks::default(),
            purpose,
        }
    }

    /// Keeps where an entry stands.
    pub fn mark(&mut self, sort: &'static str, name: &str, at: usize) {
        if self.purpose == Purpose::Study {
            return;
        }
        let place = self.report.place(at);
        self.marks
            .entries
            .entry((sort, Clean::words(name)))
            .or_default()
            .push(place);
    }
}

/// What a file is read for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// To be studied: where things stand in it is of no use.
    Study,
    /// To be checked.
    Check,
}

/// A TOML file, in as many parts as it had to be cut into.
#[derive(Debug)]
pub struct Document<'t> {
    text: &'t str,
    parts: Vec<(usize, DeTable<'t>)>,
    /// Did all of it read?
    pub is_whole: bool,
}

impl<'t> Document<'t> {
    /// Reads a file; `names` are the entries, written `[[name]]`, at which it may be cut.
    pub fn read(text: &'t str, names: &[&str], found: &mut Found) -> Self {
        if let Ok(table) = DeTable::parse(text) {
            return Self {
                text,
                parts: vec![(0, table.into_inner())],
                is_whole: true,
            };
        }
        let mut parts = Vec::new();
        for part in cut(text, names) {
            match DeTable::parse(&text[part.clone()]) {
                Ok(table) => parts.push((part.start, table.into_inner())),
                Err(error) => say_broken(&text[part.clone()], part.start, &error, names, found),
            }
        }
        Self {
            text,
            parts,
            is_whole: false,
        }
    }

    /// Reads parts of a file that are TOML each. `None`: they are not.
    pub fn of_parts(text: &'t str, parts: &[Range<usize>]) -> Option<Self> {
        let read = |part: &Range<usize>| {
            let table = DeTable::parse(&text[part.clone()]).ok()?;
            Some((part.start, table.into_inner()))
        };
        Some(Self {
            text,
            parts: parts.iter().map(read).collect::<Option<_>>()?,
            is_whole: true,
        })
    }

    /// The keys before the first entry, where they read.
    pub fn head(&self) -> Option<Entry<'_>> {
        let (start, table) = self.parts.first()?;
        (*start == 0).then_some(Entry {
            text: self.text,
            base: 0,
            at: 0,
            table,
        })
    }

    /// All entries of that name, in the order of the file.
    pub fn entries(&self, name: &'static str, found: &mut Found) -> Vec<Entry<'_>> {
        let mut entries = Vec::new();
        for (base, table) in &self.parts {
            let entry = Entry {
                text: self.text,
                base: *base,
                at: *base,
                table,
            };
            entries.extend(entry.tables(name, found));
        }
        entries
    }
}

/// Reports a part of a file that is no TOML; it starts at byte `start`.
fn say_broken(part: &str, start: usize, error: &Error, names: &[&str], found: &mut Found) {
    // What is never closed is missed at the end of the part: behind its last word, that is.
    let end = part.trim_end().len().saturating_sub(1);
    let at = start + error.span().map_or(0, |span| span.start.min(end));
    let what = format!("this is not TOML: {}", Clean::words(error.message()));
    let advice = match names.iter().find(|name| is_head(part, name)) {
        Some(name) => format!("mend it; until then this [[{name}]] is left out"),
        None => "mend it; until then the lines before the first [[ are left out".into(),
    };
    found.report.say(at, what, advice);
}

/// Parts a file before each line `[[name]]`.
fn cut(text: &str, names: &[&str]) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut line_start = 0;
    for line in text.split_inclusive('\n') {
        if line_start > 0 && names.iter().any(|name| is_head(line, name)) {
            parts.push(start..line_start);
            start = line_start;
        }
        line_start += line.len();
    }
    parts.push(start..text.len());
    parts
}

/// Does `text` start with the line `[[name]]`?
pub fn is_head(text: &str, name: &str) -> bool {
    let inside = text
        .trim_start_matches([' ', '\t'])
        .strip_prefix("[[")
        .map(str::trim_start);
    let behind = inside
        .and_then(|inside| inside.strip_prefix(name))
        .map(str::trim_start);
    behind.is_some_and(|behind| behind.starts_with("]]"))
}

/// Something in a list.
#[derive(Debug, Clone, Copy)]
pub enum Listed<'d> {
    /// A text.
    Words(Words<'d>),
    /// A table.
    Entry(Entry<'d>),
}

/// A text in a list.
#[derive(Debug, Clone, Copy)]
pub struct Words<'d> {
    text: &'d str,
    at: usize,
    origin: Origin,
}

impl Listed<'_> {
    /// The byte of the file at which it starts.
    pub fn at(&self) -> usize {
        match self {
            Self::Words(words) => words.at,
            Self::Entry(entry) => entry.at,
        }
    }
}

impl<'d> Words<'d> {
    /// It as it is.
    pub fn raw(self) -> &'d str {
        self.text
    }

    /// It as a line of Markdown.
    pub fn line(self, found: &mut Found) -> Vec<Inline> {
        markdown::line(self.text, self.origin, &mut found.report, &mut found.marks)
    }
}

/// A table of the file.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'d> {
    text: &'d str,
    base: usize,
    at: usize,
    table: &'d DeTable<'d>,
}

impl<'d> Entry<'d> {
    /// The byte of the file at which it starts.
    pub fn at(&self) -> usize {
        self.at
    }

    /// The byte at which the value of a key starts, else the entry.
    pub fn at_key(&self, key: &str) -> usize {
        self.table
            .get(key)
            .map_or(self.at, |value| self.base + value.span().start)
    }

    /// Is there such a key?
    pub fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// Reports keys that are none of `known`. `around` are those of the entry that this one is a
    /// part of: keys that slipped below the part's head.
    pub fn know(&self, known: &[&str], around: &[&str], found: &mut Found) {
        for key in self.table.keys() {
            let name = key.get_ref();
            if known.contains(&&**name) {
                continue;
            }
            let what = format!("there is no key {}", quoted(name));
            let advice = if around.contains(&&**name) {
                "it belongs to the question: move it up, above the first [[question.…]]".into()
            } else {
                match nearest(name, known.iter().copied()) {
                    Some(near) => format!("the nearest key there is: {near}"),
                    None => "take it out".into(),
                }
            };
            found.report.say(self.base + key.span().start, what, advice);
        }
    }

    /// Text of a key, as it is.
    pub fn raw(&self, key: &str, found: &mut Found) -> Option<&'d str> {
        let value = self.table.get(key)?;
        match value.get_ref() {
            DeValue::String(text) => Some(text),
            DeValue::Integer(number) => Some(self.unquoted(key, number.as_str(), found)),
            DeValue::Float(number) => Some(self.unquoted(key, number.as_str(), found)),
            _ => self.wrong(key, "text between quotes", found),
        }
    }

    /// Text of a key, where it is text.
    pub fn as_text(&self, key: &str) -> Option<&'d str> {
        match self.table.get(key)?.get_ref() {
            DeValue::String(text) => Some(text),
            _ => None,
        }
    }

    /// Words of a key; `None` where there are none.
    pub fn words(&self, key: &str, found: &mut Found) -> Option<Clean> {
        let words = Clean::words(self.raw(key, found)?.trim());
        (!words.is_empty()).then_some(words)
    }

    /// Blocks of a key that holds Markdown.
    pub fn blocks(&self, key: &str, found: &mut Found) -> Vec<Block> {
        let Some(text) = self.raw(key, found) else {
            return Vec::new();
        };
        markdown::blocks(
            text,
            self.origin(key, text),
            &mut found.report,
            &mut found.marks,
        )
    }

    /// A line of a key that holds Markdown.
    pub fn line(&self, key: &str, found: &mut Found) -> Vec<Inline> {
        let Some(text) = self.raw(key, found) else {
            return Vec::new();
        };
        markdown::line(
            text,
            self.origin(key, text),
            &mut found.report,
            &mut found.marks,
        )
    }

    /// A whole number of a key, no less than 0.
    pub fn whole(&self, key: &str, found: &mut Found) -> Option<u32> {
        match self.table.get(key)?.get_ref() {
            DeValue::Integer(number) => u32::from_str_radix(number.as_str(), number.radix()).ok(),
            _ => None,
        }
        .or_else(|| self.wrong(key, "a whole number", found))
    }

    /// A number of a key. Infinity is none.
    pub fn number(&self, key: &str, found: &mut Found) -> Option<f64> {
        match self.table.get(key)?.get_ref() {
            DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
                .ok()
                .map(as_float),
            DeValue::Float(number) => number.as_str().parse().ok(),
            _ => None,
        }
        .filter(|number| f64::is_finite(*number))
        .or_else(|| self.wrong(key, "a number", found))
    }

    /// Yes or no.
    pub fn flag(&self, key: &str, found: &mut Found) -> Option<bool> {
        match self.table.get(key)?.get_ref() {
            DeValue::Boolean(flag) => Some(*flag),
            _ => self.wrong(key, "true or false", found),
        }
    }

    /// One text or a list of them.
    pub fn list(&self, key: &str, found: &mut Found) -> Vec<Clean> {
        let Some(value) = self.table.get(key) else {
            return Vec::new();
        };
        let DeValue::Array(items) = value.get_ref() else {
            return self.words(key, found).into_iter().collect();
        };
        let mut list = Vec::new();
        for item in items {
            match item.get_ref() {
                DeValue::String(text) => list.push(Clean::words(text.trim())),
                DeValue::Integer(number) => list.push(Clean::words(number.as_str())),
                DeValue::Float(number) => list.push(Clean::words(number.as_str())),
                _ => {
                    let what = format!("`{key}` holds something that is no text");
                    found
                        .report
                        .say(self.base + item.span().start, what, "write it in quotes");
                }
            }
        }
        list.retain(|words| !words.is_empty());
        list
    }

    /// Entries of that name inside of this one.
    pub fn tables(&self, key: &str, found: &mut Found) -> Vec<Entry<'d>> {
        let Some(value) = self.table.get(key) else {
            return Vec::new();
        };
        match value.get_ref() {
            DeValue::Array(items) => {
                let (tables, others): (Vec<_>, Vec<_>) = items
                    .iter()
                    .map(|item| (item, self.inside(item)))
                    .partition(|(_, e)| e.is_some());
                for (item, _) in others {
                    let what = format!("`{key}` holds something that is no entry");
                    let advice = format!("write it as [[…{key}]] with its keys below");
                    found
                        .report
                        .say(self.base + item.span().start, what, advice);
                }
                tables.into_iter().filter_map(|(_, entry)| entry).collect()
            }
            DeValue::Table(_) => {
                let what = format!("`{key}` stands in single brackets");
                let advice = format!("write [[…{key}]]: there may be several");
                found
                    .report
                    .say(self.base + value.span().start, what, advice);
                self.inside(value).into_iter().collect()
            }
            _ => {
                self.wrong::<()>(key, "entries, each written as [[…]]", found);
                Vec::new()
            }
        }
    }

    /// The entry of a key, where it is one.
    pub fn table(&self, key: &str) -> Option<Entry<'d>> {
        self.inside(self.table.get(key)?)
    }

    /// What a list holds: texts, and entries with keys of their own. One text or entry is a list
    /// of one.
    pub fn listed(&self, key: &str, found: &mut Found) -> Vec<Listed<'d>> {
        let Some(value) = self.table.get(key) else {
            return Vec::new();
        };
        let items = match value.get_ref() {
            DeValue::Array(items) => &items[..],
            _ => std::slice::from_ref(value),
        };
        let mut list = Vec::new();
        for item in items {
            let at = self.base + item.span().start;
            if let DeValue::String(text) = item.get_ref() {
                let origin = self.origin_of(item, text);
                list.push(Listed::Words(Words { text, at, origin }));
            } else if let Some(entry) = self.inside(item) {
                list.push(Listed::Entry(entry));
            } else {
                let what = format!("`{key}` holds something that is no text");
                found.report.say(at, what, "write it in quotes");
            }
        }
        list
    }

    fn inside(&self, value: &'d Spanned<DeValue<'d>>) -> Option<Entry<'d>> {
        match value.get_ref() {
            DeValue::Table(table) => Some(Entry {
                table,
                at: self.base + value.span().start,
                ..*self
            }),
            _ => None,
        }
    }

    fn origin(&self, key: &str, text: &str) -> Origin {
        match self.table.get(key) {
            Some(value) => self.origin_of(value, text),
            None => Origin::roughly(self.at),
        }
    }

    fn origin_of(&self, value: &Spanned<DeValue<'_>>, text: &str) -> Origin {
        let start = self.base + value.span().start;
        let written = self
            .text
            .get(start..self.base + value.span().end)
            .unwrap_or("");
        // Without escapes the string stands in the file as it is, behind its quotes and the line
        // end that may follow three of them.
        let quotes = written.len() - written.trim_start_matches(['"', '\'']).len();
        let inside = &written[quotes.min(3)..];
        let lines = inside.len() - inside.trim_start_matches(['\r', '\n']).len();
        let starts = [0, 1, 2].into_iter().filter(|skipped| *skipped <= lines);
        let at = starts
            .map(|skipped| start + quotes.min(3) + skipped)
            .find(|at| self.text[*at..].starts_with(text));
        at.map_or(Origin::roughly(start), Origin::exactly)
    }

    fn unquoted(&self, key: &str, text: &'d str, found: &mut Found) -> &'d str {
        let what = format!("`{key}` is a number, not text");
        found
            .report
            .say(self.at_key(key), what, format!("write \"{text}\""));
        text
    }

    fn wrong<T>(&self, key: &str, expected: &str, found: &mut Found) -> Option<T> {
        let what = format!("`{key}` must be {expected}");
        found
            .report
            .say(self.at_key(key), what, "mend it; until then it is left out");
        None
    }
}

/// Beyond 2^53 whole numbers are rounded; no question asks for so many.
#[allow(clippy::cast_precision_loss)]
fn as_float(number: i64) -> f64 {
    number as f64
}
