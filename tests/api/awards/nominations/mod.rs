//! Nominations, from draft to the council.

mod again;
mod at_once;
mod chain;
mod eligibility;
mod hands;
mod holds;
mod listed;
mod matrix;
mod privacy;
mod repeated;
mod writing;

use serde_json::{Value, json};

use crate::reports::with;
use crate::support::world::{A, P};
use crate::support::{Actor, Answer, TestApp};

pub const NOMINATIONS: &str = "/api/v1/award-nominations";

/// A round of the province for 2024 that takes nominations for these forms all of 2025.
pub async fn open_round(app: &TestApp, forms: &[&str], more: Value) -> String {
    let new = json!({
        "organisation_id": P, "year": 2024, "name": "Khen thưởng năm 2024", "opens_on": "2025-01-01",
        "closes_on": "2025-12-31", "forms": forms,
    });
    app.working("p.clerk").await.post("/api/v1/award-rounds", with(new, more)).await.expect(201).id()
}

/// A person of this name, nominated by this union.
pub fn new_nomination(union: &str, round: &str, form: &str, name: &str) -> Value {
    json!({
        "organisation_id": union, "round_id": round, "form_id": form, "nominee_kind": "individual",
        "nominee_name": name, "nominee_title": "Tổ trưởng", "workplace": "Tổ Mẫu",
        "achievements": "Hoàn thành xuất sắc nhiệm vụ năm 2024.",
    })
}

/// The union as a whole.
pub fn whole_union(union: &str, round: &str, form: &str) -> Value {
    json!({
        "organisation_id": union, "round_id": round, "form_id": form, "nominee_kind": "collective",
        "whole_organisation": true, "achievements": "Dẫn đầu khối thi đua năm 2024.",
    })
}

pub fn path(nomination: &Answer) -> String {
    format!("{NOMINATIONS}/{}", nomination.id())
}

/// Takes a step at the version of `nomination`.
pub async fn act(by: &Actor, nomination: &Answer, step: &str, body: Value) -> Answer {
    by.act(&format!("{}/{step}", path(nomination)), &nomination.etag(), body).await
}

pub fn why() -> Value {
    json!({"reason": "Thiếu báo cáo thành tích."})
}

pub fn appraisal() -> Value {
    json!({"appraisal": "favourable", "opinion": "Đủ tiêu chuẩn."})
}

/// A draft that the officer of the union writes whose users begin with `prefix`.
pub async fn nomination(app: &TestApp, prefix: &str, body: Value) -> Answer {
    app.working(&format!("{prefix}.officer")).await.post(NOMINATIONS, body).await.expect(201)
}

/// The same, submitted by the union's chair.
pub async fn submitted(app: &TestApp, prefix: &str, body: Value) -> Answer {
    let draft = nomination(app, prefix, body).await;
    act(&app.working(&format!("{prefix}.chair")).await, &draft, "submit", json!({})).await.expect(200)
}

/// A person of A, nominated and put forward by D1 with this rank.
pub async fn endorsed(app: &TestApp, round: &str, form: &str, name: &str, rank: i32) -> Answer {
    let sent = submitted(app, "a", new_nomination(A, round, form, name)).await;
    act(&app.working("d1.chair").await, &sent, "endorse", json!({"rank": rank})).await.expect(200)
}

/// How many places of the round's quotas are taken, the smallest first; each is what its nominations say.
pub fn used(app: &TestApp) -> i64 {
    let unequal = "SELECT count(*) AS n FROM award_quotas q WHERE q.used <> \
         (SELECT count(*) FROM award_quota_places p WHERE p.quota_id = q.id) OR q.used > q.maximum";
    assert_eq!(app.database.count(unequal), 0, "a quota and its places differ");
    let loose = "SELECT count(*) AS n FROM award_quota_places p JOIN award_nominations n ON n.id = p.nomination_id \
         WHERE n.status IN ('draft', 'submitted', 'withdrawn')";
    assert_eq!(app.database.count(loose), 0, "a place without an endorsement");
    app.database.count("SELECT CAST(coalesce(sum(used), 0) AS BIGINT) AS n FROM award_quotas")
}
