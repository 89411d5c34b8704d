//! A course while it is put together, section by section, in reading order.
//!
//! **Invariant:** ids come from numbers, titles and places alone, never from hashes or the source's own
//! ids: the same file, or the same course exported anew, gives the same ids. No two are the same.

use std::collections::{HashMap, HashSet};

use crate::course::block::Block;
use crate::course::id::{CourseId, QuestionId, SectionId};
use crate::course::question::{Group, Question};
use crate::course::{Audience, Course, Footnote, Heading, Section, naming};
use crate::import::{Imported, Note, Picture};
use crate::text::Clean;
use crate::text::slug::slug;

/// A course while it is put together.
#[derive(Debug)]
pub struct Assembly {
    /// What is known of the course as a whole: its sections are added by [`Assembly::open`] alone.
    pub course: Course,
    sections: Vec<Section>,
    pictures: Vec<Picture>,
    notes: Vec<Note>,
    section_ids: Names,
    /// Names of files, in small letters: not every disk tells capitals apart.
    files: Names,
    /// Names of questions and groups in the section that is open.
    question_ids: Names,
    group_ids: Names,
    /// The last number at the top that was split off a title.
    last_number: u32,
}

impl Assembly {
    /// An empty course of that title. Its id is made of the title, or of `spare` (the file's name)
    /// where that gives none.
    pub fn new(title: &str, spare: &str) -> Self {
        let (id, title) = names(title, spare);
        Self {
            course: Course {
                id,
                title,
                language: Clean::default(),
                authors: Vec::new(),
                source: Clean::default(),
                licence: Clean::default(),
                description: Vec::new(),
                acknowledgements: Vec::new(),
                outcomes: Vec::new(),
                sections: Vec::new(),
                audience: Audience::default(),
                exams: Vec::new(),
                glossary: Vec::new(),
                references: Vec::new(),
            },
            sections: Vec::new(),
            pictures: Vec::new(),
            notes: Vec::new(),
            section_ids: Names::default(),
            files: Names::without(naming::COURSE),
            question_ids: Names::default(),
            group_ids: Names::default(),
            last_number: 0,
        }
    }

    /// Calls the course something else, as [`Assembly::new`] would.
    pub fn rename(&mut self, title: &str, spare: &str) {
        (self.course.id, self.course.title) = names(title, spare);
    }

    /// Begins the next section, at `level` (1 is the top). A number that its title starts with becomes
    /// the section's number.
    pub fn open(&mut self, level: u8, title: &str) {
        self.tighten();
        // No-break blanks, too, are no part of a title's ends.
        let title = Clean::trimmed(Clean::trimmed(title).trim());
        let (number, words) = match split_number(&title, level, self.last_number) {
            Some((number, words)) => (Some(Clean::words(number)), Clean::trimmed(words)),
            None if title.is_empty() => (None, Clean::words("Untitled")),
            None => (None, title.clone()),
        };
        if let (1, Some(Ok(n))) = (level, number.as_ref().map(|number| number.parse())) {
            self.last_number = n;
        }
        let name = slug(&words);
        let id = self
            .section_ids
            .free(fit(number.as_deref().unwrap_or(&name), "section"));
        let stem = match &number {
            Some(number) if name.is_empty() => number.to_string(),
            Some(number) => format!("{number}-{name}"),
            None => id.clone(),
        };
        let heading = Heading {
            id: SectionId::new(&id).expect("made of one that is fit"),
            number,
            title: words,
            level: level.max(1),
            file: self.files.free(&stem),
        };
        self.sections.push(Section {
            id: heading.id.clone(),
            title: Clean::words(&heading.full_title()),
            blocks: Vec::new(),
            footnotes: Vec::new(),
            questions: Vec::new(),
            groups: Vec::new(),
        });
        self.course.sections.push(heading);
        self.question_ids.clear();
        self.group_ids.clear();
    }

    /// Gives back what the lists of the section that is open have left over: of many short sections that
    /// would be more than what is in them.
    fn tighten(&mut self) {
        let Some(section) = self.sections.last_mut() else {
            return;
        };
        section.blocks.shrink_to_fit();
        section.questions.shrink_to_fit();
        for question in &mut section.questions {
            question.prompt.shrink_to_fit();
            question.answer.shrink_to_fit();
            question.discussion.shrink_to_fit();
        }
    }

