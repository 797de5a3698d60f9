//! Items: order, moves, topics, warnings.

use serde_json::json;

use super::{add_item, create, february, path, submit, with};
use crate::support::app::at_once;
use crate::support::on_both_databases;
use crate::support::world::{D1, P};
use crate::support::{Actor, TestApp};

/// The bodies of a section in order; their positions are 1..n.
async fn order(actor: &Actor, report: &str, section: &str) -> Vec<String> {
    let report = actor.get(&path(report)).await.expect(200);
    let items = report["items"].as_array().unwrap().iter().filter(|item| item["section"] == section);
    let (mut bodies, mut positions) = (Vec::new(), Vec::new());
    for item in items {
        bodies.push(item["body"].as_str().unwrap().to_owned());
        positions.push(item["position"].as_i64().unwrap());
    }
    assert_eq!(positions, (1..=i64::try_from(bodies.len()).unwrap()).collect::<Vec<_>>());
    bodies
}

/// A report of D1 with the plan items a, b, c, d and one result; answers its id and their paths.
async fn abcd(app: &TestApp) -> (String, Vec<String>) {
    let id = create(app, "d1", february(D1)).await;
    add_item(app, "d1", &id, "result", "kết quả").await;
    let mut paths = Vec::new();
    for body in ["a", "b", "c", "d"] {
        let item = add_item(app, "d1", &id, "plan", body).await;
        paths.push(format!("/api/v1/report-items/{}", item.id()));
    }
    (id, paths)
}

async fn patch(actor: &Actor, item: &str, body: serde_json::Value) -> crate::support::Answer {
    let etag = actor.get(item).await.expect(200).etag();
    actor.patch(item, &etag, body).await
}

