//! Rules of content that no reader of files can see: what refers to what, and what can't be
//! answered.
//!
//! **Invariant:** pure; the same course gives the same problems, each with the way out. Places come
//! from [`Marks`]; without them a problem names the file.

mod exam;
mod link;
mod question;

use std::collections::{BTreeMap, BTreeSet, HashSet};

pub use self::exam::check as exams;
pub use self::link::Known;
pub use self::question::{
    Claim, blocks as blocks_of_question, claims, lines as lines_of_question, unfounded,
};
use crate::course::block::{Block, Figure, Target};
use crate::course::id::{QuestionId, SectionId};
use crate::course::problem::{Place, Problem, nearest, quoted};
use crate::course::{Course, Section};
use crate::text::Clean;

/// Where each thing of a sort stands; more than one place if it is written more than once.
pub type Places<K> = BTreeMap<K, Vec<Place>>;

/// Where things of a section stand in its files, as far as the reader of the files knows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Marks {
    /// Links, by where they lead.
    pub links: Places<Target>,
    /// Figures, by their files.
    pub figures: Places<Clean>,
    /// Places of questions.
    pub questions: Places<QuestionId>,
    /// Entries: `group`, `outcome`, `section`, `exam` or `term`, with their names.
    pub entries: Places<(&'static str, Clean)>,
}

impl Marks {
    /// Takes in those of another file.
    pub fn append(&mut self, other: Self) {
        fn merge<K: Ord>(places: &mut Places<K>, others: Places<K>) {
            for (key, mut more) in others {
                places.entry(key).or_default().append(&mut more);
            }
        }
        merge(&mut self.links, other.links);
        merge(&mut self.figures, other.figures);
        merge(&mut self.questions, other.questions);
        merge(&mut self.entries, other.entries);
    }

    /// Where an entry stands, or all of those with its name; else the file as a whole.
    fn entry(&self, sort: &'static str, name: &Clean, file: &str) -> Vec<Place> {
        places(&self.entries, &(sort, name.clone()), file)
    }
}

/// Where a thing stands, else the file as a whole: never empty.
fn places<K: Ord>(places: &Places<K>, key: &K, file: &str) -> Vec<Place> {
    places
        .get(key)
        .cloned()
        .unwrap_or_else(|| vec![whole(file)])
}

/// The place of a file as a whole.
fn whole(file: &str) -> Place {
    Place {
        file: file.into(),
        ..Place::default()
    }
}

/// The file that holds what is not a section's.
const COURSE_FILE: &str = "course.toml";

/// What is wrong with a section, beside what its files' reader found. `known` is of the same course: to make it
/// takes as long as the course has sections.
pub fn section(course: &Course, known: &Known, section: &Section, marks: &Marks) -> Vec<Problem> {
    let at = known.place(&section.id);
    let file = at.map_or(section.id.as_str(), |at| &course.sections[at].file);
    let (text_file, question_file) = (format!("{file}.md"), format!("{file}.toml"));
    let mut problems = Vec::new();
    // One that holds others may have nothing to say itself.
    let is_alone = at.is_none_or(|at| course.family(at).nth(1).is_none());
    if section.blocks.is_empty() && is_alone {
        let what = "the section is empty";
        problems.push(Problem::new(
            whole(&text_file),
            what,
            "write what there is to read",
        ));
    }
    question::check(course, section, &mut problems);
    check_places(section, marks, &text_file, &mut problems);
    check_groups(section, marks, &question_file, &mut problems);
    check_figures(section, marks, &text_file, &mut problems);
    link::check_section(
        known,
        section,
        marks,
        [&text_file, &question_file],
        &mut problems,
    );
    problems.sort();
    problems
}

