//! A test under exam conditions: what it is made of, what is written in it, and how it ended.
//!
//! **Invariant:** what an exam asks is drawn once, at its beginning, and told in the log; nothing
//! that becomes of the course later changes it.

pub mod draw;
pub mod report;
pub mod script;

use std::collections::{BTreeMap, BTreeSet};

use crate::course::exam::{N_QUESTIONS, PASS};
use crate::course::id::{FullId, SectionId};
use crate::course::question::Question;
use crate::course::{self, Course, Section};
use crate::text::Clean;

/// All of something, or some.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Chosen<T> {
    /// All.
    All,
    /// These.
    Only(BTreeSet<T>),
}

impl<T: Ord + Clone> Chosen<T> {
    /// Chooses `these` of `all` too, or no longer, if all of them are chosen.
    pub fn toggle(&mut self, these: &[T], all: &BTreeSet<T>) {
        let mut some = match self {
            Self::All => all.clone(),
            Self::Only(some) => std::mem::take(some),
        };
        if these.iter().all(|one| some.contains(one)) {
            some.retain(|one| !these.contains(one));
        } else {
            some.extend(these.iter().cloned());
        }
        *self = if some.is_superset(all) {
            Self::All
        } else {
            Self::Only(some)
        };
    }

    /// Is that one chosen?
    pub fn has(&self, one: &T) -> bool {
        match self {
            Self::All => true,
            Self::Only(some) => some.contains(one),
        }
    }
}

/// What an exam is to be made of, and what it takes to pass it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rules {
    /// What the exam is called, if the course's author has set it so.
    pub title: Option<Clean>,
    /// From which sections.
    pub sections: Chosen<SectionId>,
    /// On which learning outcomes, by their names: a question serves one of them at least.
    pub outcomes: Chosen<String>,
    /// Questions of which kinds, by their names.
    pub kinds: Chosen<String>,
    /// How many questions; where there are fewer, all.
    pub n: usize,
    /// How long it may take, in seconds.
    pub limit: Option<u32>,
    /// Hundredths of the marks that are needed to pass, 0 to 100.
    pub pass: u8,
}

impl Default for Rules {
    /// As many questions, and as much to pass, as courses with a badge ask for.
    fn default() -> Self {
        Self {
            title: None,
            sections: Chosen::All,
            outcomes: Chosen::All,
            kinds: Chosen::All,
            n: N_QUESTIONS as usize,
            limit: None,
            pass: PASS,
        }
    }
}

impl Rules {
    /// Those of an exam that the author of `course` has set.
    pub fn of(exam: &course::exam::Exam, course: &Course) -> Self {
        let sections = exam.sections(course).into_iter();
        let sections = sections.map(|section| section.id.clone()).collect();
        Self {
            title: Some(exam.title.clone()),
            sections: match exam.sections {
                Some(_) => Chosen::Only(sections),
                None => Chosen::All,
            },
            n: exam.n as usize,
            limit: exam.minutes.map(|minutes| minutes.saturating_mul(60)),
            pass: exam.pass,
            ..Self::default()
        }
    }

    /// May this question of `section` be asked? Only those are that are marked.
    pub fn admit(&self, section: &SectionId, question: &Question) -> bool {
        let serves = match &self.outcomes {
            Chosen::All => true,
            Chosen::Only(some) => question.aims.iter().any(|aim| some.contains(&**aim)),
        };
        let is_of_kind = match &self.kinds {
            Chosen::All => true,
            Chosen::Only(some) => some.contains(question.kind.name()),
        };
        question.kind.is_marked() && serves && is_of_kind && self.sections.has(section)
    }
}

/// The questions of a course, by their names.
#[derive(Debug, Clone, Default)]
pub struct Bank {
    sections: Vec<Section>,
    places: BTreeMap<FullId, (usize, usize)>,
}

impl Bank {
    /// Of the course's sections, in reading order.
    pub fn new(sections: impl IntoIterator<Item = Section>) -> Self {
        let mut bank = Self {
            sections: sections.into_iter().collect(),
            places: BTreeMap::new(),
        };
        for (at, section) in bank.sections.iter().enumerate() {
            for (place, question) in section.questions.iter().enumerate() {
                let id = full_id(section, question);
                bank.places.entry(id).or_insert((at, place));
            }
        }
        bank
    }

    /// The question of that name, with its section; `None` if it is no longer in the course.
    pub fn get(&self, id: &FullId) -> Option<(&Section, &Question)> {
        let (section, question) = *self.places.get(id)?;
        let section = &self.sections[section];
        Some((section, &section.questions[question]))
    }

