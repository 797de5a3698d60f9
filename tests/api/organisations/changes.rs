//! What may stand where, and what may not be changed.

use serde_json::json;

use super::{Province, at, one, union};
use crate::support::on_both_databases;

const POST: &str = "/api/v1/organisations";

on_both_databases! {
    async fn nothing_stands_under_itself(app: TestApp) {
        let world = Province::found(&app).await;
        for (what, under) in [
            (&world.district, &world.district),
            (&world.district, &world.school),
            (&world.top, &world.school),
        ] {
            let refused = world.change(what, json!({ "parent_id": under })).await;
            refused.problem("validation_failed");
            assert_eq!(refused.violations(), one("/parent_id", "cycle"));
        }
        assert_eq!(world.cycles(), 0);
        let nothing = world.change(&world.top, json!({ "parent_id": null })).await;
        nothing.problem("validation_failed");
    }

    async fn a_change_for_the_past_makes_no_cycle_there(app: TestApp) {
        let world = Province::found(&app).await;
        // The lower of two swaps places with the upper on 1 February.
        let upper = world.school.clone();
        let lower = world.add("TO", "Công đoàn Tổ", "grassroots_union", &upper).await;
        let out = json!({ "parent_id": world.district, "effective_on": "2025-02-01" });
        world.change(&lower, out).await.expect(200);
        let under = |day: &str| json!({ "parent_id": lower, "effective_on": day });
        let refused = world.change(&upper, under("2025-01-01")).await;
        assert_eq!(refused.violations(), one("/parent_id", "cycle"));
        world.change(&upper, under("2025-02-01")).await.expect(200);
    }

    async fn kinds_stand_in_their_order(app: TestApp) {
        let world = Province::found(&app).await;
        let refused = world.admin.post(POST, union("X-1", "Ngành", "sector_union", &world.school)).await;
        refused.problem("validation_failed");
        assert_eq!(refused.violations(), one("/kind", "not_allowed"));
        let upwards = world.change(&world.district, json!({ "parent_id": world.hospital })).await;
        assert_eq!(upwards.violations(), one("/parent_id", "not_allowed"));
        // The district has a grassroots union; the province has a district and a sector.
        world.change(&world.district, json!({ "kind": "direct_upper_union" })).await.expect(200);
        let lowered = world.change(&world.top, json!({ "kind": "confederation" })).await;
        assert_eq!(lowered.violations(), one("/kind", "not_allowed"));
    }

    async fn there_is_one_root(app: TestApp) {
        let world = Province::found(&app).await;
        let new = json!({ "code": "TLD", "name": "Tổng Liên đoàn", "kind": "confederation" });
        let refused = world.admin.post(POST, new).await;
        refused.problem("validation_failed");
        assert_eq!(refused.violations(), one("/parent_id", "missing"));
    }

    async fn a_code_is_unique_and_well_formed(app: TestApp) {
        let world = Province::found(&app).await;
        let again = world.admin.post(POST, union("TRUONG", "Khác", "grassroots_union", &world.sector)).await;
        again.problem("duplicate");
        for code in ["truong", "A", "A B", "-A", "TRƯỜNG"] {
            let refused = world.admin.post(POST, union(code, "Khác", "grassroots_union", &world.sector)).await;
            refused.problem("validation_failed");
            assert!(refused.violations().iter().all(|(place, _)| place == "/code"), "{refused}");
        }
        let renamed = world.change(&world.school, json!({ "code": "MOI" })).await;
        assert_eq!(renamed.violations(), one("/code", "unknown_member"));
    }

    async fn a_union_begins_after_the_one_above_and_not_in_the_future(app: TestApp) {
        let world = Province::found(&app).await;
        let on = |day: &str| {
            let mut new = union("X-1", "Mới", "grassroots_union", &world.district);
            new["established_on"] = json!(day);
            new
        };
        for day in ["2009-12-31", "2025-02-11", "1850-01-01"] {
            let refused = world.admin.post(POST, on(day)).await;
            refused.problem("validation_failed");
            assert!(refused.violations().contains(&one("/established_on", "out_of_range")[0]), "{refused}");
        }
        world.admin.post(POST, on("2025-02-10")).await.expect(201);
    }

    async fn the_tree_has_an_end(app: TestApp) {
        let world = Province::found(&app).await;
        let mut parent = world.school.clone();
        // The school is on level 3 of 12.
        for level in 4..=12 {
            parent = world.add(&format!("L-{level}"), "Tổ", "grassroots_union", &parent).await;
        }
        let refused = world.admin.post(POST, union("L-13", "Tổ", "grassroots_union", &parent)).await;
        assert_eq!(refused.violations(), one("/parent_id", "too_many"));
        let deeper = world.change(&world.school, json!({ "parent_id": world.hospital })).await;
        assert_eq!(deeper.violations(), one("/parent_id", "too_many"));
    }

    async fn a_stale_change_is_refused(app: TestApp) {
        let world = Province::found(&app).await;
        let etag = world.read(&world.school).await.etag();
        world.change(&world.school, json!({ "place": "Một" })).await.expect(200);
        let stale = world.admin.patch(&at(&world.school), &etag, json!({ "place": "Hai" })).await;
        assert_eq!(stale.problem("precondition_failed")["current_version"], 2);
        let request = world.admin.request(reqwest::Method::PATCH, &at(&world.school)).json(&json!({}));
        world.admin.send(request).await.problem("precondition_required");
    }

    async fn a_client_id_sent_twice_makes_one_union(app: TestApp) {
        let world = Province::found(&app).await;
        let mut new = union("X-1", "Mới", "grassroots_union", &world.district);
        new["id"] = json!("01951234-0000-7000-8000-00000000abcd");
        let first = world.admin.post(POST, new.clone()).await.expect(201);
        let again = world.admin.post(POST, new.clone()).await.expect(201);
        assert_eq!((first.id(), &first.json), (again.id(), &again.json));
        new["name"] = json!("Khác");
        world.admin.post(POST, new).await.problem("id_taken");
        let found = app.database.count("SELECT count(*) AS n FROM organisations WHERE code = 'X-1'");
        assert_eq!(found, 1);
    }
}
