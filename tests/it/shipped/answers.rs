//! Every question of a shipped course can be answered by its own key, and by nothing less.

use recto::course::question::{
    Gap, GapKey, Gaps, Kind, NumberKey, Options, Point, Question, TextKey, Tolerance,
};
use recto::study::event::Response;
use recto::study::grade::{grade, score_of};
use recto::study::language::Language;
use recto::study::points;

use super::{Shipped, shipped, words};
use crate::courses::right;

/// Further responses that the key takes for right: each accepted wording, each end of what is near
/// enough.
fn also_right(kind: &Kind) -> Vec<Response> {
    let without_stars = |key: &TextKey| -> Vec<String> {
        let accepted = key.accept.iter();
        accepted.map(|words| words.replace('*', "")).collect()
    };
    match kind {
        Kind::Text(key) => without_stars(key)
            .into_iter()
            .map(Response::Written)
            .collect(),
        Kind::Number(key) => around(key, 0.99),
        Kind::Gaps(key) => {
            let mut out = Vec::new();
            for (at, gap) in key.gaps.iter().enumerate() {
                let words = match &gap.key {
                    GapKey::Typed(key) => without_stars(key),
                    GapKey::Chosen(options) => {
                        let right = options.iter().filter(|option| option.correct);
                        right.map(|option| option.text.to_string()).collect()
                    }
                };
                out.extend(words.into_iter().map(|words| filled(key, at, words)));
            }
            out
        }
        _ => Vec::new(),
    }
}

/// Responses that are wrong, each by a single slip from the key; none where anything goes.
fn wrong(kind: &Kind) -> Vec<Response> {
    match kind {
        Kind::Choice(key) => (0..key.choices.len())
            .filter(|at| !key.choices[*at].correct)
            .map(|at| Response::Picked(vec![at]))
            .collect(),
        Kind::Choices(key) => slips_of_choices(key),
        Kind::TrueFalse { correct } => vec![Response::Said(!correct)],
        Kind::Text(key) => slips_of_text(key)
            .into_iter()
            .map(Response::Written)
            .collect(),
        Kind::Number(key) => around(key, 1.01),
        Kind::Match(key) | Kind::Sort(key) => {
            let n = key.targets.len();
            let right: Vec<_> = key.items.iter().map(|item| Some(item.target)).collect();
            let slip = |at: usize, target| {
                let mut placed = right.clone();
                placed[at] = target;
                Response::Placed(placed)
            };
            let items = key.items.iter().enumerate();
            items
                .flat_map(|(at, item)| [slip(at, None), slip(at, Some((item.target + 1) % n))])
                .collect()
        }
        Kind::Order(key) => {
            let n = key.items.len();
            let swapped = (1..n).map(|at| {
                let mut order: Vec<_> = (0..n).collect();
                order.swap(at - 1, at);
                order
            });
            let reversed = (0..n).rev().collect();
            swapped.chain([reversed]).map(Response::Ordered).collect()
        }
        Kind::Gaps(key) => {
            let mut out = Vec::new();
            for (at, gap) in key.gaps.iter().enumerate() {
                out.push(filled(key, at, String::new()));
                let words = match &gap.key {
                    GapKey::Typed(key) => slips_of_text(key),
                    GapKey::Chosen(options) => {
                        let wrong = options.iter().filter(|option| !option.correct);
                        wrong.map(|option| option.text.to_string()).collect()
                    }
                };
                out.extend(words.into_iter().map(|words| filled(key, at, words)));
            }
            out
        }
        Kind::Open { .. } | Kind::Activity | Kind::Unknown(_) => Vec::new(),
    }
}

/// One right option left out, or one wrong one picked as well.
fn slips_of_choices(key: &Options) -> Vec<Response> {
    let is_right: Vec<bool> = key.choices.iter().map(|choice| choice.correct).collect();
    let slips = (0..is_right.len()).map(|slip| {
        let at = (0..is_right.len()).filter(|at| is_right[*at] != (*at == slip));
        Response::Picked(at.collect())
    });
    slips.collect()
}

/// Each accepted wording denied, and what is known to be wrong.
fn slips_of_text(key: &TextKey) -> Vec<String> {
    let denied = key.accept.iter();
    let denied = denied.map(|words| format!("not {}", words.replace('*', "")));
    let known = key.reject.iter().map(|words| words.replace('*', ""));
    denied.chain(known).collect()
}

/// The right words in all gaps but the one at `at`.
fn filled(key: &Gaps, at: usize, words: String) -> Response {
    let mut all: Vec<_> = key.gaps.iter().map(Gap::right).collect();
    all[at] = words;
    Response::Filled(all)
}

