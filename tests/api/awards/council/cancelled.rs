//! A session that ends without results.

use serde_json::json;

use super::{SESSIONS, all_vote, attended, ballot, conclude, new_session, outcomes, path, session, vote};
use crate::attachments::creation;
use crate::awards::{CERTIFICATE, COUNCIL, endorsed, round, standing, step};
use crate::support::on_both_databases;

const WHY: &str = "Mở nhầm hình thức bỏ phiếu";

on_both_databases! {
    async fn the_approver_cancels_a_session_and_its_votes_are_gone(app: WorldApp) {
        let round = round(&app, &COUNCIL).await;
        let all = [endorsed(&app, &round, CERTIFICATE).await, endorsed(&app, &round, CERTIFICATE).await];
        let session = session(&app, &round, &all, "secret").await;
        let (clerk, approver) = (app.working("p.clerk").await, app.working("p.approver").await);
        let stale = approver.get(&path(&session)).await.expect(200).etag();
        all_vote(&app, &session, &all, &[("p.chair", ["for", "against"]), ("p.clerk", ["for", "for"])]).await;
        let why = json!({"reason": WHY});
        let at = format!("{}/cancel", path(&session));
        approver.act(&at, &stale, why.clone()).await.problem("precondition_failed");
        step(&clerk, &path(&session), "cancel", why.clone()).await.problem("forbidden");
        app.working("a.chair").await.act(&at, &stale, why.clone()).await.problem("not_found");
        let done = step(&approver, &path(&session), "cancel", why.clone()).await.expect(200);
        assert_eq!((&done["status"], &done["ballot_count"], &done["held_on"]), (&json!("cancelled"), &json!(2), &json!(null)));
        assert_eq!(outcomes(&done), [(json!("lapsed"), true), (json!("lapsed"), true)]);
        assert_eq!(done["concluded_by"], json!(app.id_of("p.approver").await));
        let kept = "SELECT count(*) AS n FROM council_sessions s JOIN council_votes v ON v.session_id = s.id \
            WHERE s.tally IS NOT NULL OR v.votes_for + v.votes_against + v.abstained > 0";
        assert_eq!((app.database.count(kept), standing(&app, "endorsed")), (0, 2));
        // It stays on record, and why is told with the minutes only.
        let history = clerk.get(&format!("{}/history", path(&session))).await.expect(200);
        let last = history.items().last().unwrap();
        let told = ["action", "from_state", "to_state", "reason"].map(|member| last[member].clone());
        assert_eq!(told, [json!("council_session.cancel"), json!("open"), json!("cancelled"), json!(null)]);
        let listed = clerk.get(&format!("{SESSIONS}?status=cancelled")).await.expect(200);
        assert_eq!(listed.items().len(), 1);
        for answer in [&done, &history, &listed] {
            assert!(!answer.text.contains(WHY), "{answer}");
        }
        let minutes = clerk.get(&format!("{}/minutes", path(&session))).await.expect(200);
        assert_eq!((&minutes["minutes"], &minutes["cancel_reason"]), (&json!(null), &json!(WHY)));
    }

    async fn what_was_cancelled_never_changes_and_holds_nothing(app: WorldApp) {
        let round = round(&app, &COUNCIL).await;
        let all = [endorsed(&app, &round, CERTIFICATE).await];
        let session = session(&app, &round, &all, "secret").await;
        let (clerk, approver) = (app.working("p.clerk").await, app.working("p.approver").await);
        vote(&clerk, &session, ballot(&all, &["for"])).await.expect(200);
        let why = json!({"reason": WHY});
        step(&approver, &path(&session), "cancel", why.clone()).await.expect(200);
        step(&approver, &path(&session), "cancel", why).await.problem("wrong_state");
        conclude(&approver, &session, attended(1)).await.problem("wrong_state");
        vote(&app.working("p.chair").await, &session, ballot(&all, &["for"])).await.problem("wrong_state");
        let etag = clerk.get(&path(&session)).await.expect(200).etag();
        clerk.delete(&path(&session), &etag).await.problem("wrong_state");
        clerk.send(creation(&clerk, "a.pdf", ("council_session", &session), 100)).await.problem("frozen");
        for statement in [
            "UPDATE council_sessions SET status = 'open', cancel_reason = NULL",
            "UPDATE council_sessions SET ballot_count = 0",
            "DELETE FROM council_sessions",
            "UPDATE council_votes SET result = 'approved'",
            "INSERT INTO council_ballots SELECT s.id, u.id, (1 = 0) FROM council_sessions s, users u \
                WHERE u.username = 'p.officer'",
        ] {
            let refusal = app.database.try_execute(statement).unwrap_err().to_string();
            assert!(refusal.contains("a session that has ended is frozen"), "{statement}: {refusal}");
        }
        // The council is another one now, and votes on the same nomination.
        let at = format!("/api/v1/award-rounds/{}", round.id);
        let seen = clerk.get(&at).await.expect(200);
        let few: Vec<_> = seen["council"].as_array().unwrap().iter().take(3)
            .map(|member| json!({"user_id": member["user_id"], "function": member["function"]})).collect();
        clerk.patch(&at, &seen.etag(), json!({"council": few})).await.expect(200);
        let next = clerk.post(SESSIONS, new_session(&round, &all, "secret")).await.expect(201);
        assert_eq!(next["council_size"], 3);
    }
}
