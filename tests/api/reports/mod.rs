//! Rounds and reports.

mod consolidation;
mod drafts;
mod figures;
mod frozen;
mod histories;
mod issue;
mod items;
mod moved;
mod print;
mod review;
mod rounds;
mod sums;

use serde_json::{Value, json};

use super::support::world::{D1, D2, P, S};
use super::support::{Actor, Answer, TestApp, at_once};

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
pub fn for_round(organisation: &str, round: &str) -> Value {
    with(
        json!({ "organisation_id": organisation, "round_id": round, "title": "Báo cáo tháng 02" }),
        signature(),
    )
}

/// The round of the province for February, owed by D1, D2 and S.
pub async fn february_round(app: &TestApp) -> Answer {
    let clerk = app.working("p.clerk").await;
    clerk
        .post("/api/v1/reporting-rounds", round_of("2025-02-01", "2025-02-28", "2025-02-14T10:00:00Z"))
        .await
        .expect(201)
}

pub fn round_of(start: &str, end: &str, deadline: &str) -> Value {
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
    app.working(&format!("{prefix}.officer")).await.post("/api/v1/reports", body).await.expect(201).id()
}

async fn add_item(app: &TestApp, prefix: &str, report: &str, section: &str, body: &str) -> Answer {
    write_item(app, prefix, report, json!({ "section": section, "body": body })).await
}

/// Adds an item with whatever members it has.
pub async fn write_item(app: &TestApp, prefix: &str, report: &str, item: Value) -> Answer {
    let officer = app.working(&format!("{prefix}.officer")).await;
    officer.post(&format!("{}/items", path(report)), item).await.expect(201)
}

pub async fn add_figure(app: &TestApp, prefix: &str, report: &str, body: Value) -> Answer {
    let officer = app.working(&format!("{prefix}.officer")).await;
    officer.post(&format!("{}/figures", path(report)), body).await.expect(201)
}

/// Takes one step with the version the report has now.
pub async fn step(actor: &Actor, report: &str, action: &str, body: Value) -> Answer {
    let etag = actor.get(&path(report)).await.expect(200).etag();
    actor.act(&format!("{}/{action}", path(report)), &etag, body).await
}

pub async fn submit(app: &TestApp, prefix: &str, report: &str) -> Answer {
    step(&app.working(&format!("{prefix}.chair")).await, report, "submit", json!({})).await.expect(200)
}

pub async fn accept(app: &TestApp, clerk: &str, report: &str) -> Answer {
    step(&app.working(clerk).await, report, "accept", json!({})).await.expect(200)
}

pub async fn issue(app: &TestApp, prefix: &str, report: &str) -> Answer {
    step(&app.working(&format!("{prefix}.chair")).await, report, "issue", json!({})).await.expect(200)
}

/// Consolidates a report as its officer.
pub async fn consolidate(app: &TestApp, prefix: &str, report: &str) -> Answer {
    let officer = app.working(&format!("{prefix}.officer")).await;
    step(&officer, report, "consolidate", json!({})).await.expect(200)
}

/// The figure of an indicator in a report.
pub fn figure(report: &Value, indicator: &str) -> Value {
    let figures = report["figures"].as_array().unwrap();
    figures.iter().find(|figure| figure["indicator_id"] == indicator).unwrap().clone()
}

pub fn figure_path(figure: &Value) -> String {
    format!("/api/v1/report-figures/{}", figure["id"].as_str().unwrap())
}

/// An in-house report of the province with one result and one plan item, accepted.
pub async fn accepted_in_house(app: &TestApp) -> String {
    accepted(app, february(P)).await
}

/// The same for any report of the province.
async fn accepted(app: &TestApp, report: Value) -> String {
    let id = create(app, "p", report).await;
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
    let administrator = app.working("p.administrator").await;
    let body = json!({
        "code": code, "name_vi": format!("Chỉ tiêu {code}"), "name_en": code, "unit": unit,
        "position": 900, "valid_from": "2020-01-01",
    });
    administrator.post("/api/v1/indicators", body).await.expect(201).id()
}