    /// Every question in reading order, none of them twice.
    pub fn questions(&self) -> impl Iterator<Item = (FullId, &Section, &Question)> {
        let all = self.sections.iter().enumerate().flat_map(|(at, section)| {
            let questions = section.questions.iter().enumerate();
            questions.map(move |(place, question)| ((at, place), section, question))
        });
        all.filter_map(|(place, section, question)| {
            let id = full_id(section, question);
            (self.places.get(&id) == Some(&place)).then_some((id, section, question))
        })
    }
}

fn full_id(section: &Section, question: &Question) -> FullId {
    FullId {
        section: section.id.clone(),
        question: question.id.clone(),
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::course::id::QuestionId;
    use crate::course::problem::Place;
    use crate::course::question::{Feedback, Kind};

    /// `1/a`, which is true.
    pub fn question(id: &str, group: Option<&str>) -> Question {
        Question {
            id: QuestionId::new(id).unwrap(),
            kind: Kind::TrueFalse { correct: true },
            group: group.map(Clean::words),
            label: None,
            title: None,
            minutes: None,
            prompt: vec![],
            hint: vec![],
            prefill: String::new(),
            answer: vec![],
            discussion: vec![],
            reflection: vec![],
            feedback: Feedback::default(),
            evidence: None,
            aims: vec![],
            difficulty: None,
            source: None,
            place: Place::default(),
        }
    }

    pub fn section(id: &str, questions: Vec<Question>) -> Section {
        Section {
            id: SectionId::new(id).unwrap(),
            title: Clean::words(id),
            blocks: vec![],
            footnotes: vec![],
            questions,
            groups: vec![],
        }
    }

    pub fn id(name: &str) -> FullId {
        FullId::parse(name).unwrap()
    }

    #[test]
    fn a_bank_knows_each_question_once() {
        let twice = vec![question("a", None), question("a", None)];
        let bank = Bank::new([section("1", twice), section("2", vec![question("a", None)])]);
        let all: Vec<_> = bank.questions().map(|(id, ..)| id.to_string()).collect();
        assert_eq!(all, ["1/a", "2/a"]);
        assert_eq!(bank.get(&id("2/a")).unwrap().0.id.as_str(), "2");
        assert!(bank.get(&id("2/b")).is_none());
    }

    #[test]
    fn ticking_all_is_choosing_all() {
        let all: BTreeSet<u8> = (1..=4).collect();
        let mut chosen = Chosen::All;
        chosen.toggle(&[2, 3], &all);
        assert_eq!(chosen, Chosen::Only([1, 4].into()));
        chosen.toggle(&[3, 4], &all);
        assert_eq!(
            chosen,
            Chosen::Only([1, 3, 4].into()),
            "one of them was lacking"
        );
        assert!(chosen.has(&3) && !chosen.has(&2));
        chosen.toggle(&[2], &all);
        assert_eq!(chosen, Chosen::All);
        chosen.toggle(&[1, 2, 3, 4], &all);
        assert_eq!(chosen, Chosen::Only(BTreeSet::new()));
    }

    #[test]
    fn rules_admit_what_is_marked_and_chosen() {
        let here = SectionId::new("1").unwrap();
        let mut asked = question("a", None);
        asked.aims = vec![Clean::words("read"), Clean::words("name")];
        let only = |words: &[&str]| Chosen::Only(words.iter().map(ToString::to_string).collect());
        let all = Rules::default();
        let sections = |ids: &[&str]| {
            let ids = ids.iter().map(|id| SectionId::new(id).unwrap());
            Chosen::Only(ids.collect())
        };
        for (rules, wanted) in [
            (all.clone(), true),
            (
                Rules {
                    sections: sections(&["1", "2"]),
                    ..all.clone()
                },
                true,
            ),
            (
                Rules {
                    sections: sections(&["2"]),
                    ..all.clone()
                },
                false,
            ),
            (
                Rules {
                    sections: sections(&[]),
                    ..all.clone()
                },
                false,
            ),
            (
                Rules {
                    outcomes: only(&["name"]),
                    ..all.clone()
                },
                true,
            ),
            (
                Rules {
                    outcomes: only(&["write"]),
                    ..all.clone()
                },
                false,
            ),
            (
                Rules {
                    kinds: only(&["true-false"]),
                    ..all.clone()
                },
                true,
            ),
            (
                Rules {
                    kinds: only(&["open"]),
                    ..all.clone()
                },
                false,
            ),
        ] {
            assert_eq!(rules.admit(&here, &asked), wanted, "{rules:?}");
        }
        asked.kind = Kind::Activity;
        assert!(!all.admit(&here, &asked), "an activity is not marked");
    }
}