/// What is wrong with a course, beside what the reader of its file found.
pub fn course(course: &Course, marks: &Marks) -> Vec<Problem> {
    let mut problems = Vec::new();
    if course.sections.is_empty() {
        let advice = "write a [[section]] with a title for each part of the course";
        problems.push(Problem::new(
            whole(COURSE_FILE),
            "the course has no sections",
            advice,
        ));
    }
    let ids = course
        .sections
        .iter()
        .map(|heading| Clean::words(heading.id.as_str()));
    check_names("section", ids, marks, &mut problems);
    check_names(
        "outcome",
        course.outcomes.iter().map(|aim| aim.id.clone()),
        marks,
        &mut problems,
    );
    let exams = course.exams.iter().map(|exam| exam.id.clone());
    check_names("exam", exams, marks, &mut problems);
    let terms = course.glossary.iter().map(|term| term.term.clone());
    check_names("term", terms, marks, &mut problems);
    let known = Known::of(course);
    for term in &course.glossary {
        let mut say = |what: String, advice: String| {
            let place = marks.entry("term", &term.term, COURSE_FILE).swap_remove(0);
            problems.push(Problem::new(place, what, advice));
        };
        if term.definition.is_empty() {
            let what = format!("{} is not explained", quoted(&term.term));
            say(what, "write definition = \"…\"".into());
        }
        for (what, advice) in term.see.iter().filter_map(|see| known.lost_term(see)) {
            say(what, advice);
        }
    }
    link::check_course(course, &known, marks, &mut problems);
    problems.sort();
    problems
}

/// Names of one sort must differ, in more than their capitals.
fn check_names(
    sort: &'static str,
    names: impl Iterator<Item = Clean>,
    marks: &Marks,
    problems: &mut Vec<Problem>,
) {
    let mut seen = HashSet::new();
    for name in names {
        if !seen.insert(name.to_lowercase()) {
            let place = marks
                .entry(sort, &name, COURSE_FILE)
                .pop()
                .unwrap_or_default();
            let article = if sort.starts_with(['e', 'o']) {
                "an"
            } else {
                "a"
            };
            let what = format!("there is {article} {sort} {} already", quoted(&name));
            problems.push(Problem::new(place, what, "give this one another name"));
        }
    }
}

/// The names of a section's headings.
pub fn slugs(section: &Section) -> BTreeSet<Clean> {
    let mut slugs = BTreeSet::new();
    each_block(section.blocks.iter(), &mut |block| {
        if let Block::Heading { slug, .. } = block {
            slugs.insert(slug.clone());
        }
    });
    slugs
}

/// Links into sections whose heading is not there. `slugs` holds the names of every section's
/// headings.
pub fn links_between(marks: &Marks, slugs: &BTreeMap<SectionId, BTreeSet<Clean>>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (target, places) in &marks.links {
        if let Target::Section(id, Some(slug)) = target
            && let Some(there) = slugs.get(id)
            && let Some((what, advice)) = link::lost_heading(there, slug, &format!("section {id}"))
        {
            let each = places.iter();
            problems.extend(each.map(|place| Problem::new(place.clone(), &*what, &*advice)));
        }
    }
    problems
}

/// Calls `visit` with every block, outer ones first.
pub fn each_block<'b>(blocks: impl Iterator<Item = &'b Block>, visit: &mut impl FnMut(&'b Block)) {
    for block in blocks {
        visit(block);
        each_block(block.children(), visit);
    }
}

/// `the nearest there is: …`, or another advice where nothing is near.
fn advise(near: Option<&str>, otherwise: &str) -> String {
    near.map_or_else(
        || otherwise.to_owned(),
        |near| format!("the nearest there is: {near}"),
    )
}

