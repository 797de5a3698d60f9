//! Rounds, reports and registers.

mod consolidation;
mod drafts;
mod figures;
mod issue;
mod items;
mod print;
mod registers;
mod review;
mod rounds;

use serde_json::{Value, json};

use super::support::world::{D1, D2, P, S};
use super::support::{Actor, Answer, TestApp};

/// Who signs: what an issued report must have.
fn signature() -> Value {
    json!({
        "signing_capacity": "on_behalf_of_committee", "signing_body": "BAN THƯỜNG VỤ",
        "signer_position": "PHÓ CHỦ TỊCH", "signer_name": "Nguyễn Văn Mẫu",
    })
}

/// `first` with the members of `second`.
pub fn with(mut first: Value, second: Value) -> Value {
    for (name, value) in second.as_object().unwrap() {
        first[name] = value.clone();
    }
    first
}

/// A report of February without a round, ready to be signed.
pub fn february(organisation: &str) -> Value {
    with(
        json!({
            "organisation_id": organisation, "title": "Công tác công đoàn tháng 02 năm 2025",
            "period_kind": "month", "period_start": "2025-02-01", "period_end": "2025-02-28",
        }),
        signature(),
    )
}

/// A report for a round, ready to be signed.
fn for_round(organisation: &str, round: &str) -> Value {
    with(
        json!({ "organisation_id": organisation, "round_id": round, "title": "Báo cáo tháng 02" }),
        signature(),
    )
}

/// The round of the province for February, owed by D1, D2 and S.
pub async fn february_round(app: &TestApp) -> Answer {
    let clerk = app.as_user("p.clerk").await;
    clerk
        .post("/api/v1/reporting-rounds", round_of("2025-02-01", "2025-02-28", "2025-02-14T10:00:00Z"))
        .await
        .expect(201)
}

fn round_of(start: &str, end: &str, deadline: &str) -> Value {
    json!({
        "organisation_id": P, "title": "Báo cáo tháng", "period_kind": "month", "period_start": start,
        "period_end": end, "deadline": deadline,
        "under": { "organisation_id": P, "kinds": ["district_federation", "sector_union"] },
    })
}

pub fn path(id: &str) -> String {
    format!("/api/v1/reports/{id}")
}

/// Creates a report as its officer.
pub async fn create(app: &TestApp, prefix: &str, body: Value) -> String {
    app.as_user(&format!("{prefix}.officer")).await.post("/api/v1/reports", body).await.expect(201).id()
}

async fn add_item(app: &TestApp, prefix: &str, report: &str, section: &str, body: &str) -> Answer {
    let officer = app.as_user(&format!("{prefix}.officer")).await;
    officer
        .post(&format!("{}/items", path(report)), json!({ "section": section, "body": body }))
        .await
        .expect(201)
}

async fn add_figure(app: &TestApp, prefix: &str, report: &str, body: Value) -> Answer {
    let officer = app.as_user(&format!("{prefix}.officer")).await;
    officer.post(&format!("{}/figures", path(report)), body).await.expect(201)
}

/// Takes one step with the version the report has now.
pub async fn step(actor: &Actor, report: &str, action: &str, body: Value) -> Answer {
    let etag = actor.get(&path(report)).await.expect(200).etag();
    actor.act(&format!("{}/{action}", path(report)), &etag, body).await
}

async fn submit(app: &TestApp, prefix: &str, report: &str) -> Answer {
    step(&app.as_user(&format!("{prefix}.chair")).await, report, "submit", json!({})).await.expect(200)
}

async fn accept(app: &TestApp, clerk: &str, report: &str) -> Answer {
    step(&app.as_user(clerk).await, report, "accept", json!({})).await.expect(200)
}

async fn issue(app: &TestApp, prefix: &str, report: &str) -> Answer {
    step(&app.as_user(&format!("{prefix}.chair")).await, report, "issue", json!({})).await.expect(200)
}

/// An in-house report of the province with one result and one plan item, accepted.
pub async fn accepted_in_house(app: &TestApp) -> String {
    let id = create(app, "p", february(P)).await;
    add_item(app, "p", &id, "result", "Tuyên truyền đến đoàn viên.").await;
    add_item(app, "p", &id, "plan", "Tổ chức gặp mặt nữ đoàn viên.").await;
    submit(app, "p", &id).await;
    accept(app, "p.clerk", &id).await;
    id
}

/// The same, issued.
pub async fn issued_in_house(app: &TestApp) -> String {
    let id = accepted_in_house(app).await;
    issue(app, "p", &id).await;
    id
}

/// A report for the round with these figures, accepted by the province.
pub async fn accepted_for_round(
    app: &TestApp,
    prefix: &str,
    organisation: &str,
    round: &str,
    figures: &[(&str, i64)],
) -> String {
    let id = create(app, prefix, for_round(organisation, round)).await;
    add_item(app, prefix, &id, "result", &format!("Kết quả của {prefix}.")).await;
    for (indicator, value) in figures {
        add_figure(app, prefix, &id, json!({ "indicator_id": indicator, "value": value })).await;
    }
    submit(app, prefix, &id).await;
    accept(app, "p.clerk", &id).await;
    id
}

/// A new indicator.
pub async fn indicator(app: &TestApp, code: &str, unit: &str) -> String {
    let administrator = app.as_user("p.administrator").await;
    let body = json!({
        "code": code, "name_vi": format!("Chỉ tiêu {code}"), "name_en": code, "unit": unit,
        "position": 900, "valid_from": "2020-01-01",
    });
    administrator.post("/api/v1/indicators", body).await.expect(201).id()
}

/// The owing unions of [`february_round`], by user prefix.
const OWING: [(&str, &str); 3] = [("d1", D1), ("d2", D2), ("s", S)];
