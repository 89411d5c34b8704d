//! Statements of xAPI: each is held against what version 1.0.3 of the format asks of it.

mod checker;

use std::collections::BTreeSet;

use proptest::prelude::*;
use recto::course::block::Inline;
use recto::course::id::{CourseId, QuestionId};
use recto::course::question::{
    Gap, GapKey, Gaps, Kind, Ordered, Paired, Pairing, Sequence, TextKey,
};
use recto::course::{Course, Section};
use recto::export::xapi::{Learner, is_mailbox, statements};
use recto::study::event::{Certainty, Did, Response};
use recto::study::progress::Progress;
use recto::text::Clean;
use serde_json::Value;

use crate::events::events;
use crate::study_record::{HOSTILE, answer, every, studied};
use checker::Checker;

#[track_caller]
fn check(statements: &Value) -> &Vec<Value> {
    let list = statements.as_array().unwrap();
    let mut checker = Checker::default();
    let mut ids = BTreeSet::new();
    for statement in list {
        checker.statement(statement);
        assert!(
            ids.insert(statement["id"].as_str().unwrap()),
            "an id twice: {statement:#}"
        );
    }
    assert!(checker.wrong.is_empty(), "{:#?}", checker.wrong);
    list
}

/// The course of everything, and three kinds more.
fn with_parts() -> (Course, Vec<Section>) {
    let (course, mut sections) = every();
    let section = sections
        .iter_mut()
        .find(|section| section.id.as_str() == "ask")
        .unwrap();
    let words = |text: &str| vec![Inline::plain(Clean::words(text))];
    let item = |text, target| Paired {
        text: words(text),
        target,
        feedback: Vec::new(),
    };
    let pairing = Pairing {
        items: vec![item("tea", 1), item("fish", 0)],
        targets: vec![words("eat"), words("drink"), words("wear")],
        shuffle: true,
    };
    let step = |text| Ordered {
        text: words(text),
        feedback: Vec::new(),
    };
    let sequence = Sequence {
        items: vec![step("boil"), step("pour")],
    };
    let gap = |accept: &str| Gap {
        name: Clean::words("g"),
        key: GapKey::Typed(TextKey {
            accept: vec![Clean::words(accept)],
            reject: Vec::new(),
            case: false,
        }),
        feedback: Vec::new(),
    };
    let gaps = |accept: [&str; 2]| Gaps {
        gaps: accept.map(gap).into(),
        ..Gaps::default()
    };
    for (id, kind) in [
        ("match", Kind::Match(pairing.clone())),
        ("sort", Kind::Sort(pairing)),
        ("order", Kind::Order(sequence)),
        ("gaps", Kind::Gaps(gaps(["one", "two"]))),
        ("loose", Kind::Gaps(gaps(["one", "tw*"]))),
    ] {
        let mut question = section.questions[1].clone();
        question.id = QuestionId::new(id).unwrap();
        question.kind = kind;
        section.questions.push(question);
    }
    (course, sections)
}

#[test]
fn parts_are_told_one_by_one() {
    let (course, sections) = with_parts();
    let mut progress = Progress::default();
    let filled = || Response::Filled(vec!["one".into(), "two".into()]);
    let cases = [
        (
            "ask/match",
            Response::Placed(vec![Some(1), Some(0)]),
            "1[.]2[,]2[.]1",
            Some("1[.]2[,]2[.]1"),
        ),
        (
            "ask/sort",
            Response::Placed(vec![None, Some(2)]),
            "2[.]3",
            Some("1[.]2[,]2[.]1"),
        ),
        (
            "ask/order",
            Response::Ordered(vec![1, 0]),
            "2[,]1",
            Some("1[,]2"),
        ),
        ("ask/gaps", filled(), "one[,]two", Some("one[,]two")),
        ("ask/loose", filled(), "one[,]two", None),
    ];
    for (question, response, ..) in &cases {
        progress.record(&answer(
            "2026-11-24T08:00:00Z",
            question,
            response.clone(),
            Some(0.5),
        ));
    }
    let statements = statements(&course, &sections, progress.course(&course.id), &somebody());
    let list = check(&statements);
    for (question, _, response, right) in cases {
        let statement = about(list, question)[0];
        assert_eq!(statement["result"]["response"], response, "{question}");
        let pattern = &statement["object"]["definition"]["correctResponsesPattern"][0];
        assert_eq!(pattern.as_str(), right, "{question}");
    }
}

