//! Phones send again what was not answered: nothing is done twice.

use std::collections::BTreeSet;

use reqwest::Method;
use serde_json::{Value, json};

use super::records::{Records, amendment};
use super::support::document::operations;
use super::support::world::{A, B, D1, P};
use super::support::{Actor, TestApp, at_once, on_both_databases};
use super::tasks::{act, path, task};

const TASKS: &str = "/api/v1/task-items";

/// Everything that makes a record: where it is posted, and its body. Different numbers below 10 do not meet.
fn creations(records: &Records, number: u32) -> Vec<(String, Value)> {
    let all = records.creations(number).into_iter().map(|(path, body)| (records.at(path), body));
    all.chain([amendment(records, number)]).collect()
}

/// Where the document takes a record with an id of the client's.
fn documented_creations(records: &Records) -> BTreeSet<String> {
    let takes_id = |body: &Value| body["properties"]["id"].is_object();
    let all =
        operations().into_iter().filter(|one| one.method == Method::POST && one.body().is_some_and(takes_id));
    let amend = |path: &str| path.ends_with("/amend").then(|| amendment(records, 1).0);
    all.map(|one| amend(&one.path).unwrap_or_else(|| records.at(&one.path))).collect()
}

fn titled(title: &str) -> Value {
    json!({"organisation_id": P, "title": title})
}

fn tasks(app: &TestApp) -> i64 {
    app.database.count("SELECT count(*) AS n FROM task_items")
}

/// `body` as a client sends it that makes its own ids.
fn with_id(mut body: Value, number: usize) -> Value {
    body["id"] = json!(format!("01950000-0000-7000-8000-{number:012}"));
    body
}

/// Signs in again, since tokens end long before keys.
async fn officer(app: &TestApp) -> Actor {
    app.as_user("p.officer").await
}

