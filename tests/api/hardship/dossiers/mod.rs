//! Applications, from draft to appraisal.

mod chain;
mod duplicates;
mod privacy;
mod waiting;

use serde_json::{Value, json};

use super::programmes::programme;
use crate::support::{Actor, Answer, TestApp};

const APPLICATIONS: &str = "/api/v1/hardship-applications";

/// What a family says, in every dossier of these tests.
pub const DIAGNOSIS: &str = "U lympho không Hodgkin giai đoạn ba";

/// A dossier of a member with critical illness; `number`, below a million, makes the person.
pub fn new_dossier(union: &str, programme: &str, number: u32) -> Value {
    json!({
        "organisation_id": union, "programme_id": programme, "category": "critical_illness", "relation": "member",
        "beneficiary_name": format!("Người Mẫu Số {number}"), "citizen_id": citizen(number),
        "birth_date": "1990-03-15", "phone": phone(number), "address": format!("Bản Thử {number}, xã Mẫu"),
        "circumstances": DIAGNOSIS, "requested_vnd": 5_000_000,
        "bank": {"bank_name": "Ngân hàng Thử", "account_number": account(number), "holder": "NGUOI MAU"},
    })
}

/// The citizen id of a made-up person born in 1990.
pub fn citizen(number: u32) -> String {
    format!("012090{number:06}")
}

pub fn phone(number: u32) -> String {
    format!("+84977{number:06}")
}

pub fn account(number: u32) -> String {
    format!("77665544{number:06}")
}

pub fn path(dossier: &Answer) -> String {
    format!("{APPLICATIONS}/{}", dossier.id())
}

/// Does an action at the version of `dossier`.
pub async fn act(by: &Actor, dossier: &Answer, action: &str, body: Value) -> Answer {
    by.act(&format!("{}/{action}", path(dossier)), &dossier.etag(), body).await
}

/// A draft of a union: the officer whose name begins with `prefix` writes it.
pub async fn draft(app: &TestApp, prefix: &str, body: Value) -> Answer {
    app.working(&format!("{prefix}.officer")).await.post(APPLICATIONS, body).await.expect(201)
}

/// The chair of the union submits it.
pub async fn submit(app: &TestApp, prefix: &str, dossier: &Answer) -> Answer {
    act(&app.working(&format!("{prefix}.chair")).await, dossier, "submit", json!({})).await
}

/// A dossier of the union A that D1 has endorsed and the province's appraiser proposes `vnd` for.
pub async fn appraised(app: &TestApp, programme: &Answer, number: u32, vnd: i64) -> Answer {
    let endorsed = endorsed(app, programme, number).await;
    let opinion = json!({"opinion": "Đủ điều kiện.", "proposed_vnd": vnd});
    act(&app.working("p.appraiser").await, &endorsed, "appraise", opinion).await.expect(200)
}

/// A dossier of the union A that D1 has endorsed.
pub async fn endorsed(app: &TestApp, programme: &Answer, number: u32) -> Answer {
    let dossier = draft(app, "a", new_dossier(crate::support::world::A, &programme.id(), number)).await;
    let submitted = submit(app, "a", &dossier).await.expect(200);
    act(&app.working("d1.chair").await, &submitted, "endorse", json!({})).await.expect(200)
}

/// A submitted dossier of the union A under the usual programme.
async fn submitted(app: &TestApp, number: u32) -> Answer {
    let programme = programme(app).await;
    let dossier = draft(app, "a", new_dossier(crate::support::world::A, &programme.id(), number)).await;
    submit(app, "a", &dossier).await.expect(200)
}
