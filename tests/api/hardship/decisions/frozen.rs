//! What is signed stays as it was signed; a later decision takes a line back.

use serde_json::{Value, json};

use super::{
    add, appraised, balance, draft, line_path, line_step, lines, path, sign, signed, status, voucher,
};
use crate::hardship::programmes::programme;
use crate::support::{Actor, Answer, on_both_databases};

async fn cancel(by: &Actor, decision: &str, line: &str) -> Answer {
    let body = json!({"line_id": line, "reason": "Gia đình xin thôi nhận."});
    by.post(&format!("{}/cancellations", path(decision)), body).await
}

on_both_databases! {
    async fn nothing_of_a_signed_decision_changes(app: WorldApp) {
        let programme = programme(&app).await.id();
        let (_, decision, line) = signed(&app, &programme).await;
        let other = appraised(&app, &programme, "critical_illness", 1_000_000).await;
        let approver = app.working("p.approver").await;
        let before = approver.get(&path(&decision)).await.expect(200);
        approver.patch(&path(&decision), &before.etag(), json!({"title": "Khác"})).await.problem("frozen");
        approver.delete(&path(&decision), &before.etag()).await.problem("frozen");
        sign(&approver, &decision).await.problem("frozen");
        add(&approver, &decision, &[(&other, 1)]).await.problem("frozen");
        cancel(&approver, &decision, &line).await.problem("frozen");
        let etag = approver.get(&line_path(&line)).await.expect(200).etag();
        approver.patch(&line_path(&line), &etag, json!({"amount_vnd": 1})).await.problem("frozen");
        approver.delete(&line_path(&line), &etag).await.problem("frozen");
        for statement in [
            "UPDATE support_decisions SET title = 'x'",
            "UPDATE support_decisions SET status = 'draft', number = NULL",
            "DELETE FROM support_decisions",
            "UPDATE support_decision_lines SET amount_vnd = 1",
            "UPDATE support_decision_lines SET state = 'draft'",
            "UPDATE support_decision_lines SET state = 'cancelling'",
            "DELETE FROM support_decision_lines",
        ] {
            let refusal = app.database.try_execute(statement).unwrap_err().to_string();
            assert!(refusal.contains("a signed decision is frozen"), "{statement}: {refusal}");
        }
        assert_eq!(approver.get(&path(&decision)).await.json, before.json);
    }

    async fn a_payment_never_changes(app: WorldApp) {
        let programme = programme(&app).await.id();
        let (_, _, line) = signed(&app, &programme).await;
        line_step(&app.working("p.accountant").await, &line, "disburse", voucher("2025-02-10")).await.expect(200);
        for statement in ["UPDATE support_payments SET amount_vnd = 1", "DELETE FROM support_payments"] {
            let refusal = app.database.try_execute(statement).unwrap_err().to_string();
            assert!(refusal.contains("a payment is never changed"), "{statement}: {refusal}");
        }
    }

    async fn a_later_decision_takes_a_line_back_and_it_is_decided_anew(app: WorldApp) {
        let programme = programme(&app).await.id();
        let (application, first, line) = signed(&app, &programme).await;
        let approver = app.working("p.approver").await;
        let second = draft(&app, &programme, &[]).await;
        cancel(&approver, &second, &line).await.expect(201);
        let again = cancel(&approver, &second, &line).await;
        assert_eq!(again.violations(), [("/line_id".to_owned(), "duplicate".to_owned())]);
        assert_eq!(balance(&app, &programme).await[0], 3_000_000);
        let done = sign(&approver, &second).await.expect(200);
        assert_eq!(done["total_vnd"], -3_000_000);
        assert_eq!(balance(&app, &programme).await, [0, 0, 0, 100_000_000]);
        assert_eq!(status(&app, &application).await, "appraised");
        let state = |lines: Vec<Value>| lines[0]["state"].clone();
        assert_eq!(state(lines(&approver, &first).await), "cancelled");
        assert_eq!(state(lines(&approver, &second).await), "cancelling");
        line_step(&app.working("p.accountant").await, &line, "disburse", voucher("2025-02-10")).await.problem("wrong_state");
        let third = draft(&app, &programme, &[(&application, 2_000_000)]).await;
        let late = cancel(&approver, &third, &line).await;
        assert_eq!(late.violations(), [("/line_id".to_owned(), "not_in_force".to_owned())]);
        sign(&approver, &third).await.expect(200);
        assert_eq!(balance(&app, &programme).await, [2_000_000, 0, 0, 98_000_000]);
        let notes = approver.get(&format!("/api/v1/hardship-applications/{application}/notes")).await.expect(200);
        assert!(notes.text.contains("\"cancellation\""), "{notes}");
    }

    async fn a_line_that_was_paid_meanwhile_is_not_cancelled(app: WorldApp) {
        let programme = programme(&app).await.id();
        let (application, _, line) = signed(&app, &programme).await;
        let approver = app.working("p.approver").await;
        let second = draft(&app, &programme, &[]).await;
        cancel(&approver, &second, &line).await.expect(201);
        line_step(&app.working("p.accountant").await, &line, "disburse", voucher("2025-02-10")).await.expect(200);
        let refused = sign(&approver, &second).await;
        assert_eq!(refused.violations(), [("/lines/0/cancels_line_id".to_owned(), "already_paid".to_owned())]);
        assert_eq!(status(&app, &application).await, "disbursed");
    }
}
