//! What assigned unions answer, and how far that brings the task item.

use super::{MONEY, PERSONS, act, assign, finish, history, path, seed_codes, task, violation};
use crate::support::app::instant;
use crate::support::at_once;
use crate::support::on_both_databases;
use crate::support::world::{A, B, C, D1, D2, P};
use serde_json::json;

on_both_databases! {
    async fn an_assignment_is_accepted_started_and_completed(app: WorldApp) {
        seed_codes(&app);
        let owner = app.as_user("p.officer").await;
        let made = task(&owner, P, json!({"indicator_id": PERSONS})).await;
        let at = assign(&owner, &made, A).await;
        let (union, chair) = (app.as_user("a.officer").await, app.as_user("a.chair").await);
        let accepted = act(&union, &at, "accept", json!({})).await.expect(200);
        assert_eq!((&accepted["status"], accepted.etag().as_str()), (&json!("accepted"), "\"v2\""));
        let started = act(&chair, &at, "start", json!({"progress": 10})).await.expect(200);
        assert_eq!((&started["status"], &started["progress"]), (&json!("in_progress"), &json!(10)));
        let edit = json!({"progress": 60, "result": "Đã gặp mặt 2 tổ.", "actual_value": 75});
        let edited = union.patch(&at, &started.etag(), edit).await.expect(200);
        assert_eq!((&edited["progress"], &edited["actual_value"]), (&json!(60), &json!(75)));
        let empty = act(&union, &at, "complete", json!({})).await;
        assert_eq!(empty.violations(), [violation("/result", "missing")]);
        let done = act(&union, &at, "complete", json!({"result": "Đã gặp mặt 120 nữ đoàn viên."})).await.expect(200);
        assert_eq!((&done["status"], &done["progress"], &done["actual_value"]), (&json!("done"), &json!(100), &json!(75)));
        assert_eq!(done["result"], "Đã gặp mặt 120 nữ đoàn viên.");
        assert_eq!(union.get(&at).await.expect(200).json, done.json);
        let expected = ["create", "accept", "start", "edit", "complete"].map(|verb| format!("task_assignment.{verb}"));
        assert_eq!(history(&union, &at).await, expected);
    }

    async fn it_moves_only_along_its_arrows(app: WorldApp) {
        let owner = app.as_user("p.officer").await;
        let made = task(&owner, P, json!({})).await;
        let at = assign(&owner, &made, A).await;
        let union = app.as_user("a.officer").await;
        let body = |action: &str| match action {
            "complete" => json!({"result": "x"}),
            "decline" => json!({"reason": "x"}),
            _ => json!({}),
        };
        let mut forward = vec![];
        for (refused, next) in [
            (vec!["start", "complete"], Some("accept")),
            (vec!["accept", "complete"], Some("start")),
            (vec!["accept", "start"], Some("complete")),
            (vec!["accept", "start", "complete", "decline"], None),
        ] {
            for action in refused {
                act(&union, &at, action, body(action)).await.problem("wrong_state");
            }
            if let Some(action) = next {
                forward.push(act(&union, &at, action, body(action)).await.expect(200)["status"].clone());
            }
        }
        assert_eq!(forward, ["accepted", "in_progress", "done"]);
        let tag = union.get(&at).await.expect(200).etag();
        union.patch(&at, &tag, json!({"result": "y"})).await.problem("wrong_state");
    }

    async fn it_is_declined_with_a_reason_until_it_is_done(app: WorldApp) {
        let owner = app.as_user("p.officer").await;
        let union = app.as_user("a.officer").await;
        for steps in [&[][..], &["accept"], &["accept", "start"]] {
            let made = task(&owner, P, json!({})).await;
            let at = assign(&owner, &made, A).await;
            for step in steps {
                act(&union, &at, step, json!({})).await.expect(200);
            }
            let bare = act(&union, &at, "decline", json!({})).await;
            assert_eq!(bare.violations(), [violation("/reason", "missing")]);
            let why = json!({"reason": "Đơn vị không có đối tượng."});
            let declined = act(&union, &at, "decline", why.clone()).await.expect(200);
            assert_eq!(declined["status"], "declined");
            assert_eq!(declined["decline_reason"], why["reason"]);
            let entries = owner.all(&format!("{at}/history")).await;
            assert_eq!(entries.last().unwrap()["reason"], why["reason"]);
            act(&union, &at, "accept", json!({})).await.problem("wrong_state");
        }
    }

    async fn only_the_assigned_unions_officer_and_chair_answer(app: WorldApp) {
        let owner = app.as_user("p.officer").await;
        let made = task(&owner, P, json!({})).await;
        let at = assign(&owner, &made, A).await;
        for reader in ["a.clerk", "d1.chair", "p.chair", "p.officer", "p.inspector"] {
            let reader = app.as_user(reader).await;
            let tag = reader.get(&at).await.expect(200).etag();
            reader.act(&format!("{at}/accept"), &tag, json!({})).await.problem("forbidden");
            reader.act(&format!("{at}/decline"), &tag, json!({"reason": "x"})).await.problem("forbidden");
            reader.patch(&at, &tag, json!({"progress": 5})).await.problem("forbidden");
            reader.patch(&at, &tag, json!({})).await.problem("forbidden");
        }
        for stranger in ["b.chair", "d2.officer"] {
            let stranger = app.as_user(stranger).await;
            stranger.get(&at).await.problem("not_found");
            stranger.get(&format!("{at}/history")).await.problem("not_found");
            stranger.act(&format!("{at}/accept"), "\"v1\"", json!({})).await.problem("not_found");
            stranger.patch(&at, "\"v1\"", json!({"progress": 5})).await.problem("not_found");
            assert!(stranger.all("/api/v1/task-assignments").await.is_empty());
        }
        assert_eq!(history(&owner, &at).await, ["task_assignment.create"]);
    }

    async fn answers_need_the_version_that_was_read(app: WorldApp) {
        let owner = app.as_user("p.officer").await;
        let made = task(&owner, P, json!({})).await;
        let at = assign(&owner, &made, A).await;
        let union = app.as_user("a.officer").await;
        union.post(&format!("{at}/accept"), json!({})).await.problem("precondition_required");
        union.act(&format!("{at}/accept"), "\"v1\"", json!({})).await.expect(200);
        let stale = union.act(&format!("{at}/start"), "\"v1\"", json!({})).await;
        assert_eq!(stale.problem("precondition_failed")["current_version"], 2);
        union.patch(&at, "\"v1\"", json!({"progress": 5})).await.problem("precondition_failed");
    }

    async fn progress_is_told_once_accepted_and_within_its_bounds(app: WorldApp) {
        let owner = app.as_user("p.officer").await;
        let made = task(&owner, P, json!({})).await;
        let at = assign(&owner, &made, A).await;
        let union = app.as_user("a.officer").await;
        union.patch(&at, "\"v1\"", json!({"progress": 5})).await.problem("wrong_state");
        act(&union, &at, "accept", json!({})).await.expect(200);
        let refused = union.patch(&at, "\"v2\"", json!({"progress": 101, "result": 7})).await;
        assert_eq!(
            refused.violations(),
            [violation("/progress", "out_of_range"), violation("/result", "wrong_type")]
        );
        union.patch(&at, "\"v2\"", json!({"progress": -1})).await.problem("validation_failed");
        union.patch(&at, "\"v2\"", json!({"status": "done"})).await.problem("validation_failed");
        let edited = union.patch(&at, "\"v2\"", json!({"progress": 100})).await.expect(200);
        assert_eq!((&edited["progress"], &edited["status"]), (&json!(100), &json!("accepted")));
    }

    async fn figures_need_an_indicator_and_keep_it(app: WorldApp) {
        seed_codes(&app);
        let (owner, union) = (app.as_user("p.officer").await, app.as_user("a.officer").await);
        let bare = task(&owner, P, json!({})).await;
        let at = assign(&owner, &bare, A).await;
        act(&union, &at, "accept", json!({})).await.expect(200);
        let refused = union.patch(&at, "\"v2\"", json!({"actual_value": 5})).await;
        assert_eq!(refused.violations(), [violation("/actual_value", "not_allowed")]);
        let refused = owner.patch(&at, "\"v2\"", json!({"target_value": 5})).await;
        assert_eq!(refused.violations(), [violation("/target_value", "not_allowed")]);
        act(&union, &at, "start", json!({})).await.expect(200);
        let refused = act(&union, &at, "complete", json!({"result": "x", "actual_value": 1})).await;
        assert_eq!(refused.violations(), [violation("/actual_value", "not_allowed")]);

        let counted = task(&owner, P, json!({"indicator_id": PERSONS})).await;
        let at = assign(&owner, &counted, A).await;
        let changed = owner.patch(&path(&counted), "\"v1\"", json!({"indicator_id": MONEY})).await.expect(200);
        assert_eq!(changed["indicator_id"], MONEY);
        act(&union, &at, "accept", json!({})).await.expect(200);
        union.patch(&at, "\"v2\"", json!({"actual_value": 9_007_199_254_740_992_i64})).await.problem("validation_failed");
        union.patch(&at, "\"v2\"", json!({"actual_value": 29_000_000})).await.expect(200);
        owner.patch(&path(&counted), "\"v2\"", json!({"indicator_id": PERSONS})).await.problem("in_use");
        owner.patch(&path(&counted), "\"v2\"", json!({"indicator_id": null})).await.problem("in_use");
        owner.patch(&path(&counted), "\"v2\"", json!({"indicator_id": MONEY, "title": "x"})).await.expect(200);
    }

    async fn the_target_is_the_owners_to_set(app: WorldApp) {
        seed_codes(&app);
        let (owner, union) = (app.as_user("p.officer").await, app.as_user("a.chair").await);
        let made = task(&owner, P, json!({"indicator_id": PERSONS})).await;
        let at = assign(&owner, &made, A).await;
        union.patch(&at, "\"v1\"", json!({"target_value": 1})).await.problem("forbidden");
        app.as_user("d1.officer").await.patch(&at, "\"v1\"", json!({"target_value": 1})).await.problem("forbidden");
        let set = owner.patch(&at, "\"v1\"", json!({"target_value": 120})).await.expect(200);
        assert_eq!((&set["target_value"], &set["status"]), (&json!(120), &json!("assigned")));
        // Both at once would need both rights.
        owner.patch(&at, &set.etag(), json!({"target_value": 1, "progress": 5})).await.problem("forbidden");
        act(&union, &at, "decline", json!({"reason": "x"})).await.expect(200);
        owner.patch(&at, "\"v3\"", json!({"target_value": 1})).await.problem("wrong_state");
    }

    async fn progress_counts_answers_and_adds_up_figures(app: WorldApp) {
        seed_codes(&app);
        let owner = app.as_user("p.officer").await;
        let made = task(&owner, P, json!({"indicator_id": PERSONS, "due_date": "2025-02-12"})).await;
        let none = owner.get(&format!("{}/progress", path(&made))).await.expect(200);
        assert_eq!((&none["assigned"], &none["share_done"]["percent"]), (&json!(0), &json!(null)));
        assert_eq!((&none["target_total"], &none["unit"]), (&json!(null), &json!("person")));
        let body = json!({"organisation_ids": [A, B, C, D1, D2], "target_value": 10});
        owner.post(&format!("{}/assignments", path(&made)), body).await.expect(200);
        let of = |organisation: &'static str| {
            let owner = owner.clone();
            async move {
                let lines = owner.all(&format!("/api/v1/task-assignments?organisation_id={organisation}")).await;
                format!("/api/v1/task-assignments/{}", lines[0]["id"].as_str().unwrap())
            }
        };
        let (a, b) = (app.as_user("a.officer").await, app.as_user("b.officer").await);
        let (c, d1) = (app.as_user("c.officer").await, app.as_user("d1.officer").await);
        finish(&a, &of(A).await, "A đã xong.").await;
        act(&b, &of(B).await, "accept", json!({})).await.expect(200);
        b.patch(&of(B).await, "\"v2\"", json!({"actual_value": 4})).await.expect(200);
        act(&c, &of(C).await, "decline", json!({"reason": "x"})).await.expect(200);
        act(&d1, &of(D1).await, "accept", json!({})).await.expect(200);
        act(&d1, &of(D1).await, "start", json!({})).await.expect(200);
        let expected = json!({
            "assigned": 5, "waiting": 1, "accepted": 1, "in_progress": 1, "done": 1, "declined": 1, "overdue": 0,
            "share_done": {"done": 1, "of": 4, "percent": 25},
            "target_total": 40, "actual_total": 4, "unit": "person",
        });
        assert_eq!(owner.get(&format!("{}/progress", path(&made))).await.expect(200).json, expected);
        // An assigned union counts itself and those below.
        let part = d1.get(&format!("{}/progress", path(&made))).await.expect(200);
        assert_eq!((&part["assigned"], &part["declined"]), (&json!(3), &json!(0)));
        assert_eq!(part["share_done"], json!({"done": 1, "of": 3, "percent": 33}));
        app.clock.set(instant("2025-02-12T17:00:00Z"));
        let owner = app.as_user("p.officer").await;
        let late = owner.get(&format!("{}/progress", path(&made))).await.expect(200);
        assert_eq!(late["overdue"], 3);
        assert_eq!(owner.all("/api/v1/task-assignments?overdue=true").await.len(), 3);
        assert_eq!(owner.all("/api/v1/task-assignments?overdue=false").await.len(), 2);
        act(&owner, &path(&made), "cancel", json!({"reason": "x"})).await.expect(200);
        let ended = owner.get(&format!("{}/progress", path(&made))).await.expect(200);
        assert_eq!((&ended["overdue"], &ended["waiting"]), (&json!(0), &json!(1)));
        assert!(owner.all("/api/v1/task-assignments?overdue=true").await.is_empty());
    }

    async fn of_two_who_complete_at_once_one_wins(app: WorldApp) {
        let (owner, chair) = (app.as_user("p.officer").await, app.as_user("p.chair").await);
        let made = task(&owner, P, json!({})).await;
        let given = assign(&owner, &made, A).await;
        let (a, other) = (app.as_user("a.officer").await, app.as_user("a.chair").await);
        act(&a, &given, "accept", json!({})).await.expect(200);
        act(&a, &given, "start", json!({})).await.expect(200);
        act(&owner, &path(&made), "start", json!({})).await.expect(200);
        for (at, tag, two) in [(given, "\"v3\"", [a, other]), (path(&made), "\"v2\"", [owner.clone(), chair])] {
            let answers = at_once(two.into_iter().enumerate().map(|(number, by)| {
                let at = format!("{at}/complete");
                async move { by.act(&at, tag, json!({"result": format!("Kết quả {number}")})).await }
            }))
            .await;
            let (won, lost): (Vec<_>, Vec<_>) = answers.into_iter().partition(|answer| answer.status == 200);
            assert_eq!((won.len(), lost.len()), (1, 1), "{won:?} {lost:?}");
            assert!([409, 412].contains(&lost[0].status), "{}", lost[0]);
            assert_eq!(owner.get(&at).await.expect(200)["result"], won[0]["result"]);
            let completions = history(&owner, &at).await;
            assert_eq!(completions.iter().filter(|action| action.ends_with(".complete")).count(), 1);
        }
    }

    async fn a_task_item_that_is_cancelled_while_it_is_answered_ends_in_one_order(app: WorldApp) {
        let owner = app.as_user("p.officer").await;
        let union = app.as_user("a.officer").await;
        for _ in 0..5 {
            let made = task(&owner, P, json!({})).await;
            let given = assign(&owner, &made, A).await;
            let (accept, cancel) = (format!("{given}/accept"), format!("{}/cancel", path(&made)));
            let (by_union, by_owner) = (union.clone(), owner.clone());
            let accepting = tokio::spawn(async move { by_union.act(&accept, "\"v1\"", json!({})).await });
            let cancelling =
                tokio::spawn(async move { by_owner.act(&cancel, "\"v1\"", json!({"reason": "x"})).await });
            cancelling.await.unwrap().expect(200);
            let accepted = accepting.await.unwrap();
            let end = union.get(&given).await.expect(200)["status"].clone();
            if accepted.status == 200 {
                assert_eq!(end, "accepted");
            } else {
                accepted.problem("wrong_state");
                assert_eq!(end, "assigned");
            }
        }
    }
}
