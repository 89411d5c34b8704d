//! Statements of xAPI: each is held against what version 1.0.3 of the format asks of it.

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

const TYPES: [&str; 5] = ["course", "module", "question", "cmi.interaction", "lesson"];
const INTERACTIONS: [&str; 10] = [
    "true-false",
    "choice",
    "fill-in",
    "long-fill-in",
    "matching",
    "performance",
    "sequencing",
    "likert",
    "numeric",
    "other",
];

/// What is wrong with a statement, with the path to it.
#[derive(Default)]
struct Checker {
    wrong: Vec<String>,
}

impl Checker {
    fn ensure(&mut self, right: bool, what: &str, value: &Value) {
        if !right {
            self.wrong.push(format!("{what}: {value}"));
        }
    }

    /// An object whose keys are among `known`, with all of `needed`.
    fn keys(&mut self, value: &Value, needed: &[&str], known: &[&str]) {
        let Some(object) = value.as_object() else {
            return self.ensure(false, "no object", value);
        };
        for key in object.keys() {
            let known = needed.contains(&key.as_str()) || known.contains(&key.as_str());
            self.ensure(known, &format!("key {key}"), value);
        }
        for key in needed {
            self.ensure(object.contains_key(*key), &format!("no {key}"), value);
        }
    }

    fn iri(&mut self, value: &Value) {
        let words = value.as_str().unwrap_or_default();
        let scheme = words.split_once(':').map_or("", |(scheme, _)| scheme);
        let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
        let fit = |c: char| !c.is_whitespace() && !c.is_control() && !"<>\"{}|\\^`".contains(c);
        let rest = &words[(scheme.len() + 1).min(words.len())..];
        let is_iri =
            is_scheme && !rest.is_empty() && rest.chars().all(fit) && rest.matches('#').count() < 2;
        self.ensure(is_iri, "no IRI", value);
    }

