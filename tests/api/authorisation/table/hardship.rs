//! Applications for hardship support.

use congdoan::identity::Action::{
    HardshipAppraise, HardshipComment, HardshipDecide, HardshipDraft, HardshipEndorse, HardshipPersonal,
    HardshipRead, HardshipSubmit,
};
use congdoan::identity::Role::{Accountant, Appraiser, Chair, Officer};
use serde_json::json;

use super::super::access::{list, names, record};
use super::super::case::Case;
use super::super::stage::Stage;
use super::{Row, programmes, row};
use crate::hardship::dossiers::{act, new_dossier, path};
use crate::hardship::programmes::{add_norm, new_norm};
use crate::support::Answer;
use crate::support::world::{D1, P};

const APPLICATIONS: &str = "/api/v1/hardship-applications";

#[expect(clippy::too_many_lines, reason = "one table, read as one")]
pub fn rows() -> Vec<Row> {
    let seen = || record(HardshipRead);
    let drafted = || seen().may(HardshipDraft);
    vec![
        row("list_hardship_applications", list(HardshipRead), |s| async move {
            let dossier = draft(&s).await;
            Case::new()
                .filter(format!("?programme_id={}", dossier.text_of("programme_id")))
                .shows(dossier.id())
        }),
        row("create_hardship_application", names().may(HardshipDraft), |s| async move {
            Case::new().with(new_dossier(D1, &programme(&s).await.id(), s.number()))
        }),
        row("list_hardship_duplicates", list(HardshipRead), |s| async move {
            let (_, second) = twins(&s).await;
            Case::new().filter("?limit=200").shows(second.id())
        }),
        row("read_hardship_application", seen(), |s| async move { Case::of(&draft(&s).await) }),
        row("update_hardship_application", drafted(), |s| async move {
            Case::of(&draft(&s).await).with(json!({"requested_vnd": 1_000_000}))
        }),
        row("delete_hardship_application", drafted(), |s| async move { Case::of(&draft(&s).await) }),
        row("submit_hardship_application", seen().may(HardshipSubmit), |s| async move {
            Case::of(&draft(&s).await)
        }),
        row("request_hardship_information", seen().may(HardshipEndorse), |s| async move {
            Case::of(&submitted(&s).await).with(json!({"question": "Thiếu giấy nào?"}))
        }),
        row("request_hardship_information", seen().may(HardshipAppraise), |s| async move {
            Case::of(&endorsed(&s).await).with(json!({"question": "Thiếu giấy nào?"}))
        })
        .when("once endorsed"),
        row("answer_hardship_question", drafted(), |s| async move {
            let dossier = submitted(&s).await;
            let asked = json!({"question": "Thiếu giấy nào?"});
            let asked = act(s.at(P, Chair), &dossier, "request-information", asked).await.expect(200);
            Case::of(&asked).with(json!({"answer": "Đã bổ sung."}))
        }),
        row("endorse_hardship_application", seen().may(HardshipEndorse), |s| async move {
            Case::of(&submitted(&s).await)
        }),
        row("return_hardship_application", seen().may(HardshipEndorse), |s| async move {
            Case::of(&submitted(&s).await).with(why())
        }),
        row("return_hardship_application", seen().may(HardshipAppraise), |s| async move {
            Case::of(&endorsed(&s).await).with(why())
        })
        .when("once endorsed"),
        row("appraise_hardship_application", seen().may(HardshipAppraise), |s| async move {
            Case::of(&endorsed(&s).await).with(json!({"opinion": "Đủ điều kiện.", "proposed_vnd": 1_000_000}))
        }),
        row("reject_hardship_application", seen().may(HardshipDecide), |s| async move {
            Case::of(&appraised(&s).await).with(why())
        }),
        row("withdraw_hardship_application", drafted(), |s| async move {
            Case::of(&submitted(&s).await).with(why())
        }),
        row("override_hardship_duplicate", seen().may(HardshipDecide), |s| async move {
            Case::of(&twins(&s).await.1).with(why())
        }),
        row("read_hardship_application_personal", seen().may(HardshipPersonal), |s| async move {
            Case::of(&draft(&s).await).filter("?purpose=processing")
        }),
        row("read_hardship_application_notes", seen().may(HardshipPersonal), |s| async move {
            Case::of(&draft(&s).await)
        }),
        row("create_hardship_comment", seen().may(HardshipComment), |s| async move {
            Case::of(&draft(&s).await).with(json!({"text": "Đã gọi điện cho gia đình."}))
        }),
        row("read_hardship_note", seen().may(HardshipPersonal), |s| async move {
            let comments = format!("{}/comments", path(&draft(&s).await));
            let comment = json!({"text": "Đã gọi điện cho gia đình."});
            Case::of(&s.at(D1, Officer).post(&comments, comment).await.expect(201))
        }),
        row("read_hardship_application_history", seen(), |s| async move { Case::of(&draft(&s).await) }),
    ]
}

fn why() -> serde_json::Value {
    json!({"reason": "Thiếu giấy tờ."})
}

/// A programme of D1 with a norm.
async fn programme(s: &Stage) -> Answer {
    let programme = programmes::opened(s).await;
    let norm = new_norm("critical_illness", 5_000_000, "2025-01-01");
    add_norm(s.at(D1, Accountant), &programme, norm).await.expect(201);
    programme
}

/// A draft of D1.
pub async fn draft(s: &Stage) -> Answer {
    let body = new_dossier(D1, &programme(s).await.id(), s.number());
    s.at(D1, Officer).post(APPLICATIONS, body).await.expect(201)
}

pub async fn submitted(s: &Stage) -> Answer {
    act(s.at(D1, Chair), &draft(s).await, "submit", json!({})).await.expect(200)
}

pub async fn endorsed(s: &Stage) -> Answer {
    act(s.at(P, Chair), &submitted(s).await, "endorse", json!({})).await.expect(200)
}

pub async fn appraised(s: &Stage) -> Answer {
    let opinion = json!({"opinion": "Đủ điều kiện.", "proposed_vnd": 1_000_000});
    act(s.at(D1, Appraiser), &endorsed(s).await, "appraise", opinion).await.expect(200)
}

/// A submitted application, and a draft for the same person.
async fn twins(s: &Stage) -> (Answer, Answer) {
    let body = new_dossier(D1, &programme(s).await.id(), s.number());
    let first = s.at(D1, Officer).post(APPLICATIONS, body.clone()).await.expect(201);
    let first = act(s.at(D1, Chair), &first, "submit", json!({})).await.expect(200);
    (first, s.at(D1, Officer).post(APPLICATIONS, body).await.expect(201))
}
