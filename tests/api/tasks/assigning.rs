//! Assigning a task item and passing it on.

use super::{NOBODY, PERSONS, act, assign, history, path, seed_codes, task, violation};
use crate::support::on_both_databases;
use crate::support::world::{A, B, C, D1, D2, P, S};
use crate::support::{Actor, Answer, at_once};
use serde_json::{Value, json};

async fn give(by: &Actor, task: &Answer, body: Value) -> Answer {
    by.post(&format!("{}/assignments", path(task)), body).await
}

/// The organisations that the caller sees the task item assigned to.
async fn holders(by: &Actor, task: &Answer) -> Vec<String> {
    let lines = by.all(&format!("{}/assignments", path(task))).await;
    let mut found: Vec<_> =
        lines.iter().map(|line| line["organisation_id"].as_str().unwrap().to_owned()).collect();
    found.sort();
    found
}

on_both_databases! {
    async fn named_unions_get_it_and_those_who_have_it_are_counted(app: WorldApp) {
        seed_codes(&app);
        let officer = app.as_user("p.officer").await;
        let made = task(&officer, P, json!({"indicator_id": PERSONS})).await;
        let body = json!({"organisation_ids": [A, D2], "target_value": 40});
        let first = give(&officer, &made, body).await.expect(200);
        assert_eq!((&first["added"], &first["already"]), (&json!(2), &json!(0)));
        assert_eq!(first.items()[0]["status"], "assigned");
        assert_eq!((&first.items()[0]["target_value"], &first.items()[0]["progress"]), (&json!(40), &json!(0)));
        let again = give(&officer, &made, json!({"organisation_ids": [A, B, P, B], "target_value": 7})).await;
        let again = again.expect(200);
        assert_eq!((&again["added"], &again["already"]), (&json!(2), &json!(2)));
        assert_eq!(holders(&officer, &made).await, [P, D2, A, B]);
        // The one that had it keeps what it had.
        let lines = officer.all(&format!("{}/assignments", path(&made))).await;
        let of_a = lines.iter().find(|line| line["organisation_id"] == A).unwrap();
        assert_eq!(of_a["target_value"], 40);
        assert_eq!(of_a["organisation_name"], "Công đoàn cơ sở A");
        assert_eq!(of_a["task_title"], made["title"]);
        assert_eq!(history(&officer, &path(&made)).await, ["task_item.create", "task_item.assign", "task_item.assign"]);
        let assignment = format!("/api/v1/task-assignments/{}", of_a["id"].as_str().unwrap());
        assert_eq!(history(&officer, &assignment).await, ["task_assignment.create"]);
    }

    async fn all_of_a_kind_under_a_union_get_it(app: WorldApp) {
        let officer = app.as_user("p.officer").await;
        let made = task(&officer, P, json!({})).await;
        assign(&officer, &made, B).await;
        let under_d1 = give(&officer, &made, json!({"under": D1, "kind": "grassroots_union"})).await.expect(200);
        assert_eq!((&under_d1["added"], &under_d1["already"]), (&json!(1), &json!(1)));
        assert_eq!(holders(&officer, &made).await, [A, B]);
        // One that has ended gets nothing.
        app.database.execute("UPDATE organisations SET status = 'ended' WHERE code = 'LDLD-D2'");
        let body = json!({"under": P, "kind": "district_federation"});
        let districts = give(&officer, &made, body).await.expect(200);
        assert_eq!((&districts["added"], &districts["already"]), (&json!(1), &json!(0)));
        assert_eq!(holders(&officer, &made).await, [D1, A, B]);
        let refused = give(&officer, &made, json!({"organisation_ids": [D2]})).await;
        assert_eq!(refused.violations(), [violation("/organisation_ids/0", "not_found")]);
        let refused = give(&officer, &made, json!({"under": NOBODY, "kind": "grassroots_union"})).await;
        assert_eq!(refused.violations(), [violation("/under", "not_found")]);
    }

    async fn a_kind_that_nobody_is_of_is_told(app: WorldApp) {
        let officer = app.as_user("p.officer").await;
        let made = task(&officer, P, json!({})).await;
        for nobody in [json!({"under": D1, "kind": "sector_union"}), json!({"under": A, "kind": "grassroots_union"})] {
            let refused = give(&officer, &made, nobody).await;
            refused.problem("validation_failed");
            assert_eq!(refused.violations(), [violation("/kind", "not_found")]);
        }
        let misspelt = give(&officer, &made, json!({"under": P, "kind": "grassroot_union"})).await;
        misspelt.problem("validation_failed");
        assert!(holders(&officer, &made).await.is_empty());
        assert_eq!(history(&officer, &path(&made)).await, ["task_item.create"]);
    }

    async fn a_union_that_declined_is_asked_again(app: WorldApp) {
        seed_codes(&app);
        let (owner, union) = (app.as_user("p.officer").await, app.as_user("a.officer").await);
        let made = task(&owner, P, json!({"indicator_id": PERSONS})).await;
        give(&owner, &made, json!({"organisation_ids": [A, B], "target_value": 40})).await.expect(200);
        let lines = union.all(&format!("{}/assignments", path(&made))).await;
        let at = format!("/api/v1/task-assignments/{}", lines[0]["id"].as_str().unwrap());
        act(&union, &at, "accept", json!({})).await.expect(200);
        let edit = json!({"progress": 30, "result": "Mới họp.", "actual_value": 3});
        union.patch(&at, "\"v2\"", edit).await.expect(200);
        act(&union, &at, "decline", json!({"reason": "Chưa có kinh phí."})).await.expect(200);

        let again = give(&app.as_user("p.chair").await, &made, json!({"organisation_ids": [A, B, A]})).await.expect(200);
        assert_eq!((&again["added"], &again["already"]), (&json!(1), &json!(2)));
        let given = union.get(&at).await.expect(200);
        assert_eq!((&again.items()[0], given.etag().as_str()), (&given.json, "\"v5\""));
        assert_eq!((&given["status"], &given["progress"], &given["target_value"]), (&json!("assigned"), &json!(0), &json!(40)));
        for cleared in ["result", "actual_value", "decline_reason"] {
            assert_eq!(given[cleared], json!(null), "{cleared}");
        }
        assert_eq!(given["assigned_by"], json!(app.id_of("p.chair").await));
        let entries = owner.all(&format!("{at}/history")).await;
        let last = entries.last().unwrap();
        assert_eq!(last["action"], "task_assignment.reassign");
        assert_eq!((&last["from_state"], &last["to_state"]), (&json!("declined"), &json!("assigned")));
        act(&union, &at, "accept", json!({})).await.expect(200);
        let third = give(&owner, &made, json!({"organisation_ids": [A], "target_value": 7})).await.expect(200);
        assert_eq!((&third["added"], &third["already"]), (&json!(0), &json!(1)));
    }

    async fn whom_to_assign_to_is_said_in_exactly_one_way(app: WorldApp) {
        let officer = app.as_user("p.officer").await;
        let made = task(&officer, P, json!({})).await;
        let many: Vec<&str> = std::iter::repeat_n(A, 501).collect();
        for body in [
            json!({}),
            json!({"organisation_ids": []}),
            json!({"organisation_ids": many}),
            json!({"under": D1}),
            json!({"kind": "grassroots_union"}),
            json!({"organisation_ids": [A], "under": D1, "kind": "grassroots_union"}),
            json!({"organisation_ids": [A], "target_value": -1}),
        ] {
            give(&officer, &made, body).await.problem("validation_failed");
        }
        // A target needs something that it counts.
        let refused = give(&officer, &made, json!({"organisation_ids": [A, NOBODY], "target_value": 1})).await;
        assert_eq!(
            refused.violations(),
            [violation("/organisation_ids/1", "not_found"), violation("/target_value", "not_allowed")]
        );
        assert!(holders(&officer, &made).await.is_empty());
    }

    async fn nobody_assigns_above_or_beside(app: WorldApp) {
        let owner = app.as_user("d1.officer").await;
        let made = task(&owner, D1, json!({})).await;
        let refused = give(&owner, &made, json!({"organisation_ids": [D1, P, A, D2, C, S]})).await;
        refused.problem("validation_failed");
        let expected = [1, 3, 4, 5].map(|index| violation(&format!("/organisation_ids/{index}"), "not_found"));
        assert_eq!(refused.violations(), expected);
        let refused = give(&owner, &made, json!({"under": P, "kind": "grassroots_union"})).await;
        assert_eq!(refused.violations(), [violation("/under", "not_found")]);
        assert!(holders(&owner, &made).await.is_empty());
        // Those above see it and leave it alone.
        for above in ["p.chair", "p.clerk", "p.inspector", "d1.inspector"] {
            give(&app.as_user(above).await, &made, json!({"organisation_ids": [A]})).await.problem("forbidden");
        }
    }

    async fn a_union_passes_it_on_to_those_below_itself(app: WorldApp) {
        let (owner, union) = (app.as_user("p.officer").await, app.as_user("d1.officer").await);
        let made = task(&owner, P, json!({})).await;
        let own = assign(&owner, &made, D1).await;
        assign(&owner, &made, C).await;
        let refused = give(&union, &made, json!({"organisation_ids": [A, C, P]})).await;
        assert_eq!(
            refused.violations(),
            [violation("/organisation_ids/1", "not_found"), violation("/organisation_ids/2", "not_found")]
        );
        let passed = give(&union, &made, json!({"under": D1, "kind": "grassroots_union"})).await.expect(200);
        assert_eq!(passed["added"], 2);
        assert_eq!(holders(&owner, &made).await, [D1, A, B, C]);
        // Each sees its own and those below.
        assert_eq!(holders(&union, &made).await, [D1, A, B]);
        assert_eq!(holders(&app.as_user("a.officer").await, &made).await, [A]);
        let inspector = app.as_user("d1.inspector").await;
        give(&inspector, &made, json!({"organisation_ids": [A]})).await.problem("forbidden");
        // Who passed it on may ask again, too; who declined may not take it back.
        let below = app.as_user("a.officer").await;
        let lines = below.all(&format!("{}/assignments", path(&made))).await;
        let of_a = format!("/api/v1/task-assignments/{}", lines[0]["id"].as_str().unwrap());
        act(&below, &of_a, "decline", json!({"reason": "x"})).await.expect(200);
        give(&below, &made, json!({"organisation_ids": [A]})).await.problem("wrong_state");
        let again = give(&union, &made, json!({"organisation_ids": [A]})).await.expect(200);
        assert_eq!((&again["added"], &again.items()[0]["status"]), (&json!(1), &json!("assigned")));
        // Who declined has nothing to pass on.
        act(&union, &own, "decline", json!({"reason": "x"})).await.expect(200);
        give(&union, &made, json!({"organisation_ids": [A]})).await.problem("wrong_state");
        // What was passed on stays.
        assert_eq!(holders(&owner, &made).await, [D1, A, B, C]);
    }

    async fn two_who_assign_at_once_make_one_assignment(app: WorldApp) {
        let (officer, chair) = (app.as_user("p.officer").await, app.as_user("p.chair").await);
        let made = task(&officer, P, json!({})).await;
        let at = format!("{}/assignments", path(&made));
        let answers = at_once([officer.clone(), chair].map(|by| {
            let at = at.clone();
            async move { by.post(&at, json!({"organisation_ids": [A, B]})).await }
        }))
        .await;
        let added: i64 = answers.into_iter().map(|answer| answer.expect(200)["added"].as_i64().unwrap()).sum();
        assert_eq!(added, 2);
        assert_eq!(holders(&officer, &made).await, [A, B]);
    }
}