/// The owing unions of [`february_round`], by user prefix.
const OWING: [(&str, &str); 3] = [("d1", D1), ("d2", D2), ("s", S)];

/// Twenty such reports of the province, accepted one after the other and then signed by two chairs at the same
/// time; answers their numbers in order.
pub async fn twenty_issued_at_once(app: &TestApp, report: &Value) -> Vec<i64> {
    let chairs = [app.working("p.chair").await, app.working("p.chair2").await];
    let mut waiting = Vec::new();
    for number in 0..20 {
        let id = accepted(app, report.clone()).await;
        let chair = chairs[number % 2].clone();
        let etag = chair.get(&path(&id)).await.etag();
        waiting.push(async move { chair.act(&format!("{}/issue", path(&id)), &etag, json!({})).await });
    }
    let answers = at_once(waiting).await;
    let number = |answer: Answer| answer.expect(200)["number"].as_i64().unwrap();
    let mut numbers: Vec<_> = answers.into_iter().map(number).collect();
    numbers.sort_unstable();
    numbers
}

/// Tries every change of an issued report as those who may change a draft; each is refused, and nothing has
/// changed. `spare` is an indicator the report has no figure of.
pub async fn is_frozen(app: &TestApp, prefix: &str, report: &str, spare: &str) {
    let officer = app.working(&format!("{prefix}.officer")).await;
    let before = officer.get(&path(report)).await.expect(200);
    let (report_path, etag) = (path(report), before.etag());
    officer.patch(&report_path, &etag, json!({ "title": "x" })).await.problem("frozen");
    officer.patch(&report_path, &etag, json!({ "recipients": [] })).await.problem("frozen");
    officer.delete(&report_path, &etag).await.problem("frozen");
    let version = |part: &Value| format!("\"v{}\"", part["version"]);
    let item = &before["items"][0];
    let (item_path, item_etag) =
        (format!("/api/v1/report-items/{}", item["id"].as_str().unwrap()), version(item));
    let new = json!({ "section": "plan", "body": "x" });
    officer.post(&format!("{report_path}/items"), new).await.problem("frozen");
    officer.patch(&item_path, &item_etag, json!({ "body": "x" })).await.problem("frozen");
    officer.patch(&item_path, &item_etag, json!({ "position": 1 })).await.problem("frozen");
    officer.delete(&item_path, &item_etag).await.problem("frozen");
    let figure = &before["figures"][0];
    let (figure_path, figure_etag) = (figure_path(figure), version(figure));
    let new = json!({ "indicator_id": spare, "value": 1 });
    officer.post(&format!("{report_path}/figures"), new).await.problem("frozen");
    officer.patch(&figure_path, &figure_etag, json!({ "value": 6 })).await.problem("frozen");
    officer.delete(&figure_path, &figure_etag).await.problem("frozen");
    for (role, action, body) in [
        ("officer", "consolidate", json!({})),
        ("chair", "submit", json!({})),
        ("clerk", "return", json!({ "reason": "x" })),
        ("clerk", "accept", json!({})),
        ("chair", "issue", json!({})),
    ] {
        let actor = app.working(&format!("{prefix}.{role}")).await;
        step(&actor, report, action, body).await.problem("frozen");
    }
    let after = officer.get(&path(report)).await.expect(200);
    assert_eq!((after.etag(), &after.json), (etag, &before.json));
}

/// Fails unless `text` holds all of `parts`, one after the other.
pub fn assert_in_order(text: &str, parts: &[impl AsRef<str>]) {
    let mut rest = text;
    for part in parts.iter().map(AsRef::as_ref) {
        let at = rest.find(part).unwrap_or_else(|| panic!("{part} is missing or out of order in\n{text}"));
        rest = &rest[at + part.len()..];
    }
}
