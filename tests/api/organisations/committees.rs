//! Committees, their terms and who sits in them.

use congdoan::identity::Role;
use serde_json::{Value, json};

use super::{Province, at, one};
use crate::support::on_both_databases;
use crate::support::{Actor, Answer};

fn committee(kind: &str, from: &str, to: &str) -> Value {
    json!({ "kind": kind, "term_from": from, "term_to": to })
}

fn member(name: &str, title: &str, from: &str, to: Option<&str>) -> Value {
    json!({
        "full_name": name, "title": title, "valid_from": from, "valid_to": to,
        "decision_number": "28/QĐ-LĐLĐ", "decision_date": "2023-05-20",
    })
}

/// The executive committee of the district from June 2023 to June 2028.
async fn elected(world: &Province) -> Answer {
    let path = format!("{}/committees", at(&world.district));
    let new = committee("executive_committee", "2023-06-01", "2028-06-01");
    world.admin.post(&path, new).await.expect(201)
}

async fn seat(admin: &Actor, committee: &Answer, new: Value) -> Answer {
    admin.post(&format!("/api/v1/committees/{}/members", committee.id()), new).await
}

on_both_databases! {
    async fn terms_of_one_kind_do_not_overlap(app: TestApp) {
        let world = Province::found(&app).await;
        let first = elected(&world).await;
        assert_eq!(first["kind_label"], "Ban Chấp hành");
        assert_eq!(first.header("location"), format!("/api/v1/committees/{}", first.id()));
        let path = format!("{}/committees", at(&world.district));
        for (from, to) in [("2028-05-31", "2033-06-01"), ("2018-06-01", "2023-06-02"), ("2024-01-01", "2025-01-01")] {
            let refused = world.admin.post(&path, committee("executive_committee", from, to)).await;
            refused.problem("validation_failed");
            assert_eq!(refused.violations(), one("/term_from", "period_overlaps"));
        }
        let reversed = world.admin.post(&path, committee("executive_committee", "2033-01-01", "2033-01-01")).await;
        assert_eq!(reversed.violations(), one("/term_to", "out_of_range"));
        world.admin.post(&path, committee("executive_committee", "2028-06-01", "2033-06-01")).await.expect(201);
        world.admin.post(&path, committee("inspection_committee", "2024-01-01", "2028-06-01")).await.expect(201);

        let all = world.admin.all(&format!("{path}?limit=1")).await;
        let from: Vec<_> = all.iter().map(|item| item["term_from"].as_str().unwrap()).collect();
        assert_eq!(from, ["2028-06-01", "2024-01-01", "2023-06-01"]);
        let first = format!("/api/v1/committees/{}", first.id());
        let longer = world.admin.patch(&first, "\"v1\"", json!({ "term_to": "2028-06-02" })).await;
        assert_eq!(longer.violations(), one("/term_from", "period_overlaps"));
        let today = world.admin.get(&format!("{path}?as_of=2025-02-10&kind=executive_committee")).await.expect(200);
        assert_eq!(today.items().len(), 1);
    }

    async fn a_committee_tells_its_term_and_who_sits_in_it_by_which_decision(app: TestApp) {
        let world = Province::found(&app).await;
        let committee = elected(&world).await;
        let read = world.admin.get(&format!("/api/v1/committees/{}", committee.id())).await.expect(200);
        assert_eq!(read.json, committee.json);
        assert_eq!((&read["term_from"], &read["term_to"]), (&json!("2023-06-01"), &json!("2028-06-01")));
        assert_eq!(read["organisation_id"], json!(world.district));
        for (name, title, from) in [
            ("Người Một", "chair", "2023-06-01"),
            ("Người Hai", "vice_chair", "2023-06-02"),
            ("Người Đầu", "member", "2023-06-03"),
        ] {
            seat(&world.admin, &committee, member(name, title, from, None)).await.expect(201);
        }
        let path = format!("/api/v1/committees/{}/members", committee.id());
        let members = world.admin.all(&path).await;
        let titles: Vec<_> = members.iter().map(|one| (one["full_name"].as_str().unwrap(), one["title_label"].as_str().unwrap())).collect();
        assert_eq!(titles, [("Người Một", "Chủ tịch"), ("Người Hai", "Phó Chủ tịch"), ("Người Đầu", "Ủy viên")]);
        for one in &members {
            assert_eq!((&one["decision_number"], &one["decision_date"]), (&json!("28/QĐ-LĐLĐ"), &json!("2023-05-20")));
        }
        let bare = json!({ "full_name": "Người Bốn", "title": "member", "valid_from": "2023-06-01" });
        let refused = seat(&world.admin, &committee, bare).await;
        assert_eq!(refused.violations(), [one("/decision_date", "missing"), one("/decision_number", "missing")].concat());
    }

    async fn a_member_is_found_without_accents(app: TestApp) {
        let world = Province::found(&app).await;
        let committee = elected(&world).await;
        for (name, from, to) in [
            ("Người Đầu", "2023-06-01", Some("2024-06-01")),
            ("Người Giữa", "2023-06-02", None),
            ("Bà Đậu", "2023-06-03", None),
        ] {
            seat(&world.admin, &committee, member(name, "member", from, to)).await.expect(201);
        }
        let found = async |query: &str| {
            let members = world.admin.all(&format!("/api/v1/committees/{}/members?{query}", committee.id())).await;
            members.iter().map(|one| one["full_name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(found("q=DAU&limit=1").await, ["Người Đầu", "Bà Đậu"]);
        assert_eq!(found("q=nguoi+d").await, ["Người Đầu"]);
        assert_eq!(found("q=dau&as_of=2024-06-01").await, ["Bà Đậu"]);
        assert!(found("q=%25").await.is_empty());
    }

    async fn a_term_keeps_its_members(app: TestApp) {
        let world = Province::found(&app).await;
        let committee = elected(&world).await;
        seat(&world.admin, &committee, member("Người Một", "member", "2024-01-01", None)).await.expect(201);
        let path = format!("/api/v1/committees/{}", committee.id());
        let later = world.admin.patch(&path, &committee.etag(), json!({ "term_from": "2024-02-01" })).await;
        assert_eq!(later.violations(), one("/term_to", "member_outside_term"));
        let longer = world.admin.patch(&path, &committee.etag(), json!({ "term_to": "2028-09-01" })).await.expect(200);
        assert_eq!(longer["version"], 2);
        world.admin.patch(&path, &committee.etag(), json!({})).await.problem("precondition_failed");
        let history = world.admin.get(&format!("{path}/history")).await.expect(200);
        assert_eq!(history.items().len(), 2);
    }

    async fn members_sit_within_the_term(app: TestApp) {
        let world = Province::found(&app).await;
        let committee = elected(&world).await;
        for (from, to, place) in [
            ("2023-05-31", None, "/valid_from"),
            ("2028-06-01", None, "/valid_from"),
            ("2023-06-01", Some("2028-06-02"), "/valid_to"),
            ("2024-01-01", Some("2024-01-01"), "/valid_to"),
        ] {
            let refused = seat(&world.admin, &committee, member("Người Một", "member", from, to)).await;
            refused.problem("validation_failed");
            assert_eq!(refused.violations(), one(place, "out_of_range"));
        }
        let whole = member("Người Một", "member", "2023-06-01", Some("2028-06-01"));
        seat(&world.admin, &committee, whole).await.expect(201);
    }

    async fn one_chair_at_a_time_and_nobody_twice(app: TestApp) {
        let world = Province::found(&app).await;
        let committee = elected(&world).await;
        let first = member("Người Một", "chair", "2023-06-01", Some("2025-01-01"));
        let first = seat(&world.admin, &committee, first).await.expect(201);
        let second = seat(&world.admin, &committee, member("Người Hai", "chair", "2024-12-31", None)).await;
        assert_eq!(second.violations(), one("/title", "period_overlaps"));
        let twice = seat(&world.admin, &committee, member("NGƯỜI MỘT", "member", "2024-01-01", None)).await;
        assert_eq!(twice.violations(), one("/full_name", "duplicate_member"));
        // Another person, though without accents the names are alike.
        seat(&world.admin, &committee, member("Người Mốt", "vice_chair", "2024-01-01", None)).await.expect(201);
        let next = seat(&world.admin, &committee, member("Người Hai", "chair", "2025-01-01", None)).await.expect(201);

        let path = format!("/api/v1/committee-members/{}", first.id());
        let longer = world.admin.patch(&path, &first.etag(), json!({ "valid_to": null })).await;
        assert_eq!(longer.violations(), one("/title", "period_overlaps"));
        let below = world.admin.patch(&path, &first.etag(), json!({ "title": "member", "valid_to": null })).await;
        assert_eq!(below.expect(200)["title_label"], "Ủy viên");
        let members = |day: &str| format!("/api/v1/committees/{}/members{day}", committee.id());
        let on = async |day: &str| world.admin.get(&members(&format!("?as_of={day}"))).await.expect(200).items().len();
        assert_eq!((on("2023-06-01").await, on("2025-01-01").await, on("2028-06-01").await), (1, 3, 0));
        assert_eq!(world.admin.all(&members("?limit=1")).await.len(), 3);
        world.admin.get(&format!("/api/v1/committee-members/{}", next.id())).await.expect(200);
    }

    async fn committees_are_seen_where_their_union_is(app: TestApp) {
        let world = Province::found(&app).await;
        let committee = elected(&world).await;
        let sitting = seat(&world.admin, &committee, member("Người Một", "chair", "2023-06-01", None)).await.expect(201);
        let below = world.person("below", Role::Officer, &world.school).await;
        let beside = world.person("beside", Role::Chair, &world.hospital).await;
        for path in [
            format!("/api/v1/committees/{}", committee.id()),
            format!("/api/v1/committees/{}/members", committee.id()),
            format!("/api/v1/committees/{}/history", committee.id()),
            format!("/api/v1/committee-members/{}", sitting.id()),
            format!("/api/v1/committee-members/{}/history", sitting.id()),
        ] {
            below.get(&path).await.expect(200);
            beside.get(&path).await.problem("not_found");
        }
        let new = committee_of_inspection();
        let path = format!("{}/committees", at(&world.district));
        below.post(&path, new.clone()).await.problem("forbidden");
        beside.post(&path, new).await.problem("not_found");
        seat(&below, &committee, member("Người Hai", "member", "2023-06-01", None)).await.problem("forbidden");
        seat(&beside, &committee, member("Người Hai", "member", "2023-06-01", None)).await.problem("not_found");
        let path = format!("/api/v1/committee-members/{}", sitting.id());
        below.patch(&path, &sitting.etag(), json!({ "title": "member" })).await.problem("forbidden");
        let path = format!("/api/v1/committees/{}", committee.id());
        below.patch(&path, &committee.etag(), json!({ "term_to": "2029-01-01" })).await.problem("forbidden");
    }

    async fn the_journal_names_no_member(app: TestApp) {
        let world = Province::found(&app).await;
        let committee = elected(&world).await;
        let sitting = seat(&world.admin, &committee, member("Người Một", "chair", "2023-06-01", None)).await.expect(201);
        let history = world.admin.get(&format!("/api/v1/committee-members/{}/history", sitting.id())).await.expect(200);
        assert_eq!(history.items()[0]["changes"]["title"], "chair");
        assert!(!history.text.contains("Người Một"), "{history}");
    }
}

fn committee_of_inspection() -> Value {
    committee("inspection_committee", "2023-06-01", "2028-06-01")
}
