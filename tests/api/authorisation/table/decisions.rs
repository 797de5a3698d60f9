//! Decisions on applications of A, of a programme of D1, and their payments.

use congdoan::identity::Action::{HardshipDecide, HardshipPay, HardshipRead};
use congdoan::identity::Role::{Accountant, Appraiser, Approver, Chair, Officer};
use serde_json::{Value, json};

use super::super::access::{Access, list, names, record};
use super::super::case::Case;
use super::super::stage::Stage;
use super::programmes::opened;
use super::{Row, row};
use crate::hardship::decisions::{
    DECISIONS, add, application_step, line_path, line_step, lines, new_application, new_decision, path, sign,
    voucher,
};
use crate::hardship::programmes::{add_norm, new_norm};
use crate::support::world::{A, D1};

pub fn rows() -> Vec<Row> {
    let seen = || record(HardshipRead);
    let decided = || seen().may(HardshipDecide);
    vec![
        row("list_support_decisions", list(HardshipRead), |s| async move {
            let (programme, decision) = begun(&s).await;
            Case::new().filter(format!("?programme_id={programme}")).shows(decision)
        }),
        row("create_support_decision", names().may(HardshipDecide), |s| async move {
            Case::new().with(new_decision(&opened(&s).await.id()))
        }),
        row("read_support_decision", seen(), decision),
        row("update_support_decision", decided(), |s| async move {
            decision(s).await.with(json!({"title": "Tên khác"}))
        }),
        row("delete_support_decision", decided(), decision),
        row("read_support_decision_history", seen(), decision),
        row("list_support_decision_lines", seen(), decision),
        row("preview_support_decision", seen(), decision),
        row("add_support_decision_lines", decided(), |s| async move {
            let (programme, decision) = begun(&s).await;
            let line = json!({"application_id": appraised(&s, &programme).await, "amount_vnd": 1});
            Case::at(decision).with(json!({"lines": [line]}))
        }),
        row("create_support_decision_cancellation", decided(), |s| async move {
            let (programme, line) = signed(&s).await;
            let decision =
                s.at(D1, Approver).post(DECISIONS, new_decision(&programme)).await.expect(201).id();
            Case::at(decision).with(json!({"line_id": line, "reason": "Gia đình xin thôi."}))
        }),
        row("sign_support_decision", decided(), |s| async move {
            let (decision, _) = drafted(&s).await;
            Case::of(&s.at(D1, Approver).get(&path(&decision)).await.expect(200))
        }),
        row("update_support_decision_line", decided(), |s| async move {
            line_case(&s, &drafted(&s).await.1).await.with(json!({"amount_vnd": 2}))
        }),
        row("delete_support_decision_line", decided(), |s| async move {
            line_case(&s, &drafted(&s).await.1).await
        }),
    ]
    .into_iter()
    .chain(paid())
    .collect()
}

fn paid() -> Vec<Row> {
    // A signed line is also seen where its application comes from.
    let seen = || -> Access { record(HardshipRead).also_seen(HardshipRead, A) };
    let pays = || seen().may(HardshipPay);
    vec![
        row(
            "read_support_decision_line",
            seen(),
            |s| async move { line_case(&s, &signed(&s).await.1).await },
        ),
        row("read_support_decision_line_payments", seen(), |s| async move {
            line_case(&s, &signed(&s).await.1).await
        }),
        row("disburse_support_decision_line", pays(), |s| async move {
            line_case(&s, &signed(&s).await.1).await.with(voucher("2025-02-10"))
        }),
        row(
            "close_support_decision_line",
            pays(),
            |s| async move { line_case(&s, &disbursed(&s).await).await },
        ),
        row("reclaim_support_decision_line", pays(), |s| async move {
            let mut body: Value = voucher("2025-02-10");
            body["reason"] = json!("Chuyển nhầm.");
            line_case(&s, &disbursed(&s).await).await.with(body)
        }),
    ]
}

/// A programme of D1 with an empty decision; the ids of both.
async fn begun(s: &Stage) -> (String, String) {
    let programme = opened(s).await;
    let norm = new_norm("critical_illness", 5_000_000, "2025-01-01");
    add_norm(s.at(D1, Accountant), &programme, norm).await.expect(201);
    let decision = s.at(D1, Approver).post(DECISIONS, new_decision(&programme.id())).await.expect(201);
    (programme.id(), decision.id())
}

async fn decision(s: Stage) -> Case {
    let (_, decision) = begun(&s).await;
    Case::of(&s.at(D1, Approver).get(&path(&decision)).await.expect(200))
}

/// An application of A that waits for a decision.
async fn appraised(s: &Stage, programme: &str) -> String {
    let body = new_application(programme, "critical_illness", 1);
    let id = s.at(A, Officer).post("/api/v1/hardship-applications", body).await.expect(201).id();
    application_step(s.at(A, Chair), &id, "submit", json!({})).await.expect(200);
    application_step(s.at(D1, Chair), &id, "endorse", json!({})).await.expect(200);
    let opinion = json!({"opinion": "Đúng.", "proposed_vnd": 1});
    application_step(s.at(D1, Appraiser), &id, "appraise", opinion).await.expect(200);
    id
}

/// A draft with one line; the ids of decision and line.
async fn drafted(s: &Stage) -> (String, String) {
    let (programme, decision) = begun(s).await;
    let application = appraised(s, &programme).await;
    let line = add(s.at(D1, Approver), &decision, &[(&application, 1)]).await.expect(200);
    (decision, line["items"][0]["id"].as_str().unwrap().to_owned())
}

/// A programme of D1 and a line in force.
async fn signed(s: &Stage) -> (String, String) {
    let approver = s.at(D1, Approver);
    let (decision, line) = drafted(s).await;
    let done = sign(approver, &decision).await.expect(200);
    assert_eq!(lines(approver, &decision).await.len(), 1);
    (done.text_of("programme_id").to_owned(), line)
}

async fn disbursed(s: &Stage) -> String {
    let (_, line) = signed(s).await;
    line_step(s.at(D1, Accountant), &line, "disburse", voucher("2025-02-10")).await.expect(200);
    line
}

async fn line_case(s: &Stage, line: &str) -> Case {
    Case::of(&s.at(D1, Approver).get(&line_path(line)).await.expect(200))
}
