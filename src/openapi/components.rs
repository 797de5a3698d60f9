//! Tidies the schema components.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::{bound_integers, object_at};
use crate::http::schema::{COMPONENT, references};

/// Puts scalars in the place of references to them. A text of 200 characters is clearer where it stands than
/// behind a name, and generators make a class of each name.
pub(super) fn inline_scalars(document: &mut Value) {
    let Some(schemas) = object_at(document, &["components", "schemas"]) else { return };
    let mut scalars = Map::new();
    for (name, schema) in schemas.iter() {
        if name.starts_with("Patch") || is_scalar(schema) {
            scalars.insert(name.clone(), schema.clone());
        }
    }
    schemas.retain(|name, _| !scalars.contains_key(name));
    replace(document, &scalars, 0);
}

fn is_scalar(schema: &Value) -> bool {
    let scalar = |name: &Value| ["string", "integer", "number", "boolean"].iter().any(|known| name == known);
    let typed = match schema.get("type") {
        Some(Value::Array(types)) => types.iter().all(|one| scalar(one) || one == "null"),
        Some(one) => scalar(one),
        None => false,
    };
    typed && schema.get("enum").is_none()
}

/// Scalars refer to nothing, and a `Patch…` at most to what it patches: four levels are plenty.
fn replace(value: &mut Value, scalars: &Map<String, Value>, level: usize) {
    match value {
        Value::Object(members) => {
            let target =
                members.get("$ref").and_then(Value::as_str).and_then(|to| to.strip_prefix(COMPONENT));
            if let Some(scalar) = target.and_then(|name| scalars.get(name)).filter(|_| level < 4) {
                let mut merged = scalar.as_object().cloned().unwrap_or_default();
                members.remove("$ref");
                merged.append(members);
                *members = merged;
                replace(value, scalars, level + 1);
                return;
            }
            members.values_mut().for_each(|member| replace(member, scalars, level));
            flatten_nullable(members);
        }
        Value::Array(items) => items.iter_mut().for_each(|item| replace(item, scalars, level)),
        _ => {}
    }
}

/// A `oneOf` of null and a scalar is the scalar with one more type. What is said of a component beside null stands at the
/// member itself, where readers and generators look for it.
fn flatten_nullable(members: &mut Map<String, Value>) {
    let null = json!({"type": "null"});
    let Some(Value::Array(branches)) = members.get_mut("oneOf") else { return };
    let scalar = match branches.as_mut_slice() {
        [first, other] if *first == null => other,
        [other, last] if *last == null => other,
        _ => return,
    };
    let (Some(kind), true) = (scalar["type"].as_str(), is_scalar(scalar)) else {
        if let Some(said) = scalar.as_object_mut().and_then(|scalar| scalar.remove("description")) {
            members.entry("description").or_insert(said);
        }
        return;
    };
    let kind = kind.to_owned();
    let mut merged = scalar.as_object().cloned().unwrap_or_default();
    merged.insert("type".to_owned(), json!([kind, "null"]));
    members.remove("oneOf");
    merged.append(members);
    *members = merged;
}

/// Bounds the integers of all schemas and parameters.
pub(super) fn bound(document: &mut Value) {
    for part in ["components", "paths"] {
        if let Some(value) = document.get_mut(part) {
            bound_integers(value);
        }
    }
}

/// Removes schemas, responses and headers that nothing refers to.
pub(super) fn remove_unused(document: &mut Value) {
    let mut used = BTreeSet::new();
    let mut open: Vec<String> = Vec::new();
    all_references(document.get("paths").unwrap_or(&Value::Null), &mut |to| open.push(to.to_owned()));
    while let Some(next) = open.pop() {
        if used.insert(next.clone())
            && let Some(target) = next.strip_prefix('#').and_then(|pointer| document.pointer(pointer))
        {
            all_references(target, &mut |to| open.push(to.to_owned()));
        }
    }
    for kind in ["schemas", "responses", "headers"] {
        if let Some(parts) = object_at(document, &["components", kind]) {
            parts.retain(|name, _| used.contains(&format!("#/components/{kind}/{name}")));
        }
    }
}

fn all_references(value: &Value, found: &mut impl FnMut(&str)) {
    match value {
        Value::Object(members) => {
            if let Some(to) = members.get("$ref").and_then(Value::as_str) {
                found(to);
            }
            members.values().for_each(|member| all_references(member, found));
        }
        Value::Array(items) => items.iter().for_each(|item| all_references(item, found)),
        _ => {}
    }
}

/// The names of components that `schema` reaches and that are not there, and of all that it reaches.
pub(super) fn reached(document: &Value, schema: &Value) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut open = Vec::new();
    references(schema, &mut |name| open.push(name.to_owned()));
    while let Some(name) = open.pop() {
        if found.insert(name.clone())
            && let Some(next) = document.pointer(&format!("/components/schemas/{name}"))
        {
            references(next, &mut |name| open.push(name.to_owned()));
        }
    }
    found
}