/// Places of questions in the text must name a question, and name it once.
fn check_places(section: &Section, marks: &Marks, file: &str, problems: &mut Vec<Problem>) {
    let known: BTreeSet<_> = section
        .questions
        .iter()
        .map(|question| &question.id)
        .collect();
    let mut counts: BTreeMap<&QuestionId, usize> = BTreeMap::new();
    each_block(section.blocks.iter(), &mut |block| {
        if let Block::Question(id) = block {
            *counts.entry(id).or_default() += 1;
        }
    });
    for (id, n_places) in counts {
        let mut all = places(&marks.questions, id, file);
        let name = quoted(id.as_str());
        if !known.contains(id) {
            let what = format!("there is no question {name} in this section");
            let near = nearest(id.as_str(), known.iter().map(|id| id.as_str()));
            let advice = advise(near, "write it, or take this line out");
            problems.push(Problem::new(all.swap_remove(0), what, advice));
        } else if n_places > 1 {
            let what = format!("the question {name} has a place already");
            let last = all.pop().unwrap_or_default();
            problems.push(Problem::new(last, what, "take this line out"));
        }
    }
}

/// A group is for questions, and a part's group must be there.
fn check_groups(section: &Section, marks: &Marks, file: &str, problems: &mut Vec<Problem>) {
    let used: HashSet<_> = section
        .questions
        .iter()
        .filter_map(|q| q.group.as_ref())
        .collect();
    let known: HashSet<_> = section.groups.iter().map(|group| &group.id).collect();
    for group in section
        .groups
        .iter()
        .filter(|group| !used.contains(&group.id))
    {
        let place = marks.entry("group", &group.id, file).swap_remove(0);
        let what = format!("no question belongs to the group {}", quoted(&group.id));
        let advice = format!(
            "write group = \"{}\" in its questions, or take it out",
            group.id
        );
        problems.push(Problem::new(place, what, advice));
    }
    for question in &section.questions {
        if let Some(name) = question.group.as_ref().filter(|name| !known.contains(name)) {
            let what = format!("there is no group {}", quoted(name));
            let near = nearest(name, section.groups.iter().map(|group| &*group.id));
            let advice = advise(near, "write a [[group]] with this id, or take the key out");
            problems.push(Problem::new(question.place.clone(), what, advice));
        }
    }
}

/// The files of the pictures that a course shows outside of its sections, each once. Some may be
/// addresses.
pub fn pictures(course: &Course) -> BTreeSet<&Clean> {
    let about = [&course.description, &course.acknowledgements];
    let exams = course.exams.iter().map(|exam| &exam.description);
    let terms = course.glossary.iter().map(|term| &term.definition);
    let blocks = about.into_iter().chain(exams).chain(terms).flatten();
    paths(blocks)
}

/// The files of the pictures that a section shows, each once. Some may be addresses.
pub fn pictures_in(section: &Section) -> BTreeSet<&Clean> {
    paths(blocks_of(section))
}

fn paths<'b>(blocks: impl Iterator<Item = &'b Block>) -> BTreeSet<&'b Clean> {
    let mut paths = BTreeSet::new();
    each_figure(blocks, &mut |figure| {
        paths.insert(&figure.path);
    });
    paths
}

/// Blocks of a section: its text, its footnotes, what its questions say.
pub fn blocks_of(section: &Section) -> impl Iterator<Item = &Block> {
    let notes = section.footnotes.iter().flat_map(|note| &note.blocks);
    let shared = section.groups.iter().flat_map(|group| &group.introduction);
    let asked = section.questions.iter().flat_map(question::blocks);
    section
        .blocks
        .iter()
        .chain(notes)
        .chain(shared)
        .chain(asked)
}

fn each_figure<'b>(blocks: impl Iterator<Item = &'b Block>, visit: &mut impl FnMut(&'b Figure)) {
    each_block(blocks, &mut |block| {
        if let Block::Figure(figure) = block {
            visit(figure);
        }
    });
}

/// A figure must be told in words.
fn check_figures(section: &Section, marks: &Marks, file: &str, problems: &mut Vec<Problem>) {
    each_figure(blocks_of(section), &mut |figure| {
        if figure.alternative.is_empty() {
            let place = places(&marks.figures, &figure.path, file).swap_remove(0);
            let path = quoted(&figure.path);
            let what = format!("nothing says what the figure {path} shows");
            let advice = "write it between the brackets: ![…](…)";
            problems.push(Problem::new(place, what, advice));
        }
    });
}
