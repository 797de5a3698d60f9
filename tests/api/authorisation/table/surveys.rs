//! Housing surveys.

use congdoan::identity::Action::{HardshipDraft, HardshipEndorse, HardshipPersonal, HardshipRead};
use congdoan::identity::Role::{Chair, Officer};
use serde_json::json;

use super::super::access::{list, names, record};
use super::super::case::Case;
use super::super::stage::Stage;
use super::{Row, row};
use crate::hardship::surveys::{SURVEYS, new_survey};
use crate::support::Answer;
use crate::support::world::{D1, P};

pub fn rows() -> Vec<Row> {
    let seen = || record(HardshipRead);
    let drafted = || seen().may(HardshipDraft);
    vec![
        row("list_housing_surveys", list(HardshipRead), |s| async move {
            let survey = entered(&s).await;
            Case::new().filter(format!("?q={}", survey.text_of("householder_name"))).shows(survey.id())
        }),
        row("create_housing_survey", names().may(HardshipDraft), |s| async move {
            Case::new().with(new_survey(D1, &format!("chunha{:04}", s.number())))
        }),
        row("read_housing_survey", seen(), survey),
        row(
            "update_housing_survey",
            drafted(),
            |s| async move { survey(s).await.with(json!({"work": "visit"})) },
        ),
        row("delete_housing_survey", drafted(), survey),
        row("shortlist_housing_survey", seen().may(HardshipEndorse), |s| async move {
            survey(s).await.with(json!({}))
        }),
        row("unshortlist_housing_survey", seen().may(HardshipEndorse), |s| async move {
            let entry = entered(&s).await;
            let shortlist = format!("{SURVEYS}/{}/shortlist", entry.id());
            let forward = s.at(P, Chair).act(&shortlist, &entry.etag(), json!({})).await.expect(200);
            Case::of(&forward).with(json!({}))
        }),
        row("read_housing_survey_personal", seen().may(HardshipPersonal), |s| async move {
            survey(s).await.filter("?purpose=processing".to_owned())
        }),
        row("read_housing_survey_history", seen(), survey),
    ]
}

/// An entry of D1.
async fn entered(s: &Stage) -> Answer {
    let body = new_survey(D1, &format!("chunha{:04}", s.number()));
    s.at(D1, Officer).post(SURVEYS, body).await.expect(201)
}

async fn survey(s: Stage) -> Case {
    Case::of(&entered(&s).await)
}
