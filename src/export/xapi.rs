//! What was done in a course as statements of xAPI 1.0.3 (the Experience API of ADL), for programs
//! that gather what somebody learnt.
//!
//! `answered` for each answer that stands, `completed` for each section that was read to its end. The
//! same deed of the same learner has the same id in every export, so that nothing is gathered twice.
//!
//! **Invariant:** no property is null or empty, and every name that the format wants as an IRI is one.
//! The learner is nobody unless they say who they are.

mod interaction;
mod iri;

use jiff::Timestamp;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use self::iri::Names;
use super::MAKER;
use crate::app::sheet::name_in_full;
use crate::course::id::FullId;
use crate::course::question::Question;
use crate::course::{Course, Section};
use crate::study::history::{Attempt, History};
use crate::study::progress::CourseProgress;
use crate::study::record::gone;
use crate::study::words::bare;

/// What the format's own activities and verbs begin with.
const ADL: &str = "http://adlnet.gov/expapi";
/// Recto has no home in the web. Names below `.invalid` (RFC 2606) are nobody's.
pub(super) const RECTO: &str = "https://recto.invalid";

/// Whose statements they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Learner {
    /// Somebody: the same on one device, and told apart from those of others.
    Somebody {
        /// The device's name, which itself is not told.
        device: String,
    },
    /// Who goes by this name.
    Named(String),
    /// Who reads mail at this address, which [`is_mailbox`]; and their name, if they give it.
    At(String, Option<String>),
}

/// Can mail be sent there, by its form? One `@` with something before and behind it, no blanks.
pub fn is_mailbox(address: &str) -> bool {
    let is_fit = |c: char| c.is_ascii_graphic() && !"<>\"\\^`{|}[]".contains(c);
    let parts: Vec<&str> = address.split('@').collect();
    address.chars().all(is_fit)
        && matches!(parts.as_slice(), [who, host] if !who.is_empty() && !host.is_empty())
}

impl Learner {
    fn actor(&self) -> Value {
        let account = |name: &str| json!({ "homePage": format!("{RECTO}/learners"), "name": name });
        match self {
            Self::Somebody { device } => {
                let id = named(&format!("{RECTO}/devices/{device}")).to_string();
                json!({ "objectType": "Agent", "account": account(&id) })
            }
            Self::Named(name) => {
                json!({ "objectType": "Agent", "name": name, "account": account(name) })
            }
            Self::At(address, None) => {
                json!({ "objectType": "Agent", "mbox": format!("mailto:{address}") })
            }
            Self::At(address, Some(name)) => {
                json!({ "objectType": "Agent", "name": name, "mbox": format!("mailto:{address}") })
            }
        }
    }
}

/// The statements of what was done in `course` with its `sections`, oldest first, as a JSON array.
pub fn statements(
    course: &Course,
    sections: &[Section],
    done: Option<&CourseProgress>,
    learner: &Learner,
) -> Value {
    let mut teller = Teller {
        names: Names::of(course),
        actor: learner.actor(),
        course: Value::Null,
        told: Vec::new(),
    };
    teller.course = teller.activity(&teller.names.course(), "course", &course.title);
    let Some(done) = done else {
        return json!([]);
    };
    for section in sections {
        let parent = teller.section(section.id.as_str(), &section.title);
        for question in &section.questions {
            let id = super::sheet::full(section, question);
            if let Some(history) = done.questions.get(&id) {
                teller.answers(section, question, history, &parent);
            }
        }
    }
    for (id, history) in gone(done, sections) {
        teller.answers_to_gone(id, history);
    }
    for (id, state) in &done.sections {
        if let Some(at) = state.read {
            let title = sections.iter().find(|section| section.id == *id);
            let title = title.map_or(id.as_str(), |section| &section.title);
            let section = teller.section(id.as_str(), title);
            teller.tell(
                at,
                "completed",
                &section,
                &json!({ "completion": true }),
                None,
            );
        }
    }
    teller.told.sort_by_key(|(at, _)| *at);
    teller
        .told
        .into_iter()
        .map(|(_, statement)| statement)
        .collect()
}

/// Who tells, of which course.
struct Teller {
    names: Names,
    actor: Value,
    course: Value,
    told: Vec<(Timestamp, Value)>,
}

