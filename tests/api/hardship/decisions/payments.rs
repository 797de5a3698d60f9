//! What follows a signed line.

use serde_json::{Value, json};

use super::{appraised, balance, draft, line_path, line_step, sign, signed, status, voucher};
use crate::hardship::programmes::programme;
use crate::support::on_both_databases;
use crate::support::world::P;

fn reclaiming(amount: Option<i64>) -> Value {
    let mut body = voucher("2025-02-10");
    body["reason"] = json!("Gia đình đã chuyển đi nơi khác.");
    if let Some(amount) = amount {
        body["amount_vnd"] = json!(amount);
    }
    body
}

on_both_databases! {
    async fn the_accountant_pays_closes_and_reclaims(app: WorldApp) {
        let programme = programme(&app).await.id();
        let (application, _, line) = signed(&app, &programme).await;
        let accountant = app.working("p.accountant").await;
        let paid = line_step(&accountant, &line, "disburse", voucher("2025-02-10")).await.expect(200);
        assert_eq!((&paid["application_status"], &paid["version"]), (&json!("disbursed"), &json!(3)));
        assert_eq!(balance(&app, &programme).await, [3_000_000, 3_000_000, 0, 97_000_000]);
        line_step(&accountant, &line, "close", json!({})).await.expect(200);
        assert_eq!(status(&app, &application).await, "closed");
        let more = line_step(&accountant, &line, "reclaim", reclaiming(Some(3_000_001))).await;
        assert_eq!(more.violations(), [("/amount_vnd".to_owned(), "above_paid".to_owned())]);
        line_step(&accountant, &line, "reclaim", reclaiming(Some(2_000_000))).await.expect(200);
        assert_eq!(status(&app, &application).await, "reclaimed");
        assert_eq!(balance(&app, &programme).await, [3_000_000, 3_000_000, 2_000_000, 99_000_000]);
        let payments = accountant.get(&format!("{}/payments", line_path(&line))).await.expect(200);
        let told: Vec<_> = payments.items().iter().map(|one| (one["kind"].clone(), one["amount_vnd"].clone())).collect();
        assert_eq!(told, [(json!("disbursement"), json!(3_000_000)), (json!("reclaim"), json!(2_000_000))]);
    }

    async fn all_that_was_paid_comes_back_unless_less_is_said(app: WorldApp) {
        let programme = programme(&app).await.id();
        let (_, _, line) = signed(&app, &programme).await;
        let accountant = app.working("p.accountant").await;
        line_step(&accountant, &line, "disburse", voucher("2025-02-10")).await.expect(200);
        line_step(&accountant, &line, "reclaim", reclaiming(None)).await.expect(200);
        assert_eq!(balance(&app, &programme).await, [3_000_000, 3_000_000, 3_000_000, 100_000_000]);
    }

    async fn what_came_back_can_be_given_again_and_no_more(app: WorldApp) {
        let made = programme(&app).await;
        let accountant = app.working("p.accountant").await;
        let at = format!("/api/v1/support-programmes/{}", made.id());
        accountant.patch(&at, &made.etag(), json!({"ceiling_vnd": 3_000_000})).await.expect(200);
        let (_, _, line) = signed(&app, &made.id()).await;
        line_step(&accountant, &line, "disburse", voucher("2025-02-10")).await.expect(200);
        line_step(&accountant, &line, "reclaim", reclaiming(Some(2_000_000))).await.expect(200);
        let next = appraised(&app, &made.id(), "critical_illness", 3_000_000).await;
        let approver = app.working("p.approver").await;
        let more = draft(&app, &made.id(), &[(&next, 2_000_001)]).await;
        sign(&approver, &more).await.problem("ceiling_exceeded");
        let exactly = draft(&app, &made.id(), &[(&next, 2_000_000)]).await;
        sign(&approver, &exactly).await.expect(200);
        assert_eq!(balance(&app, &made.id()).await, [5_000_000, 3_000_000, 2_000_000, 0]);
    }

    async fn a_line_moves_only_along_its_arrows(app: WorldApp) {
        let programme = programme(&app).await.id();
        let (_, _, line) = signed(&app, &programme).await;
        let accountant = app.working("p.accountant").await;
        let body = |step: &str| match step {
            "disburse" => voucher("2025-02-10"),
            "reclaim" => reclaiming(None),
            _ => json!({}),
        };
        for (refused, then) in [
            (&["close", "reclaim"][..], Some("disburse")),
            (&["disburse"], Some("close")),
            (&["disburse", "close"], Some("reclaim")),
            (&["disburse", "close", "reclaim"], None),
        ] {
            for step in refused {
                line_step(&accountant, &line, step, body(step)).await.problem("wrong_state");
            }
            if let Some(step) = then {
                line_step(&accountant, &line, step, body(step)).await.expect(200);
            }
        }
    }

    async fn who_signed_does_not_pay(app: WorldApp) {
        let programme = programme(&app).await.id();
        let grant = json!({"user_id": app.id_of("p.approver").await, "organisation_id": P, "role": "accountant"});
        app.as_user("p.administrator").await.post("/api/v1/grants", grant).await.expect(201);
        let (application, _, line) = signed(&app, &programme).await;
        let approver = app.working("p.approver").await;
        line_step(&approver, &line, "disburse", voucher("2025-02-10")).await.problem("own_work");
        assert_eq!(status(&app, &application).await, "approved");
        line_step(&app.working("p.chair").await, &line, "disburse", voucher("2025-02-10")).await.problem("forbidden");
    }

    async fn a_voucher_is_dated_from_the_decision_to_today_and_at_the_version_read(app: WorldApp) {
        let programme = programme(&app).await.id();
        let (_, _, line) = signed(&app, &programme).await;
        let accountant = app.working("p.accountant").await;
        for day in ["2025-02-09", "2025-02-11"] {
            let refused = line_step(&accountant, &line, "disburse", voucher(day)).await;
            assert_eq!(refused.violations(), [("/paid_on".to_owned(), "out_of_range".to_owned())], "{day}");
        }
        let at = format!("{}/disburse", line_path(&line));
        accountant.act(&at, "\"v1\"", voucher("2025-02-10")).await.problem("precondition_failed");
    }
}
