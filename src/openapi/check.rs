//! What a finished document must obey. A test calls it on the whole document.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{components, each_operation};

/// Everything that is wrong, in words; empty for a good document: unique operation ids, one tag, a summary, a
/// success, closed request bodies, no reference into nothing, and a word on each member.
#[must_use]
pub fn faults(document: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let mut ids = BTreeSet::new();
    let mut copy = document.clone();
    each_operation(&mut copy, |path, method, operation| {
        let place = format!("{method} {path}");
        let id = operation["operationId"].as_str().unwrap_or_default().to_owned();
        if id.is_empty() || !ids.insert(id.clone()) {
            found.push(format!("{place}: operationId {id:?} is missing or taken"));
        }
        if operation["tags"].as_array().is_none_or(|tags| tags.len() != 1) {
            found.push(format!("{place}: not exactly one tag"));
        }
        if operation["summary"].as_str().is_none_or(str::is_empty) {
            found.push(format!("{place}: no summary"));
        }
        let success = |status: &String| status.starts_with('2') || status.starts_with('3');
        if operation["responses"].as_object().is_none_or(|responses| !responses.keys().any(success)) {
            found.push(format!("{place}: no success"));
        }
        for name in components::reached(document, operation) {
            if document.pointer(&format!("/components/schemas/{name}")).is_none() {
                found.push(format!("{place}: refers to {name}, which is not there"));
            }
        }
        if let Some(body) = operation.get("requestBody") {
            open_schemas(document, body, &place, &mut found);
        }
    });
    undescribed(document, &mut found);
    found
}

/// Names the members of components that nothing is said of.
fn undescribed(document: &Value, found: &mut Vec<String>) {
    let schemas = document.pointer("/components/schemas").and_then(Value::as_object);
    for (name, schema) in schemas.into_iter().flatten() {
        let members = schema.get("properties").and_then(Value::as_object);
        for (member, is) in members.into_iter().flatten() {
            if is["description"].as_str().is_none_or(str::is_empty) {
                found.push(format!("{name}: nothing is said of {member}"));
            }
        }
    }
}

/// Names the object components of a request body that take any member.
fn open_schemas(document: &Value, body: &Value, place: &str, found: &mut Vec<String>) {
    for name in components::reached(document, body) {
        let Some(schema) = document.pointer(&format!("/components/schemas/{name}")) else { continue };
        let closed = schema.get("additionalProperties").is_some();
        if schema.get("properties").is_some() && !closed {
            found.push(format!("{place}: {name} takes unknown members"));
        }
    }
}
