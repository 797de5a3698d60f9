//! Bodies with one kind of fault in every member that can have it, made from a schema.

use serde_json::{Map, Value, json};

use super::NOBODY;
use crate::support::document::resolved;

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Members that are not documented.
    Unknown,
    /// Members that must be there are not.
    Missing,
    /// Values of another type.
    Type,
    /// `null` where nothing is cleared by it.
    Null,
    /// Texts over their bound.
    Long,
    /// Texts with U+0000.
    Control,
    /// Days, instants and ids that do not exist.
    Form,
    /// Codes that are none of those listed.
    Option,
    /// Integers over their bound.
    Above,
    /// Integers under their bound.
    Below,
    /// Integers that not every reader of JSON holds exactly.
    Beyond,
    /// Numbers that are not whole.
    Fraction,
    /// Arrays over their bound.
    Many,
    /// Arrays under their bound.
    Few,
}

impl Fault {
    pub const ALL: [Self; 14] = [
        Self::Unknown,
        Self::Missing,
        Self::Type,
        Self::Null,
        Self::Long,
        Self::Control,
        Self::Form,
        Self::Option,
        Self::Above,
        Self::Below,
        Self::Beyond,
        Self::Fraction,
        Self::Many,
        Self::Few,
    ];
}

/// Where the errors are expected, and with which code.
pub type Places = Vec<(String, &'static str)>;

/// A value with the fault wherever this schema lets it be, and the places; nothing where it lets it nowhere be.
pub fn spoil(schema: &'static Value, fault: Fault, at: &str) -> Option<(Value, Places)> {
    let one = |value: Value, code| Some((value, vec![(at.to_owned(), code)]));
    let nullable = allows_null(schema);
    let schema = resolved(schema);
    let (kind, format) = (kind_of(schema), schema["format"].as_str());
    let whole = |bound: &str| schema[bound].as_i64();
    match (fault, kind) {
        (Fault::Null, _) if !nullable && !at.is_empty() => one(Value::Null, "wrong_type"),
        (Fault::Type, "boolean") => one(json!("x"), "wrong_type"),
        (Fault::Type, _) if !at.is_empty() => one(json!(true), "wrong_type"),
        (Fault::Long, "string") => one(json!("a".repeat(one_more(&schema["maxLength"])?)), "too_long"),
        (Fault::Control, "string") if schema["pattern"].is_string() => {
            one(json!(format!("a\u{0}{}", "b".repeat(10))), "malformed")
        }
        (Fault::Form, "string") => match format? {
            "date" => one(json!("2025-02-30"), "malformed"),
            "date-time" => one(json!("2025-02-30T00:00:00Z"), "malformed"),
            "uuid" => one(json!("not-a-uuid"), "malformed"),
            _ => None,
        },
        (Fault::Option, "string") if schema["enum"].is_array() => one(json!("no_such_option"), "not_allowed"),
        (Fault::Above, "integer") => one(json!(whole("maximum")? + 1), "out_of_range"),
        (Fault::Below, "integer") => one(json!(whole("minimum")? - 1), "out_of_range"),
        (Fault::Beyond, "integer") => one(json!(9_007_199_254_740_993_i64), "out_of_range"),
        (Fault::Fraction, "integer") => one(json!(1.5), "wrong_type"),
        (Fault::Many, "array") => {
            let many = vec![sample(&schema["items"]); one_more(&schema["maxItems"])?];
            one(json!(many), "too_many")
        }
        (Fault::Few, "array") if whole("minItems")? > 0 => one(json!([]), "too_few"),
        (Fault::Missing, "object") => {
            let required: Places = required(schema).map(|name| (format!("{at}/{name}"), "missing")).collect();
            (!required.is_empty()).then(|| (json!({}), required))
        }
        (_, "object") => spoil_members(schema, fault, at),
        (_, "array") => {
            let (item, places) = spoil(&schema["items"], fault, &format!("{at}/0"))?;
            Some((json!([item]), places))
        }
        _ => None,
    }
}

/// A value of the schema.
pub fn sample(schema: &'static Value) -> Value {
    let schema = resolved(schema);
    if let Some(example) = schema.get("example") {
        return example.clone();
    }
    match (&schema["enum"][0], schema["format"].as_str()) {
        (Value::Null, Some("uuid")) => json!(NOBODY),
        (option, _) => option.clone(),
    }
}

/// One more than a bound.
pub fn one_more(bound: &Value) -> Option<usize> {
    usize::try_from(bound.as_u64()?).ok().map(|bound| bound + 1)
}

fn spoil_members(schema: &'static Value, fault: Fault, at: &str) -> Option<(Value, Places)> {
    let mut body = sample(schema).as_object().cloned().unwrap_or_else(Map::new);
    let mut places = Places::new();
    if fault == Fault::Unknown {
        body.insert("no_such_member".to_owned(), json!(1));
        places.push((format!("{at}/no_such_member"), "unknown_member"));
    }
    for (name, member) in schema["properties"].as_object().into_iter().flatten() {
        if let Some((value, found)) = spoil(member, fault, &format!("{at}/{name}")) {
            body.insert(name.clone(), value);
            places.extend(found);
        }
    }
    (!places.is_empty()).then_some((Value::Object(body), places))
}

fn allows_null(schema: &Value) -> bool {
    let branches = schema["oneOf"].as_array();
    branches.is_some_and(|all| all.iter().any(|branch| branch["type"] == "null"))
        || schema["type"].as_array().is_some_and(|kinds| kinds.iter().any(|kind| kind == "null"))
}

fn kind_of(schema: &'static Value) -> &'static str {
    let kinds = &schema["type"];
    kinds.as_array().map_or(kinds, |several| &several[0]).as_str().unwrap_or_default()
}

fn required(schema: &'static Value) -> impl Iterator<Item = &'static str> {
    schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str)
}