    /// Has a section been opened?
    pub fn is_open(&self) -> bool {
        !self.sections.is_empty()
    }

    /// The section that is open; where none is, one with the title of the course begins.
    pub fn section(&mut self) -> &mut Section {
        if self.sections.is_empty() {
            let title = self.course.title.to_string();
            self.open(1, &title);
        }
        self.sections.last_mut().expect("one was opened")
    }

    /// The sections so far.
    pub fn sections(&self) -> &[Section] {
        &self.sections
    }

    /// Adds a block to the section that is open.
    pub fn push(&mut self, block: Block) {
        self.section().blocks.push(block);
    }

    /// Adds a footnote to the section that is open.
    pub fn footnote(&mut self, footnote: Footnote) {
        self.section().footnotes.push(footnote);
    }

    /// Adds what parts of a question share to the section that is open, under a name made of `wanted`
    /// (its id is dropped); gives the name.
    pub fn group(&mut self, wanted: &str, group: Group) -> Clean {
        self.section();
        let name = slug(wanted);
        let id = Clean::words(&self.group_ids.free(fit(&name, "questions")));
        self.section().groups.push(Group {
            id: id.clone(),
            ..group
        });
        id
    }

    /// Takes a question into the section that is open, and marks its place here. Its id is made of
    /// `wanted`, such as `Activity 1` or `SAQ 2 b`; the one that it comes with is dropped.
    pub fn ask(&mut self, wanted: &str, question: Question) {
        let id = self.take(wanted, question);
        self.push(Block::Question(id));
    }

    /// The same, without marking its place: that is up to who calls.
    pub fn take(&mut self, wanted: &str, mut question: Question) -> QuestionId {
        self.section();
        let name = slug(wanted);
        let id = self.question_ids.free(fit(&name, question.kind.name()));
        let id = QuestionId::new(&id).expect("made of one that is fit");
        question.id = id.clone();
        self.section().questions.push(question);
        id
    }

    /// Adds a picture under a name made of `wanted`; gives its path in the course.
    pub fn picture(&mut self, wanted: &str, bytes: Vec<u8>) -> Clean {
        let (stem, end) = wanted.rsplit_once('.').unwrap_or((wanted, ""));
        let (stem, end) = (slug(stem), slug(end));
        // Among the sections' files none lies in a folder, so one set of names will do.
        let stem = self
            .files
            .free(&format!("figures/{}", fit(&stem, "figure")));
        let path = match &*end {
            "" => stem,
            end => format!("{stem}.{end}"),
        };
        self.pictures.push(Picture {
            path: path.clone(),
            bytes,
        });
        Clean::words(&path)
    }

    /// Notes what was changed, guessed or left out in the section that is open.
    pub fn note(&mut self, what: &str) {
        let place = match self.course.sections.last() {
            Some(heading) => heading.full_title(),
            None => self.course.title.to_string(),
        };
        self.note_at(&place, what);
    }

    /// The same, at a place of its own.
    pub fn note_at(&mut self, place: &str, what: &str) {
        self.notes.push(Note {
            place: Clean::trimmed(place),
            what: Clean::trimmed(what),
        });
    }

    /// The course, as it was put together.
    pub fn finish(self) -> Imported {
        Imported {
            course: self.course,
            sections: self.sections,
            pictures: self.pictures,
            notes: self.notes,
        }
    }
}

/// The id and the title of a course.
fn names(title: &str, spare: &str) -> (CourseId, Clean) {
    let id = [title, spare, "course"]
        .iter()
        .find_map(|name| CourseId::new(&slug(name)))
        .expect("the last is one");
    let titles = [title, spare, "Untitled"].map(Clean::trimmed);
    let title = titles.into_iter().find(|title| !title.is_empty());
    (id, title.unwrap_or_default())
}

/// `wanted`, or `spare` if it is not fit to be a name.
fn fit<'a>(wanted: &'a str, spare: &'a str) -> &'a str {
    if QuestionId::new(wanted).is_some() {
        wanted
    } else {
        spare
    }
}

/// Names that are taken, in small letters.
#[derive(Debug, Default)]
struct Names {
    taken: HashSet<String>,
    /// The next number to try behind a name: a course may have very many parts of one name.
    next: HashMap<String, usize>,
}