on_both_databases! {
    async fn the_same_key_gets_the_first_answer_again(app: WorldApp) {
        let records = Records::of(&app).await;
        let actor = &records.everybody;
        for (number, (at, body)) in creations(&records, 4).into_iter().enumerate() {
            let key = format!("key-{number}");
            let first = app.journalled(actor.post_once(&at, &key, body.clone())).await.expect(201);
            assert_eq!(first.header("idempotency-replayed"), "");
            let top = app.journal_top();
            let again = actor.post_once(&at, &key, body).await.expect(201);
            assert_eq!(again.header("idempotency-replayed"), "true", "{again}");
            assert_eq!(again.json, first.json);
            for name in ["location", "etag", "content-type", "cache-control"] {
                assert_eq!(again.header(name), first.header(name), "{at} {name}");
            }
            assert_eq!(app.journal_top(), top, "{at}");
        }
    }

    async fn what_is_not_a_creation_is_repeated_too(app: WorldApp) {
        let officer = officer(&app).await;
        let made = task(&officer, P, json!({})).await;
        let (at, named) = (format!("{}/assignments", path(&made)), json!({"organisation_ids": [A, B]}));
        let given = officer.post_once(&at, "key", named.clone()).await.expect(200);
        let again = officer.post_once(&at, "key", named).await.expect(200);
        assert_eq!((&given["added"], &again.json), (&json!(2), &given.json));
        // The version has moved on, and the answer is the first one still.
        let start = format!("{}/start", path(&made));
        let keyed = officer.with_header("idempotency-key", "start");
        let started = keyed.act(&start, "\"v1\"", json!({})).await.expect(200);
        let again = keyed.act(&start, "\"v1\"", json!({})).await.expect(200);
        assert_eq!((&again.json, again.etag()), (&started.json, started.etag()));
    }

    async fn the_same_key_with_another_request_is_refused(app: WorldApp) {
        let officer = officer(&app).await;
        let first = officer.post_once(TASKS, "key", titled("Một")).await.expect(201);
        let top = app.journal_top();
        officer.post_once(TASKS, "key", titled("Hai")).await.problem("idempotency_key_reused");
        let elsewhere = format!("{}/assignments", path(&first));
        officer.post_once(&elsewhere, "key", titled("Một")).await.problem("validation_failed");
        let assign = json!({"organisation_ids": [A]});
        officer.post_once(&elsewhere, "key", assign).await.problem("idempotency_key_reused");
        assert_eq!((tasks(&app), app.journal_top()), (1, top));
        officer.post_once(TASKS, "Key", titled("Hai")).await.expect(201);
    }

    async fn the_same_request_many_times_at_once_is_done_once(app: WorldApp) {
        let officer = officer(&app).await;
        for round in 0..3 {
            let key = format!("key-{round}");
            let answers = at_once((0..20).map(|_| {
                let (officer, key) = (officer.clone(), key.clone());
                async move { officer.post_once(TASKS, &key, titled("Một")).await }
            })).await;
            let mut first = 0;
            for answer in &answers {
                match (answer.status, answer.header("idempotency-replayed")) {
                    (201, "") => first += 1,
                    (201, "true") => {}
                    _ => assert_eq!(answer.problem("operation_in_progress")["status"], 409),
                }
            }
            assert_eq!(first, 1, "{answers:#?}");
            assert_eq!(tasks(&app), round + 1);
            officer.post_once(TASKS, &key, titled("Một")).await.expect(201);
        }
    }

    async fn keys_of_different_users_never_meet(app: WorldApp) {
        let (here, there) = (officer(&app).await, app.as_user("d1.officer").await);
        here.post_once(TASKS, "key", titled("Một")).await.expect(201);
        let other = json!({"organisation_id": D1, "title": "Hai"});
        let made = there.post_once(TASKS, "key", other).await.expect(201);
        assert_eq!((&made["title"], made.header("idempotency-replayed")), (&json!("Hai"), ""));
        // Nor of one user at two phones: it is the user who retries.
        let phone = officer(&app).await;
        let again = phone.post_once(TASKS, "key", titled("Một")).await.expect(201);
        assert_eq!(again.header("idempotency-replayed"), "true");
    }

    async fn a_refused_request_leaves_its_key_free(app: WorldApp) {
        let officer = officer(&app).await;
        let mut body = titled("Một");
        body["topic"] = json!("no_such_topic");
        officer.post_once(TASKS, "key", body).await.problem("validation_failed");
        let elsewhere = json!({"organisation_id": D1, "title": "Một"});
        officer.post_once(TASKS, "key", elsewhere).await.problem("forbidden");
        let made = officer.post_once(TASKS, "key", titled("Một")).await.expect(201);
        assert_eq!(made.header("idempotency-replayed"), "");
        let start = format!("{}/start", path(&made));
        let keyed = officer.with_header("idempotency-key", "start");
        keyed.act(&start, "\"v7\"", json!({})).await.problem("precondition_failed");
        keyed.act(&start, "\"v1\"", json!({})).await.expect(200);
        assert_eq!(tasks(&app), 1);
    }

    async fn a_key_is_kept_for_thirty_days(app: WorldApp) {
        let made = officer(&app).await.post_once(TASKS, "key", titled("Một")).await.expect(201);
        let kept = || app.database.count("SELECT count(*) AS n FROM idempotency_keys");
        app.wait(30 * 24 * 3600);
        app.tidy().await;
        assert_eq!(kept(), 1);
        let again = officer(&app).await.post_once(TASKS, "key", titled("Một")).await.expect(201);
        assert_eq!(again.id(), made.id());
        app.wait(1);
        app.tidy().await;
        assert_eq!(kept(), 0);
        let anew = officer(&app).await.post_once(TASKS, "key", titled("Một")).await.expect(201);
        assert_ne!(anew.id(), made.id());
    }

    async fn the_same_id_with_the_same_content_is_a_success(app: WorldApp) {
        let records = Records::of(&app).await;
        let actor = &records.everybody;
        let others = creations(&records, 5);
        let tried: BTreeSet<_> = others.iter().map(|(at, _)| at.clone()).collect();
        assert_eq!(tried, documented_creations(&records));
        for (number, ((at, body), (_, other))) in creations(&records, 4).into_iter().zip(others).enumerate() {
            let body = with_id(body, number);
            let first = actor.post(&at, body.clone()).await.expect(201);
            assert_eq!(first["id"], body["id"], "{at}");
            let top = app.journal_top();
            let again = actor.post(&at, body).await.expect(201);
            assert_eq!((&again.json, again.header("location")), (&first.json, first.header("location")));
            assert_eq!(again.header("idempotency-replayed"), "");
            actor.post(&at, with_id(other, number)).await.problem("id_taken");
            assert_eq!(app.journal_top(), top, "{at}");
        }
    }

    async fn the_same_id_many_times_at_once_makes_one_record(app: WorldApp) {
        let officer = officer(&app).await;
        for round in 1..=20 {
            let answers = at_once((0..8).map(|_| {
                let officer = officer.clone();
                async move { officer.post(TASKS, with_id(titled("Một"), round)).await.expect(201).json }
            })).await;
            assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:#?}");
            assert_eq!(tasks(&app), i64::try_from(round).unwrap());
        }
    }

    async fn an_id_sent_again_brings_the_record_as_it_is_now(app: WorldApp) {
        let officer = officer(&app).await;
        let made = officer.post(TASKS, with_id(titled("Một"), 1)).await.expect(201);
        let started = act(&officer, &path(&made), "start", json!({})).await.expect(200);
        let again = officer.post(TASKS, with_id(titled("Một"), 1)).await.expect(201);
        assert_eq!((&again.json, again.etag()), (&started.json, started.etag()));
    }

    async fn an_id_of_another_record_is_taken_for_everybody(app: WorldApp) {
        let officer = officer(&app).await;
        officer.post(TASKS, with_id(titled("Một"), 1)).await.expect(201);
        let stranger = app.as_user("a.officer").await;
        let own = json!({"organisation_id": A, "title": "Một"});
        stranger.post(TASKS, with_id(own, 1)).await.problem("id_taken");
        let report = json!({
            "organisation_id": P, "title": "Một", "period_kind": "month",
            "period_start": "2025-02-01", "period_end": "2025-02-28",
        });
        officer.post("/api/v1/reports", with_id(report, 1)).await.problem("id_taken");
        assert_eq!(tasks(&app), 1);
    }
}
