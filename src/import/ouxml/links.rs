//! References by the files' own ids, documents and terms become links to sections, headings and entries
//! of the glossary.
//!
//! **Invariant:** a link leads to a section or a heading that is there; what leads nowhere is words.
//! None leads into an answer: whatever stands within a section leads to its start.

use std::collections::{HashMap, HashSet};
use std::fmt;

use crate::course::block::{Block, Inline, Target};
use crate::course::id::SectionId;
use crate::course::{Course, Section};
use crate::import::assembly::Assembly;
use crate::import::{Imported, Note};
use crate::text::Clean;
use crate::text::slug::slug;

/// What the ids of each file name, and how each file is called in others.
#[derive(Debug, Default)]
pub struct Links {
    files: Vec<File>,
    /// Each name with its file; none, where more than one bear it.
    documents: HashMap<String, Option<usize>>,
}

/// A file of the course.
#[derive(Debug)]
struct File {
    /// Each id with its section, if what it names stands in one.
    ids: HashMap<Box<str>, Option<usize>>,
    start: Extent,
}

/// How much of a course there is.
#[derive(Debug, Clone, Copy)]
struct Extent {
    sections: usize,
    description: usize,
    acknowledgements: usize,
    terms: usize,
    references: usize,
}

impl Extent {
    fn of(course: &Course) -> Self {
        Self {
            sections: course.sections.len(),
            description: course.description.len(),
            acknowledgements: course.acknowledgements.len(),
            terms: course.glossary.len(),
            references: course.references.len(),
        }
    }
}

impl Links {
    /// Begins the next file: what the course has by now is of those before.
    pub fn begin(&mut self, assembly: &Assembly) {
        self.files.push(File {
            ids: HashMap::new(),
            start: Extent::of(&assembly.course),
        });
    }

    /// How many terms the files before the one that is read have.
    pub fn n_terms(&self) -> usize {
        self.files.last().map_or(0, |file| file.start.terms)
    }

    /// Adds a name by which other files call the one that is read.
    pub fn call(&mut self, name: &str) {
        let name = slug(name);
        if name.is_empty() {
            return;
        }
        let own = self.files.len().checked_sub(1);
        let known = self.documents.entry(name).or_insert(own);
        if *known != own {
            *known = None;
        }
    }

    /// Keeps what the ids of a document name: the first, where one is there twice. `opened` are the
    /// elements that began sections, in the order of the document, each with its section.
    pub fn take(&mut self, ids: &[(&str, usize)], opened: &[(usize, Option<usize>)]) {
        let Some(file) = self.files.last_mut() else {
            return;
        };
        for (id, node) in ids {
            let n_before = opened.partition_point(|(opened, _)| opened <= node);
            let section = n_before.checked_sub(1).and_then(|last| opened[last].1);
            file.ids.entry((*id).into()).or_insert(section);
        }
    }

    /// Sets all links of a course.
    pub fn lead(&self, imported: &mut Imported) {
        let ids = imported.sections.iter().map(|section| section.id.clone());
        let terms = imported.course.glossary.iter();
        let way = Way {
            links: self,
            sections: ids.collect(),
            terms: terms
                .map(|term| (term.term.to_lowercase(), term.term.clone()))
                .collect(),
        };
        for (at, section) in imported.sections.iter_mut().enumerate() {
            let mut lost = Lost::default();
            lead_section(section, &way, at, &mut lost);
            imported.notes.extend(lost.told().map(|what| Note {
                place: section.title.clone(),
                what: Clean::trimmed(&what),
            }));
        }
        for file in 0..self.files.len() {
            self.lead_course(&mut imported.course, &way, file);
        }
    }

    /// Sets the links of what a file says of the course.
    fn lead_course(&self, course: &mut Course, way: &Way, file: usize) {
        let end = Extent::of(course);
        let end = self.files.get(file + 1).map_or(end, |next| next.start);
        let start = self.files[file].start;
        let here = Here {
            file,
            section: None,
            headings: &HashSet::new(),
        };
        let mut lost = Lost::default();
        let mut outside = |line: &mut Vec<Inline>| way.lead(line, here, &mut lost);
        let about = course.description[start.description..end.description].iter_mut();
        let thanks = &mut course.acknowledgements[start.acknowledgements..end.acknowledgements];
        let terms = course.glossary[start.terms..end.terms].iter_mut();
        let terms = terms.flat_map(|term| &mut term.definition);
        for block in about.chain(thanks).chain(terms) {
            block.each_line(&mut outside);
        }
        for reference in &mut course.references[start.references..end.references] {
            outside(&mut reference.text);
        }
    }
}

/// Where links lead.
struct Way<'l> {
    links: &'l Links,
    sections: Vec<SectionId>,
    /// The terms of the glossary, by their small letters.
    terms: HashMap<String, Clean>,
}

/// Links of a section that lead nowhere: ids that nothing bears, and documents that are not here.
#[derive(Debug, Default)]
struct Lost {
    ids: Vec<Clean>,
    documents: Vec<SectionId>,
}

