//! The contents of a course: its `[[section]]` entries become headings with names and levels.
//!
//! **Invariant:** every section has an id of its own and files inside of the course's folder,
//! whatever is written.

use std::collections::{HashMap, HashSet};

use crate::course::Heading;
use crate::course::id::SectionId;
use crate::course::naming::{self, LONGEST_SLUG, LOWEST};
use crate::course::problem::quoted;
use crate::markup::entry::{Entry, Found};
use crate::markup::report::floor;
use crate::store::source;
use crate::text::Clean;

/// The keys of a section.
pub const SECTION: &[&str] = &["number", "title", "id", "file", "level"];

/// A text of a section's entry, and the byte of the file at which it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Said<'t> {
    /// The text, as it is.
    pub text: &'t str,
    /// Where its value starts.
    pub at: usize,
}

/// A `[[section]]` as it is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Written<'t> {
    /// The byte of the file at which it starts.
    pub at: usize,
    /// `number`.
    pub number: Option<Said<'t>>,
    /// `title`.
    pub title: Option<Said<'t>>,
    /// `id`.
    pub id: Option<Said<'t>>,
    /// `file`.
    pub file: Option<Said<'t>>,
    /// `level`, and where it stands.
    pub level: Option<(u32, usize)>,
}

/// The sections of a course as TOML has them.
pub fn written<'t>(entries: &[Entry<'t>], found: &mut Found) -> Vec<Written<'t>> {
    let one = |entry: &Entry<'t>| {
        entry.know(SECTION, &[], found);
        let mut said = |key: &str| {
            let text = entry.raw(key, found)?;
            let at = entry.at_key(key);
            Some(Said { text, at })
        };
        Written {
            at: entry.at(),
            number: said("number"),
            title: said("title"),
            id: said("id"),
            file: said("file"),
            level: entry
                .has("level")
                .then(|| entry.whole("level", found))
                .flatten()
                .map(|level| (level, entry.at_key("level"))),
        }
    };
    entries.iter().map(one).collect()
}

/// Words of a text; `None` where there are none.
fn words(said: Option<Said<'_>>) -> Option<Clean> {
    let words = Clean::words(said?.text.trim());
    (!words.is_empty()).then_some(words)
}

/// The headings of a course, in reading order.
pub fn headings(sections: &[Written<'_>], found: &mut Found) -> Vec<Heading> {
    let mut ids = Taken::default();
    let mut files = HashSet::new();
    let mut headings = Vec::with_capacity(sections.len());
    for (index, section) in sections.iter().enumerate() {
        let heading = heading(section, index, &mut ids, found);
        if !files.insert(heading.file.clone()) {
            let what = format!("another section reads {} already", quoted(&heading.file));
            found
                .report
                .say(section.at, what, "give this one a `file` of its own");
        }
        found.mark("section", heading.id.as_str(), section.at);
        headings.push(heading);
    }
    headings
}

fn heading(section: &Written<'_>, index: usize, ids: &mut Taken, found: &mut Found) -> Heading {
    let number = words(section.number);
    let title = words(section.title).unwrap_or_else(|| {
        found.report.say(
            section.at,
            "a section without a title",
            "write title = \"…\"",
        );
        number.clone().unwrap_or_else(|| Clean::words("Untitled"))
    });
    let default = || naming::id(number.as_deref(), &title, index);
    let id = id(section, default, found);
    let own = ids.take(&id);
    if own != id {
        let what = format!("another section has the id {} already", quoted(id.as_str()));
        let advice = format!("give this one an `id` of its own; until then it is {own}");
        found.report.say(section.at, what, advice);
    }
    Heading {
        level: level(section, number.as_deref(), found),
        file: file(section, found).unwrap_or_else(|| naming::file(number.as_deref(), &title, &own)),
        id: own,
        number,
        title,
    }
}

fn id(section: &Written<'_>, default: impl FnOnce() -> SectionId, found: &mut Found) -> SectionId {
    let (Some(written), Some(Said { at, .. })) = (words(section.id), section.id) else {
        return default();
    };
    SectionId::new(&written).unwrap_or_else(|| {
        let default = default();
        let what = format!("{} can't be an id", quoted(&written));
        let advice = format!("use letters, digits, - and _; until then it is {default}");
        found.report.say(at, what, advice);
        default
    })
}

/// Ids that are taken, and how often each was asked for.
#[derive(Default)]
struct Taken {
    ids: HashSet<SectionId>,
    counts: HashMap<SectionId, usize>,
}

impl Taken {
    /// The id, with a number behind it where another section has it already.
    fn take(&mut self, id: &SectionId) -> SectionId {
        if self.ids.insert(id.clone()) {
            return id.clone();
        }
        let base = id.as_str();
        let base = &base[..floor(base, LONGEST_SLUG)];
        let count = self.counts.entry(id.clone()).or_insert(1);
        loop {
            *count += 1;
            let own = SectionId::new(&format!("{base}-{count}")).expect("it is short enough");
            if self.ids.insert(own.clone()) {
                return own;
            }
        }
    }
}

fn level(section: &Written<'_>, number: Option<&str>, found: &mut Found) -> u8 {
    if let Some((level, at)) = section.level {
        if let Ok(level @ 1..=LOWEST) = u8::try_from(level) {
            return level;
        }
        let what = format!("there is no level {level}");
        let advice = format!("write one from 1 to {LOWEST}, or leave it out");
        found.report.say(at, what, advice);
    }
    naming::level(number)
}

/// The file as it is written, where it is one of the course.
fn file(section: &Written<'_>, found: &mut Found) -> Option<String> {
    let Said { text: written, at } = section.file?;
    let name = written.strip_suffix(".md").unwrap_or(written);
    if naming::is_course(name) {
        let what = "its questions would stand in course.toml, which is the course itself";
        let advice = "give the section's files another name";
        found.report.say(at, what, advice);
        return None;
    }
    if source::is_inside(name) {
        return Some(name.to_owned());
    }
    let what = format!("the file {} is not in the course's folder", quoted(written));
    let advice = "write the name of a file beside course.toml, without its ending";
    found.report.say(at, what, advice);
    None
}
