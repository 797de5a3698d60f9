//! Families in housing difficulty: found by their union, masked for who works on them, put forward by the union above.

use serde_json::{Value, json};

use crate::support::world::{A, B, D1};
use crate::support::{Answer, TestApp, on_both_databases};

pub const SURVEYS: &str = "/api/v1/housing-surveys";

/// A family of a union, with everything that can be known of it.
pub fn new_survey(organisation: &str, householder: &str) -> Value {
    json!({
        "organisation_id": organisation, "year": 2025, "householder_name": householder,
        "citizen_id": "012090000089", "birth_date": "1990-05-04", "phone": "+84912000045",
        "address": "Bản Thử Nghiệm", "circumstances": "Mái nhà dột khi mưa", "condition": "makeshift",
        "work": "house_building", "estimate_vnd": 60_000_000, "surveyed_on": "2025-02-10",
    })
}

/// An entry of the grassroots union A.
pub async fn survey(app: &TestApp) -> Answer {
    app.working("a.officer").await.post(SURVEYS, new_survey(A, "Lò Văn Thử")).await.expect(201)
}

pub fn path(survey: &Answer) -> String {
    format!("{SURVEYS}/{}", survey.id())
}

fn personal(survey: &Answer) -> String {
    format!("{}/personal?purpose=processing", path(survey))
}

