//! A submission is taken back before it is answered; it stays on record.

use serde_json::{Value, json};

use super::{SUBMISSIONS, answer, answered, award, draft, lines, path, sign, submitted};
use crate::awards::{CERTIFICATE, COUNCIL, approved, check_whole, forwarded, round, standing, step};
use crate::support::app::at_once;
use crate::support::world::P;
use crate::support::{Actor, Answer, TestApp, on_both_databases};

const WHY: &str = "Ghi nhầm tên một cá nhân.";

async fn recall(by: &Actor, submission: &str) -> Answer {
    step(by, &path(submission), "recall", json!({"reason": WHY})).await
}

/// The ids of submissions in this state.
async fn standing_at(by: &Actor, status: &str) -> Vec<Value> {
    by.all(&format!("{SUBMISSIONS}?status={status}")).await.iter().map(|one| one["id"].clone()).collect()
}

/// How many proposals the statistics of the province count.
async fn proposed(app: &TestApp) -> Value {
    let at = format!("/api/v1/statistics/awards?organisation_id={P}");
    let by = app.working("p.clerk").await;
    let of_year = by.get(&format!("{at}&year=2024")).await.expect(200)["total"]["proposed"].clone();
    let of_days = by.get(&format!("{at}&from=2025-02-10&to=2025-02-11")).await.expect(200);
    assert_eq!(of_days["total"]["proposed"], of_year);
    of_year
}

on_both_databases! {
    async fn what_is_taken_back_may_be_submitted_anew(app: WorldApp) {
        let round = round(&app, &COUNCIL).await;
        let (first, all) = forwarded(&app, &round, 2).await;
        assert_eq!(proposed(&app).await, 2);
        let (approver, clerk) = (app.working("p.approver").await, app.working("p.clerk").await);
        recall(&clerk, &first).await.problem("forbidden");
        let done = recall(&approver, &first).await.expect(200);
        assert_eq!((&done["status"], &done["number"], &done["number_void"]), (&json!("recalled"), &json!(1), &json!(false)));
        assert_eq!((&done["recalled_by"], &done["recalled_at"]), (&done["signed_by"], &done["updated_at"]));
        assert_eq!((standing(&app, "council_approved"), standing(&app, "forwarded")), (2, 0));
        assert_eq!((lines(&clerk, &first).await.len(), proposed(&app).await), (2, json!(0)));
        answered(&app, &first, &[award(&all[0])]).await.problem("wrong_state");
        recall(&approver, &first).await.problem("wrong_state");
        check_whole(&app);
        app.wait(60);
        let second = submitted(&app, &round, &all).await;
        assert_eq!((standing(&app, "forwarded"), proposed(&app).await), (2, json!(2)));
        let clerk = app.working("p.clerk").await;
        assert_eq!(standing_at(&clerk, "recalled").await, [json!(first)]);
        assert_eq!(standing_at(&clerk, "signed").await, [json!(second)]);
        answered(&app, &second, &[award(&all[0]), award(&all[1])]).await.expect(200);
        check_whole(&app);
        let history = clerk.get(&format!("{}/history", path(&first))).await.expect(200);
        let told: Vec<_> = history.items().iter().map(|entry| entry["to_state"].clone()).collect();
        assert_eq!(told, [json!(null), json!("signed"), json!("recalled")]);
    }

    async fn why_it_was_taken_back_is_told_to_few(app: WorldApp) {
        let round = round(&app, &COUNCIL).await;
        let (submission, _) = forwarded(&app, &round, 1).await;
        let at = format!("{}/recall", path(&submission));
        app.working("p.clerk").await.get(&at).await.problem("not_found");
        let done = recall(&app.working("p.approver").await, &submission).await.expect(200);
        for reader in ["p.clerk", "p.approver", "p.appraiser", "p.inspector"] {
            let told = app.working(reader).await.get(&at).await.expect(200);
            assert_eq!((&told["reason"], told.header("cache-control")), (&json!(WHY), "no-store"), "{reader}");
        }
        app.working("p.officer").await.get(&at).await.problem("forbidden");
        app.working("d1.clerk").await.get(&at).await.problem("not_found");
        let journal = app.working("p.inspector").await.get("/api/v1/journal?limit=200").await.expect(200);
        for told in [&done, &journal] {
            assert!(!told.text.contains("Ghi nhầm"), "{told}");
        }
    }

    async fn what_is_a_draft_or_answered_in_part_is_not_taken_back(app: WorldApp) {
        let round = round(&app, &COUNCIL).await;
        let approver = app.working("p.approver").await;
        let waiting = draft(&app, &round, &approved(&app, &round, CERTIFICATE, 1).await).await;
        recall(&approver, &waiting).await.problem("wrong_state");
        let (submission, all) = forwarded(&app, &round, 2).await;
        let at = format!("{}/recall", path(&submission));
        approver.act(&at, "\"v1\"", json!({"reason": WHY})).await.problem("precondition_failed");
        answered(&app, &submission, &[award(&all[0])]).await.expect(200);
        let top = app.journal_top();
        recall(&approver, &submission).await.problem("wrong_state");
        assert_eq!(app.journal_top(), top);
        check_whole(&app);
    }

    async fn nobody_takes_back_what_they_had_a_hand_in(app: WorldApp) {
        let round = round(&app, &COUNCIL).await;
        let (submission, _) = forwarded(&app, &round, 1).await;
        let grant = json!({"user_id": app.id_of("a.chair").await, "organisation_id": P, "role": "approver"});
        app.as_user("p.administrator").await.post("/api/v1/grants", grant).await.expect(201);
        recall(&app.as_user("a.chair").await, &submission).await.problem("own_work");
        check_whole(&app);
    }

    async fn of_a_recall_and_an_answer_at_once_one_counts(app: WorldApp) {
        let round = round(&app, &COUNCIL).await;
        for _ in 0..4 {
            let (submission, all) = forwarded(&app, &round, 1).await;
            let (clerk, approver) = (app.working("p.clerk").await, app.working("p.approver").await);
            let etag = clerk.get(&path(&submission)).await.expect(200).etag();
            let both = [
                (clerk, "answers", answer(&[award(&all[0])])),
                (approver, "recall", json!({"reason": WHY})),
            ]
            .map(|(by, step, body)| (by, format!("{}/{step}", path(&submission)), etag.clone(), body));
            let answers =
                at_once(both.into_iter().map(|(by, at, etag, body)| async move { by.act(&at, &etag, body).await })).await;
            assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1, "{answers:?}");
            assert!(answers.iter().all(|answer| [200, 409, 412].contains(&answer.status)), "{answers:?}");
            check_whole(&app);
        }
    }

    async fn nothing_of_a_recalled_submission_changes(app: WorldApp) {
        let round = round(&app, &COUNCIL).await;
        let (submission, _) = forwarded(&app, &round, 1).await;
        let approver = app.working("p.approver").await;
        recall(&approver, &submission).await.expect(200);
        sign(&approver, &submission).await.problem("frozen");
        for statement in [
            "UPDATE award_submissions SET title = 'x'",
            "UPDATE award_submissions SET status = 'answered'",
            "UPDATE award_submissions SET recalled_at = NULL",
            "UPDATE award_submissions SET authority_organisation_id = organisation_id",
            "UPDATE award_submission_lines SET answer = 'awarded'",
            "UPDATE award_submission_lines SET recalled = NOT recalled",
            "DELETE FROM award_submission_lines",
        ] {
            let refusal = app.database.try_execute(statement).unwrap_err().to_string();
            assert!(refusal.contains("submission is frozen"), "{statement}: {refusal}");
        }
    }
}
