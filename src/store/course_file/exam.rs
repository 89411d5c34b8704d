//! The exams of a course: its `[[exam]]` entries.
//!
//! **Invariant:** what is wrong in an exam costs that much of it; only without a name is it left out.

use crate::course::Heading;
use crate::course::exam::{Exam, N_QUESTIONS, PASS};
use crate::course::id::SectionId;
use crate::course::problem::{nearest, quoted};
use crate::markup::entry::{Entry, Found};
use crate::text::Clean;

/// The keys of an exam.
pub const EXAM: &[&str] = &[
    "id",
    "title",
    "description",
    "questions",
    "sections",
    "minutes",
    "pass",
];

/// No exam takes longer: a week.
const LONGEST: u32 = 7 * 24 * 60;

/// The exams of a course that has these sections.
pub fn exams(entries: &[Entry], sections: &[Heading], found: &mut Found) -> Vec<Exam> {
    let exams = entries.iter();
    exams
        .filter_map(|entry| exam(entry, sections, found))
        .collect()
}

fn exam(entry: &Entry, sections: &[Heading], found: &mut Found) -> Option<Exam> {
    entry.know(EXAM, &[], found);
    let (id, title) = (entry.words("id", found), entry.words("title", found));
    let (Some(id), Some(title)) = (id, title) else {
        let what = "an exam without its id or its title";
        let advice = "write id = \"…\" and title = \"…\"; until then it is left out";
        found.report.say(entry.at(), what, advice);
        return None;
    };
    found.mark("exam", &id, entry.at());
    Some(Exam {
        description: entry.blocks("description", found),
        n: figure(entry, "questions", 1..=u32::MAX, found).unwrap_or(N_QUESTIONS),
        sections: asked(entry, sections, found),
        minutes: figure(entry, "minutes", 1..=LONGEST, found),
        pass: figure(entry, "pass", 0..=100, found)
            .and_then(|pass| u8::try_from(pass).ok())
            .unwrap_or(PASS),
        id,
        title,
    })
}

/// A number of a key that lies within these.
fn figure(
    entry: &Entry,
    key: &str,
    bounds: std::ops::RangeInclusive<u32>,
    found: &mut Found,
) -> Option<u32> {
    if !entry.has(key) {
        return None;
    }
    let number = entry.whole(key, found)?;
    if bounds.contains(&number) {
        return Some(number);
    }
    let (least, most) = bounds.into_inner();
    let range = match most {
        u32::MAX => format!("from {least} on"),
        most => format!("from {least} to {most}"),
    };
    let what = format!("an exam can't have {key} = {number}");
    let advice = format!("write a number {range}, or leave it out");
    found.report.say(entry.at_key(key), what, advice);
    None
}

/// The sections that an exam asks from, those that there are.
fn asked(entry: &Entry, sections: &[Heading], found: &mut Found) -> Option<Vec<SectionId>> {
    if !entry.has("sections") {
        return None;
    }
    let names = entry.list("sections", found);
    if names.is_empty() {
        let advice = "name one at least, or leave the key out to ask from all";
        let at = entry.at_key("sections");
        found.report.say(at, "an exam from no section", advice);
    }
    let mut known = Vec::new();
    for name in names {
        match sections
            .iter()
            .find(|section| section.id.as_str() == &*name)
        {
            Some(section) => known.push(section.id.clone()),
            None => say_unknown(&name, entry, sections, found),
        }
    }
    Some(known)
}

fn say_unknown(name: &Clean, entry: &Entry, sections: &[Heading], found: &mut Found) {
    let near = nearest(name, sections.iter().map(|section| section.id.as_str()));
    let advice = near.map_or_else(
        || "write the id of a section".to_owned(),
        |near| format!("the nearest there is: {near}"),
    );
    let what = format!("there is no section {}", quoted(name));
    found.report.say(entry.at_key("sections"), what, advice);
}
