//! How well the proposed ticks agree with a fair tutor's, over `tests/fixtures/answers.toml`, and over
//! `answers-fresh.toml`, which was written by somebody who had not seen the matcher, when it stood.

#![allow(clippy::print_stdout, reason = "the figures are there to be read")]

use recto::course::question::Point;
use recto::study::language::Language;
use recto::study::points;
use recto::text::Clean;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    question: Vec<Question>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Question {
    name: String,
    set: Set,
    language: String,
    prompt: String,
    point: Vec<Wordings>,
    answer: Vec<Given>,
}

#[derive(Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
enum Set {
    Tune,
    HeldOut,
    Fresh,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wordings {
    text: String,
    accept: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Given {
    kind: String,
    text: String,
    /// The points that the tutor ticks, from 1.
    has: Vec<usize>,
}

/// Ticks that both give, that only Recto gives, that only the tutor gives.
#[derive(Default, Clone, Copy)]
struct Score {
    both: u32,
    ours: u32,
    theirs: u32,
}

impl Score {
    /// Of the ticks that Recto proposes, how many are deserved.
    fn precision(self) -> f64 {
        f64::from(self.both) / f64::from((self.both + self.ours).max(1))
    }

    /// Of the ticks that are deserved, how many Recto proposes.
    fn recall(self) -> f64 {
        f64::from(self.both) / f64::from((self.both + self.theirs).max(1))
    }

    fn add(&mut self, ours: bool, theirs: bool) {
        match (ours, theirs) {
            (true, true) => self.both += 1,
            (true, false) => self.ours += 1,
            (false, true) => self.theirs += 1,
            (false, false) => {}
        }
    }
}

fn read() -> Vec<Question> {
    let files = [
        include_str!("../fixtures/answers.toml"),
        include_str!("../fixtures/answers-fresh.toml"),
    ];
    let files = files.map(|words| toml::from_str::<File>(words).unwrap());
    files.into_iter().flat_map(|file| file.question).collect()
}

/// The score over one half, telling each tick in which Recto and the tutor differ if that is the
/// half to work by.
fn measure(questions: &[Question], set: Set) -> Score {
    let mut all = Score::default();
    for question in questions.iter().filter(|question| question.set == set) {
        let points: Vec<Point> = question
            .point
            .iter()
            .map(|point| Point {
                text: Clean::words(&point.text),
                accept: point
                    .accept
                    .iter()
                    .map(|words| Clean::words(words))
                    .collect(),
            })
            .collect();
        let language = Language::of_tag(&question.language);
        for answer in &question.answer {
            let found = points::propose_ticks(&question.prompt, &points, &answer.text, language);
            for (at, found) in found.iter().enumerate() {
                let deserved = answer.has.contains(&(at + 1));
                all.add(found.is_some(), deserved);
                if set == Set::Tune && found.is_some() != deserved {
                    let what = found
                        .as_ref()
                        .map_or("missed", |found| &answer.text[found.range.clone()]);
                    println!(
                        "{}, {}, point {}: {what}",
                        question.name,
                        answer.kind,
                        at + 1
                    );
                }
            }
        }
    }
    all
}

/// The least that is good enough: a little below what was reached. What teaches a falsehood weighs
/// more, so the floor of precision is the higher one.
const FLOORS: [(&str, Set, f64, f64); 3] = [
    ("tune", Set::Tune, 0.95, 0.65),
    ("held out", Set::HeldOut, 0.84, 0.56),
    ("fresh", Set::Fresh, 0.88, 0.55),
];

#[test]
fn proposed_ticks_are_deserved() {
    let questions = read();
    for (name, set, precision, recall) in FLOORS {
        let score = measure(&questions, set);
        let Score { both, ours, theirs } = score;
        println!(
            "{name}: precision {:.3}, recall {:.3} ({both} right, {ours} undeserved, {theirs} missed)",
            score.precision(),
            score.recall()
        );
        assert!(score.precision() >= precision, "{name}: precision");
        assert!(score.recall() >= recall, "{name}: recall");
    }
}

#[test]
fn the_answers_are_many_and_of_all_kinds() {
    let questions = read();
    let half = |set| questions.iter().filter(move |question| question.set == set);
    assert_eq!(half(Set::Tune).count(), half(Set::HeldOut).count());
    let answers: Vec<&Given> = questions
        .iter()
        .flat_map(|question| &question.answer)
        .collect();
    assert!(answers.len() >= 48, "{}", answers.len());
    for kind in [
        "good",
        "partial",
        "wrong",
        "stuffed",
        "paraphrased",
        "negated",
        "off-topic",
        "typos",
        "order",
        "list",
        "short",
        "long",
    ] {
        assert!(answers.iter().any(|answer| answer.kind == kind), "{kind}");
    }
    for question in &questions {
        for answer in &question.answer {
            let are_there = answer
                .has
                .iter()
                .all(|at| (1..=question.point.len()).contains(at));
            assert!(are_there, "{}, {}", question.name, answer.kind);
        }
    }
}
