//! What authorities answer: in part and in whole, each nomination once.

use serde_json::{Value, json};

use super::{answer, answered, award, decline, draft, lines, path, submitted};
use crate::awards::decisions::{DECISIONS, lines as decided};
use crate::awards::nominations::{act, submitted as nominated, whole_union};
use crate::awards::seed::hold;
use crate::awards::{
    CERTIFICATE, COUNCIL, approve, approved, check_whole, forwarded, pairs, round, standing, step,
};
use crate::support::app::at_once;
use crate::support::on_both_databases;
use crate::support::world::{A, B};

on_both_databases! {
    async fn an_authority_awards_some_and_declines_others_in_two_decisions(app: WorldApp) {
        let round = round(&app, &COUNCIL).await;
        let (submission, all) = forwarded(&app, &round, 3).await;
        let part = answered(&app, &submission, &[award(&all[0]), decline(&all[2])]).await.expect(200);
        assert_eq!((&part["status"], &part["answered_count"]), (&json!("signed"), &json!(2)));
        assert_eq!(["awarded", "declined", "forwarded"].map(|state| standing(&app, state)), [1, 1, 1]);
        check_whole(&app);
        app.wait(60);
        let whole = answered(&app, &submission, &[award(&all[1])]).await.expect(200);
        assert_eq!((&whole["status"], &whole["answered_count"]), (&json!("answered"), &json!(3)));
        check_whole(&app);
        let clerk = app.working("p.clerk").await;
        let told: Vec<_> = lines(&clerk, &submission).await.iter().map(|line| line["outcome"].clone()).collect();
        assert_eq!(told, ["awarded", "awarded", "declined"]);
        let decisions = clerk.all(&format!("{DECISIONS}?submission_id={submission}&sort=created_at")).await;
        assert_eq!(decisions.len(), 2);
        let first = clerk.get(&format!("{DECISIONS}/{}", decisions[0]["id"].as_str().unwrap())).await.expect(200);
        let expected = [json!("215/QĐ-UBND"), json!(null), json!("2025-02-10"), json!("Trần Văn Mẫu"), json!(2), json!(1), json!("peoples_committee")];
        let members = ["symbol", "number", "document_date", "signer_name", "line_count", "awarded_count", "authority"];
        assert_eq!(members.map(|member| first[member].clone()), expected);
        let told: Vec<_> = decided(&clerk, &first.id()).await.iter().map(|line| line["outcome"].clone()).collect();
        assert_eq!(told, ["awarded", "declined"]);
        step(&clerk, &path(&submission), "answers", answer(&[award(&all[0])])).await.problem("wrong_state");
    }

    async fn the_reason_of_a_refusal_is_kept_sealed(app: WorldApp) {
        let round = round(&app, &COUNCIL).await;
        let (submission, all) = forwarded(&app, &round, 1).await;
        let done = answered(&app, &submission, &[decline(&all[0])]).await.expect(200);
        let inspector = app.as_user("p.inspector").await;
        let journal = inspector.get("/api/v1/journal?limit=200").await.expect(200);
        for told in [&done, &journal] {
            assert!(!told.text.contains("quy chế"), "{told}");
        }
        assert_eq!(app.database.count("SELECT count(*) AS n FROM award_notes WHERE kind = 'decline'"), 1);
        assert_eq!(app.database.count("SELECT count(*) AS n FROM awards"), 0);
    }

    async fn an_answer_that_does_not_fit_changes_nothing(app: WorldApp) {
        let round = round(&app, &COUNCIL).await;
        let (submission, all) = forwarded(&app, &round, 3).await;
        answered(&app, &submission, &[award(&all[0])]).await.expect(200);
        let top = app.journal_top();
        let mut unreasoned = decline(&all[1]);
        unreasoned.as_object_mut().unwrap().remove("reason");
        let mut reasoned = award(&all[2]);
        reasoned["reason"] = json!("Xứng đáng.");
        let given = [award(&all[0]), unreasoned, reasoned, award(&all[2]), award(&round.id)];
        let expected = [
            ("/lines/0/nomination_id", "answered"), ("/lines/1/reason", "missing"), ("/lines/2/reason", "not_allowed"),
            ("/lines/3/nomination_id", "duplicate"), ("/lines/4/nomination_id", "not_found"),
        ];
        assert_eq!(answered(&app, &submission, &given).await.violations(), pairs(&expected));
        let clerk = app.working("p.clerk").await;
        for (day, code) in [("2025-02-09", "before_submission"), ("2025-02-11", "out_of_range")] {
            let mut body = answer(&[award(&all[1])]);
            body["decided_on"] = json!(day);
            let refused = step(&clerk, &path(&submission), "answers", body).await;
            assert_eq!(refused.violations(), pairs(&[("/decided_on", code)]));
        }
        assert_eq!(app.journal_top(), top);
        let stale = clerk.act(&format!("{}/answers", path(&submission)), "\"v1\"", answer(&[award(&all[1])])).await;
        stale.problem("precondition_failed");
        check_whole(&app);
    }

    async fn only_what_was_submitted_is_answered_and_by_the_clerk(app: WorldApp) {
        let round = round(&app, &COUNCIL).await;
        let all = approved(&app, &round, CERTIFICATE, 2).await;
        let waiting = draft(&app, &round, &all[..1]).await;
        answered(&app, &waiting, &[award(&all[0])]).await.problem("wrong_state");
        let submission = submitted(&app, &round, &all[1..]).await;
        let approver = app.working("p.approver").await;
        step(&approver, &path(&submission), "answers", answer(&[award(&all[1])])).await.problem("forbidden");
        check_whole(&app);
    }

    async fn what_is_on_hold_is_declined_and_not_awarded(app: WorldApp) {
        let round = round(&app, &COUNCIL).await;
        let (submission, all) = forwarded(&app, &round, 2).await;
        hold(&app, &all[1]).await;
        answered(&app, &submission, &[award(&all[0]), award(&all[1])]).await.problem("discipline_hold");
        assert_eq!((standing(&app, "awarded"), standing(&app, "forwarded")), (0, 2));
        answered(&app, &submission, &[award(&all[0]), decline(&all[1])]).await.expect(200);
        check_whole(&app);
    }

    async fn of_two_answers_at_once_one_is_recorded(app: WorldApp) {
        let round = round(&app, &COUNCIL).await;
        let clerk = app.working("p.clerk").await;
        for _ in 0..3 {
            let (submission, all) = forwarded(&app, &round, 1).await;
            let etag = clerk.get(&path(&submission)).await.expect(200).etag();
            let at = format!("{}/answers", path(&submission));
            let both = [answer(&[award(&all[0])]), answer(&[decline(&all[0])])];
            let both = both.map(|body| (clerk.clone(), at.clone(), etag.clone(), body));
            let answers =
                at_once(both.into_iter().map(|(by, at, etag, body)| async move { by.act(&at, &etag, body).await })).await;
            assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
            check_whole(&app);
        }
    }

    async fn an_answer_sent_again_under_its_key_is_recorded_once(app: WorldApp) {
        let round = round(&app, &COUNCIL).await;
        let (submission, all) = forwarded(&app, &round, 2).await;
        let clerk = app.working("p.clerk").await.with_header("idempotency-key", "tra-loi");
        let etag = clerk.get(&path(&submission)).await.expect(200).etag();
        let at = format!("{}/answers", path(&submission));
        let first = clerk.act(&at, &etag, answer(&[award(&all[0])])).await.expect(200);
        let again = clerk.act(&at, &etag, answer(&[award(&all[0])])).await.expect(200);
        assert_eq!((again.header("idempotency-replayed"), &again.json), ("true", &first.json));
        check_whole(&app);
    }

    async fn a_union_that_is_renamed_changes_nothing_that_is_signed(app: WorldApp) {
        let round = round(&app, &COUNCIL).await;
        let mut all = Vec::new();
        for (prefix, union) in [("a", A), ("b", B)] {
            let sent = nominated(&app, prefix, whole_union(union, &round.id, CERTIFICATE)).await;
            let put_forward = act(&app.working("d1.chair").await, &sent, "endorse", json!({"rank": 1})).await;
            all.push(approve(&app, &round, &put_forward.expect(200).id()).await);
        }
        let submission = submitted(&app, &round, &all).await;
        // A is awarded before it gets another name, B after.
        answered(&app, &submission, &[award(&all[0])]).await.expect(200);
        let clerk = app.working("p.clerk").await;
        let before = clerk.get(&path(&submission)).await.expect(200);
        let administrator = app.as_user("p.administrator").await;
        for union in [A, B] {
            let at = format!("/api/v1/organisations/{union}");
            let etag = administrator.get(&at).await.expect(200).etag();
            let renamed = json!({"name": format!("Tên Mới {union}"), "effective_on": "2025-02-10"});
            administrator.patch(&at, &etag, renamed).await.expect(200);
        }
        let after = clerk.get(&path(&submission)).await.expect(200);
        assert_eq!((&after.json, after.etag()), (&before.json, before.etag()));
        answered(&app, &submission, &[award(&all[1])]).await.expect(200);
        let named = ["Công đoàn cơ sở A", "Công đoàn cơ sở B"].map(|name| json!(name));
        let told = |rows: Vec<Value>, member: &str| rows.iter().map(|row| row[member].clone()).collect::<Vec<_>>();
        assert_eq!(told(lines(&clerk, &submission).await, "nominee_name"), named);
        let today = [A, B].map(|union| json!(format!("Tên Mới {union}")));
        assert_eq!(told(lines(&clerk, &submission).await, "organisation_name"), today);
        let awards = clerk.all("/api/v1/awards").await;
        let mut awarded = told(awards, "recipient_name");
        awarded.sort_by_key(ToString::to_string);
        assert_eq!(awarded, named);
        check_whole(&app);
    }
}
