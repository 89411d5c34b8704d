//! The contents of a course: its `[[section]]` entries become headings with names and levels.
//!
//! **Invariant:** every section has an id of its own and files inside of the course's folder,
//! whatever is written.

use std::cell::LazyCell;
use std::collections::{HashMap, HashSet};

use crate::course::Heading;
use crate::course::id::SectionId;
use crate::course::problem::quoted;
use crate::store::course_file::entry::{Entry, Found};
use crate::store::report::floor;
use crate::store::source;
use crate::text::{self, Clean};

/// The keys of a section.
pub const SECTION: &[&str] = &["number", "title", "id", "file", "level"];

/// Levels beyond this are drawn as this one.
const LOWEST: u8 = 9;

/// Names made from titles are cut here, in bytes.
const LONGEST_SLUG: usize = 80;

/// The headings of a course, in reading order.
pub fn headings(entries: &[Entry], found: &mut Found) -> Vec<Heading> {
    let mut ids = Taken::default();
    let mut files = HashSet::new();
    let mut headings = Vec::with_capacity(entries.len());
    for (index, entry) in entries.iter().enumerate() {
        entry.know(SECTION, &[], found);
        let heading = heading(entry, index, &mut ids, found);
        if !files.insert(heading.file.clone()) {
            let what = format!("another section reads {} already", quoted(&heading.file));
            found
                .report
                .say(entry.at(), what, "give this one a `file` of its own");
        }
        found.mark("section", &Clean::words(heading.id.as_str()), entry.at());
        headings.push(heading);
    }
    headings
}

/// The slug of a title, made when it is asked for.
type Slug<F> = LazyCell<String, F>;

fn heading(entry: &Entry, index: usize, ids: &mut Taken, found: &mut Found) -> Heading {
    let number = entry.words("number", found);
    let title = entry.words("title", found).unwrap_or_else(|| {
        found.report.say(
            entry.at(),
            "a section without a title",
            "write title = \"…\"",
        );
        number.clone().unwrap_or_else(|| Clean::words("Untitled"))
    });
    // Made where an id or a file is to be named after it, and only there.
    let slug = LazyCell::new(|| short_slug(&title));
    let id = id(entry, number.as_deref(), &slug, index, found);
    let own = ids.take(&id);
    if own != id {
        let what = format!("another section has the id {} already", quoted(id.as_str()));
        let advice = format!("give this one an `id` of its own; until then it is {own}");
        found.report.say(entry.at(), what, advice);
    }
    Heading {
        level: level(entry, number.as_deref(), found),
        file: file(entry, number.as_deref(), &slug, &own, found),
        id: own,
        number,
        title,
    }
}

fn id(
    entry: &Entry,
    number: Option<&str>,
    slug: &Slug<impl FnOnce() -> String>,
    index: usize,
    found: &mut Found,
) -> SectionId {
    let default = number
        .and_then(|number| SectionId::new(number).or_else(|| SectionId::new(&short_slug(number))))
        .or_else(|| SectionId::new(slug))
        .or_else(|| SectionId::new(&format!("section-{}", index + 1)))
        .expect("letters and a number make an id");
    let Some(written) = entry.words("id", found) else {
        return default;
    };
    SectionId::new(&written).unwrap_or_else(|| {
        let what = format!("{} can't be an id", quoted(&written));
        let advice = format!("use letters, digits, - and _; until then it is {default}");
        found.report.say(entry.at_key("id"), what, advice);
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

fn level(entry: &Entry, number: Option<&str>, found: &mut Found) -> u8 {
    if entry.has("level")
        && let Some(level) = entry.whole("level", found)
    {
        if let Ok(level @ 1..=LOWEST) = u8::try_from(level) {
            return level;
        }
        let what = format!("there is no level {level}");
        let advice = format!("write one from 1 to {LOWEST}, or leave it out");
        found.report.say(entry.at_key("level"), what, advice);
    }
    let parts = number.map_or(1, |number| {
        number.split('.').filter(|part| !part.is_empty()).count()
    });
    u8::try_from(parts).map_or(LOWEST, |parts| parts.clamp(1, LOWEST))
}

fn file(
    entry: &Entry,
    number: Option<&str>,
    slug: &Slug<impl FnOnce() -> String>,
    id: &SectionId,
    found: &mut Found,
) -> String {
    if let Some(written) = entry.raw("file", found) {
        let name = written.strip_suffix(".md").unwrap_or(written);
        if source::is_inside(name) {
            return name.to_owned();
        }
        let what = format!("the file {} is not in the course's folder", quoted(written));
        let advice = "write the name of a file beside course.toml, without its ending";
        found.report.say(entry.at_key("file"), what, advice);
    }
    let number = number.filter(|number| SectionId::new(number).is_some());
    match (number, slug.as_str()) {
        (Some(number), "") => number.to_owned(),
        (Some(number), slug) => format!("{number}-{slug}"),
        (None, "") => id.to_string(),
        (None, slug) => slug.to_owned(),
    }
}

/// A slug that is fit for an id and a file's name.
pub fn short_slug(text: &str) -> String {
    let mut slug = text::slug::slug(text);
    slug.truncate(floor(&slug, LONGEST_SLUG));
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}
