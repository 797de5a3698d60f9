//! Decisions on applications, and the payments that follow.

mod at_once;
mod crash;
mod drafts;
mod frozen;
mod payments;
mod signing;

use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::{Value, json};

use crate::support::world::A;
use crate::support::{Actor, Answer, TestApp};

pub const DECISIONS: &str = "/api/v1/support-decisions";
const APPLICATIONS: &str = "/api/v1/hardship-applications";

/// Makes every person another one.
static PEOPLE: AtomicU32 = AtomicU32::new(1);

/// An application of union A.
pub fn new_application(programme: &str, category: &str, requested: i64) -> Value {
    let number = PEOPLE.fetch_add(1, Ordering::Relaxed);
    json!({
        "organisation_id": A, "programme_id": programme, "category": category, "relation": "member",
        "beneficiary_name": format!("Nguyễn Văn Mẫu {number}"), "citizen_id": format!("0120900{number:05}"),
        "birth_date": "1990-05-04", "phone": "+84912000089", "address": "Bản Mẫu",
        "circumstances": "Đang điều trị dài ngày.", "requested_vnd": requested,
    })
}

/// Takes one step of an application with the version it has now.
pub async fn application_step(by: &Actor, application: &str, step: &str, body: Value) -> Answer {
    let path = format!("{APPLICATIONS}/{application}");
    let etag = by.get(&path).await.expect(200).etag();
    by.act(&format!("{path}/{step}"), &etag, body).await
}

/// An application that waits for a decision; answers its id.
pub async fn appraised(app: &TestApp, programme: &str, category: &str, proposed: i64) -> String {
    let id = endorsed(app, programme, category, proposed).await;
    let opinion = json!({"opinion": "Đúng đối tượng.", "proposed_vnd": proposed});
    application_step(&app.working("p.appraiser").await, &id, "appraise", opinion).await.expect(200);
    id
}

/// An application that waits to be appraised.
async fn endorsed(app: &TestApp, programme: &str, category: &str, requested: i64) -> String {
    let officer = app.working("a.officer").await;
    let id =
        officer.post(APPLICATIONS, new_application(programme, category, requested)).await.expect(201).id();
    application_step(&app.working("a.chair").await, &id, "submit", json!({})).await.expect(200);
    application_step(&app.working("d1.chair").await, &id, "endorse", json!({})).await.expect(200);
    id
}

/// So many applications of critical illness that wait for a decision.
pub async fn many_appraised(app: &TestApp, programme: &str, count: usize) -> Vec<String> {
    let mut all = Vec::new();
    for _ in 0..count {
        all.push(appraised(app, programme, "critical_illness", 3_000_000).await);
    }
    all
}

/// A decision that can be signed once it has lines.
pub fn new_decision(programme: &str) -> Value {
    json!({
        "programme_id": programme, "title": "Về việc hỗ trợ đoàn viên khó khăn", "legal_bases": "Căn cứ Điều lệ;",
        "signing_capacity": "on_behalf_of_committee", "signing_body": "BAN THƯỜNG VỤ",
        "signer_position": "PHÓ CHỦ TỊCH", "signer_name": "Nguyễn Văn Mẫu",
    })
}

pub fn path(decision: &str) -> String {
    format!("{DECISIONS}/{decision}")
}

pub fn line_path(line: &str) -> String {
    format!("/api/v1/support-decision-lines/{line}")
}

/// A draft of the approver with these lines; answers its id.
pub async fn draft(app: &TestApp, programme: &str, lines: &[(&str, i64)]) -> String {
    let approver = app.working("p.approver").await;
    let id = approver.post(DECISIONS, new_decision(programme)).await.expect(201).id();
    if !lines.is_empty() {
        add(&approver, &id, lines).await.expect(200);
    }
    id
}

pub async fn add(by: &Actor, decision: &str, lines: &[(&str, i64)]) -> Answer {
    let lines: Vec<Value> =
        lines.iter().map(|(id, amount)| json!({"application_id": id, "amount_vnd": amount})).collect();
    by.post(&format!("{}/lines", path(decision)), json!({"lines": lines})).await
}

/// Signs a decision at the version it has now.
pub async fn sign(by: &Actor, decision: &str) -> Answer {
    let etag = by.get(&path(decision)).await.expect(200).etag();
    by.act(&format!("{}/sign", path(decision)), &etag, json!({})).await
}

/// A signed decision with one line of 3,000,000; answers the ids of application, decision and line.
pub async fn signed(app: &TestApp, programme: &str) -> (String, String, String) {
    let application = appraised(app, programme, "critical_illness", 3_000_000).await;
    let decision = draft(app, programme, &[(&application, 3_000_000)]).await;
    let approver = app.working("p.approver").await;
    sign(&approver, &decision).await.expect(200);
    let line = lines(&approver, &decision).await[0]["id"].as_str().unwrap().to_owned();
    (application, decision, line)
}

pub async fn lines(by: &Actor, decision: &str) -> Vec<Value> {
    by.all(&format!("{}/lines", path(decision))).await
}

/// Takes one step of a line with the version it has now.
pub async fn line_step(by: &Actor, line: &str, step: &str, body: Value) -> Answer {
    let etag = by.get(&line_path(line)).await.expect(200).etag();
    by.act(&format!("{}/{step}", line_path(line)), &etag, body).await
}

pub fn voucher(paid_on: &str) -> Value {
    json!({"paid_on": paid_on, "voucher": "PC 12", "payer": "Thủ quỹ", "method": "cash"})
}

/// Approved, disbursed, reclaimed and left.
pub async fn balance(app: &TestApp, programme: &str) -> [i64; 4] {
    let balance = app.working("p.accountant").await;
    let balance = balance.get(&format!("/api/v1/support-programmes/{programme}/balance")).await.expect(200);
    ["approved_vnd", "disbursed_vnd", "reclaimed_vnd", "left_vnd"].map(|sum| balance[sum].as_i64().unwrap())
}

pub async fn status(app: &TestApp, application: &str) -> Value {
    app.working("a.officer").await.get(&format!("{APPLICATIONS}/{application}")).await.expect(200)["status"]
        .clone()
}

/// All of a decision took effect, or nothing did.
fn check_whole(app: &TestApp) {
    let count = |query: &str| app.database.count(query);
    let signed = count("SELECT count(*) AS n FROM support_decisions WHERE status = 'signed'");
    let given = "SELECT count(*) AS n FROM register_entries WHERE record_type = 'support_decision'";
    assert_eq!(count(given), signed);
    assert_eq!(count("SELECT coalesce(max(number), 0) AS n FROM register_entries"), signed, "a gap");
    assert_eq!(count("SELECT count(*) AS n FROM journal WHERE action = 'support_decision.sign'"), signed);
    let in_force = "FROM support_decision_lines WHERE state = 'in_force'";
    let lines = count(&format!("SELECT count(*) AS n {in_force}"));
    assert_eq!(count("SELECT count(*) AS n FROM hardship_applications WHERE status = 'approved'"), lines);
    let of_signed = "SELECT count(*) AS n FROM support_decision_lines l JOIN support_decisions d \
         ON d.id = l.decision_id WHERE d.status = 'signed'";
    assert_eq!(count(of_signed), lines);
    let drawn = "SELECT CAST(sum(approved_vnd) AS BIGINT) AS n FROM support_programmes";
    let worth = format!("SELECT CAST(coalesce(sum(amount_vnd), 0) AS BIGINT) AS n {in_force}");
    assert_eq!(count(drawn), count(&worth));
}
