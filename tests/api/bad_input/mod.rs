//! What is wrong in a request is answered with its problem, all of it at once, and nothing is stored: tried on every
//! operation of the document, so that a new one is tried at once.

mod bodies;
mod parameters;
mod raw;
mod spoil;
mod syntax;

use reqwest::header::IF_MATCH;
use reqwest::{Method, RequestBuilder};
use serde_json::Value;

use super::records::Records;
use super::support::TestApp;
use super::support::document::{Operation, operations};
use super::support::journalled::tables;
use super::support::world::P;

/// An id that names no record.
const NOBODY: &str = "01940000-0000-7000-8000-0000000000ff";

/// The rows of all tables and the number of the journal's last entry: neither may change.
fn stored(app: &TestApp) -> (i64, i64) {
    let counts: Vec<_> = tables().iter().map(|table| format!("(SELECT count(*) FROM {table})")).collect();
    let query = format!("SELECT {} AS n FROM counters WHERE name = 'journal'", counts.join(" + "));
    (app.database.count(&query), app.journal_top())
}

/// The operations that take a body.
fn with_body() -> Vec<Operation> {
    let all: Vec<_> = operations().into_iter().filter(|operation| operation.body().is_some()).collect();
    assert!(all.len() > 50, "{}", all.len());
    all
}

/// A request of this operation about the records, by somebody who may do it, with all but its body.
fn request(records: &Records, operation: &Operation) -> RequestBuilder {
    request_at(records, operation, &records.at(&operation.path))
}

/// The same at another address.
fn request_at(records: &Records, operation: &Operation, address: &str) -> RequestBuilder {
    let request = records.everybody.request(operation.method.clone(), &with_needed(operation, address));
    let request =
        if operation.takes("header", "If-Match") { request.header(IF_MATCH, "\"v1\"") } else { request };
    if operation.takes("header", "Tus-Resumable") {
        request.header("tus-resumable", "1.0.0")
    } else {
        request
    }
}

/// The address with the parameters the operation cannot be asked without, where it has none yet.
fn with_needed(operation: &Operation, address: &str) -> String {
    let needed = operation.needed().into_iter().filter(|_| !address.contains('?'));
    // One of a few words, or the id of an organisation.
    let value = |schema: &Value| schema["enum"][0].as_str().unwrap_or(P).to_owned();
    let needed: Vec<_> = needed.map(|(name, schema)| format!("{name}={}", value(schema))).collect();
    if needed.is_empty() { address.to_owned() } else { format!("{address}?{}", needed.join("&")) }
}

/// A body that obeys the operation's schema.
fn example(operation: &Operation) -> Option<Value> {
    operation.body().map(|schema| schema["example"].clone())
}

/// The request with the example of its body, where it takes one.
fn with_example(request: RequestBuilder, operation: &Operation) -> RequestBuilder {
    match example(operation) {
        Some(body) => request.json(&body),
        None => request,
    }
}

/// How a failure names an operation.
fn named(operation: &Operation) -> String {
    format!("{} {}", operation.method, operation.path)
}

/// Whether it changes something.
fn writes(operation: &Operation) -> bool {
    operation.method != Method::GET
}
