//! A union that moves in the middle of a round still owes it, and to whom it owed it.

use serde_json::json;

use super::{
    accept, add_figure, add_item, create, february, figure, for_round, indicator, path, round_of, step,
    submit, with,
};
use crate::support::on_both_databases;
use crate::support::world::{A, D1, D2};

on_both_databases! {
    async fn a_report_is_reviewed_where_it_is_owed_after_its_union_moved(app: WorldApp) {
        let counted = indicator(&app, "test_moved", "person").await;
        let below = json!({ "organisation_id": D1, "under": { "organisation_id": D1, "kinds": ["grassroots_union"] } });
        let round = with(round_of("2025-02-01", "2025-02-28", "2025-02-14T10:00:00Z"), below);
        let round = app.as_user("d1.clerk").await.post("/api/v1/reporting-rounds", round).await.expect(201).id();
        let owed = create(&app, "a", for_round(A, &round)).await;
        let own = create(&app, "a", february(A)).await;
        for id in [&owed, &own] {
            add_item(&app, "a", id, "result", "Việc.").await;
        }
        add_figure(&app, "a", &owed, json!({ "indicator_id": counted, "value": 7 })).await;
        let union = format!("/api/v1/organisations/{A}");
        let administrator = app.as_user("p.administrator").await;
        let etag = administrator.get(&union).await.etag();
        administrator.patch(&union, &etag, json!({ "parent_id": D2 })).await.expect(200);
        submit(&app, "a", &owed).await;
        submit(&app, "a", &own).await;
        let clerk = app.as_user("d1.clerk").await;
        clerk.get(&path(&owed)).await.expect(200);
        clerk.get(&format!("{}/text", path(&owed))).await.expect(200);
        let listed = clerk.all("/api/v1/reports").await;
        assert_eq!(listed.iter().map(|report| report["id"].as_str().unwrap()).collect::<Vec<_>>(), [&owed]);
        assert_eq!(clerk.get("/api/v1/reports?include=total").await["total"], 1);
        clerk.get(&path(&own)).await.problem("not_found");
        step(&app.as_user("d2.clerk").await, &owed, "accept", json!({})).await.problem("forbidden");
        app.as_user("b.clerk").await.get(&path(&owed)).await.problem("not_found");
        step(&clerk, &owed, "return", json!({ "reason": "Thiếu." })).await.expect(200);
        submit(&app, "a", &owed).await;
        accept(&app, "d1.clerk", &owed).await;
        let district = create(&app, "d1", february(D1)).await;
        let done = step(&app.as_user("d1.officer").await, &district, "consolidate", json!({})).await.expect(200);
        assert_eq!(figure(&done["report"], &counted)["value"], 7);
    }
}