on_both_databases! {
    async fn an_officer_puts_a_family_down_and_all_see_it_masked(app: WorldApp) {
        let made = survey(&app).await;
        assert_eq!(made["citizen_id_masked"], "0*** *** ***89");
        assert_eq!(made["phone_masked"], "+84 *** *** *45");
        assert_eq!((&made["status"], &made["work"]), (&json!("surveyed"), &json!("house_building")));
        for sealed in ["012090000089", "+84912000045", "1990-05-04", "Bản Thử Nghiệm", "Mái nhà"] {
            assert!(!made.text.contains(sealed), "{sealed}");
        }
        for reader in ["a.officer", "d1.officer", "d1.inspector", "p.appraiser"] {
            let actor = app.as_user(reader).await;
            assert_eq!(actor.get(&path(&made)).await.expect(200).json, made.json, "{reader}");
            assert_eq!(actor.get(SURVEYS).await.expect(200).items().len(), 1, "{reader}");
        }
        for stranger in ["b.officer", "d2.chair", "a.clerk", "p.administrator"] {
            let actor = app.as_user(stranger).await;
            actor.get(&path(&made)).await.problem("not_found");
            assert_eq!(actor.get(SURVEYS).await.expect(200).items().len(), 0, "{stranger}");
        }
    }

    async fn reading_in_full_has_a_purpose_and_leaves_an_entry(app: WorldApp) {
        let made = survey(&app).await;
        let chair = app.as_user("d1.chair").await;
        chair.get(&format!("{}/personal", path(&made))).await.problem("invalid_query");
        chair.get(&format!("{}/personal?purpose=curiosity", path(&made))).await.problem("invalid_query");
        let read = chair.get(&personal(&made)).await.expect(200);
        assert_eq!(read.header("cache-control"), "no-store");
        let sent = new_survey(A, "Lò Văn Thử");
        for member in ["householder_name", "citizen_id", "birth_date", "phone", "address", "circumstances"] {
            assert_eq!(read[member], sent[member], "{member}");
        }
        // Below, an officer works on what is masked.
        app.as_user("d1.officer").await.get(&personal(&made)).await.problem("forbidden");
        app.as_user("b.officer").await.get(&personal(&made)).await.problem("not_found");
        let history = chair.all(&format!("{}/history", path(&made))).await;
        let actions: Vec<_> = history.iter().map(|entry| entry["action"].as_str().unwrap()).collect();
        assert_eq!(actions, ["housing_survey.create", "housing_survey.personal"]);
        assert_eq!(history[1]["changes"], json!({"purpose": "processing"}));
        assert!(history[1]["actor_name"].is_string());
        let told = Value::from(history).to_string();
        for sealed in ["012090000089", "912000045", "1990", "Thử Nghiệm", "Mái nhà"] {
            assert!(!told.contains(sealed), "{sealed}");
        }
    }

    async fn an_edit_sets_what_it_names_and_keeps_the_rest(app: WorldApp) {
        let made = survey(&app).await;
        let officer = app.as_user("a.officer").await;
        let edit = json!({"phone": "+84372000012", "circumstances": null, "work": "house_repair"});
        let edited = officer.patch(&path(&made), &made.etag(), edit).await.expect(200);
        assert_eq!(edited["phone_masked"], "+84 *** *** *12");
        let read = officer.get(&personal(&made)).await.expect(200);
        assert_eq!(read["phone"], "+84372000012");
        assert_eq!((&read["circumstances"], &read["citizen_id"]), (&Value::Null, &json!("012090000089")));
        officer.patch(&path(&made), &made.etag(), json!({"year": 2026})).await.problem("validation_failed");
        officer.patch(&path(&made), &made.etag(), json!({"work": "visit"})).await.problem("precondition_failed");
        let history = officer.all(&format!("{}/history", path(&made))).await;
        assert_eq!(history[1]["changes"]["sealed"], json!(["phone", "circumstances"]));
        // Nobody above writes for the union.
        let chair = app.as_user("d1.chair").await;
        chair.patch(&path(&made), &edited.etag(), json!({"work": "visit"})).await.problem("forbidden");
    }

    async fn what_does_not_fit_is_refused_together_and_never_repeated(app: WorldApp) {
        let officer = app.as_user("a.officer").await;
        let mut body = new_survey(A, "Lò Văn Thử");
        body["birth_date"] = json!("1991-05-04");
        body["condition"] = json!("castle");
        let refused = officer.post(SURVEYS, body).await;
        let expected = [("/birth_date", "does_not_fit"), ("/condition", "not_found")];
        assert_eq!(refused.violations(), expected.map(|(at, code)| (at.to_owned(), code.to_owned())));
        assert!(!refused.text.contains("1991") && !refused.text.contains("012090000089"));
        let made = survey(&app).await;
        let refused = officer.patch(&path(&made), &made.etag(), json!({"citizen_id": "012095000089"})).await;
        assert_eq!(refused.violations(), [("/birth_date".to_owned(), "does_not_fit".to_owned())]);
        for (member, wrong) in [
            ("citizen_id", "012990000089"), ("citizen_id", "01209000008"), ("phone", "0912000045"),
            ("surveyed_on", "2025-02-11"),
        ] {
            let mut body = new_survey(A, "Lò Văn Thử");
            body[member] = json!(wrong);
            let refused = officer.post(SURVEYS, body).await;
            assert_eq!(refused.violations()[0].0, format!("/{member}"));
            assert!(!refused.text.contains(wrong), "{}", refused.text);
        }
    }

    async fn the_union_above_puts_an_entry_forward_and_takes_it_back(app: WorldApp) {
        let made = survey(&app).await;
        let (shortlist, unshortlist) = (format!("{}/shortlist", path(&made)), format!("{}/unshortlist", path(&made)));
        for other in ["a.chair", "d1.officer", "p.inspector"] {
            app.as_user(other).await.act(&shortlist, &made.etag(), json!({})).await.problem("forbidden");
        }
        let chair = app.as_user("d1.chair").await;
        chair.act(&unshortlist, &made.etag(), json!({})).await.problem("wrong_state");
        let forward = chair.act(&shortlist, &made.etag(), json!({})).await.expect(200);
        assert_eq!(forward["status"], "shortlisted");
        assert_eq!(forward["shortlisted_by"], app.id_of("d1.chair").await);
        chair.act(&shortlist, &made.etag(), json!({})).await.problem("precondition_failed");
        chair.act(&shortlist, &forward.etag(), json!({})).await.problem("wrong_state");
        let back = chair.act(&unshortlist, &forward.etag(), json!({})).await.expect(200);
        assert_eq!((&back["status"], &back["shortlisted_by"]), (&json!("surveyed"), &Value::Null));
    }

    async fn an_entry_is_found_by_name_union_work_condition_year_and_state(app: WorldApp) {
        survey(&app).await;
        app.wait(1);
        let mut other = new_survey(B, "Giàng Thị Mẫu");
        other["work"] = json!("visit");
        other["condition"] = json!("damaged");
        other["year"] = json!(2024);
        app.as_user("b.officer").await.post(SURVEYS, other).await.expect(201);
        let inspector = app.as_user("d1.inspector").await;
        let found = async |filter: &str| {
            let list = inspector.get(&format!("{SURVEYS}?{filter}")).await.expect(200);
            list.items().iter().map(|one| one["householder_name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        for filter in ["q=giang", "work=visit", "condition=damaged", "year=2024", &format!("organisation_id={B}")] {
            assert_eq!(found(filter).await, ["Giàng Thị Mẫu"], "{filter}");
        }
        assert_eq!(found("status=surveyed").await, ["Giàng Thị Mẫu", "Lò Văn Thử"], "the newest first");
        assert_eq!(found("sort=created_at").await, ["Lò Văn Thử", "Giàng Thị Mẫu"]);
        assert!(found("status=shortlisted").await.is_empty());
    }

    async fn an_entry_can_be_removed_by_its_union(app: WorldApp) {
        let made = survey(&app).await;
        app.as_user("d1.chair").await.delete(&path(&made), &made.etag()).await.problem("forbidden");
        let officer = app.as_user("a.officer").await;
        officer.delete(&path(&made), &made.etag()).await.expect(204);
        officer.get(&path(&made)).await.problem("not_found");
        app.as_user("d1.officer").await.post(SURVEYS, new_survey(A, "Lò Văn Thử")).await.problem("forbidden");
        app.as_user("d1.officer").await.post(SURVEYS, new_survey(D1, "Lò Văn Thử")).await.expect(201);
    }

    async fn a_sealed_value_that_was_moved_does_not_open(app: WorldApp) {
        let made = survey(&app).await;
        let officer = app.as_user("a.officer").await;
        let other = officer.post(SURVEYS, new_survey(A, "Giàng Thị Mẫu")).await.expect(201);
        app.database.execute(
            "UPDATE housing_surveys SET phone = (SELECT phone FROM housing_surveys WHERE householder_name = 'Lò Văn Thử') \
             WHERE householder_name = 'Giàng Thị Mẫu'",
        );
        officer.get(&path(&other)).await.problem("internal_error");
        officer.get(&path(&made)).await.expect(200);
        app.database.execute("UPDATE housing_surveys SET address = circumstances WHERE householder_name = 'Lò Văn Thử'");
        let refused = officer.get(&personal(&made)).await;
        refused.problem("internal_error");
        assert!(!refused.text.contains("Mái nhà"));
    }
}
