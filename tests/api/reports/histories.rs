//! Each part of a report tells in its own history what was done to it.

use serde_json::{Value, json};

use super::consolidation::march;
use super::{
    accept, accepted_for_round, add_figure, add_item, consolidate, create, february, february_round, figure,
    figure_path, indicator, issue, issued_in_house, path, submit,
};
use crate::support::world::{D1, D2, P};
use crate::support::{Actor, on_both_databases};

async fn entries(actor: &Actor, record: &str) -> Vec<Value> {
    actor.all(&format!("{record}/history")).await
}

async fn actions(actor: &Actor, record: &str) -> Vec<String> {
    entries(actor, record).await.iter().map(|entry| entry["action"].as_str().unwrap().to_owned()).collect()
}

fn item_path(item: &Value) -> String {
    format!("/api/v1/report-items/{}", item["id"].as_str().unwrap())
}

on_both_databases! {
    async fn a_sum_tells_what_it_was_before(app: WorldApp) {
        let counted = indicator(&app, "test_history", "person").await;
        let round = february_round(&app).await.id();
        accepted_for_round(&app, "d1", D1, &round, &[(&counted, 10)]).await;
        let id = create(&app, "p", february(P)).await;
        let sum = figure(&consolidate(&app, "p", &id).await["report"], &counted);
        accepted_for_round(&app, "d2", D2, &round, &[(&counted, 5)]).await;
        consolidate(&app, "p", &id).await;
        consolidate(&app, "p", &id).await;
        let told = entries(&app.as_user("p.officer").await, &figure_path(&sum)).await;
        assert_eq!(told.len(), 2, "the third changed nothing: {told:#?}");
        assert!(told.iter().all(|entry| entry["action"] == "report_figure.consolidate"));
        assert_eq!((&told[0]["changes"]["value"], &told[1]["changes"]["value"]), (&json!(10), &json!(15)));
        assert_eq!(told[1]["changes"]["before"]["value"], 10);
    }

    async fn a_plan_item_tells_of_its_task_and_a_copy_of_its_original(app: WorldApp) {
        let counted = indicator(&app, "test_copied", "person").await;
        let id = create(&app, "p", february(P)).await;
        add_item(&app, "p", &id, "plan", "Việc.").await;
        add_figure(&app, "p", &id, json!({ "indicator_id": counted, "value": 5 })).await;
        submit(&app, "p", &id).await;
        accept(&app, "p.clerk", &id).await;
        let issued = issue(&app, "p", &id).await;
        let officer = app.as_user("p.officer").await;
        let told = entries(&officer, &item_path(&issued["items"][0])).await;
        assert_eq!(told[1]["action"], "report_item.make_task");
        assert_eq!(told[1]["changes"]["task_item_id"], issued["items"][0]["task_item_id"]);
        let amendment = officer.post(&format!("{}/amend", path(&id)), json!({})).await.expect(201);
        let told = entries(&officer, &item_path(&amendment["items"][0])).await;
        assert_eq!((&told[0]["action"], &told[0]["changes"]["copy_of"]), (&json!("report_item.copy"), &issued["items"][0]["id"]));
        let told = entries(&officer, &figure_path(&amendment["figures"][0])).await;
        assert_eq!((&told[0]["action"], &told[0]["changes"]["copy_of"]), (&json!("report_figure.copy"), &issued["figures"][0]["id"]));
    }

    async fn a_report_tells_which_items_moved(app: WorldApp) {
        let id = create(&app, "d1", february(D1)).await;
        let (first, second) = (add_item(&app, "d1", &id, "plan", "a").await, add_item(&app, "d1", &id, "plan", "b").await);
        let officer = app.as_user("d1.officer").await;
        officer.patch(&item_path(&second.json), &second.etag(), json!({ "position": 1 })).await.expect(200);
        let etag = officer.get(&item_path(&second.json)).await.etag();
        officer.delete(&item_path(&second.json), &etag).await.expect(204);
        let moves: Vec<_> = entries(&officer, &path(&id)).await.into_iter().filter(|entry| entry["action"] == "report.move_items").collect();
        let said: Vec<_> = moves.iter().map(|entry| (&entry["changes"]["item_ids"], &entry["changes"]["moved_by"])).collect();
        let it = json!([first.id()]);
        assert_eq!(said, [(&it, &json!(1)), (&it, &json!(-1))]);
    }

    async fn a_figure_tells_that_its_item_went(app: WorldApp) {
        let counted = indicator(&app, "test_item_went", "person").await;
        let id = create(&app, "d1", february(D1)).await;
        let item = add_item(&app, "d1", &id, "result", "Việc.").await;
        let figure = add_figure(&app, "d1", &id, json!({ "indicator_id": counted, "value": 1, "item_id": item.id() })).await;
        let officer = app.as_user("d1.officer").await;
        officer.delete(&item_path(&item.json), &item.etag()).await.expect(204);
        assert_eq!(actions(&officer, &figure_path(&figure.json)).await, ["report_figure.create", "report_figure.edit"]);
    }

    async fn the_parts_of_a_dropped_draft_are_told_as_gone(app: WorldApp) {
        let counted = indicator(&app, "test_dropped", "person").await;
        let id = create(&app, "d1", february(D1)).await;
        let item = add_item(&app, "d1", &id, "plan", "Việc.").await;
        let figure = add_figure(&app, "d1", &id, json!({ "indicator_id": counted, "value": 1 })).await;
        let officer = app.as_user("d1.officer").await;
        let etag = officer.get(&path(&id)).await.etag();
        officer.delete(&path(&id), &etag).await.expect(204);
        let inspector = app.as_user("p.inspector").await;
        for (action, record) in [("report_item.delete", item.id()), ("report_figure.delete", figure.id()), ("report.delete", id)] {
            let told = inspector.all(&format!("/api/v1/journal?action={action}")).await;
            assert_eq!(told.len(), 1, "{action}");
            assert_eq!(told[0]["record_id"], record);
        }
    }

    async fn a_carried_item_tells_when_it_was_brought_up_to_date(app: WorldApp) {
        let id = issued_in_house(&app).await;
        let officer = app.as_user("p.officer").await;
        let plan = officer.get(&path(&id)).await["items"][1].clone();
        let march = march(&app).await;
        let item = consolidate(&app, "p", &march).await["report"]["items"][0].clone();
        let officer = app.as_user("p.officer").await;
        let task = format!("/api/v1/task-items/{}", plan["task_item_id"].as_str().unwrap());
        officer.act(&format!("{task}/start"), "\"v1\"", json!({})).await.expect(200);
        consolidate(&app, "p", &march).await;
        consolidate(&app, "p", &march).await;
        assert_eq!(actions(&officer, &item_path(&item)).await, ["report_item.carry", "report_item.carry"]);
    }
}
