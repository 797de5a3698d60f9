//! What is written before a submission is signed.

use serde_json::json;

use super::{SUBMISSIONS, draft, lines, new_submission, path, sign, submitted};
use crate::awards::{CERTIFICATE, COMMENDATION, COUNCIL, MEDAL, approved, endorsed, pairs, round};
use crate::support::on_both_databases;

on_both_databases! {
    async fn the_clerk_writes_and_drops_a_draft(app: WorldApp) {
        let round = round(&app, &COUNCIL).await;
        let all = approved(&app, &round, CERTIFICATE, 3).await;
        let clerk = app.working("p.clerk").await;
        let made = clerk.post(SUBMISSIONS, new_submission(&round, &all[..2])).await.expect(201);
        assert_eq!((&made["line_count"], &made["number"], &made["status"]), (&json!(2), &json!(null), &json!("draft")));
        let turned = json!({"nomination_ids": [all[2], all[0]], "title": "Tên khác", "place": null});
        let edited = clerk.patch(&path(&made.id()), &made.etag(), turned).await.expect(200);
        assert_eq!((&edited["title"], &edited["place"], &edited["line_count"]), (&json!("Tên khác"), &json!(null), &json!(2)));
        let named = lines(&clerk, &made.id()).await;
        let told: Vec<_> = named.iter().map(|line| (line["position"].as_i64().unwrap(), line["nomination_id"].as_str().unwrap())).collect();
        assert_eq!(told, [(1, all[2].as_str()), (2, all[0].as_str())]);
        assert!(named.iter().all(|line| line["outcome"].is_null() && line["nomination_status"] == "council_approved"));
        clerk.patch(&path(&made.id()), &made.etag(), json!({"title": "Khác nữa"})).await.problem("precondition_failed");
        clerk.delete(&path(&made.id()), &made.etag()).await.problem("precondition_failed");
        clerk.delete(&path(&made.id()), &edited.etag()).await.expect(204);
        clerk.get(&path(&made.id())).await.problem("not_found");
        draft(&app, &round, &all).await;
    }

    async fn only_what_the_authority_awards_and_the_council_approved_is_named(app: WorldApp) {
        let round = round(&app, &COUNCIL).await;
        let mut named = approved(&app, &round, CERTIFICATE, 2).await;
        draft(&app, &round, &named[..1]).await;
        named.push(endorsed(&app, &round, CERTIFICATE).await);
        named.extend(approved(&app, &round, COMMENDATION, 1).await);
        named.extend(approved(&app, &round, MEDAL, 1).await);
        named.push("01940000-0000-7000-8000-0000000000ff".to_owned());
        named.push(named[1].clone());
        let other = self::round(&app, &COUNCIL).await;
        named.extend(approved(&app, &other, CERTIFICATE, 1).await);
        let expected = [
            ("/nomination_ids/0", "in_other_paper"), ("/nomination_ids/2", "wrong_state"),
            ("/nomination_ids/3", "other_authority"), ("/nomination_ids/4", "other_authority"),
            ("/nomination_ids/5", "not_found"), ("/nomination_ids/6", "duplicate"), ("/nomination_ids/7", "not_found"),
        ];
        let clerk = app.working("p.clerk").await;
        let refused = clerk.post(SUBMISSIONS, new_submission(&round, &named)).await;
        assert_eq!(refused.violations(), pairs(&expected));
        let empty = clerk.post(SUBMISSIONS, new_submission(&round, &[])).await.expect(201);
        let refused = clerk.patch(&path(&empty.id()), &empty.etag(), json!({"nomination_ids": named})).await;
        assert_eq!(refused.violations(), pairs(&expected));
        assert!(lines(&clerk, &empty.id()).await.is_empty());
        let mut own = new_submission(&round, &[]);
        for (authority, code) in [("provincial_federation", "own_level"), ("nobody", "not_found")] {
            own["authority"] = json!(authority);
            assert_eq!(clerk.post(SUBMISSIONS, own.clone()).await.violations(), pairs(&[("/authority", code)]));
        }
    }

    async fn nothing_of_a_signed_submission_changes(app: WorldApp) {
        let round = round(&app, &COUNCIL).await;
        let all = approved(&app, &round, CERTIFICATE, 1).await;
        let submission = submitted(&app, &round, &all).await;
        let clerk = app.working("p.clerk").await;
        let before = clerk.get(&path(&submission)).await.expect(200);
        clerk.patch(&path(&submission), &before.etag(), json!({"title": "Khác"})).await.problem("frozen");
        clerk.patch(&path(&submission), "\"v1\"", json!({"title": "Khác"})).await.problem("precondition_failed");
        clerk.delete(&path(&submission), &before.etag()).await.problem("frozen");
        sign(&app.working("p.approver").await, &submission).await.problem("frozen");
        for statement in [
            "UPDATE award_submissions SET title = 'x'",
            "UPDATE award_submissions SET status = 'draft', number = NULL",
            "UPDATE award_submissions SET line_count = 7",
            "DELETE FROM award_submissions",
            "UPDATE award_submission_lines SET position = 2",
            "DELETE FROM award_submission_lines",
        ] {
            let refusal = app.database.try_execute(statement).unwrap_err().to_string();
            assert!(refusal.contains("a signed submission is frozen"), "{statement}: {refusal}");
        }
        app.database.execute("UPDATE award_submission_lines SET answer = 'awarded'");
        let refusal = app.database.try_execute("UPDATE award_submission_lines SET answer = NULL").unwrap_err().to_string();
        assert!(refusal.contains("an answer is never changed"), "{refusal}");
        assert_eq!(clerk.get(&path(&submission)).await["title"], before["title"]);
    }
}
