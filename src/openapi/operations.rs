//! What every operation gets by its method and path: security, parameters, problem responses, headers.

use serde_json::{Map, Value, json};

use super::each_operation;
use super::headers::{self, SuccessHeaders};
use crate::http::conditional::ETAG_PATTERN;

/// Paths that need no token. An entry that ends in `/` stands for all below it.
const PUBLIC: &[&str] = &[
    "/livez",
    "/readyz",
    "/metrics",
    "/problems",
    "/problems/",
    "/.well-known/",
    "/openapi.json",
    "/api/v1/auth/login",
    "/api/v1/auth/refresh",
    "/api/v1/auth/reset",
    "/oauth/token",
];

/// Operations on one's own session have no version, and few are repeated under a key.
const AUTH: &[&str] = &["/api/v1/auth/", "/oauth/"];

/// Those that are.
const KEYED: &[&str] = &[
    "/api/v1/auth/refresh",
    "/api/v1/auth/logout",
    "/api/v1/auth/sessions/end",
    "/api/v1/auth/sessions/{id}/end",
];

/// Whose answers are never kept, and so are not repeated.
const NEVER_KEPT: &[&str] = &["/api/v1/users/{id}/reset-code", "/api/v1/council-sessions/{id}/ballots"];

/// An id as it could be.
const EXAMPLE_ID: &str = "01952a3e-7c00-7000-8000-000000000001";

/// POSTs below a record that add to it, whatever its version, and answer 200 because they may add many or none.
const ADDING: &[&str] = &[
    "/api/v1/task-items/{id}/assignments",
    "/api/v1/support-decisions/{id}/lines",
    "/api/v1/council-sessions/{id}/ballots",
];

/// Uploads have no version: they are told by their offset, and only who sends one knows it.
const UPLOADS: &str = "/api/v1/uploads";

/// What decides over an operation's additions.
#[expect(clippy::struct_excessive_bools, reason = "independent facts, each read by name")]
struct Traits {
    public: bool,
    auth: bool,
    write: bool,
    body: bool,
    in_path: bool,
    needs_version: bool,
    takes_key: bool,
    is_upload: bool,
    is_preview: bool,
}

/// Completes every operation.
pub(super) fn complete(document: &mut Value) {
    let schemas = document.pointer("/components/schemas").cloned().unwrap_or_default();
    each_operation(document, |path, method, operation| {
        let traits = Traits::of(path, method, operation);
        describe(operation);
        demand_body(operation, method, &schemas);
        secure(operation, &traits);
        add_parameters(path, operation, &traits);
        let found = headers::complete_successes(operation, method, &schemas);
        add_problems(operation, method, &traits, &found);
    });
}

impl Traits {
    fn of(path: &str, method: &str, operation: &Value) -> Self {
        let public =
            PUBLIC.iter().any(|open| path == *open || (open.ends_with('/') && path.starts_with(open)));
        let auth = AUTH.iter().any(|below| path.starts_with(below));
        let creates = operation.pointer("/responses/201").is_some() || ADDING.contains(&path);
        let in_path = path.contains('{');
        // A POST below a record either makes something new (201) or changes the record itself.
        let changes =
            matches!(method, "patch" | "put" | "delete") || (method == "post" && in_path && !creates);
        Self {
            public,
            auth,
            write: !matches!(method, "get" | "head" | "options"),
            body: operation.get("requestBody").is_some(),
            in_path,
            needs_version: changes && !auth && !public && !path.starts_with(UPLOADS),
            takes_key: method == "post"
                && (KEYED.contains(&path) || (!auth && !public && !NEVER_KEPT.contains(&path))),
            is_upload: path.starts_with(UPLOADS) && method != "options",
            // What is signed has nothing to be previewed.
            is_preview: path.ends_with("/preview"),
        }
    }
}

/// A POST whose members are all optional may come without a body; every other body is needed.
fn demand_body(operation: &mut Value, method: &str, schemas: &Value) {
    const SCHEMA: &str = "/requestBody/content/application~1json/schema/$ref";
    let Some(reference) = operation.pointer(SCHEMA).and_then(Value::as_str) else { return };
    let name = reference.rsplit('/').next().unwrap_or_default();
    let schema = schemas.get(name);
    let members = schema.and_then(|schema| schema.get("required")).and_then(Value::as_array);
    // One of several forms is always something.
    let has_forms = schema.is_some_and(|schema| schema.get("oneOf").is_some());
    let needed = method != "post" || has_forms || members.is_some_and(|members| !members.is_empty());
    if let Some(body) = operation.get_mut("requestBody").and_then(Value::as_object_mut) {
        body.insert("required".to_owned(), json!(needed));
    }
}

/// The summary stands in for a missing description, without its full stop where it is the title.
fn describe(operation: &mut Value) {
    let summary = operation.get("summary").and_then(Value::as_str).unwrap_or_default().trim().to_owned();
    if !summary.is_empty() {
        let described =
            operation.get("description").and_then(Value::as_str).is_some_and(|text| !text.trim().is_empty());
        if !described {
            operation["description"] = json!(summary);
        }
        operation["summary"] = json!(summary.trim_end_matches('.'));
    }
}

fn secure(operation: &mut Value, traits: &Traits) {
    operation["security"] = if traits.public { json!([]) } else { json!([{"bearer": []}]) };
}

