//! Code lists and indicators: read by all, edited at the root, valid from a day to a day.

use congdoan::identity::Role;
use serde_json::{Value, json};

use super::organisations::{Province, one};
use super::support::{Actor, on_both_databases};

/// The address of the entries of a list.
async fn items_of(actor: &Actor, code: &str) -> String {
    let lists = actor.get(&format!("/api/v1/code-lists?code={code}")).await.expect(200);
    format!("/api/v1/code-lists/{}/items", lists.items()[0]["id"].as_str().unwrap())
}

fn topic(code: &str, from: &str, to: Option<&str>) -> Value {
    json!({ "code": code, "name_vi": "Chủ đề mới", "name_en": "New topic", "valid_from": from, "valid_to": to })
}

fn indicator(code: &str) -> Value {
    json!({ "code": code, "name_vi": "Số người hiến máu", "name_en": "Blood donors", "unit": "person" })
}

on_both_databases! {
    async fn the_seed_is_there_for_everybody(app: TestApp) {
        let world = Province::found(&app).await;
        let officer = world.person("officer", Role::Officer, &world.school).await;
        let lists = officer.get("/api/v1/code-lists").await.expect(200);
        let codes: Vec<_> = lists.items().iter().map(|list| list["code"].as_str().unwrap()).collect();
        let expected = [
            "award_authorities", "award_kinds", "document_types", "hardship_categories", "housing_conditions",
            "public_holidays", "report_topics",
        ];
        assert_eq!(codes, expected);
        let types = officer.all(&format!("{}?limit=2", items_of(&officer, "document_types").await)).await;
        let types: Vec<_> =
            types.iter().map(|item| (item["code"].as_str().unwrap(), item["abbreviation"].as_str().unwrap())).collect();
        assert_eq!(types, [("BC", "BC"), ("QD", "QĐ"), ("TTr", "TTr"), ("KH", "KH"), ("HD", "HD")]);
        let topics = officer.all(&items_of(&officer, "report_topics").await).await;
        assert!(topics.len() >= 13 && topics.iter().any(|item| item["code"] == "housing"));
        let counted = officer.all("/api/v1/indicators?limit=7").await;
        assert!(counted.iter().any(|one| one["code"] == "propaganda_attendances" && one["unit"] == "attendance"));
        assert!(counted.iter().any(|one| one["code"] == "hardship_amount" && one["unit_label"] == "đồng"));
        app.anonymous().get("/api/v1/indicators").await.problem("unauthenticated");
    }

    async fn only_an_administrator_of_the_root_edits(app: TestApp) {
        let world = Province::found(&app).await;
        let items = items_of(&world.admin, "report_topics").await;
        let item = world.admin.post(&items, topic("new_topic", "2025-01-01", None)).await.expect(201);
        let counted = world.admin.post("/api/v1/indicators", indicator("blood_donors")).await.expect(201);
        let chair = world.person("chair", Role::Chair, &world.top).await;
        let local = world.person("local", Role::Administrator, &world.district).await;
        for actor in [chair, local] {
            actor.post(&items, topic("another", "2025-01-01", None)).await.problem("forbidden");
            actor.post("/api/v1/indicators", indicator("another")).await.problem("forbidden");
            let path = format!("/api/v1/code-items/{}", item.id());
            actor.patch(&path, &item.etag(), json!({ "name_en": "X" })).await.problem("forbidden");
            actor.get(&path).await.expect(200);
            let path = format!("/api/v1/indicators/{}", counted.id());
            actor.patch(&path, &counted.etag(), json!({ "name_en": "X" })).await.problem("forbidden");
            actor.get(&path).await.expect(200);
        }
    }

    async fn a_code_means_one_thing_at_a_time(app: TestApp) {
        let world = Province::found(&app).await;
        let items = items_of(&world.admin, "report_topics").await;
        let first = world.admin.post(&items, topic("digital", "2024-01-01", Some("2025-01-01"))).await.expect(201);
        assert!(first["position"].as_i64().unwrap() > 130);
        for (from, to) in [("2024-12-31", None), ("2023-01-01", Some("2024-01-02")), ("2023-01-01", None)] {
            let refused = world.admin.post(&items, topic("digital", from, to)).await;
            refused.problem("validation_failed");
            assert_eq!(refused.violations(), one("/valid_from", "period_overlaps"));
        }
        let second = world.admin.post(&items, topic("digital", "2025-01-01", None)).await.expect(201);
        let on = async |day: &str| {
            let all = world.admin.all(&format!("{items}?as_of={day}")).await;
            all.iter().find(|item| item["code"] == "digital").map(|item| item["id"].as_str().unwrap().to_owned())
        };
        assert_eq!(on("2023-12-31").await, None);
        assert_eq!(on("2024-12-31").await, Some(first.id()));
        assert_eq!(on("2025-01-01").await, Some(second.id()));
        let path = format!("/api/v1/code-items/{}", first.id());
        let longer = world.admin.patch(&path, &first.etag(), json!({ "valid_to": null })).await;
        assert_eq!(longer.violations(), one("/valid_from", "period_overlaps"));
        let shorter = world.admin.patch(&path, &first.etag(), json!({ "valid_to": "2024-06-01" })).await.expect(200);
        assert_eq!((&shorter["version"], &shorter["valid_to"]), (&json!(2), &json!("2024-06-01")));
        let reversed = world.admin.patch(&path, &shorter.etag(), json!({ "valid_to": "2024-01-01" })).await;
        assert_eq!(reversed.violations(), one("/valid_to", "out_of_range"));
        world.admin.patch(&path, &first.etag(), json!({ "position": 1 })).await.problem("precondition_failed");
        let history = world.admin.get(&format!("{path}/history")).await.expect(200);
        assert_eq!(history.items().len(), 2);
    }

    async fn of_two_who_add_one_code_at_once_one_wins(app: TestApp) {
        let world = Province::found(&app).await;
        let items = items_of(&world.admin, "report_topics").await;
        let posts = (1..=6).map(|month| world.admin.post(&items, topic("digital", &format!("2024-0{month}-01"), None)));
        let answers = futures_util::future::join_all(posts).await;
        assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 1);
        assert!(answers.iter().all(|answer| [201, 422].contains(&answer.status)), "{answers:?}");
    }

    async fn the_unit_of_an_indicator_is_fixed(app: TestApp) {
        let world = Province::found(&app).await;
        let made = world.admin.post("/api/v1/indicators", indicator("blood_donors")).await.expect(201);
        world.admin.post("/api/v1/indicators", indicator("blood_donors")).await.problem("duplicate");
        let path = format!("/api/v1/indicators/{}", made.id());
        for member in ["unit", "code"] {
            let refused = world.admin.patch(&path, &made.etag(), json!({ member: "person" })).await;
            refused.problem("validation_failed");
            assert_eq!(refused.violations(), one(&format!("/{member}"), "unknown_member"));
        }
        let edited = world.admin.patch(&path, &made.etag(), json!({ "name_vi": "Người hiến máu cứu người" })).await.expect(200);
        assert_eq!((&edited["unit"], &edited["version"]), (&json!("person"), &json!(2)));
        let found = async |query: &str| {
            world.admin.get(&format!("/api/v1/indicators?include=total&{query}")).await.expect(200)["total"].as_i64()
        };
        assert_eq!(found("q=CUU+nguoi").await, Some(1));
        assert_eq!(found("q=blood+donors").await, Some(1));
        assert_eq!(found("q=blood+donors&unit=vnd").await, Some(0));
        assert_eq!(found("q=blood&as_of=2025-02-09").await, Some(0));
        let history = world.admin.get(&format!("{path}/history")).await.expect(200);
        assert_eq!(history.items()[1]["action"], "indicator.edit");
    }
}