fn somebody() -> Learner {
    let device = "kitchen-table-12ab".to_owned();
    Learner::Somebody { device }
}

/// Every kind answered, rightly or not.
fn all_kinds() -> Progress {
    let words = |words: &str| Response::Written(words.to_owned());
    let mut progress = studied();
    for (n, (question, response, score)) in [
        ("ask/some", Response::Picked(vec![0, 1]), Some(1.0)),
        ("ask/some", Response::Picked(vec![]), Some(0.0)),
        ("ask/one", Response::Picked(vec![7]), Some(0.0)),
        ("ask/so", Response::Said(false), Some(0.0)),
        ("ask/so", words("so"), Some(0.0)),
        ("ask/word", words("storming"), Some(1.0)),
        ("ask/word", words(" "), Some(0.0)),
        ("ask/word", Response::DontKnow, Some(0.0)),
        ("ask/far", words("9700 m"), Some(1.0)),
        ("ask/near", words(" -2.5 "), Some(1.0)),
        ("1.4/last", words(HOSTILE), None),
    ]
    .into_iter()
    .enumerate()
    {
        let mut event = answer("2026-11-24T08:00:00Z", question, response, score);
        event.at += jiff::SignedDuration::from_mins(i64::try_from(n).unwrap());
        if let Did::Answer(_, given) = &mut event.did {
            given.certainty = Certainty::ALL.get(n % 4).copied();
            given.hinted = n % 2 == 0;
            given.seconds = (n % 3 > 0).then_some(75);
        }
        progress.record(&event);
    }
    progress
}

#[test]
fn every_kind_makes_a_statement_as_the_format_asks() {
    let (course, sections) = every();
    let progress = all_kinds();
    for learner in [
        somebody(),
        Learner::Named("Ada".to_owned()),
        Learner::At("ada@example.org".to_owned(), None),
        Learner::At("ada@example.org".to_owned(), Some("Ada".to_owned())),
    ] {
        let statements = statements(&course, &sections, progress.course(&course.id), &learner);
        let list = check(&statements);
        assert_eq!(
            list.len(),
            16,
            "four answers that stand, eleven more, a section"
        );
        let shown = statements.to_string();
        assert!(!shown.contains("kitchen"), "a device is not told");
    }
}

fn about<'a>(list: &'a [Value], question: &str) -> Vec<&'a Value> {
    let id = format!("https://example.org#every/{question}");
    list.iter()
        .filter(|statement| statement["object"]["id"] == *id)
        .collect()
}

#[test]
fn each_says_what_was_done() {
    let (course, sections) = every();
    let progress = all_kinds();
    let statements = statements(&course, &sections, progress.course(&course.id), &somebody());
    let list = statements.as_array().unwrap();
    let some = about(list, "ask/some")[0];
    assert_eq!(some["result"]["response"], "1[,]2");
    assert_eq!(
        some["object"]["definition"]["correctResponsesPattern"],
        serde_json::json!(["1[,]2"])
    );
    assert_eq!(some["result"]["score"]["scaled"], 1.0);
    assert_eq!(
        (&some["result"]["success"], some["result"].get("duration")),
        (&true.into(), None)
    );
    let so = about(list, "ask/so");
    assert_eq!(so.len(), 2, "what was taken back is left out");
    assert_eq!(so[0]["result"]["response"], "false");
    assert_eq!(
        so[1]["result"]["extensions"]["https://recto.invalid/xapi/in-words"],
        "so"
    );
    let word = about(list, "ask/word")[0];
    let right = serde_json::json!(["{case_matters=true}storming"]);
    assert_eq!(
        word["object"]["definition"]["correctResponsesPattern"], right,
        "no wildcard is told as words"
    );
    let far = about(list, "ask/far")[0];
    assert_eq!(
        far["object"]["definition"]["correctResponsesPattern"],
        serde_json::json!(["9.5[:]10.5"])
    );
    assert_eq!(far["result"].get("response"), None);
    assert_eq!(
        far["result"]["extensions"]["https://recto.invalid/xapi/in-words"],
        "9700 m"
    );
    let open = about(list, "ask/conditions")[0];
    assert_eq!(
        open["result"]["score"]["scaled"], 0.5,
        "as the learner marked it"
    );
    assert_eq!(open["result"]["success"], false);
    assert_eq!(open["result"]["duration"], "PT90S");
    let gone = about(list, "ask/gone")[0];
    assert_eq!(
        gone["object"]["definition"]["extensions"]["https://recto.invalid/xapi/gone"],
        true
    );
    let read = &list[0];
    assert_eq!(
        read["verb"]["id"],
        "http://adlnet.gov/expapi/verbs/completed"
    );
    assert_eq!(read["timestamp"], "2026-11-19T22:30:00.000Z");
    assert!(list.is_sorted_by_key(|statement| statement["timestamp"].as_str().unwrap()));
}

