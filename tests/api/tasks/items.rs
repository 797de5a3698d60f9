//! One task item: its members, its states, who may do what to it.

use super::{NOBODY, TOPIC, act, assign, finish, history, path, seed_codes, task, violation};
use crate::support::app::instant;
use crate::support::on_both_databases;
use crate::support::world::{A, B, D1, P};
use serde_json::json;

on_both_databases! {
    async fn a_task_item_is_created_read_and_edited(app: WorldApp) {
        seed_codes(&app);
        let officer = app.as_user("p.officer").await;
        let made = task(&officer, P, json!({
            "topic": TOPIC, "partner": "Sở Văn hóa", "starts_on": "2025-02-20", "due_date": "2025-03-08",
        }))
        .await;
        assert_eq!(made.header("location"), path(&made));
        assert_eq!(made.etag(), "\"v1\"");
        assert_eq!((&made["status"], &made["overdue"]), (&json!("planned"), &json!(false)));
        let read = officer.get(&path(&made)).await.expect(200);
        assert_eq!(read.json, made.json);
        assert_eq!(read.etag(), made.etag());

        let edit = json!({"title": "Tết sum vầy", "partner": null, "due_date": "2025-03-20"});
        let edited = officer.patch(&path(&made), &made.etag(), edit).await.expect(200);
        assert_eq!(edited.etag(), "\"v2\"");
        assert_eq!((&edited["title"], &edited["partner"]), (&json!("Tết sum vầy"), &json!(null)));
        assert_eq!((&edited["topic"], &edited["starts_on"]), (&json!(TOPIC), &json!("2025-02-20")));
        assert_eq!(officer.get(&path(&made)).await.expect(200).json, edited.json);
        assert_eq!(history(&officer, &path(&made)).await, ["task_item.create", "task_item.edit"]);
        let entries = officer.all(&format!("{}/history", path(&made))).await;
        let changes = json!({"title": "Tết sum vầy", "partner": null, "due_date": "2025-03-20"});
        assert_eq!(entries[1]["changes"], changes);
    }

    async fn every_broken_rule_is_told_at_once_and_nothing_is_stored(app: WorldApp) {
        seed_codes(&app);
        let officer = app.as_user("p.officer").await;
        let body = json!({
            "organisation_id": P, "title": "x", "topic": "no_such_topic", "indicator_id": NOBODY,
            "starts_on": "2025-03-09", "due_date": "1899-12-31",
        });
        let refused = officer.post("/api/v1/task-items", body).await;
        refused.problem("validation_failed");
        assert_eq!(refused.violations(), [
            violation("/due_date", "out_of_range"),
            violation("/due_date", "out_of_range"),
            violation("/indicator_id", "not_found"),
            violation("/topic", "not_found"),
        ]);
        let body = json!({"organisation_id": P, "title": "x", "status": "done", "overdue": 1});
        let refused = officer.post("/api/v1/task-items", body).await;
        assert_eq!(
            refused.violations(),
            [violation("/overdue", "unknown_member"), violation("/status", "unknown_member")]
        );
        let day = json!({"organisation_id": P, "title": "x", "starts_on": "2025-03-08", "due_date": "2025-03-08"});
        officer.post("/api/v1/task-items", day).await.expect(201);
        assert_eq!(app.database.count("SELECT count(*) AS n FROM task_items"), 1);
    }

    async fn an_edit_obeys_the_same_rules(app: WorldApp) {
        seed_codes(&app);
        let officer = app.as_user("p.officer").await;
        let made = task(&officer, P, json!({"starts_on": "2025-03-01", "due_date": "2025-03-08"})).await;
        let refused = officer
            .patch(&path(&made), &made.etag(), json!({"due_date": "2025-02-28", "topic": "nowhere"}))
            .await;
        refused.problem("validation_failed");
        assert_eq!(
            refused.violations(),
            [violation("/due_date", "out_of_range"), violation("/topic", "not_found")]
        );
        let moved = officer.patch(&path(&made), &made.etag(), json!({"organisation_id": D1})).await;
        assert_eq!(moved.violations(), [violation("/organisation_id", "unknown_member")]);
        let cleared = officer.patch(&path(&made), &made.etag(), json!({"title": null})).await;
        assert_eq!(cleared.violations(), [violation("/title", "wrong_type")]);
    }

    async fn a_task_item_is_set_by_the_own_union_only(app: WorldApp) {
        let body = |organisation: &str| json!({"organisation_id": organisation, "title": "x"});
        let officer = app.as_user("a.officer").await;
        for hidden in [B, NOBODY] {
            let refused = officer.post("/api/v1/task-items", body(hidden)).await;
            refused.problem("validation_failed");
            assert_eq!(refused.violations(), [violation("/organisation_id", "not_found")]);
        }
        officer.post("/api/v1/task-items", body(D1)).await.problem("forbidden");
        let above = app.as_user("d1.officer").await;
        above.post("/api/v1/task-items", body(A)).await.problem("forbidden");
        for reader in ["p.inspector", "p.administrator", "p.approver"] {
            app.as_user(reader).await.post("/api/v1/task-items", body(P)).await.problem("forbidden");
        }
        for manager in ["a.officer", "a.chair", "a.clerk"] {
            task(&app.as_user(manager).await, A, json!({})).await;
        }
        assert_eq!(app.database.count("SELECT count(*) AS n FROM task_items"), 3);
    }

    async fn it_is_seen_from_the_owners_tree_and_from_where_it_is_assigned(app: WorldApp) {
        let owner = app.as_user("d1.officer").await;
        let made = task(&owner, D1, json!({})).await;
        let beside = app.as_user("d2.officer").await;
        let below = app.as_user("a.officer").await;
        for reader in [&owner, &app.as_user("p.inspector").await] {
            reader.get(&path(&made)).await.expect(200);
            assert_eq!(reader.all("/api/v1/task-items").await.len(), 1);
        }
        for stranger in [&beside, &below] {
            for part in ["", "/history", "/progress", "/assignments"] {
                stranger.get(&format!("{}{part}", path(&made))).await.problem("not_found");
            }
            stranger.patch(&path(&made), "\"v1\"", json!({"title": "x"})).await.problem("not_found");
            stranger.act(&format!("{}/start", path(&made)), "\"v1\"", json!({})).await.problem("not_found");
            stranger.delete(&path(&made), "\"v1\"").await.problem("not_found");
            let body = json!({"organisation_ids": [A]});
            stranger.post(&format!("{}/assignments", path(&made)), body).await.problem("not_found");
            assert!(stranger.all("/api/v1/task-items").await.is_empty());
        }
        assign(&owner, &made, A).await;
        below.get(&path(&made)).await.expect(200);
        assert_eq!(below.all("/api/v1/task-items").await.len(), 1);
        app.as_user("b.officer").await.get(&path(&made)).await.problem("not_found");
        // Seen, but not the assigned union's to change.
        below.patch(&path(&made), "\"v1\"", json!({"title": "x"})).await.problem("forbidden");
        below.act(&format!("{}/start", path(&made)), "\"v1\"", json!({})).await.problem("forbidden");
        below.delete(&path(&made), "\"v1\"").await.problem("forbidden");
        app.as_user("p.chair").await
            .patch(&path(&made), "\"v1\"", json!({"title": "x"})).await.problem("forbidden");
    }

    async fn it_moves_only_along_its_arrows(app: WorldApp) {
        let officer = app.as_user("p.officer").await;
        let made = task(&officer, P, json!({})).await;
        let at = path(&made);
        let result = json!({"result": "Đã tổ chức tại 3 đơn vị."});
        act(&officer, &at, "complete", result.clone()).await.problem("wrong_state");
        let started = act(&officer, &at, "start", json!({})).await.expect(200);
        assert_eq!((&started["status"], started.etag().as_str()), (&json!("in_progress"), "\"v2\""));
        act(&officer, &at, "start", json!({})).await.problem("wrong_state");
        let empty = act(&officer, &at, "complete", json!({})).await;
        assert_eq!(empty.violations(), [violation("/result", "missing")]);
        let done = act(&officer, &at, "complete", result.clone()).await.expect(200);
        assert_eq!((&done["status"], &done["result"]), (&json!("done"), &result["result"]));
        for (action, body) in [("start", json!({})), ("complete", result), ("cancel", json!({"reason": "x"}))] {
            act(&officer, &at, action, body).await.problem("wrong_state");
        }
        officer.patch(&at, &done.etag(), json!({"title": "x"})).await.problem("wrong_state");
        assert_eq!(officer.get(&at).await.expect(200).json, done.json);
        let expected = ["task_item.create", "task_item.start", "task_item.complete"];
        assert_eq!(history(&officer, &at).await, expected);
    }

    async fn it_is_cancelled_with_a_reason_from_either_open_state(app: WorldApp) {
        let officer = app.as_user("p.officer").await;
        for start in [false, true] {
            let made = task(&officer, P, json!({})).await;
            if start {
                act(&officer, &path(&made), "start", json!({})).await.expect(200);
            }
            let bare = act(&officer, &path(&made), "cancel", json!({})).await;
            assert_eq!(bare.violations(), [violation("/reason", "missing")]);
            let why = json!({"reason": "Gộp vào kế hoạch quý II."});
            let cancelled = act(&officer, &path(&made), "cancel", why.clone()).await.expect(200);
            assert_eq!(cancelled["status"], "cancelled");
            assert_eq!(cancelled["cancel_reason"], why["reason"]);
            let entries = officer.all(&format!("{}/history", path(&made))).await;
            let last = entries.last().unwrap();
            let from = if start { "in_progress" } else { "planned" };
            assert_eq!((&last["from_state"], &last["to_state"]), (&json!(from), &json!("cancelled")));
            assert_eq!(last["reason"], why["reason"]);
        }
    }

    async fn changes_need_the_version_that_was_read(app: WorldApp) {
        let officer = app.as_user("p.officer").await;
        let made = task(&officer, P, json!({})).await;
        let at = path(&made);
        officer.post(&format!("{at}/start"), json!({})).await.problem("precondition_required");
        officer.patch(&at, "v1", json!({"title": "x"})).await.problem("invalid_header");
        officer.patch(&at, &made.etag(), json!({"title": "x"})).await.expect(200);
        let stale = officer.patch(&at, &made.etag(), json!({"title": "y"})).await;
        assert_eq!(stale.problem("precondition_failed")["current_version"], 2);
        officer.act(&format!("{at}/start"), &made.etag(), json!({})).await.problem("precondition_failed");
        officer.delete(&at, &made.etag()).await.problem("precondition_failed");
        // The version is looked at before the state.
        act(&officer, &at, "cancel", json!({"reason": "x"})).await.expect(200);
        officer.act(&format!("{at}/start"), &made.etag(), json!({})).await.problem("precondition_failed");
    }

    async fn it_is_overdue_once_the_provinces_day_has_passed(app: WorldApp) {
        let officer = app.as_user("p.officer").await;
        let made = task(&officer, P, json!({"due_date": "2025-02-10"})).await;
        let other = task(&officer, P, json!({})).await;
        let overdue = |value: bool| format!("/api/v1/task-items?overdue={value}");
        // 23:59 in the province on the due day itself.
        app.clock.set(instant("2025-02-10T16:59:00Z"));
        let officer = app.as_user("p.officer").await;
        let before = officer.get(&path(&made)).await.expect(200);
        assert_eq!((&before["overdue"], before.etag().as_str()), (&json!(false), "\"v1\""));
        assert!(officer.all(&overdue(true)).await.is_empty());
        app.clock.set(instant("2025-02-10T17:00:00Z"));
        let after = officer.get(&path(&made)).await.expect(200);
        assert_eq!((&after["overdue"], after.etag().as_str()), (&json!(true), "\"v1.overdue\""));
        let known = officer.with_header("if-none-match", &before.etag());
        known.get(&path(&made)).await.expect(200);
        let known = officer.with_header("if-none-match", &after.etag());
        known.get(&path(&made)).await.expect(304);
        let ids = |items: Vec<serde_json::Value>| -> Vec<String> {
            items.iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect()
        };
        assert_eq!(ids(officer.all(&overdue(true)).await), [made.id()]);
        assert_eq!(ids(officer.all(&overdue(false)).await), [other.id()]);
        // What is finished is not overdue any more.
        let at = path(&made);
        officer.act(&format!("{at}/start"), &after.etag(), json!({})).await.expect(200);
        let done = act(&officer, &at, "complete", json!({"result": "x"})).await.expect(200);
        assert_eq!((&done["overdue"], done.etag().as_str()), (&json!(false), "\"v3\""));
        assert!(officer.all(&overdue(true)).await.is_empty());
    }

    async fn only_a_planned_one_that_nobody_answered_and_no_report_made_is_removed(app: WorldApp) {
        let officer = app.as_user("p.officer").await;
        let plain = task(&officer, P, json!({})).await;
        let assignment = assign(&officer, &plain, A).await;
        officer.delete(&path(&plain), &plain.etag()).await.expect(204);
        officer.get(&path(&plain)).await.problem("not_found");
        officer.get(&assignment).await.problem("not_found");

        let started = task(&officer, P, json!({})).await;
        let tag = act(&officer, &path(&started), "start", json!({})).await.expect(200).etag();
        officer.delete(&path(&started), &tag).await.problem("wrong_state");

        let answered = task(&officer, P, json!({})).await;
        let assignment = assign(&officer, &answered, A).await;
        act(&app.as_user("a.officer").await, &assignment, "decline", json!({"reason": "x"})).await.expect(200);
        officer.delete(&path(&answered), &answered.etag()).await.problem("in_use");
        officer.get(&assignment).await.expect(200);

        let reported = task(&officer, P, json!({})).await;
        app.database.execute("UPDATE task_items SET source_report_item_id = id WHERE status = 'planned'");
        officer.delete(&path(&reported), &reported.etag()).await.problem("in_use");
        officer.get(&path(&reported)).await.expect(200);
    }

    async fn a_finished_task_item_freezes_its_assignments(app: WorldApp) {
        let (officer, union) = (app.as_user("p.officer").await, app.as_user("a.officer").await);
        for end in [("complete", json!({"result": "x"})), ("cancel", json!({"reason": "x"}))] {
            let made = task(&officer, P, json!({})).await;
            let fresh = assign(&officer, &made, A).await;
            let begun = assign(&officer, &made, B).await;
            let b = app.as_user("b.officer").await;
            act(&b, &begun, "accept", json!({})).await.expect(200);
            act(&officer, &path(&made), "start", json!({})).await.expect(200);
            act(&officer, &path(&made), end.0, end.1).await.expect(200);
            act(&union, &fresh, "accept", json!({})).await.problem("wrong_state");
            act(&union, &fresh, "decline", json!({"reason": "x"})).await.problem("wrong_state");
            act(&b, &begun, "start", json!({})).await.problem("wrong_state");
            let tag = b.get(&begun).await.expect(200).etag();
            b.patch(&begun, &tag, json!({"progress": 5})).await.problem("wrong_state");
            let more = json!({"organisation_ids": [D1]});
            officer.post(&format!("{}/assignments", path(&made)), more).await.problem("wrong_state");
        }
    }

    async fn answers_leave_the_task_item_as_it_is(app: WorldApp) {
        let officer = app.as_user("p.officer").await;
        let made = task(&officer, P, json!({})).await;
        let assignment = assign(&officer, &made, A).await;
        finish(&app.as_user("a.officer").await, &assignment, "Đã xong.").await;
        let read = officer.get(&path(&made)).await.expect(200);
        assert_eq!(read.json, made.json);
        assert_eq!(read.etag(), made.etag());
    }
}
