//! Every step at every state: done along the arrows, refused everywhere else.

use serde_json::{Value, json};

use super::{NOMINATIONS, act, appraisal, new_nomination, nomination, open_round, path, why};
use crate::awards::COMMENDATION;
use crate::support::world::A;
use crate::support::{Answer, TestApp, on_both_databases};

const STATES: [&str; 10] = [
    "draft",
    "submitted",
    "endorsed",
    "council_approved",
    "council_rejected",
    "forwarded",
    "awarded",
    "declined",
    "withdrawn",
    "revoked",
];

/// Each step with who takes it and the states from which it leads on.
fn steps() -> [(&'static str, &'static str, Value, &'static [&'static str]); 8] {
    const GOES_ON: &[&str] = &["draft", "submitted", "endorsed", "council_approved", "forwarded"];
    [
        ("edit", "a.officer", json!({"workplace": "Tổ Khác"}), &["draft"]),
        ("submit", "a.chair", json!({}), &["draft"]),
        ("return", "d1.chair", why(), &["submitted", "endorsed"]),
        ("endorse", "d1.chair", json!({"rank": 1}), &["submitted", "endorsed"]),
        ("withdraw", "a.officer", why(), &["draft", "submitted", "endorsed"]),
        ("appraise", "p.appraiser", appraisal(), &["endorsed"]),
        ("hold", "d1.chair", why(), GOES_ON),
        ("release", "d1.chair", why(), &[]),
    ]
}

/// Puts the one nomination where the API would only bring it through others.
async fn placed(app: &TestApp, status: &str) -> Answer {
    app.database
        .execute(&format!("UPDATE award_nominations SET status = '{status}', on_hold = FALSE, rank = NULL"));
    let rows = app.working("a.officer").await.get(NOMINATIONS).await.expect(200);
    app.working("a.officer")
        .await
        .get(&format!("{NOMINATIONS}/{}", rows.items()[0]["id"].as_str().unwrap()))
        .await
        .expect(200)
}

on_both_databases! {
    async fn a_step_leads_on_along_its_arrows_and_nowhere_else(app: WorldApp) {
        let round = open_round(&app, &[COMMENDATION], json!({})).await;
        nomination(&app, "a", new_nomination(A, &round, COMMENDATION, "Nguyễn Văn Mẫu")).await;
        for (step, who, body, from) in steps() {
            for state in STATES {
                let known = placed(&app, state).await;
                let by = app.working(who).await;
                let answer = match step {
                    "edit" => by.patch(&path(&known), &known.etag(), body.clone()).await,
                    _ => act(&by, &known, step, body.clone()).await,
                };
                if from.contains(&state) {
                    answer.expect(200);
                } else {
                    assert_eq!(answer.json["code"], "wrong_state", "{step} from {state}: {answer}");
                }
            }
        }
        for state in STATES {
            let known = placed(&app, state).await;
            app.database.execute("UPDATE award_nominations SET submitted_on = NULL");
            let answer = app.working("a.officer").await.delete(&path(&known), &known.etag()).await;
            if state == "draft" {
                answer.expect(204);
                nomination(&app, "a", new_nomination(A, &round, COMMENDATION, "Nguyễn Văn Mẫu")).await;
            } else {
                answer.problem("wrong_state");
            }
        }
    }
}