fn add_parameters(path: &str, operation: &mut Value, traits: &Traits) {
    let mut parameters = match operation.get_mut("parameters").map(Value::take) {
        Some(Value::Array(parameters)) => parameters,
        _ => Vec::new(),
    };
    for parameter in &mut parameters {
        if parameter["in"] == "query" {
            tidy_query(parameter);
        }
    }
    for name in path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}')) {
        let declared = |one: &Value| one["in"] == "path" && one["name"] == name;
        let complete = |one: &Value| declared(one) && one.pointer("/schema/type").is_some();
        if !parameters.iter().any(complete) {
            parameters.retain(|one| !declared(one));
            parameters.push(path_parameter(name));
        }
    }
    let has = |parameters: &[Value], name: &str| parameters.iter().any(|one| one["name"] == name);
    if traits.needs_version && !has(&parameters, "If-Match") {
        parameters.push(if_match());
    }
    if traits.is_upload {
        parameters.push(tus_resumable());
    }
    if traits.takes_key && !has(&parameters, "Idempotency-Key") {
        parameters.push(idempotency_key());
    }
    if let Some(operation) = operation.as_object_mut() {
        operation.remove("parameters");
        if !parameters.is_empty() {
            operation.insert("parameters".to_owned(), Value::Array(parameters));
        }
    }
}

/// A query parameter is absent or has a value, never null; lists are comma separated.
fn tidy_query(parameter: &mut Value) {
    let Some(schema) = parameter.get_mut("schema") else { return };
    if let Some(Value::Array(types)) = schema.get_mut("type") {
        types.retain(|one| one != "null");
        if let [only] = types.as_slice() {
            schema["type"] = only.clone();
        }
    }
    let branches = schema.get("oneOf").or_else(|| schema.get("anyOf")).and_then(Value::as_array);
    let named: Vec<Value> =
        branches.into_iter().flatten().filter(|branch| branch["type"] != "null").cloned().collect();
    if let [only] = named.as_slice() {
        *schema = only.clone();
    }
    let is_list = schema["type"] == "array";
    // The description belongs to the parameter.
    let told = schema.as_object_mut().and_then(|members| members.remove("description"));
    if let Some(parameter) = parameter.as_object_mut() {
        if let Some(told) = told {
            parameter.entry("description").or_insert(told);
        }
        if is_list {
            parameter.insert("style".to_owned(), json!("form"));
            parameter.insert("explode".to_owned(), json!(false));
        }
    }
}

fn path_parameter(name: &str) -> Value {
    let (schema, description) = if name == "id" || name.ends_with("_id") {
        let what =
            name.strip_suffix("_id").map_or_else(|| "record".to_owned(), |what| what.replace('_', " "));
        (
            json!({"type": "string", "format": "uuid", "examples": [EXAMPLE_ID]}),
            format!("The id of the {what}."),
        )
    } else {
        (
            json!({"type": "string", "minLength": 1, "maxLength": 200}),
            format!("The {}.", name.replace('_', " ")),
        )
    };
    json!({"name": name, "in": "path", "required": true, "schema": schema, "description": description})
}

fn if_match() -> Value {
    json!({
        "name": "If-Match",
        "in": "header",
        "required": true,
        "description": "The ETag of the record as it was read, so that nobody's change is lost.",
        "schema": {"type": "string", "pattern": ETAG_PATTERN, "maxLength": 64},
        "example": "\"v7\"",
    })
}

fn tus_resumable() -> Value {
    json!({
        "name": "Tus-Resumable",
        "in": "header",
        "required": true,
        "description": "The version of tus that the client speaks.",
        "schema": {"type": "string", "enum": ["1.0.0"]},
        "example": "1.0.0",
    })
}

fn idempotency_key() -> Value {
    json!({
        "name": "Idempotency-Key",
        "in": "header",
        "required": false,
        "description": "Any text of the client's own, one for each intended effect. Sent again with the same body, it brings the \
            first answer again and changes nothing. Kept for 30 days.",
        "schema": {"type": "string", "pattern": "^[\\x21-\\x7E]+$", "minLength": 1, "maxLength": 128},
        "example": "01952a3e-7c00-7000-8000-0000000000aa",
    })
}

/// The problems that can occur, each a reference to the shared response.
fn add_problems(operation: &mut Value, method: &str, traits: &Traits, found: &SuccessHeaders) {
    let mut statuses = vec![400, 414, 415, 500, 503];
    let secured = !traits.public;
    let mut add = |condition: bool, more: &[u16]| {
        if condition {
            statuses.extend_from_slice(more);
        }
    };
    add(secured || traits.auth, &[401, 429]);
    add(secured, &[403]);
    add(traits.in_path || (secured && traits.write), &[404]);
    add(traits.body, &[408, 413, 422]);
    add((traits.write && secured) || traits.is_preview, &[409]);
    add(traits.takes_key, &[409, 422]);
    add(traits.needs_version, &[412, 428]);
    add(traits.is_upload, &[412]);
    let Some(responses) = operation.get_mut("responses").and_then(Value::as_object_mut) else { return };
    for status in statuses {
        let reference = json!({"$ref": format!("#/components/responses/Problem{status}")});
        responses.entry(status.to_string()).or_insert(reference);
    }
    if method == "get" && found.has_etag {
        responses.entry("304").or_insert(json!({"$ref": "#/components/responses/NotModified"}));
    }
    name_declared_problems(responses);
}

/// A problem that an annotation declares by its status alone gets the shared document.
fn name_declared_problems(responses: &mut Map<String, Value>) {
    for (status, response) in responses.iter_mut() {
        let failed = status.starts_with('4') || status.starts_with('5');
        if failed && response.get("$ref").is_none() && response.get("content").is_none() {
            response["content"] = json!({
                "application/problem+json": {"schema": {"$ref": "#/components/schemas/ProblemDocument"}}
            });
        }
    }
}
