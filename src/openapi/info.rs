//! What the document says of itself: title, licence, servers, security, tags.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{each_operation, object_at};

/// The tags in the order readers meet them.
const TAGS: &[(&str, &str)] = &[
    ("auth", "Signing in and out, one's own profile, sessions and password."),
    ("users", "People who sign in, and service clients."),
    ("grants", "Who may do what, in which organisation, from when to when."),
    ("organisations", "The tree of unions with its history."),
    ("committees", "Committees of organisations, their terms and members."),
    ("code-lists", "Lists of values that change without a release, with names in both languages."),
    ("indicators", "What is counted in reports, and its unit."),
    ("reporting-rounds", "Periods for which reports are owed, by whom and by when."),
    ("reports", "Reports from draft to number and issue."),
    ("registers", "Registers of document numbers."),
    ("task-items", "Tasks, whom they are assigned to, and what was done."),
    ("hardship-applications", "Dossiers of families in hardship, from draft to closing."),
    ("support-programmes", "What hardship support may give, by which norms, from which funds."),
    ("support-decisions", "Decisions that approve many applications at once, and the payments that follow."),
    (
        "award-forms",
        "Forms of award: who may get one, who gives it, what the council needs, what excludes it.",
    ),
    (
        "award-rounds",
        "Rounds of awards for a year of achievement: forms, quotas, and the council that votes.",
    ),
    ("emulation-movements", "Emulation movements, and the unions registered for them."),
    ("housing-surveys", "Families in housing difficulty, found and put forward."),
    ("data-subject-requests", "What people ask about the data held on them: to see, correct or erase it."),
    ("award-nominations", "Whom unions put forward for awards, from draft to the council."),
    ("council-sessions", "Sessions of a round's council, in which its members vote on nominations."),
    ("award-submissions", "What is submitted to awarding authorities, and what they answer."),
    ("award-decisions", "Decisions that award: the own ones, and those of authorities."),
    (
        "awards",
        "The register of awards: what a person or a collective was given, by whom, when, and what was taken back.",
    ),
    ("award-imports", "Past years' awards that are read in from a file."),
    ("statistics", "What hardship support and awards came to, in numbers."),
    ("attachments", "Files beside records."),
    (
        "uploads",
        "Files that arrive piece by piece: tus 1.0.0 with creation, checksum, expiration and termination.",
    ),
    ("journal", "What changed, when and by whom."),
    ("problems", "What the codes of problem documents mean."),
    ("operations", "For those who run the server."),
];

/// Fills the head of the document and the security scheme.
pub(super) fn describe(document: &mut Value) {
    document["openapi"] = json!("3.1.0");
    document["info"] = json!({
        "title": "congdoan",
        "summary": "Reports, tasks, support and awards of a provincial trade-union federation.",
        "description": "Every answer that is no success is a problem document (RFC 9457). Changes of an existing record need \
            If-Match with the ETag that was read. Every creating or acting POST takes an Idempotency-Key, so that it can be \
            sent again when its answer was lost. Lists come in pages; `next_cursor` leads to the next.",
        "version": env!("CARGO_PKG_VERSION"),
        "license": {"name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0"},
        "contact": {"name": "The maintainers of congdoan"},
    });
    document["servers"] = json!([{"url": "/", "description": "This server."}]);
    if let Some(schemes) = object_at(document, &["components", "securitySchemes"]) {
        schemes.clear();
        schemes.insert(
            "bearer".to_owned(),
            json!({
                "type": "http",
                "scheme": "bearer",
                "bearerFormat": "JWT",
                "description": "The access token of `POST /api/v1/auth/login`, valid for ten minutes.",
            }),
        );
    }
}

/// Lists the tags that are used, known ones first and in their order.
pub(super) fn list_tags(document: &mut Value) {
    let mut used = BTreeSet::new();
    each_operation(document, |_, _, operation| {
        let tags = operation.get("tags").and_then(Value::as_array);
        used.extend(tags.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned));
    });
    let mut tags = Vec::new();
    for (name, description) in TAGS {
        if used.remove(*name) {
            tags.push(json!({"name": name, "description": description}));
        }
    }
    tags.extend(
        used.into_iter().map(|name| json!({"description": format!("Operations on {name}."), "name": name})),
    );
    document["tags"] = Value::Array(tags);
}
