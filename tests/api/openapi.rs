//! The API's description: current, sound, and obeyed by its own examples.

use std::collections::{BTreeMap, BTreeSet};

use congdoan::{openapi, server};
use serde_json::Value;

use super::golden::assert_golden;

#[test]
fn the_committed_document_is_the_generated_one() {
    assert_golden("openapi/openapi.json", &openapi::to_json(&server::document()));
}

#[test]
fn the_document_has_no_faults() {
    let faults = openapi::faults(&server::document());
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn every_component_compiles_as_a_json_schema() {
    let faults = congdoan::http::Validators::new(&server::document()).faults();
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn every_example_of_a_body_obeys_its_schema() {
    let document = server::document();
    let validators = congdoan::http::Validators::new(&document);
    let schemas = document["components"]["schemas"].as_object().unwrap();
    for (name, schema) in schemas {
        let examples = schema.get("examples").and_then(Value::as_array).cloned().unwrap_or_default();
        for example in examples.into_iter().chain(schema.get("example").cloned()) {
            let wrong = validators.validate(name, &example).unwrap();
            assert!(wrong.is_empty(), "{name}: {wrong:#?}");
        }
    }
}

#[test]
fn every_body_of_a_request_has_an_example() {
    let document = server::document();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let Some(schema) = operation.pointer("/requestBody/content/application~1json/schema") else {
                continue;
            };
            let name = schema["$ref"].as_str().and_then(|reference| reference.rsplit('/').next()).unwrap();
            let component = &document["components"]["schemas"][name];
            let has = component.get("example").is_some() || component.get("examples").is_some();
            assert!(has, "{method} {path}: {name} has no example");
        }
    }
}

/// Who may leave a body out may as well send `{}`, and the other way round for a POST.
#[test]
fn a_body_may_be_left_out_where_an_empty_one_is_good() {
    let document = server::document();
    let validators = congdoan::http::Validators::new(&document);
    for (path, item) in document["paths"].as_object().unwrap() {
        let Some(operation) = item.get("post") else { continue };
        let Some(schema) = operation.pointer("/requestBody/content/application~1json/schema") else {
            continue;
        };
        let name = schema["$ref"].as_str().and_then(|reference| reference.rsplit('/').next()).unwrap();
        let empty_is_good = validators.validate(name, &serde_json::json!({})).unwrap().is_empty();
        assert_eq!(operation["requestBody"]["required"], !empty_is_good, "{path}");
    }
}

/// A member that is a date in one place and any text in another was bounded in one place only.
#[test]
fn a_member_of_one_name_has_one_format_everywhere() {
    let document = server::document();
    let mut formats: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    collect_formats(&document["components"]["schemas"], &mut formats);
    // The address of a problem is an address, and its name in the catalogue is not.
    formats.remove("type");
    let odd: Vec<_> = formats.iter().filter(|(_, formats)| formats.len() > 1).collect();
    assert!(odd.is_empty(), "{odd:#?}");
}

fn collect_formats(schema: &Value, found: &mut BTreeMap<String, BTreeSet<String>>) {
    for (name, member) in schema["properties"].as_object().into_iter().flatten() {
        let kinds = &member["type"];
        let is_text = kinds == "string" || kinds.as_array().is_some_and(|all| all.contains(&"string".into()));
        if is_text {
            let format = member["format"].as_str().unwrap_or("none");
            found.entry(name.clone()).or_default().insert(format.to_owned());
        }
    }
    match schema {
        Value::Object(members) => members.values().for_each(|member| collect_formats(member, found)),
        Value::Array(items) => items.iter().for_each(|item| collect_formats(item, found)),
        _ => {}
    }
}

#[test]
fn a_key_is_documented_where_it_is_honoured() {
    let document = server::document();
    let takes_key = |path: &str| {
        let parameters = &document["paths"][path]["post"]["parameters"];
        parameters.as_array().into_iter().flatten().any(|one| one["name"] == "Idempotency-Key")
    };
    for keyed in ["auth/refresh", "auth/logout", "auth/sessions/end", "auth/sessions/{id}/end", "users"] {
        assert!(takes_key(&format!("/api/v1/{keyed}")), "{keyed}");
    }
    for unkeyed in ["auth/login", "auth/password", "auth/reset", "users/{id}/reset-code"] {
        assert!(!takes_key(&format!("/api/v1/{unkeyed}")), "{unkeyed}");
    }
}

#[test]
#[expect(clippy::too_many_lines, reason = "one table, read as one")]
fn operation_ids_are_a_verb_and_a_resource() {
    let verbs: BTreeSet<&str> = [
        "list",
        "read",
        "create",
        "update",
        "delete",
        "submit",
        "return",
        "answer",
        "appraise",
        "endorse",
        "override",
        "reject",
        "request",
        "withdraw",
        "accept",
        "issue",
        "amend",
        "conclude",
        "consolidate",
        "open",
        "close",
        "void",
        "reserve",
        "assign",
        "start",
        "complete",
        "cancel",
        "decline",
        "end",
        "suspend",
        "reinstate",
        "change",
        "reset",
        "refresh",
        "login",
        "logout",
        "print",
        "add",
        "preview",
        "sign",
        "disburse",
        "reclaim",
        "set",
        "shortlist",
        "unshortlist",
        "turn",
        "refuse",
        "correct",
        "erase",
        "hold",
        "release",
        "export",
        "revoke",
        "recall",
        "strike",
    ]
    .into();
    let document = server::document();
    for item in document["paths"].as_object().unwrap().values() {
        for operation in item.as_object().unwrap().values() {
            let id = operation["operationId"].as_str().unwrap();
            let verb = id.split('_').next().unwrap();
            assert!(verbs.contains(verb), "{id}");
        }
    }
}
