//! Nothing is erased before its time, and afterwards nothing is left.

use serde_json::{Value, json};

use super::{APPLICATIONS, act, actions, asked, dossier, finished, path, told};
use crate::hardship::dossiers::citizen;
use crate::hardship::filing::step;
use crate::hardship::programmes::programme;
use crate::hardship::surveys::{SURVEYS, new_survey};
use crate::support::on_both_databases;
use crate::support::world::{A, D1};

/// Counts what is still told of anybody.
const LEFT: [&str; 5] = [
    "SELECT count(*) AS n FROM hardship_persons WHERE citizen_id IS NOT NULL OR citizen_hash IS NOT NULL OR person_hash IS NOT NULL OR birth_date IS NOT NULL OR phone IS NOT NULL OR address IS NOT NULL OR circumstances IS NOT NULL OR bank IS NOT NULL",
    "SELECT count(*) AS n FROM hardship_notes WHERE body IS NOT NULL",
    "SELECT count(*) AS n FROM support_decision_lines WHERE reason IS NOT NULL",
    "SELECT count(*) AS n FROM support_payments WHERE reason IS NOT NULL",
    "SELECT count(*) AS n FROM hardship_applications WHERE beneficiary_name <> '(đã xóa)' OR beneficiary_folded <> '(da xoa)' OR member_name IS NOT NULL OR erased_at IS NULL",
];
const DAY: i64 = 86_400;
const WHY: &str = "Đang được kiểm tra";

