//! What a person is given.

use serde_json::json;

use super::{act, actions, asked, dossier, finished, path, told};
use crate::hardship::dossiers::citizen;
use crate::hardship::programmes::programme;
use crate::hardship::surveys::{SURVEYS, new_survey};
use crate::support::on_both_databases;
use crate::support::world::{A, D1, P};

on_both_databases! {
    async fn an_export_holds_all_that_is_held_on_the_person(app: WorldApp) {
        let dossier = finished(&app).await;
        let mut survey = new_survey(A, "Người Mẫu 7");
        survey["citizen_id"] = json!(citizen(7));
        let officer = app.working("a.officer").await;
        let survey = officer.post(SURVEYS, survey).await.expect(201);
        officer.post(SURVEYS, new_survey(A, "Người Khác")).await.expect(201);
        let chair = app.working("d1.chair").await;
        let made = asked(&app, "d1", D1, "export").await;
        let export = chair.get(&format!("{}/export", path(&made))).await.expect(200);
        assert_eq!(export.header("cache-control"), "no-store");
        assert_eq!((&export["citizen_id"], &export["requests"][0]["id"]), (&json!(citizen(7)), &json!(made.id())));
        let held = &export["applications"][0];
        assert_eq!(export["applications"].as_array().unwrap().len(), 1);
        assert!(dossier.ends_with(held["application"]["id"].as_str().unwrap()));
        assert_eq!(held["personal"]["circumstances"], "Hoàn cảnh mẫu.");
        assert_eq!((&held["personal"]["citizen_id"], &held["personal"]["birth_date"]), (&json!(citizen(7)), &json!("1990-05-04")));
        let mut notes: Vec<_> =
            held["notes"].as_array().unwrap().iter().map(|note| note["text"].as_str().unwrap()).collect();
        // All of it at one moment of the clock, so in no order.
        notes.sort_unstable();
        assert_eq!(notes, ["Đã được quỹ khác hỗ trợ.", "Đủ điều kiện."]);
        assert_eq!((&held["decision_lines"][0]["amount_vnd"], &held["decision_lines"][0]["state"]), (&json!(1_000_000), &json!("in_force")));
        assert!(held["decision_lines"][0]["decision_symbol"].is_string());
        let mut payments: Vec<_> = held["payments"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| (one["kind"].as_str().unwrap(), one["amount_vnd"].as_i64().unwrap()))
            .collect();
        payments.sort_unstable();
        assert_eq!(payments, [("disbursement", 1_000_000), ("reclaim", 400_000)]);
        assert_eq!(held["files"], json!([]));
        assert_eq!(export["housing_surveys"].as_array().unwrap().len(), 1);
        let entry = &export["housing_surveys"][0];
        assert_eq!((&entry["housing_survey"]["id"], &entry["personal"]["address"]), (&json!(survey.id()), &json!("Bản Thử Nghiệm")));
        // Each record tells that it was read, and for what.
        let history = told(&chair, &dossier).await;
        let last = history.last().unwrap();
        assert_eq!(last["changes"], json!({"purpose": "data_request", "data_subject_request_id": made.id()}));
        let of_survey = told(&chair, &format!("{SURVEYS}/{}", survey.id())).await;
        assert_eq!(actions(&of_survey), ["housing_survey.create", "housing_survey.personal"]);
        let of_request = told(&chair, &path(&made)).await;
        assert_eq!(of_request[1]["changes"], json!({"applications": 1, "housing_surveys": 1}));
    }

    async fn an_export_reaches_no_further_than_the_own_part_of_the_tree(app: WorldApp) {
        let programme = programme(&app).await.id();
        let here = dossier("a").appraised(&app, &programme).await;
        // The same person in the other district, for something else.
        let elsewhere = crate::hardship::filing::Dossier { category: "infertility_treatment", ..dossier("c") };
        let there = elsewhere.appraised(&app, &programme).await;
        for (prefix, organisation, expected) in
            [("a", A, vec![&here]), ("d1", D1, vec![&here]), ("p", P, vec![&here, &there])]
        {
            let made = asked(&app, prefix, organisation, "export").await;
            let chair = app.working(&format!("{prefix}.chair")).await;
            let export = chair.get(&format!("{}/export", path(&made))).await.expect(200);
            let held = export["applications"].as_array().unwrap().iter();
            let mut ids: Vec<_> = held.map(|one| one["application"]["id"].as_str().unwrap()).collect();
            ids.sort_unstable();
            let mut expected: Vec<&str> = expected.into_iter().map(String::as_str).collect();
            expected.sort_unstable();
            assert_eq!(ids, expected, "{prefix}");
        }
    }

    async fn only_who_asked_for_it_and_was_not_refused_is_given_an_export(app: WorldApp) {
        let chair = app.working("d1.chair").await;
        let other = asked(&app, "d1", D1, "correct").await;
        chair.get(&format!("{}/export", path(&other))).await.problem("wrong_state");
        let made = asked(&app, "d1", D1, "export").await;
        act(&chair, &made, "refuse", json!({"reason": "Không đúng người"})).await.expect(200);
        chair.get(&format!("{}/export", path(&made))).await.problem("wrong_state");
    }
}
