//! The JSON Schemas in `assets/schema/` give authors completion in their editors. They must know
//! the same keys as the reader.

use serde_json::Value;

use crate::markup::question;
use crate::store::course_file::{COURSE, GLOSSARY, OUTCOME, REFERENCE, exam, outline};

fn schema(text: &str) -> Value {
    serde_json::from_str(text).expect("the schemas are JSON")
}

/// The keys of the object at `path` are `keys`.
#[track_caller]
fn check(schema: &Value, path: &str, keys: &[&str]) {
    let object = schema
        .pointer(path)
        .expect("there is such a place in the schema");
    assert_eq!(object["additionalProperties"], false, "{path}");
    let found = object["properties"]
        .as_object()
        .expect("an object has properties");
    let mut found: Vec<_> = found.keys().map(String::as_str).collect();
    let mut keys = keys.to_vec();
    found.sort_unstable();
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(found, keys, "{path}");
    for (key, value) in object["properties"]
        .as_object()
        .expect("an object has properties")
    {
        assert!(
            value["description"].is_string(),
            "{path}: {key} is not explained"
        );
    }
}

#[test]
fn the_schema_of_a_course_knows_its_keys() {
    let schema = schema(include_str!("../../../assets/schema/course.schema.json"));
    check(&schema, "", COURSE);
    check(&schema, "/properties/outcome/items", OUTCOME);
    check(&schema, "/properties/section/items", outline::SECTION);
    check(&schema, "/properties/exam/items", exam::EXAM);
    check(&schema, "/properties/glossary/items", GLOSSARY);
    check(&schema, "/properties/reference/items", REFERENCE);
}

#[test]
fn the_schema_of_questions_knows_their_keys() {
    let schema = schema(include_str!("../../../assets/schema/questions.schema.json"));
    check(&schema, "", &["group", "question"]);
    check(&schema, "/properties/group/items", question::GROUP);
    let kinds = question::KINDS
        .iter()
        .flat_map(|(_, keys)| keys.iter().copied());
    let keys: Vec<_> = question::QUESTION.iter().copied().chain(kinds).collect();
    let path = "/properties/question/items";
    check(&schema, path, &keys);
    check(
        &schema,
        &format!("{path}/properties/point/items"),
        question::POINT,
    );
    check(
        &schema,
        &format!("{path}/properties/choice/items"),
        question::CHOICE,
    );
    check(
        &schema,
        &format!("{path}/properties/also/items"),
        question::ALSO,
    );
    check(
        &schema,
        &format!("{path}/properties/evidence/oneOf/1"),
        question::EVIDENCE,
    );
    let item = "properties/item/items/oneOf/1";
    let listed = "properties/category/items/properties/items/items/oneOf/1";
    for (place, keys) in [
        ("properties/pair/items", question::PAIR),
        (item, question::ITEM),
        ("properties/category/items", question::CATEGORY),
        (listed, question::ITEM),
        ("properties/gap/items", question::GAP),
    ] {
        check(&schema, &format!("{path}/{place}"), keys);
    }
    let kinds: Vec<_> = question::KINDS.iter().map(|(kind, _)| *kind).collect();
    assert_eq!(
        schema
            .pointer(&format!("{path}/properties/kind/enum"))
            .unwrap(),
        &Value::from(kinds)
    );
}