on_both_databases! {
    async fn nothing_is_erased_while_any_of_it_must_be_kept(app: WorldApp) {
        let dossier_path = finished(&app).await;
        let made = asked(&app, "d1", D1, "erase").await;
        // The last day of a year that began today.
        app.wait(365 * DAY);
        let chair = app.working("d1.chair").await;
        let refused = act(&chair, &made, "erase", json!({})).await;
        let detail = refused.problem("retention_runs")["detail"].as_str().unwrap().to_owned();
        assert!(detail.contains("10/02/2026"), "{detail}");
        app.wait(DAY);
        let chair = app.working("d1.chair").await;
        step(&chair, &dossier_path, "hold", json!({"reason": WHY})).await;
        act(&chair, &made, "erase", json!({})).await.problem("retention_runs");
        step(&chair, &dossier_path, "release-hold", json!({"reason": WHY})).await;
        // Another entry of the same person has time left: neither goes.
        let mut survey = new_survey(A, "Người Mẫu 7");
        survey["citizen_id"] = json!(citizen(7));
        app.working("a.officer").await.post(SURVEYS, survey).await.expect(201);
        act(&chair, &made, "erase", json!({})).await.problem("retention_runs");
        let read = chair.get(&format!("{dossier_path}/personal?purpose=data_request")).await.expect(200);
        assert_eq!(read["citizen_id"], citizen(7));
        let open = chair.get(&path(&made)).await.expect(200);
        assert_eq!((&open["status"], &open["overdue"]), (&json!("open"), &json!(true)));
    }

    async fn a_dossier_under_way_is_not_erased(app: WorldApp) {
        let programme = programme(&app).await.id();
        dossier("a").appraised(&app, &programme).await;
        let made = asked(&app, "d1", D1, "erase").await;
        act(&app.working("d1.chair").await, &made, "erase", json!({})).await.problem("retention_runs");
    }

    async fn what_is_over_is_erased_and_tells_of_nobody(app: WorldApp) {
        let dossier = finished(&app).await;
        let made = asked(&app, "d1", D1, "erase").await;
        app.wait(366 * DAY);
        let chair = app.working("d1.chair").await;
        let before = chair.get(&dossier).await.expect(200);
        let done = act(&chair, &made, "erase", json!({})).await.expect(200);
        assert_eq!(done["status"], "answered");
        for left in LEFT {
            assert_eq!(app.database.count(left), 0, "{left}");
        }
        let after = chair.get(&dossier).await.expect(200);
        assert_eq!(after["beneficiary_name"], "(đã xóa)");
        assert_eq!((&after["citizen_id_masked"], &after["phone_masked"]), (&Value::Null, &Value::Null));
        assert_eq!((&after["approved_vnd"], &after["code"]), (&before["approved_vnd"], &before["code"]));
        assert_eq!(after["version"].as_i64(), before["version"].as_i64().map(|version| version + 1));
        assert!(after["erased_at"].is_string());
        let personal = chair.get(&format!("{dossier}/personal?purpose=inspection")).await.expect(200);
        assert_eq!((&personal["citizen_id"], &personal["bank"]), (&Value::Null, &Value::Null));
        let history = told(&chair, &dossier).await;
        let erased = history.iter().find(|entry| entry["action"] == "hardship_application.erase").unwrap();
        assert_eq!(erased["changes"], json!({"data_subject_request_id": made.id()}));
        let told = told(&chair, &path(&made)).await;
        assert_eq!(actions(&told), ["data_subject_request.create", "data_subject_request.erase"]);
        assert_eq!(told[1]["changes"], json!({"applications": 1, "housing_surveys": 0}));
        // Nothing is written about the person any more.
        let etag = after.etag();
        chair.act(&format!("{dossier}/hold"), &etag, json!({"reason": WHY})).await.problem("wrong_state");
        chair.post(&format!("{dossier}/comments"), json!({"text": "Là ai?"})).await.problem("wrong_state");
        // Asked again, there is nothing left to erase.
        let again = asked(&app, "d1", D1, "erase").await;
        assert_eq!(act(&chair, &again, "erase", json!({})).await.expect(200)["status"], "answered");
    }

    async fn a_survey_entry_is_erased_after_ten_years(app: WorldApp) {
        let mut body = new_survey(A, "Người Mẫu 7");
        body["citizen_id"] = json!(citizen(7));
        body["surveyed_on"] = json!("2015-02-10");
        let officer = app.working("a.officer").await;
        let survey = format!("{SURVEYS}/{}", officer.post(SURVEYS, body).await.expect(201).id());
        let made = asked(&app, "d1", D1, "erase").await;
        act(&app.working("d1.chair").await, &made, "erase", json!({})).await.problem("retention_runs");
        app.wait(DAY);
        let chair = app.working("d1.chair").await;
        act(&chair, &made, "erase", json!({})).await.expect(200);
        let left = chair.get(&format!("{survey}/personal?purpose=inspection")).await.expect(200);
        assert_eq!(left["householder_name"], "(đã xóa)");
        for member in ["citizen_id", "birth_date", "phone", "address", "circumstances"] {
            assert_eq!(left[member], Value::Null, "{member}");
        }
        assert_eq!(app.database.count("SELECT count(*) AS n FROM housing_surveys WHERE citizen_hash IS NOT NULL"), 0);
    }

    async fn chairs_of_the_line_put_a_dossier_on_hold_with_a_reason(app: WorldApp) {
        let programme = programme(&app).await.id();
        let dossier = format!("{APPLICATIONS}/{}", dossier("a").appraised(&app, &programme).await);
        let chair = app.working("d1.chair").await;
        let etag = chair.get(&dossier).await.expect(200).etag();
        let why = json!({"reason": WHY});
        for other in ["a.officer", "d1.officer", "p.approver"] {
            let actor = app.working(other).await;
            actor.act(&format!("{dossier}/hold"), &etag, why.clone()).await.problem("forbidden");
        }
        app.working("b.chair").await.act(&format!("{dossier}/hold"), &etag, why.clone()).await.problem("not_found");
        let held = step(&app.working("a.chair").await, &dossier, "hold", why.clone()).await;
        assert_eq!((&held["on_hold"], &held["status"]), (&json!(true), &json!("appraised")));
        chair.act(&format!("{dossier}/hold"), &held.etag(), why.clone()).await.problem("wrong_state");
        let free = step(&chair, &dossier, "release-hold", why).await;
        assert_eq!(free["on_hold"], json!(false));
        let history = told(&chair, &dossier).await;
        assert!(!Value::from(history.clone()).to_string().contains(WHY));
        let last: Vec<_> = actions(&history).into_iter().rev().take(2).collect();
        assert_eq!(last, ["hardship_application.release_hold", "hardship_application.hold"]);
        let notes = chair.get(&format!("{dossier}/notes")).await.expect(200);
        let mut held = notes["notes"].as_array().unwrap().iter().filter(|note| note["kind"] == "hold");
        assert_eq!(held.clone().count(), 2);
        assert!(held.all(|note| note["text"] == WHY), "{notes}");
    }
}
