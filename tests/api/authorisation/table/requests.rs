//! Requests of the person concerned, and holding what is to be kept for them.

use congdoan::identity::Action::{DataRequestManage, HardshipRead};
use congdoan::identity::Role::{Chair, Officer};
use serde_json::{Value, json};

use super::super::access::{list, names, record};
use super::super::case::Case;
use super::super::stage::Stage;
use super::{Row, hardship, row};
use crate::hardship::requests::{REQUESTS, new_request};
use crate::hardship::surveys::{SURVEYS, new_survey};
use crate::support::Answer;
use crate::support::world::D1;

pub fn rows() -> Vec<Row> {
    let managed = || record(DataRequestManage);
    let held = || record(HardshipRead).may(DataRequestManage);
    vec![
        row("list_data_subject_requests", list(DataRequestManage), |s| async move {
            let request = asked(&s, "export").await;
            Case::new().filter("?limit=200").shows(request.id())
        }),
        row("create_data_subject_request", names().may(DataRequestManage), |s| async move {
            Case::new().with(new_request(D1, "export", s.number()))
        }),
        row("read_data_subject_request", managed(), |s| async move { Case::of(&asked(&s, "export").await) }),
        row("read_data_subject_request_personal", managed(), |s| async move {
            Case::of(&asked(&s, "export").await).filter("?purpose=data_request")
        }),
        row("read_data_subject_request_export", managed(), |s| async move {
            Case::of(&asked(&s, "export").await)
        }),
        row("answer_data_subject_request", managed(), |s| async move {
            Case::of(&asked(&s, "export").await).with(json!({"answer": "Đã gửi bản sao."}))
        }),
        row("refuse_data_subject_request", managed(), |s| async move {
            Case::of(&asked(&s, "erase").await).with(why())
        }),
        row("correct_personal_data", managed(), |s| async move {
            let request = asked(&s, "correct").await;
            let survey = s.at(D1, Officer).post(SURVEYS, new_survey(D1, "Chủ nhà")).await.expect(201);
            let personal = format!("{REQUESTS}/{}/personal?purpose=data_request", request.id());
            let digits = s.at(D1, Chair).get(&personal).await.expect(200)["citizen_id"].clone();
            Case::of(&request).with(json!({"housing_survey_id": survey.id(), "citizen_id": digits}))
        }),
        row("erase_personal_data", managed(), |s| async move { Case::of(&asked(&s, "erase").await) }),
        row("read_data_subject_request_history", managed(), |s| async move {
            Case::of(&asked(&s, "export").await)
        }),
        row("hold_hardship_application", held(), |s| async move {
            Case::of(&hardship::draft(&s).await).with(why())
        }),
        row("release_hardship_application", held(), |s| async move {
            let dossier = hardship::draft(&s).await;
            let address = format!("/api/v1/hardship-applications/{}/hold", dossier.id());
            Case::of(&s.at(D1, Chair).act(&address, &dossier.etag(), why()).await.expect(200)).with(why())
        }),
    ]
}

fn why() -> Value {
    json!({"reason": "Đang được kiểm tra."})
}

/// A request of somebody new to D1. The numbers are above those of any dossier of the table.
async fn asked(s: &Stage, kind: &str) -> Answer {
    let body = new_request(D1, kind, 500_000 + s.number());
    s.at(D1, Chair).post(REQUESTS, body).await.expect(201)
}
