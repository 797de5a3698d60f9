//! Response headers, defined once and referred to where they are sent.

use serde_json::{Map, Value, json};

use super::object_at;
use crate::http::conditional::ETAG_PATTERN;
use crate::http::schema::COMPONENT;

/// What an operation's successes turned out to carry.
pub(super) struct SuccessHeaders {
    /// Some success is a record with a version.
    pub(super) has_etag: bool,
}

/// Documents the headers of every success: by the members of its body, as the responders do it.
pub(super) fn complete_successes(operation: &mut Value, method: &str, schemas: &Value) -> SuccessHeaders {
    let mut result = SuccessHeaders { has_etag: false };
    for (status, response) in
        operation.get_mut("responses").and_then(Value::as_object_mut).into_iter().flatten()
    {
        if !status.starts_with('2') {
            continue;
        }
        let has_etag = has_member(response, "version", schemas);
        let is_list = has_member(response, "next_cursor", schemas);
        let Some(response) = response.as_object_mut() else { continue };
        describe(status, response);
        let mut add = |condition: bool, name: &str| {
            let headers = response.entry("headers").or_insert_with(|| json!({}));
            if let (true, Some(headers)) = (condition, headers.as_object_mut()) {
                headers.entry(name).or_insert(reference(name));
            }
        };
        add(true, "X-Request-Id");
        add(true, "Cache-Control");
        add(has_etag, "ETag");
        add(is_list, "Link");
        add(status == "201", "Location");
        add(method == "post" && has_etag, "Idempotency-Replayed");
        result.has_etag |= has_etag;
    }
    result
}

/// Whether the JSON body is a component with the member `name`.
fn has_member(response: &Value, name: &str, schemas: &Value) -> bool {
    let schema = response.pointer("/content/application~1json/schema");
    let reference = schema.and_then(|schema| schema.get("$ref")).and_then(Value::as_str);
    let component = reference.and_then(|to| schemas.get(to.strip_prefix(COMPONENT)?));
    component
        .or(schema)
        .and_then(|schema| schema.get("properties"))
        .is_some_and(|members| members.get(name).is_some())
}

fn describe(status: &str, response: &mut Map<String, Value>) {
    let text = match status {
        "201" => "Made. `Location` tells its address.",
        "204" => "Done; there is nothing to say.",
        _ => "Done.",
    };
    let description = response.entry("description").or_insert_with(|| json!(""));
    if description.as_str().is_some_and(str::is_empty) {
        *description = json!(text);
    }
}

/// A reference to a shared header.
pub(super) fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/components/headers/{name}")})
}

/// Defines the shared headers.
pub(super) fn define(document: &mut Value) {
    let Some(headers) = object_at(document, &["components", "headers"]) else { return };
    let text = |description: &str, schema: Value| json!({"description": description, "schema": schema});
    let string = |most: u32| json!({"type": "string", "maxLength": most});
    let definitions = [
        ("X-Request-Id", text("The id of this request.", json!({"type": "string", "format": "uuid"}))),
        ("Cache-Control", text("Who may keep this answer.", string(100))),
        (
            "ETag",
            text(
                "The version, for If-Match and If-None-Match.",
                json!({"type": "string", "pattern": ETAG_PATTERN}),
            ),
        ),
        (
            "Location",
            text("The path of what was made.", json!({"type": "string", "format": "uri-reference"})),
        ),
        ("Link", text("The next page, `rel=\"next\"` (RFC 8288). Absent on the last.", string(10_000))),
        (
            "Idempotency-Replayed",
            text(
                "`true` when this is the answer to an earlier request with the same key.",
                json!({"type": "string", "enum": ["true"]}),
            ),
        ),
        ("Retry-After", text("Seconds to wait.", json!({"type": "integer", "minimum": 0, "maximum": 86400}))),
        ("WWW-Authenticate", text("The scheme to sign in with (RFC 6750).", string(200))),
        (
            "Content-Language",
            text("The language of title and details.", json!({"type": "string", "enum": ["vi", "en"]})),
        ),
    ];
    headers.extend(definitions.map(|(name, header)| (name.to_owned(), header)));
}
