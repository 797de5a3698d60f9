//! Requests of the person concerned: what is held on them, corrected, and erased when its time is over.

mod asked;
mod corrected;
mod erased;
mod exported;
mod outlived;

use serde_json::{Value, json};

use super::dossiers::{citizen, phone};
use super::filing::{Dossier, decided, paid_and_reclaimed};
use super::programmes::programme;
use crate::support::world::{A, C};
use crate::support::{Actor, Answer, TestApp};

pub const REQUESTS: &str = "/api/v1/data-subject-requests";
const APPLICATIONS: &str = "/api/v1/hardship-applications";

/// What the person with this number asks of an organisation.
pub fn new_request(organisation: &str, kind: &str, person: u32) -> Value {
    json!({
        "organisation_id": organisation, "kind": kind, "citizen_id": citizen(person), "contact": phone(person),
        "details": "Mong được trả lời sớm", "received_on": "2025-02-10",
    })
}

pub fn path(request: &Answer) -> String {
    format!("{REQUESTS}/{}", request.id())
}

/// A request that the chair with this prefix puts down for the own organisation.
async fn asked(app: &TestApp, prefix: &str, organisation: &str, kind: &str) -> Answer {
    let chair = app.working(&format!("{prefix}.chair")).await;
    chair.post(REQUESTS, new_request(organisation, kind, 7)).await.expect(201)
}

/// Does an action at the version of `request`.
async fn act(by: &Actor, request: &Answer, action: &str, body: Value) -> Answer {
    by.act(&format!("{}/{action}", path(request)), &request.etag(), body).await
}

/// The dossier of person 7 in union A or C.
fn dossier(union: &'static str) -> Dossier<'static> {
    let (union, above) = if union == "a" { ((union, A), "d1") } else { ((union, C), "d2") };
    Dossier {
        union,
        above,
        top: "p",
        category: "critical_illness",
        person: 7,
        member: None,
        amount: 1_000_000,
    }
}

/// A dossier of person 7 in union A that is over today, and whose data are kept for a year; answers its path.
async fn finished(app: &TestApp) -> String {
    let programme = kept_for_a_year(app).await;
    let lines = decided(app, &programme, &[dossier("a")]).await;
    let accountant = app.working("p.accountant").await;
    paid_and_reclaimed(&accountant, &lines[0], "2025-02-10", 400_000).await;
    format!("{APPLICATIONS}/{}", lines[0]["application_id"].as_str().unwrap())
}

/// A programme whose dossiers are kept for a year; answers its id.
async fn kept_for_a_year(app: &TestApp) -> String {
    let accountant = app.working("p.accountant").await;
    let programme = programme(app).await;
    let address = format!("/api/v1/support-programmes/{}", programme.id());
    let etag = accountant.get(&address).await.expect(200).etag();
    accountant.patch(&address, &etag, json!({"retention_years": 1})).await.expect(200);
    programme.id()
}

/// What the journal tells of a record, which is nothing about person 7.
async fn told(by: &Actor, record: &str) -> Vec<Value> {
    let history = by.all(&format!("{record}/history")).await;
    let text = Value::from(history.clone()).to_string();
    for sealed in
        [&citizen(7), "977000007", "1990-05-04", "Bản Mẫu", "Hoàn cảnh mẫu", "Người Mẫu", "trả lời sớm"]
    {
        assert!(!text.contains(sealed), "{sealed} in {text}");
    }
    history
}

fn actions(history: &[Value]) -> Vec<&str> {
    history.iter().map(|entry| entry["action"].as_str().unwrap()).collect()
}
