//! Signing a submission: all of its nominations go on, or none.

use std::collections::BTreeSet;

use serde_json::json;

use super::{SUBMISSIONS, draft, lines, path, sign};
use crate::attachments::{creation, samples::pdf, send};
use crate::awards::nominations::{NOMINATIONS, new_nomination, submitted, why};
use crate::awards::seed::hold;
use crate::awards::{CERTIFICATE, COUNCIL, approved, check_whole, pairs, round, standing};
use crate::support::app::at_once;
use crate::support::world::{A, P};
use crate::support::{Answer, TestApp, on_both_databases};

/// The approver signs all of these at once.
async fn sign_all(app: &TestApp, submissions: &[String]) -> Vec<Answer> {
    let approver = app.working("p.approver").await;
    let mut ready = Vec::new();
    for submission in submissions {
        let etag = approver.get(&path(submission)).await.expect(200).etag();
        ready.push((approver.clone(), format!("{}/sign", path(submission)), etag));
    }
    at_once(ready.into_iter().map(|(by, at, etag)| async move { by.act(&at, &etag, json!({})).await })).await
}

on_both_databases! {
    async fn the_approver_submits_under_a_number(app: WorldApp) {
        let round = round(&app, &COUNCIL).await;
        let all = approved(&app, &round, CERTIFICATE, 2).await;
        let submission = draft(&app, &round, &all).await;
        let approver = app.working("p.approver").await;
        let done = sign(&approver, &submission).await.expect(200);
        assert_eq!((&done["number"], &done["symbol"]), (&json!(1), &json!("01/TTr-LĐLĐ")));
        assert_eq!((&done["status"], &done["document_date"]), (&json!("signed"), &json!("2025-02-10")));
        assert_eq!((&done["line_count"], &done["answered_count"]), (&json!(2), &json!(0)));
        assert_eq!(done["authority_label"], "Ủy ban nhân dân tỉnh");
        let named = lines(&approver, &submission).await;
        let labels = ["organisation_name", "form_name", "award_id"].map(|member| named[0][member].clone());
        let certificate = "Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh";
        assert_eq!(labels, [json!("Công đoàn cơ sở A"), json!(certificate), json!(null)]);
        assert!(named.iter().all(|line| line["nomination_status"] == "forwarded" && line["outcome"].is_null()));
        let history = approver.get(&format!("{}/history", path(&submission))).await.expect(200);
        let told: Vec<_> = history.items().iter().map(|entry| (entry["action"].clone(), entry["to_state"].clone())).collect();
        assert_eq!(told, [(json!("award_submission.create"), json!(null)), (json!("award_submission.sign"), json!("signed"))]);
        check_whole(&app);
    }

    async fn one_nomination_on_hold_stops_all(app: WorldApp) {
        let round = round(&app, &COUNCIL).await;
        let all = approved(&app, &round, CERTIFICATE, 3).await;
        let submission = draft(&app, &round, &all).await;
        hold(&app, &all[1]).await;
        let top = app.journal_top();
        let refused = sign(&app.working("p.approver").await, &submission).await;
        refused.problem("discipline_hold");
        assert!(refused["detail"].as_str().unwrap().ends_with("2."), "{refused}");
        assert_eq!((app.journal_top(), standing(&app, "council_approved")), (top, 3));
        check_whole(&app);
    }

    async fn what_went_another_way_meanwhile_stops_all(app: WorldApp) {
        let round = round(&app, &COUNCIL).await;
        let all = approved(&app, &round, CERTIFICATE, 2).await;
        let submission = draft(&app, &round, &all).await;
        crate::awards::seed::withdraw(&app, &all[1]).await;
        let refused = sign(&app.working("p.approver").await, &submission).await;
        assert_eq!(refused.violations(), pairs(&[("/nomination_ids/1", "wrong_state")]));
        assert_eq!(standing(&app, "council_approved"), 1);
        check_whole(&app);
    }

    async fn nobody_signs_for_a_nomination_they_had_a_hand_in(app: WorldApp) {
        let round = round(&app, &COUNCIL).await;
        let all = approved(&app, &round, CERTIFICATE, 1).await;
        let submission = draft(&app, &round, &all).await;
        let administrator = app.as_user("p.administrator").await;
        for had_a_hand in ["a.officer", "a.chair", "d1.chair"] {
            let grant = json!({"user_id": app.id_of(had_a_hand).await, "organisation_id": P, "role": "approver"});
            administrator.post("/api/v1/grants", grant).await.expect(201);
            sign(&app.as_user(had_a_hand).await, &submission).await.problem("own_work");
        }
        sign(&app.working("p.clerk").await, &submission).await.problem("forbidden");
        check_whole(&app);
        sign(&app.working("p.approver").await, &submission).await.expect(200);
    }

    async fn a_document_that_is_not_complete_is_not_signed(app: WorldApp) {
        let round = round(&app, &COUNCIL).await;
        let bare = json!({
            "round_id": round.id, "authority": "peoples_committee", "title": "Đề nghị", "legal_bases": "Căn cứ;",
            "document_date": "2025-02-11",
        });
        let submission = app.working("p.clerk").await.post(SUBMISSIONS, bare).await.expect(201).id();
        let expected = [
            ("/document_date", "out_of_range"), ("/nomination_ids", "missing"), ("/place", "missing"),
            ("/signer_name", "missing"), ("/signer_position", "missing"), ("/signing_body", "missing"),
            ("/signing_capacity", "missing"),
        ];
        let mut found = sign(&app.working("p.approver").await, &submission).await.violations();
        // The organisation of the small province may have a place of its own.
        found.retain(|(at, _)| at != "/place");
        assert_eq!(found, pairs(&expected.into_iter().filter(|(at, _)| *at != "/place").collect::<Vec<_>>()));
    }

    async fn ten_signed_at_once_get_consecutive_numbers(app: WorldApp) {
        let round = round(&app, &COUNCIL).await;
        let all = approved(&app, &round, CERTIFICATE, 10).await;
        let mut drafts = Vec::new();
        for one in &all {
            drafts.push(draft(&app, &round, std::slice::from_ref(one)).await);
        }
        let answers = sign_all(&app, &drafts).await;
        let numbers: BTreeSet<_> =
            answers.into_iter().map(|answer| answer.expect(200)["number"].as_i64().unwrap()).collect();
        assert_eq!(numbers, (1..=10).collect());
        check_whole(&app);
    }

    async fn of_two_who_sign_one_submission_one_does(app: WorldApp) {
        let round = round(&app, &COUNCIL).await;
        for one in approved(&app, &round, CERTIFICATE, 4).await {
            let submission = draft(&app, &round, &[one]).await;
            let answers = sign_all(&app, &[submission.clone(), submission]).await;
            assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
            check_whole(&app);
        }
    }

    async fn its_scanned_paper_is_put_beside_it(app: WorldApp) {
        let round = round(&app, &COUNCIL).await;
        let submission = draft(&app, &round, &approved(&app, &round, CERTIFICATE, 1).await).await;
        sign(&app.working("p.approver").await, &submission).await.expect(200);
        let (clerk, record) = (app.working("p.clerk").await, ("award_submission", submission.as_str()));
        send(&clerk, "to-trinh.pdf", record, &pdf(100)).await;
        for (user, refusal) in [("p.approver", "forbidden"), ("d1.clerk", "not_found")] {
            let other = app.as_user(user).await;
            other.send(creation(&other, "to-trinh.pdf", record, 100)).await.problem(refusal);
        }
        let at = format!("/api/v1/attachments?record_type=award_submission&record_id={submission}");
        assert_eq!(clerk.get(&at).await.expect(200).items().len(), 1);
    }

    async fn signing_waits_for_nobody_who_waits_for_it(app: WorldApp) {
        let round = round(&app, &COUNCIL).await;
        for turn in 0..4 {
            let submission = draft(&app, &round, &approved(&app, &round, CERTIFICATE, 2).await).await;
            let (chair, approver) = (app.working("d1.chair").await, app.working("p.approver").await);
            let body = new_nomination(A, &round.id, CERTIFICATE, &format!("Người Chờ {turn}"));
            let waiting = submitted(&app, "a", body).await;
            let etag = approver.get(&path(&submission)).await.expect(200).etag();
            let at = format!("{NOMINATIONS}/{}", waiting.id());
            let steps = [
                (approver, format!("{}/sign", path(&submission)), etag, json!({})),
                (chair.clone(), format!("{at}/endorse"), waiting.etag(), json!({"rank": 1000 - turn})),
                (chair, format!("{at}/return"), waiting.etag(), why()),
            ];
            let answers =
                at_once(steps.into_iter().map(|(by, at, etag, body)| async move { by.act(&at, &etag, body).await })).await;
            let done: Vec<bool> = answers.iter().map(|answer| answer.status == 200).collect();
            assert!(done[0] && (done[1] != done[2]), "{answers:?}");
            assert!(answers.iter().all(|answer| [200, 409, 412].contains(&answer.status)), "{answers:?}");
        }
        check_whole(&app);
    }

    async fn a_number_that_is_refused_is_not_lost(app: WorldApp) {
        let round = round(&app, &COUNCIL).await;
        let all = approved(&app, &round, CERTIFICATE, 2).await;
        let (first, second) = (draft(&app, &round, &all[..1]).await, draft(&app, &round, &all[1..]).await);
        app.wait(86_400);
        let approver = app.working("p.approver").await;
        sign(&approver, &first).await.expect(200);
        let at = format!("{}/sign", path(&second));
        let etag = approver.get(&path(&second)).await.expect(200).etag();
        let refused = approver.act(&at, &etag, json!({"document_date": "2025-02-10"})).await;
        assert_eq!(refused.violations(), pairs(&[("/document_date", "before_last_number")]));
        check_whole(&app);
        assert_eq!(sign(&approver, &second).await.expect(200)["number"], 2);
        check_whole(&app);
    }
}
