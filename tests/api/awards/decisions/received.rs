//! What an authority has decided is frozen from the start; its paper is put beside it later.

use serde_json::json;

use super::{DECISIONS, draft, path, sign};
use crate::attachments::{creation, samples::pdf, send};
use crate::awards::{COMMENDATION, COUNCIL, approved, awarded, round};
use crate::support::on_both_databases;

on_both_databases! {
    async fn what_an_authority_decided_is_frozen_and_takes_its_paper(app: WorldApp) {
        let round = round(&app, &COUNCIL).await;
        awarded(&app, &round, 1).await;
        let clerk = app.working("p.clerk").await;
        let received = clerk.get(DECISIONS).await.expect(200).items()[0]["id"].as_str().unwrap().to_owned();
        let seen = clerk.get(&path(&received)).await.expect(200);
        clerk.patch(&path(&received), &seen.etag(), json!({"title": "Khác"})).await.problem("frozen");
        clerk.delete(&path(&received), &seen.etag()).await.problem("frozen");
        sign(&app.working("p.approver").await, &received).await.problem("frozen");
        let record = ("award_decision", received.as_str());
        send(&clerk, "quyet-dinh.pdf", record, &pdf(100)).await;
        for (user, refusal) in [("p.approver", "forbidden"), ("a.chair", "not_found")] {
            let other = app.as_user(user).await;
            other.send(creation(&other, "quyet-dinh.pdf", record, 100)).await.problem(refusal);
        }
        let listed = clerk.get(&format!("/api/v1/attachments?record_type=award_decision&record_id={received}")).await;
        assert_eq!(listed.expect(200).items().len(), 1);
    }

    async fn files_of_the_own_decision_are_fixed_when_it_is_signed(app: WorldApp) {
        let round = round(&app, &COUNCIL).await;
        let all = approved(&app, &round, COMMENDATION, 1).await;
        let decision = draft(&app, &round, &all).await;
        let record = ("award_decision", decision.as_str());
        let clerk = app.working("p.clerk").await;
        send(&clerk, "danh-sach.pdf", record, &pdf(100)).await;
        sign(&app.working("p.approver").await, &decision).await.expect(200);
        clerk.send(creation(&clerk, "danh-sach.pdf", record, 100)).await.problem("frozen");
    }
}
