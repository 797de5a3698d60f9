//! The OpenAPI document: what the annotations leave out is added here, in one place, so that a handler's own lines
//! stay few and no two operations differ by accident.

mod bounds;
mod check;
mod components;
mod headers;
mod info;
mod operations;
mod responses;

use serde_json::Value;
use utoipa::{PartialSchema, ToSchema};

pub use bounds::bound_integers;
pub use check::faults;

use crate::http::page::{CursorText, Include, Limit};
use crate::http::problem::{ProblemDocument, ProblemError};

/// Finishes a generated document: information, security, shared parameters, problem responses and headers.
#[must_use]
pub fn finish(generated: utoipa::openapi::OpenApi) -> Value {
    let mut document = serde_json::to_value(generated).unwrap_or_default();
    register::<Limit>(&mut document);
    register::<CursorText>(&mut document);
    register::<Include>(&mut document);
    register::<ProblemError>(&mut document);
    register::<ProblemDocument>(&mut document);
    components::inline_scalars(&mut document);
    info::describe(&mut document);
    operations::complete(&mut document);
    headers::define(&mut document);
    responses::define(&mut document);
    components::bound(&mut document);
    components::remove_unused(&mut document);
    info::list_tags(&mut document);
    document
}

/// The document as it is committed and served: indented, members in alphabetical order, a newline at its end.
#[must_use]
pub fn to_json(document: &Value) -> String {
    let mut text = serde_json::to_string_pretty(document).unwrap_or_default();
    text.push('\n');
    text
}

/// Adds the component of a type that no annotation names.
fn register<T: ToSchema + PartialSchema>(document: &mut Value) {
    let schema = serde_json::to_value(T::schema()).unwrap_or_default();
    if let Some(schemas) = object_at(document, &["components", "schemas"]) {
        schemas.entry(T::name()).or_insert(schema);
    }
}

/// The object at this path of member names, made where it is absent.
fn object_at<'a>(document: &'a mut Value, path: &[&str]) -> Option<&'a mut serde_json::Map<String, Value>> {
    let mut at = document;
    for name in path {
        at = at.as_object_mut()?.entry(*name).or_insert_with(|| Value::Object(serde_json::Map::new()));
    }
    at.as_object_mut()
}

/// Calls `visit` with path template, method and operation of each operation.
fn each_operation(document: &mut Value, mut visit: impl FnMut(&str, &str, &mut Value)) {
    const METHODS: [&str; 7] = ["get", "head", "options", "post", "patch", "put", "delete"];
    let Some(paths) = object_at(document, &["paths"]) else { return };
    for (path, item) in paths {
        for (method, operation) in item.as_object_mut().into_iter().flatten() {
            if METHODS.contains(&method.as_str()) {
                visit(path, method, operation);
            }
        }
    }
}

#[cfg(test)]
mod tests;