impl Names {
    /// All are free but that one.
    fn without(name: &str) -> Self {
        Self {
            taken: HashSet::from([name.to_owned()]),
            next: HashMap::new(),
        }
    }

    /// `wanted`, cut to a bearable length, and with a number if it is taken; now it is.
    fn free(&mut self, wanted: &str) -> String {
        const LONGEST: usize = 60;
        let end = (0..=LONGEST.min(wanted.len()))
            .rev()
            .find(|at| wanted.is_char_boundary(*at))
            .unwrap_or(0);
        let stem = wanted[..end].trim_end_matches('-');
        let next = self.next.entry(stem.to_lowercase()).or_insert(1);
        loop {
            let name = match *next {
                1 => stem.to_owned(),
                n => format!("{stem}-{n}"),
            };
            *next += 1;
            if self.taken.insert(name.to_lowercase()) {
                return name;
            }
        }
    }

    fn clear(&mut self) {
        self.taken.clear();
        self.next.clear();
    }
}

/// The number that a title starts with, and the rest: `1.4 Communities`, `4  Signals`, `2. Aims`. A bare
/// number before one blank may be a word, as in `12 angry men`: it counts only at the top, and only if
/// it is the one after `last`.
fn split_number(title: &str, level: u8, last: u32) -> Option<(&str, &str)> {
    let end = title.find(|c: char| !c.is_ascii_digit() && c != '.')?;
    let (number, rest) = title.split_at(end);
    let words = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ':');
    let bare = number.trim_end_matches('.');
    let is_number = bare
        .split('.')
        .all(|part| (1..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit()));
    if !is_number || words.is_empty() || words.len() == rest.len() {
        return None;
    }
    let is_one_blank = rest.starts_with(' ') && rest.len() - words.len() == 1;
    let is_marked = number.contains('.') || !is_one_blank;
    let is_next = level == 1 && bare.parse() == Ok(last + 1);
    (is_marked || is_next).then_some((bare, words))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::question::Kind;

    #[test]
    fn splits_the_number_off_a_title() {
        let cases = [
            ("1.4 Communities", 2, 0, Some(("1.4", "Communities"))),
            ("4\u{a0}\u{a0}Signals", 2, 0, Some(("4", "Signals"))),
            ("2. Aims", 1, 0, Some(("2", "Aims"))),
            (
                "1\u{2002}Learning Latin",
                1,
                7,
                Some(("1", "Learning Latin")),
            ),
            ("3 Team formation", 1, 2, Some(("3", "Team formation"))),
            ("3 Team formation", 2, 2, None),
            ("12 angry men", 1, 2, None),
            ("1984 and after", 1, 1983, None),
            ("1", 1, 0, None),
            ("3D printing", 1, 2, None),
            ("…", 1, 0, None),
            (".5 Half", 1, 0, None),
        ];
        for (title, level, last, expected) in cases {
            assert_eq!(split_number(title, level, last), expected, "{title:?}");
        }
    }

    #[test]
    fn no_two_names_are_the_same() {
        let mut assembly = Assembly::new("\u{1b}[31m", "");
        assembly.open(1, "Aims");
        assembly.open(1, "aims");
        assembly.open(1, "!!!");
        for _ in 0..2 {
            let id = QuestionId::new("x").unwrap();
            assembly.ask("SAQ 1", Question::new(id, Kind::Activity));
        }
        assembly.picture("../A b.PNG", vec![]);
        assembly.picture("a-b.png", vec![]);
        let imported = assembly.finish();
        let ids: Vec<_> = imported.sections.iter().map(|s| s.id.as_str()).collect();
        assert_eq!(ids, ["aims", "aims-2", "section"]);
        let questions = &imported.sections[2].questions;
        let ids: Vec<_> = questions.iter().map(|q| q.id.as_str()).collect();
        assert_eq!(ids, ["saq-1", "saq-1-2"]);
        let paths: Vec<_> = imported.pictures.iter().map(|p| &*p.path).collect();
        assert_eq!(paths, ["figures/a-b.png", "figures/a-b-2.png"]);
        assert!(!imported.course.title.contains('\u{1b}'));
    }
}
