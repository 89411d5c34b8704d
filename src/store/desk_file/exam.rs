//! A running exam on the desk.
//!
//! **Invariant:** what can't be read of it costs the question that it is about, or the exam, and
//! nothing else of the desk.

use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::DraftEntry;
use crate::course::id::{CourseId, FullId};
use crate::study::desk::Draft;
use crate::study::event::{Paper, Response};
use crate::study::exam::script::{Entry, Flag, Script};
use crate::text::Clean;

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct ExamEntry {
    course: String,
    begun: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    seed: u32,
    /// In seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    limit: Option<u32>,
    /// In hundredths.
    pass: u8,
    /// From 1.
    at: usize,
    /// In milliseconds.
    used: u64,
    seen: String,
    #[serde(default)]
    answer: Vec<AnswerEntry>,
}

/// A question of the paper, in its order.
#[derive(Debug, Serialize, Deserialize)]
struct AnswerEntry {
    #[serde(flatten)]
    draft: DraftEntry,
    #[serde(default)]
    flag: bool,
    /// In milliseconds.
    #[serde(default)]
    time: u64,
}

impl ExamEntry {
    pub(super) fn of(course: &CourseId, script: &Script) -> Self {
        // A draft that says nothing keeps the question's name.
        let empty = Draft {
            response: Response::DontKnow,
            cursor: 0,
            hinted: false,
        };
        let questions = script.paper.questions.iter().zip(&script.entries);
        let answers = questions.map(|(question, entry)| AnswerEntry {
            draft: DraftEntry::of(course, question, entry.draft.as_ref().unwrap_or(&empty)),
            flag: entry.flag == Flag::Up,
            time: millis(entry.time),
        });
        Self {
            course: course.to_string(),
            begun: script.begun.to_string(),
            title: script.paper.title.as_ref().map(ToString::to_string),
            seed: script.paper.seed,
            limit: script.paper.limit,
            pass: script.paper.pass,
            at: script.at + 1,
            used: millis(script.used),
            seen: script.seen.to_string(),
            answer: answers.collect(),
        }
    }

    pub(super) fn into_script(self) -> Option<(CourseId, Script)> {
        let course = CourseId::new(&self.course)?;
        let begun: Timestamp = self.begun.parse().ok()?;
        let answers = self.answer.into_iter().filter_map(|answer| {
            let question = FullId::parse(&answer.draft.question)?;
            let entry = Entry {
                draft: answer.draft.into_draft(),
                flag: if answer.flag { Flag::Up } else { Flag::Down },
                time: Duration::from_millis(answer.time),
            };
            Some((question, entry))
        });
        let (questions, entries): (Vec<_>, Vec<_>) = answers.unzip();
        let last = entries.len().saturating_sub(1);
        let script = Script {
            begun,
            paper: Paper {
                title: self.title.map(|title| Clean::words(&title)),
                questions,
                seed: self.seed,
                limit: self.limit,
                pass: self.pass.min(100),
            },
            entries,
            at: self.at.saturating_sub(1).min(last),
            used: Duration::from_millis(self.used),
            seen: self.seen.parse().ok()?,
        };
        Some((course, script))
    }
}

/// TOML's numbers have a sign.
fn millis(time: Duration) -> u64 {
    let most = u64::try_from(i64::MAX).expect("it is positive");
    u64::try_from(time.as_millis()).map_or(most, |time| time.min(most))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::store::desk_file::{load, save};
    use crate::study::desk::Desk;

    fn desk() -> Desk {
        let paper = Paper {
            title: Some(Clean::words("The \"end\"")),
            questions: ["1/a", "1/b", "2/c"]
                .map(|id| FullId::parse(id).unwrap())
                .to_vec(),
            seed: u32::MAX,
            limit: Some(1_800),
            pass: 60,
        };
        let mut script = Script::begin(paper, "2026-11-23T10:00:00.123Z".parse().unwrap());
        script.go_to(1);
        script.flag();
        script.tick("2026-11-23T10:10:00.456789Z".parse().unwrap());
        script.write(Some(Draft {
            response: Response::Picked(vec![0, 2]),
            cursor: 0,
            hinted: false,
        }));
        // Finer than the file keeps it.
        script.used = Duration::from_millis(millis(script.used));
        script.entries[1].time = script.used;
        let course = CourseId::new("c").unwrap();
        Desk {
            exams: [(course, script)].into(),
            ..Desk::default()
        }
    }

    #[test]
    fn a_running_exam_lies_there_the_next_day() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.desk");
        save(&path, &desk()).unwrap();
        assert_eq!(load(&path), (desk(), None));
        let words = fs::read_to_string(&path).unwrap();
        assert!(words.contains("picked = [1, 3]"), "{words}");
    }

    #[test]
    fn what_cannot_be_read_costs_as_little_as_can_be() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.desk");
        save(&path, &desk()).unwrap();
        let words = fs::read_to_string(&path).unwrap();
        let with = |from: &str, to: &str| {
            assert!(words.contains(from), "{from}: {words}");
            fs::write(&path, words.replace(from, to)).unwrap();
            let (desk, complaint) = load(&path);
            assert_eq!(complaint, None, "{to}");
            desk.exams.into_values().next()
        };
        assert_eq!(with("\"1/b\"", "\"nowhere\"").unwrap().entries.len(), 2);
        assert_eq!(
            with("picked = [1, 3]", "picked = [0]")
                .unwrap()
                .empty()
                .len(),
            3
        );
        assert_eq!(with("at = 2", "at = 99").unwrap().at, 2);
        assert_eq!(with("at = 2", "at = 0").unwrap().at, 0);
        assert_eq!(with("pass = 60", "pass = 200").unwrap().paper.pass, 100);
        assert_eq!(with("course = \"c\"\nbegun", "course = \"/\"\nbegun"), None);
        assert_eq!(with("begun = \"2026", "begun = \"once"), None);
    }

    #[test]
    fn no_time_is_too_long_for_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.desk");
        let mut desk = desk();
        for script in desk.exams.values_mut() {
            script.used = Duration::MAX;
        }
        save(&path, &desk).unwrap();
        let (kept, complaint) = load(&path);
        assert_eq!((kept.exams.len(), complaint), (1, None));
    }
}