on_both_databases! {
    async fn items_keep_their_order_when_they_move(app: WorldApp) {
        let (id, paths) = abcd(&app).await;
        let officer = app.as_user("d1.officer").await;
        let version = officer.get(&path(&id)).await["version"].as_i64().unwrap();
        let moved = app.journalled(patch(&officer, &paths[3], json!({ "position": 2 }))).await.expect(200);
        assert_eq!(moved["position"], 2);
        assert_eq!(order(&officer, &id, "plan").await, ["a", "d", "b", "c"]);
        patch(&officer, &paths[0], json!({ "position": 4 })).await.expect(200);
        assert_eq!(order(&officer, &id, "plan").await, ["d", "b", "c", "a"]);
        patch(&officer, &paths[2], json!({ "position": 3 })).await.expect(200);
        assert_eq!(order(&officer, &id, "plan").await, ["d", "b", "c", "a"]);
        let new = json!({ "section": "plan", "body": "e", "position": 1 });
        officer.post(&format!("{}/items", path(&id)), new).await.expect(201);
        assert_eq!(order(&officer, &id, "plan").await, ["e", "d", "b", "c", "a"]);
        let etag = officer.get(&paths[1]).await.etag();
        app.journalled(officer.delete(&paths[1], &etag)).await.expect(204);
        officer.get(&paths[1]).await.problem("not_found");
        assert_eq!(order(&officer, &id, "plan").await, ["e", "d", "c", "a"]);
        assert_eq!(order(&officer, &id, "result").await, ["kết quả"]);
        let report = officer.get(&path(&id)).await;
        assert_eq!(report["version"].as_i64().unwrap(), version + 5, "every change counts");
        assert_eq!(report["items"][0]["section"], "result", "results stand first");
    }

    async fn an_item_that_breaks_rules_is_refused(app: WorldApp) {
        let (id, paths) = abcd(&app).await;
        let officer = app.as_user("d1.officer").await;
        let items = format!("{}/items", path(&id));
        let violations = |place: &str, code: &str| vec![(place.to_owned(), code.to_owned())];
        let new = json!({ "section": "result", "body": "x", "due_date": "2025-03-08" });
        assert_eq!(officer.post(&items, new).await.violations(), violations("/due_date", "not_allowed"));
        let new = json!({ "section": "plan", "body": "x", "position": 6 });
        assert_eq!(officer.post(&items, new).await.violations(), violations("/position", "out_of_range"));
        let new = json!({ "section": "plan", "body": "x", "topic": "no_such_topic" });
        assert_eq!(officer.post(&items, new).await.violations(), violations("/topic", "not_found"));
        let new = json!({ "section": "plan", "body": "\u{0}" });
        assert_eq!(officer.post(&items, new).await.status, 422);
        let refused = patch(&officer, &paths[0], json!({ "position": 5, "topic": "no_such_topic", "due_date": "1066-10-14" })).await;
        let all = [("/due_date", "out_of_range"), ("/position", "out_of_range"), ("/topic", "not_found")];
        assert_eq!(refused.violations(), all.map(|(place, code)| (place.to_owned(), code.to_owned())));
        assert_eq!(order(&officer, &id, "plan").await, ["a", "b", "c", "d"]);
    }

    async fn an_item_stays_in_its_report_and_section(app: WorldApp) {
        let (_, paths) = abcd(&app).await;
        let other = create(&app, "d1", february(D1)).await;
        let officer = app.as_user("d1.officer").await;
        let refused = patch(&officer, &paths[0], json!({ "report_id": other, "section": "result" })).await;
        let unknown = [("/report_id", "unknown_member"), ("/section", "unknown_member")];
        assert_eq!(refused.violations(), unknown.map(|(place, code)| (place.to_owned(), code.to_owned())));
    }

    async fn an_item_has_members_that_are_set_kept_and_cleared(app: WorldApp) {
        let id = create(&app, "d1", february(D1)).await;
        let officer = app.as_user("d1.officer").await;
        let new = json!({ "section": "plan", "body": "Việc.", "topic": "propaganda", "due_date": "2025-03-08" });
        let made = officer.post(&format!("{}/items", path(&id)), new).await.expect(201);
        let item = format!("/api/v1/report-items/{}", made.id());
        assert_eq!(made.header("location"), item);
        let edited = patch(&officer, &item, json!({ "body": "Khác." })).await.expect(200);
        assert_eq!((&edited["topic"], &edited["due_date"]), (&json!("propaganda"), &json!("2025-03-08")));
        let edited = patch(&officer, &item, json!({ "topic": null, "due_date": null })).await.expect(200);
        assert_eq!((&edited["topic"], &edited["due_date"], &edited["body"]), (&json!(null), &json!(null), &json!("Khác.")));
        officer.patch(&item, &made.etag(), json!({ "body": "x" })).await.problem("precondition_failed");
        officer.delete(&item, &made.etag()).await.problem("precondition_failed");
        let history = officer.get(&format!("{item}/history")).await.expect(200);
        assert_eq!(history.items().len(), 3);
    }

    async fn items_are_only_written_by_the_own_union(app: WorldApp) {
        let (id, paths) = abcd(&app).await;
        let clerk = app.as_user("p.clerk").await;
        let etag = clerk.get(&paths[0]).await.expect(200).etag();
        clerk.patch(&paths[0], &etag, json!({ "body": "x" })).await.problem("forbidden");
        clerk.delete(&paths[0], &etag).await.problem("forbidden");
        clerk.post(&format!("{}/items", path(&id)), json!({ "section": "plan", "body": "x" })).await.problem("forbidden");
        let stranger = app.as_user("d2.officer").await;
        stranger.get(&paths[0]).await.problem("not_found");
        stranger.patch(&paths[0], &etag, json!({ "body": "x" })).await.problem("not_found");
        stranger.delete(&paths[0], &etag).await.problem("not_found");
        stranger.post(&format!("{}/items", path(&id)), json!({ "section": "plan", "body": "x" })).await.problem("not_found");
    }

    async fn items_added_at_once_leave_no_hole(app: WorldApp) {
        let id = create(&app, "d1", february(D1)).await;
        let officer = app.as_user("d1.officer").await;
        at_once((0..10).map(|n| {
            let (officer, items) = (officer.clone(), format!("{}/items", path(&id)));
            async move {
                let new = json!({ "section": "plan", "body": n.to_string(), "position": 1 });
                officer.post(&items, new).await.expect(201)
            }
        })).await;
        assert_eq!(order(&officer, &id, "plan").await.len(), 10);
    }

    async fn an_item_added_while_the_report_is_submitted_is_in_it_or_refused(app: WorldApp) {
        for _ in 0..4 {
            let id = create(&app, "d1", february(D1)).await;
            add_item(&app, "d1", &id, "plan", "một").await;
            let (officer, chair) = (app.as_user("d1.officer").await, app.as_user("d1.chair").await);
            let etag = chair.get(&path(&id)).await.etag();
            let (submit, items) = (format!("{}/submit", path(&id)), format!("{}/items", path(&id)));
            let sent = tokio::spawn(async move { chair.act(&submit, &etag, json!({})).await.status });
            let new = json!({ "section": "plan", "body": "hai" });
            let added = officer.post(&items, new).await.status;
            let outcome = (sent.await.unwrap(), added);
            assert!([(200, 409), (412, 201)].contains(&outcome), "{outcome:?}");
        }
    }

    async fn dates_outside_the_period_are_a_warning(app: WorldApp) {
        let id = create(&app, "p", february(P)).await;
        add_item(&app, "p", &id, "result", "Hội nghị ngày 14/02/2025 và ngày 03/3/2025.").await;
        add_item(&app, "p", &id, "plan", "Mặc áo dài từ ngày 01- 08/3/2025.").await;
        add_item(&app, "p", &id, "plan", "Tập trung vào ngày 08/3/2024.").await;
        let officer = app.as_user("p.officer").await;
        let report = officer.get(&path(&id)).await.expect(200);
        let warnings: Vec<_> = report["warnings"].as_array().unwrap().iter()
            .map(|warning| (warning["pointer"].as_str().unwrap(), warning["code"].as_str().unwrap(), warning["text"].as_str().unwrap(), warning["detail"].as_str().unwrap()))
            .collect();
        let code = "date_outside_period";
        assert_eq!(warnings, [
            ("/items/0/body", code, "03/3/2025", "Ngày nằm ngoài tháng 02/2025."),
            ("/items/2/body", code, "08/3/2024", "Ngày nằm ngoài tháng 3/2025."),
        ]);
        let told = json!({
            "title": "Công tác tháng 02, nhiệm vụ tháng 3/2025 và tháng 4/2025",
            "preamble": "Từ 03/02/2025 đến hết tháng 12/2024.",
        });
        let etag = officer.get(&path(&id)).await.etag();
        officer.patch(&path(&id), &etag, told).await.expect(200);
        for due in ["2025-03-31", "2025-04-01"] {
            let new = json!({ "section": "plan", "body": "Việc.", "due_date": due });
            officer.post(&format!("{}/items", path(&id)), new).await.expect(201);
        }
        let report = officer.get(&path(&id)).await.expect(200);
        let warnings: Vec<_> = report["warnings"].as_array().unwrap().iter()
            .map(|warning| (warning["pointer"].as_str().unwrap(), warning["text"].as_str().unwrap(), warning["offset"].as_i64().unwrap()))
            .collect();
        assert_eq!(warnings[..2], [("/title", "tháng 4/2025", 44), ("/preamble", "tháng 12/2024", 22)]);
        assert_eq!(warnings[4..], [("/items/4/due_date", "2025-04-01", 0)]);
        submit(&app, "p", &id).await;
        let quarter = json!({ "period_kind": "ad_hoc", "period_end": "2025-02-20" });
        let id = create(&app, "p", with(february(P), quarter)).await;
        add_item(&app, "p", &id, "plan", "Ngày 08/3/2024.").await;
        let report = officer.get(&path(&id)).await.expect(200);
        assert_eq!(report["warnings"], json!([]), "nothing is known of what follows an ad hoc period");
    }
}
