//! Nominations of D1 in a round of the province.

use congdoan::identity::Action::{AwardAppraise, AwardDraft, AwardEndorse, AwardRead, AwardSubmit};
use congdoan::identity::Role::{Chair, Clerk, Officer};
use serde_json::json;

use super::super::access::{list, names, record};
use super::super::case::Case;
use super::super::stage::Stage;
use super::{Row, row};
use crate::awards::COMMENDATION;
use crate::awards::nominations::{NOMINATIONS, act, appraisal, new_nomination, why};
use crate::support::Answer;
use crate::support::world::{D1, P};

pub fn rows() -> Vec<Row> {
    let seen = || record(AwardRead);
    let drafted = || seen().may(AwardDraft);
    let looked_into = || seen().may(AwardEndorse).may_at(AwardAppraise, P);
    vec![
        row("list_award_nominations", list(AwardRead), |s| async move {
            let draft = draft(&s).await;
            Case::new().filter(format!("?round_id={}", draft.text_of("round_id"))).shows(draft.id())
        }),
        row("create_award_nomination", names().may(AwardDraft), |s| async move {
            Case::new().with(new_nomination(D1, &round(&s).await, COMMENDATION, "Người Mẫu"))
        }),
        row("read_award_nomination", seen(), |s| async move { Case::of(&draft(&s).await) }),
        row("read_award_nomination_history", seen(), |s| async move { Case::of(&draft(&s).await) }),
        row("read_award_nomination_notes", seen(), |s| async move { Case::of(&draft(&s).await) }),
        row("read_award_nomination_eligibility", seen(), |s| async move { Case::of(&draft(&s).await) }),
        row("update_award_nomination", drafted(), |s| async move {
            Case::of(&draft(&s).await).with(json!({"workplace": "Tổ Khác"}))
        }),
        row("delete_award_nomination", drafted(), |s| async move { Case::of(&draft(&s).await) }),
        row(
            "submit_award_nomination",
            seen().may(AwardSubmit),
            |s| async move { Case::of(&draft(&s).await) },
        ),
        row("return_award_nomination", seen().may(AwardEndorse), |s| async move {
            Case::of(&submitted(&s).await).with(why())
        }),
        row("return_award_nomination", looked_into(), |s| async move {
            Case::of(&endorsed(&s).await).with(why())
        })
        .when("once endorsed"),
        row("endorse_award_nomination", seen().may(AwardEndorse), |s| async move {
            Case::of(&submitted(&s).await).with(json!({"rank": 1}))
        }),
        row(
            "withdraw_award_nomination",
            drafted(),
            |s| async move { Case::of(&submitted(&s).await).with(why()) },
        ),
        row("appraise_award_nomination", seen().may_at(AwardAppraise, P), |s| async move {
            Case::of(&endorsed(&s).await).with(appraisal())
        }),
        row(
            "hold_award_nomination",
            looked_into(),
            |s| async move { Case::of(&submitted(&s).await).with(why()) },
        ),
        row("release_award_nomination", looked_into(), |s| async move {
            let sent = submitted(&s).await;
            Case::of(&act(s.at(P, Chair), &sent, "hold", why()).await.expect(200)).with(why())
        }),
    ]
}

/// A round of the province.
async fn round(s: &Stage) -> String {
    let new = json!({
        "organisation_id": P, "year": 2024, "name": "Khen thưởng năm 2024", "opens_on": "2025-01-01",
        "closes_on": "2025-12-31", "forms": [COMMENDATION],
    });
    s.at(P, Clerk).post("/api/v1/award-rounds", new).await.expect(201).id()
}

async fn draft(s: &Stage) -> Answer {
    // Nobody is nominated twice for a form in one year.
    let name = format!("Người Mẫu {}", s.number());
    let body = new_nomination(D1, &round(s).await, COMMENDATION, &name);
    s.at(D1, Officer).post(NOMINATIONS, body).await.expect(201)
}

async fn submitted(s: &Stage) -> Answer {
    act(s.at(D1, Chair), &draft(s).await, "submit", json!({})).await.expect(200)
}

async fn endorsed(s: &Stage) -> Answer {
    act(s.at(P, Chair), &submitted(s).await, "endorse", json!({"rank": 1})).await.expect(200)
}