    fn map(&mut self, value: &Value) {
        let object = value.as_object();
        self.ensure(
            object.is_some_and(|map| !map.is_empty()),
            "no language map",
            value,
        );
        for (tag, words) in object.into_iter().flatten() {
            let is_tag = tag.split('-').enumerate().all(|(at, part)| {
                let lengths = if at == 0 { 2..=8 } else { 1..=8 };
                lengths.contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric())
            });
            self.ensure(is_tag && words.is_string(), "no language", value);
        }
    }

    fn extensions(&mut self, value: &Value) {
        for key in value.as_object().into_iter().flatten().map(|(key, _)| key) {
            self.iri(&Value::String(key.clone()));
        }
    }

    fn actor(&mut self, actor: &Value) {
        self.keys(actor, &["objectType"], &["name", "mbox", "account"]);
        self.ensure(actor["objectType"] == "Agent", "no agent", actor);
        let n_ids = ["mbox", "account"]
            .iter()
            .filter(|key| actor.get(key).is_some())
            .count();
        self.ensure(n_ids == 1, "it must be named in exactly one way", actor);
        if let Some(mbox) = actor.get("mbox") {
            let address = mbox.as_str().and_then(|mbox| mbox.strip_prefix("mailto:"));
            self.ensure(address.is_some_and(is_mailbox), "no mailbox", mbox);
        }
        if let Some(account) = actor.get("account") {
            self.keys(account, &["homePage", "name"], &[]);
            self.iri(&account["homePage"]);
            self.ensure(
                account["name"]
                    .as_str()
                    .is_some_and(|name| !name.is_empty()),
                "no name",
                account,
            );
        }
    }

    fn activity(&mut self, activity: &Value) {
        self.keys(activity, &["objectType", "id", "definition"], &[]);
        self.ensure(
            activity["objectType"] == "Activity",
            "no activity",
            activity,
        );
        self.iri(&activity["id"]);
        let definition = &activity["definition"];
        let known = [
            "description",
            "interactionType",
            "correctResponsesPattern",
            "choices",
            "source",
            "target",
            "extensions",
        ];
        self.keys(definition, &["type", "name"], &known);
        let sort = definition["type"].as_str().unwrap_or_default();
        let sort = sort.strip_prefix("http://adlnet.gov/expapi/activities/");
        self.ensure(
            sort.is_some_and(|sort| TYPES.contains(&sort)),
            "no type",
            definition,
        );
        self.map(&definition["name"]);
        if let Some(description) = definition.get("description") {
            self.map(description);
        }
        self.extensions(definition.get("extensions").unwrap_or(&Value::Null));
        let interaction = definition.get("interactionType");
        self.ensure(
            interaction.is_some() == (sort == Some("cmi.interaction")),
            "no interaction",
            definition,
        );
        let Some(interaction) = interaction.and_then(Value::as_str) else {
            let needs = ["correctResponsesPattern", "choices"];
            let has = needs.iter().any(|key| definition.get(key).is_some());
            return self.ensure(!has, "parts of an interaction that is none", definition);
        };
        self.ensure(
            INTERACTIONS.contains(&interaction),
            "no interaction type",
            definition,
        );
        let lists: &[&str] = match interaction {
            "choice" | "sequencing" => &["choices"],
            "matching" => &["source", "target"],
            _ => &[],
        };
        for key in ["choices", "source", "target"] {
            let has = definition.get(key).is_some();
            self.ensure(has == lists.contains(&key), key, definition);
        }
        let ids: Vec<_> = lists
            .iter()
            .map(|key| self.ids(&definition[*key]))
            .collect();
        if let Some(pattern) = definition.get("correctResponsesPattern") {
            let patterns = pattern.as_array().filter(|patterns| !patterns.is_empty());
            self.ensure(patterns.is_some(), "no pattern", definition);
            for pattern in patterns.into_iter().flatten() {
                let words = pattern.as_str().unwrap_or_default();
                self.response(interaction, words, &ids, definition);
            }
        }
    }

    /// The ids of a list of parts.
    fn ids<'a>(&mut self, list: &'a Value) -> BTreeSet<&'a str> {
        let mut ids = BTreeSet::new();
        for part in list.as_array().into_iter().flatten() {
            self.keys(part, &["id", "description"], &[]);
            self.map(&part["description"]);
            let id = part["id"].as_str().unwrap_or_default();
            self.ensure(!id.is_empty() && ids.insert(id), "an id twice", part);
        }
        ids
    }

    /// A response, or a pattern of one, in the form of its interaction.
    fn response(&mut self, interaction: &str, words: &str, ids: &[BTreeSet<&str>], value: &Value) {
        let is_number = |words: &str| words.parse::<f64>().is_ok_and(f64::is_finite);
        let is_fit = match interaction {
            "true-false" => ["true", "false"].contains(&words),
            "choice" | "sequencing" => words.split("[,]").all(|id| ids[0].contains(id)),
            "matching" => words.split("[,]").all(|pair| {
                let pair = pair.split_once("[.]");
                pair.is_some_and(|(item, to)| ids[0].contains(item) && ids[1].contains(to))
            }),
            "numeric" => words.split("[:]").all(is_number),
            _ => !words.is_empty(),
        };
        self.ensure(is_fit, "no response of its kind", value);
    }

    fn result(&mut self, statement: &Value) {
        let result = &statement["result"];
        let known = ["score", "success", "response", "duration", "extensions"];
        self.keys(result, &["completion"], &known);
        self.extensions(result.get("extensions").unwrap_or(&Value::Null));
        for key in ["completion", "success"] {
            let value = result.get(key);
            self.ensure(value.is_none_or(Value::is_boolean), key, result);
        }
        if let Some(score) = result.get("score") {
            self.keys(score, &["scaled"], &["raw", "min", "max"]);
            let scaled = score["scaled"].as_f64();
            self.ensure(
                scaled.is_some_and(|scaled| (-1.0..=1.0).contains(&scaled)),
                "scaled",
                score,
            );
        }
        if let Some(duration) = result
            .get("duration")
            .map(|value| value.as_str().unwrap_or_default())
        {
            let span: Result<jiff::Span, _> = duration.parse();
            self.ensure(
                duration.starts_with('P') && span.is_ok(),
                "no duration",
                result,
            );
        }
        if let Some(response) = result.get("response") {
            let definition = &statement["object"]["definition"];
            let interaction = definition["interactionType"].as_str().unwrap_or_default();
            let parts = ["choices", "source", "target"];
            let lists = parts.iter().filter_map(|key| definition.get(*key));
            let ids: Vec<_> = lists.map(|list| self.ids(list)).collect();
            self.response(
                interaction,
                response.as_str().unwrap_or_default(),
                &ids,
                result,
            );
        }
    }

    fn context(&mut self, context: &Value) {
        self.keys(context, &["platform", "contextActivities"], &["language"]);
        let activities = &context["contextActivities"];
        self.keys(activities, &["grouping"], &["parent"]);
        for activity in activities
            .as_object()
            .into_iter()
            .flatten()
            .filter_map(|(_, list)| list.as_array())
            .flatten()
        {
            self.activity(activity);
        }
    }

    fn statement(&mut self, statement: &Value) {
        let needed = [
            "id",
            "version",
            "timestamp",
            "actor",
            "verb",
            "object",
            "result",
            "context",
        ];
        self.keys(statement, &needed, &[]);
        let id = statement["id"].as_str().unwrap_or_default();
        let id = uuid::Uuid::try_parse(id).ok();
        self.ensure(
            id.is_some_and(|id| id.get_version_num() == 5),
            "no id",
            statement,
        );
        self.ensure(statement["version"] == "1.0.3", "version", statement);
        let time = statement["timestamp"].as_str().unwrap_or_default();
        let is_time =
            time.parse::<jiff::Timestamp>().is_ok() && time.ends_with('Z') && time.contains('T');
        self.ensure(is_time, "no time", statement);
        self.actor(&statement["actor"]);
        let verb = &statement["verb"];
        self.keys(verb, &["id", "display"], &[]);
        self.map(&verb["display"]);
        let verb = verb["id"].as_str().unwrap_or_default();
        let verb = verb.strip_prefix("http://adlnet.gov/expapi/verbs/");
        self.ensure(
            verb.is_some_and(|verb| ["answered", "completed"].contains(&verb)),
            "verb",
            statement,
        );
        self.activity(&statement["object"]);
        self.result(statement);
        self.context(&statement["context"]);
        self.no_null(statement);
    }

    fn no_null(&mut self, value: &Value) {
        match value {
            Value::Null => self.ensure(false, "null", value),
            Value::Array(items) => {
                self.ensure(!items.is_empty(), "an empty list", value);
                for item in items {
                    self.no_null(item);
                }
            }
            Value::Object(map) => {
                for item in map.values() {
                    self.no_null(item);
                }
            }
            _ => {}
        }
    }
}

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
