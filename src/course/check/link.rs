//! Links that lead nowhere.

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::course::block::{Block, Inline, Target};
use crate::course::check::{COURSE_FILE, Marks, advise, each_block, places, question, slugs};
use crate::course::id::SectionId;
use crate::course::problem::{Problem, nearest, quoted};
use crate::course::{Course, Section};
use crate::text::Clean;

/// What is wrong with a link, and what to do.
type Lost = (String, String);

/// What links may lead to in a course.
pub struct Known<'c> {
    course: &'c Course,
    /// Which is which, by their places in the course.
    sections: HashMap<&'c SectionId, usize>,
    /// Terms of the glossary in small letters.
    terms: HashSet<String>,
}

impl<'c> Known<'c> {
    /// What links may lead to in `course`.
    pub fn of(course: &'c Course) -> Self {
        Self {
            course,
            sections: course
                .sections
                .iter()
                .enumerate()
                // The first of two by one name is the one that is meant.
                .rev()
                .map(|(at, heading)| (&heading.id, at))
                .collect(),
            terms: course
                .glossary
                .iter()
                .map(|term| term.term.to_lowercase())
                .collect(),
        }
    }

    /// The place of a section in the course.
    pub fn place(&self, section: &SectionId) -> Option<usize> {
        self.sections.get(section).copied()
    }

    /// What is wrong with a term that the glossary lacks.
    pub fn lost_term(&self, term: &str) -> Option<Lost> {
        if self.terms.contains(&term.to_lowercase()) {
            return None;
        }
        let near = nearest(term, self.course.glossary.iter().map(|known| &*known.term));
        let what = format!("the glossary has no {}", quoted(term));
        Some((
            what,
            advise(near, "write a [[glossary]] entry in course.toml"),
        ))
    }

    fn lost(&self, target: &Target) -> Option<Lost> {
        match target {
            Target::Section(id, _) if !self.sections.contains_key(id) => {
                let known = self
                    .course
                    .sections
                    .iter()
                    .map(|heading| heading.id.as_str());
                let near = nearest(id.as_str(), known);
                let what = format!("there is no section {}", quoted(id.as_str()));
                Some((
                    what,
                    advise(near, "write the id of a section of course.toml"),
                ))
            }
            Target::Term(term) => self.lost_term(term),
            _ => None,
        }
    }
}

/// What is wrong with the name of a heading that is not among `slugs`.
pub fn lost_heading(slugs: &BTreeSet<Clean>, slug: &Clean, place: &str) -> Option<Lost> {
    if slugs.contains(slug) {
        return None;
    }
    let near = nearest(slug, slugs.iter().map(|slug| &**slug));
    let what = format!(
        "there is no heading {} in {place}",
        quoted(&format!("#{slug}"))
    );
    Some((
        what,
        advise(
            near,
            "write a heading's words in small letters, joined by -",
        ),
    ))
}

/// Adds the links of a section that lead nowhere. `files` are its text and its questions.
pub fn check_section(
    known: &Known,
    section: &Section,
    marks: &Marks,
    files: [&str; 2],
    problems: &mut Vec<Problem>,
) {
    let slugs = slugs(section);
    let labels: HashSet<_> = section.footnotes.iter().map(|note| &note.label).collect();
    let lost = |target: &Target| match target {
        Target::Heading(slug) => lost_heading(&slugs, slug, "this section"),
        Target::Footnote(label) if !labels.contains(label) => {
            let what = format!("there is no footnote {}", quoted(label));
            Some((what, format!("write it below the text: [^{label}]: …")))
        }
        target => known.lost(target),
    };
    let notes = section.footnotes.iter().flat_map(|note| &note.blocks);
    let in_text = targets(section.blocks.iter().chain(notes), []);
    let asked = section.questions.iter().flat_map(question::blocks);
    let in_questions = targets(asked, section.questions.iter().flat_map(question::lines));
    add(&in_text, lost, marks, files[0], problems);
    // The places of a target that is lost in both are named once.
    add(
        in_questions.difference(&in_text),
        lost,
        marks,
        files[1],
        problems,
    );
}

/// Adds the links of `course.toml` that lead nowhere.
pub fn check_course(course: &Course, known: &Known, marks: &Marks, problems: &mut Vec<Problem>) {
    let blocks = course.description.iter().chain(&course.acknowledgements);
    let blocks = blocks.chain(course.glossary.iter().flat_map(|term| &term.definition));
    let lines = course.references.iter().map(|reference| &*reference.text);
    let lost = |target: &Target| match target {
        Target::Heading(slug) | Target::Footnote(slug) => {
            let what = format!("{} is not in this file", quoted(slug));
            Some((
                what,
                "write section:, the section's id, # and the heading".to_owned(),
            ))
        }
        target => known.lost(target),
    };
    add(&targets(blocks, lines), lost, marks, COURSE_FILE, problems);
}

/// Where links lead, each once.
fn targets<'b>(
    blocks: impl Iterator<Item = &'b Block>,
    lines: impl IntoIterator<Item = &'b [Inline]>,
) -> BTreeSet<&'b Target> {
    let mut targets = BTreeSet::new();
    for line in lines {
        targets.extend(line.iter().filter_map(|inline| inline.target.as_ref()));
    }
    each_block(blocks, &mut |block| {
        for line in block.lines() {
            targets.extend(line.iter().filter_map(|inline| inline.target.as_ref()));
        }
    });
    targets
}

/// Adds a problem for each place of each lost target.
fn add<'a, 't: 'a>(
    targets: impl IntoIterator<Item = &'a &'t Target>,
    lost: impl Fn(&Target) -> Option<Lost>,
    marks: &Marks,
    file: &str,
    problems: &mut Vec<Problem>,
) {
    for target in targets {
        if let Some((what, advice)) = lost(target) {
            let each = places(&marks.links, *target, file).into_iter();
            problems.extend(each.map(|place| Problem::new(place, &*what, &*advice)));
        }
    }
}
