//! Decisions of the own organisation, and what authorities have decided.

mod conditions;
mod dates;
mod own;
mod received;

use serde_json::{Value, json};

use super::{Round, pairs, step};
use crate::support::{Actor, Answer, TestApp};

pub const DECISIONS: &str = "/api/v1/award-decisions";

pub fn path(decision: &str) -> String {
    format!("{DECISIONS}/{decision}")
}

/// A decision that can be signed once it names something.
pub fn new_decision(round: &Round, nominations: &[String]) -> Value {
    json!({
        "round_id": round.id, "nomination_ids": nominations, "title": "Về việc tặng Giấy khen năm 2024",
        "legal_bases": "Căn cứ Luật Thi đua, khen thưởng;", "place": "Tỉnh Mẫu",
        "signing_capacity": "on_behalf_of_committee", "signing_body": "BAN THƯỜNG VỤ",
        "signer_position": "CHỦ TỊCH", "signer_name": "Nguyễn Văn Mẫu",
    })
}

/// A draft of the clerk; answers its id.
pub async fn draft(app: &TestApp, round: &Round, nominations: &[String]) -> String {
    let clerk = app.working("p.clerk").await;
    clerk.post(DECISIONS, new_decision(round, nominations)).await.expect(201).id()
}

pub async fn sign(by: &Actor, decision: &str) -> Answer {
    step(by, &path(decision), "sign", json!({})).await
}

/// What signing it would do, for this user.
pub async fn preview(app: &TestApp, user: &str, decision: &str) -> Answer {
    app.as_user(user).await.get(&format!("{}/preview", path(decision))).await.expect(200)
}

/// The problems of a preview as signing would tell them.
pub fn previewed(preview: &Answer) -> Vec<(String, String)> {
    let lines =
        preview["lines"].as_array().unwrap().iter().flat_map(|line| line["problems"].as_array().unwrap());
    let all = lines.chain(preview["problems"].as_array().unwrap());
    let text = |one: &Value, member: &str| one[member].as_str().unwrap().to_owned();
    all.map(|one| (text(one, "pointer"), text(one, "code"))).collect()
}

/// The preview names these problems, the approver's signature is refused with them, and nothing has changed.
pub async fn refused(app: &TestApp, decision: &str, expected: &[(&str, &str)]) {
    let told = preview(app, "p.approver", decision).await;
    assert_eq!((&told["ready"], previewed(&told)), (&json!(false), pairs(expected)));
    let top = app.journal_top();
    assert_eq!(sign(&app.working("p.approver").await, decision).await.violations(), pairs(expected));
    assert_eq!(app.journal_top(), top);
}

pub async fn lines(by: &Actor, decision: &str) -> Vec<Value> {
    by.all(&format!("{}/lines", path(decision))).await
}
