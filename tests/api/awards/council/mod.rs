//! Sessions of the council.

mod at_once;
mod cancelled;
mod conclusions;
mod lapsed;
mod minutes;
mod secret;
mod sessions;
mod thresholds;
mod waiting;

use serde_json::{Value, json};

use super::Round;
use crate::support::world::A;
use crate::support::{Actor, Answer, TestApp};

pub const SESSIONS: &str = "/api/v1/council-sessions";

pub fn path(session: &str) -> String {
    format!("{SESSIONS}/{session}")
}

pub fn new_session(round: &Round, nominations: &[String], ballot: &str) -> Value {
    json!({"round_id": round.id, "nomination_ids": nominations, "ballot": ballot})
}

/// A session that the clerk opens; answers its id.
pub async fn session(app: &TestApp, round: &Round, nominations: &[String], ballot: &str) -> String {
    let clerk = app.working("p.clerk").await;
    clerk.post(SESSIONS, new_session(round, nominations, ballot)).await.expect(201).id()
}

/// What ends a session that all were present at.
pub fn conclusion() -> Value {
    json!({"held_on": "2025-02-10", "present": 9, "minutes": "Hội đồng họp đủ chín thành viên."})
}

/// The sums of a session's nominations in their order: for, against, abstained.
pub async fn with_totals(by: &Actor, session: &str, sums: &[[i32; 3]]) -> Value {
    let seen = by.get(&path(session)).await.expect(200);
    let votes: Vec<Value> = seen["votes"]
        .as_array()
        .unwrap()
        .iter()
        .zip(sums)
        .map(|(vote, [votes_for, against, abstained])| {
            json!({
                "nomination_id": vote["nomination_id"], "votes_for": votes_for, "votes_against": against,
                "abstained": abstained, "in_writing": 0,
            })
        })
        .collect();
    let mut body = conclusion();
    body["votes"] = json!(votes);
    body
}

/// Ends a session in which its nominations got these sums.
pub async fn concluded(app: &TestApp, session: &str, sums: &[[i32; 3]]) -> Answer {
    let approver = app.working("p.approver").await;
    let body = with_totals(&approver, session, sums).await;
    conclude(&approver, session, body).await.expect(200)
}

/// Ends a session at the version it has now.
pub async fn conclude(by: &Actor, session: &str, body: Value) -> Answer {
    super::step(by, &path(session), "conclude", body).await
}

/// A ballot with these choices on these nominations.
pub fn ballot(nominations: &[String], choices: &[&str]) -> Value {
    let choices: Vec<Value> = nominations
        .iter()
        .zip(choices)
        .map(|(nomination, choice)| json!({"nomination_id": nomination, "choice": choice}))
        .collect();
    json!({"choices": choices})
}

/// What ends a secret ballot of so many who were there.
pub fn attended(present: i32) -> Value {
    json!({"held_on": "2025-02-10", "present": present, "minutes": "Họp."})
}

/// These members vote in this order.
pub async fn all_vote(app: &TestApp, session: &str, nominations: &[String], votes: &[(&str, [&str; 2])]) {
    for (member, choices) in votes {
        let member = app.working(member).await;
        vote(&member, session, ballot(nominations, choices)).await.expect(200);
    }
}

/// What came of each nomination, as far as it is told.
pub fn outcomes(session: &Answer) -> Vec<(Value, bool)> {
    let of = |vote: &Value| (vote["result"].clone(), vote["sums"].is_null());
    session["votes"].as_array().unwrap().iter().map(of).collect()
}

/// An officer and a chair of the province write and submit for A too.
pub async fn hands_at_a(app: &TestApp) {
    let administrator = app.as_user("p.administrator").await;
    for (user, role) in [("p.officer", "officer"), ("p.chair", "chair")] {
        let grant = json!({"user_id": app.id_of(user).await, "organisation_id": A, "role": role});
        administrator.post("/api/v1/grants", grant).await.expect(201);
    }
}

pub async fn vote(by: &Actor, session: &str, ballot: Value) -> Answer {
    by.post(&format!("{}/ballots", path(session)), ballot).await
}

/// For, against, abstained, absent and in writing of each nomination, with its result.
pub fn results(session: &Answer) -> Vec<([i64; 5], String)> {
    let members = ["votes_for", "votes_against", "abstained", "absent", "in_writing"];
    let of = |vote: &Value| {
        let sums = members.map(|member| vote["sums"][member].as_i64().unwrap());
        (sums, vote["result"].as_str().unwrap().to_owned())
    };
    session["votes"].as_array().unwrap().iter().map(of).collect()
}
