//! An authority that is an organisation of this system answers itself.

use serde_json::json;

use super::{SUBMISSIONS, answer, answered, award, new_submission, path, sign, submitted};
use crate::attachments::{creation, samples::pdf, send};
use crate::awards::decisions::DECISIONS;
use crate::awards::imports::AWARDS;
use crate::awards::seed::{nomination_of, round_of, uuid};
use crate::awards::{CERTIFICATE, COMMENDATION, COUNCIL, approved, round, step};
use crate::support::world::{D1, P};
use crate::support::{TestApp, on_both_databases};

/// D1 has submitted a person of A to the province, whose form it is; answers submission and nomination. Who approves at
/// D1 is `b.chair`.
async fn submitted_to_the_province(app: &TestApp) -> (String, String) {
    let grant = json!({"user_id": app.id_of("b.chair").await, "organisation_id": D1, "role": "approver"});
    app.working("p.administrator").await.post("/api/v1/grants", grant).await.expect(201);
    let mut hands = Vec::new();
    for user in ["a.officer", "a.chair", "d1.chair"] {
        hands.push(uuid(&app.id_of(user).await));
    }
    let round = round_of(app, D1, uuid(&app.id_of("d1.clerk").await), &hands);
    let nomination =
        nomination_of(app, &round, COMMENDATION, "council_approved", [hands[0], hands[1], hands[2]]);
    let mut body = new_submission(&round, std::slice::from_ref(&nomination));
    body["authority"] = json!("provincial_federation");
    let submission = app.working("d1.clerk").await.post(SUBMISSIONS, body).await.expect(201).id();
    let signed = sign(&app.as_user("b.chair").await, &submission).await.expect(200);
    assert_eq!(signed["authority_organisation_id"], P);
    (submission, nomination)
}

on_both_databases! {
    async fn the_union_above_answers_what_is_submitted_to_it_and_nobody_in_its_name(app: WorldApp) {
        let (submission, nomination) = submitted_to_the_province(&app).await;
        let (below, above) = (app.working("d1.clerk").await, app.working("p.clerk").await);
        step(&below, &path(&submission), "answers", answer(&[award(&nomination)])).await.problem("forbidden");
        let mut body = answer(&[award(&nomination)]);
        body["symbol"] = json!("57/QĐ-LĐLĐ");
        let done = step(&above, &path(&submission), "answers", body).await.expect(200);
        assert_eq!((&done["status"], &done["organisation_id"]), (&json!("answered"), &json!(D1)));
        let decision = above.all(&format!("{DECISIONS}?submission_id={submission}")).await.remove(0);
        let told = ["authority_label", "symbol", "number"].map(|member| decision[member].clone());
        assert_eq!(told, [json!("Liên đoàn Lao động tỉnh"), json!("57/QĐ-LĐLĐ"), json!(null)]);
        let record = ("award_decision", decision["id"].as_str().unwrap());
        below.send(creation(&below, "quyet-dinh.pdf", record, 100)).await.problem("forbidden");
        send(&above, "quyet-dinh.pdf", record, &pdf(100)).await;
    }

    async fn what_the_union_above_gave_it_takes_back_itself(app: WorldApp) {
        let (submission, nomination) = submitted_to_the_province(&app).await;
        let clerk = app.working("p.clerk").await;
        step(&clerk, &path(&submission), "answers", answer(&[award(&nomination)])).await.expect(200);
        let award = clerk.all(AWARDS).await.remove(0);
        let at = format!("{AWARDS}/{}/revoke", award["id"].as_str().unwrap());
        let body = json!({
            "revoked_on": "2025-02-10", "signer_name": "Người Ký Mẫu", "reason": "Kê khai không đúng.",
            "due_back_vnd": 0,
        });
        app.as_user("b.chair").await.act(&at, "\"v1\"", body.clone()).await.problem("forbidden");
        let revoked = app.working("p.approver").await.act(&at, "\"v1\"", body).await.expect(200);
        assert_eq!(revoked["revocation_symbol"], "01/QĐ-LĐLĐ");
        let registers = clerk.all(&format!("/api/v1/number-registers?organisation_id={P}&series=QD")).await;
        assert_eq!(registers[0]["next_number"], 2);
    }

    async fn an_authority_outside_is_answered_for_by_who_submitted(app: WorldApp) {
        let round = round(&app, &COUNCIL).await;
        let all = approved(&app, &round, CERTIFICATE, 1).await;
        let submission = submitted(&app, &round, &all).await;
        let seen = app.working("p.clerk").await.get(&path(&submission)).await.expect(200);
        assert_eq!(seen["authority_organisation_id"], json!(null));
        answered(&app, &submission, &[award(&all[0])]).await.expect(200);
    }
}
