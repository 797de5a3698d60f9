//! Decisions signed at the same moment.

use std::collections::BTreeSet;

use serde_json::json;

use super::{appraised, balance, check_whole, draft, many_appraised, path};
use crate::hardship::programmes::programme;
use crate::support::app::at_once;
use crate::support::{Actor, Answer, TestApp, on_both_databases};

/// Signs all of these at once.
async fn sign_all(app: &TestApp, decisions: &[String]) -> Vec<Answer> {
    let approver = app.working("p.approver").await;
    let mut waiting: Vec<(Actor, String, String)> = Vec::new();
    for decision in decisions {
        let etag = approver.get(&path(decision)).await.expect(200).etag();
        waiting.push((approver.clone(), format!("{}/sign", path(decision)), etag));
    }
    at_once(
        waiting
            .into_iter()
            .map(|(approver, at, etag)| async move { approver.act(&at, &etag, json!({})).await }),
    )
    .await
}

async fn drafts(app: &TestApp, programme: &str, count: usize) -> Vec<String> {
    let mut decisions = Vec::new();
    for application in many_appraised(app, programme, count).await {
        decisions.push(draft(app, programme, &[(&application, 3_000_000)]).await);
    }
    decisions
}

on_both_databases! {
    async fn fifty_signed_at_once_never_pass_the_ceiling(app: WorldApp) {
        // 33 times 3 million fit under 100 million.
        let programme = programme(&app).await.id();
        let decisions = drafts(&app, &programme, 50).await;
        let answers = sign_all(&app, &decisions).await;
        let done = answers.iter().filter(|answer| answer.status == 200).count();
        for refused in answers.iter().filter(|answer| answer.status != 200) {
            refused.problem("ceiling_exceeded");
        }
        assert_eq!(done, 33);
        assert_eq!(balance(&app, &programme).await, [99_000_000, 0, 0, 1_000_000]);
        check_whole(&app);
    }

    async fn twenty_signed_at_once_get_consecutive_numbers(app: WorldApp) {
        let programme = programme(&app).await.id();
        let decisions = drafts(&app, &programme, 20).await;
        let answers = sign_all(&app, &decisions).await;
        let numbers: BTreeSet<_> = answers.into_iter().map(|answer| answer.expect(200)["number"].as_i64().unwrap()).collect();
        assert_eq!(numbers, (1..=20).collect());
        check_whole(&app);
    }

    async fn of_two_decisions_on_one_application_one_is_signed(app: WorldApp) {
        let programme = programme(&app).await.id();
        for _ in 0..5 {
            let application = appraised(&app, &programme, "critical_illness", 3_000_000).await;
            let mut decisions = Vec::new();
            for amount in [1_000_000, 2_000_000] {
                decisions.push(draft(&app, &programme, &[(&application, amount)]).await);
            }
            let answers = sign_all(&app, &decisions).await;
            let (done, refused): (Vec<_>, Vec<_>) = answers.iter().partition(|answer| answer.status == 200);
            assert_eq!((done.len(), refused.len()), (1, 1));
            let expected = [("/lines/0/application_id".to_owned(), "in_other_decision".to_owned())];
            assert_eq!(refused[0].violations(), expected);
        }
        check_whole(&app);
    }

    async fn of_two_who_sign_one_decision_one_does(app: WorldApp) {
        let programme = programme(&app).await.id();
        for _ in 0..5 {
            let application = appraised(&app, &programme, "critical_illness", 3_000_000).await;
            let decision = draft(&app, &programme, &[(&application, 1_000_000)]).await;
            let answers = sign_all(&app, &[decision.clone(), decision]).await;
            assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
        }
        check_whole(&app);
    }
}
