//! Every question of a shipped course can be answered by its own key, and by nothing less.

use recto::course::question::{Kind, Options, Point, Question};
use recto::study::event::Response;
use recto::study::grade::{grade, score_of};
use recto::study::language::Language;
use recto::study::points;

use super::{shipped, words};
use crate::courses::right;

/// A response that is wrong, made of the key; `None` where anything goes.
fn wrong(kind: &Kind) -> Option<Response> {
    let first_wrong = |options: &Options| options.choices.iter().position(|choice| !choice.correct);
    Some(match kind {
        Kind::Choice(key) => Response::Picked(vec![first_wrong(key)?]),
        Kind::Choices(key) => Response::Picked((0..key.choices.len()).collect()),
        Kind::TrueFalse { correct } => Response::Said(!correct),
        Kind::Text(_) => Response::Written("something else entirely".into()),
        Kind::Number(key) => Response::Written(format!("{}", key.value * 2.0 + 1.0)),
        Kind::Match(key) | Kind::Sort(key) => {
            let n = key.targets.len();
            let moved = key.items.iter().map(|item| Some((item.target + 1) % n));
            Response::Placed(moved.collect())
        }
        Kind::Order(key) => Response::Ordered((0..key.items.len()).rev().collect()),
        Kind::Gaps(key) => Response::Filled(vec![String::new(); key.gaps.len()]),
        Kind::Open { .. } | Kind::Activity | Kind::Unknown(_) => return None,
    })
}

#[test]
fn every_question_can_be_got_right_and_got_wrong() {
    for shipped in shipped() {
        for (name, question) in shipped.questions() {
            if let Kind::Open { points } = &question.kind {
                assert!(
                    (2..=5).contains(&points.len()),
                    "{name} has {} points",
                    points.len()
                );
                assert_eq!(score_of(&vec![true; points.len()]), 1.0, "{name}");
                assert_eq!(score_of(&vec![false; points.len()]), 0.0, "{name}");
                continue;
            }
            let Some(right) = right(&question.kind) else {
                assert_eq!(question.kind, Kind::Activity, "{name}");
                continue;
            };
            assert_eq!(
                grade(question, &right).score,
                Some(1.0),
                "{name}: {right:?}"
            );
            let wrong = wrong(&question.kind).expect("a marked kind can be got wrong");
            let score = grade(question, &wrong).score.unwrap();
            assert!(score < 1.0, "{name}: {wrong:?} earns {score}");
        }
    }
}

/// The author's own answer should be recognised: else a learner's would hardly be.
#[test]
fn model_answers_have_their_points() {
    for shipped in shipped() {
        let language = Language::of_tag(&shipped.course.language);
        let (mut found, mut all) = (0, 0);
        for (name, question) in shipped.questions() {
            let Kind::Open { points } = &question.kind else {
                continue;
            };
            let (prompt, answer) = (words(&question.prompt), words(&question.answer));
            let ticks = points::propose_ticks(&prompt, points, &answer, language);
            all += ticks.len();
            for (tick, Point { text, .. }) in ticks.iter().zip(points) {
                match tick {
                    Some(_) => found += 1,
                    None => println!("{name} in its own answer doesn’t find: {text}"),
                }
            }
        }
        println!("{}: {found} of {all} points", shipped.course.id);
        assert!(
            found * 3 >= all * 2,
            "{}: {found} of {all}",
            shipped.course.id
        );
    }
}

#[test]
fn every_question_says_why() {
    let mut lacking = Vec::new();
    for shipped in shipped() {
        for (name, question) in shipped.questions() {
            let mut lacks = |what: &str, is_there: bool| {
                if !is_there {
                    lacking.push(format!("{}: {name} lacks {what}", shipped.course.id));
                }
            };
            lacks("evidence", question.evidence.is_some());
            lacks("an outcome", !question.aims.is_empty());
            lacks("a hint", !question.hint.is_empty());
            match &question.kind {
                Kind::Choice(key) | Kind::Choices(key) => {
                    let mut choices = key.choices.iter();
                    let all = choices.all(|choice| !choice.feedback.is_empty());
                    lacks("feedback on an option", all);
                }
                Kind::TrueFalse { .. } => {
                    let Question { feedback, .. } = question;
                    lacks("right", !feedback.right.is_empty());
                    lacks("wrong", !feedback.wrong.is_empty());
                }
                Kind::Text(_) | Kind::Number(_) => {
                    lacks("an answer", !question.answer.is_empty());
                    lacks("wrong", !question.feedback.wrong.is_empty());
                }
                Kind::Open { .. } => lacks("an answer", !question.answer.is_empty()),
                Kind::Gaps(key) => {
                    let mut gaps = key.gaps.iter();
                    lacks(
                        "feedback on a gap",
                        gaps.all(|gap| !gap.feedback.is_empty()),
                    );
                }
                Kind::Match(key) | Kind::Sort(key) => {
                    let any = key.items.iter().any(|item| !item.feedback.is_empty());
                    lacks("any feedback", any);
                }
                Kind::Order(key) => {
                    let any = key.items.iter().any(|item| !item.feedback.is_empty());
                    lacks("any feedback", any);
                }
                Kind::Activity => {
                    lacks("a discussion", !question.discussion.is_empty());
                    lacks("its minutes", question.minutes.is_some());
                    lacks("a title", question.title.is_some());
                }
                Kind::Unknown(kind) => panic!("{name} is of kind {kind}"),
            }
        }
    }
    assert!(lacking.is_empty(), "{lacking:#?}");
}

/// Learners notice where the right option stands, and that it is long.
#[test]
fn nothing_but_the_matter_tells_which_option_is_right() {
    for shipped in shipped() {
        let (mut longest, mut all) = (0, 0);
        let mut places = [0; 4];
        for (name, question) in shipped.questions() {
            let (Kind::Choice(key) | Kind::Choices(key)) = &question.kind else {
                continue;
            };
            let text = |at: usize| recto::study::words::line(&key.choices[at].text);
            for at in 0..key.choices.len() {
                let words = text(at).to_lowercase();
                let tricks = ["all of the above", "none of the", "both of the above"];
                let trick = tricks.iter().find(|trick| words.contains(**trick));
                assert_eq!(trick, None, "{name}: {words}");
            }
            let Kind::Choice(_) = question.kind else {
                continue;
            };
            let right = key
                .choices
                .iter()
                .position(|choice| choice.correct)
                .unwrap();
            let length = |at: usize| text(at).chars().count();
            all += 1;
            longest += usize::from((0..key.choices.len()).all(|at| length(at) <= length(right)));
            if key.choices.len() == 4 {
                places[right] += 1;
            }
        }
        let id = &shipped.course.id;
        println!("{id}: longest {longest} of {all}, places {places:?}");
        assert!(
            longest * 5 < all * 2,
            "{id}: the right option is the longest in {longest} of {all}"
        );
        let fours: usize = places.iter().sum();
        let most = *places.iter().max().unwrap();
        assert!(fours < 10 || most * 5 <= fours * 2, "{id}: {places:?}");
    }
}
