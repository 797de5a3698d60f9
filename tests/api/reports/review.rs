//! Submitting, returning, accepting.

use serde_json::json;

use super::{
    accept, accepted_in_house, add_item, create, february, february_round, for_round, issue, issued_in_house,
    path, step, submit,
};
use crate::support::app::{at_once, instant};
use crate::support::world::{D1, P};
use crate::support::{TestApp, on_both_databases};

/// Lets somebody of the province review as well.
async fn make_clerk(app: &TestApp, user: &str) {
    let grant = json!({ "user_id": app.id_of(user).await, "organisation_id": P, "role": "clerk" });
    app.as_user("p.administrator").await.post("/api/v1/grants", grant).await.expect(201);
}

on_both_databases! {
    async fn a_report_is_submitted_returned_sent_again_and_accepted(app: WorldApp) {
        let round = february_round(&app).await.id();
        let id = create(&app, "d1", for_round(D1, &round)).await;
        add_item(&app, "d1", &id, "result", "Việc đã làm.").await;
        app.clock.set(instant("2025-02-12T01:00:00Z"));
        let submitted = app.journalled(submit(&app, "d1", &id)).await;
        assert_eq!(submitted["status"], "submitted");
        assert_eq!(submitted["submitted_by"], app.id_of("d1.chair").await);
        let clerk = app.as_user("p.clerk").await;
        let body = json!({ "reason": "Thiếu số lượt tuyên truyền." });
        let returned = app.journalled(step(&clerk, &id, "return", body)).await.expect(200);
        assert_eq!(returned["status"], "returned");
        assert_eq!(returned["return_reason"], "Thiếu số lượt tuyên truyền.");
        add_item(&app, "d1", &id, "result", "Bổ sung.").await;
        app.clock.set(instant("2025-02-13T01:00:00Z"));
        let again = submit(&app, "d1", &id).await;
        assert_eq!(again["first_submitted_at"], "2025-02-12T01:00:00Z");
        assert_eq!(again["submitted_at"], "2025-02-13T01:00:00Z");
        let accepted = app.journalled(accept(&app, "p.clerk", &id)).await;
        assert_eq!(accepted["status"], "accepted");
        assert_eq!(accepted["accepted_by"], app.id_of("p.clerk").await);
        let clerk = app.as_user("p.clerk").await;
        let entries = clerk.all(&format!("{}/history", path(&id))).await;
        let steps: Vec<_> = entries
            .iter()
            .filter(|entry| !entry["to_state"].is_null())
            .map(|entry| (entry["action"].as_str().unwrap(), entry["from_state"].as_str().unwrap(), entry["to_state"].as_str().unwrap()))
            .collect();
        assert_eq!(steps, [
            ("report.submit", "draft", "submitted"),
            ("report.return", "submitted", "returned"),
            ("report.submit", "returned", "submitted"),
            ("report.accept", "submitted", "accepted"),
        ]);
    }

    async fn an_empty_report_is_not_submitted(app: WorldApp) {
        let id = create(&app, "d1", february(D1)).await;
        let refused = step(&app.as_user("d1.chair").await, &id, "submit", json!({})).await;
        refused.problem("validation_failed");
        assert_eq!(refused.violations(), [("/items".to_owned(), "missing".to_owned())]);
    }

    async fn every_step_from_a_wrong_state_is_refused(app: WorldApp) {
        let (chair, clerk) = (app.as_user("p.chair").await, app.as_user("p.clerk").await);
        let reason = json!({ "reason": "Lý do." });
        let id = create(&app, "p", february(P)).await;
        add_item(&app, "p", &id, "result", "Việc.").await;
        step(&clerk, &id, "return", reason.clone()).await.problem("wrong_state");
        step(&clerk, &id, "accept", json!({})).await.problem("wrong_state");
        step(&chair, &id, "issue", json!({})).await.problem("wrong_state");
        submit(&app, "p", &id).await;
        step(&chair, &id, "submit", json!({})).await.problem("wrong_state");
        step(&chair, &id, "issue", json!({})).await.problem("wrong_state");
        accept(&app, "p.clerk", &id).await;
        step(&chair, &id, "submit", json!({})).await.problem("wrong_state");
        step(&clerk, &id, "return", reason.clone()).await.problem("wrong_state");
        step(&clerk, &id, "accept", json!({})).await.problem("wrong_state");
        let issued = issued_in_house(&app).await;
        step(&chair, &issued, "submit", json!({})).await.problem("frozen");
        step(&clerk, &issued, "return", reason).await.problem("frozen");
        step(&clerk, &issued, "accept", json!({})).await.problem("frozen");
        step(&chair, &issued, "issue", json!({})).await.problem("frozen");
    }

    async fn what_is_submitted_or_accepted_is_not_edited(app: WorldApp) {
        let officer = app.as_user("p.officer").await;
        let id = create(&app, "p", february(P)).await;
        let item = add_item(&app, "p", &id, "result", "Việc.").await;
        let item_path = format!("/api/v1/report-items/{}", item.id());
        submit(&app, "p", &id).await;
        for _ in 0..2 {
            let etag = officer.get(&path(&id)).await.etag();
            officer.patch(&path(&id), &etag, json!({ "title": "x" })).await.problem("wrong_state");
            let new = json!({ "section": "plan", "body": "x" });
            officer.post(&format!("{}/items", path(&id)), new).await.problem("wrong_state");
            officer.patch(&item_path, &item.etag(), json!({ "body": "x" })).await.problem("wrong_state");
            officer.delete(&item_path, &item.etag()).await.problem("wrong_state");
            if officer.get(&path(&id)).await["status"] == "submitted" {
                accept(&app, "p.clerk", &id).await;
            }
        }
    }

    async fn the_union_a_report_is_owed_to_reviews_it(app: WorldApp) {
        let round = february_round(&app).await.id();
        let owed = create(&app, "d1", for_round(D1, &round)).await;
        let own = create(&app, "d1", february(D1)).await;
        for id in [&owed, &own] {
            add_item(&app, "d1", id, "result", "Việc.").await;
            submit(&app, "d1", id).await;
        }
        step(&app.as_user("d1.clerk").await, &owed, "accept", json!({})).await.problem("forbidden");
        step(&app.as_user("p.clerk").await, &own, "accept", json!({})).await.problem("forbidden");
        for other in ["p.chair", "p.officer", "p.administrator", "d1.chair", "d1.officer"] {
            step(&app.as_user(other).await, &owed, "accept", json!({})).await.problem("forbidden");
            step(&app.as_user(other).await, &owed, "return", json!({ "reason": "x" })).await.problem("forbidden");
        }
        app.as_user("d2.clerk").await.act(&format!("{}/accept", path(&owed)), "\"v3\"", json!({})).await.problem("not_found");
        accept(&app, "p.clerk", &owed).await;
        accept(&app, "d1.clerk", &own).await;
    }

    async fn only_the_chair_submits(app: WorldApp) {
        let id = create(&app, "d1", february(D1)).await;
        add_item(&app, "d1", &id, "result", "Việc.").await;
        for other in ["d1.officer", "d1.clerk", "p.chair", "d1.inspector"] {
            step(&app.as_user(other).await, &id, "submit", json!({})).await.problem("forbidden");
        }
    }

    async fn nobody_accepts_what_they_submitted(app: WorldApp) {
        make_clerk(&app, "p.chair").await;
        let id = create(&app, "p", february(P)).await;
        add_item(&app, "p", &id, "result", "Việc.").await;
        submit(&app, "p", &id).await;
        let chair = app.as_user("p.chair").await;
        step(&chair, &id, "accept", json!({})).await.problem("own_work");
        // Sending it back decides nothing in one's own favour.
        step(&chair, &id, "return", json!({ "reason": "x" })).await.expect(200);
        step(&app.as_user("p.chair2").await, &id, "submit", json!({})).await.expect(200);
        step(&chair, &id, "accept", json!({})).await.problem("own_work");
        accept(&app, "p.clerk2", &id).await;
    }

    async fn nobody_accepts_what_they_began(app: WorldApp) {
        make_clerk(&app, "p.officer").await;
        let id = create(&app, "p", february(P)).await;
        add_item(&app, "p", &id, "result", "Việc.").await;
        submit(&app, "p", &id).await;
        let officer = app.as_user("p.officer").await;
        step(&officer, &id, "accept", json!({})).await.problem("own_work");
        accept(&app, "p.clerk", &id).await;
        issue(&app, "p", &id).await;
        let amendment = officer.post(&format!("{}/amend", path(&id)), json!({})).await.expect(201).id();
        submit(&app, "p", &amendment).await;
        step(&officer, &amendment, "accept", json!({})).await.problem("own_work");
        accept(&app, "p.clerk", &amendment).await;
    }

    async fn of_two_who_decide_at_once_one_wins(app: WorldApp) {
        for _ in 0..4 {
            let id = create(&app, "p", february(P)).await;
            add_item(&app, "p", &id, "result", "Việc.").await;
            let etag = submit(&app, "p", &id).await.etag();
            let (one, two) = (app.as_user("p.clerk").await, app.as_user("p.clerk2").await);
            let decisions = [(one, "accept", json!({})), (two, "return", json!({ "reason": "Thiếu." }))];
            let answers = at_once(decisions.into_iter().map(|(clerk, action, body)| {
                let (path, etag) = (format!("{}/{action}", path(&id)), etag.clone());
                async move { clerk.act(&path, &etag, body).await.status }
            })).await;
            assert_eq!(answers.iter().filter(|status| **status == 200).count(), 1, "{answers:?}");
            assert!(answers.iter().any(|status| [409, 412].contains(status)), "{answers:?}");
            let moves = app.database.count("SELECT COUNT(*) AS n FROM journal WHERE action IN ('report.accept', 'report.return')");
            let decided = app.database.count("SELECT COUNT(*) AS n FROM reports WHERE status IN ('accepted', 'returned')");
            assert_eq!(moves, decided);
        }
    }

    async fn a_return_needs_a_reason(app: WorldApp) {
        let id = accepted_in_house(&app).await;
        let clerk = app.as_user("p.clerk").await;
        let refused = step(&clerk, &id, "return", json!({})).await;
        assert_eq!(refused.violations(), [("/reason".to_owned(), "missing".to_owned())]);
        let refused = step(&clerk, &id, "return", json!({ "reason": "  " })).await;
        assert_eq!(refused.status, 422);
    }
}
