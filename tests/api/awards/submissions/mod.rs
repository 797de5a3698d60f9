//! Submissions to authorities, and their answers.

mod above;
mod answers;
mod drafts;
mod recalls;
mod signing;

use serde_json::{Value, json};

use super::{Round, step};
use crate::support::{Actor, Answer, TestApp};

pub const SUBMISSIONS: &str = "/api/v1/award-submissions";

pub fn path(submission: &str) -> String {
    format!("{SUBMISSIONS}/{submission}")
}

/// A submission to the People's Committee that can be signed once it names something.
pub fn new_submission(round: &Round, nominations: &[String]) -> Value {
    json!({
        "round_id": round.id, "authority": "peoples_committee", "nomination_ids": nominations,
        "title": "Về việc đề nghị khen thưởng năm 2024", "legal_bases": "Căn cứ Luật Thi đua, khen thưởng;",
        "place": "Tỉnh Mẫu", "signing_capacity": "on_behalf_of_committee", "signing_body": "BAN THƯỜNG VỤ",
        "signer_position": "PHÓ CHỦ TỊCH", "signer_name": "Nguyễn Văn Mẫu",
    })
}

/// A draft of the clerk; answers its id.
pub async fn draft(app: &TestApp, round: &Round, nominations: &[String]) -> String {
    let clerk = app.working("p.clerk").await;
    clerk.post(SUBMISSIONS, new_submission(round, nominations)).await.expect(201).id()
}

/// One that the approver has signed; answers its id.
pub async fn submitted(app: &TestApp, round: &Round, nominations: &[String]) -> String {
    let id = draft(app, round, nominations).await;
    sign(&app.working("p.approver").await, &id).await.expect(200);
    id
}

pub async fn sign(by: &Actor, submission: &str) -> Answer {
    step(by, &path(submission), "sign", json!({})).await
}

pub fn answer(lines: &[Value]) -> Value {
    json!({
        "symbol": "215/QĐ-UBND", "decided_on": "2025-02-10", "title": "Về việc tặng Bằng khen",
        "signer_name": "Trần Văn Mẫu", "signer_position": "CHỦ TỊCH", "lines": lines,
    })
}

/// What the clerk records of the authority's answer.
pub async fn answered(app: &TestApp, submission: &str, lines: &[Value]) -> Answer {
    step(&app.working("p.clerk").await, &path(submission), "answers", answer(lines)).await
}

pub fn award(nomination: &str) -> Value {
    json!({"nomination_id": nomination, "outcome": "awarded"})
}

pub fn decline(nomination: &str) -> Value {
    json!({"nomination_id": nomination, "outcome": "declined", "reason": "Chưa đủ thành tích theo quy chế."})
}

pub async fn lines(by: &Actor, submission: &str) -> Vec<Value> {
    by.all(&format!("{}/lines", path(submission))).await
}
