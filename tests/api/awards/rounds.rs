//! Rounds of awards, their forms, quotas and councils.

use serde_json::{Value, json};

use super::movements::movement;
use super::nominations::{endorsed, new_nomination, nomination};
use super::{
    COMMENDATION, FORMS, MEMBERS, ROUNDS, council, expected, form, new_form, new_round, round_path,
    seeded_form, set_up,
};
use crate::reports::with;
use crate::support::world::{A, B, C, D1, D2, P};
use crate::support::{Answer, on_both_databases};

const NOTHING: &str = "01940000-0000-7000-8000-0000000000ff";

fn path(round: &Answer) -> String {
    round_path(&round.id())
}

/// The quotas of a round as (form, organisation, maximum, used, left), in the order of their forms and organisations.
fn quotas(round: &Answer) -> Vec<Value> {
    let told = |one: &Value| {
        json!([one["form_id"], one["organisation_id"], one["maximum"], one["used"], one["left"]])
    };
    round["quotas"].as_array().unwrap().iter().map(told).collect()
}

on_both_databases! {
    async fn a_clerk_sets_up_a_round_with_forms_quotas_and_council(app: WorldApp) {
        let flag = seeded_form(&app, "emulation_flag_confederation").await;
        let merit = seeded_form(&app, "certificate_of_merit_confederation").await;
        let made = set_up(&app, &[&merit, &flag], json!({"quotas": [
            {"form_id": flag, "maximum": 8},
            {"form_id": merit, "organisation_id": A, "members": 1999, "share_basis_points": 10},
        ]})).await;
        assert_eq!(made["forms"], json!([merit, flag]));
        assert_eq!(quotas(&made), [json!([flag, P, 8, 0, 8]), json!([merit, A, 1, 0, 1])]);
        assert_eq!((&made["quotas"][1]["members"], &made["quotas"][1]["share_basis_points"]), (&json!(1999), &json!(10)));
        let members = made["council"].as_array().unwrap();
        let functions: Vec<_> = members.iter().map(|one| one["function"].as_str().unwrap()).collect();
        assert_eq!(functions, MEMBERS.map(|(_, function)| function));
        assert_eq!(members[0]["name"], app.as_user("p.chair").await.get("/api/v1/auth/me").await["display_name"]);
        let mut short = made.json.clone();
        for member in ["quotas", "council"] {
            short.as_object_mut().unwrap().remove(member);
        }
        for reader in ["a.officer", "d1.inspector", "p.approver"] {
            let actor = app.as_user(reader).await;
            assert_eq!(actor.get(&path(&made)).await.expect(200).json, made.json, "{reader}");
            assert_eq!(actor.get(ROUNDS).await.expect(200).items()[0], short, "{reader}");
        }
        for other in ["p.officer", "p.chair", "p.appraiser", "p.administrator", "d1.clerk"] {
            app.as_user(other).await.post(ROUNDS, new_round(P, "Khác", &[&flag])).await.problem("forbidden");
        }
        let history = app.as_user("a.officer").await.all(&format!("{}/history", path(&made))).await;
        assert_eq!((&history[0]["action"], &history[0]["changes"]["forms"]), (&json!("award_round.create"), &made["forms"]));
    }

    async fn a_district_does_not_see_the_round_of_another(app: WorldApp) {
        let flag = seeded_form(&app, "emulation_flag_confederation").await;
        let made = app.as_user("d2.clerk").await.post(ROUNDS, new_round(D2, "Của huyện Hai", &[&flag])).await.expect(201);
        app.as_user("c.officer").await.get(&path(&made)).await.expect(200);
        app.as_user("p.officer").await.get(&path(&made)).await.expect(200);
        for beside in ["d1.clerk", "a.officer", "s.officer"] {
            let actor = app.as_user(beside).await;
            actor.get(&path(&made)).await.problem("not_found");
            actor.delete(&path(&made), &made.etag()).await.problem("not_found");
            assert_eq!(actor.get(ROUNDS).await.expect(200).items().len(), 0, "{beside}");
        }
    }

    async fn all_that_is_wrong_with_a_round_is_told_at_once(app: WorldApp) {
        let (flag, merit) = (seeded_form(&app, "emulation_flag_confederation").await, seeded_form(&app, "certificate_of_merit_confederation").await);
        let late = form(&app, "late", json!({"valid_from": "2026-01-01"})).await.id();
        let ended = form(&app, "ended", json!({"valid_to": "2025-01-01"})).await.id();
        let (chair, below) = (app.id_of("p.chair").await, app.id_of("a.officer").await);
        let body = with(new_round(D1, "Sai", &[&flag, &flag, &late, &ended, NOTHING]), json!({
            "closes_on": "2024-12-31", "organisation_id": P, "movement_id": NOTHING, "quotas": [
                {"form_id": merit, "maximum": 1}, {"form_id": flag, "organisation_id": NOTHING, "maximum": 1},
                {"form_id": flag, "maximum": 1}, {"form_id": flag, "organisation_id": P, "maximum": 2},
                {"form_id": flag, "organisation_id": A, "maximum": 1, "members": 5, "share_basis_points": 1},
                {"form_id": flag, "organisation_id": B, "members": 5},
                {"form_id": flag, "organisation_id": C, "share_basis_points": 5}, {"form_id": flag, "organisation_id": D1},
            ],
            "council": [
                {"user_id": chair, "function": "chair"}, {"user_id": chair, "function": "member"},
                {"user_id": app.id_of("p.clerk").await, "function": "chair"}, {"user_id": below, "function": "member"},
                {"user_id": NOTHING, "function": "member"},
            ],
        }));
        let refused = app.as_user("p.clerk").await.post(ROUNDS, body).await;
        assert_eq!(refused.violations(), expected([
            ("/closes_on", "out_of_range"), ("/movement_id", "not_found"), ("/forms/1", "duplicate"), ("/forms/2", "out_of_range"),
            ("/forms/3", "out_of_range"), ("/forms/4", "not_found"), ("/quotas/0/form_id", "not_found"),
            ("/quotas/1/organisation_id", "not_found"), ("/quotas/3/form_id", "duplicate"), ("/quotas/4/maximum", "not_allowed"),
            ("/quotas/5/share_basis_points", "missing"), ("/quotas/6/members", "missing"), ("/quotas/7/maximum", "missing"),
            ("/council/1/user_id", "duplicate"), ("/council/2/function", "duplicate"), ("/council/3/user_id", "not_found"),
            ("/council/4/user_id", "not_found"),
        ]));
    }

    async fn a_form_is_taken_that_is_valid_on_one_day_of_the_round(app: WorldApp) {
        let last = form(&app, "last_day", json!({"valid_from": "2025-12-31"})).await.id();
        let first = form(&app, "first_day", json!({"valid_to": "2025-01-02"})).await.id();
        assert_eq!(set_up(&app, &[&last, &first], json!({})).await["forms"], json!([last, first]));
    }

    async fn a_quota_lies_under_the_round(app: WorldApp) {
        let flag = seeded_form(&app, "emulation_flag_confederation").await;
        let body = with(new_round(D1, "Của huyện Một", &[&flag]), json!({"quotas": [
            {"form_id": flag, "organisation_id": A, "maximum": 1}, {"form_id": flag, "organisation_id": C, "maximum": 1},
            {"form_id": flag, "organisation_id": P, "maximum": 1},
        ]}));
        let refused = app.as_user("d1.clerk").await.post(ROUNDS, body).await;
        assert_eq!(refused.violations(), expected([("/quotas/1/organisation_id", "not_found"), ("/quotas/2/organisation_id", "not_found")]));
    }

    async fn a_round_is_edited_in_all_its_parts(app: WorldApp) {
        let (flag, merit) = (seeded_form(&app, "emulation_flag_confederation").await, seeded_form(&app, "certificate_of_merit_confederation").await);
        let first = json!({"quotas": [{"form_id": flag, "maximum": 8}, {"form_id": merit, "maximum": 13}]});
        let made = set_up(&app, &[&flag, &merit], first).await;
        let clerk = app.as_user("p.clerk").await;
        let edit = json!({"year": 2023, "name": "Tên mới", "opens_on": "2025-02-01", "closes_on": "2025-03-01", "forms": [merit]});
        let edited = clerk.patch(&path(&made), &made.etag(), edit.clone()).await.expect(200);
        for (member, value) in edit.as_object().unwrap() {
            assert_eq!(edited[member.as_str()], *value, "{member}");
        }
        assert_eq!(quotas(&edited), [json!([merit, P, 13, 0, 13])], "the quota of a form that goes goes with it");
        assert_eq!(edited["council"], made["council"]);
        let again = json!({"quotas": [{"form_id": merit, "maximum": 5}, {"form_id": merit, "organisation_id": D1, "maximum": 2}], "council": []});
        let edited = clerk.patch(&path(&made), &edited.etag(), again).await.expect(200);
        assert_eq!(quotas(&edited), [json!([merit, P, 5, 0, 5]), json!([merit, D1, 2, 0, 2])]);
        assert_eq!(edited["council"], json!([]));
        assert_eq!(clerk.get(&path(&made)).await.expect(200).json, edited.json);
        clerk.patch(&path(&made), &made.etag(), json!({"name": "Khác"})).await.problem("precondition_failed");
        app.as_user("d1.clerk").await.patch(&path(&made), &edited.etag(), json!({"name": "Khác"})).await.problem("forbidden");
    }

    async fn who_sits_in_the_council_keeps_the_name_of_then(app: WorldApp) {
        let flag = seeded_form(&app, "emulation_flag_confederation").await;
        let made = set_up(&app, &[&flag], json!({})).await;
        let (administrator, clerk) = (app.as_user("p.administrator").await, app.as_user("p.clerk").await);
        let id = app.id_of("p.inspector").await;
        let user = administrator.get(&format!("/api/v1/users/{id}")).await.expect(200);
        administrator.patch(&format!("/api/v1/users/{id}"), &user.etag(), json!({"display_name": "Người Đổi Tên"})).await.expect(200);
        let mut members = council(&app).await;
        members.reverse();
        let edited = clerk.patch(&path(&made), &made.etag(), json!({"council": members})).await.expect(200);
        assert_eq!(edited["council"][0]["name"], made["council"][5]["name"]);
        let without = clerk.patch(&path(&made), &edited.etag(), json!({"council": members[1..]})).await.expect(200);
        let back = clerk.patch(&path(&made), &without.etag(), json!({"council": members})).await.expect(200);
        assert_eq!(back["council"][0]["name"], "Người Đổi Tên", "named anew");
    }

    async fn the_list_is_narrowed_by_year_day_form_and_movement(app: WorldApp) {
        let (flag, merit) = (seeded_form(&app, "emulation_flag_confederation").await, seeded_form(&app, "certificate_of_merit_confederation").await);
        let concluded = movement(&app).await.id();
        let concluding = set_up(&app, &[&flag], json!({"year": 2023, "movement_id": concluded})).await;
        app.wait(1);
        let other = set_up(&app, &[&merit], json!({"closes_on": "2025-06-30"})).await;
        let reader = app.as_user("a.officer").await;
        for (query, found) in [
            ("year=2023".to_owned(), vec![&concluding]), ("year=2024".to_owned(), vec![&other]), (format!("form_id={merit}"), vec![&other]),
            (format!("movement_id={concluded}"), vec![&concluding]), ("open_on=2025-06-30".to_owned(), vec![&concluding, &other]),
            ("open_on=2025-07-01".to_owned(), vec![&concluding]), ("open_on=2024-12-31".to_owned(), vec![]),
            (format!("organisation_id={D1}"), vec![]), ("q=khen+thuong".to_owned(), vec![&concluding, &other]),
        ] {
            let rows = reader.all(&format!("{ROUNDS}?sort=created_at&{query}")).await;
            let ids: Vec<_> = rows.iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect();
            assert_eq!(ids, found.iter().map(|round| round.id()).collect::<Vec<_>>(), "{query}");
        }
    }

    async fn a_form_that_ends_locks_no_round(app: WorldApp) {
        let old = form(&app, "renewed", json!({})).await.id();
        let days = json!({"opens_on": "2025-03-01", "closes_on": "2025-04-30"});
        let made = set_up(&app, &[&old], days).await;
        nomination(&app, "a", new_nomination(A, &made.id(), &old, "Nguyễn Văn Mẫu")).await;
        let version = with(new_form("renewed"), json!({"valid_from": "2025-02-15"}));
        let new = app.as_user("p.administrator").await.post(FORMS, version).await.expect(201).id();
        let clerk = app.as_user("p.clerk").await;
        let edited = clerk.patch(&path(&made), &made.etag(), json!({"council": []})).await.expect(200);
        let edited = clerk.patch(&path(&made), &edited.etag(), json!({"forms": [old, new], "closes_on": "2025-05-31"})).await.expect(200);
        assert_eq!(edited["forms"], json!([old, new]));
        // One that ended before is not taken in, and new days leave none behind.
        let other = set_up(&app, &[&new], json!({"opens_on": "2025-03-01"})).await;
        let refused = clerk.patch(&path(&other), &other.etag(), json!({"forms": [new, old]})).await;
        assert_eq!(refused.violations(), expected([("/forms/1", "out_of_range")]));
        let refused = clerk.patch(&path(&other), &other.etag(), json!({"opens_on": "2025-01-01", "closes_on": "2025-02-14"})).await;
        assert_eq!(refused.violations(), expected([("/forms/0", "out_of_range")]));
    }

    async fn nobody_learns_from_a_round_that_others_are_put_forward(app: WorldApp) {
        let new = json!({"quotas": [
            {"form_id": COMMENDATION, "maximum": 9}, {"form_id": COMMENDATION, "organisation_id": D1, "maximum": 5},
            {"form_id": COMMENDATION, "organisation_id": A, "maximum": 3}, {"form_id": COMMENDATION, "organisation_id": C, "maximum": 2},
        ]});
        let made = set_up(&app, &[COMMENDATION], new).await;
        let reader = app.as_user("d1.officer").await;
        let before = reader.get(&path(&made)).await.expect(200).etag();
        reader.clone().with_header("if-none-match", &before).get(&path(&made)).await.expect(304);
        endorsed(&app, &made.id(), COMMENDATION, "Nguyễn Văn Mẫu", 1).await;
        for (who, seen) in [
            ("p.clerk", [Some(1), Some(1), Some(1), Some(0)]), ("d1.officer", [Some(1), Some(1), Some(1), None]),
            ("a.officer", [Some(1), Some(1), Some(1), None]), ("b.officer", [Some(1), Some(1), None, None]),
            ("c.clerk", [Some(1), None, None, Some(0)]), ("s.officer", [Some(1), None, None, None]),
        ] {
            let told = app.as_user(who).await.get(&path(&made)).await.expect(200);
            assert_eq!(told["version"], made["version"], "{who}");
            for (organisation, used) in [P, D1, A, C].into_iter().zip(seen) {
                let quota = told["quotas"].as_array().unwrap().iter().find(|one| one["organisation_id"] == organisation).unwrap();
                let left = used.map(|used| quota["maximum"].as_i64().unwrap() - used);
                assert_eq!((&quota["used"], &quota["left"]), (&json!(used), &json!(left)), "{who} {organisation}");
            }
        }
        // Who kept the round is told what is used now, and who edits it is not disturbed.
        let now = reader.with_header("if-none-match", &before).get(&path(&made)).await.expect(200);
        assert_ne!(now.etag(), before);
        let clerk = app.as_user("p.clerk").await;
        clerk.patch(&path(&made), &made.etag(), json!({"name": "Tên mới"})).await.expect(200);
    }

    async fn a_clerk_finds_whom_to_name_to_the_council(app: WorldApp) {
        let clerk = app.as_user("p.clerk").await;
        let at = |more: &str| format!("/api/v1/council-candidates?organisation_id={P}{more}");
        let found = clerk.all(&at("&limit=3")).await;
        for (username, _) in MEMBERS {
            let id = app.id_of(username).await;
            assert_eq!(found.iter().filter(|one| one["user_id"] == id).count(), 1, "{username}");
        }
        assert!(found.iter().all(|one| one.as_object().unwrap().len() == 2), "a name, and nothing else");
        let below = app.id_of("a.officer").await;
        assert!(found.iter().all(|one| one["user_id"] != below));

        let administrator = app.as_user("p.administrator").await;
        let new = json!({"username": "nguoi.moi", "display_name": "Đặng Thị Mẫu", "organisation_id": P, "role": "officer"});
        let user = administrator.post("/api/v1/users", new).await.expect(201).id();
        let searched = async || clerk.all(&at("&q=dang+thi")).await;
        assert_eq!(searched().await, [json!({"user_id": user, "name": "Đặng Thị Mẫu"})]);
        clerk.post(ROUNDS, with(new_round(P, "Có người mới", &[COMMENDATION]), json!({"council": [{"user_id": user, "function": "member"}]}))).await.expect(201);
        let grant = administrator.all(&format!("/api/v1/grants?user_id={user}")).await.remove(0);
        let grant = format!("/api/v1/grants/{}", grant["id"].as_str().unwrap());
        let etag = administrator.get(&grant).await.expect(200).etag();
        administrator.patch(&grant, &etag, json!({"valid_to": "2025-02-11"})).await.expect(200);
        app.wait(86_400);
        assert!(app.working("p.clerk").await.all(&at("&q=dang+thi")).await.is_empty());
        for other in ["p.chair", "p.officer", "d1.clerk"] {
            app.working(other).await.get(&at("")).await.problem("forbidden");
        }
        app.working("d1.clerk").await.get(&format!("/api/v1/council-candidates?organisation_id={D2}")).await.problem("not_found");
    }

    async fn a_round_without_nominations_goes(app: WorldApp) {
        let flag = seeded_form(&app, "emulation_flag_confederation").await;
        let made = set_up(&app, &[&flag], json!({"quotas": [{"form_id": flag, "maximum": 8}]})).await;
        let clerk = app.as_user("p.clerk").await;
        clerk.delete(&path(&made), "\"v7\"").await.problem("precondition_failed");
        app.as_user("p.officer").await.delete(&path(&made), &made.etag()).await.problem("forbidden");
        clerk.delete(&path(&made), &made.etag()).await.expect(204);
        clerk.get(&path(&made)).await.problem("not_found");
        for table in ["award_quotas", "award_council_members", "award_round_forms"] {
            assert_eq!(app.database.count(&format!("SELECT count(*) AS n FROM {table}")), 0, "{table}");
        }
    }
}
