//! Decisions of the own organisation, and what authorities have decided.

mod own;
mod received;

use serde_json::{Value, json};

use super::{Round, step};
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

pub async fn lines(by: &Actor, decision: &str) -> Vec<Value> {
    by.all(&format!("{}/lines", path(decision))).await
}