#[test]
fn an_id_stays_and_is_that_of_one_learner() {
    let (course, sections) = every();
    let ids = |progress: &Progress, learner: &Learner| -> BTreeSet<String> {
        let statements = statements(&course, &sections, progress.course(&course.id), learner);
        let list = statements.as_array().unwrap();
        list.iter()
            .map(|statement| statement["id"].to_string())
            .collect()
    };
    let first = ids(&studied(), &somebody());
    let later = ids(&all_kinds(), &somebody());
    assert!(first.is_subset(&later) && first.len() < later.len());
    assert!(first.is_disjoint(&ids(&studied(), &Learner::Named("Ada".to_owned()))));
}

#[test]
fn a_course_without_a_home_has_names_all_the_same() {
    let (mut course, sections) = every();
    course.source = Clean::words("My grandmother");
    course.language = Clean::words("so to speak");
    let progress = all_kinds();
    let statements = statements(&course, &sections, progress.course(&course.id), &somebody());
    let list = check(&statements);
    assert!(
        list[0]["object"]["id"]
            .as_str()
            .unwrap()
            .starts_with("urn:uuid:")
    );
    assert_eq!(list[0]["context"].get("language"), None);
}

#[test]
fn an_address_has_its_form() {
    for good in ["ada@example.org", "a.b+c@x"] {
        assert!(is_mailbox(good), "{good}");
    }
    for bad in [
        "",
        "ada",
        "@x",
        "ada@",
        "a@b@c",
        "a b@c",
        "mailto:<a@b>",
        "a@b\n",
        "ä@b",
    ] {
        assert!(!is_mailbox(bad), "{bad}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_was_done_makes_statements_as_the_format_asks(events in events(40)) {
        let (mut course, sections) = every();
        course.id = CourseId::new("how-teams-work").unwrap();
        let mut progress = Progress::default();
        progress.record_all(events);
        check(&statements(&course, &sections, progress.course(&course.id), &somebody()));
    }
}

#[test]
fn nothing_done_is_an_empty_list() {
    let (course, sections) = every();
    assert_eq!(
        statements(&course, &sections, None, &somebody()),
        serde_json::json!([])
    );
}

#[test]
fn the_checker_itself_sees() {
    let (course, sections) = every();
    let progress = all_kinds();
    let statements = statements(&course, &sections, progress.course(&course.id), &somebody());
    let good = about(statements.as_array().unwrap(), "ask/some")[0].clone();
    let cases: [(&str, Value); 8] = [
        ("/result/score/scaled", 2.into()),
        ("/result/response", "9".into()),
        ("/result/completion", Value::Null),
        ("/object/id", "no iri".into()),
        ("/object/definition/interactionType", "guess".into()),
        ("/actor/account/name", "".into()),
        ("/timestamp", "today".into()),
        ("/id", "7".into()),
    ];
    for (path, value) in cases {
        let mut bad = good.clone();
        *bad.pointer_mut(path).unwrap() = value;
        let mut checker = Checker::default();
        checker.statement(&bad);
        assert!(!checker.wrong.is_empty(), "{path}");
    }
}
