//! Holds a statement to the rules of xAPI 1.0.3.

use std::collections::BTreeSet;

use recto::export::xapi::is_mailbox;

use serde_json::Value;

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
pub struct Checker {
    pub wrong: Vec<String>,
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

    pub fn statement(&mut self, statement: &Value) {
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
