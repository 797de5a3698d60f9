//! What is wrong is corrected, also of a dossier that is finished.

use serde_json::{Value, json};

use super::{REQUESTS, act, asked, finished, new_request, path, told};
use crate::hardship::dossiers::{citizen, phone};
use crate::hardship::surveys::{SURVEYS, new_survey};
use crate::support::on_both_databases;
use crate::support::world::{A, B, D1};

on_both_databases! {
    async fn a_finished_dossier_is_corrected_and_tells_only_which_members(app: WorldApp) {
        let dossier = finished(&app).await;
        let id = dossier.rsplit('/').next().unwrap();
        let chair = app.working("d1.chair").await;
        let made = asked(&app, "d1", D1, "correct").await;
        let right = json!({"application_id": id, "phone": phone(77), "birth_date": "1990-05-14"});
        let corrected = act(&chair, &made, "correct", right.clone()).await.expect(200);
        assert_eq!((&corrected["status"], &corrected["version"]), (&json!("open"), &json!(2)));
        let read = chair.get(&format!("{dossier}/personal?purpose=data_request")).await.expect(200);
        assert_eq!((&read["phone"], &read["birth_date"]), (&json!(phone(77)), &json!("1990-05-14")));
        assert_eq!((&read["address"], &read["citizen_id"]), (&json!("Bản Mẫu"), &json!(citizen(7))));
        let notes = chair.get(&format!("{dossier}/notes")).await.expect(200);
        let note = notes["notes"].as_array().unwrap().iter().find(|note| note["kind"] == "correction").unwrap();
        assert_eq!(note["text"], "Đính chính theo yêu cầu của người có thông tin: ngày sinh, điện thoại.");
        let history = told(&chair, &dossier).await;
        let entry = history.iter().find(|entry| entry["action"] == "hardship_application.correct").unwrap();
        assert_eq!(entry["changes"]["sealed"], json!(["birth_date", "phone"]));
        assert_eq!(entry["changes"]["data_subject_request_id"], json!(made.id()));
        let history = Value::from(history).to_string();
        assert!(!history.contains("1990-05-14") && !history.contains("977000077"));
        // More may be corrected until the request is answered.
        act(&chair, &made, "correct", right.clone()).await.problem("precondition_failed");
        let answered = act(&chair, &corrected, "answer", json!({"answer": "Đã sửa."})).await.expect(200);
        act(&chair, &answered, "correct", right).await.problem("wrong_state");
    }

    async fn only_what_is_of_the_person_is_corrected(app: WorldApp) {
        let dossier = finished(&app).await;
        let id = dossier.rsplit('/').next().unwrap();
        let survey = app.working("a.officer").await.post(SURVEYS, new_survey(A, "Người Khác")).await.expect(201);
        let chair = app.working("d1.chair").await;
        let made = asked(&app, "d1", D1, "correct").await;
        for (body, pointer, code) in [
            (json!({"housing_survey_id": survey.id(), "phone": phone(77)}), "/housing_survey_id", "other_person"),
            (json!({"application_id": id}), "", "missing"),
            (json!({"phone": phone(77)}), "", "one_of"),
            (json!({"application_id": id, "housing_survey_id": id, "phone": null}), "", "one_of"),
            (json!({"application_id": id, "birth_date": "1991-05-04"}), "/birth_date", "does_not_fit"),
        ] {
            let refused = act(&chair, &made, "correct", body.clone()).await;
            assert_eq!(refused.violations(), [(pointer.to_owned(), code.to_owned())], "{body}");
        }
        act(&chair, &made, "correct", json!({"application_id": made.id(), "phone": null})).await.problem("not_found");
        let export = asked(&app, "d1", D1, "export").await;
        act(&chair, &export, "correct", json!({"application_id": id, "phone": null})).await.problem("wrong_state");
        // A chair of another union corrects nothing here.
        let other = app.working("b.chair").await.post(REQUESTS, new_request(B, "correct", 7)).await;
        let refused = act(&app.working("b.chair").await, &other.expect(201), "correct", json!({"application_id": id, "phone": null})).await;
        refused.problem("not_found");
    }

    async fn a_wrong_citizen_id_is_corrected_to_that_of_who_asks(app: WorldApp) {
        let survey = app.working("a.officer").await.post(SURVEYS, new_survey(A, "Người Mẫu 7")).await.expect(201);
        let chair = app.working("d1.chair").await;
        let made = asked(&app, "d1", D1, "correct").await;
        let right = json!({"housing_survey_id": survey.id(), "citizen_id": citizen(7)});
        act(&chair, &made, "correct", right).await.expect(200);
        let export = asked(&app, "d1", D1, "export").await;
        let export = chair.get(&format!("{}/export", path(&export))).await.expect(200);
        let personal = &export["housing_surveys"][0]["personal"];
        assert_eq!((&personal["citizen_id"], &personal["phone"]), (&json!(citizen(7)), &json!("+84912000045")));
        told(&chair, &format!("{SURVEYS}/{}", survey.id())).await;
    }
}
