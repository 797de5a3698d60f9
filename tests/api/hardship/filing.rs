//! Dossiers from their union to a signed decision, each step by whom it belongs to.

use serde_json::{Value, json};

use crate::support::{Actor, Answer, TestApp};

const APPLICATIONS: &str = "/api/v1/hardship-applications";
const DECISIONS: &str = "/api/v1/support-decisions";

/// Whom a dossier is for, and what is asked and given.
pub struct Dossier<'a> {
    /// The union that files it, with the prefix of its users' names.
    pub union: (&'a str, &'a str),
    /// The prefix of the union above.
    pub above: &'a str,
    /// Who appraises and decides: the prefix of the programme's organisation.
    pub top: &'a str,
    pub category: &'a str,
    /// The end of the citizen id: the same number is the same person.
    pub person: u32,
    /// The member whose child it is.
    pub member: Option<&'a str>,
    pub amount: i64,
}

impl Dossier<'_> {
    fn body(&self, programme: &str) -> Value {
        let person = self.person;
        json!({
            "organisation_id": self.union.1, "programme_id": programme, "category": self.category,
            "relation": if self.member.is_some() { "child" } else { "member" }, "member_name": self.member,
            "beneficiary_name": format!("Người Mẫu {person}"), "citizen_id": format!("0120900{person:05}"),
            "birth_date": "1990-05-04", "address": "Bản Mẫu", "circumstances": "Hoàn cảnh mẫu.",
            "requested_vnd": self.amount,
        })
    }

    /// Brings it to where it waits for a decision; answers its id.
    pub async fn appraised(&self, app: &TestApp, programme: &str) -> String {
        let id = self.drafted(app, programme).await;
        self.sent_on(app, &id).await;
        id
    }

    /// The draft of its union's officer; answers its id.
    pub async fn drafted(&self, app: &TestApp, programme: &str) -> String {
        let officer = app.working(&format!("{}.officer", self.union.0)).await;
        officer.post(APPLICATIONS, self.body(programme)).await.expect(201).id()
    }

    /// Brings the draft to where it waits for a decision.
    pub async fn sent_on(&self, app: &TestApp, id: &str) {
        let (prefix, above, top) = (self.union.0, self.above, self.top);
        let path = format!("{APPLICATIONS}/{id}");
        let found = json!({"opinion": "Đủ điều kiện.", "proposed_vnd": self.amount});
        for (who, what, body) in [
            (format!("{prefix}.chair"), "submit", json!({})),
            (format!("{above}.chair"), "endorse", json!({})),
            (format!("{top}.appraiser"), "appraise", found),
        ] {
            step(&app.working(&who).await, &path, what, body).await;
        }
    }
}

/// Takes one step with the version the record has now.
pub async fn step(by: &Actor, path: &str, step: &str, body: Value) -> Answer {
    let etag = by.get(path).await.expect(200).etag();
    by.act(&format!("{path}/{step}"), &etag, body).await.expect(200)
}

/// A decision on these dossiers, signed today; answers its lines in their order.
pub async fn decided(app: &TestApp, programme: &str, dossiers: &[Dossier<'_>]) -> Vec<Value> {
    decided_with(app, programme, dossiers, None).await
}

/// The same, taking an earlier line back.
pub async fn decided_with(
    app: &TestApp,
    programme: &str,
    dossiers: &[Dossier<'_>],
    cancelled: Option<&Value>,
) -> Vec<Value> {
    let mut lines = Vec::new();
    for dossier in dossiers {
        let id = dossier.appraised(app, programme).await;
        lines.push(json!({"application_id": id, "amount_vnd": dossier.amount}));
    }
    signed(app, programme, dossiers[0].top, &lines, cancelled).await
}

/// A decision with these lines, signed today; answers them in their order.
pub async fn signed(
    app: &TestApp,
    programme: &str,
    top: &str,
    lines: &[Value],
    cancelled: Option<&Value>,
) -> Vec<Value> {
    let approver = app.working(&format!("{top}.approver")).await;
    let decision = json!({
        "programme_id": programme, "title": "Về việc hỗ trợ", "legal_bases": "Căn cứ Điều lệ;",
        "signing_capacity": "on_behalf_of_committee", "signing_body": "BAN THƯỜNG VỤ",
        "signer_position": "PHÓ CHỦ TỊCH", "signer_name": "Nguyễn Văn Mẫu",
    });
    let path = format!("{DECISIONS}/{}", approver.post(DECISIONS, decision).await.expect(201).id());
    let added = approver.post(&format!("{path}/lines"), json!({ "lines": lines })).await.expect(200);
    if let Some(line) = cancelled {
        let back = json!({"line_id": line["id"], "reason": "Gia đình xin thôi."});
        approver.post(&format!("{path}/cancellations"), back).await.expect(201);
    }
    step(&approver, &path, "sign", json!({})).await;
    added.items().clone()
}

/// Pays a line, and takes a part of it back.
pub async fn paid_and_reclaimed(by: &Actor, line: &Value, on: &str, back: i64) {
    let path = format!("/api/v1/support-decision-lines/{}", line["id"].as_str().unwrap());
    let paid = json!({"paid_on": on, "voucher": "PC 1", "payer": "Thủ quỹ", "method": "cash"});
    step(by, &path, "disburse", paid).await;
    let reclaimed = json!({
        "reason": "Đã được quỹ khác hỗ trợ.", "amount_vnd": back, "paid_on": on, "voucher": "PT 1",
        "payer": "Thủ quỹ", "method": "cash",
    });
    step(by, &path, "reclaim", reclaimed).await;
}
