//! The shared problem responses.

use crate::kernel::id::Uuid;
use serde_json::{Map, Value, json};

use super::headers::reference;
use super::object_at;
use crate::http::problem::{Language, PROBLEM_JSON, ProblemDocument};
use crate::kernel::problem::{Bilingual, Code, Place, Problem, Violation};

/// The shared responses: status, the code of the example, what it says.
const PROBLEMS: &[(Code, &str)] = &[
    (Code::InvalidQuery, "The request cannot be understood."),
    (Code::Unauthenticated, "The token is missing, malformed or expired."),
    (Code::Forbidden, "The record may be seen, but this may not be done."),
    (Code::NotFound, "There is no such record, or the caller may not see it."),
    (Code::RequestTimeout, "The body came too slowly."),
    (Code::WrongState, "The present state does not allow this, or it exists already."),
    (Code::PreconditionFailed, "The record was changed since it was read."),
    (Code::PayloadTooLarge, "The body is too large."),
    (Code::UriTooLong, "The address is too long."),
    (Code::UnsupportedMediaType, "The body is not JSON in UTF-8, or it is encoded."),
    (Code::RangeNotSatisfiable, "The range begins behind the end."),
    (Code::ChecksumMismatch, "What arrived is not what its checksum says."),
    (Code::ValidationFailed, "The body breaks one or more rules."),
    (Code::PreconditionRequired, "If-Match is missing."),
    (Code::TooManyRequests, "Too many requests."),
    (Code::Internal, "A fault of the server."),
    (Code::Unavailable, "The server is busy or stopping."),
];

/// Defines them, and the answer to a reader who has the present version.
pub(super) fn define(document: &mut Value) {
    let Some(responses) = object_at(document, &["components", "responses"]) else { return };
    for (code, description) in PROBLEMS {
        responses.insert(format!("Problem{}", code.status()), response(*code, description));
    }
    let headers: Map<String, Value> = ["X-Request-Id", "Cache-Control", "ETag"]
        .map(|name| (name.to_owned(), reference(name)))
        .into_iter()
        .collect();
    let not_modified = json!({"description": "The reader has this version already.", "headers": headers});
    responses.insert("NotModified".to_owned(), not_modified);
}

fn response(code: Code, description: &str) -> Value {
    let mut names = vec!["X-Request-Id", "Cache-Control", "Content-Language"];
    match code.status() {
        401 => names.push("WWW-Authenticate"),
        429 | 503 => names.push("Retry-After"),
        _ => {}
    }
    let headers: Map<String, Value> =
        names.into_iter().map(|name| (name.to_owned(), reference(name))).collect();
    json!({
        "description": description,
        "headers": headers,
        "content": {PROBLEM_JSON: {
            "schema": {"$ref": "#/components/schemas/ProblemDocument"},
            "example": ProblemDocument::of(&example(code), Language::En, Uuid::nil()),
        }},
    })
}

/// A problem as it could be.
fn example(code: Code) -> Problem {
    let mut problem = Problem::new(code);
    let place = match code {
        Code::InvalidQuery => Place::Query("limit".to_owned()),
        Code::ValidationFailed => Place::Body("/figures/0/value".to_owned()),
        _ => {
            problem.current_version = (code == Code::PreconditionFailed).then_some(8);
            return problem;
        }
    };
    let detail = Bilingual::new("Lớn nhất là 200.", "At most 200.");
    problem.errors.push(Violation { place, code: "out_of_range", detail });
    problem
}
