//! The real program, killed while it signs: all of a decision, or nothing.

use std::time::Duration;

use reqwest::Method;
use reqwest::header::IF_MATCH;
use serde_json::json;

use super::{check_whole, draft, many_appraised, path};
use crate::hardship::programmes::programme;
use crate::support::world::PASSWORD;
use crate::support::{Actor, on_both_databases};

/// Signs these one after the other until the server is gone; answers those it has acknowledged.
async fn sign_until_cut_off(approver: Actor, decisions: Vec<(String, String)>) -> Vec<String> {
    let mut done = Vec::new();
    for (decision, etag) in decisions {
        let request =
            approver.request(Method::POST, &format!("{}/sign", path(&decision))).header(IF_MATCH, etag);
        let Ok(answer) = request.json(&json!({"document_date": "2025-02-10"})).send().await else { break };
        if answer.status() == 200 {
            done.push(decision);
        }
    }
    done
}

on_both_databases! {
    async fn a_signing_that_was_cut_off_is_whole_or_nothing(app: WorldApp) {
        let programme = programme(&app).await.id();
        let applications = many_appraised(&app, &programme, 24).await;
        let approver = app.working("p.approver").await;
        let mut waiting = Vec::new();
        for pair in applications.chunks(2) {
            let decision = draft(&app, &programme, &[(&pair[0], 3_000_000), (&pair[1], 2_000_000)]).await;
            let etag = approver.get(&path(&decision)).await.expect(200).etag();
            waiting.push((decision, etag));
        }
        let mut acknowledged = Vec::new();
        for round in 0..4 {
            let server = app.as_process(&[]).await;
            check_whole(&app);
            let approver = Actor::anonymous(server.address).signed_in("p.approver", PASSWORD).await;
            let signing: Vec<_> = waiting
                .chunks(4)
                .map(|share| tokio::spawn(sign_until_cut_off(approver.clone(), share.to_vec())))
                .collect();
            tokio::time::sleep(Duration::from_millis(15 + 20 * round)).await;
            server.kill();
            for one in signing {
                acknowledged.extend(one.await.unwrap());
            }
            waiting.retain(|(decision, _)| !acknowledged.contains(decision));
        }
        let server = app.as_process(&[]).await;
        check_whole(&app);
        let approver = Actor::anonymous(server.address).signed_in("p.approver", PASSWORD).await;
        for decision in &acknowledged {
            assert_eq!(approver.get(&path(decision)).await.expect(200)["status"], "signed");
        }
        // What was signed and not acknowledged says so, the rest can still be signed.
        for (decision, etag) in waiting {
            let answer = approver.act(&format!("{}/sign", path(&decision)), &etag, json!({"document_date": "2025-02-10"})).await;
            assert!(answer.status == 200 || answer.problem("precondition_failed").is_object(), "{answer}");
        }
        check_whole(&app);
        assert_eq!(app.database.count("SELECT count(*) AS n FROM support_decisions WHERE status = 'signed'"), 12);
    }
}