impl Teller {
    /// What something was done with. `sort` is one of the format's own types.
    fn activity(&self, id: &str, sort: &str, name: &str) -> Value {
        json!({
            "objectType": "Activity",
            "id": id,
            "definition": {
                "type": format!("{ADL}/activities/{sort}"),
                "name": self.names.in_language(name),
            },
        })
    }

    fn section(&self, id: &str, title: &str) -> Value {
        self.activity(&self.names.section(id), "module", title)
    }

    fn answers(
        &mut self,
        section: &Section,
        question: &Question,
        history: &History,
        parent: &Value,
    ) {
        let id = super::sheet::full(section, question);
        let name = name_in_full(section, question);
        let mut object = self.activity(&self.names.question(&id), "cmi.interaction", &name);
        interaction::define(&mut object["definition"], question, &self.names);
        for attempt in history.attempts() {
            let response = interaction::response(question, attempt.response);
            let result = result(&attempt, response);
            self.tell(attempt.at, "answered", &object, &result, Some(parent));
        }
    }

    /// Of a question that is no longer in the course only its name is known.
    fn answers_to_gone(&mut self, id: &FullId, history: &History) {
        let mut object = self.activity(&self.names.question(id), "question", &id.to_string());
        object["definition"]["extensions"] = json!({ extension("gone"): true });
        let parent = self.section(id.section.as_str(), id.section.as_str());
        for attempt in history.attempts() {
            let words = bare(attempt.response);
            let result = result(&attempt, Some(words).filter(|words| !words.is_empty()));
            self.tell(attempt.at, "answered", &object, &result, Some(&parent));
        }
    }

    fn tell(
        &mut self,
        at: Timestamp,
        verb: &str,
        object: &Value,
        result: &Value,
        parent: Option<&Value>,
    ) {
        let at_words = format!("{at:.3}");
        let what = object["id"].as_str().unwrap_or_default();
        let id = named(&format!("{} {verb} {what} {at_words}", self.actor));
        let mut activities = json!({ "grouping": [self.course] });
        if let Some(parent) = parent {
            activities["parent"] = json!([parent]);
        }
        let mut context = json!({ "platform": MAKER, "contextActivities": activities });
        if let Some(language) = self.names.language() {
            context["language"] = json!(language);
        }
        let statement = json!({
            "id": id.to_string(),
            "version": "1.0.3",
            "timestamp": at_words,
            "actor": self.actor,
            "verb": { "id": format!("{ADL}/verbs/{verb}"), "display": { "en": verb } },
            "object": object,
            "result": result,
            "context": context,
        });
        self.told.push((at, statement));
    }
}

/// What came of an answer.
fn result(attempt: &Attempt<'_>, response: Option<String>) -> Value {
    let mut result = Map::new();
    result.insert("completion".into(), json!(true));
    if let Some(score) = attempt.score {
        result.insert("score".into(), json!({ "scaled": score }));
        result.insert("success".into(), json!(score >= 1.0));
    }
    let words = bare(attempt.response);
    let is_told = response.is_some() || words.trim().is_empty();
    if let Some(response) = response {
        result.insert("response".into(), json!(response));
    }
    if let Some(seconds) = attempt.seconds {
        result.insert("duration".into(), json!(format!("PT{seconds}S")));
    }
    let mut extensions = Map::new();
    // What the format has no form for is told in words.
    if !is_told {
        extensions.insert(extension("in-words"), json!(words));
    }
    if let Some(certainty) = attempt.certainty {
        extensions.insert(extension("certainty"), json!(certainty.name()));
    }
    if let Some(rating) = attempt.rating {
        extensions.insert(extension("rating"), json!(rating.name()));
    }
    if attempt.hinted {
        extensions.insert(extension("hint"), json!(true));
    }
    if !extensions.is_empty() {
        result.insert("extensions".into(), Value::Object(extensions));
    }
    Value::Object(result)
}

/// The name of something that the format doesn't know.
fn extension(name: &str) -> String {
    format!("{RECTO}/xapi/{name}")
}

/// The id that `name` always has: a UUID of version 5 (RFC 9562).
fn named(name: &str) -> Uuid {
    Uuid::new_v5(&Uuid::NAMESPACE_URL, name.as_bytes())
}