impl Lost {
    /// What there is to tell of them.
    fn told(&self) -> impl Iterator<Item = String> {
        let ids = named(&self.ids).map(|(all, is_one)| {
            if is_one {
                format!("a reference to {all} leads nowhere; it is words now")
            } else {
                format!("references to {all} lead nowhere; they are words now")
            }
        });
        let documents = named(&self.documents).map(|(all, is_one)| {
            if is_one {
                format!("a link to the document {all}, which is not here, is words now")
            } else {
                format!("links to the documents {all}, which are not here, are words now")
            }
        });
        ids.into_iter().chain(documents)
    }
}

/// The first of some names, each once, and whether it is only one; none, if there are none.
fn named<N: fmt::Display + Eq>(names: &[N]) -> Option<(String, bool)> {
    const MOST: usize = 5;
    let mut shown: Vec<&N> = Vec::new();
    for name in names {
        if shown.len() > MOST {
            break;
        }
        if !shown.contains(&name) {
            shown.push(name);
        }
    }
    let more = if shown.len() > MOST { " …" } else { "" };
    let all: Vec<_> = shown.iter().take(MOST).map(ToString::to_string).collect();
    (!all.is_empty()).then(|| (format!("{}{more}", all.join(", ")), names.len() == 1))
}

/// Where a line stands.
#[derive(Clone, Copy)]
struct Here<'h> {
    file: usize,
    section: Option<usize>,
    /// The headings that a link in it may lead to.
    headings: &'h HashSet<Clean>,
}

impl Way<'_> {
    /// The file of a section.
    fn file(&self, section: usize) -> usize {
        let files = &self.links.files;
        let n_before = files.partition_point(|file| file.start.sections <= section);
        n_before.saturating_sub(1)
    }

    /// Sets the links of a line. Those that lead nowhere are added to `lost`.
    fn lead(&self, line: &mut [Inline], here: Here, lost: &mut Lost) {
        for inline in line {
            let target = match &inline.target {
                None | Some(Target::Web(_) | Target::Footnote(_) | Target::Gap(_)) => continue,
                Some(Target::Term(words)) => {
                    let term = self.terms.get(&words.to_lowercase());
                    term.cloned().map(Target::Term)
                }
                Some(Target::Heading(id)) => {
                    let there = self.links.files[here.file].ids.get(&**id);
                    if there.is_none() {
                        lost.ids.push(id.clone());
                    }
                    let there = there.copied().flatten();
                    if there == here.section && here.headings.contains(id) {
                        continue;
                    }
                    self.section(there, here)
                }
                Some(Target::Section(document, id)) => {
                    let there = self.document(document.as_str(), id.as_deref());
                    if there.is_none() {
                        lost.documents.push(document.clone());
                    }
                    self.section(there, here)
                }
            };
            inline.target = target;
        }
    }

    /// A link to a section, but for the one in which it stands.
    fn section(&self, there: Option<usize>, here: Here) -> Option<Target> {
        let there = there.filter(|there| Some(*there) != here.section)?;
        Some(Target::Section(self.sections[there].clone(), None))
    }

    /// The section of an id in another file, or the first of that file.
    fn document(&self, name: &str, id: Option<&str>) -> Option<usize> {
        let file = (*self.links.documents.get(name)?)?;
        let file = &self.links.files[file];
        let first = Some(file.start.sections).filter(|first| *first < self.sections.len());
        id.and_then(|id| *file.ids.get(id)?).or(first)
    }
}

fn lead_section(section: &mut Section, way: &Way, at: usize, lost: &mut Lost) {
    let mut headings = HashSet::new();
    for block in &section.blocks {
        collect(block, &mut headings);
    }
    let here = Here {
        file: way.file(at),
        section: Some(at),
        headings: &headings,
    };
    for block in &mut section.blocks {
        block.each_line(&mut |line| way.lead(line, here, lost));
    }
    let here = Here {
        headings: &HashSet::new(),
        ..here
    };
    let mut apart = |line: &mut Vec<Inline>| way.lead(line, here, lost);
    let notes = section
        .footnotes
        .iter_mut()
        .flat_map(|note| &mut note.blocks);
    let groups = section
        .groups
        .iter_mut()
        .flat_map(|group| &mut group.introduction);
    for block in notes.chain(groups) {
        block.each_line(&mut apart);
    }
    for question in &mut section.questions {
        question.each_line(&mut apart);
    }
}

/// Makes words of all links but those to the web and to terms: they are of another file than what they
/// are put into.
pub fn cut(blocks: &mut [Block]) {
    for block in blocks {
        block.each_line(&mut |line| {
            for inline in line {
                if matches!(
                    inline.target,
                    Some(Target::Heading(_) | Target::Section(..))
                ) {
                    inline.target = None;
                }
            }
        });
    }
}

/// The names of headings in a block.
fn collect(block: &Block, out: &mut HashSet<Clean>) {
    match block {
        Block::Heading { slug, .. } => {
            out.insert(slug.clone());
        }
        // Most are paragraphs, and nothing lies in them.
        Block::Paragraph(_) => {}
        block => block.children().for_each(|inner| collect(inner, out)),
    }
}
