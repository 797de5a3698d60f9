//! Phones send again what was not answered: nothing is done twice.

use super::{act, path, task};
use crate::support::at_once;
use crate::support::on_both_databases;
use crate::support::world::{A, B, P};
use serde_json::json;

const OWN_ID: &str = "01950000-0000-7000-8000-000000000001";

on_both_databases! {
    async fn an_id_of_the_clients_own_is_created_once(app: WorldApp) {
        let officer = app.as_user("p.officer").await;
        let body = json!({"id": OWN_ID, "organisation_id": P, "title": "Tháng Công nhân"});
        let first = officer.post("/api/v1/task-items", body.clone()).await.expect(201);
        assert_eq!(first.id(), OWN_ID);
        let started = act(&officer, &path(&first), "start", json!({})).await.expect(200);
        let again = officer.post("/api/v1/task-items", body.clone()).await.expect(201);
        // The record as it is now, not as it was.
        assert_eq!(again.json, started.json);
        let other = json!({"id": OWN_ID, "organisation_id": P, "title": "Khác"});
        officer.post("/api/v1/task-items", other).await.problem("id_taken");
        let union = app.as_user("a.officer").await;
        let foreign = json!({"id": OWN_ID, "organisation_id": A, "title": "Tháng Công nhân"});
        union.post("/api/v1/task-items", foreign).await.problem("id_taken");
        assert_eq!(app.database.count("SELECT count(*) AS n FROM task_items"), 1);
        officer.post("/api/v1/task-items", json!({"id": "7", "organisation_id": P, "title": "x"}))
            .await.problem("validation_failed");
    }

    async fn one_key_has_one_effect(app: WorldApp) {
        let officer = app.as_user("p.officer").await;
        let body = json!({"organisation_id": P, "title": "Tháng Công nhân"});
        let first = officer.post_once("/api/v1/task-items", "key-1", body.clone()).await.expect(201);
        let again = officer.post_once("/api/v1/task-items", "key-1", body).await.expect(201);
        assert_eq!(again.json, first.json);
        assert_eq!(again.header("idempotency-replayed"), "true");
        assert_eq!(again.header("location"), first.header("location"));
        let other = json!({"organisation_id": P, "title": "Khác"});
        officer.post_once("/api/v1/task-items", "key-1", other).await.problem("idempotency_key_reused");
        assert_eq!(app.database.count("SELECT count(*) AS n FROM task_items"), 1);

        let at = format!("{}/assignments", path(&first));
        let named = json!({"organisation_ids": [A, B]});
        let given = officer.post_once(&at, "key-2", named.clone()).await.expect(200);
        let again = officer.post_once(&at, "key-2", named).await.expect(200);
        assert_eq!(given["added"], 2);
        assert_eq!(again.json, given.json);
    }

    async fn one_id_sent_at_once_makes_one_record(app: WorldApp) {
        let officer = app.as_user("p.officer").await;
        let body = json!({"id": OWN_ID, "organisation_id": P, "title": "Tháng Công nhân"});
        let answers = at_once((0..8).map(|_| {
            let (by, body) = (officer.clone(), body.clone());
            async move { by.post("/api/v1/task-items", body).await }
        }))
        .await;
        for answer in answers {
            assert_eq!(answer.expect(201).id(), OWN_ID);
        }
        assert_eq!(app.database.count("SELECT count(*) AS n FROM task_items"), 1);
    }

    async fn one_key_on_a_later_version_is_another_request(app: WorldApp) {
        let officer = app.as_user("p.officer").await;
        let made = task(&officer, P, json!({})).await;
        let (by, start) = (officer.with_header("idempotency-key", "key-4"), format!("{}/start", path(&made)));
        by.act(&start, "\"v1\"", json!({})).await.expect(200);
        let again = by.act(&start, "\"v1\"", json!({})).await.expect(200);
        assert_eq!(again.header("idempotency-replayed"), "true");
        by.act(&start, "\"v2\"", json!({})).await.problem("idempotency_key_reused");
    }

    async fn one_key_sent_twice_at_once_has_one_effect(app: WorldApp) {
        let officer = app.as_user("p.officer").await;
        let made = task(&officer, P, json!({})).await;
        let start = format!("{}/start", path(&made));
        let answers = at_once((0..4).map(|_| {
            let (by, at) = (officer.with_header("idempotency-key", "key-3"), start.clone());
            async move { by.act(&at, "\"v1\"", json!({})).await }
        }))
        .await;
        for answer in &answers {
            assert!(answer.status == 200 || answer.json["code"] == "operation_in_progress", "{answer}");
        }
        assert!(answers.iter().any(|answer| answer.status == 200));
        assert_eq!(officer.get(&path(&made)).await.expect(200).etag(), "\"v2\"");
    }
}