/// The numbers that are off by so many times the tolerance, in both directions. Where none is
/// allowed, they are off by as many thousandths as the factor is more than one.
fn around(key: &NumberKey, factor: f64) -> Vec<Response> {
    let slack = match key.tolerance {
        Tolerance::Absolute(slack) => slack,
        Tolerance::Percent(percent) => key.value.abs() * percent / 100.0,
    };
    let exact = (factor - 1.0).max(0.0) * key.value.abs().max(1.0);
    let off = if slack > 0.0 { slack * factor } else { exact };
    let unit = key.unit.as_deref().unwrap_or_default();
    let say = |number: f64| Response::Written(format!("{number} {unit}"));
    vec![say(key.value - off), say(key.value + off)]
}

#[test]
fn every_question_can_be_got_right_and_got_wrong() {
    let mut n = 0;
    let mut faults = Vec::new();
    for shipped in shipped() {
        for (name, question) in shipped.questions() {
            if let Kind::Open { points } = &question.kind {
                let n = points.len();
                assert!((2..=5).contains(&n), "{name} has {n} points");
                assert_eq!(score_of(&vec![true; n]), 1.0, "{name}");
                assert_eq!(score_of(&vec![false; n]), 0.0, "{name}");
                for at in 0..n {
                    let but_one: Vec<_> = (0..n).map(|other| other != at).collect();
                    assert!(score_of(&but_one) < 1.0, "{name}");
                }
                continue;
            }
            let Some(right) = right(&question.kind) else {
                assert_eq!(question.kind, Kind::Activity, "{name}");
                continue;
            };
            for right in also_right(&question.kind).into_iter().chain([right]) {
                let score = grade(question, &right).score.unwrap();
                n += 1;
                if score < 1.0 {
                    faults.push(format!("{name}: {right:?} earns {score}"));
                }
            }
            let wrong = wrong(&question.kind);
            assert!(!wrong.is_empty(), "{name} can't be got wrong");
            for wrong in wrong {
                let score = grade(question, &wrong).score.unwrap();
                n += 1;
                if score >= 1.0 {
                    faults.push(format!("{name}: {wrong:?} earns {score}"));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
    println!("{n} responses");
}

/// The points that the matcher finds of those that there are, in the answer that `answer_of` gives
/// for the question at an index; those that it misses are told to `missed`.
fn found(
    shipped: &Shipped,
    answer_of: impl Fn(&[&Question], usize) -> String,
    mut missed: impl FnMut(&str, &str),
) -> (usize, usize) {
    let language = Language::of_tag(&shipped.course.language);
    let open: Vec<_> = shipped
        .questions()
        .filter(|(_, question)| matches!(question.kind, Kind::Open { .. }))
        .collect();
    let questions: Vec<_> = open.iter().map(|(_, question)| *question).collect();
    let (mut found, mut all) = (0, 0);
    for (at, (name, question)) in open.iter().enumerate() {
        let Kind::Open { points } = &question.kind else {
            continue;
        };
        let answer = answer_of(&questions, at);
        let ticks = points::propose_ticks(&words(&question.prompt), points, &answer, language);
        all += ticks.len();
        for (tick, Point { text, .. }) in ticks.iter().zip(points) {
            match tick {
                Some(_) => found += 1,
                None => missed(name, text),
            }
        }
    }
    (found, all)
}

/// The author's own answer should be recognised: else a learner's would hardly be. That of another
/// question should not.
#[test]
fn model_answers_have_their_points() {
    for shipped in shipped() {
        let id = &shipped.course.id;
        let own = |questions: &[&Question], at: usize| words(&questions[at].answer);
        let (n, all) = found(&shipped, own, |name, text| {
            println!("{name} in its own answer doesn’t find: {text}");
        });
        println!("{id}: {n} of {all} points");
        assert!(n * 3 >= all * 2, "{id}: {n} of {all}");
        let another = |questions: &[&Question], at: usize| {
            words(&questions[(at + 1) % questions.len()].answer)
        };
        let (n, all) = found(&shipped, another, |_, _| {});
        println!("{id}: {n} of {all} points in the answer to another question");
        assert!(n * 10 <= all, "{id}: {n} of {all}");
        let asked = |questions: &[&Question], at: usize| words(&questions[at].prompt);
        let (n, _) = found(&shipped, asked, |_, _| {});
        assert_eq!(n, 0, "{id}: the prompt is no answer");
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
                let tricks = ["all of the above", "none of", "both of the above"];
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
